"""The PO codec: tables of what it reads, writes and refuses, and the laws, with Babel and polib as oracles."""

from __future__ import annotations

import io
import os
import subprocess
import sysconfig
import time
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import polib  # type: ignore[import-untyped]
import pytest
from babel.messages.catalog import Catalog as BabelCatalog
from babel.messages.pofile import read_po, write_po
from hypothesis import given, settings
from hypothesis import strategies as st

import make
from lantern.locales import po
from lantern.locales.po import Catalog, Entry, annotate, dump, parse
from lantern.message import unsafe
from lantern.problem import Problem

FIELDS = (
    "Project-Id-Version: test\n"
    "PO-Revision-Date: 2026-01-05 10:00+0000\n"
    "Last-Translator: A Person <person@lantern.example>\n"
    "Language-Team: none\n"
    "Language: es\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Plural-Forms: nplurals=2; plural=(n != 1);\n"
    "X-Generator: another tool\n"
)
HEAD = 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in FIELDS.splitlines())
BODY_LINE = HEAD.count("\n") + 2
"""The line of the first thing after HEAD and a blank line."""


def read(text: str | bytes, language: str | None = "es") -> tuple[Catalog | None, tuple[Problem, ...]]:
    return parse(text if isinstance(text, bytes) else text.encode(), "locales/es.po", language=language)


def good(text: str | bytes, language: str | None = "es") -> Catalog:
    """The catalog of a file without a fault."""
    found, problems = read(text, language)
    assert found is not None
    assert problems == ()
    return found


def one(text: str) -> Entry:
    """The only entry of a file that holds HEAD and this."""
    entries = good(f"{HEAD}\n{text}").entries
    assert len(entries) == 1
    return entries[0]


# --- reading and writing, by example ---------------------------------------------------------------------------------

READ = {
    "plain": ('msgid "a"\nmsgstr "b"\n', Entry(None, "a", strings=("b",))),
    "untranslated": ('msgid "a"\nmsgstr ""\n', Entry(None, "a")),
    "context": ('msgctxt "menu"\nmsgid "a"\nmsgstr "b"\n', Entry("menu", "a", strings=("b",))),
    "empty context": ('msgctxt ""\nmsgid "a"\nmsgstr "b"\n', Entry("", "a", strings=("b",))),
    "plural": (
        'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[1] "bs"\n',
        Entry(None, "a", "as", ("b", "bs")),
    ),
    "plural on many lines": (
        'msgid "a"\nmsgid_plural ""\n"a\\n"\n"s"\nmsgstr[0] ""\n"b\\n"\n"msgstr[1]"\nmsgstr[1] "x"\n',
        Entry(None, "a", "a\ns", ("b\nmsgstr[1]", "x")),
    ),
    "many lines": ('msgid ""\n"a\\n"\n"b"\nmsgstr ""\n"c "\n"d"\n', Entry(None, "a\nb", strings=("c d",))),
    "escapes": (r'msgid "\"\\n\n\t\\\\"' + '\nmsgstr "x"\n', Entry(None, '"\\n\n\t\\\\', strings=("x",))),
    "white space around": ('  msgid\t"a"  \n\tmsgstr"b"\t\n', Entry(None, "a", strings=("b",))),
    "line ends of Windows": (
        r'msgid "a\r\nb"' + "\n" + r'msgstr "b\rc\\r"' + "\n",
        Entry(None, "a\nb", strings=("b\nc\\r",)),
    ),
    "a raw tab": ('msgid "a\tb"\nmsgstr "b"\n', Entry(None, "a\tb", strings=("b",))),
    "all remarks": (
        "# first\n#\n#second\n#. note\n#: a.md b.md\n#: c.md\n#, fuzzy, python-brace-format,x-mine\n"
        '#| msgctxt "old"\n#| msgid ""\n#| "o\\n"\n#| "ld"\nmsgid "a"\nmsgstr "b"\n',
        Entry(
            None,
            "a",
            strings=("b",),
            comments=("first", "", "second"),
            notes=("note",),
            references=("a.md", "b.md", "c.md"),
            flags=("fuzzy", "python-brace-format", "x-mine"),
            previous=("old", "o\nld", None),
        ),
    ),
    "a file name with a space": (
        '#: \u2068a b.md\u2069 c.md\nmsgid "a"\nmsgstr "b"\n',
        Entry(None, "a", strings=("b",), references=("a b.md", "c.md")),
    ),
    "remarks after a blank line": ('# x\n\n\nmsgid "a"\nmsgstr "b"\n', Entry(None, "a", strings=("b",), comments=("x",))),
    "obsolete": (
        '# note\n#, fuzzy\n#~| msgid "old"\n#~ msgctxt "c"\n#~ msgid ""\n#~ "a\\n"\n#~ "b"\n#~ msgstr "c"\n',
        Entry("c", "a\nb", strings=("c",), comments=("note",), flags=("fuzzy",), previous=(None, "old", None), obsolete=True),
    ),
    "obsolete without spaces": ('#~msgid "a"\n#~msgstr "b"\n#~\n', Entry(None, "a", strings=("b",), obsolete=True)),
    "previous plural": (
        '#, fuzzy\n#| msgid "o"\n#| msgid_plural "os"\nmsgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[1] "c"\n',
        Entry(None, "a", "as", ("b", "c"), flags=("fuzzy",), previous=(None, "o", "os")),
    ),
}


@pytest.mark.parametrize("text", READ)
def test_an_entry_is_read_and_comes_back_byte_for_byte(text: str) -> None:
    source, entry = READ[text]
    found = good(f"{HEAD}\n{source}")
    assert found.entries == (entry,)
    assert dump(found).decode() == f"{HEAD}\n{source}"


def test_an_entry_knows_its_line_and_its_lines() -> None:
    entry = one('# note\nmsgctxt "c"\nmsgid "a"\nmsgstr "b"\n')
    assert entry.line == BODY_LINE + 2
    assert entry.raw == ("", "# note", 'msgctxt "c"', 'msgid "a"', 'msgstr "b"')
    assert entry.key == ("c", "a")
    assert not entry.fuzzy


