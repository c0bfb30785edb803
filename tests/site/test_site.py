"""The site as its readers meet it: every page of the real site, and the pipeline that makes them."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from lantern import pipeline, problem
from lantern.content import pages as page_files
from lantern.editions import progress as progress_module
from lantern.locales import catalogs
from lantern.locales import po as po_files
from lantern.site import read_site
from lantern.web.pages import BuildMemo
from tests import making
from tests.making import (
    ROOT,
    RTL,
    SITES,
    Built,
    built,
    copied,
    faults,
    ids,
    links,
    little,
    pair,
    po,
    real,
    real_root,
    run,
    said,
    snapshot,
    swap,
    target,
    tree,
    walk,
    weight,
    write,
)
from tests.sheets import inputs_of, small

TAGS = ("en", "es", "ht", "zh-Hant", "zh-Hans", "vi", "kea", "ru", "ar", "pt-BR", "fr", "so")
SLUGS = sorted(path.stem for path in (real_root() / "content").glob("*.md") if path.name != "README.md")
BUDGET = 14 * 1024
"""Bytes: what a server can send before it waits for the reader's first answer (ten segments)."""
WHOLE = {"find-help"}
"""The full directory: the one page that is larger, because it is every list in one; the lists themselves keep the budget."""

FRESH = "This sentence is quite another one now."

tags = pytest.mark.parametrize("tag", TAGS)


def of_every_page(*tags: str) -> Callable[[Callable[..., None]], Callable[[], None]]:
    """A test of one page (in each of these languages, if any are named) as one case that tells the faults of all pages."""

    def decorate(test: Callable[..., None]) -> Callable[[], None]:
        def run_all() -> None:
            faults: dict[str, str] = {}
            for slug, tag in product(SLUGS, tags or ("",)):
                try:
                    test(slug, tag) if tag else test(slug)
                except AssertionError as fault:
                    faults[f"{slug} {tag}".strip()] = str(fault)
            assert not faults, "\n" + "\n".join(f"{page}: {fault}" for page, fault in faults.items())

        run_all.__name__, run_all.__doc__ = test.__name__, test.__doc__
        return run_all

    return decorate


@cache
def page_of(path: str) -> Element:
    """A page of the real site as a tree, parsed once; nobody changes it."""
    return real().tree(path)


def every(slug: str) -> Iterator[tuple[str, Element]]:
    """(path, tree) of a page of the real site in every language."""
    for tag in TAGS:
        yield f"{tag}/{slug}.html", page_of(f"{tag}/{slug}.html")


def test_a_fault_of_one_page_is_told_with_its_page_and_language() -> None:
    """The tests below can fail."""

    def test(slug: str, tag: str) -> None:
        assert (slug, tag) != ("at-home", "ar"), "a fault"

    with pytest.raises(AssertionError, match="at-home ar: a fault"):
        of_every_page("ar", "es")(test)()
    of_every_page("es")(test)()


# --- the real site, page by page -------------------------------------------------------------------------------------


def test_every_page_is_there_in_every_language_and_nothing_else() -> None:
    known = page_files.read(real_root())[0].pages
    expected = {f"{tag}/{slug}.html" for tag in TAGS for slug in SLUGS} | {"index.html", "card.html"}
    expected |= {f"{tag}/{page.slug}.bilingual.html" for tag in TAGS[1:] for page in known if page.group}
    expected |= {f"{tag}/{page.slug}.single.html" for tag in TAGS for page in known if page.has_formats}
    expected |= {f"{tag}/guide.single.html" for tag in TAGS}
    assert {path for path in real().files if path.endswith(".html")} == expected
    assert real().tags == TAGS
    assert all(re.fullmatch(r"[A-Za-z0-9./-]+", path) for path in real().files)


@of_every_page()
def test_a_page_says_its_language_and_direction(slug: str) -> None:
    for path, page in every(slug):
        tag = path.split("/")[0]
        assert (page.get("lang"), page.get("dir")) == (tag, "rtl" if tag in RTL else "ltr")


@of_every_page()
def test_anchors_are_the_same_in_every_language(slug: str) -> None:
    wanted = ids(page_of(f"en/{slug}.html"))
    assert len(wanted) == len(set(wanted))
    beside = {f"sheet-{product.name}" for product in inputs_of(real_root()).products if product.beside}  # none for the original
    for path, page in every(slug):
        found = ids(page)
        assert [one for one in found if slug != "print" or one not in beside] == wanted, path
        assert slug != "print" or path.startswith("en/") or beside <= set(found), path


