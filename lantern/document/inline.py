"""Inline Markdown: what of a text readers see, what must stay as it is, and how its marks become elements.

In:    the text of one message, in Markdown.
Out:   its prose, its shape (links, citations, facts, code), its literals; Python-Markdown set up for one line of text.
Never: knows blocks, pages or languages.
"""

from __future__ import annotations

import html
import re
import string
import threading
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import markdown
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import ENTITY_RE, InlineProcessor
from markdown.util import AtomicString

FACT = re.compile(r"\{([a-z][a-z0-9_]*\.[a-z_]+)\}")
CITATION = re.compile(r"\[\^([A-Za-z0-9][A-Za-z0-9_-]*)\]")

OBJECT = "\ufffc"
"""Stands in a Reading for what is not running text (U+FFFC, object replacement character)."""
_KINDS = {"p": "paragraph", "li": "list item", "td": "table cell", "th": "table heading", "dt": "term", "dd": "definition"}
_STASHED = re.compile("\x02wzxhzdk:(\\d+)\x03")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_SPECIAL = re.compile(r"[\\`*_\[\]<>&{}\n]")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<!--")
_HARD_BREAK = re.compile(r"(?<! ) {2,}\n[ \t\n]*")
_SPACE = re.compile(r"[ \t\n]+")
_EAST = (
    "[\u2e80-\u2fdf\u3000-\u30ff\u31c0-\u31ff\u3400-\u9fff\uf900-\ufaff"
    "\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff]"
)
_AFTER = r"(?:\](?:\([^()\s]{0,300}\)|\[[^\[\]]{0,80}\])?)?(?:\[\^[\w-]{1,80}\]){0,9}"  # a link or citations may end there
_EAST_BREAK = re.compile(rf"({_EAST}{_AFTER}(?:(?=\s)|[*_]{{1,3}}(?=\s+{_EAST})))[ \t]*\n[ \t\n]*(?=[*_\[]{{0,4}}{_EAST})")
"""A line feed between two Han or Kana letters, or their marks: scripts without spaces have none there (CSS Text 4, 4.1.3)."""
_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_PLACEHOLDER = re.compile(r"\{[a-z][a-z0-9_]*\}")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "sms"})
_BUSY = "[<`*_\\"
_MOST_BUSY = 200
_LONGEST_BLOCK = 20_000
_LTR = re.compile(
    r"""(?<![A-Za-z0-9+])(?:
      https?://[^\s<>"\[\]\x02\x03]*[\w/=\#]                                             # URL
    | [A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+                     # e-mail
    | (?:[a-z0-9-]{1,63}\.){1,9}                                                # host and path
      (?:gov|org|com|net|edu|us|info|io|ca|uk|co|app|xyz|online|site|link|mx|ru|cn|br|example)(?:/[\w./?=\#%&-]*[\w/])?
    | (?:[a-z0-9-]{1,63}\.){1,9}[a-z]{2,24}/[\w./?=\#%&-]*[\w/]                      # any other host with a path: t.me/name
    | \+?(?:\d{1,3}[-.\u2010\u2011\u00a0\u202f ])?                             # telephone
      (?:\(\d{3}\)[\u00a0\u202f ]?|\d{3}[-.\u2010\u2011\u00a0\u202f ])\d{3}[-.\u2010\u2011\u00a0\u202f ]\d{4}
    | \+\d{1,3}(?:[\u00a0\u202f ]\d{2,4}){2,5}                               # telephone, international
    | 0\d{1,4}(?:[\u00a0\u202f ]\d{2,4}){2,5}                                 # telephone, inside other countries
    | [A-Z]{1,3}[-.\u2010\u2011]\d{1,5}[A-Z]?                               # form or bill number
    )(?![A-Za-z0-9])""",
    re.VERBOSE,
)

