"""What the search looks through: every page once, whole words, a script that cannot break out of itself."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from lantern.content import pages as page_files
from lantern.editions import edition
from lantern.editions.edition import Edition
from lantern.web import search
from tests.making import ROOT, translator, write


def editions(root: Path, pages: Mapping[str, str], code: str = "en", said: Mapping[str, str] | None = None) -> list[Edition]:
    write(root, {f"content/{name}.md": text for name, text in pages.items()})
    found, problems = page_files.read(root)
    assert problems == ()
    speaking = translator(code, said)
    return [edition.make_edition(page, speaking, found, facts={}) for page in found.pages]


def loaded(made: list[Edition], language: str = "en") -> list[list[str]]:
    """The pages a browser would be handed, read as the script's one call."""
    file = search.data(made, language=language)
    assert file.path == f"{language}/search-data.js"
    text = file.data.decode()
    assert text.startswith("lanternPages(")
    assert text.endswith(");\n")
    pages: Any = json.loads(text.removeprefix("lanternPages(").removesuffix(");\n"))
    return list(pages)


DOOR = '+++\ntitle = "The door"\ndescription = "What to do."\norder = 2\n+++\n'


def test_every_page_is_there_in_the_order_of_the_menu(tmp_path: Path) -> None:
    made = editions(
        tmp_path, {"door": f"{DOOR}\nStay calm.\n", "index": "# Home\n\nHello.\n", "a": '+++\ntitle = "A"\norder = 1\n+++\n'}
    )
    assert loaded(made) == [
        ["a.html", "A", "", ""],
        ["door.html", "The door", "What to do.", "Stay calm."],
        ["index.html", "Home", "", "Hello."],
    ]


def test_words_of_two_blocks_never_become_one(tmp_path: Path) -> None:
    body = "## Head\n\nOne  \ntwo.\n\n- Three\n    - four\n        - five\n- six\n\n| A | B |\n|---|---|\n| c | d |\n\n> Seven\n"
    ((_, _, _, text),) = loaded(editions(tmp_path, {"door": DOOR + body}))
    assert text.split() == ["Head", "One", "two.", "Three", "four", "five", "six", "A", "B", "c", "d", "Seven"]
    assert "\n" not in text


def test_citations_are_no_words(tmp_path: Path) -> None:
    write(tmp_path, {"content/sources.toml": '[g]\ntitle = "T"\npublisher = "P"\nread_on = 2026-04-02\n'})
    ((_, _, _, text),) = loaded(editions(tmp_path, {"door": f"{DOOR}You may.[^g] So.\n"}))
    assert text == "You may. So."


@pytest.mark.parametrize("code", ["es", "zh_Hans", "ar"])
def test_a_page_is_found_by_the_words_it_shows(tmp_path: Path, code: str) -> None:
    said = {"es": "Mantenga la calma.", "zh_Hans": "保持冷静。", "ar": "ابق هادئًا."}[code]
    made = editions(tmp_path, {"door": f"{DOOR}Stay calm.\n\nNot translated.\n"}, code, {"Stay calm.": said})
    ((_, title, _, text),) = loaded(made)
    assert (title, text) == ("The door", f"{said} Not translated.")


def test_letters_are_composed(tmp_path: Path) -> None:
    """Otherwise a word typed on one device is not found in a text written on another."""
    loose = unicodedata.normalize("NFD", "Qué té")
    ((_, _, _, text),) = loaded(editions(tmp_path, {"door": DOOR + loose}))
    assert text == unicodedata.normalize("NFC", loose)


def test_nothing_in_a_page_ends_the_script(tmp_path: Path) -> None:
    body = '`</script><b>` and `<!--` "quoted" \\\\ back line end\n'
    made = editions(tmp_path, {"door": DOOR + body})
    text = search.data(made, language="en").data.decode()
    assert not {"\u2028", "\u2029"} & set(text)
    assert "</" not in text
    assert text.count("\n") == 1
    ((_, _, _, said),) = loaded(made)
    assert said.startswith('</script><b> and <!-- "quoted" \\ back line end')


def test_the_same_pages_give_the_same_bytes(tmp_path: Path) -> None:
    made = editions(tmp_path, {"door": f"{DOOR}Stay calm.\n"})
    assert search.data(made, language="en") == search.data(list(made), language="en")


# --- what the script finds -------------------------------------------------------------------------------------------

