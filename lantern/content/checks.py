"""The rules over content: what no single file can know.

In:    Content and what the rest of the site offers.
Out:   Problems. Each rule is a generator whose docstring is the rule.
Never: reads files or the clock; mends anything.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from ..document import inline, markdown
from ..files import names
from ..message import Message
from ..problem import Problem, error, warning
from ..routes import address_fault
from . import kinds
from .pages import Content, Page
from .records import HELP, SOURCES, UPDATES, Organisation, Update

_NUMBER = re.compile(
    r"""
      (?<!\w)(?:tel|sms):\+?[\d().-]{1,40}                                                              # link to dial
    | (?<![\w.+-])(?:\+?1[-.\s\u2010-\u2015]?)?(?:\(\d{3}\)|\d{3})[-.\s\u2010-\u2015]?\d{3}[-.\s\u2010-\u2015]?\d{4}(?!\w)
    | (?<![\w.+-])\+\d{1,3}(?:[-.\s\u2010-\u2015]\d{2,4}){2,5}(?!\w)                             # telephone, international
    | (?<![\w.+-])0\d{1,4}(?:[\u00a0\u202f ]\d{2,4}){2,5}(?!\w)                                # inside other countries
    | (?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,9}                  # e-mail
    """,
    re.VERBOSE,
)
_QUOTED = re.compile(r"“[^”]*”")
# With a capital only where a sentence begins: elsewhere it is the month.
_MAY_NOT = re.compile(r"(?:\bmay|(?:(?<=[.!?:] )|^)May)(?: (?:also|even|still|then|well|yet))? (?:not|never|no longer)\b")
_FIELDS = ("name", "phone", "web", "email", "address", "hours")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What pages may point at.

    templates: names.
    static:    paths of static files.
    drawings:  names of the drawings in templates/drawings/.
    unread:    files of content/ that are there but could not be read: what points at them is no second fault.
    source:    the locale that pages are written in.
    """

    templates: frozenset[str]
    static: frozenset[str]
    unread: frozenset[str] = frozenset()
    drawings: frozenset[str] = frozenset()
    source: str = "en"


def check(content: Content, around: Surroundings) -> tuple[Problem, ...]:
    """Every rule over every page."""
    found = [problem for rule in RULES for page in content.pages for problem in rule(page, content, around)]
    records: list[Organisation | Update] = [*content.organisations.values(), *content.updates]
    beside = [message for record in records for message in record.messages()]
    return (
        *found,
        *_home(content, around),
        *_updates_lead(content, around),
        *_two_meanings(beside),
        *_bare_pronouns(content, around),
    )


def unread(problems: Iterable[Problem]) -> frozenset[str]:
    """The files that these problems, found in reading content/, kept out as a whole: faulty pages, broken data files."""
    whole = {"toml", "encoding", "unreadable", "unsafe-character", "not-a-file", "too-large"}
    return frozenset(one.path for one in problems if one.path.endswith(".md") or one.rule in whole)


def dates(content: Content, today: datetime.date) -> Iterator[Problem]:
    """A page says until when it was verified: past that day, someone has to look again."""
    for page in content.pages:
        if page.verify_by and page.verify_by < today:
            hint = "Open its sources again, then set verified and verify_by."
            yield warning(
                page.path,
                page.lines.get("verify_by", 1),
                "verify-by",
                f"The page was to be checked again by {page.verify_by}.",
                hint,
            )


def not_yet(content: Content, today: datetime.date) -> Iterator[Problem]:
    """Nothing was seen, opened or confirmed on a day that has not come yet."""
    for source in content.sources.values():
        if source.read_on > today:
            yield _early(SOURCES, source.lines.get("read_on", source.line), "read_on", source.read_on)
    for one in content.organisations.values():
        for sighting in one.last_seen:
            if sighting.earliest and sighting.earliest > today:
                yield _early(HELP, one.lines.get("last_seen", one.line), "last_seen", sighting.earliest)
        if one.checked and one.checked.on > today:
            yield _early(HELP, one.lines.get("checked", one.line), "checked", one.checked.on)
    for page in content.pages:
        days = {"verified": page.verified, "lawyer_checked": page.lawyer_checked.on if page.lawyer_checked else None}
        for key, day in days.items():
            if day and day > today:
                yield _early(page.path, page.lines.get(key, 1), key, day)


def _early(path: str, line: int, key: str, day: datetime.date) -> Problem:
    return error(path, line, "not-yet", f"“{key}” is {day}, which has not come yet.", "Write the day on which it was done.")


def _sources_known(page: Page, content: Content, around: Surroundings) -> Iterator[Problem]:
    """Each [^citation] names an entry of sources.toml."""
    for source_id, line in markdown.parse(page.body).citations.items():
        if source_id not in content.sources and SOURCES not in around.unread:
            hint = f"Add [{source_id}] to content/sources.toml, or mend the name."
            yield error(page.path, line + page.body_line - 1, "unknown-source", f"The source “{source_id}” is not known.", hint)


