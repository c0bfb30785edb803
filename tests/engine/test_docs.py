"""What documents say of files is true: every path they name is there, and so is every module that they call by its name."""

from __future__ import annotations

import re

import pytest

from tests.making import ROOT

DOCUMENTS = {
    path.relative_to(ROOT).as_posix(): path
    for path in sorted(
        [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("*/README.md"), *ROOT.glob("tests/*/README.md")]
    )
    if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
}
PLACES = ("content/", "lantern/", "locales/", "static/", "templates/", "tests/", "docs/", "requirements/", "bench/")
MADE_OR_FOREIGN = re.compile(r"[*<>…]|lantern/home|static/audio/")
"""What no checkout holds: patterns, what a wheel has, recordings that a person may make."""
WINGS = {path.parent.name for path in ROOT.glob("lantern/*/__init__.py")}
HISTORY = {"CHANGELOG.md"}
"""Names what was, as it was called then."""


def named(text: str) -> set[str]:
    """Paths in code spans, commands included."""
    words = [word for span in re.findall(r"`([^`\n]+)`", text) for word in span.split()]
    return {re.sub(r":\d+$", "", word.strip("\"'(),;:")) for word in words}


def table() -> list[tuple[str, str]]:
    """The rows "I want to change … → open …" of CONTRIBUTING.md."""
    rows = DOCUMENTS["CONTRIBUTING.md"].read_text(encoding="utf-8").partition("## Where things are")[2].splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if row.startswith("|")]
    return [(wish, place) for wish, place in cells[2:]]


def test_contributing_says_where_things_are() -> None:
    """At least fifteen wishes, each with a file or folder that is there."""
    places = {wish: [word for word in named(place) if "/" in word or word.endswith((".py", ".toml"))] for wish, place in table()}
    assert len(places) == len(table()) >= 15
    assert {wish for wish, paths in places.items() if not paths} == set()
    assert {path for paths in places.values() for path in paths if not (ROOT / path).exists()} == set()


def test_every_wing_can_be_found_from_contributing() -> None:
    found = {wing for _, place in table() for wing in re.findall(r"`lantern/(\w+)/", place)}
    assert found == WINGS


@pytest.mark.parametrize("name", sorted(set(DOCUMENTS) - HISTORY))
def test_a_document_names_only_files_that_are_there(name: str) -> None:
    """Whole paths, and modules as `wing/module`, with an ending or without, as the records of decisions have them."""
    path = DOCUMENTS[name]
    words = {word for word in named(path.read_text(encoding="utf-8")) if not MADE_OR_FOREIGN.search(word)}
    paths = {word for word in words if word.startswith((*PLACES, *(f"{wing}/" for wing in WINGS)))}
    places = (ROOT, path.parent, ROOT / "lantern")
    missing = {word for word in paths if not any((folder / f"{word}{end}").exists() for folder in places for end in ("", ".py"))}
    assert missing == set()


def test_a_document_that_names_what_is_gone_is_found() -> None:
    assert named("See `lantern/blocks.py`, `python x/y.py --z` and `locales/es/m.po:14`.") >= {
        "lantern/blocks.py",
        "x/y.py",
        "locales/es/m.po",
    }
