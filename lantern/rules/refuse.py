"""What a translation may not change: the rules that refuse a string.

In:    a message, the text a catalog gives for it, and what is known of the language.
Out:   None, or the rule it breaks with what is wrong and what to do.
Never: mends a text, reads a catalog. A refused string shows the source text, marked.

A rule is a function whose docstring is the rule and whose name is the rule's. It answers (what is wrong, what to do) or None.
The first that objects is told; each may count on those before it. docs/checks.md lists them all.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from .. import message
from ..document import inline
from ..document.inline import Reading
from ..message import Message
from . import glossary, numbers, scripts
from .glossary import Glossary, TermMatcher
from .numbers import Months, Speech

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_LENGTH = (400, 8)
"""A translation may have 400 characters, or 8 times the source's where that is more: longer ones are accidents or worse."""
_WORDS_COPIED = 4
"""From so many words that begin with a small letter a copied sentence is no name."""
_SCHEME = re.compile(r"(?:\]\(|\]:|<)\s*(javascript|vbscript|data|file|blob)\s*:|\b(javascript|vbscript)\s*:", re.I)
_QUOTED = re.compile(
    r"“[^“”]*”|«[^«»]*»|„[^„“”]*[“”]|「[^「」]*」|『[^『』]*』|\"[^\"]*\"|‘[^‘’]*’|\([^()]*\)|（[^（）]*）|\[[^\[\]]*\](?!\()"
)
_SENTENCE = re.compile(r"(?<=[.!?:;])[\s*_]+|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SIGN = re.compile(
    r"""
    # of a block, at the start of a line; and the marks that close a heading
      ^[ \t]*(?:\#{1,6}(?=\s)|>|[-+•·▪●◦‣](?=\s)|\d{1,3}[.)](?=\s)|:(?=\s)|[-=*_~:]{3,}[ \t]*$|\[[ xX!])
    | (?<=\s)\#+[ \t]*$
    # inside a line
    | \\ | \*+ | _{2,} | (?<!\w)_(?=\w) | (?<=\w)_(?!\w) | `+ | ~{2,} | ~(?=\S)[^~\n]{1,40}~ | ={2,} | \^ | \|
    | \[(?=[\[^!]) | \](?=[(:\[]) | !(?=\[)
    # of templates, of programs, of HTML
    | [{}] | \$\$ | %(?:\(\w{1,30}\))?[sd](?!\w) | <(?=[A-Za-z/!?%])
    | &(?:[A-Za-z][A-Za-z0-9]{1,31}|\#\d{1,7}|\#[xX][0-9A-Fa-f]{1,6});
    """,
    re.X | re.M,
)
"""Signs that mean something to Markdown, its dialects, HTML and templates, and nothing to a reader."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """The rule a translation breaks, in the words of a Problem."""

    rule: str
    text: str
    hint: str


@dataclass(frozen=True, eq=False)
class LanguageRules:
    """What the rules know of a language; make it by language().

    months: the names of each month.
    words:  its words of the glossary.
    kin:    it is the source's own, as another land writes it: whole sentences may stay.
    source: how the source's language writes numbers.
    """

    code: str = ""
    months: Months = ()
    words: tuple[TermMatcher, ...] = ()
    kin: bool = False
    source: Speech = numbers.SOURCE

    @cached_property
    def traps(self) -> tuple[str, ...]:
        """Every word to avoid."""
        return glossary.traps(self.words)


@lru_cache(maxsize=256)
def make_language_rules(
    code: str, months: Months = (), terms: Glossary = (), *, source: str = "en", source_months: Months = ()
) -> LanguageRules:
    """The one Language of these values: it is compared by identity, so that remembering refusals stays cheap."""
    kin = code.split("_")[0] == source.split("_")[0]
    spoken = Speech(source, source_months) if source_months else numbers.SOURCE
    return LanguageRules(code, months, glossary.make_matchers(terms, code, source=source), kin, spoken)


ANY = LanguageRules()
"""A language of which nothing is known."""


@dataclass(frozen=True)
class Case:
    """A message's text and a translation of it.

    is_phrase: it stands in the page's frame, where {name} is a placeholder.
    is_markup: it stands in a page's body, where marks are markup.
    """

    source: str
    text: str
    is_phrase: bool
    is_markup: bool
    language: LanguageRules

    @cached_property
    def read(self) -> Reading:
        """What readers get of the translation."""
        return reading(self.text, self.is_markup)

    @cached_property
    def source_read(self) -> Reading:
        """What readers get of the source."""
        return reading(self.source, self.is_markup)

    @property
    def words(self) -> str:
        """The translation's prose."""
        return self.read.prose

    @property
    def source_words(self) -> str:
        """The source's prose."""
        return self.source_read.prose


