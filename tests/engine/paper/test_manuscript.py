"""What a sheet is told: its states, its day, its version; and faults at the words that people can mend."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from lantern.content import pages
from lantern.paper import manuscript, sheets
from lantern.paper.manuscript import Manuscript, ManuscriptWriter
from lantern.paper.sheets import Sheet
from lantern.templates.typst import Fault
from tests.making import ROOT, pair, po, swap, write
from tests.sheets import inputs_of, papers, small, text_of


def told(root: Path, path: str, number: int = 0) -> tuple[ManuscriptWriter, Sheet, Manuscript]:
    """The manuscript of the sheet with this file, in the language of this number."""
    site = inputs_of(root)
    originals = site.editions(site.translators[0])
    desk = ManuscriptWriter(site, site.translators[number], {one.page.slug: one for one in originals})
    mine = site.editions(site.translators[number])
    sheet = next(one for one in sheets.sheets(mine, site.products, source="en") if one.path.endswith(path))
    return desk, sheet, desk.manuscript(sheet)


def test_a_sheet_is_told_the_phrases_of_its_template_alone(tmp_path: Path) -> None:
    root = small(tmp_path)
    card, flyer = (told(root, f"{name}-letter.pdf")[2].told["phrases"] for name in ("en/print/card", "door-flyer"))
    assert "My person to call" in card
    assert "My person to call" not in flyer
    assert {"Draft"} <= card.keys() & flyer.keys()


def test_the_key_changes_with_what_is_printed_and_with_nothing_else(tmp_path: Path) -> None:
    root = small(tmp_path)
    first = told(root, "door-flyer-letter.pdf")[2].key
    swap(root / "content/card.md", "Keep calm.", "Stay calm.")
    assert told(root, "door-flyer-letter.pdf")[2].key == first
    swap(root / "content/door.md", "stay silent", "keep silent")
    assert told(root, "door-flyer-letter.pdf")[2].key != first


def test_a_draft_names_what_is_missing_in_both_languages(tmp_path: Path) -> None:
    root = small(tmp_path)
    write(root, {"locales/es/LC_MESSAGES/messages.po": po("es", pair("Draft", "Borrador"), pair("Stay calm.", "Calma."))})
    said = " ".join(text_of(papers(root)[0]["es/print/card-letter.pdf"]).split())
    for words in (
        *("Borrador", "Draft", "No lawyer has checked this yet.", "No person has confirmed these numbers yet."),
        "Draft translation",
    ):
        assert words in said


def test_a_number_that_a_person_confirmed_is_not_missing(tmp_path: Path) -> None:
    root = small(tmp_path)
    assert told(root, "card-letter.pdf")[2].told["missing"]["numbers"]
    record = 'checked = { on = 2026-01-02, how = "called", phone = "617-555-0142" }'
    swap(root / "content/help.toml", "last_seen =", f"{record}\nlast_seen =")
    assert not told(root, "card-letter.pdf")[2].told["missing"]["numbers"]


@pytest.mark.parametrize(
    ("verified", "verify_by", "lawyer", "last"),
    [
        ("2026-03-01", "2026-12-31", "2026-02-01", "2026-12-31"),
        ("2026-03-01", "", "2026-02-01", "2026-08-02"),
        ("2026-01-01", "", "", "2026-07-02"),
        ("", "", "", ""),
    ],
)
def test_the_last_day_is_the_promised_one_or_half_a_year_after_the_oldest_check(
    verified: str, verify_by: str, lawyer: str, last: str
) -> None:
    def day(text: str) -> datetime.date | None:
        return datetime.date.fromisoformat(text) if text else None

    page = next(iter(pages.read(ROOT)[0].pages))
    on = day(lawyer)
    checked = pages.LawyerCheck("A. Lawyer", on) if on else None
    page = replace(page, verified=day(verified), verify_by=day(verify_by), lawyer_checked=checked)
    assert manuscript.last_day(page) == day(last)


def test_a_sheet_of_one_page_bears_its_version_and_one_of_several_their_own(tmp_path: Path) -> None:
    root = small(tmp_path)
    _, flyer, given = told(root, "door-flyer-letter.pdf")
    assert given.told["version"] == given.told["editions"]["door"]["version"] == manuscript.version_of(flyer.editions)
    _, card, given = told(root, "en/print/card-letter.pdf")
    assert given.told["version"] == manuscript.version_of(card.editions)
    assert given.told["version"] not in {one["version"] for one in given.told["editions"].values()}
    assert len(given.told["version"]) == 8


def test_a_recall_of_a_page_stops_every_sheet_that_holds_it_and_names_what_stands_on_it(tmp_path: Path) -> None:
    root = small(tmp_path)
    _, _, given = told(root, "en/print/card-letter.pdf")
    own, page = given.told["version"], given.told["editions"]["card"]["version"]
    for version, hint in ((page, f"On the sheet stands {own}: recall that too, if it was handed out."), (own, "")):
        write(root, {"content/recalls.toml": f'[wrong]\non = 2026-01-02\nversion = "{version}"\nreason = "Wrong."\n'})
        desk, sheet, _ = told(root, "en/print/card-letter.pdf")
        problem = desk.recalled(sheet)
        assert problem is not None
        assert (problem.path, problem.line, problem.level) == ("content/recalls.toml", 1, "error")
        assert hint in problem.hint


def test_a_fault_of_words_is_told_at_the_line_that_holds_them(tmp_path: Path) -> None:
    root = small(tmp_path)
    catalog = "locales/es/LC_MESSAGES/messages.po"
    write(root, {catalog: po("es", pair("You may stay silent.", "Puede callar ☃."))})
    desk, sheet, given = told(root, "door-flyer-letter.pdf", 1)
    key = given.told["editions"]["door"]["sections"]["rights"][1]["key"]
    line = next(number for number, text in enumerate((root / catalog).read_text("utf-8").splitlines(), 1) if "You may" in text)
    for fault in (Fault("overflow", "one page", "x.typ", 7, key, 12), Fault("glyph", "☃", "x.typ", 7)):
        (problem,) = desk.problems([fault], sheet)
        assert (problem.path, problem.line) == (catalog, line)
    (problem,) = desk.problems([Fault("template", "unknown variable: a", "templates/print/x.typ", 7)], sheet)
    assert (problem.path, problem.line, problem.rule) == ("templates/print/x.typ", 7, "print-template")


def test_the_cover_of_a_book_is_drawn_without_its_chapters() -> None:
    given = Manuscript({"editions": dict.fromkeys("abc", 1), "cover": False, "size": "letter"}, "k")
    assert given.cover() == {"editions": {"a": 1, "b": 1}, "cover": True, "size": "letter"}
