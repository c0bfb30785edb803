"""What translators are advised of: each rule with what it finds and what it lets be."""

from __future__ import annotations

from pathlib import Path

import pytest

from lantern import pipeline
from lantern.content.pages import Page
from lantern.editions import advice
from lantern.editions.translator import Translator
from lantern.message import Message
from lantern.problem import Problem
from lantern.rules import advise, glossary, refuse
from lantern.site import read_site
from tests.making import harbor, little, pair, po, translator, write

TERMS, _ = glossary.parse(
    '[warrant]\nen = ["court\'s warrant"]\nofficial = "judicial warrant"\n[warrant.es]\nsay = ["orden* judicial*"]\n'
)


def advised(code: str, source: str, said: str, *, kind: str = "paragraph", above: str = "") -> list[Problem]:
    own = translator(code, raw=[pair(source, said, above=above)])
    speaking = Translator(own.tongue, own.source, TERMS)
    return list(advice.check(speaking, (Message(source, kind=kind),), ()))


FOUND = [
    ("es", "A court's warrant.", "Un papel.", "term"),
    ("es", "**Stay** calm.", "Mantenga la calma.", "emphasis"),
    ("es", "Stay *calm*.", "Mantenga la **calma**.", "emphasis"),
    ("es", "Stay calm.", "Mantenga la calma. ", "edge-space"),
    ("es", "Stay calm.", "\u00a0Mantenga la calma.", "edge-space"),
    ("es", "Stay calm.", "Mantenga la calma", "end-mark"),
    ("zh_Hant", "Stay calm:", "保持冷靜。", "end-mark"),
    ("es", "Who is it?", "Quién es?", "own-marks"),
    ("fr", "Who is it?", "Qui est-ce ?", "own-marks"),
    ("zh_Hans", "Stay, calm.", "保持,冷静。", "own-marks"),
    ("es", "Stay calm.", "Mantenga la la calma.", "doubled-word"),
    ("es", "Stay calm.", "Mantenga  la calma.", "double-space"),
    ("es", "Stay calm.", "Mantenga (la calma.", "unbalanced"),
    ("ar", "Stay calm.", "حافظ على هدوئـــك.", "kashida"),
    ("es", "Ask ICE.", "Pregunte a la agencia.", "acronym"),
    ("es", "Do not sign.", "Firme.", "negation"),
    ("zh_Hans", "You don't have to sign.", "您必须签字。", "negation"),
    ("es", "Open at 9 am.", "Abre a las 9 p. m.", "half-day"),
    ("es", "Stay calm. Wait. Go.", "Tranquilo. Espere y váyase.", "shorter"),
    ("es", "Go to a public charter school.", "Vaya a un public charter school.", "english-left"),
    ("es", "quite calm", "quite calm", "copied"),
]
LET_BE = [
    ("es", "A court's warrant.", "Una orden judicial."),
    ("es", "**Stay** calm.", "Mantenga la **calma**."),
    ("es", "Seen on {date}", "Vista: {date}"),
    ("ar", "“Stay calm.”", "«Stay calm» (حافظ على هدوئك)"),
    ("fr", "“Who are you?”", "«\u00a0Who are you?\u00a0» (Qui êtes-vous\u202f?)"),
    ("fr", "You leave.", "Vous vous en allez."),
    ("vi", "City by city.", "Từ từ."),
    ("ar", "Call ICE.", "اتصل بـ ICE."),
    ("es", "In the US.", "En los Estados Unidos."),
    ("zh_Hant", "Ask ICE.", "問ICE。"),
    ("ru", "Ask ICE.", "Спросите ICE-агента."),
    ("es", "Do not sign.", "Nunca firme."),
    ("es", "Boston Medical Center", "Boston Medical Center"),
    ("es", "Open at 9 am. Call.", "Abre a las 9 a. m. Llame."),
    ("es", "Go to a public charter school.", "Vaya a una escuela (public charter school)."),
    ("es", "Choose 1) or 2).", "Elija 1) o 2)."),
]


