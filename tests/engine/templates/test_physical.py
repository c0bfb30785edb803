"""Declarations: which side a logical property is, and what stands before a word that older browsers do not know."""

from __future__ import annotations

import pytest
import tinycss2

from lantern.templates.physical import Declaration, body, compact, is_directional


def said(css: str, direction: str | None) -> str:
    found = tinycss2.parse_blocks_contents(css, skip_comments=True, skip_whitespace=True)
    return body([Declaration(one.name, tuple(one.value), one.important) for one in found], direction)  # type: ignore[arg-type]


@pytest.mark.parametrize("axis", ["inline", "block"])
@pytest.mark.parametrize("kind", ["margin", "padding", "scroll-margin", "scroll-padding", "inset", "border"])
def test_every_side_of_every_box_is_a_physical_one(kind: str, axis: str) -> None:
    sides = {"inline": ("left", "right"), "block": ("top", "bottom")}[axis]
    for side, ltr, rtl in (("start", 0, 1), ("end", 1, 0)):
        turned = rtl if axis == "inline" else ltr
        name = "{}" if kind == "inset" else f"{kind}-{{}}"
        assert said(f"{kind}-{axis}-{side}:1px", "ltr") == f"{name.format(sides[ltr])}:1px"
        assert said(f"{kind}-{axis}-{side}:1px", "rtl") == f"{name.format(sides[turned])}:1px"


@pytest.mark.parametrize("part", ["width", "style", "color"])
def test_a_border_s_parts_take_two_values(part: str) -> None:
    assert said(f"border-inline-{part}:a b", "rtl") == f"border-right-{part}:a;border-left-{part}:b"


def test_without_a_direction_only_what_depends_on_it_stays() -> None:
    assert said("margin-inline:1px;margin-block:2px;inline-size:3px", None) == (
        "margin-inline:1px;margin-top:2px;margin-bottom:2px;width:3px"
    )


@pytest.mark.parametrize("css", ["margin-inline:1px 2px", "float:inline-end", "text-align:start", "border-start-end-radius:1px"])
def test_what_depends_on_the_direction_is_known(css: str) -> None:
    (found,) = tinycss2.parse_blocks_contents(css)
    assert is_directional(Declaration(found.name, tuple(found.value)))


@pytest.mark.parametrize(
    ("value", "folded"),
    [
        (" a  b ", "a b"),
        ("a , b", "a,b"),
        ("f( a , b )", "f(a,b)"),
        ("calc(1px  +  2px)", "calc(1px + 2px)"),
        ("'a  b'", '"a  b"'),
        ("a/* x */b", "a/**/b"),
        ("a /* x */ b", "a b"),
        ("1rem/1.5 x", "1rem/1.5 x"),
    ],
)
def test_a_value_is_folded_and_reads_the_same(value: str, folded: str) -> None:
    assert compact(tinycss2.parse_component_value_list(value)) == folded


def test_functions_inside_functions_have_a_plain_form() -> None:
    assert said("a:repeat(auto-fill,minmax(min(8rem,100%),1fr))", "ltr") == (
        "a:repeat(auto-fill,minmax(8rem,1fr));a:repeat(auto-fill,minmax(min(8rem,100%),1fr))"
    )
    assert said("a:max(1px,min(2px,3px))", "ltr").startswith("a:1px;")
