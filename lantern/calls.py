"""The calling sheet: which numbers a person has to confirm, and the record of what was confirmed.

In:    Content, or the text of help.toml.
Out:   a sheet to print and tick, or the text of help.toml with one record more.
Never: confirms anything by itself; changes another line of the file; touches disk.
"""

from __future__ import annotations

import datetime
import json
import re
import textwrap

from .content import Content, Organisation

_WIDTH = 90
"""Characters of a line: fits US Letter upright in a plain fixed-width print."""


def sheet(content: Content) -> str:
    """Every organisation with a number, those not confirmed first: what to ask, what the site says now, room for the answer."""
    listed = sorted((one for one in content.organisations.values() if one.phone), key=lambda one: one.checked is not None)
    waiting = sum(1 for one in listed if one.checked is None)
    head = (
        f"CALLING SHEET: {waiting} of {len(listed)} numbers wait for a person to confirm them.\n\n"
        "Call each number, or open the organisation's own site. Ask the four questions. Then record it:\n"
        '  python build.py facts --confirm NAME --how "called" --on 2027-01-31\n'
        "Do not call emergency numbers to test them: read them on the publisher's own site.\n"
    )
    return head + "".join(f"\n{'-' * _WIDTH}\n{_entry(one)}" for one in listed)


def confirm(text: str, name: str, *, on: datetime.date, how: str) -> str | None:
    """help.toml's text with `checked = { on = …, how = … }` in the table [name]; None where there is no such table.

    An older record of the same table is replaced; every other line stays as it is.
    """
    lines = text.split("\n")
    start = next((number for number, line in enumerate(lines) if re.match(rf"\s*\[\s*{re.escape(name)}\s*\]", line)), None)
    if start is None:
        return None
    end = next((number for number in range(start + 1, len(lines)) if lines[number].lstrip().startswith("[")), len(lines))
    record = f"checked = {{ on = {on.isoformat()}, how = {json.dumps(how, ensure_ascii=False)} }}"
    inside = range(start + 1, end)
    old = next((number for number in inside if re.match(r"\s*checked\s*=", lines[number])), None)
    if old is not None:
        lines[old] = record
    else:
        after = max(
            (number for number in inside if lines[number].strip() and not lines[number].lstrip().startswith("#")), default=start
        )
        lines.insert(after + 1, record)
    return "\n".join(lines)


def _entry(one: Organisation) -> str:
    shown = "shown as a number to dial" if one.dialable else "NOT shown: fewer than two sources name it"
    told = [
        f"[{one.id}]  {one.name}",
        f"  Number:     {one.phone}   ({shown}; seen in {one.phone_sources})",
        f"  Site:       {one.web or '-'}",
        f"  Hours:      {one.hours or 'not known'}",
        f"  Languages:  {', '.join(one.languages) or 'not known'}",
        f"  Cost:       {one.cost or 'not known'}",
        f"  Last seen:  {one.last_seen or 'not known'}",
        f"  Confirmed:  {f'{one.checked.on.isoformat()}, {one.checked.how}' if one.checked else 'by nobody yet'}",
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
