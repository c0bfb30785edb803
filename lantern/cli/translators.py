"""The commands for translators and reviewers: catalogs brought up to date, taken in, counted, reviewed, read aloud.

In:    parsed arguments.
Out:   catalogs on disk, reports on stdout, problems on stderr; 0 clean, 1 problems, 2 wrong usage.
Never: decides what a translation is worth (update, guard, stamps do).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import problem
from ..document import markdown
from ..editions import contacts
from ..editions import edition as edition_module
from ..editions.translator import Translator
from ..exchange import other_tools, reply, take
from ..files import publish, systems
from ..locales import catalogs, languages, merge, po, reviews, trivial
from ..locales.po import Catalog, Entry, Key
from ..problem import Problem, error
from ..rules import refuse
from ..site import Site
from ..translators import impact, parts, places
from ..translators import review as reviewing
from ..translators import status as counting
from ..translators.parts import Part
from ..web import recordings
from . import report


def messages(chosen: argparse.Namespace) -> int:
    """Collects all text, updates every catalog; or takes one in, or tells what a change would cost."""
    if wrong := _contradiction(chosen):
        print(f"usage: build.py messages [options]\nbuild.py messages: error: {wrong}", file=sys.stderr)
        return 2
    site, problems = report.read(chosen)
    if site and chosen.machine and chosen.machine not in site.settings.locales[1:]:
        problems = (*problems, report.no_locale(chosen.machine))
    if site is None or problem.is_fatal(problems):
        return report.tell(problems, chosen)
    if _outside(chosen) is not None:
        return _take_in(site, problems, chosen)
    pot = merge.template(places.placed(site), project=site.settings.name)
    # One who marks a locale's drafts writes that locale alone: another may be at work in its sister's file.
    codes = [code for code in site.settings.locales[1:] if chosen.machine in (None, code)]
    held = {path: _bytes(chosen.root / path) for path in (catalogs.TEMPLATE, *map(catalogs.path, codes))}
    made = [_updated(site, code, pot, trivially=chosen.trivial) for code in codes]
    problems = (*problems, *(fault for one in made for fault in one.problems))
    if problem.is_fatal(problems):
        return report.tell(problems, chosen)
    if chosen.dry_run:
        known = [impact.catalog_change(one.code, one.before, one.after) for one in made]
        declared = {kept.old.key: kept.new.key for one in made for kept in one.kept}
        print(impact.report(impact.measure(pot, known, declared=declared), chosen.format), end="")
        return report.tell(problems, chosen)
    fresh = {catalogs.TEMPLATE: po.dump(pot)}
    for one in made:
        fresh[one.after.path] = po.dump(merge.stamp_machine(one.after) if chosen.machine == one.code else one.after)
    changed = [path for path, data in fresh.items() if held[path] != data]
    if chosen.check:
        stale = [
            error(path, 1, "out-of-date", "The catalog is out of date.", "Run: python build.py messages") for path in changed
        ]
        return report.tell((*problems, *stale), chosen)
    lost = _write(chosen.root, {path: fresh[path] for path in changed}, held)
    print(trivial.report([(one.code, kept) for one in made for kept in one.kept]), end="")
    print(f"{len(pot.entries)} messages; {len(changed) - len(lost)} of {len(fresh)} files changed")
    return report.tell((*problems, *lost), chosen)


def _take_in(site: Site, problems: Sequence[Problem], chosen: argparse.Namespace) -> int:
    """A catalog from outside, of this site (--take) or another tool's (--import); what is good is taken, whatever is refused."""
    name = _outside(chosen) or ""
    theirs, faults = _opened(name)
    code = _language(theirs, site, chosen) if theirs else None
    if theirs is None or code is None:
        return report.tell((*problems, *(faults or (_nameless(name, theirs, site, chosen),))), chosen)
    before = _bytes(chosen.root / catalogs.path(code))
    made = _updated(site, code, merge.template(places.placed(site), project=site.settings.name), trivially=False)
    if made.problems:
        return report.tell((*problems, *made.problems), chosen)
    ours, spoken = made.after, _spoken(site, code)
    if chosen.take is not None:
        taken, outcomes = take.take(ours, theirs, site.messages(), force=chosen.theirs, spoken=spoken)
    else:
        matches = other_tools.matches(theirs, _index(site, ours))
        taken, outcomes = take.settle(ours, other_tools.offers(matches), force=chosen.theirs, spoken=spoken)
        problems = (*problems, *other_tools.problems(matches, name))
        print(other_tools.summary(matches))
    outcomes = tuple(sorted((*take.unread(faults), *outcomes), key=lambda outcome: outcome.line))
    written = po.dump(taken)
    held = chosen.dry_run or chosen.check
    if not held and written != before:
        if _bytes(chosen.root / ours.path) != before:
            return report.tell((*problems, _saved_meanwhile(ours.path)), chosen)
        publish.replace(chosen.root / ours.path, written)
    if chosen.take is not None:
        problems = (*problems, *_answer(site, code, outcomes, taken, chosen))
    print(f"{ours.path}: {reply.counts(outcomes) or 'nothing to take'}{' (nothing written)' if held else ''}")
    return report.tell((*problems, *(one for outcome in outcomes if (one := outcome.problem(name)))), chosen)


