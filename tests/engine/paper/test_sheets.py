"""Which sheets there are: chosen by pages, named for ever, cut to the papers people have."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lantern.files.pdf import Cut
from lantern.paper import sheets
from lantern.paper.sheets import Imprint, Sheet
from lantern.templates import products
from tests.making import ROOT, little
from tests.sheets import inputs_of, small

PRODUCTS = inputs_of(ROOT).products
ELM = Imprint("g/elm.toml", 1, "elm", "Elm", "", "", b"", "", ("es",))


def of(root: Path, tag: str = "en", imprints: tuple[Imprint, ...] = ()) -> dict[str, Sheet]:
    """Every file of the little site's sheets in one language, by path, with its sheet."""
    site = inputs_of(root)
    translator = next(one for one in site.translators if one.tongue.locale.tag == tag)
    found = sheets.sheets(site.editions(translator), site.products, source="en", imprints=imprints)
    return {copy.path: sheet for sheet in found for copy in sheet.copies}


def test_a_product_has_a_template_a_name_of_its_own_and_one_way_to_choose() -> None:
    assert len({product.name for product in PRODUCTS}) == len(PRODUCTS)
    for product in PRODUCTS:
        assert (ROOT / f"templates/print/{product.template}.typ").is_file()
        assert ("{slug}" in product.name) == product.each
        assert bool(product.pages) != bool(product.groups)


def test_the_files_of_a_little_site(tmp_path: Path) -> None:
    sizes = ("letter", "a4")
    names = {f"{name}-{size}.pdf" for size in sizes for name in ("card", "card-fillable", "card-fold", "duplex-test")}
    names |= {f"door-flyer-{form}{size}.pdf" for size in sizes for form in ("", "print-shop-")}
    names |= {"card-single-print-shop.pdf", "card-front.png", "card-back.png"}
    assert set(of(small(tmp_path), "es")) == {f"es/print/{name}" for name in names}


def test_a_group_s_files_stand_in_its_folder_in_its_languages(tmp_path: Path) -> None:
    root = small(tmp_path)
    assert not [path for path in of(root, "en", (ELM,)) if "/elm/" in path]
    mine = {path for path in of(root, "es", (ELM,)) if "/elm/" in path}
    assert mine == {
        f"es/print/elm/{name}-{size}.pdf" for name in ("card", "door-flyer", "door-flyer-print-shop") for size in ("letter", "a4")
    }


def test_one_setting_is_cut_to_both_papers_and_a_poster_is_set_twice() -> None:
    for product in PRODUCTS:
        for sizes in product.papers:
            assert set(sizes) <= set(products.PAPERS) or sizes == (products.CARD,)
    poster = next(product for product in PRODUCTS if product.name == "poster")
    assert poster.papers == (("letter", "a4"), ("tabloid", "a3"))


def test_half_pages_are_half_of_the_paper(tmp_path: Path) -> None:
    guide = next(product for product in PRODUCTS if product.half)
    card = next(iter(of(small(tmp_path)).values()))
    cuts = {copy.path.rpartition("/")[2]: copy.cut for copy in replace(card, product=guide).copies}
    assert cuts["guide-letter.pdf"] == Cut(396, 612)
    assert cuts["guide-booklet-letter.pdf"] == Cut(396, 612, "booklet")
    assert cuts["guide-print-shop-a4.pdf"] == Cut(420.945, 595.276, "print-shop")


def test_a_product_without_all_its_pages_is_not_made(tmp_path: Path) -> None:
    root = small(tmp_path)
    (root / "content/show.md").unlink()
    assert not [path for path in of(root) if "/card" in path]


def test_pages_of_several_groups_stand_in_the_order_of_groups_and_help_pages_by_their_like(tmp_path: Path) -> None:
    guide = next(product for product in PRODUCTS if product.half)
    page = inputs_of(small(tmp_path)).content.pages[0]

    def one(slug: str, group: str, template: str = "page") -> object:
        return replace(page, slug=slug, group=group, template=template)

    pages = [one("about", "about"), one("far", "help", "finder"), one("news", "about", "updates"), one("where", "tool", "finder")]
    pages += [one("door", "situation"), one("home", "home"), one("list", "help", "help")]
    assert [each.slug for each in guide.chosen(pages)] == ["home", "door", "far", "where", "about"]  # type: ignore[arg-type]
    assert guide.chosen(pages[:5]) == ()  # type: ignore[arg-type]


@pytest.mark.parametrize("group", ["", "situation"])
def test_a_site_prints_only_what_some_sheet_holds(tmp_path: Path, group: str) -> None:
    root = little(tmp_path, locales=("en",))
    told = f'group = "{group}"\n' if group else ""
    (root / "content/door.md").write_text(f'+++\ntitle = "Door"\n{told}+++\n\nText.\n', encoding="utf-8")
    site = inputs_of(root)
    assert site.printed == ({"door"} if group else frozenset())
    assert ("Draft" in {message.text for message in site.messages()}) == bool(group)
    assert products.printed(site.content.pages, ()) == frozenset()
