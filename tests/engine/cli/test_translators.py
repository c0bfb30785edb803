"""The commands for translators, as they are called: tests/test_cli.py and the tests of each part have the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lantern.cli.main import main
from lantern.locales import merge as merge_module
from tests.making import copied, snapshot, swap


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return copied("town", tmp_path)


def test_a_catalog_sent_back_is_taken_and_answered(town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = town / "locales/es/LC_MESSAGES/messages.po"
    assert main(["messages", "--root", str(town)]) == 0
    before = own.read_bytes()
    sent = tmp_path / "sent.po"
    sent.write_bytes(before)
    swap(sent, "Ayuda en este pueblo", "Ayuda en el pueblo")
    capsys.readouterr()
    assert main(["messages", "--root", str(town), "--take", str(sent), "--dry-run"]) in {0, 1}
    assert own.read_bytes() == before
    assert (tmp_path / "preview-es.html").is_file()
    assert main(["messages", "--root", str(town), "--take", str(sent), "--theirs"]) == 0
    assert "Ayuda en el pueblo" in own.read_text("utf-8")


@pytest.mark.parametrize(
    "bad", ['msgid "x"\nmsgstr "say "this""', 'msgid "Stay calm."\nmsgstr "Otra."', 'msgid "x"\nmsgstr "cut']
)
def test_a_bad_entry_in_a_file_sent_back_is_listed_and_the_others_are_taken(
    town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], bad: str
) -> None:
    own = town / "locales/es/LC_MESSAGES/messages.po"
    assert main(["messages", "--root", str(town)]) == 0
    sent = tmp_path / "sent.po"
    sent.write_bytes(own.read_bytes() + f"\n{bad}\n".encode())
    swap(sent, "Ayuda en este pueblo", "Ayuda en el pueblo")
    capsys.readouterr()
    assert main(["messages", "--root", str(town), "--take", str(sent), "--theirs"]) == 1
    told = capsys.readouterr()
    assert "Ayuda en el pueblo" in own.read_text("utf-8")
    line = sent.read_text("utf-8").split("\n").index(bad.split("\n")[1], own.read_text("utf-8").count("\n")) + 1
    assert any(f"{sent}:{number}: error: " in told.err for number in (line, line - 1))
    assert "refused" in told.out
    assert f"Line {line}" in (reply := (tmp_path / "preview-es.html").read_text("utf-8")) or f"Line {line - 1}" in reply


def test_a_language_nobody_has_is_refused(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "xx_YY", "--root", str(town)]) == 2
    assert "is not a locale" in capsys.readouterr().err
    assert main(["new", "es", "--root", str(town)]) == 1
    assert main(["messages", "--machine", "xx", "--root", str(town)]) == 1
    assert main(["audio", "xx", "index", "--root", str(town)]) == 1


def test_a_place_that_cannot_be_written_is_told(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (town / "locales/it").write_text("a file where a folder should be")
    assert main(["new", "it", "--root", str(town)]) == 1
    told = capsys.readouterr().err
    assert "locales/it" in told
    assert "cannot be read or written" in told


def test_what_is_asked_of_a_review(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "es", "--root", str(town)]) == 2
    assert main(["review", "es", "no-such-page", "--by", "A reader", "--root", str(town)]) == 1
    assert main(["review", "es", "--list", "--root", str(town)]) == 0
    assert "index" in capsys.readouterr().out


def test_a_catalog_of_another_language_is_not_taken(town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = town / "locales/es/LC_MESSAGES/messages.po"
    sent = tmp_path / "sent.po"
    sent.write_bytes(own.read_bytes())
    swap(sent, "Language: es", "Language: ar")
    swap(sent, "Ayuda en este pueblo", "Una frase en otra lengua")
    before = snapshot(town)
    for option in ("--take", "--import"):
        assert main(["messages", "--root", str(town), option, str(sent), "--locale", "es"]) == 1
        assert "names the language “ar”, not “es”" in capsys.readouterr().err
        assert main(["messages", "--root", str(town), option, str(sent), "--locale", "en"]) == 1
        assert "Nothing is translated into “en”" in capsys.readouterr().err
    assert snapshot(town) == before


def test_options_that_contradict_each_other_write_nothing(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = snapshot(town)
    own = str(town / "locales/es/LC_MESSAGES/messages.po")
    assert main(["serve", "--root", str(town), "--translate", "es", "--pseudo"]) == 2
    assert "--pseudo does not go with --translate" in capsys.readouterr().err
    for words in (["--theirs"], ["--take", own, "--trivial"], ["--import", own, "--machine", "es"]):
        assert main(["messages", "--root", str(town), *words]) == 2
        assert "messages: error: --" in capsys.readouterr().err
    assert main(["messages", "--root", str(town), "--take", ""]) == 1
    assert "cannot be read" in capsys.readouterr().err
    assert snapshot(town) == before


def test_an_answer_that_cannot_be_written_is_told(town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["messages", "--root", str(town)]) == 0
    own = town / "locales/es/LC_MESSAGES/messages.po"
    sent = tmp_path / "sent.po"
    sent.write_bytes(own.read_bytes())
    swap(sent, "Ayuda en este pueblo", "Ayuda en el pueblo")
    assert main(["messages", "--root", str(town), "--take", str(sent), "--theirs", "--output", str(sent)]) == 1
    told = capsys.readouterr()
    assert "could not be written" in told.err
    assert "1 taken" in told.out
    assert "Ayuda en el pueblo" in own.read_text("utf-8")


@pytest.mark.parametrize("words", [(), ("--take",)])
def test_a_save_while_catalogs_are_merged_is_kept_and_told(
    town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert main(["messages", "--root", str(town)]) == 0
    own = town / "locales/es/LC_MESSAGES/messages.po"
    sent = tmp_path / "sent.po"
    sent.write_bytes(own.read_bytes())
    swap(sent, "Ayuda en este pueblo", "Ayuda en el pueblo")
    swap(town / "content/at-home.md", "3. Stay calm.\n", "3. Stay calm.\n\nThis paragraph is quite new here.\n")
    update, saved = merge_module.merge, own.read_bytes() + b"\n# saved by a person\n"

    def merge(*arguments: Any, **options: Any) -> Any:
        own.write_bytes(saved)
        return update(*arguments, **options)

    monkeypatch.setattr(merge_module, "merge", merge)
    more = [*words, str(sent), "--theirs"] if words else []
    capsys.readouterr()
    assert main(["messages", "--root", str(town), *more]) == 1
    assert own.read_bytes() == saved
    assert "es/LC_MESSAGES/messages.po:1: error: The file was saved while" in capsys.readouterr().err
    monkeypatch.undo()
    assert main(["messages", "--root", str(town)]) == 0
