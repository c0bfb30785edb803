"""The organisations of a site as data, so that other lists stop copying dead numbers.

In:    Content.
Out:   help.json and help.csv, in the source's language; each entry with when it was seen and the day it is too old.
Never: holds a number that a page may not show to dial; anything of a reader.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from ..content import due
from ..content.pages import Content
from ..content.records import Organisation
from ..files.publish import File

_LISTS = ("languages", "needs", "places")


def files(content: Content) -> tuple[File, ...]:
    """Both files; () where the site shows no organisation."""
    entries = [_entry(one) for one in content.shown]
    if not entries:
        return ()
    told = json.dumps({"organisations": entries}, ensure_ascii=False, indent=1) + "\n"
    return File("help.json", told.encode()), File("help.csv", _table(entries).encode())


def _entry(one: Organisation) -> dict[str, Any]:
    """One organisation; `phone` is null where it may not be dialled, `check_by` where no source bears a date."""
    state = (
        *(["confirmed by a person"] if one.checked else []),
        *(["seen in two or more places, called by nobody"] if one.dialable else ["not confirmed"] if one.phone else []),
        "no number known",
    )[0]
    until = due.keeps_until(one)
    seen = [{"on": str(sighting.on) or None, "how": sighting.how or None} for sighting in one.last_seen]
    return {
        "id": one.id,
        "name": one.name,
        "what": one.what,
        "phone": one.phone if one.dialable else None,
        "phone_state": state,
        "phone_sources": one.phone_sources,
        **{name: getattr(one, name) or None for name in ("web", "email", "address", "hours", "cost")},
        **{name: list(getattr(one, name)) for name in _LISTS},
        "last_seen": seen,
        "confirmed": {"on": one.checked.on.isoformat(), "how": one.checked.how} if one.checked else None,
        "check_by": until.isoformat() if until else None,
    }


def _table(entries: list[dict[str, Any]]) -> str:
    """The same with a row each; what is several stands in one cell, parted by “; ”."""
    written = io.StringIO()
    table = csv.DictWriter(written, list(entries[0]), lineterminator="\n")
    table.writeheader()
    table.writerows({key: _cell(value) for key, value in entry.items()} for entry in entries)
    return written.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_cell(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(str(one) for one in value.values() if one)
    return "" if value is None else str(value)
