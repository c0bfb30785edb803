"""The words after `python build.py`, and what they may be.

In:    the commands, as functions of what was chosen.
Out:   a parser; its errors name the argument, and exit with 2.
Never: runs a command, reads a file.
"""

from __future__ import annotations

import argparse
import datetime
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from .. import __version__
from ..content import settings

Command = Callable[[argparse.Namespace], int]
Add = Callable[..., argparse.ArgumentParser]


def parser(commands: Mapping[str, Command]) -> argparse.ArgumentParser:
    """The parser for the whole line; `commands` by name: what was chosen has the command's function as `command`."""
    made = argparse.ArgumentParser(prog="build.py", description="Markdown and catalogs into a static site in many languages.")
    made.add_argument("--version", action="version", version=f"Lantern {__version__}")
    kinds = made.add_subparsers(metavar="command", required=True)
    shared, told = _options(), argparse.ArgumentParser(add_help=False)
    told.add_argument("--format", choices=("text", "json", "github"), default="text", help="how results are written")

    def add(name: str, text: str, *, tells: bool = False) -> argparse.ArgumentParser:
        found = kinds.add_parser(name, parents=[shared, *([told] if tells else [])], help=text, description=text)
        found.set_defaults(command=commands[name])
        return found

    _add_builders(add)
    _add_messages(add)
    _add_people(add)
    _add_facts(add)
    return made


def _add_builders(add: Add) -> None:
    """The commands that make the site or look at it."""
    built = add("build", "build the whole site (the default)")
    served = add("serve", "show the site and every change to it, on this computer only")
    for tried in (built, served):
        tried.add_argument(
            "--pseudo", action="store_true", help="add two made-up languages, to try pages with (build: needs --output)"
        )
    served.add_argument("--port", type=_port, default=8000, metavar="N", help="where (default: 8000)")
    served.add_argument("--translate", default="", metavar="LOCALE", help="the translator's workbench for one language")
    served.add_argument("--editor", default="", metavar="COMMAND", help='your editor, as "code --goto {file}:{line}"')
    add("print", "make the printed sheets alone (default: into printed/ under the root)")
    checked = add("check", "apply every rule to content, catalogs and templates", tells=True)
    for strictly in (built, checked):
        strictly.add_argument("--reviewed", action="store_true", help="refuse pages that no person has reviewed in a language")
    counted = add("status", "how much is translated and reviewed", tells=True)
    counted.add_argument("--pages", action="store_true", help="each page too, most to do first")


def _add_messages(add: Add) -> None:
    """The commands that write catalogs."""
    updated = add("messages", "collect all text for translators and update every catalog", tells=True)
    updated.add_argument("--check", action="store_true", help="write nothing; exit 1 if a catalog is out of date")
    updated.add_argument("--machine", metavar="CODE", help="mark this locale's unmarked translations as machine drafts")
    updated.add_argument("--dry-run", action="store_true", help="write no catalog; tell what a change costs the translators")
    updated.add_argument("--trivial", action="store_true", help="keep translations where only marks, case or markup changed")
    brought = updated.add_mutually_exclusive_group()
    brought.add_argument("--take", metavar="FILE", help="take in a catalog of this site that somebody sent back")
    brought.add_argument("--import", dest="brought", metavar="FILE", help="take in another tool's catalog of the same text")
    updated.add_argument("--theirs", action="store_true", help="with --take, --import: prefer their text to another person's")
    fresh = add("new", "begin a new language")
    fresh.add_argument("code", metavar="LOCALE", help='as Babel spells it: "es", "pt_BR", "zh_Hant"')


def _add_people(add: Add) -> None:
    """The commands for people who read: those who review a translation, and those who read it aloud."""
    seen = add("review", "record that a person has read and checked a translation")
    seen.add_argument("language", metavar="LOCALE", help='"es", "zh_Hant"')
    seen.add_argument("part", metavar="PAGE", nargs="?", help='a page ("at-home"), or "help", "phrases", "site", "news"')
    seen.add_argument("--by", metavar="NAME", help="who has read it: a name or a role; it stands on the page")
    seen.add_argument("--on", type=_day, default=datetime.date.today(), metavar="DAY", help="when (default: today)")
    seen.add_argument("--withdraw", action="store_true", help="take the review back (with --by: only that person's)")
    seen.add_argument("--list", action="store_true", help="show what is to be reviewed")
    said = add("audio", "what a person reads aloud for a page, and the name of the recording")
    said.add_argument("language", metavar="LOCALE", help='"es", "zh_Hant"')
    said.add_argument("page", metavar="PAGE", help='a page ("at-home")')


def _add_facts(add: Add) -> None:
    """What people confirm about organisations."""
    told = add("facts", "the calling sheet, and the record of what a person confirmed")
    wanted = told.add_mutually_exclusive_group(required=True)
    wanted.add_argument("--call-list", action="store_true", help="print a sheet with every number to confirm")
    wanted.add_argument("--confirm", metavar="NAME", help="record that a person confirmed this entry of content/help.toml")
    wanted.add_argument(
        "--due", type=_days, metavar="DAYS", help="every page, number, bill and source that falls due in DAYS days"
    )
    wanted.add_argument("--lawyer", action="store_true", help="every sentence that decides something, for a lawyer to check")
    written = told.add_mutually_exclusive_group()
    written.add_argument("--json", action="store_true", help="with --due: for programs")
    written.add_argument("--markdown", action="store_true", help="with --due: one list, fit for an issue")
    told.add_argument("--how", metavar="TEXT", help='with --confirm: "called", "own site"')
    told.add_argument(
        "--also",
        action="append",
        default=[],
        choices=("hours", "address"),
        help="with --confirm: what the person confirmed beside the number",
    )
    told.add_argument(
        "--on", type=_day, default=datetime.date.today(), metavar="DAY", help="with --confirm: when (default: today)"
    )


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
    shared.add_argument(
        "--imprint", type=Path, metavar="FILE|DIR", help="print sheets with a group's own name (docs/printing.md)"
    )
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


def _days(text: str) -> int:
    if not text.isdecimal() or int(text) > 36500:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of days from 0 on")
    return int(text)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number from 1 on")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"“{text}” is not a port")
    return int(text)
