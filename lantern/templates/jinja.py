"""templates/ → Theme: the phrases of the templates, and pages written with them.

In:    folders of templates, the site's own before Lantern's; values for one page.
Out:   HTML text, or the fault with the template's file and line.
Never: compiles a string from content or a catalog, formats a translation with % or str.format. Jinja is owned here.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import jinja2
from jinja2 import nodes
from markupsafe import Markup, escape

from ..content.toml import read_text
from ..document import html
from ..message import Message
from ..problem import Problem, error
from ..rules.refuse import PLACEHOLDER
from . import css
from .css import StyleSheet, _digest

STYLE = "site.css"
PAGE_NAMES = frozenset(
    (
        *("site", "locale", "source", "edition", "editions", "languages", "english_href", "menu", "home_href", "page_href"),
        *("alternates", "canonical", "css", "csp", "preview", "root", "t", "date", "choices", "scripts", "feed_href"),
        *("card_href", "card_picture_href", "colophon", "sentences", "shelf"),
    )
)
"""Every name a template may use; templates/README.md says what each holds."""
FRAMES = frozenset({"base", "bilingual", "card", "guide", "languages", "single"})
"""Documents that no page may choose: the frame of all others, and those written from values that a page does not have."""
_EXTENDS = re.compile(r"\{%[-+]?\s*extends\s+(?:([\"'])(.*?)\1)?")
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_WORD = re.compile(r"(?:\A|>)[^<]*[^\s<]")
_JINJA_NAMES = frozenset(
    ["range", "dict", "lipsum", "cycler", "joiner", "namespace", "loop", "caller", "super", "self", "varargs", "kwargs"]
)


@dataclass(frozen=True)
class Phrase:
    """A translated phrase with its values put in: `text` is plain, for attributes; printed, it is safe HTML."""

    text: str
    markup: Markup

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> str:
        return self.markup


@dataclass(frozen=True, slots=True)
class Day:
    """A date in the page's language, and in the source's for a phrase that falls back: one phrase speaks one language."""

    text: str
    source: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Theme:
    """Templates ready to use.

    names:   the page templates, without ".html".
    phrases: every phrase of every template, in the order of files and lines.
    sheet:   the stylesheet's rules; each page is given those it can use.
    style:   all of it as text, which a page's own takes the place of; `policy` is the Content-Security-Policy that allows it
             and nothing else.
    """

    environment: jinja2.Environment
    names: frozenset[str]
    phrases: tuple[Message, ...]
    sheet: StyleSheet
    style: Markup
    policy: str

    def write(self, name: str, values: Mapping[str, Any]) -> str | Problem:
        """The template `name` filled with `values`; a Problem with its line where the template is at fault."""
        try:
            template = self.environment.get_template(f"{name}.html")
            page = self._dressed(template.render(values))
            if not _WORD.search(page, page.find("</head>") + 1):
                hint = "Let it print {{ edition.body }}; templates/README.md lists what else a page has."
                return error(str(template.filename), 1, "template-empty", "The page that it makes has no words.", hint)
            return page
        except Exception as reason:
            # A template is people's work: whatever it raises is told with its place. A fault of ours has no line in one.
            place = _place(reason)
            if place is None:
                raise
            told = str(reason) or type(reason).__name__
            hint = "templates/README.md lists the names a template may use."
            return error(
                *place, "template-name" if isinstance(reason, jinja2.UndefinedError) else "template-failed", f"{told}.", hint
            )

    def _dressed(self, page: str) -> str:
        """The page with the rules of the stylesheet that it can use, and their digest in its policy.

        Classes that a script adds stand in the page's `data-wears` (templates/README.md).
        """
        if self.style not in page:
            return page
        style = css.fitted(self.sheet, css.worn(page.replace(self.style, "", 1)))
        return page.replace(self.style, style, 1).replace(_digest(str(self.style)), _digest(style))


def load(folders: Sequence[tuple[Path, str]]) -> tuple[Theme | None, tuple[Problem, ...]]:
    """The theme of (folder, name to show) pairs; of files with one name the first folder's wins; None when one is broken."""
    problems: list[Problem] = []
    sources: dict[str, tuple[str, str]] = {}
    for folder, shown in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            name = path.relative_to(folder).as_posix()
            if name not in sources and path.suffix in {".html", ".css", ".svg"} and not name.startswith("."):
                text, faults = read_text(path, f"{shown}/{name}")
                problems.extend(faults)
                sources[name] = (f"{shown}/{name}", text or "")
    if problems:
        return None, tuple(problems)
    return _theme(tuple((name, *rest) for name, rest in sources.items()))


