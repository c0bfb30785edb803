"""The words of templates in one language: `t()` and dates; which messages a finished page holds.

In:    a Translator; a page as text.
Out:   functions for templates; anchors of messages in the order of a page.
Never: renders a template.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from typing import Any

from ..editions.translator import Translator
from ..message import Message
from ..templates.jinja import Day, Phrase, fill_phrase


def make_t(translator: Translator) -> Any:
    """The function `t` for one locale: t("Checked on {date}", ctx=…, note=…, date=…) → Phrase."""

    def t(text: str, /, *, ctx: str | None = None, note: str | None = None, **values: Any) -> Phrase:
        words = translator.text(Message(text, ctx, kind="phrase"))
        return fill_phrase(words.text, words.marks, values, foreign=words.foreign)

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
