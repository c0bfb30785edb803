"""Document tree → plain text for a message.

In:    a tree from blocks.render, its title, the lines that say where it comes from.
Out:   text with "\\n" line ends, no markup but "-" and numbers, telephone numbers and addresses written out; for a language
       from right to left, marks that keep such runs in order; and the bytes of a text file.
Never: wraps lines (the reader's own phone does), uses characters that a message service might swallow.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from xml.etree.ElementTree import Element

_WORD = r"(?:[A-Za-z0-9@_%=?~]+|\([0-9]{1,5}\))"
_BETWEEN = (
    r"(?:://|(?<=\.[A-Z])\.[ \u00a0](?=[0-9])|[-./:+'’&#]|,[ \u00a0](?=[A-Za-z])|[ \u00a0](?=[A-Za-z0-9(])|(?<=\))(?=[0-9]))"
)
_RUN = re.compile(rf"[+#$€£]?{_WORD}(?:{_BETWEEN}{_WORD})*/?")
"""Signs that read from left to right together: a number to dial, a date, a form's number, an address in the street or the web."""
_RANGE = re.compile(r"[0-9:.]+-[0-9:.]+|[0-9]+(?:[.,:/][0-9]+)*%?")
"""From … to …, and single numbers: these a viewer orders rightly, the first of two where the reader begins."""
_LOCAL_NUMBER = re.compile(r"[0-9]{3}-[0-9]{4}")


def outline(tree: Element, *, title: str, colophon: list[str]) -> str:
    """A page as plain text: title, blocks parted by blank lines, then the colophon's lines."""
    parts = [title, *(said for block in tree for said in _block(block)), *(["\n".join(colophon)] if colophon else [])]
    return "\n\n".join(part for part in parts if part) + "\n"


def text_file(text: str) -> bytes:
    """The text as a file: with UTF-8's signature at its start, because many servers name no charset for plain text."""
    return text.encode("utf-8-sig")


def hold_order(text: str) -> str:
    """Text of a language from right to left whose numbers and addresses keep their order in any viewer.

    U+200E on both sides makes a run read from left to right, U+200F around it keeps it apart from the next one. Both are older
    than isolates (U+2066), which many viewers of plain text still ignore. Lines without letters from right to left stay.
    """
    return "\n".join(_RUN.sub(_held, line) if _is_rtl(line) else line for line in text.split("\n"))


def _held(run: re.Match[str]) -> str:
    """A run between marks, where a viewer would turn it round without."""
    text = run[0]
    if not any(sign.isdigit() for sign in text) or text.isalnum():
        return text
    if _RANGE.fullmatch(text) and not _LOCAL_NUMBER.fullmatch(text):
        return text
    return f"\u200f\u200e{text}\u200e\u200f"


def _is_rtl(letters: Iterable[str]) -> bool:
    return any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in letters)


def _block(block: Element, depth: int = 0) -> list[str]:
    if block.tag in {"ul", "ol"}:
        start = int(block.get("start", "1"))
        items = [_item(item, f"{number}." if block.tag == "ol" else "-", depth) for number, item in enumerate(block, start)]
        return ["\n".join(items)]
    if block.tag == "blockquote":
        return [said for child in block for said in _block(child, depth)]
    if block.tag == "table":
        return ["\n".join(" | ".join(_words(cell) for cell in row) for row in block.iter("tr"))]
    if block.tag == "dl":
        return ["\n".join(("" if part.tag == "dt" else "  ") + _words(part) for part in block)]
    if block.tag == "hr":
        return ["---"]
    if block.tag == "pre":
        return ["".join(block.itertext()).rstrip("\n")]
    return [_words(block)]


def _item(item: Element, mark: str, depth: int) -> str:
    nested = [child for child in item if child.tag in {"ul", "ol"}]
    said = f"{'  ' * depth}{mark} {_words(item, leave=('ul', 'ol'))}"
    return "\n".join([said, *(line for child in nested for line in _block(child, depth + 1))])


def _words(element: Element, *, leave: tuple[str, ...] = ()) -> str:
    """The words of a block; citations are left out, a link to another site keeps its address."""
    out: list[str] = []
    _collect(element, out, leave)
    return re.sub(r"[ \t\n]+", " ", "".join(out)).strip()


def _collect(element: Element, out: list[str], leave: tuple[str, ...]) -> None:
    if element.tag == "sup" and element.get("class") == "cite":
        return
    if element.tag in {"br", "p"}:  # a list's item may hold several paragraphs
        out.append(" ")
    out.append(element.get("alt", "") if element.tag == "img" else element.text or "")
    for child in element:
        if child.tag not in leave:
            _collect(child, out, leave)
        out.append(child.tail or "")
    href = element.get("href", "")
    shown = "".join(element.itertext())
    if href.startswith(("https://", "http://")) and re.sub(r"\Ahttps?://(?:www\.)?|/\Z", "", href) not in shown:
        out.append(f" ({href})")
