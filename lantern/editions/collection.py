"""Pages of a site × one language → their Editions, made anew only where something changed.

In:    the content, a Translator, the names of web templates, the country's calling code; what a former build made.
Out:   Editions in the order of the pages; a page whose template does not exist is left out (content.checks tells it).
Never: decides which language comes first, writes a page.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, MutableMapping
from typing import Any

from ..content.pages import Content, Page
from ..document.markdown import Fact
from . import contacts, progress
from .edition import Edition, make_edition
from .translator import Translator

Memo = MutableMapping[tuple[str, str], tuple[Any, Edition]]
"""By slug and language: what an Edition was made of, and the Edition."""


def make_editions(
    content: Content,
    translator: Translator,
    *,
    templates: Collection[str],
    calling_code: str,
    memo: Memo | None = None,
    wanted: Callable[[Page], bool] = lambda page: True,
) -> list[Edition]:
    """The Editions of all pages that are wanted and have a template.

    memo: read and brought up to date; None remembers nothing.
    """
    facts = contacts.make_facts(translator, content, calling_code=calling_code)
    answers = tuple(translator.look_up(message) for record in content.shown for message in record.messages())
    pages = [page for page in content.pages if page.template in templates and wanted(page)]
    return [_edition(page, translator, content, facts, answers, {} if memo is None else memo) for page in pages]


def _edition(
    page: Page, translator: Translator, content: Content, facts: Mapping[str, Fact], answers: tuple[Any, ...], memo: Memo
) -> Edition:
    """The page in this language; made anew only if the page, an answer of the catalog, a fact or a source changed."""
    own = tuple(translator.look_up(message) for message in page.messages())
    reviews = progress.reviews(progress.shown(page, content), translator)
    made_of = (page, own, reviews, facts, answers, content.sources, content.organisations)
    key = (page.slug, translator.tongue.locale.code)
    known = memo.get(key)
    if known is None or known[0] != made_of:
        known = (made_of, make_edition(page, translator, content, facts=facts))
        memo[key] = known
    return known[1]
