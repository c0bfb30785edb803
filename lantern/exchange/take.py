"""Taking in a catalog that comes from outside: what of it is taken, what is not, and why.

In:    the bytes of somebody's .po file, the site's messages, the locale's own catalog.
Out:   the catalog with what could be taken, and an TakeOutcome for each entry that says what became of it.
Never: touches disk; makes a guess an approval; loses a person's newer text without being told to.
"""

from __future__ import annotations

import codecs
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal

from ..locales import merge, po, reviews
from ..locales.po import Catalog, Entry, Key
from ..message import Message
from ..problem import Problem, error
from ..rules.refuse import ANY, LanguageRules, refusal
from . import spelling

Fate = Literal["taken", "guess", "same", "refused", "conflict", "unsure", "unknown", "empty"]
"""What became of an entry.

taken     its text stands in our catalog now
guess     it was made for an earlier text or another spelling of a message, or for one that left the site and may come
          back: taken as fuzzy, for a person to look at
same      ours says the same
refused   a rule that protects readers turns it away
conflict  ours is another text that a person wrote; --theirs takes it
unsure    fuzzy there, or a machine draft that nobody edited where we have a text
unknown   no message of the site has this text
empty     not translated
"""


@dataclass(frozen=True, slots=True)
class Offer:
    """A translation somebody offers for a message. `previous`: the text it was made for, where that is another one."""

    line: int
    message: Message
    said: str
    machine: bool = False
    previous: po.Previous | None = None


@dataclass(frozen=True, slots=True)
class TakeOutcome:
    """What became of one entry of their file; `rule` and `why` as in a Problem."""

    fate: Fate
    line: int
    text: str
    said: str
    message: Message | None = None
    rule: str = ""
    why: str = ""
    hint: str = ""

    def problem(self, path: str) -> Problem | None:
        """What the person at the command line must know of it; None where all is well."""
        level: dict[Fate, Literal["error", "warning", "info"]] = {
            "refused": "error",
            "conflict": "warning",
            "guess": "info",
            "unsure": "info",
            "unknown": "info",
        }
        return Problem(path, self.line, level[self.fate], self.rule, self.why, self.hint) if self.fate in level else None


# ── their file ──────────────────────────────────────────────────────────────────────────────────────────────────────

_CHARSET = re.compile(r"charset=([A-Za-z0-9._:-]+)", re.I)
_ASK = "Ask for the file messages.po itself, whole."
_CHINESE = {"zh_cn": "zh_hans", "zh_sg": "zh_hans", "zh_tw": "zh_hant", "zh_hk": "zh_hant", "zh_mo": "zh_hant"}


def opened(data: bytes, path: str) -> tuple[Catalog | None, tuple[Problem, ...]]:
    """What can be read of their catalog, whatever charset its header names, whatever its line ends; and what cannot, and why."""
    encoding = _encoding(data)
    try:
        data = data.decode(encoding).removeprefix("\ufeff").encode()
    except (LookupError, UnicodeDecodeError):
        if encoding.casefold() not in {"utf-8", "utf8"} or b"msgid" not in data:
            said = f"The file is not in the encoding that it names ({encoding})."
            return None, (error(path, 1, "catalog-encoding", said, "Save it as UTF-8 and send it again."),)
    head, gap, rest = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").partition(b"\n\n")
    plain = re.sub(_CHARSET.pattern.encode(), b"charset=UTF-8", head, flags=re.I) + gap + rest
    found, problems = po.salvage(plain, path)
    problems = tuple(replace(one, hint=_ASK) if one.hint == po.NOT_PO else one for one in problems)
    # The rule "catalog-character" is about single strings, which `settle` refuses one by one.
    return found, tuple(problem for problem in problems if found is None or problem.level == "error")


def unread(faults: Iterable[Problem]) -> tuple[TakeOutcome, ...]:
    """What `opened` could not read, as entries that are refused."""
    return tuple(TakeOutcome("refused", one.line, "", "", None, one.rule, one.text, one.hint) for one in faults)


