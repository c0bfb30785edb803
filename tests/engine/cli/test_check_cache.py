"""The memory of check: quick when nothing changed, never wrong when anything did, and no loss when it is gone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from lantern import problem
from lantern.cli import check_cache
from lantern.problem import Problem
from lantern.site import Site, read_site
from lantern.web import context, pages
from tests.engine.test_shape import OWNER, PACKAGE
from tests.making import copied, run, snapshot, swap, write

ES = "locales/es/LC_MESSAGES/messages.po"


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return copied("town", tmp_path)


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What was not remembered, run by run."""
    asked: list[list[str]] = []
    whole = pages.faults

    def watched(site: Site, codes: list[str], **rest: object) -> object:
        asked.append(list(codes))
        return whole(site, codes, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(pages, "faults", watched)
    return asked


def memory(root: Path) -> Path:
    return root / ".cache" / "check"


def check(root: Path, **options: object) -> set[Problem]:
    seen = check_cache.look(root)
    site, _ = read_site(root, **options)  # type: ignore[arg-type]
    assert site is not None
    return set(check_cache.faults(site, seen, memory(root)))


def keys(root: Path, **options: object) -> dict[str, str]:
    site, _ = read_site(root, **options)  # type: ignore[arg-type]
    assert site is not None
    return check_cache.keys(site, check_cache.look(root))


def fresh(root: Path) -> set[Problem]:
    """The same without a memory: a whole build."""
    site, _ = read_site(root)
    assert site is not None
    return {*pages.build(site)[1], *problem.strict(pages.messages_problems(site))}


def spoil(root: Path) -> Path:
    """Two refused strings, a template that fails on one page in one language, and a static file in a page's place."""
    swap(root / ES, 'msgstr "La hora."', 'msgstr "La hora. <b>"')
    write(root, {"templates/extra.html": "{{ 1 / 0 if locale.tag == 'ar' else 1 }}\n", "static/es/index.html": "x"})
    write(root, {"content/extra.md": '+++\ntitle = "Extra"\ntemplate = "extra"\n+++\n\nWords.\n'})
    return root


def test_it_finds_what_a_build_finds(town: Path) -> None:
    spoil(town)
    first = check(town)
    assert first == fresh(town)
    assert {one.rule for one in first} >= {"raw-html", "template-failed", "collision"}
    assert {one.level for one in first} == {"error"}
    assert check(town) == first


def test_a_second_run_builds_nothing(town: Path, looked: list[list[str]]) -> None:
    check(town)
    check(town)
    assert looked == [["en", "es", "ar", "pt_BR", ""]]


def test_an_edited_catalog_is_looked_at_alone(town: Path, looked: list[list[str]]) -> None:
    assert check(town) == set()
    swap(town / ES, 'msgstr "La hora."', 'msgstr "La hora. <b>"')
    (found,) = check(town)
    assert (found.path, found.rule) == (ES, "raw-html")
    assert looked[1:] == [["es", ""]]
    swap(town / ES, 'msgstr "La hora. <b>"', 'msgstr "La hora."')
    assert check(town) == set()
    assert looked[2:] == []


def test_a_page_that_counts_all_languages_is_looked_at_with_each(town: Path, looked: list[list[str]]) -> None:
    """Its template may fail in one language because of another's catalog."""
    site, _ = read_site(town)
    assert site is not None
    missing = next(row.progress.missing for row in context.rows(site) if row.locale.code == "es")
    rows = f"{{% for row in edition.table if row.locale.tag == 'es' and row.progress.missing > {missing} %}}"
    write(town, {"templates/status.html": rows + "{{ 1 / 0 if locale.tag == 'ar' else 1 }}{% endfor %}"})
    write(town, {"content/status.md": '+++\ntitle = "7"\ntemplate = "status"\n+++\n\n8\n'})
    assert check(town) == set()
    swap(town / ES, 'msgstr "La hora."', 'msgstr "La hora. <b>"')
    assert {one.rule for one in check(town)} == {"raw-html", "template-failed"}
    assert check(town) == fresh(town)
    assert looked[1:] == [["es", ""]]


def test_two_processes_find_what_one_finds(town: Path) -> None:
    """As a user runs it: after an edit of one catalog, what is made of all languages is looked at beside it."""
    write(town, {"templates/languages.html": "{{ choices[99].title }}"})
    assert run("check", "--root", str(town), "--jobs", "2").returncode == 1
    swap(town / ES, 'msgstr "La hora."', 'msgstr "La hora. <b>"')
    both = run("check", "--root", str(town), "--jobs", "2")
    shutil.rmtree(memory(town))
    alone = run("check", "--root", str(town), "--jobs", "1")
    assert (both.stdout, both.returncode) == (alone.stdout, 1)
    assert {"raw-html", "template-name"} <= set(re.findall(r"\[([a-z-]+)\]$", both.stdout, re.M))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a page": lambda root: swap(root / "content/index.md", 'title = "', 'title = "A'),
    "a new page": lambda root: write(root, {"content/new.md": '+++\ntitle = "New"\n+++\n\nWords.\n'}),
    "help": lambda root: write(root, {"content/help.toml": (root / "content/help.toml").read_bytes() + b"\n# x\n"}),
    "settings": lambda root: swap(root / "content/site.toml", "Town Lamp", "Town Lantern"),
    "its own template": lambda root: write(root, {"templates/page.html": "x"}),
    "its own style": lambda root: write(root, {"templates/site.css": "p { color: red }"}),
    "a drawing": lambda root: write(root, {"templates/drawings/x.svg": "<svg/>"}),
    "a static file": lambda root: write(root, {"static/new.txt": "x"}),
    "a file for all languages": lambda root: write(root, {"locales/glossary.toml": "x = 1"}),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_of_what_all_share_changes_every_key(town: Path, change: Callable[[Path], object]) -> None:
    before = keys(town)
    change(town)
    after = keys(town)
    assert {code for code in before if before[code] == after[code]} == set()


def test_a_catalog_is_its_own_language_s(town: Path) -> None:
    before = keys(town)
    write(town, {ES: (town / ES).read_bytes() + b"\n"})
    write(town, {"locales/pt_BR/LC_MESSAGES/second.po": (town / ES).read_bytes()})
    after = keys(town)
    assert {code for code in before if before[code] != after[code]} == {"es", "pt_BR", ""}


def test_options_of_a_run_change_the_keys(town: Path) -> None:
    plain = keys(town)
    for options in ({"only": ["es"]}, {"base_url": "https://lamp.city"}, {"pseudo": True}):
        assert not set(plain.values()) & set(keys(town, **options).values()), options


def test_code_and_libraries_change_the_keys(town: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    known = {keys(town)["es"]}
    assert "/lantern/cli/check_cache.py" in check_cache.look(town)
    assert "/templates/base.html" in check_cache.look(town)
    engine = write(tmp_path / "engine", {"lantern/web/pages.py": "x"})
    for name, value in (("HOME", engine), ("version", lambda name: "99"), ("PACKAGES", ())):
        with monkeypatch.context() as patch:
            patch.setattr(check_cache, name, value)
            known.add(keys(town)["es"])
    with monkeypatch.context() as patch:
        patch.setattr(check_cache.sys, "version", "4")
        known.add(keys(town)["es"])
    assert len(known) == 5


def test_every_library_of_a_page_counts() -> None:
    assert {PACKAGE.get(name, name) for name in OWNER} - {"livereload", "tornado"} == set(check_cache.PACKAGES)


def test_what_is_saved_during_a_run_is_not_remembered(town: Path, looked: list[list[str]]) -> None:
    seen = check_cache.look(town)
    site, _ = read_site(town)
    assert site is not None
    swap(town / ES, 'msgstr "La hora."', 'msgstr "La hora. <b>"')
    check_cache.faults(site, seen, memory(town))
    assert snapshot(memory(town)) == {}
    assert [one.rule for one in check(town)] == ["raw-html"]


@pytest.mark.parametrize("damage", [b"", b"x", b"\xff\xfe\n[]", None])
def test_a_damaged_memory_is_no_memory(town: Path, looked: list[list[str]], damage: bytes | None) -> None:
    spoil(town)
    first = check(town)
    for path in memory(town).iterdir():
        whole = path.read_bytes()
        path.write_bytes(whole.replace(b"]", b" ]") if damage is None else damage)
    assert check(town) == first
    assert looked[0] == looked[1]
    assert check(town) == first
    assert len(looked) == 2


def test_a_memory_that_cannot_be_written_is_no_fault(town: Path) -> None:
    write(town, {".cache/check": "a file"})
    assert check(town) == set()


def test_the_memory_is_bounded(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_cache, "KEPT", 7)
    for number in range(4):
        write(town, {"content/site.toml": (town / "content/site.toml").read_bytes() + b"# more\n"})
        check(town)
        assert len(list(memory(town).iterdir())) == min(7, 5 * (number + 1))
    now = set(keys(town).values())
    assert now <= {path.name for path in memory(town).iterdir()}
    (memory(town) / ".half.1").write_text("x")
    swap(town / ES, 'msgstr "La hora."', 'msgstr "La hora. <b>"')
    check(town)
    assert not (memory(town) / ".half.1").exists()


def test_a_very_long_list_is_not_kept(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_cache, "LARGEST", 10)
    spoil(town)
    first = check(town)
    assert len(list(memory(town).iterdir())) < 5
    assert check(town) == first
