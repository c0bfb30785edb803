"""The pipeline on one screen: Editions of a language → its sheets → its pages, language by language → files.

In:    a Site; what to print; how many processes may work.
Out:   the whole site as Files, and every Problem found on the way.
Never: writes to disk, depends on the day, stops at the first fault, makes an Edition twice in a process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .content.pages import Page
from .editions import advice as advising
from .editions.edition import Edition
from .editions.translator import Translator
from .files import systems, workers
from .files.publish import File
from .message import Message
from .paper import downloads, printing, sheets, typeset
from .paper.sheets import Imprint
from .problem import Problem, strict
from .site import Site
from .templates import typst
from .web import addresses, context, pages
from .web.pages import BuildMemo, PageWriter

_WORTH_SPLITTING = 600
"""Pages times languages from which a second process pays for its start."""

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Printing:
    """What to print: with a cache of sheets between builds (None keeps none), only what is checked, for which groups."""

    cache: Path | None = None
    checked_only: bool = False
    imprints: tuple[Imprint, ...] = ()


@dataclass(frozen=True)
class Built:
    """A whole site. With an error among `problems` it must not be published; a sheet that failed keeps no page back."""

    files: tuple[File, ...]
    problems: tuple[Problem, ...]
    sheets: tuple[File, ...] = ()
    print_problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _Made:
    """What came of one language."""

    pages: tuple[File | Problem, ...] = ()
    sheets: tuple[File, ...] = ()
    print_problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _Work:
    """What every language of one build needs; `writer` None writes no pages, `printing` None prints nothing."""

    site: Site
    originals: tuple[Edition, ...]
    writer: PageWriter | None
    printing: Printing | None
    wanted: Callable[[Page], bool] = lambda page: True
    progress: Tell = lambda text: None


def build(
    site: Site,
    *,
    jobs: int = 1,
    memo: BuildMemo | None = None,
    preview: bool = False,
    progress: Tell = lambda text: None,
    first: frozenset[str] = frozenset(),
    printing: Printing | None = None,
) -> Built:
    """The whole site, with its sheets where `printing` says which.

    first: pages that somebody waits for; all others are then given as `memo` has them, and wait for the next build.
    """
    writer = PageWriter(site, context.rows(site), memo or BuildMemo(), preview, first)
    writer.memo.written.clear()
    originals = _editions(site, site.translators[0], memo=writer.memo)
    work = _Work(site, originals, writer, printing if site.printed else None, progress=progress)
    made = _in_languages(work, jobs)
    written = [one for language in made for one in language.pages]
    written += writer.write_shared([edition for edition in originals if edition.page.kind.sentences])
    files = [one for one in written if isinstance(one, File)]
    recorded = pages.recorded_languages(site)
    whole, unfit = pages.publishable(
        site, files, {one.tongue.locale.tag: _editions(site, one, memo=writer.memo) for one in recorded}
    )
    faults = [one for one in written if isinstance(one, Problem)]
    faults += addresses.collisions(files, site, _print_addresses(site))
    return Built(whole, tuple(dict.fromkeys((*faults, *unfit))), *_printed(made, work))


def print_sheets(
    site: Site, printing: Printing, *, jobs: int = 1, progress: Tell = lambda text: None
) -> tuple[tuple[File, ...], tuple[Problem, ...]]:
    """The sheets alone, without the site around them."""
    if not site.printed:
        return (), ()
    work = _Work(site, _editions(site, site.translators[0]), None, printing, progress=progress)
    return _printed(_in_languages(work, jobs), work)


def check(site: Site, *, jobs: int = 1, progress: Tell = lambda text: None) -> tuple[Problem, ...]:
    """What a build would find, every refused translation as an error, and advice to translators; nothing is kept from before.

    Every page is written in the source's language. In the others one page of each template is: a translation cannot change the
    structure of a page (document.markdown holds that as a law), so that what fails on one page of a template fails on all.
    """
    writer = PageWriter(site, context.rows(site), BuildMemo())
    samples = {page.template: page.slug for page in reversed(site.content.pages)}
    originals = _editions(site, site.translators[0])
    work = _Work(site, originals, writer, None, lambda page: samples[page.template] == page.slug, progress)
    made = [one for language in _in_languages(work, jobs) for one in language.pages]
    made += writer.write_shared([edition for edition in originals if edition.page.kind.sentences])
    recorded = {one.tongue.locale.tag: _editions(site, one) for one in pages.recorded_languages(site)}
    files = [one for one in made if isinstance(one, File)]
    faults = [one for one in made if isinstance(one, Problem)]
    faults += addresses.collisions(files, site, _print_addresses(site))
    faults += [*pages.publishable(site, files, recorded)[1], *strict(refusals(site)), *advice(site)]
    return tuple(dict.fromkeys(faults))


def refusals(site: Site) -> tuple[Problem, ...]:
    """A warning for every translation that a rule refuses, in every language."""
    return tuple(problem for translator in site.translators for problem in translator.refusals(_unique(site)))


def advice(site: Site) -> tuple[Problem, ...]:
    """What the rules advise translators of, in every language: only `check` asks, a build is silent about it."""
    messages = _unique(site)
    return tuple(
        problem for translator in site.translators for problem in advising.check(translator, messages, site.content.pages)
    )


def _unique(site: Site) -> tuple[Message, ...]:
    return tuple({message.key: message for message in site.messages()}.values())


# ── one language ────────────────────────────────────────────────────────────────────────────────────────────────────


def _in_languages(work: _Work, jobs: int) -> list[_Made]:
    """Languages one by one; a large site's are shared out among processes, which inherit the work by fork and send back files.

    A process forked after Typst has run would wait for ever for threads that it did not inherit.
    """
    numbers = range(len(work.site.translators))
    large = work.printing is not None or len(work.site.content.pages) * len(numbers) >= _WORTH_SPLITTING
    if jobs < 2 or not large or not systems.can_fork() or (work.printing and typst.has_run()):
        return [_make(work, number) for number in numbers]
    made = []
    with workers.forked(work, min(jobs, len(numbers))) as pool:
        for translator, result in zip(work.site.translators, pool.map(_forked, numbers), strict=True):
            work.progress(f"{translator.tongue.locale.tag}: {len(result.pages) + len(result.sheets)} files")
            made.append(result)
    return made


def _forked(number: int) -> _Made:
    return _make(workers.held(), number)


def _make(work: _Work, number: int) -> _Made:
    """One language: its Editions, then its sheets, then the pages, which tell of the sheets."""
    site, translator = work.site, work.site.translators[number]
    is_source = number == 0
    memo = work.writer.memo if work.writer else None
    wanted = (lambda page: True) if is_source else work.wanted
    editions = work.originals if is_source else _editions(site, translator, memo=memo, wanted=wanted)
    originals = [original for original in work.originals if wanted(original.page)]
    printed = _print(work, translator, editions, originals) if work.printing else None
    if work.writer is None:
        written: Sequence[File | Problem] = ()
    else:
        listed = printed.downloads if printed else downloads.list_downloads(editions, site, translator)
        tells = any(edition.page.kind.tells_of_sheets for edition in editions)
        written = work.writer.write_language(
            translator, editions, originals, downloads=listed if tells else None, progress=work.progress
        )
    return _Made(tuple(written), printed.files if printed else (), printed.problems if printed else ())


def _print(work: _Work, translator: Translator, editions: Sequence[Edition], originals: Sequence[Edition]) -> printing.Printed:
    chosen = work.printing or Printing()
    cache = typeset.memory(chosen.cache)
    return printing.print_language(
        work.site,
        translator,
        editions,
        originals,
        cache=cache,
        checked_only=chosen.checked_only,
        imprints=chosen.imprints,
    )


def _printed(made: Sequence[_Made], work: _Work) -> tuple[tuple[File, ...], tuple[Problem, ...]]:
    """The sheets of all languages, and what is wrong with them."""
    if work.printing is None:
        return (), ()
    typeset.memory(work.printing.cache).prune()
    problems = dict.fromkeys(problem for language in made for problem in language.print_problems)
    return tuple(file for language in made for file in language.sheets), (*problems, *typeset.warnings(work.site))


def _editions(
    site: Site, translator: Translator, *, memo: BuildMemo | None = None, wanted: Callable[[Page], bool] = lambda page: True
) -> tuple[Edition, ...]:
    return tuple(site.editions(translator, memo=memo.editions if memo else None, wanted=wanted))


def _print_addresses(site: Site) -> Iterator[tuple[str, str]]:
    """Addresses of sheets with the pages they are made of, as far as a static file could stand in their way."""
    folders = {f"{translator.tongue.locale.tag}/print".casefold() for translator in site.translators}
    if not any(file.path.casefold().startswith(tuple(folders)) for file in site.static):
        return
    source = site.translators[0].tongue.locale.tag
    for translator in site.translators:
        for sheet in sheets.sheets(_editions(site, translator), site.products, source=source):
            yield from ((copy.path, sheet.editions[0].page.path) for copy in sheet.copies)
        yield downloads.bundle_path(f"{translator.tongue.locale.tag}/print"), "content/site.toml"
