"""Markdown → document tree, with one seam through which every translatable block passes.

In:    source, Markdown without front matter; translate(Message) -> Translation (text None keeps the source).
Out:   Rendered(tree, headings, messages, …); messages in document order, lines counted from 1 in `source`.
Never: reads files, knows locales, logs. Raw HTML is text here; a translation cannot change the page's structure.

The tree is an ElementTree of HTML element names. An element that holds a message carries three attributes of ours,
which writers take off or use: `key` (the message's anchor), `state` (a message.State) and, once `translate` knows the
locale, the real `lang` and `dir`. Python-Markdown is owned by this module.
"""

from __future__ import annotations

import copy
import html
import re
import string
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any
from xml.etree.ElementTree import Element, SubElement, fromstring

import markdown
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import ENTITY_RE, InlineProcessor
from markdown.util import AtomicString

from .message import SHOWN, Message, Translate, keep
from .problem import Problem, error

FACT = re.compile(r"\{([a-z][a-z0-9_]*\.[a-z_]+)\}")
CITATION = re.compile(r"\[\^([A-Za-z0-9][A-Za-z0-9_-]*)\]")
CLASSES = frozenset(
    {"critical", "notranslate", "law", "order", "advice", "limit", "steps", "call", "say", "question", "web", "more"}
)
LARGEST_PAGE = 256 * 1024
"""Characters. Python-Markdown is more than linear in some hostile inputs, so a page is bounded before it is parsed."""

OBJECT = "\ufffc"
"""Stands in a Reading for what is not running text (U+FFFC, object replacement character)."""

_HOLDERS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dt", "dd"})
_KINDS = {"p": "paragraph", "li": "list item", "td": "table cell", "th": "table heading", "dt": "term", "dd": "definition"}
_MARK = re.compile(r"\{:([^{}]*)\}\s*\Z")
_MARK_PART = re.compile(r"""\s*(?:\#(?P<id>[A-Za-z][\w-]*)|\.(?P<cls>[\w-]+)|(?P<name>ctx|note)="(?P<value>[^"]*)")(?=\s|\Z)""")
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
    | [A-Z]{1,3}[-.\u2010\u2011]\d{1,5}[A-Z]?                               # form or bill number
    )(?![A-Za-z0-9])""",
    re.VERBOSE,
)


_LATIN_END = re.compile(r"(?<=[A-Za-z])[.?!]+(?=[»”’\"'\)])")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the page: level 1 to 6, its anchor (the same in every language), its message's text in the source."""

    level: int
    id: str
    text: str
    message: Message | None


@dataclass(frozen=True, slots=True)
class Fact:
    """What stands for `{name.field}` in one locale: text, link or None, and the language where it is not the page's.

    key, state: of the message it is, where it is one and the preview wants to know.
    """

    text: str
    href: str | None = None
    ltr: bool = True
    lang: str | None = None
    dir: str | None = None
    key: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link's destination as written ("at-home.md#door") and the line of the block that holds it."""

    target: str
    line: int


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
    def prose(self) -> str:
        """The words: without code, facts and other placeholders, numbers to dial, and addresses; the asides first."""
        return _LTR.sub(" ", _PLACEHOLDER.sub(" ", "\n".join((*self.asides, self.bare)))).replace(OBJECT, " ")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A page's blocks before inline markup: nobody may change `tree`; elements point at `messages` by `slot`.

    citations and facts map each name, in order of first use, to the line of the block that first uses it.
    """

    tree: Element
    headings: tuple[Heading, ...]
    messages: tuple[Message, ...]
    references: Mapping[str, tuple[str, str | None]]
    citations: Mapping[str, int]
    facts: Mapping[str, int]
    links: tuple[Link, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page's tree in one language, after inline markup; headings and messages are the source's."""

    tree: Element
    headings: tuple[Heading, ...]
    messages: tuple[Message, ...]
    problems: tuple[Problem, ...] = field(default=())


def render(source: str, translate: Translate = keep, *, facts: Mapping[str, Fact] | None = None) -> Rendered:
    """The page's document tree with each block as `translate` gives it.

    source:    Markdown without front matter, at most LARGEST_PAGE characters.
    translate: asked once per message, in document order; the text of a state outside SHOWN is not used.
    facts:     what stands for each `{name.field}`; an unknown one is left as written (parse() found it, checks tell it).
    Problems are those of the source, with path "" and lines counted from 1 in `source`.
    """
    parsed = parse(source)
    tree = copy.deepcopy(parsed.tree)
    references = tuple((name, *target) for name, target in parsed.references.items())
    for element in list(tree.iter()):
        slot = element.attrib.pop("slot", None)
        if slot is not None:
            _fill(element, parsed.messages[int(slot)], translate, references)
        elif element.tag in _HOLDERS and element.text and element.text.strip() and not isinstance(element.text, AtomicString):
            _put(element, element.text, references)
    numbers = {source_id: number for number, source_id in enumerate(parsed.citations, 1)}
    _resolve(tree, numbers, facts or {})
    return Rendered(tree, parsed.headings, parsed.messages, parsed.problems)


