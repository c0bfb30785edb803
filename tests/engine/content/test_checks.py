"""The rules over content: each with what breaks it, at which line, and what stands."""

from __future__ import annotations

import datetime
import time
from pathlib import Path

import pytest

from lantern.content import checks, pages
from lantern.content.checks import Surroundings
from lantern.problem import Problem
from tests.making import write

AROUND = Surroundings(frozenset({"page", "home"}), frozenset({"map.svg", "icons/lamp.svg"}), drawings=frozenset({"door", "car"}))
HELP = '[desk]\nname = "Desk"\nphone = "555-867-5301"\nphone_sources = 2\nneeds = ["lawyer"]\nlanguages = ["Spanish"]\n'
SOURCES = '[gazette]\ntitle = "T"\npublisher = "P"\nread_on = 2026-04-02\n'
OTHER = '+++\ntitle = "Other"\n+++\n## Second part\n\nPara here. {: #chosen}\n\n- Item here {: #item}\n'


def found(root: Path, body: str, *, front: str = "", help_file: str | None = HELP) -> list[Problem]:
    """The problems of a site of two pages; the first page's body begins on line 4 (5 with `front`)."""
    files = {
        "content/index.md": f'+++\ntitle = "Home"\n{front}+++\n{body}\n',
        "content/other.md": OTHER,
        "content/sources.toml": SOURCES,
    }
    write(root, {**files, **({"content/help.toml": help_file} if help_file else {})})
    known, problems = pages.read(root)
    return [*problems, *checks.check(known, AROUND)]


def told(problems: list[Problem]) -> list[tuple[str, int, str]]:
    return [(one.path, one.line, one.rule) for one in problems]


@pytest.mark.parametrize(
    "body",
    [
        "See [other](other.md), [part](other.md#second-part), [chosen](other.md#chosen) and [item](other.md#item).",
        "## Here\n\nSee [above](#here) or [a source](#source-gazette).[^gazette]",
        "See [a map](../map.svg) or ![a lamp](../icons/lamp.svg).",
        "See [the law](https://law.example/1), [write]({desk.phone}) or [their site]({desk.phone}).",
        "See [by label][other].\n\n[other]: other.md#chosen",
        "Call {desk.phone} or {desk.name}.[^gazette]",
        "In 2026-02-05 at 10.30, room 12-345, form T-205, 1,234,567 people, 02108-1234.",
        "Not a `[^mark]`.",
        "Police might not stop them. You may stay silent. It may be noted.",
        "We said “Police may not stop them”. In May not all was known, nor in May.",
        'It is a chance. {: note="May not is a ban here; may not must not turn into cannot." }',
    ],
)
def test_what_is_sound_is_let_be(tmp_path: Path, body: str) -> None:
    assert found(tmp_path, body) == []


@pytest.mark.parametrize(
    ("body", "rule", "line", "word"),
    [
        ("Text here.\n\nSee [it](nowhere.md).", "broken-link", 6, "nowhere.md"),
        ("See [it](other).", "broken-link", 4, "other"),
        ("See [it](other.html).", "broken-link", 4, "other.html"),
        ("See [it](/en/other.html).", "broken-link", 4, "leave the site"),
        ("See [it](../nowhere.svg).", "broken-link", 4, "nowhere.svg"),
        ("See [it](../other.md).", "broken-link", 4, "../other.md"),
        ("See ![it](nowhere.png).", "broken-link", 4, "nowhere.png"),
        ("See [it](../Map.svg).", "broken-link", 4, "../Map.svg"),
        ("See ![it](../icons/LAMP.svg).", "broken-link", 4, "LAMP.svg"),
        ("See [it][label].\n\n[label]: nowhere.md", "broken-link", 4, "nowhere.md"),
        ("See [it](other.md#nowhere).", "broken-anchor", 4, "#nowhere"),
        ("See [it](other.md#Chosen).", "broken-anchor", 4, "#Chosen"),
        ("See [it](#nowhere).", "broken-anchor", 4, "#nowhere"),
        ("See [it](#source-gazette).", "broken-anchor", 4, "#source-gazette"),
        ("- One\n- Two.[^nobody]", "unknown-source", 5, "nobody"),
        ("Go.\n\nPolice may not stop them.", "may-not", 6, "may not"),
        ("- One\n- They may still not come.", "may-not", 5, "may still not"),
        ("## May never\n\nGo.", "may-not", 4, "May never"),
        ("It is “so”, and they may\nnot come.", "may-not", 4, "may not"),
        ("Call {nobody.phone}.", "unknown-fact", 4, "[nobody]"),
        ("Call {desk.fax}.", "unknown-fact", 4, "fax"),
        ("Call {desk.email}.", "unknown-fact", 4, "email"),
        ("Call [them]({nobody.web}).", "unknown-fact", 4, "[nobody]"),
        ("Call 617-555-0142.", "number-in-text", 4, "617-555-0142"),
        ("## Call (617) 555-0142", "number-in-text", 4, "(617) 555-0142"),
        ("- Call 617.555.0142 now.", "number-in-text", 4, "617.555.0142"),
        ("Call 617 555 0142 now.", "number-in-text", 4, "617 555 0142"),
        ("Call 1-800-555-0142 now.", "number-in-text", 4, "1-800-555-0142"),
        ("Call +1 617 555 0142 now.", "number-in-text", 4, "+1 617 555 0142"),
        ("| A | B |\n| - | - |\n| Call us: | Dial 617-555-0142 |", "number-in-text", 6, "617-555-0142"),
        ("Write to a@b.example.", "number-in-text", 4, "a@b.example"),
    ],
)
def test_what_is_broken_is_told_with_its_line(tmp_path: Path, body: str, rule: str, line: int, word: str) -> None:
    (problem,) = found(tmp_path, body)
    assert (problem.path, problem.line, problem.level, problem.rule) == ("content/index.md", line, "error", rule)
    assert word in problem.text
    assert problem.hint


