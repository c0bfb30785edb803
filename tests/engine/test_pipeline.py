"""The pipeline: Editions once, sheets before the pages that tell of them, the same files whoever shares the work."""

from __future__ import annotations

from pathlib import Path

import pytest

from lantern import pipeline
from lantern.editions import collection
from lantern.pipeline import Printing
from tests.making import little
from tests.sheets import inputs_of
from tests.site.test_paper_groups import group_site


def test_an_edition_is_made_once_for_paper_and_web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site, made = inputs_of(group_site(tmp_path)), list[tuple[str, str]]()
    make = collection.make_edition

    def counted(page, translator, *given, **more):  # type: ignore[no-untyped-def]
        made.append((page.slug, translator.tongue.locale.code))
        return make(page, translator, *given, **more)

    monkeypatch.setattr(collection, "make_edition", counted)
    built = pipeline.build(site, printing=Printing())
    assert built.sheets
    assert sorted(made) == sorted(set(made))
    assert len(made) == len(site.content.pages) * len(site.translators)


def test_pages_tell_of_the_sheets_that_were_made_and_of_none_without_paper(tmp_path: Path) -> None:
    site = inputs_of(group_site(tmp_path))
    built = pipeline.build(site, printing=Printing())
    pages = {file.path: file.data.decode() for file in built.files if file.path.endswith("print.html")}
    names = {
        sheet.path.partition("/")[2] for sheet in built.sheets if sheet.path.startswith("en/") and sheet.path.endswith(".pdf")
    }
    assert names
    assert all(name in pages["en/print.html"] for name in names)
    bare = next(file.data.decode() for file in pipeline.build(site).files if file.path == "en/print.html")
    assert not [name for name in names if name in bare]


def test_no_file_is_written_twice(tmp_path: Path) -> None:
    built = pipeline.build(inputs_of(group_site(tmp_path)), printing=Printing())
    paths = [file.path for file in (*built.files, *built.sheets)]
    assert len(paths) == len(set(paths))


def test_check_finds_what_a_build_finds_and_refusals_as_errors(tmp_path: Path) -> None:
    root = little(tmp_path)
    assert {problem.level for problem in pipeline.check(inputs_of(root))} <= {"warning", "info"}
    (root / "static").mkdir(exist_ok=True)
    (root / "static/Con.svg").write_text("<svg/>")
    site = inputs_of(root)
    found = pipeline.build(site).problems
    assert [problem.rule for problem in found] == ["name"]
    assert set(found) <= set(pipeline.check(site))
