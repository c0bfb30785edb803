"""What a template is given: names, links, other forms, and words in the page's language."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from lantern.content.pages import Page
from lantern.document import html, markdown
from lantern.editions import contacts
from lantern.editions import edition as edition_module
from lantern.editions.edition import Edition
from lantern.editions.translator import Text
from lantern.files.publish import File
from lantern.locales.reviews import Review
from lantern.site import Site, read_site
from lantern.templates.jinja import PAGE_NAMES
from lantern.web import context, recordings
from lantern.web.context import Share, SharedContext
from tests.making import ROOT, harbor, swap


@dataclass(frozen=True)
class Shown:
    """A page in one language, with all that its template would be given."""

    site: Site
    common: SharedContext
    edition: Edition
    original: Edition
    values: dict[str, Any]

    @property
    def share(self) -> Share:
        found: Share = self.values["edition"]["share"]
        return found


def read(root: Path, base: str = "") -> Site:
    found, problems = read_site(root, base_url=base)
    assert found is not None, problems
    assert problems == ()
    return found


def edition(known: Site, slug: str, number: int) -> Edition:
    """A page as the voice with this number says it."""
    translator = known.translators[number]
    facts = contacts.make_facts(translator, known.content, calling_code=known.settings.calling_code)
    page = next(page for page in known.content.pages if page.slug == slug)
    return edition_module.make_edition(page, translator, known.content, facts=facts)


def shown(root: Path, slug: str, tag: str = "es", *, base: str = "", preview: bool = False) -> Shown:
    known = read(root, base)
    number = [translator.tongue.locale.tag for translator in known.translators].index(tag)
    common = context.make_shared_context(known, known.translators[number], context.rows(known), preview=preview)
    one, original = edition(known, slug, number), edition(known, slug, 0)
    return Shown(known, common, one, original, context.page_values(one, original, known, common))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return harbor(tmp_path)


# --- names -----------------------------------------------------------------------------------------------------------


def test_every_name_a_page_is_given_is_one_a_template_may_use(root: Path) -> None:
    assert set(shown(root, "door").values) <= PAGE_NAMES
    only_elsewhere = {"editions", "choices", "colophon", "sentences"}
    assert set(shown(root, "door").values) == PAGE_NAMES - only_elsewhere


def test_templates_may_use_every_field_they_are_told_of(root: Path) -> None:
    """What Lantern's templates read of an edition is there."""
    texts = [path.read_text("utf-8") for path in (ROOT / "templates").glob("*.html")]
    used = {name for text in texts for name in re.findall(r"\bedition\.(\w+)", text)}
    assert used - {"pairs"} <= set(shown(root, "door").values["edition"])


def test_the_preview_has_its_marks_and_says_so(root: Path) -> None:
    found = shown(root, "door", preview=True).values
    assert found["preview"] is True
    assert 'data-message="m-' in found["edition"]["opening"] + found["edition"]["body"]
    assert "data-message" not in str(shown(root, "door").values["edition"]["body"])


# --- links -----------------------------------------------------------------------------------------------------------


def test_the_menu_has_every_page_in_order_with_its_group(root: Path) -> None:
    menu = shown(root, "door").values["menu"]
    assert [(entry.slug, entry.group) for entry in menu] == [
        ("index", "home"),
        ("door", "situation"),
        ("show", "tool"),
        ("help", "tool"),
        ("lawyer", "help"),
        ("search", "tool"),
        ("order", "order"),
        ("translations", "about"),
        ("updates", "about"),
        ("old", "order"),  # a page without a group stands with the order's
    ]
    assert [entry.slug for entry in menu if entry.current] == ["door"]
    assert all(entry.href == f"{entry.slug}.html" for entry in menu)


def test_the_menu_speaks_the_page_s_language_where_it_can(root: Path) -> None:
    menu = {entry.slug: entry for entry in shown(root, "door").values["menu"]}
    assert menu["door"].title == Text("Alguien llama a la puerta", "es", "ltr", False)
    assert menu["order"].title == Text("The harbor rule", "en", "ltr", True)
    assert menu["help"].description == Text("", "es", "ltr", False)


def test_links_to_other_languages_and_home(root: Path) -> None:
    found = shown(root, "door", "ar").values
    assert found["languages"] == [
        ("en", "ltr", "English", "../en/door.html", False),
        ("es", "ltr", "Español", "../es/door.html", False),
        ("ar", "rtl", "العربية", "door.html", True),
    ]
    assert (found["home_href"], found["english_href"], found["page_href"]) == ("index.html", "../en/door.html", "door.html")
    assert (found["card_href"], found["card_picture_href"], found["root"]) == ("../card.html", "../card.png", "../")


