"""The translator's own editor, opened at a line.

In:    a file, a line counted from 1, the command that the translator chose, if any.
Out:   the words of a command; whether it was started, and what to do where it was not.
Never: goes through a shell, waits for the editor, opens what it was not given.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..files import systems

VARIABLE = "LANTERN_EDITOR"
KNOWN = {
    "code": "--goto {file}:{line}",
    "codium": "--goto {file}:{line}",
    "subl": "{file}:{line}",
    "zed": "{file}:{line}",
    "kate": "--line {line} {file}",
    "gedit": "+{line} {file}",
    "gnome-text-editor": "{file}",
    "notepad++": "-n{line} {file}",
    "mousepad": "--line={line} {file}",
    "xed": "+{line} {file}",
    "poedit": "{file}",
}
"""Editors with a window, the best known first, and what each is told; some take no line."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of it, in words for the translator."""

    done: bool
    text: str


def command(
    file: Path, line: int, *, chosen: str, environ: Mapping[str, str], which: Callable[[str], str | None] = shutil.which
) -> tuple[str, ...]:
    """The words that open `file` at `line`: as chosen, as $LANTERN_EDITOR says, or the first known editor; () without any."""
    wanted = chosen or environ.get(VARIABLE, "")
    if wanted:
        words = systems.words(wanted)
        words += [] if "{file}" in wanted else ["{file}"]
    else:
        found = next(((path, name) for name in KNOWN if (path := which(name))), None)
        words = [found[0], *KNOWN[found[1]].split()] if found else []
    # Words are filled one by one after they were parted: a file's name cannot become a second word.
    return tuple(word.replace("{file}", str(file)).replace("{line}", str(line)) for word in words)


def launch(file: Path, line: int, *, chosen: str = "") -> Opened:
    """Starts the editor and does not wait for it."""
    place = f"{file.name}, line {line}"
    try:
        words = command(file, line, chosen=chosen, environ=os.environ)
    except ValueError:
        return Opened(False, f"The command “{chosen or os.environ.get(VARIABLE)}” has a quote without its end. Go to {place}.")
    if not words:
        hint = f'start it with --editor "PROGRAM {{file}}:{{line}}", or set {VARIABLE}'
        return Opened(False, f"No editor was found on this computer. Open {place} yourself; or stop the preview and {hint}.")
    try:
        nothing = subprocess.DEVNULL
        process = subprocess.Popen(words, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)
    except OSError as reason:
        return Opened(False, f"“{words[0]}” could not be started: {reason.strerror or reason}. Open {place} yourself.")
    threading.Thread(target=process.wait, daemon=True).start()  # so that an editor that was closed leaves no trace
    return Opened(True, f"{Path(words[0]).stem} was asked to open {place}.")
