"""Catalogs that follow the source: the template, the merge, a new catalog, and the state of each translation.

In:    Messages in page order, or Catalogs.
Out:   Catalogs; entries that do not change keep their lines, so a small edit of the source is a small change of the file.
Never: touches disk, knows the date, publishes a guess, hands a translation to a text that names other facts.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from ..message import Message, State
from . import reviews
from .po import Catalog, Entry, Key, annotate

TEMPLATE_PATH = "locales/messages.pot"


# ---- the template and a new catalog


def template(messages: Iterable[Message], *, project: str) -> Catalog:
    """The template: each (context, text) once, in the order it is first seen, with all the places it stands in."""
    groups: dict[Key, list[Message]] = {}
    for message in messages:
        if message.text:
            groups.setdefault(message.key, []).append(message)
    fields = {
        "Project-Id-Version": project,
        "Language": "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return Catalog(TEMPLATE_PATH, _header(fields), tuple(_gathered(group) for group in groups.values()))


def _header(fields: Mapping[str, str]) -> Entry:
    return Entry(None, "", strings=("".join(f"{name}: {value}\n" for name, value in fields.items()),))


def _gathered(group: Sequence[Message]) -> Entry:
    """One entry for all messages of one key."""
    kinds = [message.kind for message in group]
    writers = [line.strip() for message in group for line in message.note.splitlines()]
    places = [f"{message.place}#{message.anchor}" for message in group if message.place]
    return Entry(
        group[0].context,
        group[0].text,
        notes=_unique([*kinds, *writers, *places]),
        references=_unique(message.path for message in group),
        flags=_unique(flag for message in group for flag in message.flags),
    )


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))


def without(pot: Catalog, keys: Collection[Key]) -> Catalog:
    """The template without the messages of these keys (another catalog of the locale holds them)."""
    return replace(pot, entries=tuple(entry for entry in pot.entries if entry.key not in keys))


def empty(pot: Catalog, *, language: str, plural_forms: str, path: str) -> Catalog:
    """A catalog for a new locale: every message of the template, nothing translated.

    The header has all fields that msgfmt and Poedit look for; nobody has revised it, so its date is the oldest there is.
    """
    fields = {
        "Project-Id-Version": pot.headers.get("Project-Id-Version", ""),
        "PO-Revision-Date": "1970-01-01 00:00+0000",
        "Last-Translator": "",
        "Language-Team": "",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_forms,
    }
    new = Catalog(path, _header(fields), ())
    entries = (_blank(entry, new.plural_count) for entry in pot.entries if not entry.obsolete)
    return replace(new, entries=tuple(entries))


def _blank(entry: Entry, forms: int) -> Entry:
    return replace(entry, strings=("",) * (1 if entry.plural is None else forms), line=0, raw=())


# ---- the merge


def merge(old: Catalog, pot: Catalog, *, settled: Mapping[Key, Entry] | None = None) -> Catalog:
    """`old`, brought in line with the template `pot`. Doing it twice changes nothing more.

    Same key: notes, references and format flags follow the template. New: after its predecessor in the template.
    Changed: in its place, fuzzy, with the previous text. Gone: obsolete, at the end. Back: revived with all it had.
    The header, the order, translators' comments and flags that the template does not own stay.
    settled: for keys of `old` that are gone, the entry each has become, ready: a person has said that it still holds.
    """
    settled = settled or {}
    wanted = {entry.key: entry for entry in pot.entries if not entry.obsolete}
    active = {entry.key: entry for entry in old.entries if not entry.obsolete}
    shelf = _obsolete(old.entries)
    forms = old.plural_count
    taken = {entry.key for entry in settled.values()}
    vanished = [entry for entry in active.values() if entry.key not in wanted and entry.key not in settled]
    unknown = [entry for key, entry in wanted.items() if key not in active and key not in shelf and key not in taken]
    heirs = {**_successors_of(vanished, unknown), **settled}
    placed = {*active, *(heir.key for heir in heirs.values())}
    arrivals = _arrivals(wanted.values(), placed, shelf, forms)
    entries, gone = list(arrivals.get(None, ())), []
    for entry in old.entries:
        heir = wanted.get(entry.key) or heirs.get(entry.key)
        if entry.obsolete:
            entries.append(entry)
        elif entry.key in settled:
            entries += [settled[entry.key], *arrivals.get(settled[entry.key].key, ())]
        elif heir:
            entries += [_followed(_filled(entry, shelf), heir, forms), *arrivals.get(heir.key, ())]
        elif any(entry.strings) or entry.comments:
            gone.append(_retired(entry))
    return replace(old, entries=_once([*entries, *gone]))


def successors(old: Catalog, pot: Catalog) -> dict[Key, Key]:
    """For each key of `old` that is gone from the template, the new one that its text became, as far as that can be told."""
    wanted = {entry.key for entry in pot.entries if not entry.obsolete}
    active = {entry.key: entry for entry in old.entries if not entry.obsolete}
    vanished = [entry for key, entry in active.items() if key not in wanted]
    unknown = [entry for entry in pot.entries if not entry.obsolete and entry.key not in active]
    return {key: heir.key for key, heir in _successors_of(vanished, unknown).items()}


def _arrivals(
    wanted: Iterable[Entry], placed: Collection[Key], shelf: Mapping[Key, Entry], forms: int
) -> dict[Key | None, list[Entry]]:
    """The entries that `old` lacks, new or revived, under the key of the entry they stand after (None: before all)."""
    found: dict[Key | None, list[Entry]] = defaultdict(list)
    predecessor: Key | None = None
    for entry in wanted:
        if entry.key in placed:
            predecessor = entry.key
        else:
            found[predecessor].append(_followed(shelf[entry.key], entry, forms) if entry.key in shelf else _blank(entry, forms))
    return found


def _obsolete(entries: Iterable[Entry]) -> dict[Key, Entry]:
    """The obsolete entries by key; of several the last that is translated."""
    found: dict[Key, Entry] = {}
    for entry in entries:
        if entry.obsolete and (any(entry.strings) or entry.key not in found):
            found[entry.key] = entry
    return found


def _once(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries without obsolete ones that stand elsewhere too: gettext refuses to open such a file."""
    active = {entry.key for entry in entries if not entry.obsolete}
    shelf = _obsolete(entries)
    return tuple(entry for entry in entries if not entry.obsolete or (entry.key not in active and shelf[entry.key] is entry))


