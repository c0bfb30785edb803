"""A page as plain text: what stands on a line, what is left out, and that nothing a reader needs is lost."""

from __future__ import annotations

import re

import pytest

from lantern.document import html, markdown
from lantern.document.markdown import Fact
from lantern.document.plaintext import hold_order, outline, text_file

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
    return outline(markdown.render(body, facts=FACTS).tree, title=title, colophon=colophon or [])


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
    assert letters.findall(told(body)) == letters.findall(html.text(markdown.render(body, facts=FACTS).tree))


def test_it_ends_with_one_line_feed_and_holds_no_markup() -> None:
    said = told("\n\n".join(body for body, _ in CASES), title="T", colophon=["x"])
    assert said.endswith("x\n")
    assert "\n\n\n" not in said
    assert "\r" not in said
    assert not re.search(r"</?[a-z]+>|\*\*|\[\^|\]\(", said)


def test_the_tree_is_not_changed() -> None:
    tree = markdown.render("- One\n    - Two").tree
    before = html.html(tree)
    outline(tree, title="", colophon=[])
    assert html.html(tree) == before


# --- as a file, and from right to left -------------------------------------------------------------------------------


def test_a_text_file_says_that_it_is_utf_8() -> None:
    """A server that names no charset leaves browsers to guess windows-1252 (the Encoding Standard: a signature comes first)."""
    assert text_file("عند بابك\n") == b"\xef\xbb\xbf" + "عند بابك\n".encode()


KEPT_IN_ORDER = (
    "617-370-5023",
    "555-0142",
    "(617) 555-0142",
    "(617)555-0142",
    "+1 617 555 0142",
    "1-800-555-0142",
    "+44 20 7946 0000",
    "2026-11-22",
    "I-205",
    "1 City Hall Square, Room 500, Boston, MA 02201",
    "https://law.example/2026/1-a/",
    "desk.example/2026",
    "desk-2@desk.example",
    "8 U.S.C. 1357",
)


@pytest.mark.parametrize("run", KEPT_IN_ORDER)
def test_a_run_from_left_to_right_is_held_between_marks(run: str) -> None:
    text = f"اتصل {run}، الآن"
    assert hold_order(text) == f"اتصل \u200f\u200e{run}\u200e\u200f، الآن"


def test_two_runs_are_held_apart() -> None:
    assert hold_order("رقم 617-370-5023, 617-371-1234.").count("\u200f\u200e") == 2


@pytest.mark.parametrize(
    "run", ["911", "9:30", "6-8", "9:30-12:30", "2025-2026", "22/11/2026", "3.5", "617.555.0142", "50%", "LUCE", "Who are you?"]
)
def test_what_a_viewer_orders_rightly_is_left_alone(run: str) -> None:
    """In a range the first number stands where the reader begins: at the right."""
    assert hold_order(f"من {run} هنا") == f"من {run} هنا"


def test_lines_of_another_direction_stay() -> None:
    assert hold_order("Call 617-370-5023.\nاتصل 617-370-5023.").split("\n")[0] == "Call 617-370-5023."