_ENDS = "gov|org|com|net|edu|info|io|app|xyz|online|site|link|example|us"
_DOT = "dot|punto|ponto|pontu|point|pwen|dhibic|chấm|точка|نقطة|点|點"
_AT = "at|arroba|arobase|собака|آت"
_ANY_ADDRESS = re.compile(
    rf"""
      \b(?:https?|hxxps?|ftps?|wss?|tel|sms|mailto|whatsapp|tg|signal|skype)\s?:(?=[^\s:])[^\s<>]{{0,300}}
    | (?<![\w.])www\d?\.\w[\w.-]{{1,200}}
    | (?<![\w.])@[^\W_][\w.]{{1,60}}                                             # a name
    | (?<![\w.{{-])(?:[^\W_][\w-]{{0,62}}\.){{0,8}}[^\W_][\w-]{{2,62}}\.[^\W\d_]{{2,24}}(?![\w-])  # a host with any ending
    | (?<![\w-])[\w-]{{1,63}}\s?[\[({{<]\s?(?:\.|{_DOT})\s?[\])}}>]\s?\w{{2,24}}              # a dot in disguise
    | (?<![\w.-])[\w.-]{{1,63}}\s?[\[({{<]\s?(?:@|{_AT})\s?[\])}}>]\s?\w{{2,63}}              # an at in disguise
    | \w[\w-]{{1,62}}(?:\s(?:{_DOT})\s|\s?[点點]\s?)(?:{_ENDS})\b
    """,
    re.X,
)
"""What leads somewhere, as wide as the rules want it: also where no program would make a link of it."""
_ROUND_DOT = re.compile(r"(?<=[a-z0-9])\s?[。｡]\s?(?=[a-z0-9])")
_LATIN_END = re.compile(r"(?<=[A-Za-z])[.?!]+(?=[»”’\"'\)])")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a translation must keep of a message: facts, citations, link and image addresses, raw tags; each sorted.

    titles: how many links and pictures have a title, which readers see when they point at them.
    """

    facts: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    titles: int = 0


@dataclass(frozen=True)
class Reading:
    """What readers get of a message: its text after inline markup, entities and escapes, as the parser renders it.

    text:   all that is read, code included; OBJECT for each fact, nothing for a citation.
    bare:   the same with OBJECT for each code span.
    asides: titles of links and descriptions of pictures, in order.
    code:   the text of each code span, in order.
    shape:  what a translation must keep.
    """

    text: str
    bare: str
    asides: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    shape: Shape = Shape()

    @cached_property
    def whole(self) -> str:
        """Everything a reader can read, the asides first; each on a line of its own."""
        return "\n".join((*self.asides, self.text))

    @cached_property
    def literals(self) -> tuple[str, ...]:
        """The telephone and form numbers, e-mail and web addresses outside code, sorted, in one way of writing them."""
        spread = _plain_signs("\n".join((*self.asides, self.bare)))
        return tuple(sorted(map(_one_form, _LTR.findall(spread))))

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """All that leads somewhere or is meant to, sorted, in small letters: hosts with any ending, @names, “evil [dot] org”."""
        spread = _plain_signs("\n".join((*self.asides, self.bare))).casefold()
        return tuple(sorted(match[0].rstrip(".") for match in _ANY_ADDRESS.finditer(_ROUND_DOT.sub(".", spread))))

    @cached_property
    def prose(self) -> str:
        """The words: without code, facts and other placeholders, numbers to dial, and addresses; the asides first."""
        return _LTR.sub(" ", _PLACEHOLDER.sub(" ", "\n".join((*self.asides, self.bare)))).replace(OBJECT, " ")


@lru_cache(maxsize=65536)
def reading(text: str) -> Reading:
    """What readers get of a block's text: what rules look at, so that they need not guess what markup makes of it. Memoised."""
    if not _SPECIAL.search(text):
        return plain_reading(text)
    found = _Found()
    found.walk(_parsed(_shown(text), _AnyReference()))
    tags = (tag for tag in _TAG.findall(found.bare) if tag in text)  # &lt;b&gt; is meant to be shown
    links = sorted(found.links)
    facts = sorted(found.facts + [name for link in links for name in FACT.findall(link)])
    kept = Shape(tuple(facts), tuple(sorted(found.citations)), tuple(links), tuple(sorted(tags)), found.titles)
    return Reading(found.text, found.bare, tuple(found.asides), tuple(found.code), kept)


@lru_cache(maxsize=65536)
def plain_reading(text: str) -> Reading:
    """What readers get of a text that is no Markdown: a phrase, a title, a field of a table."""
    text = join_lines(unicodedata.normalize("NFC", text))
    return Reading(text, text)


def is_markup(kind: str) -> bool:
    """True for a message in a page's body, where marks are markup; titles, phrases and fields are read as they are."""
    return kind.startswith("heading ") or kind in _KINDS.values()


def shape(text: str) -> Shape:
    """What of a message's inline markup a translation must keep."""
    return reading(text).shape


def literals(text: str) -> tuple[str, ...]:
    """The telephone and form numbers, e-mail and web addresses that readers see of a message, sorted; code apart."""
    return reading(text).literals


def prose(text: str) -> str:
    """The words of a message: without code, citations, facts and other placeholders, numbers to dial, and addresses."""
    return reading(text).prose