TEXTS = {
    "door": "Call 617-555-0142 or (617) 555 0199, fill in Form I-205, send an e-mail. Tel. +44 20 7946 0000.",
    "km": "ច្បាប់នៃការជួលផ្ទះនៅទីក្រុង",
    "th": "กฎหมายการเช่าบ้านในเมือง",
    "my": "အိမ်ငှားရမ်းခြင်းဥပဒေ",
    "lo": "ກົດໝາຍການເຊົ່າເຮືອນ",
    "ja": "市内のアパートのルール",
    "yue": "喺𨋢入面唔使開門",
    "ar": "المحكمة والمدرسة",
}
PAGE = (
    '<div data-search hidden><input><p role="status"></p><template><span data-word="found">found {n}</span>'
    '<span data-word="near">near {n}</span><span data-word="none">none</span></template></div><ol data-found hidden></ol>'
    '<div data-filter hidden><input data-by="words"><p data-count></p><template><span>{n} of {total}</span></template></div>'
    '<ul class="listing"><li data-needs="" data-languages="">617-555-0142 e-mail</li>'
    '<li data-needs="" data-languages="">911</li></ul>'
    '<nav><a hreflang="es" href="http://site.example/es/door.html">es</a></nav>'
)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    made = browser.new_page()
    made.set_content(PAGE)
    for script in ("lantern.js", "search.js"):
        made.add_script_tag(content=(ROOT / "static" / script).read_text(encoding="utf-8"))
    made.evaluate("pages => lanternPages(pages)", [[name, name, "", text] for name, text in TEXTS.items()])
    yield made
    made.close()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        *[(said, ["door"]) for said in ("6175550142", "617 555 0142", "(617)555-0142", "617.555.0142", "+1 617 555-0142")],
        *[(said, ["door"]) for said in ("16175550142", "0016175550142", "5550142", "6175550199", "+442079460000", "2079460000")],
        *[(said, ["door"]) for said in ("I205", "i 205", "i-205", "email", "e-mail", "E‑mail", "mail")],
        *[(said, ["km"]) for said in ("ជួល", "ផ្ទះ", "ទីក្រុង")],
        *[(said, ["th"]) for said in ("เช่า", "บ้าน", "เมือง")],
        *[("ငှား", ["my"]), ("ເຊົ່າ", ["lo"]), ("アパート", ["ja"]), ("ルール", ["ja"]), ("𨋢", ["yue"]), ("開門", ["yue"])],
        ("مدرسة", ["ar"]),
        *[(said, []) for said in ("6175550143", "0142999", "zzz", "-", "()")],
    ],
)
def test_words_and_numbers_are_found_however_they_are_typed(page: Page, query: str, found: list[str]) -> None:
    assert page.evaluate("query => lanternFind(query)", query) == found


def test_what_is_found_is_marked_whole(page: Page) -> None:
    for query, marked in (("6175550142", "617-555-0142"), ("𨋢", "𨋢"), ("email", "e-mail")):
        page.fill("[data-search] input", query)
        page.keyboard.press("Enter")
        assert page.locator("[data-found] mark").all_inner_texts() == [marked]


@pytest.mark.parametrize(
    ("query", "count"), [("6175550142", "1 of 2"), ("+1 (617) 555 0142", "1 of 2"), ("email", "1 of 2"), ("", "2 of 2")]
)
def test_the_list_of_organisations_compares_numbers_alike(page: Page, query: str, count: str) -> None:
    page.fill("[data-filter] input", query or "x")
    page.fill("[data-filter] input", query)
    page.wait_for_function("count => document.querySelector('[data-count]').textContent === count", arg=count)


COMPOSE = """(field) => {
  const send = (name, more) => field.dispatchEvent(name === 'input'
    ? new InputEvent('input', { bubbles: true, ...more }) : name === 'keydown'
    ? new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, ...more }) : new CompositionEvent(name, { bubbles: true }));
  field.value = 'kaimen';
  send('compositionstart');
  send('input', { isComposing: true });
  send('keydown', { isComposing: true });
}"""


def test_nothing_is_looked_up_while_a_word_is_composed(page: Page) -> None:
    field = page.locator("[data-search] input")
    field.evaluate(COMPOSE)
    page.wait_for_timeout(400)
    assert page.inner_text("[role=status]") == ""
    field.evaluate(
        "field => { field.value = '開門'; field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true })); }"
    )
    page.wait_for_function("document.querySelector('[role=status]').textContent === 'found 1'", timeout=2_000)


def test_another_language_opens_at_the_same_place(page: Page) -> None:
    for place in ("#limits", "#who-can-help", ""):
        page.evaluate("place => { location.hash = place; }", place)
        page.wait_for_function("place => document.querySelector('[hreflang]').hash === place", arg=place)
