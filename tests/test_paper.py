"""Printed sheets: what each is and says of itself, and the real site's PDFs as a reader, a phone and a checker meet them.

A run looks at every product in four languages, Letter size; `make proof` at every sheet of every language.
"""

from __future__ import annotations

import functools
import io
import json
import re
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pypdfium2
import pytest
import zxingcpp

from lantern import paper, site
from lantern.inputs import Inputs
from lantern.output import File
from lantern.paper import PRODUCTS, Sheet
from lantern.press import Fault
from lantern.problem import Problem
from tests.making import ROOT, little, pair, po, real_root, run, swap, write

CARD = """\
+++
title = "Card"
group = "tool"
+++

1. Keep calm.
2. Call {ann.phone} now.
"""
SHOW = """\
+++
title = "Show"
template = "show"
group = "tool"
+++

1. I want a lawyer. {: .say }
"""
DOOR = """\
+++
title = "Door"
template = "situation"
group = "situation"
+++

1. Stay calm. {: .steps }

## Rights {: #rights }

You may stay silent.
"""
HELP = '[ann]\nname = "Ann"\nphone = "617-555-0142"\nphone_sources = 2\nlast_seen = "2026-01-01"\n'


def small(root: Path, **changed: str) -> Path:
    """A little site with a card and a flyer."""
    files = {"card.md": CARD, "show.md": SHOW, "door.md": DOOR, "help.toml": HELP}
    little(root, locales=("en", "es"), base=changed.pop("base", "https://lamp.example"))
    return write(root, {f"content/{name}": changed.get(name.partition(".")[0], text) for name, text in files.items()})


def inputs_of(root: Path) -> Inputs:
    found, problems = site.read(root)
    assert found is not None, problems
    return found


def papers(root: Path, **options: Any) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    files, problems = site.papers(inputs_of(root), **options)
    return {file.path: file.data for file in files}, problems


def plain_sheets(paths: Iterable[str]) -> list[str]:
    """The sheets themselves, without what groups get besides (test_paper_groups.py)."""
    return sorted(path for path in paths if path.endswith(".pdf") and "-fillable" not in path and "-print-shop" not in path)


def text_of(data: bytes) -> str:
    """The words of a PDF, as PDFium gives them back."""
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data))


# --- which sheets there are ------------------------------------------------------------------------------------------


def test_a_product_has_a_template_and_a_name_of_its_own() -> None:
    assert len({product.name for product in PRODUCTS}) == len(PRODUCTS)
    for product in PRODUCTS:
        assert (ROOT / f"templates/print/{product.template}.typ").is_file()
        assert ("{slug}" in product.name) == product.each
        assert [bool(product.pages), bool(product.group), bool(product.groups)].count(True) == 1


def test_the_sheets_of_a_little_site(tmp_path: Path) -> None:
    made, problems = papers(small(tmp_path))
    names = [f"{name}-{size}.pdf" for name in ("card", "card-fold", "duplex-test", "door-flyer") for size in ("letter", "a4")]
    assert plain_sheets(made) == sorted(f"{tag}/print/{name}" for tag in ("en", "es") for name in names)
    others = ("card-single-print-shop.pdf", "card-front.png", "card-back.png")
    assert set(made) >= {f"{tag}/print/{name}" for tag in ("en", "es") for name in others}
    assert [problem.rule for problem in problems] == ["sample-address"]
    for path in plain_sheets(made):
        page = pypdfium2.PdfDocument(made[path])[0]
        assert round(page.get_width()) == (612 if "letter" in path else 595)


def test_a_product_without_all_its_pages_is_not_made(tmp_path: Path) -> None:
    root = small(tmp_path)
    (root / "content/show.md").unlink()
    assert not [path for path in papers(root)[0] if "card" in path]


def test_threads_make_the_same_sheets(tmp_path: Path) -> None:
    root = small(tmp_path)
    assert papers(root, jobs=2) == papers(root)


