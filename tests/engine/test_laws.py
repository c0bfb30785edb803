"""The laws of translation, on pages nobody wrote: from Markdown through catalog bytes to the page a reader gets.

1. Translating every message to itself gives the source page, byte for byte.
2. Whatever a translation says, the page keeps its anchors, its blocks and its links.
3. Extracting twice gives the same messages; updating a catalog twice changes nothing.
4. What is shown is the translation, or the source marked with its language; nothing else.
5. Whatever a page says, it is valid HTML.
6. No pattern takes without giving back (possessive, atomic): Python 3.11.2, which Debian 12 has, matches those wrongly.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from re import _parser as sre_parser  # type: ignore[attr-defined]
from xml.etree.ElementTree import Element

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from lantern import pipeline
from lantern.content import pages
from lantern.content.pages import Content, Page
from lantern.document import html, inline, markdown
from lantern.editions import contacts
from lantern.editions import edition as edition_module
from lantern.editions.edition import Edition
from lantern.editions.translator import Translator
from lantern.locales import catalogs, merge, po
from lantern.message import SHOWN, Message, Translation, unsafe
from lantern.rules import refuse
from lantern.site import Site, read_site
from tests.making import ROOT, SITES, faults, translator

# --- pages nobody wrote ----------------------------------------------------------------------------------------------

LETTERS = st.characters(categories=["L", "Nd", "Po", "Sm", "Sc", "Zs"], exclude_characters="\\`{}")
SPECIAL = st.sampled_from(
    [*"*_[]()<>&#!|-+.:\"'~^=/{}`\\", "\u00a0", "\u2066T-205\u2069", "שלום", "مرحبا", "<b>", "&amp;", "](", "  \n"]
)
PLAIN = st.text(LETTERS, min_size=1, max_size=24).map(lambda text: " ".join(text.split()) or "word")
WILD = st.lists(st.one_of(PLAIN, SPECIAL), min_size=1, max_size=8).map("".join)
PIECE = st.one_of(
    PLAIN,
    PLAIN,
    st.builds("**{}**".format, PLAIN),
    st.builds("*{}*".format, PLAIN),
    st.builds("`{}`".format, PLAIN),
    st.builds("[{}](at-home.md#door)".format, PLAIN),
    st.builds("[{}](#help)".format, PLAIN),
    st.sampled_from(
        ["{desk.phone}", "{desk.web}", "{shelter.phone}", "{desk.hours}", "word.[^gazette]", "word.[^minutes][^gazette]"]
    ),
    st.sampled_from(["617-555-0142", "T-205", "a@b.example", "\\*", "&nbsp;", "1 < 2", "a & b"]),
)
INLINE = st.lists(PIECE, min_size=1, max_size=5).map(" ".join)
MARK = st.sampled_from(["", "", "", " {: .critical}", ' {: note="Look here."}', ' {: ctx="other"}', " {: .notranslate}"])
LINE = st.builds("{}{}".format, INLINE, MARK)


def listed(items: list[str], children: list[str], sign: str) -> str:
    """A list; its first item has a list of its own."""
    inner = "".join(f"\n    - {child}" for child in children)
    return "\n".join(f"{sign} {item}{inner if not number else ''}" for number, item in enumerate(items))


def tabled(cells: list[str]) -> str:
    safe = [cell.replace("|", "/").replace("\n", " ") for cell in cells]
    return f"| {safe[0]} | {safe[1]} |\n| --- | --- |\n| {safe[2]} | {safe[3]} |"


BLOCK = st.one_of(
    LINE,
    st.builds(lambda text: text.replace(" ", "\n", 1), LINE),
    st.builds("{} {}".format, st.sampled_from(["##", "###"]), INLINE),
    st.builds("## {} {{: #chosen-{}}}".format, PLAIN, st.integers(0, 99)),
    st.builds(listed, st.lists(LINE, min_size=1, max_size=3), st.lists(INLINE, max_size=2), st.sampled_from(["-", "1."])),
    st.builds("> {}".format, LINE),
    st.builds(tabled, st.lists(INLINE, min_size=4, max_size=4)),
    st.builds("~~~\n{}\n~~~".format, PLAIN),
    st.just("---"),
)
PAGES = st.lists(BLOCK, min_size=1, max_size=6).map("\n\n".join)
WILD_PAGES = st.one_of(PAGES, st.lists(st.one_of(BLOCK, WILD), min_size=1, max_size=6).map("\n\n".join))


@cache
def town() -> Site:
    site, _ = read_site(SITES / "town")
    assert site is not None
    return site


def page_of(body: str, title: str = "A title") -> Page:
    return Page("law", "content/law.md", title, "What it says.", 1, "page", None, None, None, body, 4, {"title": 2})


def catalogued(messages: Sequence[Message], said: Mapping[tuple[str | None, str], str], code: str) -> Translator:
    """A voice that says this, by way of a catalog's bytes."""
    pot = merge.template(messages, project="Laws")
    new = catalogs.fresh(code, pot)
    entries = tuple(replace(one, strings=(said.get(one.key, ""),), raw=()) for one in new.entries)
    read, _ = po.parse(po.dump(replace(new, entries=entries)), new.path, language=code)
    assert read is not None
    bare = translator(code)
    tongue = replace(bare.tongue, catalogs=(read,), entries={one.key: (read, one) for one in read.entries})
    return replace(bare, tongue=tongue)


