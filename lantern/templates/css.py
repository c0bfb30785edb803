"""A style sheet → the rules that one page can use.

In:    CSS as text; the classes a page wears.
Out:   the same CSS with comments and white space off, and without rules that no element of the page can match.
Never: changes what a rule says.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache

_CLASS = re.compile(r'\s(?:class|data-wears)="([^"]*)"')
_NAMED = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_PLAIN = re.compile(r"(?P<names>[^{}]+)\{[^{}]*\}")
_RULE = re.compile(
    r"(?P<at>@(?:media|supports)[^{}]*)\{(?P<inside>(?:[^{}]*\{[^{}]*\})*)\}|(?P<names>[^{}@][^{}]*)\{[^{}]*\}|(?P<rest>@[^{}]*\{[^{}]*\}|.)",
    re.DOTALL,
)


def _digest(style: str) -> str:
    """SHA-256 in base 64, as a policy names a stylesheet."""
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


@lru_cache(maxsize=512)
def _worn(style: str, classes: frozenset[str]) -> str:
    """The rules of a small stylesheet (see _small) that a page with these classes can use; at-rules one level deep."""
    out: list[str] = []
    for rule in _RULE.finditer(style):
        if rule["at"]:
            inside = "".join(one[0] for one in _PLAIN.finditer(rule["inside"]) if _fits(one["names"], classes))
            out.append(f"{rule['at']}{{{inside}}}" if inside else "")
        elif rule["rest"] or _fits(rule["names"], classes):
            out.append(rule[0])
    return "".join(out)


def _fits(selector: str, classes: frozenset[str]) -> bool:
    """True if the selector names no class, or one that is there; what stands in :not() may be missing."""
    named = _NAMED.findall(re.sub(r":not\([^()]*\)", "", selector))
    return not named or not classes.isdisjoint(named)


def _small(css: str) -> str:
    """CSS with comments off and white space folded, strings untouched."""
    string = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
    pieces = re.split(string, re.sub(rf"{string}|/\*.*?\*/", lambda m: m[1] or "", css, flags=re.DOTALL))
    for place in range(0, len(pieces), 2):
        folded = re.sub(r"\s+", " ", pieces[place])
        folded = re.sub(r" ?([{};,>]) ?", r"\1", folded).replace(";}", "}")
        pieces[place] = folded.replace(": ", ":").replace(" !important", "!important")
    return "".join(pieces).strip()
