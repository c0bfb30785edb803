"""locales/: what Babel knows, which catalog answers, and what never reaches a reader."""

from __future__ import annotations

import datetime
import os
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po as babel_read

from lantern.content.settings import Settings
from lantern.locales import catalogs as catalogs_module
from lantern.locales import languages, merge
from lantern.locales import po as po_files
from lantern.locales.catalogs import Tongue
from lantern.message import KEEP, Message
from lantern.problem import Problem
from tests.making import pair, po, write

SITE = Settings("A", "", "", "en", ("en", "es"), {}, {}, {}, "1", {})
HERE = "locales/es/LC_MESSAGES"
CODES = ["en", "es", "ht", "zh_Hant", "zh_Hans", "vi", "kea", "ru", "ar", "pt_BR", "fr", "so"]


def spanish(root: Path, **catalogs: str | bytes) -> tuple[Tongue, tuple[Problem, ...]]:
    """The Spanish tongue of a site with these files in its folder (`a` is a.po)."""
    write(root, {f"{HERE}/{name}.po": data for name, data in catalogs.items()})
    (source, found), problems = catalogs_module.read(root, SITE)
    assert source.is_source
    return found, problems


def said(tongue: Tongue, text: str, context: str | None = None) -> tuple[str | None, str]:
    answer = tongue.translate(Message(text, context))
    return answer.text, answer.state


def test_a_locale_says_that_its_words_are_new_and_how_it_is_spelled() -> None:
    chosen = replace(SITE, constructed=("so",), spelling={"kea": "ALUPEC"})
    known = {code: languages.describe(code, chosen) for code in ("so", "kea", "es")}
    assert {code: (one.constructed, one.spelling) for code, one in known.items()} == {
        "so": (True, ""),
        "kea": (False, "ALUPEC"),
        "es": (False, ""),
    }


def test_pseudo_locales_are_no_language_and_have_all_that_one_may_have() -> None:
    latin, arabic = catalogs_module.pretended([Message("Stay calm."), Message("Stay calm.", "twice")], SITE)
    assert [(one.locale.code, one.locale.tag, one.locale.dir) for one in (latin, arabic)] == [
        ("en_XA", "en-XA", "ltr"),
        ("ar_XB", "ar-XB", "rtl"),
    ]
    for one in (latin, arabic):
        assert one.locale.constructed
        assert one.locale.spelling
        assert one.locale.date(datetime.date(2026, 2, 5)) == "2026-02-05"
        assert not languages.is_code(one.locale.code)
        assert one.translate(Message("Stay calm.")).state == one.translate(Message("Stay calm.", "twice")).state == "draft"
        assert not one.is_source


# --- what Babel knows, and what the site knows better ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "tag", "direction", "name"),
    [
        ("en", "en", "ltr", "English"),
        ("es", "es", "ltr", "Español"),
        ("ar", "ar", "rtl", "العربية"),
        ("zh_Hans", "zh-Hans", "ltr", "中文 (简体)"),
        ("zh_Hant", "zh-Hant", "ltr", "中文 (繁體)"),
        ("pt_BR", "pt-BR", "ltr", "Português (Brasil)"),
        ("fr", "fr", "ltr", "Français"),
        ("ru", "ru", "ltr", "Русский"),
        ("vi", "vi", "ltr", "Tiếng Việt"),
        ("so", "so", "ltr", "Soomaali"),
        ("kea", "kea", "ltr", "Kabuverdianu"),
        ("fa", "fa", "rtl", "فارسی"),
        ("ur", "ur", "rtl", "اردو"),
        ("he", "he", "rtl", "עברית"),
        ("qqq", "qqq", "ltr", "Qqq"),
    ],
)
def test_a_language_has_its_own_name_and_direction(code: str, tag: str, direction: str, name: str) -> None:
    found = languages.describe(code, SITE)
    assert (found.tag, found.dir, found.name) == (tag, direction, name)


def test_the_sites_settings_win_over_babel() -> None:
    better = replace(SITE, endonyms={"ht": "Kreyòl ayisyen"}, directions={"so": "rtl"})
    assert languages.describe("ht", better).name == "Kreyòl ayisyen"
    assert languages.describe("so", better).dir == "rtl"


DAY = datetime.date(2026, 2, 5)


