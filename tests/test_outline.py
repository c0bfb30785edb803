"""A page as plain text: what stands on a line, what is left out, and that nothing a reader needs is lost."""

from __future__ import annotations

import re

import pytest

from lantern import blocks, markup
from lantern.blocks import Fact
from lantern.outline import outline

FACTS = {
    "desk.web": Fact("desk.example", "https://www.desk.example/"),
    "desk.phone": Fact("555-867-5301", "tel:+15558675301"),
    "desk.email": Fact("desk@desk.example", "mailto:desk@desk.example"),
}

CASES = [
    ("One *two* **three** `four`.", "One two three four."),
    ("One\ntwo.\n\nThree.", "One two.\n\nThree."),
    ("One  \ntwo.", "One two."),
    ("## Head\n\nText.", "Head\n\nText."),
    ("- One\n- Two", "- One\n- Two"),
    ("1. One\n2. Two", "1. One\n2. Two"),
    ("7. One\n8. Two", "7. One\n8. Two"),
    ("- One\n    - In\n        1. Deep\n- Two", "- One\n  - In\n    1. Deep\n- Two"),
    ("1. One.\n2. Two.\n\n    More.\n\n3. Three.", "1. One.\n2. Two. More.\n3. Three."),
    ("> One\n>\n> - two", "One\n\n- two"),
    ("| A | B |\n|---|---|\n| c | d |", "A | B\nc | d"),
    ("    a  b\n      c\n", "a  b\n  c"),
    ("One.\n\n---\n\nTwo.", "One.\n\n---\n\nTwo."),
    ("![A lamp](../lamp.svg) is here.", "A lamp is here."),
    ("You may.[^gazette][^minutes] So.[^gazette]", "You may. So."),
    ("See [the door](door.md#rights).", "See the door."),
    ("See [the law](https://law.example/1).", "See the law (https://law.example/1)."),
    ("See [law.example/1](https://law.example/1).", "See law.example/1."),
    ("Look at {desk.web}.", "Look at desk.example."),
    ("Call {desk.phone} or write to {desk.email}.", "Call 555-867-5301 or write to desk@desk.example."),
    ("A & b < c.", "A & b < c."),
]


def told(body: str, *, title: str = "", colophon: list[str] | None = None) -> str:
    return outline(blocks.render(body, facts=FACTS).tree, title=title, colophon=colophon or [])


@pytest.mark.parametrize(("body", "said"), CASES, ids=[body for body, _ in CASES])
def test_a_block_as_plain_text(body: str, said: str) -> None:
    assert told(body) == f"{said}\n"


def test_the_title_comes_first_and_the_colophon_last() -> None:
    assert told("Text.", title="Title", colophon=["a", "b"]) == "Title\n\nText.\n\na\nb\n"


def test_a_page_without_text_is_its_title() -> None:
    assert told("", title="Title") == "Title\n"


def test_every_word_of_a_page_is_there_once() -> None:
    """The same words as the page's, whatever the blocks are."""
    body = "\n\n".join(body for body, _ in CASES if "https" not in body and "![" not in body)
    letters = re.compile(r"[^\W\d]+")
    assert letters.findall(told(body)) == letters.findall(markup.text(blocks.render(body, facts=FACTS).tree))


def test_it_ends_with_one_line_feed_and_holds_no_markup() -> None:
    said = told("\n\n".join(body for body, _ in CASES), title="T", colophon=["x"])
    assert said.endswith("x\n")
    assert "\n\n\n" not in said
    assert "\r" not in said
    assert not re.search(r"</?[a-z]+>|\*\*|\[\^|\]\(", said)


def test_the_tree_is_not_changed() -> None:
    tree = blocks.render("- One\n    - Two").tree
    before = markup.html(tree)
    outline(tree, title="", colophon=[])
    assert markup.html(tree) == before
