"""Printed sheets: made whole or told why not, found again; the real site's cards and flyers as a reader and a phone meet them.

A run looks at four languages; `make proof` at every sheet of every language.
"""

from __future__ import annotations

import inspect
import re
import shutil
import unicodedata
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from lantern.files import pdf
from lantern.files.publish import File
from lantern.paper import typeset
from tests.making import ROOT, pair, po, real_root, run, swap, write
from tests.sheets import (
    CARD,
    DOOR,
    Made,
    codes,
    every,
    inputs_of,
    papers,
    plain,
    plain_sheets,
    poppler,
    real,
    small,
    text_of,
    turned,
    unsound,
    words_in,
)

# --- what is made ----------------------------------------------------------------------------------------------------


def test_both_papers_hold_the_same_words(tmp_path: Path) -> None:
    made, problems = papers(small(tmp_path))
    names = [f"{name}-{size}.pdf" for name in ("card", "card-fold", "duplex-test", "door-flyer") for size in ("letter", "a4")]
    assert plain_sheets(made) == sorted(f"{tag}/print/{name}" for tag in ("en", "es") for name in names)
    assert [problem.rule for problem in problems] == ["sample-address"]
    for path in plain_sheets(made):
        page = pypdfium2.PdfDocument(made[path])[0]
        assert round(page.get_width()) == (612 if "letter" in path else 595)
        assert text_of(made[path]) == text_of(made[path.replace("letter", "a4")])


def test_strict_makes_only_what_is_checked_and_tells_the_rest(tmp_path: Path) -> None:
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


def test_a_file_and_a_problem_are_all_that_comes_out(tmp_path: Path) -> None:
    site = inputs_of(small(tmp_path))
    mine = site.editions(site.translators[0])
    made = typeset.of_locale(mine, mine, site, site.translators[0], known=typeset.memory(None))
    assert {type(one) for one in made} == {File}


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


def test_words_cut_by_what_was_told_fit(tmp_path: Path) -> None:
    """The figure of an overflow is one that a translator can work with: half as much again is always enough."""
    long = "Keep calm and say little. " * 40
    root = small(tmp_path, card=CARD.replace("Keep calm.", long))
    fault = next(problem for problem in papers(root)[1] if problem.rule == "print-overflow")
    cut = int(re.findall(r"(\d+) letters too many", fault.text)[0])
    swap(root / "content/card.md", long, long[: len(long) - int(1.5 * cut)])
    assert [problem for problem in papers(root)[1] if problem.rule == "print-overflow" and "card-letter" in problem.text] == []


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


# --- what was made before --------------------------------------------------------------------------------------------


def test_a_second_build_sets_no_sheet_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, cache = small(tmp_path), tmp_path / "cache"
    first = papers(root, cache=cache)
    for name in ("sheet", "pictures"):
        monkeypatch.setattr(f"lantern.templates.typst.Press.{name}", lambda *given, **more: pytest.fail("a sheet was set again"))
    assert papers(root, cache=cache) == first


def test_after_a_change_of_one_page_only_its_sheets_are_set_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, cache = small(tmp_path), tmp_path / "cache"
    papers(root, cache=cache)
    swap(root / "content/door.md", "stay silent", "keep silent")
    again: list[str] = []
    set_again = typeset._set
    monkeypatch.setattr(
        typeset, "_set", lambda sheet, *rest, **more: (again.append(sheet.path), set_again(sheet, *rest, **more))[1]
    )
    papers(root, cache=cache)
    assert sorted(again) == ["en/print/door-flyer-letter.pdf", "es/print/door-flyer-letter.pdf"]


def test_after_a_change_of_a_template_only_its_sheets_are_set_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, cache = small(tmp_path), tmp_path / "cache"
    papers(root, cache=cache)
    text = (real_root() / "templates/print/duplex-test.typ").read_text("utf-8")
    write(root, {"templates/print/duplex-test.typ": text + "\n// more\n"})
    again: list[str] = []
    set_again = typeset._set
    monkeypatch.setattr(
        typeset, "_set", lambda sheet, *rest, **more: (again.append(sheet.path), set_again(sheet, *rest, **more))[1]
    )
    papers(root, cache=cache)
    assert {path.rpartition("/")[2] for path in again} == {"duplex-test-letter.pdf"}