def _write(root: Path, fresh: Mapping[str, bytes], held: Mapping[str, bytes | None]) -> tuple[Problem, ...]:
    """Writes each file that still holds what it held when it was read; a Problem for each that somebody saved since."""
    saved = [path for path in fresh if _bytes(root / path) != held[path]]
    for path, data in fresh.items():
        if path not in saved:
            publish.replace(root / path, data)
    return tuple(_saved_meanwhile(path) for path in saved)


def _saved_meanwhile(path: str) -> Problem:
    text = "The file was saved while this command worked, so it was left as it is now."
    return error(path, 1, "saved-meanwhile", text, "Run the command again.")


def _outside(chosen: argparse.Namespace) -> str | None:
    """The file to take in; "" is a name too, of a file that is not there."""
    name: str | None = chosen.take if chosen.take is not None else chosen.brought
    return name


def _contradiction(chosen: argparse.Namespace) -> str:
    """What cannot be asked for at once: an option that would be passed over without a word; "" where all is well."""
    if _outside(chosen) is None:
        return "--theirs needs --take or --import" if chosen.theirs else ""
    given = next((option for option, wanted in (("--trivial", chosen.trivial), ("--machine", chosen.machine)) if wanted), None)
    return f"{given} does not go with --take or --import" if given else ""


def _spoken(site: Site, code: str) -> refuse.LanguageRules:
    """What the rules know of a locale, also of one that the site does not publish yet."""
    return next((translator.rules for translator in site.translators if translator.tongue.locale.code == code), refuse.ANY)


def _opened(name: str) -> tuple[Catalog | None, tuple[Problem, ...]]:
    if Path(name).exists() and not (Path(name).is_file() or Path(name).is_dir()):  # a pipe may never end
        return None, (error(name, 1, "not-a-file", "A catalog is a plain file.", "Name the file itself."),)
    try:
        data = Path(name).read_bytes()
    except OSError as reason:
        return None, (error(name, 1, "unreadable", f"The file cannot be read: {reason.strerror}.", "Check its name."),)
    return take.opened(data, name)


def _language(theirs: Catalog, site: Site, chosen: argparse.Namespace) -> str | None:
    """The locale a catalog from outside is for: the one --locale names, else its header; None where the two are at odds.

    A header that names another language of the site is a wrong file more often than a wrong header, and no rule tells
    French from Spanish.
    """
    # --locale leaves no other locale in the settings; the folders know them all.
    known = (folder.name for folder in sorted(site.root.glob("locales/*")) if languages.is_code(folder.name))
    named = take.language(theirs, list(dict.fromkeys((*site.settings.locales[1:], *known))))
    asked = chosen.locale[0] if len(chosen.locale) == 1 else None
    if asked is None:
        return take.language(theirs, site.settings.locales[1:])
    return asked if named in {None, asked} and asked in site.settings.locales[1:] else None


def _nameless(name: str, theirs: Catalog | None, site: Site, chosen: argparse.Namespace) -> Problem:
    found = theirs.headers.get("Language", "").strip() if theirs else ""
    asked = chosen.locale[0] if len(chosen.locale) == 1 else ""
    hint = f"Add --locale CODE, one of: {', '.join(site.settings.locales[1:])}."
    if asked == site.settings.source:
        said, hint = f"Nothing is translated into “{asked}”: the site is written in it.", "Name the translation's --locale."
    elif asked:
        said = f"Its header names the language “{found}”, not “{asked}”."
        hint = "See whether it is the right file; mend “Language:” in its header if that is wrong."
    else:
        said = f"Its header names the language “{found}”, which is none of the site's." if found else "It names no language."
    return error(name, 1, "catalog-language", said, hint)