@of_every_page()
def test_alternates_are_complete_and_mutual(slug: str) -> None:
    for path, page in every(slug):
        led = {link.get("hreflang"): target(path, link.get("href", ""))[0] for link in page.iter("link") if link.get("hreflang")}
        assert list(led) == [*TAGS, "x-default"]
        default = "index.html" if slug == "index" else f"en/{slug}.html"
        assert led == {**{tag: f"{tag}/{slug}.html" for tag in TAGS}, "x-default": default}
        assert not [link for link in page.iter("link") if link.get("rel") == "canonical"]


@of_every_page()
def test_the_language_switch_leads_to_the_same_page_in_languages_own_names(slug: str) -> None:
    names = dict(choices())
    for path, page in every(slug):
        switch = [a for nav in page.iter("nav") for a in nav.iter("a") if a.get("hreflang")][: len(TAGS)]
        assert [(a.get("hreflang"), a.get("lang"), said(a)) for a in switch] == [(tag, tag, names[tag]) for tag in TAGS]
        assert [target(path, a.get("href", ""))[0] for a in switch] == [f"{tag}/{slug}.html" for tag in TAGS]
        assert [a.get("dir") for a in switch] == ["rtl" if tag in RTL else "ltr" for tag in TAGS]
        assert [a.get("hreflang") for a in switch if a.get("aria-current")] == [path.split("/")[0]]


def choices() -> list[tuple[str, str]]:
    """(tag, name) of every language, as the chooser offers them."""
    offered = [a for a in page_of("index.html").iter("a") if a.get("hreflang")]
    return [(a.get("hreflang", ""), said(a.find("b") if a.find("b") is not None else a)) for a in offered]  # type: ignore[arg-type]


def test_the_chooser_offers_every_language_in_its_own_name() -> None:
    found = dict(choices())
    assert list(found) == list(TAGS)
    assert found["es"] == "Español"
    assert found["ar"] == "العربية"
    assert found["zh-Hans"].startswith("简体中文") or "简体" in found["zh-Hans"]
    assert len(set(found.values())) == len(TAGS)
    page = page_of("index.html")
    assert [target("index.html", href)[0] for href in links(page)] == [f"{tag}/index.html" for tag in TAGS]


@pytest.mark.slow
@of_every_page()
def test_links_are_relative_and_lead_to_what_exists(slug: str) -> None:
    known = {path: set(ids(page)) for path, page in pages()}
    for path, page in every(slug):
        for href in links(page):
            to, anchor = target(path, href)
            assert not href.startswith("/"), (path, href)
            assert not to.startswith(".."), (path, href)
            assert to in real().files, (path, href)
            assert not anchor or anchor in known[to], (path, href)
        for element in page.iter("link"):
            assert target(path, element.get("href", ""))[0] in real().files, (path, element.get("href"))


def pages() -> Iterator[tuple[str, Element]]:
    """(path, tree) of every page of the real site."""
    return ((path, page_of(path)) for path in ("index.html", *real().pages))


@of_every_page()
def test_links_that_leave_open_nothing_and_lead_somewhere(slug: str) -> None:
    for path, page in every(slug):
        for element in page.iter("a"):
            href = element.get("href", "")
            assert href not in {"", "None", "#"}, (path, said(element))
            if href.startswith(("http:", "https:")):
                assert element.get("target") is None, (path, href)
            if href.startswith("tel:"):
                assert re.fullmatch(r"tel:(\+?\d{3,15})", href), (path, href)


@of_every_page()
def test_words_are_never_mislabelled(slug: str) -> None:
    """Text marked English is English; text of an untranslated page that is not marked so has no English letters' words."""
    source = {text for text, _ in texts(page_of(f"en/{slug}.html"))}
    for path, page in every(slug):
        own = path.split("/")[0]
        for element, lang, direction in walk(page):
            assert direction == ("rtl" if lang in RTL else "ltr") or element.tag in {"bdi", "code"}, (path, said(element))
            assert lang in TAGS, (path, lang)
            if element.get("lang") == "en" and own != "en" and element.tag in {"p", "li", "h2", "td", "th"}:
                assert {text for text, lang in texts(element, "en") if lang == "en"} <= source, (path, said(element))