def test_the_header_is_a_mapping() -> None:
    found = good(HEAD)
    assert found.headers["X-Generator"] == "another tool"
    assert list(found.headers)[:2] == ["Project-Id-Version", "PO-Revision-Date"]
    assert found.plural_count == 2
    broken = HEAD.replace('nplurals=2; plural=(n != 1);\\n"', 'nplurals=2; \\n"\n"plural=(n == 1 ? 0 : 1);\\n"')
    assert good(broken).headers["Plural-Forms"] == "nplurals=2; plural=(n == 1 ? 0 : 1);"


def test_texts_are_read_in_one_form_of_unicode_and_their_lines_kept() -> None:
    body = 'msgctxt "señal"\nmsgid "Se citó"\nmsgid_plural "Se citó a Ngữ"\nmsgstr[0] "cita"\n"́ción"\nmsgstr[1] "é"\n'
    source = f'{HEAD}\n#, fuzzy\n#| msgid "Citó"\n{unicodedata.normalize("NFD", body)}'
    source = source.replace("Citó", unicodedata.normalize("NFD", "Citó"))
    found = good(source)
    expected = ("señal", "Se citó", "Se citó a Ngữ", ("citáción", "é"), (None, "Citó", None))
    (entry,) = found.entries
    assert (entry.context, entry.text, entry.plural, entry.strings, entry.previous) == expected
    assert dump(found).decode() == source
    assert unicodedata.is_normalized("NFC", dump(po.tidy(found)).decode())