def everything(page: Page) -> tuple[Message, ...]:
    """All that can be said on the page: its own messages, its organisations' and the engine's."""
    known = town().content
    return (*page.messages(), *(one for each in known.organisations.values() for one in each.messages()), *contacts.PHRASES)


def edition(page: Page, speaking: Translator) -> Edition:
    known = town().content
    return edition_module.make_edition(page, speaking, known, facts=contacts.make_facts(speaking, known, calling_code="1"))


def skeleton(tree: Element) -> list[tuple[str, str, str]]:
    """(element, anchor, class) of every block, in order: what a translation may not change."""
    inline = {"a", "em", "strong", "code", "br", "span", "bdi", "sup", "img", "div"}
    return [(one.tag, one.get("id", ""), one.get("class", "")) for one in tree.iter() if one.tag not in inline]


def destinations(tree: Element) -> list[str]:
    return sorted(one.get("href", "") for one in tree.iter("a"))


def speakable(page: Page) -> bool:
    """True if every message may stand in a catalog and the page has no fault of its own."""
    texts = [message.text for message in page.messages()]
    return not markdown.parse(page.body).problems and not any(unsafe(text) for text in texts)


# --- 1 ---------------------------------------------------------------------------------------------------------------


@given(PAGES)
def test_translating_every_message_to_itself_gives_the_source_page(body: str) -> None:
    page = page_of(body)
    assume(speakable(page))
    messages = everything(page)
    event(f"{min(len(messages) - 8, 10)} messages")
    same = edition(page, catalogued(messages, {message.key: message.text for message in messages}, "en_GB"))
    source = edition(page, translator("en"))
    # A fact in words, inside a block that is kept in the source's language, names the language of the page it stands on.
    assert html.html(same.tree).replace('lang="en-GB"', 'lang="en"') == html.html(source.tree)
    assert [(level, anchor, words.text) for level, anchor, words in same.headings] == [
        (level, anchor, words.text) for level, anchor, words in source.headings
    ]
    assert (same.title.text, same.sources, same.seen) == (source.title.text, source.sources, source.seen)
    assert same.progress.missing == 0


@given(PAGES)
def test_no_rule_refuses_a_message_as_its_own_translation(body: str) -> None:
    page = page_of(body)
    assume(speakable(page))
    for message in page.messages():
        assert refuse.refusal(message, message.text) is None, message.text


# --- 2 and 4 ---------------------------------------------------------------------------------------------------------


