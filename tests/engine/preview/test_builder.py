"""The preview's folder: only what a save touches is made again, and a failed build leaves it as it was."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lantern.files.publish import File
from lantern.preview import builder
from lantern.preview.builder import Mirror, Preview, _fault
from lantern.site import HOME
from tests.making import CATALOG, HELP, ROOT, lamp, snapshot, swap, write

PAGES = ["en/help-page.html", "en/index.html", "es/help-page.html", "es/index.html"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lamp(tmp_path / "site")


def preview_of(root: Path) -> Preview:
    """A preview that has built the site once."""
    preview = Preview(root, root / ".cache" / "preview")
    assert preview.renew()
    assert preview.outcome.errors == ()
    return preview


def test_the_first_build_makes_everything(root: Path) -> None:
    preview = preview_of(root)
    assert sorted(preview.outcome.made) == PAGES
    assert {*PAGES, "index.html", "dot.svg"} <= set(snapshot(root / ".cache/preview"))


def test_a_page_touches_only_its_own_pages(root: Path) -> None:
    preview = preview_of(root)
    swap(root / HELP, "Call a friend.", "Call your sister.")
    assert preview.renew()
    assert sorted(preview.outcome.made) == ["en/help-page.html", "es/help-page.html"]
    assert sorted(preview.outcome.changed) == ["en/help-page.html", "es/help-page.html"]


def test_a_string_touches_only_the_page_it_stands_on(root: Path) -> None:
    preview = preview_of(root)
    swap(root / CATALOG, "Llame a un amigo.", "Llame a una amiga.")
    assert preview.renew()
    assert preview.outcome.made == ("es/help-page.html",)
    assert preview.outcome.changed == {"es/help-page.html"}
    assert "Llame a una amiga." in (root / ".cache/preview/es/help-page.html").read_text("utf-8")


def test_a_template_of_the_site_touches_every_page(root: Path) -> None:
    preview = preview_of(root)
    text = (ROOT / "templates/page.html").read_text("utf-8")
    write(root, {"templates/page.html": text.replace("{% endblock %}", "<p>mark</p>{% endblock %}", 1)})
    assert preview.renew()
    assert sorted(preview.outcome.made) == PAGES


def test_a_static_file_makes_no_page(root: Path) -> None:
    preview = preview_of(root)
    write(root, {"static/dot.svg": "<svg/>", "static/new.txt": "new"})
    assert preview.renew()
    assert preview.outcome.made == ()
    assert preview.outcome.changed == {"dot.svg", "new.txt"}


def test_a_save_without_a_change_shows_nothing_new(root: Path) -> None:
    preview = preview_of(root)
    before = preview.token
    os.utime(root / HELP)
    assert not preview.renew()
    assert (preview.token, preview.outcome.made, preview.outcome.changed) == (before, (), frozenset())


def test_a_page_that_goes_is_removed_and_comes_back(root: Path) -> None:
    preview = preview_of(root)
    text = (root / HELP).read_text("utf-8")
    (root / HELP).unlink()
    assert preview.renew()
    assert preview.find("es/help-page.html") is None
    assert "es/help-page.html" not in snapshot(root / ".cache/preview")
    write(root, {HELP: text})
    assert preview.renew()
    assert preview.find("es/help-page.html") is not None


def test_every_renewal_that_can_be_seen_has_a_token_of_its_own(root: Path) -> None:
    preview = preview_of(root)
    tokens = [preview.token]
    for number in range(3):
        write(root, {"static/n.txt": str(number)})
        preview.renew()
        tokens.append(preview.token)
    assert len(set(tokens)) == 4
    assert Preview(root, root / "other").token not in tokens


def test_the_preview_writes_nowhere_but_in_its_folder(root: Path) -> None:
    write(root, {"public/index.html": "the site as it was published"})
    before = snapshot(root)
    preview = preview_of(root)
    swap(root / HELP, "Call a friend.", "Call your sister.")
    preview.renew()
    swap(root / HELP, "Call your sister.", "Call a friend.")
    preview.renew()
    assert {path: data for path, data in snapshot(root).items() if not path.startswith(".cache/preview/")} == before


def test_faults_leave_the_preview_as_it_was_and_are_told_with_their_place(root: Path) -> None:
    preview = preview_of(root)
    before = snapshot(root / ".cache/preview")
    swap(root / HELP, 'title = "Help"', 'title = "Help"\nshade = 1')
    swap(root / "content/index.md", "Welcome in.", "Welcome [in](nowhere.md).")
    assert preview.renew()
    assert [(one.path, one.line > 1) for one in preview.outcome.errors] == [(HELP, True), ("content/index.md", True)]
    assert snapshot(root / ".cache/preview") == before
    assert not preview.renew()
    swap(root / HELP, "\nshade = 1", "")
    swap(root / "content/index.md", "Welcome [in](nowhere.md).", "Welcome in.")
    assert preview.renew()
    assert preview.outcome.errors == ()


def test_a_site_without_settings_is_told_not_raised(tmp_path: Path) -> None:
    preview = Preview(tmp_path, tmp_path / "preview")
    assert preview.renew()
    assert "content/site.toml" in {one.path for one in preview.outcome.errors}


def test_a_locale_that_is_not_the_sites_is_told(root: Path) -> None:
    preview = Preview(root, root / "preview", only=("es", "fr"))
    preview.renew()
    assert [(one.rule, "fr" in one.text) for one in preview.outcome.errors] == [("locale", True)]


def test_a_warning_stops_nothing(root: Path) -> None:
    preview = preview_of(root)
    swap(root / CATALOG, "Llame a un amigo.", "Llame a un amigo. " * 30)
    preview.renew()
    assert preview.outcome.problems != ()
    assert preview.outcome.errors == ()


def raise_key_error(*_: object, **__: object) -> None:
    raise KeyError("gone")


def test_a_fault_of_ours_is_shown_and_survived(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    preview = preview_of(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lantern.pipeline.build", raise_key_error)
        assert preview.renew()
    (fault,) = preview.outcome.errors
    assert (fault.rule, fault.path) == ("lantern-failed", "lantern/preview/builder.py")
    assert "KeyError" in fault.text
    assert "Traceback" in capsys.readouterr().err
    assert preview.renew()
    assert preview.outcome.errors == ()


def test_a_fault_that_passed_through_no_file_of_ours_is_shown_too(root: Path) -> None:
    """As one of a library's that was called by the interpreter itself; and a file of ours may stand in a folder of its own."""
    assert _fault(RecursionError("deep")).path == "lantern"
    made = compile("raise KeyError('x')", str(HOME / "lantern/rooms/inner.py"), "exec")
    with pytest.raises(KeyError) as raised:
        exec(made)
    assert (_fault(raised.value).path, _fault(raised.value).line) == ("lantern/rooms/inner.py", 1)


