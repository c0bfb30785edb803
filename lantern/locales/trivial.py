"""Changes of the source that a writer declares trivial: the same words, so the translations still hold.

In:    a catalog as it stands, the new template, a rule that accepts an old translation for a new text.
Out:   entries ready for the merge (update.merge, `settled`), and what was declared.
Never: decides by itself that a change is trivial; takes another word, fact, number, citation or link for the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from ..document import inline
from ..message import SHOWN
from . import merge, reviews
from .po import Catalog, Entry, Key

Accepts = Callable[[Entry, str], bool]
"""True if a translation may stand for the text of this entry of the template (the rules of `guard`)."""

_WORD = re.compile(r"\{[^{}\s]*\}|(?<=\])\([^()\s]*\)|\d+(?:[.,:/-]\d+)*|[^\W\d_]+")
_CITATION = re.compile(r"\[\^[\w-]+\]")
_DASH = re.compile(r"[\u2010-\u2015]")
_EMPHASIS = re.compile(r"[*_`]")
_MARKS = frozenset(".,;:!…'’‘\"“”«»()[]*_`¡")
"""What may change. A question mark makes another sentence, and a dash may be a range, so these two must stay."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One text that changed without changing: the old one, the new one, and whether it was in markup and white space alone."""

    old: Entry
    new: Entry
    markup_only: bool


def same_words(old: str, new: str) -> bool:
    """True if two texts differ in white space, punctuation marks, letter case or inline markup alone.

    Words in capitals (US, IT) must stay so: in small letters they are other words.
    """
    return _sense(old) == _sense(new) and _alike(_words(old), _words(new))


def same_letters(old: str, new: str) -> bool:
    """True if two texts differ in white space and inline markup alone."""
    return same_words(old, new) and _bare(old) == _bare(new)


def pairs(old: Catalog, pot: Catalog) -> tuple[Kept, ...]:
    """The texts of `old` that are gone and came back in the same words, with what they became; where two could be it, none."""
    active = {entry.key: entry for entry in old.entries if not entry.obsolete}
    wanted = {entry.key: entry for entry in pot.entries if not entry.obsolete}
    gone: dict[tuple[str | None, str], list[Entry]] = defaultdict(list)
    come: dict[tuple[str | None, str], list[Entry]] = defaultdict(list)
    for known, other, found in ((active, wanted, gone), (wanted, active, come)):
        for key, entry in known.items():
            if key not in other and entry.plural is None:
                found[entry.context, " ".join(_words(entry.text)).casefold()].append(entry)
    made = []
    for name, (before, *more) in gone.items():
        after = come.get(name, [])
        if not more and len(after) == 1 and same_words(before.text, after[0].text):
            made.append(Kept(before, after[0], same_letters(before.text, after[0].text)))
    return tuple(made)


def settle(old: Catalog, pot: Catalog, accepts: Accepts) -> tuple[Mapping[Key, Entry], tuple[Kept, ...]]:
    """What update.merge takes over as it is, by the old key; and the pairs that are in it."""
    settled: dict[Key, Entry] = {}
    done = []
    for one in pairs(old, pot):
        entry = one.old
        if merge.state(entry) in SHOWN and accepts(one.new, entry.strings[0]):
            settled[entry.key] = _carried(one)
            done.append(one)
    return settled, tuple(done)


def _carried(one: Kept) -> Entry:
    """The translation under its new text. A machine's draft stays one; a review stays where no letter or mark changed."""
    flags = tuple(dict.fromkeys([*(flag for flag in one.old.flags if not flag.endswith("-format")), *one.new.flags]))
    new = replace(one.new, strings=one.old.strings, flags=flags, line=0, raw=())
    comments = reviews.moved(
        one.old.comments, merge.fingerprint_of(one.old), merge.fingerprint_of(new), keep_reviews=one.markup_only
    )
    return replace(new, comments=comments)


def _words(text: str) -> list[str]:
    """The words, numbers, placeholders and addresses of links, in order."""
    return _WORD.findall(_DASH.sub("-", _CITATION.sub(" ", text)))


def _alike(old: list[str], new: list[str]) -> bool:
    return len(old) == len(new) and all(
        a == b or (a.casefold() == b.casefold() and not (len(a) > 1 and a.isupper() != b.isupper()))
        for a, b in zip(old, new, strict=True)
    )


def _sense(text: str) -> tuple[object, ...]:
    """What besides its words a text says: citations, links, tags, form numbers, signs such as $ and %."""
    bare = _WORD.sub("", _DASH.sub("-", _CITATION.sub(" ", text)))
    signs = sorted(sign for sign in bare if not sign.isspace() and sign not in _MARKS)
    return (_CITATION.findall(text), inline.shape(text), inline.literals(text), merge.fixed_parts(text), signs)


def _bare(text: str) -> str:
    return " ".join(_EMPHASIS.sub("", text).split())


def report(kept: Iterable[tuple[str, Kept]]) -> str:
    """Each text that was declared trivial, old and new, with the locales whose translation stayed; of (locale, pair)s."""
    codes: dict[tuple[str, str], list[str]] = {}
    for code, one in kept:
        codes.setdefault((one.old.text, one.new.text), []).append(code)
    told = []
    for (old, new), where in codes.items():
        told.append(f"kept in {', '.join(where)}\n  - {' '.join(old.split())}\n  + {' '.join(new.split())}\n")
    return "".join(told)
