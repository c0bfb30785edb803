"""A PDF of Typst's as it is handed out: other paper, fields, for a print shop, folded; not a word moved, not a tag lost."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import pikepdf
import pypdfium2
import pytest

from lantern.files import pdf
from lantern.files.pdf import Cut
from tests.sheets import typst

HEAD = '#set document(title: "T", date: none)\n#set text(font: "Noto Sans", lang: "en")\n= Title\n'
GREY = """\
#set document(title: "T")
#set text(font: "Noto Sans", lang: "en")
#set page(width: 200pt, height: 100pt, margin: 10pt)
Grey #rect(fill: luma(60), width: 20pt) #pagebreak() two
"""


def opened(data: bytes) -> Any:
    return pikepdf.open(io.BytesIO(data))


def cut(made: bytes, *wanted: Cut) -> bytes:
    """The last of these cuts of a PDF."""
    return pdf.cuts(made, wanted or [Cut()])[-1]


def boxes(data: bytes, *names: str) -> list[list[list[float]]]:
    with opened(data) as made:
        assert made.check_pdf_syntax() == []
        return [[[float(side) for side in page.obj[f"/{name}"]] for name in names] for page in made.pages]


def texts(data: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data)]


# --- paper -----------------------------------------------------------------------------------------------------------


def test_other_paper_lies_around_the_same_middle() -> None:
    made = typst(GREY)
    assert boxes(cut(made, Cut(300, 80)), "MediaBox") == [[[-50, 10, 250, 90]]] * 2
    letter = typst('#set page(paper: "us-letter")\n' + HEAD)
    (((left, low, right, high),), *_) = boxes(cut(letter, Cut(595.276, 841.89)), "MediaBox")
    assert (round(right - left, 2), round(high - low, 2)) == (595.28, 841.89)
    assert (round(left + right, 2), round(low + high, 2)) == (612, 792)


def test_each_cut_is_as_if_it_were_the_only_one() -> None:
    made = typst(GREY)
    wanted = [Cut(), Cut(300, 80), Cut(form="print-shop"), Cut(300, 80, "booklet"), Cut(300, 80, "print-shop")]
    together = pdf.cuts(made, wanted)
    assert together == [pdf.cuts(made, [one])[0] for one in wanted]
    assert len(set(together)) == len(wanted)
    assert pdf.cuts(made, wanted[::-1]) == together[::-1]


def test_words_tags_and_title_stay_and_half_the_bytes_go() -> None:
    long = typst(HEAD + "#for n in range(300) [- item #n\n]")
    made = cut(long, Cut(600, 800))
    assert texts(made) == texts(long)
    assert len(made) < 0.6 * len(long)
    with opened(made) as pages:
        assert "/StructTreeRoot" in pages.Root
        assert "pdfuaid" in bytes(pages.Root.Metadata.read_bytes()).decode()
        assert (str(pages.Root.Lang), str(pages.docinfo["/Title"])) == ("en", "T")


def test_the_number_of_pages() -> None:
    assert pdf.pages(typst(GREY)) == pdf.pages(cut(typst(GREY), Cut(300, 80))) == 2


# --- for a print shop ------------------------------------------------------------------------------------------------


def test_every_page_gets_room_to_cut() -> None:
    wide = [-9, -9, 209, 109]
    shop = cut(typst(GREY), Cut(form="print-shop"))
    assert boxes(shop, "MediaBox", "BleedBox", "TrimBox") == [[wide, wide, [0, 0, 200, 100]]] * 2


def test_a_page_that_made_room_itself_keeps_it() -> None:
    own = typst(GREY.replace("margin:", "bleed: 4pt, margin:"))
    whole = [0, 0, 208, 108]
    assert boxes(cut(own, Cut(form="print-shop")), "MediaBox", "BleedBox", "TrimBox") == [[whole, whole, [4, 4, 204, 104]]] * 2


def test_grey_is_black_ink_alone() -> None:
    for data, kinds in ((cut(typst(GREY)), {"/ICCBased"}), (cut(typst(GREY), Cut(form="print-shop")), {"/DeviceGray"})):
        with opened(data) as made:
            spaces = [space for page in made.pages for space in page.obj.Resources.ColorSpace.values()]
            assert {str(one[0]) if isinstance(one, pikepdf.Array) else str(one) for one in spaces} == kinds


def test_nothing_of_the_sheet_moves() -> None:
    before, after = (
        pypdfium2.PdfDocument(one)[0].get_textpage() for one in pdf.cuts(typst(GREY), [Cut(), Cut(form="print-shop")])
    )
    assert before.get_text_bounded() == after.get_text_bounded()
    assert [before.get_charbox(place) for place in range(4)] == [after.get_charbox(place) for place in range(4)]


# --- a booklet -------------------------------------------------------------------------------------------------------

BOUND = [False, True]


@cache
def pages(count: int) -> bytes:
    """A PDF of so many half pages, each with its number."""
    return typst(f"""#set document(title: "T")
    #set page(width: 5.5in, height: 8.5in)
    #set text(font: "Noto Sans", lang: "en")
    = H
    #for n in range(1, {count} + 1) [#if n > 1 {{ pagebreak() }}#link("https://a.example")[p#n.]]""")


