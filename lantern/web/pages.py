"""The pipeline on one screen: read → translate → write as HTML → files.

In:    a root folder, or the Inputs read from it.
Out:   the whole site as File values, and every Problem found on the way.
Never: writes to disk, depends on the day, stops at the first fault.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .. import routes
from ..content.pages import Page
from ..document.markdown import Fact
from ..editions import advice as advice_module
from ..editions import contacts, edition, progress
from ..editions.edition import Edition
from ..editions.translator import Translator
from ..files import names, systems, workers
from ..files.names import Claim
from ..files.publish import File
from ..paper import downloads, sheets
from ..problem import Problem, error, strict
from ..site import Site
from . import context, directory, formats, phrases, recordings
from .context import SharedContext
from .phrases import PHRASES_USED

_WORTH_SPLITTING = 600
"""Pages times locales from which a second process pays for its start."""

Progress = Callable[[str], None]


@dataclass
class BuildMemo:
    """What one build leaves for the next in the same process: pages whose inputs did not change are not made again.

    written: the pages that were made in the last build.
    """

    editions: dict[tuple[str, str], tuple[Any, Edition]] = field(default_factory=dict)
    pages: dict[str, tuple[Any, list[formats.Written]]] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)


def build(
    site: Site,
    *,
    jobs: int = 1,
    memo: BuildMemo | None = None,
    preview: bool = False,
    progress: Progress = lambda text: None,
    first: frozenset[str] = frozenset(),
) -> tuple[tuple[File, ...], tuple[Problem, ...]]:
    """The whole site; with a fault in it, the files are what could be made and must not be published.

    first: pages that somebody waits for; all others are then given as `memo` has them, and wait for the next build.
    """
    work = _Work(site, context.rows(site), memo or BuildMemo(), preview, progress, first)
    work.memo.written.clear()
    made = [one for each in _in_locales(work, range(len(site.translators)), jobs) for one in each]
    made += [
        _chooser(site, context.make_shared_context(site, site.translators[0], work.rows or (), preview=preview)),
        *_card(work),
    ]
    made += directory.files(site.content)
    files = {one.path: one for one in made if isinstance(one, File)}
    offered, unfit = _recordings(work)
    problems = tuple(dict.fromkeys((*_problems(made), *_collisions(made, site), *unfit)))
    kept = (
        one for one in site.static if one.path not in files and (one.path in offered or not recordings.is_recording(one.path))
    )
    return (*files.values(), *kept), problems


def faults(site: Site, codes: Sequence[str], *, jobs: int, progress: Progress) -> dict[str, tuple[Problem, ...]]:
    """What is wrong in these locales, each by itself, and under the code "" what is wrong in the pages made of several."""
    alone = [code for code in codes if code]
    if "" not in codes:
        return _locale_faults(site, alone, jobs, progress)
    if not 0 < len(alone) < len(site.tongues) or jobs < 2 or not systems.can_fork():
        return {**_locale_faults(site, alone, jobs, progress), "": _joint_faults(site)}
    # One catalog was edited: somebody is waiting, and a second core is idle.
    with workers.forked(_Work(site, None, BuildMemo(), False, progress), 1) as pool:
        joint = pool.submit(_forked_joint)
        return {**_locale_faults(site, alone, 1, progress), "": joint.result()}


def _locale_faults(site: Site, codes: Collection[str], jobs: int, progress: Progress) -> dict[str, tuple[Problem, ...]]:
    """As far as it depends on no other locale: pages, refused strings as errors, advice; the officer's view is the source's."""
    work = _Work(site, None, BuildMemo(), False, progress)
    numbers = [number for number, tongue in enumerate(site.tongues) if tongue.locale.code in codes]
    found = {}
    for number, made in zip(numbers, _in_locales(work, numbers, jobs), strict=True):
        refused = strict(_refusals(site, site.translators[number]))
        made += _card(work) if number == 0 else []
        faults = (*_problems(made), *_collisions(made, site), *refused, *_advice(site, site.translators[number]))
        found[site.tongues[number].locale.code] = tuple(dict.fromkeys(faults))
    return found


def _joint_faults(site: Site) -> tuple[Problem, ...]:
    """The pages that count all locales, the chooser, and recordings."""
    rows = context.rows(site)
    work = _Work(site, rows, BuildMemo(), False, lambda text: None)
    made = [_chooser(site, context.make_shared_context(site, site.translators[0], rows, preview=False))]
    for translator in site.translators:
        pairs = [_editions(work, one, lambda page: page.template == context.COUNTED) for one in (translator, site.translators[0])]
        shared = context.make_shared_context(site, translator, rows, preview=False) if pairs[0] else None
        made += [each for one, original in zip(*pairs, strict=True) if shared for each in _page(work, one, original, shared)]
    return tuple(dict.fromkeys((*_problems(made), *_collisions(made, site), *_recordings(work)[1])))


def _card(work: _Work) -> list[formats.Written]:
    """The officer's view."""
    shared = context.make_shared_context(work.site, work.site.translators[0], work.rows or (), preview=work.preview)
    return formats.card(_editions(work, work.site.translators[0], lambda page: page.template == "show"), work.site, shared)