def test_scripts_are_lantern_s_own_and_the_search_s_on_its_page(root: Path) -> None:
    assert shown(root, "door").values["scripts"] == ("../lantern.js",)
    assert shown(root, "search").values["scripts"] == ("../lantern.js", "../search.js", "search-data.js")


def test_leaving_leads_where_the_settings_say(root: Path) -> None:
    assert shown(root, "door").values["site"]["leave"] == "https://weather.example/"


def test_without_an_address_of_its_own_a_site_has_no_canonical_and_no_feed(root: Path) -> None:
    found = shown(root, "door").values
    assert (found["canonical"], found["feed_href"]) == (None, None)
    assert found["alternates"][0] == ("en", "../en/door.html")
    assert found["alternates"][-1] == ("x-default", "../en/door.html")


def test_with_one_it_has_both(root: Path) -> None:
    found = shown(root, "index", base="https://harbor.town/guide").values
    assert (found["canonical"], found["feed_href"]) == ("https://harbor.town/guide/es/index.html", "feed.xml")
    assert found["alternates"][-1] == ("x-default", "https://harbor.town/guide/")


def test_without_news_there_is_no_feed(root: Path) -> None:
    (root / "content/updates.toml").unlink()
    assert shown(root, "door", base="https://harbor.town").values["feed_href"] is None


# --- an edition ------------------------------------------------------------------------------------------------------


def test_the_text_is_parted_before_its_first_heading(root: Path) -> None:
    found = shown(root, "door").values["edition"]
    assert "Pregunte quién es." in found["opening"]
    assert "<h2" not in found["opening"]
    assert found["body"].startswith('<h2 id="rights">')
    assert "Alguien" not in found["opening"] + found["body"], "the title is not part of the text"


LONG = """Words.

## A {: #a}

More.

1. One
2. Two

Last.

1. Other

### Deep {: #d}

## B {: #b}

- Item
"""


@pytest.mark.parametrize("annotate", [False, True])
@pytest.mark.parametrize(
    ("text", "opens", "told"),
    [
        ("", False, []),
        ("Only words.\n", True, []),
        ("## A {: #a}\n", False, [("a", 0)]),
        (LONG, True, [("a", 2), ("b", 0)]),
        ("## A {: #a}\n\n1. One\n    1. Inner\n    2. Inner\n\n## B {: #b}\n\n> 1. Quoted\n", False, [("a", 1), ("b", 0)]),
        ('## A & B {: #a}\n\nOne `</ol>` and `<h2 id="x">`.\n', False, [("a", 0)]),
    ],
)
def test_the_sections_of_a_text_are_all_of_it_in_order(
    text: str, opens: bool, told: list[tuple[str, int]], annotate: bool
) -> None:
    tree = markdown.render(text).tree
    opening, sections = context.parted(tree, annotate=annotate)
    assert bool(opening) == opens
    assert [(section.id, section.items) for section in sections] == told
    whole = "".join([opening, *(section.heading + section.body for section in sections)])
    assert whole == html.html(tree, annotate=annotate)
    for section in sections:
        assert section.heading.startswith("<h2")
        assert section.numbered.startswith("<ol") == bool(section.items)
        assert isinstance(section.heading, Markup), "it is printed as it is"
        assert isinstance(section.body, Markup), "it is printed as it is"


@pytest.mark.parametrize(("slug", "opening", "body"), [("old", True, False), ("show", True, True)])
def test_a_text_may_have_no_heading(root: Path, slug: str, opening: bool, body: bool) -> None:
    found = shown(root, slug).values["edition"]
    assert (bool(found["opening"]), bool(found["body"])) == (opening, body)


def test_parting_takes_nothing_from_the_tree(root: Path) -> None:
    one = shown(root, "door")
    assert len(one.edition.tree) == len(one.original.tree)
    again = context.page_values(one.edition, one.original, one.site, one.common)
    assert again["edition"]["body"] == one.values["edition"]["body"]


def test_a_drawing_and_a_group(root: Path) -> None:
    door, old = shown(root, "door").values["edition"], shown(root, "old").values["edition"]
    assert (door["drawing"], door["group"]) == ("lamp", "situation")
    assert (old["drawing"], old["group"]) == ("", "order")


def test_a_table_of_languages_stands_on_its_page_alone(root: Path) -> None:
    found = shown(root, "translations").values["edition"]["table"]
    assert [row.locale.tag for row in found] == ["es", "ar"]
    assert [row.file for row in found] == [f"locales/{code}/LC_MESSAGES/messages.po" for code in ("es", "ar")]
    totals = {row.progress.total for row in found}
    assert len(totals) == 1
    assert 0 < found[1].progress.translated < found[0].progress.translated < totals.pop()
    assert shown(root, "door").values["edition"]["table"] == ()


