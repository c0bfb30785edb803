"""content/ → Content: pages, sources and organisations as people wrote them.

In:    the site's root folder.
Out:   Content, with a Problem for every fault found on the way; a faulty page is left out, its faults are not.
Never: translates, renders, knows a locale. Lines count from 1; paths are relative to the root.
"""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from ..document import inline, markdown
from ..document.characters import hidden
from ..message import Message
from ..problem import Problem, error
from . import kinds
from .kinds import Kind
from .records import (
    _DATE,
    HELP,
    RECALLS,
    SOURCES,
    UPDATES,
    Organisation,
    Source,
    Update,
    Wanted,
    Withdrawal,
    _check,
    _organisation,
    _recall,
    _source,
    _table,
    _update,
)
from .settings import Settings
from .toml import check_keys, hidden_characters, key_lines, load_toml, read_text

_FRONT_KEYS = {
    "title": str,
    "description": str,
    "order": int,
    "template": str,
    "verified": _DATE,
    "verify_by": _DATE,
    "lawyer_checked": dict,
    "group": str,
    "drawing": str,
    "need": str,
    "language": str,
    "place": str,
}
_SLUG = re.compile(r"(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])\Z)[a-z0-9][a-z0-9-]{0,79}\Z")
"""A page's name is its address on every system: Windows keeps aux, con and their like for devices."""
_LONGEST = {"title": 200, "description": 1000}
_MARKUP = re.compile(
    r"\{:[^{}]*\}?|\{#[\w-]+\}|\*\*[^*]+\*\*|`[^`]+`|\[[^\[\]]*\]\([^()]*\)|\[\^[\w-]+\]|\{[a-z][a-z0-9_]*\.[a-z_]+\}|&#?\w+;"
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,9}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});")
_NEARLY = re.compile(r"\.(?:md|markdown|mdown|mkdn?|md\.txt)\Z", re.IGNORECASE)
_FENCE = "+++"
_SPARE = frozenset({"README.md"})


@dataclass(frozen=True, slots=True)
class LawyerCheck:
    """Which lawyer checked a page's legal content, and when."""

    by: str
    on: datetime.date


@dataclass(frozen=True)
class Page:
    """One Markdown page.

    slug:  its file name without ".md", its address in every language.
    body:  Markdown after the front matter; `body_line` is the line of the file its first line stands on.
    lines: the line of each front-matter key.
    group: one of kinds.GROUPS, or "" for a page without the forms (one file, text, QR code) that grouped pages have.
    """

    slug: str
    path: str
    title: str
    description: str
    order: int
    template: str
    verified: datetime.date | None
    verify_by: datetime.date | None
    lawyer_checked: LawyerCheck | None
    body: str
    body_line: int
    lines: Mapping[str, int]
    group: str = ""
    drawing: str = ""
    wanted: Wanted = Wanted()

    @property
    def kind(self) -> Kind:
        """What it can do."""
        return kinds.kind_of(self.template)

    @property
    def has_formats(self) -> bool:
        """True for a page that says something by itself; one that lists what is elsewhere is not sent alone."""
        return self.kind.formats and kinds.group_of(self.group).formats

    @property
    def is_home(self) -> bool:
        """True for the front page."""
        return self.slug == kinds.HOME

    @property
    def place(self) -> str:
        """Its address without locale, as translators see it."""
        return f"{self.slug}.html"

    def front_messages(self) -> tuple[Message, ...]:
        """Title and description, as far as they are there."""
        parts = (("title", self.title), ("description", self.description))
        return tuple(
            Message(text, path=self.path, line=self.lines.get(key, 1), kind=f"page {key}", place=self.place)
            for key, text in parts
            if inline.has_words(text)
        )

    def located(self, message: Message) -> Message:
        """A message of the body, with its place in the file and on the site."""
        return replace(message, path=self.path, line=message.line + self.body_line - 1, place=self.place)

    def messages(self) -> tuple[Message, ...]:
        """All messages of the page, in document order."""
        return self._messages

    @cached_property
    def _messages(self) -> tuple[Message, ...]:
        return (*self.front_messages(), *(self.located(message) for message in markdown.parse(self.body).messages))


