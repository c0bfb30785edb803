"""A site written in Spanish, translated to English and Arabic: every part asks the source's language, not English."""

from __future__ import annotations

from pathlib import Path

import pytest

from lantern.cli.main import main
from lantern.preview.builder import Preview
from tests.making import pair, po, swap, write
from tests.sheets import small

GLOSSARY = """[orden]
en = ["court warrant"]
[orden.es]
say = ["orden judicial"]
[orden.ar]
say = ["مذكرة"]
avoid = ["ضمان"]
"""
DOOR = """+++
title = "En su puerta"
description = "Qué hacer."
order = 1
+++

1. No abra la puerta. {: .steps }
2. Pida ver la orden judicial. {: .steps }
3. Guarde el papel. {: .steps }

Llame a un abogado. {: .call }

## Horario

Abierto el 5 de febrero de 2026, de 9 a. m. a 5 p. m. Hay seis personas. {: .law }

La multa no es de $50. Cierra a las 17:30. {: .limit }
"""
ENGLISH = {
    "En su puerta": "At your door",
    "Qué hacer.": "What to do.",
    "No abra la puerta.": "Do not open the door.",
    "Pida ver la orden judicial.": "Ask to see the court warrant.",
    "Guarde el papel.": "Keep the paper.",
    "Llame a un abogado.": "Call a lawyer.",
    "Horario": "Hours",
    "Abierto el 5 de febrero de 2026, de 9 a. m. a 5 p. m. Hay seis personas.": (
        "Open on February 5, 2026, from 9 am to 5 pm. There are 6 people."
    ),
    "La multa no es de $50. Cierra a las 17:30.": "The fine is not $50. It closes at 5:30 pm.",
}
ARABIC = {
    "No abra la puerta.": "لا تفتح الباب.",
    "Pida ver la orden judicial.": "اطلب رؤية مذكرة من المحكمة.",
    "Abierto el 5 de febrero de 2026, de 9 a. m. a 5 p. m. Hay seis personas.": (
        "مفتوح في 5 شباط 2026، من 9 صباحًا إلى 5 مساءً. يوجد 6 أشخاص."
    ),
    "La multa no es de $50. Cierra a las 17:30.": "الغرامة ليست 50 دولارًا. يغلق عند 17:30.",
}
FILE = "locales/{}/LC_MESSAGES/messages.po"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site of two pages whose source is Spanish."""
    config = 'name = "Faro"\nbase_url = "https://faro.example"\nsource = "es"\nlocales = ["es", "en", "ar"]\n'
    return write(
        tmp_path,
        {
            "content/site.toml": config,
            "content/index.md": '+++\ntitle = "Inicio"\n+++\n\nBienvenidos.\n',
            "content/door.md": DOOR,
            "locales/glossary.toml": GLOSSARY,
            FILE.format("en"): po("en", *(pair(*said) for said in ENGLISH.items())),
            FILE.format("ar"): po("ar", *(pair(*said) for said in ARABIC.items())),
        },
    )


def told(root: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What `check` says of the translations that are there."""
    main(["check", "--root", str(root)])
    return "".join(capsys.readouterr())


def test_sound_translations_pass_and_reach_pages(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not [line for line in told(root, capsys).splitlines() if "locales/" in line and "locales/glossary" not in line]
    assert main(["build", "--root", str(root), "--no-print"]) == 0
    english = (root / "public/en/door.html").read_text("utf-8")
    assert "from 9 am to 5 pm" in english
    assert '<p lang="es"' not in english
    assert "شباط" in (root / "public/ar/door.html").read_text("utf-8")
    spanish = (root / "public/es/door.html").read_text("utf-8")
    assert 'lang="es"' in spanish
    assert "No abra la puerta." in spanish
    assert '<p lang="es" dir="ltr">Bienvenidos.' in (root / "public/ar/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("code", "old", "new", "rule"),
    [
        ("en", "February 5", "March 5", "figures"),
        ("en", "6 people", "7 people", "figures"),
        ("en", "5:30 pm", "6:30 pm", "figures"),
        ("en", "from 9 am to 5 pm", "from 9 pm to 5 am", "half-day"),
        ("en", "is not $50", "is $50", "negation"),
        ("en", "Do not open", "Open", "negation"),
        ("en", "is not $50", "is not €50", "currency"),
        ("en", "Do not open the door.", "No abra la puerta.", "copied"),
        ("en", "court warrant", "paper", "term"),
        ("ar", "مذكرة", "ضمان", "avoid"),
        ("ar", "شباط", "آذار", "figures"),
    ],
)
def test_slips_are_told_as_in_any_other_pair(
    root: Path, capsys: pytest.CaptureFixture[str], code: str, old: str, new: str, rule: str
) -> None:
    swap(root / FILE.format(code), old, new)
    lines = [line for line in told(root, capsys).splitlines() if f"locales/{code}/" in line]
    assert [line for line in lines if line.endswith(f"[{rule}]")], lines


def test_paper_and_preview_are_made(root: Path) -> None:
    """With a sheet of the printed kinds, whose English texts stand for a site's own here: what counts is who speaks."""
    config = (root / "content/site.toml").read_text("utf-8")
    small(root)
    write(root, {"content/site.toml": config, "content/door.md": DOOR})
    assert main(["build", "--root", str(root)]) == 0
    made = {path.relative_to(root / "public").as_posix() for path in (root / "public").rglob("*.pdf")}
    assert {name.partition("/")[0] for name in made} == {"es", "en", "ar"}
    preview = Preview(root, root / ".cache" / "preview")
    assert preview.renew()
    assert preview.outcome.errors == ()
