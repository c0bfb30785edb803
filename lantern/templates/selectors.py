"""A selector as compounds and parts: what it needs, how much it weighs, and the same in words of older browsers.

In:    tokens of a selector list, as tinycss2 makes them (duck-typed: `type`, `value`, `arguments`, `serialize()`).
Out:   Selectors; without `:is()` where that can be said exactly without it, and a like one for browsers of 2017.
Never: parses CSS, knows a page.

Specificity is (ids; classes, attributes, pseudo-classes; types, pseudo-elements), https://www.w3.org/TR/selectors-4/#specificity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

Specificity = tuple[int, int, int]
Kind = Literal["type", "class", "id", "attribute", "pseudo", "element"]

ALTERNATIVES = frozenset({"is", "matches", "-webkit-any"})
LISTS = ALTERNATIVES | {"not", "where", "has"}
LEGACY_ELEMENTS = frozenset({"before", "after", "first-letter", "first-line"})
KNOWN = frozenset(
    (
        *("link", "visited", "hover", "active", "focus", "target", "lang", "root", "empty", "checked", "disabled", "enabled"),
        *("first-child", "last-child", "only-child", "nth-child", "nth-last-child", "required", "optional", "valid", "invalid"),
        *("first-of-type", "last-of-type", "only-of-type", "nth-of-type", "nth-last-of-type", "indeterminate", "default"),
    )
)
"""Pseudo-classes that browsers of 2017 know (`:not` apart, which they know of one simple selector)."""


class UnreadableSelector(ValueError):
    """Tokens that are no selector this module can read."""


@dataclass(frozen=True, slots=True)
class SelectorPart:
    """A simple selector or a pseudo-element; `inner` is what stands in its brackets, where that is a list of selectors."""

    kind: Kind
    name: str
    text: str
    inner: tuple[Selector, ...] = ()


@dataclass(frozen=True, slots=True)
class Compound:
    """Parts of one element and what leads to it: "" at the start, " ", ">", "+" or "~"."""

    leads: str
    parts: tuple[SelectorPart, ...]


@dataclass(frozen=True, slots=True)
class Selector:
    """Compounds from left to right; the last is the subject."""

    compounds: tuple[Compound, ...]

    def __str__(self) -> str:
        return "".join(one.leads + "".join(part.text for part in one.parts) for one in self.compounds)

    @property
    def subject(self) -> tuple[SelectorPart, ...]:
        return self.compounds[-1].parts

    @property
    def classes(self) -> frozenset[str]:
        """The classes without which it matches nothing."""
        return frozenset(part.name for one in self.compounds for part in one.parts if part.kind == "class")

    def direction(self) -> Literal["ltr", "rtl"] | None:
        """The direction that its subject must have by an attribute of its own, or None."""
        asked = {part.name for part in self.subject if part.kind == "attribute"}
        return "rtl" if "rtl" in asked else "ltr" if "ltr" in asked else None


def selectors(tokens: Sequence[Any]) -> tuple[Selector, ...]:
    """The selectors of a list; raises UnreadableSelector where one is none."""
    return tuple(_selector(part) for part in split(tokens))


def split(tokens: Sequence[Any]) -> list[list[Any]]:
    """Tokens parted at commas."""
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def weight(selector: Selector) -> Specificity:
    """Its specificity."""
    return _sum(_weight(part) for one in selector.compounds for part in one.parts)


def expanded(selector: Selector) -> tuple[Selector, ...]:
    """The same as several selectors without `:is()`, of the same specificity each; what cannot be said so keeps it."""
    for place, compound in enumerate(selector.compounds):
        for part in compound.parts:
            if part.name in ALTERNATIVES and part.kind == "pseudo" and _separable(part, first=place == 0 and not compound.leads):
                made = (_with(selector, place, part, one, pad=True) for one in part.inner)
                return tuple(result for one in made if one for result in expanded(one))
    return (selector,)


def is_known(selector: Selector) -> bool:
    """True if browsers of 2017 know all of it; of a list with one they do not know they drop the whole rule."""
    return all(_is_known(part) for one in selector.compounds for part in one.parts)


def older(selector: Selector) -> tuple[Selector, ...]:
    """Selectors for browsers of 2017 that match much the same; none where that cannot be said."""
    for place, compound in enumerate(selector.compounds):
        for part in compound.parts:
            if part.kind == "pseudo" and part.name in ALTERNATIVES | {"where"} and compound.leads in {"", " "}:
                made = (_with(selector, place, part, one, pad=False) for one in part.inner)
                return tuple(result for one in made if one for result in older(one))
    plain = Selector(tuple(replace(one, parts=tuple(_older(one.parts))) for one in selector.compounds))
    return (plain,) if is_known(plain) else ()


# --- reading ---------------------------------------------------------------------------------------------------------


def _selector(tokens: Sequence[Any]) -> Selector:
    compounds: list[Compound] = []
    leads, parts = "", list[SelectorPart]()
    rest = [token for token in tokens if token.type != "comment"]
    while rest:
        token = rest[0]
        if token.type == "whitespace" or (token.type == "literal" and token.value in {">", "+", "~"}):
            if parts:
                compounds.append(Compound(leads, tuple(parts)))
                leads, parts = "", []
            elif leads.strip() and token.type == "literal":
                raise UnreadableSelector("two combinators")
            leads = token.value if token.type == "literal" else leads or (" " if compounds else "")
            rest = rest[1:]
        else:
            part, rest = _part(rest)
            parts.append(part)
    if parts:
        compounds.append(Compound(leads, tuple(parts)))
    if not compounds or (not parts and leads.strip()):
        raise UnreadableSelector("no selector")
    return Selector(tuple(compounds))


def _part(tokens: list[Any]) -> tuple[SelectorPart, list[Any]]:
    """The first part of some tokens, and the tokens after it."""
    token, after = tokens[0], tokens[1:]
    if token.type == "ident":
        return SelectorPart("type", token.lower_value, token.serialize()), after
    if token.type == "hash":
        return SelectorPart("id", token.value, token.serialize()), after
    if token.type == "[] block":
        return SelectorPart(
            "attribute", _direction(token), f"[{''.join(one.serialize() for one in token.content).strip()}]"
        ), after
    if token.type == "literal" and token.value == "*":
        return SelectorPart("type", "*", "*"), after
    if token.type == "literal" and token.value == "." and after and after[0].type == "ident":
        return SelectorPart("class", after[0].value, f".{after[0].serialize()}"), after[1:]
    if token.type == "literal" and token.value == ":" and after:
        return _pseudo(after)
    raise UnreadableSelector(token.serialize())


def _pseudo(tokens: list[Any]) -> tuple[SelectorPart, list[Any]]:
    """A pseudo-class or pseudo-element, its first colon taken off."""
    double = tokens[0].type == "literal" and tokens[0].value == ":"
    tokens = tokens[1:] if double else tokens
    if not tokens or tokens[0].type not in {"ident", "function"}:
        raise UnreadableSelector(":")
    token, after = tokens[0], tokens[1:]
    name = token.lower_name if token.type == "function" else token.lower_value
    colons = "::" if double else ":"
    kind: Kind = "element" if double or name in LEGACY_ELEMENTS else "pseudo"
    if token.type == "ident":
        return SelectorPart(kind, name, f"{colons}{token.serialize()}"), after
    if name in LISTS and not double:
        inner = selectors(token.arguments)
        return SelectorPart(kind, name, _listed(name, inner), inner), after
    return SelectorPart(kind, name, f"{colons}{name}({''.join(one.serialize() for one in token.arguments).strip()})"), after


def _listed(name: str, inner: Iterable[Selector]) -> str:
    return f":{name}({','.join(map(str, inner))})"


def _direction(block: Any) -> str:
    """ "ltr" or "rtl" where an attribute's brackets ask for that value of `dir`, else ""."""
    found = [token for token in block.content if token.type not in {"whitespace", "comment"}]
    if len(found) != 3 or found[0].type != "ident" or found[0].lower_value != "dir" or found[1].value != "=":
        return ""
    return str(found[2].value).lower()


