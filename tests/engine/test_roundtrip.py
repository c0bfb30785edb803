"""Catalogs go out to other people's tools and come back: nothing is lost, no guess becomes an approval, the difference is small.

Each tool rewrites the real catalogs as it does in use; then `messages` brings them back. What a tool drops by itself is
written down in LOSES, and tested, so that we notice when that changes.
"""

from __future__ import annotations

import difflib
import io
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import polib  # type: ignore[import-untyped]
import pytest
from babel.messages.pofile import read_po as babel_read
from babel.messages.pofile import write_po as babel_write
from translate.storage import pypo  # type: ignore[import-untyped]

from lantern.locales import merge, po
from lantern.locales.po import Catalog, Entry
from tests.making import ROOT, read_po, real_root

CODES = sorted(path.parent.parent.name for path in (ROOT / "locales").glob("*/LC_MESSAGES/messages.po"))
FEW = ["ar", "es", "zh_Hans"]
"""For the slow tools: right to left, Latin, and a script without spaces."""

Tool = Callable[[bytes, Path], bytes]


# --- the tools -------------------------------------------------------------------------------------------------------


def gnu(*words: str) -> Tool:
    """A program of GNU gettext that reads the catalog from a file and writes to stdout."""

    def run(data: bytes, folder: Path) -> bytes:
        (folder / "in.po").write_bytes(data)
        (folder / "in.pot").write_bytes(po.dump(pot()))
        command = [str(folder / word) if word.startswith("in.po") else word for word in words]
        return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout

    return run


def poedit(data: bytes, folder: Path) -> bytes:
    """As Poedit writes: it formats with gettext's msgcat at its own width (79), obsolete entries last, and adds headers.

    Poedit needs a screen, so it does not run here; this is its form, made with the program that it uses itself.
    """
    text = gnu("msgcat", "--force-po", "--width=79", "in.po")(data, folder).decode()
    headers = '"X-Generator: Poedit 3.5\\n"\n"X-Poedit-SourceCharset: UTF-8\\n"\n"X-Poedit-Basepath: ../../..\\n"\n'
    head, gap, rest = text.partition("\n\n")
    return f"{head}\n{headers.rstrip()}{gap}{rest}".encode()


def poedit_windows(data: bytes, folder: Path) -> bytes:
    """The same with the line ends of Windows, which Poedit keeps or makes if it is told to."""
    return poedit(data, folder).replace(b"\n", b"\r\n")


def weblate(width: int) -> Tool:
    """As Weblate writes: translate-toolkit's pypo at a width of its settings, with its header."""

    def run(data: bytes, folder: Path) -> bytes:
        store = pypo.pofile(io.BytesIO(data), width=width)
        store.updateheader(add=True, x_generator="Weblate 5.14")
        out = io.BytesIO()
        for unit in store.units:  # a unit that was edited is written anew: all of them
            unit.target = unit.target
        store.serialize(out)
        return out.getvalue()

    return run


def by_polib(data: bytes, folder: Path) -> bytes:
    """polib, at its usual width."""
    return str(polib.pofile(data.decode(), wrapwidth=78)).encode()


def by_babel(data: bytes, folder: Path) -> bytes:
    """Babel's reader and writer."""
    out = io.BytesIO()
    babel_write(out, babel_read(io.BytesIO(data)), width=76, include_previous=True)
    return out.getvalue()


TOOLS: dict[str, Tool] = {
    "msgcat": gnu("msgcat", "in.po"),
    "msgcat --no-wrap": gnu("msgcat", "--no-wrap", "in.po"),
    "msgmerge --previous": gnu("msgmerge", "--quiet", "--previous", "--no-fuzzy-matching", "in.po", "in.pot"),
    "msgattrib": gnu("msgattrib", "in.po"),
    "Poedit": poedit,
    "Poedit, CRLF": poedit_windows,
}
SLOW: dict[str, Tool] = {"Weblate, 77": weblate(77), "Weblate, 65535": weblate(65535), "polib": by_polib, "Babel": by_babel}

