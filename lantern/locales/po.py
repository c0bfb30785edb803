"""PO catalogs: the strict gate, the reader and the writer.

In:    the bytes of a .po or .pot file, or a Catalog.
Out:   a Catalog and Problems, or bytes; entries nobody changed come back byte for byte.
Never: touches disk, believes a charset named in the file, evaluates a plural rule. Lines count from 1; texts have "\\n".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import NamedTuple

from ..message import _BAD, _SUSPECT, unsafe
from ..problem import Problem, error, warning

SIZE_LIMIT = 64 * 1024 * 1024
ENTRY_LIMIT = 200_000
PROBLEM_LIMIT = 100
PLURAL_LIMIT = 6

Key = tuple[str | None, str]
Previous = tuple[str | None, str, str | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of a catalog with everything its file says of it.

    context, text, plural: msgctxt, msgid, msgid_plural; these, `strings` and `previous` are read in Unicode's form NFC.
    strings:    msgstr; one, or with a plural one for each form; empty strings where nothing is translated.
    comments:   what translators and their tools wrote ("# ").
    notes:      what the program tells translators ("#. ").
    references: where the message stands ("#: ").
    flags:      "fuzzy" and format flags, in the order of the file ("#, ", and "#= " as gettext writes from 2027 on).
    previous:   context, text and plural that `strings` was made for, if the source changed since ("#| ").
    obsolete:   no longer in the source ("#~ ").
    line:       of msgid, counted from 1; 0 for an entry that no file holds yet.
    raw:        its lines as they stand in the file, without line feeds, with blank lines before it; () makes `dump` write anew.
    """

    context: str | None
    text: str
    plural: str | None = None
    strings: tuple[str, ...] = ("",)
    comments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    previous: Previous | None = None
    obsolete: bool = False
    line: int = field(default=0, compare=False)
    raw: tuple[str, ...] = field(default=(), compare=False, repr=False)

    @property
    def fuzzy(self) -> bool:
        """True if the strings are a guess, or belong to an earlier text."""
        return "fuzzy" in self.flags

    @property
    def key(self) -> Key:
        """(context, text): the identity of a message, as in gettext."""
        return (self.context, self.text)


@dataclass(frozen=True, slots=True)
class Catalog:
    """A whole .po or .pot file.

    path:    relative to the site's root.
    header:  the entry with the empty text; it is not among `entries`.
    entries: in the order of the file, obsolete ones included.
    newline: what ends a new line, "\\n" or "\\r\\n"; lines as read keep their own.
    tail:    the lines after the last entry; ("",) is a plain line end, () a file without one.
    """

    path: str
    header: Entry
    entries: tuple[Entry, ...]
    newline: str = "\n"
    tail: tuple[str, ...] = ("",)

    @property
    def headers(self) -> dict[str, str]:
        """The fields of the header, in its order and spelling."""
        return dict(_fields(self.header.strings[0]))

    @property
    def plural_count(self) -> int:
        """How many forms a plural has here; 2 where the header does not say."""
        return _nplurals(self.header.strings[0]) or 2


# ---- the grammar: a file is entries; an entry is remarks, then the lines of its message

_KEYWORD = re.compile(r"(#~)?[ \t]*(msgctxt|msgid_plural|msgid|msgstr\[[0-9]{1,2}\]|msgstr)?[ \t]*(.*)", re.S)
# Plain repetition, here and in the whole house: Python 3.11.2, which Debian 12 has, matches possessive quantifiers wrongly.
# No text can be cut into these pieces in two ways, so a match takes linear time without them.
_OPEN = re.compile(r'"[^"\\]*(?:\\[nrt"\\][^"\\]*)*')
_NAMES = ("msgctxt", "msgid")
_FOLLOWERS = {
    "": _NAMES,
    "msgctxt": ("msgid",),
    "msgid": ("msgid_plural", "msgstr"),
    "msgid_plural": ("msgstr[0]",),
    "msgstr": _NAMES,
    "msgstr[0]": ("msgstr[0]", *_NAMES),
}
_ENDS = {"", "msgstr", "msgstr[0]"}
_PREVIOUS_FIELDS = ("msgctxt", "msgid", "msgid_plural")
_ESCAPE = re.compile(r'\\r\\n|\\[nrt"\\]')
_ESCAPES = {"\\r\\n": "\n", "\\r": "\n", "\\n": "\n", "\\t": "\t", '\\"': '"', "\\\\": "\\"}
_REFERENCE = re.compile("\u2068[^\u2069]*\u2069|\\S+")


