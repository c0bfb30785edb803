"""The command line: arguments in, an exit code out.

In:    the words after `python build.py`.
Out:   results on stdout, problems and progress on stderr; 0 clean, 1 problems, 2 wrong usage.
Never: decides what a site is; prints progress into a pipe.
"""

from __future__ import annotations

import argparse
import datetime
import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import (
    __version__,
    audio,
    blocks,
    calls,
    catalog,
    checks,
    content,
    exchange,
    foreign,
    guard,
    impact,
    locales,
    output,
    parts,
    places,
    problem,
    recall,
    reply,
    review,
    serve,
    settings,
    site,
    stamps,
    status,
    toml,
    translate,
    trivial,
    update,
)
from .catalog import Catalog, Entry, Key
from .parts import Part
from .problem import Problem, error
from .site import Inputs
from .translate import Voice


def main(arguments: Sequence[str]) -> int:
    """Runs one command; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A pipe on Windows, or under LC_ALL=C, cannot hold every language; JSON and reports are UTF-8 everywhere.
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
    words = list(arguments)
    if not words or (words[0].startswith("-") and words[0] not in {"-h", "--help", "--version"}):
        words.insert(0, "build")
    try:
        chosen = _parser().parse_args(words)
    except SystemExit as asked:
        return int(asked.code or 0)
    command: Callable[[argparse.Namespace], int] = chosen.command
    try:
        return command(chosen)
    except BrokenPipeError:  # the reader of a pipe had enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build.py", description="Markdown and catalogs into a static site in many languages.")
    parser.add_argument("--version", action="version", version=f"Lantern {__version__}")
    commands = parser.add_subparsers(metavar="command", required=True)
    shared = _options()
    told = argparse.ArgumentParser(add_help=False)
    told.add_argument("--format", choices=("text", "json", "github"), default="text", help="how results are written")

    def add(
        name: str, command: Callable[[argparse.Namespace], int], text: str, *parents: argparse.ArgumentParser
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(name, parents=[shared, *parents], help=text, description=text)
        made.set_defaults(command=command)
        return made

    tried = argparse.ArgumentParser(add_help=False)
    tried.add_argument(
        "--pseudo", action="store_true", help="add two made-up languages, to try pages with (build: needs --output)"
    )
    built = add("build", _build, "build the whole site (the default)", tried)
    served = add("serve", _serve, "show the site and every change to it, on this computer only", tried)
    served.add_argument("--port", type=_port, default=8000, metavar="N", help="where (default: 8000)")
    served.add_argument("--translate", default="", metavar="LOCALE", help="the translator's workbench for one language")
    served.add_argument("--editor", default="", metavar="COMMAND", help='your editor, as "code --goto {file}:{line}"')
    updated = add("messages", _messages, "collect all text for translators and update every catalog", told)
    updated.add_argument("--check", action="store_true", help="write nothing; exit 1 if a catalog is out of date")
    updated.add_argument("--machine", metavar="CODE", help="mark this locale's unmarked translations as machine drafts")
    updated.add_argument(
        "--dry-run",
        action="store_true",
        help="write no catalog; tell what a change costs the translators",
    )
    updated.add_argument("--trivial", action="store_true", help="keep translations where only marks, case or markup changed")
    checked = add("check", _check, "apply every rule to content, catalogs and templates", told)
    for strictly in (built, checked):
        strictly.add_argument("--reviewed", action="store_true", help="refuse pages that no person has reviewed in a language")
    counted = add("status", _status, "how much is translated and reviewed", told)
    counted.add_argument("--pages", action="store_true", help="each page too, most to do first")
    _add_people(add)
    brought = updated.add_mutually_exclusive_group()
    brought.add_argument("--take", metavar="FILE", help="take in a catalog of this site that somebody sent back")
    brought.add_argument("--import", dest="brought", metavar="FILE", help="take in another tool's catalog of the same text")
    updated.add_argument("--theirs", action="store_true", help="with --take, --import: prefer their text to another person's")
    told_by = add("facts", _facts, "the calling sheet, and the record of what a person confirmed")
    wanted = told_by.add_mutually_exclusive_group(required=True)
    wanted.add_argument("--call-list", action="store_true", help="print a sheet with every number to confirm")
    wanted.add_argument("--confirm", metavar="NAME", help="record that a person confirmed this entry of content/help.toml")
    told_by.add_argument("--how", metavar="TEXT", help='with --confirm: "called", "own site"')
    told_by.add_argument(
        "--on", type=_day, default=datetime.date.today(), metavar="DAY", help="with --confirm: when (default: today)"
    )
    fresh = add("new", _new, "begin a new language")
    fresh.add_argument("code", metavar="LOCALE", help='as Babel spells it: "es", "pt_BR", "zh_Hant"')
    return parser


def _add_people(add: Callable[..., argparse.ArgumentParser]) -> None:
    """The commands for people who read: those who review a translation, and those who read it aloud."""
    seen = add("review", _review, "record that a person has read and checked a translation")
    seen.add_argument("language", metavar="LOCALE", help='"es", "zh_Hant"')
    seen.add_argument("part", metavar="PAGE", nargs="?", help='a page ("at-home"), or "help", "phrases", "site", "news"')
    seen.add_argument("--by", metavar="NAME", help="who has read it: a name or a role; it stands on the page")
    seen.add_argument("--on", type=_day, default=datetime.date.today(), metavar="DAY", help="when (default: today)")
    seen.add_argument("--withdraw", action="store_true", help="take the review back (with --by: only that person's)")
    seen.add_argument("--list", action="store_true", help="show what is to be reviewed")
    said = add("audio", _audio, "what a person reads aloud for a page, and the name of the recording")
    said.add_argument("language", metavar="LOCALE", help='"es", "zh_Hant"')
    said.add_argument("page", metavar="PAGE", help='a page ("at-home")')


def _options() -> argparse.ArgumentParser:
    """What every command takes."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--root", type=_folder, default=Path.cwd(), metavar="DIR", help="the site's folder (default: this one)")
    shared.add_argument("--output", type=Path, metavar="DIR", help="where the site goes (default: public/ under the root)")
    shared.add_argument(
        "--locale", action="append", default=[], metavar="CODE", help="only this locale and the source; repeatable"
    )
    shared.add_argument("--strict", action="store_true", help="warnings are errors")
    shared.add_argument("--jobs", type=_count, default=os.cpu_count() or 1, metavar="N", help="processes (default: one a core)")
    shared.add_argument("--base-url", type=_address, metavar="URL", help="where this run's site will be published")
    shared.add_argument("--no-print", action="store_true", help="leave out what is made for printing")
    return shared


