"""What differs by system, behind one seam: names that change places, what is held open, locks, drives, quotes, forks.

In:    paths, and the words of a command.
Out:   the deed done, or word that this system cannot do it.
Never: knows what the files are. docs/systems.md says what of it nobody has run.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import shlex
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

Call = Callable[[bytes, bytes], int]
"""Exchanges two paths; 0, or another number with the reason in ctypes.get_errno()."""

_HERE = -100
"""AT_FDCWD of Linux: paths count from the current folder."""
_EXCHANGE = 2
"""RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS."""
_NUMBERS = {"x86_64": 316, "aarch64": 276}
"""The system call renameat2 by machine, for C libraries that have no function of this name (musl)."""
_CANNOT = frozenset({errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EPERM})
"""What systems, file systems and containers answer that do not know the exchange."""
_TRIES = 6
"""How often a move is tried on Windows, where a virus scanner holds a fresh file for a moment: 0.6 s in all."""


def exchange(one: Path, two: Path) -> bool:
    """Lets two paths change places in one step; False where the system or the file system cannot. Raises OSError."""
    call = _exchanger(sys.platform)
    if call is None:
        return False
    sys.audit("os.rename", str(one), str(two), -1, -1)  # as Python's own renames do
    ctypes.set_errno(0)
    if call(os.fsencode(one), os.fsencode(two)) == 0:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(one), None, str(two))


@lru_cache(maxsize=4)
def _exchanger(system: str) -> Call | None:
    """The C library's way to exchange two paths, if it has one."""
    if system not in {"linux", "darwin"}:
        return None
    try:
        library = ctypes.CDLL(None, use_errno=True)
    except OSError:
        return None
    if system == "darwin":
        swap = getattr(library, "renamex_np", None)
        return swap and (lambda one, two: int(swap(one, two, ctypes.c_uint(_EXCHANGE))))
    named, number = getattr(library, "renameat2", None), _NUMBERS.get(platform.machine())
    if named is not None:
        return lambda one, two: int(named(_HERE, one, _HERE, two, ctypes.c_uint(_EXCHANGE)))
    if number is not None:
        return lambda one, two: int(library.syscall(number, _HERE, one, _HERE, two, ctypes.c_uint(_EXCHANGE)))
    return None


def move(source: Path, target: Path) -> None:
    """Renames; on Windows a file that somebody holds open is waited for a little. Raises OSError."""
    for left in reversed(range(_TRIES)):
        try:
            os.rename(source, target)
            return
        except PermissionError:
            if sys.platform != "win32" or not left:
                raise
            time.sleep(0.2 / (left + 1))


@contextmanager
def lock(path: Path) -> Iterator[bool]:
    """Holds a lock that dies with the process; yields False when another process holds it. Raises OSError."""
    with open(path, "a+b") as held:
        yield _take(held.fileno())


def _take(descriptor: int) -> bool:
    """Locks an open file; False when another process has. Raises OSError where the file system knows no locks."""
    take = _windows_lock if os.name == "nt" else _unix_lock
    try:
        take(descriptor)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _unix_lock(descriptor: int) -> None:
    import fcntl

    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _windows_lock(descriptor: int) -> None:
    import msvcrt

    msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]


def can_fork() -> bool:
    """True where a process may be split in two with all it knows. macOS offers it, but its own libraries do not bear it."""
    return sys.platform not in {"darwin", "win32"} and hasattr(os, "fork")


def shown(path: str | Path) -> str:
    """A path as people read it: from the current folder on, or whole where there is no way from here (another drive)."""
    try:
        return os.path.relpath(path)
    except ValueError:
        return str(path)


def words(command: str) -> list[str]:
    """The words of a command that a person typed; on Windows a backslash is a letter like any other. Raises ValueError."""
    if os.name != "nt":
        return shlex.split(command)
    reader = shlex.shlex(command, posix=True, punctuation_chars=False)
    reader.whitespace_split, reader.escape, reader.commenters, reader.quotes = True, "", "", '"'
    return list(reader)
