"""What a change of the English costs the translators: told to the writer before anything is written.

In:    each locale's catalog before and after the merge, the parts of the site.
Out:   an Impact, and its three printed forms (text, JSON, GitHub annotations).
Never: writes a catalog, guesses what a change means; a text that only moved to another file costs nothing.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from .. import message
from ..locales import merge
from ..locales.po import Catalog, Entry, Key
from ..message import SHOWN
from ..problem import Format

Kind = Literal["new", "changed", "removed"]
_KINDS: tuple[Kind, ...] = ("new", "changed", "removed")
_STATES = ("machine", "draft", "reviewed")


@dataclass(frozen=True)
class CatalogChange:
    """One locale's entries as they stand and as they would be, by key; obsolete ones are none."""

    code: str
    old: Mapping[Key, Entry]
    new: Mapping[Key, Entry]


def catalog_change(code: str, before: Catalog | None, after: Catalog) -> CatalogChange:
    """A Locale of its two catalogs; `before` is None where there is no file yet."""
    return CatalogChange(code, _active(before) if before else {}, _active(after))


@dataclass(frozen=True, slots=True)
class Change:
    """One message that is new, changed or removed.

    old, new: its texts, "" where there is none; `files` where it stands (a removed one: stood).
    lost:     by locale, the state of the translation that readers see now and would not see after.
    open:     locales that would have no translation to show.
    """

    kind: Kind
    old: str
    new: str
    files: tuple[str, ...]
    lost: Mapping[str, str] = field(default_factory=dict)
    open: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        """Words to translate again, over all locales."""
        return message.words(self.new) * len(self.open)


@dataclass(frozen=True, slots=True)
class Impact:
    """All changes, and the pages that would lose their review: (locale, file)."""

    changes: tuple[Change, ...]
    unreviewed: tuple[tuple[str, str], ...]


def measure(pot: Catalog, known: Sequence[CatalogChange], *, declared: Mapping[Key, Key] | None = None) -> Impact:
    """What the change from the catalogs as they stand to the template `pot` means.

    declared: texts that a writer says are the same, old key to new key.
    """
    there = {file for entry in pot.entries for file in entry.references}
    lost = [(one.code, file) for one in known for file in sorted((_whole(one.old) - _whole(one.new)) & there)]
    return Impact(tuple(_changes(pot, known, declared or {})), tuple(lost))


def report(found: Impact, style: Format) -> str:
    """The impact in words, by file, with a line for all; as text that ends in a line feed."""
    files: dict[str, list[Change]] = defaultdict(list)
    for change in found.changes:
        for file in change.files or ("?",):
            files[file].append(change)
    if style == "json":
        return json.dumps(_fields(found, files), ensure_ascii=False, indent=1) + "\n"
    lost: dict[str, list[str]] = defaultdict(list)
    for code, file in found.unreviewed:
        lost[file].append(code)
    names = sorted({*files, *lost})
    if style == "github":
        lines = [f"::notice file={file},title=impact::{_said(files[file])}" for file in names if files[file]]
        lines += [
            f"::warning file={file},title=review-lost::The page loses its review in {', '.join(lost[file])}." for file in lost
        ]
        return "".join(f"{line}\n" for line in [*lines, f"::notice title=impact::In all: {_said(found.changes)}"])
    lines = []
    for file in names:
        lines += [f"{file}: {_said(files[file])}"] if files[file] else [f"{file}:"]
        lines += [f"  {change.kind}: {_text(change)}" for change in files[file]]
        lines += [f"  loses its review in {', '.join(lost[file])}"] if file in lost else []
    return "".join(f"{line}\n" for line in [*lines, f"In all: {_said(found.changes)}"])


# ---- measuring


def _active(catalog: Catalog) -> dict[Key, Entry]:
    return {entry.key: entry for entry in catalog.entries if not entry.obsolete}