Answer = tuple[str, str] | None
Rule = Callable[[Case], Answer]


def refusal(message: Message, text: str, spoken: LanguageRules = ANY) -> Refusal | None:
    """Why `text` may not stand for `message` in this language, or None. Pure and memoised."""
    return _refusal(message.text, text, message.kind == "phrase", inline.is_markup(message.kind), spoken)


def name(rule: Callable[..., object]) -> str:
    """A rule's name, as Problems and docs/checks.md have it."""
    return rule.__name__.strip("_").replace("_", "-")


@lru_cache(maxsize=65536)
def _refusal(source: str, text: str, is_phrase: bool, is_markup: bool, spoken: LanguageRules) -> Refusal | None:
    case = Case(source, text, is_phrase, is_markup, spoken)
    for rule in RULES:
        answer = rule(case)
        if answer:
            return Refusal(name(rule), *answer)
    return None


def reading(text: str, is_markup: bool) -> Reading:
    """What readers get of a text, in a page's body or elsewhere."""
    return inline.reading(text) if is_markup else inline.plain_reading(text)


def _unsafe_character(case: Case) -> Answer:
    """No control characters, no overrides of direction, no isolate that stays open."""
    reason = message.unsafe(case.text)
    if not reason and "&" in case.text and not inline.too_complex(case.text):
        reason = message.unsafe(case.read.whole.replace(inline.OBJECT, " "))
    return (reason, "Type the text again without it.") if reason else None


def _too_long(case: Case) -> Answer:
    """No longer than 400 characters, or 8 times the source where that is more."""
    least, times = _LENGTH
    if len(case.text) <= max(least, times * len(case.source)):
        return None
    return f"The translation has {len(case.text)} characters, its source {len(case.source)}.", "Shorten it."


def _too_complex(case: Case) -> Answer:
    """No more brackets and marks than a sentence can need."""
    if not inline.too_complex(case.text):
        return None
    return "The translation has too many brackets and marks.", "Keep those of the source."


def _blank(case: Case) -> Answer:
    """Not white space alone, nor signs without a word."""
    if not case.text.strip():
        return "The translation has white space and nothing else.", "Translate it, or leave it empty."
    if _says(case.read.whole) or not _says(case.source_read.whole):
        return None
    return "The translation has signs and no word.", "Translate it, or leave it empty."


def _says(text: str) -> bool:
    """True if there is a letter that can be seen, a digit, or a value's place."""
    hidden = frozenset(scripts.invisible(text, "en"))
    return any(sign.isalnum() or sign in "{\ufffc" for sign in text if sign not in hidden)


def _literal_differs(case: Case) -> Answer:
    """The same telephone numbers, form numbers, e-mail and web addresses, digit by digit."""
    wanted, found = case.source_read.literals, case.read.literals
    if wanted == found:
        return None
    told = f"The numbers and addresses are {_said(found)}, not {_said(wanted)}."
    return told, "Copy them from the source, in its digits."


def _address_added(case: Case) -> Answer:
    """No address, host or @name that the source does not have, with whatever ending or disguise: evil.zip, evil [dot] org."""
    wanted = case.source_read.addresses
    strange = [found for found in case.read.addresses if found not in wanted]
    if not strange:
        return None
    return (
        f"“{strange[0]}” looks like an address that the source does not have.",
        "Take it out, or put a space after the full stop.",
    )


def _placeholder(case: Case) -> Answer:
    """In a phrase of the page's frame: the same {placeholders}."""
    wanted, found = sorted(PLACEHOLDER.findall(case.source)), sorted(PLACEHOLDER.findall(case.text))
    if not case.is_phrase or wanted == found:
        return None
    return f"The placeholders are {_said(found)}, not {_said(wanted)}.", "Copy them from the source."


