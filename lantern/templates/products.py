"""templates/print/products.toml → what can be printed: the kinds of sheets, and which pages each is made of.

In:    folders of templates, the site's own before Lantern's: the first that has such a file is read; the names of the templates.
Out:   Product values, Problems with their lines; the slugs of all pages that stand on paper.
Never: sets a sheet, knows an Edition.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..content import kinds
from ..content.pages import Page
from ..content.toml import check_keys, dotted, key_lines, load_toml, read_text
from ..problem import Problem, error

FILE = "print/products.toml"
"""Inside a folder of templates."""
PAPERS = {"letter": (612.0, 792.0), "a4": (595.276, 841.89), "tabloid": (792.0, 1224.0), "a3": (841.89, 1190.551)}
"""Points, by what stands in a file's name. In print templates the paper has this name, too."""
SMALL = ("letter", "a4")
CARD = "print-shop"
"""The size of a card that has no paper around it."""
SHOP = "print-shop"
BOOKLET = "booklet"
FILLABLE = "fillable"
"""Forms of a sheet, as they stand in a file's name."""
_TEXTS = ("pages", "groups", "without", "also", "pictures")
_KEYS = {
    "template": str,
    **dict.fromkeys(_TEXTS, list),
    "papers": list,
    **dict.fromkeys(("each", "half", "beside", "shop", "imprint", "fillable", "dials"), bool),
}
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}\Z")


@dataclass(frozen=True, slots=True)
class Product:
    """One kind of sheet, as templates/print/products.toml names it.

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


def printed(pages: Sequence[Page], products: Sequence[Product]) -> frozenset[str]:
    """The slugs of all pages that stand on some sheet; empty for a site that prints nothing."""
    return frozenset(page.slug for product in products for page in product.chosen(pages))


def load(folders: Sequence[tuple[Path, str]], *, templates: Collection[str]) -> tuple[tuple[Product, ...], tuple[Problem, ...]]:
    """The products of the first of (templates folder, name to show) pairs that has the file, in its order; none where none has.

    templates: names of print templates. A product with a fault is left out, its faults are not.
    """
    web = frozenset(path.stem for folder, _ in folders for path in folder.glob("*.html"))
    found = next(((folder, shown) for folder, shown in folders if os.path.lexists(folder / FILE)), None)
    if found is None:
        return (), ()
    name = f"{found[1]}/{FILE}"
    text, faults = read_text(found[0] / FILE, name)
    return parse(text, name, templates=templates, web=web) if text is not None else ((), faults)


def parse(
    text: str, name: str, *, templates: Collection[str], web: Collection[str]
) -> tuple[tuple[Product, ...], tuple[Problem, ...]]:
    """The products that a file's text names; `name` is shown in Problems, `web` are the names of web templates."""
    table, faults = load_toml(text, name)
    if table is None:
        return (), faults
    lines = key_lines(text)
    made, problems = list[Product](), list[Problem]()
    for key, inner in table.items():
        if not isinstance(inner, dict):
            told, hint = f"“{key}” is no product.", "A product is a table: [card], then its keys."
            problems.append(error(name, lines.get(dotted(key), 1), "product", told, hint))
            continue
        wrong = check_keys(inner, _KEYS, name, lines, inside=dotted(key))
        if not wrong:
            values = {"template": key, **inner}
            wrong = [
                error(name, _line(lines, key, at), rule, told, hint)
                for at, rule, told, hint in _faults(key, values, frozenset(templates), frozenset(web))
            ]
            made += [_product(key, values)] if not wrong else []
        problems += wrong
    return tuple(made), (*problems, *_doubles(made, name, lines))


def _line(lines: Mapping[str, int], product: str, key: str) -> int:
    return lines.get(dotted(product, key), lines.get(dotted(product), 1))


def _product(key: str, values: Mapping[str, Any]) -> Product:
    told: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    if "papers" in told:
        told["papers"] = tuple(map(tuple, told["papers"]))
    return Product(f"{{slug}}-{key}" if values.get("each") else key, **told)


