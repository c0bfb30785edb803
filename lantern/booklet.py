"""A PDF → the same pages two by two, in the order in which a folded booklet needs them. pikepdf is owned here.

In:    a PDF whose pages are of one size; whether it is bound on the right.
Out:   a PDF with two pages on each side of a sheet, a multiple of four pages in all; the same bytes for the same PDF.
Never: changes a page. What comes out has no tags and no links: it is for printing, the PDF that came in is for reading.

Its page labels say which pages stand side by side ("24 1", then "2 23"), so that people and tests can check them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf


def folded(pdf: bytes, *, rtl: bool = False) -> bytes:
    """The booklet; print it on both sides and turn it on the short edge."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as pages, pikepdf.new() as made:
        _, _, width, height = (float(edge) for edge in pages.pages[0].mediabox)
        sides = list(order(len(pages.pages), rtl=rtl))
        for side in sides:
            made.add_blank_page(page_size=(2 * width, height))
            shown = [(place, number) for place, number in enumerate(side) if number <= len(pages.pages)]
            # Placed by hand: pikepdf's own way gives each page a name by chance.
            forms = {f"/P{number}": made.copy_foreign(pages.pages[number - 1].as_form_xobject()) for _, number in shown}
            made.pages[-1].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(forms))
            drawn = "\n".join(f"q 1 0 0 1 {place * width:.3f} 0 cm /P{number} Do Q" for place, number in shown)
            made.pages[-1].Contents = made.make_stream(drawn.encode())
        _describe(made, pages, sides)
        made.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue()


def packed(pdf: bytes) -> bytes:
    """The same PDF in about half the bytes."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as held:
        held.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue()


def order(count: int, *, rtl: bool = False) -> Iterator[tuple[int, int]]:
    """(left, right) page of each side, front and back in turn; numbers past `count` are blank pages at the end."""
    last = count + -count % 4
    for sheet in range(last // 4):
        outer, inner = (last - 2 * sheet, 2 * sheet + 1), (2 * sheet + 2, last - 2 * sheet - 1)
        yield from (outer[::-1], inner[::-1]) if rtl else (outer, inner)


def _describe(made: pikepdf.Pdf, pages: pikepdf.Pdf, sides: list[tuple[int, int]]) -> None:
    """Title and language of the PDF that came in; how to print it; what stands on each side."""
    # Not its XMP: that says that the PDF is tagged.
    made.Root.Lang = pages.Root.get("/Lang", pikepdf.String(""))
    made.docinfo["/Title"] = pages.docinfo.get("/Title", pikepdf.String(""))
    made.Root.ViewerPreferences = pikepdf.Dictionary(
        DisplayDocTitle=True, Duplex=pikepdf.Name.DuplexFlipShortEdge, PrintScaling=pikepdf.Name("/None")
    )
    labels = [
        part
        for number, (left, right) in enumerate(sides)
        for part in (number, pikepdf.Dictionary(P=pikepdf.String(f"{left} {right}")))
    ]
    made.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(labels))
