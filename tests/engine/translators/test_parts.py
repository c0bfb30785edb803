"""Parts: everything on the site belongs to one, and a name finds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lantern.site import read_site
from lantern.translators import parts
from lantern.translators.parts import Part
from tests.making import SITES, copied, harbor


def known(root: Path) -> tuple[Part, ...]:
    found, _ = read_site(root)
    assert found is not None
    made = parts.parts(found.content, found.settings, found.phrases)
    assert {message.key for part in made for message in part.messages} == {message.key for message in found.messages()}
    return made


def test_pages_come_first_then_what_stands_on_many() -> None:
    assert [part.name for part in known(SITES / "town")] == ["index", "at-home", "site", "help", "phrases"]


@pytest.mark.parametrize("name", ["at-home", "at-home.md", "content/at-home.md", "at-home.html"])
def test_a_page_is_found_by_any_of_its_names(name: str) -> None:
    found = parts.named(known(SITES / "town"), name)
    assert found is not None
    assert found.path == "content/at-home.md"


def test_a_page_called_help_leaves_the_list_its_file_s_name(tmp_path: Path) -> None:
    made = known(harbor(tmp_path))
    page, file = parts.named(made, "help"), parts.named(made, "help.toml")
    assert page is not None
    assert file is not None
    assert (page.path, file.path, file.name) == ("content/help.md", "content/help.toml", "help.toml")


def test_a_list_s_own_entries_belong_to_its_page(tmp_path: Path) -> None:
    page = parts.named(known(harbor(tmp_path)), "lawyer")
    assert page is not None
    assert {message.path for message in page.messages} == {"content/lawyer.md", "content/help.toml"}


def test_a_name_that_means_nothing_is_a_problem_with_all_names(tmp_path: Path) -> None:
    made = known(copied("town", tmp_path))
    assert parts.named(made, "nowhere") is None
    assert "index, at-home, site, help, phrases" in parts.unknown("nowhere", made).hint