def _problems(made: Iterable[formats.Written]) -> list[Problem]:
    return [one for one in made if isinstance(one, Problem)]


_HOW = {
    "same": "The file has the address of another",
    "alike": "The file's address differs from another's in letter case or accents only, and many systems take them for one",
    "folder": "One name is needed for a file and for a folder, here and by another",
}


def _collisions(made: Iterable[formats.Written], site: Site) -> list[Problem]:
    """A Problem for each address that has two makers, and for each name that some system cannot hold."""
    claims = [Claim(one.path, _maker(one.path, site)) for one in made if isinstance(one, File)]
    claims += [Claim(path, maker) for path, maker in _on_paper(site)]
    claims += [Claim(one.path, f"static/{one.path}") for one in site.static]
    found: dict[tuple[str, ...], Problem] = {}  # one a file: a page has the same fault in every language and form
    for claim, other, how in names.clashes(claims):
        found.setdefault((claim.maker, other.maker, how), _collision(claim, other, how))
    for claim in claims:
        if reason := names.unfit(claim.path):
            hint = "Give it another name; small letters, digits and hyphens are good everywhere."
            found.setdefault((claim.maker,), error(claim.maker, 1, "name", reason, hint))
    return list(found.values())


def _collision(claim: Claim, other: Claim, how: str) -> Problem:
    whose = f"{other.path} ({other.maker}:1)" if other.maker != claim.maker else other.path
    return error(claim.maker, 1, "collision", f"{_HOW[how]}: {claim.path} and {whose}.", "Give it another name.")


def _maker(path: str, site: Site) -> str:
    """The file that people can rename where this path is in the way: the page it is made of, or the site's settings."""
    slug = path.rpartition("/")[2].partition(".")[0]
    return next((page.path for page in site.content.pages if page.slug == slug), "content/site.toml")


def _on_paper(site: Site) -> Iterator[tuple[str, str]]:
    """Paths of sheets with their makers, as far as a static file could stand in their way."""
    places = {f"{tongue.locale.tag}/print".casefold() for tongue in site.tongues}
    if not any(one.path.casefold().startswith(tuple(places)) for one in site.static):
        return
    for translator in site.translators:
        for sheet in sheets.sheets(editions(site, translator), site.press.names, source=site.translators[0].tongue.locale.tag):
            page = sheet.editions[0].page.path
            yield from ((copy.path, page) for copy in sheet.copies)
        yield downloads.bundle_path(f"{translator.tongue.locale.tag}/print"), "content/site.toml"