# ---- the gate


def parse(data: bytes, path: str, *, language: str | None) -> tuple[Catalog | None, tuple[Problem, ...]]:
    """The catalog in these bytes, or None if it is refused as a whole; and all that is wrong with it.

    language: the locale the folder is named after; None for a template.
    The rule "catalog-character" is about single strings: the catalog is returned, and `unsafe` tells which strings.
    """
    text, found = _decoded(data, path)
    if text is None:
        return None, _bounded(found, path)
    lines = text.split("\n")
    reading = _read(lines, path)
    found += [*reading.problems, *_identities(reading.entries, path)]
    if reading.entries:
        found += [*_header(reading.entries[0], path, language), *_plurals(reading.entries, path, language)]
    refused = any(problem.level == "error" for problem in found)
    if _SUSPECT.search(text) or text.count("\r") != text.count("\r\n"):
        found += _characters(reading, lines, path)
    if refused:
        return None, _bounded(found, path)
    newline = "\r\n" if lines[0].endswith("\r") else "\n"
    header, *entries = reading.entries
    return Catalog(path, header, tuple(entries), newline, tuple(lines[reading.end :])), _bounded(found, path)


def salvage(data: bytes, path: str) -> tuple[Catalog | None, tuple[Problem, ...]]:
    """What can be read of somebody's file, and what is wrong with the rest; None where no entry is whole.

    An entry with a fault in one of its lines is left out, and of a message that stands twice the second; so is a broken header.
    """
    text, found = _decoded(data, path)
    if text is None:
        return None, _bounded(found, path)
    lines = text.split("\n")
    reading = _read(lines, path)
    doubles = list(_identities(reading.entries, path))
    found += [*reading.problems, *doubles]
    bad = {problem.line for problem in found if problem.level == "error" and problem.rule == "catalog-encoding"}
    twice = {problem.line for problem in doubles if problem.level == "error"}
    whole = [
        entry
        for entry, start in zip(reading.entries, reading.starts, strict=True)
        if bad.isdisjoint(range(start + 1, start + 1 + len(entry.raw)))
    ]
    header = next((entry for entry in whole if entry.key == (None, "")), Entry(None, "", raw=("",)))
    entries = tuple(entry for entry in whole if entry.text and entry.line not in twice)
    if not entries and any(problem.level == "error" for problem in found):
        return None, _bounded(found, path)
    return Catalog(path, header, entries), _bounded(found, path)


def _bounded(found: list[Problem], path: str) -> tuple[Problem, ...]:
    """All problems; of very many, the first hundred."""
    found = sorted(found, key=lambda problem: problem.line)
    if len(found) > PROBLEM_LIMIT:
        say = error if any(problem.level == "error" for problem in found) else warning
        line = found[PROBLEM_LIMIT].line
        found[PROBLEM_LIMIT:] = [say(path, line, "catalog-more", "From here on there are more problems, not listed.")]
    return tuple(found)


NOT_PO = "Put back the last good version of this file, or begin again with: python build.py new LOCALE"
"""What to do about a catalog of the site that is none any more."""
_CONFLICT = re.compile(r"^(?:<{7}|[|]{7}|={7}|>{7})(?=[ \r\n]|\Z)", re.M)


