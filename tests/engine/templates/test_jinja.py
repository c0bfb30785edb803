"""Templates: their phrases, their faults with file and line, and what a translation cannot do in them."""

from __future__ import annotations

import base64
import datetime
import hashlib
import re
from pathlib import Path
from typing import Any

import jinja2
import pytest
from jinja2 import nodes

from lantern.document import markdown
from lantern.editions.translator import Text
from lantern.problem import Problem
from lantern.templates import jinja
from lantern.templates.jinja import PAGE_NAMES, Theme
from lantern.web import phrases
from tests.making import ROOT, translator, write

CSS = "body { margin: 0 }"


def loaded(root: Path, **files: str) -> tuple[Theme | None, tuple[Problem, ...]]:
    """A theme of these templates; `page` is page.html."""
    named = {f"templates/{name.replace('__', '/')}.html": text for name, text in files.items()}
    write(root, {"templates/site.css": CSS, **named})
    return jinja.load([(root / "templates", "templates")])


def theme(root: Path, **files: str) -> Theme:
    found, problems = loaded(root, **files)
    assert found is not None, problems
    return found


def fault(root: Path, **files: str) -> Problem:
    found, (problem,) = loaded(root, **files)
    assert found is None
    return problem


def written(root: Path, page: str, said: dict[str, str] | None = None, code: str = "es", **values: Any) -> str:
    made = theme(root, page=page).write("page", {"t": phrases.make_t(translator(code, said)), **values})
    assert isinstance(made, str), made
    return made


# --- phrases ---------------------------------------------------------------------------------------------------------


def test_phrases_come_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    page = (
        '{{ t("First", note="To translators.") }}\n{% if preview %}\n<b title="{{ t("Close", ctx="verb").text }}">\n{% endif %}'
    )
    found = theme(tmp_path, base='{{ t("Base {n}", n=1) }}', page=page).phrases
    assert [(one.text, one.context, one.note, one.path, one.line) for one in found] == [
        ("Base {n}", None, "", "templates/base.html", 1),
        ("First", None, "To translators.", "templates/page.html", 1),
        ("Close", "verb", "", "templates/page.html", 3),
    ]
    assert {one.kind for one in found} == {"phrase"}
    assert [one.flags for one in found] == [("python-brace-format",), (), ()]


def test_phrases_in_macros_are_found(tmp_path: Path) -> None:
    page = '{% macro m(x) %}{{ t("Hello {name}", name=x) }}{% endmacro %}{{ m("a") }}'
    assert [one.text for one in theme(tmp_path, page=page).phrases] == ["Hello {name}"]


@pytest.mark.parametrize(
    ("page", "rule"),
    [
        ("\n{{ t(site) }}", "phrase"),
        ('\n{{ t("a" ~ site) }}', "phrase"),
        ("\n{{ t() }}", "phrase"),
        ("\n{{ t(5) }}", "phrase"),
        ('\n{{ t("{n} of {total}", n=1) }}', "phrase"),
        ('\n{{ t("No place", n=1) }}', "phrase"),
        ("\n{{ nobody }}", "template-name"),
        ("\n{% if nobody %}x{% endif %}", "template-name"),
        ("\n{% for a in nobody %}{{ a }}{% endfor %}", "template-name"),
        ("\n{% if site %}", "template-syntax"),
        ("\n{{ site", "template-syntax"),
        ("\n{% nothing %}", "template-syntax"),
        ("\n{{ site | nofilter }}", "template-syntax"),
    ],
)
def test_a_broken_template_is_told_with_its_line(tmp_path: Path, page: str, rule: str) -> None:
    problem = fault(tmp_path, page=page)
    assert (problem.path, problem.level, problem.rule) == ("templates/page.html", "error", rule)
    assert problem.line == 2
    assert problem.text
    assert problem.hint


