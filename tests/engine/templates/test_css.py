"""A page's part of the stylesheet: nothing else is computed with it than with all of it, and older browsers can read it."""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from lantern.templates.css import BEFORE_LISTS, BEFORE_LOGICAL, fitted, parse, worn
from tests.making import ROOT, real

SHEET = (ROOT / "templates/site.css").read_text(encoding="utf-8")


def cut(css: str, page: str) -> str:
    """The rules of `css` that a page can use."""
    sheet, faults = parse(css)
    assert faults == ()
    return fitted(sheet, worn(page))


# --- what is kept ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".a,p,.b{x:1}", ".a,p{x:1}"),
        ('a[href^="tel:"],.b,:is(.b .a)::before{x:1}', 'a[href^="tel:"]{x:1}'),
        (".a .b{x:1}", ""),
        (".a:not(.b){x:1}", ".a:not(.b){x:1}"),
        (":is(.b,.a,p.c){x:1}", ".a:not(_){x:1}"),
        (":is(.b,.a,p){x:1}", ":is(.b,.a,p){x:1}@supports not (aspect-ratio:1){.b,.a,p{x:1}}"),
        (":is(.b,.c){x:1}", ""),
        ("@media print{.b{x:1}}", ""),
        ("@media print{.b,li{x:1}}@media print{p{x:2}}", "@media print{li{x:1}p{x:2}}"),
        ("@media print{@media screen{.a{x:1}}}", "@media print{@media screen{.a{x:1}}}"),
        (".a{color:red;.b{x:y}}", ".a{color:red}"),
        (".a{color:red;&.a{x:y}top:0}", ".a{color:red}.a.a{x:y}.a{top:0}"),
        (".a{@media print{x:1;p{y:2}}}", "@media print{.a{x:1}.a p{y:2}}"),
        (".a{> p{x:1}}", ".a>p{x:1}"),
        (r".a\:b,p{x:1}", "p{x:1}"),
        (".a::after{content:'.b{}/*  */'}", '.a::after{content:".b{}/*  */"}'),
        ("@font-face{font-family:x}", "@font-face{font-family:x}"),
        ("@keyframes x{from{top:0}to{top:1px}}", "@keyframes x{from{top:0}to{top:1px}}"),
        (".a{--x: 1px  2px;width:calc(1px  +  var(--x))}", ".a{--x:1px 2px;width:calc(1px + var(--x))}"),
        (".a{x:1!important}", ".a{x:1!important}"),
    ],
)
def test_each_selector_of_a_list_is_judged_by_itself(css: str, kept: str) -> None:
    assert cut(css, '<p class="a">') == kept


@pytest.mark.parametrize(
    "tag",
    [
        '<p class="x share">',
        "<p class='share x'>",
        "<p class=share>",
        "<P CLASS=share>",
        "<p\nclass\t=\n'x\nshare'>",
        '<p id="a"class="share">',
        '<p class="&#115;hare">',
        "<p title='a > b' class=share>",
        '<p title="<p>" hidden class=share />',
        "<body data-wears='share'>",
        "<custom-tag class=share>",
    ],
)
def test_a_class_is_seen_in_any_spelling_of_html(tag: str) -> None:
    assert cut(".share{x:1}", f"<main>{tag}</main>") == ".share{x:1}"


def test_a_class_in_words_is_no_class() -> None:
    assert cut(".share{x:1}", "<p title='class=share'>class=\"share\"</p>") == ""


@pytest.mark.parametrize(
    "page",
    [
        "<a " * 100_000 + "<p class='" * 100_001,
        '<p class="' * 100_001,
        "<p class" + " " * 400_000,
        "<p " + "=" * 400_000,
        "<p class='\"" * 100_001,
    ],
    ids=["tags", "quotation-marks", "spaces", "signs", "two-kinds-of-marks"],
)
def test_marks_that_never_close_take_no_time(page: str) -> None:
    begun = time.process_time()
    assert worn(page).classes == frozenset()
    assert time.process_time() - begun < 20


# --- what is said in older words -------------------------------------------------------------------------------------

RTL = '<html dir="rtl"><p class="a">'


