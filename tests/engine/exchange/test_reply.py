"""The page that goes back to a translator: one file, safe to open, what went wrong first."""

from __future__ import annotations

import re

import pytest

from lantern.content import settings
from lantern.exchange import take
from lantern.exchange.reply import Reply, counts, page
from lantern.locales import catalogs, languages, merge
from lantern.locales import po as po_files
from lantern.message import Message
from tests.making import pair, po, read_po, tree

TITLE = Message("Your door", path="content/a.md", kind="page title", place="a.html")
DOOR = Message("Keep the **door** shut, see [this](b.md).[^x]", path="content/a.md", kind="paragraph", place="a.html")
BAD = Message("Call 911.", path="content/b.md", kind="paragraph", place="b.html")
PHRASE = Message("Menu <1>", path="templates/base.html", kind="phrase")


def reply(code: str, *raw: str) -> Reply:
    messages = (TITLE, DOOR, BAD, PHRASE)
    chosen = settings.Settings("A", "", "", "en", ("en", code), {}, {}, {}, "1", {})
    mine = catalogs.fresh(code, merge.template(messages, project="A"))
    theirs, _ = take.opened(po(code, *raw), "mail.po")
    assert theirs is not None
    taken, outcomes = take.take(mine, theirs, messages)
    return Reply("mail.po", languages.describe(code, chosen), outcomes, taken, messages, {"a.html": "Your door"})


RAW = (
    pair(DOOR.text, "Tenga la **puerta** cerrada, vea [esto](b.md).[^x]"),
    pair(BAD.text, "<script>alert(1)</script>"),
    pair("Gone.", "Ido."),
    pair(PHRASE.text, "Menú <1>"),
)


def test_it_counts_tells_and_shows() -> None:
    made = page(reply("es", *RAW))
    assert "2 taken, 1 refused, 1 unknown." in made
    order = [
        made.index(words) for words in ("Refused (1)", "Unknown: this English", "Your door", "Tenga la <strong>puerta</strong>")
    ]
    assert order == sorted(order)
    assert "Keep the <strong>door</strong> shut" in made
    assert made.count("<u>[x]</u>") == 2, "sources stand by their names"
    assert "&lt;script&gt;" in made
    assert "Menú &lt;1&gt;" in made
    assert "Line " in made
    assert "<details open><summary><strong>Your door</strong>: 1 new of 2" in made


@pytest.mark.parametrize("danger", ["<script", "<link", "<img", "<iframe", "href=", "src=", "url(", "onload"])
def test_it_is_one_file_that_loads_and_runs_nothing(danger: str) -> None:
    raw = (*RAW, pair(TITLE.text, "![x](https://a.example/x.png) [y](javascript:alert)"))
    made = page(reply("es", *raw))
    shown = re.sub(r"<td>[^<]*</td>|<div[^>]*>[^<]*</div>", "", made)  # what is shown as text
    assert danger not in shown


def test_arabic_stands_right_to_left_beside_english() -> None:
    made = page(reply("ar", pair(DOOR.text, "أبق **الباب** مغلقا، انظر [هذا](b.md).[^x]")))
    (cell,) = [one for one in tree(made).iter("div") if "الباب" in "".join(one.itertext())]
    assert (cell.get("lang"), cell.get("dir")) == ("ar", "rtl")
    assert tree(made).get("lang") == "en"


def test_what_is_not_translated_says_so() -> None:
    made = page(reply("es"))
    assert made.count("Not translated: the English stands here.") == 4
    assert "Nothing is translated in this file." in made
    assert counts(()) == ""


def test_a_catalog_s_fuzzy_text_is_not_shown_as_taken() -> None:
    base = reply("es")
    entries = read_po(po("es", pair(DOOR.text, "Dudoso", above="#, fuzzy"))).entries
    made = page(
        Reply(base.file, base.locale, (), po_files.Catalog("x", base.catalog.header, entries), base.messages, base.titles)
    )
    assert "Dudoso" not in made
