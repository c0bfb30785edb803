"""What goes back to a translator by mail: one page that shows what became of their file.

In:    the outcomes of `exchange`, the site's messages and titles, the catalog as it would stand now.
Out:   one HTML file: no script, nothing loaded, English beside the new text, what was refused on top.
Never: is part of the published site; decides what is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from ..document import html, markdown
from ..locales.languages import Language
from ..locales.po import Catalog, Key
from ..message import Message, Translation
from .take import Fate, TakeOutcome

SAID: dict[Fate, str] = {
    "taken": "taken",
    "guess": "taken as a guess: needs a look",
    "same": "the same as ours",
    "refused": "refused",
    "conflict": "in conflict: ours was changed by a person too",
    "unsure": "not sure: marked as fuzzy, or an old machine draft",
    "unknown": "unknown: this English text is not on the site now",
    "empty": "not translated",
}
"""What each fate is called, in the order they are counted in."""

_STYLE = """
body{font:1rem/1.5 system-ui,sans-serif;max-width:76rem;margin:0 auto;padding:1rem;color:#16191d;background:#fff}
table{width:100%;border-collapse:collapse;table-layout:fixed}td,th{vertical-align:top;padding:.5rem;border-top:1px solid #767b82;
text-align:start;overflow-wrap:anywhere}p{margin:.2rem 0}.new{background:#e6f4ea;border-inline-start:.4rem solid #1a7f37}
.bad{background:#fdecea;border-inline-start:.4rem solid #b3261e}.note{color:#454a50}td:first-child,th:first-child{width:42%}
summary{padding:.5rem 0}@media(max-width:40rem){table,tbody,tr,td{display:block;width:auto!important}thead{display:none}}
"""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the page is made of. titles: page titles by place ("at-home.html"); file: the name of their file."""

    file: str
    locale: Language
    outcomes: Sequence[TakeOutcome]
    catalog: Catalog
    messages: Sequence[Message]
    titles: Mapping[str, str]


def counts(outcomes: Sequence[TakeOutcome]) -> str:
    """ "12 taken, 1 refused": how many entries met which fate, in words."""
    found = Counter(outcome.fate for outcome in outcomes)
    return ", ".join(f"{found[fate]} {said.partition(':')[0]}" for fate, said in SAID.items() if found[fate])


def page(reply: Reply) -> str:
    """The whole page."""
    title = f"{reply.file}: {reply.locale.name} ({reply.locale.tag})"
    listed = "".join(_list(reply, fate) for fate in ("refused", "conflict", "guess", "unsure", "unknown"))
    body = "".join(_pages(reply))
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>{head}<style>{_STYLE}</style></head>\n<body>\n<h1>{escape(title)}</h1>\n'
        f"<p>{escape(counts(reply.outcomes) or 'Nothing is translated in this file')}.</p>\n{listed}{body}</body>\n</html>\n"
    )


def _list(reply: Reply, fate: Fate) -> str:
    """The entries of one fate that somebody must do something about."""
    found = [outcome for outcome in reply.outcomes if outcome.fate == fate]
    if not found:
        return ""
    rows = "".join(
        f'<tr class="{"bad" if fate == "refused" else ""}"><td>{escape(outcome.text)}</td>'
        f"<td><div{_own(reply.locale)}>{escape(outcome.said)}</div>"
        f'<p class="note">{escape(f"Line {outcome.line}: {outcome.why} {outcome.hint}".strip())}</p></td></tr>\n'
        for outcome in found
    )
    return f"<h2>{escape(SAID[fate][0].upper() + SAID[fate][1:])} ({len(found)})</h2>\n<table>\n{rows}</table>\n"


def _pages(reply: Reply) -> Iterator[str]:
    """Each page of the site, block by block; pages that the file did not change are folded."""
    said = {entry.key: entry.strings[0] for entry in reply.catalog.entries if not entry.obsolete and not entry.fuzzy}
    fates = {outcome.message.key: outcome for outcome in reply.outcomes if outcome.message}
    places: dict[str, dict[Key, Message]] = {}
    for message in reply.messages:
        places.setdefault(message.place, {}).setdefault(message.key, message)
    for place, messages in places.items():
        taken = sum(1 for key in messages if key in fates and fates[key].fate == "taken")
        rows = "".join(_row(message, said.get(key, ""), fates.get(key), reply.locale) for key, message in messages.items())
        name = escape(reply.titles.get(place, place) if place else "Words around the pages")
        head = f"<thead><tr><th>English</th><th>{escape(reply.locale.name)}</th></tr></thead>"
        table = f"<table>\n{head}\n<tbody>\n{rows}</tbody>\n</table>\n"
        opened = " open" if taken else ""
        yield f"<details{opened}><summary><strong>{name}</strong>: {taken} new of {len(messages)}</summary>\n{table}</details>\n"


def _row(message: Message, said: str, outcome: TakeOutcome | None, locale: Language) -> str:
    fate = outcome.fate if outcome else "same"
    kind = {"taken": ' class="new"', "refused": ' class="bad"'}.get(fate, "")
    mark = f'<p class="note">{escape(SAID[fate])}</p>' if kind else ""
    shown = _shown(message, said) if said else '<p class="note">Not translated: the English stands here.</p>'
    own = _own(locale) if said else ""
    return f"<tr{kind}><td>{_shown(message, message.text)}</td><td><div{own}>{shown}</div>{mark}</td></tr>\n"


def _own(locale: Language) -> str:
    return f' lang="{escape(locale.tag)}" dir="{escape(locale.dir)}"'


def _shown(message: Message, text: str) -> str:
    """A message as its page has it; facts stand by their names, links lead nowhere."""
    if message.kind == "phrase":
        return f"<p>{escape(text)}</p>"
    tree = markdown.render("x", lambda one: Translation(text, "draft")).tree
    for element in tree.iter():
        if element.tag == "a" and element.get("href", "").startswith("#source-"):
            element.text = f"[{element.get('href', '').removeprefix('#source-')}]"
        if element.tag == "a":
            element.tag = "u"
            element.attrib.pop("href", None)
        elif element.tag == "img":
            element.tag = "i"
            element.text = element.get("alt", "")
            element.attrib.clear()
    return html.html(tree).rstrip("\n")
