"""One form for many spellings: what is the same, what is not, and the way back into our own spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.document import html, markdown
from lantern.exchange.spelling import fitted, key, signs, words

PAGE = (("1", "https://a.example/x"), ("`any`", "https://a.example/any"), ("rules", "rules.md"))

SAME = [
    ("Keep _calm_ now.", "Keep *calm* now."),
    ("__Do not__ open.", "**Do not** open."),
    ("***Both***", "**_Both_**"),
    (r"It\-s a well\-known \_rule\_\!", "It-s a well-known \\_rule\\_!"),
    ("One\nsoft  break", "One soft break"),
    ("A &amp; B&nbsp;C &lt;", "A & B\u00a0C <"),
    ("A “b” ‘c’ – d…", "A \"b\" 'c' - d..."),
    ("## Who helps {#help}", "Who helps"),
    ("Who helps ##", "Who helps"),
    ("> Form T-205 is\n> not a key.", "Form T-205 is not a key."),
    ("- Ask who is there.", "Ask who is there."),
    ("Hard  \nbreak", "Hard break"),
    ("Hard\\\nbreak", "Hard break"),
    ("See [it][1].", "See [it](https://a.example/x)."),
    ("See [rules].", "See [rules](rules.md)."),
    ("See [rules][].", 'See [rules](<rules.md> "The title").'),
    ("See [`Any`].", "See [`Any`](https://a.example/any)."),
    ("`` a ` b ``", "``a ` b``"),
    ("2 * 3 * 4, snake_case_name, {luce.phone}", "2 \\* 3 \\* 4, snake\\_case\\_name, {luce.phone}"),
    ("True.[^gbh]", r"True.\[^gbh\]"),
]
OTHER = [
    ("You may open.", "You may not open."),
    ("Call 911.", "Call 911 now."),
    ("See [it](a.md).", "See [it](b.md)."),
    ("**Never** open.", "*Never* open."),
    ("Use `a_b`.", "Use `a-b`."),
    ("snake_case", "snakecase"),
    ("Form I-205", "Form I-200"),
]


@pytest.mark.parametrize(("one", "two"), SAME)
def test_spellings_of_one_text_have_one_key(one: str, two: str) -> None:
    assert key(one, PAGE) == key(two, PAGE)
    assert words(one, PAGE) == words(two, PAGE)


@pytest.mark.parametrize(("one", "two"), OTHER)
def test_different_texts_have_different_keys(one: str, two: str) -> None:
    assert key(one, PAGE) != key(two, PAGE)


def test_words_alone_are_the_same_whatever_the_emphasis_and_the_links() -> None:
    assert words("**Never** open [the door](a.md).") == words("Never open [the door](b.md#c).")
    assert words("Never open.") != words("Always open.")


FITTED = [
    ("Tenga _calma_.", "Keep _calm_.", "Keep *calm*.", "Tenga *calma*."),
    ("Lea [esto](http://o.example/x).", "Read [this](http://o.example/x).", "Read [this](x.md#a).", "Lea [esto](x.md#a)."),
    ("Lea [esto](https://a.example/x).", "Read [this](https://a.example/x).", "Read [this][1].", "Lea [esto][1]."),
    ("[B](b.md) y [A](a.md)", "[A](a.md) and [B](b.md)", "[A](1.md) and [B](2.md)", "[B](2.md) y [A](1.md)"),
    (r"Uno\-dos \(tres\) \[^gbh\]", r"One\-two \(three\) \[^gbh\]", "One-two (three) [^gbh]", "Uno-dos (tres) [^gbh]"),
    (r"\*No\* es énfasis", r"\*Not\* emphasis", r"\*Not\* emphasis", r"\*No\* es énfasis"),
    ("**Seguro (_Safe_):** sí", "**Safe:** yes", "**Safe:** yes", "**Seguro (*Safe*):** sí"),
    ("## Ayuda", "## Help", "Help", "Ayuda"),
    ("Con\u00a0espacio `a  b`", "With space `a b`", "With space `a b`", "Con\u00a0espacio `a b`"),
]


@pytest.mark.parametrize(("said", "theirs", "ours", "wanted"), FITTED)
def test_a_translation_is_written_in_our_spelling(said: str, theirs: str, ours: str, wanted: str) -> None:
    assert fitted(said, theirs, ours, PAGE) == wanted


def test_links_that_cannot_be_told_apart_give_nothing() -> None:
    assert fitted("[a](x) [b](x)", "[a](x) [b](x)", "[a](1.md) [b](2.md)") is None
    assert fitted("[a](x)", "[a](x)", "a") is None


PIECES = st.sampled_from(
    ["a", "word", " ", "*x*", "**y**", "_z_", "`c*d`", "[l](p.md)", ".", "é", "门", "(", ")", "1", "-", "_", "*", "\\*", "&amp;"]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_our_spelling_reads_back_as_the_same_text(text: str) -> None:
    """The law: what `fitted` writes has the words of what it read, and the parser that renders pages sees no others."""
    made = fitted(text, "x", "x") if "[" not in text else fitted(text, "[l](p.md)", "[l](p.md)")
    if made is not None:
        assert words(made) == words(text)
        assert fitted(made, "x" if "[" not in text else "[l](p.md)", "x" if "[" not in text else "[l](p.md)") == made


@pytest.mark.parametrize("text", [said for said, *_ in FITTED if "[" not in said and "#" not in said])
def test_the_parser_of_the_pages_shows_the_words_that_we_read(text: str) -> None:
    made = fitted(text, "x", "x")
    assert made is not None
    shown = html.text(markdown.render(made).tree)
    assert "".join(shown.split()) == "".join("".join(sign.text for sign in signs(made) if sign.sort in {"text", "code"}).split())


def test_no_text_takes_long() -> None:
    for bad in ("[" * 5000, "*a " * 5000, "[a](" * 3000, "`" * 5000, "<a" * 9000, "\\" * 19_000):
        assert signs(bad) is not None
