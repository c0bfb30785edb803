"""Page × catalog → Edition: one page in one language. Pure.

In:    pages, data and a Tongue (a locale with its catalogs).
Out:   Edition: a document tree with every word the page shows, each in the page's language or marked with its own.
Never: touches disk, knows HTML beyond the tree, publishes a fuzzy or refused string.
"""

from __future__ import annotations

import datetime
import html
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from xml.etree.ElementTree import Element

from . import blocks, guard, locales, markup
from .blocks import Fact
from .content import Content, Organisation, Page, PhoneCheck, Source
from .glossary import Glossary
from .guard import Refusal
from .locales import Locale, Tongue
from .message import SHOWN, Message, State, Translation, digest, words
from .problem import Problem, warning
from .stamps import Review

NOT_CONFIRMED = Message(
    "number not confirmed",
    path="lantern/translate.py",
    kind="phrase",
    note="Stands where a telephone number would stand that too few sources name.",
)
SAMPLE = Message(
    "Sample address",
    path="lantern/translate.py",
    kind="phrase",
    note="Stands before a web address that does not exist yet.",
)
PHRASES = (NOT_CONFIRMED, SAMPLE)
"""What the engine itself says to readers; all other phrases are in templates."""


@dataclass(frozen=True, slots=True)
class Words:
    """A few words of plain text and their language; `foreign` where they are not in the page's own.

    anchor, state: of their message, in the translator's preview; elsewhere empty.
    """

    text: str
    lang: str
    dir: str
    foreign: bool
    anchor: str = ""
    state: State = "source"

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> str:
        """The words for a template: in a span with their language where that is not the page's."""
        said, marks = html.escape(self.text, quote=False), self.marks
        return f"<span{marks}>{said}</span>" if marks else said

    @property
    def marks(self) -> str:
        """The attributes of the span that the words need, or "": their language, and whose words they are."""
        message = f' data-message="{self.anchor}" data-state="{self.state}"' if self.anchor else ""
        return f' lang="{self.lang}" dir="{self.dir}"{message}' if self.foreign else message


