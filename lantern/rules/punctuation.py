"""Marks between words, and the small words that turn a sentence round, as each language has them.

In:    plain text, a locale's code.
Out:   which mark ends it, what is open, what is wide, whether it denies.
Never: knows a message or a catalog. Of a language it does not know it says nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_ENDS = {
    "full stop": ".。．｡।۔።։",
    "colon": ":：",
    "question mark": "?？؟;՞፧",
    "exclamation mark": "!！",
    "ellipsis": "…",
    "comma": ",，、،",
    "semicolon": ";；؛",
}
_END = {sign: name for name, signs in reversed(_ENDS.items()) for sign in signs}
_TRAILING = " \t\n\u00a0\u202f\u200e\u200f*_\"'“”«»„‘’「」『』()（）[]{}`"
_BRACKETS = {")": "(", "]": "[", "}": "{", "）": "（", "」": "「", "』": "『", "”": "“", "»": "«", "】": "【", "》": "《"}
_OPEN = frozenset(_BRACKETS.values())
_SENTENCE_END = re.compile(
    r"(?<!\b[a-z])(?<!\bSt)(?<!\bMr)(?<!\bDr)(?<!\bNo)[.!?](?=[\s*)\]”»]|\Z)|[。！？؟]"
    r"|(?<=\b[a-z])\.(?=\s*\Z|\s+[¿¡«“]?[^\W\d_a-zß-öø-ÿ])"  # “p. m.” ends a sentence only before a capital
)
_STRONG = re.compile(r"\*\*(?=\S)[^*]+?\*\*|__(?=\S)[^_]+?__")
_EMPHASIS = re.compile(r"(?<![*\w\\])\*(?=[^\s*])[^*]+\*(?!\*)|(?<![_\w\\])_(?=[^\s_])[^_]+_(?![_\w])")
_LISTED = re.compile(r"(?:\A|\s)\w{1,2}\Z")
_FRENCH = re.compile(r"(?<=[^\W\d_])[;:!?](?=\s|\Z)|(?<=[\w»)]) [;:!?](?=\s|\Z)")
_FRENCH_QUOTES = re.compile(r"«(?![\u00a0\u202f])|(?<![\u00a0\u202f])»")
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"|«[^«»]*»")
_CHINESE = re.compile(r"(?<=[\u3400-\u9fff])[,.;:!?](?=[\u3400-\u9fff\s]|\Z)")

DENIALS = frozenset(
    ("not", "no", "never", "without", "cannot", "nothing", "nobody", "none", "neither", "nor", "don't", "can't", "won't")
)
# Words that deny; a star is an ending. Words inside words are found only where the language has no spaces.
_DENY = {
    "en": "not never cannot don't doesn't isn't aren't won't can't didn't nobody nothing none without",
    "es": "no nunca jamás ni sin nadie nada ningún ninguna ninguno tampoco prohíb* prohib* evit*",
    "pt": "não nunca jamais nem sem ninguém nada nenhum* tampouco proíb* proib* evit*",
    "fr": "ne n pas non jamais sans ni aucun* personne rien interdi* évit*",
    "ru": "не* нет ни ник* нич* нигде без запрещ*",
    "ht": "pa p pap pat pako pòko poko san okenn jamè janm ni anyen pèsonn entèdi* evite",
    "vi": "không chưa chẳng đừng chớ vô phi cấm tránh",
    "kea": "ka nunka sen nen ninhun* nada ningen ninge* pruibi* ivita*",
    "so": "ma maaha ma'aha mana maya lama midna mamnuuc* aan aanad aanay aanu aanan aadan waligaa weligaa ha weynay *la'aan*"
    " *inaan *inaanay *kama *aannaan *uma *ooma *usan *ysan *aysan *aadan",
    "ar": "لا لم لن ليس* غير دون بدون عدم بلا لست* لسنا ألا لئلا ممنوع* يمنع تمنع أبدا* بعدم *تجنب*",
    "zh": "不 没 沒 无 無 未 非 勿 别 別 莫 禁 拒 避免",
}


def end(text: str) -> str:
    """The name of the mark a text ends with, "" for none; quotation marks, brackets and weight are looked through."""
    bare = text.rstrip(_TRAILING)
    if bare.endswith("..."):
        return "ellipsis"
    return _END.get(bare[-1:], "")


def sentences(text: str) -> int:
    """How many sentences a text has, by the marks that end them."""
    return len(_SENTENCE_END.findall(text))


def emphasis(text: str) -> str:
    """How many strong and how many emphasised parts, as "1 strong, 2 emphasised"."""
    bare = re.sub(r"(?<!`)(`+)(?!`)[^`]*\1", "", text)
    strong = len(_STRONG.findall(bare))
    return f"{strong} strong, {len(_EMPHASIS.findall(_STRONG.sub('', bare)))} emphasised"


def unbalanced(text: str) -> str:
    """The first bracket or quotation mark that is not closed, or not opened; "" for none. 1) and a) open nothing."""
    stack: list[str] = []
    for place, sign in enumerate(text):
        if sign in _OPEN:
            stack.append(sign)
        elif sign == ")" and not stack and _LISTED.search(text[max(0, place - 3) : place]):
            continue
        elif sign in _BRACKETS:
            if not stack or stack[-1] != _BRACKETS[sign]:
                return sign
            stack.pop()
    if stack:
        return stack[-1]
    return '"' if text.count('"') % 2 else ""


def own_marks(text: str, code: str) -> Iterator[tuple[str, str]]:
    """What is amiss with the marks that only this language has: (what is wrong, what to do)."""
    language = code.split("_")[0]
    if language == "es":
        outside = re.sub(r"\([^()]*\)", "", _QUOTED.sub("", text))
        for sign, first in (("?", "¿"), ("!", "¡")):
            if outside.count(sign) != outside.count(first):
                yield f"There are {outside.count(first)} {first} and {outside.count(sign)} {sign}.", f"Open with {first}."
    elif language == "fr":
        found = _FRENCH_QUOTES.search(text) or _FRENCH.search(_QUOTED.sub("", text))  # what is quoted may be English
        if found:
            yield f"“{found[0].strip()}” has no hard space beside it.", "Put U+202F or U+00A0 before : ; ! ? » and after «."
    elif language == "zh":
        found = _CHINESE.search(text)
        if found:
            yield f"“{found[0]}” is the Latin mark.", "Use 。，：；？！."


def columns(text: str) -> int:
    """How wide a text is: a wide letter counts two, a mark over a letter nothing."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def denies(text: str, code: str) -> bool:
    """True if a word that denies stands in the text, or the language's are not known."""
    pattern = _DENIES.get(code.split("_")[0])
    return pattern is None or pattern.search(text.casefold().replace("’", "'")) is not None


def denials(text: str, code: str) -> set[str]:
    """The words of a text that deny, in small letters; none where the language's are not known."""
    language, text = code.split("_")[0], text.casefold().replace("’", "'")
    if language == "en":
        return {word for word in re.findall(r"[\w']+", text) if word in DENIALS or word.endswith("n't")}
    return set(_DENIES[language].findall(text)) if language in _DENIES else set()


def _compiled(words: str, language: str) -> re.Pattern[str]:
    if language == "zh":
        return re.compile("|".join(words.split()))
    forms = "|".join(re.escape(word).replace(r"\*", r"\w{0,20}") for word in words.casefold().split())
    joined = "[وف]?" if language == "ar" else ""
    return re.compile(rf"(?<!\w){joined}(?:{forms})(?!\w)")


_DENIES = {language: _compiled(words, language) for language, words in _DENY.items()}