def _encoding(data: bytes) -> str:
    """The encoding of a PO file: by its byte order mark, by its header, or UTF-8."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8"
    named = _CHARSET.search(data[:8192].decode("latin-1"))
    if named is None or named[1].casefold() == "charset":
        return "utf-8"
    # What reads as UTF-8 is UTF-8: taken for Latin-1, as some headers say, every letter with an accent would become two.
    # (Charsets that write letters with the bytes of ASCII, as ISO-2022 does, are what their header says.)
    with suppress(UnicodeDecodeError):
        return named[1] if data.decode().isascii() else "utf-8"
    return named[1]


def language(theirs: Catalog, known: Sequence[str]) -> str | None:
    """The locale of the site that their header names, in any tool's spelling ("pt-BR", "zh_CN", "es_MX"); None if none."""
    wanted = theirs.headers.get("Language", "").replace("-", "_").partition("@")[0].partition(".")[0].casefold()
    wanted = _CHINESE.get(wanted, wanted)
    by_code = {code.casefold(): code for code in known}
    if not wanted or wanted in by_code:
        return by_code.get(wanted)
    near = [code for code in known if code.casefold().partition("_")[0] == wanted.partition("_")[0]]
    return near[0] if len(near) == 1 and not wanted.startswith("zh") else None


# ── a catalog of this site that comes back ──────────────────────────────────────────────────────────────────────────


def take(
    ours: Catalog, theirs: Catalog, messages: Iterable[Message], *, force: bool = False, spoken: LanguageRules = ANY
) -> tuple[Catalog, tuple[TakeOutcome, ...]]:
    """`ours` with what their catalog brings; `force` prefers their text where a person wrote another here."""
    known: dict[Key, Message] = {}
    for message in messages:
        known.setdefault(message.key, message)
    index = _Known(known, _alike(known.values()), _earlier(ours, theirs, known), frozenset(_waiting(ours)))
    offers: list[Offer] = []
    outcomes: list[TakeOutcome] = []
    gone: list[Entry] = []
    for entry in theirs.entries:
        if entry.obsolete:
            continue
        found = _judged(entry, index)
        if found is None:
            gone.append(entry)
        elif isinstance(found, TakeOutcome):
            outcomes.append(found)
        else:
            offers += found
    settled, more = settle(ours, offers, force=force, spoken=spoken)
    kept, rest = _keep(settled, gone, force=force)
    return kept, tuple(sorted([*outcomes, *more, *rest], key=lambda outcome: outcome.line))


@dataclass(frozen=True, slots=True)
class _Known:
    """By what an entry of theirs is found: messages by key, by words, by an earlier text; and keys of our obsolete entries."""

    messages: Mapping[Key, Message]
    alike: Mapping[Key, Sequence[Message]]
    earlier: Mapping[Key, Sequence[Message]]
    gone: frozenset[Key]


def _judged(entry: Entry, known: _Known) -> Sequence[Offer] | TakeOutcome | None:
    """What their entry offers, or why it offers nothing; None: only an obsolete entry of ours has its text."""
    text, said = entry.text, entry.strings[0]
    message = known.messages.get(entry.key)
    if not all(entry.strings):
        return TakeOutcome("empty", entry.line, text, "", message)
    if entry.fuzzy:
        why = "The entry is marked as fuzzy (“needs work”), so it is not taken."
        return TakeOutcome(
            "unsure", entry.line, text, said, message, "take-fuzzy", why, "Look at it, take the mark off, send it again."
        )
    machine = merge.state(entry) == "machine"
    if message:
        return [Offer(entry.line, message, said, machine)]
    near = known.alike.get((entry.context, spelling.words(text)), ())
    found = near if len(near) == 1 else known.earlier.get(entry.key, ())
    if found:
        return [Offer(entry.line, one, said, machine, (entry.context, text, entry.plural)) for one in found]
    if entry.key in known.gone:
        return None
    why = "No message of the site has this English text any more."
    return TakeOutcome("unknown", entry.line, text, said, None, "take-unknown", why, "Work on the newest file of this language.")


