"""The pipeline on one screen: read → translate → write as HTML → files.

In:    a root folder with content/, locales/, and perhaps templates/ and static/ of its own.
Out:   the whole site as File values, and every Problem found on the way.
Never: writes to disk, depends on the day, stops at the first fault.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from . import checks, content, locales, routes, settings, static, templates, translate
from .blocks import Fact
from .content import Content, Page
from .locales import Locale, Tongue
from .message import Message
from .output import File
from .problem import Problem, error
from .settings import Settings
from .templates import Theme
from .translate import Edition, Voice, Words

HOME = Path(__file__).resolve().parent.parent
"""Lantern's own folder, with the templates and static files every site has."""

_WORTH_SPLITTING = 600
"""Pages times locales from which a second process pays for its start."""

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Inputs:
    """Everything that was read; nothing of it depends on the output or the day."""

    root: Path
    settings: Settings
    content: Content
    tongues: tuple[Tongue, ...]
    theme: Theme
    static: tuple[File, ...]

    def messages(self) -> tuple[Message, ...]:
        """Every message of the site, in the order of the template: pages, site, organisations, phrases."""
        return (*self.content.messages(self.settings), *self.theme.phrases, *translate.PHRASES)

    @property
    def voices(self) -> tuple[Voice, ...]:
        """One voice a locale; the first is the source."""
        return tuple(Voice(tongue, self.tongues[0].locale) for tongue in self.tongues)


@dataclass
class Memo:
    """What one build leaves for the next in the same process: pages whose inputs did not change are not made again.

    written counts the pages that were made in the last build.
    """

    editions: dict[tuple[str, str], tuple[Any, Edition]] = field(default_factory=dict)
    pages: dict[str, tuple[Any, File]] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)


def read(root: Path, *, only: Sequence[str] = ()) -> tuple[Inputs | None, tuple[Problem, ...]]:
    """All that a build needs; None when the settings or the theme cannot be used. `only` keeps these locales and the source."""
    chosen, problems = settings.read(root)
    theme, faults = templates.load(_folders(root, "templates"))
    files, more = static.read(reversed(_folders(root, "static")))
    known, found = content.read(root)
    problems = (*problems, *faults, *more, *found)
    if chosen and only:
        chosen = replace(chosen, locales=tuple(code for code in chosen.locales if code == chosen.source or code in only))
    tongues, refused = locales.read(root, chosen) if chosen else ((), ())
    problems = (*problems, *refused)
    names = templates.names(_folders(root, "templates"))
    around = checks.Surroundings(names, frozenset(file.path for file in files), checks.unread(found))
    problems = (*problems, *checks.check(known, around))
    if chosen is None or theme is None:
        return None, problems
    return Inputs(root, chosen, known, tongues, theme, files), problems


def build(
    inputs: Inputs, *, jobs: int = 1, memo: Memo | None = None, preview: bool = False, progress: Progress = lambda text: None
) -> tuple[tuple[File, ...], tuple[Problem, ...]]:
    """The whole site; with a fault in it, the files are what could be made and must not be published."""
    memo = memo or Memo()
    memo.written.clear()
    if (
        jobs > 1
        and len(inputs.content.pages) * len(inputs.tongues) >= _WORTH_SPLITTING
        and "fork" in multiprocessing.get_all_start_methods()
    ):
        made = _in_processes(inputs, jobs, preview, progress)
    else:
        made = [_in_locale(inputs, voice, memo, preview, progress) for voice in inputs.voices]
    files = [file for found, _ in made for file in found]
    problems = [problem for _, found in made for problem in found]
    chooser = _chooser(inputs, preview)
    if isinstance(chooser, Problem):
        problems.append(chooser)
    else:
        files.append(chooser)
    taken = {file.path for file in files}
    for one in inputs.static:
        if one.path in taken:
            problems.append(
                error(f"static/{one.path}", 1, "collision", "The file has the address of a page.", "Give it another name.")
            )
    files.extend(one for one in inputs.static if one.path not in taken)
    return tuple(files), tuple(problems)


def messages_problems(inputs: Inputs) -> tuple[Problem, ...]:
    """A warning for every translation that a rule refuses, in every locale."""
    unique = tuple({message.key: message for message in inputs.messages()}.values())
    return tuple(problem for voice in inputs.voices for problem in voice.refusals(unique))


def _folders(root: Path, name: str) -> list[tuple[Path, str]]:
    """The site's own folder before Lantern's; once where they are the same."""
    own, engine = root / name, HOME / name
    return [(own, name)] if own.resolve() == engine.resolve() else [(own, name), (engine, name)]


# ── one locale ──────────────────────────────────────────────────────────────────────────────────────────────────────

_shared: dict[str, Any] = {}


def _in_processes(inputs: Inputs, jobs: int, preview: bool, progress: Progress) -> list[tuple[list[File], list[Problem]]]:
    """Locales shared out among processes, which inherit the inputs by fork and send back files."""
    _shared.update(inputs=inputs, preview=preview)
    made = []
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
        for number, result in enumerate(pool.map(_forked, range(len(inputs.voices)))):
            progress(f"{inputs.tongues[number].locale.tag}: {len(result[0])} pages")
            made.append(result)
    _shared.clear()
    return made


def _forked(number: int) -> tuple[list[File], list[Problem]]:
    inputs = _shared["inputs"]
    return _in_locale(inputs, inputs.voices[number], Memo(), _shared["preview"], lambda text: None)


