"""Where each text stands: every text that a page shows or speaks has an address, whatever is translated so far."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from lantern import pipeline
from lantern.locales import catalogs, merge
from lantern.site import Site, read_site
from lantern.translators import places
from lantern.web import phrases as web_phrases
from tests.making import copied, harbor, swap


def inputs_of(root: Path, *only: str) -> Site:
    found, problems = read_site(root, only=only)
    assert found is not None, problems
    return found


def place_of(site: Site, text: str) -> str:
    (found,) = {one.place for one in places.placed(site) if one.text == text}
    return found


def test_words_of_no_page_stand_on_the_first_that_has_them(tmp_path: Path) -> None:
    site = inputs_of(copied("town", tmp_path))
    assert place_of(site, "Every day, 9 am to 5 pm.") == "index.html"
    assert place_of(site, "Language") == "index.html"
    assert place_of(site, "Sources last seen on {date}") == "index.html"
    assert place_of(site, "number not confirmed") == "index.html"
    assert place_of(site, "Town Lamp") == "index.html"
    assert place_of(site, "Nobody answers.") == "at-home.html"
    assert place_of(site, "Free.") == ""


def test_what_a_page_says_only_where_it_is_translated_in_part_has_a_place(tmp_path: Path) -> None:
    assert place_of(inputs_of(copied("town", tmp_path)), "{n} of {total} parts are translated") == "index.html"


def test_places_do_not_depend_on_what_is_translated(tmp_path: Path) -> None:
    root = copied("town", tmp_path)
    before = places.placed(inputs_of(root))
    assert places.placed(inputs_of(root, "ar")) == before
    (root / catalogs.path("es")).unlink()
    (root / catalogs.path("ar")).unlink()
    swap(root / "content/site.toml", '"en", "es", "ar", "pt_BR"', '"en"')
    assert places.placed(inputs_of(root)) == before


def test_nothing_else_of_a_message_changes(tmp_path: Path) -> None:
    site = inputs_of(harbor(tmp_path))
    found = places.placed(site)
    assert [replace(one, place="") for one in found] == [replace(one, place="") for one in site.messages()]
    kept = [(old.place, new.place) for old, new in zip(site.messages(), found, strict=True) if old.place]
    assert kept
    assert all(old == new for old, new in kept)


def test_every_address_in_a_note_is_on_the_page_that_it_names(tmp_path: Path) -> None:
    """What `messages` writes under "#." leads to the text: shown on that page, or spoken where nobody sees it."""
    site = inputs_of(harbor(tmp_path), "es")
    pot = merge.template(places.placed(site), project="x")
    whole = pipeline.build(replace(site, marked=True), preview=True)
    files, _ = whole.files, whole.problems
    built = {file.path: set(web_phrases.standing(file.data.decode())) for file in files if file.path.endswith(".html")}
    noted = [note.split("#") for entry in pot.entries for note in entry.notes if re.fullmatch(r"[\w-]+\.html#m-\w+", note)]
    assert len(noted) > 50
    only_sometimes = {
        one.anchor for one in site.messages() if one.kind in {"phrase", "page description", "site name", "site description"}
    }
    lost = [(page, anchor) for page, anchor in noted if anchor not in built[f"en/{page}"] | built[f"es/{page}"]]
    assert {anchor for _, anchor in lost} <= only_sometimes
    # What is only printed stands on no page.
    phrases = [
        entry
        for entry in pot.entries
        if "phrase" in entry.notes and not all(path.startswith("templates/print/") for path in entry.references)
    ]
    addressed = [entry for entry in phrases if any("#m-" in note for note in entry.notes)]
    assert len(addressed) >= 0.9 * len(phrases)
