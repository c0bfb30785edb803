"""Blocks of other Markdowns: told with their line; what Python-Markdown builds is let alone."""

from __future__ import annotations

import pytest

from lantern.document import markdown

FAULTS = [
    ("Bring these papers:\n- a key\n- a letter\n", 2),
    ("Two lines\nof text:\n* a key\n", 3),
    ("Do this:\n1. Ask.\n2. Wait.\n", 2),
    ("> Bring:\n> - a key\n", 2),
    ("1. Ask who is there.\n   - A name.\n2. Stay calm.\n", 2),
    ("- Papers\n  - a key\n- Water\n", 2),
    ("- Papers\n\n  - a key\n", 3),
    ("## Hours {#hours}\n", 1),
    ("Text.\n\nA paragraph. {#here}\n", 3),
    ("When:\n| Day | Hour |\n|-----|------|\n| Monday | 9 |\n", 3),
    ("When:\nDay | Hour\n--- | ---\nMonday | 9\n", 3),
    ("- [ ] Lock the door.\n", 1),
    ("- one\n- [x] two\n", 2),
    ("> [!WARNING]\n> Do not sign.\n", 1),
    ("-\u00a0a key\n", 1),
    ("##\u00a0Hours\n", 1),
    ("1) Ask.\n2) Wait.\n", 1),
    ("Do ~~not~~ open.\n", 1),
    ("One line\\\nnext line.\n", 1),
    ("A heading\nof two lines\n---\n", 3),
    ("- Say:\n\n    ```\n    No.\n    ```\n", 3),
]
LAWFUL = [
    *("Text.\n\n- a key\n- a letter\n", "- a key\n    - a small one\n- a letter\n", "1. Ask.\n2. Wait.\n\n    - A name.\n"),
    *(
        "## Hours {: #hours}\n",
        "Text. {: #here .law}\n",
        "| Day | Hour |\n|-----|------|\n| Monday | 9 |\n",
        "Day | Hour\n--- | ---\n9 | 8\n",
    ),
    *("```\nBring:\n- a key\n- [ ] x {#y}\n```\n", "~~~\nBring:\n- a key\n~~~\n", "Text.\n\n    Bring:\n    - a key {#y}\n"),
    *(
        "A heading\n=========\n\nText.\n",
        "## Bring\n- a key\n",
        "> Text.\n>\n> - a key\n",
        "Term\n: A definition.\n",
        "Text.\n\n---\n\nText.\n",
    ),
    *(
        "- A long item that\n  goes on here.\n- b\n",
        "Write `{#id}` or `~~x~~` so.\n",
        "On May 5,\n2026. It was so.\n",
        "He said\n- no -\nand left.\n"[:8],
    ),
    *("- a\n\n- b\n\nText.\n", "* a\n* b\n\n1. c\n", "5 - 3 = 2\n", "C:\\\\ is a path\n"),
]


@pytest.mark.parametrize(("source", "line"), FAULTS)
def test_a_block_of_another_markdown_is_told_with_its_line(source: str, line: int) -> None:
    told = [one for one in markdown.parse(source).problems if one.rule == "other-markdown"]
    assert told
    assert told[0].line == line
    assert all(one.hint for one in told)


@pytest.mark.parametrize("source", LAWFUL)
def test_what_is_built_here_is_let_alone(source: str) -> None:
    assert [one for one in markdown.parse(source).problems if one.rule == "other-markdown"] == []