@pytest.mark.parametrize(
    ("target", "name"), [("../Map.svg", "../map.svg"), ("../icons/LAMP.svg", "../icons/lamp.svg"), ("../m%61%CC%81p.svg", "")]
)
def test_a_name_that_is_nearly_right_is_told_as_it_should_be(tmp_path: Path, target: str, name: str) -> None:
    (problem,) = found(tmp_path, f"See [it]({target}).")
    assert problem.rule == "broken-link"
    assert (f"called “{name}”" in problem.hint) == bool(name)


@pytest.mark.parametrize(
    "body",
    [
        "617-555-0142",
        "Call 617-555-0142. {: .notranslate}",
        "Call [us](tel:+16175550142).",
        "Write [us](mailto:a@b.example).",
        "> a@b.example",
        "| A | B |\n| - | - |\n| Call us: | 617-555-0142 |",
        "Call `617-555-0142`.",
        "Call 617‑555‑0142.",
        "Call 617\u00a0555\u00a00142.",
        "Call 6175550142.",
        "Call +44 20 7946 0000.",
        "Call [us](tel:911).",
    ],
)
def test_no_number_hides_from_the_rule(tmp_path: Path, body: str) -> None:
    assert told(found(tmp_path, body)) == [("content/index.md", 4 + body.count("\n"), "number-in-text")]


def test_a_number_in_the_front_matter_is_told(tmp_path: Path) -> None:
    problems = found(tmp_path, "Text here.", front='description = "Call 617-555-0142."\n')
    assert told(problems) == [("content/index.md", 3, "number-in-text")]


def test_without_a_help_file_numbers_may_stand_in_text(tmp_path: Path) -> None:
    assert found(tmp_path, "Call 617-555-0142 or write to a@b.example.", help_file=None) == []


def test_unknown_template(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "Text here.", front='template = "poster"\n')
    assert (problem.path, problem.line, problem.rule) == ("content/index.md", 3, "unknown-template")
    assert "home, page" in problem.hint


@pytest.mark.parametrize("front", ['drawing = "door"\n', "", 'drawing = ""\n'])
def test_a_drawing_of_the_theme_may_be_chosen(tmp_path: Path, front: str) -> None:
    assert found(tmp_path, "Text here.", front=front) == []


def test_unknown_drawing(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "Text here.", front='drawing = "boat"\n')
    assert (problem.path, problem.line, problem.rule) == ("content/index.md", 3, "unknown-drawing")
    assert "boat" in problem.text
    assert "car, door" in problem.hint


@pytest.mark.parametrize("front", ['need = "lawyer"\n', 'need = "all"\n', 'language = "Spanish"\n', 'place = ""\n'])
def test_a_list_with_entries_is_let_be(tmp_path: Path, front: str) -> None:
    assert found(tmp_path, "Text here.", front=front) == []


@pytest.mark.parametrize(("key", "value"), [("need", "boats"), ("language", "spanish"), ("place", "Pier One")])
@pytest.mark.parametrize("help_file", [HELP, None])
def test_a_list_without_entries_is_told(tmp_path: Path, key: str, value: str, help_file: str | None) -> None:
    (problem,) = found(tmp_path, "Text here.", front=f'{key} = "{value}"\n', help_file=help_file)
    assert (problem.path, problem.line, problem.rule) == ("content/index.md", 3, "empty-list")
    assert f"the {key} “{value}”" in problem.text


