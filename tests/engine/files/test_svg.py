"""Drawings that people put into static/: what runs, loads or tells is found, whatever it is written as."""

from __future__ import annotations

import pytest

from lantern.files import svg
from tests.making import ROOT

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
BAD = {
    "script": "<script>alert(1)</script>",
    "SCRIPT of another name space": '<x:script xmlns:x="http://www.w3.org/1999/xhtml">a()</x:script>',
    "handler": '<rect onload="a()"/>',
    "handler of any case": '<rect ONCLICK="a()"/>',
    "foreign object": "<foreignObject><p>x</p></foreignObject>",
    "frame": '<x:iframe xmlns:x="http://www.w3.org/1999/xhtml" src="a"/>',
    "picture from elsewhere": '<image href="https://evil.example/p.png"/>',
    "xlink": '<image xlink:href="//evil.example/p.png"/>',
    "use": '<use href="other.svg#a"/>',
    "link that runs": '<a href="java&#10;script:alert(1)"><rect/></a>',
    "link": '<a href="https://evil.example"><rect/></a>',
    "drawing in a drawing": '<image href="data:image/svg+xml,%3Csvg%3E"/>',
    "page in a link": '<a href="data:text/html,x"><rect/></a>',
    "style that loads": "<style>@import url(https://evil.example/a.css);</style>",
    "font": '<style>@font-face { font-family: a; src: url("https://evil.example/a.woff2") }</style>',
    "attribute that loads": '<rect style="fill:url(https://evil.example/a)"/>',
    "filter": '<rect filter="url( evil.svg#x )"/>',
    "animation": '<a><animate attributeName="href" to="javascript:alert(1)"/></a>',
    "set": '<rect><set attributeName="onclick" to="alert(1)"/></rect>',
    "author": '<metadata><d:creator xmlns:d="http://purl.org/dc/elements/1.1/">Ana</d:creator></metadata>',
    "folder": '<g xmlns:s="urn:s" s:export-filename="/home/ana/flyer.png"/>',
    "folder of Windows": r'<g xmlns:s="urn:s" s:docbase="C:\Users\Ana"/>',
}
GOOD = {
    "shapes": '<title>A door</title><g id="a"><path d="M0 0h1" fill="#fff"/></g><use href="#a"/><use xlink:href="#a"/>',
    "gradient": '<linearGradient id="g"/><rect fill="url(#g)" style="stroke:url(\'#g\')"/><style>.a{fill:url(#g)}</style>',
    "picture inside": '<image href="data:image/png;base64,iVBORw0KGgo="/>',
    "animation": '<rect><animate attributeName="x" to="5"/></rect>',
    "words": "<text>One option on Monday</text><desc>javascript: is a word</desc>",
}


@pytest.mark.parametrize("inside", BAD.values(), ids=BAD)
def test_what_runs_loads_or_tells_is_found(inside: str) -> None:
    assert svg.faults(f"<svg {NS}>{inside}</svg>".encode())


@pytest.mark.parametrize("inside", GOOD.values(), ids=GOOD)
def test_plain_drawings_are_sound(inside: str) -> None:
    assert svg.faults(f'<?xml version="1.0" encoding="UTF-8"?>\n<svg {NS}>{inside}</svg>'.encode()) == ()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"own",
        b"<svg><script>a()</script>",
        "<svg/>".encode("utf-16"),
        b'<?xml version="1.0" encoding="utf-7"?><svg/>',
        b'<?xml-stylesheet href="https://evil.example/a.css"?><svg/>',
        b'<!DOCTYPE svg [<!ENTITY a "<script>b()</script>">]><svg>&a;</svg>',
        b'<!doctype svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>',
    ],
)
def test_what_is_no_plain_drawing_is_refused(data: bytes) -> None:
    assert svg.faults(data)


def test_a_usual_document_type_is_sound() -> None:
    kind = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    assert svg.faults(f"{kind}<svg {NS}/>".encode()) == ()


def test_lanterns_own_drawings_are_sound() -> None:
    assert {path.name: svg.faults(path.read_bytes()) for path in (ROOT / "static").rglob("*.svg")} == {"icon.svg": ()}
