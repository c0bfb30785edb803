"""Editions → what the template of a sheet is given, as plain data, and which words a fault of the sheet is about.

In:    Inputs, the voice of one locale, the Editions of the source language by slug; a Sheet.
Out:   a Manuscript: data as templates/README.md describes it, and a key that changes when any of it does.
Never: translates, reads HTML, sets a sheet, depends on the day.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .. import routes
from ..content import kinds
from ..content.pages import Page, site_messages
from ..content.records import RECALLS, Source
from ..document import bilingual
from ..document import nodes as document_nodes
from ..document.nodes import Node
from ..editions import edition
from ..editions.contacts import Contact
from ..editions.edition import Edition
from ..editions.translator import Text, Translator
from ..files import qr
from ..locales.languages import Language
from ..message import Message, digest
from ..problem import Problem, error
from ..site import Site
from ..templates import jinja
from ..templates.typst import Fault, problem_of
from .sheets import Sheet


def text_node(said: Text | None) -> Node | None:
    """Words with their language; None where there are none."""
    if said is None or not said.text:
        return None
    return {"kind": "text", "text": said.text, **({"lang": said.lang, "dir": said.dir} if said.foreign else {})}


HALF_A_YEAR = 182
"""Days a sheet is handed out after its oldest check, where no other day is set."""
_DIALLED = 3
"""Digits from which on a number is an organisation's, and somebody has to confirm it; 911 is nobody's."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What one sheet is set from, and the digest of it."""

    told: Mapping[str, Any]
    key: str

    def cover(self) -> Mapping[str, Any]:
        """What the cover alone is set from; two pages stand for the many of a book."""
        return {**self.told, "cover": True, "editions": dict(list(self.told["editions"].items())[:2])}


def last_day(page: Page) -> datetime.date | None:
    """The day after which a sheet of this page must not be handed out: when somebody promised to look again, or half a year
    after the oldest check; None where there is neither."""
    checks = [page.verified, page.lawyer_checked.on if page.lawyer_checked else None]
    oldest = min((day for day in checks if day), default=None)
    return page.verify_by or (oldest + datetime.timedelta(days=HALF_A_YEAR) if oldest else None)


def missing(sheet: Sheet, *, is_source: bool) -> dict[str, bool]:
    """What nobody has checked yet of the pages of a sheet: each is named in the draft line."""
    editions = sheet.editions
    shown = [one for edition in editions for one in (*edition.contacts, *edition.listing)]
    dialled = [one for one in shown if one.phone and len(one.phone) > _DIALLED]
    reviewed = is_source or all(one.progress.reviewed == one.progress.total for one in editions)
    return {
        "lawyer": any(one.page.lawyer_checked is None for one in editions),
        "numbers": sheet.product.dials and any(one.checked is None for one in dialled),
        "sources": any(one.page.verified is None for one in editions if one.sources),
        "review": not reviewed,
        "day": any(last_day(one.page) is None for one in editions),
    }


def version_of(editions: Sequence[Edition]) -> str:
    """What a sheet prints: the version of its page, or of all its pages together."""
    versions = [one.version for one in editions]
    return versions[0] if len(versions) == 1 else digest(*versions)[:8]


