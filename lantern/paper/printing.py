"""The other half of the pipeline: the same Editions → everything that is printed, and the pages that tell of it.

In:    Inputs; the folder of the memory; what groups print of their own.
Out:   PDFs, pictures and ZIPs of every language as Files, the pages "print" and "version" written anew; Problems.
Never: stops at a sheet that fails, keeps a page of the site from its readers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from .. import routes
from ..editions.edition import Edition
from ..editions.translator import Translator
from ..files import names, systems, workers
from ..files.cache import Cache
from ..files.publish import File
from ..problem import Problem, error
from ..site import Site
from ..templates import typst
from ..web import context, pages
from . import downloads, typeset
from .imprint import Imprint

Work = Callable[[int], list[File | Problem]]
"""Makes what is printed in the locale of this number."""


def papers(
    site: Site,
    *,
    jobs: int = 1,
    cache: Path | None = None,
    checked_only: bool = False,
    imprints: Sequence[Imprint] = (),
    progress: Callable[[str], None] = lambda text: None,
) -> tuple[tuple[File, ...], tuple[Problem, ...]]:
    """Every printed sheet of the site, and what of its pages tells of them; a sheet that fails is a Problem.

    cache: keeps sheets between two builds; checked_only: leave out sheets that would carry a draft line;
    imprints: groups that get a set of their own.
    """
    if not site.printed:
        return (), ()
    known, originals = typeset.memory(cache), pages.editions(site, site.translators[0])

    def of_locale(number: int) -> list[File | Problem]:
        return _of_locale(site, site.translators[number], originals, known, imprints, checked_only=checked_only)

    made: list[File | Problem] = []
    with _workers(of_locale, min(jobs, len(site.translators))) as each:
        for translator, result in zip(site.translators, each(range(len(site.translators))), strict=True):
            progress(f"{translator.tongue.locale.tag}: {len(result)} printed files")
            made.extend(result)
    known.prune()
    problems = dict.fromkeys(written for written in made if isinstance(written, Problem))
    files = tuple(written for written in made if isinstance(written, File))
    return files, (*problems, *_unfit(files, imprints), *typeset.warnings(site))


def _unfit(files: Iterable[File], imprints: Iterable[Imprint]) -> Iterator[Problem]:
    """A Problem for each imprint whose folder some system cannot hold."""
    for one in imprints:
        told = {names.unfit(file.path) for file in files if file.path.split("/")[2:3] == [one.slug]} - {""}
        if told:
            yield error(one.path, 1, "name", min(told), "Give the file another name: it is the folder's.")


@contextmanager
def _workers(work: Work, jobs: int) -> Iterator[Callable[[Iterable[int]], Iterable[list[File | Problem]]]]:
    """What shares the work out: processes, or threads where they must not be.

    Typst lets go of Python while it works, but two of them in one process wait for each other's memory of what was set: processes
    take two thirds of the time. A process forked after Typst has run would wait for ever for threads that it did not inherit.
    """
    if jobs < 2:
        yield lambda numbers: map(work, numbers)
    elif not systems.can_fork() or typst.has_run():
        with ThreadPoolExecutor(jobs) as threads:
            yield lambda numbers: threads.map(work, numbers)
    else:
        yield lambda numbers: workers.shared(work, numbers, jobs)


def _of_locale(
    site: Site, translator: Translator, originals: list[Edition], known: Cache, imprints: Sequence[Imprint], *, checked_only: bool
) -> list[File | Problem]:
    """Every sheet of one locale, all of them in one file, and the pages that tell of them."""
    mine = originals if translator.tongue.is_source else pages.editions(site, translator)
    made = typeset.of_locale(mine, originals, site, translator, known=known, checked_only=checked_only, imprints=imprints)
    files = [written for written in made if isinstance(written, File)]
    zipped = downloads.bundles(files, site, translator)
    return [*made, *zipped, *_shelves(site, translator, mine, originals, [*files, *zipped])]


def _shelves(
    site: Site, translator: Translator, mine: Sequence[Edition], originals: Sequence[Edition], files: Sequence[File]
) -> list[File | Problem]:
    """The pages that tell of printed sheets, written again now that these are known."""
    pairs = [pair for pair in zip(mine, originals, strict=True) if pair[0].page.template in context.ON_PAPER]
    if not pairs:
        return []
    shared = context.make_shared_context(site, translator, (), preview=False)
    shared = replace(shared, shelf=downloads.list_downloads(mine, site, translator, files))
    made: list[File | Problem] = []
    for one, original in pairs:
        written = site.theme.write(one.page.template, context.page_values(one, original, site, shared))
        path = routes.path(one.page.slug, one.locale.tag)
        made.append(written if isinstance(written, Problem) else File(path, written.encode()))
    return made
