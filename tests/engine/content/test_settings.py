"""content/site.toml: what a site says of itself, and every way to say it wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from lantern.content import settings
from lantern.content.settings import Settings
from tests.making import write

GOOD = 'name = "A"\nbase_url = "https://lamp.town"\nlocales = ["en", "es"]\n'


def read(root: Path, text: str | bytes) -> tuple[Settings | None, list[tuple[int, str]]]:
    found, problems = settings.read(write(root, {"content/site.toml": text}))
    assert {problem.path for problem in problems} <= {"content/site.toml"}
    assert {problem.level for problem in problems} <= {"error"}
    assert (found is None) == bool(problems)
    return found, [(problem.line, problem.rule) for problem in problems]


def good(root: Path, text: str) -> Settings:
    found, problems = read(root, text)
    assert found is not None, problems
    return found


def test_the_least_settings(tmp_path: Path) -> None:
    found = good(tmp_path, GOOD)
    assert (found.name, found.base_url, found.source, found.locales) == ("A", "https://lamp.town", "en", ("en", "es"))
    assert (found.description, found.calling_code, found.leave, found.address) == ("", "", "", "https://lamp.town")
    assert {key: found.lines[key] for key in ("name", "base_url", "locales")} == {"name": 1, "base_url": 2, "locales": 3}


def test_the_source_language_comes_first_and_once(tmp_path: Path) -> None:
    assert good(tmp_path, GOOD.replace('"en", "es"', '"es", "ar"')).locales == ("en", "es", "ar")
    assert good(tmp_path, GOOD.replace('"en", "es"', '"ar", "fr"') + 'source = "fr"\n').locales == ("fr", "ar")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://lamp.town/", "https://lamp.town"),
        ("http://lamp.town/a/b/", "http://lamp.town/a/b"),
        ("https://lantern.example", ""),
        ("https://www.EXAMPLE.org/x", ""),
        ("https://a.test", ""),
        ("http://localhost:8000", ""),
        ("https://printer.local", ""),
        ("https://example.town", "https://example.town"),
        ("https://myexample.com", "https://myexample.com"),
        ("https://contest", "https://contest"),
    ],
)
def test_a_name_that_nobody_owns_is_no_address(tmp_path: Path, written: str, meant: str) -> None:
    assert good(tmp_path, GOOD.replace("https://lamp.town", written)).base_url == meant


def test_a_reserved_name_is_kept_as_what_a_sample_prints(tmp_path: Path) -> None:
    found = good(tmp_path, GOOD.replace("https://lamp.town", "https://lamp.example/a/"))
    assert (found.base_url, found.address) == ("", "https://lamp.example/a")


@pytest.mark.parametrize(
    ("base", "own", "address"),
    [
        ("https://lamp.city/x/", "https://lamp.city/x", "https://lamp.city/x"),
        ("https://lamp.test/", "", "https://lamp.test"),
    ],
)
def test_a_site_can_be_moved_for_one_run(tmp_path: Path, base: str, own: str, address: str) -> None:
    found = good(tmp_path, GOOD)
    moved = settings.moved(found, base)
    assert (moved.base_url, moved.address) == (own, address)
    assert (moved.name, moved.locales) == (found.name, found.locales)
    assert found.base_url == "https://lamp.town"


@pytest.mark.parametrize("leave", ["https://weather.example/", "http://weather.example/today", ""])
def test_leaving_leads_to_a_page_of_the_web(tmp_path: Path, leave: str) -> None:
    assert good(tmp_path, f'{GOOD}leave = "{leave}"\n').leave == leave


def test_languages_with_made_words_and_the_names_of_spellings(tmp_path: Path) -> None:
    assert (good(tmp_path, GOOD).constructed, good(tmp_path, GOOD).spelling) == ((), {})
    found = good(tmp_path, GOOD + 'constructed = ["es"]\n[spelling]\nes = "ALUPEC"\n')
    assert (found.constructed, found.spelling) == (("es",), {"es": "ALUPEC"})


@pytest.mark.parametrize("code", settings.PSEUDO)
def test_a_pseudo_locale_is_never_published(tmp_path: Path, code: str) -> None:
    assert read(tmp_path, GOOD.replace('"es"', f'"{code}"'))[1] == [(3, "locale")]
    assert read(tmp_path, GOOD + f'source = "{code}"\n')[1] == [(4, "locale")]
    assert "--pseudo" in settings.read(tmp_path)[1][0].hint


MONTHS = ", ".join('"m"' for _ in range(12))


def test_what_babel_lacks_is_given_here(tmp_path: Path) -> None:
    more = f'calling_code = "1"\n[endonyms]\nht = "Kreyòl"\n[directions]\nar = "rtl"\n[months]\nht = [{MONTHS}]\n'
    found = good(tmp_path, GOOD + more)
    assert found.calling_code == "1"
    assert (found.endonyms["ht"], found.directions["ar"], len(found.months["ht"])) == ("Kreyòl", "rtl", 12)


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        ('name = "A"', "", [(1, "missing-key")]),
        ('name = "A"\nbase_url = "https://lamp.town"\nlocales = ["en", "es"]', "", [(1, "missing-key")] * 3),
        ('name = "A"', 'name = "A"\ntheme = "x"', [(2, "unknown-key")]),
        ('"A"', "7", [(1, "wrong-type")]),
        ('["en", "es"]', '"en"', [(3, "wrong-type")]),
        ('["en", "es"]', '["en", "pt-BR"]', [(3, "locale")]),
        ('["en", "es"]', '["en", "../x"]', [(3, "locale")]),
        ('["en", "es"]', '["en", "es\\n"]', [(3, "locale")]),
        ('["en", "es"]', '["en", 7]', [(3, "locale")]),
        ('["en", "es"]', '["en", "zh_hant", "ES"]', [(3, "locale"), (3, "locale")]),
        ('["en", "es"]', '["en", "es", "es"]', [(3, "locale")]),
        ('["en", "es"]', '[["en"], ["en"]]', [(3, "locale"), (3, "locale"), (3, "locale")]),
        ("https://lamp.town", "lamp.town", [(2, "base-url")]),
        ("https://lamp.town", "ftp://lamp.town", [(2, "base-url")]),
        ("https://lamp.town", "https://", [(2, "base-url")]),
        ("https://lamp.town", "https://lamp.town/?a=1", [(2, "base-url")]),
        ("https://lamp.town", "https://[lamp", [(2, "base-url")]),
        ("https://lamp.town", "", [(2, "base-url")]),
        ('"A"', '"A', [(1, "toml")]),
    ],
)
def test_faults_have_their_line(tmp_path: Path, old: str, new: str, faults: list[tuple[int, str]]) -> None:
    assert old in GOOD
    assert read(tmp_path, GOOD.replace(old, new))[1] == faults


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ('directions = "rtl"', "wrong-type"),
        ("directions = [1]", "wrong-type"),
        ('directions = { ar = "right" }', "locale"),
        ('directions = { ar = ["rtl"] }', "locale"),
        ('months = "January"', "wrong-type"),
        ('months = { ht = ["janvye"] }', "locale"),
        (f'months = {{ ht = [{MONTHS.replace("m", "m", 1)}, "m"] }}', "locale"),
        ("months = { ht = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] }", "locale"),
        ("endonyms = { ht = 7 }", "locale"),
        ('endonyms = ["Kreyòl"]', "wrong-type"),
        ("leave = 7", "wrong-type"),
        ('leave = "weather.example"', "leave"),
        ('leave = "javascript:alert(1)"', "leave"),
        ('leave = "../index.html"', "leave"),
        ("calling_code = 1", "wrong-type"),
        ('calling_code = "+1"', "calling-code"),
        ('calling_code = "one"', "calling-code"),
        ('constructed = "es"', "wrong-type"),
        ('constructed = ["kea"]', "locale"),
        ('constructed = ["en"]', "locale"),
        ("constructed = [7]", "locale"),
        ('constructed = [["es"]]', "locale"),
        ('constructed = ["es", "es"]', "locale"),
        ('spelling = "ALUPEC"', "wrong-type"),
        ('spelling = { kea = "ALUPEC" }', "locale"),
        ("spelling = { es = 7 }", "locale"),
        ('spelling = { es = " " }', "locale"),
        ('source = "English"', "locale"),
        ("source = 7", "wrong-type"),
    ],
)
def test_faults_of_what_may_be_left_out(tmp_path: Path, line: str, rule: str) -> None:
    found, problems = read(tmp_path, GOOD + line + "\n")
    assert found is None
    assert problems[0] == (4, rule)


def test_several_faults_are_told_in_one_run(tmp_path: Path) -> None:
    broken = 'name = 7\nbase_url = "lamp"\nlocales = ["en", "x-y"]\nextra = 1\n'
    assert sorted(read(tmp_path, broken)[1]) == [(1, "wrong-type"), (2, "base-url"), (3, "locale"), (4, "unknown-key")]


def test_each_wrong_code_is_told_at_its_own_line(tmp_path: Path) -> None:
    text = GOOD + 'constructed = ["kea", "so"]\n[spelling]\nes = "A"\nkea = "B"\n'
    assert read(tmp_path, text)[1] == [(4, "locale"), (4, "locale"), (7, "locale")]


def test_a_file_of_windows_is_read(tmp_path: Path) -> None:
    assert good(tmp_path, "\ufeff" + GOOD.replace("\n", "\r\n")).lines["locales"] == 3


def test_no_file_and_no_text(tmp_path: Path) -> None:
    assert [p.rule for p in settings.read(tmp_path)[1]] == ["missing-file"]
    assert read(tmp_path, b'name = "\xff"')[1] == [(1, "encoding")]


@pytest.mark.parametrize("key", ["'constructed'", '"constructed"', '"\\u0063onstructed"'])
def test_a_key_in_quotes_is_told_with_its_line(tmp_path: Path, key: str) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "site.toml").write_text(f'{GOOD}\n{key} = ["es", "es"]\n', "utf-8")
    found, (fault,) = settings.read(tmp_path)
    assert (found, fault.line, fault.rule) == (None, GOOD.count("\n") + 2, "locale")