def test_a_damaged_file_in_the_cache_is_made_again(tmp_path: Path) -> None:
    root, cache = small(tmp_path), tmp_path / "cache"
    first = papers(root, cache=cache)
    for path in cache.iterdir():
        path.write_bytes(path.read_bytes()[:-70])
    assert papers(root, cache=cache) == first


def test_the_cache_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeset, "KEPT", 3)
    papers(small(tmp_path), cache=tmp_path / "cache")
    assert len(list((tmp_path / "cache").iterdir())) == 3


def test_a_fault_is_not_kept(tmp_path: Path) -> None:
    root = write(small(tmp_path), {f"templates/print/{name}.typ": "#nobody\n" for name in inputs_of(small(tmp_path)).press.names})
    made, problems = papers(root, cache=tmp_path / "cache")
    assert made == {}
    assert {problem.rule for problem in problems} == {"print-template", "sample-address"}
    assert not (tmp_path / "cache").exists()


def test_a_change_of_any_program_that_makes_a_sheet_makes_it_anew(tmp_path: Path) -> None:
    """Whatever `typeset` calls, and `typeset` itself: the size of small pictures stands there."""
    calls = {name for name, found in vars(typeset).items() if inspect.ismodule(found) and found.__name__.startswith("lantern")}
    code = "import lantern.paper.typeset as p; print(p._FINISHED)"
    copy = tmp_path / "copy"
    shutil.copytree(ROOT / "lantern", copy / "lantern", ignore=shutil.ignore_patterns("__pycache__"))
    seen = [run(cwd=copy, python=("-B", "-c", code)).stdout]
    for name in (*sorted(calls), "typeset"):
        with copied_file(copy, name).open("a", encoding="utf-8") as out:
            out.write("# changed\n")
        seen.append(run(cwd=copy, python=("-B", "-c", code)).stdout)
    assert len(set(seen)) == len(calls) + 2, seen


def copied_file(copy: Path, name: str) -> Path:
    """The copy's file of a module that `typeset` calls."""
    found = typeset if name == "typeset" else vars(typeset)[name]
    return copy / Path(found.__file__ or "").relative_to(ROOT)


# --- the real site ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sheets(request: pytest.FixtureRequest) -> tuple[Made, ...]:
    """Cards and flyers."""
    return real(frozenset({"card", "flyer"}), () if every(request) else ("en", "es", "ar", "zh_Hans"))


@pytest.mark.slow
def test_a_flyer_is_one_page_and_a_card_two_on_each_paper(sheets: tuple[Made, ...]) -> None:
    wanted = {"flyer": 1, "card": 2}
    found = {path: (made.template, pdf.pages(data)) for made in sheets for path, data in made.files.items()}
    assert {path: told for path, told in found.items() if told[1] != wanted[told[0]]} == {}


@pytest.mark.slow
def test_on_both_papers_no_word_runs_over_the_edge(sheets: tuple[Made, ...]) -> None:
    """A printer leaves a sixth of an inch of the paper white."""
    for made in sheets:
        for path, data in made.files.items():
            if "print-shop" not in path:
                for page in pypdfium2.PdfDocument(data):
                    low, left, right, high = _reach(page)
                    width, height = page.get_size()
                    assert min(left, low, width - right, height - high) > 12, (path, left, low, width - right, height - high)


def _reach(page: pypdfium2.PdfPage) -> tuple[float, float, float, float]:
    """The lowest, leftmost, rightmost and highest point of any letter."""
    text = page.get_textpage()
    boxes = [text.get_charbox(place) for place in range(text.count_chars()) if text.get_text_range(place, 1).strip()]
    boxes = [box for box in boxes if box[2] > box[0]]
    lefts, lows, rights, highs = zip(*boxes, strict=True)
    origin = page.get_mediabox()
    return min(lows) - origin[1], min(lefts) - origin[0], max(rights) - origin[0], max(highs) - origin[1]


@pytest.mark.slow
def test_no_rule_of_pdf_ua_is_broken(sheets: tuple[Made, ...], tmp_path: Path) -> None:
    faults = {path: unsound(data, tmp_path) for made in sheets for path, data in made.files.items() if "print-shop" not in path}
    assert {path: found for path, found in faults.items() if found} == {}


@pytest.mark.slow
def test_a_sheet_says_its_title_and_language(sheets: tuple[Made, ...], tmp_path: Path) -> None:
    for made in sheets:
        (tmp_path / "one.pdf").write_bytes(made.first)
        with pikepdf.open(tmp_path / "one.pdf") as opened:
            assert str(opened.Root.Lang).split("-")[0] == made.tag.split("-")[0], made.sheet.path
            assert str(opened.docinfo["/Title"]) == made.title
            with opened.open_outline() as outline:
                assert outline.root, made.sheet.path


