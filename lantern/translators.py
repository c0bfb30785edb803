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

from . import (
    audio as recordings,
)
from . import (
    blocks,
    catalog,
    exchange,
    foreign,
    guard,
    impact,
    locales,
    output,
    parts,
    places,
    problem,
    reply,
    stamps,
    terminal,
    translate,
    trivial,
    update,
)
from . import review as reviews
from . import status as counts
from .catalog import Catalog, Entry, Key
from .parts import Part
from .problem import Problem, error
from .site import Inputs
from .translate import Voice


def messages(chosen: argparse.Namespace) -> int:
    """Collects all text, updates every catalog; or takes one in, or tells what a change would cost."""
    if wrong := _contradiction(chosen):
        print(f"usage: build.py messages [options]\nbuild.py messages: error: {wrong}", file=sys.stderr)
        return 2
    inputs, problems = terminal.read(chosen)
    if inputs and chosen.machine and chosen.machine not in inputs.settings.locales[1:]:
        problems = (*problems, terminal.no_locale(chosen.machine))
    if inputs is None or problem.is_fatal(problems):
        return terminal.tell(problems, chosen)
    if _outside(chosen) is not None:
        return _take_in(inputs, problems, chosen)
    pot = update.template(places.placed(inputs), project=inputs.settings.name)
    # One who marks a locale's drafts writes that locale alone: another may be at work in its sister's file.
    codes = [code for code in inputs.settings.locales[1:] if chosen.machine in (None, code)]
    made = [_updated(inputs, code, pot, trivially=chosen.trivial) for code in codes]
    problems = (*problems, *(fault for one in made for fault in one.problems))
    if problem.is_fatal(problems):
        return terminal.tell(problems, chosen)
    if chosen.dry_run:
        known = [impact.locale(one.code, one.before, one.after) for one in made]
        declared = {kept.old.key: kept.new.key for one in made for kept in one.kept}
        print(impact.report(impact.measure(pot, known, declared=declared), chosen.format), end="")
        return terminal.tell(problems, chosen)
    fresh = {locales.TEMPLATE: catalog.dump(pot)}
    for one in made:
        fresh[one.after.path] = catalog.dump(update.stamp_machine(one.after) if chosen.machine == one.code else one.after)
    old = {path: path_bytes for path in fresh if (path_bytes := _bytes(chosen.root / path)) is not None}
    changed = [path for path, data in fresh.items() if old.get(path) != data]
    if chosen.check:
        stale = [
            error(path, 1, "out-of-date", "The catalog is out of date.", "Run: python build.py messages") for path in changed
        ]
        return terminal.tell((*problems, *stale), chosen)
    for path in changed:
        output.replace(chosen.root / path, fresh[path])
    print(trivial.report([(one.code, kept) for one in made for kept in one.kept]), end="")
    print(f"{len(pot.entries)} messages; {len(changed)} of {len(fresh)} files changed")
    return terminal.tell(problems, chosen)


def _take_in(inputs: Inputs, problems: Sequence[Problem], chosen: argparse.Namespace) -> int:
    """A catalog from outside, of this site (--take) or another tool's (--import); what is good is taken, whatever is refused."""
    name = _outside(chosen) or ""
    theirs, faults = _opened(name)
    code = _language(theirs, inputs, chosen) if theirs else None
    if theirs is None or code is None:
        return terminal.tell((*problems, *(faults or (_nameless(name, theirs, inputs, chosen),))), chosen)
    made = _updated(inputs, code, update.template(places.placed(inputs), project=inputs.settings.name), trivially=False)
    if made.problems:
        return terminal.tell((*problems, *made.problems), chosen)
    ours, spoken = made.after, _spoken(inputs, code)
    if chosen.take is not None:
        taken, outcomes = exchange.take(ours, theirs, inputs.messages(), force=chosen.theirs, spoken=spoken)
    else:
        matches = foreign.matches(theirs, _shelf(inputs))
        taken, outcomes = exchange.settle(ours, foreign.offers(matches), force=chosen.theirs, spoken=spoken)
        problems = (*problems, *foreign.problems(matches, name))
        print(foreign.summary(matches))
    written = catalog.dump(taken)
    held = chosen.dry_run or chosen.check
    if not held and written != _bytes(chosen.root / ours.path):
        output.replace(chosen.root / ours.path, written)
    if chosen.take is not None:
        problems = (*problems, *_answer(inputs, code, outcomes, taken, chosen))
    print(f"{ours.path}: {reply.counts(outcomes) or 'nothing to take'}{' (nothing written)' if held else ''}")
    return terminal.tell((*problems, *(one for outcome in outcomes if (one := outcome.problem(name)))), chosen)


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


def _spoken(inputs: Inputs, code: str) -> guard.Language:
    """What the rules know of a locale, also of one that the site does not publish yet."""
    return next((voice.language for voice in inputs.voices if voice.tongue.locale.code == code), guard.ANY)


def _opened(name: str) -> tuple[Catalog | None, tuple[Problem, ...]]:
    try:
        data = Path(name).read_bytes()
    except OSError as reason:
        return None, (error(name, 1, "unreadable", f"The file cannot be read: {reason.strerror}.", "Check its name."),)
    return exchange.opened(data, name)


