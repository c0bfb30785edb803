"""Translations of the same prose from another tool's catalog: mdbook-i18n-helpers, po4a, mdpo.

In:    their catalog; our messages, link definitions and code, page by page.
Out:   Offers in our spelling, and for each entry that gives none the reason.
Never: touches disk, decides what is taken (`exchange` does). A text put together from parts is a guess.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..document import inline, markdown
from ..locales.po import Catalog, Entry, Key
from ..message import Message
from ..problem import Problem
from . import spelling
from .spelling import References
from .take import Offer

REASONS = {
    "raw HTML": "The text is raw HTML, which pages of this site do not have.",
    "code": "The text stands in a block of code, which is not translated here.",
    "not in this site": "No message of the site has these words.",
    "ambiguous": "Several messages of the site have these words.",
    "markup differs": "The words are the site's, but the marks or links of the two texts cannot be brought together.",
    "parts differ": "The text is several messages here, and its translation has another number of parts.",
    "cut differently": "The text is only a part of one message here.",
    "no words": "There is nothing to translate in it.",
}

_FIRST = 12
"""Letters by which the beginning of a text is looked up."""


@dataclass(frozen=True, slots=True)
class TextIndex:
    """What our side has to match against.

    exact, keys, bare: messages by text, by canonical form, and by words alone.
    order:  the words of all messages, in the order of the site; starts: where in it a text begins so.
    code:   the lines of all blocks of code, without white space, and all of them `joined`.
    references: the link definitions of each page.
    earlier: messages by the form of a text that they had before.
    """

    exact: Mapping[str, Sequence[Message]]
    keys: Mapping[str, Sequence[Message]]
    bare: Mapping[str, Sequence[Message]]
    order: Sequence[str]
    starts: Mapping[str, Sequence[int]]
    code: frozenset[str]
    joined: str
    references: Mapping[str, References]
    earlier: Mapping[str, Sequence[Message]]

    def find(self, text: str) -> tuple[Message, ...]:
        """The messages a text stands for: of equal spelling, else of equal form, else of equal words."""
        found = self.exact.get(text) or self.keys.get(spelling.key(text)) or self.bare.get(spelling.words(text)) or ()
        return tuple({message.key: message for message in found}.values())


@dataclass(frozen=True, slots=True)
class Match:
    """An entry of theirs. offers: what it brings; reason: why nothing or not all; matched: its text is the site's."""

    entry: Entry
    offers: tuple[Offer, ...] = ()
    reason: str = ""
    matched: bool = True


def make_index(
    messages: Iterable[Message],
    references: Mapping[str, References],
    code: Iterable[str],
    earlier: Mapping[Key, Sequence[Message]] | None = None,
) -> TextIndex:
    """What `matches` asks.

    references: of each page (its path), the link definitions.
    code:       the text of every block of code.
    earlier:    messages by the key they had before their English changed, as `take.earlier_texts` finds them.
    """
    before: dict[str, list[Message]] = defaultdict(list)
    for (_, text), changed in (earlier or {}).items():
        before[spelling.key(text)] += changed
    exact: dict[str, list[Message]] = defaultdict(list)
    keys: dict[str, list[Message]] = defaultdict(list)
    bare: dict[str, list[Message]] = defaultdict(list)
    order: list[str] = []
    for message in messages:
        known = references.get(message.path, ())
        exact[message.text].append(message)
        keys[spelling.key(message.text, known)].append(message)
        bare[spelling.words(message.text, known)].append(message)
        order.append(spelling.words(message.text, known))
    lines = {_bare(line) for text in code for line in text.split("\n")}
    starts: dict[str, list[int]] = defaultdict(list)
    for number, words in enumerate(order):
        starts[_bare(words)[:_FIRST]].append(number)
    return TextIndex(exact, keys, bare, order, starts, frozenset(lines - {""}), "\n".join(sorted(lines)), references, before)


