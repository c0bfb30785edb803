"""Only content/ and locales/ name a city: the engine, its templates, phrases and static files serve any."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTENT = ROOT / "content"
ENGINE = sorted(
    path
    for place in ("build.py", "make.py", "lantern/*.py", "templates/**/*", "static/**/*", "bench/*.py")
    for path in ROOT.glob(place)
    if path.is_file() and path.suffix not in {".ttf", ".otf"}  # letters by number, not words
)

# Proper names this city's content may use; those it does use must stand nowhere else.
NAMES = re.findall(
    r"\w+",
    """
    Boston Bostonian Bostonians Cambridge Chelsea Everett Lynn Malden Newton Quincy Revere Somerville Lawrence Worcester
    Lewiston Dorchester Roxbury Mattapan Suffolk Massachusetts Minneapolis Minnesota Burlington Beacon
    Wu Healey Campbell Cox Hayden Trump Pretti MOIA BPD ICE DHS LUCE GBLS MIRA PAIR MLRI ACLU Rian GBH WBUR WHDH Globe
    """,
)


FIELDS = ("web", "email", "address", "phone")


@cache
def written() -> str:
    """All that content/ says."""
    files = [path for path in sorted(CONTENT.rglob("*")) if path.suffix in {".md", ".toml"} and path.name != "README.md"]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


@cache
def organisations() -> dict[str, dict[str, Any]]:
    return tomllib.loads((CONTENT / "help.toml").read_text(encoding="utf-8"))


@cache
def names() -> list[str]:
    return [name for name in NAMES if re.search(rf"\b{name}\b", written())]


@cache
def facts() -> list[str]:
    """What only this city's organisations have: mentions in text, numbers to dial, hosts, e-mails, addresses."""
    found = []
    for key, entry in organisations().items():
        found += [f"{{{key}.{field}}}" for field in FIELDS]
        values = [re.sub(r"^https?://(www\.)?|/.*$", "", entry.get("web", "")), *(entry.get(field, "") for field in FIELDS[1:])]
        found += [value for value in values if len(value) > 6]  # 911 and 211 are dialled in every city
    return found


def named(text: str) -> list[str]:
    """What a text says of this city. Short names count as they are written: `ice` ends many a word in code."""
    folded = text.lower()
    said = [name for name in names() if re.search(rf"\b{name}\b", text, re.IGNORECASE if len(name) > 4 else 0)]
    return said + [fact for fact in facts() if fact.lower() in folded]


def test_there_is_something_to_look_for() -> None:
    organisation = next(iter(organisations()))
    assert len(names()) >= 5
    assert named(f"a page about {names()[0].lower()}")
    assert named(f"Call {{{organisation}.phone}} now.")
    assert not named("a page about rights in a city")


@pytest.mark.parametrize("path", ENGINE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_engine_names_no_city(path: Path) -> None:
    assert named(path.read_bytes().decode("utf-8", "replace")) == []
