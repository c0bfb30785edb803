"""Paper for groups, from the command line to the reader: imprints, fields, print shop, ZIP, the print page, versions, recalls."""

from __future__ import annotations

import datetime
import io
import re
from dataclasses import replace
from pathlib import Path

import pdfua
import pikepdf
import pypdfium2
import pytest

from lantern import content, imprint, paper, site
from tests.making import ROOT, links, little, said, tree, write

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
    inputs, problems = site.read(root)
    assert inputs is not None, problems
    found, faults = imprint.read(write(root, {"g/elm.toml": group, "g/elm.svg": SVG}) / "g", ("en", "es")) if group else ((), ())
    files, more = site.papers(inputs, imprints=found, **options)
    return {file.path: file.data for file in files}, [str(one) for one in (*faults, *more) if one.rule != "sample-address"]


def text_of(data: bytes, page: int = 0) -> str:
    return " ".join(pypdfium2.PdfDocument(data)[page].get_textpage().get_text_bounded().split())


def test_variants_and_imprints_keep_their_names(tmp_path: Path) -> None:
    made, problems = papers(group_site(tmp_path), ELM)
    assert problems == []
    sizes = ("letter", "a4")
    wanted = {f"{name}-{size}.pdf" for size in sizes for name in ("card", "card-fillable", "door-flyer", "door-flyer-fillable")}
    wanted |= {f"door-flyer-print-shop-{size}.pdf" for size in sizes} | {"card.small.png", "door-flyer.small.png"}
    mine = {f"elm/{name}-{size}.pdf" for size in sizes for name in ("card", "door-flyer")}
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
        assert sorted(left.split()) == sorted(plain.split())
    assert "Elm" not in text_of(made["en/print/elm/card-letter.pdf"], 1)


def test_a_name_as_wide_as_can_be_stays_on_the_card(tmp_path: Path) -> None:
    made, problems = papers(group_site(tmp_path), f'name = "{"W" * 48}"\nphone = "+1 617-555-0142"\n')
    assert problems == []
    page = pypdfium2.PdfDocument(made["en/print/elm/card-letter.pdf"])[0].get_textpage()
    rights = [page.get_charbox(place)[2] for place in range(page.count_chars()) if page.get_text_range(place, 1) in {"W", "2"}]
    assert len(rights) > 480
    assert max(rights) < 8 * 72 - 18 + 1  # the right edge of the cards on a Letter sheet


def test_a_letter_of_the_name_without_a_font_is_told_in_the_imprint(tmp_path: Path) -> None:
    _, problems = papers(group_site(tmp_path), 'phone = "617-555-0142"\nname = "Elm ☃"\n')
    assert [problem for problem in problems if "elm.toml:2: error: No font for print has “☃”" in problem]


