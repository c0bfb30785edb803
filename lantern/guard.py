"""What a translation may not change: the rules that refuse a string.

In:    a message and the text a catalog gives for it.
Out:   None, or the rule it breaks with what is wrong and what to do.
Never: mends a text, knows a locale. A refused string shows the source text, marked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from . import blocks, catalog
from .message import Message

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_LENGTH = (400, 8)
"""A translation may have 400 characters, or 8 times the source's where that is more: longer ones are accidents or worse."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """The rule a translation breaks, in the words of a Problem."""

    rule: str
    text: str
    hint: str


def refusal(message: Message, text: str) -> Refusal | None:
    """Why `text` may not stand for `message`, or None. Pure and memoised."""
    return _refusal(message.text, text, message.kind == "phrase")


@lru_cache(maxsize=65536)
def _refusal(source: str, text: str, is_phrase: bool) -> Refusal | None:
    reason = catalog.unsafe(text)
    if reason:
        return Refusal("unsafe-character", reason, "Type the text again without it.")
    least, times = _LENGTH
    if len(text) > max(least, times * len(source)):
        return Refusal("too-long", f"The translation has {len(text)} characters, its source {len(source)}.", "Shorten it.")
    if blocks.too_complex(text):
        return Refusal("too-complex", "The translation has too many brackets and marks.", "Keep those of the source.")
    if not text.strip():
        return Refusal("blank", "The translation has white space and nothing else.", "Translate it, or leave it empty.")
    numbers, others = blocks.literals(source), blocks.literals(text)
    if numbers != others:
        told = f"The numbers and addresses are {_said(others)}, not {_said(numbers)}."
        return Refusal("literal-differs", told, "Copy them from the source, in its digits.")
    if is_phrase:
        wanted, found = sorted(PLACEHOLDER.findall(source)), sorted(PLACEHOLDER.findall(text))
        if wanted != found:
            return Refusal(
                "placeholder", f"The placeholders are {_said(found)}, not {_said(wanted)}.", "Copy them from the source."
            )
        return None
    return _shape(source, text)


def _shape(source: str, text: str) -> Refusal | None:
    wanted, found = blocks.shape(source), blocks.shape(text)
    if wanted == found and "{:" not in text:
        return None
    if "{:" in text:
        return Refusal("mark", "Marks such as “{: … }” belong to the source alone.", "Take it out of the translation.")
    if wanted.facts != found.facts:
        return Refusal(
            "fact-differs", f"The facts are {_said(found.facts)}, not {_said(wanted.facts)}.", "Keep each {name.field} as it is."
        )
    if wanted.citations != found.citations:
        hint = "Keep each [^mark] after its sentence."
        return Refusal("citation-differs", f"The sources are {_said(found.citations)}, not {_said(wanted.citations)}.", hint)
    if wanted.links != found.links:
        return Refusal(
            "link-differs", f"The links lead to {_said(found.links)}, not {_said(wanted.links)}.", "Keep the addresses in ( )."
        )
    return Refusal("raw-html", f"The HTML is {_said(found.tags)}, not {_said(wanted.tags)}.", "Use Markdown only.")


def _said(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(names) or "none"
