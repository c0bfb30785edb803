"""What differs by system, imitated: exchanges, moves of what is held open, locks."""

from __future__ import annotations

import ctypes
import errno
import ntpath
import os
import platform
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lantern.files import systems
from tests.making import write


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    systems._exchanger.cache_clear()
    yield
    systems._exchanger.cache_clear()


@pytest.fixture
def ends(tmp_path: Path) -> tuple[Path, Path]:
    write(tmp_path, {"one/a": "1", "two/b": "2"})
    return tmp_path / "one", tmp_path / "two"


def library(monkeypatch: pytest.MonkeyPatch, **calls: Callable[..., int]) -> None:
    """Gives the process a C library with these functions alone."""
    monkeypatch.setattr(ctypes, "CDLL", lambda *args, **named: SimpleNamespace(**calls))


def swap_for_real(one: bytes, two: bytes) -> int:
    os.rename(one, one + b".aside")
    os.rename(two, one)
    os.rename(one + b".aside", two)
    return 0


@pytest.mark.skipif(sys.platform != "linux", reason="Linux's own call")
def test_linux_exchanges_folders_files_and_links(tmp_path: Path, ends: tuple[Path, Path]) -> None:
    if not systems.exchange(*ends):
        pytest.skip("this file system cannot exchange")
    assert [path.name for end in ends for path in end.iterdir()] == ["b", "a"]
    (tmp_path / "link").symlink_to("one")
    assert systems.exchange(tmp_path / "link", ends[1])
    assert ends[1].is_symlink()
    assert not (tmp_path / "link").is_symlink()


def test_macos_asks_for_a_swap(monkeypatch: pytest.MonkeyPatch, ends: tuple[Path, Path]) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    asked: list[int] = []
    library(monkeypatch, renamex_np=lambda one, two, flags: asked.append(flags.value) or swap_for_real(one, two))
    assert systems.exchange(*ends)
    assert asked == [2]
    assert [path.name for end in ends for path in end.iterdir()] == ["b", "a"]


def test_a_c_library_without_the_name_is_asked_by_number(monkeypatch: pytest.MonkeyPatch, ends: tuple[Path, Path]) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")
    asked: list[int] = []
    library(monkeypatch, syscall=lambda number, _, one, here, two, flags: asked.append(number) or swap_for_real(one, two))
    assert systems.exchange(*ends)
    assert asked == [276]


@pytest.mark.parametrize("system", ["win32", "freebsd14", "linux", "darwin"])
def test_a_system_without_the_call_says_so(monkeypatch: pytest.MonkeyPatch, ends: tuple[Path, Path], system: str) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "machine", lambda: "s390x")
    library(monkeypatch)
    assert not systems.exchange(*ends)
    assert [path.name for end in ends for path in end.iterdir()] == ["a", "b"]


@pytest.mark.parametrize(
    ("code", "expected"), [("EINVAL", False), ("ENOSYS", False), ("EPERM", False), ("EIO", OSError), ("EBUSY", OSError)]
)
def test_a_file_system_that_cannot_is_told_from_a_fault(
    monkeypatch: pytest.MonkeyPatch, ends: tuple[Path, Path], code: str, expected: Any
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")

    def refuse(*args: object) -> int:
        ctypes.set_errno(getattr(errno, code))
        return -1

    library(monkeypatch, renameat2=refuse)
    if expected is OSError:
        with pytest.raises(OSError, match=os.strerror(getattr(errno, code))):
            systems.exchange(*ends)
    else:
        assert systems.exchange(*ends) is expected


@pytest.mark.parametrize(("system", "held", "fails"), [("win32", 3, False), ("win32", 99, True), ("linux", 1, True)])
def test_a_file_that_is_held_open_is_waited_for_on_windows(
    monkeypatch: pytest.MonkeyPatch, ends: tuple[Path, Path], system: str, held: int, fails: bool
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(systems.time, "sleep", lambda seconds: None)
    rename, tries = os.rename, iter(range(1000))

    def busy(source: Path, target: Path) -> None:
        if next(tries) < held:
            raise PermissionError(13, "The process cannot access the file because it is being used by another process")
        rename(source, target)

    monkeypatch.setattr(os, "rename", busy)
    target = ends[0].with_name("three")
    if fails:
        with pytest.raises(PermissionError):
            systems.move(ends[0], target)
    else:
        systems.move(ends[0], target)
    assert target.exists() != fails


def test_windows_locks_through_its_own_library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    taken: list[int] = []

    def locking(descriptor: int, mode: int, count: int) -> None:
        if taken:
            raise OSError(13, "Permission denied")
        taken.append(count)

    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=locking, LK_NBLCK=2))
    monkeypatch.setattr(os, "name", "nt")
    path = str(tmp_path / "lock")  # a Path of Windows cannot be made here
    with systems.lock(path) as first, systems.lock(path) as second:  # type: ignore[arg-type]
        assert (first, second) == (True, False)


def test_a_disk_that_knows_no_locks_is_not_called_busy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")

    def refuse(*args: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(OSError, match="No locks"), systems.lock(tmp_path / "lock"):
        pass


@pytest.mark.parametrize(("system", "expected"), [("linux", True), ("darwin", False), ("win32", False), ("freebsd14", True)])
def test_a_process_is_split_only_where_libraries_bear_it(monkeypatch: pytest.MonkeyPatch, system: str, expected: bool) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(os, "fork", lambda: 0, raising=False)
    assert systems.can_fork() is expected


def test_a_path_is_shown_from_here_or_whole_on_another_drive(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert systems.shown(tmp_path / "public") == "public"
    monkeypatch.setattr(os.path, "relpath", ntpath.relpath)
    monkeypatch.setattr(os, "getcwd", lambda: "C:\\site")
    assert systems.shown("D:\\public") == "D:\\public"


WINDOWS = [
    (
        r'"C:\Program Files\Editor\code.exe" --goto {file}:{line}',
        [r"C:\Program Files\Editor\code.exe", "--goto", "{file}:{line}"],
    ),
    (r"C:\Tools\edit.exe {file}", [r"C:\Tools\edit.exe", "{file}"]),
    (r'edit --where="a b" "{file}"', ["edit", "--where=a b", "{file}"]),
    (r"edit it's.txt # {file}", ["edit", "it's.txt", "#", "{file}"]),
    (r'"\\server\share\edit.exe"', [r"\\server\share\edit.exe"]),
]


@pytest.mark.parametrize(("command", "expected"), WINDOWS)
def test_a_quoted_command_of_windows_loses_its_quotes_and_keeps_its_backslashes(
    monkeypatch: pytest.MonkeyPatch, command: str, expected: list[str]
) -> None:
    monkeypatch.setattr(os, "name", "nt")
    assert systems.words(command) == expected
    with pytest.raises(ValueError, match="quotation"):
        systems.words('"C:\\edit.exe {file}')


def test_a_command_elsewhere_is_read_as_a_shell_does() -> None:
    assert systems.words(r"""'my editor' a\ b "c d" """) == ["my editor", "a b", "c d"]
