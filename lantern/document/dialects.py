"""Blocks as other Markdowns write them, which Python-Markdown shows as text or flattens without a word.

In:    a page's source, without front matter.
Out:   line, what is wrong, what to write instead; lines counted from 1.
Never: mends anything; looks into code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_FENCE = re.compile(r"( *)(`{3,}|~{3,})")
_ITEM = re.compile(r"( *)(?:[-*+]|[0-9]{1,9}\.)[ \t]+\S")
_STARTS_LIST = re.compile(r" {0,3}(?:[-*+]|1\.)[ \t]+\S")
_HEADING = re.compile(r"#{1,6}[ \t]")
_RULE_OF_TABLE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*|\|[ \t]*:?-+:?[ \t]*\|")
_UNDERLINE = re.compile(r"(?:={2,}|-{2,})[ \t]*")
_CODE = re.compile(r"(?<!`)(`{1,8})(?!`)[^`]+\1")
_LONGEST = 5_000
"""Characters of a line that is looked at: a longer one is a paragraph that is told for its length."""
_SIGNS = (
    (re.compile(r"\{#[\w-]+\}[ \t]*\Z"), "is no anchor here", "Write {: #name} at the end of the block."),
    (re.compile(r"\A *(?:[-*+]|[0-9]+\.)[ \t]+\[[ xX]\][ \t]"), "is no box to tick here", "Write a plain list."),
    (re.compile(r"\A\[![A-Za-z]+\]"), "makes no box here", "Write a paragraph, and a mark such as {: .limit} at its end."),
    (
        re.compile(r"\A *(?:[-*+]|[0-9]+\.|#{1,6})\u00a0"),
        "has a no-break space after it, so it begins nothing",
        "Type that space anew.",
    ),
    (re.compile(r"\A *[0-9]{1,3}\)[ \t]+\S"), "begins no list here", "Write the number with a full stop: 1."),
    (re.compile(r"~~\S[^~]*~~"), "is not struck through here", "Leave the words out."),
    (re.compile(r"(?<!\\)\\\Z"), "ends no line here", "End the line with two spaces, or begin a new paragraph."),
)
_QUOTE = re.compile(r"(?: {0,3}> ?)+")


def faults(source: str) -> Iterator[tuple[int, str, str]]:
    """(line, what is wrong, what to write instead) for each sign of a block that is none here."""
    chunk: list[str] = []
    fence, listed = "", False
    for number, whole in enumerate(source.expandtabs(4).split("\n"), 1):
        line = _QUOTE.sub("", whole, count=1) if whole.lstrip().startswith(">") else whole
        found = _FENCE.match(line)
        if fence:
            fence = "" if line.strip().startswith(fence) and not line.strip().strip(fence[0]) else fence
            continue
        if found:
            fence = found[2]
            if found[1]:
                yield number, f"“{found[2]}” is not at the start of its line, so it begins no code.", "Begin it there."
            chunk = []
            continue
        if not line.strip():
            chunk = []
            continue
        if len(line) > _LONGEST or (line.startswith("    ") and not listed):
            continue
        listed = bool(_ITEM.match(line)) or (listed and (bool(chunk) or line.startswith(" ")))
        yield from _line(number, line, chunk, listed)
        chunk = [] if _HEADING.match(line) else [*chunk[-2:], line] if chunk else [line]


def _line(number: int, line: str, chunk: list[str], listed: bool) -> Iterator[tuple[int, str, str]]:
    """The faults of one line; `chunk` is what stands above it without an empty line, its beginning and its end."""
    item, text = _ITEM.match(line), chunk and not any(_ITEM.match(above) for above in chunk)
    shown = line.strip()[:40]
    if item and text and _STARTS_LIST.match(line) and not chunk[0].startswith(("|", ":")) and not _continued(chunk):
        yield number, f"“{shown}” begins a list, but no empty line stands above it.", "Put an empty line above it."
    elif item and listed and len(item[1]) % 4:
        yield number, f"“{shown}” is set in by {len(item[1])} spaces, so it is no list in a list.", "Set it in by four spaces."
    if _RULE_OF_TABLE.fullmatch(line.strip()) and len(chunk) != 1 and "|" in (chunk[-1] if chunk else ""):
        yield number, "The table has no empty line above it.", "Put an empty line above it."
    elif _UNDERLINE.fullmatch(line) and len(chunk) > 1 and text and not _UNDERLINE.fullmatch(chunk[0]):
        yield number, f"“{shown}” stands under several lines, so it makes no heading.", "Write the heading as “## …”."
    bare = _CODE.sub("", line)
    for sign, told, hint in _SIGNS:
        found = sign.search(bare)
        if found:
            yield number, f"“{found[0].strip()}” {told}.", hint


def _continued(chunk: list[str]) -> bool:
    """True if the lines above go on with an item of a list."""
    return chunk[0].startswith("  ")
