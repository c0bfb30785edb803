"""The site in a real browser: from a folder and from a server, on a small screen, without JavaScript, in both directions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page

from tests.making import real, real_root

pytestmark = pytest.mark.slow

SLUGS = sorted(path.stem for path in (real_root() / "content").glob("*.md") if path.name != "README.md")
SMALL = {"width": 320, "height": 640}
PHONE = {"width": 360, "height": 640}

VIOLATIONS = (
    "addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))"
)
WIDE = """() => {
  const wide = document.documentElement.clientWidth, found = [];
  for (const one of document.body.querySelectorAll('*')) {
    const box = one.getBoundingClientRect();
    if (!box.width || !box.height || !one.checkVisibility({ visibilityProperty: true }) || one.closest('.skip')) continue;
    if (box.left < -1 || box.right > wide + 1)
      found.push(one.tagName + '.' + one.className + ': ' + one.textContent.slice(0, 60));
  }
  if (document.documentElement.scrollWidth > wide) found.push('page: ' + document.documentElement.scrollWidth + ' > ' + wide);
  return found;
}"""
STORED = """async () => [document.cookie, localStorage.length, sessionStorage.length,
  'caches' in window ? (await caches.keys()).length : 0,
  navigator.serviceWorker ? (await navigator.serviceWorker.getRegistrations()).length : 0]"""
ORDER = """() => [...document.querySelectorAll('bdi[dir=ltr], code[dir=ltr]')].flatMap(holder => {
  const text = holder.firstChild;
  if (!text || text.nodeType !== 3 || !/^\\+?[0-9][0-9 ()-]{4,}[0-9]$/.test(text.data)) return [];
  const box = at => {
    const range = document.createRange();
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    return range.getClientRects()[0];
  };
  const first = box(0), last = box(text.data.length - 1);
  return first && last ? [[text.data, first.left, first.top, last.left, last.top]] : [];
})"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site in a folder with a space and a letter beyond ASCII in its name."""
    return real().put(tmp_path_factory.mktemp("site") / "my site é")


@pytest.fixture(scope="module", params=["folder", "server"])
def home(request: pytest.FixtureRequest, folder: Path) -> str:
    """Where the site starts, with a slash at the end: from a folder, and under a sub-path of a server."""
    if request.param == "folder":
        return f"{folder.as_uri()}/"
    serve: Callable[[Path], str] = request.getfixturevalue("nginx")
    return f"{serve(folder.parent)}/my%20site%20%C3%A9/"


@contextmanager
def watched(browser: Browser, start: str, **options: Any) -> Iterator[Page]:
    """A page that may not complain, reach beyond the site, or keep anything of its reader."""
    context = browser.new_context(**options)
    scripts = options.get("java_script_enabled", True)
    complaints: list[str] = []
    asked: list[str] = []
    if scripts:
        context.add_init_script(VIOLATIONS)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    page.on("requestfailed", lambda request: complaints.append(request.url) if request.failure != "net::ERR_ABORTED" else None)
    page.on(
        "response", lambda response: complaints.append(f"{response.status} {response.url}") if response.status >= 400 else None
    )
    page.on("request", lambda request: asked.append(request.url))
    yield page
    stored = page.evaluate(STORED) if scripts and start.startswith("http") else ["", 0, 0, 0, 0]
    cookies = context.cookies()
    context.close()
    assert complaints == []
    assert asked
    assert [url for url in asked if not unquote(url).startswith(unquote(start))] == []
    assert (cookies, stored) == ([], ["", 0, 0, 0, 0])


@pytest.mark.parametrize("tag", ["en", "es", "ar", "zh-Hans"])
def test_every_page_fits_a_small_screen_and_asks_nobody_else(browser: Browser, folder: Path, tag: str) -> None:
    """From a folder; tests/site/test_guide.py watches what pages ask of a server."""
    home = f"{folder.as_uri()}/"
    with watched(browser, home, viewport=SMALL) as page:
        for slug in SLUGS:
            page.goto(f"{home}{tag}/{slug}.html")
            assert page.evaluate(WIDE) == [], slug
            for part in page.locator("main details").all():
                part.locator("summary").first.click()
            page.locator("nav.languages summary").click()
            assert page.evaluate(WIDE) == [], f"{slug}, opened"


@pytest.mark.parametrize("tag", ["en", "ar", "zh-Hans"])
def test_letters_twice_as_large_fit(browser: Browser, folder: Path, tag: str) -> None:
    """200 % zoom of a 640 px window is 320 px wide (above); here the letters alone are twice as large."""
    start = f"{folder.as_uri()}/"
    with watched(browser, start, viewport={"width": 640, "height": 640}) as page:
        for slug in SLUGS:
            page.goto(f"{start}{tag}/{slug}.html")
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert page.evaluate(WIDE) == [], slug


def test_the_chooser_leads_to_every_language(browser: Browser, home: str) -> None:
    with watched(browser, home, viewport=SMALL, java_script_enabled=False) as page:
        for tag in real().tags:
            page.goto(f"{home}index.html")
            page.locator(f'main a[lang="{tag}"]').click()
            assert page.url == f"{home}{tag}/index.html"
            assert page.locator("html").get_attribute("lang") == tag