def _folder(text: str) -> Path:
    folder = Path(text)
    if not folder.is_dir():
        raise argparse.ArgumentTypeError(f"“{text}” is not a folder")
    return folder.resolve()


def _address(text: str) -> str:
    if not settings.is_address(text):
        raise argparse.ArgumentTypeError(f"“{text}” is not a web address; write it as https://host/path")
    return text


def _day(text: str) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a day; write it as 2027-01-31") from None
    if day > datetime.date.today():
        raise argparse.ArgumentTypeError(f"{text} has not come yet")
    return day


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number from 1 on")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"“{text}” is not a port")
    return int(text)


# ── commands ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _build(chosen: argparse.Namespace) -> int:
    if chosen.pseudo and not chosen.output:
        print("usage: build.py build --pseudo --output DIR\nbuild.py build: error: --pseudo needs --output", file=sys.stderr)
        return 2
    inputs, problems = _read(chosen)
    if inputs is None or problem.is_fatal(problems):
        if inputs is not None:
            problems = (*problems, *site.build(inputs, jobs=chosen.jobs)[1])
        return _tell(problems, chosen)
    files, more = site.build(inputs, jobs=chosen.jobs, progress=_progress())
    problems = (*problems, *more, *site.messages_problems(inputs), *_unreviewed(inputs, chosen))
    if _tell(problems, chosen):
        return 1
    folder = chosen.output or chosen.root / "public"
    if _tell(output.publish(files, Path(os.path.abspath(folder))), chosen):
        return 1
    pages = sum(1 for file in files if file.path.endswith(".html"))
    print(f"{pages} pages in {len(inputs.tongues)} languages → {os.path.relpath(folder)}")
    return 0


def _serve(chosen: argparse.Namespace) -> int:
    words = {"translate": chosen.translate, "chosen_editor": chosen.editor, "pseudo": chosen.pseudo}
    return serve.run(chosen.root, port=chosen.port, only=tuple(chosen.locale), output=chosen.output, **words)


def _check(chosen: argparse.Namespace) -> int:
    seen = recall.look(chosen.root)
    inputs, problems = _read(chosen)
    if inputs is not None:
        made = recall.faults(inputs, seen, chosen.root / ".cache" / "check", jobs=chosen.jobs, progress=_progress())
        problems = (*problems, *made, *checks.dates(inputs.content, datetime.date.today()))
        problems = (*problems, *_unreviewed(inputs, chosen))
    problems = problem.strict(problems) if chosen.strict else problems
    print(problem.report(problems, chosen.format), end="")
    return 1 if problem.is_fatal(problems) else 0


