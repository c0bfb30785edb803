"""An address → a QR code as SVG, with the address written under it. segno is owned here.

In:    an address; the lines to stand under the code.
Out:   SVG text, black on white with the quiet zone the standard asks for (four modules: ISO/IEC 18004).
Never: holds an address that is not printed beside it: a reader must see where a code leads.
"""

from __future__ import annotations

import unicodedata
from html import escape

import segno

_BORDER = 4
_LINE = 3.2
"""Height of a line of text under the code, in modules."""


def bare(address: str) -> str:
    """The code alone with its quiet zone, for a sheet that prints the address itself."""
    path, width = _modules(address)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {width:g}" width="{width:g}" height="{width:g}">'
        f'<path fill="#fff" d="M0 0h{width:g}v{width:g}H0z"/><path d="{path}"/></svg>'
    )


def svg(address: str, lines: list[str], *, title: str) -> str:
    """The code with `lines` under it; error correction M (15 %) or, at the same size, better: a poor print still reads."""
    path, width = _modules(address)
    size = min(2.2, (width - 2) / max((_ems(line) for line in lines), default=1))
    words = "".join(
        f'<text x="{width / 2:g}" y="{width + _LINE * (number + 0.5):g}" font-size="{size:.2f}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    whole = width + _LINE * len(lines) + 1
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {whole:g}" '
        f'width="{width * 8:g}" height="{whole * 8:g}" role="img">'
        f"<title>{escape(title)}</title>"
        f'<path fill="#fff" d="M0 0h{width:g}v{whole:g}H0z"/><path d="{path}"/>'
        f'<g font-family="sans-serif" text-anchor="middle">{words}</g></svg>\n'
    )


def _modules(address: str) -> tuple[str, float]:
    """The dark modules as one path, and the side of the square."""
    code = segno.make(address, error="m", micro=False)
    width, _ = code.symbol_size(scale=1, border=_BORDER)
    rows = enumerate(code.matrix_iter(border=_BORDER))
    path = "".join(f"M{column} {row}h1v1h-1z" for row, line in rows for column, dark in enumerate(line) if dark)
    return path, width


def _ems(line: str) -> float:
    """About how wide a line is, in heights of its letters; Chinese ones are as wide as they are high."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in {"W", "F"} else 0.56 for letter in line) or 1.0
