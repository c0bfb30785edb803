"""The words of templates in one language: `t()` and dates; which messages a finished page holds.

In:    a Translator; a page as text.
Out:   functions for templates; anchors of messages in the order of a page.
Never: renders a template.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from ..editions.translator import Text, Translator
from ..message import Message
from ..rules.refuse import PLACEHOLDER


@dataclass(frozen=True)
class Phrase:
    """A translated phrase with its values put in: `text` is plain, for attributes; printed, it is safe HTML."""

    text: str
    markup: Markup

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> str:
        return self.markup


@dataclass(frozen=True, slots=True)
class Day:
    """A date in the page's language, and in the source's for a phrase that falls back: one phrase speaks one language."""

    text: str
    source: str

    def __str__(self) -> str:
        return self.text


def make_t(translator: Translator) -> Any:
    """The function `t` for one locale: t("Checked on {date}", ctx=…, note=…, date=…) → Phrase."""

    def t(text: str, /, *, ctx: str | None = None, note: str | None = None, **values: Any) -> Phrase:
        words = translator.text(Message(text, ctx, kind="phrase"))
        return _fill(words, values)

    return t


def make_recording_t(t: Callable[..., Phrase], heard: set[str]) -> Callable[..., Phrase]:
    """The function `t`, noting the anchor of each phrase that a page speaks: many stand in attributes, where nobody sees them."""

    def listening(text: str, /, *, ctx: str | None = None, **values: Any) -> Phrase:
        heard.add(Message(text, ctx).anchor)
        return t(text, ctx=ctx, **values)

    return listening


def make_date(translator: Translator) -> Callable[[datetime.date], Day]:
    """The function `date` for one locale: a date in words."""
    return lambda day: Day(translator.tongue.locale.date(day), translator.source.date(day))


def _fill(words: Text, values: Mapping[str, Any]) -> Phrase:
    """Puts values into {places} and nothing else: a translation is never a format string."""
    values = {name: value.source if words.foreign and isinstance(value, Day) else value for name, value in values.items()}
    plain = PLACEHOLDER.sub(lambda m: str(values.get(m[1], m[0])), words.text)
    pieces = PLACEHOLDER.split(words.text)
    safe = Markup("").join(
        escape(values.get(piece, f"{{{piece}}}")) if odd % 2 else escape(piece) for odd, piece in enumerate(pieces)
    )
    if words.marks:
        safe = Markup("<span{}>{}</span>").format(Markup(words.marks), safe)
    return Phrase(plain, safe)


PHRASES_USED = "<!-- phrases: "
"""Begins the last line of a page in the translator's preview: the anchors of all phrases it speaks, seen or not."""


HOLDER = re.compile(r'<([a-z][a-z0-9]*)([^<>]*) data-message="(m-[0-9a-f]{8})"([^<>]*)>')
"""The start of an element that shows a message: its name, attributes, anchor, attributes."""

_ANCHOR = re.compile(r"m-[0-9a-f]{8}")


def standing(page: str) -> list[str]:
    """The anchors of all messages that a marked page shows or speaks, in its order, those nobody sees last."""
    return list(dict.fromkeys([*_shown(page), *_spoken(page)]))


def _shown(page: str) -> Iterator[str]:
    return (found[3] for found in HOLDER.finditer(page))


def _spoken(page: str) -> list[str]:
    return _ANCHOR.findall(page.rpartition(PHRASES_USED)[2])
