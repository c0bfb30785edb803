"""A UTF-8 text file, and TOML in it, with the line of every fault.

In:    paths and TOML text that people wrote.
Out:   text with line feeds only, tables, the line of each key; or Problems.
Never: raises for what a person wrote; knows what a table means.
"""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from ..document.characters import hidden
from ..problem import Problem, error

_TYPE_ANEW = "Type that word anew; such characters come along when text is pasted from another program."
_BARE = re.compile("[A-Za-z0-9_-]+")
_TOKEN = re.compile(
    r"""(?P<text>\"\"\"(?:[^"\\]|\\.|"(?!""))*"{3,5}|'''.*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')
      | (?P<skip>[ \t\r]+|\#[^\n]*)
      | (?P<sign>[\[\]{}=,.\n])
      | (?P<bare>[^\s\[\]{}=,."'\#]+|.)""",
    re.DOTALL | re.VERBOSE,
)
LONGEST_TEXT = 5_000
"""Characters of one text in TOML."""
LARGEST_FILE = 4_000_000
"""Bytes of a file of text."""
_DEEPEST = 8
"""Keys of a path that are told apart: no file of ours has more, and a hostile one could have 100,000."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A heading, or a key with its value.

    path:       of the heading or the key, from the root; an item of a list has its number in it ("0").
    table:      path of the heading that a key stands under, () before the first heading.
    line:       where it begins, counted from 1.
    start, end: its place in the text, comments apart.
    """

    path: tuple[str, ...]
    table: tuple[str, ...]
    line: int
    start: int
    end: int
    heading: bool = False


def read_text(path: Path, name: str, *, root: Path | None = None) -> tuple[str | None, tuple[Problem, ...]]:
    """A file's text with line feeds only, in Unicode's form NFC; None with the reason when it cannot be read or is not UTF-8.

    root: the folder that the file must really stand in, links followed; anywhere where it is None.
    """
    try:
        if not path.is_file() and path.exists():  # a pipe would wait for ever, a device never end
            told, hint = (
                ("a folder", "Give it another name.") if path.is_dir() else ("no file, but a pipe or a device", "Take it away.")
            )
            return None, (error(name, 1, "unreadable" if path.is_dir() else "not-a-file", f"This is {told}.", hint),)
        if root is not None and path.exists() and not path.resolve().is_relative_to(root.resolve()):
            hint = "Put the file itself here: a link may not lead out of the site's folder."
            return None, (error(name, 1, "not-a-file", "This leads to a file outside of the site.", hint),)
        if path.is_file() and path.stat().st_size > LARGEST_FILE:
            hint = f"{LARGEST_FILE // 1_000_000} MB is the most for a file of text."
            return None, (error(name, 1, "too-large", "The file is too large.", hint),)
        data = path.read_bytes()
    except FileNotFoundError:
        return None, (error(name, 1, "missing-file", "The file is not there.", "Add it; content/README.md tells what goes in."),)
    except OSError as reason:
        return None, (error(name, 1, "unreadable", f"The file cannot be read: {reason.strerror}.", "Check its permissions."),)
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        return unicodedata.normalize("NFC", text), ()
    except UnicodeDecodeError as reason:
        line = data[: reason.start].count(b"\n") + 1
        return None, (error(name, line, "encoding", "The file is not UTF-8 here.", "Save it as UTF-8."),)


def hidden_characters(text: str, name: str, *, shift: int = 0) -> tuple[Problem, ...]:
    """An error for each line with a character that nobody sees, in a file's text as it was written."""
    found: dict[tuple[int, str], Problem] = {}
    for place, what in islice(hidden(text), 1000):
        line = text.count("\n", 0, place) + 1 + shift
        told = f"The line holds {what}, which readers do not see."
        found.setdefault((line, what), error(name, line, "unsafe-character", told, _TYPE_ANEW))
    return tuple(found.values())


def _text_faults(table: dict[str, Any], text: str, name: str, shift: int) -> tuple[Problem, ...]:
    """The same for what TOML's escapes make of a text (`\\u202e`), and a fault for one of a length that nobody reads."""
    lines: dict[str, int] = {}
    found: list[Problem] = []
    waiting: list[tuple[tuple[str, ...], Any]] = [((), table)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict | list):
            inner = value.items() if isinstance(value, dict) else enumerate(value)
            waiting += [((*path, str(key)), item) for key, item in inner]
            value = "".join(value) if isinstance(value, dict) else ""
        if not isinstance(value, str):
            continue
        what = next(hidden(value), None)
        if what or len(value) > LONGEST_TEXT:
            lines = lines or key_lines(text, shift=shift)
            line = next(
                (lines[dotted(*path[:size])] for size in range(len(path), 0, -1) if dotted(*path[:size]) in lines), 1 + shift
            )
            told = f"The text holds {what[1]}, which readers do not see." if what else f"The text has {len(value):,} characters."
            rule, hint = ("unsafe-character", _TYPE_ANEW) if what else ("too-long", f"{LONGEST_TEXT:,} are the most.")
            found.append(error(name, line, rule, told, hint))
    return tuple(sorted(found, key=lambda problem: problem.line))


def load_toml(text: str, name: str, *, shift: int = 0) -> tuple[dict[str, Any] | None, tuple[Problem, ...]]:
    """A TOML table; None with the reason and its line (moved down by `shift`) when it is broken, or hides characters.

    Its strings are in form NFC, also where they were written with escapes.
    """
    faults = hidden_characters(text, name, shift=shift)
    if faults:
        return None, faults
    try:
        table = _composed(tomllib.loads(text))
        faults = _text_faults(table, text, name, shift)
        return (None, faults) if faults else (table, ())
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
    """The line of each key, heading and list item of valid TOML, by its dotted() path; a key in a table is "table.key".

    However it is spelled: quoted, dotted, in an inline table, in a list over several lines. What stands inside a text is no key.
    """
    return {path: line + shift for path, line in _Scan(text).lines.items()}


