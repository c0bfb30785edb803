"""Characters that nobody sees: found wherever people write, let alone where a script needs them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lantern.content import pages, settings
from lantern.document import characters
from tests.making import write

HIDDEN = (
    "\x01\x0b\x0c\r\x7f\x85\u00ad\u034f\u200b\u2028\u202a\u202e\u2060\u2064\u2800\u3164\ue000"
    "\ufeff\uffa0\ufffc\ufffd\U000e0069\U0001d173\U000e0100"
)
LAWFUL = [
    *("Plain words.", "a\tb\nc", "9\u00a0am", "naïve café", "‘quoted’ “words” – and — more…", "12\u202f000"),
    *("نمی\u200cخواهم", "क्\u200dष", "ភាសា\u200bខ្មែរ", "ภาษา\u200bไทย", "שלום\u200f!", "call \u2066911\u2069 الآن"),
    *("☎\ufe0f", "1\ufe0f\u20e3", "👩\u200d👧", "葛\U000e0100"),
]
FRONT = '+++\ntitle = "T"\n+++\n\n'


@pytest.mark.parametrize("letter", HIDDEN)
def test_a_character_that_nobody_sees_is_found(letter: str) -> None:
    ((place, what),) = characters.hidden(f"vis{letter}it")
    assert place == 3
    assert what.startswith(f"U+{ord(letter):04X}")


@pytest.mark.parametrize("letter", "\u200c\u200d\u200e\u200f\u061c\u2066\u2069\ufe0f")
def test_what_other_scripts_need_has_no_use_in_english(letter: str) -> None:
    assert [place for place, _ in characters.hidden(f"vis{letter}it")] == [3]


@pytest.mark.parametrize("text", LAWFUL)
def test_what_a_script_needs_is_let_alone(text: str) -> None:
    assert list(characters.hidden(text)) == []


def faults(root: Path, files: dict[str, str]) -> list[tuple[str, int, str]]:
    write(root, {"content/index.md": "# Home\n\nText.\n", **files})
    return [(one.path, one.line, one.rule) for one in pages.read(root)[1]]


@pytest.mark.parametrize("spelled", ["\u202e", "\\u202e", "\\U000e0069", "\u200b", "\\u0001", "\\u000b"])
@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.md", '+++\norder = 1\ntitle = "Be% ware"\n+++\n\nText.\n', 3),
        ("help.toml", '[desk]\nname = "D"\n"note" = """\nTwo\nlines."""\nlanguages = [\n "A",\n "Spa%nish"]\n', 8),
        ("sources.toml", '[a]\ntitle = "T"\npublisher = "P"\nread_on = 2026-01-01\nurl = "https://a.org/%x"\n', 5),
        ("updates.toml", '[a]\non = 2026-01-01\nkind = "update"\ntitle = "T"\ntext = "T%"\n', 5),
        ("recalls.toml", '[a]\non = 2026-01-01\nversion = "abcdef01"\nreason = "%T"\n', 4),
    ],
)
def test_every_file_of_content_tells_it_with_its_line(tmp_path: Path, name: str, text: str, line: int, spelled: str) -> None:
    told = faults(tmp_path, {f"content/{name}": text.replace("%", spelled)})
    assert told == [(f"content/{name}", line, "unsafe-character")]


@pytest.mark.parametrize("written", ["\u202e", "\u00ad", "\x0b", "&#8238;", "&#x202E;", "&shy;", "&ZeroWidthSpace;", "&#0;"])
def test_a_page_tells_it_with_its_line(tmp_path: Path, written: str) -> None:
    assert faults(tmp_path, {"content/a.md": f"{FRONT}One.\n\nA vis{written}it.\n"}) == [("content/a.md", 7, "unsafe-character")]


@pytest.mark.parametrize("written", ["&nbsp;", "&amp;", "&eacute;", "&#233;", "AT&T; R&D"])
def test_an_entity_that_readers_see_is_let_alone(tmp_path: Path, written: str) -> None:
    assert faults(tmp_path, {"content/a.md": f"{FRONT}One{written}two.\n"}) == []


def test_the_settings_tell_it_too(tmp_path: Path) -> None:
    write(tmp_path, {"content/site.toml": 'base_url = "https://a.org"\nlocales = ["en"]\nname = "A \\u202e B"\n'})
    found, (fault,) = settings.read(tmp_path)
    assert (found, fault.line, fault.rule) == (None, 3, "unsafe-character")


# ── files that are none ─────────────────────────────────────────────────────────────────────────────────────────────

TEXTS = ["a.md", "site.toml", "help.toml", "sources.toml", "updates.toml", "recalls.toml"]


def told_of(root: Path, name: str) -> list[str]:
    problems = (*settings.read(root)[1], *pages.read(root)[1])
    return [one.rule for one in problems if one.path == f"content/{name}"]


@pytest.mark.parametrize("name", TEXTS)
def test_a_pipe_is_told_and_nobody_waits_for_it(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"content/index.md": "# Home\n"})
    os.mkfifo(tmp_path / "content" / name)
    assert told_of(tmp_path, name) == ["not-a-file"]


@pytest.mark.parametrize("name", TEXTS)
def test_a_folder_or_a_device_is_told(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"content/index.md": "# Home\n"})
    (tmp_path / "content" / name).mkdir()
    assert told_of(tmp_path, name) == ["unreadable"]
    (tmp_path / "content" / name).rmdir()
    (tmp_path / "content" / name).symlink_to("/dev/zero")
    assert told_of(tmp_path, name) == ["not-a-file"]


@pytest.mark.parametrize("name", TEXTS)
def test_a_link_out_of_the_site_is_told(tmp_path: Path, name: str) -> None:
    root = write(tmp_path / "site", {"content/index.md": "# Home\n"})
    write(tmp_path, {f"secret/{name}": "x = 1\n"})
    (root / "content" / name).symlink_to(tmp_path / "secret" / name)
    assert told_of(root, name) == ["not-a-file"]


def test_a_folder_content_that_leads_out_of_the_site_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"secret/index.md": "# Secret\n", "secret/help.toml": ""})
    (tmp_path / "site").mkdir()
    (tmp_path / "site/content").symlink_to(tmp_path / "secret")
    found, problems = pages.read(tmp_path / "site")
    assert (found.pages, {one.rule for one in problems}, len(problems)) == ((), {"not-a-file"}, 2)


@pytest.mark.parametrize("name", ["aux.md", "con.md", "nul.md", "com1.md", "A.md", "a..md", "a.MD", "a.markdown", "a.md.txt"])
def test_a_name_that_is_no_address_on_every_system_is_told(tmp_path: Path, name: str) -> None:
    assert faults(tmp_path, {f"content/{name}": "# Page\n"}) == [(f"content/{name}", 1, "slug")]


@pytest.mark.parametrize("name", ["auxiliary.md", "com10.md", "console.md", "null.md"])
def test_a_name_that_only_begins_so_is_none(tmp_path: Path, name: str) -> None:
    assert faults(tmp_path, {f"content/{name}": "# Page\n"}) == []