def _earlier(ours: Catalog, theirs: Catalog, known: Mapping[Key, Message]) -> dict[Key, list[Message]]:
    """Messages by the texts they had before: as our catalog has noted them ("#| "), else as far as that can be seen."""
    found = earlier_texts(ours, known)
    gone = _waiting(ours)
    # An obsolete entry says that its text left the site: what is only like it is another sentence.
    template = merge.template(known.values(), project="")
    for old, new in merge.successors(theirs, template).items():
        if old not in gone:
            found.setdefault(old, [known[new]])
    return found


def earlier_texts(ours: Catalog, known: Mapping[Key, Message]) -> dict[Key, list[Message]]:
    """Messages by context and text of the English that our strings were made for ("#| "); several, if the catalog says so."""
    found: dict[Key, list[Message]] = defaultdict(list)
    for entry in ours.entries:
        if entry.previous and not entry.obsolete and entry.key in known:
            found[entry.previous[0], entry.previous[1]].append(known[entry.key])
    return dict(found)


def _waiting(ours: Catalog) -> dict[Key, Entry]:
    """Our obsolete entries: of texts that left the site and may come back."""
    return {entry.key: entry for entry in ours.entries if entry.obsolete}


def _alike(messages: Iterable[Message]) -> dict[Key, list[Message]]:
    """Messages by context and words."""
    found: dict[Key, list[Message]] = defaultdict(list)
    for message in messages:
        found[message.context, spelling.words(message.text)].append(message)
    return found


# ── what is offered against what is there ───────────────────────────────────────────────────────────────────────────


def settle(
    ours: Catalog, offers: Sequence[Offer], *, force: bool = False, spoken: LanguageRules = ANY
) -> tuple[Catalog, tuple[TakeOutcome, ...]]:
    """`ours` with each offer that may stand in it; of two offers for one message the first counts.

    spoken: what the rules know of the language (guard.py).
    """
    entries = {entry.key: entry for entry in ours.entries if not entry.obsolete}
    outcomes: list[TakeOutcome] = []
    for offer in offers:
        key = offer.message.key
        outcome = _fate(offer, entries.get(key), force=force, spoken=spoken)
        outcomes.append(outcome)
        if outcome.fate in {"taken", "guess"}:
            entries[key] = _accepted(entries[key], offer, guess=outcome.fate == "guess")
    fresh = tuple(entry if entry.obsolete else entries[entry.key] for entry in ours.entries)
    return replace(ours, entries=fresh), tuple(outcomes)


def _fate(offer: Offer, entry: Entry | None, *, force: bool, spoken: LanguageRules) -> TakeOutcome:
    """What becomes of an offer, beside the entry that we have for it."""
    made_for = offer.previous[1] if offer.previous else offer.message.text
    plain = TakeOutcome("taken", offer.line, made_for, offer.said, offer.message)
    if entry is None:
        why = "Another catalog of this language holds this message."
        return replace(plain, fate="unknown", rule="take-elsewhere", why=why, hint="Change it there.")
    state = merge.state(entry)
    same = entry.strings[0] == offer.said
    if same and state in {"machine", "draft", "reviewed"}:
        return replace(plain, fate="same")
    refused = refusal(offer.message, offer.said, spoken)
    if refused and (offer.previous is None or refused.rule in _HARMFUL):
        return replace(plain, fate="refused", rule=refused.rule, why=f"{refused.text} It is not taken.", hint=refused.hint)
    if offer.previous and not (offer.machine and state == "stale" and not same):
        return _guessed(plain, state, same=same)
    if offer.machine and state != "missing":
        why = "This is the machine draft as it was, and ours has changed since."
        return replace(
            plain, fate="unsure", rule="take-machine", why=why, hint="Take away its line “# machine: …” if it is good."
        )
    if state in {"draft", "reviewed"} and not force:
        why = f"Ours is another text ({'a reviewed one' if state == 'reviewed' else 'by a person'}): “{entry.strings[0]}”."
        return replace(plain, fate="conflict", rule="take-conflict", why=why, hint="Choose; --theirs takes all of theirs.")
    return plain