@dataclass
class ManuscriptWriter:
    """Writes the manuscripts of one language; `originals` by slug, in the source language. It keeps each page it has made."""

    site: Site
    translator: Translator
    originals: Mapping[str, Edition]
    _pages: dict[tuple[str, frozenset[str], bool], tuple[Node, str]] = field(default_factory=dict)

    def manuscript(self, sheet: Sheet) -> Manuscript:
        """All that the template of a sheet may use."""
        inside = frozenset(one.page.slug for one in sheet.editions) if sheet.is_book else frozenset[str]()
        pages = {one.page.slug: self._page(one, inside, beside=sheet.product.beside) for one in sheet.editions}
        head = self._head(sheet)
        key = digest(json.dumps(head, ensure_ascii=False, sort_keys=True), *(told for _, told in pages.values()))
        return Manuscript({**head, "editions": {slug: node for slug, (node, _) in pages.items()}}, key)

    def _head(self, sheet: Sheet) -> Node:
        """All but the pages."""
        until = min((day for one in sheet.editions if (day := last_day(one.page))), default=None)
        show = next((self.originals[one.page.slug] for one in sheet.editions if one.page.kind.sentences), None)
        return {
            **self._shared,
            "size": sheet.size,
            "file": sheet.product.name.format(slug=sheet.editions[0].page.slug),
            "version": version_of(sheet.editions),
            "missing": missing(sheet, is_source=self.translator.tongue.is_source),
            "until": self._day(until),
            "sentences": [text for text, _ in edition.sentences(show, show)] if show else [],
            "phrases": self._phrases(sheet.product.template),
            "imprint": _imprint(sheet),
            "cover": False,
        }

    @cached_property
    def _shared(self) -> Node:
        settings, own = self.site.settings, self.translator.tongue.locale
        home = routes.address(routes.path(kinds.HOME, own.tag), settings.address)
        version = next((page for page in self.site.content.pages if page.kind.checks_versions), None)
        return {
            "site": {one.kind.removeprefix("site "): text_node(self.translator.text(one)) for one in site_messages(settings)},
            "home": {"address": home, "code": qr.bare(home)},
            "locale": _locale(own),
            "source": _locale(self.translator.source),
            "sample": not settings.base_url,
            "check": routes.address(routes.path(version.slug, own.tag), settings.address) if version else None,
        }

    def _page(self, one: Edition, inside: frozenset[str], *, beside: bool) -> tuple[Node, str]:
        """A page as data, and its digest; made once for all sheets that print it alike."""
        key = (one.page.slug, inside, beside)
        if key not in self._pages:
            node = self._made(one, inside, beside=beside)
            self._pages[key] = (node, digest(json.dumps(node, ensure_ascii=False)))
        return self._pages[key]

    def _made(self, one: Edition, inside: frozenset[str], *, beside: bool) -> Node:
        def lead(target: str) -> str | None:
            return self._inside(target, one.page.slug, inside) or self._lead(target)

        # What only leads to another page leads nowhere from a sheet that does not hold it.
        off = ("web",) if inside else ("web", "more")
        nodes = document_nodes.on_paper(document_nodes.blocks(one.tree, lead, rtl=one.locale.dir == "rtl"), off=off)
        cited = document_nodes.cited(nodes)
        address = routes.address(routes.path(one.page.slug, one.locale.tag), self.site.settings.address)
        return {
            "slug": one.page.slug,
            "group": one.page.group,
            "title": text_node(one.title),
            "title_in_source": self.originals[one.page.slug].title.text if beside else "",
            "description": text_node(one.description),
            "blocks": [] if beside else nodes,
            "pairs": self._pairs(one, lead) if beside else [],
            "sections": {} if inside or beside else document_nodes.sections(nodes),
            "sources": [_source(number, source) for number, source in one.sources if str(number) in cited],
            "contacts": [_contact(contact) for contact in one.contacts],
            "listing": [_contact(contact) for contact in one.listing],
            "seen": self._day(one.page.verified or one.seen),
            "version": one.version,
            "address": address,
            "code": "" if inside else qr.bare(address),
            "drawing": self._drawing(one.page.drawing),
        }

    def _pairs(self, one: Edition, lead: document_nodes.Lead) -> list[Node]:
        """Every block of a page beside its original."""
        twin = self.originals[one.page.slug]
        sides = [(language.tag, language.dir) for language in (one.locale, self.translator.source)]
        tree = bilingual.pairs(one.tree, twin.tree, language=sides[0], source_language=sides[1])
        halves = [[document_nodes.blocks(half, lead, rtl=half.get("dir") == "rtl")[0] for half in pair] for pair in tree]
        pairs = [
            {**_place(own), "source": theirs, "own": own}
            for theirs, own in halves
            if own["kind"] == "h" or document_nodes.on_paper([own])
        ]
        return document_nodes.on_paper(pairs)

    def _inside(self, target: str, slug: str, inside: frozenset[str]) -> str | None:
        """A link to a page of the same sheet, as its template follows it."""
        path, _, anchor = target.partition("#")
        page = path.removesuffix(".html") or slug
        if page not in inside or anchor.startswith("source-"):
            return None
        return f"inside:{page}/{anchor}" if anchor else f"inside:{page}"

    def _lead(self, target: str) -> str | None:
        """A link between pages opens the site's address, where it has one."""
        base, own = self.site.settings.base_url, self.translator.tongue.locale.tag
        if not base or target.startswith("#"):
            return None
        return routes.address(target.removeprefix("../") if target.startswith("../") else f"{own}/{target}", base)

    def _day(self, day: datetime.date | None) -> Node | None:
        return {"text": self.translator.tongue.locale.date(day), "source": self.translator.source.date(day)} if day else None

    def _phrases(self, template: str) -> dict[str, Node | None]:
        """Every phrase that the template speaks, by context and text."""
        told = {}
        for phrase in self.site.press.spoken(template):
            name = phrase.text if phrase.context is None else f"{phrase.context}\4{phrase.text}"
            told[name] = text_node(self.translator.text(phrase))
        return told

    def _drawing(self, name: str) -> str | None:
        svg = jinja.drawing(self.site.theme, name) if name else None
        return _printable(svg) if svg else None

    # ── faults ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def recalled(self, sheet: Sheet) -> Problem | None:
        """An error for a sheet whose words are the very ones that were recalled."""
        own = version_of(sheet.editions)
        versions = {own, *(one.version for one in sheet.editions)}
        for one in self.site.content.recalls:
            if one.version in versions:
                text = f"{sheet.path} is not made: version {one.version} is recalled."
                hint = "Mend the page; its version then changes by itself."
                if one.version != own:
                    hint += f" On the sheet stands {own}: recall that too, if it was handed out."
                return error(RECALLS, one.line, "recalled", text, hint)
        return None

    def problems(self, faults: Sequence[Fault], sheet: Sheet) -> list[Problem]:
        """What a person can mend, at the line of the catalog or page that holds the words."""
        return [problem for fault in faults for problem in self._problem(fault, sheet)]

    def _problem(self, fault: Fault, sheet: Sheet) -> Iterator[Problem]:
        if fault.kind == "template":
            yield problem_of(fault)
        elif fault.kind == "overflow":
            message = next((one for one in self._messages(sheet) if one.anchor == fault.key), None)
            path, line = self._where(message) if message else (fault.path, fault.line)
            text = f"The words do not fit on {fault.text} ({sheet.path}): {fault.cut} letters too many."
            yield error(path, line, "print-overflow", text, "Say it shorter, here or in the blocks beside it.")
        else:
            yield from self._unprintable(fault, sheet)

    def _unprintable(self, fault: Fault, sheet: Sheet) -> Iterator[Problem]:
        """A fault for each message that holds the letter; the template's place where none does."""
        text = f"No font for print has “{fault.text}” (U+{ord(fault.text[0]):04X})"
        hint = "Write it another way, or add the letter to templates/print/fonts."
        held = [(one, said) for one in self._messages(sheet) if fault.text in (said := self.translator.text(one).text)]
        for message, said in held:
            shown = said if len(said) <= 80 else f"{said[:79]}…"
            yield error(*self._where(message), "print-glyph", f"{text}: “{shown}”.", hint)
        if not held:
            yield error(fault.path, fault.line, "print-glyph", f"{text}, in {sheet.path}.", hint)

    def _messages(self, sheet: Sheet) -> list[Message]:
        pages = [message for one in sheet.editions for message in one.page.messages()]
        told = [message for one in self.site.content.shown for message in one.messages()]
        return [*pages, *told, *self.site.press.phrases]

    def _where(self, message: Message) -> tuple[str, int]:
        if self.translator.text(message).foreign or self.translator.tongue.is_source:
            return message.path, message.line
        return self.translator.tongue.where(message)


