"""No two makers of one address, and no name that some system cannot hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from lantern.files.publish import File
from lantern.web import addresses
from tests.making import little
from tests.sheets import inputs_of


@pytest.mark.parametrize(
    ("made", "sheets", "rule", "maker"),
    [
        (["en/a.html", "en/A.html"], [], "collision", "content/site.toml"),
        (["en/caf\u00e9.html", "en/cafe\u0301.html"], [], "collision", "content/site.toml"),
        (["en/print/x.pdf"], [("en/print/X.pdf", "content/door.md")], "collision", "content/door.md"),
        (["en/x", "en/x/y.html"], [], "collision", "content/site.toml"),
        (["en/aux.html"], [], "name", "content/site.toml"),
        (["en/door?.html"], [], "name", "content/site.toml"),
    ],
)
def test_a_clash_is_told_at_what_a_person_can_rename(
    tmp_path: Path, made: list[str], sheets: list[tuple[str, str]], rule: str, maker: str
) -> None:
    site = inputs_of(little(tmp_path))
    found = addresses.collisions([File(path, b"") for path in made], site, sheets)
    assert {(problem.rule, problem.path) for problem in found} == {(rule, maker)}


def test_different_addresses_are_let_alone(tmp_path: Path) -> None:
    site = inputs_of(little(tmp_path))
    files = [File(path, b"") for path in ("en/door.html", "en/door.txt", "es/door.html", "en/print.html")]
    assert addresses.collisions(files, site, [("en/print/door.pdf", "content/door.md")]) == []