@pytest.mark.parametrize(
    ("code", "month", "year"),
    [
        ("en", "August 2026", "2026"),
        ("es", "agosto de 2026", "2026"),
        ("zh_Hans", "2026年8月", "2026年"),
        ("ar", "أغسطس 2026", "2026"),
        ("tlh", "2026-08", "2026"),
    ],
)
def test_a_month_and_a_year_are_written_as_the_language_writes_them(code: str, month: str, year: str) -> None:
    locale = languages.describe(code, SITE)
    assert (locale.date("2026-08"), locale.date("2026"), locale.date("")) == (month, year, "")


def test_a_month_alone_has_the_settings_name() -> None:
    names = [f"mwa{number}" for number in range(1, 13)]
    assert languages.describe("ht", replace(SITE, months={"ht": names})).date("2026-08") == "mwa8 2026"


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("en", "February 5, 2026"),
        ("es", "5 de febrero de 2026"),
        ("zh_Hant", "2026年2月5日"),
        ("pt_BR", "5 de fevereiro de 2026"),
        ("fr", "5 février 2026"),
        ("ru", "5 февраля 2026\u202fг."),
        ("qqq", "2026-02-05"),
    ],
)
def test_a_date_is_written_as_the_language_writes_it(code: str, written: str) -> None:
    assert languages.describe(code, SITE).date(DAY).replace("\u00a0", "\u202f") == written


@pytest.mark.parametrize("month", range(1, 13))
def test_months_that_babel_lacks_are_the_sites_own(month: int) -> None:
    names = ["janvye", "fevriye", "mas", "avril", "me", "jen", "jiyè", "out", "septanm", "oktòb", "novanm", "desanm"]
    day = DAY.replace(month=month)
    assert languages.describe("ht", replace(SITE, months={"ht": names})).date(day) == f"5 {names[month - 1]} 2026"


@pytest.mark.parametrize("code", CODES)
def test_every_language_of_the_list_has_a_date_and_plural_forms(code: str) -> None:
    assert "2026" in languages.describe(code, SITE).date(DAY)
    assert languages.plural_forms(code).startswith("nplurals=")


def test_plural_forms_of_a_language_babel_does_not_know() -> None:
    assert languages.plural_forms("qqq") == "nplurals=2; plural=(n != 1);"
    assert languages.plural_forms("ar").startswith("nplurals=6;")


@pytest.mark.parametrize(
    ("code", "known"), [("es", True), ("zh_Hant", True), ("zh-Hant", False), ("ES", False), ("qqq", False), ("", False)]
)
def test_is_code(code: str, known: bool) -> None:
    assert languages.is_code(code) is known


# --- which catalog answers -------------------------------------------------------------------------------------------


def test_the_source_language_has_no_catalog_and_keeps_every_message(tmp_path: Path) -> None:
    write(tmp_path, {"locales/en/LC_MESSAGES/messages.po": po("en", pair("Open", "Closed"))})
    (source, _), problems = catalogs_module.read(tmp_path, SITE)
    assert (source.translate(Message("Open")), problems) == (KEEP, ())


def test_a_language_without_a_catalog_is_missing_everything(tmp_path: Path) -> None:
    (_, found), problems = catalogs_module.read(tmp_path, SITE)
    assert (said(found, "Open"), problems) == ((None, "missing"), ())
    assert found.where(Message("Open")) == (f"{HERE}/messages.po", 1)


def test_answers_say_how_they_stand_and_where(tmp_path: Path) -> None:
    found, problems = spanish(
        tmp_path,
        messages=po(
            "es",
            pair("Open", "Abrir", context="verb"),
            pair("Open", "Abierto"),
            pair("Shut", "Cerrado", above="#, fuzzy"),
            pair("Gone", ""),
        ),
    )
    assert problems == ()
    assert said(found, "Open") == ("Abierto", "draft")
    assert said(found, "Open", "verb") == ("Abrir", "draft")
    assert said(found, "Open", "noun") == (None, "missing")
    assert said(found, "Shut")[1] == "stale"
    assert said(found, "Gone")[1] == "missing"
    path, line = found.where(Message("Shut"))
    assert (tmp_path / path).read_text(encoding="utf-8").split("\n")[line - 1] == 'msgid "Shut"'


