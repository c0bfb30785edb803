"""templates/print/ → Press: Typst templates, fonts and phrases; and one sheet's data → one PDF. Typst is owned here.

In:    folders with print templates, the site's own before Lantern's; plain data for one sheet.
Out:   the bytes of a tagged PDF (PDF/UA-1), the same for the same data; or what kept it from being set, as Faults.
Never: looks for fonts of the system, fetches a package, writes a file. A letter that no font has is a fault, never a gap.

A template reads its data from `data.json` and may import the templates beside it. It panics with
`overflow|<anchor of a message>|<letters to cut>|<what is too small>` where words do not fit.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

import typst

from ..content.toml import read_text
from ..message import Message, digest
from ..problem import Problem, error
from ..rules.refuse import PLACEHOLDER

FOLDER = "print"
FONTS = "fonts"
T = TypeVar("T")
Maker = Callable[[Any, tuple[str, ...]], T]
_CALL = re.compile(r'(?<![\w-])(?:t|say)\(\s*"((?:[^"\\\n]|\\.)*)"')
_NAMED = re.compile(r'\s*,\s*(note|ctx):\s*"((?:[^"\\\n]|\\.)*)"')
_IMPORT = re.compile(r'#(?:import|include)\s+"([\w-]+\.typ)"')
_PACKAGE = re.compile(r'"@[\w-]+/')
_PLACE = re.compile(r"┌─ (?P<file>\S+?):(?P<line>\d+):\d+")
_GLYPH = re.compile(r'the text `"(?P<text>.+?)"` could not be displayed')
_OVERFLOW = re.compile(r"overflow\|(?P<key>[^|]*)\|(?P<cut>\d+)\|(?P<what>[^|\"\n]*)")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a sheet was not set.

    kind: "glyph" (text: the letters no font has), "overflow" (key: the message's anchor, cut: letters too many,
          text: what is full) or "template" (text: Typst's own words).
    path, line: the place in the template.
    """

    kind: str
    text: str
    path: str
    line: int
    key: str = ""
    cut: int = 0


@dataclass(frozen=True)
class Press:
    """Print templates ready to use.

    sources: (file name, path to show, text); phrases: every t("…") in them; fonts: folders, the site's own first.
    basis:   changes with Typst or a font.
    """

    sources: tuple[tuple[str, str, str], ...]
    phrases: tuple[Message, ...]
    fonts: tuple[str, ...]
    basis: str

    @property
    def names(self) -> frozenset[str]:
        """The templates, without ".typ"."""
        return frozenset(name.removesuffix(".typ") for name, _, _ in self.sources)

    def spoken(self, template: str) -> tuple[Message, ...]:
        """The phrases of a template and of all that it imports."""
        paths = {path for _, path, _ in self._needed(template)}
        return tuple(phrase for phrase in self.phrases if phrase.path in paths)

    def digest_of(self, template: str) -> str:
        """Changes with all that a sheet is made of besides its data: Typst, the fonts, the template and what it imports."""
        return digest(self.basis, *(part for name, _, text in self._needed(template) for part in (name, text)))

    def _needed(self, template: str) -> tuple[tuple[str, str, str], ...]:
        texts = {name: text for name, _, text in self.sources}
        needed, waiting = set[str](), [f"{template}.typ"]
        while waiting:
            name = waiting.pop()
            if name in texts and name not in needed:
                needed.add(name)
                waiting += _IMPORT.findall(texts[name])
        return tuple(source for source in self.sources if source[0] in needed)

    def sheet(self, template: str, data: Mapping[str, Any]) -> bytes | tuple[Fault, ...]:
        """The PDF of one sheet, or why there is none."""
        return self._set(template, data, _compiled)

    def pictures(self, template: str, data: Mapping[str, Any], *, ppi: float = 310) -> list[bytes] | tuple[Fault, ...]:
        """Every page of a sheet as a PNG of so many dots an inch; or why there is none."""
        return self._set(template, data, lambda files, fonts: _drawn(files, fonts, ppi))

    def _set(self, template: str, data: Mapping[str, Any], make: Maker[T]) -> T | tuple[Fault, ...]:
        needed = self._needed(template)
        fetched = tuple(_packages(needed))
        if fetched:
            return fetched
        files = {name: text.encode() for name, _, text in needed}
        files["main.typ"] = files[f"{template}.typ"]
        files["data.json"] = json.dumps(data, ensure_ascii=False).encode()
        shown = {name: path for name, path, _ in self.sources}
        shown["main.typ"] = shown[f"{template}.typ"]
        try:
            return make(files, self.fonts)
        except typst.TypstError as reason:
            return tuple(dict.fromkeys(_faults(str(reason.diagnostic or reason.message), shown, shown["main.typ"])))

    def missing(self, text: str) -> str:
        """The letters of a text that no font has, sorted."""
        letters = "".join(sorted({sign for sign in text if not sign.isspace()}))
        files = {
            "main.typ": b'#set document(title: "T")\n#set text(font: json("f.json"), lang: "en")\n#json("data.json")',
            "f.json": json.dumps(list(_fonts(self.fonts).families())).encode(),
            "data.json": json.dumps(" ".join(letters)).encode(),
        }
        try:
            _compiled(files, self.fonts)
        except typst.TypstError as reason:
            return "".join(sorted({sign for found in _GLYPH.finditer(reason.diagnostic) for sign in _letters(found["text"])}))
        return ""