@dataclass(frozen=True)
class Voice:
    """A locale's words for messages, with the rules that refuse a string applied; `source` is the site's own locale.

    marked: True in the translator's preview, where words carry their message's anchor and state.
    """

    tongue: Tongue
    source: Locale
    glossary: Glossary = ()
    marked: bool = False

    @cached_property
    def language(self) -> guard.Language:
        """What the rules know of this locale."""
        own = self.tongue.locale
        return guard.language(own.code, locales.month_names(own), self.glossary, source=self.source.code)

    def refusal(self, message: Message) -> Refusal | None:
        """Why the catalog's answer is not shown; None where it is, or where there is none."""
        answer = self.tongue.translate(message)
        if answer.text is None or answer.state not in SHOWN:
            return None
        return guard.refusal(message, answer.text, self.language)

    def translation(self, message: Message) -> Translation:
        """The catalog's answer; "refused" where a rule turns it away."""
        answer = self.tongue.translate(message)
        if answer.text is not None and answer.state in SHOWN and guard.refusal(message, answer.text, self.language):
            return Translation(None, "refused")
        return answer

    def words(self, message: Message) -> Words:
        """A message as plain text, the source's where there is no translation to show."""
        answer = self.translation(message)
        said = self._words(message, answer)
        return replace(said, anchor=message.anchor, state=answer.state) if self.marked else said

    def _words(self, message: Message, answer: Translation) -> Words:
        own = self.tongue.locale
        if answer.state == "source":
            return Words(message.text, own.tag, own.dir, False)
        if answer.state not in SHOWN or answer.text is None:
            return Words(message.text, self.source.tag, self.source.dir, True)
        text = blocks.join_lines(answer.text)
        return Words(blocks.isolate(text) if own.dir == "rtl" else text, own.tag, own.dir, False)

    def refusals(self, messages: Sequence[Message]) -> tuple[Problem, ...]:
        """A warning, at the catalog's line, for each message whose translation is turned away."""
        found = []
        for message in messages:
            reason = self.refusal(message)
            if reason:
                path, line = self.tongue.where(message)
                found.append(warning(path, line, reason.rule, f"{reason.text} The source text is shown instead.", reason.hint))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many messages there are, how many stand in each state, and how many words of the source wait to be translated."""

    total: int
    states: Mapping[State, int]
    words: int = 0

    @property
    def translated(self) -> int:
        """Messages whose translation is shown."""
        return sum(count for state, count in self.states.items() if state in SHOWN)

    @property
    def reviewed(self) -> int:
        """Messages a person reviewed exactly as they stand."""
        return self.states.get("reviewed", 0)

    @property
    def machine(self) -> int:
        """Messages drafted by machine that nobody has edited."""
        return self.states.get("machine", 0)

    @property
    def stale(self) -> int:
        """Messages whose source changed after they were translated."""
        return self.states.get("stale", 0)

    @property
    def refused(self) -> int:
        """Messages whose translation a rule turned away."""
        return self.states.get("refused", 0)

    @property
    def missing(self) -> int:
        """Messages with no translation to show."""
        return self.total - self.translated


@dataclass(frozen=True, slots=True)
class Contact:
    """An organisation this page names or lists, in the page's language; `phone` only where it may be published to dial.

    needs and places are as in help.toml: what a list is sorted and filtered by, not words to show.
    """

    id: str
    name: Words
    what: Words | None
    ask: Words | None
    hours: Words | None
    languages: tuple[Words, ...]
    phone: str | None
    phone_href: str | None
    web: str | None
    email: str | None
    address: Words | None
    cost: Words | None
    needs: tuple[str, ...]
    places: tuple[str, ...]
    last_seen: Words
    checked: PhoneCheck | None


@dataclass(frozen=True)
class Edition:
    """One page in one language.

    tree:     the body; blocks not in this language carry `lang` and `dir`.
    headings: (level, anchor, words), anchors the same in every language.
    sources:  numbered from 1 in the order the source page first cites them.
    contacts: the organisations whose facts it shows; `listing` those it asks for in its front matter.
    seen:     the day its sources were last seen: the earliest of them; None where it cites none.
    reviews:  who checked the translation, if people have checked every word of it (see reviews()); else ().
    """

    page: Page
    locale: Locale
    title: Words
    description: Words
    tree: Element
    headings: tuple[tuple[int, str, Words], ...]
    sources: tuple[tuple[int, Source], ...]
    contacts: tuple[Contact, ...]
    listing: tuple[Contact, ...]
    seen: datetime.date | None
    progress: Progress
    reviews: tuple[Review, ...] = ()

    @cached_property
    def version(self) -> str:
        """Eight hexadecimal digits over every word of the page in its language."""
        return digest(self.locale.tag, self.title.text, self.description.text, markup.html(self.tree))[:8]


def edition(page: Page, voice: Voice, content: Content, *, facts: Mapping[str, Fact]) -> Edition:
    """The page as `voice` says it; `facts` are this locale's (see facts())."""
    located = {message.key: message for message in page.messages()}
    rendered = blocks.render(page.body, lambda message: voice.translation(located.get(message.key, message)), facts=facts)
    for element in rendered.tree.iter():
        kept = element.get("translate") == "no" and element.get("class") != "fact"
        if kept or element.get("state", "source") not in SHOWN:
            _mark(element, voice)
        if voice.tongue.locale.dir == "rtl":
            element.text, element.tail = (text and blocks.hold_end(text) for text in (element.text, element.tail))
    parsed = blocks.parse(page.body)
    cited = [content.sources[source_id] for source_id in parsed.citations if source_id in content.sources]
    named = list(dict.fromkeys(fact.partition(".")[0] for fact in parsed.facts))
    front = {message.kind: voice.words(message) for message in page.front_messages()}
    return Edition(
        page,
        voice.tongue.locale,
        front.get("page title") or _own(page.title, voice),
        front.get("page description") or _own(page.description, voice),
        rendered.tree,
        tuple(_headings(rendered.tree, voice)),
        tuple(enumerate(cited, 1)),
        tuple(_contact(content.organisations[name], voice, facts) for name in named if name in content.organisations),
        tuple(_contact(one, voice, facts) for one in content.listing(page)),
        min((source.read_on for source in cited), default=None),
        progress(page.messages(), voice),
        reviews(shown(page, content), voice),
    )


def progress(messages: Sequence[Message], voice: Voice) -> Progress:
    """How the messages stand in the voice's locale; each message counts once."""
    states = {message.key: voice.translation(message).state for message in messages}
    waiting = sum(words(text) for (_, text), state in states.items() if state not in SHOWN)
    return Progress(len(states), Counter(states.values()), waiting)


def shown(page: Page, content: Content) -> tuple[Message, ...]:
    """What a reviewer of the page reads: its own messages and, where it is a list, those of what it lists."""
    return (*page.messages(), *(message for one in content.listing(page) for message in one.messages()))


