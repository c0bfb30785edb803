"""Pages → the sheets they are printed on: which there are, on what paper, under which names.

In:    the pages of the site, or their Editions in one locale.
Out:   Sheets, each set once, with the files that are cut from it: `<language>/print/<name>[-<form>]-<size>.pdf`.
Never: sets or reads a sheet. A file's name never changes its meaning.

A new product is a line in PRODUCTS and a template in templates/print/ (docs/decisions/0009-paper.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .content import Page
from .imprint import Imprint
from .pdf import Cut
from .translate import Edition

PAPERS = {"letter": (612.0, 792.0), "a4": (595.276, 841.89), "tabloid": (792.0, 1224.0), "a3": (841.89, 1190.551)}
"""Points, by what stands in a file's name. In print templates the paper has this name, too."""
SMALL = ("letter", "a4")
LARGE = ("tabloid", "a3")
CARD = "print-shop"
"""The size of a card that has no paper around it."""
SHOP = "print-shop"
BOOKLET = "booklet"
FILLABLE = "fillable"
"""Forms of a sheet, as they stand in a file's name."""


@dataclass(frozen=True, slots=True)
class Product:
    """One kind of sheet.

    name:     the file's, "{slug}" standing for the page's where `each` is true.
    template: the file in templates/print/, without ".typ".
    pages:    slugs it needs (all of them, or there is no sheet).
    groups:   instead of slugs, every page of these groups, in their order, if there is one of the first; without those whose web
              template is in `without`, with those of any group whose template is in `also`.
    each:     one sheet for each page; else one for all of them together.
    papers:   sizes set together: the words are set for the first and stand in the middle of the others.
    half:     its pages are half of the paper, and a booklet is folded of them.
    beside:   prints each block beside its original; there is none in the source language.
    shop:     there is one for a print shop, too.
    imprint:  has room for a group's name; fillable: by typing, in a file of its own.
    dials:    telephone numbers of the pages stand on it.
    pictures: no PDF: its pages are pictures for phones, of these names.
    """

    name: str
    template: str
    pages: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    each: bool = False
    papers: tuple[tuple[str, ...], ...] = (SMALL,)
    half: bool = False
    beside: bool = False
    shop: bool = False
    imprint: bool = False
    fillable: bool = False
    dials: bool = True
    pictures: tuple[str, ...] = ()

    def chosen(self, pages: Sequence[Page]) -> tuple[Page, ...]:
        """The pages it prints, in order."""
        if self.pages:
            known = {page.slug: page for page in pages}
            return tuple(known[slug] for slug in self.pages) if known.keys() >= set(self.pages) else ()
        ranks = {group: rank for rank, group in enumerate(self.groups)}
        found = [page for page in pages if page.template in self.also or page.group in ranks]
        alike = {page.template: ranks[page.group] for page in found if page.group in ranks}
        kept = [page for page in found if page.template not in self.without]
        kept.sort(key=lambda page: ranks.get(page.group, alike.get(page.template, len(ranks))))
        return tuple(kept) if kept and kept[0].group == self.groups[0] else ()


# The whole guide (docs/decisions/0012-guide-on-paper.md). A search, news that goes on and lists of files are for the web.
_GUIDE: dict[str, Any] = {
    "groups": ("home", "situation", "tool", "order", "about"),
    "without": ("search", "updates", "print", "version"),
    "also": ("finder",),
}
PRODUCTS = (
    Product("card", "card", pages=("card", "show"), imprint=True, fillable=True),
    Product("{slug}-flyer", "flyer", groups=("situation",), each=True, shop=True, imprint=True),
    Product("guide", "guide", half=True, shop=True, **_GUIDE),
    Product("guide-large", "large", **_GUIDE),
    Product("guide-bilingual", "bilingual", beside=True, **_GUIDE),
    # More cards, posters, signs, sheets, forms.
    Product("card-fold", "card-fold", pages=("card", "show")),
    Product("card-single", "card-single", pages=("card", "show"), papers=((CARD,),)),
    Product("card-picture", "card-picture", pages=("card", "show"), papers=((CARD,),), pictures=("card-front", "card-back")),
    Product("duplex-test", "duplex-test", pages=("card",), dials=False),
    Product("poster", "poster", pages=("index", "about"), papers=(SMALL, LARGE), shop=True, imprint=True),
    Product("poster-see-agents", "poster", pages=("see-agents",), papers=(SMALL, LARGE), shop=True, imprint=True),
    Product("door-sign", "door-sign", pages=("work", "city-building"), dials=False),
    Product("inside-door", "inside-door", pages=("at-home", "card")),
    Product("notes", "notes", pages=("see-agents", "hurt")),
    Product("family-plan", "family-plan", pages=("family-plan",)),
    Product("family-plan-form", "family-plan-form", pages=("family-plan",)),
)


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
    editions: Sequence[Edition], templates: Collection[str], *, source: str = "", imprints: Sequence[Imprint] = ()
) -> list[Sheet]:
    """Every sheet of one language that has a template, in the order of the products; `source` is the source language's tag."""
    known = {one.page.slug: one for one in editions}
    found = []
    for product in PRODUCTS:
        chosen = tuple(known[page.slug] for page in product.chosen([one.page for one in editions]))
        if not chosen or product.template not in templates or (product.beside and chosen[0].locale.tag == source):
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


def printed(pages: Sequence[Page], templates: Collection[str]) -> frozenset[str]:
    """The slugs of all pages that stand on some sheet; empty for a site that prints nothing."""
    return frozenset(page.slug for product in PRODUCTS if product.template in templates for page in product.chosen(pages))
