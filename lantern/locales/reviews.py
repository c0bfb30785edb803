"""What people and machines vouch for: the stamps in translators' comments that hold for exactly one text.

In:    context, text and strings of an entry, its translators' comments.
Out:   sixteen hexadecimal digits, Reviews, comments with a stamp more or less.
Never: reads a catalog, knows the day, believes a stamp whose text was changed since.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ..message import digest

Kind = Literal["machine", "reviewed"]

LONGEST_NAME = 80
_STAMP = re.compile(r"(machine|reviewed): h=([0-9a-f]{16})(?![0-9a-f])")
_REVIEW = re.compile(r"reviewed: h=([0-9a-f]{16}) by=(.{1,200}) on=(\d{4}-\d\d-\d\d)\Z")
_MACHINE = re.compile(
    r"\b(?:machines?|robot|bot|chat-?bot|llm|algorithm|neural|[a-z]*gpt[\w-]*|language models?)\b|\bauto(?:matic)?[ -]?translat",
    re.I,
)
_LETTERS = re.compile(r"\b(?:AI|A\.I\.|IA|KI|MT)(?!\w)")
"""Short names of machines, in capitals: people are called Ai."""


@dataclass(frozen=True, slots=True, order=True)
class Review:
    """Who checked a translation, in their own words for themselves, and on which day."""

    by: str
    on: datetime.date


def fingerprint(context: str | None, text: str, strings: Sequence[str]) -> str:
    """The h of a stamp: sixteen hexadecimal digits of context, text and strings."""
    return digest(context, text, *strings)[:16]


def is_stamp(comment: str) -> bool:
    """True for a comment that is a stamp, of whatever text."""
    return _STAMP.match(comment) is not None


def state_of(comments: Iterable[str], h: str) -> Kind | None:
    """What the stamps say of the text with this mark."""
    fitting = {match[1] for comment in comments if (match := _STAMP.match(comment)) and match[2] == h}
    return "reviewed" if "reviewed" in fitting else "machine" if "machine" in fitting else None


def reviews(comments: Sequence[str], h: str) -> tuple[Review, ...]:
    """The reviews of the text with this mark that give a name and a day, in the order of the file."""
    found = [one.review for one in _held(comments) if one.h == h and one.review]
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _Held:
    """A review's stamp: its comments from `start` up to `end`, its mark, and what it says, if it says it whole."""

    start: int
    end: int
    h: str
    review: Review | None


def _held(comments: Sequence[str]) -> Iterator[_Held]:
    """The stamps of reviews; some tools wrap comments, so the end of one may stand in the next two."""
    for start, comment in enumerate(comments):
        match = _STAMP.match(comment)
        if not match or match[1] != "reviewed":
            continue
        held = _Held(start, start + 1, match[2], None)
        for end in range(start + 1, min(start + 3, len(comments)) + 1):
            whole = _REVIEW.match(" ".join(" ".join(comments[start:end]).split()))
            if whole and (day := _day(whole[3])):
                held = _Held(start, end, match[2], Review(whole[2], day))
            if held.review or (end < len(comments) and is_stamp(comments[end])):
                break
        yield held


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def machine(h: str) -> str:
    """The stamp of a machine's draft."""
    return f"machine: h={h}"


def reviewed(h: str, review: Review) -> str:
    """The stamp of a review; with a name of up to 27 letters its line has fewer than 76, which no tool wraps."""
    return f"reviewed: h={h} by={review.by} on={review.on.isoformat()}"


def without(comments: Sequence[str], *, by: str | None = None) -> tuple[str, ...]:
    """The comments without reviews: all of them, or those that this person made."""
    return _left(comments, [one for one in _held(comments) if by is None or (one.review and one.review.by == by)])


def with_review(comments: Sequence[str], h: str, review: Review) -> tuple[str, ...]:
    """The comments with this review of the text with this mark; what it replaces, and reviews of earlier texts, go."""
    old = [one for one in _held(comments) if one.h != h or one.review is None or one.review.by == review.by]
    return (*_left(comments, old), reviewed(h, review))


def _left(comments: Sequence[str], taken: Iterable[_Held]) -> tuple[str, ...]:
    places = {place for one in taken for place in range(one.start, one.end)}
    return tuple(comment for place, comment in enumerate(comments) if place not in places)


def moved(comments: Sequence[str], old: str, new: str, *, keep_reviews: bool) -> tuple[str, ...]:
    """The comments of a text with the mark `old` under the mark `new`: its stamps go with it, reviews only if they may."""
    kept = comments if keep_reviews else without(comments)
    return tuple(comment.replace(old, new, 1) if is_stamp(comment) and f"h={old}" in comment else comment for comment in kept)


def refused_name(by: str) -> str | None:
    """Why this cannot be the name or the role of a person who read the text, or None."""
    if not by.strip():
        return "The name is empty."
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for sign in by):
        return "The name holds a line break or a character that cannot be seen."
    if len(by) > LONGEST_NAME:
        return f"The name has {len(by)} characters; {LONGEST_NAME} are the most."
    if by != by.strip() or not any(sign.isalpha() for sign in by) or "=" in by:
        return "The name begins or ends with a space, has no letter, or has an equals sign."
    if _MACHINE.search(by) or _LETTERS.search(by) or by.casefold() in {"ai", "mt", "ia"}:
        return "A machine cannot review: a person must have read it."
    return None
