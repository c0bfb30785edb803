"""Names of files: what is nobody's own, what some system cannot hold, which two are one somewhere."""

from __future__ import annotations

import pytest

from lantern.files import names
from lantern.files.names import Claim

LEFT = [
    *("~$flyer.docx", "~$Budget 2026.xlsx", "~WRL0003.tmp", "~flyer~abc.idlk", "flyer.pdf~", "#flyer.md#", ".#flyer.md", "4913"),
    *(
        "flyer.pdf.bak",
        "flyer.bak2",
        "flyer.md.orig",
        "flyer.md.rej",
        ".flyer.md.swp",
        "flyer.md.swx",
        "flyer.md.save",
        "flyer.old",
    ),
    *(
        ".~lock.flyer.odt#",
        "flyer.kate-swp",
        "flyer.md___jb_tmp___",
        "voice.mp3.part",
        "voice.mp3.crdownload",
        "a.tmp",
        "A.TMP",
        "a.old",
    ),
    *(".DS_Store", "._flyer.pdf", "__MACOSX", "Thumbs.db", "THUMBS.DB", "ehthumbs.db", "desktop.ini", "Desktop.ini", "Icon\r"),
    *("$RECYCLE.BIN", "System Volume Information", ".Trash-1000", ".Trashes", "lost+found", "@eaDir", "flyer.lnk", "autorun.inf"),
    *("flyer (conflicted copy 2026-01-02).pdf", "flyer (Ana's conflicted copy 2026-01-02).pdf", "flyer (Case Conflict).pdf"),
    *("flyer.sync-conflict-20260102-101112-ABCDEFG.pdf", "flyer_conflict-20260102-101112.pdf", "messages_LOCAL_1234.po"),
]
KEPT = [
    *(
        "flyer.pdf",
        "icon.svg",
        "a b.txt",
        "conflict.pdf",
        "backup-plan.pdf",
        "old-north.jpg",
        "locksmith.html",
        "part.txt",
        "4913.jpg",
    ),
    *(
        "thumbs.jpg",
        "door (1).pdf",
        "temperature.csv",
        "robots.txt",
        "_headers",
        "CNAME",
        "~",
        "$5.txt",
        "local.html",
        "savings.pdf",
    ),
    *(
        "تمديد.pdf",
        "传单.pdf",
        "a#b.txt",
        "CVS-list.txt",
        ".nojekyll",
        ".well-known",
        "conflict-of-laws.pdf",
        "4913.jpg",
        "savings.pdf",
    ),
]


@pytest.mark.parametrize("name", LEFT)
def test_what_programs_and_systems_leave_is_known(name: str) -> None:
    assert names.is_leftover(name)


@pytest.mark.parametrize("name", KEPT)
def test_peoples_own_files_are_not_taken_for_it(name: str) -> None:
    assert not names.is_leftover(name)
    assert not names.is_hidden(name)


def test_hidden_is_what_begins_with_a_dot_but_for_what_a_site_is_asked_for() -> None:
    assert [name for name in (".env", ".git", ".htaccess", *names.PUBLISHED) if names.is_hidden(name)] == [
        ".env",
        ".git",
        ".htaccess",
    ]


UNFIT = [
    *("en/aux.html", "CON", "con.txt", "nul.tar.gz", "a/PRN/b", "com1.pdf", "Lpt9.pdf", "com¹.txt", "aux .txt", "conin$"),
    *(
        "what?.pdf",
        "plan: new.pdf",
        "a<b",
        "a>b",
        'a"b',
        "a|b",
        "a*b",
        "a\\b",
        "a\tb",
        "a\x00b",
        "a\u202eb",
        "a\u200bb",
        "a\udc80b",
    ),
    *("end.", "end ", " start", "folder./x", "x" * 201, "é" * 101, "/".join(["folder"] * 40)),
]
FIT = ["en/at-home.html", "a b (1)+.pdf", "auxiliary.pdf", "console.txt", "com.pdf", "com10.pdf", "زيارة.pdf", "传单.pdf"]
FIT += ["a.b.c", ".nojekyll"]


@pytest.mark.parametrize("path", UNFIT)
def test_a_name_that_some_system_cannot_hold_is_unfit(path: str) -> None:
    assert names.unfit(path)


@pytest.mark.parametrize("path", FIT)
def test_other_names_are_fit(path: str) -> None:
    assert names.unfit(path) == ""


CLASHES = [
    ("Map.pdf", "map.pdf", "alike"),
    ("EN/index.html", "en/index.html", "alike"),
    ("EN/other.html", "en/index.html", "alike"),
    ("é.pdf", "e\u0301.pdf", "alike"),
    ("É/a", "e\u0301/a", "alike"),
    ("ПЛАН.pdf", "план.pdf", "alike"),
    ("a", "a", "same"),
    ("en", "en/index.html", "folder"),
    ("EN", "en/index.html", "folder"),
    ("en/index.html/x", "en/index.html", "folder"),
]


@pytest.mark.parametrize(("one", "two", "how"), CLASHES)
def test_two_paths_that_are_one_on_some_system_clash_whoever_is_first(one: str, two: str, how: str) -> None:
    for pair in ((one, two), (two, one)):
        first, second = (Claim(path, path) for path in pair)
        assert list(names.clashes([first, second])) == [(second, first, how)]


def test_other_paths_do_not_clash() -> None:
    paths = ["en/a.html", "en/a.txt", "en/b/a.html", "es/a.html", "en-a.html", "a", "strasse", "straße", "и.pdf", "й.pdf"]
    assert list(names.clashes([Claim(path, path) for path in paths])) == []