def editions(site: Site, translator: Translator) -> list[Edition]:
    """Every page of the site that has a template, in one locale."""
    return _edited(_Work(site, (), BuildMemo(), False, lambda text: None), translator, lambda page: True)


def messages_problems(site: Site) -> tuple[Problem, ...]:
    """A warning for every translation that a rule refuses, in every locale."""
    return tuple(problem for translator in site.translators for problem in _refusals(site, translator))


def _refusals(site: Site, translator: Translator) -> tuple[Problem, ...]:
    return translator.refusals(tuple({message.key: message for message in site.messages()}.values()))


def advice(site: Site) -> tuple[Problem, ...]:
    """What the rules advise translators of, in every locale."""
    return tuple(problem for translator in site.translators for problem in _advice(site, translator))


def _advice(site: Site, translator: Translator) -> tuple[Problem, ...]:
    """What the rules advise translators of: only `check` asks, a build is silent about it."""
    unique = tuple({message.key: message for message in site.messages()}.values())
    return advice_module.check(translator, unique, site.content.pages)


# ── one locale ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Work:
    """What every locale of one build needs; without rows the pages that show them are left out."""

    site: Site
    rows: tuple[context.Row, ...] | None
    memo: BuildMemo
    preview: bool
    progress: Progress
    first: frozenset[str] = frozenset()
    editions: dict[str, list[Edition]] = field(default_factory=dict)


def _in_locales(work: _Work, numbers: Sequence[int], jobs: int) -> list[list[formats.Written]]:
    """Locales one by one; a large site's are shared out among processes, which inherit the inputs by fork and send back files."""
    site = work.site
    if jobs < 2 or len(site.content.pages) * len(numbers) < _WORTH_SPLITTING or not systems.can_fork():
        return [_in_locale(work, site.translators[number]) for number in numbers]
    made = []
    with workers.forked(work, jobs) as pool:
        for number, result in zip(numbers, pool.map(_forked, numbers), strict=True):
            work.progress(f"{site.tongues[number].locale.tag}: {len(result)} files")
            made.append(result)
    return made


def _forked_joint() -> tuple[Problem, ...]:
    return _joint_faults(workers.held().site)


def _forked(number: int) -> list[formats.Written]:
    work: _Work = workers.held()
    return _in_locale(work, work.site.translators[number])


def _in_locale(work: _Work, translator: Translator) -> list[formats.Written]:
    """Every page of the site in one locale, in all its forms."""
    shared = context.make_shared_context(work.site, translator, work.rows or (), preview=work.preview)
    editions, originals = _editions(work, translator), _editions(work, work.site.translators[0])
    if any(one.page.template in context.ON_PAPER for one in editions):
        shared = replace(shared, shelf=downloads.list_downloads(editions, work.site, translator))
    made: list[formats.Written] = []
    for number, (one, original) in enumerate(zip(editions, originals, strict=True), 1):
        work.progress(f"{translator.tongue.locale.tag}: {number} of {len(editions)} pages")
        if work.rows is not None or one.page.template != context.COUNTED:
            made += _page(work, one, original, shared)
    if work.first and translator.tongue.locale.tag in work.memo.pages:
        return made + work.memo.pages[translator.tongue.locale.tag][1]
    basis = (tuple(editions), tuple(originals), shared.basis, shared.news, work.site.theme, work.preview)
    return made + _remembered(
        work.memo, translator.tongue.locale.tag, basis, lambda: formats.of_locale(editions, originals, work.site, shared)
    )


def _editions(work: _Work, translator: Translator, wanted: Callable[[Page], bool] | None = None) -> list[Edition]:
    """Every page that has a template (or only those that are wanted), in the voice's locale.

    All of them are kept: the source's are asked for with every other's.
    """
    if wanted:
        return _edited(work, translator, wanted)
    code = translator.tongue.locale.code
    if code not in work.editions:
        work.editions[code] = _edited(work, translator, lambda page: True)
    return work.editions[code]


