"""What the search looks through: every page once, whole words, a script that cannot break out of itself."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from lantern.content import pages as page_files
from lantern.editions import edition
from lantern.editions.edition import Edition
from lantern.web import search
from tests.making import translator, write


def editions(root: Path, pages: Mapping[str, str], code: str = "en", said: Mapping[str, str] | None = None) -> list[Edition]:
    write(root, {f"content/{name}.md": text for name, text in pages.items()})
    found, problems = page_files.read(root)
    assert problems == ()
    speaking = translator(code, said)
    return [edition.make_edition(page, speaking, found, facts={}) for page in found.pages]


def loaded(made: list[Edition], language: str = "en") -> list[list[str]]:
    """The pages a browser would be handed, read as the script's one call."""
    file = search.data(made, language=language)
    assert file.path == f"{language}/search-data.js"
    text = file.data.decode()
    assert text.startswith("lanternPages(")
    assert text.endswith(");\n")
    pages: Any = json.loads(text.removeprefix("lanternPages(").removesuffix(");\n"))
    return list(pages)


DOOR = '+++\ntitle = "The door"\ndescription = "What to do."\norder = 2\n+++\n'


def test_every_page_is_there_in_the_order_of_the_menu(tmp_path: Path) -> None:
    made = editions(
        tmp_path, {"door": f"{DOOR}\nStay calm.\n", "index": "# Home\n\nHello.\n", "a": '+++\ntitle = "A"\norder = 1\n+++\n'}
    )
    assert loaded(made) == [
        ["a.html", "A", "", ""],
        ["door.html", "The door", "What to do.", "Stay calm."],
        ["index.html", "Home", "", "Hello."],
    ]


def test_words_of_two_blocks_never_become_one(tmp_path: Path) -> None:
    body = "## Head\n\nOne  \ntwo.\n\n- Three\n    - four\n        - five\n- six\n\n| A | B |\n|---|---|\n| c | d |\n\n> Seven\n"
    ((_, _, _, text),) = loaded(editions(tmp_path, {"door": DOOR + body}))
    assert text.split() == ["Head", "One", "two.", "Three", "four", "five", "six", "A", "B", "c", "d", "Seven"]
    assert "\n" not in text


def test_citations_are_no_words(tmp_path: Path) -> None:
    write(tmp_path, {"content/sources.toml": '[g]\ntitle = "T"\npublisher = "P"\nread_on = 2026-04-02\n'})
    ((_, _, _, text),) = loaded(editions(tmp_path, {"door": f"{DOOR}You may.[^g] So.\n"}))
    assert text == "You may. So."


@pytest.mark.parametrize("code", ["es", "zh_Hans", "ar"])
def test_a_page_is_found_by_the_words_it_shows(tmp_path: Path, code: str) -> None:
    said = {"es": "Mantenga la calma.", "zh_Hans": "保持冷静。", "ar": "ابق هادئًا."}[code]
    made = editions(tmp_path, {"door": f"{DOOR}Stay calm.\n\nNot translated.\n"}, code, {"Stay calm.": said})
    ((_, title, _, text),) = loaded(made)
    assert (title, text) == ("The door", f"{said} Not translated.")


def test_letters_are_composed(tmp_path: Path) -> None:
    """Otherwise a word typed on one device is not found in a text written on another."""
    loose = unicodedata.normalize("NFD", "Qué té")
    ((_, _, _, text),) = loaded(editions(tmp_path, {"door": DOOR + loose}))
    assert text == unicodedata.normalize("NFC", loose)


def test_nothing_in_a_page_ends_the_script(tmp_path: Path) -> None:
    body = '`</script><b>` and `<!--` "quoted" \\\\ back\u2028line\u2029end\n'
    made = editions(tmp_path, {"door": DOOR + body})
    text = search.data(made, language="en").data.decode()
    assert not {"\u2028", "\u2029"} & set(text)
    assert "</" not in text
    assert text.count("\n") == 1
    ((_, _, _, said),) = loaded(made)
    assert said.startswith('</script><b> and <!-- "quoted" \\ back line end')


def test_the_same_pages_give_the_same_bytes(tmp_path: Path) -> None:
    made = editions(tmp_path, {"door": f"{DOOR}Stay calm.\n"})
    assert search.data(made, language="en") == search.data(list(made), language="en")
