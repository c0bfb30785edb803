"""A ZIP of sheets: the same bytes each time, digests that a person can check, a README in it."""

from __future__ import annotations

import hashlib
import io
import zipfile

from lantern.files import archive
from lantern.files.publish import File

FILES = [File("es/print/b-letter.pdf", b"two"), File("es/print/a-a4.pdf", b"one")]


def made(files: list[File]) -> zipfile.ZipFile:
    found = archive.zipped(files, "es/print/lantern-es-print.zip", readme=("Años", "Years"))
    assert found.path == "es/print/lantern-es-print.zip"
    return zipfile.ZipFile(io.BytesIO(found.data))


def test_the_bytes_do_not_depend_on_order_or_day() -> None:
    one, other = (archive.zipped(files, "a/b.zip", readme=("x",)) for files in (FILES, FILES[::-1]))
    assert one == other
    assert one != archive.zipped(FILES, "a/b.zip", readme=("y",))
    assert {entry.date_time for entry in made(FILES).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_all_stands_in_one_folder_in_order() -> None:
    names = [entry.filename for entry in made(FILES).infolist()]
    assert names == [f"lantern-es-print/{name}" for name in ("README.txt", "SHA256SUMS", "a-a4.pdf", "b-letter.pdf")]
    assert made(FILES).testzip() is None


def test_the_digests_are_those_of_the_files() -> None:
    zipped = made(FILES)
    lines = zipped.read("lantern-es-print/SHA256SUMS").decode().splitlines()
    told = dict(reversed(line.split("  ")) for line in lines)
    assert told.keys() == {"README.txt", "a-a4.pdf", "b-letter.pdf"}
    for name, digest in told.items():
        assert hashlib.sha256(zipped.read(f"lantern-es-print/{name}")).hexdigest() == digest


def test_the_readme_opens_in_any_editor() -> None:
    assert made(FILES).read("lantern-es-print/README.txt").decode("utf-8-sig") == "Años\r\nYears\r\n"