def _facts_known(page: Page, content: Content, around: Surroundings) -> Iterator[Problem]:
    """Each {name.field} names a field that help.toml gives."""
    for fact, line in markdown.parse(page.body).facts.items():
        name, _, field = fact.partition(".")
        one = content.organisations.get(name)
        if one is None and HELP in around.unread:
            continue
        if one is None:
            text, hint = f"{{{fact}}}: there is no [{name}] in {HELP}.", "Add it, or mend the name."
        elif field not in _FIELDS:
            text, hint = f"{{{fact}}}: “{field}” is not a fact.", f"Facts are {', '.join(_FIELDS)}."
        elif not getattr(one, field):
            text, hint = f"{{{fact}}}: [{name}] in {HELP} has no “{field}”.", "Add it there, or take the fact out."
        else:
            continue
        yield error(page.path, line + page.body_line - 1, "unknown-fact", text, hint)


def _links_lead(page: Page, content: Content, around: Surroundings) -> Iterator[Problem]:
    """Each link inside the site leads to a page, an anchor on it, or a static file."""
    slugs = {one.slug: one for one in content.pages}
    for link in markdown.parse(page.body).links:
        target, _, anchor = unquote(link.target).partition("#")
        line = link.line + page.body_line - 1
        if inline.FACT.fullmatch(link.target) or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", link.target):
            continue
        if target.startswith("/"):
            yield error(
                page.path,
                line,
                "broken-link",
                f"“{link.target}” would leave the site.",
                "Link to a page as in at-home.md#anchor.",
            )
            continue
        if target.startswith("../") and target.removeprefix("../") in around.static:
            continue
        slug = target.removesuffix(".md") if target else page.slug
        if slug not in slugs and f"content/{target}" in around.unread:
            continue
        if slug not in slugs or (target and not target.endswith(".md")):
            hint = _called(target, around) or "Link to a page as in at-home.md, to a file of static/ as in ../file.svg."
            yield error(page.path, line, "broken-link", f"There is no page “{target}”.", hint)
        elif anchor and anchor not in _anchors(slugs[slug]):
            known = ", ".join(sorted(_anchors(slugs[slug]))[:12]) or "none"
            yield error(page.path, line, "broken-anchor", f"“{slugs[slug].path}” has no anchor “#{anchor}”.", f"It has: {known}.")


def _called(target: str, around: Surroundings) -> str:
    """What to write instead, where a static file differs in letter case or in the way accents are written; or ""."""
    wanted = names.key(target.removeprefix("../"))
    found = next((path for path in sorted(around.static) if target.startswith("../") and names.key(path) == wanted), "")
    return f"The file is called “../{found}”, letter for letter." if found else ""


def _addresses_plain(page: Page, content: Content, around: Surroundings) -> Iterator[Problem]:
    """A link to another site leads where it seems to lead."""
    for link in markdown.parse(page.body).links:
        told = address_fault(link.target) if re.match(r"https?:", link.target, re.IGNORECASE) else ""
        if told:
            hint = "Copy the address from the publisher's own site, in plain letters."
            yield error(page.path, link.line + page.body_line - 1, "url", f"“{link.target}” {told}.", hint)


def _numbers_from_facts(page: Page, content: Content, around: Surroundings) -> Iterator[Problem]:
    """Where help.toml exists, telephone numbers and e-mail addresses come from it, never from running text."""
    if not content.has_help:
        return
    # The text as written, not its messages: a number alone, in code or in a link's address is no message.
    written = [(text, page.lines.get(key, 1)) for key, text in (("title", page.title), ("description", page.description))]
    for text, line in (*written, (page.body, page.body_line)):
        for found in _NUMBER.finditer(text):
            at = line + text.count("\n", 0, found.start())
            hint = f"Put it into {HELP} and write {{name.phone}} or {{name.email}}."
            yield error(page.path, at, "number-in-text", f"“{found.group()}” stands in running text.", hint)


def _template_known(page: Page, content: Content, around: Surroundings) -> Iterator[Problem]:
    """The front matter's template is one of the theme's."""
    if page.template not in around.templates:
        hint = f"Templates are {', '.join(sorted(around.templates))}."
        yield error(
            page.path, page.lines.get("template", 1), "unknown-template", f"There is no template “{page.template}”.", hint
        )


def _dates_in_order(page: Page, content: Content, around: Surroundings) -> Iterator[Problem]:
    """A page is to be checked again after it was checked, and only if it was."""
    if page.verify_by and (page.verified is None or page.verify_by <= page.verified):
        hint = "Set verified to the day a person opened the sources; verify_by comes after it."
        yield error(page.path, page.lines.get("verify_by", 1), "dates", "verify_by needs an earlier verified.", hint)


