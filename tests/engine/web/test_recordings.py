"""Recordings: offered for exactly the text they read, gone from page and site with any change of it, told by check."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from lantern.editions import contacts
from lantern.editions import edition as edition_module
from lantern.editions.edition import Edition
from lantern.editions.translator import Translator
from lantern.files.publish import File
from lantern.site import read_site
from lantern.web import recordings
from tests.making import Built, built, copied, pair, po, swap, write

MP3 = (b"\xff\xfb\x10\xc4" + bytes(100)) * 8
"""A fifth of a second of silence: eight frames of MPEG 1 layer III, 32 kbit/s, 44.1 kHz, one channel."""
OGG, M4A = b"OggS" + bytes(24), b"\0\0\0\x18ftypM4A " + bytes(12)
ES = "locales/es/LC_MESSAGES/messages.po"
LABEL = "A person reads this page"


def edition(root: Path, slug: str = "door", tag: str = "es") -> tuple[Edition, Translator]:
    found, _ = read_site(root)
    assert found is not None
    translator = next(one for one in found.translators if one.tongue.locale.tag == tag)
    facts = contacts.make_facts(translator, found.content, calling_code=found.settings.calling_code)
    page = next(page for page in found.content.pages if page.slug == slug)
    return edition_module.make_edition(page, translator, found.content, facts=facts), translator


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A page with Lantern's own templates, wholly translated into Spanish."""
    config = 'name = "A"\nbase_url = "https://a.example"\nlocales = ["en", "es", "ar"]\n'
    page = '+++\ntitle = "{}"\ngroup = "{}"\norder = {}\n+++\n\n{}\n'
    door = page.format("Door", "situation", 1, "Stay calm.\n\n## Then {: #then}\n\nWait.")
    files = {"content/site.toml": config, "content/door.md": door, "content/index.md": page.format("Home", "home", 0, "Hello.")}
    told = [("Door", "Puerta"), ("Stay calm.", "Calma."), ("Then", "Luego"), ("Wait.", "Espere."), (LABEL, "Lee una persona")]
    return write(tmp_path, {**files, ES: po("es", *(pair(text, words) for text, words in told))})


def recorded(root: Path, tag: str = "es", end: str = "mp3", data: bytes = MP3) -> str:
    """Puts a recording of the page as it stands into static/; its path in the site."""
    path = f"{recordings.stem(edition(root, tag=tag)[0])}.{end}"
    write(root, {f"static/{path}": data})
    return path


def told(made: Built) -> list[tuple[str, str, str]]:
    return [(one.path, one.level, one.rule) for one in made.problems]


def test_the_script_is_the_page_in_order_with_pauses(root: Path) -> None:
    one, translator = edition(root)
    assert recordings.refusals(one, translator) == ()
    head, text = recordings.script(one).split("\n\n", 1)
    assert head.startswith(f"Save the recording as static/{recordings.stem(one)}.m4a (or .mp3, .opus, .ogg).\nRead in Español,")
    assert text == "Puerta\n(pause)\nCalma.\n(long pause)\nLuego\n(pause)\nEspere.\n(end)\n"


def test_numbers_stand_as_they_are_spoken(tmp_path: Path) -> None:
    said = recordings.script(edition(copied("town", tmp_path), "at-home", "en")[0])
    assert "Day | 5 5 5, 8 6 7, 5 3 0 1\n" in said
    assert "Form T-205 is not a key." in said, "a form's number is no number to dial"


def test_a_page_that_is_not_all_translated_cannot_be_recorded(root: Path) -> None:
    swap(root / ES, 'msgstr "Espere."', 'msgstr ""')
    one, translator = edition(root)
    (problem,) = recordings.refusals(one, translator)
    assert (problem.path, problem.level, problem.rule) == (ES, "error", "not-translated")
    assert problem.line > 1
    write(root, {f"static/{recordings.stem(one)}.mp3": MP3})
    assert "<audio" not in built(root).text("es/door.html")


def test_a_recording_of_the_text_is_offered_in_the_reader_s_language(root: Path) -> None:
    path = recorded(root)
    recorded(root, end="ogg", data=OGG)
    made = built(root)
    page = made.tree("es/door.html")
    (player,) = page.iter("audio")
    assert (player.get("preload"), player.get("controls"), player.get("aria-label")) == ("none", "", "Lee una persona")
    assert [(one.get("src"), one.get("type")) for one in player] == [
        (f"../{path}", "audio/mpeg"),
        (f"../{path.replace('.mp3', '.ogg')}", "audio/ogg"),
    ]
    assert made.files[path] == MP3
    assert told(made) == []


