"""The pipeline on one screen: read → translate → write as HTML → files.

In:    a root folder, or the Inputs read from it.
Out:   the whole site as File values, and every Problem found on the way.
Never: writes to disk, depends on the day, stops at the first fault.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from . import audio, forms, names, products, quality, routes, shelf, templates, translate, views
from .blocks import Fact
from .content import Page
from .inputs import HOME as HOME
from .inputs import Inputs as Inputs
from .inputs import read as read
from .inputs import translated as translated
from .names import Claim
from .output import File
from .problem import Problem, error, strict
from .translate import Edition, Voice
from .views import Common

_WORTH_SPLITTING = 600
"""Pages times locales from which a second process pays for its start."""
_CAN_FORK = "fork" in multiprocessing.get_all_start_methods()

HEARD = "<!-- phrases: "
"""Begins the last line of a page in the translator's preview: the anchors of all phrases it speaks, seen or not."""

Progress = Callable[[str], None]


@dataclass
class Memo:
    """What one build leaves for the next in the same process: pages whose inputs did not change are not made again.

    written: the pages that were made in the last build.
    """

    editions: dict[tuple[str, str], tuple[Any, Edition]] = field(default_factory=dict)
    pages: dict[str, tuple[Any, list[forms.Written]]] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)


def build(
    inputs: Inputs,
    *,
    jobs: int = 1,
    memo: Memo | None = None,
    preview: bool = False,
    progress: Progress = lambda text: None,
    first: frozenset[str] = frozenset(),
) -> tuple[tuple[File, ...], tuple[Problem, ...]]:
    """The whole site; with a fault in it, the files are what could be made and must not be published.

    first: pages that somebody waits for; all others are then given as `memo` has them, and wait for the next build.
    """
    work = _Work(inputs, views.rows(inputs), memo or Memo(), preview, progress, first)
    work.memo.written.clear()
    made = [one for each in _in_locales(work, range(len(inputs.voices)), jobs) for one in each]
    made += [_chooser(inputs, views.common(inputs, inputs.voices[0], work.rows or (), preview=preview)), *_card(work)]
    files = {one.path: one for one in made if isinstance(one, File)}
    offered, unfit = _recordings(work)
    problems = tuple(dict.fromkeys((*_problems(made), *_collisions(made, inputs), *unfit)))
    kept = (one for one in inputs.static if one.path not in files and (one.path in offered or not audio.is_recording(one.path)))
    return (*files.values(), *kept), problems


def faults(inputs: Inputs, codes: Sequence[str], *, jobs: int, progress: Progress) -> dict[str, tuple[Problem, ...]]:
    """What is wrong in these locales, each by itself, and under the code "" what is wrong in the pages made of several."""
    alone = [code for code in codes if code]
    if "" not in codes:
        return _locale_faults(inputs, alone, jobs, progress)
    if not 0 < len(alone) < len(inputs.tongues) or jobs < 2 or not _CAN_FORK:
        return {**_locale_faults(inputs, alone, jobs, progress), "": _joint_faults(inputs)}
    # One catalog was edited: somebody is waiting, and a second core is idle.
    with _forking(_Work(inputs, None, Memo(), False, progress), 1) as pool:
        joint = pool.submit(_forked_joint)
        return {**_locale_faults(inputs, alone, 1, progress), "": joint.result()}


def _locale_faults(inputs: Inputs, codes: Collection[str], jobs: int, progress: Progress) -> dict[str, tuple[Problem, ...]]:
    """As far as it depends on no other locale: pages, refused strings as errors, advice; the officer's view is the source's."""
    work = _Work(inputs, None, Memo(), False, progress)
    numbers = [number for number, tongue in enumerate(inputs.tongues) if tongue.locale.code in codes]
    found = {}
    for number, made in zip(numbers, _in_locales(work, numbers, jobs), strict=True):
        refused = strict(_refusals(inputs, inputs.voices[number]))
        made += _card(work) if number == 0 else []
        faults = (*_problems(made), *_collisions(made, inputs), *refused, *_advice(inputs, inputs.voices[number]))
        found[inputs.tongues[number].locale.code] = tuple(dict.fromkeys(faults))
    return found


def _joint_faults(inputs: Inputs) -> tuple[Problem, ...]:
    """The pages that count all locales, the chooser, and recordings."""
    rows = views.rows(inputs)
    work = _Work(inputs, rows, Memo(), False, lambda text: None)
    made = [_chooser(inputs, views.common(inputs, inputs.voices[0], rows, preview=False))]
    for voice in inputs.voices:
        pairs = [_editions(work, one, lambda page: page.template == views.COUNTED) for one in (voice, inputs.voices[0])]
        shared = views.common(inputs, voice, rows, preview=False) if pairs[0] else None
        made += [each for one, original in zip(*pairs, strict=True) if shared for each in _page(work, one, original, shared)]
    return tuple(dict.fromkeys((*_problems(made), *_collisions(made, inputs), *_recordings(work)[1])))


