"""Paths, addresses and relative links: the site works from a folder, below a path, and from a server."""

from __future__ import annotations

import posixpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern import routes

NAMES = st.text("abz09-", min_size=1, max_size=6)
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)


@pytest.mark.parametrize(
    ("code", "tag"), [("es", "es"), ("zh_Hant", "zh-Hant"), ("pt_BR", "pt-BR"), ("zh_Hant_TW", "zh-Hant-TW")]
)
def test_a_tag_is_the_code_with_hyphens(code: str, tag: str) -> None:
    assert routes.tag(code) == tag


def test_a_page_has_one_flat_address_in_each_language() -> None:
    assert routes.path("at-home", "zh-Hant") == "zh-Hant/at-home.html"
    assert routes.path("index", "es") == "es/index.html"


@pytest.mark.parametrize(
    ("target", "source", "link"),
    [
        ("es/at-home.html", "es/index.html", "at-home.html"),
        ("ar/at-home.html", "es/at-home.html", "../ar/at-home.html"),
        ("index.html", "es/at-home.html", "../index.html"),
        ("es/index.html", "index.html", "es/index.html"),
        ("lamp.svg", "index.html", "lamp.svg"),
        ("art/lamp.svg", "es/index.html", "../art/lamp.svg"),
    ],
)
def test_links_are_relative(target: str, source: str, link: str) -> None:
    assert routes.link(target, source=source) == link


@given(PATHS, PATHS)
def test_a_link_followed_from_its_page_leads_to_its_target(target: str, source: str) -> None:
    link = routes.link(target, source=source)
    assert not link.startswith("/")
    assert posixpath.normpath(posixpath.join(posixpath.dirname(source), link)) == target


def test_the_chooser_has_the_address_of_the_site() -> None:
    assert routes.address("index.html", "https://a.example/x") == "https://a.example/x/"
    assert routes.address("es/index.html", "https://a.example/x") == "https://a.example/x/es/index.html"
