"""The rules that advise, asked of one language: warnings at the line of the catalog's entry.

In:    a Translator, the site's messages and pages.
Out:   Problems of level warning; none for an entry whose translators' comment says `lantern: ignore=rule-name`.
Never: refuses a string, speaks of an entry that is not shown.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from ..content.pages import Page
from ..document import markdown
from ..locales import languages
from ..locales.po import Key
from ..message import SHOWN, Message
from ..problem import Problem, warning
from ..rules import glossary, refuse
from ..rules.advise import RULES, Pair, reused
from .translator import Translator

_IGNORE = re.compile(r"lantern: ignore=([a-z-]+(?:[ ,]+[a-z-]+)*)\s*\Z")
_LINK = re.compile(r"\[[^\[\]^][^\[\]]*\]\([^()]*\)")


def check(translator: Translator, messages: Sequence[Message], pages: Sequence[Page]) -> tuple[Problem, ...]:
    """Everything that is advised for one locale."""
    if translator.tongue.is_source:
        return ()
    steps = {key for page in pages for key in _steps(page)}
    code, terms = translator.tongue.locale.code, translator.rules.words
    pairs = [
        Pair(message, said.text, code, terms, message.key in steps, translator.source.code)
        for message in messages
        if (said := translator.look_up(message)).text is not None and said.state in SHOWN
    ]
    found = [_told(translator, pair.message, rule, *advice) for pair in pairs for rule in RULES for advice in rule(pair)]
    found += [_told(translator, message, reused, *advice) for message, *advice in reused(pairs)]
    found += [_told(translator, message, _inconsistent, *advice) for message, *advice in _inconsistent(translator, messages)]
    found += [_told(translator, message, _official, *advice) for message, *advice in _official(translator, pages)]
    found += [_told(translator, message, _two_things, *advice) for message, *advice in _two_things(translator, pages)]
    return (*(one for one in found if one), *_plurals(translator))


def _told(translator: Translator, message: Message, rule: Callable[..., object], text: str, hint: str) -> Problem | None:
    """The warning, unless a translator has silenced the rule at this entry."""
    name = refuse.name(rule)
    _, entry = translator.tongue.entries[message.key]
    silent = {one for comment in entry.comments if (found := _IGNORE.search(comment)) for one in re.split("[ ,]+", found[1])}
    return None if name in silent else warning(*translator.tongue.where(message), name, text, hint)


def _steps(page: Page) -> Iterator[tuple[str | None, str]]:
    """The keys of a page's messages that are steps."""
    parsed = markdown.parse(page.body)
    for element in parsed.tree.iter():
        if "steps" in (element.get("class") or "").split() and element.get("slot"):
            yield parsed.messages[int(element.get("slot", "0"))].key


def _inconsistent(translator: Translator, messages: Iterable[Message]) -> Iterator[tuple[Message, str, str]]:
    """Two catalogs of one language do not translate one message in two ways."""
    if len(translator.tongue.catalogs) < 2:
        return
    said: dict[tuple[str | None, str], dict[tuple[str, ...], str]] = defaultdict(dict)
    for one in translator.tongue.catalogs:
        for entry in one.entries:
            if not entry.obsolete and not entry.fuzzy and any(entry.strings):
                said[entry.key].setdefault(entry.strings, f"{one.path}:{entry.line}")
    for message in messages:
        if len(said.get(message.key, ())) > 1:
            where = " and ".join(said[message.key].values())
            yield message, f"It is translated in two ways: {where}.", "Keep one of the two."


def _official(translator: Translator, pages: Iterable[Page]) -> Iterator[tuple[Message, str, str]]:
    """On each page with such a term (links apart) the English that an officer must recognise stands at least once."""
    for one in translator.rules.words:
        phrase = glossary.plain(one.official)
        for page in pages if phrase else ():
            held = [message for message in page.messages() if one.stands_in(glossary.plain(_LINK.sub("", message.text)))]
            shown = [
                said.text for message in page.messages() if (said := translator.look_up(message)).text and said.state in SHOWN
            ]
            told = [message for message in held if translator.look_up(message).state in SHOWN]
            if told and not any(phrase in glossary.plain(text or "") for text in shown):
                yield told[0], f"{page.path} never says “{one.official}”.", f"Put ({one.official}) behind the term once."


# What stands before a term in brackets, and the term: words in small letters, for acronyms and names stand behind many.
_BRACKETED = re.compile(r"([^()（）\n]{1,80})[(（]([A-Za-z][A-Za-z' \u2019-]{0,60}[a-z])[)）]")
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+")
_NEAR = 6
"""So many words before the brackets can be those that the term stands for."""


def _two_things(translator: Translator, pages: Iterable[Page]) -> Iterator[tuple[Message, str, str]]:
    """On one page a term of the source in brackets stands behind the same word each time, or one like it."""
    warned: set[Key] = set()
    for page in pages:
        first: dict[str, str] = {}
        for message in page.messages():
            said = translator.look_up(message)
            if said.text is None or said.state not in SHOWN:
                continue
            for before, bracketed in _BRACKETED.findall(said.text):
                term = " ".join(bracketed.casefold().split())
                if not re.search(rf"\b{re.escape(term)}", message.text.casefold()):
                    continue
                earlier = first.setdefault(term, before)
                if message.key not in warned and not _are_alike(earlier, before):
                    warned.add(message.key)
                    text = f"{page.path} has ({bracketed}) behind “{_end(earlier)}” and behind “{_end(before)}”."
                    yield message, text, "Say it with one word, or take the English away from what is another thing."


def _end(text: str) -> str:
    text = " ".join(text.split()).strip('“”«»„"* ')
    return text if len(text) <= 30 else f"…{text[-30:]}"


def _are_alike(one: str, other: str) -> bool:
    """True if the words at the end of two texts share one, in whatever form; short words say nothing."""
    ends = [[word.casefold() for word in _WORD.findall(text)][-_NEAR:] for text in (one, other)]
    if not all(ends) or ends[0][-1] == ends[1][-1]:
        return True
    return any(_is_form(word, wanted) for word in ends[0] for wanted in ends[1])


def _is_form(word: str, other: str) -> bool:
    if word == other:
        return len(word) > 3 or not word.isascii()
    return min(len(word), len(other)) > 3 and SequenceMatcher(None, word, other).ratio() >= 0.6


def _plurals(translator: Translator) -> Iterator[Problem]:
    """The header's Plural-Forms are those that Babel knows for the language."""
    code = translator.tongue.locale.code
    wanted = re.match(r"nplurals=(\d+)", languages.plural_forms(code))
    for one in translator.tongue.catalogs:
        found = re.match(r"\s*nplurals\s*=\s*(\d+)", one.headers.get("Plural-Forms", ""))
        if found and wanted and found[1] != wanted[1]:
            text = f"The header has {found[1]} plural forms; {code} has {wanted[1]}."
            yield warning(one.path, one.header.line or 1, "plurals", text, f"Write: {languages.plural_forms(code)}")


OVER_ALL: tuple[Callable[..., object], ...] = (reused, _inconsistent, _official, _two_things, _plurals)