def _imprint(sheet: Sheet) -> Node | None:
    """What stands in the box of a group: its own words, or a field for them."""
    one = sheet.imprint
    if one:
        return {"field": False, "name": one.name, "phone": one.phone, "web": one.web, "logo": one.svg}
    return {"field": True} if sheet.fillable else None


def _place(node: Node) -> Node:
    """What decides where a pair stands: its kind, level, marks and anchor."""
    return {name: node[name] for name in ("kind", "level", "marks", "id") if name in node}


def _locale(one: Language) -> Node:
    return {"tag": one.tag, "dir": one.dir, "name": one.name}


def _source(number: int, source: Source) -> Node:
    told = f"{source.title}. {source.publisher}, {source.published}"
    return {"number": number, "text": told, **({"href": source.url} if source.url else {})}


def _contact(one: Contact) -> Node:
    said: dict[str, Text | None] = {name: getattr(one, name) for name in ("name", "what", "ask", "hours", "address", "cost")}
    told: Node = {name: text_node(words) for name, words in said.items()}
    languages = [text_node(words) for words in one.languages]
    plain = {name: getattr(one, name) for name in ("id", "phone", "phone_href", "web", "email", "unsure")}
    return {**told, **plain, "languages": languages, "needs": list(one.needs), "places": list(one.places)}


def _printable(svg: str) -> str:
    """A drawing of the site as a picture that stands alone: black lines, the lit part grey."""
    drawn = 'xmlns="http://www.w3.org/2000/svg" fill="none" stroke="#000" stroke-width="2.4" stroke-linecap="round"'
    svg = re.sub(r'<svg class="drawing"', f'<svg {drawn} stroke-linejoin="round"', svg)
    return svg.replace('class="lit"', 'fill="#ddd" stroke="none"')
