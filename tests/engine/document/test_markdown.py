"""The seam: Markdown to a tree, every block through one function, and no translation that changes the page's structure."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.document import html as html_writer
from lantern.document import inline, markdown
from lantern.document.inline import Shape
from lantern.document.markdown import Fact
from lantern.message import Message, State, Translate, Translation

CASES = [
    tuple(part.strip("\n") for part in re.split(r"^\.\n", case, flags=re.MULTILINE))
    for case in re.split(r"(?<=\n\.\n)\n", (Path(__file__).parents[2] / "cases" / "blocks.md").read_text(encoding="utf-8"))
]
"""(title, Markdown, HTML) of each case in tests/cases/blocks.md."""

BLOCK_SIGNS = (
    "\n",
    "\n\n",
    "# ",
    "## ",
    "- ",
    "* ",
    "1. ",
    "> ",
    "    ",
    "  \n",
    "```\n",
    "~~~",
    "===\n",
    "|",
    "\n|--|--|\n",
    "\n:   ",
    "\t",
)
INLINE_SIGNS = ("`", "``", "*", "**", "_", "__", "[", "](", ")", "]", "][", "]: ", "!", "<", ">", "{", "}", "{:", "\\", '"', "'")
WORDS = (
    "a",
    "Stay calm.",
    "é",
    "مرحبا",
    "617-555-0142",
    "a@b.example",
    "http://a.example",
    "&",
    "&amp;",
    "&#38;",
    "<b>",
    "</b>",
    "<!-- ",
)
OURS = (
    "{: .law }",
    "{: #x }",
    "{a.b}",
    "[^a]",
    "[x]",
    "[x]: http://a.example\n",
    "``` { .a #b }\n",
    "[TOC]",
    "{% x %}",
    "javascript:",
)
ODD = ("\x02", "\x03", "\u202e", "\u00a0", "wzxhzdk:0", "klzzwxh:0")
SIGNS = BLOCK_SIGNS + INLINE_SIGNS + WORDS + OURS + ODD
MARKDOWN = st.lists(st.sampled_from(SIGNS), max_size=30).map("".join)


def html(source: str, translate: Translate | None = None, **facts: Fact) -> str:
    named = {name.replace("__", "."): fact for name, fact in facts.items()}
    rendered = markdown.render(source, translate, facts=named) if translate else markdown.render(source, facts=named)
    return html_writer.html(rendered.tree)


def itself(message: Message) -> Translation:
    return Translation(message.text, "draft")


def says(text: str, state: State = "draft") -> Translate:
    return lambda message: Translation(text, state)


def texts(source: str) -> list[str]:
    return [message.text for message in markdown.parse(source).messages]


def lines(source: str) -> list[tuple[int, str]]:
    return [(message.line, message.text) for message in markdown.parse(source).messages]


def faults(source: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.rule) for problem in markdown.parse(source).problems]


def frame(tree: Element) -> list[tuple[str, str | None]]:
    """The structure of a page: its blocks and their anchors, without what stands inside them."""
    inline = {"a", "strong", "em", "code", "bdi", "sup", "br", "img", "span"}
    return [(element.tag, element.get("id")) for element in tree.iter() if element.tag not in inline]


# --- Markdown as people write it -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("title", "source", "expected", "end"), CASES, ids=[case[0] for case in CASES])
def test_markdown(title: str, source: str, expected: str, end: str) -> None:
    assert html(source).rstrip("\n") == expected


@pytest.mark.parametrize("source", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_a_page_translated_to_itself_is_the_same_page(source: str) -> None:
    assert html(source, itself) == html(source)


@given(MARKDOWN)
def test_any_page_translated_to_itself_is_the_same_page(source: str) -> None:
    assert html(source, itself) == html(source)


@given(MARKDOWN, st.lists(st.sampled_from(SIGNS), max_size=8).map("".join))
def test_no_translation_changes_the_structure_or_an_anchor(source: str, text: str) -> None:
    shown, kept = markdown.render(source, says(text)), markdown.render(source)
    assert frame(shown.tree) == frame(kept.tree)
    assert shown.headings == kept.headings
    assert shown.messages == kept.messages


PAGE = "## Head\n\n- item\n\n    inside\n\n| a | b |\n|---|---|\n| c | d |\n\nTerm\n:   Meaning\n\n> said\n\n[one]: at-home.md\n"
HOSTILE = [
    "# big",
    "## h2",
    "- item",
    "* item",
    "1. item",
    "> quote",
    "    code",
    "```\ncode\n```",
    "~~~\ncode\n~~~",
    "a\n\nb",
    "a\n===",
    "a\n---",
    "---",
    "a | b\n--|--\nc | d",
    "| a | b |",
    "a\n:   b",
    "a {: #head .critical }",
    "{: .notranslate }",
    "[one]: https://evil.example",
    "[TOC]",
    "\x02wzxhzdk:0\x03",
    "\x02klzzwxh:0000\x03",
    "\x0260\x03script\x0262\x03",
    "<script>alert(1)</script>",
    "<div>",
    "</li></ul>",
    "<!-- a",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT&#58;alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](data:text/html;base64,AAAA)",
    '![x](x" onerror="alert(1))',
    '[x](a "t" onclick="alert(1)")',
    "<javascript:alert(1)>",
    '<a@b.example" onclick="x>',
    "`<b>`",
    "",
    " ",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_translation_is_only_text(text: str) -> None:
    shown = markdown.render(PAGE, says(text))
    assert frame(shown.tree) == frame(markdown.render(PAGE).tree)
    said = html_writer.html(shown.tree)
    assert not re.search(r"<script|<div|<!--|[\x02\x03]", said)
    for element in shown.tree.iter():
        assert set(element.attrib) <= {"id", "class", "dir", "href", "src", "alt", "title", "key", "state", "start", "style"}
        assert not re.match(r"[\s\x00-\x20]*(javascript|data|vbscript):", element.get("href", ""), re.IGNORECASE)


def test_each_message_is_asked_once_in_document_order() -> None:
    asked: list[str] = []

    def listen(message: Message) -> Translation:
        asked.append(message.text)
        return itself(message)

    markdown.render(PAGE, listen)
    assert asked == ["Head", "item", "inside", "a", "b", "c", "d", "Term", "Meaning", "said"] == texts(PAGE)


@pytest.mark.parametrize("state", ["missing", "stale", "refused"])
def test_only_states_that_may_be_shown_are_shown(state: State) -> None:
    element = markdown.render("Stay calm.", says("Cálmese.", state)).tree[0]
    assert (element.text, element.get("state")) == ("Stay calm.", state)
    assert element.get("key") == Message("Stay calm.").anchor


@pytest.mark.parametrize("state", ["machine", "draft", "reviewed"])
def test_a_translation_takes_the_place_of_its_block(state: State) -> None:
    element = markdown.render("Stay *calm*.", says("Mantenga la *calma*.", state)).tree[0]
    assert (html_writer.text(element), element.get("state")) == ("Mantenga la calma.", state)


def test_an_item_with_blocks_of_its_own_is_marked_around_its_own_words_only() -> None:
    def half(message: Message) -> Translation:
        return Translation("dentro", "draft") if message.text == "inside" else Translation(None, "missing")

    item = markdown.render("- outer **word**\n    - inside\n", half).tree[0][0]
    assert item.get("state") is None
    span, inner = item
    assert (span.tag, span.get("state"), html_writer.text(span)) == ("span", "missing", "outer word")
    assert (inner[0].get("state"), inner[0].text) == ("draft", "dentro")


def test_an_item_without_blocks_is_marked_itself() -> None:
    item = markdown.render("- outer\n", says("x", "missing")).tree[0][0]
    assert (item.get("state"), len(item)) == ("missing", 0)


def test_rendering_in_one_language_leaves_no_trace_in_the_next() -> None:
    before = html(PAGE)
    html(PAGE, says("*x* {a.b} [y](z)"), a__b=Fact("f", "tel:1"))
    assert html(PAGE) == before
    assert markdown.parse(PAGE).tree is not markdown.render(PAGE).tree


def test_pages_rendered_at_once_do_not_mix() -> None:
    pages = [f"## H{n}\n\n`c{n}` **b{n}** [l][r]\n\n```\nf{n}\n```\n\n[r]: p{n}.md\n" for n in range(40)]
    expected = [html(page) for page in pages]
    markdown.parse.cache_clear()
    found: dict[int, str] = {}

    def work(start: int) -> None:
        for number in range(start, 40, 4):
            found[number] = html(pages[number])

    threads = [threading.Thread(target=work, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[number] for number in range(40)] == expected


# --- messages --------------------------------------------------------------------------------------------------------


def test_messages_say_what_they_are() -> None:
    kinds = [message.kind for message in markdown.parse(PAGE).messages]
    assert kinds == [
        "heading 2",
        "paragraph",
        "paragraph",
        "table heading",
        "table heading",
        "table cell",
        "table cell",
        "term",
        "definition",
        "paragraph",
    ]


def test_white_space_in_a_message_is_normal_and_no_break_spaces_stay() -> None:
    assert texts("  one\n two\t three  \nfour\u00a0five\u202fsix\u3000seven") == [
        "one two three  \nfour\u00a0five\u202fsix\u3000seven"
    ]


@given(MARKDOWN)
def test_normal_text_is_normal(text: str) -> None:
    once = inline.normalise(text)
    assert inline.normalise(once) == once


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Open", True),
        ("打开", True),
        ("911", False),
        ("617-555-0142", False),
        ("Call 911", True),
        ("{desk.phone}", False),
        ("{desk.phone}.[^a]", False),
        ("`make site`", False),
        ("<https://a.example>", False),
        ("help@a.example", False),
        ("I-200", False),
        ("---", False),
        ("[at home](x.md)", True),
        ("![](x.png)", False),
        ("", False),
    ],
)
def test_only_what_has_words_is_a_message(text: str, words: bool) -> None:
    assert inline.has_words(text) is words


@pytest.mark.parametrize(
    "source", ["```\nStay calm.\n```\n", "    Stay calm.\n", "`Stay calm.`", "911", "Town Police {: .notranslate }"]
)
def test_code_numbers_and_names_are_not_for_translators(source: str) -> None:
    assert texts(source) == []


def test_a_shortcut_reference_is_written_out_so_that_a_translation_keeps_its_address() -> None:
    source = "See [the order] and [Order][] and `[order]`, not [this].\n\n[the order]: a.md\n[order]: b.md\n"
    assert texts(source) == ["See [the order][the order] and [Order][Order] and `[order]`, not [this]."]
    assert html(source, says("Vea [la orden][the order].")) == '<p>Vea <a href="a.html">la orden</a>.</p>\n'


def test_format_flags_stand_where_facts_do() -> None:
    parsed = markdown.parse("Call {desk.phone}.\n\nType `{desk.phone}`.\n\nCalm.")
    assert [message.flags for message in parsed.messages] == [("python-brace-format",), (), ()]
    assert parsed.facts == {"desk.phone": 1}


# --- lines -----------------------------------------------------------------------------------------------------------

LINES = """\
## Stay calm

