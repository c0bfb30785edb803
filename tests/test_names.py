"""Names of files: what is nobody's own."""

from __future__ import annotations

import pytest

from lantern import names

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