# --- weights ---------------------------------------------------------------------------------------------------------


def _sum(weights: Iterable[Specificity]) -> Specificity:
    ids, classes, types = 0, 0, 0
    for a, b, c in weights:
        ids, classes, types = ids + a, classes + b, types + c
    return ids, classes, types


def _weight(part: SelectorPart) -> Specificity:
    if (part.name == "where" and part.kind == "pseudo") or part.text == "*":
        return 0, 0, 0
    if part.inner:
        return max(map(weight, part.inner))
    return (int(part.kind == "id"), int(part.kind in {"class", "attribute", "pseudo"}), int(part.kind in {"type", "element"}))


# --- rewriting -------------------------------------------------------------------------------------------------------


def _separable(part: SelectorPart, *, first: bool) -> bool:
    """True if each alternative can take the place of `:is()` exactly: of one compound, or nothing stands before it.

    The heaviest must be the heavier in each of the three counts: weight can be added to the others and never taken away.
    """
    heaviest = _weight(part)
    even = all(own <= most for one in part.inner for own, most in zip(weight(one), heaviest, strict=True))
    return even and (first or all(len(one.compounds) == 1 for one in part.inner))


def _with(selector: Selector, place: int, part: SelectorPart, chosen: Selector, *, pad: bool) -> Selector | None:
    """The selector with an alternative in the place of its `:is()`; None where no element can match both."""
    compound = selector.compounds[place]
    others = [one for one in compound.parts if one is not part]
    merged = _merged([*chosen.subject, *(_padding(part, chosen) if pad else ())], others)
    if merged is None:
        return None
    *before, _ = chosen.compounds
    if before:
        before[0] = replace(before[0], leads=compound.leads)
        made = [*before, Compound(chosen.compounds[-1].leads, merged)]
    else:
        made = [Compound(compound.leads, merged)]
    return Selector((*selector.compounds[:place], *made, *selector.compounds[place + 1 :]))