def test_all_faults_of_all_templates_are_told(tmp_path: Path) -> None:
    _, problems = loaded(tmp_path, page="{{ nobody }}\n{{ nothing }}", base="{% if %}", other="{{ t(site) }}")
    assert {(one.path, one.line, one.rule) for one in problems} == {
        ("templates/base.html", 1, "template-syntax"),
        ("templates/other.html", 1, "phrase"),
        ("templates/page.html", 1, "template-name"),
        ("templates/page.html", 2, "template-name"),
    }


def test_names_a_template_makes_itself_are_known(tmp_path: Path) -> None:
    page = (
        '{% import "macros.html" as draw %}{% from "macros.html" import box as cell %}{% set a = 1 %}'
        "{% macro m(x, y=2) %}{{ x }}{{ y }}{{ caller() }}{% endmacro %}"
        "{% for k, v in {1: 2}.items() %}{{ k }}{{ v }}{{ loop.index }}{% endfor %}"
        "{{ a }}{% call m(1) %}c{% endcall %}{{ draw.box() }}{{ cell() }}{{ range(2) | list }}"
    )
    made = theme(tmp_path, page=page, macros="{% macro box() %}#{% endmacro %}").write("page", {})
    assert made == "121" + "1" + "12c" + "##" + "[0, 1]"


def test_every_name_is_told_to_the_people_who_write_templates() -> None:
    path = ROOT / "templates/README.md"
    if not path.exists():
        pytest.fail("templates/README.md is missing")
    text = path.read_text(encoding="utf-8")
    assert [name for name in sorted(PAGE_NAMES) if not re.search(rf"`[^`]*\b{name}\b[^`]*`", text)] == []


def test_a_template_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"templates/page.html": "é".encode("latin-1"), "templates/site.css": CSS})
    found, (problem,) = jinja.load([(tmp_path / "templates", "templates")])
    assert found is None
    assert (problem.path, problem.line, problem.rule) == ("templates/page.html", 1, "encoding")


def test_without_a_stylesheet_there_is_no_theme(tmp_path: Path) -> None:
    write(tmp_path, {"templates/page.html": "x"})
    found, (problem,) = jinja.load([(tmp_path / "templates", "templates")])
    assert found is None
    assert problem.rule == "missing-file"


# --- faults while a page is written ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "rule", "path", "line"),
    [
        ("\n\n{{ site.nobody }}", "template-name", "templates/page.html", 3),
        ("\n{{ site.nobody.text }}", "template-name", "templates/page.html", 2),
        ('\n{% include "part.html" %}', "template-name", "templates/part.html", 2),
        ('\n{% include "nowhere.html" %}', "template-failed", "templates/page.html", 2),
        ("\n{{ 1 / 0 }}", "template-failed", "templates/page.html", 2),
        ("\n{{ site() }}", "template-failed", "templates/page.html", 2),
    ],
)
def test_a_fault_in_writing_has_its_place(tmp_path: Path, page: str, rule: str, path: str, line: int) -> None:
    made = theme(tmp_path, page=page, part="\n{{ site.nobody }}").write("page", {"site": {"name": "A"}})
    assert isinstance(made, Problem)
    assert (made.path, made.line, made.level, made.rule) == (path, line, "error", rule)


def test_a_fault_of_ours_is_no_fault_of_a_template(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="nowhere"):
        theme(tmp_path, page="x").write("nowhere", {})


# --- what a translation cannot do ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "100 % %s %(n)d",
        "{0} {}",
        "{n.__class__}",
        "{{ 7 * 7 }} {% raw %}",
        "{n!r}",
    ],
)
def test_a_translation_is_never_a_format_or_a_template(tmp_path: Path, said: str) -> None:
    made = written(tmp_path, '{{ t("All of it") }}', {"All of it": said})
    assert made in {said, '<span lang="en" dir="ltr">All of it</span>'}


def test_a_translation_cannot_bring_html(tmp_path: Path) -> None:
    made = written(tmp_path, '{{ t("All of it") }}<a title="{{ t("All of it").text }}">', {"All of it": "<b onclick='x'>\"&"})
    assert "<b" not in made
    assert '""' not in made


