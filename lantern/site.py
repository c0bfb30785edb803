"""Every folder of a site → Inputs: everything that was read, and every fault in it.

In:    a root folder with content/, locales/, and perhaps templates/ and static/ of its own.
Out:   Inputs, or None where the settings or the theme cannot be used; and the Problems of all files in one run.
Never: renders, writes, stops at the first fault.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from .content import checks, pages, settings, toml
from .content.pages import Content, Page
from .content.settings import Settings
from .editions import collection, contacts
from .editions.edition import Edition
from .editions.translator import Translator
from .files import static
from .files.publish import File
from .locales import catalogs
from .locales.catalogs import Tongue
from .message import Message
from .problem import Problem
from .rules import glossary
from .rules.glossary import Glossary
from .templates import jinja, products, typst
from .templates.jinja import Theme
from .templates.products import Product
from .templates.typst import Press

_PACKAGE = Path(__file__).resolve().parent
HOME = _PACKAGE / "home" if (_PACKAGE / "home").is_dir() else _PACKAGE.parent
"""The folder with the templates and static files every site has: in the package when installed, around it in a checkout."""


@dataclass(frozen=True)
class Site:
    """Everything that was read; nothing of it depends on the output or the day.

    marked: True for the translator's preview: words carry their message's anchor and state.
    """

    root: Path
    settings: Settings
    content: Content
    tongues: tuple[Tongue, ...]
    theme: Theme
    static: tuple[File, ...]
    press: Press
    glossary: Glossary = ()
    marked: bool = False
    products: tuple[Product, ...] = ()

    def messages(self) -> tuple[Message, ...]:
        """Every message of the site, in the order of the template: pages, site, organisations, phrases."""
        return (*self.content.messages(self.settings), *self.phrases)

    @cached_property
    def phrases(self) -> tuple[Message, ...]:
        """Every phrase that the site speaks: of web templates, of the engine, and of print templates if it prints anything."""
        return (*self.theme.phrases, *contacts.PHRASES, *(self.press.phrases if self.printed else ()))

    @cached_property
    def printed(self) -> frozenset[str]:
        """The slugs of all pages that stand on some printed sheet."""
        return products.printed(self.content.pages, self.products)

    @cached_property
    def translators(self) -> tuple[Translator, ...]:
        """One a language; the first is the source's."""
        return tuple(Translator(tongue, self.tongues[0].locale, self.glossary, self.marked) for tongue in self.tongues)

    def editions(
        self, translator: Translator, *, memo: collection.Memo | None = None, wanted: Callable[[Page], bool] = lambda page: True
    ) -> list[Edition]:
        """Every page of the site that is wanted and has a template, in one language."""
        return collection.make_editions(
            self.content,
            translator,
            templates=self.theme.names,
            calling_code=self.settings.calling_code,
            memo=memo,
            wanted=wanted,
        )


def read_site(
    root: Path, *, only: Sequence[str] = (), base_url: str = "", pseudo: bool = False
) -> tuple[Site | None, tuple[Problem, ...]]:
    """All that a build needs.

    only:     keep these locales and the source; all where it is empty.
    base_url: stands for the settings' own, for this run; "" keeps that.
    pseudo:   add the pseudo-locales, for this run.
    """
    chosen, problems = settings.read(root)
    theme, faults = jinja.load(_folders(root, "templates"))
    printing, broken = typst.load(_folders(root, "templates"))
    files, more = static.read(reversed(_folders(root, "static")))
    known, found = pages.read(root)
    sheets, unprintable = products.load(_folders(root, "templates"), templates=printing.names)
    problems = (*problems, *faults, *broken, *unprintable, *more, *found)
    strays = catalogs.unread(root, chosen) if chosen else ()
    if chosen and base_url:
        chosen = settings.moved(chosen, base_url)
    if chosen and only:
        chosen = replace(chosen, locales=tuple(code for code in chosen.locales if code == chosen.source or code in only))
    tongues, refused = catalogs.read(root, chosen) if chosen else ((), ())
    terms, misspelt = _glossary(root)
    around = checks.Surroundings(
        jinja.names(_folders(root, "templates")),
        frozenset(file.path for file in files),
        checks.unread(found),
        jinja.drawings(_folders(root, "templates")),
        chosen.source if chosen else "",
    )
    problems = (*problems, *refused, *strays, *misspelt, *checks.check(known, around))
    if chosen is None or theme is None:
        return None, problems
    site = Site(root, chosen, known, tongues, theme, files, printing, terms, products=sheets)
    return _with_pseudo(site) if pseudo else site, problems


def _with_pseudo(site: Site) -> Site:
    """The same with the pseudo-locales after all others."""
    more = catalogs.pretended(site.messages(), site.settings)
    chosen = replace(site.settings, locales=(*site.settings.locales, *(tongue.locale.code for tongue in more)))
    return replace(site, settings=chosen, tongues=(*site.tongues, *more))


def _glossary(root: Path) -> tuple[Glossary, tuple[Problem, ...]]:
    """The site's glossary; a site need not have one."""
    path = root / glossary.PATH
    if not os.path.lexists(path):
        return (), ()
    text, faults = toml.read_text(path, glossary.PATH, root=root)
    return glossary.parse(text) if text is not None else ((), faults)


def read_catalogs_again(site: Site, problems: Sequence[Problem]) -> tuple[Site, tuple[Problem, ...]]:
    """The same Inputs with the catalogs as they now stand, for a change that touched nothing else; `problems` came with them."""
    tongues, refused = catalogs.read(site.root, site.settings)
    published, _ = settings.read(site.root)
    strays = catalogs.unread(site.root, published) if published else ()
    kept = (one for one in problems if not one.path.endswith(".po") and one.rule != "catalog-unread")
    return replace(site, tongues=tongues), (*kept, *refused, *strays)


def _folders(root: Path, name: str) -> list[tuple[Path, str]]:
    """The site's own folder before Lantern's; once where they are the same."""
    own, engine = root / name, HOME / name
    return [(own, name)] if own.resolve() == engine.resolve() else [(own, name), (engine, name)]
