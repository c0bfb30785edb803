"""Every template's page in the pseudo-locales: no word is hard-coded, and texts may be longer and run the other way.

A situation's page may push its call box below the first screen here: a language that is two fifths longer has a right to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from playwright.sync_api import Browser

from lantern import pipeline
from lantern.locales import pseudo
from lantern.locales.pseudo import CLOSE, OPEN
from lantern.site import read_site
from tests.making import ROOT, Built, real_root, tree

SPOKEN = ("alt", "aria-label", "title", "placeholder", "data-clear", "content", "value", "label")
"""Attributes that may hold words for people."""
CODED = {("meta", "content"), ("option", "value")}
"""Settings and names for machines; a page's description stands in its body too, or on the home page."""
UNSPOKEN = {"script", "style", "code"}
WORD = re.compile(r"[^\W\d_]{2,}")


@cache
def pages() -> Built:
    """One page of each template of the real site, in English and both pseudo-locales, with all its forms."""
    site, problems = read_site(real_root(), only=["en"], pseudo=True)
    assert site is not None, problems
    first = {page.template: page for page in reversed(site.content.pages)}
    few = replace(site, content=replace(site.content, pages=tuple(page for page in site.content.pages if page in first.values())))
    whole = pipeline.build(few)
    files, faults = whole.files, whole.problems
    assert faults == ()
    return Built("", {file.path: file.data for file in files}, tuple(one.locale.tag for one in site.tongues), ())


def texts(element: Element, lang: str = "", kept: bool = False) -> Iterator[tuple[str, str, bool, str]]:
    """Every text a reader meets: (where, text, whether it may stand outside brackets); attributes come alone."""
    lang = element.get("lang", lang)
    worn = element.get("class", "").split()
    kept = kept or element.get("translate") == "no" or element.tag in {*UNSPOKEN, "bdi"} or "fact" in worn
    for name in SPOKEN:
        if element.get(name) and (element.tag, name) not in CODED:
            yield f"@{name} of {element.tag}", lang, kept, element.get(name, "")
    yield element.tag, lang, kept, element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from texts(child, lang, kept)
        yield f"after {child.tag} in {element.tag}", lang, kept, child.tail or ""


def outside(text: str, depth: int = 0) -> tuple[str, int]:
    """What of a text stands outside ⟦ ⟧, and how deep inside it ends."""
    bare = ""
    for sign in text:
        depth += (sign == OPEN) - (sign == CLOSE)
        bare += sign if depth == 0 else ""
    return bare.replace(CLOSE, ""), depth


def hard_coded(page: str, own: str) -> list[str]:
    """Words of a page that no translator was ever given."""
    found, depth = [], 0
    for where, lang, kept, text in texts(tree(page)):
        if where.startswith("@"):
            bare, _ = outside(text)
        else:
            bare, depth = outside(text, depth)
        if lang == own and not kept and WORD.search(bare):
            found.append(f"{where}: {bare.strip()}")
    return [*found, *(["a bracket is open at the end: a text is cut"] if depth else [])]


def test_no_word_of_any_template_is_hard_coded() -> None:
    found = {
        path: hard_coded(pages().text(path), "en-XA")
        for path in pages().files
        if path.startswith("en-XA/") and path.endswith(".html")
    }
    assert len(found) > 20
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("</main>", "<p>Hello</p></main>", "p: Hello"),
        ("</main>", "<button aria-label='Hello'></button></main>", "@aria-label of button: Hello"),
        ("</main>", "\u27e6cut</main>", "a bracket is open at the end: a text is cut"),
    ],
)
def test_a_hard_coded_word_would_be_found(old: str, new: str, told: str) -> None:
    page = pages().text("en-XA/index.html")
    assert page.count(old) == 1
    assert told in hard_coded(page.replace(old, new), "en-XA")


def test_a_language_with_made_words_says_so_on_every_page_and_form() -> None:
    """The pseudo-locales are marked as such languages; English is not."""
    texts = ["Many legal words in this language are new. We made them for this site. The English word stands beside them."]
    told = [pseudo.written(text, "en_XA") for text in texts]
    spelled = pseudo.written("Spelling: {name}", "en_XA").replace("{name}", pseudo.written("Imaginary", "en_XA"))
    forms = [path for path in pages().files if path.startswith("en-XA/") and path.endswith((".html", ".txt"))]
    assert len([path for path in forms if path.endswith(".txt")]) > 5
    for path in forms:
        assert [pages().text(path).count(words) for words in (*told, spelled)] == [1, 1], path
    for path in pages().files:
        if path.startswith("en/") and path.endswith((".html", ".txt")):
            assert "We made them for this site. The English" not in pages().text(path), path


