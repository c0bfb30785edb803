"""The pipeline on one screen: read → translate → write as HTML → files.

In:    a root folder, or the Inputs read from it.
Out:   the whole site as File values, and every Problem found on the way.
Never: writes to disk, depends on the day, stops at the first fault.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from . import forms, routes, translate, views
from .blocks import Fact
from .content import Page
from .inputs import HOME as HOME
from .inputs import Inputs as Inputs
from .inputs import read as read
from .output import File
from .problem import Problem, error
from .translate import Edition, Voice
from .views import Common

_WORTH_SPLITTING = 600
"""Pages times locales from which a second process pays for its start."""

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
    inputs: Inputs, *, jobs: int = 1, memo: Memo | None = None, preview: bool = False, progress: Progress = lambda text: None
) -> tuple[tuple[File, ...], tuple[Problem, ...]]:
    """The whole site; with a fault in it, the files are what could be made and must not be published."""
    work = _Work(inputs, views.rows(inputs), memo or Memo(), preview, progress)
    work.memo.written.clear()
    splitting = jobs > 1 and len(inputs.content.pages) * len(inputs.tongues) >= _WORTH_SPLITTING
    if splitting and "fork" in multiprocessing.get_all_start_methods():
        made = [one for each in _in_processes(work, jobs) for one in each]
    else:
        made = [one for voice in inputs.voices for one in _in_locale(work, voice)]
    shared = views.common(inputs, inputs.voices[0], work.rows, preview=preview)
    made += [_chooser(inputs, shared), *forms.card(_editions(work, inputs.voices[0]), inputs, shared)]
    files = {one.path: one for one in made if isinstance(one, File)}
    problems = dict.fromkeys(one for one in made if isinstance(one, Problem))
    for one in inputs.static:
        if one.path in files:
            text = "The file has the address of a page."
            problems[error(f"static/{one.path}", 1, "collision", text, "Give it another name.")] = None
        else:
            files[one.path] = one
    return tuple(files.values()), tuple(problems)


def messages_problems(inputs: Inputs) -> tuple[Problem, ...]:
    """A warning for every translation that a rule refuses, in every locale."""
    unique = tuple({message.key: message for message in inputs.messages()}.values())
    return tuple(problem for voice in inputs.voices for problem in voice.refusals(unique))


# ── one locale ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Work:
    """What every locale of one build needs."""

    inputs: Inputs
    rows: tuple[views.Row, ...]
    memo: Memo
    preview: bool
    progress: Progress


_shared: dict[str, _Work] = {}


def _in_processes(work: _Work, jobs: int) -> list[list[forms.Written]]:
    """Locales shared out among processes, which inherit the inputs by fork and send back files."""
    _shared["work"] = work
    made = []
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
        for number, result in enumerate(pool.map(_forked, range(len(work.inputs.voices)))):
            work.progress(f"{work.inputs.tongues[number].locale.tag}: {len(result)} files")
            made.append(result)
    _shared.clear()
    return made


def _forked(number: int) -> list[forms.Written]:
    work = _shared["work"]
    return _in_locale(work, work.inputs.voices[number])


def _in_locale(work: _Work, voice: Voice) -> list[forms.Written]:
    """Every page of the site in one locale, in all its forms."""
    shared = views.common(work.inputs, voice, work.rows, preview=work.preview)
    editions, originals = _editions(work, voice), _editions(work, work.inputs.voices[0])
    made: list[forms.Written] = []
    for number, (one, original) in enumerate(zip(editions, originals, strict=True), 1):
        work.progress(f"{voice.tongue.locale.tag}: {number} of {len(editions)} pages")
        made += _page(work, one, original, shared)
    basis = (tuple(editions), tuple(originals), shared.basis, shared.news, work.inputs.theme, work.preview)
    return made + _remembered(
        work.memo, voice.tongue.locale.tag, basis, lambda: forms.of_locale(editions, originals, work.inputs, shared)
    )


def _editions(work: _Work, voice: Voice) -> list[Edition]:
    """Every page that has a template, in the voice's locale."""
    facts = translate.facts(voice, work.inputs.content, calling_code=work.inputs.settings.calling_code)
    told = tuple(voice.translation(message) for one in work.inputs.content.shown for message in one.messages())
    pages = [page for page in work.inputs.content.pages if page.template in work.inputs.theme.names]  # checks tell the others
    return [_edition(work, page, voice, facts, told) for page in pages]


def _edition(work: _Work, page: Page, voice: Voice, facts: Mapping[str, Fact], told: tuple[Any, ...]) -> Edition:
    """The page in this locale; made anew only if the page, an answer of the catalog, a fact or a source changed."""
    content = work.inputs.content
    answers = tuple(voice.translation(message) for message in page.messages())
    basis = (page, answers, facts, told, content.sources, content.organisations)
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
        values = views.page_values(one, original, work.inputs, shared)
        page = work.inputs.theme.write(one.page.template, values)
        if isinstance(page, Problem):
            return [page]
        return [File(path, page.encode()), *forms.of_page(one, original, work.inputs, shared, values)]

    known = views.basis(shared, one.page.template)
    return _remembered(work.memo, path, (one, original, known, work.inputs.theme, work.preview), write)


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
