"""Trivial changes: what is the same in other clothes, what never is, and what happens to its stamps."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from lantern.locales import merge, reviews, trivial
from lantern.locales import po as po_files
from lantern.locales.po import Catalog
from lantern.locales.reviews import Review
from lantern.locales.trivial import same_letters, same_words
from lantern.message import Message
from tests.making import entry, pair, po, read_po

ROSA = Review("Rosa", datetime.date(2026, 11, 1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Do not open.", "Do  not open."),
        ("Do not open.", "Do **not** open."),
        ("Use *the* `form`.", "Use _the_ form."),
    ],
)
def test_markup_and_white_space_leave_every_letter(old: str, new: str) -> None:
    assert same_words(old, new)
    assert same_letters(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Do not open.", "Do not open"),
        ("Do not open.", "do not open!"),
        ("Don't open it.", "Don’t open it."),
        ("Call {a.phone}, now.", "Call {a.phone} now."),
        ("Stay calm.[^gbh]", "Stay calm[^gbh]."),
        ("Monday - Friday", "Monday – Friday"),
        ("See [the page](a.md), please.", "See [the page](a.md) please."),
    ],
)
def test_marks_and_case_leave_every_word(old: str, new: str) -> None:
    assert same_words(old, new)
    assert not same_letters(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Do not open.", "Do open."),
        ("You can leave.", "You can leave?"),
        ("US law", "us law"),
        ("ICE came", "Ice came"),
        ("It costs $5.", "It costs 5."),
        ("It costs 1,000.", "It costs 1.000."),
        ("From 9–5", "From 9, 5"),
        ("Its door", "It's door"),
        ("Call {a.phone} not {b.phone}.", "Call {b.phone} not {a.phone}."),
        ("[a](x.md) [b](y.md)", "[a](y.md) [b](x.md)"),
        ("[a](x.md)", "[a](y.md)"),
        ("Stay calm.[^gbh]", "Stay calm.[^wbur]"),
        ("Stay calm.[^gbh]", "Stay calm."),
        ("Form I-205", "Form I 205"),
        ("I-205", "I-206"),
        ("See a.example", "See b.example"),
        ("50% of it", "50 of it"),
    ],
)
def test_another_word_fact_or_sign_is_never_the_same(old: str, new: str) -> None:
    assert not same_words(old, new)
    assert not same_letters(old, new)


def pot(*texts: str) -> Catalog:
    return merge.template([Message(text) for text in texts], project="A")


def old(*, reviewed: bool = False, machine: bool = False) -> Catalog:
    made = read_po(po("es", pair("Stay calm.", "Mantenga la calma."), pair("Wait.", "Espere.")))
    if machine:
        made = merge.stamp_machine(made)
    if not reviewed:
        return made
    vouched = (
        po_files.annotate(one, comments=reviews.with_review(one.comments, merge.fingerprint_of(one), ROSA))
        for one in made.entries
    )
    return replace(made, entries=tuple(vouched))


def merged(before: Catalog, new: str, *, accepts: bool = True) -> Catalog:
    settled, _ = trivial.settle(before, pot(new, "Wait."), lambda one, text: accepts)
    after = merge.merge(before, pot(new, "Wait."), settled=settled)
    assert merge.merge(after, pot(new, "Wait.")) == after
    return read_po(po_files.dump(after))


@pytest.mark.parametrize(
    ("reviewed", "machine", "new", "state"),
    [
        (False, False, "Stay calm!", "draft"),
        (False, True, "Stay calm!", "machine"),
        (True, False, "Stay *calm*.", "reviewed"),
        (True, True, "Stay *calm*.", "reviewed"),
        (True, False, "Stay calm!", "draft"),
        (True, True, "Stay calm!", "machine"),
    ],
)
def test_a_translation_keeps_its_state_but_a_review_holds_for_markup_alone(
    reviewed: bool, machine: bool, new: str, state: str
) -> None:
    after = merged(old(reviewed=reviewed, machine=machine), new)
    assert [one.text for one in after.entries] == [new, "Wait."]
    found = entry(after, new)
    assert (found.strings, found.fuzzy, found.previous) == (("Mantenga la calma.",), False, None)
    assert merge.state(found) == state


def test_what_the_rules_refuse_is_fuzzy_as_always() -> None:
    found = entry(merged(old(), "Stay calm!", accepts=False), "Stay calm!")
    assert (merge.state(found), found.previous) == ("stale", (None, "Stay calm.", None))


def test_a_guess_stays_a_guess() -> None:
    before = read_po(po("es", pair("Stay calm.", "Mantenga la calma.", above="#, fuzzy"), pair("Wait.", "Espere.")))
    assert merge.state(entry(merged(before, "Stay calm!"), "Stay calm!")) == "stale"


def test_where_two_texts_could_be_it_none_is() -> None:
    before = read_po(po("es", pair("Stop.", "Alto."), pair("Stop!", "¡Alto!")))
    assert trivial.pairs(before, pot("*Stop*")) == ()
    assert trivial.pairs(read_po(po("es", pair("Stop.", "Alto."))), pot("Stop!", "*Stop*")) == ()


def test_what_was_declared_is_told_with_its_languages() -> None:
    _, kept = trivial.settle(old(), pot("Stay calm!", "Wait."), lambda one, text: True)
    assert trivial.report([("es", kept[0]), ("ar", kept[0])]) == "kept in es, ar\n  - Stay calm.\n  + Stay calm!\n"
    assert trivial.report([]) == ""
