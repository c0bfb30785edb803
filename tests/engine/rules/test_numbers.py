"""Numbers across languages: what is the same, what is lost, what is new."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.content import settings
from lantern.locales import languages
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
        ("February 5", "5 de marzo", ("February",), ("marzo",)),
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
        ("ar", "9 am to 5 pm", "من 9 صباحًا إلى 5 مساءً", True),
        ("ar", "9 am to 5 pm", "من 9 صَبَاحًا إلى 5 مَسَاءً", True),
        ("ar", "9 am to 5 pm", "من 9 مساءً إلى 5 صباحًا", False),
        ("fr", "9 am to 5 pm", "de 09:00 à 17:00", True),
        ("fr", "9 am to 5 pm", "de 09:00 à 05:00", False),
        ("vi", "9 am", "9 giờ sa\u0301ng", True),
        ("zh_Hant", "2 to 4 pm", "下午2點到4點", True),
        ("zh_Hant", "2 to 4 pm", "上午2點到4點", False),
        ("xx", "9 am", "9 pm", True),
        ("es", "9 people", "9 p. m.", True),
    ],
)
def test_morning_stays_morning(code: str, source: str, text: str, same: bool) -> None:
    assert numbers.halves(source, text, code) is same


@pytest.mark.parametrize(
    ("source", "text", "spoken", "same"),
    [
        ("9 de la mañana", "9 am", "es", True),
        ("9 de la mañana", "9 pm", "es", False),
        ("de 9 a. m. a 5 p. m.", "9 am to 5 pm", "es", True),
        ("de 9 a. m. a 5 p. m.", "9 pm to 5 am", "es", False),
        ("上午9点", "9 in the morning", "zh_Hans", True),
        ("上午9点", "9 at night", "zh_Hans", False),
        ("9 xx", "9 pm", "xx", True),
    ],
)
def test_morning_stays_morning_whatever_the_source_speaks(source: str, text: str, spoken: str, same: bool) -> None:
    assert numbers.halves(source, text, "en", spoken) is same


def months(code: str) -> numbers.Months:
    known = settings.Settings("A", "", "", "en", ("en",), {}, {}, {}, "1", {})
    return languages.month_names(languages.describe(code, known))


LAWFUL = [
    ("ar", "February 5, 2026", "5 شباط 2026"),
    ("ar", "September 5, 2026", "5 أيلول 2026"),
    ("ar", "January 5, 2026", "5 كانون الثاني 2026"),
    ("ar", "February 5, 2026", "5 فيفري 2026"),
    ("ar", "In February 2026", "وفي فبراير 2026"),
    ("ar", "February 5, 2026", "5 فبراير (شباط) 2026"),
    ("ru", "January 31, 2026", "31 янв. 2026 г."),
    ("fr", "February 5 and March 1", "1er mars et 5 février"),
    ("es", "February 5", "martes 5 de febrero, mayo"),
    ("ar", "February 2026", "لفبراير 2026"),
    ("es", "September 5, 2026", "5 de setiembre de 2026"),
    ("es", "February 5", "5 de feb."),
    ("es", "May 5", "5 de may."),
    ("fr", "February 5", "5 févr."),
    ("fr", "February 5, 2026", "5 fe\u0301vrier 2026"),
    ("fr", "March 1", "1er mars"),
    ("vi", "February 5", "5 tháng Hai"),
    ("vi", "December 5", "5 tháng mười hai"),
    ("zh_Hant", "February 5", "二月5日"),
    ("zh_Hant", "November 5", "十一月5日"),
    ("ru", "June 5", "5 июня"),
    ("ru", "In May 2025", "в мае 2025"),
    ("so", "March 5", "5 Maarso"),
    ("es", "9 am", "09:00"),
    ("zh_Hans", "5:30 pm", "下午5点半"),
    ("zh_Hant", "5:15 pm", "下午5點一刻"),
    ("vi", "5:30 pm", "5 giờ rưỡi chiều"),
    ("es", "5:30 pm", "las 5 y media de la tarde"),
    ("es", "5:15 pm", "las 5 y cuarto"),
    ("es", "5:45 pm", "las 6 menos cuarto"),
    ("es", "5:45 pm", "las 6 menos 15"),
    ("fr", "5:30 pm", "5 heures et demie"),
    ("ht", "5:30 pm", "5è edmi"),
    ("ar", "5:30 pm", "الساعة 5 والنصف مساءً"),
    ("ar", "5:15 pm", "الساعة 5 والربع"),
    ("es", "12 pm", "al mediodía"),
    ("zh_Hans", "12 pm", "中午"),
    ("fr", "12 am", "à minuit"),
    ("es", "2 agents", "dos agentes"),
    ("zh_Hans", "2 agents", "两名人员"),
    ("ru", "2 agents", "двух агентов"),
    ("ar", "5 people", "خمسة أشخاص"),
    ("vi", "5 people", "năm người"),
]


@pytest.mark.parametrize(("code", "source", "text"), LAWFUL)
def test_what_languages_write_for_the_same_figure(code: str, source: str, text: str) -> None:
    assert numbers.difference(source, text, months(code), code=code) is None


@pytest.mark.parametrize(
    ("code", "source", "text"),
    [
        ("ar", "February 5, 2026", "5 آذار 2026"),
        ("ar", "February 5, 2026", "5 فبراير (نوفمبر) 2026"),
        ("ar", "June 2025", "نوفمبر (حزيران) 2025"),
        ("es", "February 5", "5 de febrero o 5 de marzo"),
        ("fr", "February 5", "5 février ou 5 mars"),
        ("es", "September 5", "5 de diciembre"),
        ("es", "March 5", "martes 5"),
        ("fr", "March 5", "mardi 5 avril"),
        ("fr", "February 5", "5 janv."),
        ("vi", "February 5", "5 tháng ba"),
        ("vi", "February 5", "5 tháng 3"),
        ("zh_Hant", "January 5", "十一月5日"),
        ("zh_Hant", "February 5", "12月5日"),
        ("zh_Hans", "5:30 pm", "下午6点半"),
        ("zh_Hans", "5:30 pm", "下午5点"),
        ("es", "5:30 pm", "las 5 y cuarto"),
        ("es", "5:45 pm", "las 5 menos cuarto"),
        ("es", "12 pm", "a medianoche"),
        ("es", "2 agents", "tres agentes"),
        ("es", "18 years", "dieciocho años"),
        ("es", "12 agents", "dos agentes"),
    ],
)
def test_another_month_hour_or_number_is_another(code: str, source: str, text: str) -> None:
    assert numbers.difference(source, text, months(code), code=code) is not None


@pytest.mark.parametrize(
    ("spoken", "source", "text", "same"),
    [
        ("es", "Hay seis miembros.", "It has 6 members.", True),
        ("es", "Hay seis miembros.", "It has 7 members.", False),
        ("es", "El 5 de febrero de 2026.", "On February 5, 2026.", True),
        ("es", "El 5 de febrero de 2026.", "On March 5, 2026.", False),
        ("es", "El 5 de febrero de 2026.", "2/5/2026", True),
        ("es", "Hasta las 17:30.", "Until 5:30 pm.", True),
        ("es", "Hasta las 17:30.", "Until 6:30 pm.", False),
        ("es", "A las 5 p. m.", "At 17:00.", True),
        ("es", "Hay 3 agentes.", "There are three agents.", True),
        ("fr", "À 17 h 30.", "At 5:30 pm.", True),
        ("fr", "À 17 h 30.", "At 5:20 pm.", False),
        ("zh_Hans", "下午5点30分，2026年2月5日。", "5:30 pm, February 5, 2026.", True),
        ("zh_Hans", "2026年2月5日。", "March 5, 2026.", False),
        ("zh_Hans", "六名成员", "6 members", True),
        ("ar", "خمسة أشخاص", "5 people", True),
        ("ru", "5 мая 2025 г.", "May 5, 2025", True),
    ],
)
def test_the_source_may_speak_any_language(spoken: str, source: str, text: str, same: bool) -> None:
    found = numbers.difference(source, text, months("en"), code="en", spoken=numbers.Speech(spoken, months(spoken)))
    assert (found is None) is same
