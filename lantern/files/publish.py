"""Files → a folder on disk, all or nothing.

In:    the whole site as File values, the folder that shows it.
Out:   that folder switched in one step to a new release, or left as it was with the reason.
Never: writes into the release that is being shown; touches a folder that is not its own.

The folder is a real one, so a copy of it is the whole site. A new release is written in `.<name>.releases/` beside it, and
then the two change places in one step (systems.exchange): a reader sees the old site or the new one. Where the system or the
file system cannot do that (Windows, some disks in the network) two renames do it, with a moment between them; a build that
dies in that moment is put right by the next.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..problem import Problem, error, warning
from . import systems

_NEW, _OLD, _RECORD = "new", "old", "record.json"
"""In the folder of releases: what is being written, what was shown before, which files the folder has from us."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the site: its path inside it, with "/", and its bytes."""

    path: str
    data: bytes


def publish(files: Sequence[File], folder: Path) -> tuple[Problem, ...]:
    """Makes `folder` show exactly `files`; on any fault it still shows what it showed before, or the Problem says otherwise.

    Files that did not change are hard links to the release before, so an unchanged site costs a comparison.
    """
    releases = folder.parent / f".{folder.name}.releases"
    before = _identity(folder)
    try:
        releases.mkdir(parents=True, exist_ok=True)
        with systems.lock(releases / "lock") as ours:
            if not ours:
                hint = "Wait for it to end, then build again."
                return (error(folder.name, 1, "busy", "Another build is writing this site.", hint),)
            _recover(folder, releases)
            before = _identity(folder)
            if _is_foreign(folder, releases):
                hint = "Give another folder with --output, or move this one away."
                return (error(folder.name, 1, "not-ours", "The output folder holds files that Lantern did not make.", hint),)
            if not _shows(folder, files):
                _write(files, folder, releases)
                _record(files, releases)
                _switch(folder, releases)
            elif not _recorded(releases):
                _record(files, releases)
            _tidy(releases)
    except OSError as reason:
        return (_unwritten(folder, before, reason),)
    return ()


def _identity(folder: Path) -> tuple[int, int] | None:
    """Which folder stands at this path; None for none."""
    with suppress(OSError):
        found = os.lstat(folder)
        return found.st_dev, found.st_ino
    return None


def _unwritten(folder: Path, before: tuple[int, int] | None, reason: OSError) -> Problem:
    """What went wrong, and which site stands now."""
    told, now = reason.strerror or reason, _identity(folder)
    if now == before:
        standing = "The site that stood before still stands." if before else "No site stands yet."
        hint = f"{standing} Mend this, then build again."
        return error(folder.name, 1, "not-written", f"The site could not be written: {told}.", hint)
    if now is None:
        hint = f"The site that stood before is whole, in .{folder.name}.releases/{_OLD}. Mend this, then build again."
        return error(folder.name, 1, "not-written", f"The site could not be put in its place: {told}.", hint)
    text = f"The new site stands, but what stood before could not be cleared away: {told}."
    return warning(folder.name, 1, "not-tidied", text, "Mend this; the next build clears it away.")


def _is_foreign(folder: Path, releases: Path) -> bool:
    """True for a folder that no publish of ours left there: some of its files are not ours, and most of ours are not there."""
    if folder.is_symlink():  # as Lantern showed a site before
        return releases not in (folder.parent / os.readlink(folder)).parents
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return False
    if not folder.is_dir():
        return True
    found = _found(folder)
    known = [set(names) for names in _recorded(releases)]
    as_before = (releases / "plain").exists()  # as Lantern marked a folder where links were not allowed
    return not as_before and not any(found <= names or 2 * len(found & names) >= len(names) > 0 for names in known)


def _recorded(releases: Path) -> list[list[str]]:
    """The paths of the release that was shown last or was about to be, and of the one before. Raises OSError."""
    try:
        found = json.loads((releases / _RECORD).read_text(encoding="utf-8"))
        return [[str(name) for name in found[key]] for key in ("files", "before")]
    except (FileNotFoundError, ValueError, TypeError, LookupError):
        return []


def _record(files: Sequence[File], releases: Path) -> None:
    """Notes, before the switch, what the folder may hold after it."""
    before = next(iter(_recorded(releases)), [])
    told = {"files": sorted(file.path for file in files), "before": before}
    replace(releases / _RECORD, json.dumps(told, ensure_ascii=False).encode())


def _found(folder: Path) -> set[str]:
    """The path of every file in a folder, with "/"."""
    return {
        os.path.relpath(os.path.join(at, name), folder).replace(os.sep, "/") for at, _, names in os.walk(folder) for name in names
    }


def _shows(folder: Path, files: Sequence[File]) -> bool:
    """True if the folder already holds just these files with these bytes."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    return _found(folder) == {file.path for file in files} and all(_same(folder / file.path, file.data) for file in files)


def _write(files: Sequence[File], folder: Path, releases: Path) -> None:
    """The whole site into the folder of the new release."""
    release = releases / _NEW
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


def _switch(folder: Path, releases: Path) -> None:
    """The new release and the folder change places; where they cannot at once, the folder steps aside first."""
    new, old = releases / _NEW, releases / _OLD
    if not os.path.lexists(folder):
        systems.move(new, folder)
    elif not systems.exchange(new, folder):
        _remove(old)
        systems.move(folder, old)
        try:
            systems.move(new, folder)
        except BaseException:
            systems.move(old, folder)
            raise
    _sync(folder.parent)
    _sync(releases)


def _recover(folder: Path, releases: Path) -> None:
    """Puts right what a build that died has left: a site that had stepped aside, half a release."""
    new, old = releases / _NEW, releases / _OLD
    if not os.path.lexists(folder) and new.is_dir() and os.path.lexists(old):
        systems.move(old, folder)
    _remove(new)


def _tidy(releases: Path) -> None:
    """Keeps of former releases the last, which a slow reader may still be reading."""
    new, old = releases / _NEW, releases / _OLD
    if os.path.lexists(new):  # after an exchange: what was shown before
        _remove(old)
        systems.move(new, old)
    if old.is_symlink():  # as Lantern showed a site before: the release it led to is numbered
        last = releases / Path(os.readlink(old)).name
        old.unlink()
        if last.is_dir():
            systems.move(last, old)
    for entry in list(releases.iterdir()):
        if entry.name.isdecimal() or entry.name in {"link", "plain"}:
            _remove(entry)


def _remove(path: Path) -> None:
    """Takes away a folder with all that is in it, or a file, or a link; nothing where there is nothing. Raises OSError."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Asks the system to put a folder's entries on disk; not every system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def replace(path: Path, data: bytes) -> None:
    """Writes one file beside its old self and puts it in its place in one step. Raises OSError.

    A link stays a link, and what it leads to is written; a file keeps its rights. Two runs never share a temporary name.
    """
    path = Path(os.path.realpath(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, fresh = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    try:
        with open(descriptor, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(fresh, stat.S_IMODE(os.stat(path).st_mode) if path.exists() else 0o666 & ~_umask())
        os.replace(fresh, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(fresh)
        raise


def _umask() -> int:
    """The rights that this process gives to no new file; there is no way to ask but to set."""
    held = os.umask(0o077)
    os.umask(held)
    return held