def test_a_table_of_pages_stands_beside_it_most_to_do_first(root: Path) -> None:
    found = shown(root, "translations").values["edition"]["pages"]
    assert {row.href for row in found} == {entry.href for entry in shown(root, "door").values["menu"]}
    assert [row.progress.words for row in found] == sorted((row.progress.words for row in found), reverse=True)
    door = next(row for row in found if row.href == "door.html")
    assert (door.title.text, door.path) == ("Alguien llama a la puerta", "content/door.md")
    assert door.progress == shown(root, "door").edition.progress
    assert shown(root, "translations", "en").values["edition"]["pages"] == ()
    assert shown(root, "door").values["edition"]["pages"] == ()


def test_a_page_names_all_who_checked_it_and_the_latest_day(root: Path) -> None:
    one = shown(root, "door").edition
    assert context.reviewed(one) is None
    ana, rosa = (Review(by, datetime.date(2026, 11, day)) for by, day in (("Ana", 2), ("Rosa", 1)))
    assert context.reviewed(replace(one, reviews=(ana, rosa))) == Review("Ana, Rosa", datetime.date(2026, 11, 2))


def test_only_a_recorded_page_may_play_what_is_the_site_s_own(root: Path) -> None:
    assert context.policy("default-src 'none'", recorded=False) == "default-src 'none'"
    assert context.policy("default-src 'none'", recorded=True) == "default-src 'none'; media-src 'self'"
    found = shown(root, "old", "en")
    assert (found.values["edition"]["audio"], found.values["csp"]) == ((), found.site.theme.policy)
    name = f"{recordings.stem(found.edition)}.ogg"
    known = replace(found.site, static=(File(name, b"OggS"),))
    values = context.page_values(found.edition, found.original, known, found.common)
    assert values["edition"]["audio"] == ((f"../{name}", "audio/ogg"),)
    assert values["csp"].endswith("; media-src 'self'")


def test_news_stand_on_their_page_alone_newest_first(root: Path) -> None:
    mended, start = shown(root, "updates").values["edition"]["news"]
    assert (mended.id, mended.on, mended.kind, mended.href) == ("mended", datetime.date(2026, 6, 2), "correction", "door.html")
    assert mended.title == Text("A wrong hour", "en", "ltr", True)
    assert (start.kind, start.href) == ("update", None)
    assert start.text == Text("Tiene 1 < 2 páginas y más.", "es", "ltr", False)
    assert shown(root, "door").values["edition"]["news"] == ()


def test_a_listing_stands_on_the_pages_that_ask_for_one(root: Path) -> None:
    listed = {slug: [one.id for one in shown(root, slug).values["edition"]["listing"]] for slug in ("help", "lawyer", "door")}
    assert listed == {"help": ["desk", "pier"], "lawyer": ["desk"], "door": []}


def test_sentences_to_show_are_paired_with_the_source_s(root: Path) -> None:
    assert shown(root, "show").values["edition"]["sentences"] == (
        ("I want to stay silent.", Text("Quiero callar.", "es", "ltr", False)),
        ("I want a lawyer & a judge.", Text("I want a lawyer & a judge.", "en", "ltr", True)),
    )
    assert next(words.text for _, words in shown(root, "show", "ar").values["edition"]["sentences"]) == "أريد الصمت."
    assert shown(root, "door").values["edition"]["sentences"] == ()


# --- other forms -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "forms"),
    [
        ("door", True),
        ("show", True),
        ("order", True),
        ("index", False),
        ("help", False),
        ("lawyer", False),
        ("search", False),
        ("translations", False),
        ("updates", False),
    ],
)
def test_what_a_page_can_be_sent_as(root: Path, slug: str, forms: bool) -> None:
    share = shown(root, slug).share
    assert (share.bilingual, share.qr) == (f"{slug}.bilingual.html", f"{slug}.qr.svg")
    alone = "guide.single.html" if slug == "index" else None  # the front page is sent as the whole guide
    assert (share.single, share.text) == ((f"{slug}.single.html", f"{slug}.txt") if forms else (alone, None))
    assert next(page for page in read(root).content.pages if page.slug == slug).has_formats is forms


def test_a_page_in_the_source_language_stands_beside_nothing(root: Path) -> None:
    assert shown(root, "door", "en").share.bilingual is None


def test_a_page_without_a_group_has_no_other_form(root: Path) -> None:
    assert shown(root, "old").values["edition"]["share"] is None


