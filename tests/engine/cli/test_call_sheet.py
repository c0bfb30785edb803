"""The calling sheet and the record of what a person confirmed."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path

import pytest

from lantern.cli import call_sheet, main
from lantern.content import pages, records
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


def confirmed(text: str, name: str, *, on: datetime.date = DAY, how: str = "called") -> str:
    """The text with the record; the test fails where there is none."""
    changed, faults = call_sheet.confirm(text, name, on=on, how=how)
    assert faults == ()
    assert changed is not None
    return changed


def known(root: Path, text: str) -> pages.Content:
    (root / "content").mkdir(exist_ok=True)
    (root / "content" / "help.toml").write_text(text, encoding="utf-8")
    (root / "content" / "index.md").write_text("# Home\n\nText.\n", encoding="utf-8")
    found, problems = pages.read(root)
    assert problems == ()
    return found


def test_the_sheet_names_every_number_and_says_which_are_not_shown(tmp_path: Path) -> None:
    sheet = call_sheet.sheet(known(tmp_path, HELP))
    assert "2 of 2 numbers wait" in sheet
    desk, shelter = sheet.split("-" * 90)[1:]
    assert "[desk]" in desk
    assert "555-867-5301   (shown as a number to dial; seen in 2)" in desk
    assert "555-867-5302   (NOT shown" in shelter
    assert "Note: Ask for the night line." in shelter
    assert all(part.count("[ ]") == 4 for part in (desk, shelter))


def test_a_record_changes_one_line_and_is_read_back(tmp_path: Path) -> None:
    changed = confirmed(HELP, "desk", how='called; "press 2"')
    added = [line for line in changed.split("\n") if line not in HELP.split("\n")]
    assert len(added) == 1
    assert len(changed.split("\n")) == len(HELP.split("\n")) + 1
    assert tomllib.loads(changed)["desk"]["checked"] == {"on": DAY, "how": 'called; "press 2"', "phone": "555-867-5301"}
    assert "checked" not in tomllib.loads(changed)["shelter"]
    one = known(tmp_path, changed).organisations["desk"]
    assert one.checked == records.PhoneCheck(DAY, 'called; "press 2"', "555-867-5301")


def test_a_newer_record_replaces_the_old_one_and_the_confirmed_go_last(tmp_path: Path) -> None:
    first = confirmed(HELP, "desk", on=datetime.date(2026, 12, 1), how="own site")
    second = confirmed(first, "desk")
    assert second.count("checked =") == 1
    sheet = call_sheet.sheet(known(tmp_path, second))
    assert "1 of 2 numbers wait" in sheet
    assert sheet.index("[shelter]") < sheet.index("[desk]")
    assert "Confirmed:  2027-01-31, called (phone)" in sheet


def test_an_organisation_that_is_not_there_is_none() -> None:
    changed, (fault,) = call_sheet.confirm(HELP, "nobody", on=DAY, how="called")
    assert (changed, fault.rule) == (None, "unknown-entry")


def test_the_last_table_takes_a_record_too() -> None:
    changed = confirmed(HELP, "shelter")
    assert tomllib.loads(changed)["shelter"]["checked"]["on"] == DAY


PHONE = 'name = "Desk"\nphone = "555-867-5301"\n'
SPELLINGS = {
    "a heading inside a text": f'[desk]\n{PHONE}note = """\nCall.\n[shelter] press 2.\n[desk]\n"""\nhours = "Day."\n',
    "a heading inside a text in single quotes": f"[desk]\n{PHONE}note = '''\n[desk]\nchecked = 1\n'''\n",
    "a list over several lines": f'[desk]\n{PHONE}languages = [\n  "[desk]", # [desk]\n  "checked = 1",\n]\n',
    "a heading in quotes": f'["desk"]\n{PHONE}',
    "a heading in single quotes with a comment": f"[ 'desk' ] # the desk\n{PHONE}# the end",
    "a table below the entry": f"[desk]\n{PHONE}[desk.more]\nx = 1\n",
    "an older record as a table": f'[desk]\n{PHONE}[desk.checked]\non = 2026-01-01\nhow = "x"\n[other]\nname = "O"\n',
    "an older record in dotted keys": '[desk]\nname = "D"\nchecked.on = 2026-01-01\nchecked.how = "x"\nphone = "555-867-5301"\n',
    "an older record in quotes": f'[desk]\n{PHONE}"checked" = {{ on = 2026-01-01, how = "}} # [x]" }} # by phone\n',
    "a name that begins like another": f"[desk]\n{PHONE}[desk_two]\n{PHONE}",
    "dotted keys without a heading": 'desk.name = "D"\ndesk.phone = "555-867-5301"\n\n[other]\nname = "O"\n',
    "line ends of Windows": f'[desk]\n{PHONE}\n[other]\nname = "O"\n'.replace("\n", "\r\n"),
    "no line end at the end": f"[desk]\n{PHONE}".rstrip("\n"),
    "an entry without keys below, then one": '[other]\nname = "O"\n[desk]\nphone = "555-867-5301"',
}


@pytest.mark.parametrize("spelled", SPELLINGS)
def test_a_record_is_the_one_change_however_the_file_is_spelled(spelled: str) -> None:
    text = SPELLINGS[spelled]
    changed = confirmed(text, "desk", how='called "2" \\ é')
    before, after = tomllib.loads(text), tomllib.loads(changed)
    assert after["desk"].pop("checked") == {"on": DAY, "how": 'called "2" \\ é', "phone": "555-867-5301"}
    before["desk"].pop("checked", None)
    assert after == before
    kept = [line for line in changed.splitlines(keepends=True) if "checked" not in line or "=" not in line]
    assert set(kept) <= {*text.splitlines(keepends=True), *(f"{line}\n" for line in text.splitlines()[-1:])}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('other = 1\ndesk = { name = "D", phone = "555-867-5301" }\n', 2),
        ('[desk.checked]\non = 2026-01-01\nhow = "x"\n', 1),
        ('\n[[desk]]\nname = "D"\n', 1),
        ("desk = 1\n", 1),
        ('\n[desk]\nname = "D"\n', 2),
        ('\n[desk]\nname = "D"\nphone = 5\n', 2),
        ('[desk]\nname = "open\n', 2),
    ],
)
def test_where_a_record_cannot_be_written_nothing_is_and_the_line_is_told(text: str, line: int) -> None:
    changed, (fault,) = call_sheet.confirm(text, "desk", on=DAY, how="called")
    assert (changed, fault.path, fault.line, fault.level) == (None, "content/help.toml", line, "error")
    assert fault.hint


def test_the_command_keeps_the_bytes_of_every_other_line(tmp_path: Path) -> None:
    root = copied("town", tmp_path)
    path = root / "content" / "help.toml"
    before = b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(before)
    assert main.main(["facts", "--confirm", "desk", "--how", "called", "--on", "2026-11-20", "--root", str(root)]) == 0
    after = path.read_bytes()
    assert [line for line in after.split(b"\r\n") if b"checked" not in line] == [
        line for line in before.split(b"\r\n") if b"checked" not in line
    ]


def test_the_command_prints_the_sheet_and_records(tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    root = copied("town", tmp_path)
    assert main.main(["facts", "--call-list", "--root", str(root)]) == 0
    assert capsys.readouterr().out.startswith("CALLING SHEET: ")
    assert main.main(["facts", "--confirm", "desk", "--how", "called", "--on", "2026-11-20", "--root", str(root)]) == 0
    assert pages.read(root)[0].organisations["desk"].checked == records.PhoneCheck(
        datetime.date(2026, 11, 20), "called", "555-867-5301"
    )


def test_the_command_refuses_a_name_a_day_to_come_and_half_a_record(tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    root = copied("town", tmp_path)
    before = (root / "content" / "help.toml").read_bytes()
    assert main.main(["facts", "--confirm", "nobody", "--how", "called", "--root", str(root)]) == 1
    assert "content/help.toml:1: error: There is no [nobody]" in capsys.readouterr().err
    assert main.main(["facts", "--confirm", "desk", "--how", "called", "--on", "2999-01-01", "--root", str(root)]) == 2
    assert main.main(["facts", "--confirm", "desk", "--root", str(root)]) == 2
    assert "usage:" in capsys.readouterr().err
    assert (root / "content" / "help.toml").read_bytes() == before


def test_what_a_person_confirmed_beside_the_number_is_recorded_and_nothing_else(tmp_path: Path) -> None:
    assert "hours" not in tomllib.loads(confirmed(HELP, "desk"))["desk"]["checked"]
    changed, faults = call_sheet.confirm(HELP, "desk", on=DAY, how="called", also=["hours"])
    assert (faults, changed is None) == ((), False)
    one = known(tmp_path, changed or "").organisations["desk"]
    assert one.checked == records.PhoneCheck(DAY, "called", "555-867-5301", "Every day.")
    assert "Confirmed:  2027-01-31, called (phone, hours)" in call_sheet.sheet(known(tmp_path, changed or ""))
    changed, (fault,) = call_sheet.confirm(HELP, "desk", on=DAY, how="called", also=["address"])
    assert (changed, fault.rule) == (None, "record")
    assert "no “address” to confirm" in fault.text


def test_a_number_that_changed_after_it_was_confirmed_is_an_error(tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    root = copied("town", tmp_path)
    assert main.main(["facts", "--confirm", "desk", "--how", "called", "--also", "hours", "--root", str(root)]) == 0
    path = root / "content" / "help.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace('phone = "555-867-5301"\n', 'phone = "555-867-5399"\n'), "utf-8")
    capsys.readouterr()
    assert main.main(["check", "--root", str(root)]) == 1
    assert (
        "content/help.toml:13: error: [desk] has the phone “555-867-5399”, but “555-867-5301” was confirmed"
        in capsys.readouterr().out
    )
    assert main.main(["facts", "--confirm", "desk", "--how", "called", "--root", str(root)]) == 0
    assert main.main(["check", "--root", str(root)]) == 0
