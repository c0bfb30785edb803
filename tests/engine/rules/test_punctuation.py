"""Marks between words, language by language."""

from __future__ import annotations

import pytest

from lantern.rules import punctuation


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("One.", "full stop"),
        ("一。", "full stop"),
        ("One:", "colon"),
        ("一：", "colon"),
        ("هل؟", "question mark"),
        ("Qui ?", "question mark"),
        ("¡No!", "exclamation mark"),
        ("one…", "ellipsis"),
        ("one...", "ellipsis"),
        ("“One.”", "full stop"),
        ("**One.**", "full stop"),
        ("One (two)", ""),
        ("one؛", "semicolon"),
        ("一、", "comma"),
        ("", ""),
    ],
)
def test_the_mark_at_the_end(text: str, name: str) -> None:
    assert punctuation.end(text) == name


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a **b** c *d* e", "1 strong, 1 emphasised"),
        ("a", "0 strong, 0 emphasised"),
        ("`*a*` 2 * 3 * 4", "0 strong, 0 emphasised"),
        ("**薩（S）。**市長", "1 strong, 0 emphasised"),
        ("_a_ snake_case_b", "0 strong, 1 emphasised"),
    ],
)
def test_weight_is_counted(text: str, told: str) -> None:
    assert punctuation.emphasis(text) == told


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("a (b) [c]", ""),
        ("a (b", "("),
        ("a) b", ""),
        ("1) a 2) b", ""),
        ("(1) a", ""),
        ("word) b", ")"),
        ("（一", "（"),
        ("“a", "“"),
        ("«a» “b”", ""),
        ('a "b', '"'),
        ("(a]", "]"),
        ("(lapolis Eta a)", ""),
    ],
)
def test_brackets_have_counterparts(text: str, odd: str) -> None:
    assert punctuation.unbalanced(text) == odd


@pytest.mark.parametrize(
    ("text", "code", "amiss"),
    [
        ("¿Qué?", "es", False),
        ("Qué?", "es", True),
        ("Diga “Who are you?” (¿Quién?).", "es", False),
        ("No!", "es", True),
        ("Qui\u202f?", "fr", False),
        ("Qui ?", "fr", True),
        ("Qui?", "fr", True),
        ("«\u00a0Who are you?\u00a0»", "fr", False),
        ("« Qui »", "fr", True),
        ("à 12:30", "fr", False),
        ("你好,你", "zh_Hans", True),
        ("你好，你 1.5", "zh_Hans", False),
        ("Qué?", "pt_BR", False),
    ],
)
def test_marks_that_only_one_language_has(text: str, code: str, amiss: bool) -> None:
    assert bool(list(punctuation.own_marks(text, code))) is amiss


def test_wide_letters_count_two_and_marks_nothing() -> None:
    assert [punctuation.columns(text) for text in ("abc", "搜查", "a\u0301", "")] == [3, 4, 1, 0]


@pytest.mark.parametrize(
    ("code", "denied", "said"),
    [
        ("en", "You don’t have to.", "You have to."),
        ("es", "No abra.", "Abra."),
        ("pt_BR", "Não abra.", "Abra."),
        ("fr", "N’ouvrez pas.", "Ouvrez."),
        ("ru", "Не открывайте.", "Откройте."),
        ("ht", "Pa louvri.", "Louvri."),
        ("vi", "Đừng mở cửa.", "Hãy mở cửa."),
        ("kea", "Ka bu abri.", "Abri."),
        ("so", "Qasab kuguma aha.", "Albaabka fur."),
        ("ar", "ولا تفتح الباب.", "افتح الباب."),
        ("zh_Hant", "不要開門。", "請開門。"),
    ],
)
def test_words_that_deny(code: str, denied: str, said: str) -> None:
    assert punctuation.denies(denied, code)
    assert not punctuation.denies(said, code)


def test_of_a_language_nobody_knows_nothing_is_said() -> None:
    assert punctuation.denies("anything", "xx")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three?", 3),
        ("一。二？", 2),
        ("St. Paul is here.", 1),
        ("WCAG 2.2, town.gov", 0),
        ("“One.” (Two.)", 2),
        ("هل؟ لا.", 2),
        ("De 9 a. m. a 5 p. m. Sábados, de 10 a. m. a 5 p. m.", 2),
        ("A las 5 p. m. ¿Por qué?", 2),
    ],
)
def test_sentences_are_counted_by_their_ends(text: str, count: int) -> None:
    assert punctuation.sentences(text) == count
