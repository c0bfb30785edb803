"""Printed sheets → what the pages "print" and "version" tell of them, and the word that goes into a ZIP.

In:    Editions, a voice, Inputs; the Files that were printed, none where paper is left out.
Out:   Shelf: each sheet with its files, size and version; what is recalled. Only files that exist are named.
Never: prints, opens a file, hides what nobody has checked.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .. import routes
from ..editions.edition import Edition
from ..editions.translator import Text, Translator
from ..files import archive, pdf
from ..files.publish import File
from ..message import Message
from ..site import Site
from . import manuscript, sheets
from .sheets import Sheet

README = (
    "Print at 100 percent, not “fit to page”. Use US Letter or A4, plain white paper.",
    "Cards have two sides. Print on both sides and flip on the long edge. Try one sheet first.",
    "Each sheet says on it what nobody has checked yet. Read that line before you hand it out.",
)
"""Phrases of print.html that a ZIP says, too."""


@dataclass(frozen=True, slots=True)
class Download:
    """One PDF: its address seen from the language's folder, paper and form (as in products.Copy), pages, kilobytes."""

    href: str
    size: str
    form: str
    pages: int
    kilobytes: int


@dataclass(frozen=True, slots=True)
class Item:
    """One sheet in all its files.

    kind:    what it is: "card", "flyer"; slug and title: the page it is about.
    version: what the sheet prints; date: when the sources of its page were seen.
    missing: what nobody has checked yet, as the sheet itself says: "lawyer", "numbers", "sources", "review", "day".
    picture: a small picture of its first page, or "".
    """

    kind: str
    slug: str
    title: Text
    version: str
    date: datetime.date | None
    missing: tuple[str, ...]
    files: tuple[Download, ...]
    picture: str


@dataclass(frozen=True, slots=True)
class Recalled:
    """A version that must not be used any more, and why."""

    version: str
    on: datetime.date
    reason: Text


@dataclass(frozen=True, slots=True)
class Downloads:
    """All sheets of a language; `bundle` is (address, kilobytes) of its ZIP, or None; `printed`: there are files at all."""

    items: tuple[Item, ...]
    bundle: tuple[str, int] | None
    recalled: tuple[Recalled, ...]
    printed: bool


def list_downloads(editions: Sequence[Edition], site: Site, translator: Translator, files: Sequence[File] = ()) -> Downloads:
    """What a language has on paper, of the files that were made."""
    tag = translator.tongue.locale.tag
    made = {file.path: file.data for file in files if file.path.startswith(f"{tag}/print/")}
    kinds: dict[tuple[str, str], list[tuple[Sheet, sheets.Copy]]] = {}
    for sheet in sheets.sheets(editions, site.products, source=translator.source.tag):
        for copy in sheet.copies:
            kinds.setdefault((copy.kind, sheet.stem), []).append((sheet, copy))
    items = tuple(_item(found, translator, made) for found in kinds.values() if found[0][1].path.endswith(".pdf"))
    zipped = made.get(bundle_path(f"{tag}/print"))
    link = (routes.link(bundle_path(f"{tag}/print"), source=f"{tag}/"), _kilobytes(zipped)) if zipped else None
    recalled = tuple(Recalled(one.version, one.on, translator.text(one.message())) for one in site.content.recalls)
    return Downloads(items, link, recalled, any(path.endswith(".pdf") for path in made))


def bundle_path(folder: str) -> str:
    """Where the ZIP of a folder stands: `es/print` → `es/print/lantern-es-print.zip`; a group's bears its name."""
    tag, _, rest = folder.partition("/")
    name = "-".join(["lantern", tag, *rest.split("/")])
    return f"{folder}/{name}.zip"


def bundles(files: Sequence[File], site: Site, translator: Translator) -> list[File]:
    """A ZIP for each folder of sheets of one language."""
    folders: dict[str, list[File]] = {}
    for file in files:
        if file.path.endswith(".pdf"):
            folders.setdefault(file.path.rpartition("/")[0], []).append(file)
    lines = _readme(site, translator)
    return [archive.zipped(found, bundle_path(folder), readme=lines) for folder, found in sorted(folders.items())]


def _readme(site: Site, translator: Translator) -> list[str]:
    """What the ZIP says, in the reader's language and then in the source's."""
    said = [translator.text(Message(text, kind="phrase")).text for text in README]
    both = said if translator.tongue.is_source else [*said, "", *README]
    page = next((page for page in site.content.pages if page.kind.checks_versions), None)
    address = [routes.address(routes.path(page.slug, translator.tongue.locale.tag), site.settings.address)] if page else []
    return [site.settings.name, "", *both, "", *address]


def _item(found: Sequence[tuple[Sheet, sheets.Copy]], translator: Translator, made: Mapping[str, bytes]) -> Item:
    sheet, first = found[0]
    page = sheet.editions[0].page
    lacking = manuscript.missing(sheet, is_source=translator.tongue.is_source)
    picture = sheets.small(sheet)
    return Item(
        kind=first.kind,
        slug=page.slug,
        title=sheet.editions[0].title,
        version=manuscript.version_of(sheet.editions),
        date=page.verified or sheet.editions[0].seen,
        missing=tuple(name for name, true in lacking.items() if true),
        files=_downloads([copy for _, copy in found if copy.path in made], made),
        picture=picture.partition("/")[2] if picture in made else "",
    )


def _downloads(copies: Sequence[sheets.Copy], made: Mapping[str, bytes]) -> tuple[Download, ...]:
    """What is offered of one item; all its files have the pages of the first."""
    pages = pdf.pages(made[copies[0].path]) if copies else 0
    return tuple(Download(one.path.partition("/")[2], one.size, one.form, pages, _kilobytes(made[one.path])) for one in copies)


def _kilobytes(data: bytes) -> int:
    return -(-len(data) // 1000)