def texts(page: Element, lang: str = "") -> Iterator[tuple[str, str]]:
    """(text, language) of every piece of text: a fact in the page's language may stand in a sentence that is not."""
    for element, own, _ in walk(page, lang):
        pieces = (element.text, *(child.tail for child in element))
        yield from ((" ".join(text.split()), own) for text in pieces if text and text.strip())


@of_every_page("ar", "zh-Hans", "ru")
def test_latin_words_in_other_scripts_are_marked(slug: str, tag: str) -> None:
    """Three Latin words in a row, in a language that does not write so, are a fallback nobody marked."""
    loose = []
    for element, lang, _ in walk(next(iter(page_of(f"{tag}/{slug}.html").iter("body")))):
        if lang == tag and element.tag not in {"bdi", "cite", "code"} and element.get("translate") != "no":
            texts = [element.text, *(child.tail for child in element)]
            loose += [text.strip() for text in texts if text and re.search(r"[A-Za-z]{2,}(?: [A-Za-z]{2,}){2}", text)]
    allowed = re.compile(r"[(（“«\"]")  # a translator may keep the words to say or to look for, in brackets or quotes
    assert [text for text in loose if not allowed.search(text)] == []


@cache
def untranslated() -> list[str]:
    """The languages whose catalogs hold no translation yet."""
    found = []
    for tag in TAGS[1:]:
        path = real_root() / f"locales/{tag.replace('-', '_')}/LC_MESSAGES/messages.po"
        one = po_files.parse(path.read_bytes(), path.name, language=None)[0]
        if one and not any(any(entry.strings) for entry in one.entries):
            found.append(tag)
    return found


@pytest.mark.parametrize("slug", ["index", "the-order"])
def test_an_untranslated_page_is_marked_block_by_block(slug: str) -> None:
    for tag in untranslated():
        body = next(page_of(f"{tag}/{slug}.html").iter("body"))
        loose = []
        for element, lang, _ in walk(body, tag):
            texts = (element.text, *(child.tail for child in element))
            if lang == tag and element.tag != "bdi" and element.get("translate") != "no":
                loose += [text.strip() for text in texts if text and re.search(r"[^\W\d_]{2}", text)]
        # What the site is called is the same everywhere; a language's own name is in that language.
        assert set(loose) <= {real().name, dict(choices())[tag]}, tag


@of_every_page()
def test_an_english_page_tells_its_states(slug: str) -> None:
    text = said(page_of(f"en/{slug}.html"))
    assert "No lawyer has checked this yet." in text
    cites = "[^" in (real_root() / f"content/{slug}.md").read_text("utf-8")
    assert ("Sources last seen on November 22, 2026" in text) == cites
    assert "Draft translation" not in text


def states(path: str) -> Element:
    return next(element for element in page_of(path).iter("ul") if element.get("class") == "state")


def phrase(tag: str, text: str) -> str:
    """How a language says a phrase of the templates; up to the first place for a value."""
    path = catalogs.path(tag.replace("-", "_"))
    found = making.read_po((real_root() / path).read_bytes(), path)
    return (making.entry(found, text).strings[0] or text).split("{")[0].strip()


@of_every_page(*TAGS[1:])
def test_a_translated_page_tells_its_states_in_its_language(slug: str, tag: str) -> None:
    page, text = states(f"{tag}/{slug}.html"), said(states(f"{tag}/{slug}.html"))
    assert phrase(tag, "No lawyer has checked this yet.") in text
    whole = "This page is not translated yet. You see it in {language}."
    assert (
        phrase(tag, whole) if tag in untranslated() else phrase(tag, "Draft translation, not yet checked by a person")
    ) in text
    assert any(a.get("href") == f"../en/{slug}.html" for a in page.iter("a"))
    foreign = {element for element, lang, _ in walk(page, tag) if lang == "en" and element.tag == "span"}
    assert bool(foreign) == (tag in untranslated())


@pytest.mark.parametrize("tag", ["es", "ar"])
def test_a_page_says_how_many_of_its_parts_are_translated(tmp_path: Path, tag: str) -> None:
    root = Path(shutil.copytree(real_root(), tmp_path / "site"))
    door = root / "content/at-home.md"
    door.write_text(f"{door.read_text('utf-8')}\n\n{FRESH}\n", "utf-8")
    page = built(root).tree(f"{tag}/at-home.html")
    shown = said(next(element for element in page.iter("ul") if element.get("class") == "state"))
    total, translated = progress(root, tag)
    assert translated == total - 1
    assert {str(total), str(translated)} <= set(re.findall(r"\d+", shown))