def _messages(chosen: argparse.Namespace) -> int:
    inputs, problems = _read(chosen)
    if inputs and chosen.machine and chosen.machine not in inputs.settings.locales[1:]:
        problems = (*problems, _no_locale(chosen.machine))
    if inputs is None or problem.is_fatal(problems):
        return _tell(problems, chosen)
    if chosen.take or chosen.brought:
        return _take_in(inputs, problems, chosen)
    pot = update.template(places.placed(inputs), project=inputs.settings.name)
    # One who marks a locale's drafts writes that locale alone: another may be at work in its sister's file.
    codes = [code for code in inputs.settings.locales[1:] if chosen.machine in (None, code)]
    made = [_updated(inputs, code, pot, trivially=chosen.trivial) for code in codes]
    problems = (*problems, *(fault for one in made for fault in one.problems))
    if problem.is_fatal(problems):
        return _tell(problems, chosen)
    if chosen.dry_run:
        known = [impact.locale(one.code, one.before, one.after) for one in made]
        declared = {kept.old.key: kept.new.key for one in made for kept in one.kept}
        print(impact.report(impact.measure(pot, known, declared=declared), chosen.format), end="")
        return _tell(problems, chosen)
    fresh = {locales.TEMPLATE: catalog.dump(pot)}
    for one in made:
        fresh[one.after.path] = catalog.dump(update.stamp_machine(one.after) if chosen.machine == one.code else one.after)
    old = {path: path_bytes for path in fresh if (path_bytes := _bytes(chosen.root / path)) is not None}
    changed = [path for path, data in fresh.items() if old.get(path) != data]
    if chosen.check:
        stale = [
            error(path, 1, "out-of-date", "The catalog is out of date.", "Run: python build.py messages") for path in changed
        ]
        return _tell((*problems, *stale), chosen)
    for path in changed:
        output.replace(chosen.root / path, fresh[path])
    print(trivial.report([(one.code, kept) for one in made for kept in one.kept]), end="")
    print(f"{len(pot.entries)} messages; {len(changed)} of {len(fresh)} files changed")
    return _tell(problems, chosen)


def _take_in(inputs: Inputs, problems: Sequence[Problem], chosen: argparse.Namespace) -> int:
    """A catalog from outside, of this site (--take) or another tool's (--import); what is good is taken, whatever is refused."""
    name = chosen.take or chosen.brought
    theirs, faults = _opened(name)
    code = _language(theirs, inputs, chosen) if theirs else None
    if theirs is None or code is None:
        return _tell((*problems, *(faults or (_nameless(name, theirs, inputs),))), chosen)
    made = _updated(inputs, code, update.template(places.placed(inputs), project=inputs.settings.name), trivially=False)
    if made.problems:
        return _tell((*problems, *made.problems), chosen)
    ours, spoken = made.after, _spoken(inputs, code)
    if chosen.take:
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
    if chosen.take:
        _answer(inputs, code, outcomes, taken, chosen)
    print(f"{ours.path}: {reply.counts(outcomes) or 'nothing to take'}{' (nothing written)' if held else ''}")
    return _tell((*problems, *(one for outcome in outcomes if (one := outcome.problem(name)))), chosen)


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
    """The locale a catalog from outside is for: the one --locale names, else the one its header names."""
    return chosen.locale[0] if len(chosen.locale) == 1 else exchange.language(theirs, inputs.settings.locales[1:])


def _nameless(name: str, theirs: Catalog | None, inputs: Inputs) -> Problem:
    found = theirs.headers.get("Language", "") if theirs else ""
    said = f"Its header names the language “{found}”, which is none of the site's." if found else "Its header names no language."
    return error(name, 1, "catalog-language", said, f"Add --locale CODE, one of: {', '.join(inputs.settings.locales[1:])}.")


def _shelf(inputs: Inputs) -> foreign.Shelf:
    parsed = {page.path: blocks.parse(page.body) for page in inputs.content.pages}
    references = {path: tuple((label, link[0]) for label, link in one.references.items()) for path, one in parsed.items()}
    code = ["".join(block.itertext()) for one in parsed.values() for block in one.tree.iter("pre")]
    return foreign.shelf(inputs.messages(), references, code)