def _index(site: Site, ours: Catalog) -> other_tools.TextIndex:
    parsed = {page.path: markdown.parse(page.body) for page in site.content.pages}
    references = {path: tuple((label, link[0]) for label, link in one.references.items()) for path, one in parsed.items()}
    code = ["".join(block.itertext()) for one in parsed.values() for block in one.tree.iter("pre")]
    known = {message.key: message for message in reversed(site.messages())}
    return other_tools.make_index(site.messages(), references, code, take.earlier_texts(ours, known))


def _answer(
    site: Site, code: str, outcomes: Sequence[take.TakeOutcome], taken: Catalog, chosen: argparse.Namespace
) -> tuple[Problem, ...]:
    """Writes the page to send back, beside their file or where --output says; what was taken is taken even if it cannot."""
    titles = {page.place: page.title for page in site.content.pages}
    locale = languages.describe(code, site.settings)
    made = reply.Reply(Path(chosen.take).name, locale, outcomes, taken, site.messages(), titles)
    target = Path(os.path.abspath(chosen.output or Path(chosen.take).parent)) / f"preview-{code}.html"
    try:
        publish.replace(target, reply.page(made).encode())
    except OSError as reason:
        text = f"The page to send back could not be written: {reason.strerror or reason}."
        return (error(str(target), 1, "not-written", text, "Name a folder that can be written: --output DIR."),)
    print(f"to send back: {systems.shown(target)}")
    return ()


def new(chosen: argparse.Namespace) -> int:
    """Begins a catalog for a language."""
    site, problems = report.read(chosen)
    if site is None or problem.is_fatal(problems):
        return report.tell(problems, chosen)
    code, path = chosen.code, catalogs.path(chosen.code)
    if (chosen.root / path).exists():
        return report.tell(
            (error(path, 1, "exists", "The catalog is there already.", "Edit it, or choose another locale."),), chosen
        )
    if not languages.is_code(code):
        print(
            f"usage: build.py new LOCALE\nbuild.py new: error: “{code}” is not a locale; write it as in es, pt_BR, zh_Hant",
            file=sys.stderr,
        )
        return 2
    pot = merge.template(places.placed(site), project=site.settings.name)
    publish.replace(chosen.root / path, po.dump(catalogs.fresh(code, pot)))
    print(f"{path}: {len(pot.entries)} messages to translate")
    if code not in site.settings.locales:
        print(f'Add "{code}" to locales in content/site.toml to publish it.')
    return 0


@dataclass(frozen=True, slots=True)
class _Updated:
    """A locale's own catalog as it stood (None: no file) and brought up to date; `kept` what was declared trivial."""

    code: str
    before: Catalog | None
    after: Catalog
    kept: tuple[trivial.Kept, ...] = ()
    problems: tuple[Problem, ...] = ()


def _updated(site: Site, code: str, pot: Catalog, *, trivially: bool) -> _Updated:
    """The locale's own catalog brought up to date; messages that only another of its catalogs holds are left to that one."""
    own = catalogs.path(code)
    old, faults = catalogs.read_catalog(site.root, own, code) if (site.root / own).exists() else (None, ())
    others, problems = catalogs.read_parts(site.root, code, old)
    # What stands in the locale's own catalog stays there, whatever a file beside it says.
    ours = {entry.key for entry in old.entries if catalogs.holds(entry)} if old else set()
    held = {entry.key for one in others for entry in one.entries if not entry.obsolete} - ours
    wanted = merge.without(pot, held)
    if old is None or problems:
        return _Updated(code, None, catalogs.fresh(code, wanted), problems=(*faults, *problems))
    known = {message.key: message for message in site.messages()}
    spoken = _spoken(site, code)

    def accepts(entry: Entry, text: str) -> bool:
        return refuse.refusal(known[entry.key], text, spoken) is None

    settled: Mapping[Key, Entry] = {}
    kept: tuple[trivial.Kept, ...] = ()
    if trivially:
        settled, kept = trivial.settle(old, wanted, accepts)
    return _Updated(code, old, po.tidy(merge.merge(old, wanted, settled=settled)), kept)


