"""The numbers of a sentence, and whether another sentence in another language has the same ones.

In:    two texts in words (blocks.prose), the names of the months in the second one's language.
Out:   Difference(lost, added), or None where every number, date and time survives.
Never: reads numbers written in words as numbers of the source; takes digits other than 0 to 9 for digits; mends a text.

A month may turn into its name or its number, 5 p.m. into 17:00, 1,000 into 1.000; a number that the source has in words
("six members") may be written in digits, never the other way round.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

Months = tuple[tuple[str, ...], ...]
"""Twelve tuples: the names of each month, in any case."""

ENGLISH = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_TIME = re.compile(
    r"(?<![\d:.,])(\d{1,2})(?:[:.h](\d\d))?(?:\s?(?:to|and|or|until|-|–|—)\s?(\d{1,2})(?:[:.h](\d\d))?)?\s?([ap])\.?\s?m\b\.?",
    re.I,
)
_CLOCK = re.compile(
    r"(?<![\d:.,])([01]?\d|2[0-4])(?:\s?[:h点點时時]\s?([0-5]\d)(?![\d:])|\s?(?:h(?![a-z])|[点點时時]|hs\b|horas\b|giờ))"
)
_GROUPED = re.compile(r"(?<![0-9])[0-9]{1,3}(?:[,.'’٬ \u00a0\u2009\u202f][0-9]{3})+(?![0-9])")
_RUN = re.compile(r"[0-9]+")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")

_COUNTS = {
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand",
    "es": "un|uno|una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete"
    " dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien|ciento mil",
    "pt": "um|uma dois|duas três quatro cinco seis sete oito nove dez onze doze treze catorze|quatorze quinze dezesseis|dezasseis"
    " dezessete|dezassete dezoito dezenove|dezanove vinte trinta quarenta cinquenta sessenta setenta oitenta noventa"
    " cem|cento mil",
    "fr": "un|une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit"
    " dix-neuf vingt trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix cent mille",
    "ht": "en|youn|yon de twa kat senk sis sèt uit nèf dis onz douz trèz katòz kenz sèz disèt dizuit diznèf ven trant karant"
    " senkant swasant swasanndis katreven katrevendis san mil",
    "vi": "một hai ba bốn năm sáu bảy tám chín mười",
    "kea": "un dos tres kuatu|kuatru sinku|sinku sax|sais seti oitu novi des|dés",
    "so": "hal|kow laba saddex afar shan lix toddoba|todoba sideed|siddeed sagaal toban",
    "ar": "واحد|واحدة اثنان|اثنين|اثنتان|اثنتين ثلاثة|ثلاث أربعة|أربع خمسة|خمس ستة|ست"
    " سبعة|سبع ثمانية|ثماني|ثمان تسعة|تسع عشرة|عشر",
    "ru": "один|одна|одного|одной|одном два|две|двух|двум|двумя три|трёх|трех|трем|тремя"
    " четыре|четырёх|четырех|четырем пять|пяти|пятью"
    " шесть|шести|шестью семь|семи|семью восемь|восьми девять|девяти|девятью десять|десяти|десятью",
    "zh": "一 二|两|兩 三 四 五 六 七 八 九 十",
}
"""How languages say 1 to 20, 30 to 90, 100 and 1000; a bar parts the forms of one number."""
_VALUES = (*range(1, 21), *range(30, 91, 10), 100, 1000)
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday"
_MORE: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        **{word: (str(number),) for number, word in enumerate(_ORDINALS.split(), 1)},
        # Vietnamese and Portuguese count the days of the week: Monday is the second.
        **{word.lower() + end: (str(number),) for number, word in enumerate(_DAYS.split(), 2) for end in ("", "s")},
        **dict.fromkeys(("weekday", "weekdays"), ("2", "6")),
        **dict.fromkeys(("a", "an", "once", "single", "each", "every"), ("1",)),
        **dict.fromkeys(("both", "twice", "half", "pair", "double"), ("2",)),
        **dict.fromkeys(("hundreds",), ("100",)),
        **dict.fromkeys(("noon", "midday"), ("12", "00", "0")),
        **dict.fromkeys(("midnight",), ("12", "00", "0", "24")),
    },
    "es": {
        **dict.fromkeys(("mediodía",), ("12", "0")),
        **dict.fromkeys(("medianoche",), ("12", "0", "24")),
        **dict.fromkeys(("ambos", "ambas", "medio", "media", "doble"), ("2", "30")),
        **dict.fromkeys(("primer", "primero", "primera"), ("1",)),
        **dict.fromkeys(("segundo", "segunda"), ("2",)),
        **dict.fromkeys(("tercer", "tercero", "tercera"), ("3",)),
    },
}
"""Other words of a source that a translation may have in digits."""
_HALF = re.compile(r"半|\b(?:rưỡi|media|demie?|edmi|meia|meiu|mea|badh|половин\w*|و?(?:ال)?نصف)\b", re.I)
_QUARTER = r"刻|\b(?:cuarto|quart|ka|quarto|kuartu|четверт\w*|و?(?:ال)?ربع(?:ا|ًا|اً)?|rubac)\b"
_LESS = r"差|\b(?:menos|moins|mwens|kém|без|إلا|menus|para as|faltan)\b"
_PAST = re.compile(rf"\A(?!.*(?:{_LESS})|.*[三3]刻).*(?:{_QUARTER})", re.I | re.S)
_THREE = re.compile(r"[三3]刻|\b(?:tres cuartos|trois quarts|três quartos)\b", re.I)
_LESS_15 = re.compile(_LESS, re.I)
_TO = re.compile(rf"\A(?=.*(?:{_LESS})).*(?:{_QUARTER})", re.I | re.S)
"""The words for half past, a quarter past, three quarters past, less some minutes, and a quarter to."""
_PARTS = {"30": _HALF, "15": _PAST, "45": _THREE}
_NOON = re.compile(
    r"正午|中午|\b(?:mediodía|midi|meio-dia|meidia|полдень|полудня|(?:ال)?ظهر(?:ا|ًا|اً)?|trưa|duhur|noon|midday)\b", re.I
)
_MIDNIGHT = re.compile(
    r"午夜|半夜|\b(?:medianoche|minuit|minwi|meia-noite|meianoiti|полночь|полуночи|منتصف الليل|nửa đêm|saqda dhexe|midnight)\b",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Difference:
    """What numbers the source has and the translation lacks, and the other way round, as a reader would say them."""

    lost: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Slot:
    """One figure of the source: how it is told, and the runs of digits of which one must stand in the translation.

    worded: runs that are enough where some words stand beside them: 5 for 5:30 pm, with the word for half.
    """

    told: str
    ways: tuple[tuple[str, ...], ...]
    month: int = 0
    worded: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = ()

    def all_ways(self, text: _Text) -> Iterator[tuple[str, ...]]:
        """The runs of which one must stand in this text."""
        yield from self.ways
        yield from (way for words, way in self.worded if text.has(words))


class _Text:
    """A translation that is asked again and again whether something stands in it; each question is answered once."""

    def __init__(self, text: str, spoken: Speech, source: Speech) -> None:
        self.text = text
        self._folded = text.casefold()
        self._language = spoken.code.split("_")[0]
        self._months = [[*own, *other] for own, other in zip_longest(spoken.months, source.months, fillvalue=())]
        self._known: dict[re.Pattern[str], bool] = {}

    def has(self, words: re.Pattern[str]) -> bool:
        """True if the pattern is found, in any case."""
        if words not in self._known:
            self._known[words] = words.search(self._folded) is not None
        return self._known[words]

    def names(self, month: int) -> bool:
        """True if the month stands in the text by one of its names, whatever its ending."""
        return any(self.has(_name(_folded(name))) for name in self._months[month - 1])

    def other_months(self, known: set[int]) -> list[str]:
        """The names of months that stand in a date, or in brackets behind another name, and are none of the known."""
        pattern, numbers = _dated(tuple(tuple(names) for names in self._months))
        found = (match["behind"] or match["before"] for match in pattern.finditer(self._folded))
        return [name for name in dict.fromkeys(found) if not numbers[name] & known]

    def spells(self, number: str) -> bool:
        """True for a small number that stands in words, as many languages ask for: “dos agentes” for “2 agents”."""
        pattern = _spelled(number, self._language)
        return pattern is not None and self.has(pattern)


@dataclass(frozen=True)
class Speech:
    """How a language writes numbers.

    code:   its code; its words are known where it is in the tables of this module.
    months: the names of its months; the first of each is as running text has it.
    """

    code: str = ""
    months: Months = ()


SOURCE = Speech("en", tuple((name,) for name in ENGLISH))


def difference(source: str, text: str, months: Months = (), *, code: str = "", spoken: Speech = SOURCE) -> Difference | None:
    """What differs between the figures of two texts; None where nothing does. Linear in their lengths.

    months, code: of the translation's language. spoken: the source's.
    """
    if not any(map(str.isdigit, source)) and not any(map(str.isdigit, text)):
        return None
    source, text = (unicodedata.normalize("NFC", each) for each in (source, text))
    odd = tuple(dict.fromkeys(_OTHER_DIGIT.findall(text)))
    if odd and not set(odd) <= set(source):
        return Difference((), odd)
    own = Speech(code, months)
    found = _compared(source, _Text(text, own, spoken), spoken, grouped=True)
    return found if found and _compared(source, _Text(text, own, spoken), spoken, grouped=False) else None


def _compared(source: str, text: _Text, spoken: Speech, *, grouped: bool) -> Difference | None:
    """With `grouped`, 1,000 and 1.000 and 1 000 are one number, otherwise two: "300 900" may be either."""
    have = Counter(_runs(text.text, grouped))
    lost, slots = [], _slots(source, spoken, grouped)
    for slot in slots:
        if slot.month and text.names(slot.month):
            continue
        way = next((way for way in slot.all_ways(text) if _stand(way, have)), None)
        if way is not None:
            have.subtract(way)
        elif not text.spells(slot.told):
            lost.append(slot.told)
    allowed = tuple(_allowed(source, spoken))
    for number in (*allowed, *_runs(source, grouped)):  # twice is no fault: beside the English name, in brackets
        have.pop(number, None)
    named = {slot.month for slot in slots if slot.month}
    others = text.other_months(named | {int(number) for number in allowed if len(number) < 3}) if named else []
    added = (*have.elements(), *others)
    return Difference(tuple(lost), added) if lost or added else None


def _stand(way: tuple[str, ...], have: Counter[str]) -> bool:
    return all(have[run] >= way.count(run) for run in way)


def _runs(text: str, grouped: bool) -> Iterable[str]:
    if grouped:
        text = _GROUPED.sub(lambda match: "".join(_RUN.findall(match[0])), text)
    return (_number(run) for run in _RUN.findall(text))


def _number(run: str) -> str:
    return run.lstrip("0") or "0"


def _slots(source: str, spoken: Speech, grouped: bool) -> list[_Slot]:
    """The figures of the source, those first that have one form only: they must not be taken by another."""
    times = [slot for match in _TIME.finditer(source) for slot in _times(match)]
    rest = _TIME.sub(" ", source)
    if spoken.code.split("_")[0] != "en":
        times += [_clock(match) for match in _CLOCK.finditer(rest)]
        rest = _CLOCK.sub(" ", rest)
    months = []
    for match in _month(spoken.months).finditer(rest):
        name = match["before"] or match["after"] or match["whole"]
        month = _number_of(name, spoken.months)
        months.append(_Slot(name, ((str(month),),), month))
    rest = _month(spoken.months).sub(lambda match: "" if match["whole"] else match[0], rest)
    return [*(_Slot(run, ((run,),)) for run in _runs(rest, grouped)), *times, *months]


@lru_cache(maxsize=64)
def _month(months: Months) -> re.Pattern[str]:
    """The months of a source where a number stands beside them, as in a date; those that hold one (2月) anywhere."""
    names = sorted({name for named in months for name in named}, key=len, reverse=True)
    words, whole = ("|".join(re.escape(name) for name in names if bool(re.search(r"\d", name)) is held) for held in (False, True))
    beside = r"\d(?:er|º|\.)?\s(?:de\s)?"
    return re.compile(
        rf"(?<!\w)(?P<before>{words or '(?!)'})(?=\.?,?\s(?:de\s)?\d)|(?:{beside})(?P<after>{words or '(?!)'})(?!\w)"
        rf"|(?<!\d)(?P<whole>{whole or '(?!)'})"
    )


def _number_of(name: str, months: Months) -> int:
    return next(number for number, names in enumerate(months, 1) if name in names)


def _times(match: re.Match[str]) -> Iterator[_Slot]:
    for hour, minute in ((match[1], match[2]), (match[3], match[4])):
        if hour is not None:
            yield _time(int(hour), minute, after_noon=match[5].lower() == "p")


def _time(hour: int, minute: str | None, *, after_noon: bool) -> _Slot:
    """An hour of the source, by which in the translation either clock may be read."""
    late = hour % 12 + 12 * after_noon
    told = f"{hour}:{minute}" if minute else str(hour)
    hours = [str(late), str(hour), *(["24"] if late == 0 else [])]
    return _Slot(f"{told} {'p' if after_noon else 'a'}.m.", *_read(hours, minute))


def _clock(match: re.Match[str]) -> _Slot:
    """An hour of a source that is not in English: before noon or after is said elsewhere in the sentence, or not at all."""
    hour = int(match[1])
    hours = [str(hour), str(hour - 12)] if hour > 12 else [str(hour), str(hour % 12 + 12), *(["0", "24"] if hour == 12 else [])]
    hours += ["12"] if hour in {0, 24} else []
    ways, _, worded = _read(hours, match[2])
    return _Slot(match[0].strip(), ways, 0, worded)


def _read(
    hours: list[str], minute: str | None
) -> tuple[tuple[tuple[str, ...], ...], int, tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]]:
    """The runs of digits that say a time, no month, and those that say it together with words."""
    ends = (_number(minute),) if minute else ()
    ways = [(hour, *ends) for hour in hours]
    worded: list[tuple[re.Pattern[str], tuple[str, ...]]] = []
    if not minute:
        ways = [*((hour, "0") for hour in hours), *ways]
    elif ends == ("0",):
        ways += [(hour,) for hour in hours]
    elif minute in _PARTS:
        worded += [(_PARTS[minute], (hour,)) for hour in hours]
    if minute == "45":
        worded += [found for hour in hours for found in ((_LESS_15, (str(int(hour) + 1), "15")), (_TO, (str(int(hour) + 1),)))]
    if "12" in hours and (not ends or ends == ("0",)):
        worded.append((_MIDNIGHT if hours[0] == "0" else _NOON, ()))
    return tuple(ways), 0, tuple(worded)


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().rstrip(".")


@lru_cache(maxsize=4096)
def _name(name: str) -> re.Pattern[str]:
    """A month with the endings that languages give it: февраля and феврале, Maarso and Maarsada."""
    if re.search(r"[\u3040-\u9fff\d]", name):
        return re.compile(rf"(?<![\d十]){re.escape(name)}" + (r"(?!\d)" if name[-1].isdigit() else ""))
    if re.fullmatch(r"[\u0400-\u04ff]{2}[йея]", name):
        return re.compile(rf"\b{re.escape(name[:2])}[йея]\b")
    before = "(?<!\\w)[وفبلك]{0,2}(?:ال)?" if re.match("[\u0600-\u06ff]", name) else r"(?<!\w)"
    if len(name) > 4 or re.match(r"[\u0400-\u04ff]{4}", name):
        return re.compile(rf"{before}{re.escape(name[:-1])}\w{{0,4}}")
    return re.compile(rf"{before}{re.escape(name)}(?!\w)")


@lru_cache(maxsize=64)
def _dated(months: Months) -> tuple[re.Pattern[str], dict[str, set[int]]]:
    """The names of months in a date, as one pattern, and which months each may be; short and common words are left out."""
    numbers: dict[str, set[int]] = {}
    for number, names in enumerate(months, 1):
        for name in map(_folded, names):
            if len(name) > 3 and not re.search(r"[\s\d\u3040-\u9fff]", name):
                numbers.setdefault(name, set()).add(number)
    every = "|".join(re.escape(name) for name in sorted(numbers, key=len, reverse=True)) or "(?!)"
    return (
        re.compile(
            rf"(?:[0-9]\W{{0,3}}(?:de\s|di\s)?|\()(?P<behind>{every})(?!\w)"
            rf"|(?<!\w)(?P<before>{every})(?=\W{{0,3}}\s(?:de\s|di\s)?[0-9]|\s?\()"
        ),
        numbers,
    )


@lru_cache(maxsize=64)
def _counted(language: str) -> dict[str, tuple[str, ...]]:
    """The numbers that the words of a language stand for."""
    counts = zip(_VALUES, _COUNTS.get(language, "").split(), strict=False)
    own = {form: (str(value),) for value, forms in counts for form in forms.split("|")}
    return {**own, **_MORE.get(language, {})}


def _allowed(source: str, spoken: Speech) -> Iterator[str]:
    """Numbers that a translation may write in digits because the source has them in words."""
    language = spoken.code.split("_")[0]
    known = _counted(language)
    for word in source.casefold() if language == "zh" else _WORD.findall(source.casefold()):
        yield from known.get(word, ())
    for number, names in enumerate(spoken.months, 1):
        if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", source) for name in names):
            yield str(number)


@lru_cache(maxsize=512)
def _spelled(number: str, language: str) -> re.Pattern[str] | None:
    """A number up to ten in the words of a language, as a whole word; None where nobody has said how."""
    forms = _COUNTS.get(language, "").split()
    if len(number) > 2 or not number.isdigit() or not 1 < int(number) <= min(10, len(forms)):
        return None
    words = "|".join(map(re.escape, forms[int(number) - 1].split("|")))
    return re.compile(words if language == "zh" else rf"(?<!\w)(?:و|ب|ل)?(?:{words})(?!\w)", re.I)


# ---- money

_MONEY = {
    "$": r"\$|\b(?:US\$|USD|d[oó]lar\w*|dollar\w*|доллар\w*|dola(?:r[ie]s?)?|doolar\w*|dòl[aà]\w*)"
    r"|(?:ال)?دولار\w*|美元|美金|đô la",
    "€": r"€|\b(?:EUR|euros?|евро|ewo|ewro|yuuro)\b|(?:ال)?يورو|欧元|歐元",
    "£": r"£|\b(?:GBP|libras? esterlinas?|livres? sterling|фунт\w*)\b|جنيه\w*|英镑|英鎊",
    "¥": r"¥|￥|\b(?:CNY|RMB|JPY|yuan|yuanes|юан\w*|иен\w*)\b|(?:ال)?يوان|人民币|人民幣|日元|日圓|nhân dân tệ",
    "₽": r"₽|\b(?:RUB|rublos?|roubles?|рубл\w*)\b|روبل|卢布|盧布",
    "peso": r"₱|\b(?:MXN|pesos?|песо)\b|比索",
    "R$": r"\b(?:BRL|reais)\b|R\$",
    "₫": r"₫|\bVND\b",
    "gourde": r"\b(?:HTG|gourdes?|goud)\b",
    "other": r"\b(?!US)[A-Z]{1,3}\$|[₠-₢₤-₨₪₭-₰₲-₼₾-⃀¤]|\b(?:CVE|SOS|CHF|INR)\b",
}
_MONEYS = {name: re.compile(words, re.I) for name, words in _MONEY.items()}
_BESIDE = re.compile(r"[0-9]\W{0,3}\Z"), re.compile(r"\A\W{0,3}[0-9]")


def currencies(text: str) -> tuple[str, ...]:
    """The kinds of money whose sign, code or word stands beside a number, each by its sign or name, sorted."""
    text = unicodedata.normalize("NFKC", text)
    return tuple(sorted(name for name, words in _MONEYS.items() if any(_beside(match, text) for match in words.finditer(text))))


def _beside(match: re.Match[str], text: str) -> bool:
    before, after = text[max(0, match.start() - 4) : match.start()], text[match.end() : match.end() + 4]
    return _BESIDE[0].search(before) is not None or _BESIDE[1].search(after) is not None


# ---- before noon or after

_BEFORE_NOON = {
    "en": "am|a.m.|a. m.|in the morning",
    "es": "a. m.|a.m.|am|de la mañana|de la madrugada",
    "pt": "da manhã|da madrugada|am",
    "fr": "du matin",
    "ht": "nan maten|dimaten|am",
    "vi": "sáng|am",
    "kea": "am|di palmanhan",
    "so": "am|subaxnimo|aroornimo",
    "ar": "صباحا|فجرا|في الصباح",
    "ru": "утра|ночи",
    "zh": "上午|早上|清晨|凌晨|早晨",
}
_AFTER_NOON = {
    "en": "pm|p.m.|p. m.|in the afternoon|in the evening|at night",
    "es": "p. m.|p.m.|pm|de la tarde|de la noche",
    "pt": "da tarde|da noite|pm",
    "fr": "de l'après-midi|de l’après-midi|du soir",
    "ht": "apremidi|diswa|nan aswè|pm",
    "vi": "trưa|chiều|tối|pm",
    "kea": "pm|di tardi|di noti",
    "so": "pm|galabnimo|habeennimo",
    "ar": "بعد الظهر|مساء|عصرا|ليلا|في المساء",
    "ru": "дня|вечера",
    "zh": "下午|晚上|傍晚",
}

_ARABIC_MARKS = re.compile("[\u064b-\u0652\u0670]")


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


def halves(source: str, text: str, code: str, source_code: str = "en") -> bool:
    """True if the hours of both texts are before and after noon in the same order, as far as the languages' words are known."""
    words = _half_words(code.split("_")[0])
    text = _ARABIC_MARKS.sub("", unicodedata.normalize("NFC", text))
    if words is None:
        return True
    if source_code.split("_")[0] != "en":
        theirs = _half_words(source_code.split("_")[0])
        source = _ARABIC_MARKS.sub("", unicodedata.normalize("NFC", source))
        wanted, found = (
            "".join(_letters(pattern, said)) if pattern else "" for pattern, said in ((theirs, source), (words, text))
        )
        return not wanted or not found or wanted == found
    times = list(_TIME.finditer(source))
    if not times:
        return True
    wanted = re.sub(r"\b(?:noon|midday|midnight)\b", "[ap]?", _TIME.sub(_half, source))
    pattern = "".join(re.findall(r"\[ap\]\?|(?<=\0)[ap]\??", wanted))
    found = "".join(_letters(words, text))
    if not found:
        hours = set(_runs(text, grouped=False))
        return all(set(slot.ways[0][:1]) <= hours for match in times for slot in _times(match))
    return re.fullmatch(pattern, found) is not None


def _letters(words: re.Pattern[str], text: str) -> Iterator[str]:
    return ("a" if match[1] else "p" for match in words.finditer(text))


def _half(match: re.Match[str]) -> str:
    """A time as a piece of a pattern; half past twelve needs no word."""
    return "\0" + match[5].lower() + ("?" if (match[3] or match[1]) == "12" else "")
