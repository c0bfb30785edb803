"""Text files and TOML: every fault has its line, and none of them is an exception."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.content import toml


def read(tmp_path: Path, data: bytes) -> tuple[str | None, list[str]]:
    path = tmp_path / "a.md"
    path.write_bytes(data)
    text, problems = toml.read_text(path, "content/a.md")
    return text, [str(problem).partition(": error:")[0] + " " + problem.rule for problem in problems]


@pytest.mark.parametrize("data", [b"a\nb\n", b"a\r\nb\r\n", b"a\rb\r", b"\xef\xbb\xbfa\r\nb\n"])
def test_line_ends_and_the_mark_of_windows_do_no_harm(tmp_path: Path, data: bytes) -> None:
    assert read(tmp_path, data) == ("a\nb\n", [])


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"a\nb\nna\xefve\n", 3),
        (b"a\r\n\xff", 2),
        ("é".encode("latin-1"), 1),
        ("Olá".encode("utf-16"), 1),
        (b"ok\n\xed\xa0\x80", 2),
    ],
)
def test_a_file_that_is_not_utf8_is_told_with_its_line(tmp_path: Path, data: bytes, line: int) -> None:
    assert read(tmp_path, data) == (None, [f"content/a.md:{line} encoding"])


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    assert [p.rule for p in toml.read_text(tmp_path / "none", "content/none")[1]] == ["missing-file"]
    assert [p.rule for p in toml.read_text(tmp_path, "content")[1]] == ["unreadable"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a = 1\nb = "open\nc = 2', 2),
        ("a = 1\n\nb 2\n", 3),
        ("a = 1\na = 2", 2),
        ("a = [1,\n2", 2),
        ('a = """\nopen\nfor ever\n', 3),
        ("a = 2026-02-30", 1),
        ("[a\nb = 1", 1),
        ('a = "\\q"', 1),
        ("=", 1),
        ("a = 1\n\n[b]\n[b]\n", 4),
    ],
)
def test_broken_toml_is_told_with_its_line(text: str, line: int) -> None:
    table, problems = toml.load_toml(text, "content/site.toml", shift=10)
    assert table is None
    assert [(p.path, p.line, p.rule) for p in problems] == [("content/site.toml", line + 10, "toml")]
    assert "(at " not in problems[0].text


@pytest.mark.parametrize("text", ["a = " + "1" * 5_000, "a = " + "[" * 50_000, "a = " + "{b=" * 50_000])
def test_toml_too_big_for_the_parser_is_a_problem(text: str) -> None:
    assert [p.rule for p in toml.load_toml(text, "x")[1]] == ["toml"]


@given(st.text("ab=\"[]{}\n#.'1-:T ", max_size=30))
def test_no_text_raises(text: str) -> None:
    table, problems = toml.load_toml(text, "x")
    assert (table is None) == bool(problems)
    assert all(1 <= problem.line <= text.count("\n") + 1 for problem in problems)
    toml.key_lines(text)


def test_keys_have_lines() -> None:
    text = 'name = "A"\n\n# c\n[desk]\nname = "B"\n"phone" = "1"\n[ months ]\nht = []\n[desk.more]\nx = 1\n'
    assert toml.key_lines(text, shift=2) == {
        "name": 3,
        "desk": 6,
        "desk.name": 7,
        "desk.phone": 8,
        "months": 9,
        "months.ht": 10,
        "desk.more": 11,
        "desk.more.x": 12,
    }


SPELLED = '''"name" = "A" # [no]
'lit' = """
[Call] first.
key = 1
"""
[desk] # a heading
note = \'\'\'
[desk.more]\'\'\'
checked.on = 2026-01-01
checked."how.long" = "]"
languages = [
  "one", # ]
  "t=w,o",
  { deep = [ 1,
  2] },
]
["we ird"."a.b"]
x = { y = { z = "}" }, "q" = 1 }
[[list]]
k = 1
[[list]]
k = 1979-05-27 07:32:00
[list.under]
m = 1.5
'''


def test_keys_have_their_lines_however_they_are_spelled() -> None:
    lines = toml.key_lines(SPELLED)
    assert lines == {
        "name": 1,
        "lit": 2,
        "desk": 6,
        "desk.note": 7,
        "desk.checked": 9,
        "desk.checked.on": 9,
        'desk.checked."how.long"': 10,
        "desk.languages": 11,
        "desk.languages.0": 12,
        "desk.languages.1": 13,
        "desk.languages.2": 14,
        "desk.languages.2.deep": 14,
        "desk.languages.2.deep.0": 14,
        "desk.languages.2.deep.1": 15,
        '"we ird"': 17,
        '"we ird"."a.b"': 17,
        '"we ird"."a.b".x': 18,
        '"we ird"."a.b".x.y': 18,
        '"we ird"."a.b".x.y.z': 18,
        '"we ird"."a.b".x.q': 18,
        "list": 19,
        "list.0": 19,
        "list.0.k": 20,
        "list.1": 21,
        "list.1.k": 22,
        "list.1.under": 23,
        "list.1.under.m": 24,
    }


