"""The two guides for translators hold: their commands run, and what they tell Weblate fits the files."""

from __future__ import annotations

import fnmatch
import json
import re
import shlex
import subprocess
from pathlib import Path

import pytest

import make
from lantern.locales import po as po_files
from tests.making import ROOT, copied, pair, po, read_po, run, snapshot, swap, write

GUIDE = (ROOT / "docs/translating.md").read_text(encoding="utf-8")
WEBLATE = json.loads((ROOT / "docs/weblate-component.json").read_text(encoding="utf-8"))
# From https://github.com/WeblateOrg/language-data, languages.csv (2026-11).
CODES = {"ar", "es", "fr", "ht", "kea", "pt_BR", "ru", "so", "vi", "zh_Hans", "zh_Hant"}


def commands(kind: str) -> list[str]:
    """The lines of all blocks of one kind."""
    return [line for block in re.findall(rf"^```{kind}\n(.*?)^```$", GUIDE, re.M | re.S) for line in block.splitlines()]


def test_the_commands_of_the_guide_run_in_their_order(tmp_path: Path) -> None:
    root = copied("town", tmp_path)
    lines = commands("sh")
    assert len(lines) >= 8
    write(root, {"mail/fr.po": po("fr", pair("Help in this town", "De l’aide dans cette ville"), pair("Map", "Plan"))})
    write(
        root,
        {"old/fr.po": po("fr", pair("The town hall is open to __everyone__.[^gazette]", "La mairie est à __tous__.[^gazette]"))},
    )
    for line in lines:
        program, script, *words = shlex.split(line)
        assert (program, script) == ("python", "build.py")
        done = run(*words, cwd=root)
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        if words[0] == "new":
            swap(root / "content/site.toml", '"pt_BR"]', '"pt_BR", "fr"]')
    path = "locales/fr/LC_MESSAGES/messages.po"
    said = {one.text: one.strings[0] for one in read_po((root / path).read_bytes(), path).entries}
    assert said["Help in this town"] == "De l’aide dans cette ville"
    assert said["The town hall is open to **everyone**.[^gazette]"] == "La mairie est à **tous**.[^gazette]"
    assert "mail/preview-fr.html" in snapshot(root)


def test_other_commands_of_the_guide_exist() -> None:
    for line in commands("console"):
        words = line.split()
        assert words[:2] in (["py", "make.py"], ["python", "build.py"]), line
        if words[1] == "make.py":
            assert words[2] in make.COMMANDS


def test_every_block_of_the_guide_is_run_or_read() -> None:
    assert set(re.findall(r"^```(\w*)$", GUIDE, re.M)) == {"sh", "console", ""}


@pytest.mark.parametrize("name", ["translating.md", "weblate.md"])
def test_links_inside_the_project_lead_somewhere(name: str) -> None:
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(((?!https?:)[^)#]+)", text):
        assert (ROOT / "docs" / target).exists(), target


def test_weblate_s_file_mask_meets_exactly_the_catalogs() -> None:
    listed = subprocess.run(["git", "ls-files", "*.po", "*.pot"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [path for path in listed.splitlines() if not path.startswith("tests/")]
    met = {path for path in files if fnmatch.fnmatchcase(path, WEBLATE["filemask"]) and path.count("/") == 3}
    assert met == {path for path in files if path.endswith(".po")}
    assert {path.split("/")[1] for path in met} == CODES
    assert all(re.search(WEBLATE["language_regex"], code) for code in CODES)
    assert not re.search(WEBLATE["language_regex"], "LC_MESSAGES")


def test_weblate_starts_a_language_from_the_template() -> None:
    assert WEBLATE["new_base"] == "locales/messages.pot"
    found, _ = po_files.parse((ROOT / WEBLATE["new_base"]).read_bytes(), WEBLATE["new_base"], language=None)
    assert found is not None
    assert (WEBLATE["file_format"], WEBLATE["template"], WEBLATE["edit_template"]) == ("po", "", False)
    assert WEBLATE["source_language"] == "en"
    assert WEBLATE["file_format_params"]["po_line_wrap"] == 65535


def test_weblate_s_placeholders_are_our_sources() -> None:
    pattern = re.search(r'placeholders:r"(.+)"', WEBLATE["check_flags"])
    assert pattern
    found, _ = po_files.parse((ROOT / WEBLATE["new_base"]).read_bytes(), WEBLATE["new_base"], language=None)
    assert found is not None
    cited = [entry.text for entry in found.entries if "[^" in entry.text]
    assert cited
    assert all(len(re.findall(pattern[1], text)) == text.count("[^") for text in cited)
    flagged = [entry for entry in found.entries if re.search(r"\{[a-z_]+\.[a-z]+\}", entry.text)]
    assert flagged
    assert all("python-brace-format" in entry.flags for entry in flagged)


def test_the_guide_explains_every_setting_it_ships() -> None:
    text = (ROOT / "docs/weblate.md").read_text(encoding="utf-8")
    own = {
        "name",
        "slug",
        "vcs",
        "branch",
        "source_language",
        "file_format",
        "license",
        "merge_style",
        "commit_pending_age",
        "push_on_commit",
    }
    names = {*WEBLATE, *WEBLATE["file_format_params"]} - own - {"po_no_location"}
    assert {name for name in names if f"`{name}`" not in text} == set()
