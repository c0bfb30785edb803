"""What content may say and where: the rules of care that a machine can hold. A person holds the rest.

The words of this site are facts about one city, so these tests read content/ as it stands and know what is in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from lantern.content import pages as page_files
from lantern.content import settings
from lantern.content.pages import Content, Page
from lantern.document import html, inline, markdown
from lantern.paper import sheets
from lantern.paper.manuscript import ManuscriptWriter
from lantern.site import read_site
from tests.reading import GRADE, grades, hardest, kincaid, prose, smog

ROOT = Path(__file__).resolve().parents[2]
CONTENT: Content = page_files.read(ROOT)[0]
PAGES = {page.slug: page for page in CONTENT.pages}

REPOSTS = (
    "rezul", "bluesky", "conservativemodern", "crbcnews", "risecelestial", "ground.news", "martlabpro", "helm.news",
    "warptechlab", "rapmd", "europesays", "newsblog", "rawderm", "rin.pw", "sigmalive", "principlecivics", "pubt.io",
)  # fmt: skip
"""Hosts of reposts, aggregators, forums and machine summaries: never cited to readers."""

TIP_LINES = re.compile(r"866[^0-9]{0,3}(?:347[^0-9]{0,3}2423|DHS)", re.IGNORECASE)

pages = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)


def marked(page: Page, name: str) -> list[str]:
    """The text of each block of a page that carries the mark `.name`, as written."""
    parsed = markdown.parse(page.body)
    return [element.text or "" for element in parsed.tree.iter() if name in (element.get("class") or "").split()]


@pages
def test_a_page_reads_at_school_grade_six_or_lower(page: Page) -> None:
    text = prose(page)
    assert kincaid(text) <= GRADE, f"{page.path} reads at {grades(text)}; hardest: {hardest(text, 3)}"


def test_the_hardest_sentences_come_first_and_easy_ones_not_at_all() -> None:
    text = "Go. The administrative documentation is confidential. Immigration officers ask. Wait here."
    assert hardest(text) == ["The administrative documentation is confidential.", "Immigration officers ask."]
    assert smog(text * 3) > kincaid("Go. Wait here. Sit.")


@pages
def test_a_page_says_that_the_order_cannot_stop_every_arrest(page: Page) -> None:
    assert "The City's order cannot stop every arrest." in {message.text for message in page.messages()}


@pages
@pytest.mark.parametrize("level", ["law", "order", "advice"])
def test_a_statement_of_each_level_opens_with_its_words_and_names_its_source(page: Page, level: str) -> None:
    opening = {"law": "The law says:", "order": "Boston's order says:", "advice": "Lawyers advise:"}[level]
    for text in marked(page, level):
        assert text.startswith(opening), f"{page.path}: {text}"
        assert inline.CITATION.search(text), f"{page.path} gives no source: {text}"
    for message in page.messages():
        if message.text.startswith(opening):
            assert message.text in marked(page, level), f"{page.path}: mark this block .{level}: {message.text}"


situations = pytest.mark.parametrize("page", [p for p in PAGES.values() if p.template == "situation"], ids=lambda page: page.slug)

LAST = ["rights", "order", "limits", "call"]
"""How every situation ends: after what to say and what to do come the rights, the order, its limits and who else can help."""

STEP_WORDS = 14
"""Words of a step; an “unless” is worth two more."""


@situations
def test_a_situation_opens_with_three_short_steps_and_one_call(page: Page) -> None:
    opening = markdown.render(page.body.split("\n## ")[0]).tree
    steps = [html.text(element) for element in opening.iter("li")]
    assert len(steps) == 3
    for step in steps:
        words = re.findall(r"[\w'’.{}-]*\w[\w'’.{}-]*", step)
        assert len(words) <= STEP_WORDS + 2 * words.count("unless"), step
    calls = [text for text in marked(page, "call") if text in page.body.split("\n## ")[0]]
    assert len(calls) == 1
    assert re.search(r"\{(\w+)\.phone\}.*\{\1\.hours\}", calls[0])


@situations
def test_a_situation_says_the_words_first_and_the_law_later(page: Page) -> None:
    anchors = re.findall(r"^## .*\{: #([\w-]+)", page.body, re.MULTILINE)
    assert anchors[0] == "say"
    assert [anchor for anchor in anchors if anchor in LAST] == anchors[-len(LAST) :] == LAST
    assert marked(page, "say")
    assert "](help-" in page.body.split("{: #call}")[1]


@pages
def test_a_question_to_an_officer_has_both_answers(page: Page) -> None:
    texts = [message.text for message in page.messages()]
    if any("“Am I free to leave?”" in text for text in texts):
        assert any("If they say no" in text and "leave calmly" in text for text in texts), page.path
    for text in texts:
        if text.startswith(("“Am", "Ask: “Am")) and "If yes" in text:
            assert "If no" in text, text


@pages
def test_a_rule_about_the_door_carries_its_unless(page: Page) -> None:
    for message in page.messages():
        for sentence in re.split(r"(?<=[.!?]) ", message.text):
            if re.search(r"not have to open|need not open", sentence) and "“" not in sentence:
                assert "unless they have a warrant from a court" in sentence, f"{page.path}: {sentence}"


@pages
def test_whoever_is_told_of_a_forced_door_is_told_what_else_to_do(page: Page) -> None:
    """A page that tells how to act at a home's door: a real warrant is not blocked, and they might come in all the same."""
    told = " ".join(message.text for message in page.messages())
    if "not have to open" in told and page.slug not in {"updates", "version"}:
        assert "do not block them" in told, page.path
        assert "might come in anyway" in told, page.path


