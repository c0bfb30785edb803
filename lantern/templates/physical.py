"""Declarations for a page of one direction: physical properties for logical ones, and before each newer word an older one.

In:    names and values of declarations, values as tinycss2's tokens (duck-typed); the direction of the text, "ltr" or "rtl".
Out:   declarations as text, in order: what an older browser does not know stands after what it keeps.
Never: parses CSS, knows selectors; a page set from top to bottom.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Direction = Literal["ltr", "rtl"]

_BOX = re.compile(
    r"(margin|padding|scroll-margin|scroll-padding|inset|border)-(block|inline)(?:-(start|end))?(?:-(width|style|color))?"
)
_SIZE = re.compile(r"(|min-|max-)(inline|block)-size")
_CORNER = re.compile(r"border-(start|end)-(start|end)-radius")
_SIDES = {
    "inline": {"ltr": ("left", "right"), "rtl": ("right", "left")},
    "block": {"ltr": ("top", "bottom"), "rtl": ("top", "bottom")},
}
_KEYWORDS = {
    "float": {"inline-start": 0, "inline-end": 1},
    "clear": {"inline-start": 0, "inline-end": 1},
}
_BEFORE = {
    ("position", "sticky"): "-webkit-sticky",
    ("overflow-wrap", "anywhere"): "break-word",
    ("display", "flow-root"): "block",
}
"""What older browsers know in the place of a word they do not."""
_COMPARED = frozenset({"min", "max", "clamp"})


@dataclass(frozen=True, slots=True)
class Declaration:
    """A property, its value as tokens, and whether it is `!important`."""

    name: str
    value: tuple[Any, ...]
    important: bool = False


def compact(tokens: Iterable[Any]) -> str:
    """A value as text: white space and comments folded; strings, and what would read otherwise without a space, stay."""
    out: list[str] = []
    kept = list(tokens)
    for place, token in enumerate(kept):
        if token.type == "comment":
            apart = 0 < place < len(kept) - 1 and not {kept[place - 1].type, kept[place + 1].type} & {"whitespace", "literal"}
            out.append("/**/" if apart else "")
        elif token.type == "whitespace":
            out.append(" " if out and out[-1] not in {" ", ","} else "")
        elif token.type == "literal" and token.value == ",":
            if out and out[-1] == " ":
                out.pop()
            out.append(",")
        else:
            out.append(_text(token))
        if out and not out[-1]:
            out.pop()
    return "".join(out).strip(" ")


def words(tokens: Iterable[Any]) -> list[tuple[Any, ...]]:
    """The tokens of a value parted at white space."""
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token.type == "whitespace":
            parts.append([])
        elif token.type != "comment":
            parts[-1].append(token)
    return [tuple(part) for part in parts if part]


def body(declarations: Iterable[Declaration], direction: Direction | None) -> str:
    """Declarations as the text between braces; without a direction, what depends on it stays logical."""
    return ";".join(line for one in declarations for line in _lines(one, direction))


def is_directional(declaration: Declaration) -> bool:
    """True if it says another thing from left to right than from right to left."""
    return body([declaration], "ltr") != body([declaration], "rtl")


def _lines(one: Declaration, direction: Direction | None) -> Iterator[str]:
    mark = "!important" if one.important else ""
    if one.name.startswith("--"):
        yield f"{one.name}:{compact(one.value)}{mark}"
        return
    for name, value in _placed(one.name, one.value, direction):
        for text in dict.fromkeys([*_earlier(name, value), compact(_plain_colours(value))]):
            yield f"{name}:{text}{mark}"


def _placed(name: str, value: tuple[Any, ...], direction: Direction | None) -> list[tuple[str, tuple[Any, ...]]]:
    """(name, value) pairs of a property for a direction; without one, only what does not depend on it is placed."""
    box, size, corner = _BOX.fullmatch(name), _SIZE.fullmatch(name), _CORNER.fullmatch(name)
    if size:
        return [(f"{size[1]}{'width' if size[2] == 'inline' else 'height'}", value)]
    if name == "inset":
        return list(zip(("top", "right", "bottom", "left"), _four(words(value)), strict=True))
    if box and (direction or box[2] == "block"):
        return _sides(box, value, direction or "ltr")
    if corner and direction:
        side = _SIDES["inline"][direction][corner[2] == "end"]
        return [(f"border-{'top' if corner[1] == 'start' else 'bottom'}-{side}-radius", value)]
    word = compact(value)
    if direction and word in _KEYWORDS.get(name, {}):
        return [(name, (_Word(_SIDES["inline"][direction][_KEYWORDS[name][word]]),))]
    if direction and name == "text-align" and word in {"start", "end"}:
        # It is inherited as it is said, and a child of another direction asks anew: the physical word is for who knows no other.
        return [(name, (_Word(_SIDES["inline"][direction][word == "end"]),)), (name, value)]
    if name in {"gap", "row-gap", "column-gap"}:
        return [(f"grid-{name}", value), (name, value)]
    return [(name, value)]


def _sides(box: re.Match[str], value: tuple[Any, ...], direction: Direction) -> list[tuple[str, tuple[Any, ...]]]:
    """One side of a box, or both with a value each."""
    kind, axis, side, suffix = box.groups()
    both = _SIDES[axis][direction]
    names = [place if kind == "inset" else f"{kind}-{place}" + (f"-{suffix}" if suffix else "") for place in both]
    if side:
        return [(names[side == "end"], value)]
    parts = words(value)
    if len(parts) == 1 or (kind == "border" and not suffix):
        return [(name, value) for name in names]
    return list(zip(names, parts[:2], strict=True))


def _four(parts: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """One to four values as four: top, right, bottom, left."""
    top, *rest = parts
    right = rest[0] if rest else top
    bottom = rest[1] if len(rest) > 1 else top
    return [top, right, bottom, rest[2] if len(rest) > 2 else right]


# --- what older browsers know ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of ours among tokens."""

    value: str
    type: str = "ident"

    def serialize(self) -> str:
        return self.value


