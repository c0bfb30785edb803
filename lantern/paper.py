"""Editions → printed sheets: which products there are, what each is given, and the PDFs already made.

In:    Inputs, the Editions of one locale, a Press; the folder that keeps PDFs between two builds.
Out:   Files (`<language>/print/<product>-<size>.pdf`) and Problems; a sheet that fails is a Problem, never half a file.
Never: translates, reads HTML, makes a sheet twice that is made already. A file's name never changes its meaning.

A new product is a line in PRODUCTS and a template in templates/print/ (docs/decisions/0009-paper.md).
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from . import bilingual, booklet, document, fields, output, qr, routes, shop, templates, views
from . import picture as pictures
from .content import RECALLS, Page, Source, site_messages
from .document import Node
from .imprint import Imprint
from .inputs import Inputs
from .locales import Locale
from .message import Message, digest
from .output import File
from .press import Fault, Press, problem_of
from .problem import Problem, error, warning
from .translate import Contact, Edition, Voice, Words

SIZES = {
    "letter": "us-letter",
    "a4": "a4",
    "tabloid": "us-tabloid",
    "a3": "a3",
    "print-shop": "us-business-card",
}
"""What stands in a file's name, and what Typst calls it."""
HALF_A_YEAR = 182
"""Days a sheet is handed out after its oldest check, where no other day is set."""
SMALL = 20
"""Dots an inch of a sheet's small picture."""
KEPT = 4_000
"""PDFs the cache keeps at most; about 200 MB."""


_HEAVY = 200_000
"""Bytes from which a PDF is packed: what a screen reader follows takes half of a long one."""


@dataclass(frozen=True, slots=True)
class Product:
    """One kind of sheet.

    name:     the file's, "{slug}" standing for the page's where `each` is true.
    template: the file in templates/print/, without ".typ".
    pages:    slugs it needs (all of them, or there is no sheet); or, with a group, every page of that group.
    each:     one sheet for each page; else one for all of them together.
    groups:   every page of several groups, in their order, if there is one of the first; without those whose web template
              is in `without`, with those of any group whose template is in `also`.
    beside:   prints each block beside its original; there is none in the source language.
    folded:   two pages side by side in the order of a booklet, of the product before it.
    picture:  the page that is made a picture for phones, `<name>.png`; 0 for a PDF.
    """

    name: str
    template: str
    pages: tuple[str, ...] = ()
    group: str = ""
    each: bool = False
    sizes: tuple[str, ...] = ("letter", "a4")
    groups: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    beside: bool = False
    folded: bool = False
    picture: int = 0

    def chosen(self, editions: Sequence[Edition]) -> tuple[Edition, ...]:
        """The pages it prints, in order."""
        if self.pages:
            known = {one.page.slug: one for one in editions}
            return tuple(known[slug] for slug in self.pages) if known.keys() >= set(self.pages) else ()
        found = [one for one in editions if one.page.template in self.also or one.page.group in (self.group, *self.groups)]
        if not self.groups:
            return tuple(found)
        ranks = {group: rank for rank, group in enumerate(self.groups)}
        alike = {one.page.template: ranks[one.page.group] for one in found if one.page.group in ranks}
        kept = [one for one in found if one.page.template not in self.without]
        kept.sort(key=lambda one: ranks.get(one.page.group, alike.get(one.page.template, len(ranks))))
        return tuple(kept) if kept and kept[0].page.group == self.groups[0] else ()


# The whole guide (docs/decisions/0012-guide-on-paper.md). A search and a list of news that goes on are for the web.
_GUIDE: dict[str, Any] = {
    "groups": ("home", "situation", "tool", "order", "about"),
    "without": ("search", "updates"),
    "also": ("finder",),
}
GUIDES = (
    Product("guide", "guide", **_GUIDE),
    Product("guide-booklet", "guide", folded=True, **_GUIDE),
    Product("guide-large", "large", **_GUIDE),
    Product("guide-bilingual", "bilingual", beside=True, **_GUIDE),
)

