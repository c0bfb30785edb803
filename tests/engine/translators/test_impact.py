"""Impact: what a change of the English costs, counted before it is made."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace

from lantern.locales import merge, reviews
from lantern.locales import po as po_files
from lantern.locales.po import Catalog
from lantern.locales.reviews import Review
from lantern.message import Message
from lantern.translators import impact
from lantern.translators.impact import Impact
from tests.making import pair, po, read_po

ROSA = Review("Rosa", datetime.date(2026, 11, 1))
CALM, WAIT, HOME = "Stay calm at the door.", "Wait for your lawyer.", "Welcome home, dear neighbours."


def pot(door: list[str], home: list[str]) -> Catalog:
    files = {"content/door.md": door, "content/index.md": home}
    return merge.template([Message(text, path=file) for file, texts in files.items() for text in texts], project="A")


OLD = pot([CALM, WAIT], [HOME])


def spanish() -> Catalog:
    """All reviewed."""
    made = read_po(po("es", pair(CALM, "Mantenga la calma."), pair(WAIT, "Espere."), pair(HOME, "Bienvenidos.")))
    made = merge.merge(made, OLD)
    done = (po_files.annotate(one, comments=[reviews.reviewed(merge.fingerprint_of(one), ROSA)]) for one in made.entries)
    return replace(made, entries=tuple(done))


def arabic() -> Catalog:
    """One draft, one machine's, one missing."""
    path = "locales/ar/LC_MESSAGES/messages.po"
    made = merge.stamp_machine(read_po(po("ar", pair(CALM, "اهدأ."), pair(WAIT, "انتظر."), pair(HOME, "")), path))
    first = po_files.annotate(made.entries[0], comments=[])
    return merge.merge(replace(made, entries=(first, *made.entries[1:])), OLD)


def measured(new: Catalog) -> Impact:
    before = {"es": spanish(), "ar": arabic()}
    known = [impact.catalog_change(code, one, merge.merge(one, new)) for code, one in before.items()]
    return impact.measure(new, known)


def test_nothing_changes_nothing() -> None:
    assert measured(OLD) == Impact((), ())
    assert impact.report(measured(OLD), "text") == "In all: nothing changes for translators\n"


def test_a_changed_sentence_costs_each_language_its_translation() -> None:
    new = "Stay calm at your door."
    found = measured(pot([new, WAIT], [HOME]))
    (one,) = found.changes
    assert (one.kind, one.old, one.new, one.files) == ("changed", CALM, new, ("content/door.md",))
    assert (one.lost, one.open, one.words) == ({"es": "reviewed", "ar": "draft"}, ("es", "ar"), 10)
    assert found.unreviewed == (("es", "content/door.md"),)


def test_a_new_sentence_takes_the_review_of_its_page_and_nothing_else() -> None:
    found = measured(pot([CALM, WAIT], [HOME, "Ring twice."]))
    (one,) = found.changes
    assert (one.kind, one.lost, one.words) == ("new", {}, 4)
    assert found.unreviewed == (("es", "content/index.md"),)


def test_a_removed_sentence_costs_no_word_to_translate() -> None:
    found = measured(pot([CALM], [HOME]))
    (one,) = found.changes
    assert (one.kind, one.old, one.files, one.words) == ("removed", WAIT, ("content/door.md",), 0)
    assert one.lost == {"es": "reviewed", "ar": "machine"}
    assert found.unreviewed == ()


def test_a_sentence_that_moves_to_another_page_costs_nothing() -> None:
    assert measured(pot([CALM], [HOME, WAIT])) == Impact((), ())


def test_a_sentence_with_another_number_is_told_as_new_and_removed() -> None:
    """No translation is handed to other facts, so nothing of it is kept."""
    assert [one.kind for one in measured(pot([CALM, WAIT], [f"{HOME} 911"])).changes] == ["new", "removed"]


def test_without_catalogs_all_is_new() -> None:
    found = impact.measure(OLD, [impact.catalog_change("es", None, merge.merge(read_po(po("es")), OLD))])
    assert [one.kind for one in found.changes] == ["new"] * 3


def test_the_report_counts_by_file_and_in_all() -> None:
    found = measured(pot(["Stay calm at your door.", WAIT], []))
    text = impact.report(found, "text")
    assert text.splitlines() == [
        "content/door.md: 0 new, 1 changed, 0 removed; 2 translations out of date "
        "(languages: 2, machine drafts: 0, drafts: 1, reviewed: 1); 10 words to translate",
        f"  changed: {CALM} → Stay calm at your door.",
        "  loses its review in es",
        "content/index.md: 0 new, 0 changed, 1 removed; 0 translations out of date "
        "(languages: 0, machine drafts: 0, drafts: 0, reviewed: 0); 0 words to translate",
        f"  removed: {HOME}",
        "In all: 0 new, 1 changed, 1 removed; 2 translations out of date "
        "(languages: 2, machine drafts: 0, drafts: 1, reviewed: 1); 10 words to translate",
    ]
    made = json.loads(impact.report(found, "json"))
    assert (made["total"]["reviewed"], made["files"]["content/door.md"]["words"]) == (1, 10)
    assert made["changes"][0]["lost"] == {"es": "reviewed", "ar": "draft"}
    lines = impact.report(found, "github").splitlines()
    assert [line.partition("::")[2].partition("::")[0] for line in lines] == [
        "notice file=content/door.md,title=impact",
        "notice file=content/index.md,title=impact",
        "warning file=content/door.md,title=review-lost",
        "notice title=impact",
    ]