def progress(root: Path, tag: str) -> tuple[int, int]:
    """(parts, translated parts) of at-home in a language."""
    site, _ = read_site(root)
    assert site is not None
    (speaking,) = [one for one in site.translators if one.tongue.locale.tag == tag]
    (page,) = [page for page in site.content.pages if page.slug == "at-home"]
    count = progress_module.count_progress(page.messages(), speaking)
    return count.total, count.translated


# --- the real site, as markup ----------------------------------------------------------------------------------------


@pytest.mark.slow
@tags
def test_pages_are_valid_html(tag: str) -> None:
    assert {path: faults(real().text(path)) for path in real().pages if path.startswith(f"{tag}/")} == {
        path: [] for path in real().pages if path.startswith(f"{tag}/")
    }


def test_the_parser_finds_faults() -> None:
    assert faults("<!doctype html><title>x</title><p>fine</p>") == []
    assert faults("<!doctype html><title>x</title><p><div></p></i>")


def test_the_chooser_is_valid_html() -> None:
    assert faults(real().text("index.html")) == []


@pytest.mark.slow
def test_pages_are_well_built() -> None:
    for path, page in pages():
        assert len(list(page.iter("h1"))) == 1, path
        assert next(title.text for title in page.iter("title")), path
        own = ids(page)
        assert len(own) == len(set(own)), path
        for element in page.iter():
            for name in ("aria-labelledby", "aria-describedby", "for"):
                assert set(element.get(name, "").split()) <= set(own), (path, name)
        assert not [a for a in page.iter("a") if any(inner is not a for inner in a.iter("a"))], path
        levels = [int(element.tag[1]) for element in page.iter() if re.fullmatch("h[1-6]", str(element.tag))]
        assert all(after <= before + 1 for before, after in pairwise(levels)), path
        assert not [a for a in page.iter("a") if not said(a)], path


LOADING = {"iframe", "object", "embed", "video", "audio", "source", "form", "base", "frame", "portal"}
RISKY = {"style", "srcset", "ping", "action", "formaction"}


@pytest.mark.slow
def test_pages_load_nothing_from_elsewhere_and_run_only_what_is_ours() -> None:
    for path, page in pages():
        scripts = [element.get("src") for element in page.iter("script")]
        wanted = [] if path == "index.html" else ["../lantern.js"]
        assert scripts == (wanted if not path.endswith("/search.html") else [*wanted, "../search.js", "search-data.js"]), path
        for element in page.iter():
            assert element.tag not in LOADING, (path, element.tag)
            assert not RISKY & set(element.attrib), (path, element.tag)
            if element.tag == "script":
                assert (element.text, set(element.attrib)) == (None, {"src", "defer"}), path
            elif "src" in element.attrib:
                assert element.tag == "img", (path, element.tag)
                assert target(path, element.get("src", ""))[0] in real().files, (path, element.get("src"))
            assert not [name for name in element.attrib if name.startswith("on")], (path, element.tag)
        for link in page.iter("link"):
            assert not re.match(r"(?:[a-z]+:)?//", link.get("href", "")), (path, link.get("href"))
        assert "@import" not in real().text(path)
        assert "url(" not in real().text(path)
        assert not [meta for meta in page.iter("meta") if meta.get("http-equiv", "").lower() == "refresh"], path


