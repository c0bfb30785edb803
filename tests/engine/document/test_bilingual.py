"""A page beside its original: pairs in order, every block twice, anchors once, each side with its language."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

import pytest

from lantern.document import bilingual, html, markdown
from lantern.message import Message, Translation
from tests.making import ids

AR, EN = ("ar", "rtl"), ("en", "ltr")


def pairs(body: str, said: Mapping[str, str]) -> Element:
    def translate(message: Message) -> Translation:
        text = said.get(message.text)
        return Translation(text, "machine" if text else "missing")

    own, source = markdown.render(body, translate).tree, markdown.render(body).tree
    before = html.html(own), html.html(source)
    made = bilingual.pairs(own, source, language=AR, source_language=EN)
    assert (html.html(own), html.html(source)) == before, "the trees it is given are not changed"
    return made


def sides(body: str, said: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """(source, own) HTML of each pair."""
    made = pairs(body, said or {})
    assert [pair.get("class") for pair in made] == ["pair"] * len(made)
    return [(html.html(left).strip(), html.html(right).strip()) for left, right in made]


def test_each_block_stands_beside_its_own_source_first() -> None:
    assert sides("## Head\n\nOne here.\n\n> Two.", {"Head": "رأس", "One here.": "واحد."}) == [
        ("<h2>Head</h2>", '<h2 id="head">رأس</h2>'),
        ("<p>One here.</p>", "<p>واحد.</p>"),
        ("<blockquote><p>Two.</p>\n</blockquote>", "<blockquote><p>Two.</p>\n</blockquote>"),
    ]


def test_each_side_says_its_language_and_direction() -> None:
    made = pairs("One.\n\n- Two", {})
    assert [[(side.tag, side.get("lang"), side.get("dir")) for side in pair] for pair in made] == [
        [("div", "en", "ltr"), ("div", "ar", "rtl")]
    ] * 2


def test_lists_are_paired_item_by_item_and_keep_their_numbers() -> None:
    assert sides("3. One\n4. Two", {"One": "واحد"}) == [
        ('<ol start="3"><li>One</li>\n</ol>', '<ol start="3"><li>واحد</li>\n</ol>'),
        ('<ol start="4"><li>Two</li>\n</ol>', '<ol start="4"><li>Two</li>\n</ol>'),
    ]
    assert [left for left, _ in sides("1. One\n2. Two")] == [
        '<ol start="1"><li>One</li>\n</ol>',
        '<ol start="2"><li>Two</li>\n</ol>',
    ]


def test_a_list_in_a_list_stays_with_its_item() -> None:
    ((left, right), _) = sides("- One\n    - In\n- Two", {"One": "واحد", "In": "داخل"})
    assert left == "<ul><li>One<ul><li>In</li>\n</ul>\n</li>\n</ul>"
    assert right == "<ul><li>واحد<ul><li>داخل</li>\n</ul>\n</li>\n</ul>"


BODY = """
## Head {: #head}

Para. {: #chosen .law}

1. One {: #first .steps}
2. Two

    More.

- a
    - b {: #inner}

| A | B |
|---|---|
| c | d |

> Quote.

Call now.[^gazette] {: .call}
"""


def test_an_anchor_stands_once_and_on_the_reader_s_side() -> None:
    made = pairs(BODY, {})
    assert ids(made) == ids(markdown.render(BODY).tree) == ["head", "chosen", "first", "inner"]
    assert [ids(left) for left, _ in made] == [[]] * len(made)


@pytest.mark.parametrize("side", [0, 1])
def test_every_word_stands_on_both_sides_in_order(side: int) -> None:
    made = pairs(BODY, {})
    said = " ".join(html.text(pair[side]) for pair in made)
    assert said.split() == html.text(markdown.render(BODY).tree).split()


def test_a_page_without_text_has_no_pairs() -> None:
    assert sides("") == []


def test_two_trees_that_are_not_one_page_are_a_fault_of_ours() -> None:
    own, source = markdown.render("One.").tree, markdown.render("One.\n\nTwo.").tree
    with pytest.raises(ValueError, match="longer"):
        bilingual.pairs(own, source, language=AR, source_language=EN)
