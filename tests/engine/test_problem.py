"""Problems as people and programs read them: one line each, in order, unable to forge another."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.problem import Problem, error, is_fatal, report, strict, warning

FAULT = error("content/at-home.md", 12, "unknown-key", "“titel” is not a key.", "Write title.")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
PROBLEMS = st.builds(
    Problem, TEXTS, st.integers(1, 99), st.sampled_from(["error", "warning", "info"]), st.just("mark"), TEXTS, TEXTS
)


def test_a_problem_says_where_what_and_what_to_do() -> None:
    assert str(FAULT) == "content/at-home.md:12: error: “titel” is not a key. Write title. [unknown-key]"
    assert str(warning("a", 1, "dates", "Late.")) == "a:1: warning: Late. [dates]"


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b", "\x07", "\x00", "\u202e", "\u2066", "\u200b", "\u2028", "\x9b"])
def test_what_could_rewrite_a_terminal_is_shown_as_its_number(sign: str) -> None:
    shown = str(error(f"content/{sign}.md", 1, "slug", f"a{sign}b", f"c{sign}d"))
    assert sign not in shown
    assert shown.count(f"\\u{ord(sign):04x}") == 3


def test_letters_of_every_language_are_shown_as_they_are() -> None:
    assert "Ñandú 你好 مرحبا" in str(error("a", 1, "r", "Ñandú 你好 مرحبا"))


def test_at_moves_a_fault_into_its_file() -> None:
    moved = error("", 3, "mark", "x").at("content/a.md", shift=4)
    assert (moved.path, moved.line, moved.rule) == ("content/a.md", 7, "mark")


def test_strict_makes_warnings_errors_and_leaves_the_rest() -> None:
    told = Problem("a", 1, "info", "r", "x")
    late = warning("a", 1, "dates", "x")
    assert not is_fatal([told, late])
    assert [p.level for p in strict([told, late, FAULT])] == ["info", "error", "error"]
    assert is_fatal(strict([late]))
    assert not is_fatal(strict([told]))


def test_a_report_is_sorted_by_place_and_tells_nothing_twice() -> None:
    later = error("content/at-home.md", 100, "mark", "x")
    other = error("content/about.md", 200, "mark", "x")
    lines = report([later, FAULT, other, FAULT]).splitlines()
    assert [line.split(": ")[0] for line in lines] == ["content/about.md:200", "content/at-home.md:12", "content/at-home.md:100"]
    assert report([]) == ""


def test_json_holds_every_field() -> None:
    assert json.loads(report([FAULT], "json")) == [
        {
            "path": "content/at-home.md",
            "line": 12,
            "level": "error",
            "rule": "unknown-key",
            "text": "“titel” is not a key.",
            "hint": "Write title.",
        }
    ]
    assert json.loads(report([], "json")) == []


def test_an_annotation_names_file_and_line() -> None:
    said = report([FAULT, Problem("a,b:c.md", 1, "info", "r", "100% sure")], "github").splitlines()
    assert said == [
        "::notice file=a%2Cb%3Ac.md,line=1,title=r::100%25 sure",
        "::error file=content/at-home.md,line=12,title=unknown-key::“titel” is not a key. Write title.",
    ]


@given(st.lists(PROBLEMS, max_size=4))
def test_one_line_a_problem_whatever_it_says(problems: list[Problem]) -> None:
    for style in ("text", "github"):
        said = report(problems, style)  # type: ignore[arg-type]
        assert said.count("\n") == len(set(problems))
        assert not [c for c in said if c != "\n" and unicodedata.category(c) in {"Cc", "Zl", "Zp"}]


@given(st.lists(PROBLEMS, max_size=4))
def test_json_gives_back_what_it_was_given(problems: list[Problem]) -> None:
    assert {Problem(**found) for found in json.loads(report(problems, "json"))} == set(problems)
