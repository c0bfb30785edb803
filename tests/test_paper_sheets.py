"""More sheets: cards to fold, for a print shop and for phones, posters, the door sign, sheets to hang and to write on, the form.

A run looks at four languages, Letter size; `make proof` at every sheet of every language.
"""

from __future__ import annotations

import functools
import io
import re
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from lantern import fields, paper, site
from lantern.paper import Sheet
from lantern.press import Fault
from tests.making import ROOT, little, real_root, swap, write
from tests.test_paper import inputs_of, papers, small, text_of

MINE = {
    "card-fold": (2, 4),
    "card-single": (2, 1),
    "card-picture": (2, 1),
    "duplex-test": (2, 1),
    "poster": (1, 9),
    "door-sign": (1, 1),
    "inside-door": (1, 1),
    "notes": (1, 1),
    "family-plan": (1, 1),
    "family-plan-form": (1, 1),
}
"""Pages of a sheet, and codes on them, by template."""
Made = tuple[Sheet, dict[str, Any], bytes]


@functools.cache
def real_sheets(every: bool) -> tuple[tuple[Sheet, dict[str, Any], bytes | tuple[Fault, ...]], ...]:
    """(sheet, its data, its PDF), pictures as PDF too."""
    inputs, problems = site.read(real_root(), only=() if every else ("en", "vi", "ar", "zh_Hans"))
    assert inputs is not None, problems
    found = []
    for voice in inputs.voices:
        mine, theirs = (site.editions(inputs, one) for one in (voice, inputs.voices[0]))
        for sheet in paper.sheets(mine):
            first = sheet.template in MINE and sheet.product.picture != 2
            if first and (every or sheet.size in {"us-letter", "us-business-card"}):
                told = paper.data(sheet, inputs, voice, {one.page.slug: one for one in theirs})
                found.append((sheet, told, paper.pdf(inputs.press, sheet.template, told, None)))
    return tuple(found)


@pytest.fixture(scope="module")
def sheets(request: pytest.FixtureRequest) -> list[Made]:
    """Every sheet; one that could not be set fails here with its faults."""
    every = bool(request.config.getoption("--hypothesis-profile") == "proof")
    made = [(sheet, told, one) for sheet, told, one in real_sheets(every) if isinstance(one, bytes)]
    assert {sheet.path: one for sheet, _, one in real_sheets(every) if not isinstance(one, bytes)} == {}
    assert {sheet.template for sheet, _, _ in made} == set(MINE)
    return made


def english(sheets: list[Made], name: str) -> str:
    """The words of the English sheet of this name, with single spaces."""
    (data,) = [one for sheet, _, one in sheets if sheet.path == f"en/print/{name}.pdf"]
    return " ".join(text_of(data).split())


# --- all of them -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_each_has_its_pages_and_a_code_that_a_poor_print_still_shows(sheets: list[Made]) -> None:
    for sheet, told, made in sheets:
        pages = pypdfium2.PdfDocument(made)
        codes = [code.text for page in pages for code in zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil())]
        address = next(iter(told["editions"].values()))["address"]
        count = 11 if sheet.size in {"us-tabloid", "a3"} else MINE[sheet.template][1]
        assert (len(pages), codes) == (MINE[sheet.template][0], [address] * count), sheet.path


@pytest.mark.slow
def test_no_rule_of_pdf_ua_is_broken(sheets: list[Made], tmp_path: Path) -> None:
    path, faults = tmp_path / "one.pdf", {}
    for sheet, _, made in sheets:
        path.write_bytes(made)
        found = [one for one in pdfua.validate(str(path)).findings if one.severity == pdfua.Severity.ERROR]
        faults |= {sheet.path: found} if found else {}
    assert faults == {}


@pytest.mark.slow
def test_each_says_what_is_missing_that_its_address_is_a_sample_and_its_version(sheets: list[Made]) -> None:
    for sheet, told, made in sheets:
        text = " ".join(text_of(made).split())
        # PDFium turns lines of English round on a page of Arabic: there each word must be found.
        said = ("Draft", "No lawyer has checked this yet.", "This address is a sample.")
        needed = " ".join(said).replace(".", "").split() if told["locale"]["dir"] == "rtl" else said
        assert [words for words in needed if words not in text] == [], sheet.path
        for one in told["editions"].values():
            if one["slug"] != "show" and told["locale"]["dir"] == "ltr":
                assert one["version"] in text, sheet.path


@pytest.mark.slow
def test_each_has_a_title_and_its_language(sheets: list[Made]) -> None:
    for sheet, told, made in sheets:
        with pikepdf.open(io.BytesIO(made)) as pdf:
            assert str(pdf.Root.Lang).split("-")[0] == told["locale"]["tag"].split("-")[0], sheet.path
            assert str(pdf.docinfo["/Title"]).strip(), sheet.path


def test_the_same_data_make_the_same_bytes(tmp_path: Path) -> None:
    """A sheet, and a picture."""
    first, second = (papers(small(tmp_path / name))[0] for name in "ab")
    assert first == second
    assert {path.rpartition(".")[2] for path in first} == {"pdf", "png"}


