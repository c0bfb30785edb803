"""What can be printed: the kinds of sheets, and which pages each is made of.

In:    the pages of a site; the names of its print templates.
Out:   Product values; the slugs of all pages that stand on paper.
Never: sets a sheet, knows an Edition.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from ..content.pages import Page

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


def printed(pages: Sequence[Page], templates: Collection[str]) -> frozenset[str]:
    """The slugs of all pages that stand on some sheet; empty for a site that prints nothing."""
    return frozenset(page.slug for product in PRODUCTS if product.template in templates for page in product.chosen(pages))