def _merged(some: Sequence[SelectorPart], others: Sequence[SelectorPart]) -> tuple[SelectorPart, ...] | None:
    """Parts of two compounds as one: the type first, a pseudo-element and what follows it last."""
    cut = next((number for number, part in enumerate(others) if part.kind == "element"), len(others))
    parts = [*others[:cut], *some, *others[cut:]]
    types = {part.name: part for part in parts if part.kind == "type" and part.name != "*"}
    if len(types) > 1:
        return None
    twice = sum(part.kind == "type" and part.name != "*" for part in parts) - len(types)
    rest = [part for part in parts if part.kind != "type"]
    made = [*types.values(), *[_never(2)] * twice, *rest]
    return tuple(made or parts[:1])


def _padding(part: SelectorPart, chosen: Selector) -> Iterator[SelectorPart]:
    """Parts that give an alternative the weight of the heaviest: `:is(.a, b)` weighs as much as `.a` for both."""
    heaviest, own = _weight(part), weight(chosen)
    for level in range(3):
        yield from [_never(level)] * (heaviest[level] - own[level])


def _never(level: int) -> SelectorPart:
    """A part that any element matches and that weighs one id, class or type."""
    kinds: tuple[Kind, ...] = ("id", "class", "type")
    text = ("#_", "._", "_")[level]
    return SelectorPart("pseudo", "not", f":not({text})", (Selector((Compound("", (SelectorPart(kinds[level], "_", text),)),)),))


def _older(parts: Iterable[SelectorPart]) -> Iterator[SelectorPart]:
    """Parts in the words of 2017: `:not()` with one simple selector each, any focus for a focus to be seen."""
    for part in parts:
        if part.kind == "pseudo" and part.name == "not":
            for one in (alternative for inner in part.inner for alternative in expanded(inner)):
                yield SelectorPart("pseudo", "not", _listed("not", [one]), (one,))
        elif part.kind == "pseudo" and part.name == "focus-visible":
            yield SelectorPart("pseudo", "focus", ":focus")
        else:
            yield part


def _is_known(part: SelectorPart) -> bool:
    if part.kind == "element":
        return part.name in LEGACY_ELEMENTS
    if part.kind != "pseudo":
        return not part.text.endswith((" i]", " s]"))
    if part.name == "not":
        return len(part.inner) == 1 and _is_simple(part.inner[0]) and _is_known(part.inner[0].subject[0])
    return part.name in KNOWN and " of " not in part.text


def _is_simple(selector: Selector) -> bool:
    return len(selector.compounds) == 1 and len(selector.subject) == 1
