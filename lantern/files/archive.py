"""The sheets of one language → one ZIP to pass on, with a list of digests and a word on what it holds.

In:    Files of one folder of one language; the lines of its README, in the reader's language and in the source's.
Out:   a ZIP as a File: the same bytes for the same sheets, whatever the day or the machine.
Never: packs anything but what it is given; says that a sheet is checked.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import zipfile
from collections.abc import Sequence

from .publish import File

_DAY = (1980, 1, 1, 0, 0, 0)
"""The first day a ZIP can name: a date of the build would change the bytes."""


def zipped(files: Sequence[File], path: str, *, readme: Sequence[str]) -> File:
    """The ZIP at `path`; inside, all stands in one folder of its name."""
    folder = posixpath.basename(path).removesuffix(".zip")
    inside = {posixpath.basename(file.path): file.data for file in files}
    inside["README.txt"] = "".join(f"{line}\r\n" for line in readme).encode("utf-8-sig")
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(inside.items()))
    inside["SHA256SUMS"] = sums.encode()
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as out:
        for name, data in sorted(inside.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}", _DAY)
            # Python writes the system it runs on into each entry; 3 is Unix, with plain rights to read. Nothing is packed
            # tighter: PDFs are packed already, and two versions of zlib do not give the same bytes.
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            out.writestr(entry, data)
    return File(path, held.getvalue())
