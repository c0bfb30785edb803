"""What falls due: pages, numbers, bills and sources that somebody must look at again, with the file and line of each.

In:    Content, the last day to count.
Out:   Due entries, the most overdue first; as text, as JSON, as a Markdown list for an issue.
Never: knows today; looks anything up; calls a fact checked because a day has not come yet.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .pages import Content, Page
from .records import HELP, SOURCES, Organisation, Source

NUMBER_KEEPS = datetime.timedelta(days=180)
"""How long what is known of an organisation may stand after a person confirmed it, or a source showed it."""
SOURCE_KEEPS = datetime.timedelta(days=365)
"""How long a source may stand after it was last seen."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to look at again.

    on:   the day by which; None where no date was ever known, which is worse than a day that has passed.
    kind: "page", "number", "bill" or "source"; name: its slug or id; what: what to do, in a sentence.
    """

    on: datetime.date | None
    kind: str
    name: str
    path: str
    line: int
    what: str


def due(content: Content, until: datetime.date) -> tuple[Due, ...]:
    """All that falls due on or before `until`."""
    known = (*_pages(content.pages), *_numbers(content.shown), *_sources(content.sources.values()))
    found = [one for one in known if one.on is None or one.on <= until]
    return tuple(sorted(found, key=lambda one: (one.on or datetime.date.min, one.path, one.line)))


def keeps_until(one: Organisation) -> datetime.date | None:
    """The day after which what is known of an organisation is too old; None where no source bears a date."""
    seen = [sighting.earliest for sighting in one.last_seen if sighting.earliest]
    newest = one.checked.on if one.checked else max(seen, default=None)
    return newest + NUMBER_KEEPS if newest else None


def text(found: Sequence[Due], until: datetime.date, undated: int) -> str:
    """For a terminal: a line each, `path:line` first; then what has no date at all."""
    lines = [f"{one.path}:{one.line}: {_day(one)}: {one.kind} {one.name}: {one.what}" for one in found]
    return "\n".join([*lines, f"{len(found)} due by {until.isoformat()}.", *_undated(undated)]) + "\n"


def as_json(found: Sequence[Due], until: datetime.date, undated: int) -> str:
    """For programs: {"until", "due": [{"on", "kind", "name", "path", "line", "what"}], "pages_without_a_day"}."""
    entries = [
        {"on": one.on.isoformat() if one.on else None, "kind": one.kind, "name": one.name, "path": one.path, "line": one.line}
        | {"what": one.what}
        for one in found
    ]
    told = {"until": until.isoformat(), "due": entries, "pages_without_a_day": undated}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def markdown(found: Sequence[Due], until: datetime.date, undated: int) -> str:
    """One list with a box to tick for each, for an issue."""
    lines = [f"- [ ] **{one.kind} {one.name}** ({_day(one)}): {one.what} `{one.path}:{one.line}`" for one in found]
    return (
        "\n".join([f"## {len(found)} facts fall due by {until.isoformat()}", "", *lines, "", *_undated(undated)]).rstrip() + "\n"
    )


def without_a_day(content: Content) -> int:
    """How many pages say no day for the next check: nobody has verified them yet."""
    return sum(1 for page in content.pages if page.verify_by is None)


def _undated(count: int) -> list[str]:
    return [f"{count} pages name no day for the next check: no person has verified them yet."] if count else []


def _day(one: Due) -> str:
    return one.on.isoformat() if one.on else "no date known"


def _pages(pages: Iterable[Page]) -> Iterator[Due]:
    """Pages that say until when they were verified."""
    for page in pages:
        if page.verify_by:
            what = "Open its sources again, then set verified and verify_by."
            yield Due(page.verify_by, "page", page.slug, page.path, page.lines.get("verify_by", 1), what)


def _numbers(organisations: Iterable[Organisation]) -> Iterator[Due]:
    """What is known of each organisation that a page shows."""
    for one in organisations:
        key = "checked" if one.checked else "last_seen"
        # Nobody may ring an emergency number to test it.
        first = f"Call {one.name}, or open its own site" if len(one.phone) > len("911") else f"Open the own site of {one.name}"
        what = f"{first}, then record it with facts --confirm {one.id}."
        yield Due(keeps_until(one), "number", one.id, HELP, one.lines.get(key, one.line), what)


def _sources(sources: Iterable[Source]) -> Iterator[Due]:
    """Bills and sources that set a day themselves, and all others by the day they were last seen."""
    for one in sources:
        if one.bill:
            what = f"Look if the {one.bill} is law, then mend the pages that tell of it."
            yield Due(one.due, "bill", one.id, SOURCES, one.lines.get("due", one.line), what)
        key, on = ("due", one.due) if one.due and not one.bill else ("read_on", one.read_on + SOURCE_KEEPS)
        what = f"Open “{one.title}” again, then set read_on."
        yield Due(on, "source", one.id, SOURCES, one.lines.get(key, one.line), what)
