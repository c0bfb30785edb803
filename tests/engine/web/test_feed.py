"""The Atom feed: what RFC 4287 asks of it, in every language, and nothing that depends on the day."""

from __future__ import annotations

import datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from lantern.editions.translator import Text
from lantern.web import feed
from lantern.web.feed import News

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
BASE = "https://lamp.town/guide"

NEWS = (
    News(
        "mended",
        datetime.date(2026, 6, 2),
        "correction",
        Text("Una hora <mal>", "es", "ltr", False),
        Text("A & B", "en", "ltr", True),
        "door",
    ),
    News("start", datetime.date(2026, 5, 1), "update", Text("T", "es", "ltr", False), Text("x", "es", "ltr", False), ""),
)


def made(news: tuple[News, ...] = NEWS, *, title: str = "Lamp", language: str = "es") -> Element:
    file = feed.atom(news, title=title, language=language, base_url=BASE)
    assert file.path == f"{language}/feed.xml"
    return ElementTree.fromstring(file.data)


def text(element: Element, path: str) -> str:
    found = element.find("/".join(f"{ATOM}{part}" for part in path.split("/")))
    assert found is not None, path
    return found.text or ""


def rels(element: Element) -> dict[str | None, str | None]:
    return {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}


def test_a_feed_has_what_the_standard_asks_for() -> None:
    whole = made()
    assert whole.tag == f"{ATOM}feed"
    assert whole.get(LANG) == "es"
    assert text(whole, "title") == text(whole, "author/name") == "Lamp"
    assert text(whole, "id") == f"{BASE}/es/feed.xml"
    assert rels(whole) == {"self": f"{BASE}/es/feed.xml", "alternate": f"{BASE}/es/index.html"}
    for entry in whole.findall(f"{ATOM}entry"):
        assert all(text(entry, name) for name in ("id", "title", "updated", "summary"))
        assert text(entry, "id").startswith("https://")


def test_entries_come_as_given_with_their_own_language() -> None:
    first, second = made().findall(f"{ATOM}entry")
    assert (text(first, "title"), text(first, "summary")) == ("Una hora <mal>", "A & B")
    marks = [first.find(f"{ATOM}{name}") for name in ("title", "summary")]
    assert [mark.get(LANG) for mark in marks if mark is not None] == ["es", "en"]
    assert text(second, "title") == "T"


def test_an_entry_leads_to_its_page_or_to_the_page_of_updates() -> None:
    first, second = made().findall(f"{ATOM}entry")
    assert rels(first) == {"alternate": f"{BASE}/es/door.html"}
    assert rels(second) == {"alternate": f"{BASE}/es/updates.html"}
    assert [text(one, "id") for one in (first, second)] == [f"{BASE}/es/door.html#mended", f"{BASE}/es/updates.html#start"]


def test_ids_are_one_of_a_kind_in_every_language() -> None:
    found = [text(one, "id") for tag in ("es", "zh-Hant") for one in made(language=tag).findall(f"{ATOM}entry")]
    assert len(set(found)) == 4


def test_the_feed_is_as_new_as_its_newest_entry() -> None:
    whole = made()
    assert text(whole, "updated") == "2026-06-02T00:00:00Z"
    assert [text(one, "updated") for one in whole.findall(f"{ATOM}entry")] == ["2026-06-02T00:00:00Z", "2026-05-01T00:00:00Z"]
    assert text(made(tuple(reversed(NEWS))), "updated") == "2026-06-02T00:00:00Z"
    assert text(made(()), "updated") == "1970-01-01T00:00:00Z"


@pytest.mark.parametrize("title", ["A < B & C", '"Lamp"', "لمبة"])
def test_a_name_is_escaped(title: str) -> None:
    assert text(made(title=title), "title") == title


def test_a_page_beside_the_list_is_linked_relatively() -> None:
    assert [one.href for one in NEWS] == ["door.html", None]
