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

from .. import routes
from ..content import kinds, pages
from ..content.pages import Page
from ..editions import progress
from ..editions.edition import Edition, sentences
from ..editions.progress import Progress
from ..editions.translator import Text, Translator
from ..locales import catalogs
from ..locales.languages import Language
from ..locales.reviews import Review
from ..message import Message
from ..site import Site
from ..templates import jinja
from . import phrases as web_phrases
from . import recordings
from .feed import News

GUIDE = "guide"
"""The whole guide in one file is `<language>/guide.single.html`; the front page offers it as its own."""


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A page in the menu."""

    href: str
    title: Text
    description: Text
    current: bool
    group: str
    slug: str
    drawing: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the text, from one h2 to the next, as HTML that a template may print.

    id:      its heading's anchor, the same in every language, or ""; `items`: how many its first numbered list has, 0 for none.
    heading: the h2 itself. before, numbered, after: what stands under it, parted at its first numbered list.
    """

    id: str
    heading: str
    before: str
    numbered: str
    after: str
    items: int

    @property
    def body(self) -> str:
        """All that stands under the heading."""
        return self.before + self.numbered + self.after


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
class LanguageRow:
    """One language in the table of translations."""

    locale: Language
    progress: Progress
    file: str


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page in the table of a language's pages; `path` is its source."""

    title: Text
    href: str
    path: str
    progress: Progress


@dataclass(frozen=True)
class SharedContext:
    """What all pages of a locale share; `basis` is what it was made of, rows, news and shelf apart (see basis()).

    shelf: what pages on paper tell of printed sheets (shelf.Shelf), None where the site has no such page.
    """

    values: Mapping[str, Any]
    menu: tuple[tuple[Page, Text, Text], ...]
    rows: tuple[LanguageRow, ...]
    news: tuple[News, ...]
    basis: Any
    pages: tuple[PageRow, ...] = ()
    shelf: Any = None


def make_shared_context(site: Site, translator: Translator, rows: tuple[LanguageRow, ...], *, preview: bool) -> SharedContext:
    """The shared values of a locale's pages."""
    menu = []
    nothing = plain("", translator.tongue.locale)
    for page in site.content.pages:
        words = {message.kind: translator.text(message) for message in page.front_messages()}
        title = words.get("page title") or plain(page.title, translator.tongue.locale)
        menu.append((page, title, words.get("page description") or nothing))
    words_of_site = {"name": nothing, "description": nothing}
    words_of_site |= {one.kind.removeprefix("site "): translator.text(one) for one in pages.site_messages(site.settings)}
    news = _news(site, translator)
    phrases = tuple(translator.look_up(message) for message in site.theme.phrases)
    values = {
        "site": {**words_of_site, "leave": site.settings.leave},
        "locale": translator.tongue.locale,
        "source": translator.source,
        "root": "../",
        "css": site.theme.style,
        "csp": site.theme.policy,
        "preview": preview,
        "t": web_phrases.make_t(translator),
        "date": web_phrases.make_date(translator),
    }
    tags = tuple((t.locale.tag, t.locale.name) for t in site.tongues)
    told = tuple((page.slug, page.group, page.drawing, title, description) for page, title, description in menu)
    made_of = (told, words_of_site, phrases, tags, site.settings, bool(news))
    return SharedContext(values, tuple(menu), rows, news, made_of, _page_rows(menu, translator))


def cache_key(shared: SharedContext, template: str) -> Any:
    """What a page with this template is made of besides its Edition: only few change when a count or the news do."""
    kind = kinds.kind_of(template)
    counted = (shared.rows, shared.pages) if kind.counts else ()
    told = shared.shelf if kind.tells_of_sheets else None
    return (shared.basis, counted, shared.news if kind.news else (), told)


def rows(site: Site) -> tuple[LanguageRow, ...]:
    """How far each language but the source's is translated, in the site's order."""
    messages = site.messages()
    return tuple(
        LanguageRow(
            translator.tongue.locale,
            progress.count_progress(messages, translator),
            catalogs.path(translator.tongue.locale.code),
        )
        for translator in site.translators[1:]
    )


def _page_rows(menu: Sequence[tuple[Page, Text, Text]], translator: Translator) -> tuple[PageRow, ...]:
    """How far each page is in this language, most words to go first; none where nobody shows it, or nothing is translated."""
    if translator.tongue.is_source or not any(page.kind.counts for page, _, _ in menu):
        return ()
    found = [
        PageRow(title, f"{page.slug}.html", page.path, progress.count_progress(page.messages(), translator))
        for page, title, _ in menu
    ]
    return tuple(sorted(found, key=lambda row: (-row.progress.words, -row.progress.stale, row.progress.reviewed)))


def page_values(one: Edition, original: Edition, site: Site, shared: SharedContext) -> dict[str, Any]:
    """What a page's template is given; `original` is the same page in the source language."""
    slug, tag = one.page.slug, one.locale.tag
    path = routes.path(slug, tag)
    languages = [
        (
            t.locale.tag,
            t.locale.dir,
            t.locale.name,
            routes.link(routes.path(slug, t.locale.tag), source=path),
            t.locale.tag == tag,
        )
        for t in site.tongues
    ]
    return {
        **shared.values,
        "edition": edition_values(one, original, site, shared),
        "languages": languages,
        "english_href": routes.link(routes.path(slug, site.tongues[0].locale.tag), source=path),
        "menu": [
            MenuEntry(
                f"{page.slug}.html", title, description, page.slug == slug, page.group or kinds.UNGROUPED, page.slug, page.drawing
            )
            for page, title, description in shared.menu
        ],
        "home_href": "index.html",
        "page_href": f"{slug}.html",
        "alternates": alternates(slug, site, path),
        "canonical": routes.address(path, site.settings.base_url) if site.settings.base_url else None,
        "scripts": ("../lantern.js", *one.page.kind.scripts),
        "feed_href": "feed.xml" if site.settings.base_url and shared.news else None,
        "card_href": "../card.html",
        "card_picture_href": "../card.png",
        "csp": policy(site.theme.policy, recorded=bool(recordings.offered(one, site.static))),
        "shelf": shared.shelf if one.page.kind.tells_of_sheets else None,
    }