def names(folders: Sequence[tuple[Path, str]]) -> frozenset[str]:
    """The names a page may choose its template from, broken ones included: whole documents that are made for pages."""
    texts: dict[str, str] = {}
    for folder, _ in folders:
        for path in folder.glob("*.html"):
            texts.setdefault(path.name, path.read_bytes().decode(errors="replace"))
    return frozenset(name.removesuffix(".html") for name in texts if _is_document(name, texts)) - FRAMES


def _is_document(name: str, texts: Mapping[str, str]) -> bool:
    """True if a template, or the one it extends, writes `<html>`; also where nobody can tell, for then its fault is told."""
    seen: set[str] = set()
    while name in texts and name not in seen:
        seen.add(name)
        extended = _EXTENDS.search(_COMMENT.sub("", texts[name]))
        if not extended:
            return bool(re.search(r"<html[\s>]", _COMMENT.sub("", texts[name]), re.IGNORECASE))
        name = extended[2] or ""
    return True


def drawings(folders: Sequence[tuple[Path, str]]) -> frozenset[str]:
    """The names a page may choose its drawing from."""
    return frozenset(path.stem for folder, _ in folders for path in (folder / "drawings").glob("*.svg"))


def drawing(theme: Theme, name: str) -> str | None:
    """The text of drawings/NAME.svg; None where there is none."""
    try:
        source = theme.environment.get_template(f"drawings/{name}.svg")
    except jinja2.TemplateNotFound:
        return None
    return source.render()


def fill_phrase(text: str, marks: str, values: Mapping[str, Any], *, foreign: bool) -> Phrase:
    """Puts values into {places} and nothing else: a translation is never a format string.

    marks:   attributes of the span that the text needs, or "": its language, and whose words they are.
    foreign: the text is the source's, and so is a day in it.
    """
    values = {name: value.source if foreign and isinstance(value, Day) else value for name, value in values.items()}
    plain = PLACEHOLDER.sub(lambda m: str(values.get(m[1], m[0])), text)
    pieces = PLACEHOLDER.split(text)
    safe = Markup("").join(
        escape(values.get(piece, f"{{{piece}}}")) if odd % 2 else escape(piece) for odd, piece in enumerate(pieces)
    )
    if marks:
        safe = Markup("<span{}>{}</span>").format(Markup(marks), safe)
    return Phrase(plain, safe)


@lru_cache(maxsize=4)
def _theme(sources: tuple[tuple[str, str, str], ...]) -> tuple[Theme | None, tuple[Problem, ...]]:
    """The theme of (name, path to show, text); memoised, so that an unchanged theme is the same object."""
    known = {name: (text, path, lambda: True) for name, path, text in sources}
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(known.get),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    problems: list[Problem] = []
    phrases: list[Message] = []
    pages = [(name, path, text) for name, path, text in sorted(sources) if name.endswith(".html")]
    trees = {path: _parse(environment, name, path, text, problems) for name, path, text in pages}
    # What one template sets at its top, those it includes see too.
    made = {name for tree in trees.values() if tree for name in _made(tree)}
    for path, tree in trees.items():
        if tree:
            problems.extend(_unknown(tree, path, made))
            phrases.extend(_phrases(tree, path, problems))
    sheet = [(path, text) for name, path, text in sources if name == STYLE]
    if not sheet or not pages:
        problems.append(
            error(f"templates/{STYLE}", 1, "missing-file", "There are no templates or no stylesheet.", "Add templates/site.css.")
        )
    parsed, faults = css.parse(sheet[0][1] if sheet else "")
    hint = "Look for a brace, a semicolon or a quotation mark that is missing."
    problems += [error(sheet[0][0], fault.line, "stylesheet", f"This is no CSS: {fault.text}.", hint) for fault in faults]
    if problems:
        return None, tuple(problems)
    style = Markup(parsed.text)
    policy = (
        f"default-src 'none'; style-src 'sha256-{_digest(style)}'; img-src 'self' data:; script-src 'self'; "
        "base-uri 'none'; form-action 'none'"
    )
    return Theme(
        environment, frozenset(name.removesuffix(".html") for name, _, _ in pages), tuple(phrases), parsed, style, policy
    ), ()


