"""Edition → the values its template may use; templates/README.md describes each.

In:    Inputs, a voice, Editions.
Out:   mappings for Theme.write, and what of them all pages of a locale share.
Never: writes a file, chooses a template, holds a value that no template uses.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from . import audio, content, locales, markup, routes, templates, translate
from .content import Page
from .feed import News
from .inputs import Inputs
from .locales import Locale
from .message import Message
from .stamps import Review
from .translate import Edition, Progress, Voice, Words

GUIDE = "guide"
"""The whole guide in one file is `<language>/guide.single.html`; the front page offers it as its own."""
COUNTED = "status"
"""The template of a page that shows how far every language is: the one kind that another language's catalog can change."""


ON_PAPER = frozenset({"print", "version"})
"""Templates of pages that tell of printed sheets."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the menu."""

    href: str
    title: Words
    description: Words
    current: bool
    group: str
    slug: str
    drawing: str


@dataclass(frozen=True, slots=True)
class Share:
    """The other forms of a page (addresses, or None) and what they say of themselves.

    version: changes whenever a word of the page changes; date: when its sources were last seen.
    address: where it can be checked; sample: that address is a reserved example name.
    """

    bilingual: str | None
    single: str | None
    text: str | None
    qr: str | None
    version: str
    date: datetime.date | None
    address: str
    sample: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One language in the table of translations."""

    locale: Locale
    progress: Progress
    file: str


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page in the table of a language's pages; `path` is its source."""

    title: Words
    href: str
    path: str
    progress: Progress


@dataclass(frozen=True)
class Common:
    """What all pages of a locale share; `basis` is what it was made of, rows, news and shelf apart (see basis()).

    shelf: what pages on paper tell of printed sheets (shelf.Shelf), None where the site has no such page.
    """

    values: Mapping[str, Any]
    menu: tuple[tuple[Page, Words, Words], ...]
    rows: tuple[Row, ...]
    news: tuple[News, ...]
    basis: Any
    pages: tuple[PageRow, ...] = ()
    shelf: Any = None


def common(inputs: Inputs, voice: Voice, rows: tuple[Row, ...], *, preview: bool) -> Common:
    """The shared values of a locale's pages."""
    menu = []
    nothing = plain("", voice.tongue.locale)
    for page in inputs.content.pages:
        words = {message.kind: voice.words(message) for message in page.front_messages()}
        title = words.get("page title") or plain(page.title, voice.tongue.locale)
        menu.append((page, title, words.get("page description") or nothing))
    words_of_site = {"name": nothing, "description": nothing}
    words_of_site |= {one.kind.removeprefix("site "): voice.words(one) for one in content.site_messages(inputs.settings)}
    news = _news(inputs, voice)
    phrases = tuple(voice.translation(message) for message in inputs.theme.phrases)
    values = {
        "site": {**words_of_site, "leave": inputs.settings.leave},
        "locale": voice.tongue.locale,
        "source": voice.source,
        "root": "../",
        "css": inputs.theme.style,
        "csp": inputs.theme.policy,
        "preview": preview,
        "t": templates.speak(voice),
        "date": templates.calendar(voice),
    }
    tags = tuple((t.locale.tag, t.locale.name) for t in inputs.tongues)
    told = tuple((page.slug, page.group, page.drawing, title, description) for page, title, description in menu)
    made_of = (told, words_of_site, phrases, tags, inputs.settings, bool(news))
    return Common(values, tuple(menu), rows, news, made_of, _page_rows(menu, voice))


def basis(shared: Common, template: str) -> Any:
    """What a page with this template is made of besides its Edition: only few change when a count or the news do."""
    counted = (shared.rows, shared.pages) if template == COUNTED else ()
    told = shared.shelf if template in ON_PAPER else None
    return (shared.basis, counted, shared.news if template == "updates" else (), told)


def rows(inputs: Inputs) -> tuple[Row, ...]:
    """How far each language but the source's is translated, in the site's order."""
    messages = inputs.messages()
    return tuple(
        Row(voice.tongue.locale, translate.progress(messages, voice), locales.path(voice.tongue.locale.code))
        for voice in inputs.voices[1:]
    )


def _page_rows(menu: Sequence[tuple[Page, Words, Words]], voice: Voice) -> tuple[PageRow, ...]:
    """How far each page is in this language, most words to go first; none where nobody shows it, or nothing is translated."""
    if voice.tongue.is_source or not any(page.template == "status" for page, _, _ in menu):
        return ()
    found = [
        PageRow(title, f"{page.slug}.html", page.path, translate.progress(page.messages(), voice)) for page, title, _ in menu
    ]
    return tuple(sorted(found, key=lambda row: (-row.progress.words, -row.progress.stale, row.progress.reviewed)))


def page_values(one: Edition, original: Edition, inputs: Inputs, shared: Common) -> dict[str, Any]:
    """What a page's template is given; `original` is the same page in the source language."""
    slug, tag = one.page.slug, one.locale.tag
    path = routes.path(slug, tag)
    scripts = ("../lantern.js", "../search.js", "search-data.js") if one.page.template == "search" else ("../lantern.js",)
    languages = [
        (
            t.locale.tag,
            t.locale.dir,
            t.locale.name,
            routes.link(routes.path(slug, t.locale.tag), source=path),
            t.locale.tag == tag,
        )
        for t in inputs.tongues
    ]
    return {
        **shared.values,
        "edition": edition_values(one, original, inputs, shared),
        "languages": languages,
        "english_href": routes.link(routes.path(slug, inputs.tongues[0].locale.tag), source=path),
        "menu": [
            Entry(f"{page.slug}.html", title, description, page.slug == slug, page.group or "order", page.slug, page.drawing)
            for page, title, description in shared.menu
        ],
        "home_href": "index.html",
        "page_href": f"{slug}.html",
        "alternates": alternates(slug, inputs, path),
        "canonical": routes.address(path, inputs.settings.base_url) if inputs.settings.base_url else None,
        "scripts": scripts,
        "feed_href": "feed.xml" if inputs.settings.base_url and shared.news else None,
        "card_href": "../card.html",
        "card_picture_href": "../card.png",
        "csp": policy(inputs.theme.policy, recorded=bool(audio.offered(one, inputs.static))),
        "shelf": shared.shelf if one.page.template in ON_PAPER else None,
    }


