"""The whole guide on paper: its pages, its links, what stays on the web, and the real site's guides as readers meet them.

A run looks at three languages, Letter size; `make proof` at every guide of every language.
"""

from __future__ import annotations

import collections
import functools
import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pypdfium2
import pytest

from lantern import booklet, document, paper, site
from lantern.inputs import Inputs
from lantern.paper import GUIDES, Sheet
from tests.making import little, pair, po, real_root, write

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


def inputs_of(root: Path, *, only: tuple[str, ...] = ()) -> Inputs:
    found, problems = site.read(root, only=only)
    assert found is not None, problems
    return found


def little_guide(root: Path, **changed: str) -> Path:
    """A little site with a page of every group; Spanish has a word or two."""
    little(root, locales=("en", "es", "ar"), base=changed.pop("base", "https://lamp.example"))
    said = po("es", pair("Hello there.", "Hola."), pair("I want a lawyer.", "Quiero un abogado."), pair("Door", "Puerta"))
    files = {name: changed.get(name.partition(".")[0], text) for name, text in PAGES.items()}
    return write(root, {"locales/es/LC_MESSAGES/messages.po": said, **{f"content/{name}": text for name, text in files.items()}})


@functools.cache
def made_once(folder: str) -> dict[str, bytes]:
    files, _ = site.papers(inputs_of(Path(folder)))
    return {file.path: file.data for file in files}


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every sheet of the little site."""
    return made_once(str(little_guide(tmp_path_factory.mktemp("guide"))))


def pages_of(data: bytes) -> list[str]:
    """The words of each page, on one line."""
    texts = (one.get_textpage().get_text_bounded() for one in pypdfium2.PdfDocument(data))
    return [" ".join(re.sub("[\ufffe\u200b]", "", text).split()) for text in texts]


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
    names = {f"{name}-{size}.pdf" for name in ("guide", "guide-booklet", "guide-large") for size in ("letter", "a4")}
    beside = {f"guide-bilingual-{size}.pdf" for size in ("letter", "a4")}
    for tag, own in (("en", names), ("es", names | beside), ("ar", names | beside)):
        assert {path.rpartition("/")[2] for path in guide if path.startswith(f"{tag}/") and "flyer" not in path} == own


def test_a_site_without_a_home_page_of_its_own_has_no_guide(tmp_path: Path) -> None:
    files, _ = site.papers(inputs_of(little_guide(tmp_path, index='+++\ntitle = "Front"\n+++\n\nText.\n')))
    assert [file.path for file in files if "/guide" in file.path] == []


def test_the_paper_of_each_guide(guide: dict[str, bytes]) -> None:
    sizes = {
        "guide-letter": (396, 612),
        "guide-a4": (420, 595),
        "guide-booklet-letter": (792, 612),
        "guide-booklet-a4": (839, 595),
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


def test_a_heading_takes_its_section_and_a_list_without_items_goes() -> None:
    def heading(level: int, *marks: str) -> dict[str, Any]:
        return {"kind": "h", "level": level, "marks": list(marks), "id": f"h{level}"}

    def text(said: str) -> dict[str, Any]:
        return {"kind": "p", "runs": [{"kind": "text", "text": said}]}

    empty = {"kind": "ul", "blocks": [{"kind": "li", "marks": ["web"], "runs": []}]}
    nodes = [heading(2, "web"), text("a"), heading(3), text("b"), heading(2), text("c"), heading(3, "web"), text("d"), empty]
    assert [one["runs"][0]["text"] for one in document.on_paper(nodes) if one["kind"] == "p"] == ["c"]
    assert document.on_paper([empty, text("e")]) == [text("e")]
    assert document.on_paper([heading(3, "web"), text("f"), heading(2), text("g")])[1:] == [text("g")]


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
    for said in ("No lawyer has checked this yet.", "Draft translation", "guide-booklet-letter.pdf", "sample", "Version"):
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
    files, _ = site.papers(inputs_of(little_guide(tmp_path)), jobs=2)
    again = {file.path: file.data for file in files}
    assert [path for path in guide if again[path] != guide[path]] == []


def test_a_guide_that_fails_makes_no_booklet_and_one_problem(tmp_path: Path) -> None:
    root = little_guide(tmp_path, about=page("About", "about", 90, "Snow ☃."))
    files, problems = site.papers(inputs_of(root, only=("en",)))
    assert [file.path for file in files if "guide" in file.path] == []
    (told,) = {(one.path, one.line, one.rule) for one in problems if one.level == "error"}
    assert told == ("content/about.md", 8, "print-glyph")


# --- the real site ---------------------------------------------------------------------------------------------------

Made = list[tuple[Sheet, dict[str, Any], bytes]]


@pytest.fixture(scope="module")
def real(request: pytest.FixtureRequest) -> Made:
    """(sheet, its data, its PDF): the guide in three languages, beside its original in one; in a proof, all there is."""
    every = bool(request.config.getoption("--hypothesis-profile") == "proof")
    inputs = inputs_of(real_root(), only=() if every else ("en", "ar", "zh_Hans"))
    return [told for voice in inputs.voices for told in _told(inputs, voice, every)]


def _told(inputs: Inputs, voice: Any, every: bool) -> Iterator[tuple[Sheet, dict[str, Any], bytes]]:
    mine, theirs = (site.editions(inputs, one) for one in (voice, inputs.voices[0]))
    names = {"guide"} | ({"guide-bilingual"} if voice.tongue.locale.tag == "ar" else set())
    chosen = [one for one in GUIDES if not one.folded and (every or one.name in names)]
    for sheet in paper.sheets(mine, products=chosen, source=voice.source.tag):
        if every or sheet.size == "us-letter":
            data = paper.data(sheet, inputs, voice, {one.page.slug: one for one in theirs})
            made = paper.pdf(inputs.press, sheet.template, data, None)
            assert isinstance(made, bytes), made
            yield sheet, data, made


@pytest.mark.slow
def test_no_rule_of_pdf_ua_is_broken(real: Made, tmp_path: Path) -> None:
    faults = {}
    for sheet, _, made in real:
        (tmp_path / "one.pdf").write_bytes(made)
        report = pdfua.validate(str(tmp_path / "one.pdf"))
        faults[sheet.path] = [one for one in report.findings if one.severity == pdfua.Severity.ERROR]
    assert {path: found for path, found in faults.items() if found} == {}


def plain(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe]", "", unicodedata.normalize("NFKC", text))


def _words(node: Any) -> Iterator[str]:
    """The words of the blocks of a page, without what leads to another."""
    if node.get("kind") not in {"cite", "see", "link"}:
        yield from re.findall(r"\w[\w\u064b-\u0652-]*", node.get("text", ""))
        for name in ("runs", "blocks", "own", "source"):
            yield from (word for inner in _listed(node.get(name, ())) for word in _words(inner))


def _listed(inner: Any) -> Any:
    return [inner] if isinstance(inner, dict) else inner


@pytest.mark.slow
def test_the_words_can_be_copied_and_searched(real: Made) -> None:
    for sheet, data, made in real:
        held = plain(" ".join(pages_of(made)))
        told = [word for one in data["editions"].values() for node in one["blocks"] + one["pairs"] for word in _words(node)]
        share = sum(plain(word) in held for word in told) / len(told)
        assert share >= (0.90 if data["locale"]["tag"] == "ar" else 0.98), (sheet.path, share)


@pytest.mark.slow
def test_a_number_keeps_its_order_in_arabic(real: Made) -> None:
    """Read back by where the digits stand on the page, from left to right."""
    (made,) = [made for sheet, _, made in real if sheet.path == "ar/print/guide-letter.pdf"]
    numbers = set(re.findall(r"\d{3}-\d{3}-\d{4}", (real_root() / "content/help.toml").read_text("utf-8")))
    rows = []
    for one in pypdfium2.PdfDocument(made):
        text = one.get_textpage()
        lines: dict[int, list[tuple[float, str]]] = {}
        for place in range(text.count_chars()):
            if (sign := text.get_text_range(place, 1)) in set("0123456789"):
                left, bottom, _, _ = text.get_charbox(place)
                lines.setdefault(round(bottom), []).append((left, sign))
        rows += ["".join(sign for _, sign in sorted(line)) for line in lines.values()]
    shown = [number for number in numbers if any(number.replace("-", "") in row for row in rows)]
    turned = [number for number in numbers if any("".join(reversed(number.split("-"))) in row for row in rows)]
    assert turned == []
    assert len(shown) >= 15


@pytest.mark.slow
def test_a_real_booklet_is_whole_sheets_in_order(real: Made) -> None:
    for sheet, data, made in real:
        if sheet.template == "guide":
            count, rtl = len(pypdfium2.PdfDocument(made)), data["locale"]["dir"] == "rtl"
            folded = pypdfium2.PdfDocument(booklet.folded(made, rtl=rtl))
            assert 2 * len(folded) == count + -count % 4
            for place, (left, right) in enumerate(booklet.order(count, rtl=rtl)):
                text, middle = folded[place].get_textpage(), folded[place].get_width() / 2
                for number, half in ((left, {"right": middle}), (right, {"left": middle})):
                    foot = text.get_text_bounded(bottom=0, top=45, **half)
                    assert (re.findall(r"(?<!\w)\d+(?!\w)", foot)[-1:] == [str(number)]) == (1 < number <= count), (
                        sheet.path,
                        number,
                    )


@pytest.mark.slow
def test_care_keeps_these_off_paper(real: Made) -> None:
    """Statements that rest on one report, are not settled or have no source: the web says them with their state."""
    said = plain(" ".join(pages_of(next(made for sheet, _, made in real if sheet.path == "en/print/guide-letter.pdf"))))
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