def test_values_are_escaped_and_safe_ones_are_not(tmp_path: Path) -> None:
    page = '{% set s %}<i>{{ site }}</i>{% endset %}{{ t("{a} and {b}", a=site, b=s) }}'
    made = written(tmp_path, page, {"{a} and {b}": "{b} y {a}"}, site="<x>")
    assert made == "<i>&lt;x&gt;</i> y &lt;x&gt;"


def test_values_that_look_like_places_stay_values(tmp_path: Path) -> None:
    assert written(tmp_path, '{{ t("{a} {b}", a="{b}", b="2") }}', {"{a} {b}": "{a}-{b}"}) == "{b}-2"


def test_a_phrase_without_translation_is_marked_in_text_and_plain_in_attributes(tmp_path: Path) -> None:
    made = written(tmp_path, '{{ t("Not {x}", x=1) }}|{{ t("Not {x}", x=1).text }}')
    assert made == '<span lang="en" dir="ltr">Not 1</span>|Not 1'


def test_a_phrase_whose_places_differ_falls_back(tmp_path: Path) -> None:
    assert ">On 1<" in written(tmp_path, '{{ t("On {x}", x=1) }}', {"On {x}": "En {y}"})


def test_a_context_tells_phrases_apart(tmp_path: Path) -> None:
    made = written(tmp_path, '{{ t("Close", ctx="verb") }}{{ t("Close") }}', {"Close": "Cerca"})
    assert made == '<span lang="en" dir="ltr">Close</span>Cerca'


def test_words_print_themselves(tmp_path: Path) -> None:
    words = Text("a & b", "en", "ltr", True)
    assert written(tmp_path, "{{ site }}|{{ site.text }}", site=words) == '<span lang="en" dir="ltr">a &amp; b</span>|a &amp; b'


def test_dates_are_in_the_reader_s_words() -> None:
    day = datetime.date(2026, 11, 22)
    said = {code: translator(code).tongue.locale.date(day) for code in ("es", "ar", "zh_Hans", "kea")}
    assert said["es"] == "22 de noviembre de 2026"
    assert all("2026" in text or "٢٠٢٦" in text for text in said.values())


def test_a_phrase_that_falls_back_speaks_one_language(tmp_path: Path) -> None:
    page = '{{ date(verified) }}|{{ t("Seen on {day}", day=date(verified)) }}|{{ t("On {day}", day=date(verified)).text }}'
    page = "{% set verified = edition %}" + page
    day, speaking = datetime.date(2026, 11, 22), translator("es", {"On {day}": "El {day}"})
    made = theme(tmp_path, page=page).write(
        "page", {"t": phrases.make_t(speaking), "date": phrases.make_date(speaking), "edition": day}
    )
    assert made == (
        '22 de noviembre de 2026|<span lang="en" dir="ltr">Seen on November 22, 2026</span>|El 22 de noviembre de 2026'
    )


# --- which a page may choose -----------------------------------------------------------------------------------------


def test_a_page_may_choose_whole_documents_alone() -> None:
    found = jinja.names([(ROOT / "templates", "templates")])
    assert found == {
        *(
            "page",
            "home",
            "situation",
            "finder",
            "warrants",
            "show",
            "plan",
            "help",
            "search",
            "speak",
            "status",
            "updates",
            "print",
            "version",
        )
    }


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("<!doctype html><html lang=a>", True),
        ("<HTML>", True),
        ('{% extends "base.html" %}', True),
        ("{%- extends 'middle.html' -%}", True),
        ('{# {% extends "base.html" %} #}<p>', False),
        ('{% extends "piece.html" %}', False),
        ('{% extends "nowhere.html" %}', True),  # its own fault is told, not that there is no such template
        ('{% extends "mine.html" %}', True),
        ("{% extends chosen %}", True),
        ("{# <html> #}{% macro m() %}{% endmacro %}", False),
        ("", False),
    ],
)
def test_a_partial_is_no_page_s_template(tmp_path: Path, text: str, chosen: bool) -> None:
    files = {"base.html": "<html>", "middle.html": '{% extends "base.html" %}', "piece.html": "<p>", "mine.html": text}
    found = jinja.names([(write(tmp_path, files), "templates")])
    assert found == {"middle", "mine"} if chosen else {"middle"}


