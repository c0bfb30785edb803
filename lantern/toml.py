"""A UTF-8 text file, and TOML in it, with the line of every fault.

In:    paths and TOML text that people wrote.
Out:   text with line feeds only, tables, the line of each key; or Problems.
Never: raises for what a person wrote; knows what a table means.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .problem import Problem, error


def read_text(path: Path, name: str) -> tuple[str | None, tuple[Problem, ...]]:
    """A file's text with line feeds only; None with the reason when it cannot be read or is not UTF-8."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None, (error(name, 1, "missing-file", "The file is not there.", "Add it; content/README.md tells what goes in."),)
    except OSError as reason:
        return None, (error(name, 1, "unreadable", f"The file cannot be read: {reason.strerror}.", "Check its permissions."),)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"), ()
    except UnicodeDecodeError as reason:
        line = data[: reason.start].count(b"\n") + 1
        return None, (error(name, line, "encoding", "The file is not UTF-8 here.", "Save it as UTF-8."),)


def load_toml(text: str, name: str, *, shift: int = 0) -> tuple[dict[str, Any] | None, tuple[Problem, ...]]:
    """A TOML table; None with the reason and its line (moved down by `shift`) when it is broken."""
    try:
        return tomllib.loads(text), ()
    except (ValueError, RecursionError) as reason:  # beside TOMLDecodeError: a number of 5,000 digits, 10,000 brackets
        said = str(reason)
        place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)\Z", said)
        last = text.rstrip("\n").count("\n") + 1
        line = min(int(place[1]), last) if place and place[1] else last
        told = said[: place.start()] if place else said
        return None, (
            error(name, line + shift, "toml", f"This is not valid TOML: {told}.", "Check quotes, brackets and the = sign."),
        )


def key_lines(text: str, *, shift: int = 0) -> dict[str, int]:
    """The line of each `key =` and `[table]`; a key inside a table is "table.key". tomllib keeps no lines."""
    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.split("\n"), 1 + shift):
        heading = re.match(r'\s*\[\s*"?([\w.-]+)"?\s*\]', line)
        key = re.match(r'\s*"?([\w-]+)"?\s*=', line)
        if heading:
            table = heading[1]
            lines.setdefault(table, number)
        elif key:
            lines.setdefault(f"{table}.{key[1]}" if table else key[1], number)
    return lines


def check_keys(
    table: Mapping[str, Any], known: Mapping[str, Any], name: str, lines: Mapping[str, int], *, inside: str = ""
) -> list[Problem]:
    """A fault for each key of `table` that is unknown or not of its type; a date is no date-time, and true is no number."""
    faults = []
    for key, value in table.items():
        line = lines.get(f"{inside}.{key}" if inside else key, lines.get(inside, 1))
        if key not in known:
            faults.append(
                error(name, line, "unknown-key", f"“{key}” is not a key of this file.", f"Known keys: {', '.join(known)}.")
            )
        elif type(value) is not known[key]:
            faults.append(error(name, line, "wrong-type", f"“{key}” must be {_spoken(known[key])}.", f"It is {value!r} now."))
    return faults


def _spoken(kind: Any) -> str:
    names = {str: "text in quotes", int: "a number", list: "a list in [ ]", dict: "a table in { }", bool: "true or false"}
    return names.get(kind, "a date such as 2026-02-05")