# --- what a sheet says of itself -------------------------------------------------------------------------------------


def test_a_draft_names_what_is_missing_in_both_languages(tmp_path: Path) -> None:
    root = small(tmp_path)
    write(root, {"locales/es/LC_MESSAGES/messages.po": po("es", pair("Draft", "Borrador"), pair("Stay calm.", "Calma."))})
    told = " ".join(text_of(papers(root)[0]["es/print/card-letter.pdf"]).split())
    for said in (
        "Borrador",
        "Draft",
        "No lawyer has checked this yet.",
        "No person has confirmed these numbers yet.",
        "Draft translation",
    ):
        assert said in told


def test_a_checked_sheet_says_until_when_and_strict_makes_only_those(tmp_path: Path) -> None:
    root = small(tmp_path, base="https://lamp.town")
    states = 'lawyer_checked = { by = "A. Lawyer", on = 2026-01-02 }\nverified = 2026-01-02\nverify_by = 2026-12-31\ngroup ='
    swap(root / "content/door.md", "group =", states)
    made, problems = papers(root, checked_only=True)
    assert plain_sheets(made) == ["en/print/door-flyer-a4.pdf", "en/print/door-flyer-letter.pdf"]  # nobody reviewed the Spanish
    told = text_of(made["en/print/door-flyer-letter.pdf"])
    assert "Do not hand out after December 31, 2026" in told
    assert "Draft" not in told
    assert "sample" not in told
    assert {problem.rule for problem in problems} == {"print-draft"}


def test_a_sample_address_is_told_on_the_sheet_and_in_the_build(tmp_path: Path) -> None:
    made, (warning,) = papers(small(tmp_path))
    assert "This address is a sample." in text_of(made["en/print/door-flyer-letter.pdf"])
    assert (warning.level, warning.path) == ("warning", "content/site.toml")
    assert "https://lamp.example" in warning.text


def test_a_number_that_a_person_confirmed_is_not_missing(tmp_path: Path) -> None:
    root = small(tmp_path)
    swap(root / "content/help.toml", 'last_seen = "2026-01-01"', 'last_seen = "x"\nchecked = { on = 2026-01-02, how = "called" }')
    assert "numbers" not in text_of(papers(root)[0]["en/print/card-letter.pdf"])


# --- faults ----------------------------------------------------------------------------------------------------------


def test_words_too_long_for_a_card_are_an_error_at_their_line_of_the_catalog(tmp_path: Path) -> None:
    calm = " ".join(["Keep calm."] * 15)
    root = small(tmp_path, card=CARD.replace("Keep calm.", calm))
    catalog = "locales/es/LC_MESSAGES/messages.po"
    write(root, {catalog: po("es", pair(calm, " ".join(["Mantenga la calma."] * 60)))})
    made, problems = papers(root)
    assert "es/print/card-letter.pdf" not in made
    assert "en/print/card-letter.pdf" in made
    fault = next(problem for problem in problems if problem.rule == "print-overflow")
    assert fault.path == catalog
    assert "msgid" in (root / catalog).read_text("utf-8").splitlines()[fault.line - 1]
    cut = int(re.findall(r"(\d+) letters too many", fault.text)[0])
    assert 100 < cut < 1100


def test_words_too_long_for_a_flyer_are_an_error_at_their_line_of_the_page(tmp_path: Path) -> None:
    root = small(tmp_path, door=DOOR.replace("stay silent.", "stay silent. " * 900))
    fault = next(problem for problem in papers(root)[1] if problem.rule == "print-overflow")
    assert (fault.path, fault.line) == ("content/door.md", 11)


def test_a_letter_without_a_font_is_an_error_that_names_the_string(tmp_path: Path) -> None:
    root = small(tmp_path, door=DOOR.replace("stay silent", "stay ☃ silent"))
    faults = [problem for problem in papers(root)[1] if problem.rule == "print-glyph"]
    assert {(fault.path, fault.line) for fault in faults} == {("content/door.md", 11)}
    assert "You may stay ☃ silent." in faults[0].text