@pytest.mark.parametrize(
    "page", ["", " \n", "<html><head><title>T</title></head><body class=a><p> </p>", "{% if false %}x{% endif %}"]
)
def test_a_page_without_words_is_an_error(tmp_path: Path, page: str) -> None:
    problem = theme(tmp_path, page=page).write("page", {})
    assert isinstance(problem, Problem)
    assert (problem.path, problem.line, problem.level, problem.rule) == ("templates/page.html", 1, "error", "template-empty")


# --- the theme -------------------------------------------------------------------------------------------------------


def test_the_site_s_own_files_win(tmp_path: Path) -> None:
    write(tmp_path, {"own/page.html": "own", "engine/page.html": "engine", "engine/home.html": "home", "engine/site.css": CSS})
    found, _ = jinja.load([(tmp_path / "own", "templates"), (tmp_path / "engine", "templates")])
    assert found is not None
    assert (found.write("page", {}), found.write("home", {})) == ("own", "home")
    assert found.names == {"page", "home"}


def test_a_problem_in_the_engine_s_template_and_in_one_s_own_can_be_told_apart(tmp_path: Path) -> None:
    write(tmp_path, {"own/page.html": "{{ nobody }}", "engine/page.html": "{{ nothing }}", "engine/site.css": CSS})
    _, problems = jinja.load([(tmp_path / "own", "own"), (tmp_path / "engine", "engine")])
    assert [one.path for one in problems] == ["own/page.html"]


def test_an_unchanged_theme_is_the_same_object(tmp_path: Path) -> None:
    assert theme(tmp_path, page="x") is theme(tmp_path, page="x")
    assert theme(tmp_path, page="x") is not theme(tmp_path, page="y")


def test_the_policy_allows_this_stylesheet_and_nothing_else(tmp_path: Path) -> None:
    found = theme(tmp_path, page="x")
    hashed = base64.b64encode(hashlib.sha256(found.style.encode()).digest()).decode()
    directives = dict(part.split(" ", 1) for part in found.policy.split("; "))
    assert directives["default-src"] == "'none'"
    assert directives["style-src"] == f"'sha256-{hashed}'"
    assert "unsafe" not in found.policy
    assert "http" not in found.policy


def test_css_is_folded_and_strings_are_not(tmp_path: Path) -> None:
    css = '/* c */ a::after { content: "a  ;  /* b */"; }\n\nb  >  c { color : red ; }\n'
    write(tmp_path, {"templates/site.css": css, "templates/page.html": "x"})
    found, problems = jinja.load([(tmp_path / "templates", "templates")])
    assert found is not None, problems
    assert '"a  ;  /* b */"' in found.style
    assert "\n" not in found.style
    assert "/* c" not in found.style


def test_the_stylesheet_cannot_leave_its_element() -> None:
    found, _ = jinja.load([(ROOT / "templates", "templates")])
    assert found is not None
    assert "</" not in found.style
    assert "@import" not in found.style
    assert "url(" not in found.style


def test_body_is_safe_html() -> None:
    tree = markdown.render("A <b> & **c**").tree
    assert str(jinja.body(tree, annotate=False)) == "<p>A &lt;b&gt; &amp; <strong>c</strong></p>\n"


def test_a_page_gets_the_rules_it_can_use_and_their_digest_in_its_policy(tmp_path: Path) -> None:
    css = ".a{x:1}.b{x:2}p{x:3}.a .b,.c{x:4}li:not(.b){x:5}@media print{.b{x:6}.c{x:7}}@media screen{.c{x:8}}@page{margin:1cm}"
    page = '<meta content="{{ csp }}"><style>{{ css }}</style><p class="a">'
    write(tmp_path, {"site.css": css, "page.html": page})
    theme, problems = jinja.load([(tmp_path, "templates")])
    assert problems == ()
    assert theme is not None
    written = theme.write("page", {"csp": theme.policy, "css": theme.style})
    assert isinstance(written, str)
    kept = ".a{x:1}p{x:3}li:not(.b){x:5}@page{margin:1cm}"
    assert f"<style>{kept}</style>" in written
    digest = base64.b64encode(hashlib.sha256(kept.encode()).digest()).decode()
    assert f"sha256-{digest}" in written