# --- cards -----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_outside_of_a_folded_card_is_english_on_both_faces(sheets: list[Made]) -> None:
    for sheet, told, made in sheets:
        if sheet.template == "card-fold":
            page = pypdfium2.PdfDocument(made)[1]
            text = page.get_textpage().get_text_bounded()
            assert [sign for sign in text if ord(sign) > 0x2100] == [], sheet.path
            assert not zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil())
            for word in re.findall("[a-z]{4,}", told["sentences"][0]):
                assert text.count(word) >= 8, sheet.path  # four cards, two faces


@pytest.mark.slow
def test_a_single_card_is_black_ink_alone_and_is_cut_to_its_size(sheets: list[Made]) -> None:
    for sheet, _, made in sheets:
        if sheet.template == "card-single":
            with pikepdf.open(io.BytesIO(made)) as pdf:
                for page in pdf.pages:
                    left, low, right, high = (float(edge) for edge in page.trimbox)
                    assert (round(right - left, 2), round(high - low, 2)) == (252, 144), sheet.path
                    inks = {(str(one.operator), *map(str, one.operands)) for one in pikepdf.parse_content_stream(page)}
                    shown = {ink for ink in inks if ink[0] in {"k", "K", "rg", "RG", "g", "G", "sc", "SC", "scn", "SCN", "Do"}}
                    # The ground of the code is white: no ink.
                    assert shown <= {(sign, "0", "0", "0", "1") for sign in "kK"} | {("scn", "1")}, sheet.path


def test_a_checked_card_is_the_card_and_its_bleed_and_tells_until_when(tmp_path: Path) -> None:
    root = small(tmp_path, base="https://lamp.town")
    states = 'lawyer_checked = { by = "A. Lawyer", on = 2026-01-02 }\nverified = 2026-01-02\nverify_by = 2026-12-31\ngroup ='
    for name in ("card", "show"):
        swap(root / f"content/{name}.md", "group =", states)
    swap(root / "content/help.toml", 'last_seen = "2026-01-01"', 'last_seen = "x"\nchecked = { on = 2026-01-02, how = "called" }')
    made = papers(root)[0]["en/print/card-single-print-shop.pdf"]
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert [[float(edge) for edge in page.mediabox] for page in pdf.pages] == [[0, 0, 270, 162]] * 2
    assert "Do not hand out after December 31, 2026" in " ".join(text_of(made).split())


def test_pictures_for_phones_are_wide_enough_and_the_officer_s_leads_nowhere(tmp_path: Path) -> None:
    made = papers(small(tmp_path))[0]
    front, back = (Image.open(io.BytesIO(made[f"es/print/card-{side}.png"])) for side in ("front", "back"))
    assert front.width >= 1080
    assert [code.text for code in zxingcpp.read_barcodes(front)] == ["https://lamp.example/es/card.html"]
    assert not zxingcpp.read_barcodes(back)
    assert made["es/print/card-back.png"] == made["en/print/card-back.png"]


@pytest.mark.slow
def test_beside_a_card_nothing_lies_over_its_edge(sheets: list[Made]) -> None:
    """The strip with the draft line is as high as its words are; no letter crosses the edge of the card or of the page."""
    for sheet, _, made in sheets:
        if sheet.template in {"card-single", "card-picture"}:
            for page in pypdfium2.PdfDocument(made):
                text, edge = page.get_textpage(), page.get_height() - 144 - (9 if sheet.template == "card-single" else 0)
                boxes = [text.get_charbox(place) for place in range(text.count_chars()) if text.get_text_range(place, 1).strip()]
                assert [box for box in boxes if box[1] < -0.1 or (box[1] < edge - 1 and box[3] > edge + 1)] == [], sheet.path


# --- words that must not be missing ------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "needed"),
    [
        (
            "door-sign-letter",
            (
                "Staff only",
                "Not open to the public",
                "For organizations. Not for a home.",
                "The law says: Agents may enter areas that are open to customers.",
                "The law says: To enter areas for staff only",
                "closed to the public. Agents may go in only with a warrant from a court",
                "An order from an immigration judge is not the same as a warrant from a court.",
                "Agents can enter areas that are open to everyone.",
                "The employer, not the worker",
            ),
        ),
        (
            "inside-door-letter",
            (
                "Hang this inside your home.",
                "You do not have to open your door.",
                "Look for three things: a court's name, a judge's signature",
                "They may still come in. Do not fight or block.",
                "with Form I-205",
                "If you may have an old removal order, see a lawyer now.",
                "A warrant from a court is signed by a judge or a magistrate.",
                "An order from an immigration judge is not the same as a warrant from a court.",
                "Police may not stop them.",
                "The City's order cannot stop every arrest.",
                "Free lawyers",
            ),
        ),
        (
            "poster-see-agents-letter",
            (
                "Never get in the way.",
                "ask a lawyer before you record",
                "The City's order cannot stop every arrest.",
                "617-370-5023",
            ),
        ),
        ("notes-letter", ("Never get in the way.", "ask a lawyer before you record", "Do not touch, block or chase.", "911")),
        (
            "poster-letter",
            (
                "It is not the City of Boston",
                "It cannot send help.",
                "The City's order cannot stop every arrest.",
                "stores nothing on your device",
            ),
        ),
        ("family-plan-letter", ("Filling in a form is not enough.", "It gives no one the right to decide for your child.")),
    ],
)
def test_the_words_that_a_sheet_is_made_for(sheets: list[Made], name: str, needed: tuple[str, ...]) -> None:
    """Templates choose blocks of a page by their place and mark: a page that is rearranged must not change a sheet unseen."""
    text = english(sheets, name)
    assert [words for words in needed if words not in text] == []