def _home(content: Content, around: Surroundings) -> Iterator[Problem]:
    """The site has a front page."""
    if content.pages and not any(page.is_home for page in content.pages) and f"content/{kinds.HOME}.md" not in around.unread:
        yield error("content", 1, "no-home", "There is no front page.", f"Add content/{kinds.HOME}.md.")


def _updates_lead(content: Content, around: Surroundings) -> Iterator[Problem]:
    """Each update names a page of the site; without one it leads to the page “updates”, which must be there."""
    slugs = {page.slug for page in content.pages}
    for one in content.updates:
        slug = one.page or kinds.NEWS
        if slug not in slugs and f"content/{slug}.md" not in around.unread:
            hint = "Name a page without “.md”." if one.page else f'Add content/{kinds.NEWS}.md, or name a page: page = "…".'
            yield error(UPDATES, one.line, "broken-link", f"[{one.id}] leads to “{slug}”, which is no page.", hint)


def _anchors(page: Page) -> frozenset[str]:
    """What a link may lead to on a page: its headings and marked blocks, and each of its sources."""
    parsed = markdown.parse(page.body)
    made = (f"source-{source_id}" for source_id in parsed.citations)
    return frozenset([*(element.get("id", "") for element in parsed.tree.iter()), *made]) - {""}


def _drawing_known(page: Page, content: Content, around: Surroundings) -> Iterator[Problem]:
    """The front matter's drawing is one of the theme's."""
    if page.drawing and page.drawing not in around.drawings:
        hint = f"Drawings are {', '.join(sorted(around.drawings)) or 'none'}."
        yield error(page.path, page.lines.get("drawing", 1), "unknown-drawing", f"There is no drawing “{page.drawing}”.", hint)


def _list_has_entries(page: Page, content: Content, around: Surroundings) -> Iterator[Problem]:
    """A page that lists organisations lists at least one."""
    asked = [(name, getattr(page.wanted, name)) for name in ("need", "language", "place") if getattr(page.wanted, name)]
    if asked and not content.listing(page) and HELP not in around.unread:
        name, value = asked[0]
        text = f"No organisation in {HELP} has the {name} “{value}”."
        yield error(page.path, page.lines.get(name, 1), "empty-list", text, "Mend the name, or leave the page out.")


def _may_not(page: Page, content: Content, around: Surroundings) -> Iterator[Problem]:
    """No sentence says “may not”: some read a ban, others a chance. Words that a page quotes are let be."""
    yield from _two_meanings(page.messages())


def _two_meanings(messages: Iterable[Message]) -> Iterator[Problem]:
    """“May not” in the words of a page, an organisation or an update."""
    for message in messages:
        if found := _MAY_NOT.search(_QUOTED.sub("“”", message.text)):
            hint = "Write “might not” for a chance, “are not allowed to” for a ban."
            yield error(message.path, message.line, "may-not", f"“{found.group()}” can be read in two ways.", hint)


_LEADING = (
    "what|if|when|where|why|how|who|and|but|or|so|then|does|do|did|can|could|is|are|was|were|may|might|must|will|would|should|has"
    "|have|had|not|that|which|whether|for|to|with|about|before|after|because|unless|until|while|as|of|on|at|in|by|from|also"
)
"""Words that name nothing: behind them “it” and “they” stand for something outside the sentence."""
_BARE = re.compile(
    rf"\W*(?:(?:{_LEADING})\W+){{0,4}}(it|they|them)\b"
    # “It is reported that …”, “it is a crime to …”: here it stands for nothing.
    r"(?!\W+(?:is|was|(?:might|may|can|will|would) be)\W+(?:\w+\W+){1,2}(?:that|to|if|whether|when)\b)",
    re.IGNORECASE,
)


def _bare_pronouns(content: Content, around: Surroundings) -> Iterator[Problem]:
    """A text that several pages share in different surroundings does not hang on a bare “it” or “they” that nobody explains."""
    if around.source.partition("_")[0] != "en":
        return
    places: dict[tuple[str | None, str], list[tuple[Message, str]]] = defaultdict(list)
    for page in content.pages:
        before = ""
        for message in page.messages():
            places[message.key].append((message, before))
            before = message.text
    for (context, text), found in places.items():
        shared = len({message.path for message, _ in found}) > 1 and len({before for _, before in found}) > 1
        match = _BARE.match(text) if shared and context is None and not any(message.note for message, _ in found) else None
        if match:
            first = found[0][0]
            told = f"“{text if len(text) <= 60 else text[:59] + '…'}” stands in {len(found)} places, which share one translation."
            hint = f'Say what “{match[1]}” is, write it as note="…" for translators, or give each its own ctx="…".'
            yield warning(first.path, first.line, "bare-pronoun", told, hint)


Rule = Callable[[Page, Content, Surroundings], Iterator[Problem]]
RULES: tuple[Rule, ...] = (
    _sources_known,
    _facts_known,
    _links_lead,
    _addresses_plain,
    _numbers_from_facts,
    _template_known,
    _dates_in_order,
    _drawing_known,
    _list_has_entries,
    _may_not,
)