UPDATE = '[{name}]\non = 2026-05-01\nkind = "update"\ntitle = "T"\ntext = "X"\n{more}\n'


def test_an_update_leads_to_a_page(tmp_path: Path) -> None:
    led = UPDATE.format(name="one", more='page = "other"')
    write(tmp_path, {"content/updates.toml": led})
    assert found(tmp_path, "Text here.") == []
    lost = UPDATE.format(name="two", more='page = "nowhere"') + UPDATE.format(name="three", more="")
    write(tmp_path, {"content/updates.toml": led + lost})
    problems = found(tmp_path, "Text here.")
    assert told(problems) == [("content/updates.toml", 7, "broken-link"), ("content/updates.toml", 13, "broken-link")]
    assert ["“nowhere”" in problems[0].text, "“updates”" in problems[1].text] == [True, True]
    write(tmp_path, {"content/updates.md": OTHER, "content/nowhere.md": OTHER})
    assert found(tmp_path, "Text here.") == []


def test_a_day_to_check_again_needs_a_day_of_checking(tmp_path: Path) -> None:
    (alone,) = found(tmp_path, "Text here.", front="verify_by = 2026-06-01\n")
    (before,) = found(tmp_path, "Text here.", front="verify_by = 2026-06-01\nverified = 2026-06-01\n")
    assert (alone.rule, alone.line, before.rule) == ("dates", 3, "dates")
    assert found(tmp_path, "Text here.", front="verify_by = 2026-06-02\nverified = 2026-06-01\n") == []


def test_the_site_has_a_front_page(tmp_path: Path) -> None:
    write(tmp_path, {"content/other.md": OTHER})
    known, _ = pages.read(tmp_path)
    assert told(list(checks.check(known, AROUND))) == [("content", 1, "no-home")]


def test_every_fault_is_told_in_one_walk(tmp_path: Path) -> None:
    body = "See [it](nowhere.md) and [it](other.md#no).[^nobody]\n\nCall {nobody.phone} or 617-555-0142."
    problems = found(tmp_path, body, front='template = "poster"\n')
    rules = {"broken-link", "broken-anchor", "unknown-source", "unknown-fact", "number-in-text", "unknown-template"}
    assert {one.rule for one in problems} == rules
    assert {one.line for one in problems} == {3, 5, 7}


def test_past_its_day_a_page_warns(tmp_path: Path) -> None:
    found(tmp_path, "Text here.", front="verified = 2026-05-01\nverify_by = 2026-06-01\n")
    known, _ = pages.read(tmp_path)
    (problem,) = checks.dates(known, datetime.date(2026, 6, 2))
    assert (problem.path, problem.line, problem.level, problem.rule) == ("content/index.md", 4, "warning", "verify-by")
    assert not list(checks.dates(known, datetime.date(2026, 6, 1)))


@pytest.mark.parametrize("rule", checks.RULES, ids=lambda rule: rule.__name__.strip("_"))
def test_a_rule_is_its_docstring(rule: checks.Rule) -> None:
    assert rule.__doc__
    assert rule.__doc__.endswith(".")


def test_what_points_at_a_faulty_file_is_no_second_fault(tmp_path: Path) -> None:
    body = "See [it](other.md#part), {desk.phone}.[^gazette]\n\nSee [it](nowhere.md)."
    files = {"other.md": "+++\ntitle = 5\n+++\n", "help.toml": "[desk\n", "sources.toml": "x = \n"}
    write(
        tmp_path,
        {
            "content/index.md": f'+++\ntitle = "A"\nneed = "lawyer"\n+++\n{body}',
            **{f"content/{name}": text for name, text in files.items()},
        },
    )
    known, problems = pages.read(tmp_path)
    write(tmp_path, {"content/updates.toml": UPDATE.format(name="one", more='page = "other"')})
    known, problems = pages.read(tmp_path)
    unread = checks.unread(problems)
    assert unread == {"content/other.md", "content/help.toml", "content/sources.toml"}
    around = Surroundings(AROUND.templates, frozenset(), unread)
    assert told(list(checks.check(known, around))) == [("content/index.md", 7, "broken-link")]
    assert len(checks.check(known, AROUND)) == 6


def test_a_faulty_front_page_is_still_a_front_page(tmp_path: Path) -> None:
    write(tmp_path, {"content/index.md": "no title", "content/other.md": OTHER})
    known, problems = pages.read(tmp_path)
    assert not checks.check(known, Surroundings(AROUND.templates, frozenset(), checks.unread(problems)))


