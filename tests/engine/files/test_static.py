"""static/: what is published as it is, and what never is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lantern.files import static
from tests.making import write


def paths(root: Path) -> tuple[list[str], list[tuple[str, str]]]:
    files, problems = static.read([(root, "static")])
    return [file.path for file in files], [(problem.path, problem.rule) for problem in problems]


def test_every_file_is_published_under_its_path_byte_for_byte(tmp_path: Path) -> None:
    write(tmp_path, {"z.txt": b"\x00\xff\r\n", "art/deep/lamp.svg": "<svg/>", "a b.txt": ""})
    files, problems = static.read([(tmp_path, "static")])
    assert [(file.path, file.data) for file in files] == [
        ("a b.txt", b""),
        ("art/deep/lamp.svg", b"<svg/>"),
        ("z.txt", b"\x00\xff\r\n"),
    ]
    assert problems == ()


def test_notes_for_people_stay_at_home(tmp_path: Path) -> None:
    write(tmp_path, {"README.md": "x", "art/README.md": "x", "ok.txt": "x"})
    assert paths(tmp_path) == (["ok.txt"], [])


def test_hidden_files_are_left_out_and_told_once(tmp_path: Path) -> None:
    write(tmp_path, {".env": "x", ".git/config": "x", ".git/HEAD": "x", "art/.htaccess": "x", "ok.txt": "x"})
    files, problems = static.read([(tmp_path, "static")])
    assert [file.path for file in files] == ["ok.txt"]
    assert [(told.path, told.rule, told.level) for told in problems] == [("static", "hidden", "info")]
    assert all(name in problems[0].text for name in (".env", ".git,", "art/.htaccess"))


def test_hidden_names_that_a_site_is_asked_for_are_published(tmp_path: Path) -> None:
    write(tmp_path, {".well-known/security.txt": "x", ".nojekyll": "", ".well-known/.secret": "x", "art/.nojekyll": ""})
    found, told = paths(tmp_path)
    assert found == [".nojekyll", ".well-known/security.txt"]
    assert told == [("static", "hidden")]


def test_what_programs_and_systems_left_is_told_by_name_and_not_published(tmp_path: Path) -> None:
    left = ["~$flyer.docx", "Thumbs.db", "desktop.ini", "__MACOSX/a", "__MACOSX/b", "flyer.pdf~", "art/.DS_Store", "art/x.bak"]
    write(tmp_path, dict.fromkeys([*left, "flyer.pdf", "art/x.svg"], "x"))
    found, told = paths(tmp_path)
    assert found == ["art/x.svg", "flyer.pdf"]
    wanted = {path if not path.startswith("__MACOSX") else "__MACOSX" for path in left}
    assert told == [(f"static/{path}", "leftover") for path in sorted(wanted)]


def test_the_sites_own_file_wins_over_lanterns(tmp_path: Path) -> None:
    write(tmp_path, {"engine/icon.svg": "old", "engine/other.svg": "o", "own/icon.svg": "new"})
    files, _ = static.read([(tmp_path / "engine", "engine"), (tmp_path / "own", "static"), (tmp_path / "none", "none")])
    assert {file.path: file.data for file in files} == {"icon.svg": b"new", "other.svg": b"o"}


@pytest.mark.parametrize("target", ["../secret.txt", "../folder", "nowhere", "ok.txt"])
def test_a_link_is_told_and_not_followed(tmp_path: Path, target: str) -> None:
    write(tmp_path, {"secret.txt": "s", "folder/inside.txt": "s", "static/ok.txt": "x"})
    (tmp_path / "static" / "link").symlink_to(target)
    assert paths(tmp_path / "static") == (["ok.txt"], [("static/link", "not-a-file")])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_is_no_file_is_told_and_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert paths(tmp_path) == ([], [("static/pipe", "not-a-file")])
