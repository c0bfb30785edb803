"""The site as it stands in the preview's folder, made again at every change.

In:    the site's root folder, the folder to build in, the locales to keep.
Out:   the files of the site in that folder, or the list of what is wrong with it; what was made and what changed.
Never: writes into public/ or anywhere else, answers anybody, raises for a fault of the site.
"""

from __future__ import annotations

import os
import secrets
import traceback
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from .. import pipeline, problem
from ..files.publish import File
from ..problem import Problem, error
from ..rules import glossary
from ..site import Site, read_catalogs_again, read_site
from ..web.pages import BuildMemo
from .watch import Stamp, stamp
from .workbench import Workbench

MARKER = ".lantern-preview"
"""The file that tells a folder is ours to write in."""


class Mirror:
    """A folder kept equal to a list of files; only what differs is written, each file in one step."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._placed: dict[str, tuple[bytes, Stamp]] = {}

    def show(self, files: Iterable[File]) -> frozenset[str]:
        """Makes the folder hold just these files; returns the paths it wrote or removed. Raises OSError."""
        wanted = {file.path: file.data for file in files}
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / MARKER).touch()
        changed = self._sweep(wanted)
        for path, data in wanted.items():
            target = self.folder / path
            if self._placed.get(path) == (data, _stamp_or_none(target)):
                continue
            if path in self._placed or _bytes(target) != data:
                _write(target, data)
                changed.add(path)
            self._placed[path] = (data, stamp(target))
        return frozenset(changed)

    def _sweep(self, wanted: Mapping[str, bytes]) -> set[str]:
        """Removes what is not wanted, and any link; hidden files are being written, here or by another preview."""
        removed = set()
        for at, inside, names in os.walk(self.folder, topdown=False):
            for path in (Path(at, name) for name in (*inside, *names)):
                if path.is_dir() and not path.is_symlink():
                    with suppress(OSError):
                        path.rmdir()  # goes only when it is empty
                    continue
                shown = path.relative_to(self.folder).as_posix()
                if path.is_symlink() or (shown not in wanted and not path.name.startswith(".")):
                    path.unlink(missing_ok=True)
                    removed.add(shown)
        self._placed = {path: known for path, known in self._placed.items() if path in wanted}
        return removed


def _write(target: Path, data: bytes) -> None:
    """One file, put in its place in one step. It need not outlive a power cut, so nothing waits for the disk."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    fresh.write_bytes(data)
    os.replace(fresh, target)


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _stamp_or_none(path: Path) -> Stamp | None:
    try:
        return stamp(path)
    except OSError:
        return None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one build came to: its problems, the pages it made, the files it wrote or removed."""

    problems: tuple[Problem, ...] = ()
    made: tuple[str, ...] = ()
    changed: frozenset[str] = frozenset()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the site from being shown, sorted by place."""
        return tuple(sorted({one for one in self.problems if one.level == "error"}))