@dataclass(frozen=True)
class Content:
    """Everything in content/; pages in the order readers see them."""

    pages: tuple[Page, ...]
    sources: Mapping[str, Source]
    organisations: Mapping[str, Organisation]
    has_help: bool
    updates: tuple[Update, ...] = ()
    recalls: tuple[Withdrawal, ...] = ()

    @cached_property
    def shown(self) -> tuple[Organisation, ...]:
        """The organisations that some page names or lists, in the order of help.toml."""
        named = {fact.partition(".")[0] for page in self.pages for fact in markdown.parse(page.body).facts}
        named |= {one.id for page in self.pages for one in self.listing(page)}
        return tuple(one for one in self.organisations.values() if one.id in named)

    def listing(self, page: Page) -> tuple[Organisation, ...]:
        """The organisations a page asks for, in the order of help.toml."""
        return tuple(one for one in self.organisations.values() if one.answers(page.wanted))

    def messages(self, settings: Settings) -> Iterator[Message]:
        """Every message of the site's content: pages in order, then the site's own words, then organisations."""
        for page in self.pages:
            yield from page.messages()
        yield from site_messages(settings)
        for organisation in self.shown:
            yield from organisation.messages()
        for update in self.updates:
            yield from update.messages()
        for recall in self.recalls:
            yield recall.message()


def site_messages(settings: Settings) -> tuple[Message, ...]:
    """The site's name and description."""
    parts = (("name", settings.name), ("description", settings.description))
    return tuple(
        Message(text, path="content/site.toml", line=settings.lines.get(key, 1), kind=f"site {key}")
        for key, text in parts
        if text
    )


def read(root: Path) -> tuple[Content, tuple[Problem, ...]]:
    """All of `root`/content."""
    problems: list[Problem] = []
    pages = [page for page in (_page(path, problems) for path in _page_files(root, problems)) if page]
    sources = _table(root, SOURCES, _source, problems)
    organisations = _table(root, HELP, _organisation, problems)
    if not pages and not problems:
        problems.append(error("content", 1, "no-pages", "There is no page.", "Add content/index.md."))
    pages.sort(key=lambda page: (page.order, page.slug))
    updates = _table(root, UPDATES, _update, problems)
    news = tuple(sorted(updates.values(), key=lambda update: (-update.on.toordinal(), update.line)))
    recalls = tuple(sorted(_table(root, RECALLS, _recall, problems).values(), key=lambda one: (-one.on.toordinal(), one.line)))
    return Content(tuple(pages), sources, organisations, (root / HELP).exists(), news, recalls), tuple(problems)


# ── pages ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _page_files(root: Path, problems: list[Problem]) -> Iterator[Path]:
    folder = root / "content"
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if not _NEARLY.search(path.name) or (path.is_dir() and path.suffix != ".md"):
            continue
        shown = f"content/{path.relative_to(folder).as_posix()}"
        if path.name in _SPARE or any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if path.parent != folder:
            problems.append(error(shown, 1, "folder", "Pages stand in content/ itself.", "Move the file up; addresses are flat."))
        elif path.suffix != ".md":
            problems.append(
                error(shown, 1, "slug", "The file looks like a page, but no page ends so.", "Let its name end in .md.")
            )
        elif not _SLUG.match(path.stem):
            hint = "Use lower-case letters, digits and hyphens, at most 80; no name that Windows keeps, such as aux or con."
            problems.append(error(shown, 1, "slug", "The file's name cannot be an address.", hint))
        elif path.is_symlink():
            problems.append(error(shown, 1, "not-a-file", "A link cannot be a page.", "Put the file itself here."))
        else:
            yield path