# What a tool drops by itself. Everything else must come back.
LOSES: dict[str, set[str]] = {
    "polib": {"obsolete previous"},
    # It takes "#|" for a comment, and drops every flag of an obsolete entry, "fuzzy" too: not a tool for these catalogs.
    "Babel": {"previous", "obsolete previous", "obsolete flags"},
}
# It puts the entries into the order of the template; `messages` keeps the order it finds.
SORTS = {"msgmerge --previous"}


# --- the catalogs ----------------------------------------------------------------------------------------------------


@cache
def pot() -> Catalog:
    found, problems = po.parse((real_root() / "locales/messages.pot").read_bytes(), "locales/messages.pot", language=None)
    assert found is not None, problems
    return found


@cache
def hardened(code: str) -> Catalog:
    """The real catalog, with what is hard for tools put into its first entries and after its last."""
    path = f"locales/{code}/LC_MESSAGES/messages.po"
    whole = po.tidy(merge.merge(read_po((real_root() / path).read_bytes(), path), pot()))
    entries = list(whole.entries)
    for place, change in enumerate(HARD):
        entries[place] = change(replace(entries[place], line=0, raw=()))
    gone = Entry(None, 'An old "text"\twith\\signs.', strings=('Viejo "x"\t\\y',), comments=("machine: h=0123456789abcdef",))
    olden = replace(gone, obsolete=True, flags=("fuzzy",), previous=(None, "Older text", None))
    plain = replace(gone, text="Another old text.", obsolete=True)
    return read_po(po.dump(po.tidy(replace(whole, entries=(*entries, plain, olden)))), path)


def _reviewed(entry: Entry) -> Entry:
    said = replace(entry, strings=("Una frase «larga» — " * 9 + "fin.",), flags=(), previous=None)
    return replace(said, comments=(f"reviewed: h={merge.fingerprint_of(said)} by=A. Reader on=2026-11-01",))


def _fuzzy(entry: Entry) -> Entry:
    return replace(
        entry, strings=("إلى 他们 «x»",), flags=("fuzzy",), previous=("old context", 'An earlier "text"\tof it.', None)
    )


def _machine(entry: Entry) -> Entry:
    said = replace(entry, strings=("将来某一天，你不必开门。" * 20,), flags=(), previous=None)
    return replace(
        said, comments=("ignore: number-differs because the date is spelled out", f"machine: h={merge.fingerprint_of(said)}")
    )


def _escaped(entry: Entry) -> Entry:
    return replace(
        entry, strings=('Tab\there, "quotes", C:\\new\\table  \nand a hard break',), flags=(), comments=("  indented",)
    )


HARD = (_reviewed, _fuzzy, _machine, _escaped)


@dataclass(frozen=True)
class Kept:
    """What must come back of one entry."""

    strings: tuple[str, ...]
    flags: frozenset[str]
    comments: tuple[str, ...]
    previous: po.Previous | None
    state: str


def kept(found: Catalog, *, obsolete: bool, without: set[str]) -> dict[po.Key, Kept]:
    """By key: everything a person or a tool wrote. White space at the ends of comments is nobody's word."""
    return {
        entry.key: Kept(
            entry.strings,
            frozenset() if obsolete and "obsolete flags" in without else frozenset(entry.flags),
            tuple(" ".join(text.split()) for text in entry.comments if text.strip() and text[0] != "|"),
            None if ("obsolete previous" if obsolete else "previous") in without else entry.previous,
            "" if obsolete else merge.state(entry),
        )
        for entry in found.entries
        if entry.obsolete == obsolete
    }


def back(data: bytes, path: str) -> tuple[Catalog, bytes]:
    """What `messages` makes of a file."""
    made = po.tidy(merge.merge(read_po(data, path), pot()))
    written = po.dump(made)
    return read_po(written, path), written


