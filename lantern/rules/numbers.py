"""The numbers of a sentence, and whether another sentence in another language has the same ones.

In:    two texts in words (blocks.prose), the names of the months in the second one's language.
Out:   Difference(lost, added), or None where every number, date and time survives.
Never: reads numbers written in words as numbers of the source; takes digits other than 0 to 9 for digits; mends a text.

A month may turn into its name or its number, 5 p.m. into 17:00, 1,000 into 1.000; a number that the source has in words
("six members") may be written in digits, never the other way round.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

Months = tuple[tuple[str, ...], ...]
"""Twelve tuples: the names of each month, in any case."""

ENGLISH = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_MONTH = re.compile(rf"\b({'|'.join(ENGLISH)})(?=\s\d)")
_ANY_MONTH = re.compile(rf"\b({'|'.join(ENGLISH)})\b")
_TIME = re.compile(
    r"(?<![\d:.,])(\d{1,2})(?::(\d\d))?(?:\s?(?:to|and|or|until|-|–|—)\s?(\d{1,2})(?::(\d\d))?)?\s?([ap])\.?\s?m\b\.?", re.I
)
_GROUPED = re.compile(r"(?<![0-9])[0-9]{1,3}(?:[,.'’٬ \u00a0\u2009\u202f][0-9]{3})+(?![0-9])")
_RUN = re.compile(r"[0-9]+")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")

_UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday"
_WORDS: dict[str, tuple[str, ...]] = {
    **{word: (str(number),) for number, word in enumerate(_UNITS.split(), 1)},
    **{word: (str(number * 10),) for number, word in enumerate(_TENS.split(), 2)},
    **{word: (str(number),) for number, word in enumerate(_ORDINALS.split(), 1)},
    # Vietnamese and Portuguese count the days of the week: Monday is the second.
    **{word.lower() + end: (str(number),) for number, word in enumerate(_DAYS.split(), 2) for end in ("", "s")},
    **dict.fromkeys(("weekday", "weekdays"), ("2", "6")),
    **dict.fromkeys(("a", "an", "once", "single", "each", "every"), ("1",)),
    **dict.fromkeys(("both", "twice", "half", "pair", "double"), ("2",)),
    **dict.fromkeys(("hundred", "hundreds"), ("100",)),
    **dict.fromkeys(("thousand", "thousands"), ("1000",)),
    **dict.fromkeys(("noon", "midday"), ("12", "00", "0")),
    **dict.fromkeys(("midnight",), ("12", "00", "0", "24")),
}
_WORD = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Difference:
    """What numbers the source has and the translation lacks, and the other way round, as a reader would say them."""

    lost: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Slot:
    """One figure of the source: how it is told, and the runs of digits of which one must stand in the translation."""

    told: str
    ways: tuple[tuple[str, ...], ...]
    month: int = 0


def difference(source: str, text: str, months: Months = ()) -> Difference | None:
    """What differs between the figures of two texts; None where nothing does. Linear in their lengths."""
    if not any(map(str.isdigit, source)) and not any(map(str.isdigit, text)):
        return None
    odd = tuple(dict.fromkeys(_OTHER_DIGIT.findall(text)))
    if odd and not set(odd) <= set(source):
        return Difference((), odd)
    found = _compared(source, text, months, grouped=True)
    return found if found and _compared(source, text, months, grouped=False) else None


def _compared(source: str, text: str, months: Months, *, grouped: bool) -> Difference | None:
    """With `grouped`, 1,000 and 1.000 and 1 000 are one number, otherwise two: "300 900" may be either."""
    have = Counter(_runs(text, grouped))
    lost = []
    for slot in _slots(source, grouped):
        if slot.month and _named(slot.month, text, months):
            continue
        way = next((way for way in slot.ways if not Counter(way) - have), None)
        if way is None:
            lost.append(slot.told)
        else:
            have -= Counter(way)
    for number in (*_allowed(source), *_runs(source, grouped)):  # said twice is no fault: beside the English name, in brackets
        have.pop(number, None)
    return Difference(tuple(lost), tuple(have.elements())) if lost or have else None


def _runs(text: str, grouped: bool) -> Iterable[str]:
    if grouped:
        text = _GROUPED.sub(lambda match: "".join(_RUN.findall(match[0])), text)
    return (_number(run) for run in _RUN.findall(text))


def _number(run: str) -> str:
    return run.lstrip("0") or "0"


def _slots(source: str, grouped: bool) -> list[_Slot]:
    """The figures of the source, those first that have one form only: they must not be taken by another."""
    times = [slot for match in _TIME.finditer(source) for slot in _times(match)]
    rest = _TIME.sub(" ", source)
    months = []
    for match in _MONTH.finditer(rest):
        month = ENGLISH.index(match[1]) + 1
        months.append(_Slot(match[1], ((str(month),),), month))
    return [*(_Slot(run, ((run,),)) for run in _runs(rest, grouped)), *times, *months]


def _times(match: re.Match[str]) -> Iterator[_Slot]:
    for hour, minute in ((match[1], match[2]), (match[3], match[4])):
        if hour is not None:
            yield _time(int(hour), minute, match[5].lower() == "p")


def _time(hour: int, minute: str | None, after_noon: bool) -> _Slot:
    """An hour of the source, by which in the translation either clock may be read."""
    late = hour % 12 + 12 * after_noon
    told = f"{hour}:{minute}" if minute else str(hour)
    ends = (_number(minute),) if minute else ()
    hours = [str(late), str(hour), *(["24"] if late == 0 else [])]
    ways = [(one, *ends) for one in hours]
    if not minute:
        ways = [*((one, "0") for one in hours), *ways]
    elif _number(minute) == "0":
        ways += [(one,) for one in hours]
    return _Slot(f"{told} {'p' if after_noon else 'a'}.m.", tuple(ways))


def _named(month: int, text: str, months: Months) -> bool:
    """True if the month stands in the text by one of its names, whatever its ending."""
    names = [*(months[month - 1] if months else ()), ENGLISH[month - 1]]
    return any(_name(name.casefold()).search(text.casefold()) for name in names)


def _name(name: str) -> re.Pattern[str]:
    """A month with the endings that languages give it: февраля and феврале, Maarso and Maarsada."""
    if re.match(r"[\u3040-\u9fff\d]", name):
        return re.compile(rf"(?<!\d){re.escape(name)}")
    if len(name) == 3 and re.match(r"[\u0400-\u04ff]", name):
        return re.compile(rf"\b{re.escape(name[:2])}[йея]\b")
    if len(name) > 3:
        return re.compile(rf"{re.escape(name[:-1])}\w{{0,4}}")
    return re.compile(rf"\b{re.escape(name)}\b")


def _allowed(source: str) -> Iterator[str]:
    """Numbers that a translation may write in digits because the source has them in words."""
    for word in _WORD.findall(source):
        yield from _WORDS.get(word.lower(), ())
    for name in _ANY_MONTH.findall(source):
        yield str(ENGLISH.index(name) + 1)


# ---- before noon or after

_BEFORE_NOON = {
    "es": "a. m.|a.m.|am|de la mañana|de la madrugada",
    "pt": "da manhã|da madrugada|am",
    "fr": "du matin",
    "ht": "nan maten|dimaten|am",
    "vi": "sáng|am",
    "kea": "am|di palmanhan",
    "so": "am|subaxnimo|aroornimo",
    "ar": "صباحا|صباحاً|فجرا",
    "ru": "утра|ночи",
    "zh": "上午|早上|清晨|凌晨|早晨",
}
_AFTER_NOON = {
    "es": "p. m.|p.m.|pm|de la tarde|de la noche",
    "pt": "da tarde|da noite|pm",
    "fr": "de l'après-midi|de l’après-midi|du soir",
    "ht": "apremidi|diswa|nan aswè|pm",
    "vi": "trưa|chiều|tối|pm",
    "kea": "pm|di tardi|di noti",
    "so": "pm|galabnimo|habeennimo",
    "ar": "بعد الظهر|مساء|مساءً|عصرا",
    "ru": "дня|вечера",
    "zh": "下午|晚上|傍晚",
}


@lru_cache(maxsize=64)
def _half_words(language: str) -> re.Pattern[str] | None:
    if language not in _BEFORE_NOON:
        return None
    before, after = ("|".join(map(_spaced, words[language].split("|"))) for words in (_BEFORE_NOON, _AFTER_NOON))
    edges = ("", "") if language == "zh" else (r"(?<![^\W\d_])", r"(?![^\W\d_\u064b])")
    return re.compile(rf"{edges[0]}(?:({before})|({after})){edges[1]}", re.I)


def _spaced(words: str) -> str:
    """Words as a pattern; where they have a space a hard one may stand, which keeps "a. m." together at the end of a line."""
    return re.escape(words).replace(r"\ ", r"\s")


def halves(source: str, text: str, code: str) -> bool:
    """True if the hours of both texts are before and after noon in the same order, as far as the language's words are known."""
    words = _half_words(code.split("_")[0])
    times = list(_TIME.finditer(source))
    if words is None or not times:
        return True
    wanted = re.sub(r"\b(?:noon|midday|midnight)\b", "[ap]?", _TIME.sub(_half, source))
    pattern = "".join(re.findall(r"\[ap\]\?|(?<=\0)[ap]\??", wanted))
    found = "".join("a" if match[1] else "p" for match in words.finditer(text))
    if not found:
        hours = {match[0] for match in _RUN.finditer(text)}
        return all(set(slot.ways[0][:1]) <= hours for match in times for slot in _times(match))
    return re.fullmatch(pattern, found) is not None


def _half(match: re.Match[str]) -> str:
    """A time as a piece of a pattern; half past twelve needs no word."""
    return "\0" + match[5].lower() + ("?" if (match[3] or match[1]) == "12" else "")