def _changes(pot: Catalog, known: Sequence[CatalogChange], declared: Mapping[Key, Key]) -> Iterator[Change]:
    """Every message that is new, changed or removed, in the order of the template."""
    old = {key: entry for one in known for key, entry in one.old.items()}
    base = replace(pot, entries=tuple(old.values()))
    heirs = {**merge.successors(base, pot), **_moved(known), **declared}
    origins = {new: key for key, new in heirs.items()}
    for entry in pot.entries:
        if entry.key not in old:
            origin = origins.get(entry.key)
            open_in = tuple(one.code for one in known if merge.state(one.new.get(entry.key)) not in SHOWN)
            lost = _lost(origin, entry.key, known) if origin else {}
            text = origin[1] if origin else ""
            yield Change("changed" if origin else "new", text, entry.text, entry.references, lost, open_in)
    wanted = {entry.key for entry in pot.entries}
    for key, entry in old.items():
        if key not in wanted and key not in heirs:
            yield Change("removed", entry.text, "", entry.references, _lost(key, key, known))


def _moved(known: Sequence[CatalogChange]) -> dict[Key, Key]:
    """What the merge of one locale took over, though the template alone does not show it."""
    found: dict[Key, Key] = {}
    for one in known:
        for key, entry in one.new.items():
            origin = (entry.previous[0], entry.previous[1]) if entry.previous else key
            if key not in one.old and origin in one.old and origin not in one.new:
                found[origin] = key
    return found


def _lost(old: Key, new: Key, known: Sequence[CatalogChange]) -> dict[str, str]:
    """By locale, the state of a translation that is shown now under `old` and no more under `new`."""
    gone = [one for one in known if merge.state(one.new.get(new)) not in SHOWN]
    states = {one.code: merge.state(one.old.get(old)) for one in gone}
    return {code: state for code, state in states.items() if state in SHOWN}


def _whole(entries: Mapping[Key, Entry]) -> set[str]:
    """The files whose every message is reviewed."""
    files: dict[str, set[str]] = defaultdict(set)
    for entry in entries.values():
        for file in entry.references:
            files[file].add(merge.state(entry))
    return {file for file, states in files.items() if states == {"reviewed"}}


# ---- telling


def _tally(changes: Sequence[Change]) -> dict[str, int]:
    """The figures of these changes; a stale one is a message in one language."""
    kinds = Counter(change.kind for change in changes)
    stale = [change for change in changes if change.kind != "removed"]  # what left the site costs nobody anything
    states = Counter(state for change in stale for state in change.lost.values())
    told: dict[str, int] = {kind: kinds[kind] for kind in _KINDS}
    told["languages"] = len({code for change in stale for code in change.lost})
    told["stale"] = sum(states.values())
    told |= {state: states[state] for state in _STATES}
    return {**told, "words": sum(change.words for change in changes)}


def _said(changes: Sequence[Change]) -> str:
    one = _tally(changes)
    if not changes:
        return "nothing changes for translators"
    kinds = ", ".join(f"{one[kind]} {kind}" for kind in _KINDS)
    states = f"machine drafts: {one['machine']}, drafts: {one['draft']}, reviewed: {one['reviewed']}"
    lost = f"{one['stale']} translations out of date (languages: {one['languages']}, {states})"
    return f"{kinds}; {lost}; {one['words']} words to translate"


def _text(change: Change) -> str:
    said = f"{change.old} → {change.new}" if change.kind == "changed" else change.old or change.new
    return " ".join(said.split())


def _fields(found: Impact, files: Mapping[str, Sequence[Change]]) -> dict[str, object]:
    listed = [
        {"kind": one.kind, "old": one.old, "new": one.new, "files": one.files, "lost": dict(one.lost), "words": one.words}
        for one in found.changes
    ]
    lost = [{"locale": code, "file": file} for code, file in found.unreviewed]
    by_file = {file: _tally(changes) for file, changes in sorted(files.items())}
    return {"total": _tally(found.changes), "files": by_file, "changes": listed, "reviews_lost": lost}
