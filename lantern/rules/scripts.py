"""Writing systems: which letters a language is written in, and letters that only look like others.

In:    plain text, a locale's code.
Out:   letters and words that do not belong, in the order of the text.
Never: judges whether a word is right; knows a catalog. A language that is not in the table is written in anything.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_RANGES = {
    "Latin": "A-Za-zªºÀ-ÖØ-öø-ʯḀ-ỿⱠ-ⱿꜢ-ꞿꬰ-ꭤ",
    "Greek": "ͰͱͲͳͶͷͻ-ͽΆΈ-ώϏ-ϡἀ-ῼ",
    "Cyrillic": "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f",
    "Armenian": "\u0531-\u0587",
    "Hebrew": "\u05d0-\u05f2\ufb1d-\ufb4f",
    "Arabic": "\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c7\ufb50-\ufdff\ufe70-\ufefc",
    "Devanagari": "\u0904-\u0939\u0958-\u0961",
    "Bengali": "\u0985-\u09b9",
    "Gurmukhi": "\u0a05-\u0a39",
    "Thai": "\u0e01-\u0e2e",
    "Georgian": "\u10a0-\u10fa\u1c90-\u1cba",
    "Hangul": "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3",
    "Ethiopic": "\u1200-\u135a",
    "Khmer": "\u1780-\u17b3",
    "Kana": "\u3041-\u3096\u30a1-\u30fa",
    "Han": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
}
_SCRIPTS = {
    "Latin": "ca cs da de en es et eu fi fr ga gl hr ht hu id is it kea lt lv ms nl no pl pt ro sk sl so sq sv sw tl tr vi",
    "Cyrillic": "be bg kk ky mk ru uk",
    "Arabic": "ar fa ps ur",
    "Greek": "el",
    "Armenian": "hy",
    "Hebrew": "he yi",
    "Devanagari": "hi mr ne",
    "Bengali": "bn",
    "Gurmukhi": "pa",
    "Thai": "th",
    "Georgian": "ka",
    "Hangul": "ko",
    "Ethiopic": "am ti",
    "Khmer": "km",
    "Kana Han": "ja",
    "Han": "zh",
}
_OWN = {code: scripts.split() for scripts, codes in _SCRIPTS.items() for code in codes.split()}
_WORD = re.compile(r"[^\W\d_]+")
_MIXABLE = re.compile(f"[{_RANGES['Greek']}{_RANGES['Cyrillic']}]")
_LATIN = re.compile(f"[{_RANGES['Latin']}]")
_ALPHABET = re.compile(
    "[" + "".join(signs for name, signs in _RANGES.items() if name not in {"Latin", "Han", "Kana", "Hangul"}) + "]"
)
_PARTICLE = re.compile(rf"[وفبلك]{{0,2}}(?:ال|لل)?ـ?[A-Z][{_RANGES['Latin']}]*")
_IN_HAN = re.compile(rf"(?<=[{_RANGES['Han']}])[{_RANGES['Latin']}]{{1,2}}(?=[{_RANGES['Han']}])")
_WIDE = re.compile(
    "[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff"  # full-width, mathematical
    "\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u209c\u2150-\u218b"  # raised, lowered, fractions, Roman
    "\u2460-\u24ff\u2776-\u2793\u3220-\u3229\u3248-\u324f\u3251-\u325f\u3280-\u3289\u32b1-\u32bf"  # in circles or brackets
    "\U0001f100-\U0001f10c]+"
)
_INVISIBLE = re.compile(  # Unicode's Default_Ignorable_Code_Point but for isolates and overrides, which catalog.unsafe judges
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\u2800\U0001d159]"  # and signs that have a shape of nothing: an empty cell of Braille, an empty note
)
_JOINING = {
    "Arabic": "\u200c\u200d\u200e\u200f\u061c",
    "Hebrew": "\u200e\u200f",
    "Devanagari": "\u200c\u200d",
    "Bengali": "\u200c\u200d",
    "Khmer": "\u200b",
    "Thai": "\u200b",
}
_TWINS = str.maketrans("АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһԛԝ", "ABESIJKMHOPCTYXaesijopcyxdhqw")
_GREEK_TWINS = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo")
_BOTH_CHINESE = frozenset("着恒瞭")
"""Right in both scripts whatever the two lists say: 着 and 恒 are Hong Kong's standard, 瞭 stands in the Simplified word 瞭望.
(Big5 with Hong Kong's supplement is no help: it has hundreds of Simplified letters.)"""


def own(code: str) -> str:
    """The script a language is written in ("Latin", "Kana Han"), or "" where nobody has said."""
    return " ".join(_OWN.get(code.split("_")[0], ()))


@lru_cache(maxsize=64)
def _foreign(code: str) -> re.Pattern[str] | None:
    scripts = _OWN.get(code.split("_")[0])
    if scripts is None:
        return None
    return re.compile("[" + "".join(signs for name, signs in _RANGES.items() if name not in {*scripts, "Latin"}) + "]")


@lru_cache(maxsize=64)
def _native(code: str) -> re.Pattern[str]:
    return re.compile("[" + "".join(_RANGES[name] for name in _OWN.get(code.split("_")[0], ())) + "]")


def foreign(text: str, code: str) -> tuple[str, ...]:
    """Letters of scripts that the language does not use, each once; Latin ones apart, for names may be in Latin anywhere."""
    pattern = _foreign(code)
    return tuple(dict.fromkeys(pattern.findall(text))) if pattern else ()


def has_own(text: str, code: str) -> bool:
    """True if a letter of the language's own script stands in the text, or nobody knows which script that is."""
    return not own(code) or _native(code).search(text) is not None


def script(letter: str) -> str:
    """The name of a letter's script, as its Unicode name begins ("CYRILLIC")."""
    return unicodedata.name(letter, "?").split()[0].capitalize()


def invisible(text: str, code: str) -> tuple[str, ...]:
    """Letters that nobody sees, such as the zero-width space, where the script has no use for them."""
    rightly = _JOINING.get(own(code), "") if own(code) else "\u200b\u200c\u200d\u200e\u200f\u061c"
    return tuple(letter for letter in dict.fromkeys(_INVISIBLE.findall(text)) if letter not in rightly)


def wide(text: str) -> tuple[str, ...]:
    """Full-width, mathematical, raised and circled letters and digits: read as A and 1, found by no search and no telephone."""
    return tuple(_WIDE.findall(text))


def mixed(text: str) -> tuple[str, ...]:
    """Words of two scripts: Latin letters beside Cyrillic, Greek, Arabic or other ones, or one or two between two of Han.

    An Arabic particle may stand before a Latin name (“وICE”), a Latin name in Chinese text without a space (“找ICE人員”).
    """
    if text.isascii():
        return ()
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    found = [word for word in words if _LATIN.search(word) and _ALPHABET.search(word) and not _PARTICLE.fullmatch(word)]
    return (*found, *(match[0] if match[0].isupper() else word for word in words for match in _IN_HAN.finditer(word)))


def twins(text: str, source: str) -> tuple[str, ...]:
    """Words all in Cyrillic or Greek capitals that look like a word in capitals of the source (НАТО for HATO)."""
    if not _MIXABLE.search(text):
        return ()
    capitals = {word for word in _WORD.findall(source) if len(word) > 1 and word.isupper()}
    found = []
    for word in _WORD.findall(text):
        if _MIXABLE.match(word) and {word.translate(_TWINS), word.translate(_GREEK_TWINS)} & capitals:
            found.append(word)
    return tuple(found)


@lru_cache(maxsize=16384)
def _variant(letter: str) -> str:
    """ "Hans" or "Hant" for a letter that only one of the two ways to write Chinese has, else ""."""
    in_hant, in_hans = _encodes(letter, "big5"), _encodes(letter, "gb2312")
    return "" if in_hant == in_hans or letter in _BOTH_CHINESE else "Hant" if in_hant else "Hans"


def _encodes(letter: str, codec: str) -> bool:
    try:
        letter.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def other_chinese(text: str, code: str) -> tuple[str, ...]:
    """Letters of Simplified Chinese in Traditional text, or the reverse, each once; () for other languages."""
    if not code.startswith("zh_Han"):
        return ()
    mine = code[3:7]
    return tuple(letter for letter in dict.fromkeys(_native(code).findall(text)) if _variant(letter) not in {"", mine})
