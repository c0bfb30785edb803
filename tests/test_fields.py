"""Fields: a link becomes a place to type, a box to tick or a choice, and says what it is for; all else stays as it was."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from lantern import press
from lantern.fields import fillable
from tests.making import ROOT, write

HEAD = '#set document(title: "T", date: none)\n#set text(font: "Noto Sans", lang: "en")\n= Title\n'


def made(folder: Path, body: str, head: str = HEAD) -> bytes:
    """A PDF of Typst's."""
    write(folder, {"print/one.typ": head + body})
    ready, problems = press.load([(folder, "templates"), (ROOT / "templates", "templates")])
    assert not problems
    found = ready.sheet("one", {})
    assert isinstance(found, bytes), found
    return found


def link(kind: str, told: str) -> str:
    """A place of 100 × 14 points that is to be a field."""
    return f'#link("field:{kind}:{told.encode().hex()}", box(width: 100pt, height: 14pt, stroke: 0.5pt))\n\n'


def opened(data: bytes) -> Any:
    return pikepdf.open(io.BytesIO(data))


def test_a_pdf_without_fields_stays_as_it_is(tmp_path: Path) -> None:
    plain = made(tmp_path, '#link("https://a.example")[there]')
    assert fillable(plain) == plain


def test_a_link_becomes_a_field_that_says_what_it_is_for(tmp_path: Path) -> None:
    with opened(fillable(made(tmp_path, link("text", "Téléphone: 电话")))) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        (on_page,) = pdf.pages[0].Annots
        assert (str(field.Subtype), str(field.FT), str(field.TU)) == ("/Widget", "/Tx", "Téléphone: 电话")
        assert field.objgen == on_page.objgen
        assert "/A" not in field
        left, low, right, high = map(float, field.Rect)
        assert (round(right - left), round(high - low)) == (100, 14)


def test_several_lines_and_a_box_to_tick(tmp_path: Path) -> None:
    with opened(fillable(made(tmp_path, link("lines", "Medicines") + link("tick", "Signed")))) as pdf:
        lines, tick = pdf.Root.AcroForm.Fields
        assert int(lines.Ff) == 1 << 12
        assert (str(tick.FT), str(tick.AS), sorted(tick.AP.N)) == ("/Btn", "/Off", ["/Off", "/Yes"])
        assert str(lines.T) != str(tick.T)


def test_of_two_answers_one_can_be_ticked(tmp_path: Path) -> None:
    with opened(fillable(made(tmp_path, link("one-of", "Sure?: Yes") + link("one-of", "Sure?: No")))) as pdf:
        (question,) = pdf.Root.AcroForm.Fields
        assert (str(question.TU), int(question.Ff) & 1 << 15) == ("Sure?", 1 << 15)
        assert [str(kid.TU) for kid in question.Kids] == ["Sure?: Yes", "Sure?: No"]
        assert len({next(name for name in kid.AP.N if name != "/Off") for kid in question.Kids}) == 2
        assert {kid.Parent.objgen for kid in question.Kids} == {question.objgen}


def test_a_field_is_a_form_in_the_tags_and_a_link_stays_a_link(tmp_path: Path) -> None:
    data = fillable(made(tmp_path, link("text", "Name") + '#link("https://a.example")[there]'))
    assert len(re.findall(rb"/S/Form", data)) == 1
    assert len(re.findall(rb"/S/Link", data)) == 1


def test_in_arabic_words_are_typed_from_the_right(tmp_path: Path) -> None:
    head = HEAD.replace('"Noto Sans", lang: "en"', '("Noto Naskh Arabic", "Noto Sans"), lang: "ar"')
    with opened(fillable(made(tmp_path, link("text", "الهاتف"), head))) as pdf:
        assert int(pdf.Root.AcroForm.Fields[0].Q) == 2


def test_every_object_is_found_where_the_table_says(tmp_path: Path) -> None:
    data = fillable(made(tmp_path, link("text", "Name") + link("tick", "Signed")))
    table = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    starts = [int(row) for row in re.findall(rb"(\d{10}) 00000 n", data[table:])]
    assert [data[start:].split(b" ", 1)[0] for start in starts] == [str(number).encode() for number in range(1, len(starts) + 1)]
    with opened(data) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_another_pdf_is_refused() -> None:
    with pytest.raises(ValueError, match="as Typst writes it"):
        fillable(b"%PDF-1.7\n9 0 obj /URI(field:text:41)\nxref\n0 1\n0000000003 00000 n \ntrailer\nstartxref\n37\n%%EOF")