def _card(work: _Work) -> list[forms.Written]:
    """The officer's view."""
    shared = views.common(work.inputs, work.inputs.voices[0], work.rows or (), preview=work.preview)
    return forms.card(_editions(work, work.inputs.voices[0], lambda page: page.template == "show"), work.inputs, shared)


def _problems(made: Iterable[forms.Written]) -> list[Problem]:
    return [one for one in made if isinstance(one, Problem)]


_HOW = {
    "same": "The file has the address of another",
    "alike": "The file's address differs from another's in letter case or accents only, and many systems take them for one",
    "folder": "One name is needed for a file and for a folder, here and by another",
}


def _collisions(made: Iterable[forms.Written], inputs: Inputs) -> list[Problem]:
    """A Problem for each address that has two makers, and for each name that some system cannot hold."""
    claims = [Claim(one.path, _maker(one.path, inputs)) for one in made if isinstance(one, File)]
    claims += [Claim(path, maker) for path, maker in _on_paper(inputs)]
    claims += [Claim(one.path, f"static/{one.path}") for one in inputs.static]
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


def _maker(path: str, inputs: Inputs) -> str:
    """The file that people can rename where this path is in the way: the page it is made of, or the site's settings."""
    slug = path.rpartition("/")[2].partition(".")[0]
    return next((page.path for page in inputs.content.pages if page.slug == slug), "content/site.toml")


def _on_paper(inputs: Inputs) -> Iterator[tuple[str, str]]:
    """Paths of sheets with their makers, as far as a static file could stand in their way."""
    places = {f"{tongue.locale.tag}/print".casefold() for tongue in inputs.tongues}
    if not any(one.path.casefold().startswith(tuple(places)) for one in inputs.static):
        return
    for voice in inputs.voices:
        for sheet in products.sheets(editions(inputs, voice), inputs.press.names, source=inputs.voices[0].tongue.locale.tag):
            page = sheet.editions[0].page.path
            yield from ((copy.path, page) for copy in sheet.copies)
        yield shelf.bundle_path(f"{voice.tongue.locale.tag}/print"), "content/site.toml"


def editions(inputs: Inputs, voice: Voice) -> list[Edition]:
    """Every page of the site that has a template, in one locale."""
    return _edited(_Work(inputs, (), Memo(), False, lambda text: None), voice, lambda page: True)


def messages_problems(inputs: Inputs) -> tuple[Problem, ...]:
    """A warning for every translation that a rule refuses, in every locale."""
    return tuple(problem for voice in inputs.voices for problem in _refusals(inputs, voice))


def _refusals(inputs: Inputs, voice: Voice) -> tuple[Problem, ...]:
    return voice.refusals(tuple({message.key: message for message in inputs.messages()}.values()))


def advice(inputs: Inputs) -> tuple[Problem, ...]:
    """What the rules advise translators of, in every locale."""
    return tuple(problem for voice in inputs.voices for problem in _advice(inputs, voice))


def _advice(inputs: Inputs, voice: Voice) -> tuple[Problem, ...]:
    """What the rules advise translators of: only `check` asks, a build is silent about it."""
    unique = tuple({message.key: message for message in inputs.messages()}.values())
    return quality.check(voice, unique, inputs.content.pages)


# ── one locale ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Work:
    """What every locale of one build needs; without rows the pages that show them are left out."""

    inputs: Inputs
    rows: tuple[views.Row, ...] | None
    memo: Memo
    preview: bool
    progress: Progress
    first: frozenset[str] = frozenset()
    editions: dict[str, list[Edition]] = field(default_factory=dict)


_shared: dict[str, _Work] = {}


def _in_locales(work: _Work, numbers: Sequence[int], jobs: int) -> list[list[forms.Written]]:
    """Locales one by one; a large site's are shared out among processes, which inherit the inputs by fork and send back files."""
    inputs = work.inputs
    if jobs < 2 or len(inputs.content.pages) * len(numbers) < _WORTH_SPLITTING or not _CAN_FORK:
        return [_in_locale(work, inputs.voices[number]) for number in numbers]
    made = []
    with _forking(work, jobs) as pool:
        for number, result in zip(numbers, pool.map(_forked, numbers), strict=True):
            work.progress(f"{inputs.tongues[number].locale.tag}: {len(result)} files")
            made.append(result)
    return made


