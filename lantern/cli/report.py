"""What commands share: reading the site they are given, telling what is wrong.

In:    parsed arguments, Problems.
Out:   Inputs; lines on stderr; 1 where a Problem stops the work.
Never: decides what a fault is; prints progress into a pipe.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from .. import problem
from ..problem import Problem, error
from ..site import Site, read_site


def read(chosen: argparse.Namespace) -> tuple[Site | None, tuple[Problem, ...]]:
    """The site that the command is about, and every fault in it."""
    pseudo = getattr(chosen, "pseudo", False)
    site, problems = read_site(chosen.root, only=tuple(chosen.locale), base_url=chosen.base_url or "", pseudo=pseudo)
    known = {tongue.locale.code for tongue in site.tongues} if site else set(chosen.locale)
    for code in chosen.locale:
        if code not in known:
            problems = (*problems, no_locale(code))
    return site, problems


def no_locale(code: str) -> Problem:
    """A locale was named that the site does not have."""
    hint = "Add it to locales there, or choose another."
    return error("content/site.toml", 1, "locale", f"The site has no locale “{code}”.", hint)


def tell(problems: Sequence[Problem], chosen: argparse.Namespace) -> int:
    """Prints the problems; 1 if one of them stops the work."""
    found = problem.strict(problems) if chosen.strict else tuple(problems)
    print(problem.report(found), end="", file=sys.stderr)
    return 1 if problem.is_fatal(found) else 0


def progress() -> Callable[[str], None]:
    """Shows progress on one line of a terminal; says nothing into a pipe."""
    if not sys.stderr.isatty():
        return lambda text: None

    def show(text: str) -> None:
        print(f"\r\x1b[K{text}\r", end="", file=sys.stderr, flush=True)

    return show
