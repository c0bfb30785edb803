"""A drawing that people put into static/ → what of it would run, load something or tell of its maker. Pure.

In:    the bytes of an SVG.
Out:   what may not be published, in words; nothing for a sound drawing.
Never: changes a drawing; resolves what it points at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

_RUNS = frozenset({"script", "handler", "listener", "foreignobject", "iframe", "object", "embed", "audio", "video", "frame"})
"""Elements that run, or hold what does."""
_LINKS = frozenset({"href", "src", "base"})
_LOADS = re.compile(r"""url\((?!\s*['"]?\s*(?:#|data:image/))|@import|image-set\(|javascript:|vbscript:""", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|webp|gif);", re.IGNORECASE)
_PLACE = re.compile(r"file:|/(?:home|users|documents)/|\b[a-z]:[\\/](?!/)", re.IGNORECASE)
"""A folder of somebody's computer, which drawing programs note down with the person's name in it."""
_ENCODING = re.compile(r"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)""")
_PEOPLE = frozenset({"creator", "author", "contributor", "publisher", "rights"})


def faults(data: bytes) -> tuple[str, ...]:
    """What a drawing holds that may not be published ("a script", "the attribute onload"); each once, in order."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ("letters that are not UTF-8",)
    encoding = _ENCODING.match(text)
    if encoding and encoding[1].lower() not in {"utf-8", "utf8", "us-ascii", "ascii"}:
        return (f"the encoding {encoding[1]}",)
    if re.search(r"<!ENTITY|<!DOCTYPE[^>\[]*\[", text, re.IGNORECASE):
        return ("a document type with declarations of its own",)
    if "<?xml-stylesheet" in text:
        return ("a style sheet from elsewhere",)
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError, RecursionError):
        return ("something that is not a drawing",)
    return tuple(dict.fromkeys(fault for element in root.iter() for fault in _in_element(element)))


def _in_element(element: ElementTree.Element) -> Iterator[str]:
    name = str(element.tag).rpartition("}")[2].lower()
    if name in _RUNS:
        yield f"the element <{name}>"
    if name == "style" and _LOADS.search(element.text or ""):
        yield "a style that loads something from elsewhere"
    if name in _PEOPLE and "".join(element.itertext()).strip():
        yield f"the name of its {name}"
    for key, value in element.attrib.items():
        yield from _in_attribute(key.rpartition("}")[2].lower(), value.strip())


def _in_attribute(name: str, value: str) -> Iterator[str]:
    plain = re.sub(r"[\x00-\x20]", "", value)  # browsers skip these inside a scheme
    if name.startswith("on"):
        yield f"the attribute {name}"
    elif name == "attributename" and (plain.lower().startswith("on") or plain.lower().rpartition(":")[2] in _LINKS):
        yield "an animation that changes a link"
    elif name in _LINKS and plain and not (plain.startswith("#") or _PICTURE.match(plain)):
        yield f"a link ({name}) to somewhere else"
    elif _LOADS.search(plain):
        yield f"the attribute {name}, which loads or runs something"
    elif _PLACE.search(value) and not value.startswith("data:"):
        yield f"a folder of somebody's computer ({name})"
