"""The whole guide on paper: its pages, its links, what stays on the web, and the real site's guides as readers meet them.

A run looks at three languages, Letter size; `make proof` at every guide of every language.
"""

from __future__ import annotations

import collections
import functools
import io
import re
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from lantern import pipeline
from lantern.document import nodes as document_nodes
from lantern.files import pdf
from lantern.pipeline import Printing
from tests.making import little, pair, po, real_root, write
from tests.sheets import Made, every, inputs_of, pages_of, plain, poppler, real, turned, unsound, words_in

PAGE = '+++\ntitle = "{title}"\ngroup = "{group}"\ntemplate = "{template}"\norder = {order}\n{more}+++\n\n{body}\n'
HELP = (
    '[ann]\nname = "Ann"\nwhat = "Free help."\nphone = "617-555-0142"\nphone_sources = 2\nweb = "https://ann.example/a"\n'
    'hours = "Always."\nlanguages = ["Spanish"]\nneeds = ["lawyer"]\nlast_seen = "2026-01-01"\n'
    '[bob]\nname = "Bob"\nphone = "617-555-0199"\nphone_sources = 1\nneeds = ["lawyer"]\nlast_seen = "2026-01-01"\n'
)


def page(title: str, group: str, order: int, body: str, template: str = "page", more: str = "") -> str:
    return PAGE.format(title=title, group=group, order=order, body=body, template=template, more=more)


PAGES = {
    "index.md": page("Front", "home", 0, "Choose. More: [the door](door.md#say), [a word](look.md).", "home"),
    "about.md": page("About", "about", 90, "We made it."),
    "door.md": page(
        "Door",
        "situation",
        10,
        "1. Keep calm. {: .steps }\n\n## Say {: #say }\n\nHello there.\n\n- Only here {: .web }\n- Everywhere\n\n"
        "## Gone {: #gone .web }\n\nOff paper.\n\n### Under {: #under }\n\nOff as well.\n\n## Back {: #back }\n\nOn again.",
        "situation",
    ),
    "order.md": page("Order", "order", 10, "The order says."),
    "look.md": page("Look for it", "tool", 35, "Type.", "search"),
    "news.md": page("News", "about", 91, "Newest first.", "updates"),
    "show.md": page("Show", "tool", 32, "1. I want a lawyer. {: .say }", "show"),
    "help.md": page("Help", "tool", 34, "Call.", "help", 'need = "all"\n'),
    "where.md": page("Where", "tool", 30, "[Elsewhere](far.md#bus)", "finder"),
    "far.md": page("Far", "help", 39, "## Bus {: #bus }\n\nIn a bus.", "finder"),
    "list.md": page("A list", "help", 40, "A list.", "help", 'need = "lawyer"\n'),
    "help.toml": HELP,
}


def little_guide(root: Path, **changed: str) -> Path:
    """A little site with a page of every group; Spanish has a word or two."""
    little(root, locales=("en", "es", "ar"), base=changed.pop("base", "https://lamp.example"))
    said = po("es", pair("Hello there.", "Hola."), pair("I want a lawyer.", "Quiero un abogado."), pair("Door", "Puerta"))
    files = {name: changed.get(name.partition(".")[0], text) for name, text in PAGES.items()}
    return write(root, {"locales/es/LC_MESSAGES/messages.po": said, **{f"content/{name}": text for name, text in files.items()}})


@functools.cache
def made_once(folder: str) -> dict[str, bytes]:
    files, _ = pipeline.print_sheets(inputs_of(Path(folder)), Printing())
    return {file.path: file.data for file in files}


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every sheet of the little site."""
    return made_once(str(little_guide(tmp_path_factory.mktemp("guide"))))


# --- which pages -----------------------------------------------------------------------------------------------------


def chapters(data: bytes) -> list[str]:
    """What stands in the PDF's own outline, at its first level."""
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        return [str(item.title) for item in outline.root]


def test_a_guide_holds_every_page_for_paper_in_the_order_of_groups(guide: dict[str, bytes]) -> None:
    wanted = ["Front", "Door", "Where", "Show", "Help", "Far", "Order", "About"]
    for name in ("guide", "guide-large"):
        assert [one for one in chapters(guide[f"en/print/{name}-letter.pdf"]) if one != "Contents"] == wanted
    assert "Puerta" in chapters(guide["es/print/guide-bilingual-letter.pdf"])