def code(text: str) -> tuple[str, ...]:
    """The text of a message's code spans, sorted."""
    return tuple(sorted(reading(text).code))


def raw_tags(text: str) -> tuple[str, ...]:
    """The HTML tags written into a message, outside code spans: they would be shown to the reader as they stand."""
    return tuple(_TAG.findall(_CODE.sub("", text)))


def isolate(text: str) -> str:
    """Plain text for a right-to-left place: numbers and addresses that read left to right get Unicode isolates."""
    return hold_end(_LTR.sub(lambda m: f"\u2066{m.group()}\u2069", text))


def hold_end(text: str) -> str:
    """Text for a right-to-left place: the end mark of a quoted Latin sentence stays at the sentence's end («… leave?»).

    The mark alone has no direction and would go to the other side; U+200E after it says where it belongs (UAX 9).
    """
    return _LATIN_END.sub("\\g<0>\u200e", text)


def normalise(text: str) -> str:
    """A message's text in one form: composed letters (NFC), soft line breaks are spaces, a hard one two spaces and a line feed.

    Between two letters of Han or Kana a soft line break is nothing.
    """
    lines = _HARD_BREAK.split(unicodedata.normalize("NFC", text.strip(" \t\n")))
    return "  \n".join(_SPACE.sub(" ", join_lines(line)).strip(" ") for line in lines)


def join_lines(text: str) -> str:
    """A text without the line feeds that stand between two letters of a script without spaces."""
    return _EAST_BREAK.sub(r"\1", text)


def too_complex(text: str) -> bool:
    """True for a message that is no text people write: Python-Markdown might take minutes over it, so it never gets it."""
    return len(text) > _LONGEST_BLOCK or any(text.count(sign) > _MOST_BUSY for sign in _BUSY)


def has_words(text: str) -> bool:
    """True if there is something to translate: a letter outside facts, citations, code and addresses."""
    bare = _CODE.sub("", CITATION.sub("", FACT.sub("", text)))
    bare = re.sub(r"<[^<>\s]+>|\]\([^)]*\)", "", bare)
    return any(c.isalpha() for c in _LTR.sub("", bare))


def slug(text: str) -> str:
    """An anchor from a heading's source text: lower-case ASCII letters, digits and single hyphens."""
    plain = re.sub(r"\]\([^)]*\)|\]\[[^\]]*\]", "", CITATION.sub("", FACT.sub("", text)))
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.replace("'", "")).strip("-") or "section"


def _calm(text: str) -> str:
    """What is shown of a text that is too complex: its beginning, without the signs that cost time."""
    return "".join(" " if sign in _BUSY else sign for sign in text[:_LONGEST_BLOCK])


# ── the seam ────────────────────────────────────────────────────────────────────────────────────────────────────────


_References = tuple[tuple[str, str, str | None], ...]


def _shown(text: str) -> str:
    """A text as inline markup is looked for in it: its white space is normal, controls are shown, a heap of signs is calm."""
    text = normalise(_CONTROL.sub("\ufffd", text))
    return _calm(text) if too_complex(text) else text


@lru_cache(maxsize=65536)
def _inline(text: str, references: _References) -> Element:
    """A block's text after inline markup; memoised, nobody may change it."""
    return _parsed(text, {name: (url, title) for name, url, title in references})


def _parsed(text: str, references: Mapping[str, tuple[str, str | None]]) -> Element:
    """A block's text after Python-Markdown's second half, inline markup and its escapes."""
    md = _markdown()
    md.references = references
    root = Element("div")
    holder = SubElement(root, "p")
    holder.text = text
    md.treeprocessors["inline"].run(root)
    md.treeprocessors["unescape"].run(root)
    return holder


class _AnyReference(dict[str, tuple[str, str | None]]):
    """References of a page that nobody knows: every label leads to itself, for it is the label that must stay."""

    def __contains__(self, label: object) -> bool:
        return True

    def __missing__(self, label: str) -> tuple[str, str | None]:
        return label, None


