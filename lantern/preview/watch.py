"""What changed on disk, told once and when it stands still.

In:    the folders a site is made of, or a function that sees them.
Out:   the paths that changed since the last change; times in nanoseconds, sizes in bytes.
Never: reads a file's words, builds, waits. (docs/decisions/0005 says why it looks and does not listen.)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from ..files import names
from ..site import HOME

PATIENCE = 40
"""Looks for which a change waits for files that are being written, or are empty."""

Stamp = tuple[int, int]
"""When a file was last written, in nanoseconds, and its size in bytes."""


class Watcher:
    """Compares what `look` sees now with what it saw at the last change, so no change can be missed."""

    def __init__(self, look: Callable[[], Mapping[str, Stamp]]) -> None:
        self._look = look
        self._known = self._last = look()
        self._waited = 0

    @property
    def waiting(self) -> bool:
        """True while a change was seen that does not stand still yet: worth another look soon."""
        return self._waited > 0

    def changed(self) -> frozenset[str]:
        """The paths changed, added or removed, once all of them stand still: a catalog is saved by emptying it first."""
        now, last = self._look(), self._last
        self._last = now
        changed = frozenset(path for path in self._known.keys() | now.keys() if self._known.get(path) != now.get(path))
        moving = any(now.get(path) != last.get(path) or now.get(path, (0, 1))[1] == 0 for path in changed)
        if moving and self._waited < PATIENCE:
            self._waited += 1
            return frozenset()
        self._waited = 0
        self._known = now
        return changed


def look(folders: Iterable[Path]) -> dict[str, Stamp]:
    """Every file below `folders` that a person may have saved."""
    seen = {}
    for folder in folders:
        for at, inside, files in os.walk(folder):
            inside[:] = [name for name in inside if _is_own(name)]
            for name in files:
                if _is_own(name):
                    path = os.path.join(at, name)
                    with suppress(OSError):
                        seen[path] = stamp(path)
    return seen


def _is_own(name: str) -> bool:
    """False for what programs leave beside a file while they save it, hidden files, and catalogs that an editor compiled."""
    return not (names.is_leftover(name) or names.is_hidden(name) or name.endswith(".mo"))


def watched(root: Path) -> tuple[Path, ...]:
    """The folders a site is made of: its own, and Lantern's templates and static files."""
    own = (root / name for name in ("content", "locales", "templates", "static"))
    return tuple(dict.fromkeys(folder.resolve() for folder in (*own, HOME / "templates", HOME / "static")))


def stamp(path: str | Path) -> Stamp:
    """The stamp of a file. Raises OSError."""
    found = os.stat(path)
    return found.st_mtime_ns, found.st_size