def test_the_guides_of_a_site(guide: dict[str, bytes]) -> None:
    kinds = ("guide", "guide-print-shop", "guide-booklet", "guide-large")
    names = {f"{name}-{size}.pdf" for name in kinds for size in ("letter", "a4")}
    beside = {f"guide-bilingual-{size}.pdf" for size in ("letter", "a4")}
    for tag, own in (("en", names), ("es", names | beside), ("ar", names | beside)):
        assert {path.rpartition("/")[2] for path in guide if path.startswith(f"{tag}/print/guide")} == own


def test_a_site_without_a_home_page_of_its_own_has_no_guide(tmp_path: Path) -> None:
    files, _ = pipeline.print_sheets(inputs_of(little_guide(tmp_path, index='+++\ntitle = "Front"\n+++\n\nText.\n')), Printing())
    assert [file.path for file in files if "/guide" in file.path] == []


def test_the_paper_of_each_guide(guide: dict[str, bytes]) -> None:
    sizes = {
        "guide-letter": (396, 612),
        "guide-a4": (421, 595),
        "guide-booklet-letter": (792, 612),
        "guide-booklet-a4": (842, 595),
        "guide-large-letter": (612, 792),
        "guide-large-a4": (595, 842),
    }
    for name, size in sizes.items():
        found = {tuple(round(edge) for edge in one.get_size()) for one in pypdfium2.PdfDocument(guide[f"es/print/{name}.pdf"])}
        assert found == {size}, name


# --- what stays on the web -------------------------------------------------------------------------------------------


def test_what_is_marked_for_the_web_is_on_no_paper(guide: dict[str, bytes]) -> None:
    for name in ("guide", "guide-bilingual", "guide-large", "door-flyer"):
        said = " ".join(pages_of(guide[f"es/print/{name}-letter.pdf"]))
        assert "Everywhere" in said
        assert not [one for one in ("Only here", "Gone", "Off paper", "Under", "Off as well") if one in said], name
        assert "On again" in said or name == "door-flyer"


def test_what_only_leads_on_is_in_the_book_with_its_page_and_on_no_sheet_of_its_own(tmp_path: Path) -> None:
    door = PAGES["door.md"].replace("Hello there.", "Hello there.\n\nIf you must: [the order](order.md). {: .more }")
    made = made_once(str(little_guide(tmp_path, door=door)))
    assert re.search(r"If you must: the order \(page \d+\)\.", " ".join(pages_of(made["en/print/guide-letter.pdf"])))
    assert "If you must" not in " ".join(pages_of(made["en/print/door-flyer-letter.pdf"]))


def test_a_heading_takes_its_section_and_a_list_without_items_goes() -> None:
    def heading(level: int, *marks: str) -> dict[str, Any]:
        return {"kind": "h", "level": level, "marks": list(marks), "id": f"h{level}"}

    def text(said: str) -> dict[str, Any]:
        return {"kind": "p", "runs": [{"kind": "text", "text": said}]}

    empty = {"kind": "ul", "blocks": [{"kind": "li", "marks": ["web"], "runs": []}]}
    nodes = [heading(2, "web"), text("a"), heading(3), text("b"), heading(2), text("c"), heading(3, "web"), text("d"), empty]
    assert [one["runs"][0]["text"] for one in document_nodes.on_paper(nodes) if one["kind"] == "p"] == ["c"]
    assert document_nodes.on_paper([empty, text("e")]) == [text("e")]
    assert document_nodes.on_paper([heading(3, "web"), text("f"), heading(2), text("g")])[1:] == [text("g")]


# --- what a book does ------------------------------------------------------------------------------------------------


def test_a_link_between_chapters_says_the_page_and_leads_there(guide: dict[str, bytes]) -> None:
    held = pages_of(guide["en/print/guide-letter.pdf"])
    door = next(number for number, text in enumerate(held, 1) if "Hello there." in text)
    front = next(text for text in held if text.startswith("Front"))
    assert f"the door (page {door}), a word." in front
    with pikepdf.open(io.BytesIO(guide["en/print/guide-letter.pdf"])) as pdf:
        targets = [note.get("/A", {}).get("/URI") for one in pdf.pages for note in one.get("/Annots", [])]
        assert "inside:" not in str(targets)