@pages
def test_a_call_line_says_whose_agents_and_waits_for_nobody(page: Page) -> None:
    for text in marked(page, "call"):
        if "{luce.phone}" in text:
            assert not re.search(r"(?<!federal )\bagents\b", text), f"{page.path}: {text}"


@pages
def test_what_agents_may_do_with_their_form_is_reported_and_disputed(page: Page) -> None:
    for message in page.messages():
        if "force a way into a home with" in message.text:
            assert message.text.startswith("It is reported")
            assert "disputed" in message.text
            assert "Do not resist." in message.text
            assert "see a lawyer now" in message.text


@pages
def test_the_emergency_number_stands_with_boston_and_with_its_limit(page: Page) -> None:
    texts = [message.text for message in page.messages()]
    for place, text in enumerate(texts):
        if "{emergency.phone}" in text and "forces a way" in text:
            assert "Boston" in text
            assert any("Police might not stop them." in near for near in texts[place : place + 2]), f"{page.path}: {text}"


def test_the_home_page_gives_no_rule_for_city_places_without_its_limit() -> None:
    texts = [message.text for message in PAGES["index"].messages()]
    for place, text in enumerate(texts):
        if text.startswith("Boston's order says: City"):
            assert texts[place + 1].startswith("An arrest can still happen in City places."), text
    told = " ".join(texts)
    for word in ("garage", "video", "footage", "prosecutor", "Trust Act", "silence is safe"):
        assert word not in told


def test_no_source_is_a_repost_and_every_link_is_the_publishers_own() -> None:
    for source in CONTENT.sources.values():
        host = urlsplit(source.url or "").hostname or ""
        assert not any(name in host for name in REPOSTS), f"{source.id}: {host}"
        if "seen in" in source.publisher or "seen on" in source.publisher:
            assert source.url is None, source.id


def test_every_source_is_cited_and_was_last_seen_on_a_day() -> None:
    cited = {source_id for page in CONTENT.pages for source_id in markdown.parse(page.body).citations}
    assert set(CONTENT.sources) == cited


def test_no_line_that_reports_people_stands_anywhere() -> None:
    for path in sorted((ROOT / "content").glob("*")):
        assert not TIP_LINES.search(path.read_text(encoding="utf-8")), path.name


def test_each_organisation_has_one_number_and_an_address_of_its_own_where_it_may_not_be_dialled() -> None:
    for one in CONTENT.organisations.values():
        assert not re.search(r"\d{3}[-. ]\d{4}", one.note + one.what + one.hours), one.id
        if one.phone and not one.dialable:
            assert one.web, f"{one.id} has a number that may not be published and no web address"


def test_nobody_is_said_to_have_checked_what_nobody_checked() -> None:
    """Holds until a person signs: then the record names them, and this list is where a reviewer of the change sees it."""
    assert [page.slug for page in CONTENT.pages if page.lawyer_checked or page.verified] == []
    assert [one.id for one in CONTENT.organisations.values() if one.checked] == []


def test_the_address_is_a_reserved_name_until_the_site_has_one() -> None:
    chosen, problems = settings.read(ROOT)
    assert not problems
    assert chosen is not None
    assert chosen.base_url == ""


# ── what is never on paper (decision 0014) ──────────────────────────────────────────────────────────────────────────

NEVER = {
    "figures of arrests at courthouses": r"\b614\b|282 (?:in|arrests)",
    "the state's portal": r"tell the state what agents did|web page for reports about federal immigration agents",
    "garages": r"\bgarages?\b",
    "news of courts": r"\bappeals court ruled|a judge (?:blocked|ruled|ordered)|\blawsuit was filed",
}


def printed_words(node: object) -> Iterator[str]:
    """Every string that a sheet is given, but for contacts (no print template reads them), the directory and sources."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in {"contacts", "listing", "sources"}:
                yield from printed_words(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from printed_words(value)
    elif isinstance(node, str):
        yield node


def test_figures_of_arrests_the_portal_garages_and_news_of_courts_stay_off_paper() -> None:
    assert not [path.name for path in (ROOT / "templates/print").glob("*.typ") if "contacts" in path.read_text(encoding="utf-8")]
    site, problems = read_site(ROOT, only=("en",))
    assert site is not None, problems
    editions = site.editions(site.translators[0])
    writer = ManuscriptWriter(site, site.translators[0], {one.page.slug: one for one in editions})
    listed = sheets.sheets(editions, site.products, source="en")
    assert len(listed) > 20
    web = " ".join(message.text for message in site.messages())
    assert re.search(NEVER["the state's portal"], web, re.IGNORECASE), "the web has it: the pattern finds what it should"
    for sheet in listed:
        words = " ".join(printed_words(writer.manuscript(sheet).told))
        assert [what for what, sign in NEVER.items() if re.search(sign, words, re.IGNORECASE)] == [], sheet.path
