"""A group's own name, number and sign → Imprints, printed in a box of their own on cards and flyers.

In:    a TOML file (name, phone, web, logo, languages), or a folder of them; the logo lies beside its file.
Out:   Imprints, complete, or every fault of every file with its line.
Never: changes a word of the sheet around the box; opens what a logo points at; guesses what a file is by its name.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from ..content.toml import check_keys, key_lines, load_toml, read_text
from ..problem import Problem, error
from .sheets import Imprint

ROOM = {"name": 48, "web": 40}
"""How many letters fit in the box of the smallest sheet, the wallet card; a Chinese one takes the room of two."""
HEAVIEST = 500_000
"""Bytes of a logo."""
WIDEST = 4_000
"""Pixels of a logo, either way."""
_KEYS = {"name": str, "phone": str, "web": str, "logo": str, "languages": list}
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}\Z")
_PHONE = re.compile(r"\+?[0-9][0-9 ().-]{5,22}[0-9]\Z")
_WEB = re.compile(r"(?:https?://)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/\S*)?\Z", re.IGNORECASE)
_MAGIC = b"\x89PNG\r\n\x1a\n"
_DRAWN = frozenset(
    [
        *("svg", "g", "defs", "title", "desc", "metadata", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("clipPath", "linearGradient", "radialGradient", "stop", "use", "symbol"),
    ]
)
"""What a logo may be drawn with: nothing that runs, loads or needs a font."""


def read(path: Path, known: Collection[str]) -> tuple[tuple[Imprint, ...], tuple[Problem, ...]]:
    """The imprint of a file, or those of a folder's files; `known` are the site's locales."""
    if not path.exists():
        hint = "Write the file, or name a folder of such files; docs/printing.md tells how."
        return (), (error(path.as_posix(), 1, "no-imprint", "There is no such imprint.", hint),)
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    if not files:
        hint = "Write one file a group; docs/printing.md tells how."
        return (), (error(path.as_posix(), 1, "no-imprint", "There is no imprint in this folder.", hint),)
    found: list[Imprint] = []
    problems: list[Problem] = []
    for file in files:
        one, faults = _imprint(file, known)
        found += [one] if one else []
        problems += faults
    return tuple(found), tuple(problems)


def _imprint(path: Path, known: Collection[str]) -> tuple[Imprint | None, tuple[Problem, ...]]:
    shown = path.as_posix()
    text, problems = read_text(path, shown)
    table, broken = load_toml(text, shown) if text is not None else (None, ())
    if table is None:
        return None, (*problems, *broken)
    lines = key_lines(text or "")
    faults = [*check_keys(table, _KEYS, shown, lines)]
    wrong = {key for key, value in table.items() if key not in _KEYS or type(value) is not _KEYS[key]}
    sound = {key: value for key, value in table.items() if key not in wrong}
    faults += [
        error(shown, lines.get(key, 1), rule, text, hint) for key, rule, text, hint in _faults(path.stem, sound, known, wrong)
    ]
    logo, kind, more = _logo(path, sound, lines)
    if faults or more:
        return None, (*faults, *more)
    told = {key: " ".join(str(table.get(key, "")).split()) for key in ("name", "phone", "web")}
    return Imprint(
        shown, lines.get("name", 1), path.stem, **told, logo=logo, kind=kind, languages=tuple(table.get("languages", ()))
    ), ()


def _faults(
    stem: str, table: Mapping[str, Any], known: Collection[str], wrong: Collection[str]
) -> Iterator[tuple[str, str, str, str]]:
    """(key, rule, what is wrong, what to do) for each fault of the words."""
    if not _SLUG.match(stem):
        yield "", "slug", f"“{stem}” cannot be a folder's name.", "Use small letters, digits and hyphens, at most 40."
    if not str(table.get("name", "")).strip() and "name" not in wrong:
        yield "name", "missing-key", "There is no name.", 'Add name = "…".'
    for key, room in ROOM.items():
        over = _width(table.get(key, "")) - room
        if over > 0:
            yield key, "too-long", f"The {key} does not fit in the box.", f"Cut {over} letters; a Chinese letter counts as two."
    if table.get("phone") and not _PHONE.match(table["phone"]):
        yield "phone", "phone", f"“{table['phone']}” is not a telephone number.", "Use digits and hyphens, as in 617-555-0142."
    if table.get("web") and not _WEB.match(table["web"]):
        yield "web", "url", f"“{table['web']}” is not a web address.", "Write it as in example.org."
    for code in table.get("languages", ()):
        if code not in known:
            yield "languages", "locale", f"The site has no locale “{code}”.", f"It has {', '.join(known)}."


def _width(text: str) -> int:
    """How much room a text takes, in Latin letters."""
    seen = [letter for letter in " ".join(text.split()) if not unicodedata.combining(letter)]
    return sum(2 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1 for letter in seen)


# ── the logo ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _logo(path: Path, table: Mapping[str, Any], lines: Mapping[str, int]) -> tuple[bytes, str, list[Problem]]:
    """(bytes, kind, faults) of the logo a table names."""
    name = table.get("logo", "")
    if not name:
        return b"", "", []

    def fault(rule: str, text: str, hint: str) -> tuple[bytes, str, list[Problem]]:
        return b"", "", [error(path.as_posix(), lines.get("logo", 1), rule, text, hint)]

    if re.search(r'[/\\:*?"<>|\0]', name) or name.startswith("."):
        return fault("logo", f"“{name}” is not a file beside this one.", "Put the logo into the same folder and give its name.")
    file = path.with_name(name)
    try:
        size = file.stat().st_size
        data = file.read_bytes() if size <= HEAVIEST and file.is_file() else b""
    except OSError as reason:
        return fault("logo", f"“{name}” cannot be read: {reason.strerror}.", "Put the logo into the same folder.")
    if size > HEAVIEST:
        hint = f"Make it smaller: at most {HEAVIEST // 1000} KB."
        return fault("logo-size", f"“{name}” is too large: {-(-size // 1000)} KB.", hint)
    told = _png(data) if data.startswith(_MAGIC) else _svg(data)
    if isinstance(told, str):
        return fault("logo-image", f"“{name}” {told}.", "Save it again as PNG, or as plain SVG with its letters as paths.")
    if max(told) > WIDEST:
        hint = f"Make it smaller: at most {WIDEST} pixels either way."
        return fault("logo-size", f"“{name}” is too large: {told[0]:g} × {told[1]:g} pixels.", hint)
    return data, "png" if data.startswith(_MAGIC) else "svg", []


def _png(data: bytes) -> tuple[float, float] | str:
    """Its size in pixels, or why it is no whole PNG."""
    place, kinds, packed = len(_MAGIC), [], b""
    while place + 12 <= len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        body = data[place + 8 : place + 8 + length]
        if data[place + 8 + length : place + 12 + length] != zlib.crc32(kind + body).to_bytes(4, "big"):
            return "is a damaged PNG"
        kinds.append(kind)
        packed += body if kind == b"IDAT" else b""
        place += 12 + length
    if kinds[:1] != [b"IHDR"] or kinds[-1:] != [b"IEND"]:
        return "is a PNG that is cut off"
    wide, high = struct.unpack(">II", data[16:24])
    if not wide or not high or not packed:
        return "is an empty PNG"
    return float(wide), float(high)


def _svg(data: bytes) -> tuple[float, float] | str:
    """Its size, or why it is no SVG to print."""
    if re.search(rb"<!(?:DOCTYPE|ENTITY)|<\?xml-stylesheet", data):
        return "holds a document type or a stylesheet of its own"
    try:
        root = ElementTree.fromstring(data.decode("utf-8-sig"))
    except (ElementTree.ParseError, ValueError, RecursionError):
        return "is neither PNG nor SVG"
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        return "is neither PNG nor SVG"
    for element in root.iter():
        bad = _unsafe(element)
        if bad:
            return f"holds {bad}, which is not printed"
    box = [float(part) for part in re.findall(r"-?\d+(?:\.\d+)?", root.get("viewBox", ""))]
    sides = [re.match(r"\s*(\d+(?:\.\d+)?)", root.get(name, "")) for name in ("width", "height")]
    size = [float(side[1]) if side else (box[number] if len(box) == 4 else 0.0) for number, side in enumerate(sides, 2)]
    return (size[0], size[1]) if min(size) > 0 else "gives no width and height"


def _unsafe(element: ElementTree.Element) -> str:
    """What of an element would run, load something or need a font; "" for a sound one."""
    name = str(element.tag).rpartition("}")[2]
    if str(element.tag).startswith("{http://www.w3.org/2000/svg}") and name not in _DRAWN:
        return f"<{name}>"
    for key, value in element.attrib.items():
        plain = key.rpartition("}")[2]
        if plain.lower().startswith("on") or (plain == "href" and not value.startswith("#")):
            return f"{plain}="
        if re.search(r"url\(\s*['\"]?(?!#)|@import|javascript:", value, re.IGNORECASE):
            return f"{plain}="
    return ""
