"""A PDF for a print shop: boxes, black ink alone, and not a word moved."""

from __future__ import annotations

import functools
import io

import pikepdf
import pypdfium2
import pytest

from lantern import press, shop
from tests.making import ROOT

TEXT = """\
#set document(title: "T")
#set text(font: "Noto Sans", lang: "en")
#set page(width: 200pt, height: 100pt, margin: 10pt)
Grey #rect(fill: luma(60), width: 20pt) #pagebreak() two
"""


@functools.cache
def made(text: str = TEXT) -> bytes:
    folder = press.load([(ROOT / "templates", "templates")])[0]
    found = press.Press((("one.typ", "one.typ", text),), (), folder.fonts, "").sheet("one", {})
    assert isinstance(found, bytes), found
    return found


def boxes(data: bytes) -> list[list[list[float]]]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
        names = ("/MediaBox", "/BleedBox", "/TrimBox")
        return [[[float(side) for side in page.obj[name]] for name in names] for page in pdf.pages]  # type: ignore[union-attr]


def test_every_page_gets_room_to_cut() -> None:
    wide = [-9, -9, 209, 109]
    assert boxes(shop.ready(made())) == [[wide, wide, [0, 0, 200, 100]]] * 2


def test_a_page_that_made_room_itself_keeps_it() -> None:
    own = made(TEXT.replace("margin:", "bleed: 4pt, margin:"))
    whole = [0, 0, 208, 108]
    assert boxes(shop.ready(own)) == [[whole, whole, [4, 4, 204, 104]]] * 2


def test_grey_is_black_ink_alone() -> None:
    for data, kinds in ((made(), {"/ICCBased"}), (shop.ready(made()), {"/DeviceGray"})):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            spaces = [space for page in pdf.pages for space in page.obj.Resources.ColorSpace.values()]
            assert {str(one[0]) if isinstance(one, pikepdf.Array) else str(one) for one in spaces} == kinds


def test_nothing_of_the_sheet_moves() -> None:
    before, after = (pypdfium2.PdfDocument(data)[0].get_textpage() for data in (made(), shop.ready(made())))
    assert before.get_text_bounded() == after.get_text_bounded()
    assert [before.get_charbox(place) for place in range(4)] == [after.get_charbox(place) for place in range(4)]


def test_another_kind_of_pdf_is_refused() -> None:
    with pytest.raises(ValueError, match="Typst"):
        shop.ready(b"%PDF-1.7 something else")