def changed_lines(old: bytes, new: bytes, *, ordered: bool = True) -> int:
    """Lines that differ, the header's apart: a tool signs there. Not `ordered`: whatever the order of the entries."""
    blocks = [text.decode().replace("\r\n", "\n").rstrip("\n").split("\n\n")[1:] for text in (old, new)]
    before, after = ("\n\n".join(each if ordered else sorted(each)).split("\n") for each in blocks)
    if before == after:
        return 0
    return sum(
        line[0] in "+-" for line in difflib.unified_diff(before, after, lineterm="", n=0) if line[:3] not in {"+++", "---"}
    )


# --- the laws --------------------------------------------------------------------------------------------------------


def roundtrip(name: str, tool: Tool, code: str, folder: Path) -> None:
    before = hardened(code)
    data = po.dump(before)
    assert back(data, before.path)[1] == data, "messages changes a catalog of its own"
    after, written = back(tool(data, folder), before.path)
    lost = LOSES.get(name, set())
    assert kept(after, obsolete=False, without=lost) == kept(before, obsolete=False, without=lost)
    assert kept(after, obsolete=True, without=lost) == kept(before, obsolete=True, without=lost)
    if not lost:
        assert changed_lines(data, written, ordered=name not in SORTS) == 0
    assert [before.headers[field].casefold() for field in STAYS] == [after.headers[field].casefold() for field in STAYS]


STAYS = ("Language", "Plural-Forms", "Content-Type", "Project-Id-Version")


@pytest.mark.parametrize("code", CODES)
def test_every_catalog_comes_back_whole_from_gettext_and_poedit(code: str, tmp_path: Path, msgfmt: str) -> None:
    for name in TOOLS if code in FEW else ("msgmerge --previous", "Poedit, CRLF"):
        roundtrip(name, TOOLS[name], code, tmp_path)


@pytest.mark.parametrize("code", FEW)
@pytest.mark.parametrize("name", SLOW)
def test_catalogs_come_back_whole_from_python_s_tools(name: str, code: str, tmp_path: Path) -> None:
    roundtrip(name, SLOW[name], code, tmp_path)


@pytest.mark.parametrize("name", [*TOOLS, *SLOW])
def test_no_tool_makes_a_guess_an_approval(name: str, tmp_path: Path, msgfmt: str) -> None:
    before = hardened("es")
    after, _ = back({**TOOLS, **SLOW}[name](po.dump(before), tmp_path), before.path)
    states = {entry.key: merge.state(entry) for entry in before.entries if not entry.obsolete}
    better = {entry.text for entry in after.entries if merge.state(entry) in {"draft", "reviewed"}} - {
        key[1] for key, state in states.items() if state in {"draft", "reviewed"}
    }
    assert not better
    assert {"reviewed", "stale", "machine", "draft"} <= set(states.values())


def test_msgmerge_that_guesses_gives_stale_messages_only(tmp_path: Path, msgfmt: str) -> None:
    """With fuzzy matching on, as by default, msgmerge fills gaps with guesses; they are marked, and stay so."""
    before = hardened("es")
    entries = [
        replace(entry, text=entry.text + " Once more.", raw=()) if n == 9 else entry for n, entry in enumerate(before.entries)
    ]
    data = po.dump(replace(before, entries=tuple(entries)))
    after, _ = back(gnu("msgmerge", "--quiet", "--previous", "in.po", "in.pot")(data, tmp_path), before.path)
    (guess,) = [entry for entry in after.entries if entry.key == before.entries[9].key]
    assert merge.state(guess) == "stale"
    assert guess.previous == (entries[9].context, entries[9].text, None)


def test_poedit_s_windows_form_is_what_it_says(tmp_path: Path, msgfmt: str) -> None:
    data = poedit_windows(po.dump(hardened("es")), tmp_path)
    assert data.count(b"\n") == data.count(b"\r\n") > 9000
    longest = max(len(line) for line in data.decode().split("\r\n") if re.match(r'"', line))
    assert longest <= 79
