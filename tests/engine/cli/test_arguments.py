"""The words of the command line: what they become, and what they may not be."""

from __future__ import annotations

import argparse
import datetime

import pytest

from lantern.cli import arguments

NAMES = ("build", "serve", "print", "check", "facts", "messages", "new", "status", "review", "audio")


def chosen(*words: str) -> argparse.Namespace:
    """What a line comes to; every command is the same function."""
    return arguments.parser(dict.fromkeys(NAMES, lambda _: 0)).parse_args(words)


def test_every_command_takes_what_all_take() -> None:
    for words in (
        ("build",),
        ("serve",),
        ("print",),
        ("check",),
        ("messages",),
        ("new", "es"),
        ("status",),
        ("facts", "--call-list"),
    ):
        found = chosen(*words, "--locale", "es", "--locale", "ar", "--jobs", "3", "--strict")
        assert (found.locale, found.jobs, found.strict, found.command(found)) == (["es", "ar"], 3, True, 0)


@pytest.mark.parametrize(
    "words",
    [
        ("build", "--jobs", "0"),
        ("build", "--jobs", "two"),
        ("build", "--root", "/no/such/folder"),
        ("build", "--base-url", "lantern"),
        ("serve", "--port", "99999"),
        ("review", "es", "at-home", "--by", "A reader", "--on", "2999-01-01"),
        ("review", "es", "at-home", "--on", "yesterday"),
        ("messages", "--take", "a.po", "--import", "b.po"),
        ("facts",),
        ("dance",),
    ],
    ids=" ".join,
)
def test_what_is_wrong_is_named_and_nothing_is_run(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        chosen(*words)
    assert stopped.value.code == 2
    assert "usage: build.py" in capsys.readouterr().err


def test_a_review_is_of_today_unless_told() -> None:
    assert chosen("review", "es", "at-home", "--by", "A reader").on == datetime.date.today()
    assert chosen("review", "es", "at-home", "--on", "2026-03-01").on == datetime.date(2026, 3, 1)
