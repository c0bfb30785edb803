"""content/*.toml → sources, organisations, updates and withdrawals.

In:    sources.toml, help.toml, updates.toml, recalls.toml, as text.
Out:   Source, Organisation, Update, Withdrawal, each with its line (from 1); every fault as a Problem.
Never: reads pages, makes up what a file leaves out.
"""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from ..message import Message
from ..problem import Problem, error
from ..routes import address_fault
from .toml import check_keys, dotted, key_lines, load_toml, read_text

SOURCES = "content/sources.toml"
HELP = "content/help.toml"
UPDATES = "content/updates.toml"
RECALLS = "content/recalls.toml"
CONFIRMED = ("phone", "hours", "address")
"""The facts of an organisation that a person can confirm; the record of it holds them word for word."""
EVERY = "all"
"""The need of a page that lists every organisation."""

_DATE = datetime.date
_SOURCE_TEXT = ("title", "publisher", "published", "kind")
_SOURCE_KEYS = {**dict.fromkeys(_SOURCE_TEXT, str), "url": str, "read_on": _DATE, "bill": str, "due": _DATE}
SIGHTINGS = ("directory", "press", "official page", "own site")
"""Where the facts of an organisation were seen: a list that others keep, news, a government's page, a page of its own."""
_HELP_TEXT = ("name", "what", "ask", "phone", "web", "email", "address", "hours", "cost", "note")
_HELP_LISTS = ("languages", "needs", "places")
_HELP_KEYS: Mapping[str, Any] = {
    **dict.fromkeys(_HELP_TEXT, str),
    **dict.fromkeys(_HELP_LISTS, list),
    "phone_sources": int,
    "checked": dict,
    "descriptive_name": bool,
    "asks": dict,
}
_UPDATE_KEYS = {"on": _DATE, "kind": str, "title": str, "text": str, "page": str}
_RECALL_KEYS = {"on": _DATE, "version": str, "reason": str}
_UPDATE_KINDS = ("update", "correction")


@dataclass(frozen=True, slots=True)
class PhoneCheck:
    """When and how ("called", "own site") a person confirmed an organisation's number, and what it was.

    Other facts too, where the person confirmed them.
    """

    on: datetime.date
    how: str
    phone: str
    hours: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where the facts of an organisation were seen, and when.

    on:  a day, or "2026-08" or "2026" where the source gives no more; "" where it bears no date.
    how: one of SIGHTINGS, or "" where nobody wrote it down.
    """

    on: datetime.date | str
    how: str

    @property
    def earliest(self) -> datetime.date | None:
        """The first day it can have been; None where the source bears no date."""
        if isinstance(self.on, datetime.date):
            return self.on
        return datetime.date.fromisoformat(f"{self.on}-01-01"[:10]) if self.on else None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which organisations a page lists: those with this need (EVERY: all), language or place; "" asks for nothing."""

    need: str = ""
    language: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from; `url` is the publisher's own address, `read_on` when the source was last seen.

    due:  the day by which somebody must look again, where the source itself sets one; bill: the bill it tells of, or "".
    """

    id: str
    title: str
    publisher: str
    url: str | None
    published: str
    kind: str
    read_on: datetime.date
    line: int
    bill: str = ""
    due: datetime.date | None = None
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who can help. `phone_sources` counts the places its number was seen in; `checked` is a person's confirmation.

    descriptive: its name says what it is, and is translated; a proper name stays.
    asks: what to say where somebody looks for help with this need; `ask` everywhere else.
    """

    id: str
    name: str
    what: str
    ask: str
    phone: str
    phone_sources: int
    web: str
    email: str
    address: str
    hours: str
    languages: tuple[str, ...]
    needs: tuple[str, ...]
    places: tuple[str, ...]
    cost: str
    last_seen: tuple[Sighting, ...]
    note: str
    checked: PhoneCheck | None
    line: int
    lines: Mapping[str, int]
    descriptive: bool = False
    asks: Mapping[str, str] = field(default_factory=dict)

    @property
    def dialable(self) -> bool:
        """True if the number may be published to dial: two sources, or a person who confirmed it."""
        return bool(self.phone) and (self.phone_sources >= 2 or self.checked is not None)

    def answers(self, wanted: Wanted) -> bool:
        """True if a page that asks for this lists it."""
        return (
            (wanted.need != "" and wanted.need in (EVERY, *self.needs))
            or (wanted.language != "" and wanted.language in self.languages)
            or (wanted.place != "" and wanted.place in self.places)
        )

    def messages(self) -> tuple[Message, ...]:
        """What of it is translated: its name if that describes it, what it does, hours, languages, cost."""
        parts = [
            *((("name", self.name),) if self.descriptive else ()),
            ("what", self.what),
            ("ask", self.ask),
            *(("asks", text) for text in self.asks.values()),
            ("hours", self.hours),
            ("cost", self.cost),
            *(("languages", name) for name in self.languages),
        ]
        notes = {"name": "Keep proper names as they are; translate what the rest says."}
        return tuple(
            Message(text, path=HELP, line=self.lines.get(key, self.line), kind=f"{key} of {self.name}", note=notes.get(key, ""))
            for key, text in parts
            if text
        )


