"""The organisations as JSON and CSV: nothing a page may not show, and for each when it was seen and when it is too old."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from lantern.content import pages
from lantern.web import directory
from tests.making import ROOT, write

HELP = """[two]
name = "Two"
phone = "555-867-5301"
phone_sources = 2
languages = ["English", "Spanish"]
needs = ["lawyer"]
last_seen = [{ on = "2026-08", how = "directory" }, { how = "press" }]

[single]
name = "Single, with a \\"comma\\""
phone = "555-867-5302"
phone_sources = 1
web = "https://single.example"
needs = ["lawyer"]

[called]
name = "Called"
phone = "555-867-5303"
phone_sources = 1
needs = ["lawyer"]
checked = { on = 2026-11-30, how = "called", phone = "555-867-5303" }

[nowhere]
name = "On no page"
phone = "555-867-5304"
phone_sources = 5
"""


def known(root: Path, text: str = HELP, page: str = '+++\ntitle = "A"\nneed = "lawyer"\n+++\n') -> pages.Content:
    found, problems = pages.read(write(root, {"content/help.toml": text, "content/index.md": page}))
    assert problems == ()
    return found


def test_each_entry_says_when_it_was_seen_and_until_when_it_is_good(tmp_path: Path) -> None:
    made = {file.path: file.data.decode() for file in directory.files(known(tmp_path))}
    assert set(made) == {"help.json", "help.csv"}
    two, single, called = json.loads(made["help.json"])["organisations"]
    assert (two["phone"], two["phone_state"], two["check_by"]) == (
        "555-867-5301",
        "seen in two or more places, called by nobody",
        "2027-01-28",
    )
    assert two["last_seen"] == [{"on": "2026-08", "how": "directory"}, {"on": None, "how": "press"}]
    assert (single["phone"], single["phone_state"], single["check_by"]) == (None, "not confirmed", None)
    assert (called["phone"], called["phone_state"], called["check_by"]) == ("555-867-5303", "confirmed by a person", "2027-05-29")
    assert called["confirmed"] == {"on": "2026-11-30", "how": "called"}
    assert "555-867-5302" not in str(made)
    assert "555-867-5304" not in str(made)


def test_the_table_holds_what_the_data_hold(tmp_path: Path) -> None:
    made = {file.path: file.data.decode() for file in directory.files(known(tmp_path))}
    rows = list(csv.DictReader(io.StringIO(made["help.csv"])))
    entries = json.loads(made["help.json"])["organisations"]
    assert [row["name"] for row in rows] == [entry["name"] for entry in entries]
    assert rows[0]["languages"] == "English; Spanish"
    assert rows[0]["last_seen"] == "2026-08, directory; press"
    assert rows[1]["phone"] == ""


def test_a_site_without_organisations_has_no_such_files(tmp_path: Path) -> None:
    assert directory.files(known(tmp_path, "", "# A\n")) == ()


def test_no_number_of_ours_that_may_not_be_dialled_is_in_them() -> None:
    ours = pages.read(ROOT)[0]
    told = b"".join(file.data for file in directory.files(ours)).decode()
    held = [one.phone for one in ours.organisations.values() if one.phone and not one.dialable]
    assert held
    assert not any(number in told for number in held)
