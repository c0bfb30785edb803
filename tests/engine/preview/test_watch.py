"""The watcher: every change is told, once, and when it stands still."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lantern.preview import watch
from lantern.preview.watch import Stamp, Watcher
from tests.making import ROOT, lamp, write


def told(*looks: Mapping[str, Stamp]) -> list[set[str]]:
    """What a watcher tells at each look after the first."""
    rest = iter(looks)
    watcher = Watcher(lambda: next(rest))
    return [set(watcher.changed()) for _ in looks[1:]]


def test_a_change_is_told_once_and_when_it_stands_still() -> None:
    assert told({"a": (1, 5)}, {"a": (2, 6)}, {"a": (3, 7)}, {"a": (3, 7)}, {"a": (3, 7)}) == [set(), set(), {"a"}, set()]


def test_a_file_that_is_emptied_to_be_saved_waits_for_its_words() -> None:
    assert told({"a": (1, 5)}, {"a": (2, 0)}, {"a": (2, 0)}, {"a": (2, 0)}, {"a": (3, 6)}, {"a": (3, 6)})[-2:] == [set(), {"a"}]


def test_same_size_or_same_time_is_still_a_change() -> None:
    assert told({"a": (1, 5)}, {"a": (2, 5)}, {"a": (2, 5)})[-1] == {"a"}
    assert told({"a": (1, 5)}, {"a": (1, 6)}, {"a": (1, 6)})[-1] == {"a"}


def test_an_empty_file_is_told_in_the_end() -> None:
    results = told({}, *[{"a": (1, 0)}] * (watch.PATIENCE + 2))
    assert results == [set()] * watch.PATIENCE + [{"a"}, set()]


def test_new_and_removed_files_are_changes() -> None:
    assert told({"a": (1, 5)}, {"b": (1, 5)}, {"b": (1, 5)})[-1] == {"a", "b"}


def test_a_file_that_is_away_for_a_moment_is_not_removed() -> None:
    assert told({"a": (1, 5)}, {}, {"a": (1, 5)}, {"a": (1, 5)}) == [set()] * 3


def test_files_saved_together_are_told_together() -> None:
    assert told({}, {"a": (1, 5)}, {"a": (1, 5), "b": (2, 5)}, {"a": (1, 5), "b": (2, 5)}) == [set(), set(), {"a", "b"}]


def test_a_file_that_never_stands_still_holds_nothing_up_for_ever() -> None:
    results = told({}, *[{"a": (1, 5), "log": (n, n)} for n in range(1, 4 * watch.PATIENCE)])
    assert results.count({"a", "log"}) == 1
    assert sum("log" in result for result in results) >= 3


def test_looking_leaves_out_what_editors_leave_beside_a_file(tmp_path: Path) -> None:
    kept = ["a.md", "sub/b.po", "c.html", ".well-known/security.txt", ".nojekyll"]
    other = ["~$a.docx", "Thumbs.db", "__MACOSX/a.md", "._a.md", "a (conflicted copy 2026-01-02).md"]
    other += [".a.md.swp", "a.md~", "#a.md#", "4913", "a.swx", "a.po.tmp", "a.mo", ".git/x.md", "a.md___jb_tmp___"]
    write(tmp_path, dict.fromkeys([*kept, *other], "words"))
    (tmp_path / "broken.md").symlink_to(tmp_path / "nowhere")
    seen = watch.look([tmp_path, tmp_path / "not-there"])
    assert {Path(path).relative_to(tmp_path).as_posix() for path in seen} == set(kept)
    assert all(size == 5 for _, size in seen.values())


def test_the_site_and_lanterns_own_folders_are_watched(tmp_path: Path) -> None:
    root = lamp(tmp_path / "site")
    wanted = {root / name for name in ("content", "locales", "templates", "static")} | {ROOT / "templates", ROOT / "static"}
    assert set(watch.watched(root)) == {path.resolve() for path in wanted}
    assert len(watch.watched(ROOT)) == 4


def test_it_says_that_a_change_does_not_stand_still() -> None:
    looks: list[Mapping[str, Stamp]] = [{"a": (1, 5)}, {"a": (1, 5)}, {"a": (2, 6)}, {"a": (2, 6)}]
    rest = iter(looks)
    watcher = Watcher(lambda: next(rest))
    assert [(set(watcher.changed()), watcher.waiting) for _ in looks[1:]] == [(set(), False), (set(), True), ({"a"}, False)]
