"""One form for all spellings of a piece of Markdown prose: `_x_` and `*x*`, `\\-` and `-`, `[a][1]` and `[a](url)`.

In:    the text of a message, in Lantern's Markdown or as another tool prints CommonMark; the page's link definitions.
Out:   keys to compare texts by, and a translation in the other tool's spelling written in ours.
Never: reads blocks, decides what may be published, changes a word. A text it cannot spell safely is None.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

Sort = Literal["text", "code", "em", "strong", "link", "image", "end", "auto", "tag", "break", "run"]
References = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """One part of a text.

    sort:   text · code · em, strong, link, image (begin) · end (of the last begun) · auto (`<address>`) · tag (raw HTML)
            · break (hard) · run (emphasis not yet paired).
    text:   the letters themselves, escapes and entities undone; of a run its marks; of an end what it ends.
    target: of a link or image, where it leads.
    tail:   how the end of a link is written ("](a.md)", "][1]").
    """

    sort: Sort
    text: str = ""
    target: str = ""
    tail: str = ""


_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_AUTO = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]+:[^\s<>]*|[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+)>")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<!--.*?-->", re.DOTALL)
_BREAK = re.compile(r" {2,}\n[ \t]*|\\[ \t]*(?:\n[ \t]*|(?<=[ \t]))")  # our reader makes a space of a line end after a backslash
_PLACE = re.compile(
    r"""\]\(\s*(?:<([^<>\n]*)>|((?:[^\s()\\]|\\.|\([^\s()]*\))*))(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)""",
    re.DOTALL,
)
_LABEL = re.compile(r"\][ \n]?\[([^\[\]^][^\[\]]*)\]")
_LONGEST = 20_000
_MOST = 400
"""Brackets and marks in a text; one with more is no prose."""


@lru_cache(maxsize=65536)
def signs(text: str, references: References = ()) -> tuple[Sign, ...]:
    """A text's parts, in order. `references`: (label in lower case, address) of the page's link definitions."""
    if len(text) > _LONGEST or sum(text.count(mark) for mark in "[*_`<") > _MOST:
        return (Sign("text", text),)
    return tuple(_joined(_paired(list(_scan(text, dict(references))))))


def _scan(text: str, references: Mapping[str, str]) -> Iterator[Sign]:
    """The parts as they come; emphasis is still single runs."""
    at, open_links = 0, 0
    while at < len(text):
        found = _fixed(text, at)
        if found:
            sign, at = found
            yield sign
            continue
        ends = _link_end(text, at, references) if open_links else None
        if ends:
            open_links -= 1
            yield ends[0]
            at = ends[1]
            continue
        short = _shortcut(text, at, references)
        if short and not _begins(text, at, references):
            yield from short[0]
            at = short[1]
            continue
        image = text.startswith("![", at)
        begun = _begins(text, at + image, references)
        if begun is not None:
            open_links += 1
            yield Sign("image" if image else "link", target=begun.target, tail=begun.tail)
            at += 1 + image
        elif text[at] in "*_":
            run = re.compile(re.escape(text[at]) + "+").match(text, at)
            assert run
            yield Sign("run", run[0], _side(text, at - 1), _side(text, run.end()))
            at = run.end()
        else:
            yield Sign("text", text[at])
            at += 1


def _side(text: str, at: int) -> str:
    return text[at] if 0 <= at < len(text) else " "


def _fixed(text: str, at: int) -> tuple[Sign, int] | None:
    """A part whose end does not depend on what stands around it, and where it ends."""
    sign = text[at]
    if sign == "`" and (code := _CODE.match(text, at)):
        return Sign("code", re.sub(r"\s+", " ", code[2]).strip()), code.end()
    if sign in " \\" and (hard := _BREAK.match(text, at)):
        return Sign("break"), hard.end()
    if sign == "\\" and (escape := _ESCAPE.match(text, at)):
        return Sign("text", escape[1]), escape.end()
    if sign == "&" and (entity := _ENTITY.match(text, at)):
        return Sign("text", html.unescape(entity[0])), entity.end()
    if sign == "<" and (auto := _AUTO.match(text, at)):
        return Sign("auto", auto[1]), auto.end()
    if sign == "<" and (tag := _TAG.match(text, at)):
        return Sign("tag", tag[0]), tag.end()
    return None


def _begins(text: str, at: int, references: Mapping[str, str]) -> Sign | None:
    """The link whose "[" stands here, or None: a bracket, a citation, a label nobody defines."""
    if not text.startswith("[", at) or text.startswith("[^", at):
        return None
    end = _closing(text, at)
    found = _link_end(text, end, references) if end else None
    return found[0] if found else None


def _shortcut(text: str, at: int, references: Mapping[str, str]) -> tuple[tuple[Sign, ...], int] | None:
    """`[label]` or `[label][]` with a label that the page defines: the whole link at once."""
    end = _closing(text, at) if references and text.startswith("[", at) else 0
    target = references.get(text[at + 1 : end].lower()) if end else None
    if target is None:
        return None
    tail = "][]" if text.startswith("][]", end) else "]"
    inner = _scan(text[at + 1 : end], {})
    return (Sign("link", target=target, tail=tail), *inner, Sign("end", "link", target, tail)), end + len(tail)


def _closing(text: str, at: int) -> int:
    """Where the bracket that opens at `at` closes; 0 if nowhere."""
    depth, here = 0, at
    while here < len(text):
        fixed = _fixed(text, here)
        if fixed:
            here = fixed[1]
            continue
        depth += {"[": 1, "]": -1}.get(text[here], 0)
        if depth == 0:
            return here
        here += 1
    return 0


def _link_end(text: str, at: int, references: Mapping[str, str]) -> tuple[Sign, int] | None:
    if not text.startswith("]", at):
        return None
    place = _PLACE.match(text, at)
    if place:
        target = place[1] if place[1] is not None else place[2] or ""
        return Sign("end", "link", html.unescape(_ESCAPE.sub(r"\1", target)), place[0]), place.end()
    label = _LABEL.match(text, at)
    if label and (not references or label[1].lower() in references):
        return Sign("end", "link", references.get(label[1].lower(), f"[{label[1].lower()}]"), label[0]), label.end()
    return None


def _paired(found: list[Sign]) -> list[Sign]:
    """Runs of `*` and `_` made into begin and end where they are emphasis, into letters where not."""
    before: list[list[Sign]] = [[] for _ in found]
    after: list[list[Sign]] = [[] for _ in found]
    left = {number: len(sign.text) for number, sign in enumerate(found) if sign.sort == "run"}
    waiting: list[int] = []
    for number, sign in enumerate(found):
        if sign.sort != "run":
            continue
        mark, opens, closes = _flanks(sign)
        while closes and left[number]:
            opener = next((n for n in reversed(waiting) if found[n].text[0] == mark and left[n]), None)
            if opener is None:
                break
            del waiting[waiting.index(opener) + 1 :]
            length = 2 if min(left[number], left[opener]) >= 2 else 1
            kind: Sort = "strong" if length == 2 else "em"
            after[opener].insert(0, Sign(kind))
            before[number].append(Sign("end", kind))
            left[number] -= length
            left[opener] -= length
        if opens and left[number]:
            waiting.append(number)
    done: list[Sign] = []
    for number, sign in enumerate(found):
        kept = [Sign("text", sign.text[0] * left[number])] if sign.sort == "run" else [sign]
        opened_first = [*before[number], *kept, *after[number]]
        done += [one for one in opened_first if one.sort != "text" or one.text]
    return done


def _flanks(sign: Sign) -> tuple[str, bool, bool]:
    """The mark of a run, whether it may begin emphasis, whether it may end it. (`target`, `tail`: the letters around it.)"""
    mark, left, right = sign.text[0], sign.target, sign.tail
    inside = mark == "_" and left.isalnum() and right.isalnum()
    after, before = unicodedata.category(right), unicodedata.category(left)
    opens = not right.isspace() and not inside and not (mark == "_" and left.isalnum()) and after not in {"Pe", "Pf"}
    closes = not left.isspace() and not inside and not (mark == "_" and right.isalnum()) and before not in {"Ps", "Pi"}
    return mark, opens, closes


def _joined(found: Sequence[Sign]) -> list[Sign]:
    """Neighbouring letters as one text."""
    done: list[Sign] = []
    for sign in found:
        if sign.sort == "text" and done and done[-1].sort == "text":
            done[-1] = replace(done[-1], text=done[-1].text + sign.text)
        else:
            done.append(sign)
    return done


# ── keys ────────────────────────────────────────────────────────────────────────────────────────────────────────────

_LEAD = re.compile(r"\A[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+)+")
_TRAIL = re.compile(r"[ \t]*(?:\{[#.][^{}]*\}|\{:[^{}]*\}|(?<=[ \t])#+)[ \t]*\Z")
_ALIKE = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "."})


def trimmed(text: str) -> str:
    """A text without marks of its block that some tools keep: heading signs, a quotation's or list's, `{#anchor}`."""
    return _TRAIL.sub("", re.sub(r"\n[ \t]*>[ \t]?", "\n", _LEAD.sub("", text.strip()))).strip()


def key(text: str, references: References = ()) -> str:
    """The same for two spellings of one text: words, emphasis, code, and where links lead."""
    return _plain(signs(trimmed(text), references), strict=True)


def words(text: str, references: References = ()) -> str:
    """The same for two texts of the same words and code, whatever their emphasis and wherever their links lead."""
    return _plain(signs(trimmed(text), references), strict=False)


def _plain(found: Sequence[Sign], *, strict: bool) -> str:
    parts = []
    for sign in found:
        if sign.sort in {"text", "code", "auto", "tag"}:
            parts.append(f"\x01{sign.text}\x01" if sign.sort == "code" and strict else sign.text)
        elif sign.sort == "break":
            parts.append(" ")
        elif strict:
            parts.append(f"\x02{sign.text or sign.sort}{sign.target}\x02")
    joined = "".join(parts).replace("\x02strong\x02\x02em\x02", "\x02em\x02\x02strong\x02")  # of the two either may be outside
    whole = unicodedata.normalize("NFC", joined).translate(_ALIKE)
    whole = re.sub(r"-+", "-", re.sub(r"\.{2,}", ".", whole))
    return re.sub(r"\s+", " ", whole).strip()


# ── from their spelling to ours ─────────────────────────────────────────────────────────────────────────────────────


def fitted(said: str, theirs: str, ours: str, references: References = ()) -> str | None:
    """`said`, a translation of `theirs`, in the spelling of `ours`, the same text as Lantern writes it.

    Emphasis becomes `*x*`, needless escapes go, and a link that leads where one of `theirs` leads gets the place of
    the link of `ours` that stands there. None where the links of the two texts cannot be told apart.
    """
    own = [sign for sign in signs(ours, references) if sign.sort == "end" and sign.text == "link"]
    other = [sign for sign in signs(trimmed(theirs), references) if sign.sort == "end" and sign.text == "link"]
    if len(own) != len(other):
        return None
    tails: dict[str, str] = {}
    for mine, yours in zip(own, other, strict=True):
        if tails.setdefault(yours.target, mine.tail) != mine.tail:
            return None
    bare = trimmed(said) if trimmed(theirs) != theirs.strip() else said.strip()
    found = [
        replace(sign, tail=tails.get(sign.target, sign.tail)) if sign.sort == "end" and sign.text == "link" else sign
        for sign in signs(bare, references)
    ]
    return _spelled(found, references)


def _spelled(found: Sequence[Sign], references: References) -> str | None:
    """The parts written down with as few escapes as they need; None if no writing reads back as the same parts."""
    for escape in (False, True):
        text = "".join(_written(sign, escape=escape) for sign in found)
        read = signs(text, references)
        if _plain(read, strict=False) == _plain(found, strict=False) and _kinds(read) == _kinds(found):
            return text
    return None


def _kinds(found: Sequence[Sign]) -> list[tuple[str, str]]:
    return [(sign.sort, sign.text if sign.sort == "end" else "") for sign in found if sign.sort not in {"text", "break"}]


def _written(sign: Sign, *, escape: bool) -> str:
    if sign.sort == "text":
        text = re.sub(r"([\\`*]|(?<![A-Za-z0-9/])_|_(?![A-Za-z0-9])|\[(?!\^))", r"\\\1", sign.text) if escape else sign.text
        return re.sub(r"\s+", _space, re.sub(r"<(?=[A-Za-z/!])", "&lt;", text) if escape else text)
    if sign.sort == "code":
        fence = "`" * (1 + max((len(run) for run in re.findall("`+", sign.text)), default=0))
        pad = " " if "`" in sign.text else ""
        return f"{fence}{pad}{sign.text}{pad}{fence}"
    fixed = {"em": "*", "strong": "**", "link": "[", "image": "![", "break": "  \n"}
    if sign.sort == "end":
        return {"em": "*", "strong": "**"}.get(sign.text, sign.tail)
    return f"<{sign.text}>" if sign.sort == "auto" else fixed.get(sign.sort, sign.text)


def _space(found: re.Match[str]) -> str:
    """White space as one space; a no-break space stays what it is."""
    return " " if any(sign in " \t\n\r" for sign in found[0]) and len(found[0].strip(" \t\n\r")) == 0 else found[0]
