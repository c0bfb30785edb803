"""What commands share: the site they read, and how they tell what is wrong."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from lantern.cli import report
from lantern.problem import error, warning
from tests.making import copied


def asked(root: Path, *locales: str, strict: bool = False) -> argparse.Namespace:
    return argparse.Namespace(root=root, locale=list(locales), base_url=None, strict=strict)


def test_a_locale_that_the_site_lacks_is_a_fault(tmp_path: Path) -> None:
    site, problems = report.read(asked(copied("town", tmp_path), "es", "xx"))
    assert site is not None
    assert [(one.path, one.rule) for one in problems if one.level == "error"] == [("content/site.toml", "locale")]
    assert "“xx”" in problems[-1].text


def test_a_warning_stops_only_the_strict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mild, grave = warning("a.md", 1, "x", "Mild."), error("a.md", 2, "y", "Grave.")
    assert report.tell([mild], asked(tmp_path)) == 0
    assert report.tell([mild], asked(tmp_path, strict=True)) == 1
    assert report.tell([mild, grave], asked(tmp_path)) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[-2:] == ["a.md:1: warning: Mild. [x]", "a.md:2: error: Grave. [y]"]


def test_progress_says_nothing_into_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    report.progress()("half of it")
    assert capsys.readouterr() == ("", "")
