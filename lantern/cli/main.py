"""The command line: arguments in, an exit code out.

In:    the words after `python build.py`.
Out:   results on stdout, problems and progress on stderr; 0 clean, 1 problems, 2 wrong usage.
Never: decides what a site is.
"""

from __future__ import annotations

import argparse
import codecs
import datetime
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from .. import pipeline, problem
from ..content import checks, due, lawyer, pages, records, toml
from ..files import publish, systems, workers
from ..paper import imprint
from ..pipeline import Printing
from ..preview import server
from ..problem import Problem, error
from ..site import Site
from . import arguments, call_sheet, report, translators


def main(words: Sequence[str]) -> int:
    """Runs one command; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A pipe on Windows, or under LC_ALL=C, cannot hold every language; JSON and reports are UTF-8 everywhere.
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
    given = list(words)
    if not given or (given[0].startswith("-") and given[0] not in {"-h", "--help", "--version"}):
        given.insert(0, "build")
    try:
        chosen = arguments.parser(COMMANDS).parse_args(given)
    except SystemExit as asked:
        return int(asked.code or 0)
    command: arguments.Command = chosen.command
    try:
        return command(chosen)
    except BrokenPipeError:  # the reader of a pipe had enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    except workers.Ended as reason:
        print(f"build.py: error: {reason} Close other programs, or run the command again with --jobs 1.", file=sys.stderr)
        return 1
    except OSError as reason:  # a folder that nobody may write in, a full disk: not a fault of ours
        if reason.filename is None:
            raise
        text = f"It cannot be read or written: {reason.strerror}."
        print(error(str(reason.filename), 1, "not-written", text, "Mend this, then run the command again."), file=sys.stderr)
        return 1


def _build(chosen: argparse.Namespace) -> int:
    if chosen.pseudo and not chosen.output:
        print("usage: build.py build --pseudo --output DIR\nbuild.py build: error: --pseudo needs --output", file=sys.stderr)
        return 2
    if chosen.locale and not chosen.output:  # it would take every other language away from readers
        words = "usage: build.py build --locale CODE --output DIR\nbuild.py build: error: --locale needs --output"
        print(f"{words}: public/ is for all languages", file=sys.stderr)
        return 2
    site, problems = report.read(chosen)
    if site is None or problem.is_fatal(problems):
        if site is not None:
            problems = (*problems, *pipeline.build(site, jobs=chosen.jobs).problems)
        return report.tell(problems, chosen)
    # Made-up languages have letters that no font of ours has.
    unprinted, faults = (None, ()) if chosen.no_print or chosen.pseudo else _printing(site, chosen)
    built = pipeline.build(site, jobs=chosen.jobs, progress=report.progress(), printing=unprinted)
    problems = (*problems, *built.problems, *pipeline.refusals(site), *translators.unreviewed(site, chosen))
    if report.tell(problems, chosen):
        return 1
    folder = chosen.output or chosen.root / "public"
    if report.tell(publish.publish((*built.files, *built.sheets), Path(os.path.abspath(folder))), chosen):
        return 1
    pages = sum(1 for file in built.files if file.path.endswith(".html"))
    count = sum(1 for file in built.sheets if file.path.endswith(".pdf"))
    printed = f" and {count} printed sheets" if count else ""
    print(f"{pages} pages{printed} in {len(site.tongues)} languages → {systems.shown(folder)}")
    # A sheet that cannot be set keeps no page from its readers: the pages are out, the fault is told.
    return report.tell((*faults, *built.print_problems), chosen)


def _print(chosen: argparse.Namespace) -> int:
    """The sheets alone, without the site around them."""
    site, problems = report.read(chosen)
    if report.tell(problems, chosen) or site is None:
        return 1
    printing, faults = _printing(site, chosen)
    sheets, more = pipeline.print_sheets(site, printing, jobs=chosen.jobs, progress=report.progress())
    folder = chosen.output or chosen.root / "printed"
    if sheets and report.tell(publish.publish(sheets, Path(os.path.abspath(folder))), chosen):
        return 1
    count = sum(1 for file in sheets if file.path.endswith(".pdf"))
    print(f"{count} printed sheets in {len(site.tongues)} languages → {systems.shown(folder)}")
    return report.tell((*faults, *more), chosen)


def _printing(site: Site, chosen: argparse.Namespace) -> tuple[Printing, tuple[Problem, ...]]:
    """What is made for printing; with --strict only what is checked. Faults are those of the imprints."""
    imprints, faults = imprint.read(chosen.imprint, site.settings.locales) if chosen.imprint else ((), ())
    return Printing(chosen.root / ".cache" / "print", chosen.strict, tuple(imprints)), faults


def _serve(chosen: argparse.Namespace) -> int:
    if chosen.pseudo and chosen.translate:  # the workbench has one language, and it would be the made-up one
        print("usage: build.py serve [options]\nbuild.py serve: error: --pseudo does not go with --translate", file=sys.stderr)
        return 2
    words = {"translate": chosen.translate, "chosen_editor": chosen.editor, "pseudo": chosen.pseudo}
    return server.run(chosen.root, port=chosen.port, only=tuple(chosen.locale), output=chosen.output, **words)


def _check(chosen: argparse.Namespace) -> int:
    site, problems = report.read(chosen)
    if site is not None:
        made = pipeline.check(site, jobs=chosen.jobs, progress=report.progress())
        today = datetime.date.today()
        problems = (*problems, *made, *checks.dates(site.content, today), *checks.not_yet(site.content, today))
        problems = (*problems, *translators.unreviewed(site, chosen))
    problems = problem.strict(problems) if chosen.strict else problems
    print(problem.report(problems, chosen.format), end="")
    return 1 if problem.is_fatal(problems) else 0


def _facts(chosen: argparse.Namespace) -> int:
    if (chosen.json or chosen.markdown) and chosen.due is None:
        print(
            "usage: build.py facts --due DAYS [--json | --markdown]\nbuild.py facts: error: these go with --due", file=sys.stderr
        )
        return 2
    if chosen.confirm is None:
        return _told_facts(chosen)
    if not chosen.how:
        print(
            "usage: build.py facts --confirm NAME --how TEXT [--on DAY]\nbuild.py facts: error: --confirm needs --how",
            file=sys.stderr,
        )
        return 2
    path = chosen.root / records.HELP
    text, faults = toml.read_text(path, records.HELP)
    if text is None:
        return report.tell(faults, chosen)
    data = path.read_bytes()
    marked, text = data.startswith(codecs.BOM_UTF8), data.decode("utf-8-sig")  # with the line ends that the file has
    changed, faults = call_sheet.confirm(text, chosen.confirm, on=chosen.on, how=chosen.how, also=chosen.also)
    if changed is None:
        return report.tell(faults, chosen)
    publish.replace(path, codecs.BOM_UTF8 * marked + changed.encode())
    print(f"{chosen.confirm}: {chosen.how}, {chosen.on.isoformat()}")
    return 0


def _told_facts(chosen: argparse.Namespace) -> int:
    """Prints what is known of the facts; 1 where a file of content/ is at fault, for then the list is not whole."""
    known, problems = pages.read(chosen.root)
    if chosen.call_list:
        print(call_sheet.sheet(known), end="")
        return report.tell([one for one in problems if one.path == records.HELP], chosen)
    if chosen.lawyer:
        print(lawyer.sheet(known), end="")
        return report.tell(problems, chosen)
    today = datetime.date.today()
    until = today + datetime.timedelta(days=chosen.due)
    write = due.as_json if chosen.json else due.markdown if chosen.markdown else due.text
    print(write(due.due(known, until), until, due.without_a_day(known)), end="")
    return report.tell((*problems, *checks.not_yet(known, today)), chosen)


COMMANDS: dict[str, arguments.Command] = {
    "build": _build,
    "print": _print,
    "serve": _serve,
    "check": _check,
    "facts": _facts,
    "messages": translators.messages,
    "new": translators.new,
    "status": translators.status,
    "review": translators.review,
    "audio": translators.audio,
}
