"""A message's identity: context and text, site-wide, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from lantern.message import KEEP, SHOWN, Message, digest, keep

PARTS = st.lists(st.one_of(st.none(), st.text("ab:-1", max_size=4)), max_size=4)
KEYS = st.tuples(st.one_of(st.none(), st.text(max_size=3)), st.text(max_size=5))


def test_the_source_language_keeps_every_message() -> None:
    assert keep(Message("Open.")) == KEEP
    assert (KEEP.text, KEEP.state) == (None, "source")


def test_nothing_stale_missing_or_refused_is_shown() -> None:
    assert {"source", "machine", "draft", "reviewed"} == SHOWN


def test_where_a_message_stands_is_no_part_of_its_identity() -> None:
    here = Message("Open.", path="content/a.md", line=3, kind="paragraph", note="n", place="a.html")
    assert here.key == Message("Open.").key == (None, "Open.")
    assert here.anchor == Message("Open.").anchor


@given(KEYS, KEYS)
def test_an_anchor_is_as_good_as_the_key(one: tuple[str | None, str], other: tuple[str | None, str]) -> None:
    first, second = Message(one[1], one[0]), Message(other[1], other[0])
    assert re.fullmatch("m-[0-9a-f]{8}", first.anchor)
    assert (first.anchor == second.anchor) == (first.key == second.key)


def test_an_empty_context_is_not_the_lack_of_one() -> None:
    assert Message("Open.", "").anchor != Message("Open.").anchor
    assert replace(Message("Open."), context="door").key != Message("Open.").key


@given(PARTS, PARTS)
def test_no_two_lists_of_parts_share_a_digest(one: list[str | None], other: list[str | None]) -> None:
    assume(one != other)
    assert digest(*one) != digest(*other)