@pytest.mark.parametrize(("name", "count"), [("card-fillable-a4", 10), ("door-flyer-fillable-letter", 1)])
def test_a_group_types_its_name_once(tmp_path: Path, name: str, count: int) -> None:
    made = papers(group_site(tmp_path))[0][f"es/print/{name}.pdf"]
    (tmp_path / "one.pdf").write_bytes(made)
    assert [one for one in pdfua.validate(str(tmp_path / "one.pdf")).findings if one.severity == pdfua.Severity.ERROR] == []
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.check_pdf_syntax() == []
        (field,) = pdf.Root.AcroForm.Fields
        assert (str(field.FT), str(field.TU)) == ("/Tx", "Your group: name and phone")
        width, height = (float(side) for side in pdf.pages[0].mediabox[2:])
        boxes = {tuple(round(float(side)) for side in kid.Rect) for kid in field.Kids}
        assert len(boxes) == count
        assert all(0 < left < right < width and 12 <= low < high < height for left, low, right, high in boxes)
        tags = [one.S for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/StructElem"]
        assert tags.count("/Form") == count


def test_strict_lists_the_drafts_it_leaves_out(tmp_path: Path) -> None:
    made, problems = papers(group_site(tmp_path), checked_only=True)
    assert not [path for path in made if path.endswith((".pdf", ".zip"))]
    assert len(problems) == 2
    assert "info: 4 sheets in en are drafts and not made: card-letter, card-a4, door-flyer-letter" in problems[0]


@pytest.mark.parametrize(
    ("verified", "verify_by", "lawyer", "last"),
    [
        ("2026-03-01", "2026-12-31", "2026-02-01", "2026-12-31"),
        ("2026-03-01", "", "2026-02-01", "2026-08-02"),
        ("2026-01-01", "", "", "2026-07-02"),
        ("", "", "", ""),
    ],
)
def test_the_last_day_is_the_promised_one_or_half_a_year_after_the_oldest_check(
    verified: str, verify_by: str, lawyer: str, last: str
) -> None:
    def day(text: str) -> datetime.date | None:
        return datetime.date.fromisoformat(text) if text else None

    page = next(iter(content.read(ROOT)[0].pages))
    on = day(lawyer)
    checked = content.LawyerCheck("A. Lawyer", on) if on else None
    page = replace(page, verified=day(verified), verify_by=day(verify_by), lawyer_checked=checked)
    assert paper.last_day(page) == day(last)


# --- the pages -------------------------------------------------------------------------------------------------------


def test_the_print_page_leads_only_to_files_that_exist(tmp_path: Path) -> None:
    root = group_site(tmp_path)
    made, _ = papers(root)
    for tag in ("en", "es"):
        page = tree(made[f"{tag}/print.html"].decode())
        files = [href for href in links(page) if href.startswith("print/")]
        assert len(files) == 11  # five of each size, one ZIP
        assert {f"{tag}/{href}" for href in files} == {
            path for path in made if path.startswith(f"{tag}/print/") and "small" not in path
        }
        images = list(page.iter("img"))
        assert {f"{tag}/{one.get('src')}" for one in images} == {
            path for path in made if path.startswith(f"{tag}/") and "small" in path
        }
        assert all(one.get("loading") == "lazy" and one.get("width") and one.get("height") for one in images)
        assert "No lawyer has checked this yet." in said(page)


def test_without_paper_the_page_says_so_and_leads_nowhere(tmp_path: Path) -> None:
    inputs, _ = site.read(group_site(tmp_path))
    assert inputs is not None
    pages = {file.path: file.data for file in site.build(inputs)[0]}
    page = tree(pages["en/print.html"].decode())
    assert not [href for href in links(page) if "print/" in href]
    assert "This copy of the site has no files to print." in said(page)
    door = tree(pages["en/door.html"].decode())
    assert "print.html#door" in links(door)
    assert [one for one in page.iter() if one.get("id") == "door"]


def test_the_version_page_tells_what_stands_on_the_sheets(tmp_path: Path) -> None:
    made, _ = papers(group_site(tmp_path))
    page = said(tree(made["en/version.html"].decode()))
    assert "No sheet has been taken back." in page
    for name in ("card", "door-flyer"):
        text = text_of(made[f"en/print/{name}-letter.pdf"])
        (version,) = set(re.findall(r"Version (\w{8})", text))
        assert version in page
    assert "https://lamp.example/en/version.html" in text


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
    assert f"Do not use sheets with version {version}: A number is wrong." in said(tree(made["en/version.html"].decode()))


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
    problems = content.read(write(group_site(tmp_path), {"content/recalls.toml": text}))[1]
    assert (rule, line, "content/recalls.toml") in {(one.rule, one.line, one.path) for one in problems}


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    root = group_site(tmp_path)
    assert papers(root, ELM) == papers(root, ELM)


def test_a_print_shop_sheet_is_the_plain_one_with_a_few_objects_more(tmp_path: Path) -> None:
    made, _ = papers(group_site(tmp_path))
    plain, shop = (made[f"en/print/door-flyer-{name}letter.pdf"] for name in ("", "print-shop-"))
    assert shop.startswith(plain.rstrip(b"\n"))
    assert len(shop) < len(plain) + 1500