def test_statements_have_their_places() -> None:
    found = toml.statements(SPELLED)
    assert [SPELLED[one.start : one.end] for one in found if one.heading] == [
        *("[desk]", '["we ird"."a.b"]', "[[list]]", "[[list]]", "[list.under]")
    ]
    (note,) = [one for one in found if one.path == ("desk", "note")]
    assert SPELLED[note.start : note.end] == "note = '''\n[desk.more]'''"
    assert (note.line, note.table) == (7, ("desk",))
    assert SPELLED[found[-1].start : found[-1].end] == "m = 1.5"


TEXTS = st.text("a\"'\\[]{}=#.,\n é\u00a0", max_size=12)
LEAVES = st.one_of(TEXTS, st.integers(-9, 9), st.booleans(), st.dates())
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=6)
TABLES = st.dictionaries(TEXTS, st.one_of(VALUES, st.dictionaries(TEXTS, VALUES, max_size=4)), max_size=5)


def spelled_key(key: str, draw: Callable[..., Any]) -> str:
    bare = key if key.isascii() and key.isalnum() else json.dumps(key)
    quotes = f"'{key}'" if not set(key) & set("'\n") else bare
    return str(draw(st.sampled_from([bare, json.dumps(key), quotes])))


def spelled_text(value: str, draw: Callable[..., Any]) -> str:
    ways = [json.dumps(value), '"""\n' + value.replace("\\", "\\\\").replace('"', '\\"') + '"""']
    ways += [f"'{value}'"] if not set(value) & set("'\n") else []
    ways += [f"'''\n{value}'''"] if "'" not in value else []
    return str(draw(st.sampled_from(ways)))


def spelled_value(value: Any, draw: Callable[..., Any]) -> str:
    if isinstance(value, str):
        return spelled_text(value, draw)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        gaps = [draw(st.sampled_from(["", " ", "\n  ", " # ] [x] a = 1\n"])) for _ in value]
        return f"[{','.join(gap + spelled_value(item, draw) for gap, item in zip(gaps, value, strict=True))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{spelled_key(k, draw)} = {spelled_value(v, draw)}' for k, v in value.items())} }}"
    return str(value)


@given(TABLES, st.data())
def test_every_key_of_every_spelling_has_the_line_where_it_was_written(table: dict[str, Any], data: st.DataObject) -> None:
    """A file is written in a spelling drawn by lot; where each of its keys went is known."""
    text, known, headed = "", {}, False
    parts = sorted(table.items(), key=lambda part: isinstance(part[1], dict))
    for key, value in parts:
        known[toml.dotted(key)] = text.count("\n") + 1
        if not isinstance(value, dict) or (data.draw(st.booleans()) and not headed):
            text += f"{spelled_key(key, data.draw)} = {spelled_value(value, data.draw)} # x = [1]\n"
            continue
        headed = True
        text += f"[{spelled_key(key, data.draw)}] # [b]\n\n"
        for inner, item in value.items():
            known[toml.dotted(key, inner)] = text.count("\n") + 1
            text += f"  {spelled_key(inner, data.draw)}={spelled_value(item, data.draw)}\n"
    assert toml.load_toml(text, "x") == (table, ())
    lines = toml.key_lines(text)
    assert {path: lines.get(path) for path in known} == known


WRONG = {
    str: [1, True, 1.5, ["a"], {"a": 1}, datetime.date(2026, 1, 1)],
    int: ["1", True, 1.0, []],
    list: ["a", {"a": 1}],
    dict: ["a", ["a"]],
    datetime.date: ["2026-01-01", datetime.datetime(2026, 1, 1, 9), datetime.time(9), 2026],
}


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, values in WRONG.items() for value in values])
def test_a_value_of_another_type_is_a_fault(kind: type, value: Any) -> None:
    faults = toml.check_keys({"key": value}, {"key": kind}, "content/a.md", {"key": 4})
    assert [(p.path, p.line, p.rule) for p in faults] == [("content/a.md", 4, "wrong-type")]


@pytest.mark.parametrize("value", ["a", 1, [], {}, datetime.date(2026, 1, 1)])
def test_a_value_of_its_type_is_none(value: Any) -> None:
    assert toml.check_keys({"key": value}, {"key": type(value)}, "x", {}) == []


def test_an_unknown_key_is_told_with_those_that_are_known() -> None:
    (fault,) = toml.check_keys({"titel": "A"}, {"title": str, "order": int}, "content/a.md", {"titel": 2})
    assert (fault.line, fault.rule) == (2, "unknown-key")
    assert "title, order" in fault.hint