def test_a_poster_says_a_sentence_of_both_pages_once(tmp_path: Path) -> None:
    root = little(tmp_path, "## Does {: #does }\n\nIt cannot stop all. {: .limit }", locales=("en",))
    write(
        root,
        {"content/about.md": '+++\ntitle = "About"\n+++\n\n## Who {: #who }\n\nWe are few.\n\nIt cannot stop all. {: .limit }\n'},
    )
    assert text_of(papers(root)[0]["en/print/poster-letter.pdf"]).count("It cannot stop all.") == 1


def test_words_too_long_for_a_poster_are_an_error_at_their_line(tmp_path: Path) -> None:
    root = little(tmp_path, locales=("en",))
    who = "We are few. " * 900
    write(root, {"content/about.md": f'+++\ntitle = "About"\n+++\n\n## Who {{: #who }}\n\n{who}\n'})
    made, problems = papers(root)
    assert made == {}
    faults = {(one.path, one.line, one.rule) for one in problems if one.level == "error"}
    assert faults == {("content/about.md", 7, "print-overflow")}


# --- the family plan --------------------------------------------------------------------------------------------------


def called(path: str, pattern: str) -> set[tuple[str, str]]:
    """(words, note) of every phrase in a template."""
    text = (ROOT / path).read_text("utf-8")
    return set(re.findall(rf'\bt\("([^"]+)",\s*{pattern}"([^"]+)"', text))


def test_the_form_has_the_words_of_the_form_on_the_web() -> None:
    """The same message, with the same note: one translation serves both."""
    web, sheet = called("templates/plan.html", "note="), called("templates/print/plan.typ", "note: ")
    screen = {"Print the form", "Take out all you typed?", "Empty the form"}
    screen |= {words for words, _ in web if words.startswith("When you have filled it in")}
    assert {words for words, _ in web} - screen == {words for words, _ in sheet} - {
        words for words, _ in sheet if "this file" in words
    }
    assert {pair for pair in sheet if "this file" not in pair[0]} <= web


@pytest.mark.slow
def test_every_place_of_the_form_can_be_filled_in_and_says_what_for(sheets: list[Made]) -> None:
    for sheet, _, made in sheets:
        if sheet.template == "family-plan-form":
            with pikepdf.open(io.BytesIO(made)) as pdf:
                marks = list(pdf.pages[0].Annots)
                told = [str(one.TU) for one in marks]
                places = [[float(edge) for edge in one.Rect] for one in marks]
            assert len(marks) == 50
            assert len(set(told)) == 50, sheet.path
            assert made.count(b"/S/Form") == 50
            document = pypdfium2.PdfDocument(made)
            document.init_forms()
            page = document[0]
            kinds = [
                pypdfium2.raw.FPDFPage_HasFormFieldAtPoint(document.formenv.raw, page.raw, (left + right) / 2, (low + high) / 2)
                for left, low, right, high in places
            ]
            boxes = {pypdfium2.raw.FPDF_FORMFIELD_CHECKBOX: 4, pypdfium2.raw.FPDF_FORMFIELD_RADIOBUTTON: 2}
            assert {kind: kinds.count(kind) for kind in set(kinds)} == {pypdfium2.raw.FPDF_FORMFIELD_TEXTFIELD: 44, **boxes}


@pytest.mark.slow
def test_no_field_asks_who_the_reader_is(sheets: list[Made]) -> None:
    (made,) = [one for sheet, _, one in sheets if sheet.path == "en/print/family-plan-form-letter.pdf"]
    with pikepdf.open(io.BytesIO(made)) as pdf:
        told = " ".join(str(one.TU) for one in pdf.pages[0].Annots).lower()
    for word in (
        "status",
        "birthplace",
        "born",
        "a-number",
        "alien",
        "nationality",
        "country",
        "passport",
        "consulate",
        "religion",
    ):
        assert word not in told


@pytest.mark.slow
def test_the_sheet_to_write_on_has_no_fields(sheets: list[Made]) -> None:
    for sheet, _, made in sheets:
        if sheet.template == "family-plan":
            assert b"/Widget" not in made
            assert fields.fillable(made) == made


def test_a_site_without_the_pages_has_none_of_these(tmp_path: Path) -> None:
    root = little(tmp_path, locales=("en",))
    assert paper.sheets(site.editions(inputs_of(root), inputs_of(root).voices[0])) == []
