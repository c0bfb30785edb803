"""One translatable string, where it came from, and what a catalog says of it.

In:    text found in a page, its front matter, a data file or a template.
Out:   Message and Translation values.
Never: touches disk, knows a locale. Lines count from 1; identity is (context, text), site-wide, as in gettext.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_NO_WORD = re.compile(r"\{[^{}\s]*\}|\[\^[\w-]*\]|(?<=\])\([^()\s]*\)")

State = Literal["source", "missing", "stale", "refused", "machine", "draft", "reviewed"]
"""How a message stands in one locale.

source    the locale is the source language
missing   not in the catalog, or with an empty msgstr
stale     fuzzy: the source changed after it was translated, or another program guessed
refused   translated, but a rule that protects readers turned it away
machine   a machine draft nobody has edited
draft     written or edited by a person, not reviewed
reviewed  a person reviewed exactly this text
"""

SHOWN: frozenset[State] = frozenset({"source", "machine", "draft", "reviewed"})
"""The states whose text is published; in all others the source text stands, marked with its language."""


@dataclass(frozen=True, slots=True)
class Message:
    """A string for translators.

    text:    the msgid; raw inline Markdown for page text, white space normalised.
    context: the msgctxt, or None.
    path:    the file it stands in, relative to the site's root.
    line:    where it starts, counted from 1.
    kind:    what it is, in the words of a translator ("paragraph", "heading 2", "list item", "phrase").
    note:    what the writer tells translators, or "".
    place:   address of the page that shows it, without locale ("at-home.html"), or "".
    flags:   gettext format flags ("python-brace-format").
    """

    text: str
    context: str | None = None
    path: str = ""
    line: int = 1
    kind: str = ""
    note: str = ""
    place: str = ""
    flags: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str | None, str]:
        """(context, text): what a catalog is asked with."""
        return (self.context, self.text)

    @property
    def anchor(self) -> str:
        """`m-` and eight hexadecimal digits of context and text: its id in the preview."""
        return "m-" + digest(self.context, self.text)[:8]


@dataclass(frozen=True, slots=True)
class Translation:
    """What a catalog holds for a message: the text to show (None: keep the source) and its state."""

    text: str | None
    state: State


def words(text: str) -> int:
    """How many words of a source text there are to translate: facts, citations and the addresses of links are none."""
    return len(_WORD.findall(_NO_WORD.sub(" ", text)))


Translate = Callable[[Message], Translation]
"""A catalog as a function; the source language is the function that answers `KEEP`."""

KEEP = Translation(None, "source")


def keep(message: Message) -> Translation:
    """The source language's catalog: the translation of every message is the message itself."""
    return KEEP


def digest(*parts: str | None) -> str:
    """Hexadecimal SHA-256 over the parts, each with its length, so that no two lists of parts meet."""
    hasher = hashlib.sha256()
    for part in parts:
        hasher.update(b"-" if part is None else f"{len(part)}:{part}".encode())
    return hasher.hexdigest()


# Characters no text may hold: controls, direction overrides, line and paragraph separators, tags, non-characters.
_BAD_SET = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u206a-\u206f\ufdd0-\ufdef\ufff9-\uffff"
_BAD_HIGH = "".join(chr(plane + low) for plane in range(0x10000, 0x110000, 0x10000) for low in (0xFFFE, 0xFFFF))
_BAD = re.compile(rf"[\r{_BAD_SET}\U000e0000-\U000e007f{_BAD_HIGH}]")
_SUSPECT = re.compile(rf"[{_BAD_SET}\u2066-\u2069\U0001fffe-\U0010ffff]")  # wider, because a short set is searched faster
_ISOLATES = re.compile("[\u2066-\u2069]")


def unsafe(text: str) -> str | None:
    """Why this text must not be shown ("it holds U+202E …"), or None."""
    bad = _BAD.search(text)
    if bad:
        return f"it holds U+{ord(bad[0]):04X}, a character that can hide text, turn it round or break it"
    depth = 0
    for mark in _ISOLATES.findall(text):
        depth += -1 if mark == "\u2069" else 1
        if depth < 0:
            return "it ends a direction isolate (U+2069) that it did not begin"
    return "it begins a direction isolate (U+2066 to U+2068) and does not end it" if depth else None
