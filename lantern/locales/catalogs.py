"""locales/ → catalogs, one function a locale; and what Babel knows of a language.

In:    the site's root folder, its settings.
Out:   Locale values, Translate functions that know the file and line of every answer, dates in words.
Never: writes; lets Babel read or write a catalog (docs/decisions/0002 says why). Babel is owned by this module.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

import babel

from ..content.settings import PSEUDO, Settings
from ..message import KEEP, Message, Translation
from ..problem import Problem, error, info, warning
from . import merge, po, pseudo, reviews
from .languages import Language, _pretended, describe, plural_forms
from .po import Catalog, Entry, Key
from .reviews import Review

TEMPLATE = "locales/messages.pot"
_MISSING = Translation(None, "missing")


@dataclass(frozen=True)
class Tongue:
    """A locale with its catalogs: answers for every message, and says where the answer stands.

    catalogs: its own, and those that some answer stands in: a copy that answers nothing is not asked for its reviews either.
    entries:  by message key. What messages.po holds, it answers; of other catalogs the first that holds a translation wins.
    """

    locale: Language
    catalogs: tuple[Catalog, ...]
    entries: Mapping[tuple[str | None, str], tuple[Catalog, Entry]]
    is_source: bool

    def translate(self, message: Message) -> Translation:
        """The catalog's word on a message; the source language keeps every message as it is."""
        if self.is_source:
            return KEEP
        return self._answers.get(message.key, _MISSING)

    @cached_property
    def _answers(self) -> Mapping[tuple[str | None, str], Translation]:
        """The answer for each entry: a stamp is a digest, and a build asks for the same message many times."""
        found = ((key, entry) for key, (_, entry) in self.entries.items())
        return {key: Translation(one.strings[0] if one.strings else None, merge.state(one)) for key, one in found}

    def where(self, message: Message) -> tuple[str, int]:
        """(path, line) of the message's entry."""
        found = self.entries.get(message.key)
        return (found[0].path, found[1].line) if found else (path(self.locale.code), 1)

    def reviews(self, message: Message) -> tuple[Review, ...]:
        """Who reviewed the message's translation exactly as it stands."""
        found = self.entries.get(message.key)
        if found is None or merge.state(found[1]) != "reviewed":
            return ()
        return reviews.reviews(found[1].comments, merge.fingerprint_of(found[1]))


def path(code: str) -> str:
    """Where a locale's own catalog stands, by Babel's convention."""
    return f"locales/{code}/LC_MESSAGES/messages.po"


def read(root: Path, settings: Settings) -> tuple[tuple[Tongue, ...], tuple[Problem, ...]]:
    """One Tongue a locale of the settings, in their order; a refused catalog is a Problem and counts as empty."""
    tongues: list[Tongue] = []
    problems: list[Problem] = []
    for code in settings.locales:
        catalogs: list[Catalog] = []
        if code != settings.source:
            for file in _files(root, code):
                read_one, faults = read_catalog(root, file, code)
                problems.extend(faults)
                catalogs.extend([read_one] if read_one else [])
            problems += _copies(catalogs)
        tongues.append(_tongue(describe(code, settings), catalogs, is_source=code == settings.source))
    return tuple(tongues), tuple(problems)


def read_catalog(root: Path, file: str, code: str | None) -> tuple[Catalog | None, tuple[Problem, ...]]:
    """One catalog through the gate; `code` is the locale its header must name, None for the template."""
    try:
        if not (root / file).resolve(strict=True).is_relative_to(root.resolve()):
            text = "This is a link that leads out of the site's folder."
            return None, (error(file, 1, "outside", text, "Put the catalog itself here."),)
        if not (root / file).is_file():  # a pipe or a device may never end
            return None, (error(file, 1, "not-a-file", "A catalog is a plain file.", "Put the catalog itself here."),)
        data = (root / file).read_bytes()
    except (OSError, RuntimeError) as reason:  # links in a circle
        said = getattr(reason, "strerror", None) or "its links lead in a circle"
        return None, (error(file, 1, "unreadable", f"The file cannot be read: {said}.", "Check its permissions."),)
    return _parse(data, file, code)


# ---- what nobody reads

_CATALOG_LIKE = re.compile(r".*\.(?:po|pot)(?:\W.*)?", re.I | re.S)
_BACKUP = re.compile(r".*(?:~|\.(?:bak|orig|rej|old|tmp|save|backup))", re.I | re.S)


def unread(root: Path, settings: Settings) -> tuple[Problem, ...]:
    """A Problem for each catalog under locales/ that no language reads, with the name it should have."""
    read = {TEMPLATE, *(file for code in settings.locales if code != settings.source for file in _files(root, code))}
    found: list[Problem] = []
    for folder, inside, names in os.walk(root / "locales"):
        inside[:] = sorted(name for name in inside if not name.startswith("."))
        at = Path(folder).relative_to(root).as_posix()
        for name in sorted([*names, *inside]):
            shown = f"{at}/{name}"
            if _CATALOG_LIKE.fullmatch(name) and not name.startswith(".") and shown not in read:
                found.append(_unread(shown, settings))
    return tuple(found)


