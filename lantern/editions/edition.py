"""Page × catalog → Edition: one page in one language. Pure.

In:    pages, data and a Tongue (a locale with its catalogs).
Out:   Edition: a document tree with every word the page shows, each in the page's language or marked with its own.
Never: touches disk, knows HTML beyond the tree, publishes a fuzzy or refused string.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

from ..content.pages import Content, Page
from ..content.records import Source
from ..document import html, inline, markdown
from ..document.markdown import Fact
from ..locales.languages import Language
from ..locales.reviews import Review
from ..message import SHOWN, digest
from .contacts import Contact, _contact
from .progress import Progress, count_progress, reviews, shown
from .translator import Text, Translator


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
    locale: Language
    title: Text
    description: Text
    tree: Element
    headings: tuple[tuple[int, str, Text], ...]
    sources: tuple[tuple[int, Source], ...]
    contacts: tuple[Contact, ...]
    listing: tuple[Contact, ...]
    seen: datetime.date | None
    progress: Progress
    reviews: tuple[Review, ...] = ()

    @cached_property
    def version(self) -> str:
        """Eight hexadecimal digits over every word of the page in its language."""
        return digest(self.locale.tag, self.title.text, self.description.text, html.html(self.tree))[:8]


def make_edition(page: Page, translator: Translator, content: Content, *, facts: Mapping[str, Fact]) -> Edition:
    """The page as `voice` says it; `facts` are this locale's (see facts())."""
    located = {message.key: message for message in page.messages()}
    rendered = markdown.render(page.body, lambda message: translator.look_up(located.get(message.key, message)), facts=facts)
    for element in rendered.tree.iter():
        kept = element.get("translate") == "no" and element.get("class") != "fact"
        if kept or element.get("state", "source") not in SHOWN:
            _mark(element, translator)
        if translator.tongue.locale.dir == "rtl":
            element.text, element.tail = (text and inline.hold_end(text) for text in (element.text, element.tail))
    parsed = markdown.parse(page.body)
    cited = [content.sources[source_id] for source_id in parsed.citations if source_id in content.sources]
    named = list(dict.fromkeys(fact.partition(".")[0] for fact in parsed.facts))
    front = {message.kind: translator.text(message) for message in page.front_messages()}
    return Edition(
        page,
        translator.tongue.locale,
        front.get("page title") or _own(page.title, translator),
        front.get("page description") or _own(page.description, translator),
        rendered.tree,
        tuple(_headings(rendered.tree, translator)),
        tuple(enumerate(cited, 1)),
        tuple(_contact(content.organisations[name], translator, facts) for name in named if name in content.organisations),
        tuple(_contact(one, translator, facts, need=page.wanted.need) for one in content.listing(page)),
        min((source.read_on for source in cited), default=None),
        count_progress(page.messages(), translator),
        reviews(shown(page, content), translator),
    )


def _mark(element: Element, translator: Translator) -> None:
    """Says that a block is in the source's language, and that a fact in words inside it is not, where it is translated."""
    element.set("lang", translator.source.tag)
    element.set("dir", translator.source.dir)
    for inner in element.iter():
        if inner.get("class") == "fact" and not len(inner) and "lang" not in inner.attrib:
            inner.set("lang", translator.tongue.locale.tag)
            inner.set("dir", translator.tongue.locale.dir)


def _own(text: str, translator: Translator) -> Text:
    """Text without words to translate, such as a bare number: it is in no language but the page's."""
    return Text(text, translator.tongue.locale.tag, translator.tongue.locale.dir, False)


def _headings(tree: Element, translator: Translator) -> list[tuple[int, str, Text]]:
    found = []
    for element in tree.iter():
        if re.fullmatch(r"h[1-6]", element.tag) and element.get("id"):
            foreign = "lang" in element.attrib
            locale = translator.source if foreign else translator.tongue.locale
            said = html.text(element)
            text = inline.isolate(said) if locale.dir == "rtl" else said
            found.append((int(element.tag[1]), element.get("id", ""), Text(text, locale.tag, locale.dir, foreign)))
    return found


def sentences(one: Edition, original: Edition) -> tuple[tuple[str, Text], ...]:
    """(source text, words in the language) of each list item marked as something to say."""
    pairs = zip(_said(original.tree), _said(one.tree), strict=True)
    return tuple((html.text(theirs), _words(mine, one, original)) for theirs, mine in pairs)


def _said(tree: Element) -> list[Element]:
    return [element for element in tree.iter("li") if "say" in element.get("class", "").split()]


def _words(element: Element, one: Edition, original: Edition) -> Text:
    foreign = "lang" in element.attrib
    locale = original.locale if foreign else one.locale
    return Text(html.text(element), locale.tag, locale.dir, foreign)