def _answer(inputs: Inputs, code: str, outcomes: Sequence[exchange.Outcome], taken: Catalog, chosen: argparse.Namespace) -> None:
    """Writes the page to send back, beside their file or where --output says."""
    titles = {page.place: page.title for page in inputs.content.pages}
    locale = locales.describe(code, inputs.settings)
    made = reply.Reply(Path(chosen.take).name, locale, outcomes, taken, inputs.messages(), titles)
    target = Path(os.path.abspath(chosen.output or Path(chosen.take).parent)) / f"preview-{code}.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    output.replace(target, reply.page(made).encode())
    print(f"to send back: {os.path.relpath(target)}")


def _status(chosen: argparse.Namespace) -> int:
    inputs, problems = _read(chosen)
    if inputs is None:
        return _tell(problems, chosen)
    known = _parts(inputs)
    rows = [row for voice in inputs.voices[1:] for row in status.rows(voice, known, inputs.messages())]
    print(status.report(rows, chosen.format, pages=chosen.pages), end="")
    if chosen.format == "text":
        unchecked = [page.path for page in inputs.content.pages if page.lawyer_checked is None]
        uncalled = [one.id for one in inputs.content.shown if one.phone and one.checked is None]
        print(f"no lawyer has checked: {len(unchecked)} of {len(inputs.content.pages)} pages")
        print(f"numbers nobody has confirmed: {len(uncalled)} of {sum(1 for one in inputs.content.shown if one.phone)}")
    return _tell(problems, chosen)


def _review(chosen: argparse.Namespace) -> int:
    voice, inputs, problems = _voice(chosen)
    if voice is None or inputs is None:
        return _tell(problems, chosen)
    known = _parts(inputs)
    part = parts.named(known, chosen.part) if chosen.part else None
    if chosen.part and part is None:
        return _tell((*problems, parts.unknown(chosen.part, known)), chosen)
    if chosen.list:
        print(review.listing(part, voice) if part else review.overview(known, voice), end="")
        return _tell(problems, chosen)
    reason = None if part else "PAGE is missing (--list shows what is to be reviewed)"
    if part and not (chosen.withdraw and chosen.by is None):
        reason = stamps.refused_name(chosen.by) if chosen.by is not None else "--by is missing"
    if part is None or reason:
        usage = 'usage: build.py review LOCALE PAGE --by "NAME" [--on DAY] [--withdraw]'
        print(f"{usage}\nbuild.py review: error: {reason}", file=sys.stderr)
        return 1 if part and chosen.by is not None else 2
    if chosen.withdraw:
        changed, faults = review.withdraw(part, voice, by=chosen.by)
    else:
        changed, faults = review.record(part, voice, stamps.Review(chosen.by, chosen.on))
    if faults:
        return _tell((*problems, *faults), chosen)
    for one in changed:
        output.replace(chosen.root / one.path, catalog.dump(one))
    print(review.outcome(known, voice, changed), end="")
    return _tell(problems, chosen)


def _audio(chosen: argparse.Namespace) -> int:
    voice, inputs, problems = _voice(chosen)
    if voice is None or inputs is None:
        return _tell(problems, chosen)
    page = next((page for page in inputs.content.pages if page.slug == chosen.page.removesuffix(".md")), None)
    if page is None:
        hint = "Choose one of content/*.md, without “.md”."
        return _tell((*problems, error("content", 1, "unknown-page", f"There is no page “{chosen.page}”.", hint)), chosen)
    facts = translate.facts(voice, inputs.content, calling_code=inputs.settings.calling_code)
    edition = translate.edition(page, voice, inputs.content, facts=facts)
    faults = audio.refusals(edition, voice)
    if not faults:
        print(audio.script(edition), end="")
    return _tell((*problems, *faults), chosen)


def _facts(chosen: argparse.Namespace) -> int:
    if chosen.confirm is None:
        known, problems = content.read(chosen.root)
        print(calls.sheet(known), end="")
        return _tell([one for one in problems if one.path == content.HELP], chosen)
    if not chosen.how:
        print(
            "usage: build.py facts --confirm NAME --how TEXT [--on DAY]\nbuild.py facts: error: --confirm needs --how",
            file=sys.stderr,
        )
        return 2
    path = chosen.root / content.HELP
    text, faults = toml.read_text(path, content.HELP)
    changed = calls.confirm(text, chosen.confirm, on=chosen.on, how=chosen.how) if text is not None else None
    if changed is None:
        missing = error(content.HELP, 1, "unknown-entry", f"There is no [{chosen.confirm}].", "Names stand in [ ] in that file.")
        return _tell(faults or (missing,), chosen)
    output.replace(path, changed.encode())
    print(f"{chosen.confirm}: {chosen.how}, {chosen.on.isoformat()}")
    return 0