def test_a_broken_template_keeps_no_page_from_its_readers(tmp_path: Path) -> None:
    root = write(small(tmp_path), {"templates/print/card.typ": "#let a = [open\n"})
    done = run("--root", str(root), "--jobs", "1")
    assert done.returncode == 1
    assert "templates/print/card.typ:1: error: unclosed delimiter" in done.stderr
    assert (root / "public/en/door.html").is_file()
    names = plain_sheets(path.name for path in (root / "public/en/print").iterdir())
    assert names == [*("door-flyer-a4.pdf", "door-flyer-letter.pdf"), *("duplex-test-a4.pdf", "duplex-test-letter.pdf")]


def test_no_print_makes_none(tmp_path: Path) -> None:
    root = small(tmp_path)
    done = run("--root", str(root), "--no-print")
    assert (done.returncode, done.stderr) == (0, "")
    assert not (root / "public/en/print").exists()
    assert not (root / ".cache").exists()


# --- the cache -------------------------------------------------------------------------------------------------------


def test_a_second_build_sets_no_sheet_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, cache = small(tmp_path), tmp_path / "cache"
    first = papers(root, cache=cache)
    monkeypatch.setattr("lantern.press.Press.sheet", lambda *given: pytest.fail("a sheet was set again"))
    assert papers(root, cache=cache) == first


def test_a_damaged_pdf_in_the_cache_is_made_again(tmp_path: Path) -> None:
    root, cache = small(tmp_path), tmp_path / "cache"
    first = papers(root, cache=cache)
    for path in cache.glob("*.pdf"):
        path.write_bytes(path.read_bytes()[:-70])
    assert papers(root, cache=cache) == first


def test_the_cache_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "KEPT", 3)
    papers(small(tmp_path), cache=tmp_path / "cache")
    assert len(list((tmp_path / "cache").iterdir())) == 3


def test_a_fault_is_not_kept(tmp_path: Path) -> None:
    root = write(small(tmp_path), {"templates/print/card.typ": "#nobody\n"})
    inputs = inputs_of(root)
    assert isinstance(paper.pdf(inputs.press, "card", {}, tmp_path / "cache")[0], Fault)
    assert not (tmp_path / "cache").exists()


# --- the real site ---------------------------------------------------------------------------------------------------


@functools.cache
def real_sheets(every: bool) -> tuple[tuple[Sheet, dict[str, Any], bytes | tuple[Fault, ...]], ...]:
    """(sheet, its data, its PDF), the cache left alone."""
    only = () if every else ("en", "es", "ar", "zh_Hans")
    inputs, problems = site.read(real_root(), only=only)
    assert inputs is not None, problems
    return tuple(told for voice in inputs.voices for told in _told(inputs, voice, every))


def _told(inputs: Inputs, voice: Any, every: bool) -> Iterator[tuple[Sheet, dict[str, Any], bytes | tuple[Fault, ...]]]:
    mine, theirs = (site.editions(inputs, one) for one in (voice, inputs.voices[0]))
    for sheet in paper.sheets(mine):
        if sheet.template in {"card", "flyer"} and (every or sheet.size == "us-letter"):
            data = paper.data(sheet, inputs, voice, {one.page.slug: one for one in theirs})
            yield sheet, data, inputs.press.sheet(sheet.template, data)


@pytest.fixture(scope="module")
def sheets(request: pytest.FixtureRequest) -> list[tuple[Sheet, dict[str, Any], bytes]]:
    """Every sheet that could be set; test_every_sheet_is_set tells the others."""
    every = bool(request.config.getoption("--hypothesis-profile") == "proof")
    return [(sheet, data, made) for sheet, data, made in real_sheets(every) if isinstance(made, bytes)]


@pytest.mark.slow
def test_every_sheet_is_set(request: pytest.FixtureRequest) -> None:
    every = bool(request.config.getoption("--hypothesis-profile") == "proof")
    assert {sheet.path: made for sheet, _, made in real_sheets(every) if not isinstance(made, bytes)} == {}


