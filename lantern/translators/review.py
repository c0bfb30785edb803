"""A person's review of a translation: recorded, taken back, asked for.

In:    a Part, a Voice, who reviewed it and when.
Out:   catalogs with the stamps, or every reason why not; what waits for a reviewer.
Never: touches disk, knows the day, stamps a text that readers are not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..editions import progress
from ..editions.translator import Translator
from ..locales import catalogs, merge, reviews
from ..locales.po import Catalog, Entry, annotate
from ..locales.reviews import Review
from ..message import SHOWN, Message
from ..problem import Problem, error
from .parts import Part

_WHY = {
    "missing": ("not-translated", "This text is not translated: {text}", "Translate it, then review the page."),
    "stale": ("out-of-date", "The English of this text changed: {text}", "Translate it again and take the mark “fuzzy” off."),
    "refused": ("refused", "A rule refuses this translation, so readers do not see it: {text}", "Run: python build.py check"),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What of a part no person has reviewed: texts that can be, and texts that first need a translation."""

    part: Part
    ready: tuple[Message, ...]
    blocked: tuple[Message, ...]
    total: int


def waiting(part: Part, translator: Translator) -> Waiting:
    """What of the part is still to be reviewed in the voice's locale."""
    ready, blocked = [], []
    unique = _unique(part)
    for message in unique:
        state = translator.look_up(message).state
        if state not in SHOWN:
            blocked.append(message)
        elif not (state == "reviewed" and translator.tongue.reviews(message)):
            ready.append(message)
    return Waiting(part, tuple(ready), tuple(blocked), len(unique))


def unreviewed(known: Sequence[Part], translator: Translator) -> tuple[Problem, ...]:
    """An error for each part of the site that no person has reviewed to the last word in this language."""
    code, found = translator.tongue.locale.code, []
    for part in known:
        left = waiting(part, translator)
        count = len(left.ready) + len(left.blocked)
        if count:
            text = f"{count} of {left.total} texts are not reviewed in {code}."
            hint = f'When a person has read them: python build.py review {code} {part.name} --by "NAME"'
            found.append(error(part.path, 1, "not-reviewed", text, hint))
    return tuple(found)


def record(part: Part, translator: Translator, review: Review) -> tuple[tuple[Catalog, ...], tuple[Problem, ...]]:
    """The catalogs that change when this review of the part is recorded; none with a Problem for each text that stops it."""
    problems = [problem for message in _unique(part) if (problem := _stopped(message, translator))]
    if problems:
        return (), tuple(problems)
    return _changed(part, translator, lambda entry: reviews.with_review(entry.comments, merge.fingerprint_of(entry), review)), ()


def withdraw(part: Part, translator: Translator, *, by: str | None) -> tuple[tuple[Catalog, ...], tuple[Problem, ...]]:
    """The catalogs that change when the reviews of the part (all, or this person's) are taken back; a Problem where none is."""
    changed = _changed(part, translator, lambda entry: reviews.without(entry.comments, by=by))
    if changed:
        return changed, ()
    text = f"No review of “{part.name}” by {by} is recorded." if by else f"No review of “{part.name}” is recorded."
    return (), (error(catalogs.path(translator.tongue.locale.code), 1, "no-review", text, "The names stand in the catalog."),)


def whole(known: Sequence[Part], translator: Translator) -> frozenset[str]:
    """The names of the parts that are reviewed to the last word."""
    return frozenset(part.name for part in known if progress.reviews(part.messages, translator))


def after(translator: Translator, changed: Sequence[Catalog]) -> Translator:
    """The voice as it speaks from the changed catalogs."""
    fresh = {(one.path, entry.key): (one, entry) for one in changed for entry in one.entries if not entry.obsolete}
    entries = {key: fresh.get((one.path, key), (one, entry)) for key, (one, entry) in translator.tongue.entries.items()}
    return replace(translator, tongue=replace(translator.tongue, entries=entries))


def listing(part: Part, translator: Translator) -> str:
    """Every text of the part that waits, source and translation, with its place in the catalog; lines that end in a line feed."""
    left = waiting(part, translator)
    lines = []
    for message in (*left.blocked, *left.ready):
        path, line = translator.tongue.where(message)
        answer = translator.look_up(message)
        texts = (" ".join(text.split()) for text in (message.text, answer.text or ""))
        lines += [f"{path}:{line}: {answer.state}", *(f"  {text}" for text in texts if text)]
    lines.append(f"{part.name}: {len(left.ready)} of {left.total} texts to review, {len(left.blocked)} to translate first")
    return "".join(f"{line}\n" for line in lines)


def overview(known: Sequence[Part], translator: Translator) -> str:
    """Each part that waits in a line, and how many do not."""
    found = [left for part in known if (left := waiting(part, translator)).ready or left.blocked]
    width = max((len(left.part.name) for left in found), default=0)
    lines = []
    for left in found:
        ready, blocked = len(left.ready), len(left.blocked)
        lines.append(f"{left.part.name:{width}}  {ready:>4} of {left.total:>4} texts to review, {blocked} to translate first")
    lines.append(f"{translator.tongue.locale.code}: {len(known) - len(found)} of {len(known)} parts are reviewed")
    return "".join(f"{line}\n" for line in lines)


def outcome(known: Sequence[Part], translator: Translator, changed: Sequence[Catalog]) -> str:
    """Which parts are now reviewed to the last word, and which no more: one text may stand in several."""
    before, now = whole(known, translator), whole(known, after(translator, changed))
    lines = [f"{translator.tongue.locale.code}: {len(now)} of {len(known)} parts are reviewed; {len(changed)} files changed"]
    for word, names in (("now reviewed", now - before), ("no more reviewed", before - now)):
        lines += [f"{word}: {', '.join(sorted(names))}"] if names else []
    return "".join(f"{line}\n" for line in lines)


def _unique(part: Part) -> tuple[Message, ...]:
    return tuple({message.key: message for message in reversed(part.messages)}.values())[::-1]


def _stopped(message: Message, translator: Translator) -> Problem | None:
    """Why this text cannot be reviewed."""
    state = translator.look_up(message).state
    if state in SHOWN:
        return None
    rule, text, hint = _WHY[state]
    shown = message.text if len(message.text) <= 60 else f"{message.text[:59]}…"
    return error(*translator.tongue.where(message), rule, text.format(text=f"“{shown}”"), hint)


def _changed(part: Part, translator: Translator, comments: Callable[[Entry], tuple[str, ...]]) -> tuple[Catalog, ...]:
    """The locale's catalogs that hold texts of the part, with these comments on them; those that stay the same are left out."""
    fresh: dict[str, dict[int, Entry]] = {}
    for message in _unique(part):
        found = translator.tongue.entries.get(message.key)
        if found:
            catalog, entry = found
            fresh.setdefault(catalog.path, {})[id(entry)] = annotate(entry, comments=comments(entry))
    made = (_with(catalog, fresh.get(catalog.path, {})) for catalog in translator.tongue.catalogs)
    return tuple(new for new, old in zip(made, translator.tongue.catalogs, strict=True) if new.entries != old.entries)


def _with(catalog: Catalog, fresh: Mapping[int, Entry]) -> Catalog:
    return replace(catalog, entries=tuple(fresh.get(id(entry), entry) for entry in catalog.entries))
