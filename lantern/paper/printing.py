"""Editions of one language → everything that is printed of them, and the list of it for the pages that tell of it.

In:    a Site, Editions with the source's; what groups print of their own; a cache of sheets.
Out:   PDFs, pictures and ZIPs as Files; Downloads; Problems.
Never: stops at a sheet that fails, makes an Edition, writes a page of the web.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..editions.edition import Edition
from ..editions.translator import Translator
from ..files import names
from ..files.cache import Cache
from ..files.publish import File
from ..problem import Problem, error
from ..site import Site
from . import downloads, typeset
from .downloads import Downloads
from .sheets import Imprint


@dataclass(frozen=True)
class Printed:
    """What one language has on paper."""

    files: tuple[File, ...]
    problems: tuple[Problem, ...]
    downloads: Downloads


def print_language(
    site: Site,
    translator: Translator,
    editions: Sequence[Edition],
    originals: Sequence[Edition],
    *,
    cache: Cache,
    checked_only: bool = False,
    imprints: Sequence[Imprint] = (),
) -> Printed:
    """Every sheet of one language, and a ZIP of all of them; a sheet that fails is a Problem.

    checked_only: leave out sheets that would carry a draft line; imprints: groups that get a set of their own.
    """
    made = typeset.of_locale(editions, originals, site, translator, known=cache, checked_only=checked_only, imprints=imprints)
    sheets = [written for written in made if isinstance(written, File)]
    files = [*sheets, *downloads.bundles(sheets, site, translator)]
    problems = [*(written for written in made if isinstance(written, Problem)), *_unfit(files, imprints)]
    listed = downloads.list_downloads(editions, site, translator, files)
    return Printed(tuple(files), tuple(dict.fromkeys(problems)), listed)


def _unfit(files: Iterable[File], imprints: Iterable[Imprint]) -> Iterator[Problem]:
    """A Problem for each imprint whose folder some system cannot hold."""
    for imprint in imprints:
        reasons = {names.unfit(file.path) for file in files if file.path.split("/")[2:3] == [imprint.slug]} - {""}
        if reasons:
            yield error(imprint.path, 1, "name", min(reasons), "Give the file another name: it is the folder's.")