@contextmanager
def _forking(work: _Work, jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that have the work in their memory, where the functions below look for it."""
    _shared["work"] = work
    try:
        with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
            yield pool
    finally:
        _shared.clear()


def _forked_joint() -> tuple[Problem, ...]:
    return _joint_faults(_shared["work"].inputs)


def _forked(number: int) -> list[forms.Written]:
    work = _shared["work"]
    return _in_locale(work, work.inputs.voices[number])


def _in_locale(work: _Work, voice: Voice) -> list[forms.Written]:
    """Every page of the site in one locale, in all its forms."""
    shared = views.common(work.inputs, voice, work.rows or (), preview=work.preview)
    editions, originals = _editions(work, voice), _editions(work, work.inputs.voices[0])
    if any(one.page.template in views.ON_PAPER for one in editions):
        shared = replace(shared, shelf=shelf.shelf(editions, work.inputs, voice))
    made: list[forms.Written] = []
    for number, (one, original) in enumerate(zip(editions, originals, strict=True), 1):
        work.progress(f"{voice.tongue.locale.tag}: {number} of {len(editions)} pages")
        if work.rows is not None or one.page.template != views.COUNTED:
            made += _page(work, one, original, shared)
    if work.first and voice.tongue.locale.tag in work.memo.pages:
        return made + work.memo.pages[voice.tongue.locale.tag][1]
    basis = (tuple(editions), tuple(originals), shared.basis, shared.news, work.inputs.theme, work.preview)
    return made + _remembered(
        work.memo, voice.tongue.locale.tag, basis, lambda: forms.of_locale(editions, originals, work.inputs, shared)
    )


def _editions(work: _Work, voice: Voice, wanted: Callable[[Page], bool] | None = None) -> list[Edition]:
    """Every page that has a template (or only those that are wanted), in the voice's locale.

    All of them are kept: the source's are asked for with every other's.
    """
    if wanted:
        return _edited(work, voice, wanted)
    code = voice.tongue.locale.code
    if code not in work.editions:
        work.editions[code] = _edited(work, voice, lambda page: True)
    return work.editions[code]


def _edited(work: _Work, voice: Voice, wanted: Callable[[Page], bool]) -> list[Edition]:
    facts = translate.facts(voice, work.inputs.content, calling_code=work.inputs.settings.calling_code)
    told = tuple(voice.translation(message) for one in work.inputs.content.shown for message in one.messages())
    pages = [page for page in work.inputs.content.pages if page.template in work.inputs.theme.names]  # checks tell the others
    return [_edition(work, page, voice, facts, told) for page in pages if wanted(page)]


def _edition(work: _Work, page: Page, voice: Voice, facts: Mapping[str, Fact], told: tuple[Any, ...]) -> Edition:
    """The page in this locale; made anew only if the page, an answer of the catalog, a fact or a source changed."""
    content = work.inputs.content
    answers = tuple(voice.translation(message) for message in page.messages())
    reviews = translate.reviews(translate.shown(page, content), voice)
    basis = (page, answers, reviews, facts, told, content.sources, content.organisations)
    key = (page.slug, voice.tongue.locale.code)
    known = work.memo.editions.get(key)
    if known is None or known[0] != basis:
        known = (basis, translate.edition(page, voice, content, facts=facts))
        work.memo.editions[key] = known
    return known[1]


def _page(work: _Work, one: Edition, original: Edition, shared: Common) -> list[forms.Written]:
    """A page and its other forms."""
    path = routes.path(one.page.slug, one.locale.tag)

    def write() -> list[forms.Written]:
        work.memo.written.append(path)
        values, heard = views.page_values(one, original, work.inputs, shared), set[str]()
        if work.inputs.marked:
            values["t"] = templates.overheard(values["t"], heard)
        page = work.inputs.theme.write(one.page.template, values)
        if isinstance(page, Problem):
            return [page]
        told = f"{HEARD}{' '.join(sorted(heard))} -->\n" if heard else ""
        return [File(path, f"{page}{told}".encode()), *forms.of_page(one, original, work.inputs, shared, values)]

    if work.first and path not in work.first and path in work.memo.pages:
        return work.memo.pages[path][1]
    known = (*views.basis(shared, one.page.template), audio.offered(one, work.inputs.static))
    return _remembered(work.memo, path, (one, original, known, work.inputs.theme, work.preview), write)


def _recordings(work: _Work) -> tuple[frozenset[str], tuple[Problem, ...]]:
    """The recordings that a page offers, and what is wrong with the others: these are not published."""
    files = [file for file in work.inputs.static if audio.is_recording(file.path)]
    tags = {voice.tongue.locale.tag: voice for voice in work.inputs.voices}
    spoken = {tag for tag in tags if any(file.path.startswith(f"{audio.FOLDER}{tag}/") for file in files)}
    known = {(one.page.slug, tag): one for tag in spoken for one in _editions(work, tags[tag])}
    offered = frozenset(found.path for one in known.values() for found in audio.offered(one, files))
    return offered, audio.check(files, lambda slug, tag: known.get((slug, tag)), tuple(tags))


def _remembered(memo: Memo, name: str, basis: Any, write: Callable[[], list[forms.Written]]) -> list[forms.Written]:
    """What was written under this name before, if nothing that it was made of has changed."""
    known = memo.pages.get(name)
    if known is None or known[0] != basis:
        known = (basis, write())
        memo.pages[name] = known
    return known[1]


def _chooser(inputs: Inputs, shared: Common) -> forms.Written:
    """The page at the root: every language in its own name, and what the site is called there."""
    choices = []
    for voice in inputs.voices:
        locale = voice.tongue.locale
        title = views.home_title(inputs, voice)
        choices.append((locale.tag, locale.dir, locale.name, routes.path("index", locale.tag), title))
    written = inputs.theme.write("languages", {**shared.values, "root": "", "choices": choices, "scripts": ()})
    return written if isinstance(written, Problem) else File(routes.CHOOSER, written.encode())
