"""Booklets: which page stands where, read back from the PDF itself."""

from __future__ import annotations

import io
from functools import cache

import pikepdf
import pypdfium2
import pytest

from lantern import booklet, press
from tests.making import ROOT

BOUND = [False, True]


@cache
def pages(count: int) -> bytes:
    """A PDF of so many half pages, each with its number."""
    text = f"""#set document(title: "T")
    #set page(width: 5.5in, height: 8.5in)
    #set text(font: "Noto Sans", lang: "en")
    = H
    #for n in range(1, {count} + 1) [#if n > 1 {{ pagebreak() }}#link("https://a.example")[p#n.]]"""
    found, _ = press.load([(ROOT / "templates", "templates")])
    made = press.Press((("t.typ", "t.typ", text),), (), found.fonts, "").sheet("t", {})
    assert isinstance(made, bytes), made
    return made


def shown(pdf: bytes) -> list[tuple[int, int]]:
    """(left, right) number on each side of a booklet; 0 where the half is blank."""
    sides = []
    for page in pypdfium2.PdfDocument(pdf):
        text, middle = page.get_textpage(), page.get_width() / 2
        halves = (text.get_text_bounded(right=middle), text.get_text_bounded(left=middle))
        left, right = (int("".join(sign for sign in half if sign.isdigit()) or 0) for half in halves)
        sides.append((left, right))
    return sides


def test_a_sheet_of_four_pages() -> None:
    assert list(booklet.order(4)) == [(4, 1), (2, 3)]
    assert list(booklet.order(4, rtl=True)) == [(1, 4), (3, 2)]


@pytest.mark.parametrize("count", range(1, 41))
@pytest.mark.parametrize("rtl", BOUND)
def test_folded_and_read_leaf_by_leaf_the_pages_stand_in_order(count: int, *, rtl: bool) -> None:
    """Every leaf is half a sheet: its front is one half of a side, its back the half behind that."""
    sides = list(booklet.order(count, rtl=rtl))
    assert len(sides) % 2 == 0
    fronts, backs = sides[::2], sides[1::2]
    near, far = (0, 1) if rtl else (1, 0)  # where the cover is, seen from the front
    first = [number for front, back in zip(fronts, backs, strict=True) for number in (front[near], back[far])]
    second = [number for front, back in zip(fronts, backs, strict=True) for number in (back[near], front[far])]
    inward = list(zip(second[::2], second[1::2], strict=True))
    assert [*first, *(number for leaf in reversed(inward) for number in leaf)] == list(range(1, count + -count % 4 + 1))


@pytest.mark.parametrize("count", [1, 4, 6, 9])
@pytest.mark.parametrize("rtl", BOUND)
def test_the_printed_pages_are_where_the_labels_say(count: int, *, rtl: bool) -> None:
    made = booklet.folded(pages(count), rtl=rtl)
    sides = list(booklet.order(count, rtl=rtl))
    assert shown(made) == [tuple(number if number <= count else 0 for number in side) for side in sides]
    document = pypdfium2.PdfDocument(made)
    assert [document.get_page_label(place) for place in range(len(document))] == [f"{left} {right}" for left, right in sides]
    assert 2 * len(document) == count + -count % 4
    assert {page.get_size() for page in document} == {(792, 612)}


def test_a_booklet_claims_no_tags_and_asks_for_the_short_edge() -> None:
    with pikepdf.open(io.BytesIO(booklet.folded(pages(6)))) as made:
        assert "/StructTreeRoot" not in made.Root
        assert "/Metadata" not in made.Root
        assert made.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"
        assert str(made.docinfo["/Title"]) == "T"
        assert str(made.Root.Lang) == "en"


def test_the_same_bytes_each_time() -> None:
    assert booklet.folded(pages(6)) == booklet.folded(pages(6))
    assert booklet.packed(pages(9)) == booklet.packed(pages(9))


def test_packing_keeps_tags_and_text() -> None:
    made = booklet.packed(pages(9))
    assert len(made) < len(pages(9))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert "/StructTreeRoot" in pdf.Root
        assert "/Metadata" in pdf.Root
    texts = [[page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(one)] for one in (made, pages(9))]
    assert texts[0] == texts[1]
