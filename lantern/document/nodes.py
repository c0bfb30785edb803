"""Document tree → plain data for paper: lists and mappings that Typst reads as JSON.

In:    a tree from an Edition; lead(href) -> the whole address a link opens, None where only its words stay.
Out:   blocks: kind, level, id, key (the message's anchor), lang, dir, marks, align, runs, blocks; empty ones left out.
       runs: kind (text, strong, em, code, link, see: a link to nowhere, fact, cite, break), text, href, lang, dir, runs.
Never: translates, drops a word (a picture leaves its own words), knows a sheet's layout.

In a language from right to left, numbers, addresses and other runs from left to right stand between U+2066 and U+2069, or they
turn round. In the others they do not: such signs get in the way of whoever copies or searches the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import Any
from xml.etree.ElementTree import Element

Node = dict[str, Any]
Lead = Callable[[str], str | None]

_KINDS = {
    **dict.fromkeys(("p", "ul", "ol", "li", "table", "dl", "pre"), ""),
    "tr": "row",
    "td": "cell",
    "th": "heading-cell",
    "dt": "term",
    "dd": "definition",
    "blockquote": "quote",
    "hr": "rule",
}
"""What a block is called here, where not as in HTML."""
_GROUPS = frozenset({"thead", "tbody", "div"})
_INLINE = {"strong": "strong", "em": "em", "code": "code"}
_DEEPEST = 9
_ALIGN = re.compile(r"text-align: (left|right|center);")
_ENDS = {"left": "start", "right": "end", "center": "center"}


def blocks(tree: Element, lead: Lead, *, rtl: bool = False) -> list[Node]:
    """The blocks of a tree, in order; `rtl`: the page runs from right to left."""
    nodes = _inside(tree, lead)
    return nodes if rtl else [_unisolated(node) for node in nodes]


def sections(nodes: Sequence[Node]) -> dict[str, list[Node]]:
    """Blocks by the id of the second-level heading they stand under, the heading first; "" holds what stands before."""
    found: dict[str, list[Node]] = {"": []}
    here = ""
    for node in nodes:
        if node["kind"] == "h" and node["level"] <= 2:
            here = node["id"]
        found.setdefault(here, []).append(node)
    return found


def on_paper(nodes: Sequence[Node], *, off: Collection[str] = ("web",)) -> list[Node]:
    """The blocks without those that bear one of these marks; a heading so marked takes with it all that stands under it."""
    kept, hidden = [], _DEEPEST
    for node in nodes:
        gone = not set(off).isdisjoint(node.get("marks", ()))
        if node["kind"] == "h" and node["level"] <= hidden:
            hidden = node["level"] if gone else _DEEPEST
        if not gone and hidden == _DEEPEST:
            inner = {"blocks": on_paper(node["blocks"], off=off)} if "blocks" in node else {}
            kept += [{**node, **inner}] if inner.get("blocks") != [] else []
    return kept


def cited(nodes: Sequence[Node]) -> frozenset[str]:
    """The numbers of sources that stand in the blocks."""
    own = {node["text"] for node in nodes if node["kind"] == "cite"}
    return frozenset(own.union(*(cited(node.get(name, ())) for node in nodes for name in ("runs", "blocks"))))


def _inside(tree: Element, lead: Lead) -> list[Node]:
    return [node for child in tree for node in _blocks(child, lead)]


def _unisolated(node: Node) -> Node:
    inner: Node = {name: [_unisolated(one) for one in node[name]] for name in ("runs", "blocks") if name in node}
    text = {"text": node["text"].strip("\u2066\u2069")} if "text" in node else {}
    return {**node, **text, **inner}


def _blocks(element: Element, lead: Lead) -> list[Node]:
    if element.tag in _GROUPS:
        return _inside(element, lead)
    if element.tag == "pre":
        return [{"kind": "pre", "text": "".join(element.itertext()).rstrip("\n")}]
    node: Node = {"kind": _KINDS.get(element.tag, "p") or element.tag, **_told(element)}
    if re.fullmatch("h[1-6]", element.tag):
        node |= {"kind": "h", "level": int(element.tag[1])}
    if "start" in element.attrib:
        node["start"] = int(element.get("start", "1"))
    inner = [child for child in element if _is_block(child)]
    runs = _runs(element, lead)
    # An item may hold words of its own and then a list; a quotation or a table holds blocks alone.
    if runs:
        node["runs"] = runs
    if inner:
        node["blocks"] = [one for child in inner for one in _blocks(child, lead)]
    return [node]


def _told(element: Element) -> Node:
    """What the block says of itself."""
    align = _ALIGN.search(element.get("style", ""))
    found = {name: element.get(name) for name in ("id", "key", "lang", "dir")}
    marks = element.get("class", "").split()
    return {
        **{name: value for name, value in found.items() if value},
        **({"marks": marks} if marks else {}),
        **({"align": _ENDS[align[1]]} if align else {}),
    }


def _is_block(element: Element) -> bool:
    return element.tag in _KINDS or element.tag in _GROUPS or re.fullmatch("h[1-6]", element.tag) is not None


def _runs(element: Element, lead: Lead) -> list[Node]:
    """The inline content of an element that is not inside a block of its own; white space as a line has it."""
    found: list[Node] = []
    _say(found, element.text)
    for child in element:
        if not _is_block(child):
            found.extend(_run(child, lead))
            _say(found, child.tail)
        else:
            _say(found, (child.tail or "").strip())
    while found and found[-1]["kind"] == "text" and not found[-1]["text"].strip() and "lang" not in found[-1]:
        found.pop()
    return found


def _say(found: list[Node], text: str | None) -> None:
    said = re.sub(r"\s+", " ", text or "")
    if said.strip() or (said and found):
        found.append({"kind": "text", "text": said if found else said.lstrip()})


def _run(element: Element, lead: Lead) -> list[Node]:
    if element.tag == "br":
        return [{"kind": "break"}]
    if element.tag == "img":
        return [{"kind": "text", "text": element.get("alt", "")}]
    if element.tag == "sup" and element.get("class") == "cite":
        return [{"kind": "cite", "text": "".join(element.itertext())}]
    if element.tag == "bdi" and element.get("dir") == "ltr":
        return [{"kind": "text", "text": f"\u2066{''.join(element.itertext())}\u2069", "ltr": True}]
    inner = _runs(element, lead)
    if element.tag == "code":
        return [{"kind": "code", "text": f"\u2066{''.join(element.itertext())}\u2069"}]
    if element.tag in _INLINE:
        return [{"kind": _INLINE[element.tag], "runs": inner}]
    href = element.get("href", "")
    target = href if re.match("[a-z]+:", href) else lead(href) if href else None
    spoken = {name: value for name in ("lang", "dir") if (value := element.get(name))}
    if element.get("class") == "fact":
        return [{"kind": "fact", "runs": inner, **spoken, **({"href": target} if target else {})}]
    if href:
        return [{"kind": "link", "href": target, "runs": inner, **spoken} if target else {"kind": "see", "runs": inner, **spoken}]
    return [{"kind": "span", "runs": inner, **spoken}] if spoken else inner