def _decoded(data: bytes, path: str) -> tuple[str | None, list[Problem]]:
    """The text of a file that can be a catalog; None if it is something else."""
    if len(data) > SIZE_LIMIT:
        text = f"The file has {len(data):,} bytes; at most {SIZE_LIMIT:,} are read."
        return None, [error(path, 1, "catalog-size", text, "Split the catalog, or remove what does not belong in it.")]
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        return None, [error(path, 1, "catalog-empty", "The file is empty.", NOT_PO)]
    if data[:4] in {b"\xde\x12\x04\x95", b"\x95\x04\x12\xde"}:
        return None, [error(path, 1, "catalog-not-po", "This is a compiled catalog (.mo).", "Put the .po file here.")]
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return None, [error(path, 1, "catalog-encoding", "The file is UTF-16.", "Save it as UTF-8.")]
    text, found = _utf8(data, path)
    if any(marker in text for marker in ("<<<<<<<", "=======", ">>>>>>>")):
        conflicts = list(islice(_conflicts(text, path), PROBLEM_LIMIT + 1))
        if conflicts:
            return None, found + conflicts
    if (messages := text.count("\nmsgid ")) > ENTRY_LIMIT:
        said = f"The file has {messages:,} messages; at most {ENTRY_LIMIT:,} are read."
        return None, [error(path, 1, "catalog-size", said, "Split the catalog, or remove what does not belong in it.")]
    if "msgid" not in text:
        kind = {"<": "a web page or XML", "{": "JSON", "[": "JSON"}.get(text.lstrip("\ufeff \t\r\n")[:1], "another kind of file")
        return None, [*found, error(path, 1, "catalog-not-po", f"This is not a catalog but {kind}.", NOT_PO)]
    return text, found


def _conflicts(text: str, path: str) -> Iterator[Problem]:
    for marker in _CONFLICT.finditer(text):
        line = text.count("\n", 0, marker.start()) + 1
        yield error(path, line, "catalog-conflict", "A merge conflict is left here.", "Choose one of the two sides.")


def _utf8(data: bytes, path: str) -> tuple[str, list[Problem]]:
    """The bytes as text, and a problem for each line that is not UTF-8 (a "?" then stands for each wrong byte)."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        said = "The file begins with a byte order mark, which gettext refuses."
        note = Problem(path, 1, "info", "catalog-encoding", said, "Save it as UTF-8 without the mark.")
        return text, [note] if text.startswith("\ufeff") else []
    return data.decode("utf-8", "replace").replace("\ufffd", "?"), list(islice(_undecoded(data, path), PROBLEM_LIMIT + 1))


def _undecoded(data: bytes, path: str) -> Iterator[Problem]:
    for number, line in enumerate(data.split(b"\n"), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as wrong:
            said = f"Byte {wrong.start + 1} of this line is not UTF-8."
            yield error(path, number, "catalog-encoding", said, "Save the file as UTF-8.")


# ---- reading


class _Line(NamedTuple):
    """One line of a message: its number from 1, "#~" or "", its keyword or "", and what stands after that."""

    number: int
    mark: str
    keyword: str
    literal: str


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What should be one entry: from the line index `start` (from 0) its remarks, then the lines of its message, up to `end`."""

    start: int
    message: tuple[_Line, ...]
    end: int


@dataclass(frozen=True, slots=True)
class _Reading:
    """What stands in a file: entries, the line index each begins at (from 0), the index of the tail, and faults of syntax."""

    entries: Sequence[Entry]
    starts: Sequence[int]
    end: int
    problems: Sequence[Problem]


def _read(lines: Sequence[str], path: str) -> _Reading:
    """All entries that can be read, and what is wrong with every other line."""
    entries: list[Entry] = []
    starts: list[int] = []
    problems: list[Problem] = []
    last = next((n for n in range(len(lines), 0, -1) if lines[n - 1].strip(" \t\r")), 0)
    end = 0
    for chunk in _chunks(lines):
        faults = [*_misread(chunk, lines, path, last)]
        found = None if faults else _entry(chunk, lines, path)
        if isinstance(found, Entry):
            entries.append(found)
            starts.append(chunk.start)
        else:
            problems += [found] if found else faults
            if len(entries) > 1 and chunk.message[0].literal[:1] == '"' and not chunk.message[0].keyword:
                del entries[-1], starts[-1]  # the text above may go on here, and is not whole without it
            del problems[PROBLEM_LIMIT + 1 :]
        end = chunk.end
    return _Reading(entries, starts, end, [*problems, *_left_over(lines, end, path)])