def test_the_contents_name_the_page_of_each_chapter(guide: dict[str, bytes]) -> None:
    held = pages_of(guide["en/print/guide-letter.pdf"])
    told = dict(re.findall(r"(Door|Order|About) [. ]+(\d+)", held[1]))
    assert set(told) == {"Door", "Order", "About"}
    for name, number in told.items():
        assert held[int(number) - 1].startswith(name), name


def test_the_cover_names_what_is_missing_in_both_languages_and_how_to_fold(guide: dict[str, bytes]) -> None:
    cover = pages_of(guide["es/print/guide-letter.pdf"])[0]
    for said in (
        "No lawyer has checked this yet.",
        "Draft translation",
        "print guide-booklet on both sides",
        "sample",
        "Version",
    ):
        assert said in cover
    assert "guide-booklet" not in pages_of(guide["es/print/guide-large-letter.pdf"])[0]
    for number, text in enumerate(pages_of(guide["es/print/guide-letter.pdf"])[1:], 2):
        assert "Draft" in text, number
        assert re.search(rf"\b{number}\b", text), number


def test_the_directory_holds_every_organisation_and_no_unsure_number(guide: dict[str, bytes]) -> None:
    said = " ".join(pages_of(guide["en/print/guide-letter.pdf"]))
    for known in ("Ann", "Free help.", "617-555-0142", "Always.", "ann.example/a", "Spanish", "Bob", "number not confirmed"):
        assert known in said
    assert "617-555-0199" not in said
    assert "No person has confirmed these numbers yet." in said


def test_the_english_stands_beside_what_to_show_an_officer(guide: dict[str, bytes]) -> None:
    assert any("Quiero un abogado. I want a lawyer." in text for text in pages_of(guide["es/print/guide-letter.pdf"]))
    assert not any("I want a lawyer. I want a lawyer." in text for text in pages_of(guide["en/print/guide-letter.pdf"]))


def test_a_bilingual_page_has_the_source_on_the_left(guide: dict[str, bytes]) -> None:
    for one in pypdfium2.PdfDocument(guide["es/print/guide-bilingual-letter.pdf"]):
        text, middle = one.get_textpage(), one.get_width() / 2
        if "Hola." in text.get_text_bounded():
            assert "Hello there." in text.get_text_bounded(right=middle)
            assert "Hola." in text.get_text_bounded(left=middle)
            break
    else:
        pytest.fail("the block is nowhere")


