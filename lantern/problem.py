"""One fault that a person can mend: where it is, what is wrong, what to do.

In:    what a reader, a check or the command line found.
Out:   Problem values and their three printed forms (text, JSON, GitHub annotations).
Never: raises, prints, touches disk. Lines count from 1; paths are relative to the site's root, with "/".
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

Level = Literal["error", "warning", "info"]
Format = Literal["text", "json", "github"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A fault in content, a catalog, a template or a setting.

    path:  the file, relative to the site's root ("content/at-home.md").
    line:  counted from 1; 1 when the fault is the whole file's.
    level: "error" stops the build, "warning" does not (unless --strict), "info" only tells.
    rule:  a short stable name in kebab case ("unknown-key").
    text:  what is wrong, one sentence.
    hint:  what to do about it, one sentence, or "".
    """

    path: str
    line: int
    level: Level
    rule: str
    text: str
    hint: str = ""

    def __str__(self) -> str:
        """`path:line: level: text hint [rule]`, on one line and safe to show on a terminal."""
        said = f"{self.text} {self.hint}".strip()
        return _visible(f"{self.path}:{self.line}: {self.level}: {said} [{self.rule}]")

    def at(self, path: str, *, shift: int = 0) -> Problem:
        """The same fault in `path`, its line moved down by `shift` lines."""
        return replace(self, path=path, line=self.line + shift)


def error(path: str, line: int, rule: str, text: str, hint: str = "") -> Problem:
    """A Problem that stops the build."""
    return Problem(path, line, "error", rule, text, hint)


def warning(path: str, line: int, rule: str, text: str, hint: str = "") -> Problem:
    """A Problem that is told, and stops only a strict build."""
    return Problem(path, line, "warning", rule, text, hint)


def info(path: str, line: int, rule: str, text: str, hint: str = "") -> Problem:
    """A Problem that is told and never stops anything."""
    return Problem(path, line, "info", rule, text, hint)


def strict(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The same problems with every warning made an error."""
    return tuple(replace(p, level="error") if p.level == "warning" else p for p in problems)


def is_fatal(problems: Iterable[Problem]) -> bool:
    """True if any of them is an error."""
    return any(p.level == "error" for p in problems)


def report(problems: Iterable[Problem], style: Format = "text") -> str:
    """All problems, sorted by place and without repeats, as text that ends in a line feed ("" for none).

    json:   a list of objects with the fields of Problem.
    github: workflow commands (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
    """
    found = sorted(set(problems))
    if style == "json":
        fields = ("path", "line", "level", "rule", "text", "hint")
        return json.dumps([{name: getattr(p, name) for name in fields} for p in found], ensure_ascii=False, indent=1) + "\n"
    if style == "github":
        return "".join(_annotation(p) for p in found)
    return "".join(f"{p}\n" for p in found)


def _annotation(p: Problem) -> str:
    level = "notice" if p.level == "info" else p.level
    text = _visible(f"{p.text} {p.hint}".strip()).replace("%", "%25")
    path = _visible(p.path).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    return f"::{level} file={path},line={p.line},title={p.rule}::{text}\n"


def _visible(text: str) -> str:
    """Controls and direction marks shown as \\u escapes: a bad file must not rewrite the terminal's line."""
    return "".join(
        c if c == " " or unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"} else f"\\u{ord(c):04x}" for c in text
    )