@pytest.mark.parametrize("run", ["x", "x.", "x@", "617", "0 11 ", "+1 22 ", "a-", "tel:", "(617) "])
def test_looking_for_numbers_takes_no_time(run: str) -> None:
    text = run * (1_000_000 // len(run))
    began = time.process_time()
    assert list(checks._NUMBER.finditer(text)) is not None
    assert time.process_time() - began < 5


BAD_HOSTS = [
    *("https://еxample.org/a", "https://bücher.example/", "https://boston.gov@evil.example/", "https://a%40b@evil.example/"),
    *("https://xn--bcher-kva.example/", "https://a．example/", "https://%D0%B5vil.example/", "http://user:pass@a.example/"),
    *("https://a.example\\\\@evil.example/", "https:///a", "https://a..example/"),
]


@pytest.mark.parametrize("url", BAD_HOSTS)
def test_an_address_that_leads_elsewhere_than_it_seems_is_told_everywhere(tmp_path: Path, url: str) -> None:
    text = url.replace("\\\\", "\\")
    assert (4, "url") in [(one.line, one.rule) for one in found(tmp_path, f"See [it](<{text}>).")]
    quoted = f"'{text}'"
    (fault,) = pages.read(write(tmp_path, {"content/help.toml": f"{HELP}web = {quoted}\n"}))[1]
    assert (fault.path, fault.line, fault.rule) == ("content/help.toml", 7, "url")


@pytest.mark.parametrize(
    "url", ["https://www.mass.gov/a?b=c@d#e", "http://a.example:8080/x", "https://a.example/é", "https://[::1]/"]
)
def test_a_plain_address_is_let_alone(tmp_path: Path, url: str) -> None:
    assert found(tmp_path, f"See [it](<{url}>).") == []


@pytest.mark.parametrize(
    "body",
    [
        *(
            "![x](https://evil.example/p.gif)",
            "![](https://evil.example/p.gif)",
            "![x](//evil.example/p.gif)",
            "Text ![x](https://a.example/b.png).",
        ),
        *("![x][pic]\n\n[pic]: http://evil.example/p.gif", "- ![x](HTTPS://evil.example/p.gif)"),
    ],
)
def test_a_picture_from_elsewhere_is_told(tmp_path: Path, body: str) -> None:
    assert (4, "image-elsewhere") in [(one.line, one.rule) for one in found(tmp_path, body)]


# ── what is shared and hangs on a bare pronoun ──────────────────────────────────────────────────────────────────────


def shared(
    root: Path, block: str, *, other: str = "", first: str = "A van.", second: str = "A letter.", source: str = "en"
) -> list[str]:
    """The rules told of two pages that have a block in common, after other words."""
    bodies = {"index": f"{first}\n\n{block}", "other": f"{second}\n\n{other or block}"}
    write(root, {f"content/{slug}.md": f'+++\ntitle = "T {slug}"\n+++\n{body}\n' for slug, body in bodies.items()})
    known, problems = pages.read(root)
    around = Surroundings(AROUND.templates, AROUND.static, source=source)
    found = [*problems, *checks.check(known, around)]
    assert all((one.path, one.line, one.level) == ("content/index.md", 6, "warning") for one in found), found
    return [one.rule for one in found]


@pytest.mark.parametrize(
    "block",
    [
        "## What it does not do",
        "## If they come in",
        "It binds nobody.",
        "They have to help.",
        "- What about them?",
        "## Why they ask",
    ],
)
def test_a_shared_text_does_not_hang_on_a_bare_pronoun(tmp_path: Path, block: str) -> None:
    assert shared(tmp_path, block) == ["bare-pronoun"]


@pytest.mark.parametrize(
    ("block", "other"),
    [
        ('## What it does not do {: note="It: the order."}', "## What it does not do"),  # notes of all places reach translators
        ('## What it does not do {: ctx="order"}', '## What it does not do {: ctx="letter"}'),
        ("## What it does not do", "## What it does"),
        ("## What the order does: it helps", ""),
        ("It is a crime to lie.", ""),
        ("It is reported that agents came.", ""),
        ("Agents may ask. They might not be police officers.", ""),
        ("## Items", ""),
    ],
)
def test_a_pronoun_that_is_explained_is_let_be(tmp_path: Path, block: str, other: str) -> None:
    assert shared(tmp_path, block, other=other) == []


def test_a_pronoun_after_the_same_words_means_the_same(tmp_path: Path) -> None:
    assert shared(tmp_path, "They have to help.", first="City workers.", second="City workers.") == []


@pytest.mark.parametrize("source", ["es", "ht", ""])
def test_only_english_is_asked_for_pronouns(tmp_path: Path, source: str) -> None:
    assert shared(tmp_path, "They have to help.", source=source) == []