@pytest.mark.slow
def test_the_policy_is_the_inlined_style_s() -> None:
    for path, page in pages():
        (style,) = page.iter("style")
        (policy,) = [meta.get("content", "") for meta in page.iter("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
        hashed = base64.b64encode(hashlib.sha256((style.text or "").encode()).digest()).decode()
        assert f"style-src 'sha256-{hashed}'" in policy, path
        assert policy.startswith("default-src 'none'"), path
        assert "unsafe" not in policy, path


@of_every_page()
def test_a_page_comes_in_one_round_trip(slug: str) -> None:
    most = 2 * BUDGET if slug in WHOLE else BUDGET
    heavy = {path: weight(real().files[path]) for path, _ in every(slug) if weight(real().files[path]) > most}
    assert heavy == {}


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def test_no_unconfirmed_number_is_anywhere_in_the_site() -> None:
    table = tomllib.loads((real_root() / "content/help.toml").read_text("utf-8"))
    numbers = {one["phone"]: one.get("phone_sources", 0) >= 2 or "checked" in one for one in table.values() if "phone" in one}
    unsure = {digits(phone) for phone, sure in numbers.items() if not sure}
    dialled: set[str] = set()
    for path, data in real().files.items():
        if not path.endswith(".png"):
            text = data.decode()
            closed = re.sub(r"(?<=\d)[-. ()]+(?=\d)", "", text)
            assert not [phone for phone in unsure if phone in closed], path
            dialled |= set(re.findall(r'href="tel:\+?1?([0-9]+)"', text))
    assert dialled
    assert dialled <= {digits(phone).removeprefix("1") for phone, sure in numbers.items() if sure}


TURNS = re.compile(r"(?:\d{3}[-. ])?\d{3}-\d{4}|[A-Z]-\d{3}|[\w.]+@[\w.]+|https?://\S+")


def test_what_would_turn_round_in_arabic_is_isolated() -> None:
    for path in (f"ar/{slug}.html" for slug in SLUGS):
        for element, _, direction in walk(page_of(path)):
            if element.tag == "style" or direction == "ltr":
                continue
            for text in (element.text, *(child.tail for child in element)):
                bare = re.sub("\u2066[^\u2069]*\u2069", "", text or "")
                assert TURNS.findall(bare) == [], (path, text)


# --- no output depends on the machine or the day ---------------------------------------------------------------------

FAKED_DAY = """
import datetime, runpy, sys, time
REAL = datetime.date, datetime.datetime
def faked(real, **now):
    kind = type(real)(real.__name__, (), {})
    class Meta(type):
        def __instancecheck__(cls, one): return isinstance(one, real)
        def __subclasscheck__(cls, one): return issubclass(one, real)
    return Meta(real.__name__, (real,), {name: classmethod(lambda cls, *_, value=value: value) for name, value in now.items()})
far = REAL[1](2041, 7, 9, 3, 4, 5)
datetime.date = faked(REAL[0], today=far.date())
datetime.datetime = faked(REAL[1], now=far, utcnow=far, today=far)
time.time = lambda: far.timestamp()
time.localtime = lambda *a, real=time.localtime: real(*(a or (far.timestamp(),)))
time.gmtime = lambda *a, real=time.gmtime: real(*(a or (far.timestamp(),)))
"""


DOOR = "from lantern.cli.main import main\nsys.exit(main(['--jobs', '3', '--no-print', '--root', *sys.argv[1:]]))\n"
WEATHER = {
    "a far day, clock and Turkish": (FAKED_DAY, {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "1"}),
    "no language at all, one process": (
        "from lantern import pipeline\npipeline._WORTH_SPLITTING = 10**9\n",
        {"TZ": "America/Anchorage", "LC_ALL": "C", "PYTHONHASHSEED": "7", "PYTHONUTF8": "0"},
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("weather", WEATHER)
def test_the_same_input_gives_the_same_bytes(weather: str, tmp_path: Path) -> None:
    lines, environ = WEATHER[weather]
    door = f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n{lines}{DOOR}"
    known = {key: value for key, value in os.environ.items() if key not in {"LANG", "LC_ALL", "TZ"}}
    command = [sys.executable, "-c", door, str(real_root()), "--output", str(tmp_path / "public")]
    done = subprocess.run(command, env={**known, **environ}, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    assert snapshot(tmp_path / "public") == dict(real().files)


def test_the_day_is_really_faked() -> None:
    lines = f"{FAKED_DAY}\nprint(datetime.date.today(), datetime.datetime.now().year, time.gmtime().tm_year)"
    done = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True)
    assert done.stdout.split() == ["2041-07-09", "2041", "2041"], done.stderr


def test_a_build_writes_only_its_output(tmp_path: Path) -> None:
    root = copied("town", tmp_path)
    before = snapshot(root)
    assert run("--root", str(root), "--output", str(tmp_path / "out"), cwd=tmp_path).returncode == 0
    assert snapshot(root) == before
    assert {path.name for path in tmp_path.iterdir()} <= {"site", "out", ".out.releases"}


# --- the pipeline, on small sites ------------------------------------------------------------------------------------


def test_the_town_is_as_it_was() -> None:
    """Golden output; after a meant change: LANTERN_RENEW=1 python -m pytest tests/site/test_site.py, then read the diff."""
    expected = SITES / "town.expected"
    made = {path: data for path, data in built(SITES / "town").files.items() if path.endswith(".html")}
    if os.environ.get("LANTERN_RENEW"):
        write(expected, made)
    stands = snapshot(expected)
    assert sorted(stands) == sorted(made)
    for path, data in made.items():
        assert data.decode() == stands[path].decode(), path


def test_the_least_site_builds(tmp_path: Path) -> None:
    made = built(little(tmp_path, "Hello there, [home](index.md)."))
    assert set(made.files) >= {"index.html", "en/index.html", "es/index.html", "ar/index.html"}
    assert made.tree("ar/index.html").get("dir") == "rtl"
    assert '<p lang="en" dir="ltr">Hello there' in made.text("es/index.html")
    assert all(faults(made.text(path)) == [] for path in made.pages)


def test_a_site_in_another_language_than_english(tmp_path: Path) -> None:
    config = 'name = "F"\nbase_url = "https://a.example"\nsource = "ar"\nlocales = ["es", "ar"]\n'
    write(tmp_path, {"content/site.toml": config, "content/index.md": '+++\ntitle = "بيت"\n+++\n\nمرحبا بكم.\n'})
    made = built(tmp_path)
    assert made.tags == ("ar", "es")
    assert "<p>مرحبا بكم.</p>" in made.text("ar/index.html")
    assert '<p lang="ar" dir="rtl">مرحبا بكم.</p>' in made.text("es/index.html")


def test_a_real_address_makes_alternates_absolute_and_gives_a_canonical(tmp_path: Path) -> None:
    made = built(little(tmp_path, base="https://lamp.town.gov/pages/"))
    page = made.tree("es/index.html")
    led = {link.get("hreflang"): link.get("href") for link in page.iter("link") if link.get("rel") == "alternate"}
    home = "https://lamp.town.gov/pages"
    assert led == {**{tag: f"{home}/{tag}/index.html" for tag in ("en", "es", "ar")}, "x-default": f"{home}/"}
    assert [link.get("href") for link in page.iter("link") if link.get("rel") == "canonical"] == [f"{home}/es/index.html"]
    assert not [href for href in links(page) if href.startswith("http")]


@pytest.mark.parametrize(
    "base", ["https://a.example", "https://lantern.test", "http://localhost:8000", "https://www.example.org", "https://x.invalid"]
)
def test_a_reserved_address_leaves_alternates_relative(tmp_path: Path, base: str) -> None:
    page = built(little(tmp_path, base=base)).text("es/index.html")
    assert 'hreflang="ar" href="../ar/index.html"' in page
    assert "canonical" not in page
    assert base not in page


@pytest.mark.parametrize("base", ["lamp.town.gov", "ftp://lamp.town.gov", "https://", "https://lamp.town.gov/?x=1", "/lamp"])
def test_an_address_that_is_none_is_told(tmp_path: Path, base: str) -> None:
    site, problems = read_site(little(tmp_path, base=base))
    assert site is None
    assert [(one.path, one.line, one.rule) for one in problems if one.level == "error"] == [("content/site.toml", 2, "base-url")]


def test_a_changed_sentence_shows_the_new_english_marked_until_it_is_translated_again(tmp_path: Path) -> None:
    """The promise of the whole: nobody reads an old translation of a sentence that has changed."""
    root = copied("town", tmp_path)
    old, new = "You do not have to open the door.", "You do not have to open any door at night."
    assert "No tiene que abrir la puerta." in built(root).text("es/at-home.html")
    swap(root / "content/at-home.md", old, new)
    for updated in (False, True):
        if updated:
            assert run("messages", cwd=root).returncode == 0
            assert "fuzzy" in (root / "locales/es/LC_MESSAGES/messages.po").read_text("utf-8")
        made = built(root)
        for tag in ("es", "ar", "pt-BR"):
            page = made.text(f"{tag}/at-home.html")
            assert f'lang="en" dir="ltr">{new}' in page
            assert "No tiene que abrir" not in page
            assert "لست مضطرًا" not in page
    assert [f'lang="en" dir="ltr">{new}' in made.text(f"{tag}/at-home.html") for tag in made.tags] == [False, True, True, True]


@pytest.mark.slow
def test_a_changed_sentence_of_the_real_site_shows_english_in_all_eleven(tmp_path: Path) -> None:
    root = Path(shutil.copytree(real_root(), tmp_path / "site"))
    door = root / "content/at-home.md"
    text, page = door.read_text("utf-8"), next(page for page in page_files.read(root)[0].pages if page.slug == "at-home")
    swap(door, next(one.text for one in page.messages() if one.kind == "paragraph" and text.count(one.text) == 1), FRESH)
    assert run("messages", cwd=root).returncode == 0
    made = built(root)
    for tag in TAGS[1:]:
        (held,) = [
            element
            for element, lang, _ in walk(made.tree(f"{tag}/at-home.html"))
            if element.tag == "p" and FRESH in said(element)
        ]
        assert (held.get("lang"), held.get("dir")) == ("en", "ltr")
        notes = next(element for element in made.tree(f"{tag}/at-home.html").iter("ul") if element.get("class") == "state")
        assert len(notes) >= 3


def test_an_added_number_in_a_translation_is_never_published(tmp_path: Path) -> None:
    """A number stands in one place; no translation can bring another."""
    root = copied("town", tmp_path)
    swap(root / "locales/es/LC_MESSAGES/messages.po", "Mantenga la calma.", "Mantenga la calma: 617-555-0142.")
    swap(root / "locales/ar/LC_MESSAGES/messages.po", "اسأل من هناك.", "اسأل من هناك: a@b.example")
    made = built(root)
    assert "617-555-0142" not in made.text("es/at-home.html")
    assert "a@b.example" not in made.text("ar/at-home.html")
    assert len([one for one in made.problems if one.level == "warning"]) == 2


def test_a_static_file_may_not_take_a_page_s_address(tmp_path: Path) -> None:
    root = write(little(tmp_path), {"static/en/index.html": "mine", "static/README.md": "x", "static/.hidden": "x"})
    site, problems = read_site(root)
    assert site is not None
    whole = pipeline.build(site)
    files, more = whole.files, whole.problems
    assert [(one.path, one.rule) for one in (*problems, *more)] == [("static", "hidden"), ("static/en/index.html", "collision")]
    assert b"mine" not in [file.data for file in files]
    assert not [file.path for file in files if "README" in file.path or "hidden" in file.path]


NAMES = {
    "static/Index.html": ("static/Index.html", "collision", "index.html"),
    "static/EN/index.html": ("static/EN/index.html", "collision", "content/index.md:1"),
    "static/EN/more.pdf": ("static/EN/more.pdf", "collision", "en/"),
    "static/en": ("static/en", "collision", "content/"),
    "static/map.pdf": ("static/map.pdf", "collision", "static/Map.pdf:1"),
    "static/ICON.svg": ("static/icon.svg", "collision", "static/ICON.svg:1"),
    "static/cafe\u0301.svg": ("static/café.svg", "collision", "other code points"),
    "static/what?.pdf": ("static/what?.pdf", "name", "?"),
    "static/plan: new.pdf": ("static/plan: new.pdf", "name", ":"),
    "static/com1.pdf": ("static/com1.pdf", "name", "com1"),
    "content/aux.md": ("content/aux.md", "slug", "address"),
    "content/guide.md": ("content/guide.md", "collision", "en/guide.single.html"),
}


@pytest.mark.skipif(os.name == "nt", reason="this system cannot hold such names")
@pytest.mark.parametrize("made", NAMES)
def test_a_name_that_some_system_cannot_hold_is_told_with_its_file(tmp_path: Path, made: str) -> None:
    page = '+++\ntitle = "T"\ndescription = "D."\ngroup = "about"\n+++\n\nWords.\n'
    root = write(
        little(tmp_path), {made: page if made.endswith(".md") else "<svg/>", "static/Map.pdf": "x", "static/café.svg": "<svg/>"}
    )
    site, read = read_site(root)
    assert site is not None
    path, rule, word = NAMES[made]
    built = pipeline.build(site).problems
    found = [problem for problem in (*read, *built) if problem.rule in {"collision", "name", "slug"}]
    assert {(one.path, one.rule) for one in found} == {(path, rule)}
    assert word in found[0].text
    assert set(found) - set(read) <= set(pipeline.check(site))


def test_a_static_file_may_not_take_a_sheets_address(tmp_path: Path) -> None:
    root = write(small(tmp_path), {"static/en/print/card-letter.pdf": "x", "static/EN/print/other.pdf": "x"})
    site, _ = read_site(root)
    assert site is not None
    paths = {one.path for one in pipeline.build(site).problems if one.rule == "collision"}
    assert "static/EN/print/other.pdf" in paths
    assert "static/en/print/card-letter.pdf" in paths


def test_static_files_are_published_as_they_are(tmp_path: Path) -> None:
    made = built(write(little(tmp_path), {"static/a/b.bin": b"\x00\xff", "static/icon.svg": b"<svg/>"}))
    assert (made.files["a/b.bin"], made.files["icon.svg"]) == (b"\x00\xff", b"<svg/>")


def test_the_memo_makes_only_what_a_change_touches(tmp_path: Path) -> None:
    root, memo = copied("town", tmp_path), BuildMemo()

    def pages_made() -> list[str]:
        site, _ = read_site(root)
        assert site is not None
        whole = pipeline.build(site, memo=memo)
        files, problems = whole.files, whole.problems
        assert not problem.is_fatal(problems)
        assert {file.path: file.data for file in files} == dict(built(root).files)
        return sorted(memo.written)

    assert len(pages_made()) == 8
    assert pages_made() == []
    swap(root / "content/at-home.md", "3. Stay calm.", "3. Stay very calm.")
    assert pages_made() == ["ar/at-home.html", "en/at-home.html", "es/at-home.html", "pt-BR/at-home.html"]
    swap(root / "locales/es/LC_MESSAGES/messages.po", "La hora.", "La hora exacta.")
    assert pages_made() == ["es/at-home.html"]
    swap(root / "content/help.toml", 'phone = "555-867-5301"', 'phone = "555-867-5399"')
    assert len(pages_made()) == 8
    swap(root / "content/sources.toml", "Town Gazette", "Town Paper")
    assert len(pages_made()) == 8
    swap(root / "templates/page.html", "<main>", '<main id="m">')
    assert len(pages_made()) == 8
    swap(root / "content/index.md", 'title = "Help in this town"', 'title = "Help in the town"')
    assert len(pages_made()) == 8  # the menu is on every page


def test_a_page_in_the_preview_carries_its_messages_and_no_policy(tmp_path: Path) -> None:
    site, _ = read_site(copied("town", tmp_path))
    assert site is not None
    shown = {file.path: file.data.decode() for file in pipeline.build(site, preview=True).files}["es/at-home.html"]
    assert 'data-message="m-' in shown
    assert "Content-Security-Policy" not in shown
    published = built(site.root).text("es/at-home.html")
    assert "data-" not in published
    assert not re.search(r'id="m-[0-9a-f]{8}"', published)


def test_a_subset_of_locales_keeps_the_source(tmp_path: Path) -> None:
    site, _ = read_site(copied("town", tmp_path), only=("ar",))
    assert site is not None
    assert [tongue.locale.code for tongue in site.tongues] == ["en", "ar"]


def test_progress_is_told_page_by_page(tmp_path: Path) -> None:
    site, _ = read_site(copied("town", tmp_path))
    assert site is not None
    heard: list[str] = []
    pipeline.build(site, progress=heard.append)
    assert heard[:2] == ["en: 1 of 2 pages", "en: 2 of 2 pages"]
    assert len(heard) == 8


def test_the_engine_s_words_and_the_templates_are_messages(tmp_path: Path) -> None:
    site, _ = read_site(little(tmp_path))
    assert site is not None
    kinds = {message.kind for message in site.messages()}
    assert {"page title", "paragraph", "site name", "phrase"} <= kinds
    assert all(message.path and message.line for message in site.messages())
    assert json.dumps([message.text for message in site.messages()])


def test_a_translation_of_the_site_s_name_is_used(tmp_path: Path) -> None:
    root = write(little(tmp_path), {"locales/es/LC_MESSAGES/messages.po": po("es", pair("A", "La A"), pair("Home", "Inicio"))})
    made = built(root)
    assert "La A" in said(next(made.tree("es/index.html").iter("title")))
    assert "Inicio" in said(made.tree("index.html"))


def test_a_build_s_files_do_not_share_what_can_change() -> None:
    first = built(SITES / "town")
    assert isinstance(first, Built)
    assert replace(first, tags=()).files is first.files
    assert tree(first.text("en/index.html")) is not tree(first.text("en/index.html"))
