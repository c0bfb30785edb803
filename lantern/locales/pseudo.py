"""Template → the catalog of a pseudo-locale: made-up translations, to try pages with before there are real ones.

In:    a template's Catalog, a pseudo-locale's code.
Out:   a Catalog with every message in ⟦ ⟧, two fifths longer, in letters that can be read but are not plain.
Never: touches a fact, number, link, mark of a source, placeholder or code: the rules that guard translations accept all of it.

en_XA is accented Latin, from left to right. ar_XB is Latin spelled in Arabic letters, so that the page truly runs from right
to left: direction controls would do it too, but our own rules refuse them. A text that shows without brackets was never
handed to translators; one bracket alone, and something cuts the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from itertools import cycle, islice

from ..document import inline
from .po import Catalog

OPEN, CLOSE = "\u27e6", "\u27e7"
LONGER = 0.4
"""How much longer a text gets: short English texts grow by more in most languages, long ones by less."""

_LETTERS = {
    "en_XA": str.maketrans(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        "ÀḂÇĎÉḞĜĤÎĴĶĻḾÑÖṔQŔŠŢÛṼŴẊÝŽàḃçďéḟĝĥîĵķļḿñöṕqŕšţûṽŵẋýž",
    ),
    "ar_XB": str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "ابصديفغهيجكلمنوبقرستوڤوخيز" * 2),
}
_FILLING = ("amber", "birch", "of", "cinnamon", "delta", "in", "evergreen", "fern", "or", "granite")
_KEPT = re.compile(
    r"""
      (?<!`)(`+)(?!`).+?(?<!`)\1(?!`)                        # code
    | \{[^{}\s]*\}                                           # a fact, a placeholder
    | \[\^[\w-]+\]                                           # the mark of a source
    | (?<=\])\([^()\s]*\) | (?<=\])\[[^\[\]]*\]              # where a link leads: an address, or the name of a reference
    | <[^<>]*> | &\#?\w+; | \\.                              # an address in < >, a tag, an entity, an escaped sign
    | \b(?:January|February|March|April|May|June|July|August|September|October|November|December)(?=\s\d)
    | (?<=\d)\s?[ap](?:\.m\.|m\b)                            # of a time
    """,
    re.VERBOSE | re.DOTALL,
)


def catalog(pot: Catalog, code: str, *, path: str) -> Catalog:
    """Every message of the template, translated into the pseudo-locale; nothing of it is fuzzy."""
    lines = f"Language: {code}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"
    header = replace(pot.header, strings=(lines,), raw=())
    entries = tuple(replace(entry, strings=(written(entry.text, code),), raw=()) for entry in pot.entries)
    return Catalog(path, header, entries)


@lru_cache(maxsize=8192)
def written(text: str, code: str) -> str:
    """A message in the pseudo-locale."""
    letters = _LETTERS[code]
    told = _outside(text, lambda piece: piece.translate(letters))
    more = _filling(sum(map(str.isalpha, _outside(text, str, kept=""))))
    return f"{OPEN}{told}{' ' if more else ''}{more.translate(letters)}{CLOSE}"


def _outside(text: str, change: Callable[[str], str], *, kept: str | None = None) -> str:
    """The text with what stands outside facts, numbers, addresses and code changed; `kept` stands for these, None keeps them."""
    known = "|".join(re.escape(one) for one in sorted(set(inline.literals(text)), key=len, reverse=True))
    fixed = re.compile(f"{_KEPT.pattern}|{known}" if known else _KEPT.pattern, _KEPT.flags)
    out, at = [], 0
    for found in fixed.finditer(text):
        out += [change(text[at : found.start()]), found[0] if kept is None else kept]
        at = found.end()
    return "".join([*out, change(text[at:])])


def _filling(letters: int) -> str:
    """Words that make a text of so many letters longer; at least one sign."""
    wanted = max(1, round(letters * LONGER))
    return " ".join(islice(cycle(_FILLING), wanted))[:wanted].rstrip()
