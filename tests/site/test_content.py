"""content/: pages, sources and organisations; every fault in them told with its file, line and rule, all in one run."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from lantern.content import kinds, records, settings
from lantern.content import pages as page_files
from lantern.content.pages import Content, Page
from tests.making import little, write

SOURCE = '[gbh]\ntitle = "Order signed"\npublisher = "Radio"\nurl = "https://radio.town/1"\nread_on = 2026-02-05\n'
DESK = '[desk]\nname = "Help Desk"\nphone = "555-867-5301"\nphone_sources = 2\n'


def read(root: Path, files: dict[str, str | bytes]) -> tuple[Content, list[tuple[str, int, str]]]:
    found, problems = page_files.read(write(root, {f"content/{name}": data for name, data in files.items()}))
    assert all(problem.level == "error" and problem.text for problem in problems)
    return found, sorted((problem.path.removeprefix("content/"), problem.line, problem.rule) for problem in problems)


def one(root: Path, text: str | bytes) -> tuple[Page | None, list[tuple[int, str]]]:
    """The page in a file and its faults."""
    found, problems = read(root, {"a.md": text})
    return (found.pages[0] if found.pages else None), [(line, rule) for _, line, rule in problems]


def page(root: Path, text: str | bytes) -> Page:
    found, problems = one(root, text)
    assert found is not None, problems
    assert problems == []
    return found


# --- pages -----------------------------------------------------------------------------------------------------------


def test_a_page_with_everything(tmp_path: Path) -> None:
    found = page(
        tmp_path,
        '+++\ntitle = " At home "\ndescription = "D"\norder = 3\ntemplate = "home"\nverified = 2026-01-02\n'
        'verify_by = 2026-07-02\nlawyer_checked = { by = "A. B.", on = 2026-01-03 }\n+++\n\nText.\n',
    )
    assert (found.slug, found.path, found.place) == ("a", "content/a.md", "a.html")
    assert (found.title, found.description, found.order, found.template) == ("At home", "D", 3, "home")
    assert (found.verified, found.verify_by) == (datetime.date(2026, 1, 2), datetime.date(2026, 7, 2))
    assert found.lawyer_checked == page_files.LawyerCheck("A. B.", datetime.date(2026, 1, 3))
    assert (found.body, found.body_line) == ("\nText.\n", 10)


def test_a_page_with_a_title_only(tmp_path: Path) -> None:
    found = page(tmp_path, '+++\ntitle = "A"\n+++\n')
    assert (found.description, found.order, found.template, found.verified, found.lawyer_checked) == (
        "",
        1000,
        "page",
        None,
        None,
    )


@pytest.mark.parametrize("group", kinds.GROUPS)
def test_a_page_has_a_group_a_drawing_and_asks_for_a_list(tmp_path: Path, group: str) -> None:
    asked = 'need = "lawyer"\nlanguage = "Spanish"\nplace = "Pier One"\n'
    found = page(tmp_path, f'+++\ntitle = "A"\ngroup = "{group}"\ndrawing = "door"\n{asked}+++\n')
    assert (found.group, found.drawing) == (group, "door")
    assert found.wanted == records.Wanted("lawyer", "Spanish", "Pier One")


def test_a_page_may_have_none_of_them(tmp_path: Path) -> None:
    found = page(tmp_path, '+++\ntitle = "A"\n+++\n')
    assert (found.group, found.drawing, found.wanted) == ("", "", records.Wanted())


@pytest.mark.parametrize(
    "text", ["# At home #\n\nText.\n", "\n\n# At home\nText.\n", "+++\norder = 1\n+++\n# At home\n\nText.\n"]
)
def test_the_first_heading_can_be_the_title(tmp_path: Path, text: str) -> None:
    found = page(tmp_path, text)
    assert found.title == "At home"
    assert [message.text for message in found.messages()] == ["At home", "Text."]
    assert found.messages()[1].line == text[: text.index("Text.")].count("\n") + 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_every_message_has_its_line_whatever_ends_lines(tmp_path: Path, end: str, start: bytes) -> None:
    front = '+++\ntitle = "Ours"\ndescription = "What it is"\n+++\n'
    text = front + "\n## Head\n\nOne\ntwo.\n\n- item\n- item two\n\n| a | b |\n|---|---|\n| c | d |\n"
    found = page(tmp_path, start + text.replace("\n", end).encode())
    assert [(message.text, message.line) for message in found.messages()] == [
        ("Ours", 2),
        ("What it is", 3),
        ("Head", 6),
        ("One two.", 8),
        ("item", 11),
        ("item two", 12),
        ("a", 14),
        ("b", 14),
        ("c", 16),
        ("d", 16),
    ]
    assert {(message.path, message.place) for message in found.messages()} == {("content/a.md", "a.html")}


FRONT = [
    ('titel = "A"', [(2, "unknown-key")]),
    ('title = "A"\nTitle = "B"', [(3, "unknown-key")]),
    ("title = 7", [(2, "wrong-type")]),
    ('title = "A"\norder = "1"', [(3, "wrong-type")]),
    ('title = "A"\norder = true', [(3, "wrong-type")]),
    ('title = "A"\norder = 1.5', [(3, "wrong-type")]),
    ('title = "A"\ndescription = ["a"]', [(3, "wrong-type")]),
    ('title = "A"\nverified = "2026-01-01"', [(3, "wrong-type")]),
    ('title = "A"\nverified = 2026-01-01T10:00:00', [(3, "wrong-type")]),
    ('title = "A"\nverify_by = 2026-01-01 10:00:00Z', [(3, "wrong-type")]),
    ('title = "A"\nverified = 2026-02-30', [(3, "toml")]),
    ('title = "A', [(2, "toml")]),
    ('title = "A"\n\norder 1', [(4, "toml")]),
    ('title = "A"\ntitle = "B"', [(3, "toml")]),
    ("order = 1", [(1, "missing-title")]),
    ("", [(1, "missing-title")]),
    ('title = "  "', [(1, "missing-title")]),
    ('title = "A"\nlawyer_checked = { by = "A. B." }', [(3, "record")]),
    ('title = "A"\nlawyer_checked = { on = 2026-01-01 }', [(3, "record")]),
    ('title = "A"\nlawyer_checked = { by = "", on = 2026-01-01 }', [(3, "record")]),
    ('title = "A"\nlawyer_checked = { by = "A. B.", on = "today" }', [(3, "record")]),
    ('title = "A"\nlawyer_checked = { by = "A. B.", on = 2026-01-01T09:00:00 }', [(3, "record")]),
    ('title = "A"\nlawyer_checked = { by = "A. B.", on = 2026-01-01, bar = "1" }', [(3, "record")]),
    ('title = "A"\nlawyer_checked = "A. B."', [(3, "record"), (3, "wrong-type")]),
    ('title = "A"\ngroup = "situations"', [(3, "group")]),
    ('title = "A"\ngroup = ""', [(3, "group")]),
    ('title = "A"\ngroup = ["tool"]', [(3, "group"), (3, "wrong-type")]),
    ('title = "A"\ndrawing = 1', [(3, "wrong-type")]),
    ('title = "A"\nneed = ["lawyer"]', [(3, "wrong-type")]),
    ('title = "A"\nlanguage = true', [(3, "wrong-type")]),
    ('title = "A"\nplace = 7', [(3, "wrong-type")]),
]


@pytest.mark.parametrize(("front", "faults"), FRONT, ids=[front for front, _ in FRONT])
def test_a_broken_front_matter_is_told_with_its_line(tmp_path: Path, front: str, faults: list[tuple[int, str]]) -> None:
    found, told = one(tmp_path, f"+++\n{front}\n+++\n\nText.\n")
    assert told == faults
    assert found is None, "a page with a broken front matter is left out"


def test_faults_of_front_matter_and_text_are_told_together(tmp_path: Path) -> None:
    text = '+++\ntitle = 7\nextra = 1\nverified = "x"\n+++\n\nOne <b>bold</b>.\n\nTwo. {: .wrong }\n'
    assert one(tmp_path, text)[1] == [
        (2, "wrong-type"),
        (3, "unknown-key"),
        (4, "wrong-type"),
        (7, "raw-html"),
        (7, "raw-html"),
        (9, "mark"),
    ]


def test_a_fault_in_the_text_alone_keeps_the_page_for_other_checks(tmp_path: Path) -> None:
    found, told = one(tmp_path, '+++\ntitle = "A"\n+++\n\nOne. {: .wrong }\n')
    assert told == [(5, "mark")]
    assert found is not None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('+++\ntitle = "A"\n\nText.\n', (1, "front-matter")),
        ("+++", (1, "front-matter")),
        ('+++\ntitle = "A"\n ++\n', (1, "front-matter")),
        ("", (1, "missing-title")),
        ("Text.\n", (1, "missing-title")),
        ("#No space\n", (1, "missing-title")),
        ("#  \n", (1, "missing-title")),
        ('---\ntitle: "A"\n---\n', (1, "missing-title")),
        (b'+++\ntitle = "A"\n+++\n\nna\xefve\n', (5, "encoding")),
        ("+++\n".encode("utf-16"), (1, "encoding")),
        ('+++\ntitle = "A"\n+++\n' + "word " * 60_000, (4, "page-too-large")),
    ],
)
def test_a_page_that_cannot_be_read_is_told(tmp_path: Path, text: str | bytes, fault: tuple[int, str]) -> None:
    assert one(tmp_path, text)[1] == [fault]


def test_every_faulty_file_is_told_in_one_run_and_the_rest_is_read(tmp_path: Path) -> None:
    found, told = read(
        tmp_path,
        {
            "a.md": "Text.\n",
            "b.md": '+++\nx = 1\ntitle = "B"\n+++\n',
            "c.md": b"\xff",
            "good.md": "# Good\n",
            "sources.toml": "[gbh]\n",
            "help.toml": "desk = 1\n",
        },
    )
    assert [page.slug for page in found.pages] == ["good"]
    assert told == [
        ("a.md", 1, "missing-title"),
        ("b.md", 2, "unknown-key"),
        ("c.md", 1, "encoding"),
        ("help.toml", 1, "entry"),
        ("sources.toml", 1, "missing-key"),
        ("sources.toml", 1, "missing-key"),
        ("sources.toml", 1, "missing-key"),
    ]


@pytest.mark.parametrize("name", ["At-home.md", "at home.md", "at_home.md", "é.md", "-a.md", "a.b.md", "x" * 81 + ".md"])
def test_a_file_name_that_cannot_be_an_address_is_told(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, {name: "# A\n", "index.md": "# Home\n"})[1] == [(name, 1, "slug")]


def test_a_page_in_a_folder_is_told(tmp_path: Path) -> None:
    found, told = read(tmp_path, {"rights/door.md": "# A\n", "index.md": "# Home\n"})
    assert told == [("rights/door.md", 1, "folder")]
    assert [page.slug for page in found.pages] == ["index"]


def test_notes_for_people_and_hidden_files_are_no_pages(tmp_path: Path) -> None:
    found, told = read(
        tmp_path, {"README.md": "Read me.", ".draft.md": "x", ".git/x.md": "x", "notes.txt": "x", "index.md": "# Home\n"}
    )
    assert (told, [page.slug for page in found.pages]) == ([], ["index"])


@pytest.mark.parametrize("target", ["../secret.md", "nowhere.md"])
def test_a_link_is_no_page(tmp_path: Path, target: str) -> None:
    write(tmp_path, {"secret.md": "# Secret\n", "content/index.md": "# Home\n"})
    (tmp_path / "content" / "link.md").symlink_to(target)
    found, told = read(tmp_path, {})
    assert (told, [page.slug for page in found.pages]) == ([("link.md", 1, "not-a-file")], ["index"])


def test_a_folder_with_a_pages_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "content" / "a.md").mkdir(parents=True)
    assert read(tmp_path, {"index.md": "# Home\n"})[1] == [("a.md", 1, "unreadable")]


def test_a_page_nobody_may_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    write(tmp_path, {"content/a.md": "# A\n"})
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert read(tmp_path, {})[1] == [("a.md", 1, "unreadable")]


def test_no_page_at_all_is_told(tmp_path: Path) -> None:
    assert read(tmp_path, {})[1] == [("content", 1, "no-pages")]


def test_pages_stand_in_the_order_readers_see_them(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "z.md": '+++\ntitle = "Z"\norder = 1\n+++\n',
        "b.md": "# B\n",
        "a.md": "# A\n",
        "m.md": '+++\ntitle = "M"\norder = -1\n+++\n',
    }
    assert [page.slug for page in read(tmp_path, files)[0].pages] == ["m", "z", "a", "b"]


# --- sources and organisations ---------------------------------------------------------------------------------------


def test_a_source(tmp_path: Path) -> None:
    found, told = read(tmp_path, {"index.md": "# Home\n", "sources.toml": SOURCE})
    assert told == []
    assert found.sources == {
        "gbh": records.Source("gbh", "Order signed", "Radio", "https://radio.town/1", "", "", datetime.date(2026, 2, 5), 1)
    }


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        ('title = "Order signed"\n', "", [(1, "missing-key")]),
        ('"Order signed"', '""', [(1, "missing-key")]),
        ("read_on = 2026-02-05", "", [(1, "missing-key")]),
        ("2026-02-05", '"2026-02-05"', [(5, "wrong-type")]),
        ("2026-02-05", "2026-02-05T00:00:00", [(5, "wrong-type")]),
        ("https://radio.town/1", "radio.town/1", [(4, "url")]),
        ("https://radio.town/1", "javascript:alert(1)", [(4, "url")]),
        ("publisher", "publischer", [(1, "missing-key"), (3, "unknown-key")]),
        ("[gbh]", "[GBH]", [(1, "entry")]),
        ("[gbh]", '["a b"]', [(1, "entry")]),
        ("[gbh]", 'lost = "x"\n[gbh]', [(1, "entry")]),
        ('"Radio"', '"Radio', [(3, "toml")]),
    ],
)
def test_a_broken_source_is_told(tmp_path: Path, old: str, new: str, faults: list[tuple[int, str]]) -> None:
    assert SOURCE.count(old) == 1
    _, told = read(tmp_path, {"index.md": "# Home\n", "sources.toml": SOURCE.replace(old, new)})
    assert told == [("sources.toml", *fault) for fault in faults]


def test_an_organisation_needs_a_name_and_nothing_else(tmp_path: Path) -> None:
    found, told = read(tmp_path, {"index.md": "# Home\n", "help.toml": '[desk]\nname = " Help Desk "\n'})
    assert told == []
    desk = found.organisations["desk"]
    assert (desk.name, desk.phone, desk.web, desk.languages, desk.checked, desk.dialable) == (
        "Help Desk",
        "",
        "",
        (),
        None,
        False,
    )
    assert found.has_help


@pytest.mark.parametrize(
    ("more", "faults"),
    [
        ('phone = "call us"', [(3, "phone")]),
        ('phone = ""', [(3, "phone")]),
        ('phone = "555-867-5301 ext. 2"', [(3, "phone")]),
        ("phone = 911", [(3, "wrong-type")]),
        ('phone_sources = "2"', [(3, "wrong-type")]),
        ("phone_sources = true", [(3, "wrong-type")]),
        ('languages = "English"', [(3, "wrong-type")]),
        ("languages = [1]", [(3, "wrong-type")]),
        ('needs = "lawyer"', [(3, "wrong-type")]),
        ("needs = [1, 2]", [(3, "wrong-type")]),
        ('places = ["Pier One", 2]', [(3, "wrong-type")]),
        ("ask = 1", [(3, "wrong-type")]),
        ('web = "desk.town"', [(3, "url")]),
        ('web = "javascript:alert(1)"', [(3, "url")]),
        ('fax = "1"', [(3, "unknown-key")]),
        ("checked = { on = 2026-01-01 }", [(3, "record")]),
        ('checked = { on = 2026-01-01, how = "" }', [(3, "record")]),
        ('checked = { on = "now", how = "called" }', [(3, "record")]),
        ('checked = { on = 2026-01-01, how = "called" }', [(3, "record")]),
        ('checked = { on = 2026-01-01, how = "called", phone = 1 }', [(3, "record")]),
        ('checked = { on = 2026-01-01, how = "called", phone = "1", by = "A" }', [(3, "record")]),
        ("checked = true", [(3, "record"), (3, "wrong-type")]),
    ],
)
def test_a_broken_organisation_is_told_and_left_out(tmp_path: Path, more: str, faults: list[tuple[int, str]]) -> None:
    found, told = read(
        tmp_path, {"index.md": "# Home\n", "help.toml": f'[desk]\nname = "Help Desk"\n{more}\n[other]\nname = "Other"\n'}
    )
    assert told == [("help.toml", *fault) for fault in faults]
    assert list(found.organisations) == ["other"]


def test_an_organisation_on_one_line_has_its_faults_told_too(tmp_path: Path) -> None:
    _, told = read(tmp_path, {"index.md": "# Home\n", "help.toml": 'desk = { name = "D", phone = "x", web = "y" }\n'})
    assert told == [("help.toml", 1, "phone"), ("help.toml", 1, "url")]


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ('[{ on = 2026-03-01, how = "directory" }]', [(datetime.date(2026, 3, 1), "directory", datetime.date(2026, 3, 1))]),
        ('[{ on = "2026-03-01", how = "press" }]', [(datetime.date(2026, 3, 1), "press", datetime.date(2026, 3, 1))]),
        ('[{ on = "2026-08", how = "own site" }]', [("2026-08", "own site", datetime.date(2026, 8, 1))]),
        ('[{ how = "official page" }, { on = "2017" }]', [("", "official page", None), ("2017", "", datetime.date(2017, 1, 1))]),
        ('"2026-08"', [("2026-08", "", datetime.date(2026, 8, 1))]),
        ("2026-08-09", [(datetime.date(2026, 8, 9), "", datetime.date(2026, 8, 9))]),
        ("[]", []),
    ],
)
def test_where_an_organisation_was_seen(tmp_path: Path, written: str, seen: list[tuple[object, str, object]]) -> None:
    found, problems = read(tmp_path, {"a.md": "# A\n", "help.toml": f"{DESK}last_seen = {written}\n"})
    assert problems == []
    assert [(sighting.on, sighting.how, sighting.earliest) for sighting in found.organisations["desk"].last_seen] == seen


@pytest.mark.parametrize(
    "written",
    [
        *(
            '"x"',
            '""',
            "7",
            '"2026-13"',
            '"2026-02-30"',
            '"26"',
            "{}",
            '["2026"]',
            "[{}]",
            "[{ on = 2026 }]",
            '[{ how = "hearsay" }]',
        ),
        *(
            '[{ on = "", how = "press" }]',
            '[{ on = 2026-03-01, by = "A" }]',
            "2026-08-09T10:00:00",
            '[{ on = "2026", how = "" }]',
        ),
        '[{ on = "2026", how = ["press"] }]',
    ],
)
def test_a_sighting_that_says_nothing_is_told_with_its_line(tmp_path: Path, written: str) -> None:
    _, problems = read(tmp_path, {"a.md": "# A\n", "help.toml": f"{DESK}last_seen = {written}\n"})
    assert problems == [("help.toml", 5, "last-seen")]


@pytest.mark.parametrize(("need", "said"), [("taken", "Say who."), ("court", "Say hello."), ("", "Say hello.")])
def test_what_to_say_fits_what_is_needed(tmp_path: Path, need: str, said: str) -> None:
    entry = f'{DESK}ask = "Say hello."\nneeds = ["taken", "court"]\nasks = {{ taken = "Say who." }}\n'
    found, problems = read(tmp_path, {"a.md": "# A\n", "help.toml": entry})
    desk = found.organisations["desk"]
    assert problems == []
    assert desk.asks.get(need, desk.ask) == said
    assert {message.text for message in desk.messages()} == {"Say hello.", "Say who."}


@pytest.mark.parametrize("written", ['{ court = "Say who." }', "{ taken = 3 }", '{ taken = "" }', '{ taken = ["x"] }'])
def test_what_to_say_for_a_need_it_does_not_meet_is_told(tmp_path: Path, written: str) -> None:
    entry = f'{DESK}needs = ["taken"]\nasks = {written}\n'
    assert read(tmp_path, {"a.md": "# A\n", "help.toml": entry})[1] == [("help.toml", 6, "asks")]


@pytest.mark.parametrize(("more", "texts"), [("descriptive_name = true\n", {"Help Desk"}), ("", set())])
def test_a_name_that_describes_is_translated_and_a_proper_name_is_not(tmp_path: Path, more: str, texts: set[str]) -> None:
    found, problems = read(tmp_path, {"a.md": "# A\n", "help.toml": f"{DESK}{more}"})
    assert problems == []
    assert {message.text for message in found.organisations["desk"].messages()} == texts


def test_a_bill_without_the_day_to_look_again_is_told(tmp_path: Path) -> None:
    bill = f'{SOURCE}bill = "H.1"\n'
    assert read(tmp_path, {"a.md": "# A\n", "sources.toml": bill})[1] == [("sources.toml", 6, "missing-key")]
    found, problems = read(tmp_path, {"a.md": "# A\n", "sources.toml": f"{bill}due = 2027-01-31\n"})
    assert problems == []
    assert (found.sources["gbh"].bill, found.sources["gbh"].due) == ("H.1", datetime.date(2027, 1, 31))


def test_an_organisation_without_a_name_is_told(tmp_path: Path) -> None:
    for text in ("[desk]\n", '[desk]\nname = ""\n'):
        assert read(tmp_path, {"index.md": "# Home\n", "help.toml": text})[1] == [("help.toml", 1, "missing-key")]


@pytest.mark.parametrize("number", ["911", "555-867-5301", "+1 555 867 5301", "555 867-5301"])
def test_numbers_that_can_be_dialled_are_taken(tmp_path: Path, number: str) -> None:
    found, told = read(tmp_path, {"index.md": "# Home\n", "help.toml": DESK.replace("555-867-5301", number)})
    assert told == []
    assert found.organisations["desk"].dialable


@pytest.mark.parametrize(
    ("more", "dialable"),
    [
        ("phone_sources = 2", True),
        ("phone_sources = 3", True),
        ("phone_sources = 1", False),
        ("phone_sources = 0", False),
        ("", False),
        ('phone_sources = 1\nchecked = { on = 2026-01-01, how = "called", phone = "555-867-5301" }', True),
    ],
)
def test_a_number_is_published_only_with_two_sources_or_a_person_who_called(tmp_path: Path, more: str, dialable: bool) -> None:
    found, told = read(tmp_path, {"index.md": "# Home\n", "help.toml": f'[desk]\nname = "D"\nphone = "555-867-5301"\n{more}\n'})
    assert told == []
    assert found.organisations["desk"].dialable is dialable


# --- lists of organisations ------------------------------------------------------------------------------------------

LISTED = """\
[desk]
name = "Desk"
languages = ["English", "Spanish"]
needs = ["lawyer", "work"]
places = ["Pier One"]
ask = "Say what you need."
[pier]
name = "Pier"
languages = ["Spanish"]
needs = ["shelter"]
[bare]
name = "Bare"
"""


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ('need = "all"', ["desk", "pier", "bare"]),
        ('need = "lawyer"', ["desk"]),
        ('need = "law"', []),
        ('language = "Spanish"', ["desk", "pier"]),
        ('language = "spanish"', []),
        ('language = "all"', []),
        ('place = "Pier One"', ["desk"]),
        ('need = "shelter"\nlanguage = "English"', ["desk", "pier"]),
        ('need = ""', []),
        ("", []),
    ],
)
def test_a_page_lists_what_it_asks_for_in_the_order_of_the_file(tmp_path: Path, asked: str, listed: list[str]) -> None:
    found, told = read(tmp_path, {"index.md": f'+++\ntitle = "A"\n{asked}\n+++\n', "help.toml": LISTED})
    assert told == []
    assert [one.id for one in found.listing(found.pages[0])] == listed
    assert [one.id for one in found.shown] == listed


def test_an_organisation_is_shown_once_though_it_is_named_and_listed(tmp_path: Path) -> None:
    text = '+++\ntitle = "A"\nneed = "lawyer"\n+++\n\nAsk {desk.name} or {bare.name}.\n'
    found, _ = read(tmp_path, {"index.md": text, "help.toml": LISTED})
    assert [one.id for one in found.shown] == ["desk", "bare"]
    assert (found.organisations["desk"].ask, found.organisations["desk"].places) == ("Say what you need.", ("Pier One",))


# --- updates ---------------------------------------------------------------------------------------------------------

UPDATE = '[first]\non = 2026-05-01\nkind = "update"\ntitle = "T"\ntext = "X"\n'


def test_updates_stand_newest_first_and_as_written_on_one_day(tmp_path: Path) -> None:
    days = {"a": "2026-05-01", "b": "2026-06-02", "c": "2026-05-01"}
    text = "".join(UPDATE.replace("first", name).replace("2026-05-01", day) for name, day in days.items())
    found, told = read(tmp_path, {"index.md": "# Home\n", "updates.toml": text})
    assert told == []
    assert [one.id for one in found.updates] == ["b", "a", "c"]
    assert found.updates[0] == records.Update("b", datetime.date(2026, 6, 2), "update", "T", "X", "", 6)
    assert read(tmp_path, {"updates.toml": UPDATE + 'page = "index"\n'})[0].updates[0].page == "index"


def test_a_site_needs_no_updates(tmp_path: Path) -> None:
    assert read(tmp_path, {"index.md": "# Home\n"})[0].updates == ()


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        ('kind = "update"', 'kind = "news"', [(3, "kind")]),
        ('kind = "update"\n', "", [(1, "missing-key")]),
        ("on = 2026-05-01", 'on = "2026-05-01"', [(2, "wrong-type")]),
        ("on = 2026-05-01", "on = 2026-05-01T08:00:00", [(2, "wrong-type")]),
        ('title = "T"', 'title = ""', [(1, "missing-key")]),
        ('text = "X"', "text = 7", [(5, "wrong-type")]),
        ('text = "X"', 'txt = "X"', [(1, "missing-key"), (5, "unknown-key")]),
        ("[first]", "[First]", [(1, "entry")]),
    ],
)
def test_a_broken_update_is_told_and_left_out(tmp_path: Path, old: str, new: str, faults: list[tuple[int, str]]) -> None:
    assert UPDATE.count(old) == 1
    found, told = read(tmp_path, {"index.md": "# Home\n", "updates.toml": UPDATE.replace(old, new)})
    assert told == [("updates.toml", *fault) for fault in faults]
    assert found.updates == ()


# --- messages --------------------------------------------------------------------------------------------------------


def test_messages_come_in_the_order_of_the_site_and_only_of_what_it_shows(tmp_path: Path) -> None:
    little(tmp_path, "Call {desk.phone} now.")
    seen = 'what = "Answers."\nask = "Say it."\nhours = "Every day."\ncost = "Free."\nlanguages = ["English"]\n'
    help_file = f'{DESK}{seen}[unseen]\nname = "U"\nwhat = "Not shown."\n'
    found, told = read(tmp_path, {"help.toml": help_file, "zoo.md": "# Zoo\n", "updates.toml": UPDATE})
    assert told == []
    config = settings.read(tmp_path)[0]
    assert config is not None
    assert [(message.text, message.path, message.line) for message in found.messages(config)] == [
        ("Home", "content/index.md", 2),
        ("Call {desk.phone} now.", "content/index.md", 5),
        ("Zoo", "content/zoo.md", 1),
        ("A", "content/site.toml", 1),
        ("Answers.", "content/help.toml", 5),
        ("Say it.", "content/help.toml", 6),
        ("Every day.", "content/help.toml", 7),
        ("Free.", "content/help.toml", 8),
        ("English", "content/help.toml", 9),
        ("T", "content/updates.toml", 1),
        ("X", "content/updates.toml", 1),
    ]


def test_a_title_without_words_is_no_message(tmp_path: Path) -> None:
    assert page(tmp_path, '+++\ntitle = "911"\ndescription = "617-555-0142"\n+++\n').messages() == ()


@pytest.mark.parametrize(
    ("name", "text", "rule", "line"),
    [
        ("recalls.toml", '\nr1 = { on = 2026-01-01, version = "ZZ", reason = "x" }\n', "version", 2),
        ("recalls.toml", '\nr1.on = 2026-01-01\nr1."version" = "ZZ"\nr1.reason = "x"\n', "version", 3),
        ("updates.toml", '\nu1 = { on = 2026-01-01, kind = "x", title = "T", text = "T." }\n', "kind", 2),
        ("help.toml", '[desk]\nname = "D"\nnote = """\n[Call] first.\nphone = 1\n"""\n"phone" = "call us"\n', "phone", 7),
        ("help.toml", '[desk]\nname = "D"\nlanguages = [\n  "a",\n]\n"web" = "x.org"\n', "url", 6),
        ("sources.toml", '\n["Not a name"]\ntitle = "T"\n', "entry", 2),
    ],
)
def test_a_fault_has_its_line_however_the_file_is_spelled(tmp_path: Path, name: str, text: str, rule: str, line: int) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "index.md").write_text("# Home\n\nText.\n", encoding="utf-8")
    (tmp_path / "content" / name).write_text(text, encoding="utf-8")
    (fault,) = page_files.read(tmp_path)[1]
    assert (fault.path, fault.line, fault.rule) == (f"content/{name}", line, rule)


CONFIRMED = """[desk]
name = "Desk"
phone = "555-867-5301"
phone_sources = 1
hours = "Every day."
address = "1 Pier Street"
checked = { on = 2026-01-01, how = "called", phone = "555-867-5301", hours = "Every day.", address = "1 Pier Street" }
"""


@pytest.mark.parametrize(
    ("before", "after", "fact"),
    [
        ('phone = "555-867-5301"\n', 'phone = "555-867-5302"\n', "phone"),
        ('phone = "555-867-5301"\n', 'phone = "+1 555-867-5301"\n', "phone"),
        ('phone = "555-867-5301"\n', "", "phone"),
        ('hours = "Every day."\n', 'hours = "Weekdays."\n', "hours"),
        ('hours = "Every day."\n', "", "hours"),
        ('address = "1 Pier Street"\n', 'address = "2 Pier Street"\n', "address"),
        ('phone = "555-867-5301", hours', 'phone = "555-867-5300", hours', "phone"),
    ],
)
def test_a_confirmation_of_another_fact_is_told_and_counts_for_nothing(
    tmp_path: Path, before: str, after: str, fact: str
) -> None:
    assert before in CONFIRMED
    text = CONFIRMED.replace(before, after)
    found, told = read(tmp_path, {"index.md": "# Home\n\n{desk.name}\n", "help.toml": text})
    line = text[: text.index("checked")].count("\n") + 1
    assert told == [("help.toml", line, "confirmed-another")]
    assert found.organisations["desk"].checked is None
    assert not found.organisations["desk"].dialable
    (problem,) = page_files.read(tmp_path)[1]
    assert problem.level == "error"
    assert f"the {fact} “" in problem.text


@pytest.mark.parametrize("number", ["555 867 5301", "555-(867)-5301", "5558675301"])
def test_a_number_that_is_written_another_way_stays_confirmed(tmp_path: Path, number: str) -> None:
    text = CONFIRMED.replace('phone = "555-867-5301"\n', f'phone = "{number}"\n', 1).replace("Every day.", "Every\u00a0day.", 1)
    assert page_files.read(write(tmp_path, {"content/index.md": "# Home\n", "content/help.toml": text}))[1] == ()


def test_a_record_in_a_table_of_its_own_is_told_at_the_line_of_the_fact(tmp_path: Path) -> None:
    text = '[desk]\nname = "D"\nphone = "555-867-5301"\n[desk.checked]\non = 2026-01-01\nhow = "called"\nphone = "555-867-5300"\n'
    assert read(tmp_path, {"index.md": "# Home\n", "help.toml": text})[1] == [("help.toml", 7, "confirmed-another")]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ('Door {: #door note="x" }', '{: #door note="x" }'),
        ("Door {: .critical}", "{: .critical}"),
        ("Door {#door}", "{#door}"),
        ("The **front** door", "**front**"),
        ("Say `no`", "`no`"),
        ("[Door](a.md)", "[Door](a.md)"),
        ("Door[^gbh]", "[^gbh]"),
        ("Call {desk.phone}", "{desk.phone}"),
        ("Law &amp; order", "&amp;"),
    ],
)
def test_marks_and_markup_in_a_title_or_description_are_told(tmp_path: Path, title: str, shown: str) -> None:
    pages = {"index.md": "# Home\n", "a.md": f"\n# {title}\n\nText.\n", "b.md": f"+++\ntitle = '{title}'\n+++\n"}
    write(tmp_path, {f"content/{name}": text for name, text in pages.items()})
    write(tmp_path, {"content/c.md": f"+++\ntitle = 'C'\ndescription = '{title}'\n+++\n"})
    told = [one for one in page_files.read(tmp_path)[1] if one.rule == "front-markup"]
    assert [(one.path, one.line) for one in told] == [("content/a.md", 1), ("content/b.md", 2), ("content/c.md", 3)]
    assert all(f"“{shown}”" in one.text for one in told)


@pytest.mark.parametrize("title", ["What is 5 * 3 * 2?", "Q & A", "At home (and away)", "snake_case_name", "[Draft] Door", "{x}"])
def test_plain_signs_in_a_title_are_no_markup(tmp_path: Path, title: str) -> None:
    assert read(tmp_path, {"index.md": f"# {title}\n\nText.\n"})[1] == []


def test_a_title_of_a_length_that_nobody_reads_is_told(tmp_path: Path) -> None:
    assert read(tmp_path, {"index.md": f"# {'a' * 100_000}\n\nText.\n"})[1] == [("index.md", 1, "too-long")]
    assert read(tmp_path, {"index.md": f'+++\ntitle = "{"a " * 50_000}"\n+++\n'})[1] == [("index.md", 2, "too-long")]
