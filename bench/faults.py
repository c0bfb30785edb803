"""Planted faults: how many of the slips that translators and machines make do the rules catch?

In:    a site with catalogs (default: this checkout; --root DIR), a seed.
Out:   a table: kind of fault, how many were planted, refused, warned of, and caught in all; with --write, docs/checks.md follows.
Never: changes a catalog; the same seed and catalogs give the same table.

A kind is a function whose docstring is its name in the table: (a random generator, a case) -> the broken text, or None where
this entry cannot have the fault. What is planted is compared with what the rules say of the sound text.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from lantern.content import checks
from lantern.document import inline
from lantern.editions import advice as advice_module
from lantern.editions.translator import Translator
from lantern.message import SHOWN, Message
from lantern.rules import advise, numbers, punctuation, refuse, scripts
from lantern.rules.glossary import plain
from lantern.site import read_site

EACH = 30
"""So many faults of a kind are planted in a language, where there are so many places for it."""
SEED = 20260205
DOC = ROOT / "docs" / "checks.md"


@dataclass(frozen=True)
class Case:
    """A sound translation, and the others of its language."""

    message: Message
    text: str
    translator: Translator
    others: Sequence[tuple[Message, str]]

    @property
    def code(self) -> str:
        return self.translator.tongue.locale.code

    @property
    def source(self) -> str:
        return self.message.text


Kind = Callable[[random.Random, Case], "str | None"]


def swapped_fact(rng: random.Random, case: Case) -> str | None:
    """number of another organisation"""
    return _sub(rng, r"\{([a-z0-9_]+)\.phone\}", case.text, lambda m: "{other.phone}")


def lost_fact(rng: random.Random, case: Case) -> str | None:
    """number or address dropped"""
    return _sub(rng, r"\{[a-z0-9_]+\.[a-z]+\}", case.text, lambda m: "")


def typed_number(rng: random.Random, case: Case) -> str | None:
    """number typed instead of the fact"""
    return _sub(rng, r"\{([a-z0-9_]+)\.phone\}", case.text, lambda m: f"617-555-01{rng.randrange(10, 99)}")


def changed_digit(rng: random.Random, case: Case) -> str | None:
    """digit of a number changed (short numbers, counts, ages)"""
    if re.search(r"\d(?::\d\d)? [ap]m|(?:January|February|March|May|June|July|September|December)\b", case.source):
        return None
    return _sub(rng, r"(?<![-\w^\[(#.{])\d+(?![\w\]])", case.text, lambda m: _other(rng, m[0]))


def dropped_number(rng: random.Random, case: Case) -> str | None:
    """number dropped"""
    return _sub(rng, r"(?<![-\w^\[(#.{])\d+(?![\w\]])", case.text, lambda m: "")


def changed_date(rng: random.Random, case: Case) -> str | None:
    """day or year of a date changed"""
    if not re.search(r"(?:January|February|March|May|June|July|September|December)\b", case.source):
        return None
    return _sub(rng, r"(?<![-\w^\[(#.{])\d+(?![\]])", case.text, lambda m: _other(rng, m[0]))


def changed_month(rng: random.Random, case: Case) -> str | None:
    """month changed"""
    months = case.translator.rules.months
    named = [(name, number) for number, names in enumerate(months) for name in names]
    for name, number in rng.sample(named, len(named)):
        if len(name) > 2 and re.search(r"\b" + re.escape(name) + r"\b", case.text) and re.search(r"\d{4}", case.source):
            return case.text.replace(name, months[(number + 1 + rng.randrange(10)) % 12][0])
    return None


def changed_time(rng: random.Random, case: Case) -> str | None:
    """hour changed"""
    if not re.search(r"\d(?::\d\d)? [ap]m", case.source):
        return None
    return _sub(rng, r"(?<![-\w:])\d{1,2}(?!\d)(?=[:\s.hè点點時时])", case.text, lambda m: str((int(m[0]) + 1) % 12 + 1))


def changed_half(rng: random.Random, case: Case) -> str | None:
    """morning and afternoon swapped"""
    halves = {"a. m.": "p. m.", "am": "pm", "صباحاً": "مساءً", "上午": "下午", "sáng": "tối", "da manhã": "da noite"}
    halves |= {"du matin": "du soir", "nan maten": "diswa", " am": " pm"}
    for before, after in halves.items():
        if before in case.text and re.search(r"\d(?::\d\d)? am", case.source):
            return case.text.replace(before, after, 1)
    return None


def other_digits(rng: random.Random, case: Case) -> str | None:
    """digits of another script"""
    digits = rng.choice(["٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９"])
    return _sub(rng, r"(?<![-\w^\[(#.{])\d+(?![\w\]])", case.text, lambda m: "".join(digits[int(one)] for one in m[0]))


def changed_form(rng: random.Random, case: Case) -> str | None:
    """form number changed"""
    return _sub(rng, r"\bI-20[05]", case.text, lambda m: "I-205" if m[0] == "I-200" else "I-200")


def added_host(rng: random.Random, case: Case) -> str | None:
    """web address added"""
    return f"{case.text} any-help.org" if rng.random() < 0.2 else None


def added_email(rng: random.Random, case: Case) -> str | None:
    """e-mail address added"""
    return f"{case.text} help@any-help.org" if rng.random() < 0.2 else None


def lost_citation(rng: random.Random, case: Case) -> str | None:
    """source dropped"""
    return _sub(rng, r"\[\^[\w-]+\]", case.text, lambda m: "")


def swapped_citation(rng: random.Random, case: Case) -> str | None:
    """source swapped for another"""
    return _sub(rng, r"\[\^[\w-]+\]", case.text, lambda m: "[^other]")


def changed_link(rng: random.Random, case: Case) -> str | None:
    """link leads elsewhere"""
    return _sub(rng, r"\]\(([^()]+)\)", case.text, lambda m: "](index.md)" if "index" not in m[1] else "](about.md)")


def script_link(rng: random.Random, case: Case) -> str | None:
    """link runs a program"""
    return _sub(rng, r"\]\(([^()]+)\)", case.text, lambda m: f"]({rng.choice(['javascript:a()', 'data:text/html,a'])})")


def raw_html(rng: random.Random, case: Case) -> str | None:
    """HTML added"""
    return f"<b>{case.text}</b>" if case.message.kind != "phrase" and rng.random() < 0.2 else None


def lost_weight(rng: random.Random, case: Case) -> str | None:
    """emphasis dropped"""
    return case.text.replace("**", "") if "**" in case.text else None


def added_code(rng: random.Random, case: Case) -> str | None:
    """words put into code"""
    return _word(rng, case, lambda word: f"`{word}`") if case.message.kind != "phrase" else None


def zero_width(rng: random.Random, case: Case) -> str | None:
    """zero-width space inside a word"""
    return _word(rng, case, lambda word: word[:1] + "\u200b" + word[1:])


def override(rng: random.Random, case: Case) -> str | None:
    """direction overridden"""
    return _word(rng, case, lambda word: "\u202e" + word)


def look_alike(rng: random.Random, case: Case) -> str | None:
    """look-alike letter of another script"""
    pairs = str.maketrans("aeocAEOC", "аеосАЕОС") if scripts.own(case.code) != "Cyrillic" else str.maketrans("аеос", "aeoc")
    wanted = r"[^\W\d_]*[aeoc][^\W\d_]*" if scripts.own(case.code) != "Cyrillic" else r"[^\W\d_]*[аеос][^\W\d_]+"
    bare = re.sub(r"\{[^}]*\}|\[\^[^\]]*\]|\]\([^)]*\)", lambda m: "." * len(m[0]), case.text)
    places = [m for m in re.finditer(wanted, bare) if len(m[0]) > 2]
    if not places:
        return None
    place = rng.choice(places)
    word = place[0]
    at = next(i for i, letter in enumerate(word) if letter in "aeocаеос")
    changed = word[:at] + word[at].translate(pairs) + word[at + 1 :]
    return case.text[: place.start()] + changed + case.text[place.end() :]


def other_script(rng: random.Random, case: Case) -> str | None:
    """word in another script"""
    return _word(rng, case, lambda word: "слово" if scripts.own(case.code) != "Cyrillic" else "κείμενο")


def other_chinese(rng: random.Random, case: Case) -> str | None:
    """letters of the other Chinese script"""
    if not case.code.startswith("zh"):
        return None
    hans, hant = "请说们个这为执门应问谁", "請說們個這為執門應問誰"
    here, there = (hans, hant) if case.code == "zh_Hans" else (hant, hans)
    found = [letter for letter in here if letter in case.text and letter not in there]
    return case.text.replace(rng.choice(found), there[here.index(found[0])], 1) if found else None


def untranslated(rng: random.Random, case: Case) -> str | None:
    """whole text left in English"""
    return case.source if len(case.source.split()) > 4 else None


def half_translated(rng: random.Random, case: Case) -> str | None:
    """one sentence left in English"""
    parts = [
        one
        for one in re.findall(r"[A-Z][^.!?\[\]{}()“”*]{24,}[.!?]", case.source)
        if sum(w[0].islower() for w in one.split()) > 3
    ]
    return f"{case.text} {rng.choice(parts)}" if parts and case.text != case.source else None


def few_words_left(rng: random.Random, case: Case) -> str | None:
    """three words left in English"""
    found = re.findall(r"\b[a-z]{3,} [a-z]{3,} [a-z]{3,}\b", inline.prose(case.source))
    return _word(rng, case, lambda word: rng.choice(found)) if found else None


def false_friend(rng: random.Random, case: Case) -> str | None:
    """word that the glossary says to avoid"""
    source = plain(case.source)
    held = [one for one in case.translator.rules.words if one.said.avoid and one.stands_in(source)]
    return _word(rng, case, lambda word: rng.choice(rng.choice(held).said.avoid)) if held else None


def other_term(rng: random.Random, case: Case) -> str | None:
    """term of the glossary said in other words"""
    source = plain(case.source)
    for one in case.translator.rules.words:
        for form in one.said.say:
            if "*" not in form and one.stands_in(source) and form in case.text:
                return case.text.replace(form, rng.choice(list(form.split())[:1]) if " " in form else form[:1])
    return None


def lost_denial(rng: random.Random, case: Case) -> str | None:
    """“not” dropped"""
    pattern = punctuation._DENIES[case.code.split("_")[0]]
    found = list(pattern.finditer(case.text))
    if not found or not punctuation.denies(inline.prose(case.source), "en"):
        return None
    place = rng.choice(found)
    return case.text[: place.start()] + case.text[place.end() :].lstrip(" ")


def lost_placeholder(rng: random.Random, case: Case) -> str | None:
    """placeholder dropped"""
    return _sub(rng, r"\{[a-z]+\}", case.text, lambda m: "") if case.message.kind == "phrase" else None


def lost_end(rng: random.Random, case: Case) -> str | None:
    """mark at the end dropped"""
    bare = re.sub(r"(?:\[\^[\w-]+\])+\Z", "", case.text)
    return bare[:-1] + case.text[len(bare) :] if bare[-1:] in set(".。:：?？؟!") else None


def doubled_word(rng: random.Random, case: Case) -> str | None:
    """word doubled"""
    return None if case.code.startswith("zh") else _word(rng, case, lambda word: f"{word} {word}")


def doubled_space(rng: random.Random, case: Case) -> str | None:
    """space doubled"""
    return _sub(rng, r"(?<=\w) (?=\w)", case.text, lambda m: "  ")


def lost_bracket(rng: random.Random, case: Case) -> str | None:
    """bracket dropped"""
    return _sub(rng, r"(?<!\])[(（](?=\w)", case.text, lambda m: "")


def lost_acronym(rng: random.Random, case: Case) -> str | None:
    """acronym dropped"""
    held = [one for one in re.findall(r"\b[A-Z]{3,}\b", inline.prose(case.source)) if one in case.text]
    return case.text.replace(rng.choice(held), "X") if held else None


def truncated(rng: random.Random, case: Case) -> str | None:
    """second half cut off"""
    return case.text[: len(case.text) // 2].rstrip() if len(case.text) > 30 else None


def cut_sentence(rng: random.Random, case: Case) -> str | None:
    """last sentence cut off"""
    found = re.fullmatch(r"(.{15,}[.。!؟?][^\w]*?)\s*[^.。\[\]{}]{10,}[.。]", case.text)
    return found[1] if found else None


def swapped(rng: random.Random, case: Case) -> str | None:
    """translation of another entry"""
    message, text = rng.choice(case.others)
    return text if message.text != case.source and text != case.text else None


def drawn_out(rng: random.Random, case: Case) -> str | None:
    """word drawn out with kashida"""
    return _sub(rng, r"(?<=[بتسشفقكلمنه])(?=[ا-ي])", case.text, lambda m: "ــ") if case.code == "ar" else None


def too_wide(rng: random.Random, case: Case) -> str | None:
    """title or button far too long"""
    return f"{case.text} {case.text} {case.text} {case.text}" if case.message.kind == "page title" else None


def hidden_number(rng: random.Random, case: Case) -> str | None:
    """number hidden by markup, entities or wide signs"""
    number = f"900-555-01{rng.randrange(10, 99)}"
    ways = (
        rf"\\[x]({number})",
        f"`{number}`",
        number.replace("-", "&#45;"),
        f"**{number[:5]}**{number[5:]}",
        f"[{number}]",
        f"\\`{number}\\`",
    )
    wide = number.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789-"})
    return f"{case.text} {rng.choice((*ways, wide))}" if rng.random() < 0.2 else None


def hidden_address(rng: random.Random, case: Case) -> str | None:
    """address in another spelling (evil.zip, @name, entities, [.])"""
    ways = (
        "evil.zip",
        "@evilhelp",
        "evil[.]example",
        "evil．example",
        "evil dot example",
        "https&colon;//evil&period;zip",
        "]( //evil.zip)",
    )
    return f"{case.text} {rng.choice(ways)}" if rng.random() < 0.2 else None


def added_title(rng: random.Random, case: Case) -> str | None:
    """title put on a link"""
    said = rng.choice(("900-555-0199", "https://evil.example", "texto"))
    return _sub(rng, r"\]\(([^()\s\"]+)\)", case.text, lambda m: f']({m[1]} "{said}")')


def other_money(rng: random.Random, case: Case) -> str | None:
    """other money"""
    return case.text.replace("$", rng.choice("€£¥₽"), 1) if "$" in case.text and "$" in case.source else None


def shown_sign(rng: random.Random, case: Case) -> str | None:
    """sign of markup that readers would see"""
    ways = ("## {}", "- {}", "> {}", "~~{}~~", "{} {{#id}}", "=={}==", "{}\\n", "{{{{ x }}}} {}", "**{}", "[^ {}")
    return rng.choice(ways).format(case.text) if rng.random() < 0.2 else None


def hidden_letter(rng: random.Random, case: Case) -> str | None:
    """letter that nobody sees beside a number"""
    letter = rng.choice("\u2800\U000e0100\u17b4\U0001d173\u034f\u2060")
    return _sub(rng, r"(?<![-\w^\[(#.{])\d+(?![\w\]])", case.text, lambda m: letter + m[0])


def latin_inside(rng: random.Random, case: Case) -> str | None:
    """Latin letter inside a word of another script"""
    if scripts.own(case.code) == "Latin":
        return None
    return _word(rng, case, lambda word: word if word.isascii() else f"{word[:1]}{rng.choice('aeox')}{word[1:]}")


def blank_signs(rng: random.Random, case: Case) -> str | None:
    """signs and no word"""
    return rng.choice(("-", "\u2800", "\U000e0100", "…", "—")) if rng.random() < 0.2 else None


def hard_phone(rng: random.Random, case: Case) -> str | None:
    """telephone or form number set with hard hyphens"""
    found = [one for one in re.findall(r"\d{3}-\d{3}-\d{4}|\bI-20[05]", case.text) if one in case.source]
    return case.text.replace(found[0], found[0].replace("-", "\u2011")) if found else None


def decomposed(rng: random.Random, case: Case) -> str | None:
    """letters decomposed (NFD)"""
    text = unicodedata.normalize("NFD", case.text)
    return text if rng.random() < 0.2 else None


def entities(rng: random.Random, case: Case) -> str | None:
    """a sign written as an entity"""
    return _sub(rng, r"(?<=\w)\.(?= )", case.text, lambda m: "&#46;") if inline.is_markup(case.message.kind) else None


def escaped(rng: random.Random, case: Case) -> str | None:
    """a mark behind a backslash"""
    return _sub(rng, r"(?<=\w)[,:;](?=\s)", case.text, lambda m: "\\" + m[0]) if inline.is_markup(case.message.kind) else None


def other_month_name(rng: random.Random, case: Case) -> str | None:
    """month as another land of the language names it, or short"""
    months = case.translator.rules.months
    for names in months:
        found = [name for name in names if len(name) > 3 and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", case.text)]
        if found and len(names) > 1 and re.search(r"\d{4}", case.source):
            return case.text.replace(max(found, key=len), rng.choice([name for name in names if name != max(found, key=len)]), 1)
    return None


def clock_of_24(rng: random.Random, case: Case) -> str | None:
    """hour with a nought before it"""
    return _sub(rng, r"(?<![\d:.,])\d(?=:\d\d)", case.text, lambda m: "0" + m[0])


def grouped(rng: random.Random, case: Case) -> str | None:
    """thousands parted in another way"""
    return _sub(
        rng, r"(?<!\d)\d{1,3}[.,\u00a0\u202f ]\d{3}(?!\d)", case.text, lambda m: re.sub(r"\D", rng.choice(" .\u202f"), m[0])
    )


def soft_break(rng: random.Random, case: Case) -> str | None:
    """a line feed inside the text"""
    pattern = r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])" if case.code.startswith("zh") else " "
    if not inline.is_markup(case.message.kind) or rng.random() > 0.2:
        return None
    return _sub(rng, pattern, case.text, lambda m: "\n")


def hard_space(rng: random.Random, case: Case) -> str | None:
    """a hard space before a number"""
    return _sub(rng, r"(?<=\w) (?=\d)", case.text, lambda m: "\u00a0")


def vowel_marks(rng: random.Random, case: Case) -> str | None:
    """Arabic vowel marks put on, or moved behind the alif"""
    return case.text.replace("اً", "ًا") if "اً" in case.text else None


def spelled_number(rng: random.Random, case: Case) -> str | None:
    """a small number in words"""
    words = numbers._COUNTS.get(case.code.split("_")[0], "").split()
    if re.search(r"[ap]m\b|January|February|March|April|May|June|July|August|September|October|November|December", case.source):
        return None
    return _sub(rng, r"(?<![-\w^\[(#.,:/{])[2-9](?![\w\].,:/-])", case.text, lambda m: words[int(m[0]) - 1].split("|")[0])


LAWFUL: tuple[Kind, ...] = (
    *(hard_phone, decomposed, entities, escaped, other_month_name, clock_of_24, grouped, soft_break, hard_space, vowel_marks),
    spelled_number,
)
"""Variants that say the same: what a rule refuses of them is a false alarm."""

ADVISED = frozenset(
    f"{kind.__name__}"
    for kind in (
        *(
            changed_half,
            few_words_left,
            other_term,
            lost_denial,
            lost_weight,
            lost_end,
            doubled_word,
            doubled_space,
            lost_bracket,
        ),
        *(lost_acronym, truncated, cut_sentence, swapped, drawn_out, too_wide),
    )
)
"""Kinds that rules advise about: style, and what no rule can be sure of. All others are errors, which must be stopped."""

KINDS: tuple[Kind, ...] = (
    *(hidden_number, hidden_address, added_title, other_money, shown_sign, hidden_letter, latin_inside, blank_signs),
    *(
        swapped_fact,
        lost_fact,
        typed_number,
        changed_digit,
        dropped_number,
        changed_date,
        changed_month,
        changed_time,
        changed_half,
    ),
    *(other_digits, changed_form, added_host, added_email, lost_citation, swapped_citation, changed_link, script_link, raw_html),
    *(added_code, zero_width, override, look_alike, other_script, other_chinese, untranslated, half_translated, few_words_left),
    *(false_friend, other_term, lost_denial, lost_placeholder, lost_weight, lost_end, doubled_word, doubled_space, lost_bracket),
    *(lost_acronym, truncated, cut_sentence, swapped, drawn_out, too_wide),
)


def _sub(rng: random.Random, pattern: str, text: str, put: Callable[[re.Match[str]], str]) -> str | None:
    """One place that fits the pattern, changed; None where there is none."""
    places = list(re.finditer(pattern, text))
    if not places:
        return None
    place = rng.choice(places)
    return text[: place.start()] + put(place) + text[place.end() :]


def _word(rng: random.Random, case: Case, put: Callable[[str], str]) -> str | None:
    """One word of the text's prose, changed."""
    bare = re.sub(r"\{[^}]*\}|\[\^[^\]]*\]|\]\([^)]*\)|`[^`]*`", lambda m: "." * len(m[0]), case.text)
    places = list(re.finditer(r"[^\W\d_]{3,}", bare))
    if not places:
        return None
    place = rng.choice(places)
    word = place[0] if not case.code.startswith("zh") else place[0][:2]
    return case.text[: place.start()] + put(word) + case.text[place.start() + len(word) :]