def folded(count: int, *, rtl: bool = False, size: tuple[float, float] = (0, 0)) -> bytes:
    return cut(pages(count), Cut(*size, "booklet", rtl))


def shown(data: bytes) -> list[tuple[int, int]]:
    """(left, right) number on each side of a booklet; 0 where the half is blank."""
    sides = []
    for page in pypdfium2.PdfDocument(data):
        text, middle = page.get_textpage(), page.get_width() / 2
        halves = (text.get_text_bounded(right=middle), text.get_text_bounded(left=middle))
        left, right = (int("".join(sign for sign in half if sign.isdigit()) or 0) for half in halves)
        sides.append((left, right))
    return sides


def test_a_sheet_of_four_pages() -> None:
    assert list(pdf.order(4)) == [(4, 1), (2, 3)]
    assert list(pdf.order(4, rtl=True)) == [(1, 4), (3, 2)]


@pytest.mark.parametrize("count", range(1, 41))
@pytest.mark.parametrize("rtl", BOUND)
def test_folded_and_read_leaf_by_leaf_the_pages_stand_in_order(count: int, *, rtl: bool) -> None:
    """Every leaf is half a sheet: its front is one half of a side, its back the half behind that."""
    sides = list(pdf.order(count, rtl=rtl))
    assert len(sides) % 2 == 0
    fronts, backs = sides[::2], sides[1::2]
    near, far = (0, 1) if rtl else (1, 0)  # where the cover is, seen from the front
    first = [number for front, back in zip(fronts, backs, strict=True) for number in (front[near], back[far])]
    second = [number for front, back in zip(fronts, backs, strict=True) for number in (back[near], front[far])]
    inward = list(zip(second[::2], second[1::2], strict=True))
    assert [*first, *(number for leaf in reversed(inward) for number in leaf)] == list(range(1, count + -count % 4 + 1))


@pytest.mark.parametrize("count", [1, 4, 6, 9])
@pytest.mark.parametrize("rtl", BOUND)
@pytest.mark.parametrize(("size", "side"), [((0, 0), (792, 612)), ((420.945, 595.276), (842, 595))])
def test_the_printed_pages_are_where_the_labels_say(
    count: int, size: tuple[float, float], side: tuple[int, int], *, rtl: bool
) -> None:
    made = folded(count, rtl=rtl, size=size)
    sides = list(pdf.order(count, rtl=rtl))
    assert shown(made) == [tuple(number if number <= count else 0 for number in one) for one in sides]
    document = pypdfium2.PdfDocument(made)
    assert [document.get_page_label(place) for place in range(len(document))] == [f"{left} {right}" for left, right in sides]
    assert 2 * len(document) == count + -count % 4
    assert {tuple(round(edge) for edge in page.get_size()) for page in document} == {side}


def test_a_booklet_claims_no_tags_and_asks_for_the_short_edge() -> None:
    with opened(folded(6)) as made:
        assert "/StructTreeRoot" not in made.Root
        assert "/Metadata" not in made.Root
        assert made.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"
        assert str(made.docinfo["/Title"]) == "T"
        assert str(made.Root.Lang) == "en"