def reviews(messages: Sequence[Message], voice: Voice) -> tuple[Review, ...]:
    """Who reviewed these messages, in order of their names, each with the latest day; () unless all are reviewed and shown."""
    latest: dict[str, datetime.date] = {}
    for message in messages:
        found = voice.tongue.reviews(message) if voice.translation(message).state == "reviewed" else ()
        if not found:
            return ()
        for one in found:
            latest[one.by] = max(one.on, latest.get(one.by, one.on))
    return tuple(Review(by, latest[by]) for by in sorted(latest))


def facts(voice: Voice, content: Content, *, calling_code: str) -> dict[str, Fact]:
    """What stands for each `{name.field}` of help.toml in the voice's locale."""
    found = {}
    for one in content.shown:
        for field, fact in _fields(one, voice, calling_code):
            found[f"{one.id}.{field}"] = fact
    return found


def dial(number: str, calling_code: str) -> str:
    """The `tel:` address of a number; short ones (three to six digits) are dialled as they are."""
    digits = re.sub(r"\D", "", number)
    if number.startswith("+") or not calling_code:
        return f"tel:{'+' if number.startswith('+') else ''}{digits}"
    if len(digits) <= 6:
        return f"tel:{digits}"
    national = digits.removeprefix(calling_code) if len(digits) > 10 else digits
    return f"tel:+{calling_code}{national}"


def _fields(one: Organisation, voice: Voice, calling_code: str) -> list[tuple[str, Fact]]:
    home = re.sub(r"\Ahttps?://(?:www\.)?|/\Z", "", one.web)
    hours = voice.words(Message(one.hours)) if one.hours else None
    unsure = voice.words(NOT_CONFIRMED)
    own = None if voice.tongue.is_source else voice.source.tag
    phone = Fact(one.phone, dial(one.phone, calling_code)) if one.dialable else _spoken(unsure)
    fields: list[tuple[str, Fact | None]] = [
        ("name", Fact(one.name, lang=own, dir=voice.source.dir)),
        ("phone", phone),
        ("web", Fact(home, one.web) if one.web else None),
        ("email", Fact(one.email, f"mailto:{one.email}") if one.email else None),
        ("address", Fact(one.address, lang=own, dir=voice.source.dir) if one.address else None),
        ("hours", _spoken(hours) if hours else None),
    ]
    return [(name, fact) for name, fact in fields if fact]


def _spoken(words: Words) -> Fact:
    """A fact in words, which may have been translated."""
    return Fact(words.text, None, False, words.lang if words.foreign else None, words.dir, words.anchor, words.state)


def _contact(one: Organisation, voice: Voice, known: Mapping[str, Fact]) -> Contact:
    phone = known.get(f"{one.id}.phone")
    return Contact(
        one.id,
        _as_written(one.name, voice),
        _said(one.what, voice),
        _said(one.ask, voice),
        _said(one.hours, voice),
        tuple(voice.words(Message(name)) for name in one.languages),
        one.phone if one.dialable else None,
        phone.href if phone else None,
        one.web or None,
        one.email or None,
        _as_written(one.address, voice) if one.address else None,
        _said(one.cost, voice),
        one.needs,
        one.places,
        _as_written(one.last_seen, voice),
        one.checked,
    )


def _said(text: str, voice: Voice) -> Words | None:
    """A field of help.toml that is translated, or None where it is empty."""
    return voice.words(Message(text)) if text else None


def _mark(element: Element, voice: Voice) -> None:
    """Says that a block is in the source's language, and that a fact in words inside it is not, where it is translated."""
    element.set("lang", voice.source.tag)
    element.set("dir", voice.source.dir)
    for inner in element.iter():
        if inner.get("class") == "fact" and not len(inner) and "lang" not in inner.attrib:
            inner.set("lang", voice.tongue.locale.tag)
            inner.set("dir", voice.tongue.locale.dir)


def _as_written(text: str, voice: Voice) -> Words:
    """A name or a remark of the source that nobody translates."""
    return Words(text, voice.source.tag, voice.source.dir, bool(text) and not voice.tongue.is_source)


def _own(text: str, voice: Voice) -> Words:
    """Text without words to translate, such as a bare number: it is in no language but the page's."""
    return Words(text, voice.tongue.locale.tag, voice.tongue.locale.dir, False)


def _headings(tree: Element, voice: Voice) -> list[tuple[int, str, Words]]:
    found = []
    for element in tree.iter():
        if re.fullmatch(r"h[1-6]", element.tag) and element.get("id"):
            foreign = "lang" in element.attrib
            locale = voice.source if foreign else voice.tongue.locale
            said = markup.text(element)
            text = blocks.isolate(said) if locale.dir == "rtl" else said
            found.append((int(element.tag[1]), element.get("id", ""), Words(text, locale.tag, locale.dir, foreign)))
    return found