def test_drawings_hold_no_words() -> None:
    for path in (ROOT / "templates" / "drawings").glob("*.svg"):
        assert not "".join(ElementTree.parse(path).getroot().itertext()).strip(), path.name


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pages().put(tmp_path_factory.mktemp("pseudo"))


VISIBLE = """() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let depth = 0;
  while (walker.nextNode()) {
    const holder = walker.currentNode.parentElement;
    if (holder.closest('.found p')) continue;  // a piece of a page's text
    let bare = '';
    for (const sign of walker.currentNode.data) {
      depth += (sign === '\u27e6') - (sign === '\u27e7');
      if (!depth && sign !== '\u27e7') bare += sign;
    }
    if (holder.closest('script, style, code, bdi, .fact, [translate=no]') || holder.closest('[lang]').lang !== 'en-XA') continue;
    if (/\\p{L}{2,}/u.test(bare)) found.push(holder.tagName + ': ' + bare.trim());
  }
  return found;
}"""


def test_scripts_say_nothing_of_their_own(browser: Browser, folder: Path) -> None:
    """After a search with and one without results, after a list was made shorter, and with every button a browser offers."""
    page = browser.new_page()
    for name in ("index", "search", "help", "plan", "show", "at-home"):
        path = next((one for one in pages().files if one == f"en-XA/{name}.html"), None)
        if path is None:
            continue
        page.goto(f"{folder.as_uri()}/{path}")
        assert page.evaluate(VISIBLE) == [], path
        for words in ("law", "zzzz", "law zzzz"):
            for field in page.locator("input[type=search]:visible").all():
                field.fill(words)
                page.wait_for_timeout(350)
                assert page.evaluate(VISIBLE) == [], (path, words)
    page.evaluate("document.querySelector('main').append('Hello')")
    assert page.evaluate(VISIBLE) == ["MAIN: Hello"]
    page.close()


BROKEN = """least => {
  const wide = document.documentElement.clientWidth, found = [];
  const name = one => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`;
  if (document.documentElement.scrollWidth > wide) found.push(`the page is ${document.documentElement.scrollWidth} wide`);
  for (const one of document.body.querySelectorAll('*')) {
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    if (!box.width || !box.height || !one.checkVisibility({ visibilityProperty: true }) || one.closest('.skip, svg')) continue;
    if (style.clipPath === 'inset(50%)') continue;  // for screen readers alone
    if (box.left < -1 || box.right > wide + 1) found.push('outside: ' + name(one));
    if (style.overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1) found.push('cut: ' + name(one));
    if (style.overflowY !== 'visible' && one.scrollHeight > one.clientHeight + 1) found.push('cut: ' + name(one));
    const aim = one.matches('nav a, summary, .call a:not(.cite a), button, select, input:not([type=checkbox], [type=radio])');
    if (aim && (box.height < least || box.width < least)) found.push('small: ' + name(one));
  }
  return found;
}"""

SPOIL = """() => {
  const put = (name, style) => {
    const one = document.createElement(name);
    one.textContent = 'text text text';
    Object.assign(one.style, style);
    document.body.append(one);
  };
  document.body.textContent = '';
  put('p', { position: 'absolute', insetInlineStart: '0', inlineSize: '2000px' });
  put('p', { overflow: 'hidden', blockSize: '4px' });
  put('button', { minBlockSize: '0', blockSize: '10px', overflow: 'visible' });
}"""


@pytest.mark.parametrize("tag", ["en-XA", "ar-XB"])
def test_no_layout_breaks(browser: Browser, folder: Path, tag: str) -> None:
    """Nothing outside, nothing cut, no target too small (24 px: WCAG 2.2, 2.5.8), on a small screen and on a wide one."""
    page = browser.new_page()
    found: dict[tuple[str, int], Any] = {}
    paths = [path for path in pages().pages if path.startswith(f"{tag}/")]
    assert len(paths) > 10
    for path in (*paths, f"{tag}/at-home.bilingual.html"):
        if path not in pages().files:
            continue
        page.goto(f"{folder.as_uri()}/{path}")
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 640})
            found[path, width] = page.evaluate(BROKEN, 24)
    page.evaluate(SPOIL)
    spoiled = page.evaluate(BROKEN, 24)
    page.close()
    assert {place: broken for place, broken in found.items() if broken} == {}
    assert {told.partition(":")[0] for told in spoiled} == {"the page is 2000 wide", "outside", "cut", "small"}