Stay calm
and stay.

Stay calm

```
Yes
    deep
```

Yes

| Yes | No |
|-----|----|
| No | Yes |
| Yes | No {: .law } |
| a \\| b | `x|y` |

> Yes
> and no

1. Yes
2. No
    - Yes

        Yes

3. No

Yes
:   No

    Yes

    indented code: Yes

\tYes

[Yes]: a.md

[Yes] {: note="n" }
"""


def test_every_message_knows_its_line_even_where_blocks_say_the_same() -> None:
    assert lines(LINES) == [
        (1, "Stay calm"),
        (3, "Stay calm and stay."),
        (6, "Stay calm"),
        (13, "Yes"),
        (15, "Yes"),
        (15, "No"),
        (17, "No"),
        (17, "Yes"),
        (18, "Yes"),
        (18, "No"),
        (19, "a \\| b"),
        (21, "Yes and no"),
        (24, "Yes"),
        (25, "No"),
        (26, "Yes"),
        (28, "Yes"),
        (30, "No"),
        (32, "Yes"),
        (33, "No"),
        (35, "Yes"),
        (37, "indented code: Yes"),
        (39, "Yes"),
        (43, "[Yes][Yes]"),
    ]


@given(st.lists(st.sampled_from(["Yes", "No", "banana", "Yes and no", "an"]), min_size=1, max_size=12), st.data())
def test_paragraphs_items_and_headings_know_their_line(words: list[str], data: st.DataObject) -> None:
    source, expected, line = "", [], 1
    for word in words:
        sign = data.draw(st.sampled_from(["", "## ", "> "]))
        source += f"{sign}{word}\n\n"
        expected.append((line, word))
        line += 2
    assert lines(source) == expected


# --- marks -----------------------------------------------------------------------------------------------------------


def test_marks_carry_anchor_classes_context_and_note() -> None:
    parsed = markdown.parse('Open. {: #door .critical .law ctx="verb" note="Say it kindly: “you”." }')
    (message,) = parsed.messages
    assert (message.text, message.context, message.note) == ("Open.", "verb", "Say it kindly: “you”.")
    assert (parsed.tree[0].get("id"), parsed.tree[0].get("class")) == ("door", "critical law")


def test_a_context_makes_another_message_of_the_same_words() -> None:
    open_, verb = markdown.parse('Open.\n\nOpen. {: ctx="verb" }').messages
    assert open_.key == (None, "Open.")
    assert verb.key == ("verb", "Open.")


@pytest.mark.parametrize("name", sorted(markdown.CLASSES - {"notranslate"}))
def test_every_class_of_the_vocabulary_may_be_used(name: str) -> None:
    assert faults(f"Text. {{: .{name} }}") == []
    assert html(f"Text. {{: .{name} }}") == f'<p class="{name}">Text.</p>\n'


@pytest.mark.parametrize(
    "mark",
    [
        "{: .important }",
        "{: .Critical }",
        "{: critical }",
        "{: #1st }",
        "{: #a#b }",
        "{: note=x }",
        '{: note="a }',
        '{: style="color:red" }',
        '{: onclick="x" }',
        "{: .law,.call }",
        "{: .law .wrong }",
    ],
)
def test_a_mark_outside_the_vocabulary_is_a_fault(mark: str) -> None:
    assert faults(f"One.\n\nTwo. {mark}") == [(3, "mark")]
    assert "onclick" not in html(f"Two. {mark}")
    assert "style" not in html(f"Two. {mark}")


@pytest.mark.parametrize("source", ["One {: .law } two.", "{: .law } One.", "One. {: .law } {: #x }", "One {: .law two."])
def test_a_mark_inside_a_block_is_a_fault(source: str) -> None:
    assert faults(f"Zero.\n\n{source}") == [(3, "mark")]


@pytest.mark.parametrize("source", ["One.\n\n{: .law }\n", "- one\n\n{: .steps }\n\ntwo"])
def test_a_mark_without_a_block_is_a_fault(source: str) -> None:
    assert faults(source) == [(3, "mark")]


def test_marks_in_code_are_text() -> None:
    assert faults("Write `{: .law }` at the end.") == []


def test_notranslate_keeps_a_block_from_translators_and_translation_programs() -> None:
    rendered = markdown.render("## Town Police {: .notranslate #police }\n\nOther.", says("X"))
    assert [message.text for message in rendered.messages] == ["Other."]
    assert html_writer.html(rendered.tree) == '<h2 id="police" translate="no">Town Police</h2>\n<p>X</p>\n'


# --- headings and anchors --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("At your door", "at-your-door"),
        ("What's *next*?", "whats-next"),
        ("Café — 24/7", "cafe-24-7"),
        ("  --  ", "section"),
        ("你好", "section"),
        ("Call {desk.phone} now[^a]", "call-now"),
        ("See [the order](the-order.md#x)", "see-the-order"),
        ("`code` & more", "code-more"),
        ('"><script>', "script"),
    ],
)
def test_an_anchor_is_made_of_the_heading(text: str, anchor: str) -> None:
    assert inline.slug(text) == anchor


@given(st.text(max_size=30))
def test_an_anchor_is_always_plain(text: str) -> None:
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", inline.slug(text))


def test_anchors_are_the_same_in_every_language_and_never_twice() -> None:
    source = "## Open\n\n## Open\n\n### Open-2\n\n## Open {: #other }\n\nText {: #text }"
    expected = [(2, "open"), (2, "open-2"), (3, "open-2-2"), (2, "other")]
    for translate in (itself, says("同じ"), says("x", "missing")):
        rendered = markdown.render(source, translate)
        assert [(heading.level, heading.id) for heading in rendered.headings] == expected
        assert [element.get("id") for element in rendered.tree.iter() if element.get("id")] == [
            *dict(map(reversed, expected)),
            "text",
        ]
    assert faults(source) == []


@given(MARKDOWN)
def test_no_anchor_stands_twice(source: str) -> None:
    found = [element.get("id") for element in markdown.render(source).tree.iter() if element.get("id")]
    assert len(found) == len(set(found))


def test_an_anchor_chosen_twice_is_a_fault() -> None:
    assert faults("## Door\n\n## Other {: #door }") == [(3, "anchor-twice")]
    assert faults("One. {: #a }\n\nTwo. {: #a }") == [(3, "anchor-twice")]


def test_a_heading_without_words_has_no_message() -> None:
    (heading,) = markdown.parse("## 911").headings
    assert (heading.id, heading.text, heading.message) == ("911", "911", None)


# --- facts, citations, links -----------------------------------------------------------------------------------------


def test_a_fact_makes_its_own_link_and_is_isolated() -> None:
    said = html("Call {desk.phone}.", desk__phone=Fact("617-555-0142", "tel:+16175550142"))
    assert said == '<p>Call <a class="fact" translate="no" href="tel:+16175550142"><bdi dir="ltr">617-555-0142</bdi></a>.</p>\n'


def test_a_fact_in_another_language_is_marked() -> None:
    said = html("Open: {desk.hours}", desk__hours=Fact("Every <day>", None, False, "en", "ltr"))
    assert said == '<p>Open: <span class="fact" lang="en" dir="ltr">Every &lt;day&gt;</span></p>\n'


def test_a_link_may_lead_where_a_fact_leads() -> None:
    said = html("[Write to us]({desk.web})", desk__web=Fact("desk.town", "https://desk.town/?a=1&b=2"))
    assert said == '<p><a href="https://desk.town/?a=1&amp;b=2">Write to us</a></p>\n'
    assert html("[Write to us]({desk.web})") == '<p><a href="">Write to us</a></p>\n'


def test_the_source_decides_the_number_of_a_citation() -> None:
    said = html("One.[^b] Two.[^a]", says("二。[^a]一。[^b]"))
    assert re.findall(r'#source-(\w)">(\d)', said) == [("a", "2"), ("b", "1")]


def test_facts_citations_and_links_are_found_with_their_lines() -> None:
    parsed = markdown.parse(
        "[a](x.md#y)\n\nCall {d.phone} and {e.web}.[^one]\n\n- {d.phone}[^two] ![p](p.svg) <https://a.example>\n"
    )
    assert dict(parsed.facts) == {"d.phone": 3, "e.web": 3}
    assert dict(parsed.citations) == {"one": 3, "two": 5}
    assert [(link.target, link.line) for link in parsed.links] == [("x.md#y", 1), ("https://a.example", 5), ("p.svg", 5)]


def test_what_stands_in_code_points_at_nothing() -> None:
    parsed = markdown.parse("`{d.phone} [^one] [a](b.md)`\n\n```\n{d.phone} [^one] [a](b.md)\n```\n")
    assert (dict(parsed.facts), dict(parsed.citations), parsed.links) == ({}, {}, ())


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("[call {d.phone}](x.md)", "fact-in-link"),
        ("[call {d.phone}][r]\n\n[r]: x.md", "fact-in-link"),
        ("[a](javascript:x)", "link-scheme"),
        ("[a][r]\n\n[r]: DATA:x", "link-scheme"),
        ("![a](file:///x)", "link-scheme"),
        ("<ftp://a.example>", "link-scheme"),
        ("a <br> b", "raw-html"),
        ("<!-- note", "raw-html"),
        ("<img src=x onerror=alert(1)>", "raw-html"),
    ],
)
def test_what_may_not_stand_in_a_page_is_a_fault(source: str, rule: str) -> None:
    assert faults(f"First.\n\n{source}") == [(3, rule)]


@pytest.mark.parametrize(
    "source", ["a < b > c", "1 <2", "I <3 you", "`<b>`", "<https://a.example>", "a -> b", "{luce}", "[^", "{"]
)
def test_what_only_looks_like_a_fault_is_none(source: str) -> None:
    assert faults(source) == []


SHAPES = [
    ("Plain words.", Shape()),
    ("Call {d.phone} or {d.phone}.", Shape(facts=("d.phone", "d.phone"))),
    ("Said.[^b][^a]", Shape(citations=("a", "b"))),
    ("[a](x.md) and ![b](c.svg)", Shape(links=("c.svg", "x.md"))),
    ("[a][label]", Shape(links=("label",))),
    ("[a]({d.web})", Shape(facts=("d.web",), links=("{d.web}",))),
    ("a <b>c</b>", Shape(tags=("</b>", "<b>"))),
    ("`{d.phone} [^a] [a](b) <b>`", Shape()),
    (r"\`{d.phone}\`", Shape(facts=("d.phone",))),
    (r"\[a](b)", Shape()),
    ('[a](x.md "A") ![b](c.svg)', Shape(links=("c.svg", "x.md"), titles=1)),
    ("[Label][]", Shape(links=("label",))),
    ("&lt;b&gt;", Shape()),
]


@pytest.mark.parametrize(("text", "shape"), SHAPES)
def test_the_shape_of_a_message_is_what_its_translation_must_keep(text: str, shape: Shape) -> None:
    assert inline.shape(text) == shape


# --- left to right ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "token",
    [
        "617-555-0142",
        "(617) 555-0142",
        "617.555.0142",
        "1-800-555-0142",
        "+1 617 555 0142",
        "+44 20 7946 0958",
        "020 7946 0958",
        "06 12 34 56 78",
        "617\u2011555\u20110142",
        "617\u202f555\u202f0142",
        "I\u2011200",
        "I-200",
        "I-205",
        "H.5316",
        "S.2671",
        "G-28",
        "https://www.town.gov/a?b=1#c",
        "www.town.gov/rights",
        "town.gov",
        "help.desk+x@mail.town.org",
    ],
)
def test_numbers_and_addresses_are_isolated_in_right_to_left_text(token: str) -> None:
    assert inline.isolate(f"اتصل {token}، الآن") == f"اتصل \u2066{token}\u2069، الآن"
    assert html(f"اتصل {token}، الآن") == f'<p>اتصل <bdi dir="ltr">{token}</bdi>، الآن</p>\n'


@pytest.mark.parametrize(
    "text", ["2026", "10-12", "5:30", "2026-02-05", "3.5", "a.b", "co-op", "24/7", "AI-", "xI-200", "I-200x7"]
)
def test_what_reads_the_same_anyway_is_not_isolated(text: str) -> None:
    assert inline.isolate(text) == text


# --- bad input -------------------------------------------------------------------------------------------------------


def test_a_page_that_is_too_large_is_refused() -> None:
    page = ("word " * 3_000 + "\n\n") * 20
    assert faults(page[: markdown.LARGEST_PAGE + 1]) == [(1, "page-too-large")]
    assert html(page[: markdown.LARGEST_PAGE + 1]) == ""
    assert faults(page[: markdown.LARGEST_PAGE]) == []
    assert faults("a" * 30_000) == [(1, "too-complex")]


@pytest.mark.parametrize("sign", ["[", "![", "<", "`", "*", "_", "\\", "[a](", "`a``", "**_"])
@pytest.mark.parametrize("times", [300, 40_000])
def test_a_heap_of_signs_is_a_fault_and_no_endless_work(sign: str, times: int) -> None:
    assert (3, "too-complex") in faults(f"One.\n\nx {sign * times}")
    assert html(f"x {sign * times}").startswith("<")
    assert html("One.", says(sign * times)).startswith("<p>")


@pytest.mark.parametrize("unit", [" ", "a.", "a@", "617-", "a.b-", "{: ", "&#", "(617) ", "{: .law ", "](", "A-1"])
def test_a_long_run_of_anything_ends(unit: str) -> None:
    run = unit * (200_000 // len(unit))
    for source in (f"a{run}b", f"a {{:{run}"):
        assert len(markdown.parse(source).tree) >= 1
        assert html("One.", says(run)).startswith("<p>")


@pytest.mark.parametrize(
    "source",
    [
        "> " * 2_000 + "deep",
        "".join("    " * depth + "- a\n" for depth in range(300)),
        "> - " * 2_000 + "deep",
        "1. " * 2_000 + "deep",
        "".join(":   " * depth + "a\n" for depth in range(150)),
    ],
    ids=["quotations", "lists", "both", "numbers", "terms"],
)
def test_deep_nesting_is_read_or_refused(source: str) -> None:
    rendered = markdown.render(source)
    said = html_writer.html(rendered.tree)
    assert said or [problem.rule for problem in rendered.problems] == ["page-too-large"]
    assert html_writer.text(rendered.tree) or not said


def test_a_page_nested_too_deep_does_not_spoil_the_next() -> None:
    for deep in ("1. " * 5_000 + "deep", "".join("    " * depth + "- a\n" for depth in range(300))):
        markdown.render(deep)
        assert html(f"One.\n\nTwo after {len(deep)}.\n") == f"<p>One.</p>\n<p>Two after {len(deep)}.</p>\n"


@given(MARKDOWN)
def test_control_characters_never_reach_the_page(source: str) -> None:
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", html(source) + html(source, says(source)))


@given(MARKDOWN)
def test_no_page_raises_and_lines_stay_inside_it(source: str) -> None:
    parsed = markdown.parse(source)
    last = source.count("\n") + 1
    assert all(1 <= line <= last for line in (*(m.line for m in parsed.messages), *(p.line for p in parsed.problems)))
    order = [message.line for message in parsed.messages]
    assert order == sorted(order)
    assert replace(parsed) == markdown.parse(source)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Stay calm.", "Stay calm."),
        ("Call {luce.phone}.[^a]", "Call  ."),
        ("See [the page](b.md#x) or <https://a.example/>.", "See the page or  ."),
        ("Type `a` and I-200, 617-555-0142.", "Type   and  ,  ."),
        ("{n} parts", "  parts"),
        ("1 < 2", "1 < 2"),
        ('See [the page](b.md "Your rights").', "Your rights\nSee the page."),
        ("![A door](a.svg) opens.", "A door\n opens."),
        (r"\[a](900)", "[a](900)"),
        ("a **b**c &amp; d", "a bc & d"),
    ],
)
def test_prose_is_what_is_words(text: str, words: str) -> None:
    assert inline.prose(text) == words


def test_code_spans_are_listed() -> None:
    assert inline.code("`b` and ``a ` c``, not ` alone") == ("a ` c", "b")
    assert inline.code("none") == ()


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("اسأل: «Am I free to leave?» (هل يمكنني؟)", "اسأل: «Am I free to leave?\u200e» (هل يمكنني؟)"),
        ("قل «I want a lawyer.»", "قل «I want a lawyer.\u200e»"),
        ("قال «لا!» ثم ذهب.", "قال «لا!» ثم ذهب."),
        ("Form I-205.", "Form I-205."),
    ],
)
def test_the_end_of_a_quoted_latin_sentence_stays_at_its_end(text: str, held: str) -> None:
    assert inline.hold_end(text) == held
    assert inline.hold_end(held) == held


# --- one form of a text ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("請保持\n冷靜，\n先問清楚。", "請保持冷靜，先問清楚。"),
        ("請保持 \n  冷靜", "請保持冷靜"),
        ("請**保持**\n冷靜", "請**保持**冷靜"),
        ("請\n**保持**冷靜", "請**保持**冷靜"),
        ("請**保持**\n**冷靜**", "請**保持** **冷靜**"),
        ("看[這頁](b.md)\n下面", "看[這頁](b.md)下面"),
        ("保持冷靜[^a][^b]\n下面", "保持冷靜[^a][^b]下面"),
        ("保持冷靜\n[這頁](b.md)", "保持冷靜[這頁](b.md)"),
        ("「不要」\n說謊", "「不要」說謊"),
        ("カナ\nひらがな", "カナひらがな"),
        ("𠮷\n野家", "𠮷野家"),
        ("一\n二\n三\n四", "一二三四"),
        ("請問 ICE\n人員", "請問 ICE 人員"),
        ("說\nno", "說 no"),
        ("한국\n어", "한국 어"),
        ("a\nb", "a b"),
        ("請  \n冷靜", "請  \n冷靜"),
        ("請 冷靜", "請 冷靜"),
    ],
)
def test_a_line_feed_between_letters_without_spaces_is_nothing(text: str, joined: str) -> None:
    assert inline.normalise(text) == joined
    assert markdown.parse(text).messages[0].text == joined


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"Pregunte\: ¿quién es\?", "Pregunte: ¿quién es?"),
        (r"Diga \"no\".", 'Diga "no".'),
        (r"a \$5 \& b \' \; \, \/ \= \@ \% \^ \~ \| \<b\>", "a $5 &amp; b ' ; , / = @ % ^ ~ | &lt;b&gt;"),
        (r"a\nb \¿ \é", r"a\nb \¿ \é"),
        (r"\\", "\\"),
    ],
)
def test_a_backslash_before_a_sign_of_ascii_is_the_sign(text: str, shown: str) -> None:
    assert html("One.", says(text)) == f"<p>{shown}</p>\n"


def test_a_text_is_composed() -> None:
    decomposed = "citacio\u0301n de\u0301 fe\u0301vrier \uac00".replace("\uac00", "\u1100\u1161")
    assert markdown.parse(decomposed).messages[0].text == "citación dé février 가"
    assert inline.reading(decomposed).text == inline.plain_reading(decomposed).text == "citación dé février 가"


SIZE = 256 * 1024
FLOODS = [
    *("`", "~~", "- ", "  x", "|-", "-|\n", "- a\n  - b\n"),
    *("x", "a\n=\n", "a\n\n-\n", "# a\n", "# a\n\n", "a\n\n", "- a\n", "1. a\n\n", "> a\n\n", "> ", ">", "\n", "a  \n"),
    *("```\n\n", "~~~ ", "|a|b|\n", "a\n: b\n", "[a]: b\n", "[a][a] ", "*a ", "[", "](", "<a@b.c> ", "&#8", "`a` "),
    *("{: #a}\n\n", "    a\n\n", "- a\n    - b\n\n", "617-", "a@", "a.", "{a.b} ", "[^a]", "<!--", "x.com/"),
    *("`" * 3 + " " * 40_000, " ", "\t", "\u00a0", "0", "\u00e9"),
]


@pytest.mark.parametrize("flood", FLOODS)
def test_a_page_of_the_largest_size_takes_two_seconds_whatever_stands_in_it(flood: str) -> None:
    source = (flood * (SIZE // len(flood) + 1))[:SIZE]
    for text in (source, f"```\n{source}"):
        start = time.process_time()
        markdown.parse(text)
        assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("Text.\n\n" + "## a\n\n" * 301, 603),
        ("Text.\n\n" + "a\n=\n\n" * 301, 904),
        ("a\n\n" * 2001, 4001),
        ("- a\n" * 401, 401),
        ("Text.\n\n```" + " " * 200 + "\n", 3),
        ("Text.\n\n" + ">" * 40 + " a", 3),
    ],
)
def test_more_than_anybody_writes_is_refused_with_its_line(source: str, line: int) -> None:
    (fault,) = markdown.parse(source).problems
    assert (fault.rule, fault.line) == ("page-too-large", line)
