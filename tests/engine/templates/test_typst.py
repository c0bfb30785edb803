"""Typst in process: a PDF or a fault with its place, closed fonts that hold every letter of every catalog, phrases found."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from lantern.templates import typst
from lantern.templates.typst import Fault, Press
from tests.making import ROOT, entry, po, read_po, real_root, write

TEXT = """\
#let data = json("data.json")
#set document(title: "T")
#set text(font: "Noto Sans", lang: "en")
#let t(id, note: none) = id
#data.said #t("My \\"own\\" phrase", note: "Where it stands.")
"""


def made(folder: Path, text: str = TEXT) -> Press:
    """A press with Lantern's fonts and one template of its own, `one.typ`."""
    write(folder, {"print/one.typ": text})
    found, problems = typst.load([(folder, "templates"), (ROOT / "templates", "templates")])
    assert not problems
    return found


@functools.cache
def real() -> Press:
    return typst.load([(real_root() / "templates", "templates")])[0]


def faults(tmp_path: Path, text: str, said: str = "Hello") -> tuple[Fault, ...]:
    found = made(tmp_path, text).sheet("one", {"said": said})
    assert isinstance(found, tuple)
    return found


def test_a_sheet_is_a_pdf_and_the_same_each_time(tmp_path: Path) -> None:
    one = made(tmp_path)
    first = one.sheet("one", {"said": "Hello"})
    assert isinstance(first, bytes)
    assert first.startswith(b"%PDF-")
    assert first == one.sheet("one", {"said": "Hello"})
    assert first != one.sheet("one", {"said": "Goodbye"})


def test_a_letter_without_a_font_is_a_fault_that_names_it(tmp_path: Path) -> None:
    assert [(one.kind, one.text) for one in faults(tmp_path, TEXT, "snow ☃")] == [("glyph", "☃")]


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("Fine\n#let a = [open", 2, "unclosed delimiter"),
        ("Fine\n\n#nobody", 3, "unknown variable: nobody"),
        ('#image("secret.png")', 1, "file not found"),
        ('#import "@preview/cetz:0.3.0"', 1, "package"),
    ],
)
def test_a_broken_template_is_a_fault_with_its_file_and_line(tmp_path: Path, text: str, line: int, told: str) -> None:
    (fault, *_) = faults(tmp_path, text)
    assert (fault.kind, fault.path, fault.line) == ("template", "templates/print/one.typ", line)
    assert told in fault.text
    assert typst.problem_of(fault).level == "error"


def test_words_that_do_not_fit_name_their_message_and_how_much_to_cut(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, 'Fine\n#panic("overflow|m-12345678|31|the card")')
    assert (fault.kind, fault.key, fault.cut, fault.text) == ("overflow", "m-12345678", 31, "the card")


def test_a_fault_inside_an_import_is_told_in_that_file(tmp_path: Path) -> None:
    write(tmp_path, {"print/other.typ": "// fine\n#let x = nobody\n"})
    (fault, *_) = faults(tmp_path, '#import "other.typ": x\n#x')
    assert (fault.path, fault.line) == ("templates/print/other.typ", 2)


def test_phrases_are_found_with_their_note_and_line(tmp_path: Path) -> None:
    (phrase,) = [one for one in made(tmp_path).phrases if one.path == "templates/print/one.typ"]
    assert (phrase.text, phrase.note, phrase.line, phrase.kind) == ('My "own" phrase', "Where it stands.", 5, "phrase")


def test_every_phrase_of_the_templates_has_a_note_and_marks_its_places() -> None:
    assert real().phrases
    for phrase in real().phrases:
        assert phrase.note, phrase
        assert bool(phrase.flags) == ("{" in phrase.text)


def test_a_site_s_own_template_stands_for_lantern_s(tmp_path: Path) -> None:
    write(tmp_path, {"print/card.typ": '#set document(title: "Mine")\nMine'})
    mine = made(tmp_path)
    assert [text for name, _, text in mine.sources if name == "card.typ"] == ['#set document(title: "Mine")\nMine']
    assert {"base", "card", "one"} <= mine.names


def test_the_digest_changes_with_a_template_and_what_it_imports_and_with_no_other(tmp_path: Path) -> None:
    write(tmp_path / "a", {"print/part.typ": "#let x = 1"})
    text = '#import "part.typ": x\n' + TEXT
    first = made(tmp_path / "a", text).digest_of("one")
    assert made(tmp_path / "a", text).digest_of("one") == first
    assert made(tmp_path / "a", text + "more").digest_of("one") != first
    write(tmp_path / "a", {"print/card.typ": "another"})
    assert made(tmp_path / "a", text).digest_of("one") == first
    write(tmp_path / "a", {"print/part.typ": "#let x = 2"})
    assert made(tmp_path / "a", text).digest_of("one") != first


def test_a_template_speaks_its_own_phrases_and_those_of_what_it_imports() -> None:
    for name in ("card", "card-single"):
        assert "My person to call" in {phrase.text for phrase in real().spoken(name)}
    assert "My person to call" not in {phrase.text for phrase in real().spoken("flyer")}
    assert {phrase for name in real().names for phrase in real().spoken(name)} == set(real().phrases)


def test_it_knows_whether_this_process_has_set_a_sheet(tmp_path: Path) -> None:
    made(tmp_path).sheet("one", {"said": "Hello"})
    assert typst.has_run()


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    write(tmp_path, {"print/one.typ": b"\xff\xfe"})
    (problem,) = typst.load([(tmp_path, "templates")])[1]
    assert problem.path == "templates/print/one.typ"


def test_missing_tells_the_letters_no_font_has() -> None:
    assert real().missing("Aż ☃ ب 法 ✓ quý") == "☃✓"
    assert real().missing("Kreyòl ayisyen, 繁體中文, العربية, Русский") == ""


@pytest.mark.parametrize("path", sorted((real_root() / "locales").glob("*/LC_MESSAGES/*.po")), ids=lambda path: path.parts[-3])
def test_every_letter_of_every_catalog_has_a_font(path: Path) -> None:
    """The name of the string, not only of the letter: a translator must find it."""
    found = read_po(path.read_bytes(), path.relative_to(real_root()).as_posix())
    told = [(one.line, text) for one in found.entries if not one.obsolete for text in one.strings]
    lost = real().missing("".join(text for _, text in told))
    assert [f"{path.parts[-3]}:{line}: {text}" for line, text in told if set(lost) & set(text)] == []


def test_the_check_above_names_a_string() -> None:
    found = read_po(po("es", 'msgid "a"\nmsgstr "nieve ☃"'))
    assert set(real().missing("".join(entry(found, "a").strings))) == {"☃"}


def test_fonts_are_small_and_bring_their_licence() -> None:
    folder = ROOT / "templates/print/fonts"
    assert sum(path.stat().st_size for path in folder.iterdir()) < 8 * 2**20
    assert "SIL OPEN FONT LICENSE" in (folder / "LICENSE").read_text(encoding="utf-8")
    told = (folder / "PROVENANCE.md").read_text(encoding="utf-8")
    for path in folder.glob("*.?tf"):
        assert f"{path.stem.split('-')[0]}-*" in told
