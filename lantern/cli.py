"""The command line: arguments in, an exit code out.

In:    the words after `python build.py`.
Out:   results on stdout, problems and progress on stderr; 0 clean, 1 problems, 2 wrong usage.
Never: decides what a site is; prints progress into a pipe.
"""

from __future__ import annotations

import argparse
import datetime
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from . import (
    __version__,
    calls,
    catalog,
    checks,
    content,
    locales,
    output,
    problem,
    recall,
    serve,
    settings,
    site,
    toml,
    translate,
    update,
)
from .catalog import Catalog
from .problem import Problem, error
from .site import Inputs


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
    add("build", _build, "build the whole site (the default)", tried)
    served = add("serve", _serve, "show the site and every change to it, on this computer only", tried)
    served.add_argument("--port", type=_port, default=8000, metavar="N", help="where (default: 8000)")
    updated = add("messages", _messages, "collect all text for translators and update every catalog")
    updated.add_argument("--check", action="store_true", help="write nothing; exit 1 if a catalog is out of date")
    updated.add_argument("--machine", metavar="CODE", help="mark this locale's unmarked translations as machine drafts")
    add("check", _check, "apply every rule to content, catalogs and templates", told)
    add("status", _status, "how much is translated and reviewed", told)
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
    problems = (*problems, *more, *site.messages_problems(inputs))
    if _tell(problems, chosen):
        return 1
    folder = chosen.output or chosen.root / "public"
    if _tell(output.publish(files, Path(os.path.abspath(folder))), chosen):
        return 1
    pages = sum(1 for file in files if file.path.endswith(".html"))
    print(f"{pages} pages in {len(inputs.tongues)} languages → {os.path.relpath(folder)}")
    return 0


def _serve(chosen: argparse.Namespace) -> int:
    return serve.run(chosen.root, port=chosen.port, only=tuple(chosen.locale), output=chosen.output, pseudo=chosen.pseudo)


def _check(chosen: argparse.Namespace) -> int:
    seen = recall.look(chosen.root)
    inputs, problems = _read(chosen)
    if inputs is not None:
        made = recall.faults(inputs, seen, chosen.root / ".cache" / "check", jobs=chosen.jobs, progress=_progress())
        problems = (*problems, *made, *checks.dates(inputs.content, datetime.date.today()))
    problems = problem.strict(problems) if chosen.strict else problems
    print(problem.report(problems, chosen.format), end="")
    return 1 if problem.is_fatal(problems) else 0


def _messages(chosen: argparse.Namespace) -> int:
    inputs, problems = _read(chosen)
    if inputs and chosen.machine and chosen.machine not in inputs.settings.locales[1:]:
        problems = (*problems, _no_locale(chosen.machine))
    if inputs is None or problem.is_fatal(problems):
        return _tell(problems, chosen)
    pot = update.template(inputs.messages(), project=inputs.settings.name)
    fresh = {locales.TEMPLATE: catalog.dump(pot)}
    # One who marks a locale's drafts writes that locale alone: another may be at work in its sister's file.
    for code in [code for code in inputs.settings.locales[1:] if chosen.machine in (None, code)]:
        made = _updated(chosen.root, code, pot)
        if isinstance(made, Catalog):
            fresh[made.path] = catalog.dump(update.stamp_machine(made) if chosen.machine == code else made)
        else:
            problems = (*problems, *made)
    if problem.is_fatal(problems):
        return _tell(problems, chosen)
    old = {path: path_bytes for path in fresh if (path_bytes := _bytes(chosen.root / path)) is not None}
    changed = [path for path, data in fresh.items() if old.get(path) != data]
    if chosen.check:
        stale = [
            error(path, 1, "out-of-date", "The catalog is out of date.", "Run: python build.py messages") for path in changed
        ]
        return _tell((*problems, *stale), chosen)
    for path in changed:
        output.replace(chosen.root / path, fresh[path])
    print(f"{len(pot.entries)} messages; {len(changed)} of {len(fresh)} files changed")
    return _tell(problems, chosen)


def _status(chosen: argparse.Namespace) -> int:
    inputs, problems = _read(chosen)
    if inputs is None:
        return _tell(problems, chosen)
    rows = []
    for voice in inputs.voices[1:]:
        for page in inputs.content.pages:
            count = translate.progress(page.messages(), voice)
            rows.append(_row(voice.tongue.locale.code, page.path, count))
        rows.append(_row(voice.tongue.locale.code, "", translate.progress(inputs.messages(), voice)))
    if chosen.format == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    elif chosen.format == "github":
        for row in rows:
            if not row["page"]:
                print(f"::notice file={locales.path(str(row['locale']))}::{_said(row)}")
    else:
        for row in rows:
            if not row["page"]:
                print(f"{row['locale']:8} {_said(row)}  {locales.path(str(row['locale']))}")
        unchecked = [page.path for page in inputs.content.pages if page.lawyer_checked is None]
        uncalled = [one.id for one in inputs.content.shown if one.phone and one.checked is None]
        print(f"no lawyer has checked: {len(unchecked)} of {len(inputs.content.pages)} pages")
        print(f"numbers nobody has confirmed: {len(uncalled)} of {sum(1 for one in inputs.content.shown if one.phone)}")
    return _tell(problems, chosen)


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
    pot = update.template(inputs.messages(), project=inputs.settings.name)
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


def _updated(root: Path, code: str, pot: Catalog) -> Catalog | tuple[Problem, ...]:
    """The locale's own catalog brought up to date; messages that another of its catalogs holds are left to that one."""
    own = locales.path(code)
    others, problems = locales.read_others(root, code)
    if problems:
        return problems
    held = {entry.key for one in others for entry in one.entries if not entry.obsolete}
    wanted = update.without(pot, held)
    if not (root / own).exists():
        return locales.fresh(code, wanted)
    old, faults = locales.read_catalog(root, own, code)
    return update.merge(old, wanted) if old else faults


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


def _row(code: str, page: str, count: translate.Progress) -> dict[str, str | int]:
    states = {"translated": count.translated, "stale": count.stale, "reviewed": count.reviewed, "machine": count.machine}
    return {"locale": code, "page": page, "total": count.total, **states}


def _said(row: dict[str, str | int]) -> str:
    states = f"{row['stale']} stale, {row['machine']} machine drafts, {row['reviewed']} reviewed"
    return f"{row['translated']:>4} of {row['total']} shown, {states}"
