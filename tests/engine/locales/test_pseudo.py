"""The pseudo-locales: readable, longer, in brackets, and right by every rule that guards a translation."""

from __future__ import annotations

import re
import unicodedata

import pytest

from lantern import message
from lantern.content.settings import PSEUDO
from lantern.locales import merge, po, pseudo
from lantern.locales.po import Catalog
from lantern.message import Message
from lantern.rules import refuse
from lantern.site import read_site
from tests.making import read_po, real_root

codes = pytest.mark.parametrize("code", PSEUDO)


def made(code: str, *texts: str) -> Catalog:
    pot = merge.template([Message(text) for text in texts], project="A")
    return pseudo.catalog(pot, code, path=f"locales/{code}/LC_MESSAGES/messages.po")


@codes
def test_every_message_of_the_site_passes_the_rules(code: str) -> None:
    site, _ = read_site(real_root(), only=["en"])
    assert site is not None
    messages = site.messages()
    refused = {one.text: refuse.refusal(one, pseudo.written(one.text, code)) for one in messages}
    assert len(refused) > 500
    assert {text: reason for text, reason in refused.items() if reason} == {}


@codes
@pytest.mark.parametrize(
    "kept",
    [
        *("{luce.phone}", "{n}", "[^gbh]", "`make site`", "](at-home.md#door)", "![a](b.svg)"[4:], "<https://a.example/b>"),
        *("617-555-0142", "I-205", "help@a.example", "a.example/path", "&nbsp;", "\\*", "24/7", "$5,000", "February 5, 2026"),
        *("5 p.m.", "5 am", "  \n", "[label]", "**", "<b>"),
    ],
)
def test_what_a_translation_must_keep_is_kept(code: str, kept: str) -> None:
    text = f"Some words [link{kept} and then more." if kept.startswith("](") else f"Some words [x]{kept} and more of **them**."
    assert kept in pseudo.written(text, code)


@codes
def test_the_text_is_in_brackets_and_two_fifths_longer(code: str) -> None:
    text = "You may stay silent. You do not have to open the door to anyone who has no paper from a court."
    said = pseudo.written(text, code)
    assert (said[0], said[-1], said.count(pseudo.OPEN)) == (pseudo.OPEN, pseudo.CLOSE, 1)
    assert 1.3 < len(said) / len(text) < 1.5
    assert len(pseudo.written("Go", code)) > len("Go") + 2


def test_accented_letters_are_read_and_searched_as_their_plain_ones() -> None:
    said = pseudo.written("At your home", "en_XA")
    assert "At your home" not in said
    plain = "".join(one for one in unicodedata.normalize("NFKD", said) if not unicodedata.combining(one))
    assert "At your home" in plain


def test_right_to_left_needs_no_control() -> None:
    said = pseudo.written("At your home, call {luce.phone}: 24/7. [Read](at-home.md)", "ar_XB")
    bare = re.sub(r"\{[^}]*\}|\([^)]*\)", "", said)
    assert {unicodedata.bidirectional(one) for one in bare if one.isalpha()} == {"AL"}
    assert message.unsafe(said) is None


@codes
def test_the_catalog_is_one_that_the_gate_takes(code: str) -> None:
    one = made(code, 'A "quoted" text.', "Two  \nlines", "{n} of {total}")
    assert [entry.key for entry in one.entries] == [(None, 'A "quoted" text.'), (None, "Two  \nlines"), (None, "{n} of {total}")]
    assert {merge.state(entry) for entry in one.entries} == {"draft"}
    again = read_po(po.dump(one), one.path)
    assert [entry.strings for entry in again.entries] == [entry.strings for entry in one.entries]
    assert again.headers["Language"] == code
