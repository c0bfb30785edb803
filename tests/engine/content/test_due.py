"""What falls due: pages, numbers, bills and sources, each with its file and line; as text, JSON and Markdown."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from lantern.cli import main
from lantern.content import due, pages
from tests.making import write

DAY = datetime.date(2026, 12, 1)
SOURCES = """[old]
title = "Old"
publisher = "P"
read_on = 2025-11-22

[law]
title = "The bill"
publisher = "P"
read_on = 2026-11-22
bill = "H.1"
due = 2026-07-31

[soon]
title = "Soon"
publisher = "P"
read_on = 2026-11-22
due = 2026-12-05
"""
HELP = """[desk]
name = "Desk"
phone = "555-867-5301"
phone_sources = 2
needs = ["lawyer"]
last_seen = [{ on = "2026-08", how = "directory" }, { on = "2020", how = "own site" }]

[undated]
name = "Undated"
needs = ["lawyer"]
last_seen = [{ how = "directory" }]

[called]
name = "Called"
needs = ["lawyer"]
last_seen = "2020"
phone = "555-867-5309"
phone_sources = 2
checked = { on = 2026-11-30, how = "called", phone = "555-867-5309" }

[danger]
name = "Danger"
phone = "911"
phone_sources = 2
needs = ["lawyer"]
last_seen = 2026-02-05
"""
PAGE = '+++\ntitle = "A"\nneed = "all"\nverified = 2026-01-01\nverify_by = 2026-12-10\n+++\n\nText.\n'


def site(root: Path, **files: str) -> Path:
    pages = {"index.md": PAGE, "b.md": "# B\n", "sources.toml": SOURCES, "help.toml": HELP}
    return write(root, {f"content/{name}": text for name, text in {**pages, **files}.items()})


def known(root: Path) -> pages.Content:
    found, problems = pages.read(site(root))
    assert problems == ()
    return found


def told(root: Path, days: int) -> list[tuple[str, str, int]]:
    found = due.due(known(root), DAY + datetime.timedelta(days=days))
    return [(str(one.on), f"{one.kind} {one.name}", one.line) for one in found]


def test_what_is_overdue_comes_first_and_what_has_no_date_before_it(tmp_path: Path) -> None:
    assert told(tmp_path, 0) == [
        ("None", "number undated", 11),
        ("2026-07-31", "bill law", 11),
        ("2026-08-04", "number danger", 26),
        ("2026-11-22", "source old", 4),
    ]


def test_more_falls_due_with_the_days(tmp_path: Path) -> None:
    early, late = told(tmp_path, 5), told(tmp_path, 60)
    assert ("2026-12-05", "source soon", 17) in early
    assert ("2026-12-10", "page index", 5) in late
    assert ("2027-01-28", "number desk", 6) in late
    assert "number called" not in str(late)
    assert ("2027-05-29", "number called", 19) in told(tmp_path, 180)


def test_nobody_is_told_to_ring_an_emergency_number(tmp_path: Path) -> None:
    whats = {one.name: one.what for one in due.due(known(tmp_path), datetime.date(2030, 1, 1)) if one.kind == "number"}
    assert whats["danger"].startswith("Open the own site")
    assert whats["desk"].startswith("Call Desk")


def test_the_three_forms_hold_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = site(tmp_path)
    names = []
    for form in ([], ["--json"], ["--markdown"]):
        assert main.main(["facts", "--due", "36500", *form, "--root", str(root)]) == 0
        names.append(capsys.readouterr().out)
    listed = json.loads(names[1])
    assert len(listed["due"]) == 9
    assert listed["pages_without_a_day"] == 1
    for entry in listed["due"]:
        place = f"{entry['path']}:{entry['line']}"
        assert f"{place}: {entry['on'] or 'no date known'}: {entry['kind']} {entry['name']}: {entry['what']}" in names[0]
        assert (
            f"- [ ] **{entry['kind']} {entry['name']}** ({entry['on'] or 'no date known'}): {entry['what']} `{place}`" in names[2]
        )
    assert names[2].count("- [ ]") == 9


@pytest.mark.parametrize("words", [["--due", "x"], ["--due", "-1"], ["--due", "99999"], ["--call-list", "--json"], ["--json"]])
def test_wrong_words_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert main.main(["facts", *words, "--root", str(site(tmp_path))]) == 2
    assert "error:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        ("sources.toml", "read_on = 2025-11-22", "read_on = 2999-01-01", "sources.toml:4: error: “read_on” is 2999-01-01"),
        ("help.toml", "last_seen = 2026-02-05", 'last_seen = "2999-01"', "help.toml:26: error: “last_seen” is 2999-01-01"),
        ("help.toml", "on = 2026-11-30", "on = 2999-11-30", "help.toml:19: error: “checked” is 2999-11-30"),
        ("sources.toml", "read_on = 2025-11-22", "read_on = 5", "sources.toml:4: error: “read_on” must be a date"),
        ("help.toml", "last_seen = 2026-02-05", 'last_seen = "soon"', "help.toml:26: error: “last_seen” does not say when"),
        ("index.md", "verified = 2026-01-01", "verified = 2999-01-01", "index.md:4: error: “verified” is 2999-01-01"),
    ],
)
def test_a_date_that_is_wrong_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, old: str, new: str, place: str
) -> None:
    text = {"sources.toml": SOURCES, "help.toml": HELP, "index.md": PAGE}[name]
    assert main.main(["facts", "--due", "9", "--root", str(site(tmp_path, **{name: text.replace(old, new, 1)}))]) == 1
    assert f"content/{place}" in capsys.readouterr().err