def test_an_obsolete_entry_says_nothing(tmp_path: Path) -> None:
    found, _ = spanish(tmp_path, messages=po("es") + b'\n#~ msgid "Open"\n#~ msgstr "Abierto"\n')
    assert said(found, "Open") == (None, "missing")


def test_of_several_parts_the_first_translation_wins(tmp_path: Path) -> None:
    found, problems = spanish(
        tmp_path,
        a=po("es", pair("One", ""), pair("Two", "Dos A"), pair("Four", "x", above="#, fuzzy")),
        b=po("es", pair("One", "Uno B"), pair("Four", "")),
        messages=po("es", pair("One", ""), pair("Five", "Cinco M")),
    )
    assert problems == ()
    answers = {text: said(found, text) for text in ("One", "Two", "Five")}
    assert answers == {"One": ("Uno B", "draft"), "Two": ("Dos A", "draft"), "Five": ("Cinco M", "draft")}
    assert said(found, "Four")[1] == "stale"
    assert found.where(Message("One"))[0] == f"{HERE}/b.po"


COPIES = (
    *("messages (1)", "messages - Copy", "Copy of messages", "messages (copy)", "messages 2", "messages.temp", "es", "0"),
    *("messages (María's conflicted copy 2026-12-01)", "messages.sync-conflict-20261201-120000-ABCDEFG", "messages-LAPTOP"),
)


@pytest.mark.parametrize("name", COPIES)
def test_the_catalog_wins_over_a_copy_beside_it_and_the_copy_is_told(tmp_path: Path, name: str) -> None:
    old = po("es", pair("One", "Viejo"), pair("Two", "Dos"), pair("Three", ""))
    own = po("es", pair("One", "Uno"), pair("Two", "Dos nuevo", above="#, fuzzy"), pair("Three", "Tres"))
    found, problems = spanish(tmp_path, messages=own, **{name: old})
    assert [said(found, text) for text in ("One", "Two", "Three")] == [
        ("Uno", "draft"),
        ("Dos nuevo", "stale"),
        ("Tres", "draft"),
    ]
    assert [(fault.path, fault.level, fault.rule) for fault in problems] == [(f"{HERE}/{name}.po", "warning", "catalog-copy")]
    assert f"2 of its 2 translations stand in {HERE}/messages.po" in problems[0].text
    assert catalogs_module.read_parts(tmp_path, "es", found.catalogs[0]) == ((), ())


def test_a_copy_of_a_part_does_not_win_either(tmp_path: Path) -> None:
    part, copy = po("es", pair("One", "Uno")), po("es", pair("One", "Viejo"))
    found, problems = spanish(tmp_path, legal=part, **{"legal (1)": copy})
    assert said(found, "One") == ("Uno", "draft")
    assert [fault.path for fault in problems] == [f"{HERE}/legal (1).po"]
    assert [one.path for one in catalogs_module.read_parts(tmp_path, "es", None)[0]] == [f"{HERE}/legal.po"]


def test_a_refused_catalog_is_told_and_the_others_answer(tmp_path: Path) -> None:
    found, problems = spanish(tmp_path, a=b"\xff\xfe", messages=po("es", pair("One", "Uno")))
    assert [(problem.path, problem.level) for problem in problems] == [(f"{HERE}/a.po", "error")]
    assert said(found, "One") == ("Uno", "draft")
    others, faults = catalogs_module.read_parts(tmp_path, "es", found.catalogs[0])
    assert (others, [problem.path for problem in faults]) == ((), [f"{HERE}/a.po"])


def test_a_catalog_of_another_language_in_this_folder_is_refused(tmp_path: Path) -> None:
    found, problems = spanish(tmp_path, messages=po("fr", pair("One", "Un")))
    assert [problem.path for problem in problems] == [f"{HERE}/messages.po"]
    assert said(found, "One") == (None, "missing")


def test_compiled_catalogs_hidden_files_and_folders_are_not_read(tmp_path: Path) -> None:
    catalog = po("es", pair("One", "Viejo"))
    write(
        tmp_path,
        {
            f"{HERE}/.messages.po": catalog,
            f"{HERE}/messages.po~": catalog,
            f"{HERE}/old/messages.po": catalog,
            f"{HERE}/a.pot": catalog,
        },
    )
    (tmp_path / HERE / "folder.po").mkdir()
    with open(tmp_path / HERE / ".messages.po", "rb") as source, open(tmp_path / HERE / "messages.mo", "wb") as target:
        write_mo(target, babel_read(source))
    found, problems = spanish(tmp_path)
    assert (said(found, "One"), problems, found.catalogs) == ((None, "missing"), (), ())


