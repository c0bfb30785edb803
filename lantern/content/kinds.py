"""What the kinds of pages can do, the groups they stand in, and the pages that the program leads to: one table for all wings.

In:    the name of a page's template, or of its group.
Out:   a Kind, a Group; every other module asks these, and compares no name of a template, a group or a page with a text.
Never: reads a template. A template that is not in the table makes pages of the plain kind, so a site may add its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

HOME = "index"
"""The front page's slug."""
NEWS = "updates"
"""The slug of the page that an update leads to if it names none."""
PLAIN = "page"
"""The template of a page that chooses none."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What pages with one template can do.

    recordable:      a voice may read them: they say more than a list of what stands elsewhere.
    formats:         they are sent alone, as one file and as text, and stand in the whole guide in one file.
    counts:          they show how far every language is, so another language's catalog can change them.
    news:            they list the updates.
    sentences:       their marked items are what a person can show an officer: a card and a picture are made of them.
    tells_of_sheets: they tell of printed sheets; `shows_sheets`: with a small picture of each.
    checks_versions: whoever holds a printed sheet looks there whether it still holds.
    scripts:         addresses of the scripts they need besides the site's own, seen from a language's folder.
    """

    recordable: bool = True
    formats: bool = True
    counts: bool = False
    news: bool = False
    sentences: bool = False
    tells_of_sheets: bool = False
    shows_sheets: bool = False
    checks_versions: bool = False
    scripts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """What pages of one group can do; `formats`: as in Kind, and a page has them where both its kind and its group do."""

    formats: bool = True


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "help": Kind(recordable=False, formats=False),
        "home": Kind(recordable=False),
        "print": Kind(formats=False, tells_of_sheets=True, shows_sheets=True),
        "search": Kind(recordable=False, formats=False, scripts=("../search.js", "search-data.js")),
        "show": Kind(sentences=True),
        "status": Kind(recordable=False, formats=False, counts=True),
        "updates": Kind(recordable=False, formats=False, news=True),
        "version": Kind(formats=False, tells_of_sheets=True, checks_versions=True),
    }
)
"""By template; every other template makes pages of the plain kind."""

GROUPS: Mapping[str, Group] = MappingProxyType(
    {
        "home": Group(formats=False),
        "situation": Group(),
        "tool": Group(),
        "order": Group(),
        "about": Group(),
        "help": Group(formats=False),
    }
)
"""Where a page stands in menus, in their order; pages of the group "help" are reached from other pages alone."""
UNGROUPED = "order"
"""Where a page of no group stands in menus."""

_PLAIN = Kind()
_NO_GROUP = Group(formats=False)


def kind_of(template: str) -> Kind:
    """What pages with this template can do."""
    return KINDS.get(template, _PLAIN)


def group_of(name: str) -> Group:
    """What pages of this group can do; those of none ("") are not sent alone."""
    return GROUPS.get(name, _NO_GROUP)
