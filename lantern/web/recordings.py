"""A person's voice: which recording reads exactly the text that a page shows now, and what to read for a new one.

In:    Editions; the names and the first bytes of files under audio/ in static/.
Out:   the script to read aloud, the names of recordings, Problems for those that readers must not be offered.
Never: offers a recording of another text than the one on the page; touches disk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ..document import plaintext
from ..editions.edition import Edition
from ..editions.translator import Translator
from ..files.publish import File
from ..message import SHOWN, digest
from ..problem import Problem, error, info, warning

FOLDER = "audio/"
KINDS = {"m4a": "audio/mp4", "mp3": "audio/mpeg", "opus": "audio/ogg", "ogg": "audio/ogg"}
"""Endings of recordings, the most widely played first, with what they are."""

_NAME = re.compile(r"audio/([A-Za-z0-9-]{2,20})/([a-z0-9-]{1,80})\.([0-9a-f]{8})\.(m4a|mp3|opus|ogg)")
_SIGNS = {"m4a": (4, b"ftyp"), "opus": (0, b"OggS"), "ogg": (0, b"OggS")}


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording that a page offers: its file in the site, and its kind for the browser."""

    path: str
    kind: str


def readable(one: Edition) -> bool:
    """True for a page that a person can record: it is more than a list, and every word of it is in the page's language."""
    return one.page.kind.recordable and not one.progress.missing


def text(one: Edition) -> str:
    """What a recording of the page reads: title and body as plain text, citations left out."""
    return plaintext.outline(one.tree, title=one.title.text, colophon=[])


def stem(one: Edition) -> str:
    """The name of the page's recording without its ending; it changes when a word or a number of the text does."""
    return f"{FOLDER}{one.locale.tag}/{one.page.slug}.{digest(text(one))[:8]}"


def offered(one: Edition, files: Iterable[File]) -> tuple[Recording, ...]:
    """The recordings in `files` that read exactly this page."""
    if not readable(one):
        return ()
    names = {file.path for file in files if file.path.startswith(FOLDER) and _sound(file)}
    wanted = stem(one) if names else ""
    return tuple(Recording(f"{wanted}.{end}", kind) for end, kind in KINDS.items() if f"{wanted}.{end}" in names)


def is_recording(path: str) -> bool:
    """True for a file of the site that is published only where a page offers it."""
    return path.startswith(FOLDER)


def check(files: Iterable[File], edition: Callable[[str, str], Edition | None], tags: Sequence[str]) -> tuple[Problem, ...]:
    """A Problem for each file under audio/ that no page offers; `edition` gives the page of a slug and a language tag.

    A recording of an older text is a warning: a volunteer made it, and only a volunteer can make the next one.
    """
    return tuple(problem for file in files if is_recording(file.path) and (problem := _fault(file, edition, tags)))


def _fault(file: File, edition: Callable[[str, str], Edition | None], tags: Sequence[str]) -> Problem | None:
    path, match = f"static/{file.path}", _NAME.fullmatch(file.path)
    if not match:
        hint = "Name it as “python build.py audio es at-home” says."
        return error(path, 1, "recording-name", "This is no name of a recording, so no page offers it.", hint)
    tag, slug, _, end = match.groups()
    if not _sound(file):
        return error(path, 1, "recording-kind", f"The file is not what its ending .{end} says.", "Save the recording anew.")
    if tag not in tags:
        return info(path, 1, "recording-language", f"This build has no language “{tag}”.", "The recording is left out.")
    one = edition(slug, tag)
    if one is None:
        return error(path, 1, "recording-page", f"There is no page “{slug}” to read.", "Mend the name, or take the file away.")
    if not readable(one):
        text = "Parts of the page are not translated, or the page is a list, so the recording is not offered."
        return warning(path, 1, "recording-out-of-date", text, "Translate the page first.")
    if file.path != f"{stem(one)}.{end}":
        hint = f"Record it again as static/{stem(one)}.{end} (python build.py audio {tag} {slug}), and take this one away."
        return warning(path, 1, "recording-out-of-date", "The page has other words now, so the recording is not offered.", hint)
    return None


def _sound(file: File) -> bool:
    """True if the first bytes are those of the file's kind."""
    end = file.path.rpartition(".")[2]
    if end == "mp3":
        return file.data[:3] == b"ID3" or (len(file.data) > 1 and file.data[0] == 0xFF and file.data[1] & 0xE6 == 0xE2)
    start, sign = _SIGNS.get(end, (0, b"\0"))
    return file.data[start : start + len(sign)] == sign


# ---- the script for a reader


def refusals(one: Edition, translator: Translator) -> tuple[Problem, ...]:
    """Why nobody can record this page yet: an error for each text that is not in its language."""
    if not one.page.kind.recordable:
        return (error(one.page.path, 1, "recording-page", "This page is a list; it is not recorded.", "Choose another page."),)
    found = []
    for message in dict.fromkeys(one.page.messages()):
        if translator.look_up(message).state not in SHOWN:
            said = f"This text is not translated: “{message.text[:60]}”"
            found.append(error(*translator.tongue.where(message), "not-translated", said, "Translate it, then record the page."))
    return tuple(found)


def script(one: Edition) -> str:
    """What a person needs to record the page: the file's name, then the text in order, with pauses and spoken numbers."""
    endings = ", ".join(f".{end}" for end in KINDS)
    head = [
        f"Save the recording as static/{stem(one)}.m4a (or {endings.replace('.m4a, ', '')}).",
        f"Read in {one.locale.name}, slowly, word for word. Say your name nowhere.",
        "One beat of silence at (pause), two at (long pause).",
        "Numbers stand as they are spoken: digit by digit, with a beat at each comma.",
        "",
    ]
    title, *parts = _spoken(text(one), one).strip("\n").split("\n\n")
    headings = {words.text for _, _, words in one.headings}
    lines = [title]
    for part in parts:
        lines += ["(long pause)" if part in headings else "(pause)"]
        lines += part.split("\n")
    return "\n".join([*head, *lines, "(end)"]) + "\n"


def _spoken(said: str, one: Edition) -> str:
    """The text with each number to dial as groups of single digits: 617-555-0142 → 6 1 7, 5 5 5, 0 1 4 2."""
    numbers = {"".join(link.itertext()).strip() for link in one.tree.iter("a") if link.get("href", "").startswith("tel:")}
    for number in sorted(numbers - {""}, key=len, reverse=True):
        groups = ", ".join(" ".join(group) for group in re.findall(r"\d+", number))
        said = re.sub(rf"(?<![\w-]){re.escape(number)}(?![\w-])", groups, said)
    return said
