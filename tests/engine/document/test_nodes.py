"""A tree as plain data for paper: every word is there, marks and anchors too, and numbers keep their order."""

from __future__ import annotations

import json
from typing import Any
from xml.etree.ElementTree import Element

from lantern.document import html, markdown
from lantern.document import nodes as document_nodes
from lantern.document.markdown import Fact
from lantern.editions.translator import Text
from lantern.message import Message, Translation
from lantern.paper import manuscript

FACTS = {"luce.phone": Fact("617-370-5023", "tel:+16173705023"), "luce.hours": Fact("Every day", None, False, "en", "ltr")}


def nodes(source: str, *, rtl: bool = False, base: str = "") -> list[dict[str, Any]]:
    tree = markdown.render(source, facts=FACTS).tree
    return document_nodes.blocks(tree, lambda target: base + target if base else None, rtl=rtl)


def texts(node: Any) -> list[str]:
    """Every string of the data that is printed, in order."""
    if isinstance(node, dict):
        own = [node["text"]] if isinstance(node.get("text"), str) else []
        return own + [text for name, inner in node.items() if name != "text" for text in texts(inner)]
    return [text for inner in node for text in texts(inner)] if isinstance(node, list | tuple) else []


def squashed(text: str) -> str:
    return "".join(sign for sign in text if not sign.isspace() and sign not in "\u2066\u2069")


SAMPLE = """\
## Rights {: #rights }

The law says: You may. {: .law .critical }

1. One **strong** word
    - inner *item*
2. Two {luce.phone} {: .steps }

| a | b |
|--:|---|
| c | `d` |

> quoted

Word
:   its meaning

[Elsewhere](at-home.md#door) and <https://city.example/x>
"""


def test_no_word_is_lost() -> None:
    tree: Element = markdown.render(SAMPLE, facts=FACTS).tree
    told = texts(document_nodes.blocks(tree, lambda target: None))
    assert squashed("".join(told)) == squashed(html.text(tree))


def test_a_block_keeps_its_marks_its_anchor_and_the_anchor_of_its_message() -> None:
    heading, law, listed, *_ = nodes(SAMPLE)
    assert (heading["kind"], heading["level"], heading["id"]) == ("h", 2, "rights")
    assert law["marks"] == ["critical", "law"]
    assert law["key"] == Message("The law says: You may.").anchor
    assert listed["kind"] == "ol"
    assert [item["kind"] for item in listed["blocks"]] == ["li", "li"]
    assert listed["blocks"][0]["blocks"][0]["kind"] == "ul"


def test_a_table_says_which_cells_are_headings_and_where_they_stand() -> None:
    (table,) = [node for node in nodes(SAMPLE) if node["kind"] == "table"]
    head, row = table["blocks"]
    assert [cell["kind"] for cell in head["blocks"]] == ["heading-cell", "heading-cell"]
    assert [cell.get("align") for cell in row["blocks"]] == ["end", None]


def test_a_number_is_isolated_in_a_language_from_right_to_left_and_nowhere_else() -> None:
    text = "Call 617-555-0142 or {luce.phone}"
    told = texts(nodes(text, rtl=True))
    assert "\u2066617-555-0142\u2069" in told
    assert "\u2066617-370-5023\u2069" in told
    assert not set("\u2066\u2069") & set("".join(texts(nodes(text))))


def test_a_fact_keeps_its_number_to_dial_and_its_language() -> None:
    (node,) = nodes("Ask {luce.phone} {luce.hours}")
    phone, hours = [run for run in node["runs"] if run["kind"] == "fact"]
    assert phone["href"] == "tel:+16173705023"
    assert (hours["lang"], hours["dir"]) == ("en", "ltr")


def test_a_link_opens_an_address_where_the_site_has_one() -> None:
    (node,) = nodes("[Door](at-home.md#door)", base="https://a.example/en/")
    assert node["runs"][0]["href"] == "https://a.example/en/at-home.html#door"
    (node,) = nodes("[Door](at-home.md#door)")
    assert node["runs"] == [{"kind": "see", "runs": [{"kind": "text", "text": "Door"}]}]


def test_citations_are_numbers() -> None:
    (node,) = nodes("So it is.[^a][^b]")
    assert [(run["kind"], run["text"]) for run in node["runs"][1:]] == [("cite", "1"), ("cite", "2")]


def test_a_block_in_another_language_says_so() -> None:
    tree = markdown.render("Hello.", lambda message: Translation(None, "missing")).tree
    tree[0].set("lang", "en")
    tree[0].set("dir", "ltr")
    (node,) = document_nodes.blocks(tree, lambda target: None, rtl=True)
    assert (node["lang"], node["dir"]) == ("en", "ltr")


def test_sections_are_found_by_their_anchor() -> None:
    found = document_nodes.sections(nodes("Before.\n\n## A {: #a }\n\nIn A.\n\n### Deep\n\nStill A.\n\n## B {: #b }\n"))
    assert {name: len(inside) for name, inside in found.items()} == {"": 1, "a": 4, "b": 1}


def test_words_say_their_language_only_where_it_is_another() -> None:
    assert manuscript.text_node(Text("Hola", "es", "ltr", False)) == {"kind": "text", "text": "Hola"}
    assert manuscript.text_node(Text("Hi", "en", "ltr", True)) == {"kind": "text", "text": "Hi", "lang": "en", "dir": "ltr"}
    assert manuscript.text_node(None) is manuscript.text_node(Text("", "es", "ltr", False)) is None


def test_all_of_it_is_json() -> None:
    assert json.loads(json.dumps(nodes(SAMPLE, rtl=True))) == nodes(SAMPLE, rtl=True)