def test_a_folder_that_cannot_be_written_is_told(root: Path) -> None:
    write(root, {"taken": "a file"})
    preview = Preview(root, root / "taken")
    preview.renew()
    assert [one.rule for one in preview.outcome.errors] == ["not-written"]


# --- the preview's folder --------------------------------------------------------------------------------------------


# --- for a translator ------------------------------------------------------------------------------------------------


def shared(root: Path) -> Preview:
    """A translator's preview of a site whose two pages say one sentence, which has just been asked for on one of them."""
    swap(root / HELP, "Call a friend.", "Call a friend.\n\nWelcome in.")
    preview = Preview(root, root / ".cache" / "preview", translate="es")
    assert preview.renew()
    assert preview.outcome.errors == ()
    assert preview.read("es/index.html")
    swap(root / CATALOG, "Pase usted.", "Adelante.")
    return preview


def test_the_page_that_is_looked_at_is_made_first(root: Path) -> None:
    preview = shared(root)
    token = preview.token
    assert preview.renew({str(root / CATALOG)})
    assert preview.outcome.made == ("es/index.html",)
    assert preview.unfinished
    assert (b"Adelante." in (preview.read("es/index.html") or b""), preview.token != token) == (True, True)
    token = preview.token
    assert not preview.finish()
    assert preview.outcome.made == ("es/help-page.html",)
    assert (preview.unfinished, preview.token) == (False, token)
    assert b"Adelante." in (preview.read("es/help-page.html") or b"")