def _unread(shown: str, settings: Settings) -> Problem:
    """What is wrong with the place or the name of a catalog, and where it should be."""
    _, *folders, name = shown.split("/")
    if _BACKUP.fullmatch(name):
        return info(shown, 1, "catalog-unread", "This looks like a backup; nobody reads it.", "Remove it when you can.")
    named = folders[0] if folders else name.partition(".")[0]
    code = _meant(named, settings.locales)
    if code is None:
        return warning(shown, 1, "catalog-unread", "No language reads this catalog.", "Move it to locales/LOCALE/LC_MESSAGES/.")
    if code == settings.source:
        hint = "Remove it: the site is written in this language."
        return warning(shown, 1, "catalog-unread", "No language reads this catalog.", hint)
    if code not in settings.locales:
        text = f"The site is not published in “{code}”, so nobody reads this catalog."
        hint = f'Add "{code}" to locales in content/site.toml'
        hint += "." if shown == path(code) else f", and move the file to {path(code)}."
        return (info if shown == path(code) else warning)(shown, 1, "catalog-unread", text, hint)
    own = "LC_MESSAGES" in folders and name.casefold() == f"{name[:-3]}.po".casefold()
    target = f"locales/{code}/LC_MESSAGES/{name[:-3]}.po" if own else path(code)
    if shown == target:
        return warning(shown, 1, "catalog-unread", "This is a folder, so no language reads it.", "A catalog is a plain file.")
    return warning(shown, 1, "catalog-unread", "No language reads this catalog.", f"Move it to {target}.")


def _meant(name: str, known: Sequence[str]) -> str | None:
    """The locale that a folder or a file is named after, in whatever spelling: the site's own, else Babel's; None if none."""
    parts = name.replace("-", "_").partition("@")[0].split("_")
    try:
        theirs = str(babel.Locale.parse("_".join(parts)))
    except (ValueError, babel.UnknownLocaleError):
        theirs = None
    for spelled in (parts, (theirs or "").split("_")):
        for size in range(len(spelled), 0, -1):
            wanted = "_".join(spelled[:size]).casefold()
            found = next((code for code in known if code.casefold() == wanted), None)
            if found:
                return found
    return theirs


def read_parts(root: Path, code: str, own: Catalog | None) -> tuple[tuple[Catalog, ...], tuple[Problem, ...]]:
    """The catalogs beside the locale's own messages.po that hold a part of it, and what is wrong with those that cannot be read.

    A catalog may be split. One with messages that `own` or an earlier one holds is no part but a copy (_copies tells of it).
    """
    read = [read_catalog(root, file, code) for file in _files(root, code) if file != path(code)]
    found = [one for one in (own, *(one for one, _ in read)) if one]
    copies = {fault.path for fault in _copies(found)}
    faults = tuple(fault for one, told in read if one is None for fault in told)
    return tuple(one for one in found if one is not own and one.path not in copies), faults


def _copies(catalogs: Sequence[Catalog]) -> Iterator[Problem]:
    """A warning for each catalog with messages that an earlier one holds: a copy that a browser, an editor or a sync left."""
    holders: dict[Key, str] = {}
    for one in catalogs:
        held = [entry.key for entry in one.entries if holds(entry)]
        shared = [holders[key] for key in held if key in holders]
        if shared:
            text = f"{len(shared)} of its {len(held)} translations stand in {shared[0]} too, and that file counts."
            hint = "Remove this file if it is a copy; a part of a catalog holds only what the others lack."
            yield warning(one.path, 1, "catalog-copy", text, hint)
        for key in held:
            holders.setdefault(key, one.path)


def holds(entry: Entry) -> bool:
    """True for an entry that would be missed: somebody's words stand in it."""
    return not entry.obsolete and (any(entry.strings) or bool(entry.comments))


@lru_cache(maxsize=64)
def _parse(data: bytes, file: str, code: str | None) -> tuple[Catalog | None, tuple[Problem, ...]]:
    """catalog.parse, remembered: a preview reads every catalog at every change, and most did not change."""
    return po.parse(data, file, language=code)


def _files(root: Path, code: str) -> list[str]:
    """A locale's catalogs: its own first, then the others; a name made longer, as by " (1)", comes after the shorter one."""
    folder = root / "locales" / code / "LC_MESSAGES"
    found = [file.name for file in folder.glob("*.po") if not file.is_dir() and not file.name.startswith(".")]
    found.sort(key=lambda name: (f"locales/{code}/LC_MESSAGES/{name}" != path(code), len(name), name))
    return [f"locales/{code}/LC_MESSAGES/{name}" for name in found]


def _tongue(locale: Language, catalogs: Sequence[Catalog], *, is_source: bool) -> Tongue:
    entries: dict[tuple[str | None, str], tuple[Catalog, Entry]] = {}
    for one in catalogs:
        for entry in one.entries:
            if entry.obsolete:
                continue
            known = entries.get(entry.key)
            settled = known is not None and known[0].path == path(locale.code) and any(known[1].strings)
            if known is None or (not settled and _worth(entry) > _worth(known[1])):
                entries[entry.key] = (one, entry)
    answering = {one.path for one, _ in entries.values()}
    read = tuple(one for one in catalogs if one.path in answering or one.path == path(locale.code))
    return Tongue(locale, read, entries, is_source)


def _worth(entry: Entry) -> int:
    """Of one message in two catalogs a translation counts more than a guess, a guess more than nothing."""
    return {"missing": 0, "stale": 1}.get(merge.state(entry), 2)


def pretended(messages: Iterable[Message], settings: Settings) -> tuple[Tongue, ...]:
    """A Tongue for each pseudo-locale: every message translated, by a rule (see pseudo)."""
    pot = merge.template(messages, project=settings.name)
    catalogs = [pseudo.catalog(pot, code, path=path(code)) for code in PSEUDO]
    return tuple(_tongue(_pretended(one.headers["Language"]), [one], is_source=False) for one in catalogs)


def fresh(code: str, pot: Catalog) -> Catalog:
    """A new, empty catalog for a locale, with every message of the template."""
    return replace(merge.empty(pot, language=code, plural_forms=plural_forms(code), path=path(code)), path=path(code))
