"""Editions of all pages in one language: in the order of the pages, and made anew only where something changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lantern.editions import collection
from tests.making import little
from tests.sheets import inputs_of


def test_pages_come_in_their_order_and_only_those_that_are_wanted(tmp_path: Path) -> None:
    site = inputs_of(little(tmp_path))
    slugs = [page.slug for page in site.content.pages]
    assert [edition.page.slug for edition in site.editions(site.translators[0])] == slugs
    found = site.editions(site.translators[1], wanted=lambda page: page.slug == slugs[-1])
    assert [(edition.page.slug, edition.locale.code) for edition in found] == [(slugs[-1], site.settings.locales[1])]


def test_a_page_whose_template_does_not_exist_is_left_out(tmp_path: Path) -> None:
    site = inputs_of(little(tmp_path))
    found = collection.make_editions(site.content, site.translators[0], templates=(), calling_code="1")
    assert found == []


def test_what_did_not_change_is_the_same_edition_and_what_did_is_another(tmp_path: Path) -> None:
    site, memo = inputs_of(little(tmp_path)), dict[tuple[str, str], object]()
    first = site.editions(site.translators[1], memo=memo)  # type: ignore[arg-type]
    assert all(one is other for one, other in zip(first, site.editions(site.translators[1], memo=memo), strict=True))  # type: ignore[arg-type]
    page = site.content.pages[0]
    pages = (replace(page, body=f"{page.body}\n\nOne more sentence.\n"), *site.content.pages[1:])
    changed = replace(site, content=replace(site.content, pages=pages))
    second = changed.editions(changed.translators[1], memo=memo)  # type: ignore[arg-type]
    assert second[0] is not first[0]
    assert all(one is other for one, other in zip(first[1:], second[1:], strict=True))
