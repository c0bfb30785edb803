"""content/site.toml → Settings.

In:    the site's root folder.
Out:   Settings, complete, or the faults that keep it from being so.
Never: reads anything else; guesses a language. Locales are Babel's spelling ("zh_Hant").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..problem import Problem, error
from ..routes import address_fault
from .toml import check_keys, dotted, key_lines, load_toml, read_text

PATH = "content/site.toml"
_KEYS = {
    "name": str,
    "description": str,
    "base_url": str,
    "source": str,
    "locales": list,
    "endonyms": dict,
    "directions": dict,
    "months": dict,
    "calling_code": str,
    "leave": str,
    "constructed": list,
    "spelling": dict,
}
PSEUDO = ("en_XA", "ar_XB")
"""Locales that are made for one run, to try the pages with (see pseudo): from left to right, and from right to left."""
_LOCALE = re.compile(r"[a-z]{2,3}(?:_[A-Z][a-z]{3})?(?:_(?:[A-Z]{2}|[0-9]{3}))?\Z")
# Names that no one can own: https://www.rfc-editor.org/rfc/rfc2606 and rfc6761.
_RESERVED = re.compile(r"(?:\A|\.)(?:example|invalid|test|localhost|local)\Z|(?:\A|\.)example\.(?:com|net|org)\Z")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a site says of itself.

    base_url:   where it will be published, without a slash at the end; "" while that is a reserved example name.
    source:     the locale of content/; first of `locales`.
    endonyms, directions, months: by locale, given only where Babel lacks them or has them wrong; twelve months each.
    calling_code: the country's, as in "1": put before numbers that do not begin with "+" in links to dial.
    lines:      the line each key stands on, for faults found later.
    address:    as `base_url`, a reserved example name included: what a sample prints.
    leave:      where the link "leave this page" leads, or "".
    constructed: locales whose legal words were made for this site: their pages say so.
    spelling:   by locale, the name of its way of writing where there are several; told on its pages.
    """

    name: str
    description: str
    base_url: str
    source: str
    locales: tuple[str, ...]
    endonyms: Mapping[str, str]
    directions: Mapping[str, str]
    months: Mapping[str, Sequence[str]]
    calling_code: str
    lines: Mapping[str, int]
    address: str = ""
    leave: str = ""
    constructed: tuple[str, ...] = ()
    spelling: Mapping[str, str] = field(default_factory=dict)


def moved(chosen: Settings, base: str) -> Settings:
    """The settings with another address; `base` must be one (see is_address)."""
    base = base.rstrip("/")
    return replace(chosen, address=base, base_url="" if _is_reserved(base) else base)


def read(root: Path) -> tuple[Settings | None, tuple[Problem, ...]]:
    """The settings in `root`/content/site.toml; None with the reasons when there are none to build with."""
    text, problems = read_text(root / PATH, PATH, root=root)
    if text is None:
        return None, problems
    table, problems = load_toml(text, PATH)
    if table is None:
        return None, problems
    lines = key_lines(text)
    faults = [*check_keys(table, _KEYS, PATH, lines), *_faults(table, lines)]
    if faults:
        return None, tuple(faults)
    source = table.get("source", "en")
    base = table["base_url"].rstrip("/")
    return (
        Settings(
            table["name"],
            table.get("description", ""),
            "" if _is_reserved(base) else base,
            source,
            (source, *(code for code in table["locales"] if code != source)),
            table.get("endonyms", {}),
            table.get("directions", {}),
            table.get("months", {}),
            table.get("calling_code", ""),
            lines,
            base,
            table.get("leave", ""),
            tuple(table.get("constructed", ())),
            table.get("spelling", {}),
        ),
        (),
    )


