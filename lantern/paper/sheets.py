"""Pages → the sheets they are printed on: which there are, on what paper, under which names.

In:    the pages of the site, or their Editions in one locale.
Out:   Sheets, each set once, with the files that are cut from it: `<language>/print/<name>[-<form>]-<size>.pdf`.
Never: sets or reads a sheet. A file's name never changes its meaning.

A new product is a table in templates/print/products.toml and a template beside it (docs/decisions/0009-paper.md).
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..editions.edition import Edition
from ..files.pdf import Cut
from ..templates.products import BOOKLET, CARD, FILLABLE, PAPERS, SHOP, Product

_THUMBNAIL = ".small.png"


@dataclass(frozen=True)
class Imprint:
    """Who hands the sheets out.

    path:      the file, `line` where its name stands.
    slug:      the file's name, and the folder's: `<language>/print/<slug>/`.
    logo:      bytes of an image, `kind` says which ("svg", "png"); both empty where there is none.
    languages: locales to print, as in content/site.toml; all where it is empty.
    """

    path: str
    line: int
    slug: str
    name: str
    phone: str
    web: str
    logo: bytes
    kind: str
    languages: tuple[str, ...]

    @property
    def svg(self) -> str:
        """The logo as an SVG, a PNG put into one; "" where there is none."""
        if self.kind != "png":
            return self.logo.decode("utf-8-sig")
        wide, high = struct.unpack(">II", self.logo[16:24])
        size = f'width="{wide}" height="{high}"'
        held = base64.b64encode(self.logo).decode()
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="data:image/png;base64,{held}"/></svg>'


@dataclass(frozen=True, slots=True)
class Copy:
    """One file of a sheet.

    path: in the site. kind: what it is to a reader, "card", "guide-booklet". size: its paper. form: "", FILLABLE or SHOP.
    cut:  how it is made of the sheet as it is set.
    """

    path: str
    kind: str
    size: str
    form: str
    cut: Cut


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is set once: the Editions it prints on one paper, whose name stands on it (or a line to type one), its files."""

    product: Product
    size: str
    editions: tuple[Edition, ...]
    imprint: Imprint | None = None
    fillable: bool = False

    @property
    def is_book(self) -> bool:
        """True for one that holds many pages of the site."""
        return bool(self.product.groups) and not self.product.each

    @property
    def path(self) -> str:
        """Of its first file, as problems name it."""
        return self.copies[0].path

    @property
    def stem(self) -> str:
        """Its path without what tells the files of it apart."""
        folder = f"{self.editions[0].locale.tag}/print"
        name = self.product.name.format(slug=self.editions[0].page.slug)
        return "/".join([folder, *([self.imprint.slug] if self.imprint else []), name])

    @property
    def copies(self) -> tuple[Copy, ...]:
        """Every file of the sheet, the plain ones first."""
        if self.product.pictures:
            folder = self.stem.rpartition("/")[0]
            return tuple(Copy(f"{folder}/{name}.png", name, "", "", Cut()) for name in self.product.pictures)
        sizes = next(sizes for sizes in self.product.papers if sizes[0] == self.size)
        if self.size == CARD:
            return (self._copy("", "", CARD, Cut(form=SHOP)),)
        plain = FILLABLE if self.fillable else ""
        made = [self._copy("", plain, size, self._cut(size, "")) for size in sizes]
        made += [self._copy("", SHOP, size, self._cut(size, SHOP)) for size in sizes if self.product.shop]
        made += [self._copy(f"-{BOOKLET}", "", size, self._cut(size, BOOKLET)) for size in sizes if self.product.half]
        return tuple(made)

    def _copy(self, suffix: str, form: str, size: str, cut: Cut) -> Copy:
        slug = self.editions[0].page.slug
        name = self.product.name.replace("{slug}-", "").format(slug=slug)
        told = "".join(f"-{part}" for part in (form, size) if part)
        return Copy(f"{self.stem}{suffix}{told}.pdf", name + suffix, size, form, cut)

    def _cut(self, size: str, form: str) -> Cut:
        wide, high = PAPERS[size]
        rtl = form == BOOKLET and self.editions[0].locale.dir == "rtl"
        return Cut(high / 2, wide, form, rtl) if self.product.half else Cut(wide, high, form)


def sheets(
    editions: Sequence[Edition], products: Sequence[Product], *, source: str, imprints: Sequence[Imprint] = ()
) -> list[Sheet]:
    """Every sheet of one language, in the order of the products; `source` is the source language's tag."""
    known = {one.page.slug: one for one in editions}
    found = []
    for product in products:
        chosen = tuple(known[page.slug] for page in product.chosen([one.page for one in editions]))
        if not chosen or (product.beside and chosen[0].locale.tag == source):
            continue
        for parts in [(one,) for one in chosen] if product.each else [chosen]:
            for sizes in product.papers:
                plain = Sheet(product, sizes[0], parts)
                found += [plain, *_for_groups(plain, imprints)]
    return found


def _for_groups(plain: Sheet, imprints: Sequence[Imprint]) -> Iterator[Sheet]:
    """The same sheet with a line to type into, and with each imprint that is for its language."""
    code = plain.editions[0].locale.code
    if plain.product.fillable:
        yield replace(plain, fillable=True)
    if plain.product.imprint:
        yield from (replace(plain, imprint=one) for one in imprints if code in (one.languages or (code,)))


def small(sheet: Sheet) -> str:
    """Where the small picture of a sheet stands, one for all its files."""
    return f"{sheet.stem}{_THUMBNAIL}"
