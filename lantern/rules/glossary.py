"""locales/glossary.toml: the words that decide a door, in every language.

In:    the text of the file.
Out:   Terms, or Problems with their lines; which terms a message holds, and what a translation does with them.
Never: reads the file itself, mends a text.

Both sides are compared without emphasis, case, and the vowel marks of Arabic; the English is matched as whole words, with
citations and the addresses of links left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ..content import toml
from ..problem import Problem, error

PATH = "locales/glossary.toml"

_KEYS = {"en": list, "official": str, "note": str}
_SAID_KEYS = {"say": list, "avoid": list, "status": str}
_CODE = re.compile(r"[a-z]{2,3}(?:_[A-Za-z]{2,4})?")
_ASIDE = re.compile(r"\[\^[^\[\]]*\]|(?<=\])\([^()]*\)")
_MARKS = re.compile("[*\u064b-\u0652\u0670]")
_CHINESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Wording:
    """A term in one language.

    say:    the accepted forms, the preferred one first; `*` stands for any letters within a word.
    avoid:  words that mislead, never to be used for this term.
    status: "constructed" where nobody has been seen to use the words; else "".
    """

    say: tuple[str, ...]
    avoid: tuple[str, ...]
    status: str = ""
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One term: its English phrases, what an officer must recognise of it, and what each language says."""

    id: str
    en: tuple[str, ...]
    official: str
    note: str
    said: Mapping[str, Wording]
    line: int = field(default=1, compare=False)


Glossary = tuple[Term, ...]


@dataclass(frozen=True, slots=True, eq=False)
class TermMatcher:
    """A term in one language, made ready to be looked for."""

    id: str
    official: str
    said: Wording
    _source: re.Pattern[str]
    _say: re.Pattern[str] | None
    _avoid: re.Pattern[str] | None

    def stands_in(self, source: str) -> bool:
        """True if a message holds the term; `source` is plain()."""
        return self._source.search(source) is not None

    def missing(self, text: str) -> bool:
        """True if none of the accepted forms stands in the translation, as plain()."""
        return self._say is not None and self._say.search(text) is None

    def misled(self, text: str) -> str:
        """The first word to avoid that stands in the translation, as plain(); "" for none."""
        found = self._avoid.search(text) if self._avoid else None
        return found[0] if found else ""


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """A text of Markdown as terms are looked for in it."""
    return folded(_ASIDE.sub("", text))


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """A text as readers get it (blocks.reading), as terms are looked for in it."""
    return _MARKS.sub("", text).casefold().replace("’", "'").replace("\u00a0", " ")


@lru_cache(maxsize=8)
def parse(text: str, name: str = PATH) -> tuple[Glossary, tuple[Problem, ...]]:
    """The terms of the file, and its faults; a faulty term is left out."""
    table, faults = toml.load_toml(text, name)
    if table is None:
        return (), faults
    lines = toml.key_lines(text)
    terms, problems = [], []
    for term_id, value in table.items():
        found = _faults(term_id, value, name, lines)
        problems += found
        if not found:
            terms.append(_term(term_id, value, lines))
    return tuple(terms), tuple(problems)


def _faults(term_id: str, value: Any, name: str, lines: Mapping[str, int]) -> list[Problem]:
    inside = toml.dotted(term_id)
    line = lines.get(inside, 1)
    if not isinstance(value, dict):
        return [error(name, line, "wrong-type", f"“{term_id}” must be a table.", f"Write [{term_id}] with en = [ ] below it.")]
    own = {key: one for key, one in value.items() if not isinstance(one, dict)}
    faults = toml.check_keys(own, _KEYS, name, lines, inside=inside)
    if not _words(value.get("en")) or not value["en"]:
        hint = 'Write en = ["…"], the phrases of the English text.'
        faults.append(error(name, lines.get(f"{inside}.en", line), "missing-key", f"[{term_id}] has no English phrases.", hint))
    for code, said in value.items():
        if isinstance(said, dict):
            faults += _said_faults(toml.dotted(term_id, code), code, said, name, lines)
    return faults


