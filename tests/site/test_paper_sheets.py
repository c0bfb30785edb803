"""More sheets: cards to fold, for a print shop and for phones, posters, the door sign, sheets to hang and to write on, the form.

A run looks at four languages, Letter size; `make proof` at every sheet of every language.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from lantern.paper import sheets as sheets_module
from lantern.paper.manuscript import ManuscriptWriter
from lantern.templates import products
from tests.making import ROOT, little, real_root, swap, write
from tests.sheets import Made, codes, every, inputs_of, papers, real, small, text_of, unsound

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


@pytest.fixture(scope="module")
def sheets(request: pytest.FixtureRequest) -> tuple[Made, ...]:
    """Every sheet; one that could not be set fails here with its faults."""
    made = real(frozenset(MINE), () if every(request) else ("en", "vi", "ar", "zh_Hans"))
    assert {one.template for one in made} == set(MINE)
    return made


def english(sheets: tuple[Made, ...], name: str) -> str:
    """The words of the English sheet of this name, with single spaces."""
    (data,) = [one.files[path] for one in sheets for path in one.files if path == f"en/print/{name}.pdf"]
    return " ".join(text_of(data).split())


# --- all of them -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_each_has_its_pages_and_a_code_that_a_poor_print_still_shows(sheets: tuple[Made, ...]) -> None:
    for one in sheets:
        wanted, count = MINE[one.template]
        count = 11 if one.sheet.size == "tabloid" else count
        for path, data in one.files.items() if not one.sheet.product.pictures else ():
            pages = pypdfium2.PdfDocument(data)
            assert len(pages) == wanted, path
            assert [code for page in pages for code in codes(page)] == [one.address] * count, path


@pytest.mark.slow
def test_no_rule_of_pdf_ua_is_broken(sheets: tuple[Made, ...], tmp_path: Path) -> None:
    faults = {one.sheet.path: unsound(one.first, tmp_path) for one in sheets}
    assert {path: found for path, found in faults.items() if found} == {}


@pytest.mark.slow
def test_each_says_what_is_missing_that_its_address_is_a_sample_and_its_version(sheets: tuple[Made, ...]) -> None:
    for one in sheets:
        text, right = " ".join(text_of(one.first).split()), one.told["locale"]["dir"] == "rtl"
        # PDFium turns lines of English round on a page of Arabic: there each word must be found.
        said = ("Draft", "No lawyer has checked this yet.", "This address is a sample.")
        needed = " ".join(said).replace(".", "").split() if right else said
        assert [words for words in needed if words not in text] == [], one.sheet.path
        assert right or one.told["version"] in text, one.sheet.path


@pytest.mark.slow
def test_each_has_a_title_and_its_language(sheets: tuple[Made, ...]) -> None:
    for one in sheets:
        with pikepdf.open(io.BytesIO(one.first)) as opened:
            assert str(opened.Root.Lang).split("-")[0] == one.tag.split("-")[0], one.sheet.path
            assert str(opened.docinfo["/Title"]).strip(), one.sheet.path


def test_the_same_data_make_the_same_bytes(tmp_path: Path) -> None:
    """A sheet, and a picture."""
    first, second = (papers(small(tmp_path / name))[0] for name in "ab")
    assert first == second
    assert {path.rpartition(".")[2] for path in first} == {"pdf", "png", "zip"}


# --- cards -----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_outside_of_a_folded_card_is_english_on_both_faces(sheets: tuple[Made, ...]) -> None:
    for one in sheets:
        if one.template == "card-fold":
            page = pypdfium2.PdfDocument(one.first)[1]
            text = page.get_textpage().get_text_bounded()
            assert [sign for sign in text if ord(sign) > 0x2100] == [], one.sheet.path
            assert codes(page) == []
            for word in re.findall("[a-z]{4,}", one.told["sentences"][0]):
                assert text.count(word) >= 8, one.sheet.path  # four cards, two faces


@pytest.mark.slow
def test_what_a_shop_gets_is_black_ink_alone_and_says_where_to_cut(sheets: tuple[Made, ...]) -> None:
    papers = {name: tuple(round(edge) for edge in size) for name, size in products.PAPERS.items()}
    wanted = {**papers, products.CARD: (252, 144)}
    seen = set()
    for one in sheets:
        for copy in one.sheet.copies:
            if copy.cut.form != products.SHOP:
                continue
            seen.add(one.template)
            with pikepdf.open(io.BytesIO(one.files[copy.path])) as opened:
                for page in opened.pages:
                    left, low, right, high = (float(edge) for edge in page.trimbox)
                    assert (round(right - left), round(high - low)) == wanted[copy.size], copy.path
                    media = [float(edge) for edge in page.mediabox]
                    assert min(left - media[0], low - media[1], media[2] - right, media[3] - high) >= 9, copy.path
                    assert {str(space) for space in page.Resources.ColorSpace.values()} == {"/DeviceGray"}, copy.path
                    inks = {str(ink.operator) for ink in pikepdf.parse_content_stream(page)}
                    assert not inks & {"rg", "RG", "k", "K", "g", "G"}, copy.path  # all through the one space above
    assert seen == {"card-single", "poster"}


def test_a_checked_card_is_the_card_and_its_bleed_and_tells_until_when(tmp_path: Path) -> None:
    root = small(tmp_path, base="https://lamp.town")
    states = 'lawyer_checked = { by = "A. Lawyer", on = 2026-01-02 }\nverified = 2026-01-02\nverify_by = 2026-12-31\ngroup ='
    for name in ("card", "show"):
        swap(root / f"content/{name}.md", "group =", states)
    record = 'checked = { on = 2026-01-02, how = "called", phone = "617-555-0142" }'
    swap(root / "content/help.toml", "last_seen =", f"{record}\nlast_seen =")
    made = papers(root)[0]["en/print/card-single-print-shop.pdf"]
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert [[float(edge) for edge in page.mediabox] for page in opened.pages] == [[0, 0, 270, 162]] * 2
    assert "Do not hand out after December 31, 2026" in " ".join(text_of(made).split())


@pytest.mark.slow
def test_the_officer_s_picture_is_the_same_whatever_the_reader_s_language_is() -> None:
    """In a language of another script, too: a picture keeps the strip below the card."""
    site = inputs_of(real_root(), only=("en", "ar", "zh_Hant"))
    originals = {one.page.slug: one for one in site.editions(site.translators[0])}
    backs = set()
    for translator in site.translators:
        desk = ManuscriptWriter(site, translator, originals)
        drawings = [product for product in site.products if product.template == "card-picture"]
        for sheet in sheets_module.sheets(site.editions(translator), drawings, source="en"):
            drawn = site.press.pictures("card-picture", desk.manuscript(sheet).told)
            assert isinstance(drawn, list), drawn
            backs.add(drawn[1])
    assert len(backs) == 1


def test_pictures_for_phones_are_wide_enough_and_the_officer_s_leads_nowhere(tmp_path: Path) -> None:
    made = papers(small(tmp_path))[0]
    front, back = (Image.open(io.BytesIO(made[f"es/print/card-{side}.png"])) for side in ("front", "back"))
    assert front.width >= 1080
    assert [code.text for code in zxingcpp.read_barcodes(front)] == ["https://lamp.example/es/card.html"]
    assert not zxingcpp.read_barcodes(back)
    assert made["es/print/card-back.png"] == made["en/print/card-back.png"]


@pytest.mark.slow
def test_beside_a_card_nothing_lies_over_its_edge(sheets: tuple[Made, ...]) -> None:
    """The strip with the draft line is as high as its words are; no letter crosses the edge of the card or of the page."""
    for one in sheets:
        if one.template == "card-single":
            for page in pypdfium2.PdfDocument(one.first):
                text, edge = page.get_textpage(), page.get_height() - 144 - 9
                boxes = [text.get_charbox(place) for place in range(text.count_chars()) if text.get_text_range(place, 1).strip()]
                assert [box for box in boxes if box[1] < -0.1 or (box[1] < edge - 1 and box[3] > edge + 1)] == [], one.sheet.path


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
                "not open to the public. Immigration enforcement is not allowed there. "
                "Agents may go in only with a warrant from a court",
                "An order from an immigration judge is not the same as a warrant from a court.",
                "Agents can enter areas that are open to everyone.",
                "The employer, not the worker",
            ),
        ),
        (
            "inside-door-letter",
            (
                "Hang this inside your home.",
                "You do not have to open unless they have a warrant from a court.",
                "Look for a court's name and a judge's signature.",
                "an immigration judge's order is not a warrant from a court.",
                "They might come in anyway. Do not fight or block.",
                "with Form I-205",
                "If you might have an old removal order, see a lawyer now.",
                "A warrant from a court is signed by a judge or a magistrate.",
                "Police might not stop them.",
                "The City's order cannot stop every arrest.",
                "Free lawyers",
            ),
        ),
        (
            "poster-see-agents-letter",
            (
                "Keep your distance.",
                "Getting in the way is not.",
                "ask a lawyer before you record",
                "The City's order cannot stop every arrest.",
                "617-370-5023",
            ),
        ),
        (
            "notes-letter",
            (
                "Keep your distance.",
                "Getting in the way is not.",
                "ask a lawyer before you record",
                "Do not touch, block or chase.",
                "911",
            ),
        ),
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
def test_the_words_that_a_sheet_is_made_for(sheets: tuple[Made, ...], name: str, needed: tuple[str, ...]) -> None:
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
def test_every_place_of_the_form_can_be_filled_in_and_says_what_for(sheets: tuple[Made, ...]) -> None:
    for one in sheets:
        if one.template == "family-plan-form":
            for data in one.files.values():
                with pikepdf.open(io.BytesIO(data)) as opened:
                    marks = list(opened.pages[0].Annots)
                    told = [str(mark.TU) for mark in marks]
                    places = [[float(edge) for edge in mark.Rect] for mark in marks]
                    tags = [str(held.get("/S")) for held in opened.objects if isinstance(held, pikepdf.Dictionary)]
                assert (len(marks), len(set(told)), tags.count("/Form")) == (50, 50, 50), one.sheet.path
                assert fields(data, places) == {"text": 44, "tick": 4, "one-of": 2}


def fields(data: bytes, places: list[list[float]]) -> dict[str, int]:
    """What PDFium finds at these places, counted."""
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    page, raw = document[0], pypdfium2.raw
    kinds = [
        raw.FPDFPage_HasFormFieldAtPoint(document.formenv.raw, page.raw, (left + right) / 2, (low + high) / 2)
        for left, low, right, high in places
    ]
    names = {"text": raw.FPDF_FORMFIELD_TEXTFIELD, "tick": raw.FPDF_FORMFIELD_CHECKBOX, "one-of": raw.FPDF_FORMFIELD_RADIOBUTTON}
    return {name: kinds.count(kind) for name, kind in names.items()}


@pytest.mark.slow
def test_no_field_asks_who_the_reader_is(sheets: tuple[Made, ...]) -> None:
    (made,) = [one.first for one in sheets if one.sheet.path == "en/print/family-plan-form-letter.pdf"]
    with pikepdf.open(io.BytesIO(made)) as opened:
        told = " ".join(str(one.TU) for one in opened.pages[0].Annots).lower()
    words = ("status", "birthplace", "born", "a-number", "alien", "nationality", "country", "passport", "consulate", "religion")
    assert [word for word in words if word in told] == []


@pytest.mark.slow
def test_the_sheet_to_write_on_has_no_fields(sheets: tuple[Made, ...]) -> None:
    for one in sheets:
        if one.template == "family-plan":
            with pikepdf.open(io.BytesIO(one.first)) as opened:
                assert "/AcroForm" not in opened.Root


def test_a_site_without_the_pages_has_none_of_these(tmp_path: Path) -> None:
    root = little(tmp_path, locales=("en",))
    site = inputs_of(root)
    assert sheets_module.sheets(site.editions(site.translators[0]), site.products, source="en") == []
