"""Editions → the other forms of a page: beside its original, in one file, as text, as a code to scan; and what is one a site.

In:    Editions and the values of their templates.
Out:   Files, or the fault of the template that failed.
Never: translates: every form is another writer of the same tree. The translator's preview has none, for the sake of speed.
"""

from __future__ import annotations

import copy
import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

from .. import routes
from ..content import kinds
from ..document import bilingual, plaintext
from ..editions import edition
from ..editions.contacts import SAMPLE
from ..editions.edition import Edition
from ..files import picture, qr
from ..files.publish import File
from ..message import digest
from ..problem import Problem, error
from ..site import Site
from ..templates import jinja
from . import context, feed, search
from .context import Share, SharedContext

Written = File | Problem


def of_page(one: Edition, original: Edition, site: Site, shared: SharedContext, values: Mapping[str, Any]) -> list[Written]:
    """The forms of one page in one language, as its Share says."""
    kept = values["edition"]["share"]
    if kept is None or site.marked:
        return []
    stem = f"{one.locale.tag}/{one.page.slug}"
    made: list[Written] = [File(f"{stem}.qr.svg", _code(one, kept, shared).encode())]
    if kept.bilingual:
        made.append(_bilingual(one, original, site, values, f"{stem}.bilingual.html"))
    if one.page.has_formats:
        made.append(_single(one, site, values, f"{stem}.single.html"))
        made.append(File(f"{stem}.txt", plaintext.text_file(_text(one, kept, shared))))
    return made


def of_locale(editions: Sequence[Edition], originals: Sequence[Edition], site: Site, shared: SharedContext) -> list[Written]:
    """What a language has one of: the data of its search, the whole guide in one file, its feed."""
    if not any(one.page.group for one in editions):
        return []
    tag = editions[0].locale.tag
    made: list[Written] = [search.data(editions, language=tag)]
    if site.marked:
        return made
    made.append(_guide(editions, originals, site, shared))
    if site.settings.base_url and shared.news:
        title = shared.values["site"]["name"].text
        made.append(feed.atom(shared.news, title=title, language=tag, base_url=site.settings.base_url))
    return made


def card(originals: Sequence[Edition], site: Site, shared: SharedContext) -> list[Written]:
    """The officer's view, page and picture, in the source language alone; none where no page has words to show."""
    shows = next((one for one in originals if one.page.kind.sentences), None)
    if shows is None or site.marked:
        return []
    said = tuple(text for text, _ in edition.sentences(shows, shows))
    page = site.theme.write("card", {**shared.values, "root": "", "sentences": said})
    image = picture.png(said)
    path, line = shows.page.path, shows.page.body_line
    return [
        page if isinstance(page, Problem) else File("card.html", page.encode()),
        File("card.png", image) if image else error(path, line, "picture", "The words do not fit on one picture.", "Say less."),
    ]


def _bilingual(one: Edition, original: Edition, site: Site, values: Mapping[str, Any], path: str) -> Written:
    pairs = bilingual.pairs(
        one.tree,
        original.tree,
        language=(one.locale.tag, one.locale.dir),
        source_language=(original.locale.tag, original.locale.dir),
    )
    inside = {
        **values["edition"],
        "pairs": jinja.body(pairs, annotate=False),
        "opening": "",
        "body": "",
        "sections": (),
        "headings": (),
    }
    page = site.theme.write("bilingual", {**values, "edition": inside})
    return page if isinstance(page, Problem) else File(path, page.encode())


def _single(one: Edition, site: Site, values: Mapping[str, Any], path: str) -> Written:
    def lead(target: str) -> str | None:
        """An address that works from a chat: inside this file, or on the site where it has an address of its own."""
        base = site.settings.base_url
        if target.startswith("#"):
            return target
        whole = target.removeprefix("../") if target.startswith("../") else f"{one.locale.tag}/{target}"
        return routes.address(whole, base) if base else None

    inside = {**values["edition"], "opening": "", "sections": (), "body": jinja.body(_relinked(one.tree, lead), annotate=False)}
    page = site.theme.write(
        "single", {**values, "edition": inside, "colophon": inside["share"], "root": "", "csp": site.theme.policy}
    )
    return page if isinstance(page, Problem) else File(path, page.encode())