@pytest.mark.slow
def test_a_flyer_is_one_page_and_a_card_two(sheets: list[tuple[Sheet, dict[str, Any], bytes]]) -> None:
    wanted = {"flyer": 1, "card": 2}
    found = {sheet.path: (sheet.template, len(pypdfium2.PdfDocument(made))) for sheet, _, made in sheets}
    assert {path: told for path, told in found.items() if told[1] != wanted.get(told[0], told[1])} == {}


@pytest.mark.slow
def test_no_rule_of_pdf_ua_is_broken(sheets: list[tuple[Sheet, dict[str, Any], bytes]], tmp_path: Path) -> None:
    path, faults = tmp_path / "one.pdf", {}
    for sheet, _, made in sheets:
        path.write_bytes(made)
        found = [one for one in pdfua.validate(str(path)).findings if one.severity == pdfua.Severity.ERROR]
        faults |= {sheet.path: found} if found else {}
    assert faults == {}


@pytest.mark.slow
def test_a_sheet_says_its_title_and_language(sheets: list[tuple[Sheet, dict[str, Any], bytes]]) -> None:
    for sheet, data, made in sheets:
        with pikepdf.open(io.BytesIO(made)) as pdf:
            tag = str(data["locale"]["tag"])
            assert str(pdf.Root.Lang).split("-")[0] == tag.split("-")[0], sheet.path
            assert str(pdf.docinfo["/Title"]) == next(iter(data["editions"].values()))["title"]["text"]
            with pdf.open_outline() as outline:
                assert outline.root, sheet.path


def plain(text: str) -> str:
    """Text without spaces, soft hyphens and signs of direction."""
    return re.sub(r"[\s\u00ad\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", unicodedata.normalize("NFKC", text))


def words_of(sheet: Sheet, data: dict[str, Any]) -> list[str]:
    """The words a sheet must hold: its sections' on a flyer, its points on a card."""
    first = next(iter(data["editions"].values()))
    names = ("rights", "order", "limits", "say", "call") if sheet.template == "flyer" else ("card",)
    nodes = [node for name in names for node in first["sections"].get(name, ())]
    told = [
        text
        for node in nodes
        if any(run["kind"] not in {"see", "link"} for run in node.get("runs", [{"kind": ""}]))
        for text in _texts(node)
    ]
    return [word for text in told for word in re.findall(r"\w[\w\u064b-\u0652-]*", text)]


def _texts(node: dict[str, Any]) -> Iterator[str]:
    if node["kind"] != "cite":
        yield from [node["text"]] if "text" in node else []
        for inner in (*node.get("runs", ()), *node.get("blocks", ())):
            yield from _texts(inner)


