"""A PDF of Typst's → the same PDF for a print shop: room to cut, the edge of the paper named, black as black ink alone.

In:    bytes of a PDF as Typst writes it (objects as text, one table of them).
Out:   the same bytes with new pages and colours put at the end, as the format has it: nothing of the sheet moves.
Never: draws, changes a word or a tag, turns a colour into black.

A shop's machine may set grey with a colour profile in four inks, and small type blurs. Plain grey is black ink alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

BLEED = 9.0
"""An eighth of an inch, in points."""
_PAGE = re.compile(rb"(?<=\n)(\d+) 0 obj\n(<</Type/Page/.*?)\nendobj\n", re.DOTALL)
_GREY = re.compile(rb"(?<=\n)(\d+) 0 obj\n\[/ICCBased (\d+) 0 R\]\nendobj\n")
_BOX = re.compile(rb"/MediaBox\[([-\d. ]+)\]")
_TRIM = re.compile(rb"/TrimBox\[[-\d. ]+\]")
_END = re.compile(rb"trailer\n<<(.*)>>\nstartxref\n(\d+)\n%%EOF\s*\Z", re.DOTALL)


def ready(made: bytes) -> bytes:
    """The PDF with bleed and trim box on every page, and grey without a profile. Raises ValueError for another kind of PDF."""
    end = _END.search(made)
    if end is None:
        raise ValueError("not a PDF as Typst writes it")
    out = bytearray(made if made.endswith(b"\n") else made + b"\n")
    rows = []
    for number, body in [*_pages(made), *_greys(made)]:
        rows.append(b"%d 1\n%010d 00000 n \n" % (number, len(out)))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(out)
    trailer = re.sub(rb"/Prev \d+", b"", end[1])
    out += b"xref\n" + b"".join(rows) + b"trailer\n<<%b/Prev %b>>\nstartxref\n%d\n%%%%EOF\n" % (trailer, end[2], table)
    return bytes(out)


def _pages(made: bytes) -> Iterator[tuple[int, bytes]]:
    """Each page with its boxes; a template that made room itself keeps its own, and only says so."""
    for number, body in _PAGE.findall(made):
        held = _BOX.search(body)
        if held is None:
            continue
        left, low, right, high = map(float, held[1].split())
        if _TRIM.search(body):
            yield int(number), _BOX.sub(lambda box: box[0] + b"/BleedBox[" + box[1] + b"]", body)
            continue
        wide = b"%g %g %g %g" % (left - BLEED, low - BLEED, right + BLEED, high + BLEED)
        boxes = b"/MediaBox[%b]/BleedBox[%b]/TrimBox[%b]" % (wide, wide, held[1])
        yield int(number), body.replace(held[0], boxes, 1)


def _greys(made: bytes) -> Iterator[tuple[int, bytes]]:
    """Each grey that has a profile, without it; other colours keep theirs."""
    for number, profile in _GREY.findall(made):
        if re.search(rb"\n%b 0 obj\n<<[^>]*/N 1[/>]" % profile, made):
            yield int(number), b"/DeviceGray"