def test_only_a_page_with_a_recording_may_play_one(root: Path) -> None:
    recorded(root)
    made = built(root)
    playing = {path for path in (*made.pages, *made.forms) if "media-src" in made.text(path)}
    assert playing == {"es/door.html", "es/door.bilingual.html"}
    policy = next(one.get("content", "") for one in made.tree("es/door.html").iter("meta") if one.get("http-equiv"))
    assert policy.endswith("; form-action 'none'; media-src 'self'")
    assert {path for path in (*made.pages, *made.forms) if "<audio" in made.text(path)} == playing


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (ES, 'msgstr "Espere."', 'msgstr "Espere un poco."'),
        (ES, 'msgstr "Puerta"', 'msgstr "La puerta"'),
        ("content/door.md", "Wait.", "Wait for help."),
    ],
)
def test_with_the_text_the_recording_goes_from_page_and_site(root: Path, file: str, old: str, new: str) -> None:
    path = recorded(root)
    swap(root / file, old, new)
    made = built(root)
    assert "<audio" not in made.text("es/door.html")
    assert not [name for name in made.files if name.startswith("audio/")]
    assert told(made) == [(f"static/{path}", "warning", "recording-out-of-date")]
    if file == ES:
        hint = next(one.hint for one in made.problems)
        assert f"static/{recordings.stem(edition(root)[0])}.mp3 (python build.py audio es door)" in hint


def test_a_citation_more_keeps_the_recording(root: Path) -> None:
    """A recording reads words; the small numbers of the sources are none."""
    assert recordings.stem(edition(root)[0]) == recordings.stem(edition(root)[0])
    source = '[gbh]\ntitle = "T"\npublisher = "P"\npublished = "2026"\nkind = "news"\nread_on = 2026-01-01\n'
    path = recorded(root, "en")
    write(root, {"content/sources.toml": source})
    swap(root / "content/door.md", "Wait.", "Wait.[^gbh]")
    assert path in built(root).files


@pytest.mark.parametrize(
    ("path", "data", "level", "rule"),
    [
        ("audio/notes.txt", b"x", "error", "recording-name"),
        ("audio/es/door.mp3", MP3, "error", "recording-name"),
        ("audio/es/door.0123456789.mp3", MP3, "error", "recording-name"),
        ("audio/es/window.01234567.mp3", MP3, "error", "recording-page"),
        ("audio/es/door.01234567.mp3", b"<html>", "error", "recording-kind"),
        ("audio/es/door.01234567.ogg", MP3, "error", "recording-kind"),
        ("audio/es/door.01234567.m4a", M4A, "warning", "recording-out-of-date"),
        ("audio/es/door.01234567.opus", OGG, "warning", "recording-out-of-date"),
        ("audio/ar/door.01234567.mp3", b"ID3" + MP3, "warning", "recording-out-of-date"),
        ("audio/fr/door.01234567.mp3", MP3, "info", "recording-language"),
    ],
)
def test_what_no_page_offers_is_told_and_not_published(root: Path, path: str, data: bytes, level: str, rule: str) -> None:
    found, _ = read_site(root)
    assert found is not None
    known = {(slug, tag): edition(root, slug, tag)[0] for slug in ("door", "index") for tag in ("en", "es", "ar")}
    problems = recordings.check([File(path, data)], lambda slug, tag: known.get((slug, tag)), ("en", "es", "ar"))
    assert [(one.path, one.level, one.rule) for one in problems] == [(f"static/{path}", level, rule)]
    assert recordings.offered(known["door", "es"], [File(path, data)]) == ()


def test_a_list_is_not_recorded(tmp_path: Path) -> None:
    one, translator = edition(copied("town", tmp_path), "index", "en")  # its template is "home"
    assert [problem.rule for problem in recordings.refusals(one, translator)] == ["recording-page"]
    assert recordings.offered(one, [File(f"{recordings.stem(one)}.mp3", MP3)]) == ()


# --- in a browser ----------------------------------------------------------------------------------------------------

VOICES = """
  const voices = [{ name: 'V', lang: LANG, localService: true, default: true, voiceURI: 'v' }];
  Object.defineProperty(window, 'speechSynthesis', { value: { getVoices: () => voices, cancel() {}, speak() {},
    addEventListener() {} } });
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""


@pytest.mark.parametrize(
    ("lang", "record", "machine"),
    [("es-MX", False, True), ("es-MX", True, False), ("fr-FR", False, False), ("fr-FR", True, False)],
)
def test_the_device_s_voice_is_offered_only_where_there_is_one_and_no_person_s(
    browser: Browser, root: Path, tmp_path: Path, lang: str, record: bool, machine: bool
) -> None:
    if record:
        recorded(root)
    folder = built(root).put(tmp_path / "out")
    page = browser.new_page()
    page.add_init_script(VOICES.replace("LANG", repr(lang)))
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security Policy" in message.text else None)
    page.goto((folder / "es/door.html").as_uri())
    assert (page.locator("button", has_text=re.compile("Read aloud")).count() > 0) == machine
    assert page.locator("audio").count() == record
    if record:
        assert page.get_by_text("Lee una persona").is_visible()
        duration = page.evaluate(
            "() => new Promise(done => { const one = document.querySelector('audio'); one.preload = 'auto';"
            "one.querySelector('source').onerror = () => done(-1); one.onloadedmetadata = () => done(one.duration); one.load() })"
        )
        assert 0 < duration < 1, "the policy lets the page play it"
    assert refused == []
    page.close()