def _faults(
    key: str, values: Mapping[str, Any], templates: frozenset[str], web: frozenset[str]
) -> Iterator[tuple[str, str, str, str]]:
    """(key, rule, what, what to do) for all that keeps a table with keys of the right types from being a product."""
    if not _NAME.match(key):
        yield "", "product", f"“{key}” cannot be a sheet's address.", "Use small letters, digits and hyphens, at most 80."
    if values["template"] not in templates:
        told = f"There is no print template “{values['template']}”."
        yield "template", "unknown-template", told, f"Print templates are {', '.join(sorted(templates)) or 'none'}."
    broken = [at for at in _TEXTS if not all(isinstance(text, str) for text in values.get(at, ()))]
    for at in broken:
        yield at, "wrong-type", f"“{at}” must be a list of texts.", 'Write them so: ["card", "show"].'
    if not broken:
        yield from _choice(values, web)
    yield from _paper_faults(values)


def _choice(values: Mapping[str, Any], web: frozenset[str]) -> Iterator[tuple[str, str, str, str]]:
    if bool(values.get("pages")) == bool(values.get("groups")):
        yield "pages", "product", "A sheet is made of pages or of groups.", 'Name one of both: pages = ["card"].'
    for at in ("without", "also"):
        if at in values and not values.get("groups"):
            yield at, "product", f"“{at}” means nothing without groups.", "Take it away."
        for name in sorted({*values.get(at, ())} - web):
            yield at, "unknown-template", f"There is no template “{name}”.", f"Templates are {', '.join(sorted(web))}."
    for group in values.get("groups", ()):
        if group not in kinds.GROUPS:
            yield "groups", "group", f"“{group}” is not a group.", f"Groups are {', '.join(kinds.GROUPS)}."
    for picture in values.get("pictures", ()):
        if not _NAME.match(picture):
            yield "pictures", "product", f"“{picture}” cannot be a file's name.", "Use small letters, digits and hyphens."


def _paper_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Papers are lists of sizes, each size once; a card without paper around it is set alone."""
    papers = values.get("papers", [[*SMALL]])
    sets = [sizes for sizes in papers if isinstance(sizes, list) and sizes]
    sizes = [size for inner in sets for size in inner]
    known = [*PAPERS, CARD]
    hint = f'Write them so: [["letter", "a4"], ["tabloid", "a3"]]. Sizes are {", ".join(known)}.'
    if not papers or len(sets) < len(papers):
        yield "papers", "paper", "“papers” must be a list of lists of sizes.", hint
    elif any(size not in known for size in sizes):
        yield "papers", "paper", f"“{next(size for size in sizes if size not in known)}” is no size of paper.", hint
    elif len(set(sizes)) < len(sizes):
        yield "papers", "paper", "A size is there twice.", "Name each once."
    elif any(CARD in inner and len(inner) > 1 for inner in sets):
        yield "papers", "paper", f"A sheet of size “{CARD}” cannot be cut to another.", f'Write ["{CARD}"] alone.'
    if values.get("half") and CARD in sizes:
        yield "half", "paper", f"A sheet of size “{CARD}” has no half.", "Take “half” away."


def _doubles(made: Sequence[Product], name: str, lines: Mapping[str, int]) -> Iterator[Problem]:
    """A fault for each product that would write a file of another's name."""
    keys = {product: product.name.removeprefix("{slug}-") for product in made}
    stems = Counter(stem for product in made for stem in _stems(product))
    for product in made:
        double = next((stem for stem in _stems(product) if stems[stem] > 1), None)
        if double:
            told = f"Two sheets would have files called “{double}”."
            yield error(name, _line(lines, keys[product], ""), "product", told, "Give one of them another name.")


def _stems(product: Product) -> tuple[str, ...]:
    if product.pictures:
        return product.pictures
    forms = [f"-{BOOKLET}"] * product.half + [f"-{FILLABLE}"] * product.fillable
    return (product.name, *(f"{product.name}{form}" for form in forms))
