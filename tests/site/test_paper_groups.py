"""Paper for groups, from the command line to the reader: imprints, fields, print shop, ZIP, the print page, versions, recalls."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from lantern import pipeline
from lantern.content import pages
from lantern.paper import imprint
from lantern.pipeline import Printing
from lantern.site import read_site
from tests.making import little, said, tree, write
from tests.sheets import unsound, with_pages

PAGES = {
    "card.md": '+++\ntitle = "Card"\ngroup = "tool"\n+++\n\n1. Keep calm.\n2. Say little.\n',
    "show.md": '+++\ntitle = "Show"\ntemplate = "show"\ngroup = "tool"\n+++\n\n1. I want a lawyer. {: .say }\n',
    "door.md": '+++\ntitle = "Door"\ntemplate = "situation"\ngroup = "situation"\n+++\n\n1. Stay calm. {: .steps }\n\n'
    "## Rights {: #rights }\n\nYou may stay silent.\n",
    "print.md": '+++\ntitle = "Print"\ntemplate = "print"\ngroup = "tool"\n+++\n\nPrint it.\n',
    "version.md": '+++\ntitle = "Version"\ntemplate = "version"\ngroup = "about"\n+++\n\nCompare.\n',
}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
ELM = 'name = "Elm Street Tenants"\nphone = "617-555-0142"\nweb = "elm.example"\nlogo = "elm.svg"\nlanguages = ["en"]\n'


def group_site(root: Path) -> Path:
    """A little site with a card, a flyer and the two pages on paper."""
    little(root, locales=("en", "es"), base="https://lamp.example")
    return write(root, {f"content/{name}": text for name, text in PAGES.items()})


def papers(root: Path, group: str = "", **options: bool) -> tuple[dict[str, bytes], list[str]]:
    site, problems = read_site(root)
    assert site is not None, problems
    found, faults = imprint.read(write(root, {"g/elm.toml": group, "g/elm.svg": SVG}) / "g", ("en", "es")) if group else ((), ())
    files, more = pipeline.print_sheets(site, Printing(imprints=tuple(found), **options))
    return {file.path: file.data for file in files}, [str(one) for one in (*faults, *more) if one.rule != "sample-address"]


def text_of(data: bytes, page: int = 0) -> str:
    return " ".join(pypdfium2.PdfDocument(data)[page].get_textpage().get_text_bounded().split())


def test_variants_and_imprints_keep_their_names(tmp_path: Path) -> None:
    made, problems = papers(group_site(tmp_path), ELM)
    assert problems == []
    sizes = ("letter", "a4")
    names = ("card", "card-fillable", "card-fold", "duplex-test", "door-flyer", "door-flyer-print-shop")
    wanted = {f"{name}-{size}.pdf" for size in sizes for name in names}
    wanted |= {f"{name}.small.png" for name in ("card", "card-fold", "duplex-test", "door-flyer")}
    wanted |= {"card-single-print-shop.pdf", "card-front.png", "card-back.png"}
    mine = {f"elm/{name}-{size}.pdf" for size in sizes for name in ("card", "door-flyer", "door-flyer-print-shop")}
    for tag, more in (("en", mine | {"elm/lantern-en-print-elm.zip"}), ("es", set[str]())):
        found = {path.removeprefix(f"{tag}/print/") for path in made if path.startswith(f"{tag}/print/")}
        assert found == wanted | more | {f"lantern-{tag}-print.zip"}


def test_an_imprint_stands_on_the_reader_s_side_and_changes_no_other_word(tmp_path: Path) -> None:
    made, _ = papers(group_site(tmp_path), ELM)
    for name in ("card-letter", "door-flyer-a4"):
        plain, mine = (text_of(made[f"en/print/{folder}{name}.pdf"]) for folder in ("", "elm/"))
        assert "Elm Street Tenants" in mine
        assert "617-555-0142" in mine
        left = re.sub(r"Elm Street Tenants · 617-555-0142( · elm\.example)?", "", mine)
        assert sorted(left.split()) == sorted(plain.replace("Given to you by (group, phone):", "").split())
    assert "Elm" not in text_of(made["en/print/elm/card-letter.pdf"], 1)


def test_an_imprint_stands_at_the_head_of_a_poster_on_both_papers(tmp_path: Path) -> None:
    write(group_site(tmp_path), {"content/about.md": '+++\ntitle = "About"\n+++\n\n## Who {: #who }\n\nWe are few.\n'})
    made, problems = papers(tmp_path, ELM)
    assert problems == []
    for size in ("letter", "a4", "tabloid", "a3"):
        page = pypdfium2.PdfDocument(made[f"en/print/elm/poster-{size}.pdf"])[0]
        text, high = page.get_textpage(), page.get_mediabox()[3]
        assert "Elm Street Tenants" in text.get_text_bounded(bottom=high - 60)
        tops = [text.get_charbox(place)[3] for place in range(text.count_chars()) if text.get_text_range(place, 1).strip()]
        assert max(tops) < high - 10, size
        assert "Elm" not in text_of(made[f"en/print/poster-{size}.pdf"])


def test_a_name_as_wide_as_can_be_stays_on_the_card(tmp_path: Path) -> None:
    made, problems = papers(group_site(tmp_path), f'name = "{"W" * 48}"\nphone = "+1 617-555-0142"\n')
    assert problems == []
    page = pypdfium2.PdfDocument(made["en/print/elm/card-letter.pdf"])[0].get_textpage()
    rights = [page.get_charbox(place)[2] for place in range(page.count_chars()) if page.get_text_range(place, 1) in {"W", "2"}]
    assert len(rights) > 480
    assert max(rights) < 8 * 72 - 18 + 1  # the right edge of the cards on a Letter sheet


def test_a_letter_of_the_name_without_a_font_is_told_in_the_imprint(tmp_path: Path) -> None:
    made, problems = papers(group_site(tmp_path), 'phone = "617-555-0142"\nname = "Elm ☃"\n')
    (problem,) = problems
    assert "elm.toml:2: error: No font for print has “☃”" in problem
    assert "en/print/card-letter.pdf" in made
    assert not [path for path in made if "/elm/" in path]


@pytest.mark.parametrize(("name", "count"), [("card-fillable-a4", 10), ("door-flyer-letter", 1), ("door-flyer-print-shop-a4", 1)])
def test_a_group_types_its_name_once(tmp_path: Path, name: str, count: int) -> None:
    made = papers(group_site(tmp_path))[0][f"es/print/{name}.pdf"]
    assert unsound(made, tmp_path) == []
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.check_pdf_syntax() == []
        (field,) = pdf.Root.AcroForm.Fields
        assert (str(field.FT), str(field.TU)) == ("/Tx", "Given to you by (group, phone):")
        low_x, low_y, width, height = (float(side) for side in pdf.pages[0].mediabox)
        boxes = {tuple(round(float(side)) for side in kid.Rect) for kid in field.Kids}
        assert len(boxes) == count
        assert all(low_x < left < right < width and low_y + 12 <= low < high < height for left, low, right, high in boxes)
        tags = [one.S for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/StructElem"]
        assert tags.count("/Form") == count


def test_strict_lists_the_drafts_it_leaves_out(tmp_path: Path) -> None:
    made, problems = papers(group_site(tmp_path), checked_only=True)
    assert not [path for path in made if path.endswith((".pdf", ".zip"))]
    assert len(problems) == 2
    assert "drafts and not made: card-letter, card-fillable-letter, door-flyer-letter, card-fold-letter" in problems[0]


# --- the pages -------------------------------------------------------------------------------------------------------


def test_the_version_page_tells_what_stands_on_the_sheets(tmp_path: Path) -> None:
    made = with_pages(group_site(tmp_path))
    page = said(tree(made["en/version.html"].decode()))
    assert "No sheet has been taken back." in page
    for name in ("card", "door-flyer"):
        text = text_of(made[f"en/print/{name}-letter.pdf"])
        (version,) = set(re.findall(r"Version (\w{8})", text))
        assert version in page
    assert "lamp.example/en/version.html" in text.replace("\u200b", "")


def test_a_recalled_version_is_told_and_never_printed_again(tmp_path: Path) -> None:
    root = group_site(tmp_path)
    (version,) = set(re.findall(r"Version (\w{8})", text_of(papers(root)[0]["en/print/door-flyer-letter.pdf"])))
    recall = f'[wrong]\non = 2026-01-02\nversion = "{version}"\nreason = "A number is wrong."\n'
    write(root, {"content/recalls.toml": recall})
    made, problems = papers(root)
    assert [
        one
        for one in problems
        if f"content/recalls.toml:1: error: en/print/door-flyer-letter.pdf is not made: version {version}" in one
    ]
    assert not [path for path in made if path.startswith("en/print/door")]
    page = said(tree(with_pages(root)["en/version.html"].decode()))
    assert f"Do not use sheets with version {version}: A number is wrong." in page


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("[a]\non = 2026-01-02\n", "missing-key", 1),
        ('[a]\non = 2026-01-02\nversion = "12"\nreason = "x"\n', "version", 3),
        ('[a]\non = "soon"\nversion = "0123abcd"\nreason = "x"\n', "wrong-type", 2),
        ('[a]\nwhy = "x"\non = 2026-01-02\nversion = "0123abcd"\nreason = "x"\n', "unknown-key", 2),
    ],
)
def test_a_fault_in_a_recall_is_told_with_its_line(tmp_path: Path, text: str, rule: str, line: int) -> None:
    problems = pages.read(write(group_site(tmp_path), {"content/recalls.toml": text}))[1]
    assert (rule, line, "content/recalls.toml") in {(one.rule, one.line, one.path) for one in problems}


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    root = group_site(tmp_path)
    assert papers(root, ELM) == papers(root, ELM)
