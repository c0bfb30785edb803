"""A code that a phone reads: the matrix of the standard, a reader's own eye on it, and the address in print below."""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
import segno
import zxingcpp
from PIL import Image

from lantern.files import qr

SVG = "{http://www.w3.org/2000/svg}"
ADDRESSES = [
    "https://lantern.example/en/index.html",
    "https://lantern.example/zh-Hans/police-and-medical.html",
    "https://lamp.town/ä?a=1&b=2",
    "https://lamp.town/" + "a" * 200,
]
MODULE = re.compile(r"M(\d+) (\d+)h1v1h-1z")


def drawn(address: str, lines: list[str] | None = None, title: str = "Title") -> Element:
    return ElementTree.fromstring(qr.svg(address, [address] if lines is None else lines, title=title))


def modules(svg: Element) -> set[tuple[int, int]]:
    """(column, row) of every dark module, read back from the path; the path may hold nothing else."""
    path = svg.findall(f"{SVG}path")[1].get("d", "")
    assert MODULE.sub("", path) == ""
    return {(int(column), int(row)) for column, row in MODULE.findall(path)}


def view(svg: Element) -> tuple[float, float]:
    left, top, width, height = map(float, svg.get("viewBox", "").split())
    assert (left, top) == (0, 0)
    return width, height


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_modules_are_the_standard_s(address: str) -> None:
    svg = drawn(address)
    code = segno.make(address, error="m", micro=False)
    assert code.error in {"M", "Q", "H"}
    wanted = {(x + 4, y + 4) for y, row in enumerate(code.matrix) for x, dark in enumerate(row) if dark}
    assert modules(svg) == wanted


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("scale", [3, 8])
def test_a_reader_finds_the_address(address: str, scale: int) -> None:
    svg = drawn(address)
    image = Image.new("L", tuple(int(side) + 1 for side in view(svg)), 255)  # type: ignore[arg-type]
    for place in modules(svg):
        image.putpixel(place, 0)
    large = image.resize((image.width * scale, image.height * scale), Image.Resampling.NEAREST)
    (found,) = zxingcpp.read_barcodes(large)
    assert found.text == address


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_quiet_zone_is_four_modules_of_white(address: str) -> None:
    svg = drawn(address)
    width, _ = view(svg)
    places = modules(svg)
    for axis in (0, 1):
        assert (min(place[axis] for place in places), max(place[axis] for place in places)) == (4, width - 5)
    ground = svg.findall(f"{SVG}path")[0]
    assert ground.get("fill") == "#fff"
    assert ground.get("d", "").startswith("M0 0h")


def test_the_lines_stand_under_the_code_one_below_the_other() -> None:
    svg = drawn(ADDRESSES[0], ["A & B", "<b>", ADDRESSES[0]])
    texts = list(svg.iter(f"{SVG}text"))
    assert [text.text for text in texts] == ["A & B", "<b>", ADDRESSES[0]]
    heights = [float(text.get("y", "")) for text in texts]
    width, whole = view(svg)
    assert heights == sorted(set(heights))
    assert width - 4 < heights[0]
    assert heights[-1] + 1 <= whole


@pytest.mark.parametrize(
    "lines",
    [
        ["https://lantern.example/zh-Hans/police-and-medical.html"],
        ["资料来源最近一次查看的日期是二〇二六年十一月二十二日，尚未有律师核对过这一页的内容"],
        ["Nenhum advogado conferiu esta página ainda, e ninguém conferiu a tradução"],
        ["x"],
        [],
    ],
)
def test_no_line_is_wider_than_the_picture(lines: list[str]) -> None:
    svg = drawn("https://a.example/", lines)
    width, _ = view(svg)
    for text in svg.iter(f"{SVG}text"):
        wide = sum(1 if "\u3000" <= letter <= "\uffef" else 0.5 for letter in text.text or "")
        assert wide * float(text.get("font-size", "")) <= width


def test_a_screen_reader_is_told_what_it_is() -> None:
    svg = drawn(ADDRESSES[0], title="At the <door>")
    assert svg.get("role") == "img"
    assert [title.text for title in svg.findall(f"{SVG}title")] == ["At the <door>"]


def test_it_runs_nothing_and_loads_nothing() -> None:
    svg = drawn(ADDRESSES[0])
    assert {element.tag.removeprefix(SVG) for element in svg.iter()} == {"svg", "title", "path", "g", "text"}
    names = {name for element in svg.iter() for name in element.attrib}
    assert not [name for name in names if "href" in name or name.startswith("on") or name == "style"]


def test_the_same_address_gives_the_same_bytes() -> None:
    assert qr.svg("https://a.example/", ["x"], title="t") == qr.svg("https://a.example/", ["x"], title="t")