def body(tree: Element, *, annotate: bool) -> Markup:
    """A page's tree as HTML that a template may print."""
    return Markup(html.html(tree, annotate=annotate))


def joined(pieces: Iterable[str]) -> Markup:
    """Pieces of HTML as one that a template may print; of those that are plain text, their signs are escaped."""
    return Markup("").join(pieces)


def _place(reason: Exception) -> tuple[str, int] | None:
    """(path, line) in the innermost template that a raised fault passed through."""
    frames = [frame for frame in traceback.extract_tb(reason.__traceback__) if frame.filename.endswith(".html")]
    return (frames[-1].filename, frames[-1].lineno or 1) if frames else None


def _parse(environment: jinja2.Environment, name: str, path: str, text: str, problems: list[Problem]) -> nodes.Template | None:
    """A template's syntax tree; its fault is added to `problems`."""
    try:
        environment.get_template(name)
        return environment.parse(text, name)
    except jinja2.TemplateSyntaxError as reason:
        problems.append(
            error(path, reason.lineno, "template-syntax", f"{reason.message}.", "Compare with the templates beside it.")
        )
        return None


def _made(tree: nodes.Template) -> set[str]:
    """The names a template makes itself: what it sets, its macros and their arguments, its imports."""
    made = {node.name for node in tree.find_all(nodes.Name) if node.ctx in {"store", "param"}}
    made |= {node.name for node in tree.find_all(nodes.Macro)} | {node.target for node in tree.find_all(nodes.Import)}
    return made | {item if isinstance(item, str) else item[1] for node in tree.find_all(nodes.FromImport) for item in node.names}


def _unknown(tree: nodes.Template, path: str, made: Set[str]) -> Iterator[Problem]:
    """A Problem for each name that nobody gives: found before any page is written."""
    for node in tree.find_all(nodes.Name):
        if node.ctx == "load" and node.name not in PAGE_NAMES | _JINJA_NAMES | made:
            hint = "templates/README.md lists the names a template may use."
            yield error(path, node.lineno, "template-name", f"“{node.name}” is not defined.", hint)


def _phrases(tree: nodes.Template, path: str, problems: list[Problem]) -> Iterator[Message]:
    """Every t("…") of a template."""
    for call in tree.find_all(nodes.Call):
        if not isinstance(call.node, nodes.Name) or call.node.name != "t":
            continue
        first = call.args[0] if call.args else None
        if not isinstance(first, nodes.Const) or not isinstance(first.value, str):
            hint = "Translators can only translate what stands in the template."
            problems.append(error(path, call.lineno, "phrase", "t() needs its text in quotes.", hint))
            continue
        named = {pair.key: pair.value for pair in call.kwargs}
        said = {key: node.value for key, node in named.items() if key in {"ctx", "note"} and isinstance(node, nodes.Const)}
        wanted = set(PLACEHOLDER.findall(first.value))
        if wanted != set(named) - {"ctx", "note"}:
            told = ", ".join(sorted(wanted)) or "none"
            problems.append(
                error(
                    path, call.lineno, "phrase", f"The phrase has the places {told}; give a value for each.", 't("{n} of …", n=…)'
                )
            )
        flags = ("python-brace-format",) if wanted else ()
        yield Message(first.value, said.get("ctx"), path, call.lineno, "phrase", said.get("note") or "", "", flags)
