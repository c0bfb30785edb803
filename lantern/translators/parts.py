"""The parts of a site that a person reads in one go: each page, the list of who can help, the words of the templates.

In:    Content, Settings, the phrases of templates and engine; a name as people type it.
Out:   Parts with their messages.
Never: counts or judges a translation (status, review), touches disk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..content import pages as page_files
from ..content import records
from ..content.pages import Content
from ..content.settings import PATH, Settings
from ..editions import progress
from ..message import Message
from ..problem import Problem, error


@dataclass(frozen=True, slots=True)
class Part:
    """What is reviewed together.

    name: as it is typed: a page's slug, "help", "site", "news", "recalls" or "phrases" ("help.toml" and so on
          where a page has that slug).
    path: where its text stands: a page's file, a data file, "templates".
    """

    name: str
    path: str
    messages: tuple[Message, ...]


PHRASES = "templates"


def parts(known: Content, settings: Settings, phrases: Sequence[Message]) -> tuple[Part, ...]:
    """Every part that has something to translate; together they hold all messages of the site."""
    pages = [Part(page.slug, page.path, progress.shown(page, known)) for page in known.pages]
    others = (
        Part("site", PATH, page_files.site_messages(settings)),
        Part("help", records.HELP, tuple(message for one in known.shown for message in one.messages())),
        Part("news", records.UPDATES, tuple(message for one in known.updates for message in one.messages())),
        Part("recalls", records.RECALLS, tuple(one.message() for one in known.recalls)),
        Part("phrases", PHRASES, tuple(phrases)),
    )
    slugs = {page.slug for page in known.pages}
    apart = (replace(one, name=one.path.removeprefix("content/")) if one.name in slugs else one for one in others)
    return tuple(part for part in (*pages, *apart) if part.messages)


def named(known: Sequence[Part], name: str) -> Part | None:
    """The part somebody means: "at-home", "at-home.md", "content/at-home.md"; of two with one name the page."""
    files = {name, name.removeprefix("content/"), name.replace(".html", ".md")}
    return next((part for part in known if part.name == name or part.path.removeprefix("content/") in files), None)


def unknown(name: str, known: Sequence[Part]) -> Problem:
    """The Problem of a name that means no part."""
    names = ", ".join(part.name for part in known)
    return error("content", 1, "unknown-page", f"There is no page “{name}”.", f"Choose one of {names}.")