def _page(path: Path, problems: list[Problem]) -> Page | None:
    name = f"content/{path.name}"
    text, faults = read_text(path, name, root=path.parents[1])
    if text is None:
        problems.extend(faults)
        return None
    table, lines, body, body_line, faults = _front(text, name)
    title, body = _title(table, body)
    if not faults and not title:
        hint = 'Write title = "…" in the front matter, or begin the text with “# …”.'
        faults = (error(name, 1, "missing-title", "The page has no title.", hint),)
    faults = (*faults, *_front_text_faults({"title": title, "description": table.get("description", "")}, name, lines, body_line))
    lawyer, more = _check(table, "lawyer_checked", ("by", "on"), name, lines)
    faults = (*faults, *more, *_group_faults(table, name, lines))
    problems.extend((*faults, *_hidden(body, name, body_line)))
    problems.extend(fault.at(name, shift=body_line - 1) for fault in markdown.parse(body).problems)
    if faults:
        return None
    return Page(
        path.stem,
        name,
        title,
        table.get("description", ""),
        table.get("order", 1000),
        table.get("template", kinds.PLAIN),
        table.get("verified"),
        table.get("verify_by"),
        LawyerCheck(**lawyer) if lawyer else None,
        body,
        body_line,
        lines,
        table.get("group", ""),
        table.get("drawing", ""),
        Wanted(table.get("need", ""), table.get("language", ""), table.get("place", "")),
    )


def _front(text: str, name: str) -> tuple[dict[str, Any], dict[str, int], str, int, tuple[Problem, ...]]:
    """(front matter, the lines of its keys, body, line of the body's first line, faults) of a page's text."""
    front, body, body_line, faults = _split(text, name)
    table, broken = load_toml(front, name, shift=1) if front else ({}, ())
    lines = key_lines(front, shift=1) if table else {}
    return table or {}, lines, body, body_line, (*faults, *broken, *check_keys(table or {}, _FRONT_KEYS, name, lines))


def _front_text_faults(texts: Mapping[str, Any], name: str, lines: Mapping[str, int], body_line: int) -> Iterator[Problem]:
    """Title and description are plain text in menus, feeds and search: marks and markup would be shown as they stand."""
    for key, text in texts.items():
        if not isinstance(text, str):
            continue
        line = lines.get(key, body_line)
        markup = _MARKUP.search(text)
        if markup:
            told, hint = (
                f"The {key} is plain text: “{markup[0]}” would be shown as it stands.",
                "Take it out.",
            )
            yield error(name, line, "front-markup", told, hint)
        if len(text) > _LONGEST[key]:
            told = f"The {key} has {len(text):,} characters; {_LONGEST[key]} is the most."
            yield error(name, line, "too-long", told, "Say it shorter.")


def _hidden(body: str, name: str, line: int) -> Iterator[Problem]:
    """A fault for each character that nobody sees, as it stands or as an entity (`&#8238;`); `line` is the body's first."""
    yield from hidden_characters(body, name, shift=line - 1)
    for match in _ENTITY.finditer(body):
        found = next(hidden(html.unescape(match[0])), None)
        if found:
            at = line + body.count("\n", 0, match.start())
            yield error(name, at, "unsafe-character", f"“{match[0]}” is {found[1]}, which readers do not see.", "Take it out.")


def _group_faults(table: Mapping[str, Any], name: str, lines: Mapping[str, int]) -> Iterator[Problem]:
    if "group" in table and table["group"] not in tuple(kinds.GROUPS):
        yield error(name, lines.get("group", 1), "group", "This is not a group.", f"Groups are {', '.join(kinds.GROUPS)}.")


def _split(text: str, name: str) -> tuple[str, str, int, tuple[Problem, ...]]:
    """(front matter, body, line of the body's first line, faults) of a page's text."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return "", text, 1, ()
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() == _FENCE:
            return "\n".join(lines[1 : number - 1]), "\n".join(lines[number:]), number + 1, ()
    fault = error(name, 1, "front-matter", "The front matter has no end.", f"Close it with a line “{_FENCE}”.")
    return "", "", len(lines) + 1, (fault,)


def _title(table: Mapping[str, Any], body: str) -> tuple[str, str]:
    """(title, body): from the front matter, or the first heading, which then leaves the body; line numbers stay."""
    if isinstance(table.get("title"), str) and table["title"].strip():
        return table["title"].strip(), body
    lines = body.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None or not lines[first].startswith("# "):
        return "", body
    title = lines[first][2:].strip().rstrip("#").strip()
    lines[first] = ""
    return title, "\n".join(lines)