def _chunks(lines: Sequence[str]) -> Iterator[_Chunk]:
    """The lines by entry: a message ends before a blank line, a remark, a msgctxt, and a msgid that follows no msgctxt."""
    start = 0
    keyword = ""
    message: list[_Line] = []
    for number, text in enumerate(lines):
        line = _line(text, number + 1)
        opens = line is not None and (line.keyword == "msgctxt" or (line.keyword == "msgid" and keyword != "msgctxt"))
        if message and (line is None or opens):
            yield _Chunk(start, tuple(message), number)
            start, message, keyword = number, [], ""
        if line is not None:
            message.append(line)
            keyword = line.keyword or keyword
    if message:
        yield _Chunk(start, tuple(message), len(lines))


def _line(text: str, number: int) -> _Line | None:
    """A line as a part of a message; None for a blank line or a remark."""
    text = text.lstrip(" \t").rstrip(" \t\r") if number > 1 else text.removeprefix("\ufeff").lstrip(" \t").rstrip(" \t\r")
    if text[:1] == '"':
        return _Line(number, "", "", text)
    if not text or (text[0] == "#" and (text[1:2] != "~" or text[2:].lstrip(" \t")[:1] in {"", "|"})):
        return None
    match = _KEYWORD.match(text)
    return _Line(number, *match.groups("")) if match else None


_OWNED = re.compile(r"[ \t]*#(?:[.:,=|]|~[ \t]*\|)")


def _left_over(lines: Sequence[str], first: int, path: str) -> list[Problem]:
    """Notes, references or flags after the last entry: the entry they belong to has been cut off."""
    for number, line in enumerate(lines[first:], start=first + 1):
        if _OWNED.match(line):
            said = "The file ends before the entry that this line belongs to."
            return [error(path, number, "catalog-truncated", said, NOT_PO)]
    return []


def _entry(chunk: _Chunk, lines: Sequence[str], path: str) -> Entry | Problem:
    """The entry of a chunk whose lines are all well, or why it is none."""
    fields = _texts(chunk.message)
    named = {word: text for word, text in fields if not word.startswith("msgstr")}
    line = next(line.number for line in chunk.message if line.keyword == "msgid")
    numbers = [word[7:-1] for word, _ in fields if word.startswith("msgstr[")]
    if numbers != [str(n) for n in range(len(numbers))]:
        said = f"The plural forms are numbered {', '.join(numbers)}, not 0, 1, 2 and so on."
        return error(path, line, "catalog-plural", said, "Number msgstr[…] from 0 without gaps.")
    remarks = lines[chunk.start : chunk.message[0].number - 1]
    comments, notes, references, flags, before = _remarks(remarks) if any(remarks) else ((), (), (), (), [])
    previous = _previous(before)
    if before and previous is None:
        said = "The previous text of this entry (#|) cannot be read."
        return error(path, line, "catalog-syntax", said, "Mend the lines that begin with #|, or remove them.")
    return Entry(
        named.get("msgctxt"),
        named["msgid"],
        named.get("msgid_plural"),
        tuple(text for word, text in fields if word.startswith("msgstr")),
        comments,
        notes,
        references,
        flags,
        previous,
        bool(chunk.message[0].mark),
        line,
        tuple(lines[chunk.start : chunk.end]),
    )


_Words = tuple[str, ...]


def _remarks(lines: Sequence[str]) -> tuple[_Words, _Words, _Words, _Words, list[_Line]]:
    """Comments, notes, references, flags, and the lines of the previous text."""
    comments: list[str] = []
    notes: list[str] = []
    references: list[str] = []
    flags: list[str] = []
    before: list[_Line] = []
    for line in lines:
        line = line.removeprefix("\ufeff").strip(" \t\r")
        mark = line[1:2]
        if mark == ".":
            notes.append(line[2:].removeprefix(" "))
        elif mark == ":":
            references += [name.strip("\u2068\u2069") for name in _REFERENCE.findall(line[2:])]
        elif mark in {",", "="}:
            flags += [flag for part in line[2:].split(",") for flag in _flags(part)]
        elif mark in {"|", "~"}:
            before += [_line(line.partition("|")[2], 0) or _Line(0, "", "", "")] if "|" in line else []
        elif line:
            comments.append(line[1:].removeprefix(" "))
    return tuple(comments), tuple(notes), tuple(references), tuple(dict.fromkeys(flags)), before


