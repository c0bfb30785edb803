"""Stamps: what they hold for, who may make them, and that other tools' line breaks do not lose a name."""

from __future__ import annotations

import datetime

import pytest

from lantern.locales import reviews
from lantern.locales.reviews import Review

H, OTHER = reviews.fingerprint(None, "Hello", ("Hola",)), reviews.fingerprint(None, "Hello", ("Buenas",))
ROSA = Review("Rosa, school nurse", datetime.date(2026, 11, 1))
LONG = Review("The reading group of the library in the square, on Tuesdays", datetime.date(2026, 11, 2))


def test_a_mark_is_sixteen_digits_of_all_that_was_read() -> None:
    assert len({H, OTHER, reviews.fingerprint("x", "Hello", ("Hola",)), reviews.fingerprint(None, "Hello!", ("Hola",))}) == 4
    assert len(H) == 16


def test_a_review_comes_back_as_it_was_written() -> None:
    assert reviews.reviewed(H, ROSA) == f"reviewed: h={H} by=Rosa, school nurse on=2026-11-01"
    assert reviews.reviews([reviews.reviewed(H, ROSA), "a remark", reviews.reviewed(H, LONG)], H) == (ROSA, LONG)


def test_a_stamp_holds_for_its_own_text_alone() -> None:
    comments = [reviews.reviewed(OTHER, ROSA), reviews.machine(H)]
    assert reviews.state_of(comments, H) == "machine"
    assert reviews.state_of(comments, OTHER) == "reviewed"
    assert reviews.reviews(comments, H) == ()


@pytest.mark.parametrize("cut", ["in the", "Tuesdays"])
def test_a_name_that_a_tool_has_wrapped_is_found_and_taken_off_whole(cut: str) -> None:
    first, rest = reviews.reviewed(H, LONG).split(f" {cut}")
    comments = ("above", first, f"{cut}{rest}", "below")
    assert reviews.reviews(comments, H) == (LONG,)
    assert reviews.without(comments) == ("above", "below")


@pytest.mark.parametrize("line", ["reviewed: h={h}", "reviewed: h={h} by=Rosa", "reviewed: h={h} by=Rosa on=2026-13-01"])
def test_a_stamp_without_a_name_and_a_day_names_nobody(line: str) -> None:
    assert reviews.state_of([line.format(h=H)], H) == "reviewed"
    assert reviews.reviews([line.format(h=H), reviews.machine(H)], H) == ()


def test_a_new_review_replaces_the_same_person_s_and_those_of_earlier_texts() -> None:
    later = Review(ROSA.by, datetime.date(2026, 12, 1))
    old = ("remark", reviews.reviewed(OTHER, LONG), reviews.reviewed(H, ROSA), reviews.reviewed(H, LONG), reviews.machine(H))
    made = reviews.with_review(old, H, later)
    assert made == ("remark", reviews.reviewed(H, LONG), reviews.machine(H), reviews.reviewed(H, later))
    assert reviews.without(made, by=LONG.by) == ("remark", reviews.machine(H), reviews.reviewed(H, later))


def test_stamps_move_to_another_mark_reviews_only_if_they_may() -> None:
    old = (reviews.machine(H), reviews.reviewed(H, ROSA), "remark")
    assert reviews.moved(old, H, OTHER, keep_reviews=True) == (reviews.machine(OTHER), reviews.reviewed(OTHER, ROSA), "remark")
    assert reviews.moved(old, H, OTHER, keep_reviews=False) == (reviews.machine(OTHER), "remark")


@pytest.mark.parametrize(
    "name", ["Rosa", "A nurse", "Ai Ling", "Jean-Paul", "محمد", "李小龙", "x" * 80, "Abbot & Sons", "Ana, ALM"]
)
def test_people_may_call_themselves_what_they_like(name: str) -> None:
    assert reviews.refused_name(name) is None


@pytest.mark.parametrize(
    "name",
    [
        *("", "  ", "x" * 81, "a\nb", "a\u202eb", "a\x00", " Rosa", "Rosa ", "123", "-", "by=me"),
        *("AI", "ai", "an AI model", "machine", "Machine translation", "translator bot", "ROBOT", "a chatbot", "A.I. reviewer"),
        *("some-gpt-5", "large language model", "automatic translation", "auto-translated"),
    ],
)
def test_nobody_and_no_machine_reviews(name: str) -> None:
    assert reviews.refused_name(name)