def status(chosen: argparse.Namespace) -> int:
    """How far every language is."""
    site, problems = report.read(chosen)
    if site is None:
        return report.tell(problems, chosen)
    known = _parts(site)
    rows = [row for translator in site.translators[1:] for row in counting.rows(translator, known, site.messages())]
    print(counting.report(rows, chosen.format, pages=chosen.pages), end="")
    if chosen.format == "text":
        unchecked = [page.path for page in site.content.pages if page.lawyer_checked is None]
        uncalled = [one.id for one in site.content.shown if one.phone and one.checked is None]
        print(f"no lawyer has checked: {len(unchecked)} of {len(site.content.pages)} pages")
        print(f"numbers nobody has confirmed: {len(uncalled)} of {sum(1 for one in site.content.shown if one.phone)}")
    return report.tell(problems, chosen)


def review(chosen: argparse.Namespace) -> int:
    """Records, withdraws or lists reviews."""
    translator, site, problems = _voice(chosen)
    if translator is None or site is None:
        return report.tell(problems, chosen)
    known = _parts(site)
    part = parts.named(known, chosen.part) if chosen.part else None
    if chosen.part and part is None:
        return report.tell((*problems, parts.unknown(chosen.part, known)), chosen)
    if chosen.list:
        print(reviewing.listing(part, translator) if part else reviewing.overview(known, translator), end="")
        return report.tell(problems, chosen)
    reason = None if part else "PAGE is missing (--list shows what is to be reviewed)"
    if part and not (chosen.withdraw and chosen.by is None):
        reason = reviews.refused_name(chosen.by) if chosen.by is not None else "--by is missing"
    if part is None or reason:
        usage = 'usage: build.py review LOCALE PAGE --by "NAME" [--on DAY] [--withdraw]'
        print(f"{usage}\nbuild.py review: error: {reason}", file=sys.stderr)
        return 1 if part and chosen.by is not None else 2
    if chosen.withdraw:
        changed, faults = reviewing.withdraw(part, translator, by=chosen.by)
    else:
        changed, faults = reviewing.record(part, translator, reviews.Review(chosen.by, chosen.on))
    if faults:
        return report.tell((*problems, *faults), chosen)
    for one in changed:
        publish.replace(chosen.root / one.path, po.dump(one))
    print(reviewing.outcome(known, translator, changed), end="")
    return report.tell(problems, chosen)


def audio(chosen: argparse.Namespace) -> int:
    """What to read aloud for a page, and what to call the recording."""
    translator, site, problems = _voice(chosen)
    if translator is None or site is None:
        return report.tell(problems, chosen)
    page = next((page for page in site.content.pages if page.slug == chosen.page.removesuffix(".md")), None)
    if page is None:
        hint = "Choose one of content/*.md, without “.md”."
        return report.tell((*problems, error("content", 1, "unknown-page", f"There is no page “{chosen.page}”.", hint)), chosen)
    facts = contacts.make_facts(translator, site.content, calling_code=site.settings.calling_code)
    edition = edition_module.make_edition(page, translator, site.content, facts=facts)
    faults = recordings.refusals(edition, translator)
    if not faults:
        print(recordings.script(edition), end="")
    return report.tell((*problems, *faults), chosen)


def _parts(site: Site) -> tuple[Part, ...]:
    return parts.parts(site.content, site.settings, site.phrases)


def unreviewed(site: Site, chosen: argparse.Namespace) -> tuple[Problem, ...]:
    """With --reviewed, an error for each page that no person has reviewed in a language."""
    if not chosen.reviewed:
        return ()
    return tuple(fault for translator in site.translators[1:] for fault in reviewing.unreviewed(_parts(site), translator))


def _voice(chosen: argparse.Namespace) -> tuple[Translator | None, Site | None, tuple[Problem, ...]]:
    """The voice of the language that the command names; None with a Problem where there is none to speak of."""
    site, problems = report.read(chosen)
    if site is None or problem.is_fatal(problems):
        return None, None, problems
    wanted = chosen.language.replace("-", "_").casefold()
    translator = next((one for one in site.translators if one.tongue.locale.code.casefold() == wanted), None)
    if translator is None or (chosen.command is review and translator.tongue.is_source):
        codes = ", ".join(one.tongue.locale.code for one in site.translators[1:])
        text = f"The site has no translation “{chosen.language}”."
        return None, None, (*problems, error("content/site.toml", 1, "locale", text, f"Choose one of {codes}."))
    return translator, site, problems


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
