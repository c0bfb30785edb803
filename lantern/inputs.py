"""Every folder of a site → Inputs: everything that was read, and every fault in it.

In:    a root folder with content/, locales/, and perhaps templates/ and static/ of its own.
Out:   Inputs, or None where the settings or the theme cannot be used; and the Problems of all files in one run.
Never: renders, writes, stops at the first fault.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from . import checks, content, glossary, locales, press, products, settings, static, templates, toml, translate
from .content import Content
from .glossary import Glossary
from .locales import Tongue
from .message import Message
from .output import File
from .press import Press
from .problem import Problem
from .settings import Settings
from .templates import Theme
from .translate import Voice

HOME = Path(__file__).resolve().parent.parent
"""Lantern's own folder, with the templates and static files every site has."""


@dataclass(frozen=True)
class Inputs:
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

    def messages(self) -> tuple[Message, ...]:
        """Every message of the site, in the order of the template: pages, site, organisations, phrases."""
        return (*self.content.messages(self.settings), *self.phrases)

    @cached_property
    def phrases(self) -> tuple[Message, ...]:
        """Every phrase that the site speaks: of web templates, of the engine, and of print templates if it prints anything."""
        return (*self.theme.phrases, *translate.PHRASES, *(self.press.phrases if self.printed else ()))

    @cached_property
    def printed(self) -> frozenset[str]:
        """The slugs of all pages that stand on some printed sheet."""
        return products.printed(self.content.pages, self.press.names)

    @cached_property
    def voices(self) -> tuple[Voice, ...]:
        """One voice a locale; the first is the source."""
        return tuple(Voice(tongue, self.tongues[0].locale, self.glossary, self.marked) for tongue in self.tongues)


def read(
    root: Path, *, only: Sequence[str] = (), base_url: str = "", pseudo: bool = False
) -> tuple[Inputs | None, tuple[Problem, ...]]:
    """All that a build needs.

    only:     keep these locales and the source; all where it is empty.
    base_url: stands for the settings' own, for this run; "" keeps that.
    pseudo:   add the pseudo-locales, for this run.
    """
    chosen, problems = settings.read(root)
    theme, faults = templates.load(_folders(root, "templates"))
    printing, broken = press.load(_folders(root, "templates"))
    files, more = static.read(reversed(_folders(root, "static")))
    known, found = content.read(root)
    problems = (*problems, *faults, *broken, *more, *found)
    if chosen and base_url:
        chosen = settings.moved(chosen, base_url)
    if chosen and only:
        chosen = replace(chosen, locales=tuple(code for code in chosen.locales if code == chosen.source or code in only))
    tongues, refused = locales.read(root, chosen) if chosen else ((), ())
    terms, misspelt = _glossary(root)
    around = checks.Surroundings(
        templates.names(_folders(root, "templates")),
        frozenset(file.path for file in files),
        checks.unread(found),
        templates.drawings(_folders(root, "templates")),
    )
    problems = (*problems, *refused, *misspelt, *checks.check(known, around))
    if chosen is None or theme is None:
        return None, problems
    inputs = Inputs(root, chosen, known, tongues, theme, files, printing, terms)
    return _with_pseudo(inputs) if pseudo else inputs, problems


def _with_pseudo(inputs: Inputs) -> Inputs:
    """The same with the pseudo-locales after all others."""
    more = locales.pretended(inputs.messages(), inputs.settings)
    chosen = replace(inputs.settings, locales=(*inputs.settings.locales, *(tongue.locale.code for tongue in more)))
    return replace(inputs, settings=chosen, tongues=(*inputs.tongues, *more))


def _glossary(root: Path) -> tuple[Glossary, tuple[Problem, ...]]:
    """The site's glossary; a site need not have one."""
    path = root / glossary.PATH
    if not path.exists():
        return (), ()
    text, faults = toml.read_text(path, glossary.PATH)
    return glossary.parse(text) if text is not None else ((), faults)


def translated(inputs: Inputs, problems: Sequence[Problem]) -> tuple[Inputs, tuple[Problem, ...]]:
    """The same Inputs with the catalogs as they now stand, for a change that touched nothing else; `problems` came with them."""
    tongues, refused = locales.read(inputs.root, inputs.settings)
    kept = (one for one in problems if not one.path.endswith(".po"))
    return replace(inputs, tongues=tongues), (*kept, *refused)


def _folders(root: Path, name: str) -> list[tuple[Path, str]]:
    """The site's own folder before Lantern's; once where they are the same."""
    own, engine = root / name, HOME / name
    return [(own, name)] if own.resolve() == engine.resolve() else [(own, name), (engine, name)]