WIDE = replace(SITE, locales=("en", "es", "pt_BR", "zh_Hans", "zh_Hant", "kea"))
UNREAD = {
    "pt-BR/LC_MESSAGES/messages.po": "pt_BR/LC_MESSAGES/messages.po",
    "pt_br/LC_MESSAGES/messages.po": "pt_BR/LC_MESSAGES/messages.po",
    "PT-br/messages.po": "pt_BR/LC_MESSAGES/messages.po",
    "pt_BR/messages.po": "pt_BR/LC_MESSAGES/messages.po",
    "pt_BR/lc_messages/messages.po": "pt_BR/LC_MESSAGES/messages.po",
    "pt_BR.po": "pt_BR/LC_MESSAGES/messages.po",
    "pt-BR.PO": "pt_BR/LC_MESSAGES/messages.po",
    "pt_BR/LC_MESSAGES/messages.PO": "pt_BR/LC_MESSAGES/messages.po",
    "pt_BR/LC_MESSAGES/legal.Po": "pt_BR/LC_MESSAGES/legal.po",
    "pt_BR/LC_MESSAGES/messages.po.txt": "pt_BR/LC_MESSAGES/messages.po",
    "pt_BR/LC_MESSAGES/more/messages.po": "pt_BR/LC_MESSAGES/messages.po",
    "zh-Hans-CN/LC_MESSAGES/messages.po": "zh_Hans/LC_MESSAGES/messages.po",
    "zh_TW/LC_MESSAGES/messages.po": "zh_Hant/LC_MESSAGES/messages.po",
    "es-MX/LC_MESSAGES/messages.po": "es/LC_MESSAGES/messages.po",
    "KEA/LC_MESSAGES/messages.po": "kea/LC_MESSAGES/messages.po",
    "messages/pt.po": "LOCALE/LC_MESSAGES/",
    "de-DE/messages.po": "de_DE/LC_MESSAGES/messages.po",
    "es/LC_MESSAGES/folder.po/messages.po": "es/LC_MESSAGES/",
}


@pytest.mark.parametrize("name", UNREAD)
def test_a_catalog_that_nobody_reads_is_told_with_its_right_name(tmp_path: Path, name: str) -> None:
    write(tmp_path, {f"locales/{name}": po("es", pair("One", "Uno"))})
    (*_, found) = catalogs_module.unread(tmp_path, WIDE)
    assert (found.path, found.line, found.level, found.rule) == (f"locales/{name}", 1, "warning", "catalog-unread")
    assert f"locales/{UNREAD[name]}" in found.hint


def test_what_is_read_or_no_catalog_is_not_told(tmp_path: Path) -> None:
    names = ("messages.pot", "README.md", "glossary.toml", "es/LC_MESSAGES/messages.po", "es/LC_MESSAGES/legal.po")
    more = ("es/LC_MESSAGES/messages.mo", "es/LC_MESSAGES/.messages.po.swp", ".git/es.po", "notes/policy.txt", "es/report.pdf")
    write(tmp_path, {f"locales/{name}": po("es") for name in (*names, *more)})
    assert catalogs_module.unread(tmp_path, WIDE) == ()
    assert catalogs_module.unread(tmp_path / "nothing", WIDE) == ()


@pytest.mark.parametrize("name", ["messages.po~", "messages.po.orig", "messages.po.bak", "messages.po.rej"])
def test_a_backup_and_a_language_to_come_are_told_and_stop_nothing(tmp_path: Path, name: str) -> None:
    write(tmp_path, {f"{HERE}/{name}": po("es"), "locales/fr/LC_MESSAGES/messages.po": po("fr")})
    backup, later = catalogs_module.unread(tmp_path, WIDE)
    assert (backup.path, backup.level, later.level) == (f"{HERE}/{name}", "info", "info")
    assert 'Add "fr" to locales' in later.hint


