"""The translator's workbench: what a page of the preview tells of each of its texts.

In:    Inputs of two languages, marked, so that every word on a page carries the anchor of its message; pages as they were built.
Out:   those pages with what the workbench's script needs; the list of all pages with what is to do; HTML and JSON as text.
Never: touches disk, starts an editor, is part of a published page.
"""

from __future__ import annotations

import difflib
import html
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from .. import routes
from ..content import kinds, pages
from ..editions.translator import Translator
from ..locales import catalogs
from ..message import Message, State
from ..site import Site
from ..web.phrases import HOLDER, standing

HOME = "_workbench/"
"""Where the workbench's own pages stand."""

LABELS: Mapping[State, str] = {
    "missing": "missing",
    "stale": "English changed",
    "refused": "refused",
    "machine": "machine draft",
    "draft": "draft",
    "reviewed": "reviewed",
}
TO_DO: tuple[State, ...] = ("missing", "stale", "refused")
LEFT_OUT = re.compile(r".+\.(?:bilingual|single)\.html|.+\.txt|.+\.qr\.svg|card\.(?:html|png)")
"""Other forms of a page, which this preview does not make: they would cost most of the time between a save and the screen."""

Terms = Sequence[tuple[str, str]]
"""Words of the glossary in a message: the English, and what this language says."""


def no_terms(message: Message) -> Terms:
    """The glossary of a site that has none."""
    return ()


@dataclass(frozen=True)
class Workbench:
    """One language on the workbench: `inputs` hold it and the source, and nothing else."""

    site: Site
    terms_of: Callable[[Message], Terms] = no_terms

    @property
    def translator(self) -> Translator:
        """The language that is translated into."""
        return self.site.translators[-1]

    @cached_property
    def groups(self) -> dict[str, list[Message]]:
        """All messages by anchor; one stands in as many places as its list is long."""
        found: dict[str, list[Message]] = {}
        for message in self.site.messages():
            found.setdefault(message.anchor, []).append(message)
        return found

    @property
    def first(self) -> str:
        """The page to begin with."""
        return routes.path(kinds.HOME, self.translator.tongue.locale.tag)

    def catalogs(self) -> frozenset[str]:
        """The files that may be opened in an editor."""
        return frozenset(one.path for one in self.translator.tongue.catalogs)

    def state(self, anchor: str) -> State:
        """How a message stands."""
        return self.translator.look_up(self.groups[anchor][0]).state


def detail(bench: Workbench, anchor: str) -> dict[str, object]:
    """What the panel says of one message."""
    group = bench.groups[anchor]
    message, tongue = group[0], bench.translator.tongue
    found = tongue.entries.get(message.key)
    entry = found[1] if found else None
    state = bench.translator.look_up(message).state
    path, line = tongue.where(message)
    refused = next(iter(bench.translator.refusals(group)), None) if state == "refused" else None
    before = entry.previous[1] if entry and entry.previous and state == "stale" else None
    return {
        "state": state,
        "kind": "; ".join(_unique(one.kind for one in group)),
        "note": " ".join(_unique(one.note for one in group)),
        "context": message.context or "",
        "source": message.text,
        "own": entry.strings[0] if entry else "",
        "diff": diff(before, message.text) if before is not None else None,
        "reason": f"{refused.text} {refused.hint}" if refused else "",
        "terms": list(bench.terms_of(message)),
        "path": path,
        "line": line,
        "listed": entry is not None,
        "places": _unique(one.place for one in group),
    }


def diff(before: str, now: str) -> list[tuple[str, str]]:
    """What became of a text, in words: ("=", kept), ("-", gone), ("+", new)."""
    old, new = re.findall(r"\S+\s*", before), re.findall(r"\S+\s*", now)
    pieces: list[tuple[str, str]] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("=", "".join(new[c:d])))
        else:
            pieces += [(sign, "".join(words)) for sign, words in (("-", old[a:b]), ("+", new[c:d])) if words]
    return pieces


def add_panel(bench: Workbench, page: str, *, name: str, token: str) -> str:
    """A page of the preview on the workbench: an id for every message that stands on it, and all that the panel says.

    token: this run's secret, without which nobody has an editor opened.
    """
    tag, _, file = name.rpartition("/")
    own, source = bench.translator.tongue.locale, bench.translator.source
    here = [one for one in bench.site.content.pages if f"{one.slug}.html" == file]
    front = [message.anchor for one in here for message in one.front_messages()]
    about = [message.anchor for message in pages.site_messages(bench.site.settings)]
    known = [anchor for anchor in dict.fromkeys([*standing(page), *front, *about]) if anchor in bench.groups]
    translated = tag == own.tag
    said = {
        "own": {"tag": own.tag, "dir": own.dir, "name": own.name},
        "source": {"tag": source.tag, "dir": source.dir, "name": source.name},
        "translated": translated,
        "other": f"/{source.tag if translated else own.tag}/{file}" if tag else f"/{bench.first}",
        "token": token,
        "labels": LABELS,
        "todo": TO_DO,
        "messages": {anchor: detail(bench, anchor) for anchor in known} if translated else {},
    }
    return _with_panel(_with_ids(page), said)


