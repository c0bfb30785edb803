"""Editions of one language → its pages in every format, and what the whole site has one of.

In:    a PageWriter (the site, how far each language is, what a former build wrote), Editions with the source's, Downloads.
Out:   Files and Problems.
Never: makes an Edition, prints, writes to disk, depends on the day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .. import routes
from ..content import kinds
from ..editions.edition import Edition
from ..editions.translator import Translator
from ..files.publish import File
from ..problem import Problem
from ..site import Site
from . import context, directory, formats, phrases, recordings
from .context import SharedContext
from .formats import Written
from .phrases import PHRASES_USED


@dataclass
class BuildMemo:
    """What one build leaves for the next in the same process: pages whose inputs did not change are not made again.

    written: the pages that were made in the last build.
    """

    editions: dict[tuple[str, str], tuple[Any, Edition]] = field(default_factory=dict)
    pages: dict[str, tuple[Any, list[Written]]] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class PageWriter:
    """What the pages of every language need.

    rows:  how far each language is.
    first: addresses that somebody waits for; all others are then given as `memo` has them. Empty: all are made.
    """

    site: Site
    rows: tuple[context.LanguageRow, ...]
    memo: BuildMemo
    preview: bool = False
    first: frozenset[str] = frozenset()

    def write_language(
        self,
        translator: Translator,
        editions: Sequence[Edition],
        originals: Sequence[Edition],
        *,
        downloads: Any,
        progress: Callable[[str], None],
    ) -> list[Written]:
        """Every page of one language in every format, and its search, feed and guide in one file.

        originals: the same pages in the source's language, in the same order.
        downloads: what was printed in this language, for the pages that tell of it (paper.downloads.Downloads, or None).
        """
        tag = translator.tongue.locale.tag
        shared = replace(self._shared(translator), shelf=downloads)
        made: list[Written] = []
        for number, (edition, original) in enumerate(zip(editions, originals, strict=True), 1):
            progress(f"{tag}: {number} of {len(editions)} pages")
            made += self._write_page(edition, original, shared)
        if self.first and tag in self.memo.pages:
            return made + self.memo.pages[tag][1]
        key = (tuple(editions), tuple(originals), shared.basis, shared.news, self.site.theme, self.preview)
        return made + self._remember(tag, key, lambda: formats.of_locale(editions, originals, self.site, shared))

    def write_shared(self, shows: Sequence[Edition]) -> list[Written]:
        """What the site has one of: the chooser at its root, the officer's view (of `shows`, in the source's language), data."""
        shared = self._shared(self.site.translators[0])
        return [self._chooser(shared), *formats.card(shows, self.site, shared), *directory.files(self.site.content)]

    def _shared(self, translator: Translator) -> SharedContext:
        return context.make_shared_context(self.site, translator, self.rows, preview=self.preview)

    def _write_page(self, edition: Edition, original: Edition, shared: SharedContext) -> list[Written]:
        """A page and its other formats."""
        path = routes.path(edition.page.slug, edition.locale.tag)

        def write() -> list[Written]:
            self.memo.written.append(path)
            values, used = context.page_values(edition, original, self.site, shared), set[str]()
            if self.site.marked:
                values["t"] = phrases.make_recording_t(values["t"], used)
            page = self.site.theme.write(edition.page.template, values)
            if isinstance(page, Problem):
                return [page]
            last = f"{PHRASES_USED}{' '.join(sorted(used))} -->\n" if used else ""
            return [File(path, f"{page}{last}".encode()), *formats.of_page(edition, original, self.site, shared, values)]

        if self.first and path not in self.first and path in self.memo.pages:
            return self.memo.pages[path][1]
        key = (*context.cache_key(shared, edition.page.template), recordings.offered(edition, self.site.static))
        return self._remember(path, (edition, original, key, self.site.theme, self.preview), write)

    def _remember(self, name: str, key: Any, write: Callable[[], list[Written]]) -> list[Written]:
        """What was written under this name before, if nothing that it was made of has changed."""
        known = self.memo.pages.get(name)
        if known is None or known[0] != key:
            known = (key, write())
            self.memo.pages[name] = known
        return known[1]

    def _chooser(self, shared: SharedContext) -> Written:
        """The page at the root: every language in its own name, and what the site is called there."""
        choices = []
        for translator in self.site.translators:
            language = translator.tongue.locale
            title = context.home_title(self.site, translator)
            choices.append((language.tag, language.dir, language.name, routes.path(kinds.HOME, language.tag), title))
        written = self.site.theme.write("languages", {**shared.values, "root": "", "choices": choices, "scripts": ()})
        return written if isinstance(written, Problem) else File(routes.CHOOSER, written.encode())


def recorded_languages(site: Site) -> list[Translator]:
    """The languages that have recordings among the static files."""
    folders = {file.path.rpartition("/")[0] for file in site.static}
    return [one for one in site.translators if f"{recordings.FOLDER}{one.tongue.locale.tag}" in folders]


def publishable(
    site: Site, made: Iterable[File], editions: Mapping[str, Sequence[Edition]]
) -> tuple[tuple[File, ...], tuple[Problem, ...]]:
    """What was made with the static files that belong beside it, and a Problem for each recording that no page offers.

    editions: of the languages that have recordings, by tag.
    """
    files = {file.path: file for file in made}
    found = [file for file in site.static if recordings.is_recording(file.path)]
    known = {(edition.page.slug, tag): edition for tag, pages in editions.items() for edition in pages}
    offered = {recording.path for edition in known.values() for recording in recordings.offered(edition, found)}
    tags = tuple(translator.tongue.locale.tag for translator in site.translators)
    unfit = recordings.check(found, lambda slug, tag: known.get((slug, tag)), tags)
    kept = (
        file
        for file in site.static
        if file.path not in files and (file.path in offered or not recordings.is_recording(file.path))
    )
    return (*files.values(), *kept), unfit
