"""Every folder of a site read in one go: all that a build needs, or every fault of every file at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from lantern.editions import contacts
from lantern.site import HOME, Site, read_site
from tests.making import ROOT, SITES, copied, harbor, little, pair, po, swap, write


def read(root: Path, *, only: tuple[str, ...] = (), base_url: str = "") -> Site:
    """Inputs that must be sound."""
    found, problems = read_site(root, only=only, base_url=base_url)
    assert problems == ()
    assert found is not None
    return found


def told(root: Path) -> set[tuple[str, int, str]]:
    return {(one.path, one.line, one.rule) for one in read_site(root)[1]}


def test_everything_of_a_site_is_read(tmp_path: Path) -> None:
    found = read(harbor(tmp_path))
    assert found.settings.name == "Harbor Lamp"
    assert [page.slug for page in found.content.pages][:3] == ["index", "door", "show"]
    assert [tongue.locale.code for tongue in found.tongues] == ["en", "es", "ar"]
    assert {"page", "bilingual", "card"} <= found.theme.names
    assert {"lamp.svg", "icon.svg", "lantern.js"} <= {file.path for file in found.static}


def test_messages_come_from_content_templates_and_the_engine_in_that_order(tmp_path: Path) -> None:
    found = read(harbor(tmp_path))
    places = [message.path.split("/")[0] for message in found.messages()]
    assert list(dict.fromkeys(places)) == ["content", "templates", "lantern"]
    texts = {message.text for message in found.messages()}
    assert {"The harbor guide", "Harbor Lamp", "Answers questions.", "The guide is here", "Leave this page"} <= texts
    assert {phrase.text for phrase in contacts.PHRASES} <= texts


def test_every_message_has_a_place(tmp_path: Path) -> None:
    root = harbor(tmp_path)
    for message in read(root).messages():
        where = ROOT if message.path.startswith(("lantern/", "templates/print/")) else root
        assert (where / message.path).is_file(), message
        assert message.line >= 1 or message.path.startswith("lantern/"), message


def test_one_voice_a_locale_the_source_first(tmp_path: Path) -> None:
    found = read(harbor(tmp_path))
    assert [translator.tongue.locale.tag for translator in found.translators] == ["en", "es", "ar"]
    assert {translator.source.tag for translator in found.translators} == {"en"}
    assert found.translators is found.translators


@pytest.mark.parametrize(
    ("only", "kept"), [(("ar",), ["en", "ar"]), (("en",), ["en"]), ((), ["en", "es", "ar"]), (("ar", "es"), ["en", "es", "ar"])]
)
def test_the_source_is_always_among_the_chosen_locales(tmp_path: Path, only: tuple[str, ...], kept: list[str]) -> None:
    found = read(harbor(tmp_path), only=only)
    assert [tongue.locale.code for tongue in found.tongues] == kept
    assert list(found.settings.locales) == kept


def test_another_address_stands_for_the_site_s_own(tmp_path: Path) -> None:
    root = harbor(tmp_path)
    own, other = read(root), read(root, base_url="https://harbor.town/")
    assert (own.settings.base_url, own.settings.address) == ("", "https://harbor.example/guide")
    assert (other.settings.base_url, other.settings.address) == ("https://harbor.town", "https://harbor.town")


def test_a_site_s_own_templates_and_files_come_before_lantern_s(tmp_path: Path) -> None:
    root = write(little(tmp_path), {"static/icon.svg": "<svg/>", "templates/drawings/boat.svg": "<svg/>"})
    swap(root / "content/index.md", 'title = "Home"', 'title = "Home"\ndrawing = "boat"')
    found = read(root)
    assert [file.data for file in found.static if file.path == "icon.svg"] == [b"<svg/>"]
    assert "page" in found.theme.names


def test_lantern_s_own_folder_is_read_once() -> None:
    assert HOME == ROOT
    found, _ = read_site(ROOT)
    assert found is not None
    paths = [file.path for file in found.static]
    assert len(paths) == len(set(paths))
    assert not [message.path for message in found.theme.phrases if not (ROOT / message.path).is_file()]


def test_the_faults_of_all_folders_are_told_in_one_run(tmp_path: Path) -> None:
    root = copied("harbor", tmp_path)
    swap(root / "content/door.md", 'drawing = "lamp"', 'drawing = "boat"')
    swap(root / "content/show.md", "+++\n\nKeep", "extra = 1\n+++\n\nKeep")
    swap(root / "content/lawyer.md", 'need = "lawyer"', 'need = "boat"')
    swap(root / "content/updates.toml", 'page = "door"', 'page = "nowhere"')
    swap(root / "content/help.toml", 'web = "https://pier.example/"', 'web = "pier"')
    write(root, {"locales/es/LC_MESSAGES/messages.po": b"\xff", "templates/page.html": "{{ nobody }}"})
    rules = {rule for _, _, rule in told(root)}
    expected = {"unknown-drawing", "unknown-key", "empty-list", "broken-link", "url", "catalog-encoding", "template-name"}
    assert expected <= rules
    assert read_site(root)[0] is None, "without a theme there is nothing to build with"


def test_without_settings_there_is_nothing_to_build_with_and_the_rest_is_still_told(tmp_path: Path) -> None:
    root = harbor(tmp_path)
    write(root, {"content/site.toml": 'name = "A"\n'})
    swap(root / "content/door.md", 'drawing = "lamp"', 'drawing = "boat"')
    found, _ = read_site(root)
    assert found is None
    assert {("content/site.toml", 1, "missing-key"), ("content/door.md", 6, "unknown-drawing")} <= told(root)


def test_a_refused_catalog_counts_as_empty(tmp_path: Path) -> None:
    root = harbor(tmp_path)
    write(root, {"locales/es/LC_MESSAGES/messages.po": po("fr", pair("Search", "Chercher"))})
    found, problems = read_site(root)
    assert found is not None
    assert problems
    assert found.translators[1].text(found.content.pages[1].front_messages()[0]).foreign


def test_the_glossary_is_read_with_the_site(tmp_path: Path) -> None:
    root = little(tmp_path, "A warrant.", locales=("en", "es"))
    assert read(root).glossary == (), "a site need not have one"
    terms = '[w]\nen = ["warrant"]\n[w.es]\nsay = ["orden"]\navoid = ["garantía"]\n'
    said = po("es", pair("A warrant.", "Una garantía."))
    write(root, {"locales/glossary.toml": terms, "locales/es/LC_MESSAGES/messages.po": said})
    found = read(root)
    assert [one.id for one in found.glossary] == ["w"]
    assert [one.rule for one in found.translators[1].refusals(found.messages())] == ["avoid"]
    write(root, {"locales/glossary.toml": f"{terms}never = 1\n".replace('en = ["warrant"]', "en = 3")})
    assert told(root) == {
        ("locales/glossary.toml", 2, "wrong-type"),
        ("locales/glossary.toml", 2, "missing-key"),
        ("locales/glossary.toml", 6, "unknown-key"),
    }
    write(root, {"locales/glossary.toml": b"\xff"})
    assert told(root) == {("locales/glossary.toml", 1, "encoding")}


def test_reading_writes_nothing_and_gives_the_same_twice(tmp_path: Path) -> None:
    root = harbor(tmp_path)
    before = sorted(path.name for path in root.rglob("*"))
    first, second = read(root), read(root)
    assert (first.settings, first.content, first.static) == (second.settings, second.content, second.static)
    assert first.theme is second.theme, "an unchanged theme is the same object: the memo counts on it"
    assert sorted(path.name for path in root.rglob("*")) == before


def test_the_sites_of_the_tests_are_sound() -> None:
    """The town has every template of Lantern's by its own name, so that its pages change only when the engine does."""
    own = {path.name for path in (SITES / "town/templates").glob("*.html")}
    assert {path.name for path in (ROOT / "templates").glob("*.html")} <= own
    assert read_site(SITES / "town")[1] == ()


def test_pseudo_locales_come_for_one_run_and_hold_every_message(tmp_path: Path) -> None:
    root = harbor(tmp_path)
    write(root, {"locales/en_XA/LC_MESSAGES/messages.po": "not a catalog"})
    found, problems = read_site(root, only=("es",), pseudo=True)
    assert found is not None
    assert [(fault.path, fault.rule) for fault in problems] == [("locales/en_XA/LC_MESSAGES/messages.po", "catalog-unread")]
    assert [tongue.locale.code for tongue in found.tongues] == ["en", "es", "en_XA", "ar_XB"]
    assert found.settings.locales == ("en", "es", "en_XA", "ar_XB")
    for translator in found.translators[2:]:
        assert {translator.look_up(message).state for message in found.messages()} == {"draft"}
    (root / "locales/en_XA/LC_MESSAGES/messages.po").unlink()
    assert [tongue.locale.code for tongue in read(root).tongues] == ["en", "es", "ar"]