@lru_cache(maxsize=2048)
def parse(source: str) -> Parsed:
    """The page's blocks, messages, headings, links, facts and citations, before any translation; memoised, pure."""
    if len(source) > LARGEST_PAGE:
        return _refused(f"The page has {len(source):,} characters; {LARGEST_PAGE:,} is the most.", "Split it into several pages.")
    source = _CONTROL.sub("\ufffd", source)
    try:
        tree, references = _blocks(source)
    except RecursionError:
        _local.__dict__.pop("md", None)  # it was left in the middle, and would take the next page for the inside of a list
        return _refused("The blocks are nested too deep to be read.", "Use fewer levels of lists and quotations.")
    return _Walk(source).walk(tree, references)


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


# ── blocks ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _blocks(source: str) -> tuple[Element, dict[str, tuple[str, str | None]]]:
    """Python-Markdown's first half: preprocessors and the block parser."""
    md = _markdown()
    md.reset()
    lines = source.split("\n")
    for step in md.preprocessors:
        lines = step.run(lines)
    tree = md.parser.parseDocument(lines).getroot()
    for parent in list(tree.iter()):
        for place, child in enumerate(list(parent)):
            stashed = _STASHED.fullmatch((child.text or "").strip())
            if stashed:
                code = fromstring(md.htmlStash.rawHtmlBlocks[int(stashed.group(1))])
                code[0].text = AtomicString(code[0].text or "")
                parent[place] = code
            elif child.tag == "code" and child.text:
                child.text = AtomicString(html.unescape(child.text).rstrip("\n") + "\n")
    return tree, dict(md.references)