def _flags(part: str) -> list[str]:
    """What stands between two commas of a line of flags. "fuzzy" is one in any spelling: too many doubts harm no reader."""
    words = part.split()
    doubted = [word for word in words if word.casefold() == "fuzzy"]
    rest = " ".join(word for word in words if word not in doubted)  # "range: 0..10" is one flag
    return [*(["fuzzy"] if doubted else []), *([rest] if rest else [])]


def _previous(before: Sequence[_Line]) -> Previous | None:
    """The text that the strings of an entry were made for; None where there is none, or where it cannot be read."""
    words = [line.keyword for line in before if line.keyword]
    ordered = words == [word for word in _PREVIOUS_FIELDS if word in words]
    if not before or not before[0].keyword or not ordered or any(line.mark or not _is_quoted(line.literal) for line in before):
        return None
    found = dict(_texts(before))
    return (found.get("msgctxt"), found.get("msgid", ""), found.get("msgid_plural"))


def _texts(lines: Sequence[_Line]) -> list[tuple[str, str]]:
    """Each keyword with what its quoted lines say."""
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        if line.keyword:
            found.append((line.keyword, []))
        found[-1][1].append(line.literal[1:-1])
    return [(word, unicodedata.normalize("NFC", _unescaped("".join(parts)))) for word, parts in found]


def _unescaped(inner: str) -> str:
    if "\\" not in inner:
        return inner
    if "\\\\" not in inner and "\\r" not in inner:
        return inner.replace("\\n", "\n").replace('\\"', '"').replace("\\t", "\t")
    return _ESCAPE.sub(lambda match: _ESCAPES[match[0]], inner)


def _is_quoted(literal: str) -> bool:
    """True for one text in quotes and nothing else."""
    inner = literal[1:-1]
    if '"' not in inner and "\\" not in inner:
        return len(literal) > 1 and literal[0] == literal[-1] == '"'
    match = _OPEN.match(literal)
    return match is not None and literal[match.end() :] == '"'


# ---- what is wrong with a line

_ENTRY = "An entry is msgctxt (if any), msgid, msgid_plural (if any), msgstr, each with its text in quotes, without blank lines."


def _misread(chunk: _Chunk, lines: Sequence[str], path: str, last: int) -> Iterator[Problem]:
    """What is wrong with the lines of a message; `last` is the number of the file's last line with anything in it."""
    stage = ""
    for line in chunk.message:
        keyword = "msgstr[0]" if line.keyword.startswith("msgstr[") else line.keyword
        if keyword or line.literal[:1] == '"':
            yield from _misplaced(keyword, stage, path, line.number)
        if line.mark != chunk.message[0].mark:
            said = "Only a part of this entry is marked as obsolete (#~)."
            yield error(path, line.number, "catalog-syntax", said, _ENTRY)
        if not _is_quoted(line.literal):
            yield _misquoted(line.literal, path, line.number, last=line.number == last)
        stage = keyword or stage
    if stage in _ENDS:
        return
    following = _line(lines[chunk.end], chunk.end + 1) if chunk.end < last else None
    if following:
        yield from _misplaced(following.keyword, stage, path, following.number)
    elif chunk.end < last:
        yield error(path, chunk.end + 1, "catalog-syntax", f"The entry above breaks off after {stage}.", _ENTRY)
    else:
        yield error(path, last, "catalog-truncated", f"The file ends inside an entry, after {stage}.", NOT_PO)


