"""Where each text stands, for the address in a translator's note: also of words that no page in content/ holds.

In:    Inputs; pages built from marked Inputs (inputs.py), as text.
Out:   the anchors on a page; all messages of a site, each with the page that shows it.
Never: touches disk; depends on what is translated so far: two made-up languages stand for all that are there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .. import pipeline, routes
from ..content import pages
from ..locales.catalogs import Tongue
from ..locales.po import Catalog, Entry
from ..message import Message
from ..site import Site
from ..web.phrases import _shown, _spoken

_EVERY = 5
"""One of so many texts has changed in the made-up half translation, so that a page also says what it says then."""


def placed(site: Site) -> tuple[Message, ...]:
    """Every message of the site; words that no page holds with the first page that has them."""
    stands: dict[str, str] = {}
    for anchor, place in _stands(site):
        stands.setdefault(anchor, place)
    return tuple(one if one.place else replace(one, place=stands.get(one.anchor, "")) for one in site.messages())


def _stands(site: Site) -> Iterator[tuple[str, str]]:
    """(anchor, page) of all that is shown, the original first; then of all that is spoken where nobody sees it."""
    source, messages = site.tongues[0], site.messages()
    tongues = (source, _made_up("x-half", source, messages), _made_up("x-none", source, ()))
    whole = pipeline.build(replace(site, marked=True, tongues=tongues), preview=True)
    built = {file.path: file.data for file in whole.files}
    named = [
        (f"{page.slug}.html", built[path].decode())
        for tongue in tongues
        for page in site.content.pages
        if (path := routes.path(page.slug, tongue.locale.tag)) in built
    ]
    # The site's own words stand in every page's title and head, where no mark can stand.
    for message in pages.site_messages(site.settings) if named else ():
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