def edition_values(one: Edition, original: Edition, site: Site, shared: SharedContext) -> dict[str, Any]:
    """The `edition` of a template."""
    opening, sections = parted(one.tree, annotate=bool(shared.values["preview"]))
    return {
        "slug": one.page.slug,
        "title": one.title,
        "description": one.description,
        "opening": opening,
        "body": jinja.joined(section.heading + section.body for section in sections),
        "sections": sections,
        "headings": one.headings,
        "sources": one.sources,
        "helps": one.contacts,
        "listing": one.listing,
        "place": one.page.wanted.place,
        "table": shared.rows if one.page.kind.counts else (),
        "pages": shared.pages if one.page.kind.counts else (),
        "news": shared.news if one.page.kind.news else (),
        "sentences": sentences(one, original) if one.page.kind.sentences else (),
        "seen": one.seen,
        "verified": one.page.verified,
        "verify_by": one.page.verify_by,
        "lawyer_checked": one.page.lawyer_checked,
        "progress": one.progress,
        "reviewed": reviewed(one),
        "audio": tuple((f"../{found.path}", found.kind) for found in recordings.offered(one, site.static)),
        "drawing": one.page.drawing,
        "group": one.page.group or kinds.UNGROUPED,
        "share": share(one, site),
    }


def reviewed(one: Edition) -> Review | None:
    """All who checked the translation of the page, with the latest day; None where not every word was checked."""
    if not one.reviews:
        return None
    return Review(", ".join(review.by for review in one.reviews), max(review.on for review in one.reviews))


def policy(own: str, *, recorded: bool) -> str:
    """The theme's policy; a page with a recording may play the site's own, no other page plays anything."""
    return f"{own}; media-src 'self'" if recorded else own


def share(one: Edition, site: Site) -> Share | None:
    """The other forms of a page; None for one that has none."""
    if not one.page.group:
        return None
    slug = one.page.slug
    told = one.page.has_formats
    own = one.locale.tag != site.tongues[0].locale.tag
    return Share(
        f"{slug}.bilingual.html" if own else None,
        f"{slug}.single.html" if told else f"{GUIDE}.single.html" if one.page.is_home else None,
        f"{slug}.txt" if told else None,
        f"{slug}.qr.svg",
        one.version,
        one.page.verified or one.seen,
        routes.address(routes.path(slug, one.locale.tag), site.settings.address),
        not site.settings.base_url,
    )


def alternates(slug: str, site: Site, path: str) -> list[tuple[str, str]]:
    """(language tag, address) of the page in every language: absolute once the site has an address of its own."""
    base = site.settings.base_url

    def lead(target: str) -> str:
        return routes.address(target, base) if base else routes.link(target, source=path)

    default = routes.CHOOSER if slug == kinds.HOME else routes.path(slug, site.tongues[0].locale.tag)
    return [*((t.locale.tag, lead(routes.path(slug, t.locale.tag))) for t in site.tongues), ("x-default", lead(default))]


def plain(text: str, locale: Language) -> Text:
    """Words that need no translation, in the language of the page."""
    return Text(text, locale.tag, locale.dir, False)


def parted(tree: Element, *, annotate: bool) -> tuple[str, tuple[Section, ...]]:
    """What stands before the first h2, and a Section from each h2 on; all of them together are the tree's HTML."""
    parts: list[list[Element]] = [[]]
    for child in tree:
        if child.tag == "h2":
            parts.append([])
        parts[-1].append(child)
    return _html(parts[0], annotate), tuple(_section(part, annotate) for part in parts[1:])


def _section(blocks: Sequence[Element], annotate: bool) -> Section:
    heading, *rest = blocks
    at = next((number for number, block in enumerate(rest) if block.tag == "ol"), len(rest))
    lists = rest[at : at + 1]
    head, before, numbered, after = (_html(found, annotate) for found in ([heading], rest[:at], lists, rest[at + 1 :]))
    items = sum(len(block.findall("li")) for block in lists)
    return Section(heading.get("id", ""), head, before, numbered, after, items)


def _html(blocks: Sequence[Element], annotate: bool) -> str:
    holder = Element("div")
    holder.extend(blocks)
    return jinja.body(holder, annotate=annotate)


def _news(site: Site, translator: Translator) -> tuple[News, ...]:
    found = []
    for one in site.content.updates:
        title, text = (translator.text(message) for message in one.messages())
        found.append(News(one.id, one.on, one.kind, title, text, one.page))
    return tuple(found)


def home_title(site: Site, translator: Translator) -> str:
    """What the front page is called in a language; "" where that is not translated."""
    home = next((page for page in site.content.pages if page.is_home), None)
    message: Message | None = next(iter(home.front_messages()), None) if home else None
    said = translator.text(message) if message else None
    return said.text if said and not said.foreign else ""