def statements(text: str) -> tuple[Statement, ...]:
    """The headings and keys of valid TOML that stand on lines of their own, in order, with the place of each in `text`."""
    return tuple(_Scan(text).statements)


def dotted(*parts: str) -> str:
    """A path of keys as TOML writes it: a part that is no bare key is quoted, so two paths never look the same."""
    return ".".join(part if _BARE.fullmatch(part) else json.dumps(part, ensure_ascii=False) for part in parts)


def _composed(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_composed(inner) for inner in value]
    return {_composed(key): _composed(inner) for key, inner in value.items()} if isinstance(value, dict) else value


def check_keys(
    table: Mapping[str, Any], known: Mapping[str, Any], name: str, lines: Mapping[str, int], *, inside: str = ""
) -> list[Problem]:
    """A fault for each key of `table` that is unknown or not of its type; a date is no date-time, and true is no number."""
    faults = []
    for key, value in table.items():
        line = lines.get(f"{inside}.{dotted(key)}" if inside else dotted(key), lines.get(inside, 1))
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


# ── where keys stand ────────────────────────────────────────────────────────────────────────────────────────────────


class _Open:
    """A bracket that is open: the path of the list or inline table, and the number of the item that is being read."""

    def __init__(self, path: tuple[str, ...], sign: str) -> None:
        self.path, self.sign, self.item = path, sign, 0


class _Scan:
    """One pass over valid TOML, because tomllib keeps no lines. Text that is not valid gives lines that mean nothing.

    See https://toml.io/en/v1.0.0: only keys, "=", brackets, commas and line ends decide where a key stands; values are skipped.
    """

    def __init__(self, text: str) -> None:
        self.lines: dict[str, int] = {}
        self.statements: list[Statement] = []
        self._table: tuple[str, ...] = ()
        self._counts: dict[tuple[str, ...], int] = {}
        self._key: list[str] = []
        self._path: tuple[str, ...] = ()
        self._statement: tuple[str, ...] = ()
        self._open: list[_Open] = []
        self._from = (0, 1)
        self._end = 0
        read = self._before_equals
        for kind, value, start, line in _tokens(text):
            if not self._key and not self._open and read == self._before_equals:
                self._from = (start, line)
            read = read(kind, value, line) or read
            self._end = start + len(value) if value != "\n" else self._end

    def _before_equals(self, kind: str, value: str, line: int) -> Any:
        if value == "[" and kind == "sign":
            return self._in_heading
        if value == "=" and kind == "sign":
            base = self._open[-1].path if self._open else self._table
            self._path = (*base, *self._key)[:_DEEPEST]
            self._statement = self._statement if self._open else self._path
            self._note(self._path, self._from[1] if not self._open else line)
            self._key = []
            return self._in_value
        if value == "}" and kind == "sign" and self._open:
            self._open.pop()
            return self._in_value
        if kind != "sign":
            self._key.append(_unquoted(value) if kind == "text" else value)
        return None

    def _in_heading(self, kind: str, value: str, line: int) -> Any:
        if kind == "sign" and value == "[":
            self._open.append(_Open((), "[["))
        elif kind != "sign":
            self._key.append(_unquoted(value) if kind == "text" else value)
        if value != "\n" or kind != "sign":
            return None
        self._table = self._heading(bool(self._open))
        self._key, self._open = [], []
        self._note(self._table, self._from[1])
        self.statements.append(Statement(self._table, (), self._from[1], self._from[0], self._end, heading=True))
        return self._before_equals

    def _heading(self, is_item: bool) -> tuple[str, ...]:
        """The path of a heading: below a list of tables, it is its last item's."""
        path: tuple[str, ...] = ()
        for place, part in enumerate(self._key[:_DEEPEST], 1):
            path = (*path, part)
            last = place == len(self._key)
            if last and is_item:
                self._counts[path] = self._counts.get(path, -1) + 1
            if path in self._counts:
                path = (*path, str(self._counts[path]))
        return path

    def _in_value(self, kind: str, value: str, line: int) -> Any:
        inner = self._open[-1] if self._open else None
        sign = value if kind == "sign" else ""
        if sign == "\n":
            return None if inner else self._finish()
        if sign in ("]", "}") and inner:
            self._open.pop()
            return None
        if sign == "," and inner:
            inner.item += 1
            return self._before_equals if inner.sign == "{" else None
        path = (*inner.path, str(inner.item))[:_DEEPEST] if inner and inner.sign == "[" else self._path
        if inner and inner.sign == "[":
            self._note(path, line)
        if sign in ("[", "{"):
            self._open.append(_Open(path, sign))
            return self._before_equals if sign == "{" else None
        return None

    def _finish(self) -> Any:
        path = self._statement
        self.statements.append(Statement(path, self._table, self._from[1], self._from[0], self._end))
        return self._before_equals

    def _note(self, path: tuple[str, ...], line: int) -> None:
        for length in range(1, len(path) + 1):
            self.lines.setdefault(dotted(*path[:length]), line)


def _tokens(text: str) -> Iterator[tuple[str, str, int, int]]:
    """(kind, token, its place, its line) of TOML without spaces and comments, with a line end after the last."""
    line, seen = 1, 0
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "skip":
            line, seen = line + text.count("\n", seen, match.start()), match.start()
            yield match.lastgroup or "", match[0], match.start(), line
    yield "sign", "\n", len(text), line


def _unquoted(key: str) -> str:
    try:
        return str(tomllib.loads(f"k = {key}")["k"])
    except ValueError:
        return key
