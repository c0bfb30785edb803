"""The rules that advise: what is often a slip in a translation, and sometimes meant.

In:    a Voice (a locale with its catalogs and glossary), the site's messages and pages.
Out:   warnings at the line of the catalog's entry.
Never: refuses a string, mends one, speaks of an entry that is not shown; reads files.

A rule over one entry is a generator whose docstring is the rule and whose name is the rule's; it yields (what is wrong, what to
do). A translators' comment `# lantern: ignore=rule-name` silences it for one entry. docs/checks.md lists them all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ..document import inline
from ..document.inline import Reading
from ..message import Message
from . import glossary, numbers, punctuation, refuse
from .glossary import TermMatcher

_ACRONYM = re.compile(r"(?<![\w-])[A-Z][A-Z0-9]*[A-Z][A-Z0-9]*(?![\w-])")
_TRANSLATED_ACRONYMS = frozenset({"US", "USA", "AM", "PM", "OK", "ID", "TV", "UK", "EU", "UN", "PDF"})
_WORD = re.compile(r"[^\W\d_]+")
_DOUBLED = re.compile(r"(?<![\w'’-])([^\W\d_]{2,}) \1(?![\w'’-])", re.I)
_DOUBLED_RIGHTLY = {
    "fr": {"nous", "vous"},
    "ht": {"nan", "la", "li", "yo", "tou", "byen", "vit", "piti", "dousman", "menm", "youn", "ti"},
    "kea": {"faxi", "dretu", "logu"},
}
_DOUBLING = frozenset({"so", "vi"})  # languages that say a word twice to say “each” or “very”
_STEP_WORDS, _STEP_COLUMNS = 12, 90
_COLUMNS = {"page title": 64, "heading 2": 72, "page description": 170}
_SHORT_PHRASE, _SHORT_COLUMNS = 20, 44


@dataclass(frozen=True)
class Pair:
    """A message and the translation that is shown for it."""

    message: Message
    text: str
    code: str
    terms: tuple[TermMatcher, ...]
    is_step: bool
    source_code: str = "en"

    @property
    def source(self) -> str:
        """The message's text."""
        return self.message.text

    @cached_property
    def read(self) -> Reading:
        """What readers get of the translation."""
        return refuse.reading(self.text, inline.is_markup(self.message.kind))

    @cached_property
    def source_read(self) -> Reading:
        """What readers get of the source."""
        return refuse.reading(self.source, inline.is_markup(self.message.kind))

    @property
    def words(self) -> str:
        """The translation's prose."""
        return self.read.prose

    @property
    def source_words(self) -> str:
        """The source's prose."""
        return self.source_read.prose


Advice = Iterator[tuple[str, str]]
Rule = Callable[[Pair], Advice]


# ---- rules over one entry


def _term(pair: Pair) -> Advice:
    """A term of the glossary is said in one of its accepted forms."""
    source, text = glossary.folded(pair.source_read.whole), glossary.folded(pair.read.whole)
    for one in pair.terms:
        if one.stands_in(source) and one.missing(text):
            yield f"“{one.id}” is said in no accepted form.", f"The glossary says: {' / '.join(one.said.say[:3])}."


def _emphasis(pair: Pair) -> Advice:
    """As many **strong** and *emphasised* parts as the source has."""
    wanted, found = punctuation.emphasis(pair.source), punctuation.emphasis(pair.text)
    if pair.message.kind != "phrase" and wanted != found:
        yield f"The marks of weight differ: {found} here, {wanted} in the source.", "Put ** and * on the words that carry it."


def _edge_space(pair: Pair) -> Advice:
    """Begins and ends with the same white space as the source."""
    for one, other in ((pair.text, pair.source), (pair.text[::-1], pair.source[::-1])):
        if one[: len(one) - len(one.lstrip())] != other[: len(other) - len(other.lstrip())]:
            yield "It begins or ends with white space, unlike the source.", "Take the space out, or put it in."
            return


def _end_mark(pair: Pair) -> Advice:
    """Ends with the same mark as the source (full stop, colon, question mark …), in the language's own form."""
    if pair.source.rstrip().endswith("}") or pair.text.rstrip().endswith("}"):
        return  # a value ends it
    wanted, found = punctuation.end(pair.source_words), punctuation.end(pair.words)
    quoted = not found and pair.source_words.rstrip()[-1:] in {"”", '"'}  # the stop inside quotation marks is an English habit
    if wanted != found and not quoted:
        yield f"It ends with {found or 'no mark'}, the source with {wanted or 'no mark'}.", "End it as the source ends."


def _own_marks(pair: Pair) -> Advice:
    """The marks of the language: ¿ ¡ in Spanish, hard spaces before : ; ! ? and inside « » in French, 。 ， in Chinese."""
    yield from punctuation.own_marks(pair.words, pair.code)


def _doubled_word(pair: Pair) -> Advice:
    """No word twice in a row, where the source has none and the language does not do so."""
    for found in _DOUBLED.finditer(pair.words) if pair.code not in _DOUBLING else ():
        if found[1].casefold() not in _DOUBLED_RIGHTLY.get(pair.code, ()) and not _DOUBLED.search(pair.source_words):
            yield f"“{found[1]}” stands twice in a row.", "Take one out."


