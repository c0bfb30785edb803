"""What a translation may not change: one table of refusals, and one of translations that must pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.guard import refusal
from lantern.message import Message

LONG = "Stay calm and do not run from the police. " * 60

REFUSED = [
    ("Stay calm.", "Mantenga la calma.\u202e", "unsafe-character"),
    ("Stay calm.", "Mantenga\x00", "unsafe-character"),
    ("Stay calm.", "Mantenga \u2067la calma.", "unsafe-character"),
    ("Stay calm.", "la calma.\u2069", "unsafe-character"),
    ("Stay calm.", "a\u2028b", "unsafe-character"),
    ("Stay calm.", "\ufffe", "unsafe-character"),
    ("Stay calm.", "x" * 401, "too-long"),
    (LONG, "x" * (8 * len(LONG) + 1), "too-long"),
    (LONG, "[" * 300, "too-complex"),
    (LONG, "`" * 300, "too-complex"),
    ("Stay calm.", "   ", "blank"),
    ("Stay calm.", "\u00a0\u3000", "blank"),
    ("Stay calm.", "Cálmese. {: .critical }", "mark"),
    ("Stay calm.", "{: #door }", "mark"),
    ("Call {d.phone}.", "Llame.", "fact-differs"),
    ("Call {d.phone}.", "Llame al {d.web}.", "fact-differs"),
    ("Call {d.phone}.", "Llame al {d.phone} o {d.phone}.", "fact-differs"),
    ("Call {d.phone}.", "Llame al {d.phone} o {e.phone}.", "fact-differs"),
    ("Call {d.phone}.", "Llame al `{d.phone}`.", "fact-differs"),
    ("Call {d.phone}.", "Llame al {D.phone}.", "fact-differs"),
    ("Call.", "Llame al {d.phone}.", "fact-differs"),
    ("[a]({d.web})", "[a]({e.web})", "fact-differs"),
    ("It is law.[^gbh]", "Es ley.", "citation-differs"),
    ("It is law.[^gbh]", "Es ley.[^wbur]", "citation-differs"),
    ("It is law.[^gbh]", "Es ley.[^gbh][^gbh]", "citation-differs"),
    ("It is law.", "Es ley.[^gbh]", "citation-differs"),
    ("It is law.[^gbh]", "Es ley.`[^gbh]`", "citation-differs"),
    ("See [a](b.md).", "Vea [a](c.md).", "link-differs"),
    ("See [a](b.md#x).", "Vea [a](b.md).", "link-differs"),
    ("See [a](b.md).", "Vea a.", "link-differs"),
    ("See [a](b.md).", "Vea [a](b.md) y [b](b.md).", "link-differs"),
    ("See.", "Vea [a](https://evil.example).", "link-differs"),
    ("See.", "Vea <https://evil.example>.", "literal-differs"),
    ("See.", "Vea <spy@evil.example>.", "literal-differs"),
    ("Call 555-867-5301.", "Llame al 555-867-5302.", "literal-differs"),
    ("Call 555-867-5301.", "اتصل ٥٥٥-٨٦٧-٥٣٠١.", "literal-differs"),
    ("Call.", "Llame al 555-867-5301.", "literal-differs"),
    ("Ask for form I-200.", "Pida el formulario I-205.", "literal-differs"),
    ("Write to help@town.org.", "Escriba a help@town.com.", "literal-differs"),
    ("See town.gov/rights.", "Vea evil.com.", "literal-differs"),
    ("See.", "Vea ![a](https://evil.example/spy.gif).", "link-differs"),
    ("See.", "Vea [a](javascript:alert(1)).", "link-differs"),
    ("See [a][order].", "Vea [a][other].", "link-differs"),
    ("See [a](https://a.example).", "Vea [a](https://a.example.evil.example).", "link-differs"),
    ("Stay.", "<script>alert(1)</script>", "raw-html"),
    ("Stay.", "Quédese.<br>", "raw-html"),
    ("Stay.", "<!-- x", "raw-html"),
    ("Stay.", '<b onclick="x">a</b>', "raw-html"),
]

PASSED = [
    ("Stay calm.", "Mantenga la calma."),
    ("Stay calm.", "ابق هادئا"),
    ("Stay calm.", "Mantenga \u2066617\u2069 la calma.\u200f"),
    ("Stay *calm*.", "Mantenga la calma."),
    ("Stay calm.", "Mantenga la **calma**."),
    ("Call {d.phone} or {e.web}.", "{e.web} o {d.phone}."),
    ("One.[^a] Two.[^b]", "二。[^b]一。[^a]"),
    ("See [a](b.md) or [c](d.md).", "Vea [c](d.md) o [a](b.md)."),
    ("See [a][order].", "Vea [la orden][order]."),
    ("[a]({d.web})", "[escriba]({d.web})"),
    ("Type `<b>`.", "Escriba `<b>`."),
    ("1 < 2", "1 < 2 y 3 > 2"),
    ("Call 555-867-5301, ask for I-200.", "Pida I-200: 555-867-5301."),
    ("Stay calm.", "x" * 400),
    ("Stay calm.", "- # 1. > | texto"),
    ("Stay calm.", "a\n\nb"),
    ("One.", "{uno}"),
]


@pytest.mark.parametrize(("source", "text", "rule"), REFUSED)
def test_a_translation_that_breaks_a_rule_is_refused(source: str, text: str, rule: str) -> None:
    refused = refusal(Message(source, kind="paragraph"), text)
    assert refused is not None
    assert refused.rule == rule
    assert refused.text
    assert refused.hint


@pytest.mark.parametrize(("source", "text"), PASSED)
def test_a_translation_that_keeps_what_counts_passes(source: str, text: str) -> None:
    assert refusal(Message(source, kind="paragraph"), text) is None


@pytest.mark.parametrize("source", sorted({source for source, *_ in REFUSED} | {source for source, _ in PASSED}))
def test_a_message_may_stand_for_itself(source: str) -> None:
    assert refusal(Message(source, kind="paragraph"), source) is None


@pytest.mark.parametrize(
    ("source", "text", "rule"),
    [
        ("{done} of {total}", "{done} de {total}", None),
        ("{done} of {total}", "{total}: {done}", None),
        ("{done} of {total}", "{done} de", "placeholder"),
        ("{done} of {total}", "{done} de {todo}", "placeholder"),
        ("{done} of {total}", "{done} de {total} {total}", "placeholder"),
        ("Menu", "{menu}", "placeholder"),
        ("Menu", "Menú\u202e", "unsafe-character"),
        ("Menu", "Menú 555-867-5301", "literal-differs"),
        ("Menu", "  ", "blank"),
        ("Menu", "Carta [x] *y*", None),
    ],
)
def test_a_phrase_keeps_its_placeholders(source: str, text: str, rule: str | None) -> None:
    refused = refusal(Message(source, kind="phrase"), text)
    assert (refused.rule if refused else None) == rule


@given(st.text("ab {}[]()<>`*_^:.#\n!\\/", max_size=40))
def test_no_text_raises(text: str) -> None:
    for kind in ("paragraph", "phrase"):
        refusal(Message("Stay calm.", kind=kind), text)