def words_of(made: Made) -> list[str]:
    """The words a sheet must hold: its sections' on a flyer, its points and numbers on a card."""
    first = next(iter(made.told["editions"].values()))
    names = [name for name in first["sections"] if name] if made.template == "flyer" else ["card"]
    nodes = [node for name in names for node in first["sections"].get(name, ())]
    printed = [one for one in nodes if any(run["kind"] not in {"see", "link"} for run in one.get("runs", [{"kind": ""}]))]
    return [word for node in printed for word in words_in(node)]


@pytest.mark.slow
@pytest.mark.parametrize("reader", ["pdfium", "pdftotext"])
def test_the_words_can_be_copied_and_searched(
    sheets: tuple[Made, ...], reader: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    found: dict[str, list[bool]] = {}
    for made in sheets:
        if reader == "pdfium":
            held = plain(text_of(made.first))
        else:
            held = plain(poppler(made.first, request.getfixturevalue("pdftotext"), tmp_path))
        found.setdefault(made.tag, []).extend(plain(word) in held for word in words_of(made))
    shares = {tag: sum(one) / len(one) for tag, one in found.items()}
    assert {tag: share for tag, share in shares.items() if share < (0.90 if tag == "ar" else 0.98)} == {}


@pytest.mark.slow
def test_a_number_keeps_its_order_in_arabic(sheets: tuple[Made, ...]) -> None:
    numbers = set(re.findall(r"\d{3}-\d{3}-\d{4}", (real_root() / "content/help.toml").read_text("utf-8")))
    seen = 0
    for made in sheets:
        if made.tag == "ar":
            shown, wrong = turned(made.first, numbers)
            assert wrong == [], made.sheet.path
            seen += shown
    assert seen >= 20


@pytest.mark.slow
def test_every_code_is_read_from_a_poor_print(sheets: tuple[Made, ...]) -> None:
    """At 150 dots an inch: ten on a sheet of cards, one on a flyer, each with the address that stands beside it."""
    for made in sheets:
        for path, data in made.files.items():
            found = codes(pypdfium2.PdfDocument(data)[0])
            assert found == [made.address] * (10 if made.template == "card" else 1), path


@pytest.mark.slow
def test_a_card_says_whom_to_call_under_its_draft_line(sheets: tuple[Made, ...]) -> None:
    for made in sheets:
        if made.template == "card" and made.tag != "ar":
            text = text_of(made.first)
            assert text.count("617-370-5023") == text.count("617-371-1234") == 10, made.sheet.path


@pytest.mark.slow
def test_the_officer_s_side_tells_nothing_of_the_reader(sheets: tuple[Made, ...]) -> None:
    sides = {}
    for made in sheets:
        if made.template == "card":
            page = pypdfium2.PdfDocument(made.first)[1]
            text = page.get_textpage().get_text_bounded()
            assert not [sign for sign in text if ord(sign) > 0x2100 or unicodedata.category(sign) == "Cf"], made.sheet.path
            assert codes(page) == []
            cut = (0.8 * 72, 0.55 * 72, 7.7 * 72, 10.45 * 72)  # inside the cards of a Letter sheet
            inside = page.get_textpage().get_text_bounded(*cut)
            # Sorted: PDFium reads a document of a language from right to left the other way round.
            sides[made.sheet.path] = " ".join(sorted(re.findall(r"\w+", inside)))
    assert len(set(sides.values())) == 1


@pytest.mark.slow
def test_the_two_sides_of_a_card_fall_on_each_other(sheets: tuple[Made, ...]) -> None:
    """Flipped on the long edge, the back is seen as in a mirror: all that is cut by must be symmetric, on both papers."""
    for made in sheets:
        for path, data in made.files.items() if made.template == "card" else ():
            pages = pypdfium2.PdfDocument(data)
            left, _, right, _ = pages[0].get_mediabox()
            front, back = ([box.get_bounds() for box in page.get_objects() if box.type == 2] for page in pages)
            marks = {tuple(round(edge) for edge in pos) for pos in back}
            assert marks
            assert marks == {(round(left + right - c), b, round(left + right - a), d) for a, b, c, d in marks}, path
            assert marks <= {tuple(round(edge) for edge in pos) for pos in front}
