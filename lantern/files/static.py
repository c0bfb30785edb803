"""static/ → files that go into the site as they are.

In:    folders, the site's own after Lantern's; a file of the same name in a later one wins.
Out:   File values, sorted by path; paths in Unicode's form NFC, as pages name them, whatever the disk has (a Mac's: NFD).
Never: follows a link out of its folder; publishes a README, what a program left behind, or a hidden file that no site is asked
       for (all but the README are told: nothing vanishes without a word); a drawing or a PDF that runs something, or a
       picture or a PDF that tells who made it, where and with what.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from ..problem import Problem, error, info
from . import names, pdf, picture, svg
from .publish import File


def read(folders: Iterable[tuple[Path, str]]) -> tuple[tuple[File, ...], tuple[Problem, ...]]:
    """Every file of each (folder, name to show) that exists."""
    files: dict[str, File] = {}
    problems: list[Problem] = []
    for folder, name in folders:
        if folder.is_symlink() and not folder.resolve().is_relative_to(folder.parent.resolve()):
            hint = "Put the folder itself here: a link leads to files that nobody chose to publish."
            problems.append(error(name, 1, "not-a-file", "The folder is a link to another place.", hint))
            continue
        found, left = _entries(folder)
        problems += _left_out(left, name)
        spelled: dict[str, str] = {}
        for path in found:
            shown = f"{name}/{path.relative_to(folder).as_posix()}"
            inside = unicodedata.normalize("NFC", path.relative_to(folder).as_posix())
            if spelled.setdefault(inside, shown) != shown:
                problems.append(_twin(shown, spelled[inside]))
                continue
            if path.is_symlink() or not path.is_file():
                problems.append(error(shown, 1, "not-a-file", "Only plain files can be published.", "Put the file itself here."))
                continue
            try:
                file = File(inside, path.read_bytes())
                problems += [error(shown, 1, *fault) for fault in _faults(inside.casefold().rpartition(".")[2], file.data)]
                files[inside] = file
            except OSError as reason:
                problems.append(
                    error(shown, 1, "unreadable", f"The file cannot be read: {reason.strerror}.", "Check its permissions.")
                )
    return tuple(files[path] for path in sorted(files)), tuple(problems)


def _twin(shown: str, other: str) -> Problem:
    text = f"The file's name is that of another, written with other code points: {shown} and {other}."
    return error(shown, 1, "collision", text, "Delete one of the two, or give it another name.")


@lru_cache(maxsize=64)
def _faults(ending: str, data: bytes) -> tuple[tuple[str, str, str], ...]:
    """(rule, what is wrong, what to do) for a file of this ending whose bytes must not go out as they are. Memoised."""
    if ending in {"svg", "svgz"}:
        held = svg.faults(data) if ending == "svg" else ("packed bytes",)
        hint = "Save it as plain SVG (in Inkscape: Plain SVG), without it."
        return (("unsafe-svg", f"The drawing holds {', '.join(held)}.", hint),) if held else ()
    if b"%PDF-" in data[:1024]:
        return _pdf_faults(data)
    told = picture.tells(data) if data.startswith(_PICTURES) else ()
    hint = "Save a copy without it, as with: exiftool -all= FILE"
    return (("metadata", f"The picture tells besides itself: {', '.join(told)}.", hint),) if told else ()


_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"GIF8", b"II*\x00", b"MM\x00*", b"\x00\x00\x00")
"""First bytes of JPEG, PNG, WebP, GIF, TIFF, AVIF."""


def _pdf_faults(data: bytes) -> tuple[tuple[str, str, str], ...]:
    try:
        runs, told = pdf.tells(data)
    except pdf.Unreadable:
        return (
            ("unreadable", "The PDF is damaged or locked, so nobody can look into it.", "Save it again, without a password."),
        )
    acts = "Print it into a new PDF: what runs stays behind."
    clean = "Save a copy without it, as with: qpdf --remove-info --remove-metadata OLD NEW"
    return (
        *((("pdf-runs", f"The PDF holds {', '.join(runs)}.", acts),) if runs else ()),
        *((("metadata", f"The PDF tells besides itself: {', '.join(told)}.", clean),) if told else ()),
    )


def _entries(folder: Path) -> tuple[list[Path], list[str]]:
    """What stands in the folder to be published, and paths in it that are left out; of a folder left out, the folder alone."""
    found: list[Path] = []
    left: list[str] = []
    for at, inside, files in os.walk(folder):
        here = Path(at)
        links = [name for name in inside if (here / name).is_symlink()]
        for name in sorted((*inside, *files)):
            hidden = names.is_hidden(name) or (name in names.PUBLISHED and here != folder)
            if names.is_leftover(name) or hidden:
                left.append((here / name).relative_to(folder).as_posix())
            elif (name in files and name != "README.md") or name in links:
                found.append(here / name)
        inside[:] = [name for name in inside if (here / name).relative_to(folder).as_posix() not in left and name not in links]
    return sorted(found), sorted(left)


def _left_out(paths: Iterable[str], shown: str) -> Iterator[Problem]:
    """A word on each leftover, and one on all hidden files."""
    hidden = []
    for path in paths:
        if names.is_leftover(path.rpartition("/")[2]):
            text = "A program or a system left this here: it is not published."
            yield info(f"{shown}/{path}", 1, "leftover", text, "Delete it, or give it another name.")
        else:
            hidden.append(path)
    if hidden:
        text = f"Hidden files are not published: {', '.join(hidden)}."
        kept = " and ".join(sorted(names.PUBLISHED))
        yield info(shown, 1, "hidden", text, f"Only {kept} are; set a web server up in its own settings.")
