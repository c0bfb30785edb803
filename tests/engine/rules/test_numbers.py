"""Numbers across languages: what is the same, what is lost, what is new."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.rules import numbers

SPANISH = tuple(
    (name,)
    for name in [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ]
)
RUSSIAN = tuple(
    (name,)
    for name in [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ]
)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Nothing.", "Nada."),
        ("1,000", "1.000"),
        ("1,000", "1000"),
        ("1,000,000", "1 000 000"),
        ("1,000", "1\u202f000"),
        ("Call 311 or 911.", "911 o 311."),
        ("Call 311 911.", "Llame al 311, 911."),
        ("9 am to 5 pm", "9:00-17:00"),
        ("9 am to 5 pm", "de 9 a. m. a 5 p. m."),
        ("2 to 4 pm", "14:00 – 16:00"),
        ("12 am", "0:00"),
        ("12 am", "24:00"),
        ("12:30 pm", "12 h 30"),
        ("9:00 am", "9"),
        ("noon to 3 p.m.", "12:00 a 15:00"),
        ("5 pm or 17 people", "17 personas, 17:00"),
        ("February 5, 2026", "5 de febrero de 2026"),
        ("February 5, 2026", "2026年2月5日"),
        ("May 2025", "mayo de 2025"),
        ("In March.", "En el mes 3."),
        ("24/7", "24/7"),
        ("May 2, May 3", "2/5, 3/5"),
        ("two of 14", "2 de 14"),
        ("50%", "50 por ciento"),
        ("٥ people", "٥ personas"),
    ],
)
def test_the_same_figures(source: str, text: str) -> None:
    assert numbers.difference(source, text, SPANISH) is None


@pytest.mark.parametrize(
    ("source", "text", "lost", "added"),
    [
        ("14 places", "lugares", ("14",), ()),
        ("places", "14 lugares", (), ("14",)),
        ("14 places", "15 lugares", ("14",), ("15",)),
        ("5 pm", "4", ("5 p.m.",), ("4",)),
        ("9:30 am", "9:45", ("9:30 a.m.",), ("45",)),
        ("5 am", "17:00", ("5 a.m.",), ("17", "0")),
        ("February 5", "5 de marzo", ("February",), ()),
        ("February 5", "5/3", ("February",), ("3",)),
        ("1,000", "10.000", ("1000",), ("10000",)),
        ("18", "١٨", (), ("١", "٨")),
        ("18", "１８", (), ("１", "８")),
        ("18", "十八", ("18",), ()),
        ("two", "3", (), ("3",)),
    ],
)
def test_other_figures(source: str, text: str, lost: tuple[str, ...], added: tuple[str, ...]) -> None:
    found = numbers.difference(source, text, SPANISH)
    assert found is not None
    assert (found.lost, found.added) == (lost, added)


@pytest.mark.parametrize("text", ["в мае 2025", "май 2025", "мая 2025"])
def test_a_month_keeps_its_case_endings(text: str) -> None:
    assert numbers.difference("May 2025", text, RUSSIAN) is None
    assert numbers.difference("March 2025", text, RUSSIAN) is not None


def test_without_names_of_months_their_numbers_count() -> None:
    assert numbers.difference("February 5", "5/2") is None
    assert numbers.difference("February 5", "5 febrero") is not None


@given(st.text("0159 ,.:apm/ ", max_size=30))
def test_a_text_has_its_own_figures(text: str) -> None:
    assert numbers.difference(text, text) is None


@pytest.mark.parametrize("text", ["1,000" * 3000, "5 pm " * 4000, "9" * 20000, "May 1 " * 3000, "1:" * 9000])
def test_long_texts_take_no_time(text: str) -> None:
    began = time.process_time()
    numbers.difference(text, text + "7", SPANISH)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("code", "source", "text", "same"),
    [
        ("es", "9 am to 5 pm", "de 9 a. m. a 5 p. m.", True),
        ("es", "9 am to 5 pm", "de 9\u00a0a.\u00a0m. a 5\u00a0p.\u00a0m.", True),
        ("es", "9 am to 5 pm", "de 9\u00a0p.\u00a0m. a 5\u00a0a.\u00a0m.", False),
        ("es", "9 am to 5 pm", "de 9 p. m. a 5 a. m.", False),
        ("es", "9 am to 5 pm", "de 9 a. m. a 5 a. m.", False),
        ("es", "9 am to 5 pm", "de 9 a 17 horas", True),
        ("es", "9 am to 5 pm", "de 9 a 5", False),
        ("ru", "9 am to 5 pm", "с 9:00 до 17:00", True),
        ("fr", "9:30 am to 12:30 pm", "de 9 h 30 du matin à 12 h 30", True),
        ("es", "noon to 3 pm", "del mediodía a las 3 p. m.", True),
        ("vi", "noon to 3 pm", "từ trưa đến 3 giờ chiều", True),
        ("ar", "9 am to 5 pm", "من 9 صباحاً إلى 5 مساءً", True),
        ("ar", "9 am to 5 pm", "من 9 مساءً إلى 5 صباحاً", False),
        ("zh_Hant", "2 to 4 pm", "下午2點到4點", True),
        ("zh_Hant", "2 to 4 pm", "上午2點到4點", False),
        ("xx", "9 am", "9 pm", True),
        ("es", "9 people", "9 p. m.", True),
    ],
)
def test_morning_stays_morning(code: str, source: str, text: str, same: bool) -> None:
    assert numbers.halves(source, text, code) is same