@st.composite
def translated(draw: st.DrawFn) -> tuple[Page, dict[tuple[str | None, str], str]]:
    """A page, and a translation of some of its messages: tame, wild, or the source's own."""
    page = page_of(draw(PAGES))
    messages = {message.key: message for message in page.messages()}
    said = {}
    for key, message in messages.items():
        kept = re.findall(r"\{[a-z.]+\}|\[\^[a-z]+\]|\]\([^)]*\)", message.text)
        tame = st.builds(lambda text, kept=tuple(kept): " ".join([text, *(f"[x{k}" if k[0] == "]" else k for k in kept)]), PLAIN)
        said[key] = draw(st.one_of(tame, tame, WILD, st.just(message.text), st.just("")))
    return page, said


@given(translated(), st.sampled_from(["es", "ar"]))
def test_whatever_a_translation_says_the_page_keeps_its_shape(
    case: tuple[Page, dict[tuple[str | None, str], str]], code: str
) -> None:
    page, said = case
    assume(speakable(page) and not any(unsafe(text) or "\r" in text for text in said.values()))
    one = edition(page, catalogued(everything(page), said, code))
    source = edition(page, translator("en"))
    assert skeleton(one.tree) == skeleton(source.tree)
    assert destinations(one.tree) == destinations(source.tree)
    assert [anchor for _, anchor, _ in one.headings] == [anchor for _, anchor, _ in source.headings]
    assert one.sources == source.sources
    event(f"{one.progress.translated} shown, {one.progress.missing} not")


@given(translated(), st.sampled_from(["es", "ar"]))
def test_what_is_not_translated_is_marked_and_what_is_translated_is_not(
    case: tuple[Page, dict[tuple[str | None, str], str]], code: str
) -> None:
    page, said = case
    assume(speakable(page) and not any(unsafe(text) or "\r" in text for text in said.values()))
    speaking = catalogued(everything(page), said, code)
    states = {message.anchor: speaking.look_up(message).state for message in page.messages()}
    for element in edition(page, speaking).tree.iter():
        if "key" in element.attrib:
            assert element.get("state") == states[element.get("key", "")]
            assert (element.get("lang") == "en") == (element.get("state") not in SHOWN), element.attrib


@given(st.lists(WILD, min_size=1, max_size=3), st.text(max_size=40))
def test_a_translation_brings_no_markup_of_its_own(texts: list[str], raw: str) -> None:
    page = page_of("\n\n".join(f"Para {number} here." for number in range(len(texts))))
    said = {(None, f"Para {number} here."): f"{text}{raw}" for number, text in enumerate(texts)}
    assume(not any("\r" in text or "\0" in text or unsafe(text) for text in said.values()))
    tree = edition(page, catalogued(page.messages(), said, "es")).tree
    assert {one.tag for one in tree.iter()} <= {"div", "p", "em", "strong", "code", "br", "bdi", "a"}
    names = {name for one in tree.iter() for name in one.attrib}
    assert names <= {"key", "state", "lang", "dir", "href"}
    assert all(
        one.get("href") in {None, *destinations(tree)} and not one.get("href", "x").startswith("javascript")
        for one in tree.iter("a")
    )
    assert "<script" not in html.html(tree)


# --- 3 ---------------------------------------------------------------------------------------------------------------


@given(WILD_PAGES)
def test_extraction_is_stable(body: str) -> None:
    page = page_of(body)
    first = page.messages()
    markdown.parse.cache_clear()
    assert page.messages() == first
    assert all(1 <= message.line <= 4 + body.count("\n") for message in first)
    assert all(message.text == inline.normalise(message.text) for message in first if message.kind != "page title")


@given(WILD_PAGES)
def test_the_seam_is_asked_for_just_what_was_extracted(body: str) -> None:
    asked: list[tuple[str | None, str]] = []

    def ask(message: Message) -> Translation:
        asked.append(message.key)
        return Translation(None, "missing")

    markdown.render(body, ask)
    assert asked == [message.key for message in markdown.parse(body).messages]


