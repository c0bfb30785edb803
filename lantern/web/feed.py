"""Dated news of the site → an Atom feed in one language (RFC 4287).

In:    updates with their words in the language, the site's own address.
Out:   a feed.xml whose ids never change; its date is that of its newest entry, not of the day it was built.
Never: stands on a site without an address of its own: every id and link in a feed is absolute.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from .. import routes
from ..content import kinds
from ..editions.translator import Text
from ..files.publish import File

NAME = "feed.xml"


@dataclass(frozen=True, slots=True)
class News:
    """One update in one language: its day, its words, and the page it is about ("" for the site)."""

    id: str
    on: datetime.date
    kind: str
    title: Text
    text: Text
    slug: str

    @property
    def href(self) -> str | None:
        """The page it is about, for a page beside that one."""
        return f"{self.slug}.html" if self.slug else None


def atom(news: Sequence[News], *, title: str, language: str, base_url: str) -> File:
    """`<language>/feed.xml`, newest first."""
    home = routes.address(routes.path(kinds.HOME, language), base_url)
    own = routes.address(f"{language}/{NAME}", base_url)
    entries = "".join(_entry(one, language, base_url) for one in news)
    newest = max((one.on for one in news), default=datetime.date(1970, 1, 1))
    return File(
        f"{language}/{NAME}",
        (
            '<?xml version="1.0" encoding="utf-8"?>\n'
            f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">\n'
            f"<title>{escape(title)}</title>\n<id>{escape(own)}</id>\n<updated>{_moment(newest)}</updated>\n"
            f"<author><name>{escape(title)}</name></author>\n"
            f'<link rel="self" href="{escape(own)}"/>\n<link rel="alternate" href="{escape(home)}"/>\n{entries}</feed>\n'
        ).encode(),
    )


def _entry(one: News, language: str, base_url: str) -> str:
    page = routes.address(routes.path(one.slug or kinds.NEWS, language), base_url)
    return (
        f'<entry>\n<title xml:lang="{one.title.lang}">{escape(one.title.text)}</title>\n'
        f"<id>{escape(page)}#{escape(one.id)}</id>\n"
        f'<updated>{_moment(one.on)}</updated>\n<link rel="alternate" href="{escape(page)}"/>\n'
        f'<summary xml:lang="{one.text.lang}">{escape(one.text.text)}</summary>\n</entry>\n'
    )


def _moment(day: datetime.date) -> str:
    """RFC 3339; an update has a day and no hour."""
    return f"{day.isoformat()}T00:00:00Z"