def _misplaced(keyword: str, stage: str, path: str, line: int) -> list[Problem]:
    """A keyword that may not stand after `stage`, or a text ("") that belongs to none."""
    if keyword in _FOLLOWERS[stage] or (not keyword and stage):
        return []
    if not keyword:
        text = "This text belongs to no msgid or msgstr."
    elif stage in _ENDS:
        text = f"There is {keyword} without msgid before it."
    else:
        text = f"There is {keyword} right after {stage}; {' or '.join(_FOLLOWERS[stage])} must stand there."
    return [error(path, line, "catalog-syntax", text, _ENTRY)]


def _misquoted(literal: str, path: str, line: int, *, last: bool) -> Problem:
    """What is wrong with the quoted text of one line."""
    shown = literal if len(literal) <= 40 else literal[:40] + "…"
    match = _OPEN.match(literal)
    if not match:
        text = f"This is not a line of a catalog: {shown}" if literal else "The text in quotes is missing."
        return error(path, line, "catalog-syntax", text, _ENTRY)
    rest = literal[match.end() :]
    if rest in {"", "\\"}:
        rule = "catalog-truncated" if last else "catalog-syntax"
        return error(path, line, rule, f"The closing quote is missing: {shown}", 'End the line with ".')
    if rest[0] == "\\":
        text = f"{rest[:2]} is not allowed in a text."
        return error(path, line, "catalog-escape", text, 'Write the character itself; only \\n, \\t, \\" and \\\\ are escapes.')
    text = f"Something stands after the closing quote: {shown}"
    return error(path, line, "catalog-syntax", text, 'Write a quote inside a text as \\".')


# ---- what is wrong with the entries


def _identities(entries: Sequence[Entry], path: str) -> Iterator[Problem]:
    """One header, first; every other message once."""
    seen: dict[Key, Entry] = {}
    hint = 'Begin the file with one entry whose msgid is "" and whose msgstr holds the header fields.'
    if not entries or entries[0].key != (None, "") or entries[0].obsolete or not entries[0].strings[0]:
        yield error(path, 1, "catalog-header", "The file does not begin with a header.", hint)
    for entry in entries:
        first = seen.setdefault(entry.key, entry)
        if not entry.text and not entry.obsolete and entry is not entries[0]:
            yield error(path, entry.line, "catalog-header", "An empty msgid stands only in the header.", hint)
        elif first is entry:
            continue
        elif entry.obsolete or first.obsolete:
            text = f"This message stands in line {first.line} too, and one of the two is obsolete; gettext refuses that."
            yield warning(path, entry.line, "catalog-duplicate", text, "Run: python build.py messages")
            seen[entry.key] = first if entry.obsolete else entry
        else:
            text = f"This message stands in line {first.line} already."
            yield error(path, entry.line, "catalog-duplicate", text, "Keep one of the two.")


def _header(header: Entry, path: str, language: str | None) -> Iterator[Problem]:
    """The header says UTF-8, the language of its folder, and says it once."""
    if header.key != (None, ""):
        return
    fields = [(name.casefold(), value) for name, value in _fields(header.strings[0])]
    lines = {name: _header_line(header, name) for name, _ in fields}
    for name in ("content-type", "language", "plural-forms"):
        if sum(name == other for other, _ in fields) > 1:
            yield error(path, lines[name], "catalog-header", f"The header has {name} twice.", "Keep one of the two.")
    if header.plural is not None:
        yield error(path, header.line, "catalog-header", "The header has plural forms.", "Give it one msgstr.")
    values = dict(reversed(fields))
    charset = _CHARSET.search(values.get("content-type", ""))
    if not charset:
        text = "The header does not say how the file is encoded."
        yield warning(path, header.line, "catalog-encoding", text, "Add Content-Type: text/plain; charset=UTF-8.")
    elif charset[1].casefold() not in {"utf-8", "utf8"}:
        text = f"The header says that the file is encoded as {charset[1] or 'nothing'}."
        yield error(path, lines["content-type"], "catalog-encoding", text, "Save the file as UTF-8 and write charset=UTF-8.")
    found = values.get("language", "")
    if language is not None and not found:
        text = "The header does not name its language."
        yield warning(path, header.line, "catalog-language", text, f"Add Language: {language}.")
    elif language is not None and _plain(found) != _plain(language):
        text = f"The header says {found}, the folder says {language}."
        yield error(path, lines["language"], "catalog-language", text, "Put the catalog into its own folder, or mend Language.")


