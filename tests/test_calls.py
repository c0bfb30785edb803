"""The calling sheet and the record of what a person confirmed."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path

from lantern import calls, cli, content
from tests.making import copied

HELP = """# who can help
[desk]
name = "Help Desk"
phone = "555-867-5301"
phone_sources = 2
hours = "Every day."

# a second one
[shelter]
name = "Shelter"
phone = "555-867-5302"
phone_sources = 1
web = "https://shelter.example"
note = "Ask for the night line."
"""
DAY = datetime.date(2027, 1, 31)


def known(root: Path, text: str) -> content.Content:
    (root / "content").mkdir(exist_ok=True)
    (root / "content" / "help.toml").write_text(text, encoding="utf-8")
    (root / "content" / "index.md").write_text("# Home\n\nText.\n", encoding="utf-8")
    found, problems = content.read(root)
    assert problems == ()
    return found


def test_the_sheet_names_every_number_and_says_which_are_not_shown(tmp_path: Path) -> None:
    sheet = calls.sheet(known(tmp_path, HELP))
    assert "2 of 2 numbers wait" in sheet
    desk, shelter = sheet.split("-" * 90)[1:]
    assert "[desk]" in desk
    assert "555-867-5301   (shown as a number to dial; seen in 2)" in desk
    assert "555-867-5302   (NOT shown" in shelter
    assert "Note: Ask for the night line." in shelter
    assert all(part.count("[ ]") == 4 for part in (desk, shelter))


def test_a_record_changes_one_line_and_is_read_back(tmp_path: Path) -> None:
    changed = calls.confirm(HELP, "desk", on=DAY, how='called; "press 2"')
    assert changed is not None
    added = [line for line in changed.split("\n") if line not in HELP.split("\n")]
    assert len(added) == 1
    assert len(changed.split("\n")) == len(HELP.split("\n")) + 1
    assert tomllib.loads(changed)["desk"]["checked"] == {"on": DAY, "how": 'called; "press 2"'}
    assert "checked" not in tomllib.loads(changed)["shelter"]
    one = known(tmp_path, changed).organisations["desk"]
    assert one.checked == content.PhoneCheck(DAY, 'called; "press 2"')


def test_a_newer_record_replaces_the_old_one_and_the_confirmed_go_last(tmp_path: Path) -> None:
    first = calls.confirm(HELP, "desk", on=datetime.date(2026, 12, 1), how="own site")
    assert first is not None
    second = calls.confirm(first, "desk", on=DAY, how="called")
    assert second is not None
    assert second.count("checked =") == 1
    sheet = calls.sheet(known(tmp_path, second))
    assert "1 of 2 numbers wait" in sheet
    assert sheet.index("[shelter]") < sheet.index("[desk]")
    assert "Confirmed:  2027-01-31, called" in sheet


def test_an_organisation_that_is_not_there_is_none() -> None:
    assert calls.confirm(HELP, "nobody", on=DAY, how="called") is None


def test_the_last_table_takes_a_record_too() -> None:
    changed = calls.confirm(HELP, "shelter", on=DAY, how="called")
    assert changed is not None
    assert tomllib.loads(changed)["shelter"]["checked"]["on"] == DAY


def test_the_command_prints_the_sheet_and_records(tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    root = copied("town", tmp_path)
    assert cli.main(["facts", "--call-list", "--root", str(root)]) == 0
    assert capsys.readouterr().out.startswith("CALLING SHEET: ")
    assert cli.main(["facts", "--confirm", "desk", "--how", "called", "--on", "2026-11-20", "--root", str(root)]) == 0
    assert content.read(root)[0].organisations["desk"].checked == content.PhoneCheck(datetime.date(2026, 11, 20), "called")


def test_the_command_refuses_a_name_a_day_to_come_and_half_a_record(tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    root = copied("town", tmp_path)
    before = (root / "content" / "help.toml").read_bytes()
    assert cli.main(["facts", "--confirm", "nobody", "--how", "called", "--root", str(root)]) == 1
    assert "content/help.toml:1: error: There is no [nobody]" in capsys.readouterr().err
    assert cli.main(["facts", "--confirm", "desk", "--how", "called", "--on", "2999-01-01", "--root", str(root)]) == 2
    assert cli.main(["facts", "--confirm", "desk", "--root", str(root)]) == 2
    assert "usage:" in capsys.readouterr().err
    assert (root / "content" / "help.toml").read_bytes() == before
