"""Files → a folder on disk, all or nothing.

In:    the whole site as File values, the folder that shows it.
Out:   that folder switched in one step to a new release, or left as it was with the reason.
Never: writes into the release that is being shown; touches a folder that is not its own.

Releases lie beside the folder in `.<name>.releases/`; the folder itself is a symbolic link, so switching is one
os.replace and a reader sees the old site or the new one. Where links are not allowed (Windows) two renames do it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from .problem import Problem, error


@dataclass(frozen=True, slots=True)
class File:
    """A file of the site: its path inside it, with "/", and its bytes."""

    path: str
    data: bytes


def publish(files: Sequence[File], folder: Path) -> tuple[Problem, ...]:
    """Makes `folder` show exactly `files`; on any fault it still shows what it showed before.

    Files that did not change are hard links to the release before, so an unchanged site costs a comparison.
    """
    name = folder.name
    releases = folder.parent / f".{name}.releases"
    try:
        releases.mkdir(parents=True, exist_ok=True)
        with _lock(releases / "lock") as ours:
            if not ours:
                return (error(name, 1, "busy", "Another build is writing this site.", "Wait for it to end, then build again."),)
            if _is_foreign(folder, releases):
                hint = "Give another folder with --output, or move this one away."
                return (error(name, 1, "not-ours", "The output folder holds files that Lantern did not make.", hint),)
            if not _shows(folder, files):
                _sweep(folder, releases)
                _switch(folder, releases, _write(files, folder, releases))
            _sweep(folder, releases)
    except OSError as reason:
        hint = "The site that stood before still stands. Mend this, then build again."
        return (error(name, 1, "not-written", f"The site could not be written: {reason.strerror or reason}.", hint),)
    return ()


def _is_foreign(folder: Path, releases: Path) -> bool:
    """True for a folder with content that no publish of ours put there."""
    if folder.is_symlink():
        return releases not in (folder.parent / os.readlink(folder)).parents
    return folder.exists() and not (releases / "plain").exists() and any(folder.iterdir())


def _shows(folder: Path, files: Sequence[File]) -> bool:
    """True if the folder already holds just these files with these bytes."""
    if not folder.is_dir():
        return False
    found = {
        os.path.relpath(os.path.join(at, name), folder).replace(os.sep, "/") for at, _, names in os.walk(folder) for name in names
    }
    return found == {file.path for file in files} and all(_same(folder / file.path, file.data) for file in files)


def _write(files: Sequence[File], folder: Path, releases: Path) -> Path:
    numbers = [int(entry.name) for entry in releases.iterdir() if entry.name.isdecimal()]
    release = releases / f"{max(numbers, default=0) + 1:06d}"
    release.mkdir()
    try:
        made: set[Path] = set()
        for file in files:
            target = release / file.path
            if target.parent not in made:
                target.parent.mkdir(parents=True, exist_ok=True)
                made.add(target.parent)
            _place(folder / file.path, target, file.data)
        for parent in (*made, release, releases):
            _sync(parent)
    except BaseException:
        shutil.rmtree(release, ignore_errors=True)
        raise
    return release


def _place(old: Path, target: Path, data: bytes) -> None:
    """A hard link to the old file where its bytes are the same, else a new file, on disk before we go on."""
    if _same(old, data):
        with suppress(OSError):
            os.link(os.path.realpath(old), target)
            return
    with open(target, "xb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _same(path: Path, data: bytes) -> bool:
    try:
        with open(path, "rb") as old:
            return os.fstat(old.fileno()).st_size == len(data) and old.read() == data
    except OSError:
        return False


def _switch(folder: Path, releases: Path, release: Path) -> None:
    link = releases / "link"
    with suppress(FileNotFoundError):
        link.unlink()
    if not (releases / "plain").exists():
        try:
            link.symlink_to(os.path.relpath(release, folder.parent), target_is_directory=True)
        except OSError:
            (releases / "plain").touch()
    if link.is_symlink():
        if folder.is_dir() and not folder.is_symlink():
            folder.rmdir()
        # The link is read from its new place, so what it points at is relative to that.
        os.replace(link, folder)
        _sync(folder.parent)
        return
    old = releases / "old"
    if old.is_symlink():  # this folder was shown by a link before
        old.unlink()
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        os.rename(folder, old)
    try:
        os.rename(release, folder)
    except OSError:
        if old.exists():
            os.rename(old, folder)
        raise


def _sweep(folder: Path, releases: Path) -> None:
    """Removes releases but the one shown and the one before it, which a slow reader may still be reading."""
    shown = Path(os.path.realpath(folder)).name
    kept = sorted(entry.name for entry in releases.iterdir() if entry.name.isdecimal() and entry.name < shown)[-1:]
    for entry in list(releases.iterdir()):
        if entry.name.isdecimal() and entry.name not in {shown, *kept}:
            shutil.rmtree(entry, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Asks the system to put a folder's entries on disk; not every system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _lock(path: Path) -> Iterator[bool]:
    """Holds a lock that dies with the process; yields False when another process holds it."""
    with open(path, "a+b") as held:
        try:
            if os.name == "nt":
                import msvcrt

                msvcrt.locking(held.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
            else:
                import fcntl

                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


def replace(path: Path, data: bytes) -> None:
    """Writes one file beside its old self and puts it in its place in one step. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    with open(fresh, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    os.replace(fresh, path)