@pytest.mark.parametrize("css", ["a { color: red", "a { color: } }", "} a { x: 1 }", "@media print { a { x: 1 ) } }", "a;"])
def test_what_is_no_css_is_told_with_its_line(tmp_path: Path, css: str) -> None:
    write(tmp_path, {"templates/site.css": f"p {{ margin: 0 }}\n{css}", "templates/page.html": "x"})
    found, problems = jinja.load([(tmp_path / "templates", "templates")])
    if css == "a { color: red":  # CSS itself closes what stands open at its end
        assert found is not None
        return
    assert found is None
    assert {(one.path, one.line, one.rule) for one in problems} == {("templates/site.css", 2, "stylesheet")}


def test_every_class_that_a_script_adds_is_named_where_the_stylesheet_is_cut() -> None:
    added: set[str] = set()
    for script in (ROOT / "static").glob("*.js"):
        text = script.read_text(encoding="utf-8")
        found = re.findall(r"classList\.(?:add|toggle)\('([\w-]+)'|className = '([\w -]+)'", text)
        added |= {name for pair in found for part in pair for name in part.split()}
    wears = re.search(r'data-wears="([^"]*)"', (ROOT / "templates" / "base.html").read_text(encoding="utf-8"))
    assert wears is not None
    assert added
    assert added <= set(wears[1].split())


# --- templates print HTML and never read it ---------------------------------------------------------------------------

CUTS = {"split", "rsplit", "splitlines", "partition", "rpartition", "find", "index", "replace", "strip", "startswith", "endswith"}
HTML = {"opening", "body", "pairs", "heading", "before", "numbered", "after"}
"""What of an Edition and its sections is HTML."""


def cutting(source: str) -> set[str]:
    """What a template does with HTML besides printing it: methods and filters that cut texts, marks that it looks for."""
    tree = jinja2.Environment(extensions=["jinja2.ext.do"]).parse(source)
    found = {node.attr for node in tree.find_all(nodes.Getattr) if node.attr in CUTS}
    keys = (node.arg for node in tree.find_all(nodes.Getitem))
    found |= {key.value for key in keys if isinstance(key, nodes.Const) and key.value in CUTS}
    filters = [node for node in tree.find_all(nodes.Filter) if node.name in {"replace", "striptags", "truncate", "first", "last"}]
    for compared in [*tree.find_all(nodes.Compare), *filters]:
        marks = [const.value for const in compared.find_all(nodes.Const) if isinstance(const.value, str)]
        found |= {mark for mark in marks if re.search("[<>]|=[\"']", mark)}
        found |= {read.attr for read in compared.find_all(nodes.Getattr) if read.attr in HTML}
    return found


@pytest.mark.parametrize("path", sorted((ROOT / "templates").glob("*.html")), ids=lambda path: path.stem)
def test_no_template_cuts_html(path: Path) -> None:
    """The tree knows the sections (`edition.sections`); a template that looks for marks breaks with the next attribute."""
    assert cutting(path.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize(
    "source",
    [
        '{% set parts = edition.body.split("<h2") %}',
        "{{ (part | string).partition('>') }}",
        "{% if 'id=\"say\"' in part %}x{% endif %}",
        "{% if '<ol' in section.body %}x{% endif %}",
        "{% if 'say' in edition.body %}x{% endif %}",
        "{{ edition.body | replace('<h2', '<h3') }}",
        "{% set cut = edition.body['split']('x') %}",
    ],
)
def test_the_rule_sees_every_way_to_cut(source: str) -> None:
    assert cutting(source)


def test_a_template_may_print_a_section_and_ask_what_it_holds() -> None:
    source = '{% if part.id == "say" and part.items %}{{ part.heading ~ part.body }}{% endif %}'
    assert cutting(source + "{% if edition.body %}{{ edition.body }}{% endif %}") == set()
