"""What the tests of paper share: a little site that is printed, every sheet of the real one, and a PDF as people read it."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pdfua
import pypdfium2
import pytest
import zxingcpp

from lantern import pipeline
from lantern.files import pdf
from lantern.paper import sheets
from lantern.paper.manuscript import ManuscriptWriter
from lantern.paper.sheets import Sheet
from lantern.pipeline import Printing
from lantern.problem import Problem
from lantern.site import Site, read_site
from lantern.templates import typst as typst_module
from tests.making import ROOT, little, real_root, write

# --- a little site ---------------------------------------------------------------------------------------------------

CARD = """\
+++
title = "Card"
group = "tool"
+++

1. Keep calm.
2. Call {ann.phone} now.
"""
SHOW = """\
+++
title = "Show"
template = "show"
group = "tool"
+++

1. I want a lawyer. {: .say }
"""
DOOR = """\
+++
title = "Door"
template = "situation"
group = "situation"
+++

1. Stay calm. {: .steps }

## Rights {: #rights }

You may stay silent.
"""
HELP = '[ann]\nname = "Ann"\nphone = "617-555-0142"\nphone_sources = 2\nlast_seen = "2026-01-01"\n'


def small(root: Path, **changed: str) -> Path:
    """A little site with a card and a flyer."""
    files = {"card.md": CARD, "show.md": SHOW, "door.md": DOOR, "help.toml": HELP}
    little(root, locales=("en", "es"), base=changed.pop("base", "https://lamp.example"))
    return write(root, {f"content/{name}": changed.get(name.partition(".")[0], text) for name, text in files.items()})


def inputs_of(root: Path, *, only: tuple[str, ...] = ()) -> Site:
    """What a sound site is made of."""
    found, problems = read_site(root, only=only)
    assert found is not None, problems
    return found


def papers(root: Path, *, jobs: int = 1, **options: Any) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """All that is printed, by path; `options` are those of pipeline.Printing."""
    files, problems = pipeline.print_sheets(inputs_of(root), Printing(**options), jobs=jobs)
    return {file.path: file.data for file in files}, problems


def with_pages(root: Path) -> dict[str, bytes]:
    """The whole site with all that is printed, by path."""
    whole = pipeline.build(inputs_of(root), printing=Printing())
    return {file.path: file.data for file in (*whole.files, *whole.sheets)}


def plain_sheets(paths: Iterable[str]) -> list[str]:
    """The sheets themselves, without what groups get besides."""
    return sorted(path for path in paths if path.endswith(".pdf") and "-fillable" not in path and "-print-shop" not in path)


def typst(text: str, **files: str) -> bytes:
    """A PDF of Typst's with Lantern's fonts."""
    fonts = typst_module.load([(ROOT / "templates", "templates")])[0].fonts
    sources = (("one.typ", "one.typ", text), *((f"{name}.typ", f"{name}.typ", body) for name, body in files.items()))
    made = typst_module.Press(sources, (), fonts, "").sheet("one", {})
    assert isinstance(made, bytes), made
    return made


# --- the real site ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Made:
    """A sheet of the real site: what it was told, and its files by path."""

    sheet: Sheet
    told: Mapping[str, Any]
    files: Mapping[str, bytes]

    @property
    def tag(self) -> str:
        return str(self.told["locale"]["tag"])

    @property
    def template(self) -> str:
        return self.sheet.product.template

    @property
    def first(self) -> bytes:
        """The file that is offered first."""
        return self.files[self.sheet.path]

    @property
    def title(self) -> str:
        return str(next(iter(self.told["editions"].values()))["title"]["text"])

    @property
    def address(self) -> str:
        """Where its code leads."""
        return str(next(iter(self.told["editions"].values()))["address"])


def every(request: pytest.FixtureRequest) -> bool:
    """True in a proof, which looks at every sheet of every language."""
    return bool(request.config.getoption("--hypothesis-profile") == "proof")


@cache
def real(templates: frozenset[str], only: tuple[str, ...]) -> tuple[Made, ...]:
    """The real site's sheets with these templates, in these languages (all: none named); one that fails stops the test."""
    site = inputs_of(real_root(), only=only)
    originals = site.editions(site.translators[0])
    known = {one.page.slug: one for one in originals}
    found = []
    for translator in site.translators:
        desk = ManuscriptWriter(site, translator, known)
        products = [product for product in site.products if product.template in templates]
        for sheet in sheets.sheets(site.editions(translator), products, source=translator.source.tag):
            told = desk.manuscript(sheet).told
            made = site.press.sheet(sheet.product.template, told)
            assert isinstance(made, bytes), (sheet.path, made)
            cut = pdf.cuts(made, [copy.cut for copy in sheet.copies])
            found.append(Made(sheet, told, dict(zip([copy.path for copy in sheet.copies], cut, strict=True))))
    return tuple(found)


# --- a PDF as people read it -----------------------------------------------------------------------------------------


def text_of(data: bytes) -> str:
    """The words of a PDF, as PDFium gives them back."""
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data))


def pages_of(data: bytes) -> list[str]:
    """The words of each page, on one line."""
    texts = (one.get_textpage().get_text_bounded() for one in pypdfium2.PdfDocument(data))
    return [" ".join(re.sub("[\ufffe\u200b]", "", text).split()) for text in texts]


def codes(page: pypdfium2.PdfPage) -> list[str]:
    """What a phone reads from a poor print of a page, 150 dots an inch."""
    image = page.render(scale=150 / 72).to_pil()
    return [one.text for one in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)]


def poppler(data: bytes, pdftotext: str, folder: Path) -> str:
    """The words of a PDF, as Poppler gives them back."""
    path = folder / "one.pdf"
    path.write_bytes(data)
    return subprocess.run([pdftotext, str(path), "-"], capture_output=True, check=True).stdout.decode()


def plain(text: str) -> str:
    """Text without spaces, hyphens at the end of lines and signs of direction."""
    return re.sub(r"[\s\u00ad\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe]", "", unicodedata.normalize("NFKC", text))


def words_in(node: Any, skipped: Collection[str] = ("cite",)) -> Iterator[str]:
    """The words of a block, without what stands in runs of the skipped kinds."""
    if node.get("kind") not in skipped:
        yield from re.findall(r"\w[\w\u064b-\u0652-]*", node.get("text", ""))
        for name in ("runs", "blocks", "own", "source"):
            inner = node.get(name, ())
            yield from (word for one in ([inner] if isinstance(inner, dict) else inner) for word in words_in(one, skipped))


def turned(data: bytes, numbers: Iterable[str]) -> tuple[int, list[str]]:
    """How many of these telephone numbers are read from where their digits stand on the page, from left to right; and which
    stand the other way round."""
    rows: list[str] = []
    for one in pypdfium2.PdfDocument(data):
        text = one.get_textpage()
        lines: dict[int, list[tuple[float, str]]] = {}
        for place in range(text.count_chars()):
            if (sign := text.get_text_range(place, 1)) in set("0123456789"):
                left, bottom, _, _ = text.get_charbox(place)
                lines.setdefault(round(bottom), []).append((left, sign))
        rows += ["".join(sign for _, sign in sorted(line)) for line in lines.values()]
    shown = [one for one in numbers if any(one.replace("-", "") in row for row in rows)]
    return len(shown), [one for one in numbers if any("".join(reversed(one.split("-"))) in row for row in rows)]


def unsound(data: bytes, folder: Path) -> list[Any]:
    """What breaks a rule of PDF/UA."""
    path = folder / "one.pdf"
    path.write_bytes(data)
    return [one for one in pdfua.validate(str(path)).findings if one.severity == pdfua.Severity.ERROR]
