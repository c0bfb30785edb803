"""The promise of the whole, in twelve languages: nobody reads an old translation of a sentence that has changed.

One small site with Lantern's own templates; a sentence, a title and a piece of news change in English, and every form of
every page is looked at before the catalogs are updated, after, and once each language is translated again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from lantern.content import settings
from lantern.locales import catalogs, merge, po
from lantern.site import read_site
from tests.making import Built, built, read_po, said, walk, write

CODES = ("es", "ht", "zh_Hant", "zh_Hans", "vi", "kea", "ru", "ar", "pt_BR", "fr", "so")
TAGS = tuple(code.replace("_", "-") for code in CODES)
OLD, NEW = "You do not have to open the door.", "You do not have to open any door at night."
TITLE, RETITLED = "At your front door", "At your own front door"
NEWS, RENEWS = "The page on doors is out", "The new page on doors is out"

CONFIG = """name = "Little Lamp"
description = "What to do."
base_url = "https://lamp.town.gov"
locales = ["en", {codes}]
"""
PAGE = '+++\ntitle = "{}"\n{}group = "{}"\norder = {}\ntemplate = "{}"\n+++\n\n{}\n'


def page(title: str, group: str, order: int, template: str, body: str, description: str = "") -> str:
    line = f'description = "{description}"\n' if description else ""
    return PAGE.format(title, line, group, order, template, body)


FILES = {
    "content/site.toml": CONFIG.format(codes=", ".join(f'"{code}"' for code in CODES)),
    "content/index.md": page("Home", "home", 0, "home", "Welcome."),
    "content/door.md": page(TITLE, "situation", 1, "page", f"{OLD}\n\n## Then {{: #then}}\n\n- {OLD}\n- Stay calm.", OLD),
    "content/search.md": page("Search", "tool", 2, "search", "Find a page."),
    "content/updates.md": page("Updates", "about", 3, "updates", "What changed."),
    "content/translations.md": page("Translations", "about", 4, "status", "How far we are."),
    "content/updates.toml": f'[one]\non = 2026-11-01\nkind = "update"\ntitle = "{NEWS}"\ntext = "{OLD}"\npage = "door"\n',
}


LETTERS = {"ru": "абвгдежзик", "ar": "ابتثجحخدذر", "zh_Hans": "天地人山水火木土日月", "zh_Hant": "天地人山水火木土日月"}


def translated(root: Path, code: str, *, round: int) -> None:
    """Fills the locale's catalog: each text a word of its own in the language's letters, other ones in each round."""
    path = catalogs.path(code)
    found = read_po((root / path).read_bytes(), path)
    letters = LETTERS.get(code, "abcdefghij")
    entries = []
    for number, entry in enumerate(found.entries):
        word = "".join(letters[int(digit)] for digit in f"{round}{number:03}9")
        said = " ".join([word, *re.findall(r"\{\w+\}", entry.text)])
        entries.append(po.Entry(entry.context, entry.text, entry.plural, (said,) * len(entry.strings)))
    (root / path).write_bytes(po.dump(po.Catalog(path, found.header, tuple(entries))))


def updated(root: Path) -> None:
    """What `build.py messages` does, in this process."""
    site, problems = read_site(root)
    assert site is not None
    assert not problems
    pot = merge.template(site.messages(), project="Little Lamp")
    for code in CODES:
        path = root / catalogs.path(code)
        old = read_po(path.read_bytes(), catalogs.path(code)) if path.exists() else catalogs.fresh(code, pot)
        write(root, {catalogs.path(code): po.dump(merge.merge(old, pot))})


@dataclass(frozen=True)
class Stage:
    """The site at one moment; `olds` is what each language said of the sentence, the title and the news before."""

    made: Built
    olds: dict[str, tuple[str, str, str]]


def spoken(root: Path, tag: str, *texts: str) -> tuple[str, ...]:
    """How a language says these texts now."""
    code = tag.replace("-", "_")
    entries = {one.text: one for one in read_po((root / catalogs.path(code)).read_bytes(), catalogs.path(code)).entries}
    return tuple(entries[text].strings[0] for text in texts)


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Stage]:
    """The site before the change, right after it, after `messages`, and after everybody has translated again."""
    root = write(tmp_path_factory.mktemp("stale"), FILES)
    updated(root)
    for code in CODES:
        translated(root, code, round=1)
    olds = {}
    for tag in TAGS:
        sentence, title, news = spoken(root, tag, OLD, TITLE, NEWS)
        olds[tag] = (sentence, title, news)
    found = {"before": Stage(built(root), olds)}
    door, news = root / "content/door.md", root / "content/updates.toml"
    for path, before, after in ((door, OLD, NEW), (door, TITLE, RETITLED), (news, NEWS, RENEWS), (news, OLD, NEW)):
        path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
    found["changed"] = Stage(built(root), olds)
    updated(root)
    found["updated"] = Stage(built(root), olds)
    for code in CODES:
        translated(root, code, round=2)
    news_now = {tag: (*spoken(root, tag, NEW, RETITLED, RENEWS),) for tag in TAGS}
    found["again"] = Stage(built(root), {tag: (a, b, c) for tag, (a, b, c) in news_now.items()})
    return found


FORMS = ("door.html", "door.bilingual.html", "door.single.html", "guide.single.html")
STALE = pytest.mark.parametrize("moment", ["changed", "updated"])
EVERY = pytest.mark.parametrize("tag", TAGS)


def holders(page: Element, text: str, tag: str) -> Iterator[tuple[str, str]]:
    """(language, direction) of every innermost element that says just this."""
    for element, lang, dir in walk(page, tag):
        if said(element) == text and not any(said(child) == text for child in element):
            yield lang, dir


@STALE
@EVERY
def test_every_form_of_the_page_shows_the_new_english_and_says_so(stages: dict[str, Stage], moment: str, tag: str) -> None:
    made = stages[moment].made
    assert {name for name in made.files if name.startswith(f"{tag}/door.")} >= {
        f"{tag}/{name}" for name in (*FORMS[:3], "door.txt")
    }
    for name in FORMS:
        page = made.tree(f"{tag}/{name}")
        found = list(holders(page, NEW, tag))
        assert len(found) >= 2, name
        assert set(found) == {("en", "ltr")}, name
        body = next(page.iter("body"))
        assert "untranslated" not in body.get("class", ""), f"{name}: the marks on blocks are turned off"
    assert NEW in made.text(f"{tag}/door.txt")


@STALE
@EVERY
def test_no_file_of_the_language_holds_an_old_translation(stages: dict[str, Stage], moment: str, tag: str) -> None:
    stage = stages[moment]
    held = {
        (name, old)
        for name, data in stage.made.files.items()
        if name.startswith(f"{tag}/") or name == "index.html"
        for old in stage.olds[tag]
        if old in data.decode()
    }
    assert held == set()


@EVERY
def test_the_old_translation_was_there_before(stages: dict[str, Stage], tag: str) -> None:
    """The search above can find one: it does, in every place where it then must not."""
    stage = stages["before"]
    sentence, title, news = stage.olds[tag]
    for name in (*FORMS, "door.txt"):
        assert sentence in stage.made.text(f"{tag}/{name}"), name
    for name in ("search-data.js", "search.html", "index.html"):
        assert title in stage.made.text(f"{tag}/{name}"), name
    assert news in stage.made.text(f"{tag}/feed.xml")
    assert news in stage.made.text(f"{tag}/updates.html")


@STALE
@EVERY
def test_titles_in_the_menu_the_search_and_the_feed_are_the_new_english(stages: dict[str, Stage], moment: str, tag: str) -> None:
    made = stages[moment].made
    for name in ("index.html", "search.html"):
        links = [one for one, _, _ in walk(made.tree(f"{tag}/{name}")) if one.tag == "a" and one.get("href") == "door.html"]
        shown = [
            one for link in links for one, lang, dir in walk(link, tag) if said(one) == RETITLED and (lang, dir) == ("en", "ltr")
        ]
        assert shown, name
    assert RETITLED in made.text(f"{tag}/search-data.js")
    assert RENEWS in made.text(f"{tag}/feed.xml")
    news = [(said(one), lang, dir) for one, lang, dir in walk(made.tree(f"{tag}/updates.html"))]
    assert (RENEWS, "en", "ltr") in news
    (title,) = made.tree(f"{tag}/door.html").iter("title")
    assert (title.get("lang"), title.get("dir"), RETITLED in said(title)) == ("en", "ltr", True)


@STALE
def test_the_english_says_the_new_sentence_and_no_other_language_is_on_its_page(stages: dict[str, Stage], moment: str) -> None:
    made = stages[moment].made
    assert set(holders(made.tree("en/door.html"), NEW, "en")) == {("en", "ltr")}
    assert OLD not in "".join(made.text(name) for name in made.files if name.endswith((".html", ".txt", ".xml", ".js")))


@EVERY
def test_translated_again_it_shows_everywhere(stages: dict[str, Stage], tag: str) -> None:
    stage = stages["again"]
    sentence, title, news = stage.olds[tag]
    for name in FORMS:
        page = stage.made.tree(f"{tag}/{name}")
        assert {lang for lang, _ in holders(page, sentence, tag)} == {tag}, name
        if "bilingual" not in name:
            assert NEW not in said(page), name
    assert sentence in stage.made.text(f"{tag}/door.txt")
    assert title in stage.made.text(f"{tag}/search-data.js")
    assert news in stage.made.text(f"{tag}/feed.xml")


def test_the_site_really_has_an_address(stages: dict[str, Stage]) -> None:
    """Without one there would be no feed to look at."""
    found = settings.is_address("https://lamp.town.gov")
    assert found
    assert {name for name in stages["before"].made.files if name.endswith("feed.xml")} == {
        f"{tag}/feed.xml" for tag in ("en", *TAGS)
    }