def matches(theirs: Catalog, ours: TextIndex) -> tuple[Match, ...]:
    """One Match for each entry of theirs that is not obsolete."""
    return tuple(_matched(entry, ours) for entry in theirs.entries if not entry.obsolete)


def offers(found: Sequence[Match]) -> tuple[Offer, ...]:
    """All that the entries offer, once for each message: best from the entry that spells it as we do."""
    best: dict[Key, tuple[int, Offer]] = {}
    for match in found:
        for offer in match.offers:
            distance = (offer.previous is not None) + (match.entry.text != offer.message.text)
            if offer.message.key not in best or distance < best[offer.message.key][0]:
                best[offer.message.key] = (distance, offer)
    return tuple(offer for _, offer in best.values())


def is_prose(match: Match) -> bool:
    """True for what a Markdown site can hold as text: all but code, raw HTML and texts without words."""
    return match.reason not in {"code", "raw HTML", "no words"}


def tally(found: Sequence[Match]) -> tuple[int, int, Counter[str]]:
    """(matched, prose messages, how often each reason)."""
    prose = [match for match in found if is_prose(match)]
    return sum(match.matched for match in prose), len(prose), Counter(match.reason for match in found if match.reason)


def problems(found: Sequence[Match], path: str) -> tuple[Problem, ...]:
    """For each entry that gives nothing, or not all, why."""
    said = [(match.entry.line, match.reason) for match in found if match.reason]
    return tuple(
        Problem(path, line, "info", "import-" + reason.replace(" ", "-").lower(), REASONS[reason]) for line, reason in said
    )


def summary(found: Sequence[Match]) -> str:
    """How much of the other tool's prose is ours too, in one line."""
    matched, prose, reasons = tally(found)
    share = f"{100 * matched / prose:.1f} %" if prose else "none"
    why = "; ".join(f"{count} {reason}" for reason, count in reasons.most_common())
    return f"{matched} of {prose} prose messages matched ({share}){'; ' + why if why else ''}"


def _matched(entry: Entry, ours: TextIndex) -> Match:
    said = entry.strings[0] if all(entry.strings) and not entry.fuzzy else ""
    found = ours.find(entry.text)
    if found:
        return _whole(entry, said, found, ours)
    if changed := ours.earlier.get(spelling.key(entry.text)):
        return _older(entry, said, changed)
    for attempt in (_parts, _glued):
        match = attempt(entry, said, ours)
        if match:
            return match
    return Match(entry, reason=_reason(entry.text, ours), matched=False)


def _whole(entry: Entry, said: str, found: Sequence[Message], ours: TextIndex) -> Match:
    """Their text is one of our messages, or one that stands here under several contexts."""
    if len({message.text for message in found}) > 1:
        return Match(entry, reason="ambiguous", matched=False)
    if not said:
        return Match(entry)
    several = len(found) > 1  # one text under two contexts: which of them the translation fits, a person must see
    offers = [_offer(entry, message, said, entry.text, ours, guess=several) for message in found]
    good = tuple(offer for offer in offers if offer)
    return Match(entry, good) if len(good) == len(offers) else Match(entry, good, "markup differs", matched=False)


def _older(entry: Entry, said: str, changed: Sequence[Message]) -> Match:
    """Their text is what messages of ours were before: as it is, for a person to fit to what they are now."""
    previous = (entry.context, entry.text, None)
    found = {message.key: message for message in changed}.values()
    return Match(entry, tuple(Offer(entry.line, message, said, False, previous) for message in found if said))


def _offer(entry: Entry, message: Message, said: str, theirs: str, ours: TextIndex, *, guess: bool = False) -> Offer | None:
    text = spelling.fitted(said, theirs, message.text, ours.references.get(message.path, ()))
    if text is None:
        return None
    return Offer(entry.line, message, text, False, (entry.context, entry.text, None) if guess else None)


# ── several of our messages in one of theirs ────────────────────────────────────────────────────────────────────────


