"""A style sheet → the rules that one page can use.

In:    CSS as text; the classes a page wears.
Out:   the same CSS with comments and white space off, and without rules that no element of the page can match.
Never: changes what a rule says.
"""

from __future__ import annotations

import base64
import hashlib
import html
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import tinycss2

from . import physical, selectors
from .physical import Declaration, Direction, words
from .selectors import Selector, UnreadableSelector

BEFORE_LOGICAL = "@supports not (inset:0)"
"""Browsers before Chrome 87, Safari 14.1, Firefox 66: no logical properties to speak of, no gap between flexible boxes."""
BEFORE_LISTS = "@supports not (aspect-ratio:1)"
"""Browsers before Chrome 88, Safari 15, Firefox 89: no lists in `:not()`, no `:is()`, no `:focus-visible`."""
FLEXIBLE = frozenset({"display", "flex-wrap", "flex-direction", "flex-flow", "gap"})
GROUPS = frozenset({"media", "supports", "layer", "container"})

# Plain repetition (see locales/po.py). No step gives back what it took: a tag is walked attribute by attribute, in linear time.
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][^\s/<>]*)")
_SPACE = re.compile(r"[\s/]*")
_ATTRIBUTE = re.compile(r"""([^\s/<>][^\s/<>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)))?""")
_OUTER = re.compile(r"(?:\A|;)(?:float|clear):")
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])

Forms = Mapping[Direction | None, str]