def test_the_switch_leads_to_the_same_page_without_javascript(browser: Browser, home: str) -> None:
    with watched(browser, home, viewport=PHONE, java_script_enabled=False) as page:
        page.goto(f"{home}en/at-home.html")
        for tag in ("ar", "zh-Hans", "es", "en"):
            page.locator("nav.languages summary").click()
            page.locator(f'nav.languages a[lang="{tag}"]').click()
            assert page.url == f"{home}{tag}/at-home.html"
            assert page.locator("html").get_attribute("lang") == tag


def test_the_switch_works_from_the_keyboard(browser: Browser, folder: Path) -> None:
    start = f"{folder.as_uri()}/"
    with watched(browser, start, viewport=PHONE) as page:
        page.goto(f"{start}en/your-rights.html")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        for _ in range(6):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.tagName") == "SUMMARY":
                break
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/es/your-rights.html")


def test_every_page_is_two_taps_from_the_front_page(browser: Browser, home: str) -> None:
    """Each link of the front page is followed; what it does not name itself stands on a page that it names."""
    with watched(browser, home, viewport=PHONE, java_script_enabled=False) as page:
        page.goto(f"{home}ar/index.html")
        inside = links(page)
        beyond = set(inside)
        for href in sorted(inside):
            path, _, anchor = href.partition("#")
            if path and not path.endswith(".html"):
                continue  # a text file: a browser then asks for a favicon of its own; tests/site/test_site.py follows these links
            page.goto(f"{home}ar/{path or 'index.html'}")
            assert not anchor or page.locator(f"[id='{anchor}']").count() == 1
            beyond |= links(page)
        assert {f"{slug}.html" for slug in SLUGS} - {"index.html"} <= {href.partition("#")[0] for href in beyond}


def links(page: Page) -> set[str]:
    """The links within the site that a page's body holds."""
    found = page.evaluate("[...document.querySelectorAll('main a')].map(one => one.getAttribute('href') || '')")
    return {href for href in found if ":" not in href}


def test_arabic_runs_from_the_right_and_numbers_from_the_left(browser: Browser, home: str) -> None:
    seen: set[str] = set()
    with watched(browser, home, viewport=PHONE) as page:
        for slug in SLUGS:
            page.goto(f"{home}ar/{slug}.html")
            assert page.evaluate("getComputedStyle(document.documentElement).direction") == "rtl"
            assert page.evaluate("getComputedStyle(document.querySelector('main')).direction") == "rtl"
            for text, first, top, last, bottom in page.evaluate(ORDER):
                assert top == bottom, f"{slug}: {text} is broken over two lines"
                assert first < last, f"{slug}: {text} runs from right to left"
                seen.add(text)
    assert seen


def test_a_number_that_is_not_isolated_would_turn_round(browser: Browser, folder: Path) -> None:
    """The test above can fail: without isolation the same text runs the other way."""
    start = f"{folder.as_uri()}/"
    with watched(browser, start, viewport=PHONE) as page:
        page.goto(f"{start}ar/index.html")
        page.evaluate("document.querySelector('main p').innerHTML = 'اتصل <bdi dir=ltr id=x>617-555-0142</bdi>'")
        page.evaluate("const x = document.getElementById('x'); x.style.unicodeBidi = 'normal'; x.style.direction = 'rtl'")
        (found,) = [one for one in page.evaluate(ORDER) if one[0] == "617-555-0142"]
        assert found[1] > found[3]


def test_two_taps_lead_from_the_front_page_to_a_call_in_arabic(browser: Browser, home: str) -> None:
    with watched(browser, home, viewport=PHONE, java_script_enabled=False, has_touch=True, is_mobile=True) as page:
        page.goto(f"{home}ar/index.html")
        for href in [None, *(one.get_attribute("href") for one in page.locator("main a, nav.menu a").all())]:
            if href is None or (":" not in href and not href.startswith("#")):
                page.goto(f"{home}ar/{href or 'index.html'}")
                calls = page.locator('main .body a[href^="tel:"]')
                if calls.count() and calls.first.is_visible():
                    break
        else:
            pytest.fail("no page one tap from the front page has a number to call")
        box = calls.first.bounding_box()
        assert box is not None
        assert box["height"] >= 24
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]


def test_a_tap_on_a_small_screen_hits_what_it_aims_at(browser: Browser, folder: Path) -> None:
    """24 by 24 px at least (WCAG 2.2, 2.5.8), but for links within a sentence."""
    start = f"{folder.as_uri()}/"
    with watched(browser, start, viewport=PHONE) as page:
        for path in ("index.html", "en/index.html", "ar/index.html", "es/at-home.html"):
            page.goto(f"{start}{path}")
            if page.locator("nav.languages summary").count():
                page.locator("nav.languages summary").click()
            for link in page.locator("nav a, summary, .call a").all():
                box = link.bounding_box()
                if box and link.is_visible():
                    assert box["height"] >= 24, (path, link.inner_text())
                    assert box["width"] >= 24, (path, link.inner_text())


def test_a_fallback_block_runs_from_the_left_in_arabic(browser: Browser, folder: Path) -> None:
    """What is still English on a right-to-left page reads from the left."""
    start = f"{folder.as_uri()}/"
    with watched(browser, start, viewport=PHONE) as page:
        for slug in SLUGS:
            page.goto(f"{start}ar/{slug}.html")
            turned = """[...document.querySelectorAll('main [lang="en"]')]
                .filter(one => getComputedStyle(one).direction !== 'ltr').map(one => one.textContent)"""
            assert page.evaluate(turned) == [], slug
