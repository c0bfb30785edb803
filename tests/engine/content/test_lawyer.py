"""What a lawyer has to check: every block that decides something, once, with its source; read in an hour."""

from __future__ import annotations

from pathlib import Path

import pytest

from lantern.cli import main
from lantern.content import lawyer, pages
from lantern.document import inline
from tests.making import ROOT, write

SOURCES = '[gbh]\ntitle = "Order signed"\npublisher = "Radio"\nread_on = 2026-02-05\n'
PAGE = """# A

1. Stay calm. {: .steps .critical}

Call {desk.name}: {desk.phone} {: .critical}

The law says: You may
stay silent.[^gbh] {: .law .critical}

An arrest can still happen. {: .limit}

Only text.
"""
HELP = '[desk]\nname = "Desk"\nphone = "555-867-5301"\nphone_sources = 2\n'
SITE = {"index.md": PAGE, "b.md": PAGE.replace("# A", "# B"), "sources.toml": SOURCES, "help.toml": HELP}


def sheet(root: Path, **files: str) -> str:
    found, problems = pages.read(write(root, {f"content/{name}": text for name, text in {**SITE, **files}.items()}))
    assert problems == ()
    return lawyer.sheet(found)


def test_each_sentence_stands_once_with_its_source_its_pages_and_a_question(tmp_path: Path) -> None:
    made = sheet(tmp_path)
    assert "- [ ] **1.** The law says: You may stay silent. *(gbh; b, index)*" in made
    assert "- [ ] **2.** Stay calm. *(no source; b, index)*" in made
    assert "Call Desk: 555-867-5301" in made
    assert "- **gbh**: Radio, “Order signed”, no date" in made
    assert "Only text" not in made
    assert made.count("- [ ]") == 4
    assert made.count("**Question:**") == 4
    assert "None yet." in made


def test_a_page_that_a_lawyer_checked_is_named(tmp_path: Path) -> None:
    checked = '+++\ntitle = "C"\nlawyer_checked = { by = "A. B.", on = 2026-01-03 }\n+++\n\nText.\n'
    assert "- c: A. B., 2026-01-03" in sheet(tmp_path, **{"c.md": checked})


def test_the_command_prints_it_and_tells_of_a_page_that_it_could_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write(tmp_path, {f"content/{name}": text for name, text in {**SITE, "c.md": "+++\ntitle\n+++\n"}.items()})
    assert main.main(["facts", "--lawyer", "--root", str(root)]) == 1
    told = capsys.readouterr()
    assert told.out.startswith("# For the lawyer")
    assert "content/c.md:2: error:" in told.err


def test_the_committed_sheet_is_fresh_whole_and_read_in_an_hour() -> None:
    ours = pages.read(ROOT)[0]
    made = (ROOT / "docs" / "for-the-lawyer.md").read_text(encoding="utf-8")
    assert made == lawyer.sheet(ours), "run: python build.py facts --lawyer > docs/for-the-lawyer.md"
    assert len(made.split()) <= lawyer.MINUTES * lawyer.PACE
    for page in ours.pages:
        for message in page.messages():
            plain = inline.CITATION.sub("", message.text)
            if plain.startswith(("The law says:", "Lawyers advise:", "Boston's order says:")) and not set("[{") & set(plain):
                assert plain in made, (page.slug, plain)
