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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from xml.etree.ElementTree import Element, SubElement, fromstring

from markdown.util import AtomicString

from ..message import SHOWN, Message, Translate, keep
from ..problem import Problem, error
from . import dialects
from .inline import (
    _CODE,
    _CONTROL,
    _KINDS,
    _LTR,
    _SCHEME,
    _SCHEMES,
    _SPECIAL,
    _STASHED,
    CITATION,
    FACT,
    _calm,
    _inline,
    _local,
    _markdown,
    _References,
    _shown,
    has_words,
    normalise,
    shape,
    slug,
    too_complex,
)

CLASSES = frozenset(
    {"critical", "notranslate", "law", "order", "advice", "limit", "steps", "call", "say", "question", "web", "more"}
)
LARGEST_PAGE = 256 * 1024
"""Characters. Python-Markdown is more than linear in some hostile inputs, so a page is bounded before it is parsed."""

_MOST = {"lines": 20_000, "headings": 300, "blocks": 2_000, "lines without an empty one": 400}
"""What a page may have: the longest page that people have written here has a tenth of it."""
_LONG_FENCE = re.compile(r"^[ ]{0,3}(?:`{3,}|~{3,})[^\n]{200,}", re.MULTILINE)
_DEEP = re.compile(r"(?:>[ ]?){40}")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*")
_HOLDERS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dt", "dd"})
_MARK = re.compile(r"\{:([^{}]*)\}\s*\Z")
_MARK_PART = re.compile(r"""\s*(?:\#(?P<id>[A-Za-z][\w-]*)|\.(?P<cls>[\w-]+)|(?P<name>ctx|note)="(?P<value>[^"]*)")(?=\s|\Z)""")
_ELSEWHERE = re.compile(r"(?:https?|mailto|tel|sms):|//|\\\\", re.IGNORECASE)


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
    excess = _excess(source)
    if excess:
        return _refused(*excess)
    try:
        tree, references = _blocks(source)
    except RecursionError:
        _local.__dict__.pop("md", None)  # it was left in the middle, and would take the next page for the inside of a list
        return _refused("The blocks are nested too deep to be read.", "Use fewer levels of lists and quotations.")
    parsed = _Walk(source).walk(tree, references)
    others = tuple(error("", line, "other-markdown", text, hint) for line, text, hint in dialects.faults(source))
    return replace(parsed, problems=(*parsed.problems, *others)) if others else parsed


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
        pictures = _inline(text, tuple((name, *known) for name, known in references.items())).iter("img") if "![" in bare else ()
        for target in (picture.get("src", "") for picture in pictures):
            if _ELSEWHERE.match(target):
                hint = "Put the picture into static/ and write ../picture.png: readers load nothing from elsewhere."
                self._fault(line, "image-elsewhere", f"The picture “{target}” is not the site's own.", hint)
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


def _refused(text: str, hint: str, line: int = 1) -> Parsed:
    return Parsed(Element("div"), (), (), {}, {}, {}, (), (error("", line, "page-too-large", text, hint),))


def _excess(source: str) -> tuple[str, str, int] | None:
    """(what there is too much of, what to do, line), or None: Python-Markdown takes minutes over some of what nobody writes."""
    fence = _LONG_FENCE.search(source)
    if fence:
        return (
            f"A fence has {len(fence[0]):,} characters.",
            "Begin the code on the next line.",
            source.count("\n", 0, fence.start()) + 1,
        )
    deep = _DEEP.search(source)
    if deep:
        return "The quotations are nested too deep to be read.", "Use fewer.", source.count("\n", 0, deep.start()) + 1
    lines = source.split("\n")
    counts = dict.fromkeys(_MOST, 0)
    above = ""
    for number, line in enumerate(lines, 1):
        counts["lines"] = number
        counts["headings"] += line.startswith("#") or _UNDERLINE.fullmatch(line) is not None
        counts["blocks"] += bool(line.strip()) and not above.strip()
        counts["lines without an empty one"] = counts["lines without an empty one"] + 1 if line.strip() else 0
        above = line
        for name, most in _MOST.items():
            if counts[name] > most:
                return f"The page has more than {most:,} {name}.", "Split it into several pages, or set empty lines.", number
    return None


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


def _put(holder: Element, text: str, references: _References) -> None:
    """A block's text with its inline markup, before the blocks it may hold."""
    if not _SPECIAL.search(text) and not _LTR.search(text):
        holder.text = text
        return
    made = _inline(text, references)
    holder.text = made.text
    for place, child in enumerate(made):
        holder.insert(place, copy.deepcopy(child))


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


def _fact_in_link(text: str) -> bool:
    if "](" not in text and "][" not in text:
        return False
    return any(FACT.search(m) for m in re.findall(r"\[([^\[\]]*)\](?=[(\[])", text))