# --- fields ----------------------------------------------------------------------------------------------------------


def link(kind: str, told: str) -> str:
    """A place of 100 × 14 points that is to be a field."""
    return f'#link("field:{kind}:{told.encode().hex()}", box(width: 100pt, height: 14pt, stroke: 0.5pt))\n\n'


def form(body: str, head: str = HEAD) -> Any:
    return opened(cut(typst(head + body)))


def tags(made: Any) -> list[str]:
    found = [one for one in made.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/StructElem"]
    return [str(one.S) for one in found]


def test_a_pdf_without_fields_has_no_form() -> None:
    with form('#link("https://a.example")[there]') as made:
        assert "/AcroForm" not in made.Root
        assert str(made.pages[0].Annots[0].A.URI) == "https://a.example"


def test_a_link_becomes_a_field_that_says_what_it_is_for() -> None:
    with form(link("text", "Téléphone: 电话")) as made:
        (field,) = made.Root.AcroForm.Fields
        (on_page,) = made.pages[0].Annots
        assert (str(field.Subtype), str(field.FT), str(field.TU)) == ("/Widget", "/Tx", "Téléphone: 电话")
        assert field.objgen == on_page.objgen
        assert not {"/A", "/Border", "/Contents"} & set(field.keys())
        left, low, right, high = map(float, field.Rect)
        assert (round(right - left), round(high - low)) == (100, 14)
        assert made.check_pdf_syntax() == []


def test_several_lines_and_a_box_to_tick() -> None:
    with form(link("lines", "Medicines") + link("tick", "Signed")) as made:
        lines, tick = made.Root.AcroForm.Fields
        assert int(lines.Ff) == 1 << 12
        assert (str(tick.FT), str(tick.AS), sorted(tick.AP.N)) == ("/Btn", "/Off", ["/Off", "/Yes"])
        assert str(lines.T) != str(tick.T)


def test_of_two_answers_one_can_be_ticked() -> None:
    with form(link("one-of", "Sure?: Yes") + link("one-of", "Sure?: No")) as made:
        (question,) = made.Root.AcroForm.Fields
        assert (str(question.TU), int(question.Ff) & 1 << 15) == ("Sure?", 1 << 15)
        assert [str(kid.TU) for kid in question.Kids] == ["Sure?: Yes", "Sure?: No"]
        assert len({next(name for name in kid.AP.N if name != "/Off") for kid in question.Kids}) == 2
        assert {kid.Parent.objgen for kid in question.Kids} == {question.objgen}


def test_what_is_typed_once_stands_in_all_places_with_the_same_words() -> None:
    with form(link("shared", "Group") + link("shared", "Group") + link("shared", "Other")) as made:
        assert [(str(one.TU), len(one.Kids)) for one in made.Root.AcroForm.Fields] == [("Group", 2), ("Other", 1)]


def test_a_field_is_a_form_in_the_tags_and_a_link_stays_a_link() -> None:
    with form(link("text", "Name") + '#link("https://a.example")[there]') as made:
        assert (tags(made).count("/Form"), tags(made).count("/Link")) == (1, 1)


def test_in_arabic_words_are_typed_from_the_right() -> None:
    head = HEAD.replace('"Noto Sans", lang: "en"', '("Noto Naskh Arabic", "Noto Sans"), lang: "ar"')
    with form(link("text", "الهاتف"), head) as made:
        assert int(made.Root.AcroForm.Fields[0].Q) == 2


def test_a_reader_of_pdf_sees_the_fields() -> None:
    made = cut(typst(HEAD + link("text", "Name") + link("tick", "Signed")), Cut(600, 800))
    with opened(made) as pages:
        places = [[float(side) for side in one.Rect] for one in pages.pages[0].Annots]
    document = pypdfium2.PdfDocument(made)
    document.init_forms()
    page = document[0]
    kinds = [
        pypdfium2.raw.FPDFPage_HasFormFieldAtPoint(document.formenv.raw, page.raw, (left + right) / 2, (low + high) / 2)
        for left, low, right, high in places
    ]
    assert kinds == [pypdfium2.raw.FPDF_FORMFIELD_TEXTFIELD, pypdfium2.raw.FPDF_FORMFIELD_CHECKBOX]