def _faults(table: Mapping[str, Any], lines: Mapping[str, int]) -> list[Problem]:
    faults = [
        error(PATH, 1, "missing-key", f"“{key}” is missing.", f"Add {key} = … to the file.")
        for key in ("name", "base_url", "locales")
        if key not in table
    ]
    if faults:
        return faults
    base = table["base_url"]
    if isinstance(base, str) and not is_address(base):
        faults.append(
            error(
                PATH, lines.get("base_url", 1), "base-url", f"“{base}” is not a web address.", 'Write it as "https://host/path".'
            )
        )
    codes = table["locales"]
    listed = [("locales", code) for code in codes] if isinstance(codes, list) else []
    for key, code in [("source", table.get("source", "en")), *listed]:
        if not isinstance(code, str) or not _LOCALE.match(code):
            faults.append(
                error(
                    PATH,
                    lines.get(key, 1),
                    "locale",
                    f"“{code}” is not a locale.",
                    'Write it as in "es", "pt_BR" or "zh_Hant".',
                )
            )
        elif code in PSEUDO:
            hint = "Take it out; `python build.py serve --pseudo` shows it."
            faults.append(error(PATH, lines.get(key, 1), "locale", f"“{code}” is for trying pages, not for readers.", hint))
    if isinstance(codes, list) and len(set(map(str, codes))) != len(codes):
        faults.append(error(PATH, lines.get("locales", 1), "locale", "A locale stands twice.", "Take one of them out."))
    if not re.fullmatch("[0-9]{0,3}", str(table.get("calling_code", ""))):
        hint = 'Write it as in "1".'
        faults.append(error(PATH, lines.get("calling_code", 1), "calling-code", "This is not a calling code.", hint))
    if table.get("leave", "") != "" and not is_address(str(table["leave"])):
        hint = 'Write it as "https://host/path".'
        faults.append(error(PATH, lines.get("leave", 1), "leave", f"“{table['leave']}” is not a web address.", hint))
    return [*faults, *_host_faults(table, lines), *_table_faults(table, lines), *_constructed_faults(table, lines)]


def _host_faults(table: Mapping[str, Any], lines: Mapping[str, int]) -> Iterator[Problem]:
    """What is wrong with the hosts of addresses that are else sound."""
    for key, rule in (("base_url", "base-url"), ("leave", "leave")):
        url = table.get(key)
        told = address_fault(url) if isinstance(url, str) and is_address(url) else ""
        if told:
            yield error(PATH, lines.get(key, 1), rule, f"“{url}” {told}.", "Write the host in plain letters.")


def _constructed_faults(table: Mapping[str, Any], lines: Mapping[str, int]) -> list[Problem]:
    """What is wrong in constructed and spelling: both name locales of the site, and none but those."""
    codes = table["locales"] if isinstance(table["locales"], list) else []
    marked = table.get("constructed", [])
    named = [("constructed", code) for code in (marked if isinstance(marked, list) else [])]
    faults = []
    for key, code in [*named, *(("spelling", code) for code in _inside(table, "spelling"))]:
        if code not in codes or code == table.get("source", "en"):
            line = lines.get(dotted(key, str(code)), lines.get(key, 1))
            hint = "Write it as it stands in locales; the source language needs no such mark."
            faults.append(error(PATH, line, "locale", f"“{code}” is not a language this site is translated into.", hint))
    if len({code for _, code in named if isinstance(code, str)}) < sum(isinstance(code, str) for _, code in named):
        faults.append(error(PATH, lines["constructed"], "locale", "A locale stands twice.", "Take one of them out."))
    for code, name in _inside(table, "spelling").items():
        if not isinstance(name, str) or not name.strip():
            line = lines.get(dotted("spelling", code), lines.get("spelling", 1))
            hint = 'Write it as in "ALUPEC".'
            faults.append(error(PATH, line, "locale", f"“{name}” is not the name of a spelling.", hint))
    return faults


def _table_faults(table: Mapping[str, Any], lines: Mapping[str, int]) -> list[Problem]:
    """What is wrong inside directions, endonyms and months."""
    faults = []
    for direction in _inside(table, "directions").values():
        if direction not in ("ltr", "rtl"):
            faults.append(
                error(PATH, lines.get("directions", 1), "locale", f"“{direction}” is not a direction.", 'Write "ltr" or "rtl".')
            )
    for code, name in _inside(table, "endonyms").items():
        if not isinstance(name, str):
            line = lines.get(dotted("endonyms", code), lines.get("endonyms", 1))
            faults.append(error(PATH, line, "locale", f"“{name}” is not a name.", "Write the language's own name in quotes."))
    for code, names in _inside(table, "months").items():
        if not isinstance(names, list) or len(names) != 12 or not all(isinstance(month, str) for month in names):
            hint = "Give all twelve, January first."
            line = lines.get(dotted("months", code), lines.get("months", 1))
            faults.append(error(PATH, line, "locale", "These are not twelve names of months.", hint))
    return faults


def _inside(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """A table of the file; empty where something else stands, which is told already."""
    found = table.get(key, {})
    return found if isinstance(found, dict) else {}


def is_address(text: str) -> bool:
    """True for an http or https address without query and fragment."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.query and not parts.fragment
    except ValueError:  # an open bracket in the host
        return False


def _is_reserved(base: str) -> bool:
    return _RESERVED.search(urlsplit(base).hostname or "") is not None