_CHARSET = re.compile(r"charset=([^\s;]*)", re.I)


def _plain(language: str) -> str:
    return language.replace("-", "_").casefold()


def _header_line(header: Entry, name: str) -> int:
    """The line that holds a field of the header; the header begins at line 1."""
    for number, line in enumerate(header.raw, start=1):
        if f'"{name}:' in line.casefold():
            return number
    return header.line


def _plurals(entries: Sequence[Entry], path: str, language: str | None) -> Iterator[Problem]:
    """As many plural forms as the header announces, and no absurd number."""
    forms = _nplurals(entries[0].strings[0])
    if forms is not None and not 1 <= forms <= PLURAL_LIMIT:
        line = _header_line(entries[0], "plural-forms")
        text = f"The header announces {forms} plural forms; no language has more than {PLURAL_LIMIT}."
        yield error(path, line, "catalog-plural", text, "Mend Plural-Forms.")
        return
    for entry in entries:
        if entry.plural is None or entry.obsolete or language is None:
            continue
        if forms is None:
            hint = "Add Plural-Forms: nplurals=…; plural=…; for this language."
            yield error(path, entry.line, "catalog-plural", "The header does not say how many plural forms there are.", hint)
            return
        if len(entry.strings) != forms:
            text = f"This entry has {len(entry.strings)} plural forms, the header announces {forms}."
            yield error(path, entry.line, "catalog-plural", text, f"Write msgstr[0] to msgstr[{forms - 1}].")


def _characters(reading: _Reading, lines: list[str], path: str) -> Iterator[Problem]:
    """Controls and marks that hide or turn round text: warnings; guard refuses the string, which `check` calls an error."""
    hint = "Remove the character, or type the text again."
    ends = [*reading.starts, len(lines)][1:]
    for entry, start, end in zip(reading.entries, reading.starts, ends, strict=True):
        reason = None if entry.obsolete else next(filter(None, map(unsafe, entry.strings)), None)
        hits = [(n, bad[0]) for n in range(start, end) if (bad := _BAD.search(lines[n].rstrip("\r")))]
        for number, character in hits:
            yield warning(path, number + 1, "catalog-character", f"This line holds U+{ord(character):04X}.", hint)
        if reason and not hits:
            yield warning(path, entry.line, "catalog-character", f"The translation cannot be shown: {reason}.", hint)


_FIELD = re.compile(r"([A-Za-z0-9_-]+):[ \t]*(.*)")
_NPLURALS = re.compile(r"^plural-forms:\s*nplurals\s*=\s*([0-9]{1,6})", re.I | re.M)


def _fields(text: str) -> list[tuple[str, str]]:
    """The fields of a header; a line that is no field goes on with the one before it."""
    found: list[tuple[str, str]] = []
    for line in text.split("\n"):
        match = _FIELD.match(line)
        if match:
            found.append((match[1], match[2].strip()))
        elif found and line.strip():
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
    return found


def _nplurals(header: str) -> int | None:
    match = _NPLURALS.search(header)
    return int(match[1]) if match else None


# ---- writing


def dump(catalog: Catalog) -> bytes:
    """The file: lines as they were read, and anew in GNU's style, unwrapped, for entries without `raw`."""
    lines: list[str] = []
    fresh = False
    for entry in (catalog.header, *catalog.entries):
        fresh = not entry.raw
        if fresh:
            written = [*([""] if lines else []), *_comments(entry), *_message_lines(entry)]
            lines += [line + catalog.newline[:-1] for line in written]
        else:
            lines += entry.raw
    lines += catalog.tail or ([""] if fresh else [])
    return "\n".join(lines).encode("utf-8")


def tidy(catalog: Catalog) -> Catalog:
    """The catalog in our own writing, whatever tool wrote it last: unwrapped, obsolete entries at the end. Line ends stay.

    Every tool wraps lines in its own way; so a file that came back from one differs where somebody changed something.
    """
    fresh = [replace(entry, raw=()) for entry in catalog.entries]
    ordered = [entry for entry in fresh if not entry.obsolete] + [entry for entry in fresh if entry.obsolete]
    return replace(catalog, header=replace(catalog.header, raw=()), entries=tuple(ordered), tail=())


