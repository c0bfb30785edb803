"""Printed sheets → what the pages "print" and "version" tell of them, and the word that goes into a ZIP.

In:    Editions, a voice, Inputs; the Files that were printed, none where paper is left out.
Out:   Shelf: each sheet with its files, size and version; what is recalled. Only files that exist are named.
Never: prints, opens a file, hides what nobody has checked.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import bundle, manuscript, paper, pdf, products, routes
from .inputs import Inputs
from .message import Message
from .output import File
from .products import Sheet
from .translate import Edition, Voice, Words

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
    title: Words
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
    reason: Words


@dataclass(frozen=True, slots=True)
class Shelf:
    """All sheets of a language; `bundle` is (address, kilobytes) of its ZIP, or None; `printed`: there are files at all."""

    items: tuple[Item, ...]
    bundle: tuple[str, int] | None
    recalled: tuple[Recalled, ...]
    printed: bool


def shelf(editions: Sequence[Edition], inputs: Inputs, voice: Voice, files: Sequence[File] = ()) -> Shelf:
    """What a language has on paper, of the files that were made."""
    tag = voice.tongue.locale.tag
    made = {file.path: file.data for file in files if file.path.startswith(f"{tag}/print/")}
    kinds: dict[tuple[str, str], list[tuple[Sheet, products.Copy]]] = {}
    for sheet in products.sheets(editions, inputs.press.names):
        for copy in sheet.copies:
            kinds.setdefault((copy.kind, sheet.stem), []).append((sheet, copy))
    items = tuple(_item(found, voice, made) for found in kinds.values() if found[0][1].path.endswith(".pdf"))
    zipped = made.get(bundle_path(f"{tag}/print"))
    link = (routes.link(bundle_path(f"{tag}/print"), source=f"{tag}/"), _kilobytes(zipped)) if zipped else None
    recalled = tuple(Recalled(one.version, one.on, voice.words(one.message())) for one in inputs.content.recalls)
    return Shelf(items, link, recalled, any(path.endswith(".pdf") for path in made))


def bundle_path(folder: str) -> str:
    """Where the ZIP of a folder stands: `es/print` → `es/print/lantern-es-print.zip`; a group's bears its name."""
    tag, _, rest = folder.partition("/")
    name = "-".join(["lantern", tag, *rest.split("/")])
    return f"{folder}/{name}.zip"


def bundles(files: Sequence[File], inputs: Inputs, voice: Voice) -> list[File]:
    """A ZIP for each folder of sheets of one language."""
    folders: dict[str, list[File]] = {}
    for file in files:
        if file.path.endswith(".pdf"):
            folders.setdefault(file.path.rpartition("/")[0], []).append(file)
    lines = _readme(inputs, voice)
    return [bundle.zipped(found, bundle_path(folder), readme=lines) for folder, found in sorted(folders.items())]


def _readme(inputs: Inputs, voice: Voice) -> list[str]:
    """What the ZIP says, in the reader's language and then in the source's."""
    said = [voice.words(Message(text, kind="phrase")).text for text in README]
    both = said if voice.tongue.is_source else [*said, "", *README]
    page = next((page for page in inputs.content.pages if page.template == "version"), None)
    address = [routes.address(routes.path(page.slug, voice.tongue.locale.tag), inputs.settings.address)] if page else []
    return [inputs.settings.name, "", *both, "", *address]


def _item(found: Sequence[tuple[Sheet, products.Copy]], voice: Voice, made: Mapping[str, bytes]) -> Item:
    sheet, first = found[0]
    page = sheet.editions[0].page
    lacking = manuscript.missing(sheet, is_source=voice.tongue.is_source)
    picture = paper.small(sheet)
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


def _downloads(copies: Sequence[products.Copy], made: Mapping[str, bytes]) -> tuple[Download, ...]:
    """What is offered of one item; all its files have the pages of the first."""
    pages = pdf.pages(made[copies[0].path]) if copies else 0
    return tuple(Download(one.path.partition("/")[2], one.size, one.form, pages, _kilobytes(made[one.path])) for one in copies)


def _kilobytes(data: bytes) -> int:
    return -(-len(data) // 1000)