def _filled(entry: Entry, shelf: Mapping[Key, Entry]) -> Entry:
    """An untranslated entry with what an obsolete one has for it (Babel writes such pairs), or the entry as it is."""
    found = shelf.get(entry.key)
    if found is None or any(entry.strings) or not any(found.strings):
        return entry
    return replace(found, comments=_unique([*found.comments, *entry.comments]))


def _retired(entry: Entry) -> Entry:
    """An entry that left the source: it keeps its strings, comments and flags for the day it comes back."""
    return replace(entry, obsolete=True, notes=(), references=(), line=0, raw=())


def _followed(entry: Entry, new: Entry, forms: int) -> Entry:
    """The translation `entry` under what the template now says of its message (`new`)."""
    if (entry.key, entry.plural, entry.obsolete) == (new.key, new.plural, False):
        return annotate(entry, notes=new.notes, references=new.references, flags=_flags(entry, new))
    if (entry.key, entry.plural) == (new.key, new.plural):
        kept = replace(new, strings=entry.strings, comments=entry.comments, flags=_flags(entry, new), line=0, raw=())
        return replace(kept, previous=entry.previous)
    return _changed(entry, new, forms)


def _changed(entry: Entry, new: Entry, forms: int) -> Entry:
    """The strings of `entry` under another text: a guess, marked as such, with the text they were made for."""
    flags = [flag for flag in _flags(entry, new) if flag != "fuzzy"]
    if not any(entry.strings):
        return replace(_blank(new, forms), comments=entry.comments, flags=tuple(flags))
    overruled = entry.fuzzy and _stamped(entry)  # someone doubts it: its stamp must not come back to life
    left = reviews.without(entry.comments) if overruled else entry.comments  # a review may have been wrapped over lines
    comments = tuple(text for text in left if not (overruled and reviews.is_stamp(text)))
    previous = entry.previous if entry.fuzzy and entry.previous else (entry.context, entry.text, entry.plural)
    strings = entry.strings
    if (entry.plural is None) != (new.plural is None):
        strings = strings[:1] * (1 if new.plural is None else forms)
    kept = replace(new, strings=strings, comments=comments, flags=tuple(flags), line=0, raw=())
    if _stamped(kept):  # the source is back at the very text that was stamped with these strings
        return kept
    return replace(kept, flags=("fuzzy", *flags), previous=previous)


_FORMAT_FLAG = re.compile(r"(?!no-)[a-z-]+-format")


def _flags(entry: Entry, new: Entry) -> tuple[str, ...]:
    """The entry's flags in their order; format flags are the template's to give and take."""
    kept = [flag for flag in entry.flags if flag in new.flags or not _FORMAT_FLAG.fullmatch(flag)]
    return _unique([*kept, *(flag for flag in new.flags if flag != "fuzzy")])


# ---- which vanished message became which new one

CUTOFF = 0.6
_CANDIDATES = 6
_COMMON = 200  # a word in more texts than this finds nothing
_SHORT = 80  # up to this many letters, letters are compared as well as words
_LONG = 400  # so many words are compared at most
_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+|[^\w\s]")
_ASIDE = re.compile(r"\[\^[\w-]{1,80}\]|(?<=\]\()(?![a-z]+:)[^)\s]*")
_FACT = re.compile(
    r"\{[^{}\s]*\}"  # a placeholder
    r"|(?<![\w.+-])[\w.+-]+@[\w.-]+\w"  # an e-mail address
    r"|(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*:(?://)?[^\s<>()\[\]\"]+[^\s<>()\[\]\".,;:!?]"  # a URL
    r"|(?<![a-z0-9.-])(?:[a-z0-9-]+\.)+[a-z]{2,}\b(?:/[^\s<>()\[\]\"]*[^\s<>()\[\]\".,;:!?])?"  # a host
    r"|\d+",
    re.I,
)