@given(PAGES, PAGES)
def test_updating_twice_changes_nothing_and_keeps_what_still_stands(before: str, after: str) -> None:
    old, new = page_of(before), page_of(after)
    assume(speakable(old) and speakable(new))
    said = {message.key: f"«{message.text}»" for message in old.messages()}
    speaking = catalogued(old.messages(), said, "es")
    pot = merge.template(new.messages(), project="Laws")
    once = merge.merge(speaking.tongue.catalogs[0], pot)
    data = po.dump(once)
    read, problems = po.parse(data, once.path, language="es")
    assert read is not None, problems
    assert po.dump(merge.merge(read, pot)) == data
    held = {entry.key: entry for entry in once.entries if not entry.obsolete}
    assert {message.key for message in new.messages()} == set(held)
    for message in new.messages():
        if message.key in said:
            assert held[message.key].strings == (said[message.key],)
            assert not held[message.key].fuzzy
        else:
            assert held[message.key].fuzzy or not any(held[message.key].strings)


# --- 5 ---------------------------------------------------------------------------------------------------------------


@given(WILD_PAGES, st.text(LETTERS, min_size=1, max_size=30), st.sampled_from(["en", "ar"]))
def test_whatever_a_page_says_it_is_valid_html(body: str, title: str, tag: str) -> None:
    page = page_of(body, title)
    known = town().content
    whole = pipeline.build(replace(town(), content=Content((page,), known.sources, known.organisations, True)))
    files, problems = whole.files, whole.problems
    assert problems == ()
    (text,) = [file.data.decode() for file in files if file.path == f"{tag}/law.html"]
    text = re.sub(r"[\ufdd0-\ufdef\U0001fffe\U0001ffff\ufffe\uffff]", "", text)
    assert [fault for fault in faults(text) if "duplicate" not in fault] == []


def test_the_laws_are_about_real_pages_too() -> None:
    known, _ = pages.read(SITES / "town")
    for page in known.pages:
        messages = everything(page)
        same = edition(page, catalogued(messages, {message.key: message.text for message in messages}, "en_GB"))
        # Blocks kept in the source's language say so, and the facts in them say theirs.
        shown, wanted = (html.html(one.tree) for one in (same, edition(page, translator("en"))))
        assert re.sub(r' lang="(?:en|en-GB)" dir="ltr"', "", shown) == re.sub(r' lang="en" dir="ltr"', "", wanted)


# --- 6 ---------------------------------------------------------------------------------------------------------------


def takes_and_keeps(pattern: str) -> bool:
    """True for a pattern with a possessive quantifier or an atomic group anywhere in it; False for what is no pattern."""
    with warnings.catch_warnings(action="ignore"):
        try:
            tree = repr(sre_parser.parse(pattern))
        except re.error:
            return False
    return "POSSESSIVE_REPEAT" in tree or "ATOMIC_GROUP" in tree


@pytest.mark.parametrize("pattern", ["a*+", "a?+", "(?:b|a{2,3}+)", "x(?>a|b)", "(a++)c"])
def test_a_pattern_that_takes_and_keeps_is_seen(pattern: str) -> None:
    assert takes_and_keeps(pattern)
    assert not takes_and_keeps(r"\*+|[*+?]+|a+?")


@pytest.mark.parametrize("path", sorted([*ROOT.glob("lantern/**/*.py"), *ROOT.glob("*.py")]), ids=lambda path: path.stem)
def test_no_pattern_takes_without_giving_back(path: Path) -> None:
    """Pieces of patterns stand in strings of their own; sentences, and names such as that of an editor, are no patterns."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    strings = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    documented = re.compile(r"\n|[A-Za-z]{3,} [A-Za-z]{2,} ")
    patterns = {text for text in strings if set(text) & set("([\\") and not documented.search(text)}
    assert [text for text in patterns if takes_and_keeps(text)] == []