PRODUCTS = (
    Product("card", "card", pages=("card", "show")),
    Product("{slug}-flyer", "flyer", group="situation", each=True),
    *GUIDES,
    # More cards, posters, signs, sheets, forms.
    Product("card-fold", "card-fold", pages=("card", "show")),
    Product("card-single", "card-single", pages=("card", "show"), sizes=("print-shop",)),
    Product("card-front", "card-picture", pages=("card", "show"), sizes=("print-shop",), picture=1),
    Product("card-back", "card-picture", pages=("card", "show"), sizes=("print-shop",), picture=2),
    Product("duplex-test", "duplex-test", pages=("card",)),
    Product("poster", "poster", pages=("index", "about"), sizes=("letter", "a4", "tabloid", "a3")),
    Product("poster-see-agents", "poster", pages=("see-agents",), sizes=("letter", "a4", "tabloid", "a3")),
    Product("door-sign", "door-sign", pages=("work", "city-building")),
    Product("inside-door", "inside-door", pages=("at-home", "card")),
    Product("notes", "notes", pages=("see-agents", "hurt")),
    Product("family-plan", "family-plan", pages=("family-plan",)),
    Product("family-plan-form", "family-plan-form", pages=("family-plan",)),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file to make: its path in the site, its template, its size, the Editions it prints, what it is one of."""

    path: str
    template: str
    size: str
    editions: tuple[Edition, ...]
    product: Product = Product("", "")
    variant: str = ""
    imprint: Imprint | None = None


# What groups get besides (docs/printing.md), by template: with a field to type their name into, or made for a print shop.
FOR_GROUPS: Mapping[str, tuple[str, ...]] = {"card": ("fillable",), "flyer": ("fillable", "print-shop")}


def for_groups(sheet: Sheet, imprints: Sequence[Imprint] = ()) -> list[Sheet]:
    """The same sheet as groups need it: its variants, and one with each imprint that has room on it."""
    variants = FOR_GROUPS.get(sheet.template, ())
    folder, _, file = sheet.path.rpartition("/")
    name, _, size = file.rpartition("-")
    code = sheet.editions[0].locale.code
    mine = [one for one in imprints if variants and code in (one.languages or (code,))]
    marked = [replace(sheet, path=f"{folder}/{one.slug}/{file}", imprint=one) for one in mine]
    return [replace(sheet, path=f"{folder}/{name}-{variant}-{size}", variant=variant) for variant in variants] + marked


def sheets(editions: Sequence[Edition], *, products: Sequence[Product] = PRODUCTS, source: str = "") -> list[Sheet]:
    """Every sheet of one language, in the order of the products; `source` is the tag of the source language."""
    found = []
    for product in products:
        chosen = product.chosen(editions)
        if not chosen or (product.beside and chosen[0].locale.tag == source):
            continue
        for parts in [(one,) for one in chosen] if product.each else [chosen]:
            path = f"{parts[0].locale.tag}/print/{product.name.format(slug=parts[0].page.slug)}"
            for size in product.sizes:
                file = f"{path}.png" if product.picture else f"{path}-{size}.pdf"
                found.append(Sheet(file, product.template, SIZES[size], parts, product))
    return found


def needed(page: Page) -> bool:
    """True for a page that some product prints."""
    return any(
        page.slug in product.pages or page.template in product.also or page.group in (product.group or None, *product.groups)
        for product in PRODUCTS
    )


def of_locale(
    editions: Sequence[Edition],
    originals: Sequence[Edition],
    inputs: Inputs,
    voice: Voice,
    *,
    cache: Path | None,
    checked_only: bool = False,
    imprints: Sequence[Imprint] = (),
) -> list[File | Problem]:
    """The sheets of one language; `checked_only` leaves out, and tells, every sheet that would carry a draft line."""
    made: list[File | Problem] = []
    drafts: list[str] = []
    shown = any(page.template == "print" for page in inputs.content.pages)
    known = {one.page.slug: one for one in originals}
    teller = _Teller(inputs, voice, known)
    whole: dict[tuple[str, str], bytes] = {}
    for sheet in sheets(editions, source=voice.source.tag):
        if sheet.template not in inputs.press.names:
            continue
        if sheet.product.folded:
            unfolded = whole.get((sheet.template, sheet.size))
            made += [File(sheet.path, booklet.folded(unfolded, rtl=voice.tongue.locale.dir == "rtl"))] if unfolded else []
            continue
        told = data(sheet, inputs, voice, known)
        if checked_only and any(told["missing"].values()):
            drafts.append(sheet.path)
            continue
        recalled = _recalled(sheet, told, inputs)
        if recalled:
            made.append(recalled)
            continue
        result = pdf(inputs.press, sheet.template, told, cache, picture=sheet.product.picture)
        made += [File(sheet.path, result)] if isinstance(result, bytes) else teller.problems(result, sheet)
        if isinstance(result, bytes) and sheet.product.groups:
            whole[sheet.template, sheet.size] = result
        seen = picture(inputs.press, sheet.template, told, cache) if shown and sheet.path.endswith("-letter.pdf") else None
        made += [File(small(sheet.path), seen)] if seen else []
        for one in for_groups(sheet, imprints):
            given = {**told, "imprint": _imprint(one)}
            special = pdf(inputs.press, sheet.template, given, cache) if given["imprint"] else result
            if isinstance(special, bytes):
                made.append(File(one.path, shop.ready(special) if one.variant == "print-shop" else special))
            elif special != result:
                made += teller.problems(special, one)
    return [*made, *_told_drafts(drafts)]


def _told_drafts(paths: Sequence[str]) -> Iterator[Problem]:
    """One line a language: what is left out because nobody has checked it."""
    if paths:
        names = ", ".join(path.rpartition("/")[2].removesuffix(".pdf") for path in paths)
        text = f"{len(paths)} sheets in {paths[0].partition('/')[0]} are drafts and not made: {names}."
        yield Problem("content", 1, "info", "print-draft", text, "python build.py status tells what nobody has checked yet.")


def _recalled(sheet: Sheet, told: Mapping[str, Any], inputs: Inputs) -> Problem | None:
    """An error for a sheet whose words are the very ones that were recalled."""
    versions = {one["version"] for one in told["editions"].values()}
    for one in inputs.content.recalls:
        if one.version in versions:
            text = f"{sheet.path} is not made: version {one.version} is recalled."
            return error(RECALLS, one.line, "recalled", text, "Mend the page; its version then changes by itself.")
    return None


def _imprint(sheet: Sheet) -> Node | None:
    """What stands in the box of a group: its own words, or a field for them."""
    if sheet.variant == "fillable":
        return {"field": True}
    one = sheet.imprint
    return {"name": one.name, "phone": one.phone, "web": one.web, "logo": one.svg} if one else None


def unprintable(inputs: Inputs, imprints: Sequence[Imprint]) -> Iterator[Problem]:
    """An error for each imprint with a letter that no font has."""
    for one in imprints:
        lost = inputs.press.missing(one.name + one.phone + one.web)
        if lost:
            hint = "Write it another way, or add the letter to templates/print/fonts."
            yield error(one.path, one.line, "print-glyph", f"No font for print has “{lost}”.", hint)


def data(sheet: Sheet, inputs: Inputs, voice: Voice, originals: Mapping[str, Edition]) -> dict[str, Any]:
    """All that the template of a sheet may use (templates/README.md); `originals` by slug, in the source language."""
    return _Teller(inputs, voice, originals).data(sheet)


def pdf(
    press: Press, template: str, told: Mapping[str, Any], cache: Path | None, *, picture: int = 0
) -> bytes | tuple[Fault, ...]:
    """The sheet, from the cache where it was made before; or its page `picture` as a PNG."""
    basis = json.dumps([press.digest, template, told, picture], ensure_ascii=False, sort_keys=True)
    kept = cache / f"{hashlib.sha256(basis.encode()).hexdigest()}.pdf" if cache else None
    known = _kept(kept) if kept else None
    if known is not None:
        return known
    made = press.picture(template, told, picture) if picture else press.sheet(template, told)
    if isinstance(made, bytes) and not picture:
        made = fields.fillable(made)
        made = booklet.packed(made) if len(made) > _HEAVY else made
    if kept and isinstance(made, bytes):
        with suppress(OSError):  # without a cache the next build is slower, and that is all
            output.replace(kept, made + _seal(made))
    return made


def sweep(cache: Path) -> None:
    """Takes the oldest PDFs out of the cache until KEPT are left."""
    with suppress(OSError):
        known = sorted(cache.glob("*.pdf"), key=lambda path: path.stat().st_mtime)
        for path in known[: max(0, len(known) - KEPT)]:
            path.unlink()


def last_day(page: Page) -> datetime.date | None:
    """The day after which a sheet of this page must not be handed out: when somebody promised to look again, or half a year
    after the oldest check; None where there is neither."""
    checks = [page.verified, page.lawyer_checked.on if page.lawyer_checked else None]
    oldest = min((day for day in checks if day), default=None)
    return page.verify_by or (oldest + datetime.timedelta(days=HALF_A_YEAR) if oldest else None)


def missing(sheet: Sheet, inputs: Inputs, voice: Voice) -> Mapping[str, bool]:
    """What nobody has checked yet of what a sheet prints, as its draft line says."""
    return _Teller(inputs, voice, {})._missing(sheet.editions)


def small(path: str) -> str:
    """Where the small picture of a sheet stands, one for all its sizes."""
    return f"{path.rpartition('-')[0]}.small.png"


def picture(press: Press, template: str, told: Mapping[str, Any], cache: Path | None) -> bytes | None:
    """The first page of a sheet, small; None where it cannot be set, which its PDF tells."""
    basis = json.dumps([press.digest, template, told, "small"], ensure_ascii=False, sort_keys=True)
    kept = cache / f"{hashlib.sha256(basis.encode()).hexdigest()}.pdf" if cache else None
    known = _kept(kept) if kept else None
    if known is not None:
        return known
    drawn = press.picture(template, told, 1, ppi=SMALL)
    made = pictures.small(drawn) if isinstance(drawn, bytes) else drawn
    if kept and isinstance(made, bytes):
        with suppress(OSError):
            output.replace(kept, made + _seal(made))
    return made if isinstance(made, bytes) else None


def warnings(inputs: Inputs) -> tuple[Problem, ...]:
    """A warning while what is printed leads to an address that does not exist."""
    if inputs.settings.base_url or not any(needed(page) for page in inputs.content.pages):
        return ()
    text = f"Every printed sheet says that its address is a sample: “{inputs.settings.address}” is a reserved example name."
    line = inputs.settings.lines.get("base_url", 1)
    return (warning("content/site.toml", line, "sample-address", text, "Set base_url, or give --base-url for this run."),)


def _kept(path: Path) -> bytes | None:
    """A PDF of the cache, None where it is not there or not whole."""
    try:
        held = path.read_bytes()
        body, seal = held[:-_SEAL], held[-_SEAL:]
        if seal != _seal(body):
            return None
        os.utime(path)
    except OSError:
        return None
    return body


_SEAL = 64


def _seal(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode()


# ── what a sheet is given ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Teller:
    """What all sheets of one language are told alike."""

    inputs: Inputs
    voice: Voice
    originals: Mapping[str, Edition]

    def data(self, sheet: Sheet) -> dict[str, Any]:
        """All that the template of a sheet may use; templates/README.md describes each."""
        settings, own = self.inputs.settings, self.voice.tongue.locale
        until = min((day for one in sheet.editions if (day := last_day(one.page))), default=None)
        show = next((self.originals[one.page.slug] for one in sheet.editions if one.page.template == "show"), None)
        inside = frozenset(one.page.slug for one in sheet.editions) if sheet.product.groups else frozenset[str]()
        return {
            "size": sheet.size,
            "file": sheet.path.rpartition("/")[2],
            "site": {one.kind.removeprefix("site "): document.words(self.voice.words(one)) for one in self._site()},
            "home": self._home(sheet.editions),
            "locale": _locale(own),
            "source": _locale(self.voice.source),
            "editions": {one.page.slug: self._edition(one, inside, beside=sheet.product.beside) for one in sheet.editions},
            "missing": self._missing(sheet.editions),
            "until": self._day(until),
            "sample": not settings.base_url,
            "sentences": [text for text, _ in views.sentences(show, show)] if show else [],
            "phrases": self._phrases(),
            "imprint": None,
            "check": self._check(),
        }

    def _edition(self, one: Edition, inside: frozenset[str], *, beside: bool) -> Node:
        def lead(target: str) -> str | None:
            return self._inside(target, one.page.slug, inside) or self._lead(target)

        nodes = document.on_paper(document.blocks(one.tree, lead, rtl=one.locale.dir == "rtl"))
        cited = document.cited(nodes)
        address = routes.address(routes.path(one.page.slug, one.locale.tag), self.inputs.settings.address)
        return {
            "slug": one.page.slug,
            "group": one.page.group,
            "title": document.words(one.title),
            "title_in_source": self.originals[one.page.slug].title.text if beside else "",
            "description": document.words(one.description),
            "blocks": [] if beside else nodes,
            "pairs": self._pairs(one, lead) if beside else [],
            "sections": {} if inside or beside else document.sections(nodes),
            "sources": [_source(number, source) for number, source in one.sources if str(number) in cited],
            "contacts": [_contact(contact) for contact in one.contacts],
            "listing": [_contact(contact) for contact in one.listing],
            "seen": self._day(one.page.verified or one.seen),
            "version": views.version(one),
            "address": address,
            "code": "" if inside else qr.bare(address),
            "drawing": self._drawing(one.page.drawing),
        }

    def _pairs(self, one: Edition, lead: document.Lead) -> list[Node]:
        """Every block of a page beside its original."""
        twin = self.originals[one.page.slug]
        tree = bilingual.pairs(one.tree, twin.tree, locale=one.locale, source_locale=self.voice.source)
        halves = [[document.blocks(half, lead, rtl=half.get("dir") == "rtl")[0] for half in pair] for pair in tree]
        pairs = [
            {**_place(own), "source": theirs, "own": own}
            for theirs, own in halves
            if own["kind"] == "h" or document.on_paper([own])
        ]
        return document.on_paper(pairs)

    def _home(self, editions: Sequence[Edition]) -> Node:
        """The front page of the language, and the version of all these pages together."""
        address = routes.address(routes.path("index", self.voice.tongue.locale.tag), self.inputs.settings.address)
        return {"address": address, "code": qr.bare(address), "version": digest(*map(views.version, editions))[:8]}

    def _site(self) -> tuple[Message, ...]:
        return site_messages(self.inputs.settings)

    def _inside(self, target: str, slug: str, inside: frozenset[str]) -> str | None:
        """A link to a page of the same sheet, as its template follows it."""
        path, _, anchor = target.partition("#")
        page = path.removesuffix(".html") or slug
        if page not in inside or anchor.startswith("source-"):
            return None
        return f"inside:{page}/{anchor}" if anchor else f"inside:{page}"

    def _missing(self, editions: Sequence[Edition]) -> dict[str, bool]:
        """What nobody has checked yet of these pages: each is named in the draft line."""
        shown = [
            contact for one in editions for contact in (*one.contacts, *one.listing) if contact.phone and len(contact.phone) > 3
        ]
        reviewed = self.voice.tongue.is_source or all(one.progress.reviewed == one.progress.total for one in editions)
        return {
            "lawyer": any(one.page.lawyer_checked is None for one in editions),
            "numbers": any(contact.checked is None for contact in shown),
            "sources": any(one.page.verified is None for one in editions if one.sources),
            "review": not reviewed,
            "day": any(last_day(one.page) is None for one in editions),
        }

    def _check(self) -> str | None:
        """Where a reader learns whether a version is still good."""
        page = next((page for page in self.inputs.content.pages if page.template == "version"), None)
        tag = self.voice.tongue.locale.tag
        return routes.address(routes.path(page.slug, tag), self.inputs.settings.address) if page else None

    def _lead(self, target: str) -> str | None:
        """A link between pages opens the site's address, where it has one."""
        base, own = self.inputs.settings.base_url, self.voice.tongue.locale.tag
        if not base or target.startswith("#"):
            return None
        return routes.address(target.removeprefix("../") if target.startswith("../") else f"{own}/{target}", base)

    def _day(self, day: datetime.date | None) -> Node | None:
        return {"text": self.voice.tongue.locale.date(day), "source": self.voice.source.date(day)} if day else None

    def _phrases(self) -> dict[str, Node | None]:
        """Every phrase of the print templates, by context and text."""
        told = {}
        for phrase in self.inputs.press.phrases:
            name = phrase.text if phrase.context is None else f"{phrase.context}\4{phrase.text}"
            told[name] = document.words(self.voice.words(phrase))
        return told

    def _drawing(self, name: str) -> str | None:
        svg = templates.drawing(self.inputs.theme, name) if name else None
        return _printable(svg) if svg else None

    # ── faults ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def problems(self, faults: Sequence[Fault], sheet: Sheet) -> list[File | Problem]:
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
        held = [(one, said) for one in self._messages(sheet) if fault.text in (said := self.voice.words(one).text)]
        for message, said in held:
            shown = said if len(said) <= 80 else f"{said[:79]}…"
            yield error(*self._where(message), "print-glyph", f"{text}: “{shown}”.", hint)
        if not held:
            yield error(fault.path, fault.line, "print-glyph", f"{text}, in {sheet.path}.", hint)

    def _messages(self, sheet: Sheet) -> list[Message]:
        pages = [message for one in sheet.editions for message in one.page.messages()]
        told = [message for one in self.inputs.content.shown for message in one.messages()]
        return [*pages, *told, *self.inputs.press.phrases]

    def _where(self, message: Message) -> tuple[str, int]:
        if self.voice.words(message).foreign or self.voice.tongue.is_source:
            return message.path, message.line
        return self.voice.tongue.where(message)


def _place(node: Node) -> Node:
    """What decides where a pair stands: its kind, level, marks and anchor."""
    return {name: node[name] for name in ("kind", "level", "marks", "id") if name in node}


def _locale(one: Locale) -> Node:
    return {"tag": one.tag, "dir": one.dir, "name": one.name}


def _source(number: int, source: Source) -> Node:
    told = f"{source.title}. {source.publisher}, {source.published}"
    return {"number": number, "text": told, **({"href": source.url} if source.url else {})}


def _contact(one: Contact) -> Node:
    said: dict[str, Words | None] = {name: getattr(one, name) for name in ("name", "what", "ask", "hours", "address", "cost")}
    told: Node = {name: document.words(words) for name, words in said.items()}
    languages = [document.words(words) for words in one.languages]
    plain = {name: getattr(one, name) for name in ("id", "phone", "phone_href", "web", "email")}
    return {**told, **plain, "languages": languages, "needs": list(one.needs), "places": list(one.places)}


def _printable(svg: str) -> str:
    """A drawing of the site as a picture that stands alone: black lines, the lit part grey."""
    drawn = 'xmlns="http://www.w3.org/2000/svg" fill="none" stroke="#000" stroke-width="2.4" stroke-linecap="round"'
    svg = re.sub(r'<svg class="drawing"', f'<svg {drawn} stroke-linejoin="round"', svg)
    return svg.replace('class="lit"', 'fill="#ddd" stroke="none"')