@pytest.mark.slow
@pytest.mark.parametrize("reader", ["pdfium", "pdftotext"])
def test_the_words_can_be_copied_and_searched(
    sheets: list[tuple[Sheet, dict[str, Any], bytes]], reader: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    found: dict[str, list[bool]] = {}
    for sheet, data, made in sheets:
        if sheet.template not in {"flyer", "card"}:
            continue
        if reader == "pdfium":
            text = text_of(made)
        else:
            (tmp_path / "one.pdf").write_bytes(made)
            command = [request.getfixturevalue("pdftotext"), str(tmp_path / "one.pdf"), "-"]
            text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
        held = plain(text)
        found.setdefault(data["locale"]["tag"], []).extend(plain(word) in held for word in words_of(sheet, data))
    shares = {tag: sum(one) / len(one) for tag, one in found.items()}
    assert {tag: share for tag, share in shares.items() if share < (0.90 if tag == "ar" else 0.98)} == {}


@pytest.mark.slow
def test_a_number_keeps_its_order_in_arabic(sheets: list[tuple[Sheet, dict[str, Any], bytes]]) -> None:
    """Read back by where the digits stand on the page, from left to right."""
    numbers = set(re.findall(r"\d{3}-\d{3}-\d{4}", (real_root() / "content/help.toml").read_text("utf-8")))
    seen = 0
    for sheet, data, made in sheets:
        if data["locale"]["tag"] != "ar" or sheet.template != "flyer":
            continue
        page = pypdfium2.PdfDocument(made)[0].get_textpage()
        signs = [(page.get_charbox(place), page.get_text_range(place, 1)) for place in range(page.count_chars())]
        lines: dict[int, list[tuple[float, str]]] = {}
        for (left, bottom, _, _), sign in signs:
            if sign in set("0123456789"):
                lines.setdefault(round(bottom), []).append((left, sign))
        rows = ["".join(sign for _, sign in sorted(line)) for line in lines.values()]
        wanted = [one for one in numbers if one in json.dumps(data["editions"])]
        shown = [one for one in wanted if any(one.replace("-", "") in row for row in rows)]
        turned = [one for one in wanted if any("".join(reversed(one.split("-"))) in row for row in rows)]
        assert turned == [], sheet.path
        seen += len(shown)
    assert seen > 0


@pytest.mark.slow
def test_every_code_is_read_from_a_poor_print(sheets: list[tuple[Sheet, dict[str, Any], bytes]]) -> None:
    """At 150 dots an inch: ten on a sheet of cards, one on a flyer, each with the address that stands beside it."""
    for sheet, data, made in sheets:
        if sheet.template not in {"flyer", "card"}:
            continue
        image = pypdfium2.PdfDocument(made)[0].render(scale=150 / 72).to_pil()
        found = [one.text for one in zxingcpp.read_barcodes(image)]
        address = next(iter(data["editions"].values()))["address"]
        assert found == [address] * (10 if sheet.template == "card" else 1), sheet.path


@pytest.mark.slow
def test_the_officer_s_side_tells_nothing_of_the_reader(sheets: list[tuple[Sheet, dict[str, Any], bytes]]) -> None:
    sides = {}
    for sheet, _, made in sheets:
        if sheet.template == "card":
            page = pypdfium2.PdfDocument(made)[1]
            text = page.get_textpage().get_text_bounded()
            assert not [sign for sign in text if ord(sign) > 0x2100 or unicodedata.category(sign) == "Cf"], sheet.path
            assert not zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil())
            cut = (0.8 * 72, 0.55 * 72, 7.7 * 72, 10.45 * 72)  # inside the cards of a Letter sheet
            inside = page.get_textpage().get_text_bounded(*cut)
            # Sorted: PDFium reads a document of a language from right to left the other way round.
            sides[sheet.path] = " ".join(sorted(re.findall(r"\w+", inside))) if sheet.size == "us-letter" else ""
    assert len({text for text in sides.values() if text}) == 1


@pytest.mark.slow
def test_the_two_sides_of_a_card_fall_on_each_other(sheets: list[tuple[Sheet, dict[str, Any], bytes]]) -> None:
    """Flipped on the long edge, the back is seen as in a mirror: all that is cut by must be symmetric."""
    for sheet, _, made in sheets:
        if sheet.template == "card":
            front, back = (
                [box.get_bounds() for box in page.get_objects() if box.type == 2] for page in pypdfium2.PdfDocument(made)
            )
            width = pypdfium2.PdfDocument(made)[0].get_width()
            marks = {tuple(round(edge) for edge in pos) for pos in back}
            assert marks
            assert marks == {(round(width - right), bottom, round(width - left), top) for left, bottom, right, top in marks}
            assert marks <= {tuple(round(edge) for edge in pos) for pos in front}


def test_a_file_and_a_problem_are_all_that_comes_out(tmp_path: Path) -> None:
    inputs = inputs_of(small(tmp_path))
    mine = site.editions(inputs, inputs.voices[0])
    made = paper.of_locale(mine, mine, replace(inputs), inputs.voices[0], cache=None)
    assert {type(one) for one in made} == {File}
