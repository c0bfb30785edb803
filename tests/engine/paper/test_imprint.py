"""A group's imprint: read whole, or every fault with its line; a logo is judged by its bytes."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from lantern.paper import imprint
from lantern.paper.sheets import Imprint
from lantern.problem import Problem
from tests.making import write

SOUND = 'name = "Elm Street Tenants"\nphone = "617-555-0142"\nweb = "elm.example"\nlanguages = ["es"]\n'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z" fill="url(#a)"/></svg>'


def png(wide: int = 8, high: int = 4) -> bytes:
    out = io.BytesIO()
    Image.new("1", (wide, high)).save(out, "PNG")
    return out.getvalue()


def read(tmp_path: Path, text: str, logo: bytes | str = b"") -> tuple[tuple[Imprint, ...], tuple[Problem, ...]]:
    write(tmp_path, {"elm.toml": text, **({"logo.bin": logo} if logo else {})})
    return imprint.read(tmp_path / "elm.toml", ("en", "es"))


def rules(problems: tuple[Problem, ...]) -> list[tuple[str, int]]:
    return [(one.rule, one.line) for one in problems]


def test_a_sound_imprint_is_read(tmp_path: Path) -> None:
    (one,), problems = read(tmp_path, SOUND)
    assert problems == ()
    assert (one.slug, one.name, one.phone, one.web, one.languages) == (
        *("elm", "Elm Street Tenants", "617-555-0142", "elm.example"),
        ("es",),
    )
    assert one.svg == ""


def test_a_folder_holds_a_set_for_each_group_and_every_fault_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"a.toml": SOUND, "b.toml": 'phone = "x"\n', "c.toml": "name =", "notes.txt": "not one"})
    found, problems = imprint.read(tmp_path, ("en", "es"))
    assert [one.slug for one in found] == ["a"]
    assert {(Path(one.path).name, one.rule) for one in problems} == {
        *[("b.toml", "missing-key"), ("b.toml", "phone"), ("c.toml", "toml")]
    }
    assert rules(imprint.read(write(tmp_path / "none", {"x.txt": ""}), ())[1]) == [("no-imprint", 1)]
    assert rules(imprint.read(tmp_path / "gone.toml", ())[1]) == [("no-imprint", 1)]


def test_all_faults_of_a_file_are_told_at_their_lines(tmp_path: Path) -> None:
    text = f'nmae = "x"\nname = "{"m" * 50}"\nphone = "call us"\nweb = "nowhere"\nlanguages = ["xx"]\nlogo = "../a.png"\n'
    found, problems = read(tmp_path, text)
    assert found == ()
    assert sorted(rules(problems), key=lambda one: one[1]) == [
        *[("unknown-key", 1), ("too-long", 2), ("phone", 3), ("url", 4), ("locale", 5), ("logo", 6)]
    ]
    assert "Cut 2 letters" in next(one.hint for one in problems if one.rule == "too-long")


def test_a_chinese_letter_takes_the_room_of_two(tmp_path: Path) -> None:
    assert rules(read(tmp_path, f'name = "{"法" * 24}"')[1]) == []
    assert "Cut 2 letters" in read(tmp_path, f'name = "{"法" * 25}"')[1][0].hint


@pytest.mark.parametrize("logo", [SVG, png()], ids=["svg", "png"])
def test_a_logo_is_known_by_its_bytes(tmp_path: Path, logo: bytes | str) -> None:
    (one,), problems = read(tmp_path, f'{SOUND}logo = "logo.bin"\n', logo)
    assert problems == ()
    assert one.kind == ("svg" if isinstance(logo, str) else "png")
    assert one.svg.startswith("<svg ")


@pytest.mark.parametrize(
    ("logo", "rule", "told"),
    [
        (b"GIF89a", "logo-image", "neither PNG nor SVG"),
        ("<html/>", "logo-image", "neither PNG nor SVG"),
        (SVG.replace("<path", "<script/><path"), "logo-image", "<script>"),
        (SVG.replace("<path", '<path onload="x"'), "logo-image", "onload="),
        (SVG.replace("<path", '<image href="https://a.example/x.png"/><path'), "logo-image", "<image>"),
        (SVG.replace("<path", '<use href="other.svg#a"/><path'), "logo-image", "href="),
        (SVG.replace("url(#a)", "url(https://a.example/x)"), "logo-image", "fill="),
        (SVG.replace("<path", "<text>A</text><path"), "logo-image", "<text>"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, "logo-image", "document type"),
        (SVG.replace('viewBox="0 0 9 9"', ""), "logo-image", "no width"),
        (png()[:-8], "logo-image", "cut off"),
        (png().replace(b"IDAT", b"IDAX"), "logo-image", "damaged"),
        (png(4001, 1), "logo-size", "4001 × 1 pixels"),
        (SVG + " " * 500_000, "logo-size", "501 KB"),
    ],
)
def test_a_logo_that_cannot_be_printed_is_refused(tmp_path: Path, logo: bytes | str, rule: str, told: str) -> None:
    found, (problem,) = read(tmp_path, f'{SOUND}logo = "logo.bin"\n', logo)
    assert (found, problem.rule, problem.line) == ((), rule, 5)
    assert told in problem.text


def test_a_logo_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert rules(read(tmp_path, f'{SOUND}logo = "none.png"\n')[1]) == [("logo", 5)]