_HARMFUL = frozenset({"unsafe-character", "too-long", "too-complex"})
"""Rules that hold for a guess too, which is made for another text: no catalog is to hold such a string."""


def _guessed(plain: TakeOutcome, state: str, *, same: bool) -> TakeOutcome:
    """A translation of a text that was, or is only like, one of ours: it may fill a gap, marked; it never takes a text away."""
    made = "It was made for an earlier or another English text than the site's"
    if state == "missing" or (state == "stale" and not same):
        why = f"{made}, so it is taken as fuzzy."
        return replace(
            plain, fate="guess", rule="take-guess", why=why, hint="Compare it with the English, then take the mark off."
        )
    if same:
        return replace(plain, fate="same")
    why = f"{made}, and ours is translated already."
    return replace(plain, fate="unknown", rule="take-unknown", why=why, hint="Work on the newest file of this language.")


def _keep(ours: Catalog, gone: Iterable[Entry], *, force: bool) -> tuple[Catalog, tuple[TakeOutcome, ...]]:
    """`ours` with translations of texts that left the site, in the obsolete entries that wait for them, marked as fuzzy."""
    waiting = _waiting(ours)
    outcomes: list[TakeOutcome] = []
    for entry in gone:
        held = waiting[entry.key]
        outcome = _kept_fate(entry, held, force=force)
        outcomes.append(outcome)
        if outcome.fate == "guess":
            message = Message(entry.text, context=entry.context)
            waiting[entry.key] = _accepted(held, Offer(entry.line, message, outcome.said), guess=True)
    fresh = tuple(waiting[entry.key] if entry.obsolete else entry for entry in ours.entries)
    return replace(ours, entries=fresh), tuple(outcomes)


def _kept_fate(entry: Entry, held: Entry, *, force: bool) -> TakeOutcome:
    """What becomes of a translation for a text that left the site, beside the obsolete entry that has it."""
    plain = TakeOutcome("guess", entry.line, entry.text, entry.strings[0])
    refused = refusal(Message(entry.text, context=entry.context), plain.said)
    if refused and refused.rule in _HARMFUL:
        return replace(plain, fate="refused", rule=refused.rule, why=f"{refused.text} It is not taken.", hint=refused.hint)
    if plain.said == held.strings[0]:
        return replace(plain, fate="same")
    left = "The site does not have this English text now"
    if all(held.strings) and not (force or merge.state(replace(held, obsolete=False)) in {"machine", "stale"}):
        why = f"{left}, and ours is another text: “{held.strings[0]}”."
        return replace(plain, fate="conflict", rule="take-conflict", why=why, hint="Choose; --theirs takes all of theirs.")
    why = f"{left}: the translation is kept as fuzzy, for the day it comes back."
    return replace(plain, rule="take-obsolete", why=why, hint="Work on the newest file of this language.")


def _accepted(entry: Entry, offer: Offer, *, guess: bool) -> Entry:
    """Our entry with the offered text: a person's draft, so stamps that speak of another text go."""
    comments = [text for text in reviews.without(entry.comments) if not reviews.is_stamp(text)]
    flags = [flag for flag in entry.flags if flag != "fuzzy"]
    fresh = replace(
        entry,
        strings=(offer.said,) * len(entry.strings),
        comments=tuple(comments),
        flags=("fuzzy", *flags) if guess else tuple(flags),
        previous=offer.previous if guess else None,
        line=0,
        raw=(),
    )
    if offer.machine and not guess:
        return po.annotate(fresh, comments=[*fresh.comments, reviews.machine(merge.fingerprint_of(fresh))])
    return fresh
