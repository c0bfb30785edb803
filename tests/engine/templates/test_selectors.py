"""Selectors: read and written again, weighed, and said without `:is()`."""

from __future__ import annotations

import pytest
import tinycss2

from lantern.templates import selectors
from lantern.templates.selectors import Selector, UnreadableSelector, expanded, is_known, older, weight


def read(text: str) -> tuple[Selector, ...]:
    return selectors.selectors(tinycss2.parse_component_value_list(text))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (" a  >  b , .c ", "a>b,.c"),
        ("a b+c~d", "a b+c~d"),
        ("*", "*"),
        ("A#x.y[z=w]:hover::before", "A#x.y[z=w]:hover::before"),
        ('[a="b c" i]', '[a="b c" i]'),
        ("li:nth-child( 2n + 1 )", "li:nth-child(2n + 1)"),
        (":has( > a , b )", ":has(>a,b)"),
        (r".a\\:b", r".a\\:b"),
        ("a/* x */.b", "a.b"),
    ],
)
def test_a_selector_is_read_and_written(text: str, written: str) -> None:
    assert ",".join(map(str, read(text))) == written


@pytest.mark.parametrize("text", ["", "a,", "a > > b", "a >", ":", "svg|a", "a:", "a ! b", "{}"])
def test_what_cannot_be_read_is_told(text: str) -> None:
    with pytest.raises(UnreadableSelector):
        read(text)


@pytest.mark.parametrize(
    ("text", "weighs"),
    [
        ("*", (0, 0, 0)),
        ("a b", (0, 0, 2)),
        ("#a.b[c]:hover d::before", (1, 3, 2)),
        (":is(#a, .b .c)", (1, 0, 0)),
        (":not(.a.b, p)", (0, 2, 0)),
        (":where(#a) p", (0, 0, 1)),
        ("li:nth-child(2)", (0, 1, 1)),
    ],
)
def test_a_selector_weighs_what_the_standard_says(text: str, weighs: tuple[int, int, int]) -> None:
    assert weight(read(text)[0]) == weighs


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a", ["a"]),
        (":is(h1,h2) b", ["h1 b", "h2 b"]),
        (".x:is(p,li)::before", ["p.x::before", "li.x::before"]),
        ("p:is(p,li)", ["p:not(_)"]),
        (":is(.a:is(.b,.c),.d.e)", [".a.b", ".a.c", ".d.e"]),
        (":is(.a .b,.c>.d)::after", [".a .b::after", ".c>.d::after"]),
        (":is(p.a,.b)", ["p.a", ".b:not(_)"]),
        ("x :is(.a .b,.c)", ["x :is(.a .b,.c)"]),
        (":is(.a,p)", [":is(.a,p)"]),
    ],
)
def test_alternatives_become_selectors_of_the_same_weight(text: str, made: list[str]) -> None:
    whole = read(text)[0]
    found = expanded(whole)
    assert [str(one) for one in found] == made
    assert {weight(one) for one in found} == {weight(whole)}


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("p:not(.a,[b])", ["p:not(.a):not([b])"]),
        ("p:not(.a.b)", []),
        ("p:not(:is(.a,.b))", ["p:not(.a):not(.b)"]),
        ("x :is(.a .b,.c)", ["x .a .b", "x .c"]),
        ("x>:is(.a .b,.c)", []),
        (":focus-visible", [":focus"]),
        ("a:has(b)", []),
        (":where(.a,b) i", [".a i", "b i"]),
        ("li::marker", []),
    ],
)
def test_what_is_new_has_an_older_form_or_none(text: str, made: list[str]) -> None:
    whole = read(text)[0]
    assert not is_known(whole)
    assert [str(one) for one in older(whole)] == made
    assert all(is_known(one) for one in older(whole))