def _other(rng: random.Random, number: str) -> str:
    at = rng.randrange(len(number))
    digit = str((int(number[at]) + rng.randrange(1, 9)) % 10)
    changed = number[:at] + digit + number[at + 1 :]
    return changed if int(changed) != int(number) and int(changed) else str(int(number) + 1)


def advice(case: Case, text: str) -> set[str]:
    """What is advised of a text in the place of the case's."""
    pair = advise.Pair(case.message, text, case.code, case.translator.rules.words, False)
    return {refuse.name(rule) for rule in advise.RULES for _ in rule(pair)}


def measured(
    translators: Sequence[Translator], messages: Sequence[Message], *, each: int = EACH, kinds: Sequence[Kind] = KINDS
) -> dict[str, list[int]]:
    """For each kind: planted, refused, warned of."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for translator in translators:
        known = [(one, said.text) for one in messages if (said := translator.look_up(one)).text and said.state in SHOWN]
        cases = [Case(message, text or "", translator, known) for message, text in known]
        for kind in kinds:
            # A string seeds the generator in the same way on every machine and in every order of kinds.
            rng = random.Random(f"{SEED} {translator.tongue.locale.code} {kind.__name__}")
            for case, text in planted(kind, rng, cases, each):
                row = counts[str(kind.__doc__)]
                row[0] += 1
                if refuse.refusal(case.message, text, translator.rules):
                    row[1] += 1
                elif advice(case, text) - advice(case, case.text):
                    row[2] += 1
    return counts


def planted(kind: Kind, rng: random.Random, cases: Sequence[Case], each: int) -> Iterator[tuple[Case, str]]:
    """Up to `each` cases with their broken texts."""
    found = 0
    for case in rng.sample(list(cases), len(cases)):
        text = kind(rng, case)
        if text is not None and text != case.text:
            found += 1
            yield case, text
        if found == each:
            return


def table(counts: dict[str, list[int]], lawful: dict[str, list[int]] | None = None) -> str:
    """The figures as Markdown: the errors, what is advised, and the lawful variants that are refused by mistake."""
    errors = [str(kind.__doc__) for kind in KINDS if kind.__name__ not in ADVISED]
    advised = [str(kind.__doc__) for kind in KINDS if kind.__name__ in ADVISED]
    head = ["| planted fault | planted | refused | warned of | caught |", "|---|--:|--:|--:|--:|"]
    parts = [[*head, *_rows(counts, errors, "all errors")], [*head, *_rows(counts, advised, "all that is advised")]]
    if lawful:
        head = ["| lawful variant | tried | refused | warned of | refused or warned of |", "|---|--:|--:|--:|--:|"]
        parts.append([*head, *_rows(lawful, [str(kind.__doc__) for kind in LAWFUL], "all variants")])
    return "\n\n".join("\n".join(part) for part in parts)


def _rows(counts: dict[str, list[int]], names: Sequence[str], title: str) -> Iterator[str]:
    sums = [0, 0, 0]
    for name in names:
        if name in counts:
            yield _row(name, counts[name])
            sums = [one + more for one, more in zip(sums, counts[name], strict=True)]
    if sums[0]:
        yield _row(f"**{title}**", sums)
        yield f"| **{title}, refused** | | {100 * sums[1] / sums[0]:.1f} % | | |"


def _row(name: str, counted: Sequence[int]) -> str:
    planted_, refused, warned = counted
    return f"| {name} | {planted_} | {refused} | {warned} | {100 * (refused + warned) / planted_:.0f} % |"


def rules() -> str:
    """Every rule, from its docstring, as Markdown."""
    parts = []
    for title, listed in (
        ("Rules that refuse a string", refuse.RULES),
        ("Rules that advise", (*advise.RULES, *advice_module.OVER_ALL)),
    ):
        lines = [f"| `{refuse.name(rule)}` | {' '.join((rule.__doc__ or '').split())} |" for rule in listed]
        parts.append("\n".join([f"### {title}", "", "| rule | what it asks for |", "|---|---|", *lines]))
    listed_content = [f"- {' '.join((rule.__doc__ or '').split())}" for rule in checks.RULES]
    return "\n\n".join([*parts, "\n".join(["### Rules over pages", "", *listed_content])])


def replaced(text: str, name: str, body: str) -> str:
    """The document with what stands between two marks replaced."""
    before, rest = text.split(f"<!-- {name} -->\n", 1)
    return f"{before}<!-- {name} -->\n{body}\n{rest[rest.index(f'<!-- end of {name} -->') :]}"


def main(arguments: list[str]) -> int:
    """Prints the table; with --write, puts it and the list of rules into docs/checks.md."""
    parser = argparse.ArgumentParser(prog="bench/faults.py", description="Plant faults in the catalogs, count what is caught.")
    parser.add_argument("--root", type=Path, default=ROOT, help="the site (default: this one)")
    parser.add_argument("--write", action="store_true", help="put the table and the list of rules into docs/checks.md")
    parser.add_argument("--rules", action="store_true", help="only the list of rules")
    chosen = parser.parse_args(arguments)
    made = ""
    if not chosen.rules:
        found, _ = read_site(chosen.root)
        if found is None:
            print("The site cannot be read; run: python build.py check", file=sys.stderr)
            return 1
        unique = tuple({message.key: message for message in found.messages()}.values())
        made = table(measured(found.translators[1:], unique), measured(found.translators[1:], unique, kinds=LAWFUL))
        print(made)
    else:
        print(rules())
    if chosen.write:
        text = replaced(DOC.read_text(encoding="utf-8"), "rules", rules())
        DOC.write_text(replaced(text, "faults", made) if made else text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
