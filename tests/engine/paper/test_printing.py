"""The printed half of the pipeline: workers that agree, and the pages of the site that tell of sheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from lantern import pipeline
from lantern.pipeline import Printing
from lantern.site import read_site
from tests.making import links, little, run, said, tree
from tests.sheets import inputs_of, papers, small, with_pages
from tests.site.test_paper_groups import group_site


def test_where_typst_has_run_no_process_is_forked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lantern.templates.typst.has_run", lambda: True)
    monkeypatch.setattr("lantern.files.workers.forked", lambda *given: pytest.fail("a process was forked"))
    root = small(tmp_path)
    assert papers(root, jobs=2) == papers(root)


def test_processes_make_the_same_sheets(tmp_path: Path) -> None:
    """In a fresh process, as a build is: this one may have set a sheet, and must not be forked then."""
    root = small(tmp_path / "site")
    program = (
        "from pathlib import Path\nfrom lantern import pipeline, site\nfrom lantern.templates import typst\n"
        f"found, _ = site.read_site(Path({str(root)!r}))\n"
        "files, problems = pipeline.print_sheets(found, pipeline.Printing(), jobs=2)\n"
        "assert not typst.has_run()\n"
        f"out = Path({str(tmp_path / 'out')!r})\n"
        "for file in files:\n    (out / file.path).parent.mkdir(parents=True, exist_ok=True)\n"
        "    (out / file.path).write_bytes(file.data)\n"
    )
    done = run("--version", python=("-c", program))
    assert done.returncode == 0, done.stderr
    made, _ = papers(root)
    assert {path: (tmp_path / "out" / path).read_bytes() for path in made} == made


def test_a_site_that_prints_nothing_has_no_paper_and_no_warning(tmp_path: Path) -> None:
    assert pipeline.print_sheets(inputs_of(little(tmp_path, locales=("en",))), Printing()) == ((), ())


def test_the_print_page_leads_only_to_files_that_exist(tmp_path: Path) -> None:
    made = {
        path: data for path, data in with_pages(group_site(tmp_path)).items() if path[2:9] == "/print/" or "print.html" in path
    }
    for tag in ("en", "es"):
        page = tree(made[f"{tag}/print.html"].decode())
        files = {f"{tag}/{href}" for href in links(page) if href.startswith("print/")}
        assert files == {path for path in made if path.startswith(f"{tag}/print/") and not path.endswith(".png")}
        images = list(page.iter("img"))
        assert {f"{tag}/{one.get('src')}" for one in images} == {
            path for path in made if path.startswith(f"{tag}/") and "small" in path
        }
        assert all(one.get("loading") == "lazy" and one.get("width") and one.get("height") for one in images)
        assert "No lawyer has checked this yet." in said(page)


def test_without_paper_the_page_says_so_and_leads_nowhere(tmp_path: Path) -> None:
    site, _ = read_site(group_site(tmp_path))
    assert site is not None
    pages = {file.path: file.data for file in pipeline.build(site).files}
    page = tree(pages["en/print.html"].decode())
    assert not [href for href in links(page) if "print/" in href]
    assert "This copy of the site has no files to print." in said(page)
    door = tree(pages["en/door.html"].decode())
    assert "print.html#door" in links(door)
    assert [one for one in page.iter() if one.get("id") == "door"]


def test_print_makes_the_sheets_alone(tmp_path: Path) -> None:
    root = small(tmp_path)
    done = run("print", "--root", str(root), "--locale", "es", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    made = sorted(path.relative_to(root / "printed").as_posix() for path in (root / "printed").rglob("*") if path.is_file())
    assert "es/print/door-flyer-letter.pdf" in made
    assert {path.split("/")[1] for path in made} == {"print"}
    assert not (root / "public").exists()