class _Found:
    """One pass over a block's inline tree: what is read, and what it points at."""

    def __init__(self) -> None:
        self.parts: list[tuple[str, str]] = []  # as read; the same without code
        self.asides: list[str] = []
        self.code: list[str] = []
        self.facts: list[str] = []
        self.citations: list[str] = []
        self.links: list[str] = []
        self.titles = 0

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.parts)

    @property
    def bare(self) -> str:
        return "".join(bare for _, bare in self.parts)

    def walk(self, element: Element) -> None:
        """Takes in the text of an element and of all that it holds."""
        self._own(element)
        for child in element:
            self.walk(child)
            self._read(child.tail or "")

    def _own(self, element: Element) -> None:
        if element.tag in {"a", "img"}:
            self.links.append(element.get("href") or element.get("src") or "")
            self.titles += "title" in element.attrib
            self.asides += [said for name in ("alt", "title") if (said := element.get(name))]
        if element.tag == "citation":
            self.citations.append(element.get("name", ""))
        elif element.tag == "fact":
            self.facts.append(element.get("name", ""))
            self._read(OBJECT)
        elif element.tag == "code":
            self.code.append(element.text or "")
            self.parts.append((element.text or "", OBJECT))
        else:
            self._read("\n" if element.tag == "br" else element.text or "")

    def _read(self, text: str) -> None:
        self.parts.append((text, text))


def _plain_signs(text: str) -> str:
    """A text with wide signs, hard spaces and hard hyphens as the plain ones: an address that only looks other is the same."""
    return unicodedata.normalize("NFKC", text).replace("\u2010", "-")


def _one_form(literal: str) -> str:
    """A number in one of the ways to write it: (617) 555 0142 is 617-555-0142."""
    if re.search("[A-Za-z]", literal):
        return literal
    return "+" * literal.startswith("+") + "-".join(re.findall("[0-9]+", literal))


# ── Python-Markdown ─────────────────────────────────────────────────────────────────────────────────────────────────

_local = threading.local()


def _markdown() -> Any:
    """This thread's parser: an instance holds per-page state, so two threads may not share one."""
    if not hasattr(_local, "md"):
        # Extensions by instance: naming one scans every installed package's entry points (38 ms).
        known = [TableExtension(), DefListExtension(), FencedCodeExtension(), SaneListExtension()]
        md = markdown.Markdown(extensions=known)
        md.ESCAPED_CHARS = list(string.punctuation)  # as CommonMark has it, and the programs that write catalogs
        md.preprocessors.deregister("html_block")
        for name in ("html", "entity", "automail", "short_reference", "short_image_ref"):
            md.inlinePatterns.deregister(name)
        md.inlinePatterns.register(_Named(FACT.pattern, "fact"), "fact", 175)
        md.inlinePatterns.register(_Named(CITATION.pattern, "citation"), "citation", 172)
        md.inlinePatterns.register(_Mail(r"<([^<>\s@]+@[^<>\s@]+\.[^<>\s@]+)>"), "automail", 110)
        md.inlinePatterns.register(_Entity(ENTITY_RE), "entity", 80)
        md.inlinePatterns.register(_LeftToRight(_LTR), "ltr", 70)
        md.inlinePatterns.register(_Code(md.inlinePatterns["backtick"]), "backtick", 190)
        _local.md = md
    return _local.md


class _Named(InlineProcessor):
    """A fact or a citation: an element of ours that keeps its name until the page's numbers and facts are known."""

    def __init__(self, pattern: str, tag: str) -> None:
        super().__init__(pattern)
        self.tag = tag

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        element = Element(self.tag, name=m.group(1))
        element.text = AtomicString(m.group())
        return element, m.start(), m.end()


class _Mail(InlineProcessor):
    """`<a@b.org>` → a link; Python-Markdown's own hides the address in entities, which a tree cannot hold."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        element = Element("a", href="mailto:" + m.group(1))
        SubElement(element, "bdi", dir="ltr").text = AtomicString(m.group(1))
        return element, m.start(), m.end()


class _Entity(InlineProcessor):
    """`&nbsp;` and its kin → the character: the tree holds text, writers escape it."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]
        return html.unescape(m.group()), m.start(), m.end()


class _LeftToRight(InlineProcessor):
    """Telephone, form and bill numbers, e-mail and web addresses are isolated, or they turn round in Arabic."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        super().__init__(pattern.pattern)
        self.compiled_re = pattern

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        element = Element("bdi", dir="ltr")
        element.text = AtomicString(m.group())
        return element, m.start(), m.end()


class _Code(InlineProcessor):
    """Code spans with their text as text: Python-Markdown's own escapes it for HTML."""

    def __init__(self, original: Any) -> None:
        super().__init__(original.pattern)
        self.original = original
        self.compiled_re = original.compiled_re

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Any, Any, Any]:  # type: ignore[override]
        node, start, end = self.original.handleMatch(m, data)
        if isinstance(node, Element):
            node.text = AtomicString(html.unescape(node.text or ""))
            node.set("dir", "ltr")
        return node, start, end