@pytest.mark.parametrize(
    ("css", "said"),
    [
        (".a{margin-inline:1px 2px}", ".a{margin-right:1px;margin-left:2px}"),
        (".a{padding-inline-start:1px}", ".a{padding-right:1px}"),
        (".a{border-inline-end:1px solid}", ".a{border-left:1px solid}"),
        (".a{border-inline-start-color:red}", ".a{border-right-color:red}"),
        (".a{border-block:1px solid}", ".a{border-top:1px solid;border-bottom:1px solid}"),
        (".a{inset-inline-start:0}", ".a{right:0}"),
        (".a{inset:1px 2px}", ".a{top:1px;right:2px;bottom:1px;left:2px}"),
        (".a{inset-block-end:0}", ".a{bottom:0}"),
        (".a{border-end-start-radius:0}", ".a{border-bottom-right-radius:0}"),
        (".a{min-inline-size:0;max-block-size:1px}", ".a{min-width:0;max-height:1px}"),
        (".a{float:inline-start;clear:inline-end}", ".a{float:right;clear:left}"),
        (".a{text-align:start}", ".a{text-align:right;text-align:start}"),
        (".a{scroll-padding-block:1px 2px}", ".a{scroll-padding-top:1px;scroll-padding-bottom:2px}"),
        (".a{width:min(1px,2%)}", ".a{width:1px;width:min(1px,2%)}"),
        (".a{width:max(1px + 2%,3px)}", ".a{width:calc(1px + 2%);width:max(1px + 2%,3px)}"),
        (".a{margin:0 clamp(1px,2%,3px)!important}", ".a{margin:0 1px!important;margin:0 clamp(1px,2%,3px)!important}"),
        (".a{color:#11223380}", ".a{color:rgba(17,34,51,0.502)}"),
        (".a{overflow-wrap:anywhere}", ".a{overflow-wrap:break-word;overflow-wrap:anywhere}"),
        (".a{position:sticky}", ".a{position:-webkit-sticky;position:sticky}"),
        (".a{display:grid;gap:1px}", ".a{display:grid;grid-gap:1px;gap:1px}"),
        ("p:is(.a,.b):is(p,li){x:1}", "p:not(_).a{x:1}"),
    ],
)
def test_a_page_has_the_words_of_its_direction(css: str, said: str) -> None:
    assert cut(css, RTL) == said


def test_between_two_directions_new_browsers_keep_logical_words_and_old_ones_get_the_page_s() -> None:
    page = '<html dir=rtl><p class=a><div dir="ltr"><p class="b"></div>'
    assert cut(".a{padding-inline-start:1px}", page) == ".a{padding-right:1px}"
    assert cut(".b{top:0;padding-inline-start:1px}", page) == (
        f".b{{top:0;padding-inline-start:1px}}{BEFORE_LOGICAL}{{.b{{padding-right:1px}}}}"
    )
    assert cut("p[dir=ltr]{padding-inline-end:1px}", page) == "p[dir=ltr]{padding-right:1px}"
    assert cut("div[dir=ltr]{float:inline-start}", page) == (
        f"div[dir=ltr]{{float:inline-start}}{BEFORE_LOGICAL}{{div[dir=ltr]{{float:right}}}}"
    )


def test_flexible_boxes_are_kept_apart_by_margins_where_gaps_are_not_known() -> None:
    css = ".a{display:flex;gap:1px 2px}.a{flex-wrap:wrap}.a{flex-wrap:nowrap;flex-direction:column}"
    old = re.findall(re.escape(BEFORE_LOGICAL) + r"\{(.*?\})\}", cut(css, RTL))
    assert old == [
        ".a>*+*{margin-right:2px}",
        ".a>*{margin-left:2px;margin-bottom:1px}",
        ".a>*+*{margin-top:1px;margin-right:0}",
    ]


def test_what_old_browsers_do_not_know_takes_nothing_else_with_it() -> None:
    page = "<p class='a b'>"
    assert cut("p,.a:has(b){x:1}", page) == "p{x:1}.a:has(b){x:1}"
    assert cut("p:not(.a,.c){x:1}", page) == f"p:not(.a,.c){{x:1}}{BEFORE_LISTS}{{p:not(.a):not(.c){{x:1}}}}"
    assert cut(":focus-visible{x:1}", page) == f":focus-visible{{x:1}}{BEFORE_LISTS}{{:focus{{x:1}}}}"


LOGICAL = re.compile(
    r"(?<![\w-])(?:[a-z-]+-(?:inline|block)(?:-[a-z-]+)?|inset(?:-[a-z-]+)?|(?:min-|max-)?(?:inline|block)-size)(?=:)"
)
NEWER = re.compile(r"(?<![\w-])(?:min|max|clamp)\(")


def declarations(css: str) -> Iterator[list[tuple[str, str]]]:
    """The (property, value) pairs of each rule that an old browser meets; what it passes by is left out."""
    for block in re.findall(r"\{([^{}]*)\}", css):
        pairs = [one.partition(":") for one in re.split(r";(?![^(\"]*[)\"])", block)]
        yield [(name, value) for name, _, value in pairs if value and not name.startswith("--")]