@dataclass(frozen=True, slots=True)
class Update:
    """Dated news of the site, or a correction; `page` is the slug of the page it is about, or ""."""

    id: str
    on: datetime.date
    kind: str
    title: str
    text: str
    page: str
    line: int

    def messages(self) -> tuple[Message, Message]:
        """Its title and its text."""
        return (
            Message(self.title, path=UPDATES, line=self.line, kind=f"title of an {self.kind}", place="updates.html"),
            Message(self.text, path=UPDATES, line=self.line, kind=f"text of an {self.kind}", place="updates.html"),
        )


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A version of a printed sheet that must not be used any more."""

    id: str
    on: datetime.date
    version: str
    reason: str
    line: int

    def message(self) -> Message:
        """Why."""
        return Message(self.reason, path=RECALLS, line=self.line, kind="reason of a recall", place="version.html")


# ── data ────────────────────────────────────────────────────────────────────────────────────────────────────────────


_Built = TypeVar("_Built")


def _table(
    root: Path,
    name: str,
    build: Callable[[str, Mapping[str, Any], Mapping[str, int], list[Problem]], _Built | None],
    problems: list[Problem],
) -> dict[str, _Built]:
    """The entries of a data file, each built from its table; {} where there is no such file."""
    path = root / name
    if not os.path.lexists(path):
        return {}
    text, faults = read_text(path, name, root=root)
    table, broken = load_toml(text, name) if text is not None else (None, ())
    problems.extend((*faults, *broken))
    lines = key_lines(text) if text is not None and table else {}
    found: dict[str, _Built] = {}
    for key, entry in (table or {}).items():
        if not isinstance(entry, dict) or not re.fullmatch(r"[a-z0-9][a-z0-9_]*", key):
            hint = "Write [name] in small letters, digits and “_”, then its keys."
            problems.append(error(name, lines.get(dotted(key), 1), "entry", f"“{key}” is not an entry.", hint))
            continue
        inside = {full.partition(".")[2]: line for full, line in lines.items() if full.startswith(f"{key}.")}
        built = build(key, entry, {"": lines.get(key, 1), **inside}, problems)
        if built is not None:
            found[key] = built
    return found


def _source(key: str, table: Mapping[str, Any], lines: Mapping[str, int], problems: list[Problem]) -> Source | None:
    faults = check_keys(table, _SOURCE_KEYS, SOURCES, lines)
    faults += _missing(table, ("title", "publisher", "read_on"), SOURCES, key, lines)
    faults += _address(table, "url", SOURCES, lines)
    if table.get("bill") and "due" not in table:
        hint = "Add due = …, the day by which somebody must look if it is law."
        faults.append(error(SOURCES, lines["bill"], "missing-key", f"[{key}] tells of a bill and has no “due”.", hint))
    problems.extend(faults)
    if faults:
        return None
    known = {name: table.get(name, "") for name in (*_SOURCE_TEXT, "bill")}
    dates = {"read_on": table["read_on"], "due": table.get("due")}
    return Source(id=key, url=table.get("url"), line=lines[""], lines=lines, **dates, **known)


def _organisation(key: str, table: Mapping[str, Any], lines: Mapping[str, int], problems: list[Problem]) -> Organisation | None:
    rest = {name: value for name, value in table.items() if name != "last_seen"}
    seen, faults = _sightings(table.get("last_seen", []), lines)
    faults += check_keys(rest, _HELP_KEYS, HELP, lines) + _missing(table, ("name",), HELP, key, lines)
    languages = table.get("languages", ())
    for key_of_list in _HELP_LISTS:
        if isinstance(table.get(key_of_list), list) and not all(isinstance(name, str) for name in table[key_of_list]):
            text = f"“{key_of_list}” must hold text in quotes."
            faults.append(error(HELP, lines.get(key_of_list, lines[""]), "wrong-type", text, 'Write it as ["…", "…"].'))
    faults += _address(table, "web", HELP, lines) + _asks(table, lines)
    if "phone" in table and not re.fullmatch(r"\+?[0-9][0-9 ()-]*[0-9]", str(table["phone"])):
        text = f"“{table['phone']}” is not a telephone number."
        faults.append(error(HELP, lines.get("phone", lines[""]), "phone", text, "Use digits and hyphens."))
    check, more = _check(table, "checked", ("on", "how", "phone"), HELP, lines, also=CONFIRMED[1:])
    faults += more
    problems.extend(faults)
    if faults:
        return None
    differing = list(_differing(key, table, lines))
    problems.extend(differing)
    known = {name: table.get(name, "").strip() for name in _HELP_TEXT}
    return Organisation(
        id=key,
        phone_sources=table.get("phone_sources", 0),
        languages=tuple(languages),
        needs=tuple(table.get("needs", ())),
        places=tuple(table.get("places", ())),
        checked=PhoneCheck(**check) if check and not differing else None,
        line=lines[""],
        lines=lines,
        last_seen=seen,
        descriptive=table.get("descriptive_name", False),
        asks=table.get("asks", {}),
        **known,
    )


def _differing(key: str, table: Mapping[str, Any], lines: Mapping[str, int]) -> Iterator[Problem]:
    """A confirmation belongs to what was confirmed: an error for each fact that is another one now."""
    record = table.get("checked", {})
    for fact in CONFIRMED:
        now, then = (" ".join(kept.get(fact, "").split()) for kept in (table, record))
        same = _digits(now) == _digits(then) if fact == "phone" else now == then
        if fact in record and not same:
            text = f"[{key}] has the {fact} “{now}”, but “{then}” was confirmed on {record['on'].isoformat()}."
            hint = f"Take “checked” out, or confirm it anew: python build.py facts --confirm {key} --how …"
            yield error(HELP, lines.get(f"checked.{fact}", lines["checked"]), "confirmed-another", text, hint)


def _digits(number: str) -> str:
    """A telephone number without the signs that only group it."""
    return re.sub(r"[^0-9+]", "", number)


def _asks(table: Mapping[str, Any], lines: Mapping[str, int]) -> list[Problem]:
    """What is said for one need is text, and the organisation meets that need."""
    asks = table.get("asks", {})
    if not isinstance(asks, dict) or not isinstance(table.get("needs", []), list):
        return []
    strange = [need for need, text in asks.items() if need not in table.get("needs", []) or not isinstance(text, str) or not text]
    text = f"“asks” holds “{', '.join(strange)}”, which is no need of this entry, or no text."
    hint = 'Write asks = { taken = "…" } with a need that stands in needs.'
    return [error(HELP, lines.get("asks", lines[""]), "asks", text, hint)] if strange else []


def _sightings(written: Any, lines: Mapping[str, int]) -> tuple[tuple[Sighting, ...], list[Problem]]:
    """What `last_seen` tells; a date alone says that nobody wrote down where."""
    given = [{"on": written}] if isinstance(written, str | datetime.date) else written
    found = [_sighting(one) for one in given] if isinstance(given, list) else [None]
    if all(found):
        return tuple(one for one in found if one), []
    hint = f'Write last_seen = [{{ on = 2026-03-01, how = "{SIGHTINGS[0]}" }}]; how is one of {", ".join(SIGHTINGS)}.'
    text = "“last_seen” does not say when and where." if isinstance(given, list) else "“last_seen” is not a list of sightings."
    return (), [error(HELP, lines.get("last_seen", lines[""]), "last-seen", text, f"{hint} A month is “2026-03”.")]


def _sighting(written: Any) -> Sighting | None:
    """One of them; without `on` the source bears no date, and then `how` must say what it is."""
    if not isinstance(written, dict) or not written or set(written) - {"on", "how"}:
        return None
    on, how = written.get("on", ""), written.get("how", "")
    if not isinstance(how, str) or ("how" in written and how not in SIGHTINGS):
        return None
    if type(on) is datetime.date:
        return Sighting(on, how)
    if not isinstance(on, str) or ("on" in written and not re.fullmatch(r"[12]\d{3}(-\d\d){0,2}", on)):
        return None
    try:
        day = datetime.date.fromisoformat(f"{on or '2000'}-01-01"[:10])
    except ValueError:
        return None
    return Sighting(day if len(on) == 10 else on, how)


def _update(key: str, table: Mapping[str, Any], lines: Mapping[str, int], problems: list[Problem]) -> Update | None:
    faults = check_keys(table, _UPDATE_KEYS, UPDATES, lines) + _missing(
        table, ("on", "kind", "title", "text"), UPDATES, key, lines
    )
    if not faults and table["kind"] not in _UPDATE_KINDS:
        hint = f"Kinds are {' and '.join(_UPDATE_KINDS)}."
        faults.append(error(UPDATES, lines.get("kind", lines[""]), "kind", f"“{table['kind']}” is not a kind of news.", hint))
    problems.extend(faults)
    if faults:
        return None
    known = {name: table[name] for name in ("on", "kind", "title", "text")}
    return Update(id=key, page=table.get("page", ""), line=lines[""], **known)


def _recall(key: str, table: Mapping[str, Any], lines: Mapping[str, int], problems: list[Problem]) -> Withdrawal | None:
    faults = check_keys(table, _RECALL_KEYS, RECALLS, lines) + _missing(table, ("on", "version", "reason"), RECALLS, key, lines)
    if not faults and not re.fullmatch("[0-9a-f]{8}", table["version"]):
        text = f"“{table['version']}” is not a version."
        faults.append(error(RECALLS, lines["version"], "version", text, "Copy the eight letters and digits from the sheet."))
    problems.extend(faults)
    return None if faults else Withdrawal(id=key, line=lines[""], **{name: table[name] for name in ("on", "version", "reason")})


def _missing(table: Mapping[str, Any], needed: tuple[str, ...], name: str, key: str, lines: Mapping[str, int]) -> list[Problem]:
    return [
        error(name, lines[""], "missing-key", f"[{key}] has no “{wanted}”.", f"Add {wanted} = …")
        for wanted in needed
        if table.get(wanted, "") == ""
    ]


def _address(table: Mapping[str, Any], key: str, name: str, lines: Mapping[str, int]) -> list[Problem]:
    url = table.get(key, "https://")
    if not isinstance(url, str):
        return []
    if url.startswith(("https://", "http://")):
        told = address_fault(url) if key in table else ""
        hint = "Copy the address from the publisher's own site, in plain letters."
        return [error(name, lines.get(key, lines[""]), "url", f"“{url}” {told}.", hint)] if told else []
    return [error(name, lines.get(key, lines[""]), "url", f"“{url}” is not a web address.", "Begin it with https://.")]


def _check(
    table: Mapping[str, Any],
    key: str,
    needed: tuple[str, ...],
    name: str,
    lines: Mapping[str, int],
    *,
    also: tuple[str, ...] = (),
) -> tuple[dict[str, Any], list[Problem]]:
    """A record of who or how, and on which day; never half a record. `also` are keys that may be there."""
    record = table.get(key)
    if record is None:
        return {}, []
    if (
        not isinstance(record, dict)
        or not set(needed) <= set(record) <= {*needed, *also}
        or not all(
            type(value) is (datetime.date if part == "on" else str) and str(value).strip() for part, value in record.items()
        )
    ):
        hint = f"Write {key} = {{ {', '.join(f'{part} = …' for part in needed)} }}."
        return {}, [error(name, lines.get(key, lines.get("", 1)), "record", f"“{key}” is not complete.", hint)]
    return record, []
