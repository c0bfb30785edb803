"""Reviews: recorded on exactly what readers see, lost with any change of it, safe in other tools, shown on the page."""

from __future__ import annotations

import datetime
import subprocess
from pathlib import Path

import pytest

from lantern.editions import progress
from lantern.editions.translator import Translator
from lantern.locales import merge
from lantern.locales import po as po_files
from lantern.locales.reviews import Review
from lantern.site import read_site
from lantern.translators import parts, review
from lantern.translators.parts import Part
from tests.making import built, copied, pair, po, read_po, said, swap, write

ES = "locales/es/LC_MESSAGES/messages.po"
ROSA = Review("Rosa, school nurse", datetime.date(2026, 11, 1))
LONG = Review("The reading group of the library in the square, every Tuesday", datetime.date(2026, 11, 2))


def spoken(root: Path, code: str = "es") -> tuple[Translator, tuple[Part, ...]]:
    found, _ = read_site(root)
    assert found is not None
    translator = next(one for one in found.translators if one.tongue.locale.code == code)
    return translator, parts.parts(found.content, found.settings, found.phrases)


def record(root: Path, name: str = "at-home", by: Review = ROSA) -> str:
    """Records a review; the catalog as it then stands."""
    translator, known = spoken(root)
    part = parts.named(known, name)
    assert part is not None
    changed, problems = review.record(part, translator, by)
    assert problems == ()
    write(root, {one.path: po_files.dump(one) for one in changed})
    return (root / ES).read_text("utf-8")


def whole(root: Path) -> frozenset[str]:
    translator, known = spoken(root)
    return review.whole(known, translator)


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return copied("town", tmp_path)


def test_a_review_stands_on_every_text_of_the_page_and_on_no_other(town: Path) -> None:
    record(town)
    translator, known = spoken(town)
    page = parts.named(known, "at-home")
    assert page is not None
    marked = [entry for entry in translator.tongue.catalogs[0].entries if merge.state(entry) == "reviewed"]
    assert {entry.key for entry in marked} == {message.key for message in page.messages}
    assert progress.reviews(page.messages, translator) == (ROSA,)
    assert whole(town) == {"at-home"}


def test_recording_twice_changes_nothing_and_the_diff_is_stamps_alone(town: Path) -> None:
    before = (town / ES).read_text("utf-8").splitlines()
    first = record(town)
    assert [line for line in first.splitlines() if not line.startswith("# reviewed:")] == before
    assert record(town) == first


def test_any_change_of_a_word_withdraws_it(town: Path) -> None:
    record(town)
    swap(town / ES, 'msgstr "La hora."', 'msgstr "La hora exacta."')
    assert whole(town) == frozenset()


def test_a_change_of_the_english_withdraws_it(town: Path) -> None:
    record(town)
    swap(town / "content/at-home.md", "3. Stay calm.", "3. Stay very calm.")
    assert whole(town) == frozenset()


def test_two_reviewers_are_both_named_with_the_latest_day(town: Path) -> None:
    record(town)
    record(town, by=LONG)
    translator, known = spoken(town)
    page = parts.named(known, "at-home")
    assert page is not None
    assert progress.reviews(page.messages, translator) == (ROSA, LONG)


def test_a_review_taken_back_leaves_the_catalog_as_it_was(town: Path) -> None:
    before = (town / ES).read_text("utf-8")
    record(town)
    record(town, by=LONG)
    translator, known = spoken(town)
    page = parts.named(known, "at-home")
    assert page is not None
    (one,), problems = review.withdraw(page, translator, by=LONG.by)
    assert problems == ()
    assert b"Tuesday" not in po_files.dump(one)
    assert b"Rosa" in po_files.dump(one)
    (bare,), _ = review.withdraw(page, translator, by=None)
    assert po_files.dump(bare).decode() == before
    assert [fault.rule for fault in review.withdraw(page, translator, by="Somebody else")[1]] == ["no-review"]


