"""Characters that nobody sees: controls, marks that hide text or turn it round, tags, fillers, signs of a lost letter.

In:    any text that people wrote.
Out:   where such a character stands, and what to call it.
Never: judges one that a script needs: joiners between letters of Persian or Hindi, breaks in Khmer and Thai, marks beside Arabic.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_CANDIDATE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800"
    "\u3164\ud800-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffc-\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
    "|" + "|".join(chr(plane + low) for plane in range(0x10000, 0xE0000, 0x10000) for low in (0xFFFE, 0xFFFF))
)
_JOINERS = "\u200c\u200d"
_MARKS_OF_DIRECTION = "\u061c\u200e\u200f\u2066\u2067\u2068\u2069"
_OF_PICTURES = "\ufe0e\ufe0f"
# Scripts that stand without spaces between words: a zero-width space says where a line may break.
_UNSPACED = re.compile("[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\ua980-\ua9df]")
# Scripts whose letters take other shapes beside each other: from Hebrew on, all but the later blocks of Latin and Greek.
_JOINING = re.compile("[\u0590-\u1dff\ua800-\uabff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00011fff]")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u0605\u0608-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def hidden(text: str) -> Iterator[tuple[int, str]]:
    """(place, what it is) of each character that must not stand there, in order."""
    for match in _CANDIDATE.finditer(text):
        if not _needed(text, match.start(), match[0]):
            name = unicodedata.name(match[0], "").lower()
            yield match.start(), f"U+{ord(match[0]):04X}" + (f" ({name})" if name else "")


def _needed(text: str, place: int, letter: str) -> bool:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if letter == "\r":
        return after == "\n"
    if letter in _JOINERS:
        pictures = unicodedata.category(after or " ") == "So" and letter == "\u200d"
        return pictures or bool(_JOINING.match(before) and _JOINING.match(after or " "))
    if letter == "\u200b":
        return bool(_UNSPACED.match(before) and _UNSPACED.match(after))
    if letter in _MARKS_OF_DIRECTION:
        start = text.rfind("\n", 0, place) + 1
        return bool(_RIGHT_TO_LEFT.search(text[max(start, place - 500) : place + 500].split("\n")[0]))
    if letter in _OF_PICTURES:
        return before != "" and (before in "#*0123456789©®‼⁉™" or unicodedata.category(before) in {"So", "Sm", "Sk"})
    if "\U000e0100" <= letter <= "\U000e01ef":
        return unicodedata.name(before or " ", "").startswith("CJK")
    return False