def _earlier(name: str, value: tuple[Any, ...]) -> Iterator[str]:
    """The values that stand before a newer one for who does not know it."""
    text = compact(value)
    if (name, text) in _BEFORE:
        yield _BEFORE[name, text]
    if name == "text-decoration" and len(words(value)) > 1:
        yield compact(words(value)[0])  # Safari knows the shorthand by its first word only
    if any(_compares(token) for token in value):
        yield compact(_uncompared(value))


def _compares(token: Any) -> bool:
    if token.type != "function":
        return False
    return token.lower_name in _COMPARED or any(_compares(one) for one in token.arguments)


def _uncompared(tokens: Iterable[Any]) -> list[Any]:
    """Tokens with the first argument of each min(), max() and clamp() in its place: write first what old browsers shall use."""
    out: list[Any] = []
    for token in tokens:
        if not _compares(token):
            out.append(token)
        elif token.lower_name in _COMPARED:
            first = _uncompared(_first(token.arguments))
            text = compact(first)
            out.append(_Word(text if len(words(first)) == 1 else f"calc({text})"))
        else:
            out.append(_Word(f"{token.name}({compact(_uncompared(token.arguments))})"))
    return out


def _first(tokens: Sequence[Any]) -> list[Any]:
    """The tokens before the first comma, without white space around them."""
    cut = next((place for place, one in enumerate(tokens) if one.type == "literal" and one.value == ","), len(tokens))
    kept = list(tokens[:cut])
    while kept and kept[0].type == "whitespace":
        kept.pop(0)
    while kept and kept[-1].type == "whitespace":
        kept.pop()
    return kept


def _plain_colours(value: Iterable[Any]) -> list[Any]:
    """Tokens with `#rrggbbaa` as rgba()."""
    return [_Word(_rgba(token.value)) if _has_alpha(token) else token for token in value]


def _has_alpha(token: Any) -> bool:
    return token.type == "hash" and bool(re.fullmatch(r"[0-9A-Fa-f]{4}|[0-9A-Fa-f]{8}", token.value))


def _rgba(digits: str) -> str:
    pairs = [digit * 2 for digit in digits] if len(digits) == 4 else re.findall("..", digits)
    red, green, blue, alpha = (int(pair, 16) for pair in pairs)
    return f"rgba({red},{green},{blue},{alpha / 255:.3f})"


def _text(token: Any) -> str:
    """A token as text; what stands in brackets is folded too."""
    if token.type == "function":
        return f"{token.name}({compact(token.arguments)})"
    if token.type in {"() block", "[] block"}:
        return f"{token.type[0]}{compact(token.content)}{token.type[1]}"
    return str(token.serialize())
