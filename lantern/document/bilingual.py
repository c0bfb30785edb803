"""Two Editions of a page → one tree, block beside block.

In:    a page's tree in one language and in the source language, both from blocks.render.
Out:   a tree of pairs: the source's block, then the same block in the language, each with its lang and dir.
Never: renders, translates; changes the trees it is given. Both have the same children, because a translation
       cannot change a page's structure (blocks holds that as a law).
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

_LISTS = frozenset({"ul", "ol"})


Side = tuple[str, str]
"""The tag (BCP 47) and the direction ("ltr", "rtl") of a language."""


def pairs(own: Element, source: Element, *, language: Side, source_language: Side) -> Element:
    """A tree whose children are `div.pair`s of two `div`s, source first: the order in which a helper reads to a reader.

    Lists are paired item by item, so that no sentence stands far from its translation. Anchors stay on the language's own
    side alone: an id may stand once on a page.
    """
    tree = Element("div")
    for mine, theirs in _blocks(own, source):
        pair = SubElement(tree, "div", {"class": "pair"})
        left = SubElement(pair, "div", lang=source_language[0], dir=source_language[1])
        left.append(_without_ids(theirs))
        right = SubElement(pair, "div", lang=language[0], dir=language[1])
        right.append(copy.deepcopy(mine))
    return tree


def _blocks(own: Element, source: Element) -> Iterator[tuple[Element, Element]]:
    for mine, theirs in zip(own, source, strict=True):
        if mine.tag in _LISTS:
            for number, (item, twin) in enumerate(zip(mine, theirs, strict=True), int(mine.get("start", "1"))):
                yield _alone(item, mine, number), _alone(twin, theirs, number)
        else:
            yield mine, theirs


def _alone(item: Element, parent: Element, number: int) -> Element:
    """A list of one item, with the number it has in the whole list."""
    found = Element(parent.tag, dict(parent.attrib))
    if parent.tag == "ol":
        found.set("start", str(number))
    found.append(item)
    return found


def _without_ids(block: Element) -> Element:
    bare = copy.deepcopy(block)
    for element in bare.iter():
        element.attrib.pop("id", None)
    return bare
