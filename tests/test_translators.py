"""The commands for translators, as they are called: tests/test_cli.py and the tests of each part have the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from lantern.cli import main
from tests.making import copied, swap


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


def test_a_language_nobody_has_is_refused(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "xx_YY", "--root", str(town)]) == 2
    assert "is not a locale" in capsys.readouterr().err
    assert main(["new", "es", "--root", str(town)]) == 1
    assert main(["messages", "--machine", "xx", "--root", str(town)]) == 1
    assert main(["audio", "xx", "index", "--root", str(town)]) == 1


def test_what_is_asked_of_a_review(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "es", "--root", str(town)]) == 2
    assert main(["review", "es", "no-such-page", "--by", "A reader", "--root", str(town)]) == 1
    assert main(["review", "es", "--list", "--root", str(town)]) == 0
    assert "index" in capsys.readouterr().out
