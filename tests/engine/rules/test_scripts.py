"""Writing systems: what belongs to a language, what only looks like it."""

from __future__ import annotations

import pytest

from lantern.rules import scripts


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("Ñandú, Đường, ação", "es", ()),
        ("Привет, ICE", "ru", ()),
        ("Привет", "es", ("П", "р", "и", "в", "е", "т")),
        ("مرحبا ICE", "ar", ()),
        ("你好 ICE", "zh_Hant", ()),
        ("かな", "zh_Hans", ("か", "な")),
        ("かな漢字", "ja", ()),
        ("ελ", "fr", ("ε", "λ")),
        ("Привет", "xx", ()),
        ("♪ 5 € ²", "es", ()),
    ],
)
def test_letters_of_other_scripts(text: str, code: str, found: tuple[str, ...]) -> None:
    assert scripts.foreign(text, code) == found


def test_a_language_has_its_script_with_or_without_a_land() -> None:
    assert (scripts.own("pt_BR"), scripts.own("zh_Hant"), scripts.own("ja"), scripts.own("xx")) == (
        "Latin",
        "Han",
        "Kana Han",
        "",
    )
    assert scripts.has_own("это ICE", "ru")
    assert not scripts.has_own("ICE 2026", "ru")
    assert scripts.has_own("anything", "xx")
    assert scripts.script("П") == "Cyrillic"


def test_every_city_language_has_a_script() -> None:
    for code in ("es", "ht", "zh_Hant", "zh_Hans", "vi", "kea", "ru", "ar", "pt_BR", "fr", "so"):
        assert scripts.own(code), code


def test_words_of_two_scripts() -> None:
    assert scripts.mixed("c\u0430lma, calma, спокойствие, ICE-агент") == ("c\u0430lma",)
    assert scripts.mixed("plain") == ()


def test_look_alikes_of_acronyms() -> None:
    assert scripts.twins("Спросите ІСЕ", "Ask ICE") == ("ІСЕ",)
    assert scripts.twins("Спросите ΙΟΝ", "Ask ION") == ("ΙΟΝ",)
    assert scripts.twins("НЕТ и А", "A HET ICE"[:1]) == ()
    assert scripts.twins("ICE", "ICE") == ()


def test_wide_letters() -> None:
    assert scripts.wide("ＩＣＥ １８ 𝐈𝐂𝐄") == ("ＩＣＥ", "１８", "𝐈𝐂𝐄")
    assert scripts.wide("ICE，18。") == ()


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("请说", "zh_Hant", ("请", "说")),
        ("請說", "zh_Hans", ("請", "說")),
        ("請說吳弭", "zh_Hant", ()),
        ("请说吴弭", "zh_Hans", ()),
        ("车门电", "zh_Hant", ("车", "门", "电")),
        ("坐着，恒", "zh_Hant", ()),
        ("瞭望", "zh_Hans", ()),
        ("请说", "ja", ()),
        ("请说", "zh", ()),
    ],
)
def test_the_two_scripts_of_chinese(text: str, code: str, found: tuple[str, ...]) -> None:
    assert scripts.other_chinese(text, code) == found


def test_letters_that_nobody_sees() -> None:
    assert scripts.invisible("a\u200bb\ufeffc\u200b", "es") == ("\u200b", "\ufeff")
    assert scripts.invisible("می\u200cشود", "fa") == ()
    assert scripts.invisible("می\u200cشود", "es") == ("\u200c",)
    assert scripts.invisible("a\u200db", "xx") == ()
    assert scripts.invisible("\u2066617\u2069\u200f", "ar") == (), "marks of direction are seen to elsewhere"