def _language(theirs: Catalog, inputs: Inputs, chosen: argparse.Namespace) -> str | None:
    """The locale a catalog from outside is for: the one --locale names, else its header; None where the two are at odds.

    A header that names another language of the site is a wrong file more often than a wrong header, and no rule tells
    French from Spanish.
    """
    # --locale leaves no other locale in the settings; the folders know them all.
    known = (folder.name for folder in sorted(inputs.root.glob("locales/*")) if locales.is_code(folder.name))
    named = exchange.language(theirs, list(dict.fromkeys((*inputs.settings.locales[1:], *known))))
    asked = chosen.locale[0] if len(chosen.locale) == 1 else None
    if asked is None:
        return exchange.language(theirs, inputs.settings.locales[1:])
    return asked if named in {None, asked} and asked in inputs.settings.locales[1:] else None


def _nameless(name: str, theirs: Catalog | None, inputs: Inputs, chosen: argparse.Namespace) -> Problem:
    found = theirs.headers.get("Language", "").strip() if theirs else ""
    asked = chosen.locale[0] if len(chosen.locale) == 1 else ""
    hint = f"Add --locale CODE, one of: {', '.join(inputs.settings.locales[1:])}."
    if asked == inputs.settings.source:
        said, hint = f"Nothing is translated into “{asked}”: the site is written in it.", "Name the translation's --locale."
    elif asked:
        said = f"Its header names the language “{found}”, not “{asked}”."
        hint = "See whether it is the right file; mend “Language:” in its header if that is wrong."
    else:
        said = f"Its header names the language “{found}”, which is none of the site's." if found else "It names no language."
    return error(name, 1, "catalog-language", said, hint)


def _shelf(inputs: Inputs) -> foreign.Shelf:
    parsed = {page.path: blocks.parse(page.body) for page in inputs.content.pages}
    references = {path: tuple((label, link[0]) for label, link in one.references.items()) for path, one in parsed.items()}
    code = ["".join(block.itertext()) for one in parsed.values() for block in one.tree.iter("pre")]
    return foreign.shelf(inputs.messages(), references, code)


def _answer(
    inputs: Inputs, code: str, outcomes: Sequence[exchange.Outcome], taken: Catalog, chosen: argparse.Namespace
) -> tuple[Problem, ...]:
    """Writes the page to send back, beside their file or where --output says; what was taken is taken even if it cannot."""
    titles = {page.place: page.title for page in inputs.content.pages}
    locale = locales.describe(code, inputs.settings)
    made = reply.Reply(Path(chosen.take).name, locale, outcomes, taken, inputs.messages(), titles)
    target = Path(os.path.abspath(chosen.output or Path(chosen.take).parent)) / f"preview-{code}.html"
    try:
        output.replace(target, reply.page(made).encode())
    except OSError as reason:
        text = f"The page to send back could not be written: {reason.strerror or reason}."
        return (error(str(target), 1, "not-written", text, "Name a folder that can be written: --output DIR."),)
    print(f"to send back: {os.path.relpath(target)}")
    return ()


def new(chosen: argparse.Namespace) -> int:
    """Begins a catalog for a language."""
    inputs, problems = terminal.read(chosen)
    if inputs is None or problem.is_fatal(problems):
        return terminal.tell(problems, chosen)
    code, path = chosen.code, locales.path(chosen.code)
    if (chosen.root / path).exists():
        return terminal.tell(
            (error(path, 1, "exists", "The catalog is there already.", "Edit it, or choose another locale."),), chosen
        )
    if not locales.is_code(code):
        print(
            f"usage: build.py new LOCALE\nbuild.py new: error: “{code}” is not a locale; write it as in es, pt_BR, zh_Hant",
            file=sys.stderr,
        )
        return 2
    pot = update.template(places.placed(inputs), project=inputs.settings.name)
    output.replace(chosen.root / path, catalog.dump(locales.fresh(code, pot)))
    print(f"{path}: {len(pot.entries)} messages to translate")
    if code not in inputs.settings.locales:
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


def _updated(inputs: Inputs, code: str, pot: Catalog, *, trivially: bool) -> _Updated:
    """The locale's own catalog brought up to date; messages that only another of its catalogs holds are left to that one."""
    own = locales.path(code)
    old, faults = locales.read_catalog(inputs.root, own, code) if (inputs.root / own).exists() else (None, ())
    others, problems = locales.read_parts(inputs.root, code, old)
    # What stands in the locale's own catalog stays there, whatever a file beside it says.
    ours = {entry.key for entry in old.entries if locales.holds(entry)} if old else set()
    held = {entry.key for one in others for entry in one.entries if not entry.obsolete} - ours
    wanted = update.without(pot, held)
    if old is None or problems:
        return _Updated(code, None, locales.fresh(code, wanted), problems=(*faults, *problems))
    known = {message.key: message for message in inputs.messages()}
    spoken = _spoken(inputs, code)

    def accepts(entry: Entry, text: str) -> bool:
        return guard.refusal(known[entry.key], text, spoken) is None

    settled: Mapping[Key, Entry] = {}
    kept: tuple[trivial.Kept, ...] = ()
    if trivially:
        settled, kept = trivial.settle(old, wanted, accepts)
    return _Updated(code, old, catalog.tidy(update.merge(old, wanted, settled=settled)), kept)


