"""A folder of what was found out before, each under the digest of all it depends on.

In:    a name, bytes.
Out:   the bytes that were kept under that name, or None.
Never: gives back what is damaged or half written; fails because it cannot remember; grows beyond its bounds.

A file holds the digest of its bytes on the first line. The folder may be deleted at any time.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cache:
    """folder: None remembers nothing; most: how many files stay when it is tidied, those not asked for longest go first."""

    folder: Path | None
    most: int

    def get(self, name: str) -> bytes | None:
        """What was kept under the name; None if it is not there or not whole."""
        if self.folder is None:
            return None
        path = self.folder / name
        try:
            told, _, body = path.read_bytes().partition(b"\n")
            if told != _seal(body):
                return None
            os.utime(path)
        except OSError:
            return None
        return body

    def put(self, name: str, body: bytes) -> None:
        """Keeps it in one step; what cannot be kept is found out again, and that is no fault."""
        if self.folder is None:
            return
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            fresh = self.folder / f".{name}.{os.getpid()}"
            fresh.write_bytes(_seal(body) + b"\n" + body)
            os.replace(fresh, self.folder / name)

    def prune(self) -> None:
        """Takes away what was not asked for longest, and what a stopped run left half written."""
        if self.folder is None:
            return
        with suppress(OSError):
            held = sorted(self.folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
            whole = [path for path in held if not path.name.startswith(".")]
            for path in (*whole[self.most :], *(path for path in held if path not in set(whole))):
                path.unlink(missing_ok=True)


def _seal(body: bytes) -> bytes:
    return sha256(body).hexdigest().encode()
