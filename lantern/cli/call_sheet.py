"""The calling sheet: which numbers a person has to confirm, and the record of what was confirmed.

In:    Content, or the text of help.toml.
Out:   a sheet to print and tick, or the text of help.toml with one record more.
Never: confirms anything by itself; changes another line of the file; touches disk.
"""

from __future__ import annotations

import datetime
import json
import textwrap
from collections.abc import Collection

from ..content.pages import Content
from ..content.records import CONFIRMED, HELP, Organisation
from ..content.toml import Statement, dotted, key_lines, load_toml, statements
from ..problem import Problem, error

_WIDTH = 90
"""Characters of a line: fits US Letter upright in a plain fixed-width print."""


def sheet(content: Content) -> str:
    """Every organisation with a number, those not confirmed first: what to ask, what the site says now, room for the answer."""
    listed = sorted((one for one in content.organisations.values() if one.phone), key=lambda one: one.checked is not None)
    waiting = sum(1 for one in listed if one.checked is None)
    head = (
        f"CALLING SHEET: {waiting} of {len(listed)} numbers wait for a person to confirm them.\n\n"
        "Call each number, or open the organisation's own site. Ask the four questions. Then record it;\n"
        "add --also hours, --also address where you confirmed those too:\n"
        '  python build.py facts --confirm NAME --how "called" --on 2027-01-31\n'
        "Do not call emergency numbers to test them: read them on the publisher's own site.\n"
    )
    return head + "".join(f"\n{'-' * _WIDTH}\n{_entry(one)}" for one in listed)


def confirm(
    text: str, name: str, *, on: datetime.date, how: str, also: Collection[str] = ()
) -> tuple[str | None, tuple[Problem, ...]]:
    """help.toml's text with `checked = { on = …, how = …, phone = … }` in the entry `name`; or None and why it cannot be.

    also: of "hours" and "address", what the person confirmed beside the number.
    The record holds what was confirmed, word for word: it is worth nothing for another number. An older record of the entry is
    replaced; every other line stays as it is. What comes out was read again: it holds the one change and no other.
    """
    table, faults = load_toml(text, HELP)
    if table is None:
        return None, faults
    line = key_lines(text).get(dotted(name), 1)
    entry = table.get(name)
    if not isinstance(entry, dict):
        return None, (error(HELP, 1, "unknown-entry", f"There is no [{name}].", "Names stand in [ ] in that file."),)
    facts = {fact: entry.get(fact, "") for fact in CONFIRMED if fact == "phone" or fact in also}
    lacking = [fact for fact, value in facts.items() if not isinstance(value, str) or not value.strip()]
    if lacking:
        hint = "Write down first what was confirmed."
        return None, tuple(error(HELP, line, "record", f"[{name}] has no “{fact}” to confirm.", hint) for fact in lacking)
    record = {"on": on, "how": how, **facts}
    written = [f"on = {on.isoformat()}", *(f"{part} = {_quoted(value)}" for part, value in (("how", how), *facts.items()))]
    changed = _with_record(text, name, f"{{ {', '.join(written)} }}")
    if changed is None or load_toml(changed, HELP)[0] != {**table, name: {**entry, "checked": record}}:
        told = f"The record cannot be written into “{name}” as it stands; nothing was changed."
        return None, (error(HELP, line, "record", told, f"Write the entry as [{name}] with its keys on lines below it."),)
    return changed, ()


def _with_record(text: str, name: str, record: str) -> str | None:
    """The text with the record as the entry's `checked`, in place of an older one; None where no key has its own line."""
    parts = [one for one in statements(text) if one.path[:1] == (name,)]
    old = [one for one in parts if one.path[:2] == (name, "checked")]
    homes = [one for one in parts if one not in old and (one.heading or len(one.path) > 1) and one.table in ((), (name,))]
    homes = [one for one in homes if not one.heading or one.path == (name,)]
    if not homes:
        return None
    home = homes[-1]
    key = "checked" if (home.path if home.heading else home.table) == (name,) else dotted(name, "checked")
    kept = next((one for one in old if not one.heading and one.table == (home.path if home.heading else home.table)), None)
    edits = [(one.start, one.end, f"{key} = {record}") if one is kept else (*_whole(text, one), "") for one in old]
    if kept is None:
        place, line_end = _whole(text, home)[1], "\r\n" if "\r\n" in text else "\n"
        fresh = f"{key} = {record}{line_end}" if text[:place].endswith("\n") else f"{line_end}{key} = {record}"
        edits.append((place, place, fresh))
    for start, end, fresh in sorted(edits, reverse=True):
        text = text[:start] + fresh + text[end:]
    return text


def _whole(text: str, one: Statement) -> tuple[int, int]:
    """The lines that a statement stands on, their last line end included."""
    end = text.find("\n", one.end)
    return text.rfind("\n", 0, one.start) + 1, len(text) if end < 0 else end + 1


def _quoted(text: str) -> str:
    """A text as a TOML string: JSON's escapes are TOML's."""
    return json.dumps(text, ensure_ascii=False)


def _seen(one: Organisation) -> str:
    """When and where its facts were seen, in a line."""
    return "; ".join(f"{sighting.on or 'no date'}{f' ({sighting.how})' if sighting.how else ''}" for sighting in one.last_seen)


def _entry(one: Organisation) -> str:
    shown = "shown as a number to dial" if one.dialable else "NOT shown: fewer than two sources name it"
    told = [
        f"[{one.id}]  {one.name}",
        f"  Number:     {one.phone}   ({shown}; seen in {one.phone_sources})",
        f"  Site:       {one.web or '-'}",
        f"  Hours:      {one.hours or 'not known'}",
        f"  Languages:  {', '.join(one.languages) or 'not known'}",
        f"  Cost:       {one.cost or 'not known'}",
        f"  Last seen:  {_seen(one) or 'not known'}",
        f"  Confirmed:  {_confirmed(one)}",
    ]
    asked = [
        "  [ ] 1. Is this your number for people who need this help?  ______________________________",
        "  [ ] 2. When do you answer it?                              ______________________________",
        "  [ ] 3. Which languages does a caller really reach?         ______________________________",
        "  [ ] 4. Is it free? What should a caller have ready?        ______________________________",
        "  Day: ______________   How (called / own site): ____________________",
    ]
    note = textwrap.fill(f"Note: {one.note}", _WIDTH, initial_indent="  ", subsequent_indent="  ") if one.note else ""
    return "\n".join([*told, *([note] if note else []), *asked]) + "\n"


def _confirmed(one: Organisation) -> str:
    if one.checked is None:
        return "by nobody yet"
    facts = ", ".join(fact for fact in CONFIRMED if getattr(one.checked, fact))
    return f"{one.checked.on.isoformat()}, {one.checked.how} ({facts})"