def test_each_half_of_a_bilingual_page_says_its_language(guide: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(guide["es/print/guide-bilingual-letter.pdf"])) as pdf:
        spoken = {str(one.get("/Lang", "")) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one}
        spoken |= {str(one.Lang) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Lang" in one}
    assert {one.split("-")[0] for one in spoken if one} >= {"en", "es"}


def test_large_print_is_large_and_breaks_no_word(guide: dict[str, bytes]) -> None:
    sizes: collections.Counter[int] = collections.Counter()
    for one in pypdfium2.PdfDocument(guide["en/print/guide-large-letter.pdf"]):
        text = one.get_textpage()
        for place in range(text.count_chars()):
            if not text.get_text_range(place, 1).isspace():
                sizes[round(pypdfium2.raw.FPDFText_GetFontSize(text, place))] += 1
        assert "\ufffe" not in text.get_text_bounded()  # PDFium's sign for a hyphen at the end of a line
    assert sizes.most_common(1)[0][0] == 18
    assert min(sizes) >= 11, "numbers of sources alone may be smaller than 16"
    assert sum(count for size, count in sizes.items() if size < 16) < 0.01 * sum(sizes.values())


def test_the_same_bytes_each_time(guide: dict[str, bytes], tmp_path: Path) -> None:
    files, _ = pipeline.print_sheets(inputs_of(little_guide(tmp_path)), Printing())
    again = {file.path: file.data for file in files}
    assert [path for path in guide if again[path] != guide[path]] == []


def test_a_guide_that_fails_makes_no_booklet_and_one_problem(tmp_path: Path) -> None:
    root = little_guide(tmp_path, about=page("About", "about", 90, "Snow ☃."))
    files, problems = pipeline.print_sheets(inputs_of(root, only=("en",)), Printing())
    assert [file.path for file in files if "guide" in file.path] == []
    (told,) = {(one.path, one.line, one.rule) for one in problems if one.level == "error"}
    assert told == ("content/about.md", 8, "print-glyph")


# --- the real site ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def books(request: pytest.FixtureRequest) -> tuple[Made, ...]:
    """The guide in three languages, beside its original in one; in a proof, all there is."""
    if every(request):
        return real(frozenset({"guide", "large", "bilingual"}), ())
    return (*real(frozenset({"guide"}), ("en", "ar", "zh_Hans")), *real(frozenset({"bilingual"}), ("ar",)))


@pytest.mark.slow
def test_no_rule_of_pdf_ua_is_broken(books: tuple[Made, ...], tmp_path: Path) -> None:
    faults = {
        copy.path: unsound(made.files[copy.path], tmp_path)
        for made in books
        for copy in made.sheet.copies
        if copy.cut.form == "" and copy.size == "letter"
    }
    assert {path: found for path, found in faults.items() if found} == {}


@pytest.mark.slow
@pytest.mark.parametrize("reader", ["pdfium", "pdftotext"])
def test_the_words_can_be_copied_and_searched(
    books: tuple[Made, ...], reader: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    for made in books:
        if reader == "pdfium":
            held = plain(" ".join(pages_of(made.first)))
        else:
            held = plain(poppler(made.first, request.getfixturevalue("pdftotext"), tmp_path))
        pages = made.told["editions"].values()
        said = [
            word for one in pages for node in one["blocks"] + one["pairs"] for word in words_in(node, ("cite", "see", "link"))
        ]
        share = sum(plain(word) in held for word in said) / len(said)
        assert share >= (0.90 if made.tag == "ar" else 0.98), (made.sheet.path, share)


@pytest.mark.slow
def test_a_number_keeps_its_order_in_arabic(books: tuple[Made, ...]) -> None:
    (made,) = [made for made in books if made.sheet.path == "ar/print/guide-letter.pdf"]
    numbers = set(re.findall(r"\d{3}-\d{3}-\d{4}", (real_root() / "content/help.toml").read_text("utf-8")))
    shown, wrong = turned(made.first, numbers)
    assert wrong == []
    assert shown >= 15


@pytest.mark.slow
@pytest.mark.parametrize("size", ["letter", "a4"])
def test_a_real_booklet_is_whole_sheets_in_order(books: tuple[Made, ...], size: str) -> None:
    for made in books:
        if made.template == "guide":
            tag, rtl = made.tag, made.told["locale"]["dir"] == "rtl"
            count = pdf.pages(made.files[f"{tag}/print/guide-{size}.pdf"])
            folded = pypdfium2.PdfDocument(made.files[f"{tag}/print/guide-booklet-{size}.pdf"])
            assert 2 * len(folded) == count + -count % 4
            for place, (left, right) in enumerate(pdf.order(count, rtl=rtl)):
                text, middle = folded[place].get_textpage(), folded[place].get_width() / 2
                for number, half in ((left, {"right": middle}), (right, {"left": middle})):
                    foot = text.get_text_bounded(bottom=0, top=45, **half)
                    told = re.findall(r"(?<!\w)\d+(?!\w)", foot)[-1:] == [str(number)]
                    assert told == (1 < number <= count), (made.sheet.path, number)


@pytest.mark.slow
def test_a_pair_of_blocks_stands_side_by_side_and_on_the_page(books: tuple[Made, ...]) -> None:
    """Each half keeps to its half of the page, and nothing runs over the foot."""
    (made,) = [made for made in books if made.template == "bilingual" and made.tag == "ar"]
    pages = pypdfium2.PdfDocument(made.first)
    for number, page in enumerate(pages):
        text = page.get_textpage()
        boxes = [text.get_charbox(place) for place in range(text.count_chars()) if text.get_text_range(place, 1).strip()]
        boxes = [box for box in boxes if box[2] > box[0]]
        assert min((box[1] for box in boxes), default=40) > 20, number
        assert max((box[2] for box in boxes), default=0) < 612 - 20, number


@pytest.mark.slow
def test_care_keeps_these_off_paper(books: tuple[Made, ...]) -> None:
    """Statements that rest on one report, are not settled or have no source: the web says them with their state."""
    said = plain(" ".join(pages_of(next(made.first for made in books if made.sheet.path == "en/print/guide-letter.pdf"))))
    for kept_off in (
        "helped lead a group of US mayors",
        "Katherine Menendez",
        "no order of Chelsea's own",
        "letter A with 8 or 9 digits",
        "Ask the lawyer about a bond hearing",
        "Guerrero Orellana",
    ):
        assert plain(kept_off) not in said
    assert plain("The City's order cannot stop every arrest.") in said