def _guide(editions: Sequence[Edition], originals: Sequence[Edition], site: Site, shared: SharedContext) -> Written:
    """The whole guide in one file; links between its pages become links inside it."""
    told = [(one, original) for one, original in zip(editions, originals, strict=True) if one.page.has_formats]
    slugs = {one.page.slug for one, _ in told}
    inside = []
    for one, original in told:
        tree = _relinked(one.tree, functools.partial(_inside, own=one.page.slug, slugs=slugs))
        for element in tree.iter():
            if "id" in element.attrib:
                element.set("id", f"{one.page.slug}--{element.get('id')}")
            if element.get("href", "").startswith("#source-"):
                element.set("href", f"#{one.page.slug}--{element.get('href', '')[1:]}")
        values = context.edition_values(one, original, site, shared)
        inside.append({**values, "opening": "", "sections": (), "body": jinja.body(tree, annotate=False)})
    tag = editions[0].locale.tag
    colophon = _whole([one for one, _ in told], site)
    page = site.theme.write("guide", {**shared.values, "editions": inside, "colophon": colophon, "root": ""})
    return page if isinstance(page, Problem) else File(f"{tag}/{context.GUIDE}.single.html", page.encode())


def _whole(told: Sequence[Edition], site: Site) -> Share | None:
    """What the whole guide says of itself: a version that changes with any page, the earliest day, the front page's address."""
    kept = [share for share in (context.share(one, site) for one in told) if share]
    if not kept:
        return None
    version = digest(*(share.version for share in kept))[:8]
    day = min((share.date for share in kept if share.date), default=None)
    address = routes.address(routes.path(kinds.HOME, told[0].locale.tag), site.settings.address)
    return replace(kept[0], version=version, date=day, address=address)


def _inside(target: str, *, own: str, slugs: set[str]) -> str | None:
    """A link between pages as a link inside the guide; None where its page is not in it."""
    name, _, anchor = target.partition("#")
    slug = name.removesuffix(".html") or own
    if slug not in slugs:
        return None
    return f"#{slug}--{anchor}" if anchor else f"#{slug}"


def _relinked(tree: Element, lead: Callable[[str], str | None]) -> Element:
    """A copy of the tree whose links inside the site are what `lead` says; without one, only their words stay.

    Of a picture only its words stay, too: one file holds no other, and fetches none.
    """
    changed = copy.deepcopy(tree)
    for element in changed.iter("img"):
        element.tag, element.text = "span", element.get("alt")
        element.attrib.clear()
    for element in changed.iter("a"):
        target = element.get("href", "")
        if target.startswith("#source-") or re.match(r"[a-z]+:", target):
            continue
        found = lead(target)
        if found is None:
            element.tag = "span"
            element.attrib.pop("href", None)
        else:
            element.set("href", found)
    return changed


def _colophon(one: Edition, kept: Share, shared: SharedContext) -> list[str]:
    """Which page, which version, of which day, and where to check it; short lines that need no translation but one."""
    t, date = shared.values["t"], shared.values["date"]
    lines = [f"{shared.values['site']['name'].text} · {kept.version}"]
    if kept.date:
        said = t("Sources last seen on {date}", date=date(kept.date)) if not one.page.verified else None
        lines.append(str(said or t("Sources checked on {date}", date=date(kept.date))))
    if kept.sample:
        lines.append(str(t(SAMPLE.text)))
    return [*lines, kept.address]


def _code(one: Edition, kept: Share, shared: SharedContext) -> str:
    return qr.svg(kept.address, [one.title.text, *_colophon(one, kept, shared)], title=one.title.text)


def _text(one: Edition, kept: Share, shared: SharedContext) -> str:
    t = shared.values["t"]
    states = [] if one.page.lawyer_checked else [str(t("No lawyer has checked this yet."))]
    checked = context.reviewed(one)
    if checked:
        text, day = "A person who reads {language} checked this translation: {by}, {date}", shared.values["date"](checked.on)
        states.append(str(t(text, language=one.locale.name, by=checked.by, date=day)))
    elif one.progress.states.get("source") is None:
        states.append(str(t("Draft translation, not yet checked by a person")))
    if one.locale.constructed and one.progress.translated:
        said = "Many legal words in this language are new. We made them for this site. The English word stands beside them."
        states.append(str(t(said)))
    if one.locale.spelling and one.progress.translated:
        states.append(str(t("Spelling: {name}", name=one.locale.spelling)))
    text = plaintext.outline(one.tree, title=one.title.text, colophon=[*states, *_colophon(one, kept, shared)])
    return plaintext.hold_order(text) if one.locale.dir == "rtl" else text
