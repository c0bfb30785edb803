"""Status: what is counted, in which order, and the three forms it is printed in."""

from __future__ import annotations

import json

from lantern.locales import merge
from lantern.message import Message, words
from lantern.problem import Format
from lantern.translators import status
from lantern.translators.parts import Part
from tests.making import pair, po, read_po, translator

MESSAGES = tuple(Message(text) for text in ("One two", "Three", "Call 617-555-0142 now", "Four five six", "Seven", "Eight nine"))
DOOR, HOME = Part("door", "content/door.md", MESSAGES[:3]), Part("index", "content/index.md", MESSAGES[3:])


def rows() -> tuple[status.CountRow, ...]:
    """One message in each state: reviewed, stale, refused, missing, machine, draft."""
    bare = read_po(po("es", pair("One two", "Uno dos"), pair("Seven", "Siete")))
    reviewed, machine = (merge.fingerprint_of(entry) for entry in bare.entries)
    raw = [
        pair("One two", "Uno dos", above=f"# reviewed: h={reviewed} by=Rosa on=2026-11-01"),
        pair("Three", "Tres", above="#, fuzzy"),
        pair("Call 617-555-0142 now", "Llame al 617-555-9999"),
        pair("Seven", "Siete", above=f"# machine: h={machine}"),
        pair("Eight nine", "Ocho nueve"),
    ]
    return status.rows(translator("es", raw=raw), (HOME, DOOR), MESSAGES)


def test_every_state_is_counted_and_words_to_go_are_the_source_s() -> None:
    whole, *_ = rows()
    assert whole.figures == (3, 6, 1, 1, 1, 1, 1 + 2 + 3)
    assert whole.fields() == {
        "locale": "es",
        "page": "",
        "total": 6,
        "translated": 3,
        "missing": 1,
        "stale": 1,
        "refused": 1,
        "machine": 1,
        "draft": 1,
        "reviewed": 1,
        "words_to_go": 6,
        "file": "locales/es/LC_MESSAGES/messages.po",
    }


def test_words_are_what_is_left_to_translate() -> None:
    assert words("Call **{desk.name}** at [the door](at-home.md#door).[^gbh] It's open") == 6
    assert words("{n} 911") == 0


def test_the_part_with_most_to_do_comes_first() -> None:
    assert [row.page for row in rows()] == ["", "content/door.md", "content/index.md"]


def test_a_table_has_the_file_to_edit_and_pages_only_if_asked() -> None:
    short, long = (status.report(rows(), "text", pages=pages).splitlines() for pages in (False, True))
    assert [line.split()[0] for line in short] == ["shown", "es"]
    assert [line.split()[0] for line in long] == ["shown", "es", "content/door.md", "content/index.md"]
    assert all(line.endswith("locales/es/LC_MESSAGES/messages.po") for line in long[1:])
    assert len({line.index("locales/") for line in long[1:]}) == 1


def test_github_gets_one_notice_a_language_and_a_warning_for_each_stale_page() -> None:
    style: Format = "github"
    lines = status.report(rows(), style, pages=False).splitlines()
    assert [line.partition("::es")[0] for line in lines] == [
        "::notice file=locales/es/LC_MESSAGES/messages.po",
        "::warning file=content/door.md,title=stale",
    ]
    assert "6 words to go" in lines[0]


def test_json_has_every_row() -> None:
    assert [row["page"] for row in json.loads(status.report(rows(), "json", pages=False))] == ["", DOOR.path, HOME.path]
