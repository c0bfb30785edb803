"""Where each text stands, for the address in a translator's note: also of words that no page in content/ holds.

In:    Inputs; pages built from marked Inputs (inputs.py), as text.
Out:   the anchors on a page; all messages of a site, each with the page that shows it.
Never: touches disk; depends on what is translated so far: two made-up languages stand for all that are there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from . import content, routes, site
from .catalog import Catalog, Entry
from .inputs import Inputs
from .locales import Tongue
from .message import Message

HOLDER = re.compile(r'<([a-z][a-z0-9]*)([^<>]*) data-message="(m-[0-9a-f]{8})"([^<>]*)>')
"""The start of an element that shows a message: its name, attributes, anchor, attributes."""

_ANCHOR = re.compile(r"m-[0-9a-f]{8}")
_EVERY = 5
"""One of so many texts has changed in the made-up half translation, so that a page also says what it says then."""


def standing(page: str) -> list[str]:
    """The anchors of all messages that a marked page shows or speaks, in its order, those nobody sees last."""
    return list(dict.fromkeys([*_shown(page), *_spoken(page)]))


def placed(inputs: Inputs) -> tuple[Message, ...]:
    """Every message of the site; words that no page holds with the first page that has them."""
    stands: dict[str, str] = {}
    for anchor, place in _stands(inputs):
        stands.setdefault(anchor, place)
    return tuple(one if one.place else replace(one, place=stands.get(one.anchor, "")) for one in inputs.messages())


def _stands(inputs: Inputs) -> Iterator[tuple[str, str]]:
    """(anchor, page) of all that is shown, the original first; then of all that is spoken where nobody sees it."""
    source, messages = inputs.tongues[0], inputs.messages()
    tongues = (source, _made_up("x-half", source, messages), _made_up("x-none", source, ()))
    files, _ = site.build(replace(inputs, marked=True, tongues=tongues), preview=True)
    built = {file.path: file.data for file in files}
    named = [
        (f"{page.slug}.html", built[path].decode())
        for tongue in tongues
        for page in inputs.content.pages
        if (path := routes.path(page.slug, tongue.locale.tag)) in built
    ]
    # The site's own words stand in every page's title and head, where no mark can stand.
    for message in content.site_messages(inputs.settings) if named else ():
        yield message.anchor, named[0][0]
    for read in (_shown, _spoken):
        yield from ((anchor, place) for place, page in named for anchor in read(page))


def _made_up(tag: str, source: Tongue, messages: Sequence[Message]) -> Tongue:
    """A language in which these messages say what they say, and every fifth has changed since."""
    found = Catalog("", Entry(None, ""), ())
    entries = {
        one.key: (found, Entry(*one.key, strings=(one.text,), flags=("fuzzy",) if number % _EVERY == _EVERY - 1 else ()))
        for number, one in enumerate(messages)
    }
    return Tongue(replace(source.locale, code=tag, tag=tag), (found,), entries, is_source=False)


def _shown(page: str) -> Iterator[str]:
    return (found[3] for found in HOLDER.finditer(page))


def _spoken(page: str) -> list[str]:
    return _ANCHOR.findall(page.rpartition(site.HEARD)[2])
