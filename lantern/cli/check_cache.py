"""The memory of `check`: what was wrong in a locale, found again without building it.

In:    Inputs, the folder of the memory.
Out:   the Problems of every locale, as site.faults finds them; files in that folder.
Never: answers from a file that is damaged, or that was written for other inputs; fails because it cannot remember.

A file's name is a digest of all that its problems depend on: the code that finds them and what it stands on, the settings of
this run, content, templates, names of static files, and the catalogs of one locale (or of all, for the pages made of several).
So nothing is ever out of date; it is only no longer asked for. The folder may be deleted at any time.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ..files.cache import Cache
from ..message import digest
from ..problem import Problem
from ..site import HOME, Site
from ..web import pages

PACKAGES = ("markdown", "babel", "jinja2", "markupsafe", "segno", "pillow", "typst", "pikepdf")
"""The libraries that a page is made with, and the sheets it offers."""
KEPT = 200
"""How many results stay; the ones not asked for longest go first. Twelve languages leave thirteen, in some kilobytes each."""
LARGEST = 256 * 1024
"""Bytes; a longer list of problems is found anew each time."""

_ALL = ""
"""In place of a locale: the pages made of several."""

Seen = Mapping[str, str]
"""The digest of each file that a check reads, by its path; Lantern's own begin with "/"."""


def look(root: Path) -> Seen:
    """The files as they stand. To be called before they are read: what is saved in between is then never remembered wrong."""
    own = {path.relative_to(root).as_posix(): path for path in _files(root, "content", "templates", "static/audio")}
    own |= {
        path.relative_to(root).as_posix(): path for path in (*root.glob("locales/*"), *root.glob("locales/*/LC_MESSAGES/*.po"))
    }
    engine = {f"/{path.relative_to(HOME).as_posix()}": path for path in _files(HOME, "lantern", "templates")}
    return {name: _digest_of(path) for name, path in sorted({**own, **engine}.items()) if path.is_file()}


def faults(
    site: Site, seen: Seen, folder: Path, *, jobs: int = 1, progress: Callable[[str], None] = lambda text: None
) -> tuple[Problem, ...]:
    """Every Problem that a build finds, and every translation that a rule refuses; only what changed is looked at again."""
    known = Cache(folder, KEPT)
    names = keys(site, seen)
    found = {code: problems for code, name in names.items() if (problems := _recalled(known, name)) is not None}
    missing = [code for code in names if code not in found]
    if missing:
        fresh = pages.faults(site, missing, jobs=jobs, progress=progress)
        found |= fresh
        if look(site.root) == seen:
            _keep(known, {names[code]: problems for code, problems in fresh.items()})
    return tuple(dict.fromkeys(problem for problems in found.values() for problem in problems))


def keys(site: Site, seen: Seen) -> dict[str, str]:
    """For each locale, and for all together (""), the name that its result is remembered by."""
    shared = _shared(site, seen)
    names = {}
    for tongue in site.tongues:
        code = tongue.locale.code
        own = (f"{path} {told}" for path, told in seen.items() if path.startswith(f"locales/{code}/"))
        names[code] = digest("locale", shared, code, *own)
    return {**names, _ALL: digest("all", *names.values())}


def _shared(site: Site, seen: Seen) -> str:
    """A digest of what every locale's result depends on; a file beside the languages' folders, as a glossary, is every one's."""
    files = (f"{path} {told}" for path, told in seen.items() if not path.startswith("locales/") or path.count("/") == 1)
    packages = (f"{name} {_version(name)}" for name in PACKAGES)
    static = (file.path for file in site.static)
    return digest(sys.version, repr(site.settings), *packages, "files", *files, "static", *static)


def _files(root: Path, *folders: str) -> Iterator[Path]:
    """Each file under these folders that a person may have written."""
    return (path for folder in folders for path in (root / folder).rglob("*") if path.suffix != ".pyc")


def _digest_of(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError as reason:  # its reader has told already
        return f"unreadable: {reason.errno}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


def _recalled(known: Cache, name: str) -> tuple[Problem, ...] | None:
    """What was found before under this name; None if it is not there."""
    body = known.get(name)
    try:
        return None if body is None else tuple(Problem(**fields) for fields in json.loads(body))
    except (ValueError, TypeError):  # written by another version
        return None


def _keep(known: Cache, results: Mapping[str, Iterable[Problem]]) -> None:
    for name, problems in results.items():
        told = [{field: getattr(one, field) for field in Problem.__dataclass_fields__} for one in problems]
        body = json.dumps(told).encode()
        if len(body) <= LARGEST:
            known.put(name, body)
    known.prune()
