"""What pages tell of printed sheets: only files that exist, their sizes, versions, what is missing, what is recalled."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from lantern.editions.translator import Translator
from lantern.files.publish import File
from lantern.paper import downloads, manuscript
from lantern.paper import sheets as sheets_module
from lantern.paper.downloads import Downloads
from lantern.site import Site, read_site
from tests.making import ROOT, pair, po, real_root, write
from tests.sheets import inputs_of, typst
from tests.site.test_paper_groups import group_site

SAID = "Imprima al 100 por ciento, no “ajustar a la página”. Use US Letter o A4, papel blanco."


def told(root: Path, files: tuple[File, ...] = (), number: int = 0) -> tuple[Downloads, Site, Translator]:
    site, problems = read_site(root)
    assert site is not None, problems
    translator = site.translators[number]
    return downloads.list_downloads(site.editions(translator), site, translator, files), site, translator


def test_without_files_the_sheets_are_named_and_lead_nowhere(tmp_path: Path) -> None:
    found, *_ = told(group_site(tmp_path))
    assert [(one.kind, one.slug, one.files, one.picture) for one in found.items] == [
        *[("card", "card", (), ""), ("flyer", "door", (), "")],
        *[(kind, "card", (), "") for kind in ("card-fold", "card-single", "duplex-test")],
    ]
    assert (found.printed, found.bundle) == (False, None)


def test_only_files_that_were_made_are_offered(tmp_path: Path) -> None:
    root = group_site(tmp_path)
    data = typst('#set document(title: "T")\n#set text(font: "Noto Sans", lang: "en")\na #pagebreak() b')
    names = ("card-a4.pdf", "card-fillable-letter.pdf", "door-flyer-print-shop-letter.pdf", "x.small.png")
    files = tuple(File(f"es/print/{name}", data) for name in names)
    card, flyer, *_ = told(root, files, 1)[0].items
    size = -(-len(data) // 1000)
    assert [(one.href, one.size, one.form, one.pages, one.kilobytes) for one in (*card.files, *flyer.files)] == [
        ("print/card-a4.pdf", "a4", "", 2, size),
        ("print/card-fillable-letter.pdf", "letter", "fillable", 2, size),
        ("print/door-flyer-print-shop-letter.pdf", "letter", "print-shop", 2, size),
    ]
    assert told(root, files, 0)[0].items[0].files == ()


def test_version_and_what_is_missing_are_those_on_the_sheet(tmp_path: Path) -> None:
    found, site, translator = told(group_site(tmp_path))
    editions = {one.page.slug: one for one in site.editions(translator)}
    desk = manuscript.ManuscriptWriter(site, translator, editions)
    sheets = sheets_module.sheets(list(editions.values()), site.products, source=translator.source.tag)
    kinds = {copy.kind: one for one in sheets for copy in one.copies}
    for item in found.items:
        data = desk.manuscript(kinds[item.kind]).told
        assert item.version == data["version"]
        assert item.missing == tuple(name for name, true in data["missing"].items() if true)


def test_a_recall_is_told_in_the_reader_s_language(tmp_path: Path) -> None:
    recall = '[wrong]\non = 2026-01-02\nversion = "0123abcd"\nreason = "A number is wrong."\n'
    catalog = po("es", pair("A number is wrong.", "Un número está mal."))
    root = write(group_site(tmp_path), {"content/recalls.toml": recall, "locales/es/LC_MESSAGES/messages.po": catalog})
    (one,) = told(root, number=1)[0].recalled
    assert (one.version, one.on.isoformat(), one.reason.text) == ("0123abcd", "2026-01-02", "Un número está mal.")


def test_a_zip_for_each_folder_says_how_to_print_in_both_languages(tmp_path: Path) -> None:
    first = downloads.README[0]
    write(group_site(tmp_path), {"locales/es/LC_MESSAGES/messages.po": po("es", pair(first, SAID))})
    _, site, translator = told(tmp_path, number=1)
    files = [File(f"es/print/{name}.pdf", b"x") for name in ("card-a4", "elm/card-a4")]
    made = downloads.bundles(files, site, translator)
    assert [one.path for one in made] == ["es/print/lantern-es-print.zip", "es/print/elm/lantern-es-print-elm.zip"]
    with zipfile.ZipFile(io.BytesIO(made[0].data)) as zipped:
        text = zipped.read("lantern-es-print/README.txt").decode("utf-8-sig")
    assert text.index(SAID) < text.index(first)
    assert "https://lamp.example/es/version.html" in text


def test_the_words_of_a_readme_stand_in_the_catalogs() -> None:
    page = (ROOT / "templates/print.html").read_text("utf-8")
    assert set(downloads.README) <= set(re.findall(r't\("([^"]+)"', page))


def test_a_sheet_that_is_never_made_is_not_offered() -> None:
    """The original has no guide in two languages: its page may not say that this copy of the site lacks it."""
    site = inputs_of(real_root(), only=("en", "es"))
    for translator, offered in zip(site.translators, (False, True), strict=True):
        found = downloads.list_downloads(site.editions(translator), site, translator)
        assert any(item.kind == "guide-bilingual" for item in found.items) is offered
        sheets = sheets_module.sheets(site.editions(translator), site.products, source="en")
        assert {item.kind for item in found.items} <= {copy.kind for one in sheets for copy in one.copies}
