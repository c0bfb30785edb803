"""Document tree → HTML.

In:    a tree from blocks.render (element names are HTML's).
Out:   HTML text, every character of content escaped, one line per block.
Never: parses, translates, or lets an attribute through that is not on the list.
"""

from __future__ import annotations

from html import escape
from xml.etree.ElementTree import Element

_VOID = frozenset({"br", "hr", "img"})
_ATTRIBUTES = (
    "id",
    "class",
    "lang",
    "dir",
    "translate",
    "href",
    "src",
    "alt",
    "title",
    "start",
    "style",
    "data-message",
    "data-state",
)
_BLOCKS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "hr",
        "div",
    ]
)
_ALIGN = {"text-align: left;": "start", "text-align: right;": "end", "text-align: center;": "center"}


def html(tree: Element, *, annotate: bool = False) -> str:
    """The children of `tree` as HTML; with `annotate`, blocks carry their message's anchor and state for the preview."""
    out: list[str] = []
    for child in tree:
        _write(child, out, annotate)
    return "".join(out)


def text(tree: Element) -> str:
    """The words of a tree as plain text, blocks parted by a line feed, citations left out."""
    out: list[str] = []
    _words(tree, out)
    return "".join(out).strip()


def _write(element: Element, out: list[str], annotate: bool) -> None:
    tag = element.tag
    out.append(f"<{tag}{_attributes(element, annotate)}>")
    if tag in _VOID:
        if element.tail:
            out.append(escape(element.tail, quote=False))
        if tag == "hr":
            out.append("\n")
        return
    if element.text:
        out.append(escape(element.text, quote=False))
    for child in element:
        _write(child, out, annotate)
    out.append(f"</{tag}>")
    if tag in _BLOCKS:
        out.append("\n")
    elif element.tail:
        out.append(escape(element.tail, quote=False))


def _attributes(element: Element, annotate: bool) -> str:
    known = dict(element.attrib)
    if annotate and "key" in known:
        known["data-message"], known["data-state"] = known["key"], known.get("state", "")
    style = known.pop("style", None)
    if style in _ALIGN:
        # The policy of the page forbids style attributes: a table's alignment is a class.
        known["class"] = f"{known.get('class', '')} align-{_ALIGN[style]}".strip()
    return "".join(f' {name}="{escape(known[name])}"' for name in _ATTRIBUTES if name in known)


def _words(element: Element, out: list[str]) -> None:
    if element.tag == "sup" and element.get("class") == "cite":
        return
    if element.tag == "br":
        out.append(" ")
    if element.tag in _BLOCKS and out and not out[-1].endswith("\n"):
        out.append("\n")
    if element.text and (element.text.strip() or element.tag not in _BLOCKS):
        out.append(element.text)
    for child in element:
        _words(child, out)
        if child.tail and (child.tail.strip() or element.tag not in {"div", "ul", "ol", "table", "blockquote"}):
            out.append(child.tail)
    if element.tag in _BLOCKS and out and not out[-1].endswith("\n"):
        out.append("\n")