@pytest.mark.parametrize("link", ["locales", "locales/es", HERE, f"{HERE}/messages.po"])
def test_a_link_out_of_the_site_is_refused_and_one_inside_is_followed(tmp_path: Path, link: str) -> None:
    for inside in (False, True):
        root = tmp_path / f"site{inside}"
        outside = root / "kept" if inside else tmp_path / "secret"
        target = write(outside, {f"{HERE}/messages.po": po("es", pair("One", "Uno"))}) / link
        (root / link).parent.mkdir(parents=True, exist_ok=True)
        (root / link).symlink_to(target)
        (_, found), problems = catalogs_module.read(root, SITE)
        assert said(found, "One")[0] == ("Uno" if inside else None)
        assert [(fault.path, fault.level, fault.rule) for fault in problems] == (
            [] if inside else [(f"{HERE}/messages.po", "error", "outside")]
        )


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_a_pipe_a_device_and_a_circle_of_links_are_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, {f"{HERE}/messages.po": po("es", pair("One", "Uno"))})
    os.mkfifo(tmp_path / HERE / "a.po")
    (tmp_path / HERE / "b.po").symlink_to("b.po")
    (tmp_path / HERE / "c.po").symlink_to("nowhere")
    (_, found), problems = catalogs_module.read(tmp_path, SITE)
    assert said(found, "One") == ("Uno", "draft")
    assert [(fault.path[-4:], fault.level, fault.rule) for fault in problems] == [
        ("a.po", "error", "not-a-file"),
        ("b.po", "error", "unreadable"),
        ("c.po", "error", "unreadable"),
    ]


def test_a_catalog_of_windows_answers_like_any_other(tmp_path: Path) -> None:
    found, problems = spanish(tmp_path, messages=b"\xef\xbb\xbf" + po("es", pair("One", "Uno")).replace(b"\n", b"\r\n"))
    assert [problem for problem in problems if problem.level == "error"] == []
    assert said(found, "One") == ("Uno", "draft")


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    assert said(spanish(tmp_path, messages=po("es", pair("One", "Uno")))[0], "One") == ("Uno", "draft")
    assert said(spanish(tmp_path, messages=po("es", pair("One", "Una")))[0], "One") == ("Una", "draft")


def test_a_catalog_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    found, problems = catalogs_module.read_catalog(tmp_path, "locales/none.po", "es")
    assert found is None
    assert [(problem.path, problem.rule) for problem in problems] == [("locales/none.po", "unreadable")]


@pytest.mark.parametrize("code", CODES[1:])
def test_a_new_catalog_is_valid_empty_and_complete(tmp_path: Path, code: str) -> None:
    pot = merge.template([Message("One"), Message("Open", "verb")], project="A")
    made = catalogs_module.fresh(code, pot)
    assert made.path == catalogs_module.path(code) == f"locales/{code}/LC_MESSAGES/messages.po"
    write(tmp_path, {made.path: po_files.dump(made)})
    (_, found), problems = catalogs_module.read(tmp_path, replace(SITE, locales=("en", code)))
    assert problems == ()
    assert [said(found, "One"), said(found, "Open", "verb")] == [("", "missing")] * 2


def test_months_have_their_names_and_the_settings_and_other_spellings_too() -> None:
    creole = replace(SITE, months={"ht": [f"m{number}" for number in range(1, 13)]})
    names = languages.month_names(languages.describe("ht", creole))
    assert (len(names), names[1][:2]) == (12, ("m2", "février"))
    assert "Maajo" in languages.month_names(languages.describe("so", SITE))[4]
    assert languages.month_names(languages.describe("es", SITE))[1][0] == "febrero"
    for code, number, name in (
        *(
            ("ar", 2, "شباط"),
            ("ar", 9, "أيلول"),
            ("ar", 2, "فيفري"),
            ("es", 9, "setiembre"),
            ("fr", 2, "févr."),
            ("es", 2, "feb."),
        ),
        *(("vi", 2, "tháng hai"), ("zh_Hant", 2, "二月"), ("ru", 5, "май"), ("pt_BR", 3, "março")),
    ):
        named = [month for month, names in enumerate(languages.month_names(languages.describe(code, SITE)), 1) if name in names]
        assert named == [number]
    assert not any(
        name.isdigit() or name.startswith("M0") for name in languages.month_names(languages.describe("zh_Hans", SITE))[0]
    )
    assert languages.month_names(languages.describe("en", SITE))[1] == ("February", "Feb")
    assert languages.month_names(languages.describe("xx", SITE)) == ()