def _mark(case: Case) -> Answer:
    """No mark such as {: .critical }: marks belong to the source."""
    if "{:" not in case.text:
        return None
    return "Marks such as “{: … }” belong to the source alone.", "Take it out of the translation."


def _scheme(case: Case) -> Answer:
    """No link or address of the kinds that run a program or carry a document: javascript, vbscript, data, file, blob."""
    found = _SCHEME.search(html.unescape(case.text))
    if not found or _SCHEME.search(html.unescape(case.source)):
        return None
    return f"“{found[1] or found[2]}:” may not stand in a link.", "Keep the addresses of the source."


def _fact_differs(case: Case) -> Answer:
    """The same {name.field} facts, as often as in the source."""
    if case.is_phrase or _same_shape(case):
        return None
    wanted, found = inline.shape(case.source).facts, inline.shape(case.text).facts
    return (
        None if wanted == found else (f"The facts are {_said(found)}, not {_said(wanted)}.", "Keep each {name.field} as it is.")
    )


def _citation_differs(case: Case) -> Answer:
    """The same [^citations], as often as in the source."""
    if case.is_phrase or _same_shape(case):
        return None
    wanted, found = inline.shape(case.source).citations, inline.shape(case.text).citations
    if wanted == found:
        return None
    return f"The sources are {_said(found)}, not {_said(wanted)}.", "Keep each [^mark] after its sentence."


def _link_differs(case: Case) -> Answer:
    """Links, pictures and reference labels lead where those of the source lead, and as many of them have a title."""
    if case.is_phrase or _same_shape(case):
        return None
    wanted, found = inline.shape(case.source), inline.shape(case.text)
    if wanted.links != found.links:
        return f"The links lead to {_said(found.links)}, not {_said(wanted.links)}.", "Keep the addresses in ( )."
    if wanted.titles == found.titles:
        return None
    said = f"{found.titles} links or pictures have a title, not {wanted.titles}."
    return said, 'Keep the titles ("…" behind an address) of the source.'


def _raw_html(case: Case) -> Answer:
    """No HTML that the source does not have."""
    if case.is_phrase or _same_shape(case):
        return None
    wanted, found = inline.shape(case.source).tags, inline.shape(case.text).tags
    return f"The HTML is {_said(found)}, not {_said(wanted)}.", "Use Markdown only."


def _code(case: Case) -> Answer:
    """The same `code`."""
    if case.is_phrase:
        return None
    wanted, found = inline.code(case.source), inline.code(case.text)
    return None if wanted == found else (f"The code is {_said(found)}, not {_said(wanted)}.", "Copy what stands between ` and `.")


def _sign(case: Case) -> Answer:
    """No sign of markup that readers would see and the source does not show: a backslash, # or - at the start, ~~, ==, { }."""
    wanted, found = _signs(case.source_read, case.is_phrase), _signs(case.read, case.is_phrase)
    strange = [sign for sign in found if sign not in wanted]
    if not strange:
        return None
    return (
        f"Readers would see the sign “{strange[0]}”, which the source does not show.",
        "Take it out; the block is the source's.",
    )


def _signs(read: Reading, is_phrase: bool) -> list[str]:
    spread = "\n".join((*read.asides, read.bare))
    if is_phrase:
        spread = PLACEHOLDER.sub(inline.OBJECT, spread)
    return [sign if len(set(sign)) > 1 else sign[0] for match in _SIGN.finditer(spread) if (sign := match[0].strip())]


def _confusable(case: Case) -> Answer:
    """No word that mixes Latin letters with those of another script, no look-alike of an acronym, no wide or circled signs."""
    words, source = case.words, case.source_words
    found = (*scripts.wide(words), *scripts.mixed(words), *scripts.twins(words, source))
    known = {*_WORD.findall(source), *scripts.mixed(source)}
    strange = [word for word in found if word not in (known if len(word) < 3 and word.isascii() else source)]
    if not strange:
        return None
    return f"“{strange[0]}” holds letters that only look right.", "Type it again on the keyboard of its own language."