def _edited(work: _Work, translator: Translator, wanted: Callable[[Page], bool]) -> list[Edition]:
    facts = contacts.make_facts(translator, work.site.content, calling_code=work.site.settings.calling_code)
    told = tuple(translator.look_up(message) for one in work.site.content.shown for message in one.messages())
    pages = [page for page in work.site.content.pages if page.template in work.site.theme.names]  # checks tell the others
    return [_edition(work, page, translator, facts, told) for page in pages if wanted(page)]


def _edition(work: _Work, page: Page, translator: Translator, facts: Mapping[str, Fact], told: tuple[Any, ...]) -> Edition:
    """The page in this locale; made anew only if the page, an answer of the catalog, a fact or a source changed."""
    content = work.site.content
    answers = tuple(translator.look_up(message) for message in page.messages())
    reviews = progress.reviews(progress.shown(page, content), translator)
    basis = (page, answers, reviews, facts, told, content.sources, content.organisations)
    key = (page.slug, translator.tongue.locale.code)
    known = work.memo.editions.get(key)
    if known is None or known[0] != basis:
        known = (basis, edition.make_edition(page, translator, content, facts=facts))
        work.memo.editions[key] = known
    return known[1]


def _page(work: _Work, one: Edition, original: Edition, shared: SharedContext) -> list[formats.Written]:
    """A page and its other forms."""
    path = routes.path(one.page.slug, one.locale.tag)

    def write() -> list[formats.Written]:
        work.memo.written.append(path)
        values, heard = context.page_values(one, original, work.site, shared), set[str]()
        if work.site.marked:
            values["t"] = phrases.make_recording_t(values["t"], heard)
        page = work.site.theme.write(one.page.template, values)
        if isinstance(page, Problem):
            return [page]
        told = f"{PHRASES_USED}{' '.join(sorted(heard))} -->\n" if heard else ""
        return [File(path, f"{page}{told}".encode()), *formats.of_page(one, original, work.site, shared, values)]

    if work.first and path not in work.first and path in work.memo.pages:
        return work.memo.pages[path][1]
    known = (*context.cache_key(shared, one.page.template), recordings.offered(one, work.site.static))
    return _remembered(work.memo, path, (one, original, known, work.site.theme, work.preview), write)


def _recordings(work: _Work) -> tuple[frozenset[str], tuple[Problem, ...]]:
    """The recordings that a page offers, and what is wrong with the others: these are not published."""
    files = [file for file in work.site.static if recordings.is_recording(file.path)]
    tags = {translator.tongue.locale.tag: translator for translator in work.site.translators}
    spoken = {tag for tag in tags if any(file.path.startswith(f"{recordings.FOLDER}{tag}/") for file in files)}
    known = {(one.page.slug, tag): one for tag in spoken for one in _editions(work, tags[tag])}
    offered = frozenset(found.path for one in known.values() for found in recordings.offered(one, files))
    return offered, recordings.check(files, lambda slug, tag: known.get((slug, tag)), tuple(tags))


def _remembered(memo: BuildMemo, name: str, basis: Any, write: Callable[[], list[formats.Written]]) -> list[formats.Written]:
    """What was written under this name before, if nothing that it was made of has changed."""
    known = memo.pages.get(name)
    if known is None or known[0] != basis:
        known = (basis, write())
        memo.pages[name] = known
    return known[1]


def _chooser(site: Site, shared: SharedContext) -> formats.Written:
    """The page at the root: every language in its own name, and what the site is called there."""
    choices = []
    for translator in site.translators:
        locale = translator.tongue.locale
        title = context.home_title(site, translator)
        choices.append((locale.tag, locale.dir, locale.name, routes.path("index", locale.tag), title))
    written = site.theme.write("languages", {**shared.values, "root": "", "choices": choices, "scripts": ()})
    return written if isinstance(written, Problem) else File(routes.CHOOSER, written.encode())