@pytest.mark.parametrize("words", [["msgcat"], ["msgcat", "--no-wrap"], ["msgmerge", "--previous", "--no-fuzzy-matching"]])
def test_reviews_survive_gettext_s_own_tools(town: Path, msgfmt: str, words: list[str]) -> None:
    record(town, by=LONG)
    record(town)
    pot = [str(town / "locales/messages.pot")] if words[0] == "msgmerge" else []
    command = [str(Path(msgfmt).with_name(words[0])), *words[1:], str(town / ES), *pot]
    done = subprocess.run(command, capture_output=True, check=True)
    before, after = (read_po(data) for data in ((town / ES).read_bytes(), done.stdout))
    states = {one.key: merge.state(one) for one in before.entries}
    assert "reviewed" in states.values()
    assert {one.key: merge.state(one) for one in after.entries if one.key in states} == states
    write(town, {ES: done.stdout})
    assert whole(town) == {"at-home"}


def test_what_waits_is_listed_with_its_place(town: Path) -> None:
    record(town)
    translator, known = spoken(town)
    assert "at-home" not in review.overview(known, translator)
    assert review.overview(known, translator).endswith(f"es: 1 of {len(known)} parts are reviewed\n")
    home = parts.named(known, "index")
    assert home is not None
    assert "messages.po:" in review.listing(home, translator)
    assert {fault.path for fault in review.unreviewed(known, translator)} == {one.path for one in known} - {"content/at-home.md"}


# --- what readers see ------------------------------------------------------------------------------------------------

LINE = "A person who reads {language} checked this translation: {by}, {date}"
DRAFT = "Draft translation, not yet checked by a person"


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A page with Lantern's own templates, in Spanish."""
    page = '+++\ntitle = "Door"\ngroup = "situation"\norder = 1\n+++\n\nHello there.\n'
    config = 'name = "A"\nbase_url = "https://a.example"\nlocales = ["en", "es"]\n'
    root = write(tmp_path, {"content/site.toml": config, "content/door.md": page, "content/index.md": page})
    told = [("Door", "Puerta"), ("Hello there.", "Hola."), (LINE, "Una persona que lee {language} la revisó: {by}, {date}")]
    return write(root, {ES: po("es", *(pair(text, words) for text, words in told))})


def state(root: Path, path: str) -> str:
    tree = built(root).tree(path)
    return said(next(one for one in tree.iter("ul") if one.get("class") == "state"))


@pytest.mark.parametrize("path", ["es/door.html", "es/door.single.html", "es/door.bilingual.html"])
def test_the_page_names_who_checked_it_in_the_reader_s_language(plain: Path, path: str) -> None:
    assert DRAFT in state(plain, path)
    record(plain, "door")
    assert "Una persona que lee Español la revisó: Rosa, school nurse, 1 de noviembre de 2026" in state(plain, path)
    assert DRAFT not in state(plain, path)
    record(plain, "door", Review("<b>Ana</b>", datetime.date(2026, 11, 3)))
    assert "<b>Ana</b>, Rosa, school nurse, 3 de noviembre de 2026" in state(plain, path)
    assert "Rosa" not in built(plain).text("en/door.html")


def test_the_text_form_and_the_whole_guide_say_it_too(plain: Path) -> None:
    assert DRAFT in built(plain).text("es/door.txt")
    record(plain, "door")
    made = built(plain)
    assert "Una persona que lee Español la revisó: Rosa, school nurse, 1 de noviembre de 2026" in made.text("es/door.txt")
    assert DRAFT not in made.text("es/door.txt")
    assert DRAFT not in made.text("es/guide.single.html")


def test_a_stamp_without_a_name_does_not_make_a_page_checked(plain: Path) -> None:
    data = record(plain, "door").replace(f" by={ROSA.by} on=2026-11-01", "")
    write(plain, {ES: data})
    assert DRAFT in state(plain, "es/door.html")