def status(chosen: argparse.Namespace) -> int:
    """How far every language is."""
    inputs, problems = terminal.read(chosen)
    if inputs is None:
        return terminal.tell(problems, chosen)
    known = _parts(inputs)
    rows = [row for voice in inputs.voices[1:] for row in counts.rows(voice, known, inputs.messages())]
    print(counts.report(rows, chosen.format, pages=chosen.pages), end="")
    if chosen.format == "text":
        unchecked = [page.path for page in inputs.content.pages if page.lawyer_checked is None]
        uncalled = [one.id for one in inputs.content.shown if one.phone and one.checked is None]
        print(f"no lawyer has checked: {len(unchecked)} of {len(inputs.content.pages)} pages")
        print(f"numbers nobody has confirmed: {len(uncalled)} of {sum(1 for one in inputs.content.shown if one.phone)}")
    return terminal.tell(problems, chosen)


def review(chosen: argparse.Namespace) -> int:
    """Records, withdraws or lists reviews."""
    voice, inputs, problems = _voice(chosen)
    if voice is None or inputs is None:
        return terminal.tell(problems, chosen)
    known = _parts(inputs)
    part = parts.named(known, chosen.part) if chosen.part else None
    if chosen.part and part is None:
        return terminal.tell((*problems, parts.unknown(chosen.part, known)), chosen)
    if chosen.list:
        print(reviews.listing(part, voice) if part else reviews.overview(known, voice), end="")
        return terminal.tell(problems, chosen)
    reason = None if part else "PAGE is missing (--list shows what is to be reviewed)"
    if part and not (chosen.withdraw and chosen.by is None):
        reason = stamps.refused_name(chosen.by) if chosen.by is not None else "--by is missing"
    if part is None or reason:
        usage = 'usage: build.py review LOCALE PAGE --by "NAME" [--on DAY] [--withdraw]'
        print(f"{usage}\nbuild.py review: error: {reason}", file=sys.stderr)
        return 1 if part and chosen.by is not None else 2
    if chosen.withdraw:
        changed, faults = reviews.withdraw(part, voice, by=chosen.by)
    else:
        changed, faults = reviews.record(part, voice, stamps.Review(chosen.by, chosen.on))
    if faults:
        return terminal.tell((*problems, *faults), chosen)
    for one in changed:
        output.replace(chosen.root / one.path, catalog.dump(one))
    print(reviews.outcome(known, voice, changed), end="")
    return terminal.tell(problems, chosen)


def audio(chosen: argparse.Namespace) -> int:
    """What to read aloud for a page, and what to call the recording."""
    voice, inputs, problems = _voice(chosen)
    if voice is None or inputs is None:
        return terminal.tell(problems, chosen)
    page = next((page for page in inputs.content.pages if page.slug == chosen.page.removesuffix(".md")), None)
    if page is None:
        hint = "Choose one of content/*.md, without “.md”."
        return terminal.tell((*problems, error("content", 1, "unknown-page", f"There is no page “{chosen.page}”.", hint)), chosen)
    facts = translate.facts(voice, inputs.content, calling_code=inputs.settings.calling_code)
    edition = translate.edition(page, voice, inputs.content, facts=facts)
    faults = recordings.refusals(edition, voice)
    if not faults:
        print(recordings.script(edition), end="")
    return terminal.tell((*problems, *faults), chosen)


def _parts(inputs: Inputs) -> tuple[Part, ...]:
    return parts.parts(inputs.content, inputs.settings, inputs.phrases)


def unreviewed(inputs: Inputs, chosen: argparse.Namespace) -> tuple[Problem, ...]:
    """With --reviewed, an error for each page that no person has reviewed in a language."""
    if not chosen.reviewed:
        return ()
    return tuple(fault for voice in inputs.voices[1:] for fault in reviews.unreviewed(_parts(inputs), voice))


def _voice(chosen: argparse.Namespace) -> tuple[Voice | None, Inputs | None, tuple[Problem, ...]]:
    """The voice of the language that the command names; None with a Problem where there is none to speak of."""
    inputs, problems = terminal.read(chosen)
    if inputs is None or problem.is_fatal(problems):
        return None, None, problems
    wanted = chosen.language.replace("-", "_").casefold()
    voice = next((one for one in inputs.voices if one.tongue.locale.code.casefold() == wanted), None)
    if voice is None or (chosen.command is review and voice.tongue.is_source):
        codes = ", ".join(one.tongue.locale.code for one in inputs.voices[1:])
        text = f"The site has no translation “{chosen.language}”."
        return None, None, (*problems, error("content/site.toml", 1, "locale", text, f"Choose one of {codes}."))
    return voice, inputs, problems


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
