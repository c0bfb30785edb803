"""Printed sheets → what the pages "print" and "version" tell of them, and the word that goes into a ZIP.

In:    Editions, a voice, Inputs; the Files that were printed, none where paper is left out.
Out:   Shelf: each sheet with its files, size and version; what is recalled. Only files that exist are named.
Never: prints, opens a file, hides what nobody has checked.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from . import bundle, paper, routes, views
from .inputs import Inputs
from .message import Message, digest
from .output import File
from .translate import Edition, Voice, Words

_PAGES = re.compile(rb"/Type/Pages/Count (\d+)")
README = (
    "Print at 100 percent, not “fit to page”. Use US Letter or A4, plain white paper.",
    "Cards have two sides. Print on both sides and flip on the long edge. Try one sheet first.",
    "Each sheet says on it what nobody has checked yet. Read that line before you hand it out.",
)
"""Phrases of print.html that a ZIP says, too."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One PDF: its address seen from the language's folder, paper ("letter", "a4" …), variant, pages, kilobytes."""

    href: str
    size: str
    variant: str
    pages: int
    kilobytes: int


@dataclass(frozen=True, slots=True)
class Item:
    """One sheet in all its sizes.

    kind:    what it is: "card", "flyer"; slug and title: the page it is about; version and date are that page's.
    missing: what nobody has checked yet, as the sheet itself says: "lawyer", "numbers", "sources", "review", "day".
    picture: a small picture of its first page, or "".
    """

    kind: str
    slug: str
    title: Words
    version: str
    date: datetime.date | None
    missing: tuple[str, ...]
    copies: tuple[Copy, ...]
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
    grouped: dict[str, list[paper.Sheet]] = {}
    for sheet in paper.sheets(editions):
        if sheet.template in inputs.press.names:
            grouped.setdefault(_stem(sheet.path), []).append(sheet)
    items = tuple(_item(stem, found, inputs, voice, made) for stem, found in grouped.items())
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


def _item(stem: str, sheets: Sequence[paper.Sheet], inputs: Inputs, voice: Voice, made: dict[str, bytes]) -> Item:
    first = sheets[0].editions[0]
    slug = first.page.slug
    kind = stem.rpartition("/")[2]
    kind = kind.removeprefix(f"{slug}-") if len(sheets[0].editions) == 1 else kind
    wanted = [one for sheet in sheets for one in (sheet, *paper.for_groups(sheet))]
    copies = tuple(_copy(one, made[one.path]) for one in wanted if one.path in made and one.path.endswith(".pdf"))
    lacking = tuple(name for name, true in paper.missing(sheets[0], inputs, voice).items() if true)
    small = paper.small(sheets[0].path)
    picture = small.partition("/")[2] if small in made else ""
    date = first.page.verified or first.seen
    return Item(kind, slug, first.title, _version(sheets[0]), date, lacking, copies, picture)


def _version(sheet: paper.Sheet) -> str:
    """What the sheet prints: the version of its page, or of all pages together where it holds many."""
    versions = [views.version(one) for one in sheet.editions]
    return versions[0] if len(versions) <= 2 else digest(*versions)[:8]


def _copy(sheet: paper.Sheet, data: bytes) -> Copy:
    size = sheet.path.rpartition("-")[2].removesuffix(".pdf")
    count = _PAGES.search(data)
    return Copy(sheet.path.partition("/")[2], size, sheet.variant, int(count[1]) if count else 1, _kilobytes(data))


def _stem(path: str) -> str:
    """The path without its size."""
    return re.sub(r"-(?:letter|a4|a3|tabloid|print-shop)\.pdf\Z|\.\w+\Z", "", path)


def _kilobytes(data: bytes) -> int:
    return -(-len(data) // 1000)