class Preview:
    """The site as it stands in the preview's folder, renewed on demand; a failed build leaves it as it was.

    translate: the one language that is translated into, for the workbench; "" makes the site as it will be published.
    token:     changes with everything a browser can see; a page that carries an old one is out of date.
    unfinished: True while finish() has pages to make.
    bench:     the workbench for what is shown now; None without `translate`, and before the first build that succeeds.
    """

    def __init__(self, root: Path, folder: Path, *, only: Sequence[str] = (), translate: str = "", pseudo: bool = False) -> None:
        self._root = root
        self._only = (translate,) if translate else only
        self.translate = translate
        self._pseudo = pseudo
        self._memo = BuildMemo()
        self._mirror = Mirror(folder)
        self._paths: frozenset[str] = frozenset()
        self._run = secrets.token_hex(4)
        self._count = 0
        self._asked: set[str] = set()
        self.unfinished = False
        self._inputs: Site | None = None
        self._problems: tuple[Problem, ...] = ()
        self.outcome = Outcome()
        self.bench: Workbench | None = None

    @property
    def token(self) -> str:
        return f"{self._run}-{self._count}"

    def renew(self, touched: Collection[str] = ()) -> bool:
        """Builds what changed; True if a browser would see something else than before. Never raises for a fault of ours.

        touched: the files that changed, if they are known: where they are catalogs, nothing else is read again, and while
        somebody translates the pages that were asked for since the last change are made at once, all others in finish().
        """
        known = self._inputs if touched and not self._pseudo and all(path.endswith(".po") for path in touched) else None
        first = frozenset(self._asked) if self.translate and known else frozenset()
        self._asked.clear()
        self.unfinished = bool(first)
        errors = self.outcome.errors
        self.outcome = self._attempt(lambda: self._build(self._read(known), first))
        seen = bool(self.outcome.changed) or self.outcome.errors != errors
        self._count += seen
        return seen

    def finish(self) -> bool:
        """Makes the pages that renew() left; True if a browser was given one of them as it was before."""
        self.unfinished = False
        errors = self.outcome.errors
        self.outcome = self._attempt(lambda: self._build(self._problems, frozenset()))
        seen = bool(self.outcome.changed & self._asked) or self.outcome.errors != errors
        self._count += seen
        return seen

    def _attempt(self, build: Callable[[], Outcome]) -> Outcome:
        """What a build came to. A preview outlives what broke it: the fault is shown, the next change tries again."""
        try:
            return build()
        except Exception as reason:
            traceback.print_exc()
            self._memo = BuildMemo()
            self._inputs = None
            return Outcome((_fault(reason),))

    def find(self, path: str) -> str | None:
        """The file of the site that an address means ("es/" → "es/index.html"); None if the build made none."""
        name = f"{path}index.html" if path == "" or path.endswith("/") else path
        return name if name in self._paths else None

    def read(self, name: str) -> bytes | None:
        """The bytes of a file that `find` gave, for a browser; None if somebody took it away or put a link there."""
        self._asked.add(name)
        path = self._mirror.folder / name
        is_own = path.resolve() == self._mirror.folder.resolve() / name  # somebody may have put a link in its place
        return _bytes(path) if is_own else None

    def pages(self, tag: str) -> dict[str, str]:
        """The pages of one language by name, as they were built."""
        names = sorted(name for name in self._paths if name.startswith(f"{tag}/") and name.endswith(".html"))
        return {name: data.decode() for name in names if (data := _bytes(self._mirror.folder / name)) is not None}

    def _read(self, known: Site | None) -> tuple[Problem, ...]:
        """Reads the site, or only the catalogs of what is `known` of it; returns the problems found."""
        if known:
            self._inputs, self._problems = read_catalogs_again(known, self._problems)
        else:
            self._inputs, self._problems = read_site(self._root, only=self._only, pseudo=self._pseudo)
            if self._inputs:
                self._inputs = replace(self._inputs, marked=bool(self.translate))
        return self._problems

    def _build(self, problems: tuple[Problem, ...], first: frozenset[str]) -> Outcome:
        site = self._inputs
        if site is None:
            return Outcome(problems)
        whole = pipeline.build(site, memo=self._memo, preview=True, first=first)
        known = {tongue.locale.code for tongue in site.tongues}
        strange = _unknown(self._only, known - {site.settings.source} if self.translate else known)
        problems = (*problems, *strange, *whole.problems, *pipeline.refusals(site))
        made = tuple(self._memo.written)
        if problem.is_fatal(problems):
            return Outcome(problems, made)
        try:
            changed = self._mirror.show(whole.files)
        except OSError as reason:
            text = f"The preview could not be written: {reason.strerror or reason}."
            unwritten = error(str(self._mirror.folder), 1, "not-written", text, "Mend this, then save again.")
            return Outcome((*problems, unwritten), made)
        self._paths = frozenset(file.path for file in whole.files)
        code = self.translate
        self.bench = Workbench(site, lambda one: glossary.told(site.glossary, code, one.text)) if code else None
        return Outcome(problems, made, changed)


def _unknown(codes: Iterable[str], known: Iterable[str]) -> tuple[Problem, ...]:
    """A Problem for each locale that was asked for and is not one the site can give."""
    hint = "Add it to locales there, or choose another."
    strange = [f"The site has no locale “{code}”." for code in codes if code not in known]
    return tuple(error("content/site.toml", 1, "locale", text, hint) for text in strange)


def _fault(reason: Exception) -> Problem:
    """A fault of ours as a Problem at the innermost line of Lantern that it passed through."""
    here = Path(__file__).resolve().parent.parent
    places = [(Path(frame.filename).resolve(), frame.lineno or 1) for frame in traceback.extract_tb(reason.__traceback__)]
    ours = [(path.relative_to(here.parent).as_posix(), line) for path, line in places if path.is_relative_to(here)]
    path, line = ours[-1] if ours else (here.name, 1)
    hint = "This is Lantern's fault, not yours: please report it. Undo your last change to go on."
    return error(path, line, "lantern-failed", f"{type(reason).__name__}: {reason}", hint)