@pytest.mark.slow
def test_no_real_page_holds_what_browsers_of_2017_drop_without_a_form_that_they_keep() -> None:
    """Logical properties only where text runs both ways, beside physical ones; a plain value before each compared one."""
    for path in sorted(name for name in real().files if re.fullmatch(r"(?:en|ar|zh-Hant)/[a-z-]+\.html", name)):
        style = re.search(r"<style>(.*?)</style>", real().text(path), re.DOTALL)
        assert style, path
        guarded = style[1].count(BEFORE_LOGICAL)
        for pairs in declarations(style[1]):
            for (name, value), before in zip(pairs, [("", ""), *pairs], strict=False):
                logical = LOGICAL.fullmatch(name)
                assert not logical or guarded, (path, name)
                if NEWER.search(value):
                    assert before[0] == name, (path, name, value)
                    assert not NEWER.search(before[1]), (path, name, value)
        assert ":is(" not in re.sub(r"[^{}]*:has\([^{}]*\{[^{}]*\}", "", style[1]) or BEFORE_LISTS in style[1], path


# --- the law ---------------------------------------------------------------------------------------------------------

STYLES = r"""() => [document.documentElement, ...document.querySelectorAll('body, body *')].flatMap((element, place) =>
  ['', '::before', '::after'].map(pseudo => {
    const found = getComputedStyle(element, pseudo || null);
    const around = getComputedStyle(element.parentElement && !pseudo ? element.parentElement : element).direction;
    const sides = around === 'rtl' ? ['right', 'left'] : ['left', 'right'];
    const plain = name => found.getPropertyValue(name).replace(/, +/g, ',')  // what a custom property holds is not folded
      .replace(/^inline-start$/, sides[0]).replace(/^inline-end$/, sides[1]);
    return element.tagName + place + pseudo + Array.from(found, name => `${name}:${plain(name)}`).join(';');
  }))"""

NASTY = """
.a, p, .gone { color: red; .b & { color: blue } & > i, b { margin-inline: 3px 5px } padding-inline-start: 7px }
:is(#top, p.a, b) { border-inline-start: 2px solid; font-size: 17px } p.b { font-size: 19px } li { font-size: 11px }
:is(.a, li) b:not(.gone, .a) { text-align: end; float: inline-end; clear: inline-start }
b { font-size: 21px; inset: 1px 2px 3px; position: relative; margin-block: 1px 2px }
:where(.a) i, [dir=rtl] .c { inset-inline-end: 4px; position: absolute }
.c[dir=ltr] { border-end-start-radius: 9px; padding-inline: 1px 2px }
body :is(ul > li, .gone p) { scroll-padding-inline: 3px; min-inline-size: 20px; display: flex; gap: 2px 4px }
ul li::before { content: "·"; margin-inline-end: 6px } li:is(li, b) { color: teal } li { color: tan }
ul:has(.c) { border-block: 3px double #11223344; width: min(300px, 50%); overflow-wrap: anywhere }
@media (min-width: 10px) { .a, .gone { letter-spacing: 1px; @media print { p { color: lime } } }
.d\\:e { color: green !important }
@supports (top: 0) { i, .gone { word-spacing: 2px } } }
"""
BODY = """<body class=x><div id=top class='a'><p class="a b">one <b>two</b> <i>i</i></p><p>q</p></div>
<ul><li class=c dir=ltr>abc <b class=a>n</b><li class='c' dir=rtl>z <i class="d:e">y</i></ul>
<section dir=rtl><p class=a>rt <b>bb</b> <bdi class=c>u</bdi></p><ul><li>v <i>w</i></ul></section>
<section dir=ltr><p class=b>rt <b>bb</b></p><ol><li class=a>v <b>w</b></ol></section>"""


def computed(page: Page, style: str, html: str) -> Any:
    page.set_content(re.sub("<style>.*?</style>", "", html, flags=re.DOTALL).replace("<body", f"<style>{style}</style><body", 1))
    return page.evaluate(STYLES)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_browser_computes_the_same_with_the_part_as_with_the_whole(browser: Browser, direction: str) -> None:
    page, html = browser.new_page(), f"<!doctype html><html dir={direction}>{BODY}"
    for media in ({"media": "screen"}, {"media": "print"}):
        page.emulate_media(**media)  # type: ignore[arg-type]
        assert computed(page, cut(NASTY, html), html) == computed(page, NASTY, html)
    page.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", ["en/find-help.html", "ar/at-home.html", "ar/warrants.bilingual.html", "zh-Hant/index.html", "ru/family-plan.html"]
)
def test_a_browser_computes_the_same_on_a_real_page(browser: Browser, path: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640}, java_script_enabled=True)
    page, html = context.new_page(), re.sub(r"<meta http-equiv[^>]*>|<script.*?</script>", "", real().text(path))
    part = cut(SHEET, re.sub("<style>.*?</style>", "", html, flags=re.DOTALL))
    for colours, media, width in (("active", "screen", 360), ("none", "screen", 1280), ("none", "print", 700)):
        page.set_viewport_size({"width": width, "height": 640})
        page.emulate_media(forced_colors=colours, media=media)  # type: ignore[arg-type]
        for mine, whole in itertools.zip_longest(computed(page, part, html), computed(page, SHEET, html)):
            assert mine == whole
    context.close()