WRITTEN = {
    "plain": (Entry(None, "a", strings=("b",)), 'msgid "a"\nmsgstr "b"\n'),
    "lines": (Entry(None, "a\nb", strings=("c\n",)), 'msgid ""\n"a\\n"\n"b"\nmsgstr "c\\n"\n'),
    "two line ends": (Entry(None, "a\n\n", strings=("",)), 'msgid ""\n"a\\n"\n"\\n"\nmsgstr ""\n'),
    "escapes": (Entry(None, '\\n"\t', strings=("b",)), 'msgid "\\\\n\\"\\t"\nmsgstr "b"\n'),
    "long text": (Entry(None, "word " * 60 + "end"), f'msgid "{"word " * 60}end"\nmsgstr ""\n'),
    "plural": (
        Entry("c", "a", "as", ("b", "bs")),
        'msgctxt "c"\nmsgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[1] "bs"\n',
    ),
    "remarks": (
        Entry(None, "a", None, ("b",), ("hi", "", "two\nlines"), ("note",), ("a.md", "b c.md"), ("fuzzy", "x"), ("c", "o", None)),
        "# hi\n#\n# two\n# lines\n#. note\n#: a.md \u2068b c.md\u2069\n#, fuzzy, x\n"
        '#| msgctxt "c"\n#| msgid "o"\nmsgid "a"\nmsgstr "b"\n',
    ),
    "a backslash before a line end": (
        Entry(None, "a", strings=("b",), comments=("x\\",), notes=("y\\",)),
        '# x\\ \n#. y\\ \nmsgid "a"\nmsgstr "b"\n',
    ),
    "obsolete": (
        Entry(None, "a\nb", strings=("c",), comments=("hi",), flags=("fuzzy",), previous=(None, "o", None), obsolete=True),
        '# hi\n#, fuzzy\n#~| msgid "o"\n#~ msgid ""\n#~ "a\\n"\n#~ "b"\n#~ msgstr "c"\n',
    ),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_an_entry_is_written_in_gnu_style(name: str) -> None:
    entry, text = WRITTEN[name]
    empty = good(HEAD)
    assert dump(replace(empty, entries=(entry,))).decode() == f"{HEAD}\n{text}"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_new_entries_take_the_line_ends_of_the_file(end: str) -> None:
    found = good(HEAD.replace("\n", end).encode())
    assert found.newline == end
    assert dump(replace(found, entries=(Entry(None, "a"),))).decode() == f'{HEAD}\nmsgid "a"\nmsgstr ""\n'.replace("\n", end)


def test_a_file_without_a_last_line_end_can_grow() -> None:
    found = good(f'{HEAD}\nmsgid "a"\nmsgstr "b"')
    grown = dump(replace(found, entries=(*found.entries, Entry(None, "c"))))
    assert grown.decode() == f'{HEAD}\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr ""\n'


def test_mixed_line_ends_and_a_last_comment_stay() -> None:
    text = HEAD + '\r\n\n# x\r\nmsgid "a"\nmsgstr "b"\r\n\n\n# vim: set nowrap\n'
    found = good(text)
    assert found.entries == (Entry(None, "a", strings=("b",), comments=("x",)),)
    assert dump(found).decode() == text


def test_a_byte_order_mark_is_kept_and_told() -> None:
    found, problems = read("\ufeff" + HEAD)
    assert found is not None
    assert [(p.level, p.rule) for p in problems] == [("info", "catalog-encoding")]
    assert dump(found).decode() == "\ufeff" + HEAD


def test_annotate_touches_no_other_line() -> None:
    body = '#odd\n#: a.md\n#: b.md\n#. n\n#, fuzzy\n#| msgid "o"\nmsgid ""\n"wra"\n"pped"\nmsgstr ""\n"also "\n"this"\n'
    found = good(f"{HEAD}\n{body}".replace("\n", "\r\n").encode())
    changed = annotate(found.entries[0], references=["c.md"], comments=["odd", "new"])
    text = dump(replace(found, entries=(changed,))).decode()
    expected = body.replace("#odd\n", "# odd\n# new\n#. n\n").replace("#: a.md\n#: b.md\n#. n\n", "#: c.md\n")
    assert text == f"{HEAD}\n{expected}".replace("\n", "\r\n")
    assert good(text.encode()).entries == (changed,)
    assert annotate(found.entries[0], flags=["fuzzy"]) is not found.entries[0]
    assert annotate(found.entries[0], flags=["fuzzy"]).raw == found.entries[0].raw


FLAGGED = {
    "#= fuzzy, no-wrap": ("fuzzy", "no-wrap"),
    "#=fuzzy": ("fuzzy",),
    "#= no-wrap\n#, fuzzy": ("no-wrap", "fuzzy"),
    "#, fuzzy\n#= python-brace-format, no-wrap": ("fuzzy", "python-brace-format", "no-wrap"),
    "#, fuzzy\n#= fuzzy\n#=\n#= ,": ("fuzzy",),
    " \t#=\tFuzzy ,no-wrap": ("fuzzy", "no-wrap"),
    "#, fuzzy python-brace-format": ("fuzzy", "python-brace-format"),
    "#, FUZZY": ("fuzzy",),
    "#= range: 0..10, x-mine": ("range: 0..10", "x-mine"),
    "#= not-fuzzy": ("not-fuzzy",),
    "# = fuzzy": (),
    "#. = fuzzy": (),
}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("lines", FLAGGED)
def test_flags_are_read_from_either_line_and_kept(lines: str, end: str) -> None:
    source = f'{HEAD}\n# ana\n{lines}\nmsgid "a"\nmsgstr "b"\n'.replace("\n", end)
    found = good(source.encode())
    assert (found.entries[0].flags, found.entries[0].fuzzy) == (FLAGGED[lines], "fuzzy" in FLAGGED[lines])
    assert dump(found).decode() == source
    tidied = dump(po.tidy(found))
    assert good(tidied).entries == found.entries
    assert b"#=" not in tidied
    other = annotate(found.entries[0], flags=["fuzzy", "x"])
    assert good(dump(replace(found, entries=(other,)))).entries == (other,)
    gone = source.replace("msg", "#~ msg").replace("#~ msg", "msg", 2)
    assert good(gone.encode()).entries[0].flags == FLAGGED[lines]


# --- what is refused -------------------------------------------------------------------------------------------------

AT = BODY_LINE
OK = 'msgid "a"\nmsgstr "b"\n'
BROKEN: dict[str, tuple[str | bytes, int, str]] = {
    "empty": (b"", 1, "catalog-empty"),
    "white space": (b" \r\n\t\n", 1, "catalog-empty"),
    "only a byte order mark": (b"\xef\xbb\xbf\n", 1, "catalog-empty"),
    "only comments": ("# msgid to come\n", 1, "catalog-header"),
    "web page": ("<!DOCTYPE html>\n<html><body>504 Gateway Timeout</body></html>\n", 1, "catalog-not-po"),
    "web page that says msgid": ('<!DOCTYPE html>\n<p>msgid "a"</p>\n', 1, "catalog-syntax"),
    "JSON": ('{"error": "not found"}\n', 1, "catalog-not-po"),
    "prose": ("Hello there\n", 1, "catalog-not-po"),
    "compiled": (b"\xde\x12\x04\x95\x00\x00\x00\x00", 1, "catalog-not-po"),
    "UTF-16": (HEAD.encode("utf-16"), 1, "catalog-encoding"),
    "UTF-16 without mark": (HEAD.encode("utf-16-le"), 1, "catalog-not-po"),
    "Latin-1": (f'{HEAD}\nmsgid "a"\nmsgstr "años"\n'.encode("latin-1"), AT + 1, "catalog-encoding"),
    "Windows-1251": (f'{HEAD}\nmsgid "a"\nmsgstr "права"\n'.encode("cp1251"), AT + 1, "catalog-encoding"),
    "overlong UTF-8": (f"{HEAD}\n".encode() + b'msgid "a"\nmsgstr "\xc0\xaf"\n', AT + 1, "catalog-encoding"),
    "surrogate": (f"{HEAD}\n".encode() + b'msgid "a"\nmsgstr "\xed\xa0\x80"\n', AT + 1, "catalog-encoding"),
    "cut inside a letter": (f'{HEAD}\nmsgid "a"\nmsgstr "é'.encode()[:-1], AT + 1, "catalog-encoding"),
    "charset ISO-8859-1": (HEAD.replace("UTF-8", "ISO-8859-1"), 9, "catalog-encoding"),
    "charset UTF-7": (HEAD.replace("UTF-8", "utf-7"), 9, "catalog-encoding"),
    "charset placeholder": (HEAD.replace("UTF-8", "CHARSET"), 9, "catalog-encoding"),
    "two charsets": (HEAD + '"Content-Type: text/plain; charset=UTF-7\\n"\n', 9, "catalog-header"),
    "two languages": (HEAD + '"language: es\\n"\n', 7, "catalog-header"),
    "too big": (HEAD.encode() + b"#" * po.SIZE_LIMIT, 1, "catalog-size"),
    "no header": (OK, 1, "catalog-header"),
    "empty header": ('msgid ""\nmsgstr ""\n\n' + OK, 1, "catalog-header"),
    "obsolete header": ('#~ msgid ""\n#~ msgstr "Language: es\\n"\n', 1, "catalog-header"),
    "header in the middle": (f"{OK}\n{HEAD}", 4, "catalog-header"),
    "second header": (f"{HEAD}\n{OK}\n{HEAD}", AT + 3, "catalog-header"),
    "second header with a context": (f'{HEAD}\nmsgctxt "x"\nmsgid ""\nmsgstr "y"\n', AT + 1, "catalog-header"),
    "header with plural": (
        HEAD.replace("msgstr", 'msgid_plural ""\nmsgstr[0]', 1) + 'msgstr[1] ""\n',
        1,
        "catalog-header",
    ),
    "another language": (HEAD.replace("Language: es", "Language: ar"), 7, "catalog-language"),
    "absurd nplurals": (HEAD.replace("nplurals=2", "nplurals=30000000"), 11, "catalog-plural"),
    "nplurals 0": (HEAD.replace("nplurals=2", "nplurals=0"), 11, "catalog-plural"),
    "nplurals unknown": (
        f'{HEAD.replace("nplurals=2", "nplurals=INTEGER")}\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\n',
        AT,
        "catalog-plural",
    ),
    "too few plural forms": (f'{HEAD}\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n', AT, "catalog-plural"),
    "too many plural forms": (
        f'{HEAD}\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""\n',
        AT,
        "catalog-plural",
    ),
    "gap in plural forms": (
        f'{HEAD}\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[2] "d"\n',
        AT,
        "catalog-plural",
    ),
    "plural forms turned round": (
        f'{HEAD}\nmsgid "a"\nmsgid_plural "b"\nmsgstr[1] "c"\nmsgstr[0] "d"\n',
        AT,
        "catalog-plural",
    ),
    "plural without form": (f'{HEAD}\nmsgid "a"\nmsgid_plural "b"\nmsgstr "c"\n', AT + 2, "catalog-syntax"),
    "form without plural": (f'{HEAD}\nmsgid "a"\nmsgstr[0] "c"\n', AT + 1, "catalog-syntax"),
    "form x": (f'{HEAD}\nmsgid "a"\nmsgid_plural "b"\nmsgstr[x] "c"\n', AT + 2, "catalog-syntax"),
    "huge form": (f'{HEAD}\nmsgid "a"\nmsgid_plural "b"\nmsgstr[{"9" * 5000}] "c"\n', AT + 2, "catalog-syntax"),
    "duplicate": (f"{HEAD}\n{OK}\n{OK}", AT + 3, "catalog-duplicate"),
    "duplicate with another translation": (f'{HEAD}\n{OK}\nmsgid "a"\nmsgstr "c"\n', AT + 3, "catalog-duplicate"),
    "duplicate with plural": (
        f'{HEAD}\n{OK}\nmsgid "a"\nmsgid_plural "as"\nmsgstr[0] ""\nmsgstr[1] ""\n',
        AT + 3,
        "catalog-duplicate",
    ),
    "duplicate written otherwise": (f'{HEAD}\n{OK}\nmsgid ""\n"a"\nmsgstr "c"\n', AT + 3, "catalog-duplicate"),
    "conflict markers": (
        f'{HEAD}\n<<<<<<< HEAD\n{OK}=======\nmsgid "a"\nmsgstr "c"\n>>>>>>> other\n',
        AT,
        "catalog-conflict",
    ),
    "conflict markers, Windows": (
        f"{HEAD}\n{OK}=======\n".replace("\n", "\r\n"),
        AT + 2,
        "catalog-conflict",
    ),
    "unclosed msgid": (f'{HEAD}\nmsgid "a\nmsgstr "b"\n', AT, "catalog-syntax"),
    "unclosed at the end": (f'{HEAD}\nmsgid "a"\nmsgstr "b', AT + 1, "catalog-truncated"),
    "unclosed after an escape": (f'{HEAD}\nmsgid "a"\nmsgstr "b\\"\n', AT + 1, "catalog-truncated"),
    "unclosed after half an escape": (f'{HEAD}\nmsgid "a"\nmsgstr "b\\', AT + 1, "catalog-truncated"),
    "ends after msgid": (f'{HEAD}\nmsgid "a"\n', AT, "catalog-truncated"),
    "ends after msgctxt": (f'{HEAD}\n{OK}\nmsgctxt "a"', AT + 3, "catalog-truncated"),
    "ends after msgid_plural": (f'{HEAD}\nmsgid "a"\nmsgid_plural "b"\n\n', AT + 1, "catalog-truncated"),
    "ends after a keyword": (f'{HEAD}\nmsgid "a"\nmsgstr', AT + 1, "catalog-syntax"),
    "ends inside a keyword": (f"{HEAD}\n{OK}\nmsgi", AT + 3, "catalog-syntax"),
    "ends after a reference": (f"{HEAD}\n{OK}\n#: content/a.md\n", AT + 3, "catalog-truncated"),
    "ends after a flag": (f"{HEAD}\n{OK}\n#, fuzzy", AT + 3, "catalog-truncated"),
    "ends after a sticky flag": (f"{HEAD}\n{OK}\n#= no-wrap", AT + 3, "catalog-truncated"),
    "ends after an obsolete previous text": (f'{HEAD}\n{OK}\n#~| msgid "o"\n', AT + 3, "catalog-truncated"),
    "ends inside an obsolete entry": (f'{HEAD}\n#~ msgid "a"\n', AT, "catalog-truncated"),
    "msgid without msgstr": (f'{HEAD}\nmsgid "a"\n\n{OK}', AT + 1, "catalog-syntax"),
    "msgid right after msgid": (f'{HEAD}\nmsgid "x"\n{OK}', AT + 1, "catalog-syntax"),
    "msgstr without msgid": (f'{HEAD}\nmsgstr "b"\n', AT, "catalog-syntax"),
    "two msgstr": (f'{HEAD}\n{OK}msgstr "c"\n', AT + 2, "catalog-syntax"),
    "msgctxt after msgid": (f'{HEAD}\nmsgid "a"\nmsgctxt "c"\nmsgstr "b"\n', AT + 1, "catalog-syntax"),
    "comment inside": (f'{HEAD}\nmsgid "a"\n# why\nmsgstr "b"\n', AT + 1, "catalog-syntax"),
    "blank line inside": (f'{HEAD}\nmsgid "a"\n\nmsgstr "b"\n', AT + 1, "catalog-syntax"),
    "text that belongs to nothing": (f'{HEAD}\n"a"\n{OK}', AT, "catalog-syntax"),
    "text after a blank line": (f'{HEAD}\n{OK}\n"a"\n', AT + 3, "catalog-syntax"),
    "quote inside": (f'{HEAD}\nmsgid "a"\nmsgstr "say "b" now"\n', AT + 1, "catalog-syntax"),
    "two texts on a line": (f'{HEAD}\nmsgid "a"\nmsgstr "b" "c"\n', AT + 1, "catalog-syntax"),
    "single quotes": (f"{HEAD}\nmsgid 'a'\nmsgstr \"b\"\n", AT, "catalog-syntax"),
    "curly quotes": (f'{HEAD}\nmsgid “a”\nmsgstr "b"\n', AT, "catalog-syntax"),
    "comment after a text": (f'{HEAD}\nmsgid "a" # x\nmsgstr "b"\n', AT, "catalog-syntax"),
    "unknown keyword": (f'{HEAD}\nmsgnote "a"\n{OK}', AT, "catalog-syntax"),
    "domain": (f'{HEAD}\ndomain "x"\n{OK}', AT, "catalog-syntax"),
    "stray text": (f"{HEAD}\n{OK}\nhello\n", AT + 3, "catalog-syntax"),
    "upper case": (f'{HEAD}\nMSGID "a"\nMSGSTR "b"\n', AT, "catalog-syntax"),
    "byte order mark in the middle": (f"{HEAD}\n\ufeff{OK}", AT, "catalog-syntax"),
    "half obsolete": (f'{HEAD}\n#~ msgid "a"\nmsgstr "b"\n', AT + 1, "catalog-syntax"),
    "half alive": (f'{HEAD}\nmsgid "a"\n#~ msgstr "b"\n', AT + 1, "catalog-syntax"),
    "broken previous text": (f'{HEAD}\n#| msgid "o\n{OK}', AT + 1, "catalog-syntax"),
    "escape x": (f'{HEAD}\nmsgid "a"\nmsgstr "\\x3cscript\\x3e"\n', AT + 1, "catalog-escape"),
    "octal escape": (f'{HEAD}\nmsgid "a"\nmsgstr "\\074"\n', AT + 1, "catalog-escape"),
    "escape u": (f'{HEAD}\nmsgid "a"\nmsgstr "\\u202e"\n', AT + 1, "catalog-escape"),
    "escaped apostrophe": (f'{HEAD}\nmsgid "a"\nmsgstr "it\\\'s"\n', AT + 1, "catalog-escape"),
    "escape in an obsolete entry": (f'{HEAD}\n#~ msgid "a"\n#~ msgstr "\\e"\n', AT + 1, "catalog-escape"),
    "old Mac line ends": (f"{HEAD}\n{OK}".replace("\n", "\r"), 1, "catalog-syntax"),
    "carriage return before a keyword": (f"\r{HEAD}", 1, "catalog-syntax"),
    "form feed between entries": (f"{HEAD}\n{OK}\f\n", AT + 2, "catalog-syntax"),
    "NUL": (f"{HEAD}\n{OK}\0\n", AT + 2, "catalog-syntax"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_catalog_is_refused_with_line_and_rule(name: str) -> None:
    data, line, rule = BROKEN[name]
    found, problems = read(data)
    assert found is None
    assert (line, rule) in [(p.line, p.rule) for p in problems if p.level == "error"], [str(p) for p in problems]
    assert all(p.path == "locales/es.po" and p.text and p.hint for p in problems if p.level == "error")


def test_what_the_table_breaks_is_whole_without_the_break() -> None:
    good(HEAD)
    good(f"{HEAD}\n{OK}")
    assert len(BROKEN) >= 80


def test_all_faults_are_told_in_one_run() -> None:
    head = HEAD.replace("Language: es", "Language: fr")
    text = f'{head}\nmsgid "a\nmsgstr "b"\n\n{OK}\n{OK}\nmsgid "c"\nmsgstr "\\q"\n'
    found, problems = read(text)
    assert found is None
    assert [(p.line, p.rule) for p in problems] == [
        (7, "catalog-language"),
        (AT, "catalog-syntax"),
        (AT + 6, "catalog-duplicate"),
        (AT + 10, "catalog-escape"),
    ]


def test_a_file_full_of_faults_is_not_told_to_the_end() -> None:
    _, problems = read(HEAD + "\nwrong" * 5000)
    assert len(problems) == po.PROBLEM_LIMIT + 1
    assert problems[-1].rule == "catalog-more"


WARNED = {
    "no language": (HEAD.replace('"Language: es\\n"\n', ""), 1, "catalog-language"),
    "empty language": (HEAD.replace("Language: es", "Language: "), 1, "catalog-language"),
    "no charset": (HEAD.replace("; charset=UTF-8", ""), 1, "catalog-encoding"),
    "obsolete twin": (f'{HEAD}\n{OK}\n#~ msgid "a"\n#~ msgstr "c"\n', AT + 3, "catalog-duplicate"),
    "two obsolete twins": (f'{HEAD}\n#~ msgid "a"\n#~ msgstr "b"\n\n#~ msgid "a"\n#~ msgstr "c"\n', AT + 3, "catalog-duplicate"),
    "control character in a comment": (f"{HEAD}\n# \x1b[2J\n{OK}", AT, "catalog-character"),
    "override in an obsolete entry": (f'{HEAD}\n#~ msgid "a"\n#~ msgstr "\u202eb"\n', AT + 1, "catalog-character"),
}


@pytest.mark.parametrize("name", WARNED)
def test_a_lesser_fault_is_a_warning(name: str) -> None:
    text, line, rule = WARNED[name]
    found, problems = read(text)
    assert found is not None
    assert [(p.line, p.level, p.rule) for p in problems] == [(line, "warning", rule)]
    assert dump(found).decode() == text


@pytest.mark.parametrize(("header", "folder"), [("zh_Hant", "zh_Hant"), ("zh-hant", "zh_Hant"), ("pt-BR", "pt_BR")])
def test_a_language_may_be_spelled_either_way(header: str, folder: str) -> None:
    good(HEAD.replace("Language: es", f"Language: {header}"), folder)


def test_a_template_needs_no_language_and_no_plural_rule() -> None:
    head = HEAD.replace("Language: es", "Language: ").replace("nplurals=2", "nplurals=INTEGER")
    good(f'{head}\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\nmsgstr[1] ""\n', None)


UNSAFE = [
    *("\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2028", "\u2029", "\0", "\x02", "\x03", "\x1b", "\x7f", "\x85"),
    *("\r", "\U000e0041", "\U000e007f", "\ufdd0", "\ufffe", "\uffff", "\U0001fffe", "\U0010ffff", "\ufffd", "\ufffb", "\u206a"),
    *("\u2066", "\u2067x", "\u2068", "\u2069", "\u2069\u2066", "\u2066\u2066\u2069"),
]
SAFE = [
    "",
    "plain",
    "a\nb\tc",
    "\u2066a\u2069",
    "\u2067a\u2068b\u2069\u2069",
    "هذا\u200f حق",
    "می\u200cروم",
    "a\u00a0b",
    "👨\u200d👩",
    "𠀀",
]


@pytest.mark.parametrize("text", UNSAFE, ids=ascii)
def test_what_hides_or_turns_text_is_unsafe(text: str) -> None:
    assert unsafe(f"a {text} b")


@pytest.mark.parametrize("text", SAFE)
def test_what_languages_need_is_safe(text: str) -> None:
    assert unsafe(text) is None


@pytest.mark.parametrize("text", [text for text in UNSAFE if text != "\r"], ids=ascii)
def test_an_unsafe_string_is_told_and_leaves_the_file_readable(text: str) -> None:
    source = f'{HEAD}\nmsgid "a"\nmsgstr ""\n"b "\n"{text} c"\n\nmsgid "d"\nmsgstr "e"\n'
    found, problems = read(source)
    assert found is not None
    assert [(p.level, p.rule) for p in problems] == [("warning", "catalog-character")]
    assert problems[0].line in {AT, AT + 3}
    assert [unsafe(entry.strings[0]) is None for entry in found.entries] == [False, True]
    assert dump(found).decode() == source


# --- on every Python, in bounded time --------------------------------------------------------------------------------

READ_ALL = """
import sys
from importlib import import_module
catalog = import_module(sys.argv[1])
for path in sys.argv[2:]:
    data = open(path, "rb").read()
    found, problems = catalog.parse(data, path, language=None)
    if found is None or catalog.dump(found) != data:
        sys.exit("\\n".join(map(str, problems)) or "written otherwise: " + path)
"""


@pytest.mark.parametrize("end", [0, -1], ids=["oldest", "newest"])
def test_the_oldest_and_the_newest_python_read_every_catalog_of_the_site(end: int) -> None:
    pythons = make.find_pythons(os.environ)
    python = pythons[sorted(pythons)[end]]
    paths = sorted(map(str, (make.ROOT / "locales").rglob("*.po*")))
    assert len(paths) >= 12
    found = {**os.environ, "PYTHONPATH": os.pathsep.join([str(make.ROOT), sysconfig.get_path("purelib")])}
    command = [str(python), "-B", "-X", "utf8", "-c", READ_ALL, po.__name__, *paths]
    done = subprocess.run(command, env=found, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, ""), f"{python}: {done.stderr}"


LONG = {
    "quotes": '"' * 400_000,
    "a text with escapes, not closed": 'msgid "' + "\\n" * 200_000,
    "a text that escapes at its end": 'msgid "' + "x" * 400_000 + "\\q",
    "texts without a message": '"a"\n' * 100_000,
    "messages without a text": "msgid\n" * 60_000,
    "keywords and nothing else": 'msgctxt "a"\n' * 40_000,
    "spaces": " \t" * 200_000 + "x",
    "previous texts": '#| msgid "a"\n' * 40_000 + OK,
    "half a previous text": '#| msgid "' + "\\\\" * 100_000 + "\n" + OK,
    "obsolete marks": "#~ " * 100_000,
    "references": "#: " + "\u2068" * 200_000 + "\n" + OK,
    "flags": "#," + "," * 400_000 + "\n" + OK,
    "header fields": 'msgid "x"\nmsgstr ""\n' + '"A: b\\n"\n' * 40_000,
}


def test_more_messages_than_are_read_are_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (po.SIZE_LIMIT, po.ENTRY_LIMIT) == (64 * 1024 * 1024, 200_000)
    monkeypatch.setattr(po, "ENTRY_LIMIT", 20)
    entries = [f'\nmsgid "{number}"\nmsgstr "x"\n' for number in range(21)]
    assert len(good(HEAD + "".join(entries[:20])).entries) == 20
    found, (problem,) = read(HEAD + "".join(entries))
    assert (found, problem.rule) == (None, "catalog-size")
    assert "21 messages; at most 20" in problem.text


@pytest.mark.parametrize("name", LONG)
def test_no_file_takes_more_than_linear_time(name: str) -> None:
    start = time.process_time()
    read(f"{HEAD}\n{LONG[name]}\n")
    assert time.process_time() - start < 5


# --- the laws --------------------------------------------------------------------------------------------------------

letters = st.characters(exclude_categories=["C", "Zl", "Zp", "Zs"], exclude_characters="\ufffc\ufffd")
pieces = st.one_of(
    st.text(letters, max_size=8),
    st.sampled_from([" ", "\n", "\t", "\\", '"', "\\n", '\\"', "\\\\", "#~ ", "#", 'msgid "', "msgstr[1]"]),
    st.sampled_from(["\u00a0", "ש\u200f", "م", "👨\u200d👩"]),
)
texts = st.lists(pieces, max_size=6).map("".join).map(partial(unicodedata.normalize, "NFC"))
solid = texts.filter(lambda text: bool(text.strip()))
words = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="\ufffc\ufffd:,"), min_size=1, max_size=8)
remarks = st.lists(st.lists(words, min_size=1, max_size=3).map(" ".join), max_size=3, unique=True).map(tuple)
names = st.from_regex(r"[a-z]{1,5}/[a-z-]{1,8}\.md", fullmatch=True)
marks = st.sampled_from(["python-brace-format", "no-wrap", "x-mine", "max-length:30"])


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Any entry that a file can hold."""
    plural = draw(st.none() | solid)
    obsolete = draw(st.booleans())
    fuzzy = draw(st.booleans())
    flags = draw(st.lists(marks, max_size=2, unique=True))
    return Entry(
        draw(st.none() | solid),
        draw(solid),
        plural,
        draw(st.tuples(texts) if plural is None else st.tuples(texts, texts)),
        draw(remarks),
        () if obsolete else draw(remarks),
        () if obsolete else tuple(draw(st.lists(names, max_size=3, unique=True))),
        (*(["fuzzy"] if fuzzy else []), *flags),
        draw(st.none() | st.tuples(st.none() | solid, solid, st.none() | solid)) if fuzzy else None,
        obsolete,
    )


lists = st.lists(entries(), max_size=5, unique_by=lambda entry: entry.text)


def fresh(found: list[Entry]) -> Catalog:
    return Catalog("locales/es.po", Entry(None, "", strings=(FIELDS,)), tuple(found))


@st.composite
def laid_out(draw: st.DrawFn, found: list[Entry]) -> str:
    """The entries as some other tool or hand would write them: wrapped anywhere, indented, with any line ends."""
    lines: list[str] = []
    for line in dump(fresh(found)).decode().split("\n")[:-1]:
        before, quote, inner = line.partition('"')
        mark = before[:3].rstrip() if before.startswith(("#~", "#|")) else ""
        if not quote or (mark == "" and before.startswith("#")):
            lines.append(line)
            continue
        inner, cuts = inner[:-1], draw(st.lists(st.integers(1, 12), max_size=3))
        parts = [""] if draw(st.booleans()) else []
        for cut in cuts:
            cut -= inner[:cut].endswith("\\") and not inner[:cut].endswith("\\\\")
            if 0 < cut < len(inner) and "\\" not in inner[:cut]:
                parts.append(inner[:cut])
                inner = inner[cut:]
        parts.append(inner)
        lines.append(f'{before}"{parts[0]}"')
        lines += [f'{"#~|" if before.startswith("#~|") else mark} "{part}"' for part in parts[1:]]
    indents = st.sampled_from(["", "", "", " ", "\t"])
    ends = st.sampled_from(["\n", "\n", "\r\n", " \n"])
    text = "".join(draw(indents) + line + draw(ends) for line in lines)
    return text if draw(st.booleans()) else text.rstrip()


@given(lists)
def test_what_is_written_is_read_as_it_was(found: list[Entry]) -> None:
    again = good(dump(fresh(found)))
    assert again.entries == tuple(found)
    assert again.header == fresh(found).header


@given(st.data(), lists)
def test_a_file_of_any_layout_reads_the_same_and_comes_back_byte_for_byte(data: st.DataObject, found: list[Entry]) -> None:
    text = data.draw(laid_out(found))
    again = good(text)
    assert again.entries == tuple(found)
    assert dump(again).decode() == text


@given(st.data(), lists)
def test_our_reader_equals_babels(data: st.DataObject, found: list[Entry]) -> None:
    text = data.draw(laid_out([replace(entry, previous=None) if entry.obsolete else entry for entry in found]))  # it has no "#~|"
    oracle = read_po(io.BytesIO(text.encode()), abort_invalid=True)
    ours = good(text)
    active, gone = [message for message in oracle if message.id], list(oracle.obsolete.values())
    assert [entry.text for entry in ours.entries if not entry.obsolete] == [ids(message.id)[0] for message in active]
    assert {entry.text for entry in ours.entries if entry.obsolete} == {ids(message.id)[0] for message in gone}
    for message in [*active, *gone]:
        entry = next(entry for entry in ours.entries if entry.text == ids(message.id)[0])
        assert (entry.context, entry.plural, entry.strings) == (message.context, ids(message.id)[1], both(message.string))
        guessed = {"python-format", "python-brace-format"}  # it gives and takes these by its own lights
        assert set(entry.flags) - guessed == message.flags - guessed
        assert entry.notes == tuple(message.auto_comments)
        assert entry.references == tuple(name for name, _ in message.locations)
        assert told(message.user_comments) == told(entry.comments)


def told(comments: Iterable[str]) -> list[str]:
    """The comments without those that begin with a bar: Babel takes "#|" for one of them."""
    return [text for text in comments if not text.startswith("|")]


def ids(value: str | tuple[str, ...] | list[str]) -> tuple[str, str | None]:
    return (value, None) if isinstance(value, str) else (value[0], value[1])


def both(value: str | Sequence[str] | None) -> tuple[str, ...]:
    return (value or "",) if value is None or isinstance(value, str) else tuple(value)


@given(st.data(), lists)
def test_our_reader_equals_polibs(data: st.DataObject, found: list[Entry]) -> None:
    text = dump(fresh(found)).decode()
    oracle = polib.pofile(text)
    ours = good(text)
    assert oracle.metadata == ours.headers
    for entry, other in zip(ours.entries, oracle, strict=True):
        strings = tuple(other.msgstr_plural[number] for number in sorted(other.msgstr_plural)) or (other.msgstr,)
        assert (entry.context, entry.text, entry.plural or "") == (other.msgctxt, other.msgid, other.msgid_plural)
        assert (entry.strings, entry.obsolete, list(entry.flags)) == (strings, bool(other.obsolete), other.flags)
        assert entry.obsolete or entry.previous == previous(other)
        assert "\n".join(entry.comments) == other.tcomment


def previous(entry: polib.POEntry) -> tuple[str | None, str, str | None] | None:
    if entry.previous_msgid is None:
        return None
    return (entry.previous_msgctxt, entry.previous_msgid, entry.previous_msgid_plural)


@given(lists)
def test_what_babel_writes_is_read(found: list[Entry]) -> None:
    other = BabelCatalog(locale="es", charset="utf-8")
    for entry in found:
        other.add(
            entry.text if entry.plural is None else (entry.text, entry.plural),
            entry.strings[0] if entry.plural is None else entry.strings,
            context=entry.context,
            flags=set(entry.flags),
        )
    file = io.BytesIO()
    write_po(file, other)
    ours = good(file.getvalue())
    assert [(entry.context, entry.text, entry.plural, entry.strings) for entry in ours.entries] == [
        (entry.context, entry.text, entry.plural, entry.strings) for entry in found
    ]
    assert dump(ours) == file.getvalue()


SAMPLE = dump(
    fresh(
        [
            Entry("c", "a\nb", None, ("é",), ("hi",), ("note",), ("a.md",), ("fuzzy",), (None, "o", None)),
            Entry(None, "x", "xs", ("y", "ys\n")),
            Entry(None, "old", None, ("\\t",), obsolete=True),
        ]
    )
)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_cut_anywhere_but_after_an_entry_is_refused(end: str) -> None:
    whole = SAMPLE.replace(b"\n", end.encode())
    entire = {text.rstrip() for text in whole_parts(whole.decode())}
    for size in range(len(whole)):
        found, problems = read(whole[:size])
        if found is None:
            assert problems
        else:
            assert is_whole_to_a_line(whole[:size].decode().rstrip(), entire), whole[:size][-60:]


def whole_parts(text: str) -> list[str]:
    """The text up to each line that ends a msgstr or goes on with it; a cut there cannot be told from a shorter text."""
    lines = text.splitlines(keepends=True)
    return ["".join(lines[: number + 1]) for number, line in enumerate(lines) if line.rstrip().endswith('"')]


def is_whole_to_a_line(text: str, entire: set[str]) -> bool:
    last = text.splitlines()[-1]
    return text in entire or (last[:1] == "#" and (last[1:2] in {"", " "} or last == "#~"))


SCRAPS = [b'"', b"\\", b"\n", b"\r", b"#~", b"#", b"msgid ", b'msgstr ""\n', b"\xef\xbb\xbf"]
LINES = [*HEAD.splitlines(), *SAMPLE.decode().splitlines(), "", "#~", '#~| "', "\ufeff", "\r"]


@given(st.data())
def test_damaged_bytes_never_crash_and_are_refused_or_kept(data: st.DataObject) -> None:
    damaged = bytearray(SAMPLE)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(damaged)))
        damaged[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3) | st.sampled_from(SCRAPS))
    found, problems = read(bytes(damaged))
    assert "The file cannot be read as a catalog." not in {problem.text for problem in problems}
    if found is None:
        assert any(problem.level == "error" for problem in problems)
    else:
        assert dump(found) == bytes(damaged)


@given(st.lists(st.sampled_from(LINES), max_size=12))
def test_lines_in_any_order_never_crash_and_are_refused_or_kept(lines: list[str]) -> None:
    data = (HEAD + "\n" + "\n".join(lines)).encode()
    found, problems = read(data)
    assert "The file cannot be read as a catalog." not in {problem.text for problem in problems}
    assert found is None or dump(found) == data


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_without_a_crash(data: bytes) -> None:
    found, problems = read(data)
    assert found is None
    assert any(problem.level == "error" for problem in problems)


# --- GNU gettext -----------------------------------------------------------------------------------------------------


def run(program: str, path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([program, *options, str(path)], capture_output=True, text=True, check=False, encoding="utf-8")


@settings(max_examples=20)
@given(found=st.lists(lists, min_size=5, max_size=5))
def test_gettext_opens_what_we_write_without_a_word(
    msgfmt: str, tmp_path_factory: pytest.TempPathFactory, found: list[list[Entry]]
) -> None:
    merged = {entry.key: checked(entry) for entries in found for entry in entries}
    path = tmp_path_factory.mktemp("po") / "es.po"
    path.write_bytes(dump(fresh(list(merged.values()))))
    done = run(msgfmt, path, "-c", "-o", "/dev/null")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@settings(max_examples=20)
@given(found=lists)
def test_gettext_writes_the_same_bytes(msgfmt: str, tmp_path_factory: pytest.TempPathFactory, found: list[Entry]) -> None:
    """So a tool built on gettext that saves our file unchanged leaves it unchanged."""
    kept = (
        "fuzzy",
        "no-wrap",
    )  # gettext drops flags it does not know, obsolete entries without translation, and doubts about none
    entries = [replace(checked(entry), flags=tuple(flag for flag in entry.flags if flag in kept)) for entry in found]
    entries = [Entry(None, "a", strings=("b",)), *(entry for entry in entries if all(entry.strings) and entry.text != "a")]
    path = tmp_path_factory.mktemp("po") / "es.po"
    path.write_bytes(dump(fresh(sorted(entries, key=lambda entry: entry.obsolete))))
    msgcat = str(Path(msgfmt).with_stem("msgcat"))
    done = subprocess.run([msgcat, "--no-wrap", str(path)], capture_output=True, check=True)
    assert done.stdout == path.read_bytes()


def checked(entry: Entry) -> Entry:
    """The entry as msgfmt wants it: no format to check, and line feeds at both ends of all its texts or of none."""
    flags = tuple(flag for flag in entry.flags if flag != "python-brace-format")
    strings = tuple(string.strip("\n") for string in entry.strings)
    plural = entry.plural and entry.plural.strip("\n")
    return replace(entry, flags=flags, text=entry.text.strip("\n"), plural=plural, strings=strings)


# --- our own writing ---------------------------------------------------------------------------------------------------


def test_tidy_undoes_what_another_tool_s_writer_did_and_nothing_else() -> None:
    wrapped = (
        HEADER_LINES
        + '\n#~ msgid "old"\n#~ msgstr ""\n#~ "viejo"\n\n# ana\n#, fuzzy\n#| msgid ""\n#| "b"\nmsgid ""\n"a "\n"c"\nmsgstr "x"\n'
    )
    found, _ = parse(wrapped.encode(), "es.po", language="es")
    assert found is not None
    made = dump(po.tidy(found)).decode()
    assert (
        made == HEADER_LINES + '\n# ana\n#, fuzzy\n#| msgid "b"\nmsgid "a c"\nmsgstr "x"\n\n#~ msgid "old"\n#~ msgstr "viejo"\n'
    )
    again, _ = parse(made.encode(), "es.po", language="es")
    assert again is not None
    assert set(again.entries) == set(found.entries)
    assert dump(po.tidy(again)).decode() == made


def test_tidy_keeps_line_ends() -> None:
    found, _ = parse((HEADER_LINES + '\nmsgid "a"\nmsgstr "x"\n').replace("\n", "\r\n").encode(), "es.po", language="es")
    assert found is not None
    data = dump(po.tidy(found))
    assert data.count(b"\r\n") == data.count(b"\n") == 8


HEADER_LINES = """\
msgid ""
msgstr ""
"Language: es\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""