class _Walk:
    """One pass over a page's blocks: takes marks off, gives anchors, collects messages and faults."""

    def __init__(self, source: str) -> None:
        self.lines = source.expandtabs(4).split("\n")
        self.place = (0, 0)
        self.messages: list[Message] = []
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self.citations: dict[str, int] = {}
        self.facts: dict[str, int] = {}
        self.problems: list[Problem] = []
        self.ids: set[str] = set()

    def walk(self, tree: Element, references: dict[str, tuple[str, str | None]]) -> Parsed:
        elements = list(_outer(tree))
        for element in elements:
            raw = element.text
            if element.tag == "pre":
                self._find(element[0].text or "")
            if element.tag not in _HOLDERS or not raw or not raw.strip() or isinstance(raw, AtomicString):
                continue
            self._block(element, raw, references)
        return Parsed(
            tree,
            tuple(self.headings),
            tuple(self.messages),
            references,
            self.citations,
            self.facts,
            tuple(self.links),
            tuple(self.problems),
        )

    def _block(self, element: Element, raw: str, references: Mapping[str, tuple[str, str | None]]) -> None:
        line = self._find(raw)
        text, marks = self._marks(raw, line)
        text = normalise(text)
        if too_complex(text):
            self._fault(line, "too-complex", "The block is too long, or has too many brackets and marks.", "Split the block.")
            text = _calm(text)
        if not text:
            self._fault(line, "mark", "The mark has no text before it.", "Put it at the very end of its block.")
        text = _explicit(text, references)
        if marks.classes - {"notranslate"}:
            element.set("class", " ".join(sorted(marks.classes - {"notranslate"})))
        kind = _KINDS.get(element.tag, f"heading {element.tag[1:]}")
        flags = ("python-brace-format",) if FACT.search(_CODE.sub("", text)) else ()
        message = Message(text, marks.context, line=line, kind=kind, note=marks.note, flags=flags)
        self._found(text, line, references)
        translatable = has_words(text) and "notranslate" not in marks.classes
        if kind.startswith("heading"):
            self._heading(element, message, marks.id, translatable)
        elif marks.id:
            element.set("id", self._anchor(marks.id, line, chosen=True))
        if "notranslate" in marks.classes:
            element.set("translate", "no")
        if translatable:
            element.set("slot", str(len(self.messages)))
            self.messages.append(message)
        element.text = text

    def _found(self, text: str, line: int, references: Mapping[str, tuple[str, str | None]]) -> None:
        """Notes what the block points at, and the faults that can be seen without knowing the site."""
        found, bare = shape(text), _CODE.sub("", text)
        for fact in FACT.findall(bare):
            self.facts.setdefault(fact, line)
        for source_id in CITATION.findall(bare):
            self.citations.setdefault(source_id, line)
        for target in found.links:
            if target.lower() in references:
                target = references[target.lower()][0]
            self.links.append(Link(target, line))
            scheme = _SCHEME.match(target)
            if scheme and scheme.group(1).lower() not in _SCHEMES:
                self._fault(
                    line,
                    "link-scheme",
                    f"A link may not start with “{scheme.group(1)}:”.",
                    "Use https:, mailto:, tel: or a page.",
                )
        if "{:" in bare:
            self._fault(line, "mark", "“{: … }” stands inside the block.", "Marks stand at the very end of their block.")
        for tag in found.tags:
            self._fault(
                line,
                "raw-html",
                f"HTML in the text (“{tag}”) is shown to readers as it stands.",
                "Use Markdown, or put it in `code`.",
            )
        if _fact_in_link(text):
            self._fault(
                line, "fact-in-link", "A fact makes its own link and cannot stand inside the text of another.", "Move it out."
            )

    def _heading(self, element: Element, message: Message, chosen: str | None, translatable: bool) -> None:
        anchor = self._anchor(chosen or slug(message.text), message.line, chosen=chosen is not None)
        element.set("id", anchor)
        self.headings.append(Heading(int(element.tag[1]), anchor, message.text, message if translatable else None))

    def _anchor(self, wanted: str, line: int, *, chosen: bool) -> str:
        anchor, number = wanted, 1
        while anchor in self.ids:
            number += 1
            anchor = f"{wanted}-{number}"
        if chosen and anchor != wanted:
            self._fault(
                line, "anchor-twice", f"The anchor “#{wanted}” stands twice on this page.", "Give one of them another name."
            )
        self.ids.add(anchor)
        return anchor

    def _marks(self, raw: str, line: int) -> tuple[str, _Marks]:
        match = _MARK.search(raw)
        if not match:
            return raw, _Marks()
        marks, rest = _Marks(), match.group(1)
        while rest.strip():
            part = _MARK_PART.match(rest)
            if not part or (part["cls"] and part["cls"] not in CLASSES):
                known = ", ".join(sorted(CLASSES))
                hint = f'Marks are #anchor, ctx="…", note="…" and the classes {known}.'
                self._fault(line, "mark", f"“{rest.strip()}” is not a mark.", hint)
                break
            marks = marks.with_part(part)
            rest = rest[part.end() :]
        return raw[: match.start()], marks

    def _find(self, raw: str) -> int:
        """The line a block starts on: Python-Markdown keeps none, so its first line is looked for, going forward."""
        lines = raw.strip().split("\n")
        first, more = lines[0].strip(), len(lines) - 1
        line, column = self.place
        for number in range(line, len(self.lines)):
            at = _stands(first, self.lines[number], column if number == line else 0)
            if at >= 0:
                last = min(number + more, len(self.lines) - 1)
                self.place = (last, len(self.lines[last]) if more else at + len(first))
                return number + 1
        return next((number + 1 for number in range(line, len(self.lines)) if first in self.lines[number]), line + 1)

    def _fault(self, line: int, rule: str, text: str, hint: str) -> None:
        self.problems.append(error("", line, rule, text, hint))


@dataclass(frozen=True, slots=True)
class _Marks:
    """What a writer says of a block at its end: `{: #id .class ctx="…" note="…" }`."""

    id: str | None = None
    classes: frozenset[str] = frozenset()
    context: str | None = None
    note: str = ""

    def with_part(self, part: re.Match[str]) -> _Marks:
        if part["id"]:
            return replace(self, id=part["id"])
        if part["cls"]:
            return replace(self, classes=self.classes | {part["cls"]})
        return replace(self, context=part["value"]) if part["name"] == "ctx" else replace(self, note=part["value"])


def _stands(first: str, line: str, column: int) -> int:
    """Where a block that begins with `first` begins in a line, with only list, quotation and table signs around it; or -1."""
    at = line.find(first, column) if first else -1
    while at >= 0:
        before = line[line.rfind("|", 0, at) + 1 : at]
        after = line[at + len(first) :].lstrip(" ")
        if not before.strip(" >*+-#:.)0123456789") and (not after.strip("# ") or after[0] == "|"):
            return at
        at = line.find(first, at + 1)
    return -1


def _outer(tree: Element) -> Iterator[Element]:
    """All elements in document order but those inside code."""
    for child in tree:
        yield child
        if child.tag != "pre":
            yield from _outer(child)


def _explicit(text: str, references: Mapping[str, tuple[str, str | None]]) -> str:
    """`[label]` → `[label][label]` where it is a reference: translated, a shortcut would lose its address."""
    if not references or "[" not in text:
        return text

    def full(m: re.Match[str]) -> str:
        label = m.group(1)
        return f"[{label}][{label}]" if label.lower() in references else m.group()

    pieces = re.split(r"(`+.*?`+)", text)
    pieces[::2] = [re.sub(r"(?<!\])\[([^\[\]^]+)\](?:\[\])?(?![\[(:])", full, piece) for piece in pieces[::2]]
    return "".join(pieces)