@pytest.mark.slow
@pytest.mark.parametrize("path", ["en/find-help.html", "ar/where.html", "es/help-court.html"])
def test_in_forced_colours_a_number_can_be_told_from_its_ground(browser: Browser, path: str) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.set_content(real().text(path))
    pairs = page.evaluate(
        "() => [...document.querySelectorAll('a[href^=\"tel:\"]')].map(link => { const s = getComputedStyle(link);"
        " return [s.forcedColorAdjust, s.color, s.backgroundColor]; })"
    )
    assert pairs
    assert all(adjust == "none" and colour != ground for adjust, colour, ground in pairs)
    context.close()


@pytest.mark.slow
def test_on_paper_a_number_in_the_text_leads_to_a_source_on_the_same_paper(browser: Browser) -> None:
    page = browser.new_page()
    page.emulate_media(media="print")
    for path in ("en/at-home.html", "ar/at-home.html", "en/index.html", "en/where.html"):
        page.set_content(re.sub(r"<meta http-equiv[^>]*>|<script.*?</script>", "", real().text(path)))
        hidden = """() => [...document.querySelectorAll('.cite a')].filter(link => link.offsetParent)
            .filter(link => !(document.querySelector(link.getAttribute('href')) || {}).offsetParent).length"""
        assert page.locator(".cite a").count() > 0, path
        assert page.evaluate(hidden) == 0, path
        shown = "() => getComputedStyle(document.querySelector('.sources a'), '::after').content"
        assert "https://" in page.evaluate(shown), path
    page.close()


# --- a browser of 2018 -----------------------------------------------------------------------------------------------

MEASURE = """<script>
const boxes = [...document.querySelectorAll('.first li.steps')].map(step => {
  const text = document.createTreeWalker(step, NodeFilter.SHOW_TEXT).nextNode(), range = document.createRange();
  range.setStart(text, 0); range.setEnd(text, 1);
  const first = range.getBoundingClientRect(), box = step.getBoundingClientRect(), number = getComputedStyle(step, '::before');
  const rtl = getComputedStyle(step).direction === 'rtl';
  return { room: rtl ? box.right - first.right : first.left - box.left, disc: parseFloat(number.width), where: number.position,
    float: number.cssFloat, rtl };
});
const way = document.querySelector('.exit'), skip = document.querySelector('.skip').getBoundingClientRect();
const mark = getComputedStyle(document.querySelector('.law'), '::before').content;
document.body.textContent = JSON.stringify({ boxes, way: getComputedStyle(way).position, skip: skip.bottom, mark,
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth });
</script></body>"""


@pytest.mark.slow
@pytest.mark.parametrize("path", ["ar/at-home.html", "zh-Hant/at-home.html", "en/at-home.html"])
def test_in_a_browser_of_2018_no_number_lies_on_a_step_s_first_word(
    old_browser: Callable[[str, Path], str], tmp_path: Path, path: str
) -> None:
    html = re.sub(r"<meta http-equiv[^>]*>|<script.*?</script>", "", real().text(path))
    left = re.search(r"(?<=>)\{.*\}(?=\s*</body>)", old_browser(html.replace("</body>", MEASURE), tmp_path))
    assert left
    found = json.loads(left[0])
    assert len(found["boxes"]) >= 3
    for box in found["boxes"]:
        assert box["rtl"] == path.startswith("ar/")
        assert (box["where"], box["float"]) == ("static", "right" if box["rtl"] else "left")
        assert box["room"] >= box["disc"] > 20
    assert (found["way"], found["wide"]) == ("sticky", 0)
    assert found["skip"] < 0
    assert found["mark"] == '""'


def test_the_same_stylesheet_gives_the_same_rules_in_every_run() -> None:
    """A site must be the same to the byte wherever it is built; Python orders a set of texts anew in every process."""
    style = ".a{display:flex;gap:1rem}" + "".join(f".a{end}{{x:1}}" for end in ("::before", "::after", ".b::before", ".c::after"))
    page = '<html dir="ltr"><p class="a b c"></p></html>'
    code = f"from lantern.templates.css import fitted, parse, worn; print(fitted(parse({style!r})[0], worn({page!r})))"
    made = set()
    for seed in range(6):
        ran = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
        )
        assert ran.returncode == 0, ran.stderr
        made.add(ran.stdout)
    assert len(made) == 1
    assert "::before{margin" in made.pop()
