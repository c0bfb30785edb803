"""Text files and TOML: every fault has its line, and none of them is an exception."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern import toml


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
