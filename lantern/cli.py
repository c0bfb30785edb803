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

from . import (
    arguments,
    calls,
    checks,
    content,
    imprint,
    output,
    printing,
    problem,
    recall,
    serve,
    site,
    terminal,
    toml,
    translators,
)
from .problem import Problem, error
from .site import Inputs


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
    inputs, problems = terminal.read(chosen)
    if inputs is None or problem.is_fatal(problems):
        if inputs is not None:
            problems = (*problems, *site.build(inputs, jobs=chosen.jobs)[1])
        return terminal.tell(problems, chosen)
    files, more = site.build(inputs, jobs=chosen.jobs, progress=terminal.progress())
    problems = (*problems, *more, *site.messages_problems(inputs), *translators.unreviewed(inputs, chosen))
    if terminal.tell(problems, chosen):
        return 1
    folder = chosen.output or chosen.root / "public"
    # Made-up languages have letters that no font of ours has.
    sheets, faults = ((), ()) if chosen.no_print or chosen.pseudo else _sheets(inputs, chosen)
    whole = {file.path: file for file in (*files, *sheets)}  # a page on paper is written again once that is printed
    if terminal.tell(output.publish(tuple(whole.values()), Path(os.path.abspath(folder))), chosen):
        return 1
    pages = sum(1 for file in files if file.path.endswith(".html"))
    count = sum(1 for file in sheets if file.path.endswith(".pdf"))
    printed = f" and {count} printed sheets" if count else ""
    print(f"{pages} pages{printed} in {len(inputs.tongues)} languages → {os.path.relpath(folder)}")
    # A sheet that cannot be set keeps no page from its readers: the pages are out, the fault is told.
    return terminal.tell(faults, chosen)


def _print(chosen: argparse.Namespace) -> int:
    """The sheets alone, without the site around them."""
    inputs, problems = terminal.read(chosen)
    if terminal.tell(problems, chosen) or inputs is None:
        return 1
    sheets, faults = _sheets(inputs, chosen)
    sheets = tuple(file for file in sheets if not file.path.endswith(".html"))
    folder = chosen.output or chosen.root / "printed"
    if sheets and terminal.tell(output.publish(sheets, Path(os.path.abspath(folder))), chosen):
        return 1
    count = sum(1 for file in sheets if file.path.endswith(".pdf"))
    print(f"{count} printed sheets in {len(inputs.tongues)} languages → {os.path.relpath(folder)}")
    return terminal.tell(faults, chosen)


def _sheets(inputs: Inputs, chosen: argparse.Namespace) -> tuple[tuple[output.File, ...], tuple[Problem, ...]]:
    """What is made for printing; with --strict only what is checked."""
    cache = chosen.root / ".cache" / "print"
    imprints, faults = imprint.read(chosen.imprint, inputs.settings.locales) if chosen.imprint else ((), ())
    files, problems = printing.papers(
        inputs, jobs=chosen.jobs, cache=cache, checked_only=chosen.strict, imprints=imprints, progress=terminal.progress()
    )
    return files, (*faults, *problems)


def _serve(chosen: argparse.Namespace) -> int:
    if chosen.pseudo and chosen.translate:  # the workbench has one language, and it would be the made-up one
        print("usage: build.py serve [options]\nbuild.py serve: error: --pseudo does not go with --translate", file=sys.stderr)
        return 2
    words = {"translate": chosen.translate, "chosen_editor": chosen.editor, "pseudo": chosen.pseudo}
    return serve.run(chosen.root, port=chosen.port, only=tuple(chosen.locale), output=chosen.output, **words)


def _check(chosen: argparse.Namespace) -> int:
    seen = recall.look(chosen.root)
    inputs, problems = terminal.read(chosen)
    if inputs is not None:
        made = recall.faults(inputs, seen, chosen.root / ".cache" / "check", jobs=chosen.jobs, progress=terminal.progress())
        problems = (*problems, *made, *checks.dates(inputs.content, datetime.date.today()))
        problems = (*problems, *translators.unreviewed(inputs, chosen))
    problems = problem.strict(problems) if chosen.strict else problems
    print(problem.report(problems, chosen.format), end="")
    return 1 if problem.is_fatal(problems) else 0


def _facts(chosen: argparse.Namespace) -> int:
    if chosen.confirm is None:
        known, problems = content.read(chosen.root)
        print(calls.sheet(known), end="")
        return terminal.tell([one for one in problems if one.path == content.HELP], chosen)
    if not chosen.how:
        print(
            "usage: build.py facts --confirm NAME --how TEXT [--on DAY]\nbuild.py facts: error: --confirm needs --how",
            file=sys.stderr,
        )
        return 2
    path = chosen.root / content.HELP
    text, faults = toml.read_text(path, content.HELP)
    if text is None:
        return terminal.tell(faults, chosen)
    data = path.read_bytes()
    marked, text = data.startswith(codecs.BOM_UTF8), data.decode("utf-8-sig")  # with the line ends that the file has
    changed, faults = calls.confirm(text, chosen.confirm, on=chosen.on, how=chosen.how, also=chosen.also)
    if changed is None:
        return terminal.tell(faults, chosen)
    output.replace(path, codecs.BOM_UTF8 * marked + changed.encode())
    print(f"{chosen.confirm}: {chosen.how}, {chosen.on.isoformat()}")
    return 0


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
