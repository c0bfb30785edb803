"""Stamps: what they hold for, who may make them, and that other tools' line breaks do not lose a name."""

from __future__ import annotations

import datetime

import pytest

from lantern import stamps
from lantern.stamps import Review

H, OTHER = stamps.mark(None, "Hello", ("Hola",)), stamps.mark(None, "Hello", ("Buenas",))
ROSA = Review("Rosa, school nurse", datetime.date(2026, 11, 1))
LONG = Review("The reading group of the library in the square, on Tuesdays", datetime.date(2026, 11, 2))


def test_a_mark_is_sixteen_digits_of_all_that_was_read() -> None:
    assert len({H, OTHER, stamps.mark("x", "Hello", ("Hola",)), stamps.mark(None, "Hello!", ("Hola",))}) == 4
    assert len(H) == 16


def test_a_review_comes_back_as_it_was_written() -> None:
    assert stamps.reviewed(H, ROSA) == f"reviewed: h={H} by=Rosa, school nurse on=2026-11-01"
    assert stamps.reviews([stamps.reviewed(H, ROSA), "a remark", stamps.reviewed(H, LONG)], H) == (ROSA, LONG)


def test_a_stamp_holds_for_its_own_text_alone() -> None:
    comments = [stamps.reviewed(OTHER, ROSA), stamps.machine(H)]
    assert stamps.standing(comments, H) == "machine"
    assert stamps.standing(comments, OTHER) == "reviewed"
    assert stamps.reviews(comments, H) == ()


@pytest.mark.parametrize("cut", ["in the", "Tuesdays"])
def test_a_name_that_a_tool_has_wrapped_is_found_and_taken_off_whole(cut: str) -> None:
    first, rest = stamps.reviewed(H, LONG).split(f" {cut}")
    comments = ("above", first, f"{cut}{rest}", "below")
    assert stamps.reviews(comments, H) == (LONG,)
    assert stamps.without(comments) == ("above", "below")


@pytest.mark.parametrize("line", ["reviewed: h={h}", "reviewed: h={h} by=Rosa", "reviewed: h={h} by=Rosa on=2026-13-01"])
def test_a_stamp_without_a_name_and_a_day_names_nobody(line: str) -> None:
    assert stamps.standing([line.format(h=H)], H) == "reviewed"
    assert stamps.reviews([line.format(h=H), stamps.machine(H)], H) == ()


def test_a_new_review_replaces_the_same_person_s_and_those_of_earlier_texts() -> None:
    later = Review(ROSA.by, datetime.date(2026, 12, 1))
    old = ("remark", stamps.reviewed(OTHER, LONG), stamps.reviewed(H, ROSA), stamps.reviewed(H, LONG), stamps.machine(H))
    made = stamps.with_review(old, H, later)
    assert made == ("remark", stamps.reviewed(H, LONG), stamps.machine(H), stamps.reviewed(H, later))
    assert stamps.without(made, by=LONG.by) == ("remark", stamps.machine(H), stamps.reviewed(H, later))


def test_stamps_move_to_another_mark_reviews_only_if_they_may() -> None:
    old = (stamps.machine(H), stamps.reviewed(H, ROSA), "remark")
    assert stamps.moved(old, H, OTHER, keep_reviews=True) == (stamps.machine(OTHER), stamps.reviewed(OTHER, ROSA), "remark")
    assert stamps.moved(old, H, OTHER, keep_reviews=False) == (stamps.machine(OTHER), "remark")


@pytest.mark.parametrize(
    "name", ["Rosa", "A nurse", "Ai Ling", "Jean-Paul", "محمد", "李小龙", "x" * 80, "Abbot & Sons", "Ana, ALM"]
)
def test_people_may_call_themselves_what_they_like(name: str) -> None:
    assert stamps.refused_name(name) is None


@pytest.mark.parametrize(
    "name",
    [
        *("", "  ", "x" * 81, "a\nb", "a\u202eb", "a\x00", " Rosa", "Rosa ", "123", "-", "by=me"),
        *("AI", "ai", "an AI model", "machine", "Machine translation", "translator bot", "ROBOT", "a chatbot", "A.I. reviewer"),
        *("some-gpt-5", "large language model", "automatic translation", "auto-translated"),
    ],
)
def test_nobody_and_no_machine_reviews(name: str) -> None:
    assert stamps.refused_name(name)