@pytest.mark.parametrize(("code", "source", "said", "rule"), FOUND)
def test_what_is_often_a_slip_is_told(code: str, source: str, said: str, rule: str) -> None:
    (one,) = advised(code, source, said)
    assert (one.level, one.rule) == ("warning", rule)
    assert one.path == f"locales/{code}/LC_MESSAGES/messages.po"
    assert one.line > 1
    assert one.text
    assert one.hint


@pytest.mark.parametrize(("code", "source", "said"), LET_BE)
def test_what_is_meant_is_let_be(code: str, source: str, said: str) -> None:
    assert advised(code, source, said) == []


@pytest.mark.parametrize(("code", "source", "said", "rule"), FOUND)
def test_a_translator_silences_one_rule_at_one_entry(code: str, source: str, said: str, rule: str) -> None:
    assert advised(code, source, said, above=f"# lantern: ignore={rule}") == []
    assert advised(code, source, said, above=f"# lantern: ignore=other, {rule}") == []
    assert len(advised(code, source, said, above="# lantern: ignore=other")) == 1


def test_what_refuses_cannot_be_silenced_and_is_not_told_twice() -> None:
    found = advised("es", "Call 311.", "Llame al 312", above="# lantern: ignore=figures")
    assert found == []
    own = translator("es", raw=[pair("Call 311.", "Llame al 312", above="# lantern: ignore=figures")])
    assert [one.rule for one in own.refusals((Message("Call 311."),))] == ["figures"]


