"""static/ → files that go into the site as they are.

In:    folders, the site's own after Lantern's; a file of the same name in a later one wins.
Out:   File values, sorted by path.
Never: follows a link out of its folder, publishes a hidden file or a README.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from .output import File
from .problem import Problem, error


def read(folders: Iterable[tuple[Path, str]]) -> tuple[tuple[File, ...], tuple[Problem, ...]]:
    """Every file of each (folder, name to show) that exists."""
    files: dict[str, File] = {}
    problems: list[Problem] = []
    for folder, name in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            inside = path.relative_to(folder)
            if any(part.startswith(".") for part in inside.parts) or path.name == "README.md":
                continue
            if path.is_dir() and not path.is_symlink():
                continue
            shown = f"{name}/{inside.as_posix()}"
            if path.is_symlink() or not path.is_file():
                problems.append(error(shown, 1, "not-a-file", "Only plain files can be published.", "Put the file itself here."))
                continue
            try:
                files[inside.as_posix()] = File(inside.as_posix(), path.read_bytes())
            except OSError as reason:
                problems.append(
                    error(shown, 1, "unreadable", f"The file cannot be read: {reason.strerror}.", "Check its permissions.")
                )
    return tuple(files[path] for path in sorted(files)), tuple(problems)