def _in_locale(inputs: Inputs, voice: Voice, memo: Memo, preview: bool, progress: Progress) -> tuple[list[File], list[Problem]]:
    """Every page of the site in one locale."""
    facts = translate.facts(voice, inputs.content, calling_code=inputs.settings.calling_code)
    common = _common(inputs, voice, preview)
    files: list[File] = []
    problems: dict[Problem, None] = {}
    for number, page in enumerate(inputs.content.pages, 1):
        progress(f"{voice.tongue.locale.tag}: {number} of {len(inputs.content.pages)} pages")
        if page.template not in inputs.theme.names:
            continue  # checks tell it
        one = _edition(page, voice, inputs, facts, memo)
        path = routes.path(page.slug, voice.tongue.locale.tag)
        basis = (one, common.basis, inputs.theme, preview)
        known = memo.pages.get(path)
        if known is None or known[0] != basis:
            written = inputs.theme.write(page.template, _values(one, inputs, common, path, preview))
            if isinstance(written, Problem):
                problems[written] = None
                continue
            known = (basis, File(path, written.encode()))
            memo.pages[path] = known
            memo.written.append(path)
        files.append(known[1])
    return files, list(problems)


def _edition(page: Page, voice: Voice, inputs: Inputs, facts: Mapping[str, Fact], memo: Memo) -> Edition:
    """The page in this locale; made anew only if the page, an answer of the catalog, a fact or a source changed."""
    answers = tuple(voice.translation(message) for message in page.messages())
    basis = (page, answers, facts, inputs.content.sources)
    key = (page.slug, voice.tongue.locale.code)
    known = memo.editions.get(key)
    if known is None or known[0] != basis:
        known = (basis, translate.edition(page, voice, inputs.content, facts=facts))
        memo.editions[key] = known
    return known[1]


@dataclass(frozen=True)
class _Common:
    """What all pages of a locale share; `basis` is what it was made of, for the memo."""

    values: Mapping[str, Any]
    menu: tuple[tuple[str, Words, Words], ...]
    basis: Any


def _common(inputs: Inputs, voice: Voice, preview: bool) -> _Common:
    menu = []
    for page in inputs.content.pages:
        words = {message.kind: voice.words(message) for message in page.front_messages()}
        title = words.get("page title") or _plain(page.title, voice.tongue.locale)
        menu.append((page.slug, title, words.get("page description") or _plain("", voice.tongue.locale)))
    nothing = _plain("", voice.tongue.locale)
    site = {"name": nothing, "description": nothing}
    site |= {message.kind.removeprefix("site "): voice.words(message) for message in content.site_messages(inputs.settings)}
    phrases = tuple(voice.translation(message) for message in inputs.theme.phrases)
    values = {
        "site": site,
        "locale": voice.tongue.locale,
        "source": voice.source,
        "root": "../",
        "css": inputs.theme.style,
        "csp": inputs.theme.policy,
        "preview": preview,
        "t": templates.speak(voice),
        "date": templates.calendar(voice),
    }
    tags = tuple((t.locale.tag, t.locale.name) for t in inputs.tongues)
    return _Common(values, tuple(menu), (tuple(menu), site, phrases, tags, inputs.settings.base_url))


def _plain(text: str, locale: Locale) -> Words:
    return Words(text, locale.tag, locale.dir, False)


def _values(one: Edition, inputs: Inputs, common: _Common, path: str, preview: bool) -> dict[str, Any]:
    """The names a page's template may use; templates/README.md describes them."""
    slug, tag = one.page.slug, one.locale.tag
    languages = [
        (
            t.locale.tag,
            t.locale.dir,
            t.locale.name,
            routes.link(routes.path(slug, t.locale.tag), source=path),
            t.locale.tag == tag,
        )
        for t in inputs.tongues
    ]
    page = {
        "slug": slug,
        "title": one.title,
        "description": one.description,
        "body": templates.body(one.tree, annotate=preview),
        "headings": one.headings,
        "sources": one.sources,
        "helps": one.contacts,
        "seen": one.seen,
        "verified": one.page.verified,
        "verify_by": one.page.verify_by,
        "lawyer_checked": one.page.lawyer_checked,
        "progress": one.progress,
    }
    return {
        **common.values,
        "edition": page,
        "languages": languages,
        "english_href": routes.link(routes.path(slug, inputs.tongues[0].locale.tag), source=path),
        "menu": [(f"{name}.html", title, description, name == slug) for name, title, description in common.menu],
        "home_href": "index.html",
        "alternates": _alternates(slug, inputs, path),
        "canonical": routes.address(path, inputs.settings.base_url) if inputs.settings.base_url else None,
    }


def _alternates(slug: str, inputs: Inputs, path: str) -> list[tuple[str, str]]:
    """(language tag, address) of the page in every language: absolute once the site has an address of its own."""
    base = inputs.settings.base_url

    def lead(target: str) -> str:
        return routes.address(target, base) if base else routes.link(target, source=path)

    default = routes.CHOOSER if slug == "index" else routes.path(slug, inputs.tongues[0].locale.tag)
    return [*((t.locale.tag, lead(routes.path(slug, t.locale.tag))) for t in inputs.tongues), ("x-default", lead(default))]


def _chooser(inputs: Inputs, preview: bool) -> File | Problem:
    """The page at the root: every language in its own name, and what the site is called there."""
    home = next((page for page in inputs.content.pages if page.slug == "index"), None)
    choices = []
    for voice in inputs.voices:
        locale = voice.tongue.locale
        said = voice.words(home.front_messages()[0]) if home and home.front_messages() else None
        title = said.text if said and not said.foreign else ""
        choices.append((locale.tag, locale.dir, locale.name, routes.path("index", locale.tag), title))
    common = _common(inputs, inputs.voices[0], preview)
    written = inputs.theme.write("languages", {**common.values, "root": "", "choices": choices})
    return written if isinstance(written, Problem) else File(routes.CHOOSER, written.encode())