def _parts(entry: Entry, said: str, ours: TextIndex) -> Match | None:
    """Their text is a piece of Markdown with blocks of its own: a table, a list, a quotation (as po4a has them)."""
    if "\n" not in entry.text and not re.match(r"\s*(?:[>#|*+-]|\d+\.)", entry.text):
        return None
    pieces = [message.text for message in markdown.parse(entry.text).messages]
    found = [ours.find(piece) for piece in pieces]
    if not pieces or not all(found):
        return None
    if not said:
        return Match(entry)
    told = [message.text for message in markdown.parse(said).messages]
    if len(told) != len(pieces):
        return Match(entry, reason="parts differ", matched=True)
    offers = [
        _offer(entry, one, text, piece, ours)
        for piece, text, messages in zip(pieces, told, found, strict=True)
        for one in messages
        if len({message.text for message in messages}) == 1
    ]
    good = tuple(offer for offer in offers if offer)
    return Match(entry, good, "" if len(good) == len(offers) else "markup differs")


_END = re.compile(r"(?<=[.!?…。！？؟।])[\"'”’»)]*(?:\s+|(?=[A-ZÀ-ÝА-Я]))|(?<=[。！？])")


def _glued(entry: Entry, said: str, ours: TextIndex) -> Match | None:
    """Their text is several neighbours of ours without a seam (as mdpo makes of lists and paragraphs): split at sentences."""
    run = _run(_bare(spelling.words(entry.text)), ours)
    if not run:
        return None
    if not said:
        return Match(entry)
    counts = [len(_sentences(words)) for words in run]
    told = _sentences(said)
    if len(told) != sum(counts):
        return Match(entry, reason="parts differ", matched=True)
    offers = []
    for words, count in zip(run, counts, strict=True):
        piece, told = " ".join(told[:count]), told[count:]
        found = {message.key: message for message in ours.bare[words]}
        offers += [_offer(entry, one, piece, one.text, ours, guess=True) for one in found.values()]
    return Match(entry, tuple(offer for offer in offers if offer))


def _run(text: str, ours: TextIndex) -> tuple[str, ...]:
    """The neighbouring messages that make up a text, white space apart; () where none do."""
    places = {place for length in range(1, _FIRST + 1) for place in ours.starts.get(text[:length], ())}
    for start in sorted(places):
        rest, run = text, list[str]()
        for words in ours.order[start:]:
            bare = _bare(words)
            if not bare or not rest.startswith(bare):
                break
            rest = rest[len(bare) :].removeprefix(":" if not run else "")
            run.append(words)
            if not rest:
                return tuple(run) if len(run) > 1 else ()
    return ()


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in _END.split(text) if part and part.strip()]


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


# ── why not ─────────────────────────────────────────────────────────────────────────────────────────────────────────

_COMMENT = re.compile(r"^\s*(?://[/!]?|#|/\*+|\*/?|--|;+)?\s*")


def _reason(text: str, ours: TextIndex) -> str:
    lines = [line for line in text.split("\n") if line.strip()]
    if lines and all(_in_code(line, ours) for line in lines):
        return "code"
    if not inline.has_words(text) or re.match(r"\s*\[[^\]]+\]:\s*\S+\s*\Z", text):
        return "no words"
    if re.match(r"\s*<[A-Za-z!/]", text) and not re.match(r"\s*<(?:https?:|[^<>\s]+@)", text):
        return "raw HTML"
    words = spelling.words(text)
    return "cut differently" if any(one.startswith(words) or one.endswith(words) for one in ours.order) else "not in this site"


def _in_code(line: str, ours: TextIndex) -> bool:
    """True for a line of a block of code, or for a comment or a string that is a part of one."""
    bare = _bare(line)
    if bare in ours.code:
        return True
    inner = _bare(_COMMENT.sub("", line)) if _COMMENT.match(line) else bare
    quoted = inner != bare or re.match(r"[a-z]{0,2}[\"'`]", bare) is not None
    return quoted and len(inner) > 1 and inner in ours.joined