def test_a_page_that_was_given_out_as_it_was_is_told(root: Path) -> None:
    preview = shared(root)
    assert preview.renew({str(root / CATALOG)})
    token = preview.token
    assert b"Adelante." not in (preview.read("es/help-page.html") or b"")
    assert preview.finish()
    assert preview.token != token


def test_a_change_of_a_page_is_made_as_a_whole(root: Path) -> None:
    preview = shared(root)
    swap(root / "content/index.md", "Welcome in.", "Welcome home.")
    assert preview.renew({str(root / CATALOG), str(root / "content/index.md")})
    assert not preview.unfinished
    assert {"es/index.html", "es/help-page.html"} <= set(preview.outcome.made)


def test_faults_of_catalogs_and_of_pages_are_told_together_and_go(root: Path) -> None:
    preview = shared(root)
    swap(root / HELP, 'title = "Help"', 'title = "Help"\nshade = 1')
    preview.renew()
    whole = (root / CATALOG).read_bytes()
    (root / CATALOG).write_bytes(whole[:-20])
    preview.renew({str(root / CATALOG)})
    assert {one.path for one in preview.outcome.errors} == {HELP, CATALOG}
    (root / CATALOG).write_bytes(whole)
    preview.renew({str(root / CATALOG)})
    assert {one.path for one in preview.outcome.errors} == {HELP}
    swap(root / HELP, "\nshade = 1", "")
    preview.renew({str(root / HELP)})
    assert preview.outcome.errors == ()


# --- the folder -------------------------------------------------------------------------------------------------------


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    files = [File("a.html", b"a"), File("es/b.html", b"b")]
    assert Mirror(tmp_path).show(files) == {"a.html", "es/b.html"}
    stood = (tmp_path / "a.html").stat()
    later = Mirror(tmp_path)
    assert later.show(files) == frozenset()
    assert later.show([files[0], File("es/b.html", b"B")]) == {"es/b.html"}
    assert os.path.samestat(stood, (tmp_path / "a.html").stat())
    assert snapshot(tmp_path) == {builder.MARKER: b"", "a.html": b"a", "es/b.html": b"B"}


def test_what_an_older_preview_left_is_removed(tmp_path: Path) -> None:
    write(tmp_path, {"old/x/y.html": "old", "a.html/b.html": "a folder where a page goes", "es": "a file where a folder goes"})
    assert Mirror(tmp_path).show([File("a.html", b"a"), File("es/b.html", b"b")]) >= {"old/x/y.html", "es"}
    assert snapshot(tmp_path) == {builder.MARKER: b"", "a.html": b"a", "es/b.html": b"b"}
    assert not (tmp_path / "old").exists()


def test_what_somebody_took_or_changed_is_put_back(tmp_path: Path) -> None:
    mirror = Mirror(tmp_path / "preview")
    files = [File("a.html", b"a"), File("b.html", b"b")]
    mirror.show(files)
    (tmp_path / "preview/a.html").unlink()
    (tmp_path / "preview/b.html").write_bytes(b"changed")
    assert mirror.show(files) == {"a.html", "b.html"}


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path, {"outside/a.html": "not ours", "page": "b"})
    (tmp_path / "preview").mkdir()
    (tmp_path / "preview/es").symlink_to(tmp_path / "outside", target_is_directory=True)
    (tmp_path / "preview/b.html").symlink_to(tmp_path / "page")
    Mirror(tmp_path / "preview").show([File("es/a.html", b"a"), File("b.html", b"b")])
    assert snapshot(tmp_path / "outside") == {"a.html": b"not ours"}
    assert snapshot(tmp_path / "preview") == {builder.MARKER: b"", "es/a.html": b"a", "b.html": b"b"}
    assert not (tmp_path / "preview/b.html").is_symlink()