def annotate(
    entry: Entry,
    *,
    comments: Sequence[str] | None = None,
    notes: Sequence[str] | None = None,
    references: Sequence[str] | None = None,
    flags: Sequence[str] | None = None,
) -> Entry:
    """The entry with other comments, notes, references or flags (None: as before); all its other lines stay as they were read."""
    new = replace(
        entry,
        comments=entry.comments if comments is None else tuple(comments),
        notes=entry.notes if notes is None else tuple(notes),
        references=entry.references if references is None else tuple(references),
        flags=entry.flags if flags is None else tuple(flags),
    )
    if new == entry or not entry.raw:
        return new
    ending = "\r" if entry.raw[-1].endswith("\r") else ""
    sorts = [(_sort(line), line) for line in entry.raw]
    lines: list[str] = [line for sort, line in sorts if sort == "blank"]
    for sort in ("comments", "notes", "references", "flags"):
        if getattr(new, sort) == getattr(entry, sort):
            lines += [line for other, line in sorts if other == sort]
        else:
            lines += [line + ending for line in _remark_lines(new, sort)]
    return replace(new, raw=(*lines, *(line for sort, line in sorts if sort == "message")))


def _sort(line: str) -> str:
    """What a line of an entry is: blank, comments, notes, references, flags or message."""
    line = line.strip(" \t\r")
    if not line:
        return "blank"
    if line[0] != "#" or line[1:2] in {"|", "~"}:
        return "message"
    return {".": "notes", ":": "references", ",": "flags", "=": "flags"}.get(line[1:2], "comments")


def _comments(entry: Entry) -> list[str]:
    return [line for sort in ("comments", "notes", "references", "flags") for line in _remark_lines(entry, sort)]


def _remark_lines(entry: Entry, sort: str) -> list[str]:
    """The lines of one sort of remark, as GNU gettext writes them, but never wrapped."""
    if sort == "comments":
        return [_remark("#", line) for text in entry.comments for line in text.split("\n")]
    if sort == "notes":
        return [_remark("#.", line) for text in entry.notes for line in text.split("\n")]
    if sort == "references":
        names = [f"\u2068{name}\u2069" if " " in name else name for name in entry.references]
        return [f"#: {' '.join(names)}"] if names else []
    return [f"#, {', '.join(entry.flags)}"] if entry.flags else []


def _remark(mark: str, text: str) -> str:
    """One line of a comment; a space keeps gettext from taking a backslash at its end for "goes on in the next line"."""
    line = f"{mark} {text}".rstrip()
    return f"{line} " if line.endswith("\\") else line


def _message_lines(entry: Entry) -> list[str]:
    mark = "#~ " if entry.obsolete else ""
    lines: list[str] = []
    if entry.previous:
        lines += _names(*entry.previous, mark="#~| " if entry.obsolete else "#| ")
    lines += _names(entry.context, entry.text, entry.plural, mark=mark)
    for number, string in enumerate(entry.strings):
        lines += _quoted("msgstr" if entry.plural is None else f"msgstr[{number}]", string, mark)
    return lines


def _names(context: str | None, text: str, plural: str | None, *, mark: str) -> list[str]:
    named = (("msgctxt", context), ("msgid", text), ("msgid_plural", plural))
    return [line for word, value in named if value is not None for line in _quoted(word, value, mark)]


def _quoted(word: str, text: str, mark: str) -> list[str]:
    """One keyword with its text: on one line, or one line for each line of the text."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    parts = [f'"{line}\\n"' for line in escaped.split("\n")[:-1]]
    rest = escaped.rpartition("\n")[2]
    parts += [f'"{rest}"'] if rest or not parts else []
    return [f"{mark}{word} {parts[0]}"] if len(parts) == 1 else [f'{mark}{word} ""', *(mark + part for part in parts)]
