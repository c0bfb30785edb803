"""The writer of HTML: every character escaped, only known attributes, nothing lost; and the same words as plain text."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.document import html

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
NAMES = st.sampled_from(["p", "li", "a", "strong", "code", "bdi", "td", "pre"])


def page(*children: Element) -> Element:
    root = Element("div")
    root.extend(children)
    return root


def made(tag: str, text: str = "", tail: str = "", **attributes: str) -> Element:
    element = Element(tag, attributes)
    element.text, element.tail = text, tail
    return element


@given(NAMES, TEXTS, TEXTS)
def test_text_and_attributes_come_back_as_they_went_in(tag: str, text: str, value: str) -> None:
    read = fromstring(html.html(page(made(tag, text, title=value))))
    assert (read.text or "", read.get("title")) == (text, value)


def test_what_could_end_a_tag_or_an_attribute_is_escaped() -> None:
    said = html.html(page(made("a", "</a><script>", href="\"'><script>")))
    assert said == '<a href="&quot;&#x27;&gt;&lt;script&gt;">&lt;/a&gt;&lt;script&gt;</a>'


def test_attributes_that_are_not_known_are_left_out() -> None:
    element = made("p", "x", onclick="alert(1)", key="m-1", state="draft", id="a", formaction="x")
    assert html.html(page(element)) == '<p id="a">x</p>\n'


def test_a_preview_says_which_message_a_block_is_and_how_it_stands() -> None:
    tree = page(made("p", "x", key="m-12345678", state="stale"), made("p", "y"))
    said = html.html(tree, annotate=True)
    assert said == '<p data-message="m-12345678" data-state="stale">x</p>\n<p>y</p>\n'
    assert "data-" not in html.html(tree)


@pytest.mark.parametrize(("style", "name"), [("left", "start"), ("right", "end"), ("center", "center")])
def test_the_alignment_of_a_cell_is_a_class_so_that_pages_need_no_style(style: str, name: str) -> None:
    cell = made("td", "x", style=f"text-align: {style};")
    assert html.html(page(cell)) == f'<td class="align-{name}">x</td>\n'
    cell.set("class", "law")
    assert html.html(page(cell)) == f'<td class="law align-{name}">x</td>\n'


def test_no_other_style_is_written() -> None:
    assert "style" not in html.html(page(made("p", "x", style="color: red")))


def test_what_follows_an_inline_element_is_kept() -> None:
    block = made("p", "one ")
    block.extend([made("strong", "two", " three"), made("br", tail="four "), made("img", tail=" five", src="a.svg", alt="A")])
    said = '<p>one <strong>two</strong> three<br>four <img src="a.svg" alt="A"> five</p>\n'
    assert html.html(page(block)) == said
    assert html.text(page(block)).split() == ["one", "two", "three", "four", "five"]


def test_writing_changes_nothing_in_the_tree() -> None:
    tree = page(made("td", "x", style="text-align: left;", key="k", state="s"))
    html.html(tree, annotate=True)
    assert dict(tree[0].attrib) == {"style": "text-align: left;", "key": "k", "state": "s"}


def test_plain_text_has_a_line_for_each_block_and_no_citations() -> None:
    first = made("p", "One.")
    cite = SubElement(first, "sup", {"class": "cite"})
    SubElement(cite, "a", href="#source-a").text = "1"
    cite.tail = " More."
    items = made("ul", "\n")
    items.extend([made("li", "a", "\n"), made("li", "b", "\n")])
    assert html.text(page(made("h2", "Head", "\n"), first, items)) == "Head\nOne. More.\na\nb"


def test_a_list_in_a_list_begins_a_line_of_plain_text() -> None:
    inner, outer = made("ul"), made("li", "Head")
    inner.extend([made("li", "a"), made("li", "b")])
    outer.append(inner)
    items = made("ul")
    items.extend([outer, made("li", "c")])
    assert html.text(page(items)) == "Head\na\nb\nc"
