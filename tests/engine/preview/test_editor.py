"""The translator's editor: at the right line, never through a shell, and plain words where there is none."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from lantern.preview import editor

FILE = Path("/a b/messages.po")


def words(*, chosen: str = "", environ: dict[str, str] | None = None, there: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The command for line 7 of FILE on a computer that has just these programs."""
    return editor.command(
        FILE, 7, chosen=chosen, environ=environ or {}, which=lambda name: f"/bin/{name}" if name in there else None
    )


def test_the_chosen_command_comes_first_then_the_variable_then_what_is_there() -> None:
    environ = {editor.VARIABLE: "vari {file}"}
    assert words(chosen="mine -g {file}:{line}", environ=environ, there=("code",)) == ("mine", "-g", "/a b/messages.po:7")
    assert words(environ=environ, there=("code",)) == ("vari", "/a b/messages.po")
    assert words(there=("poedit", "kate")) == ("/bin/kate", "--line", "7", "/a b/messages.po")
    assert words(there=("poedit", "code", "kate")) == ("/bin/code", "--goto", "/a b/messages.po:7")
    assert words() == ()


@pytest.mark.parametrize("name", editor.KNOWN)
def test_every_known_editor_is_given_the_file(name: str) -> None:
    assert any("/a b/messages.po" in word for word in words(there=(name,))[1:])


def test_a_command_without_a_place_for_the_file_gets_it_at_the_end() -> None:
    assert words(chosen="'my editor' --wait") == ("my editor", "--wait", "/a b/messages.po")


def test_nothing_goes_through_a_shell(tmp_path: Path) -> None:
    proof, out = tmp_path / "proof", tmp_path / "out"
    script = tmp_path / "fake.py"
    script.write_text(f"import sys; open({str(out)!r}, 'w').write(repr(sys.argv[1:]))")
    file = tmp_path / f"$(touch {proof.name}); touch x.po"
    opened = editor.launch(file, 3, chosen=f"{sys.executable} {script} {{file}} ; touch {proof}")
    assert opened.done
    end = time.monotonic() + 20
    while not (out.exists() and out.read_text()) and time.monotonic() < end:
        time.sleep(0.02)
    assert out.read_text() == repr([str(file), ";", "touch", str(proof)])
    assert not proof.exists()


def test_what_cannot_be_started_is_told_with_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = editor.launch(FILE, 7, chosen="/not/there {file}")
    torn = editor.launch(FILE, 7, chosen="'torn {file}")
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv(editor.VARIABLE, raising=False)
    none = editor.launch(FILE, 7)
    assert [one.done for one in (gone, torn, none)] == [False] * 3
    assert ["messages.po, line 7" in one.text for one in (gone, torn, none)] == [True] * 3
    assert "--editor" in none.text