def edition_values(one: Edition, original: Edition, inputs: Inputs, shared: Common) -> dict[str, Any]:
    """The `edition` of a template."""
    opening, rest = _parted(one.tree)
    preview = bool(shared.values["preview"])
    return {
        "slug": one.page.slug,
        "title": one.title,
        "description": one.description,
        "opening": templates.body(opening, annotate=preview),
        "body": templates.body(rest, annotate=preview),
        "headings": one.headings,
        "sources": one.sources,
        "helps": one.contacts,
        "listing": one.listing,
        "table": shared.rows if one.page.template == COUNTED else (),
        "pages": shared.pages if one.page.template == COUNTED else (),
        "news": shared.news if one.page.template == "updates" else (),
        "sentences": sentences(one, original) if one.page.template == "show" else (),
        "seen": one.seen,
        "verified": one.page.verified,
        "verify_by": one.page.verify_by,
        "lawyer_checked": one.page.lawyer_checked,
        "progress": one.progress,
        "reviewed": reviewed(one),
        "audio": tuple((f"../{found.path}", found.kind) for found in audio.offered(one, inputs.static)),
        "drawing": one.page.drawing,
        "group": one.page.group or "order",
        "share": share(one, inputs),
    }


def reviewed(one: Edition) -> Review | None:
    """All who checked the translation of the page, with the latest day; None where not every word was checked."""
    if not one.reviews:
        return None
    return Review(", ".join(review.by for review in one.reviews), max(review.on for review in one.reviews))


def policy(own: str, *, recorded: bool) -> str:
    """The theme's policy; a page with a recording may play the site's own, no other page plays anything."""
    return f"{own}; media-src 'self'" if recorded else own


def share(one: Edition, inputs: Inputs) -> Share | None:
    """The other forms of a page; None for one that has none."""
    if not one.page.group:
        return None
    slug = one.page.slug
    told = has_forms(one.page)
    own = one.locale.tag != inputs.tongues[0].locale.tag
    return Share(
        f"{slug}.bilingual.html" if own else None,
        f"{slug}.single.html" if told else f"{GUIDE}.single.html" if slug == "index" else None,
        f"{slug}.txt" if told else None,
        f"{slug}.qr.svg",
        one.version,
        one.page.verified or one.seen,
        routes.address(routes.path(slug, one.locale.tag), inputs.settings.address),
        not inputs.settings.base_url,
    )


def has_forms(page: Page) -> bool:
    """True for a page that says something by itself; one that lists what is elsewhere is not sent alone."""
    return page.group in {"situation", "tool", "order", "about"} and page.template not in {
        "help",
        "search",
        "status",
        "updates",
        *ON_PAPER,
    }


def sentences(one: Edition, original: Edition) -> tuple[tuple[str, Words], ...]:
    """(source text, words in the language) of each list item marked as something to say."""
    pairs = zip(_said(original.tree), _said(one.tree), strict=True)
    return tuple((markup.text(theirs), _words(mine, one, original)) for theirs, mine in pairs)


def alternates(slug: str, inputs: Inputs, path: str) -> list[tuple[str, str]]:
    """(language tag, address) of the page in every language: absolute once the site has an address of its own."""
    base = inputs.settings.base_url

    def lead(target: str) -> str:
        return routes.address(target, base) if base else routes.link(target, source=path)

    default = routes.CHOOSER if slug == "index" else routes.path(slug, inputs.tongues[0].locale.tag)
    return [*((t.locale.tag, lead(routes.path(slug, t.locale.tag))) for t in inputs.tongues), ("x-default", lead(default))]


def plain(text: str, locale: Locale) -> Words:
    """Words that need no translation, in the language of the page."""
    return Words(text, locale.tag, locale.dir, False)


def _parted(tree: Element) -> tuple[Element, Element]:
    """What stands before the first h2, and the rest."""
    children = list(tree)
    cut = next((number for number, child in enumerate(children) if child.tag == "h2"), len(children))
    opening, rest = Element("div"), Element("div")
    opening.extend(children[:cut])
    rest.extend(children[cut:])
    return opening, rest


def _said(tree: Element) -> list[Element]:
    return [element for element in tree.iter("li") if "say" in element.get("class", "").split()]


def _words(element: Element, one: Edition, original: Edition) -> Words:
    foreign = "lang" in element.attrib
    locale = original.locale if foreign else one.locale
    return Words(markup.text(element), locale.tag, locale.dir, foreign)


def _news(inputs: Inputs, voice: Voice) -> tuple[News, ...]:
    found = []
    for one in inputs.content.updates:
        title, text = (voice.words(message) for message in one.messages())
        found.append(News(one.id, one.on, one.kind, title, text, one.page))
    return tuple(found)


def home_title(inputs: Inputs, voice: Voice) -> str:
    """What the front page is called in a language; "" where that is not translated."""
    home = next((page for page in inputs.content.pages if page.slug == "index"), None)
    message: Message | None = next(iter(home.front_messages()), None) if home else None
    said = voice.words(message) if message else None
    return said.text if said and not said.foreign else ""
