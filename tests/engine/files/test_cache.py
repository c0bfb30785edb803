"""A memory gives back whole files or nothing, forgets the oldest, and never stops a build."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lantern.files.cache import Cache


def test_what_was_kept_is_recalled(tmp_path: Path) -> None:
    known = Cache(tmp_path / "a" / "b", 9)
    assert known.get("one") is None
    known.put("one", b"body\nand more\n")
    assert known.get("one") == b"body\nand more\n"
    assert [path.name for path in (tmp_path / "a/b").iterdir()] == ["one"]


@pytest.mark.parametrize("damage", [b"", b"x", None])
def test_what_is_damaged_is_not_recalled(tmp_path: Path, damage: bytes | None) -> None:
    known = Cache(tmp_path, 9)
    known.put("one", b"a long enough body")
    path = tmp_path / "one"
    path.write_bytes(path.read_bytes()[:-1] if damage is None else damage)
    assert known.get("one") is None


def test_what_is_not_asked_for_goes_first(tmp_path: Path) -> None:
    known = Cache(tmp_path, 2)
    for number, name in enumerate("abc"):
        known.put(name, b"x")
        os.utime(tmp_path / name, (number, number))
    assert known.get("a") == b"x"  # asked for: now the newest
    (tmp_path / ".d.123").write_bytes(b"half written")
    known.prune()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "c"]


def test_no_folder_remembers_nothing_and_a_folder_that_cannot_be_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    for known in (Cache(None, 9), Cache(tmp_path / "file", 9)):
        known.put("one", b"x")
        known.prune()
        assert known.get("one") is None