def load(folders: Sequence[tuple[Path, str]]) -> tuple[Press, tuple[Problem, ...]]:
    """The press of (templates folder, name to show) pairs; of files with one name the first folder's wins."""
    problems: list[Problem] = []
    found: dict[str, tuple[str, str]] = {}
    fonts: list[Path] = []
    for folder, shown in folders:
        for path in sorted((folder / FOLDER).glob("*.typ")):
            if path.name not in found:
                text, faults = read_text(path, f"{shown}/{FOLDER}/{path.name}")
                problems.extend(faults)
                found[path.name] = (f"{shown}/{FOLDER}/{path.name}", text or "")
        fonts.extend([folder / FOLDER / FONTS] if (folder / FOLDER / FONTS).is_dir() else [])
    sources = tuple((name, *rest) for name, rest in sorted(found.items()))
    phrases = tuple(phrase for _, path, text in sources for phrase in _phrases(path, text))
    hasher = hashlib.sha256(version("typst").encode())
    for folder in fonts:
        for path in sorted(folder.glob("*.?tf")):
            hasher.update(path.name.encode() + path.read_bytes())
    return Press(sources, phrases, tuple(map(str, fonts)), hasher.hexdigest()), tuple(problems)


def has_run() -> bool:
    """True once this process has set a sheet."""
    return _fonts.cache_info().misses > 0


def _compiled(files: Any, fonts: tuple[str, ...]) -> bytes:
    """A PDF of main.typ and the files it names, all of them in memory: Typst's own types do not know of mappings."""
    made: bytes = typst.compile(files, font_paths=_fonts(fonts), pdf_standards=["ua-1"], ignore_system_fonts=True)
    return made


def _drawn(files: Any, fonts: tuple[str, ...], ppi: float) -> list[bytes]:
    made: Any = typst.compile(files, font_paths=_fonts(fonts), format="png", ppi=ppi, ignore_system_fonts=True)
    return made if isinstance(made, list) else [made]


@lru_cache(maxsize=4)
def _fonts(folders: tuple[str, ...]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))


def _phrases(path: str, text: str) -> Iterator[Message]:
    for call in _CALL.finditer(text):
        named: dict[str, str] = {}
        end = call.end()
        while more := _NAMED.match(text, end):
            named[more[1]], end = _plain(more[2]), more.end()
        said = _plain(call[1])
        flags = ("python-brace-format",) if PLACEHOLDER.search(said) else ()
        line = text.count("\n", 0, call.start()) + 1
        yield Message(said, named.get("ctx"), path, line, "phrase", named.get("note", ""), "", flags)


def _packages(sources: Sequence[tuple[str, str, str]]) -> Iterator[Fault]:
    """Typst would fetch a package over the network: no template may name one."""
    for _, path, text in sources:
        for found in _PACKAGE.finditer(text):
            yield Fault("template", "A package cannot be used: it would be fetched", path, text.count("\n", 0, found.start()) + 1)


def _plain(text: str) -> str:
    """A string of Typst's as text."""
    return re.sub(r"\\(.)", r"\1", text)


def _faults(diagnostic: str, shown: Mapping[str, str], template: str) -> Iterator[Fault]:
    for part in re.split(r"(?m)^(?=error: )", diagnostic):
        if not part.startswith("error: "):
            continue
        said = part.splitlines()[0].removeprefix("error: ")
        place = _PLACE.search(part)
        path = shown.get(place["file"], template) if place else template
        line = int(place["line"]) if place else 1
        glyph, overflow = _GLYPH.search(said), _OVERFLOW.search(said)
        if glyph:
            yield Fault("glyph", _letters(glyph["text"]), path, line)
        elif overflow:
            yield Fault("overflow", overflow["what"], path, line, overflow["key"], int(overflow["cut"]))
        else:
            yield Fault("template", said, path, line)


def _letters(text: str) -> str:
    """Letters as Typst shows them in an error: rare ones as \\u{2603}."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda m: chr(int(m[1], 16)), text)


def problem_of(fault: Fault) -> Problem:
    """A fault of the template itself, as people read it."""
    return error(fault.path, fault.line, "print-template", f"{fault.text}.", "templates/README.md says what a sheet is given.")