def fixed_parts(text: str) -> Counter[str]:
    """The numbers, addresses and placeholders of a text: what a guess must never get wrong. Links inside the site are none."""
    return Counter(_FACT.findall(_ASIDE.sub("", text)))


def _successors_of(vanished: Sequence[Entry], unknown: Sequence[Entry]) -> dict[Key, Entry]:
    """For each vanished entry that has one, the new entry its text became: same page first, then the most alike."""
    words = [_words(entry.text) for entry in vanished]
    holders: dict[str, list[int]] = defaultdict(list)
    for number, tokens in enumerate(words):
        for token in _tokens(vanished[number].text, tokens):
            holders[token].append(number)
    pairs = []
    for position, new in enumerate(unknown):
        tokens = _words(new.text)
        shared = Counter(
            number for token in _tokens(new.text, tokens) if len(holders[token]) <= _COMMON for number in holders[token]
        )
        for number in _likeliest(shared, vanished, new):
            likeness = _likeness(vanished[number].text, words[number], new.text, tokens)
            if likeness >= CUTOFF and fixed_parts(_origin(vanished[number])) == fixed_parts(new.text):
                nearness = 0.2 * _same_page(vanished[number], new) + 0.1 * (vanished[number].context == new.context)
                pairs.append((-likeness - nearness, position, number))
    heirs: dict[Key, Entry] = {}
    taken: set[int] = set()
    for _, position, number in sorted(pairs):
        if position not in taken and vanished[number].key not in heirs:
            heirs[vanished[number].key] = unknown[position]
            taken.add(position)
    return heirs


def _likeliest(shared: Counter[int], vanished: Sequence[Entry], new: Entry) -> list[int]:
    """The few vanished entries worth a closer look: of the same page, and of all others."""
    size = len(new.text)
    ranked = sorted(shared, key=lambda number: (-shared[number] / (size + len(vanished[number].text)), number))
    near = [number for number in ranked if _same_page(vanished[number], new)]
    far = [number for number in ranked if not _same_page(vanished[number], new)]
    return near[:_CANDIDATES] + far[:_CANDIDATES]


def _same_page(old: Entry, new: Entry) -> bool:
    return not {_file(name) for name in old.references}.isdisjoint(_file(name) for name in new.references)


def _file(reference: str) -> str:
    """A reference without the line number that other tools write."""
    name, _, line = reference.rpartition(":")
    return name if line.isdigit() else reference


def _origin(entry: Entry) -> str:
    """The text that the strings of an entry were made for."""
    return entry.previous[1] if entry.fuzzy and entry.previous else entry.text


def _words(text: str) -> list[str]:
    return _TOKEN.findall(text.casefold())


def _tokens(text: str, words: Sequence[str]) -> set[str]:
    """What a text is looked up by: its words and, if it is short, its triples of letters."""
    short = text.casefold() if len(text) <= _SHORT else ""
    return {*words, *(short[at : at + 3] for at in range(len(short) - 2))}


def _likeness(old: str, old_words: Sequence[str], new: str, new_words: Sequence[str]) -> float:
    """0 to 1: how much of two texts is the same, by words and, if both are short, by letters."""
    by_words = difflib.SequenceMatcher(None, old_words[:_LONG], new_words[:_LONG], autojunk=False).ratio()
    if max(len(old), len(new)) > _SHORT:
        return by_words
    return max(by_words, difflib.SequenceMatcher(None, old.casefold(), new.casefold(), autojunk=False).ratio())


# ---- the state of a translation


def state(entry: Entry | None) -> State:
    """How a message stands: missing, stale, machine, draft or reviewed. A stamp counts only while nothing was edited since."""
    if entry is None or entry.obsolete or not all(entry.strings):
        return "missing"
    return "stale" if entry.fuzzy else _stamped(entry) or "draft"


def _stamped(entry: Entry) -> reviews.Kind | None:
    """What the stamps say that fit exactly these strings."""
    return reviews.state_of(entry.comments, fingerprint_of(entry)) if entry.comments else None


def fingerprint_of(entry: Entry) -> str:
    """Sixteen hexadecimal digits of context, text and strings: the h of a stamp."""
    return reviews.fingerprint(entry.context, entry.text, entry.strings)


def stamp_machine(catalog: Catalog) -> Catalog:
    """The catalog with `# machine: h=…` on each translated entry that is neither fuzzy nor stamped already."""
    return replace(catalog, entries=tuple(_with_stamp(entry) for entry in catalog.entries))


def _with_stamp(entry: Entry) -> Entry:
    if state(entry) in {"missing", "stale"} or any(reviews.is_stamp(text) for text in entry.comments):
        return entry
    return annotate(entry, comments=[*entry.comments, reviews.machine(fingerprint_of(entry))])
