"""What is known of a language: its code, tag (BCP 47), direction, name, months, plural forms.

In:    a code in Babel's spelling; the site's settings, which win over Babel.
Out:   Language; names of months from CLDR; the header field Plural-Forms.
Never: reads a catalog.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import babel
from babel.dates import format_date, format_skeleton
from babel.localedata import locale_identifiers
from babel.messages.plurals import get_plural

from ..content.settings import Settings
from ..routes import tag
from . import pseudo


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the site: Babel's code, its BCP 47 tag, direction ("ltr", "rtl"), and its own name for itself.

    constructed: many of its legal words were made for this site; spelling: the name of its way of writing, or "".
    """

    code: str
    tag: str
    dir: str
    name: str
    months: tuple[str, ...] = ()
    constructed: bool = False
    spelling: str = ""

    def date(self, day: datetime.date | str) -> str:
        """A day, a month ("2026-08") or a year ("2026") as this language writes it; ISO 8601 where nobody knows how."""
        known = _known(self.code)
        if known is None or day == "":
            return str(day)
        if isinstance(day, str):
            first = datetime.date.fromisoformat(f"{day}-01-01"[:10])
            written = str(format_skeleton("yMMMM" if len(day) > 4 else "y", first, locale=known))
        else:
            first, written = day, str(format_date(day, "long", locale=known))
        if self.months:
            for width in ("format", "stand-alone"):
                written = written.replace(known.months[width]["wide"][first.month], self.months[first.month - 1])
        return written


def is_code(code: str) -> bool:
    """True for a locale that Babel knows, in Babel's spelling."""
    return _known(code) is not None and str(_known(code)) == code


def describe(code: str, settings: Settings) -> Language:
    """What the site's settings and Babel know of a locale; the settings win."""
    known = _known(code)
    name = settings.endonyms.get(code) or (known.get_display_name(known) if known else None) or code
    direction = settings.directions.get(code) or (known.text_direction if known else "ltr")
    months, spelling = tuple(settings.months.get(code, ())), settings.spelling.get(code, "")
    return Language(code, tag(code), direction, name[0].upper() + name[1:], months, code in settings.constructed, spelling)


def _pretended(code: str) -> Language:
    """What Babel does not know of a pseudo-locale. Both have all that a language may have, so that it is tried too."""
    direction = "rtl" if code.startswith("ar") else "ltr"
    name, spelling = (pseudo.written(text, code) for text in ("Pseudo-locale", "Imaginary"))
    return Language(code, tag(code), direction, name, constructed=True, spelling=spelling)


_MONTHS_TOO: Mapping[str, Mapping[int, tuple[str, ...]]] = {
    "so": {4: ("Abril",), 5: ("Maajo",), 8: ("Agoosto",)},
    "vi": dict(
        zip(
            range(1, 13),
            (
                *(
                    ("tháng giêng", "tháng một"),
                    ("tháng hai",),
                    ("tháng ba",),
                    ("tháng tư", "tháng bốn"),
                    ("tháng năm",),
                    ("tháng sáu",),
                ),
                *(
                    ("tháng bảy",),
                    ("tháng tám",),
                    ("tháng chín",),
                    ("tháng mười",),
                    ("tháng mười một",),
                    ("tháng chạp", "tháng mười hai"),
                ),
            ),
            strict=True,
        )
    ),
}
"""Names that people use beside CLDR's."""


@lru_cache(maxsize=256)
def month_names(locale: Language) -> tuple[tuple[str, ...], ...]:
    """The names of the twelve months in a language; () where nobody knows them.

    The settings' come first, then those that running text has here, then every other that CLDR has in any land of the language:
    شباط in Damascus, setiembre in Lima, and the short ones (“févr.”).
    """
    known = _known(locale.code)
    if known is None and not locale.months:
        return ()
    lands = [known, *_lands(known)] if known else []
    too = _MONTHS_TOO.get(locale.code.split("_")[0], {})
    names = []
    for number in range(1, 13):
        own = (locale.months[number - 1],) if locale.months else ()
        theirs = (str(name) for land in lands for name in _written(land, number))
        found = dict.fromkeys((*own, *theirs, *too.get(number, ())))
        names.append(tuple(name for name in found if not re.fullmatch(r"M?\d+", name)))
    return tuple(names)


def _lands(known: babel.Locale) -> list[babel.Locale]:
    """The same language in the same script, in every land that CLDR knows of."""
    codes = sorted(code for code in locale_identifiers() if code.split("_")[0] == known.language)
    found = [babel.Locale.parse(code) for code in codes]
    return [land for land in found if land.script in {None, known.script}]


def _written(land: babel.Locale, number: int) -> Iterator[str]:
    """How a land writes a month: in a date and alone, in full and short."""
    for use in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            yield str(land.months[use][width][number])


def plural_forms(code: str) -> str:
    """The header field Plural-Forms for a locale, from Babel's table; two forms where Babel does not know it."""
    try:
        return str(get_plural(code))
    except (ValueError, babel.UnknownLocaleError):
        return "nplurals=2; plural=(n != 1);"


def _known(code: str) -> babel.Locale | None:
    try:
        return babel.Locale.parse(code)
    except (ValueError, babel.UnknownLocaleError):
        return None