def _said_faults(inside: str, code: str, said: Mapping[str, Any], name: str, lines: Mapping[str, int]) -> list[Problem]:
    line = lines.get(inside, 1)
    if not _CODE.fullmatch(code):
        return [error(name, line, "unknown-key", f"“{code}” is no language.", "Write it as in es, pt_BR, zh_Hant.")]
    faults = toml.check_keys(said, _SAID_KEYS, name, lines, inside=inside)
    for key in ("say", "avoid"):
        if not _words(said.get(key, [])):
            where = lines.get(f"{inside}.{key}", line)
            faults.append(error(name, where, "wrong-type", f"“{key}” is a list of words in quotes.", "None of them is empty."))
    if not said.get("say"):
        faults.append(error(name, line, "missing-key", f"[{inside}] has no “say”.", "Give at least one accepted form."))
    if said.get("status", "constructed") != "constructed":
        where = lines.get(f"{inside}.status", line)
        faults.append(error(name, where, "wrong-type", "“status” is “constructed” or left out.", "Mend it, or take it out."))
    return faults


def _words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one.strip(" *") for one in value)


def _term(term_id: str, value: Mapping[str, Any], lines: Mapping[str, int]) -> Term:
    inside = toml.dotted(term_id)
    said = {
        code: Wording(tuple(one["say"]), tuple(one.get("avoid", ())), one.get("status", ""), lines.get(f"{inside}.{code}", 1))
        for code, one in value.items()
        if isinstance(one, dict)
    }
    line = lines.get(inside, 1)
    return Term(term_id, tuple(value["en"]), value.get("official", ""), value.get("note", ""), said, line)


def make_matchers(terms: Glossary, code: str, *, source: str = "en") -> tuple[TermMatcher, ...]:
    """The terms that the glossary has in a language, ready to be looked for in texts of the source's language."""
    found = []
    for term in terms:
        said, phrases = _said_in(term, code), _phrases(term, source)
        if said and phrases:
            say = _any([_form(form) for form in said.say])
            found.append(
                TermMatcher(term.id, term.official, said, _any(phrases), say, _any([_whole(word) for word in said.avoid]))
            )
    return tuple(found)


def _said_in(term: Term, code: str) -> Wording | None:
    """A term in a language; in English its phrases are the accepted forms, where the file says nothing else."""
    return term.said.get(code) or (Wording(term.en, ()) if code.split("_")[0] == "en" else None)


def _phrases(term: Term, source: str) -> list[str]:
    """The term as a source text has it, as patterns."""
    if source.split("_")[0] == "en":
        return [rf"(?<!\w){re.escape(plain(phrase))}(?!\w)" for phrase in term.en]
    said = term.said.get(source)
    return [rf"(?<!\w){_form(form)}(?!\w)" for form in said.say] if said else []


def told(terms: Glossary, code: str, source: str) -> list[tuple[str, str]]:
    """The terms that stand in a message, for a translator: the English, and what the language says first."""
    held = {one.id: one.said.say[0] for one in make_matchers(terms, code) if one.said.say and one.stands_in(plain(source))}
    return [(term.en[0], held[term.id]) for term in terms if term.id in held]


def traps(known: tuple[TermMatcher, ...]) -> tuple[str, ...]:
    """All the words to avoid, as plain(): most texts hold none of them, and are done with."""
    return tuple(dict.fromkeys(plain(word) for one in known for word in one.said.avoid))


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns) or r"(?!)")


def _form(form: str) -> str:
    """An accepted form as a pattern; a star is any letters within a word."""
    parts = [re.escape(plain(part)) for part in form.replace("**", "*").split("*")]
    return r"\w{0,24}".join(parts)  # a bound keeps the search linear


def _whole(word: str) -> str:
    """A word to avoid as a pattern: a whole word, but in Chinese, which has no spaces, any place."""
    found = re.escape(plain(word))
    return found if _CHINESE.search(word) else rf"(?<!\w){found}(?!\w)"