@pytest.mark.parametrize(
    ("kind", "source", "width", "told"),
    [
        ("page title", "Title", 64, False),
        ("page title", "Title", 65, True),
        ("heading 2", "Heading", 73, True),
        ("phrase", "Share", 44, False),
        ("phrase", "Share", 45, True),
        ("phrase", "A longer phrase of the frame", 60, False),
        ("paragraph", "Text", 300, False),
    ],
)
def test_a_text_fits_its_place(kind: str, source: str, width: int, told: bool) -> None:
    assert [one.rule for one in advised("es", source, "x" * width, kind=kind)] == ["overflow"] * told
    assert [one.rule for one in advised("zh_Hant", source, "搜" * (width // 2 + width % 2), kind=kind)] == ["overflow"] * told


def whole(root: Path, body: str, *entries: str, extra: bytes = b"", terms: str = "") -> list[Problem]:
    """The advice for a site of one page."""
    little(root, body, locales=("en", "es"))
    write(root, {"locales/es/LC_MESSAGES/messages.po": po("es", *entries)})
    if extra:
        write(root, {"locales/es/LC_MESSAGES/other.po": extra})
    if terms:
        write(root, {"locales/glossary.toml": terms})
    found, problems = read_site(root)
    assert found is not None, problems
    return list(pipeline.advice(found))


def test_two_messages_that_differ_in_a_denial_are_not_the_same(tmp_path: Path) -> None:
    said = "No abra la puerta."
    body = "Do not open the door.\n\nOpen the door.\n\nDo not open your door."
    found = whole(
        tmp_path, body, pair("Do not open the door.", said), pair("Open the door.", said), pair("Do not open your door.", said)
    )
    assert [(one.rule, "Do not open the door." in one.text) for one in found] == [("reused", True)]


def test_two_catalogs_say_one_thing(tmp_path: Path) -> None:
    """Where each holds a part; of a copy that answers nothing its reader tells once (catalog-copy)."""
    other = po("es", pair("Stay calm.", "Tranquilo."), pair("Go in.", "Entre."))
    found = whole(tmp_path, "Stay calm.\n\nGo in.", pair("Stay calm.", "Mantenga la calma."), extra=other)
    assert [one.rule for one in found] == ["inconsistent"]
    assert "other.po" in found[0].text
    assert whole(tmp_path, "Stay calm.\n\nGo in.", pair("Stay calm.", "Tranquilo."), extra=other) == []
    copy = po("es", pair("Stay calm.", "Tranquilo."))
    assert whole(tmp_path, "Stay calm.", pair("Stay calm.", "Mantenga la calma."), extra=copy) == []


def test_an_officer_finds_the_english_once_on_a_page(tmp_path: Path) -> None:
    terms = '[w]\nen = ["court\'s warrant"]\nofficial = "judicial warrant"\n[w.es]\nsay = ["orden judicial"]\n'
    body = "A court's warrant.\n\nMore: [a court's warrant](index.md)"
    link = pair("More: [a court's warrant](index.md)", "Más: [orden judicial](index.md)")
    found = whole(tmp_path, body, pair("A court's warrant.", "Una orden judicial."), link, terms=terms)
    assert [(one.rule, one.line) for one in found] == [("official", 13)]
    assert whole(tmp_path, body, pair("A court's warrant.", "Una orden judicial (judicial warrant)."), link, terms=terms) == []
    assert whole(tmp_path, "More: [a court's warrant](index.md)", link, terms=terms) == []


STAYED, JUDGED = "Ask for the warrant.", "A warrant from ICE is a paper."


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("Pida la orden (warrant).", "Un papel migratorio (warrant) de ICE es un papel.", True),
        ("Pida la orden judicial (warrant).", "Una orden (warrant) de ICE es un papel.", False),
        ("Pida las órdenes (warrant).", "Una orden (warrant) de ICE es un papel.", False),
        ("Pida la orden (Warrant).", "Un papel de ICE (warrant) es un papel.", True),
        ("Pida la orden (sin abrir).", "Un papel (de oficina) de ICE es un papel.", False),
    ],
)
def test_a_term_in_brackets_stands_for_one_thing_on_a_page(tmp_path: Path, first: str, second: str, found: bool) -> None:
    body = f"{STAYED}\n\n{JUDGED}"
    told = whole(tmp_path, body, pair(STAYED, first), pair(JUDGED, second))
    assert [one.rule for one in told if one.rule == "two-things"] == ["two-things"] * found
    silent = pair(JUDGED, second, above="# lantern: ignore=two-things")
    assert "two-things" not in [one.rule for one in whole(tmp_path, body, pair(STAYED, first), silent)]


def test_a_chinese_term_in_brackets_is_looked_at_too(tmp_path: Path) -> None:
    page = Page("a", "content/a.md", "T", "", 1, "page", None, None, None, f"{STAYED}\n\n{JUDGED}", 1, {})
    for second, told in (("ICE的移民文件（warrant）只是一张纸。", 1), ("ICE的手令（warrant）只是一张纸。", 0)):
        chinese = translator("zh_Hans", {STAYED: "要求看手令（warrant）。", JUDGED: second})
        assert len([one for one in advice.check(chinese, (), [page]) if one.rule == "two-things"]) == told


def test_the_header_has_the_language_s_plural_forms(tmp_path: Path) -> None:
    little(tmp_path, locales=("en", "es"))
    path = "locales/es/LC_MESSAGES/messages.po"
    write(
        tmp_path, {path: po("es", pair("Hello there.", "Hola.")).replace(b"nplurals=2; plural=(n != 1)", b"nplurals=4; plural=0")}
    )
    found, _ = read_site(tmp_path)
    assert found is not None
    assert [one.rule for one in pipeline.advice(found)] == ["plurals"]


def test_steps_have_less_room(tmp_path: Path) -> None:
    long = "Mantenga la calma y " + "no se mueva de aquí " * 4 + "hoy."
    body = "1. Stay calm and do not move. {: .steps}\n2. Two. {: .steps}\n\nStay calm and do not run."
    found = whole(tmp_path, body, pair("Stay calm and do not move.", long), pair("Stay calm and do not run.", long))
    assert [(one.rule, one.line) for one in found] == [("overflow", 13)]


def test_the_source_language_is_not_advised(tmp_path: Path) -> None:
    found, _ = read_site(harbor(tmp_path))
    assert found is not None
    assert advice.check(found.translators[0], found.messages(), found.content.pages) == ()


def test_rules_have_names_of_their_own_and_say_themselves() -> None:
    every = (*refuse.RULES, *advise.RULES, *advice.OVER_ALL)
    names = [refuse.name(rule) for rule in every]
    assert len(set(names)) == len(names)
    assert all((rule.__doc__ or "").endswith(".") for rule in every)