def _double_space(pair: Pair) -> Advice:
    """No two spaces in a row; two before a line break are a break on the page."""
    if re.search(r"(?<=\S) {2,}(?=\S)", pair.text) and not re.search(r"(?<=\S) {2,}(?=\S)", pair.source):
        yield "There are two spaces in a row.", "Take one out."


def _unbalanced(pair: Pair) -> Advice:
    """Brackets and quotation marks open and close, where those of the source do."""
    odd = punctuation.unbalanced(pair.words)
    if odd and not punctuation.unbalanced(pair.source_words):
        yield f"{odd} has no counterpart.", "Open or close it."


def _kashida(pair: Pair) -> Advice:
    """No letters drawn out with kashida: search does not find such words."""
    if re.search("(?<=[\u0621-\u064a])\u0640+(?=[\u0621-\u064a])", pair.words):  # بـ before a foreign name is right
        yield "A word is drawn out with kashida (U+0640).", "Write it without."


def _acronym(pair: Pair) -> Advice:
    """The acronyms of the source stand in the translation: people look for them on papers and doors."""
    have = set(_ACRONYM.findall(re.sub(r"(?<=[A-Z0-9])(?=[^\x00-\x7f])|[-'’]", " ", pair.words)))
    source = set(_ACRONYM.findall(pair.source_words)) - _TRANSLATED_ACRONYMS
    lost = sorted(one for one in source - have if one not in pair.words)
    if lost:
        yield f"{', '.join(lost)} is lost.", "Keep it, with an explanation beside it if need be."


def _negation(pair: Pair) -> Advice:
    """Where the source says not, never or no, the translation has a word of denial, as far as Lantern knows the language's."""
    if punctuation.denies(pair.source_words, pair.source_code) and not punctuation.denies(pair.words, pair.code):
        yield "The source denies something; no “not” is found here.", "See whether the sentence still says the same."


def _half_day(pair: Pair) -> Advice:
    """Morning stays morning: hours before and after noon come in the order of the source, or on a clock of 24 hours."""
    if not numbers.halves(pair.source_words, pair.words, pair.code, pair.source_code):
        yield "Hours before and after noon differ from the source.", "Compare each hour with the source."


def _shorter(pair: Pair) -> Advice:
    """A text of several sentences has as many as the source, or more."""
    wanted, found = punctuation.sentences(pair.source_words), punctuation.sentences(pair.words)
    if wanted > max(1, found):
        yield f"The source has {wanted} sentences, the translation {found}.", "See whether one is missing."


def _english_left(pair: Pair) -> Advice:
    """No three words of the source in a row, outside quotation marks and brackets."""
    bare = refuse.unquoted(pair.words)
    copied = f" {' '.join(_WORD.findall(bare))} "
    words = _WORD.findall(refuse.unquoted(pair.source_words))
    for three in zip(words, words[1:], words[2:], strict=False):
        if all(word.islower() for word in three) and f" {' '.join(three)} " in copied:
            yield f"“{' '.join(three)}” is the source's.", "Translate it, or put it in quotation marks or brackets."
            return


def _overflow(pair: Pair) -> Advice:
    """Fits its place: steps of up to 12 words 90 columns, titles 64, headings 72, short buttons 44; a wide letter counts two."""
    width, kind = punctuation.columns(pair.words.strip()), pair.message.kind
    most = _COLUMNS.get(kind)
    if pair.is_step and len(pair.source_words.split()) <= _STEP_WORDS:
        most = _STEP_COLUMNS
    elif kind == "phrase" and punctuation.columns(pair.source) <= _SHORT_PHRASE:
        most = _SHORT_COLUMNS
    if most and width > most:
        yield f"It is {width} columns wide; its place holds {most}.", "Shorten it."


def _copied(pair: Pair) -> Advice:
    """A short text of small letters is not the source's own, letter for letter."""
    if pair.text == pair.source and sum(1 for word in _WORD.findall(pair.words) if len(word) > 3 and word.islower()) >= 2:
        yield "The text is the source's.", "Translate it."


RULES: tuple[Rule, ...] = (
    *(_term, _emphasis, _edge_space, _end_mark, _own_marks, _doubled_word, _double_space, _unbalanced, _kashida),
    *(_acronym, _negation, _half_day, _shorter, _english_left, _overflow, _copied),
)


# ---- rules over a whole catalog


def reused(pairs: Iterable[Pair]) -> Iterator[tuple[Message, str, str]]:
    """Two messages that differ in a number, a fact or a “not” do not have the same translation."""
    groups: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        groups[pair.text].append(pair)
    for group in groups.values():
        first = group[0]
        for other in group[1:]:
            if _told_facts(first) != _told_facts(other):
                said = f"“{first.source[:60]}” has the same translation, and says something else."
                yield other.message, said, "See which of the two is right."


def _told_facts(pair: Pair) -> tuple[object, ...]:
    """What must not be the same by accident: numbers, facts, denials, what one may and may not."""
    text = pair.source
    held = punctuation.denials(text, pair.source_code) | set(re.findall(r"\b(?:must|may|cannot)\b", text.lower()))
    return (re.findall(r"\d+", text), inline.FACT.findall(text), held)