class Worn(NamedTuple):
    """What a page wears: its classes, the direction of its text, and (tag, classes) of all that may run the other way."""

    classes: frozenset[str]
    direction: Direction
    islands: frozenset[tuple[str, frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Choice:
    """A selector of a rule, with all that is asked of it; `older` stands for it where it is not known."""

    text: str
    classes: frozenset[str]
    subject: tuple[str, frozenset[str]]
    direction: Direction | None
    known: bool
    older: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """Selectors and declarations, inside at-rules from the outermost in.

    forms:   the declarations from left to right, from right to left, and (None) with logical properties.
    guarded: those that depend on the direction alone, as older browsers need them beside logical ones.
    """

    around: tuple[str, ...]
    choices: tuple[Choice, ...]
    forms: Forms
    guarded: Forms

    @property
    def directional(self) -> bool:
        return self.forms["ltr"] != self.forms["rtl"]


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A rule that is kept as it is: @page, @font-face, or one that only newer browsers can read."""

    around: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule as it was read, its selectors without `:is()` where that can be."""

    around: tuple[str, ...]
    selectors: tuple[Selector, ...]
    declarations: tuple[Declaration, ...]


@dataclass(frozen=True, eq=False)
class StyleSheet:
    """A stylesheet: its rules in order."""

    rules: tuple[Rule | Verbatim, ...]

    @cached_property
    def text(self) -> str:
        """All of it, logical properties and all, for a page of which nothing is known."""
        pieces = []
        for rule in self.rules:
            written = rule.text if isinstance(rule, Verbatim) else _ruled((one.text for one in rule.choices), rule.forms[None])
            pieces.append((rule.around, written))
        return _joined(pieces)


class StyleFault(NamedTuple):
    """What is no CSS, and the line it stands on."""

    line: int
    text: str


# --- reading ---------------------------------------------------------------------------------------------------------


def parse(css: str) -> tuple[StyleSheet, tuple[StyleFault, ...]]:
    """A stylesheet, and what in it is none."""
    faults: list[StyleFault] = []
    nodes = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    rules = tuple(_read(nodes, (), None, faults))
    return StyleSheet((*_with_gaps(rules),)), tuple(faults)


def _read(
    nodes: Iterable[Any], around: tuple[str, ...], parent: list[Any] | None, faults: list[StyleFault]
) -> Iterator[Draft | Verbatim]:
    """The rules of some nodes; what is nested in a rule stands beside it."""
    for is_declared, run in itertools.groupby(nodes, key=lambda node: node.type == "declaration"):
        if is_declared:
            yield from _rule(parent, [_declaration(one, faults) for one in run], around)
            continue
        for node in run:
            yield from _node(node, around, parent, faults)


def _node(node: Any, around: tuple[str, ...], parent: list[Any] | None, faults: list[StyleFault]) -> Iterator[Draft | Verbatim]:
    if node.type == "error":
        faults.append(StyleFault(node.source_line, node.message))
    elif node.type == "qualified-rule":
        faults.extend(_broken(node.prelude))
        prelude = _nested(node.prelude, parent)
        yield from _read(_inside(node.content), around, prelude, faults)
    elif node.type == "at-rule" and node.lower_at_keyword in GROUPS and node.content is not None:
        inner = (*around, f"@{node.lower_at_keyword} {physical.compact(node.prelude)}")
        nodes = (
            _inside(node.content) if parent else tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
        )
        yield from _read(nodes, inner, parent, faults)
    elif node.type == "at-rule":
        yield Verbatim(around, _folded(node))


def _declaration(node: Any, faults: list[StyleFault]) -> Declaration:
    faults.extend(_broken(node.value))
    return Declaration(node.name if node.name.startswith("--") else node.lower_name, tuple(node.value), node.important)


def _broken(tokens: Iterable[Any]) -> Iterator[StyleFault]:
    """The brackets and quotation marks among tokens that have no other half."""
    return (StyleFault(token.source_line, token.message) for token in tokens if token.type == "error")


def _inside(content: Any) -> list[Any]:
    found: list[Any] = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    return found


def _folded(node: Any) -> str:
    """An at-rule as text, its white space folded."""
    head = f"@{node.at_keyword} {physical.compact(node.prelude)}".rstrip()
    if node.content is None:
        return f"{head};"
    return f"{head}{{{_braces(node.content)}}}"


def _braces(content: Iterable[Any]) -> str:
    """What stands in braces, without the white space around signs that part it."""
    out = ""
    for token in content:
        if token.type in {"whitespace", "comment"}:
            out += "" if not out or out[-1] in " ;{}:," else " "
        elif token.type == "{} block":
            out = f"{out.rstrip(' ')}{{{_braces(token.content)}}}"
        elif token.type == "literal" and token.value in ";,":
            out = f"{out.rstrip(' ')}{token.value}"
        else:
            out += token.serialize()
    return out.strip(" ;")


def _nested(prelude: Sequence[Any], parent: list[Any] | None) -> list[Any]:
    """A rule's selectors, with those of the rule it is nested in where `&` stands, or before them."""
    if parent is None:
        return list(prelude)
    outer = tinycss2.parse_component_value_list(f":is({tinycss2.serialize(parent)})")
    made: list[Any] = []
    for part in selectors.split(prelude):
        named = any(one.type == "literal" and one.value == "&" for one in part)
        tokens = [] if named else [*outer, *tinycss2.parse_component_value_list(" ")]
        for one in part:
            tokens += outer if one.type == "literal" and one.value == "&" else [one]
        made += [*tinycss2.parse_component_value_list(","), *tokens] if made else tokens
    return made


def _rule(prelude: list[Any] | None, declarations: list[Declaration], around: tuple[str, ...]) -> Iterator[Draft | Verbatim]:
    """A rule of these selectors; verbatim where only newer browsers can read one of them."""
    if prelude is None:
        return
    try:
        found = [one for whole in selectors.selectors(prelude) for one in selectors.expanded(whole)]
    except UnreadableSelector:
        yield Verbatim(around, _ruled([physical.compact(prelude)], physical.body(declarations, None)))
        return
    yield Draft(around, tuple(found), tuple(declarations))


def _made(draft: Draft) -> Rule:
    directional = [one for one in draft.declarations if physical.is_directional(one)]
    forms: Forms = {form: physical.body(draft.declarations, form) for form in ("ltr", "rtl", None)}
    guarded: Forms = {form: physical.body(directional, form) for form in ("ltr", "rtl")}
    return Rule(draft.around, tuple(map(_choice, draft.selectors)), forms, guarded)


def _choice(one: Selector) -> Choice:
    tag = next((part.name for part in one.subject if part.kind == "type"), "*")
    named = frozenset(part.name for part in one.subject if part.kind == "class")
    known = selectors.is_known(one)
    older = () if known else tuple(map(str, selectors.older(one)))
    return Choice(str(one), one.classes, (tag, named), one.direction(), known, older)


# --- gaps ------------------------------------------------------------------------------------------------------------


def _with_gaps(found: Sequence[Draft | Verbatim]) -> Iterator[Rule | Verbatim]:
    """The rules, each that gives flexible boxes a gap followed by margins for browsers that know none.

    What is flexible, wraps, or stands in a column may be said by an earlier rule with the very same selector.
    """
    # In the order of the stylesheet: that of a set would change from run to run, and every page with it.
    held = dict.fromkeys(part for draft in found if isinstance(draft, Draft) for one in draft.selectors for part in _pseudo(one))
    boxes: dict[str, dict[str, Any]] = {}
    for draft in found:
        if isinstance(draft, Verbatim):
            yield draft
            continue
        yield _made(draft)
        set_here = {one.name: one for one in draft.declarations if one.name in FLEXIBLE}
        for one in draft.selectors if set_here else ():
            box = boxes.setdefault(str(one), {})
            box.update(set_here)
            yield from map(_made, _margins(one, box, (*draft.around, BEFORE_LOGICAL), held))


def _pseudo(one: Selector) -> Iterator[tuple[str, frozenset[str]]]:
    """("before" or "after", the rest of the subject) of a selector that makes such a box."""
    names = [part.name for part in one.subject if part.kind == "element"]
    if names:
        yield names[0], frozenset(part.text for part in one.subject if part.kind != "element")


def _margins(one: Selector, box: Mapping[str, Declaration], around: tuple[str, ...], held: Iterable[Any]) -> Iterator[Draft]:
    """Rules that keep the children of a flexible box apart: by their starts, or where lines wrap by ends and feet."""
    gap = words(box["gap"].value) if "gap" in box else []
    if not gap or "flex" not in _said(box, "display") or any(part.kind == "element" for part in one.subject):
        return
    row, column = gap[0], gap[-1]
    if "column" in _said(box, "flex-direction") + _said(box, "flex-flow"):
        axis, between = "block", row
        others = [Declaration("margin-inline-start", tuple(tinycss2.parse_component_value_list("0")))]
    else:
        axis, between, others = "inline", column, []
    start, end = Declaration(f"margin-{axis}-start", between), Declaration(f"margin-{axis}-end", between)
    wraps = any(word in {"wrap", "wrap-reverse"} for name in ("flex-wrap", "flex-flow") for word in _said(box, name).split())
    child = "*" if wraps else "*+*"
    lines = (end, Declaration("margin-block-end", row)) if wraps else (start, *others)
    for known in (one,) if selectors.is_known(one) else selectors.older(one):
        made = [(f"{known}>{child}", lines)]
        subject = {part.text for part in one.subject}
        names = {name for name, parts in held if parts <= subject}
        made += [(f"{known}::{name}", (end if name == "before" else start,)) for name in sorted(names)]
        for text, declarations in dict.fromkeys(made):
            yield Draft(around, selectors.selectors(tinycss2.parse_component_value_list(text)), declarations)


def _said(box: Mapping[str, Declaration], name: str) -> str:
    return physical.compact(box[name].value) if name in box else ""


# --- a page ----------------------------------------------------------------------------------------------------------


def worn(page: str) -> Worn:
    """What a page wears, in whatever spelling of HTML."""
    classes: set[str] = set()
    islands: set[tuple[str, frozenset[str]]] = set()
    own: Direction = "ltr"
    depth, inside = 0, ""
    for tag, attributes in _tags(page):
        name = tag["name"].lower()
        if inside and name == inside:
            depth += -1 if tag["end"] else 1
            inside = inside if depth else ""
        if tag["end"]:
            continue
        mine = frozenset(attributes.get("class", "").split())
        classes.update(mine, attributes.get("data-wears", "").split())
        turned = attributes.get("dir", "auto" if name == "bdi" else own).strip().lower()
        if name == "html":
            own = "rtl" if turned == "rtl" else "ltr"
        elif turned != own and not inside:
            islands.add((name, mine))
            depth, inside = (0, "") if name in _VOID else (1, name)
        elif inside:
            islands.add((name, mine))
    return Worn(frozenset(classes), own, frozenset(islands))


def _tags(page: str) -> Iterator[tuple[re.Match[str], dict[str, str]]]:
    """Each whole tag with its attributes by their names in small letters; of two with one name browsers keep the first."""
    at = 0
    while tag := _TAG.search(page, at):
        found: dict[str, str] = {}
        at = _after(_SPACE, page, tag.end())
        while attribute := _ATTRIBUTE.match(page, at):
            name, *values = attribute.groups(default="")
            found.setdefault(name.lower(), html.unescape("".join(values)))
            at = _after(_SPACE, page, attribute.end())
        if page.startswith(">", at):
            yield tag, found


def _after(pattern: re.Pattern[str], page: str, at: int) -> int:
    """Where what may stand there ends."""
    found = pattern.match(page, at)
    return found.end() if found else at


@lru_cache(maxsize=1024)
def fitted(sheet: StyleSheet, page: Worn) -> str:
    """The rules that a page can use."""
    pieces: list[tuple[tuple[str, ...], str]] = []
    for rule in sheet.rules:
        if isinstance(rule, Verbatim):
            pieces.append((rule.around, rule.text))
        else:
            pieces.extend(_written(rule, page))
    return _joined(pieces)


def _written(rule: Rule, page: Worn) -> Iterator[tuple[tuple[str, ...], str]]:
    """A rule for a page, each piece with the at-rules around it: as all know it, as new browsers do, as old ones can."""
    old_only = BEFORE_LOGICAL in rule.around
    own = not _OUTER.search(rule.guarded["ltr"])  # a float asks the direction of what it stands in, not its own
    by_form: dict[Direction | None, list[Choice]] = {}
    for one in rule.choices:
        if one.classes <= page.classes:
            said = one.direction if own or not rule.directional else None
            both = not old_only and rule.directional and not said and _meets(one.subject, page.islands)
            by_form.setdefault(None if both else said or page.direction, []).append(one)
    for form, choices in by_form.items():
        text, old = rule.forms[form], rule.forms[form or page.direction]
        known = [one.text for one in choices if one.known]
        yield rule.around, _ruled(known, text)
        if form is None:
            yield (*rule.around, BEFORE_LOGICAL), _ruled(known, rule.guarded[page.direction])
        for one in choices:
            if not one.known:
                yield rule.around, _ruled([one.text], text)
                yield (*rule.around, BEFORE_LISTS), _ruled(one.older, old)


def _meets(subject: tuple[str, frozenset[str]], islands: Iterable[tuple[str, frozenset[str]]]) -> bool:
    """True if an element of another direction may be a selector's subject."""
    tag, classes = subject
    return any(tag in {"*", name} and classes <= mine for name, mine in islands)


def _ruled(names: Iterable[str], declarations: str) -> str:
    chosen = ",".join(dict.fromkeys(names))
    return f"{chosen}{{{declarations}}}" if chosen and declarations else ""


def _joined(pieces: Iterable[tuple[tuple[str, ...], str]]) -> str:
    """Pieces in order, neighbours inside the same at-rules together."""
    out: list[str] = []
    kept = (piece for piece in pieces if piece[1])
    for around, group in itertools.groupby(kept, key=lambda piece: piece[0]):
        out.append("".join(f"{outer}{{" for outer in around) + "".join(text for _, text in group) + "}" * len(around))
    return "".join(out)


def _digest(style: str) -> str:
    """SHA-256 in base 64, as a policy names a stylesheet."""
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