def _invisible(case: Case) -> Answer:
    """No letters that nobody sees (zero-width space, soft hyphen), unless the script needs them."""
    source = case.source_read.whole
    found = [letter for letter in scripts.invisible(case.read.whole, case.language.code) if letter not in source]
    return (f"There is an invisible U+{ord(found[0]):04X}.", "Type the text again without it.") if found else None


def _figures(case: Case) -> Answer:
    """Every number, date and time of the source and no other, in the digits 0 to 9; a month may be a name or a number."""
    own = case.language
    found = numbers.difference(case.source_words, case.words, own.months, code=own.code, spoken=own.source)
    if not found:
        return None
    hint = "Copy dates, times and numbers from the source, in its digits."
    if not found.lost:
        return f"The source does not have {_said(found.added)}.", hint
    return f"{_said(found.lost)} of the source is missing; the translation has {_said(found.added)} in excess.", hint


def _currency(case: Case) -> Answer:
    """No other money than the source's: $ does not turn into € or pesos."""
    wanted = numbers.currencies(case.source_words)
    strange = [found for found in numbers.currencies(case.words) if found not in wanted]
    if not strange:
        return None
    return f"The amount is in {strange[0]}, not {_said(wanted)}.", "Keep the source's money; its name may be translated."


def _wrong_script(case: Case) -> Answer:
    """Letters of the language's own script, of Latin names, or of the source; Traditional and Simplified are not mixed."""
    code, words = case.language.code, case.words
    strange = [letter for letter in scripts.foreign(words, code) if letter not in case.source_read.whole]
    if strange:
        said = f"“{strange[0]}” is a letter of another script ({scripts.script(strange[0])})."
        return said, "Type the word in the letters of the language."
    other = [letter for letter in scripts.other_chinese(words, code) if letter not in case.source]
    if other:
        return f"“{''.join(other[:5])}” belongs to the other Chinese script.", "Write it in the script of this catalog."
    if scripts.has_own(words, code) or len(_WORD.findall(words)) <= 3 or not any(map(str.islower, _WORD.findall(words))):
        return None
    return "There is not one letter of the language's own script.", "Translate it; only names may stay in Latin letters."


def _untranslated(case: Case) -> Answer:
    """No sentence of the source stands as it is; words in quotation marks or brackets may, and so may names."""
    if case.language is ANY or case.language.kin:
        return None
    bare = unquoted(case.words)
    copied = f" {' '.join(_WORD.findall(bare))} "
    for sentence in _SENTENCE.split(unquoted(case.source_words)):
        found = _WORD.findall(sentence)
        if sum(1 for word in found if word[0].islower()) >= _WORDS_COPIED and f" {' '.join(found)} " in copied:
            return f"“{sentence.strip()}” is not translated.", "Translate it; put words to be said in English in quotation marks."
    return None


def unquoted(text: str) -> str:
    """A text without what stands in quotation marks or brackets: there the source's language may stand."""
    return _QUOTED.sub(" … ", text)


def _avoid(case: Case) -> Answer:
    """No word that the glossary says to avoid for a term of the source."""
    if not case.language.words:
        return None
    text = glossary.folded(case.read.whole)
    if not any(word in text for word in case.language.traps):
        return None
    source = glossary.folded(case.source_read.whole)
    for one in case.language.words:
        misled = one.misled(text)
        if misled and one.stands_in(source):
            return f"“{misled}” misleads for “{one.id}”.", f"The glossary says: {' / '.join(one.said.say[:3])}."
    return None


RULES: tuple[Rule, ...] = (
    *(_unsafe_character, _too_long, _too_complex, _blank, _literal_differs, _address_added, _placeholder, _mark, _scheme),
    *(_fact_differs, _citation_differs, _link_differs, _raw_html, _code, _sign),
    *(_invisible, _confusable, _figures, _currency, _wrong_script, _untranslated, _avoid),
)


def _same_shape(case: Case) -> bool:
    """True if facts, citations, links and tags are the source's; the parser's answers are remembered."""
    return inline.shape(case.source) == inline.shape(case.text)


def _said(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(names) or "none"