def test_a_form_says_where_it_can_be_checked_and_whether_that_is_a_sample(root: Path) -> None:
    own, moved = shown(root, "door").share, shown(root, "door", base="https://harbor.town").share
    assert (own.address, own.sample) == ("https://harbor.example/guide/es/door.html", True)
    assert (moved.address, moved.sample) == ("https://harbor.town/es/door.html", False)


def test_a_form_says_its_day(root: Path) -> None:
    assert shown(root, "door").share.date == datetime.date(2026, 4, 2)  # its sources were last seen
    assert shown(root, "order").share.date == datetime.date(2026, 5, 1)  # a person checked it
    assert shown(root, "show").share.date is None


def test_a_version_is_eight_digits_and_differs_by_language(root: Path) -> None:
    found = {shown(root, "door", tag).share.version for tag in ("en", "es", "ar")}
    assert len(found) == 3
    assert all(re.fullmatch("[0-9a-f]{8}", version) for version in found)


CHANGES = [
    ("content/door.md", "Ask who is there.", "Ask who it is.", True),
    ("content/door.md", 'title = "Someone is at the door"', 'title = "Someone is at your door"', True),
    ("content/door.md", 'description = "What to do first."', 'description = "What to do."', True),
    ("content/help.toml", 'phone = "555-867-5301"', 'phone = "555-867-5399"', True),
    ("locales/es/LC_MESSAGES/messages.po", "Pregunte quién es.", "Pregunte quién está.", True),
    ("content/show.md", "Keep a picture of it.", "Keep it.", False),
    ("content/door.md", "order = 10", "order = 11", False),
]


@pytest.mark.parametrize(("name", "old", "new", "changes"), CHANGES, ids=[new for _, _, new, _ in CHANGES])
def test_a_version_changes_with_every_word_of_the_page_and_with_nothing_else(
    root: Path, name: str, old: str, new: str, changes: bool
) -> None:
    before = shown(root, "door").share.version
    swap(root / name, old, new)
    assert (shown(root, "door").share.version != before) is changes


# --- what all pages share --------------------------------------------------------------------------------------------


# file, old, new, and the templates whose pages have to be made again though their Edition is the same
SHARED = [
    ("content/door.md", 'title = "Someone is at the door"', 'title = "Someone is at your door"', {"page", "status", "updates"}),
    ("content/door.md", 'group = "situation"', 'group = "order"', {"page", "status", "updates"}),
    ("content/site.toml", "https://weather.example/", "https://news.example/", {"page", "status", "updates"}),
    ("locales/es/LC_MESSAGES/messages.po", "Fuentes vistas el {date}", "Fuentes: {date}", {"page", "status", "updates"}),
    ("content/updates.toml", "A wrong hour", "A wrong day", {"updates"}),
    ("content/door.md", "    - The time.", "    - The hour and day.", {"status"}),  # one part less is translated
    ("locales/es/LC_MESSAGES/messages.po", "Pregunte quién es.", "Pregunte quién está.", set()),
    ("content/help.toml", 'address = "1 Long Wharf"', 'address = "2 Long Wharf"', set()),
]


@pytest.mark.parametrize(("name", "old", "new", "templates"), SHARED, ids=[new for _, _, new, _ in SHARED])
def test_the_memo_s_basis_changes_with_what_a_page_shows(root: Path, name: str, old: str, new: str, templates: set[str]) -> None:
    def bases() -> dict[str, Any]:
        common = shown(root, "order").common
        return {template: context.cache_key(common, template) for template in ("page", "status", "updates")}

    before = bases()
    assert bases() == before
    swap(root / name, old, new)
    after = bases()
    assert {template for template in before if after[template] != before[template]} == templates


def test_the_site_s_name_falls_back_marked(root: Path) -> None:
    assert shown(root, "door").values["site"]["name"] == Text("Lámpara del puerto", "es", "ltr", False)
    assert shown(root, "door", "ar").values["site"]["name"] == Text("Harbor Lamp", "en", "ltr", True)


def test_what_the_front_page_is_called(root: Path) -> None:
    known = read(root)
    assert [context.home_title(known, translator) for translator in known.translators] == [
        "The harbor guide",
        "La guía del puerto",
        "",
    ]
    without = replace(known, content=replace(known.content, pages=known.content.pages[1:]))
    assert context.home_title(without, known.translators[0]) == ""


def test_progress_counts_the_whole_site(root: Path) -> None:
    known = read(root)
    unique = {message.key for message in known.messages()}
    assert {row.progress.total for row in context.rows(known)} == {len(unique)}


def test_a_page_is_complete_without_description(root: Path) -> None:
    page: Page = shown(root, "help").edition.page
    assert page.description == ""
    assert shown(root, "help").values["edition"]["description"].text == ""
