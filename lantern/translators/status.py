"""How far each language is: shown, stale, refused, machine drafts, reviewed, words to go; by language and by page.

In:    Parts, Voices.
Out:   Rows, and their three printed forms (text, JSON, GitHub annotations).
Never: prints, touches disk, calls a draft finished.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..editions import progress
from ..editions.progress import Progress
from ..editions.translator import Translator
from ..locales import catalogs
from ..message import Message
from ..problem import Format
from .parts import Part

_HEADS = ("shown", "of", "stale", "refused", "machine", "reviewed", "words to go")


@dataclass(frozen=True, slots=True)
class CountRow:
    """A language, or one part of the site in it (`page`: the part's file, "" for the whole); `file` is the one to edit."""

    locale: str
    page: str
    count: Progress
    file: str

    @property
    def figures(self) -> tuple[int, ...]:
        """The columns of the table."""
        one = self.count
        return (one.translated, one.total, one.stale, one.refused, one.machine, one.reviewed, one.words)

    def fields(self) -> dict[str, str | int]:
        """The row as JSON says it."""
        one = self.count
        counts = {"total": one.total, "translated": one.translated, "missing": one.states.get("missing", 0)}
        states = {"stale": one.stale, "refused": one.refused, "machine": one.machine, "draft": one.states.get("draft", 0)}
        last = {"reviewed": one.reviewed, "words_to_go": one.words}
        return {"locale": self.locale, "page": self.page, **counts, **states, **last, "file": self.file}


def rows(translator: Translator, known: Sequence[Part], messages: Sequence[Message]) -> tuple[CountRow, ...]:
    """The language as a whole, then each part of the site: most words to go first."""
    code = translator.tongue.locale.code
    file = catalogs.path(code)
    made = [CountRow(code, part.path, progress.count_progress(part.messages, translator), file) for part in known]
    made.sort(key=lambda row: (-row.count.words, -row.count.stale, row.count.reviewed - row.count.total))
    return (CountRow(code, "", progress.count_progress(messages, translator), file), *made)


def report(found: Iterable[CountRow], style: Format, *, pages: bool) -> str:
    """The rows as text that ends in a line feed; in a text, parts of the site only where `pages` asks for them."""
    known = list(found)
    if style == "json":
        return json.dumps([row.fields() for row in known], ensure_ascii=False, indent=1) + "\n"
    if style == "github":
        return "".join(_annotation(row) for row in known if not row.page or row.count.stale)
    shown = [row for row in known if pages or not row.page]
    lines: list[tuple[str, ...]] = [("", *_HEADS, "file to edit")]
    lines += [(f"  {row.page}" if row.page else row.locale, *map(str, row.figures), row.file) for row in shown]
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    return "".join(_line(line, widths) for line in lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *middle, last = cells
    right = (cell.rjust(width) for cell, width in zip(middle, widths[1:-1], strict=True))
    return f"{first.ljust(widths[0])}  {'  '.join(right)}  {last}".rstrip() + "\n"


def _annotation(row: CountRow) -> str:
    one = row.count
    if row.page:
        text = f"{row.locale}: {one.stale} of {one.total} texts changed in English since they were translated"
        return f"::warning file={row.page},title=stale::{text}. Edit {row.file}.\n"
    states = f"{one.stale} stale, {one.refused} refused, {one.machine} machine drafts, {one.reviewed} reviewed"
    return f"::notice file={row.file}::{row.locale}: {one.translated} of {one.total} shown, {states}, {one.words} words to go\n"