def _new(chosen: argparse.Namespace) -> int:
    inputs, problems = _read(chosen)
    if inputs is None or problem.is_fatal(problems):
        return _tell(problems, chosen)
    code, path = chosen.code, locales.path(chosen.code)
    if (chosen.root / path).exists():
        return _tell((error(path, 1, "exists", "The catalog is there already.", "Edit it, or choose another locale."),), chosen)
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


# ── what commands share ─────────────────────────────────────────────────────────────────────────────────────────────


def _read(chosen: argparse.Namespace) -> tuple[Inputs | None, tuple[Problem, ...]]:
    pseudo = getattr(chosen, "pseudo", False)
    inputs, problems = site.read(chosen.root, only=tuple(chosen.locale), base_url=chosen.base_url or "", pseudo=pseudo)
    known = {tongue.locale.code for tongue in inputs.tongues} if inputs else set(chosen.locale)
    for code in chosen.locale:
        if code not in known:
            problems = (*problems, _no_locale(code))
    return inputs, problems


def _no_locale(code: str) -> Problem:
    hint = "Add it to locales there, or choose another."
    return error("content/site.toml", 1, "locale", f"The site has no locale “{code}”.", hint)


@dataclass(frozen=True, slots=True)
class _Updated:
    """A locale's own catalog as it stood (None: no file) and brought up to date; `kept` what was declared trivial."""

    code: str
    before: Catalog | None
    after: Catalog
    kept: tuple[trivial.Kept, ...] = ()
    problems: tuple[Problem, ...] = ()


def _updated(inputs: Inputs, code: str, pot: Catalog, *, trivially: bool) -> _Updated:
    """The locale's own catalog brought up to date; messages that another of its catalogs holds are left to that one."""
    own = locales.path(code)
    others, problems = locales.read_others(inputs.root, code)
    held = {entry.key for one in others for entry in one.entries if not entry.obsolete}
    wanted = update.without(pot, held)
    if problems or not (inputs.root / own).exists():
        return _Updated(code, None, locales.fresh(code, wanted), problems=problems)
    old, faults = locales.read_catalog(inputs.root, own, code)
    if old is None:
        return _Updated(code, None, locales.fresh(code, wanted), problems=faults)
    known = {message.key: message for message in inputs.messages()}
    spoken = _spoken(inputs, code)

    def accepts(entry: Entry, text: str) -> bool:
        return guard.refusal(known[entry.key], text, spoken) is None

    settled: Mapping[Key, Entry] = {}
    kept: tuple[trivial.Kept, ...] = ()
    if trivially:
        settled, kept = trivial.settle(old, wanted, accepts)
    return _Updated(code, old, catalog.tidy(update.merge(old, wanted, settled=settled)), kept)


def _parts(inputs: Inputs) -> tuple[Part, ...]:
    return parts.parts(inputs.content, inputs.settings, inputs.theme.phrases)


def _unreviewed(inputs: Inputs, chosen: argparse.Namespace) -> tuple[Problem, ...]:
    """With --reviewed, an error for each page that no person has reviewed in a language."""
    if not chosen.reviewed:
        return ()
    return tuple(fault for voice in inputs.voices[1:] for fault in review.unreviewed(_parts(inputs), voice))


def _voice(chosen: argparse.Namespace) -> tuple[Voice | None, Inputs | None, tuple[Problem, ...]]:
    """The voice of the language that the command names; None with a Problem where there is none to speak of."""
    inputs, problems = _read(chosen)
    if inputs is None or problem.is_fatal(problems):
        return None, None, problems
    wanted = chosen.language.replace("-", "_").casefold()
    voice = next((one for one in inputs.voices if one.tongue.locale.code.casefold() == wanted), None)
    if voice is None or (chosen.command is _review and voice.tongue.is_source):
        codes = ", ".join(one.tongue.locale.code for one in inputs.voices[1:])
        text = f"The site has no translation “{chosen.language}”."
        return None, None, (*problems, error("content/site.toml", 1, "locale", text, f"Choose one of {codes}."))
    return voice, inputs, problems


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _tell(problems: Sequence[Problem], chosen: argparse.Namespace) -> int:
    """Prints the problems; 1 if one of them stops the work."""
    found = problem.strict(problems) if chosen.strict else tuple(problems)
    print(problem.report(found), end="", file=sys.stderr)
    return 1 if problem.is_fatal(found) else 0


def _progress() -> Callable[[str], None]:
    """Shows progress on one line of a terminal; says nothing into a pipe."""
    if not sys.stderr.isatty():
        return lambda text: None

    def show(text: str) -> None:
        print(f"\r\x1b[K{text}\r", end="", file=sys.stderr, flush=True)

    return show
