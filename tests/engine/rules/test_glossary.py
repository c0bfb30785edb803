"""The glossary: a file people write, and terms found in texts."""

from __future__ import annotations

import pytest

from lantern.rules import glossary
from tests.making import ROOT

SOUND = """\
# A comment.
[warrant]
en = ["warrant from a court", "court's warrant"]
official = "judicial warrant"
note = "Signed by a judge."

[warrant.es]
say = ["orden judicial", "orden* del tribunal"]
avoid = ["garantía"]

[warrant.zh_Hant]
say = ["法院簽發的搜查令"]
avoid = ["行政令"]
status = "constructed"

[warrant.ar]
say = ["قاضٍ"]
avoid = ["ضمان"]
"""


def words(code: str) -> glossary.TermMatcher:
    terms, problems = glossary.parse(SOUND)
    assert problems == ()
    (one,) = glossary.make_matchers(terms, code)
    return one


def test_a_glossary_is_read() -> None:
    terms, problems = glossary.parse(SOUND)
    assert problems == ()
    (term,) = terms
    assert (term.id, term.en, term.official) == ("warrant", ("warrant from a court", "court's warrant"), "judicial warrant")
    assert list(term.said) == ["es", "zh_Hant", "ar"]
    assert (term.said["zh_Hant"].status, term.said["zh_Hant"].line) == ("constructed", 11)
    assert glossary.make_matchers(terms, "fr") == ()
    assert glossary.parse(SOUND)[0] is terms, "the same text gives the same terms: refusals are remembered by them"


@pytest.mark.parametrize(
    ("text", "line", "rule"),
    [
        ("[a\n", 1, "toml"),
        ("a = 1\n", 1, "wrong-type"),
        ("[a]\nnote = 'x'\n", 1, "missing-key"),
        ("[a]\nen = []\n", 2, "missing-key"),
        ("[a]\nen = ['x', '']\n", 2, "missing-key"),
        ("[a]\nen = ['x']\noficial = 'y'\n", 3, "unknown-key"),
        ("[a]\nen = ['x']\nnote = 3\n", 3, "wrong-type"),
        ("[a]\nen = ['x']\n[a.es]\navoid = ['y']\n", 3, "missing-key"),
        ("[a]\nen = ['x']\n[a.es]\nsay = ['y', 3]\n", 4, "wrong-type"),
        ("[a]\nen = ['x']\n[a.es]\nsay = ['*']\n", 4, "wrong-type"),
        ("[a]\nen = ['x']\n[a.es]\nsay = 'y'\n", 4, "wrong-type"),
        ("[a]\nen = ['x']\n[a.es]\nsay = ['y']\nnever = ['z']\n", 5, "unknown-key"),
        ("[a]\nen = ['x']\n[a.es]\nsay = ['y']\nstatus = 'sure'\n", 5, "wrong-type"),
        ("[a]\nen = ['x']\n[a.Spanish]\nsay = ['y']\n", 3, "unknown-key"),
    ],
)
def test_a_fault_has_its_line(text: str, line: int, rule: str) -> None:
    terms, problems = glossary.parse(text)
    assert terms == ()
    assert (glossary.PATH, line, rule) in {(one.path, one.line, one.rule) for one in problems}
    assert all(one.level == "error" and one.hint for one in problems)


def test_all_faults_are_told_and_sound_terms_stay() -> None:
    terms, problems = glossary.parse(SOUND + "[b]\n[c]\n")
    assert [one.id for one in terms] == ["warrant"]
    assert len(problems) == 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A Warrant from a court.", True),
        ("A **warrant** from a court", True),
        ("The [court’s warrant](warrants.md)", True),
        ("A warrant from a courthouse", False),
        ("See [here](warrant from a court)", False),
        ("Warrant[^x] from a court", True),
    ],
)
def test_english_is_matched_as_whole_words(text: str, found: bool) -> None:
    assert words("es").stands_in(glossary.plain(text)) is found


@pytest.mark.parametrize(
    ("code", "text", "missing", "misled"),
    [
        ("es", "Una ORDEN judicial", False, ""),
        ("es", "Las *órdenes* y ordenes del tribunal", False, ""),
        ("es", "Una orden y un tribunal", True, ""),
        ("es", "La garantía, una orden judicial", False, "garantía"),
        ("es", "Garantías", True, ""),
        ("zh_Hant", "有法院簽發的搜查令嗎", False, ""),
        ("zh_Hant", "有行政令嗎", True, "行政令"),
        ("ar", "القاضي", False, ""),
        ("ar", "ضَمَانٌ", True, "ضمان"),
    ],
)
def test_accepted_forms_and_words_to_avoid(code: str, text: str, missing: bool, misled: str) -> None:
    one, plain = words(code), glossary.plain(text)
    assert (one.missing(plain), one.misled(plain)) == (missing, misled)
    assert not misled or misled in glossary.traps((one,))


def test_without_words_there_are_no_traps() -> None:
    assert glossary.traps(()) == ()


def test_the_site_s_own_glossary_is_sound_and_whole() -> None:
    """Every term in every language; what the tables say of themselves is true of the file."""
    terms, problems = glossary.parse((ROOT / glossary.PATH).read_text(encoding="utf-8"))
    assert problems == ()
    languages = {code for term in terms for code in term.said}
    assert len(terms) >= 30
    assert not [(term.id, code) for term in terms for code in languages if code not in term.said]
    for term in terms:
        for code, said in term.said.items():
            (own,) = [one for one in glossary.make_matchers(terms, code) if one.id == term.id]
            wrong = [form for form in said.say if own.misled(glossary.plain(form.replace("*", "")))]
            assert not wrong, f"{term.id}.{code} says what it avoids: {wrong}"


def test_a_translator_is_told_the_terms_of_a_text() -> None:
    terms, _ = glossary.parse(SOUND)
    assert glossary.told(terms, "es", "Only with a court's warrant.[^gbh]") == [("warrant from a court", "orden judicial")]
    assert glossary.told(terms, "es", "No paper.") == glossary.told(terms, "vi", "A court's warrant.") == []