def _with_ids(page: str) -> str:
    """The page with `id="m-…"` where each message first stands; an element with an id of its own holds a span for it."""
    seen: set[str] = set()

    def named(found: re.Match[str]) -> str:
        tag, before, anchor, after = found.groups()
        if anchor in seen:
            return found[0]
        seen.add(anchor)
        if ' id="' in before + after:
            return f'{found[0]}<span id="{anchor}"></span>'
        return f'<{tag} id="{anchor}"{before} data-message="{anchor}"{after}>'

    return HOLDER.sub(named, page)


def _with_panel(page: str, said: Mapping[str, object]) -> str:
    told = json.dumps(said, ensure_ascii=False).replace("<", "\\u003c")
    head = f'<link rel="stylesheet" href="/{HOME}panel.css">\n<script src="/{HOME}panel.js" defer></script>\n'
    page = page.replace("</head>", f"{head}</head>", 1)
    return page.replace("</body>", f'<script type="application/json" id="lantern-workbench-data">{told}</script>\n</body>', 1)


def _unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(word for word in words if word))


# ── the list of all pages ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class WorkRow:
    """What there is to do on one page: counts by state, each message once, and words of the source still to translate."""

    name: str
    href: str
    states: Mapping[State, int]
    words: int

    @property
    def cells(self) -> tuple[int, ...]:
        """Total, translated, machine, English changed, refused, missing, reviewed, words to go."""
        of, total = self.states, sum(self.states.values())
        done = total - sum(of[state] for state in TO_DO)
        return (total, done, of["machine"], of["stale"], of["refused"], of["missing"], of["reviewed"], self.words)


def rows(bench: Workbench) -> list[WorkRow]:
    """A row for each page and one for all that belongs to none, most to do first."""
    tag = bench.translator.tongue.locale.tag
    made = [
        _row(bench, page.slug, f"/{routes.path(page.slug, tag)}", [message.anchor for message in page.messages()])
        for page in bench.site.content.pages
    ]
    made.append(_row(bench, "words of no page", "#elsewhere", elsewhere(bench)))
    return sorted(made, key=lambda row: (-row.words, -row.states["machine"], row.name))


def elsewhere(bench: Workbench) -> list[str]:
    """The anchors of what no page in content/ holds: phrases of templates, entries of the help file, the site's name, news."""
    held = {message.anchor for page in bench.site.content.pages for message in page.messages()}
    return [anchor for anchor in bench.groups if anchor not in held]


def _row(bench: Workbench, name: str, href: str, anchors: Iterable[str]) -> WorkRow:
    states = {anchor: bench.state(anchor) for anchor in anchors}
    words = sum(len(bench.groups[anchor][0].text.split()) for anchor, state in states.items() if state in TO_DO)
    return WorkRow(name, href, Counter(states.values()), words)


_LIST = """<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<title>{title}</title>
</head>
<body class="lw-list">
<main>
<h1>{title}</h1>
<p><a href="/{first}">To the first page</a>. Texts that stand on several pages are counted on each.</p>
<p>The catalog: <code>{path}</code></p>
<table>
<caption>Pages, most to do first</caption>
<thead><tr><th scope="col">Page</th>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
<h2 id="elsewhere">Words of no page</h2>
<p>Buttons and labels, entries of the help file, the site's name, news: those that are to do, and those that no page shows.</p>
<ul>
{others}
</ul>
</main>
</body>
</html>
"""
_HEADS = ("Texts", "Translated", "Machine drafts", "English changed", "Refused", "Missing", "Reviewed", "Words to go")


def overview(bench: Workbench, pages: Mapping[str, str], *, token: str) -> str:
    """The page that lists all pages; `pages` are this language's, by name, as they were built."""
    stands: dict[str, str] = {}
    for name, page in pages.items():
        for anchor in standing(page):
            stands.setdefault(anchor, name)
    own = bench.translator.tongue.locale
    shown = [anchor for anchor in elsewhere(bench) if anchor not in stands or bench.state(anchor) in TO_DO]
    page = _LIST.format(
        title=f"All pages: {html.escape(own.name)}",
        first=bench.first,
        path=html.escape(catalogs.path(own.code)),
        heads="".join(f'<th scope="col">{head}</th>' for head in _HEADS),
        rows="\n".join(_table_row(row) for row in rows(bench)),
        others="\n".join(_other(bench, anchor, stands.get(anchor)) for anchor in shown) or "<li>None.</li>",
    )
    said = {"token": token, "list": True}
    return _with_panel(page, said)


def _table_row(row: WorkRow) -> str:
    cells = "".join(f"<td>{count}</td>" for count in row.cells)
    return f'<tr><th scope="row"><a href="{row.href}">{html.escape(row.name)}</a></th>{cells}</tr>'


def _other(bench: Workbench, anchor: str, name: str | None) -> str:
    """An entry that is not a page's own: its text, state and place in the catalog."""
    message = bench.groups[anchor][0]
    path, line = bench.translator.tongue.where(message)
    where = f'<a href="/{name}#{anchor}">{name}</a>' if name else "on no page"
    return (
        f'<li id="{anchor}"><q>{html.escape(message.text)}</q> <b>{LABELS.get(bench.state(anchor), "")}</b>, '
        f"{html.escape(message.kind)}, {where} "
        f'<button type="button" data-path="{html.escape(path)}" data-line="{line}">Open {html.escape(path)}:{line}</button></li>'
    )