def _refused(text: str, hint: str) -> Parsed:
    return Parsed(Element("div"), (), (), {}, {}, {}, (), (error("", 1, "page-too-large", text, hint),))


# ── the seam ────────────────────────────────────────────────────────────────────────────────────────────────────────


_References = tuple[tuple[str, str, str | None], ...]


def _fill(element: Element, message: Message, translate: Translate, references: _References) -> None:
    """Puts a message's text for this language into its element, and says how it stands there."""
    answer = translate(message)
    shown = answer.state in SHOWN
    text = _plain(answer.text, message) if shown and answer.text is not None else message.text
    holder = element
    if len(element) and not shown:
        # The item's own blocks may be translated: only this text may be marked with the source's language.
        holder, element.text = Element("span"), None
        element.insert(0, holder)
    holder.set("key", message.anchor)
    holder.set("state", answer.state)
    _put(holder, text, references)


def _plain(text: str, message: Message) -> str:
    """A translation as a block's text: marks are the source's alone, controls are shown."""
    text = _shown(text)
    return text if "{:" in message.text else _MARK.sub("", text).rstrip(" ")


def _shown(text: str) -> str:
    """A text as inline markup is looked for in it: its white space is normal, controls are shown, a heap of signs is calm."""
    text = normalise(_CONTROL.sub("\ufffd", text))
    return _calm(text) if too_complex(text) else text


def _put(holder: Element, text: str, references: _References) -> None:
    """A block's text with its inline markup, before the blocks it may hold."""
    if not _SPECIAL.search(text) and not _LTR.search(text):
        holder.text = text
        return
    made = _inline(text, references)
    holder.text = made.text
    for place, child in enumerate(made):
        holder.insert(place, copy.deepcopy(child))


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


def _resolve(tree: Element, numbers: Mapping[str, int], facts: Mapping[str, Fact]) -> None:
    """Facts, citations, code and addresses, in place."""
    for element in list(tree.iter()):
        if element.tag == "fact":
            _place_fact(element, facts.get(element.attrib.pop("name")))
        elif element.tag == "citation":
            source_id = element.attrib.pop("name")
            element.tag, element.text = "sup", None
            element.set("class", "cite")
            SubElement(element, "a", href=f"#source-{source_id}").text = str(numbers.get(source_id, "?"))
        elif element.tag == "a":
            element.set("href", _address(element.get("href", ""), facts))
            if element.text and not len(element) and _LTR.fullmatch(element.text):
                text, element.text = element.text, None
                SubElement(element, "bdi", dir="ltr").text = text
        elif element.tag == "img":
            element.set("src", _address(element.get("src", ""), facts))


def _place_fact(element: Element, fact: Fact | None) -> None:
    if fact is None:
        element.tag = "bdi"
        return
    element.tag, element.text = ("a", None) if fact.href else ("span", None)
    if fact.href:
        element.set("href", fact.href)
    element.set("class", "fact")
    if fact.key:
        element.set("key", fact.key)
        element.set("state", fact.state)
    if fact.lang:
        element.set("lang", fact.lang)
        element.set("dir", fact.dir or "ltr")
    if fact.ltr:
        element.set("translate", "no")
        SubElement(element, "bdi", dir="ltr").text = fact.text
    else:
        element.text = fact.text


def _address(target: str, facts: Mapping[str, Fact]) -> str:
    """A link's destination as the site has it: a page's `.md` is its `.html`; a fact stands for its own link."""
    whole = FACT.fullmatch(target)
    if whole:
        fact = facts.get(whole.group(1))
        return (fact.href or "") if fact else ""
    scheme = _SCHEME.match(target)
    if scheme:
        return target if scheme.group(1).lower() in _SCHEMES else ""
    return re.sub(r"\A([a-z0-9-]+)\.md(?=#|\Z)", r"\1.html", target)


def _plain_signs(text: str) -> str:
    """A text with wide signs, hard spaces and hard hyphens as the plain ones: an address that only looks other is the same."""
    return unicodedata.normalize("NFKC", text).replace("\u2010", "-")


def _one_form(literal: str) -> str:
    """A number in one of the ways to write it: (617) 555 0142 is 617-555-0142."""
    if re.search("[A-Za-z]", literal):
        return literal
    return "+" * literal.startswith("+") + "-".join(re.findall("[0-9]+", literal))


def _fact_in_link(text: str) -> bool:
    if "](" not in text and "][" not in text:
        return False
    return any(FACT.search(m) for m in re.findall(r"\[([^\[\]]*)\](?=[(\[])", text))


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
