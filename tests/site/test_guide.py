"""The resident's guide as a resident meets it: in a real browser, on a small phone, without scripts and with them.

Accessibility (axe-core and what no program of that kind sees), the first screen, the way to a call, the keyboard, large letters,
privacy, search, the officer's view, the family plan, the list of organisations, files that travel alone.

A run looks at every page in four languages and at every template in all twelve; `make proof` looks at every page in every
language, narrow and wide, light and dark.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
import re
import shutil
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.making import real, real_root, weight

pytestmark = pytest.mark.slow

PHONE = {"width": 360, "height": 640}
NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 800}
READ = ("en", "ar", "zh-Hans", "es")  # the languages every page is looked at in
TAGS = [code.replace("_", "-") for code in tomllib.loads((real_root() / "content/site.toml").read_text("utf-8"))["locales"]]
BUDGET = 14 * 1024


# --- what there is ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Front:
    """What a page's front matter says of it."""

    slug: str
    template: str
    group: str


@functools.cache
def fronts() -> tuple[Front, ...]:
    """Every page of the site, by name."""
    found = []
    for path in sorted((real_root() / "content").glob("*.md")):
        if path.name != "README.md":
            front = tomllib.loads(path.read_text("utf-8").split("+++")[1])
            found.append(Front(path.stem, front.get("template", "page"), front.get("group", "order")))
    return tuple(found)


def slugs(*, template: str = "", group: str = "") -> list[str]:
    """The names of all pages, or of those with a template or in a group."""
    return [one.slug for one in fronts() if template in ("", one.template) and group in ("", one.group)]


def one_of(template: str) -> str:
    """A page with this template: the only one, or the one with most in it."""
    named = {"page": "your-rights", "situation": "at-home", "help": "help-lawyer"}
    return named.get(template) or slugs(template=template)[0]


@functools.cache
def organisations() -> Mapping[str, Mapping[str, Any]]:
    """content/help.toml."""
    return tomllib.loads((real_root() / "content/help.toml").read_text("utf-8"))


def pages_of(tag: str) -> list[str]:
    return [f"{tag}/{slug}.html" for slug in slugs()]


def samples(tag: str) -> list[str]:
    """One page for each template, and each other form of a page, in a language."""
    chosen = [f"{tag}/{one_of(template)}.html" for template in sorted({one.template for one in fronts()})]
    forms = [f"{tag}/{name}.html" for name in ("at-home.bilingual", "where.bilingual", "at-home.single", "show.single")]
    return [*chosen, f"{tag}/find-help.html", *(path for path in forms if path in real().files)]


def clean(faults: Mapping[str, object]) -> None:
    """Fails with every fault, a line for each page."""
    assert not faults, "\n" + "\n".join(f"{page}: {fault}" for page, fault in faults.items())


# --- browsers --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site in a folder."""
    return real().put(tmp_path_factory.mktemp("guide") / "site")


@pytest.fixture(scope="module")
def files(folder: Path) -> str:
    """Where the site starts when it is opened from a folder."""
    return f"{folder.as_uri()}/"


@pytest.fixture(scope="module")
def server(folder: Path, nginx: Callable[[Path], str]) -> str:
    """Where the site starts when a server gives it."""
    return f"{nginx(folder)}/"


@contextmanager
def tab(browser: Browser, **options: Any) -> Iterator[Page]:
    """A page in a context of its own, which may complain of nothing."""
    context = browser.new_context(**{"viewport": PHONE, "reduced_motion": "reduce", **options})
    complaints: list[str] = []
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    page.on("response", lambda answer: complaints.append(answer.url) if answer.status >= 400 else None)
    try:
        yield page
    finally:
        context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def plain(browser: Browser) -> Iterator[Page]:
    """A small phone whose browser runs no scripts."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


# --- axe-core --------------------------------------------------------------------------------------------------------

AXE = (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": STANDARDS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
START = f"""() => {{ window.underWay = axe.run({json.dumps(OPTIONS)}).then(found => found.violations.flatMap(one =>
  one.nodes.slice(0, 3).map(node => one.id + ': ' + node.target.join(' ') + ' ' + node.html.slice(0, 100)))); }}"""
END = "() => window.underWay"
OPENED = "() => document.querySelectorAll('details').forEach(one => { one.open = true; })"

Look = tuple[Mapping[str, int], str]
LOOKS: tuple[Look, ...] = ((NARROW, "light"), (WIDE, "dark"), (NARROW, "dark"), (WIDE, "light"))


@pytest.fixture(scope="module")
def tabs(browser: Browser) -> Iterator[tuple[Page, ...]]:
    """Two pages, so that both cores of a small machine have something to do."""
    contexts = [browser.new_context(bypass_csp=True, reduced_motion="reduce") for _ in range(2)]
    yield tuple(context.new_page() for context in contexts)
    for context in contexts:
        context.close()


def violations(tabs: Sequence[Page], addresses: Iterable[str], looks: Sequence[Look]) -> dict[str, list[str]]:
    """What axe-core finds: on narrow screens as the page comes, on wide ones with everything folded opened."""
    found: dict[str, list[str]] = {}
    left = list(addresses)
    while left:
        batch = list(zip(tabs, (left.pop(0) for _ in range(min(len(tabs), len(left)))), strict=False))
        for page, address in batch:
            page.goto(address)
            page.evaluate(AXE)
        for size, scheme in looks:
            for page, _ in batch:
                page.set_viewport_size({"width": size["width"], "height": size["height"]})
                page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                if size is WIDE:
                    page.evaluate(OPENED)
                page.evaluate(START)
            for page, address in batch:
                if faults := page.evaluate(END):
                    found[f"{'/'.join(address.rsplit('/', 2)[-2:])} {size['width']} {scheme}"] = faults
    return found


@pytest.fixture(scope="module")
def whole(request: pytest.FixtureRequest) -> bool:
    """True under `make proof`."""
    return bool(request.config.getoption("--hypothesis-profile") == "proof")


@pytest.mark.parametrize("tag", READ)
def test_every_page_is_accessible(tabs: tuple[Page, ...], files: str, whole: bool, tag: str) -> None:
    """Each page narrow and wide, light and dark: one look in each of the four languages."""
    looks = LOOKS if whole else [LOOKS[READ.index(tag)]]
    clean(violations(tabs, [f"{files}{path}" for path in pages_of(tag)], looks))


@pytest.mark.parametrize("tag", TAGS)
def test_every_template_is_accessible_in_every_language(tabs: tuple[Page, ...], files: str, whole: bool, tag: str) -> None:
    """The four looks in turn, so that each template is seen three times in each."""
    looks = LOOKS if whole else [LOOKS[TAGS.index(tag) % len(LOOKS)]]
    paths = sorted({*pages_of(tag), *samples(tag)}) if whole and tag not in READ else samples(tag)
    paths = [path for path in paths if whole or "find-help" not in path]  # long, and the same template as help-lawyer
    clean(violations(tabs, [f"{files}{path}" for path in paths], looks))


def test_pages_that_stand_once_are_accessible(tabs: tuple[Page, ...], files: str) -> None:
    addresses = [f"{files}{path}" for path in ("index.html", "card.html", "en/guide.single.html", "ar/guide.single.html")]
    clean(violations(tabs, addresses[:2], LOOKS) | violations(tabs, addresses[2:], LOOKS[:1]))


def test_axe_would_tell(tabs: tuple[Page, ...], tmp_path: Path) -> None:
    """The tests above can fail."""
    bad = '<!doctype html><title>x</title><p style="color:#999;background:#fff">Grey words<p><img src="data:,">'
    (tmp_path / "bad.html").write_text(bad, "utf-8")
    (found,) = violations(tabs, [(tmp_path / "bad.html").as_uri()], LOOKS[:1]).values()
    assert {"color-contrast", "html-has-lang", "image-alt", "page-has-heading-one"} <= {one.split(":")[0] for one in found}


# --- the first screen ------------------------------------------------------------------------------------------------

FIRST = """() => {
  const low = one => { const box = one.getBoundingClientRect(); return Math.round(box.bottom + scrollY); };
  const body = document.querySelector('main .body'), call = body.querySelector('.call');
  const parts = { title: document.querySelector('main h1'), button: call && call.querySelector('a[href^="tel:"]'),
                  hours: call && [...call.querySelectorAll('.fact')].pop() };
  [...document.querySelectorAll('main .first li.steps')].forEach((one, number) => { parts['step ' + (number + 1)] = one; });
  const found = {};
  for (const [name, one] of Object.entries(parts))
    found[name] = one && one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) ? low(one) : -1;
  return found;
}"""


@pytest.mark.parametrize("tag", READ)
def test_the_first_screen_of_a_situation_holds_the_steps_and_a_number_to_call(plain: Page, files: str, tag: str) -> None:
    """360 by 640: title, three steps, the button, its hours; each value is where the part ends."""
    short: dict[str, dict[str, int]] = {}
    for slug in slugs(template="situation"):
        plain.goto(f"{files}{tag}/{slug}.html")
        found = plain.evaluate(FIRST)
        assert set(found) == {"title", "button", "hours", "step 1", "step 2", "step 3"}, slug
        if cut := {name: low for name, low in found.items() if not 0 < low <= PHONE["height"]}:
            short[slug] = cut
    clean(short)


def test_two_taps_in_arabic_from_the_door_to_a_call(plain: Page, files: str) -> None:
    """No script; the second tap is on the first screen."""
    plain.goto(f"{files}ar/index.html")
    door = plain.locator('main a[href="at-home.html"]').first
    assert door.is_visible()
    door.tap()
    plain.wait_for_url("**/ar/at-home.html")
    call = plain.locator('main .call a[href^="tel:"]').first
    box = call.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert box["y"] + box["height"] <= PHONE["height"]
    assert min(box["width"], box["height"]) >= 44
    assert re.fullmatch(r"tel:\+1[0-9]{10}", call.get_attribute("href") or "")
    assert hit(plain, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2).startswith("tel:")


def hit(page: Page, x: float, y: float) -> str:
    """Where a tap at a point leads."""
    return str(page.evaluate("([x, y]) => document.elementFromPoint(x, y)?.closest('a')?.getAttribute('href') || ''", [x, y]))


# --- the keyboard ----------------------------------------------------------------------------------------------------

FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const all = [...document.querySelectorAll('*')];
  return {
    place: all.indexOf(one), call: one.matches('.call a[href^="tel:"]'),
    name: one.tagName.toLowerCase() + '.' + one.className + ' ' + (one.getAttribute('href') || ''),
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== 'none',
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    where: one.closest('main') ? 'main' : one.closest('nav.languages') ? 'languages' : one.className,
  };
}"""
REACHABLE = """() => [...document.querySelectorAll('*')].flatMap((one, place) =>
  one.matches('a[href], button, input, select, textarea, summary') && one.checkVisibility({ visibilityProperty: true })
    && !(one.type === 'radio' && one.name && document.querySelector(`[name="${one.name}"]`) !== one) ? [place] : [])"""


def walk(page: Page) -> list[dict[str, Any]]:
    """Every stop of the Tab key, from the top of the page to its end."""
    stops: list[dict[str, Any]] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at is None or (stops and at["place"] == stops[0]["place"]):
            return stops
        assert not stops or at["place"] != stops[-1]["place"], f"Tab does not leave {at['name']}"
        stops.append(at)
    pytest.fail("Tab never comes to the end of the page")


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_the_keyboard_reaches_everything_in_the_order_it_is_read(browser: Browser, files: str, tag: str) -> None:
    paths = [path for path in samples(tag) if "find-help" not in path]
    paths = (
        paths
        if tag == "en"
        else [path for path in paths if re.search(r"/(index|at-home|family-plan|at-home.bilingual)\.html", path)]
    )
    with tab(browser) as page:
        for path in paths:
            page.goto(f"{files}{path}")
            stops = walk(page)
            places = [one["place"] for one in stops]
            assert places == sorted(places), path
            assert set(page.evaluate(REACHABLE)) - set(places) == set(), path
            assert [one["name"] for one in stops if not one["ring"]] == [], f"{path}: focus does not show"
            assert [one["name"] for one in stops if not one["seen"]] == [], f"{path}: focus is out of sight"
            if ".single." not in path:
                kinds = [one["where"] for one in stops]
                assert kinds[0] == "skip", path
                assert kinds.index("languages") < kinds.index("main"), path
                assert set(kinds[kinds.index("main") : len(kinds) - kinds[::-1].index("main")]) == {"main"}, path
            if "/at-home.html" in path:
                assert any(one["call"] for one in stops)


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_back_through_a_page_from_its_end(browser: Browser, files: str, tag: str) -> None:
    with tab(browser) as page:
        page.goto(f"{files}{tag}/at-home.html")
        there = [one["place"] for one in walk(page)]
        page.goto(f"{files}{tag}/at-home.html")
        back: list[int] = []
        for _ in there:
            page.keyboard.press("Shift+Tab")
            at = page.evaluate(FOCUSED)
            back.append(at["place"] if at else -1)
        assert [one for one in back if one >= 0] == there[::-1][: len([one for one in back if one >= 0])]
        assert len([one for one in back if one >= 0]) >= len(there) - 1


def test_the_skip_link_leads_past_the_head(browser: Browser, files: str) -> None:
    with tab(browser) as page:
        for path in samples("en"):
            if ".single." in path:
                continue
            page.goto(f"{files}{path}")
            page.keyboard.press("Tab")
            expect(page.locator("a.skip")).to_be_focused()
            expect(page.locator("a.skip")).to_be_in_viewport()
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            assert page.evaluate("!!document.activeElement.closest('main')"), path


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_what_is_folded_opens_with_the_keyboard(browser: Browser, files: str, scripts: bool) -> None:
    with tab(browser, java_script_enabled=scripts) as page:
        for path in ("en/at-home.html", "ar/at-home.html"):
            page.goto(f"{files}{path}")
            assert page.locator("details").count() >= 2
            for part in page.locator("details").all():
                for key, opened in (("Enter", True), ("Space", False), ("Enter", True)):
                    part.locator("summary").focus()
                    page.keyboard.press(key)
                    assert (part.get_attribute("open") is not None) == opened, (path, key)
                assert part.locator("a").first.is_visible()


# --- two languages side by side --------------------------------------------------------------------------------------

PAIRS = """() => [...document.querySelectorAll('.pair')].map(pair => [...pair.children].map(half => {
  const box = half.getBoundingClientRect();
  return { lang: half.lang, dir: half.dir, runs: getComputedStyle(half).direction, text: half.textContent.trim(),
           top: box.top, bottom: box.bottom, left: box.left, right: box.right };
}))"""


@pytest.mark.parametrize("tag", ["es", "ar", "zh-Hans"])
def test_two_languages_are_read_source_first(browser: Browser, files: str, tag: str) -> None:
    direction = "rtl" if tag == "ar" else "ltr"
    with tab(browser, java_script_enabled=False) as page:
        for slug in [*slugs(template="situation"), "index", "where", "your-rights"]:
            page.goto(f"{files}{tag}/{slug}.bilingual.html")
            for size in (NARROW, WIDE):
                page.set_viewport_size({"width": size["width"], "height": size["height"]})
                pairs = page.evaluate(PAIRS)
                assert len(pairs) >= 5, slug
                for pair in pairs:
                    assert [(one["lang"], one["dir"], one["runs"]) for one in pair] == [
                        ("en", "ltr", "ltr"),
                        (tag, direction, direction),
                    ], slug
                    assert all(one["text"] for one in pair), slug
                    first, second = pair
                    stacked = first["bottom"] <= second["top"] + 1
                    beside = first["right"] <= second["left"] + 1 or second["right"] <= first["left"] + 1
                    assert stacked if size is NARROW else (stacked or beside), (slug, size)
            assert page.locator(f'main a[href="{slug}.html"]').first.is_visible()


# --- large letters ---------------------------------------------------------------------------------------------------

OVERFLOW = """() => {
  const wide = document.documentElement.clientWidth, found = [];
  const name = one => `${one.tagName}.${one.className} "${one.textContent.trim().slice(0, 30)}"`;
  for (const one of document.body.querySelectorAll('*')) {
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    if (!box.width || !box.height || !one.checkVisibility({ visibilityProperty: true }) || one.closest('.skip, .hush')) continue;
    const scrolls = one.parentElement.closest('pre, table');
    if (!scrolls && (box.left < -1 || box.right > wide + 1)) found.push('wide: ' + name(one));
    const clips = [style.overflowX, style.overflowY].some(way => way === 'hidden' || way === 'clip');
    const more = one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1;
    if (clips && more && box.width > 2 && box.height > 2) found.push('cut: ' + name(one));
  }
  if (document.documentElement.scrollWidth > wide) found.push('page: ' + document.documentElement.scrollWidth + ' > ' + wide);
  return [...new Set(found)].slice(0, 6);
}"""
LARGE = "() => { document.adoptedStyleSheets = []; document.documentElement.style.fontSize = '200%'; }"
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
                     p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""


@pytest.mark.parametrize("tag", ["en", "es", "ar", "zh-Hans", "ru"])
def test_nothing_is_cut_when_letters_grow(browser: Browser, files: str, tag: str) -> None:
    """As it comes at 320 px (400 % zoom), letters twice as large, and with the spacing of WCAG 1.4.12; all folded parts open."""
    paths = [*samples(tag), *(f"{tag}/guide.single.html" for _ in range(tag in ("en", "ar"))), "card.html", "index.html"]
    found: dict[str, list[str]] = {}
    with tab(browser, viewport=NARROW) as page:
        for path in paths:
            page.goto(f"{files}{path}")
            for name, width, change in (("320", 320, OPENED), ("spaced", 320, SPACED), ("200 %", 640, LARGE)):
                page.set_viewport_size({"width": width, "height": 640})
                page.evaluate(change)
                if faults := page.evaluate(OVERFLOW):
                    found[f"{path} {name}"] = faults
    clean(found)


# --- what a finger hits ----------------------------------------------------------------------------------------------

TARGETS = """() => {
  const found = [];
  for (const one of document.querySelectorAll('a[href], button, input, select, textarea, summary')) {
    if (!one.checkVisibility({ visibilityProperty: true }) || one.closest('.skip')) continue;
    const held = one.matches('[type=checkbox], [type=radio]') ? one.closest('label') || one : one;
    const block = one.parentElement.closest('p, li, dd, dt, td, th, h1, h2, h3, blockquote, small');
    const running = one.tagName === 'A' && getComputedStyle(one).display === 'inline'
      && block && block.textContent.trim().length > one.textContent.trim().length + 3;
    if (running) continue;
    const main = held !== one || one.matches('button, select, textarea, summary, input:not([type=checkbox], [type=radio])')
      || one.matches('.call a[href^="tel:"], .brand, .find, .leave, .deed, .tiles a, .cards a, .question a');
    const over = getComputedStyle(one, '::after');  // a link may cover the whole card it stands in
    const box = (over.content !== 'none' && over.position === 'absolute' ? one.offsetParent : held).getBoundingClientRect();
    const least = main ? 44 : 24;
    if (box.width < least - .5 || box.height < least - .5)
      found.push(`${one.tagName}.${one.className} in ${one.parentElement.tagName}.${one.parentElement.className} ` +
                 `"${one.textContent.trim().slice(0, 30)}" ${Math.round(box.width)}x${Math.round(box.height)} < ${least}`);
  }
  return [...new Set(found)].slice(0, 8);
}"""


@pytest.mark.parametrize("tag", ["en", "ar", "zh-Hans"])
def test_every_target_is_large_enough_for_a_finger(browser: Browser, files: str, tag: str) -> None:
    """24 px outside of running text (WCAG 2.2, 2.5.8); 44 px for what matters most."""
    found: dict[str, list[str]] = {}
    with tab(browser, is_mobile=True, has_touch=True, permissions=["clipboard-write"]) as page:
        for path in ["index.html", "card.html", *samples(tag)]:
            page.goto(f"{files}{path}")
            page.evaluate(OPENED)
            if faults := page.evaluate(TARGETS):
                found[path] = faults
    clean(found)


# --- privacy ---------------------------------------------------------------------------------------------------------

SPY = """(() => {
  window.kept = [];
  const watch = (holder, name) => {
    const real = holder && holder[name];
    if (real) holder[name] = function (...given) {
      window.kept.push(name + ' ' + String(given[0]).slice(0, 60));
      return real.apply(this, given);
    };
  };
  watch(Storage.prototype, 'setItem'); watch(Storage.prototype, 'getItem');
  watch(IDBFactory.prototype, 'open');
  if (window.CacheStorage) { watch(CacheStorage.prototype, 'open'); }
  if (window.ServiceWorkerContainer) watch(ServiceWorkerContainer.prototype, 'register');
  watch(Navigator.prototype, 'sendBeacon'); watch(window, 'fetch'); watch(XMLHttpRequest.prototype, 'open');
  watch(History.prototype, 'pushState'); watch(History.prototype, 'replaceState');
  for (const name of ['WebSocket', 'EventSource', 'RTCPeerConnection', 'Worker', 'SharedWorker', 'BroadcastChannel'])
    if (window[name]) window[name] = new Proxy(window[name], {
      construct(make, given) { window.kept.push(name); return new make(...given); },
    });
  const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
  Object.defineProperty(document, 'cookie', {
    get: () => cookie.get.call(document),
    set: said => { window.kept.push('cookie ' + said); },
  });
  addEventListener('securitypolicyviolation', one => window.kept.push('policy ' + one.violatedDirective + ' ' + one.blockedURI));
})()"""
KEPT = """async () => ({ did: window.kept, cookie: document.cookie, local: localStorage.length, session: sessionStorage.length,
  caches: (await caches.keys()).length, databases: (await indexedDB.databases()).length, name: window.name,
  workers: (await navigator.serviceWorker.getRegistrations()).length, address: location.search + location.hash,
  state: history.state })"""
NOTHING: dict[str, Any] = dict.fromkeys(("local", "session", "caches", "databases", "workers"), 0)
NOTHING |= {"did": [], "cookie": "", "name": "", "address": "", "state": None}
ALLOWED = re.compile(r"[\w-]+/[\w.-]+\.html|index\.html|card\.html|icon\.svg|lantern\.js")
ALLOWED_SEARCH = re.compile(ALLOWED.pattern + r"|search\.js|[\w-]+/search-data\.js")


@dataclass(frozen=True)
class Watched:
    """A page over a server, with what it asked for."""

    page: Page
    start: str
    asked: list[str]

    def open(self, path: str) -> None:
        self.page.goto(f"{self.start}{path}")

    def kept(self) -> dict[str, Any]:
        return dict(self.page.evaluate(KEPT))

    def strangers(self, allowed: re.Pattern[str]) -> list[str]:
        """Requests that are not for a page or the site's own script."""
        return [url for url in self.asked if not (url.startswith(self.start) and allowed.fullmatch(url.removeprefix(self.start)))]


@pytest.fixture
def watched(browser: Browser, server: str) -> Iterator[Watched]:
    """A phone with scripts; whatever it did, it must have kept no cookie and broken no rule of the page."""
    permissions = ["clipboard-read", "clipboard-write"]
    with tab(browser, permissions=permissions) as page:
        page.add_init_script(SPY)
        asked: list[str] = []
        page.context.on("request", lambda request: asked.append(request.url))
        yield Watched(page, server, asked)
        assert page.context.cookies() == []


def test_no_page_asks_anyone_or_keeps_anything(watched: Watched, whole: bool) -> None:
    """The sentence on the page about this site: no cookies, nothing stored, nothing loaded from anyone else."""
    turn = [f"{TAGS[number % len(TAGS)]}/{slug}.html" for number, slug in enumerate(slugs())]
    forms = [path for tag in ("en", "ar") for path in samples(tag)]
    every = [path for tag in TAGS for path in pages_of(tag)] if whole else [*pages_of("en"), *turn, *forms]
    for path in dict.fromkeys(["index.html", "card.html", *every]):
        watched.asked.clear()
        watched.open(path)
        assert watched.kept() == NOTHING, path
        assert watched.strangers(ALLOWED_SEARCH if "/search." in path else ALLOWED) == [], path
    watched.open("en/about.html")
    said = watched.page.locator("#privacy + p").inner_text()
    assert said == "This site sets no cookies, stores nothing on your device and loads nothing from anyone else."


def test_no_file_names_a_stranger_to_load_from() -> None:
    """Whatever a browser would fetch by itself stands inside the file, or beside it."""
    loads = re.compile(r'<(?:img|script|iframe|audio|video|source|embed|object|input)\b[^>]*?\b(?:src|data|srcset)="([^"]*)"')
    link = re.compile(r'<link\b[^>]*?\brel="([^"]*)"[^>]*>')
    for path, data in real().files.items():
        if not path.endswith((".html", ".svg")):
            continue
        text = data.decode()
        assert [url for url in loads.findall(text) if ":" in url or url.startswith("//")] == [], path
        assert set(link.findall(text)) <= {"icon", "alternate", "canonical"}, path
        assert re.findall(r"url\(\s*['\"]?(?!data:|#)[^)]*\)|@import", text) == [], path
        assert not re.search(r'<form\b|http-equiv="?refresh|\bping=|rel="[^"]*(?:preconnect|prefetch)', text), path


def test_using_the_filter_and_the_buttons_leaves_nothing_behind(watched: Watched) -> None:
    page = watched.page
    watched.open("en/find-help.html")
    page.get_by_role("searchbox").fill("lawyer")
    expect(page.locator("[data-count]")).not_to_be_empty()
    page.locator("[data-filter] select").first.select_option(index=1)
    assert watched.kept() == NOTHING
    watched.open("en/at-home.html")
    buttons = [one for one in page.get_by_role("button").all() if one.is_visible()]
    assert buttons, "no button appears with scripts"
    for button in buttons:
        button.click()
    assert page.evaluate("navigator.clipboard.readText()"), "nothing was copied"
    assert watched.kept() == NOTHING
    assert watched.strangers(ALLOWED) == []


def test_search_sends_and_keeps_nothing(watched: Watched) -> None:
    page = watched.page
    watched.open("en/search.html")
    page.get_by_role("searchbox").fill("warrant")
    expect(page.locator("[data-found] a").first).to_be_visible()
    page.keyboard.press("Enter")
    assert page.url == f"{watched.start}en/search.html"
    assert watched.kept() == NOTHING
    assert {url.removeprefix(watched.start) for url in watched.asked} - {"icon.svg"} == {
        *("en/search.html", "lantern.js", "search.js", "en/search-data.js")
    }
    page.reload()
    assert page.get_by_role("searchbox").input_value() == ""


def test_leaving_quickly_replaces_the_page(watched: Watched) -> None:
    """The only request beyond the site, asked for by the reader; it does not tell where they were."""
    page = watched.page
    told: list[dict[str, str]] = []

    def answer(route: Any) -> None:
        told.append(route.request.all_headers())
        route.fulfill(status=200, content_type="text/html", body="<!doctype html><title>Elsewhere</title><p>x")

    leave = tomllib.loads((real_root() / "content/site.toml").read_text("utf-8"))["leave"]
    page.context.route(f"{leave}**", answer)
    watched.open("ar/index.html")
    watched.open("ar/at-home.html")
    link = page.locator("a.leave").first
    assert link.get_attribute("href") == leave
    link.click()
    page.wait_for_url(f"{leave}**")
    assert len(told) == 1
    assert not {"referer", "cookie"} & set(told[0])
    page.go_back()
    assert page.url == f"{watched.start}ar/index.html"


@pytest.mark.parametrize("name", ["guide", "at-home", "show", "where", "warrants", "family-plan", "taken"])
def test_a_single_file_needs_nothing_beside_it(browser: Browser, folder: Path, tmp_path: Path, name: str) -> None:
    """Alone in an empty folder, with scripts allowed: it asks for nothing, and every link inside it leads somewhere."""
    for tag in TAGS if name == "guide" else READ:
        alone = tmp_path / tag / f"{name}.html"
        alone.parent.mkdir()
        shutil.copy(folder / tag / f"{name}.single.html", alone)
        asked: list[str] = []
        with tab(browser) as page:
            page.context.on("request", lambda request, asked=asked: asked.append(request.url))
            page.goto(alone.as_uri())
            page.wait_for_load_state("networkidle")
            links = page.evaluate("[...document.querySelectorAll('a')].map(one => one.getAttribute('href') || '')")
            known = set(page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)"))
            assert page.locator("script, link:not([href^='data:']), img, iframe, nav.languages").count() == 0, tag
            said = page.locator("body").inner_text()
        assert [unquote(url) for url in asked] == [unquote(alone.as_uri())], tag
        assert [href for href in links if not re.match(r"#|https?:|tel:|mailto:", href)] == [], tag
        assert [href for href in links if href.startswith("#") and unquote(href[1:]) not in known] == [], tag
        assert re.search(r"\b[0-9a-f]{8}\b", said), f"{tag}: no version"
        assert "https://lantern.example" in said, f"{tag}: no address"


# --- weight ----------------------------------------------------------------------------------------------------------


def test_every_page_comes_in_one_round_trip() -> None:
    """14 KB compressed; not the views in two languages, the files that travel, the whole list of organisations."""
    spared = re.compile(r".*\.(bilingual|single)\.html|[^/]+/find-help\.html")
    weights = {path: weight(real().files[path]) for path in real().files if path.endswith(".html") and not spared.fullmatch(path)}
    clean({path: size for path, size in sorted(weights.items(), key=lambda one: -one[1]) if size > BUDGET})


# --- without scripts -------------------------------------------------------------------------------------------------

CONTROLS = ".tools, .acts, .share-tools, [data-filter], [data-print], [data-search], [data-found], [data-without-script], button"
SAID = f"""() => {{
  const controls = {json.dumps(CONTROLS)};
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {{
    const holder = walker.currentNode.parentElement, text = walker.currentNode.data.replace(/\\s+/g, ' ').trim();
    if (text && !holder.closest(controls) && !holder.closest('template, script, style')
        && holder.checkVisibility({{ visibilityProperty: true }})) found.push(text);
  }}
  const links = [...document.querySelectorAll('a[href]')].filter(one => !one.closest(controls) && one.checkVisibility())
    .map(one => one.getAttribute('href'));
  return [found, links];
}}"""


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_scripts_add_controls_and_nothing_else(browser: Browser, files: str, plain: Page, tag: str) -> None:
    """Every word and link is there without scripts; with them a page says the same."""
    with tab(browser) as scripted:
        for path in pages_of("en") if tag == "en" else samples(tag):
            for page in (plain, scripted):
                page.goto(f"{files}{path}")
                page.evaluate(OPENED)
            without, with_scripts = plain.evaluate(SAID), scripted.evaluate(SAID)
            assert without == with_scripts, path
            assert len(without[0]) > 10, path
            idle = plain.locator("main button, main input[type=search]").all()
            assert [one for one in idle if one.is_visible()] == [], path


def test_every_fact_of_a_page_stands_in_it_without_scripts(plain: Page, files: str) -> None:
    """What the text for messages says of one's rights, written from the same tree, is on the page."""
    for slug in slugs(template="situation"):
        plain.goto(f"{files}en/{slug}.html")
        plain.evaluate(OPENED)
        plain.evaluate("() => document.querySelectorAll('sup').forEach(one => one.remove())")
        page = re.sub(r"\W+", "", plain.locator("main").inner_text())
        text = real().text(f"en/{slug}.txt")
        lines = [re.sub(r"\[[\d, ]+\]|\W+", "", line) for line in text.splitlines()]
        head = lines.index(re.sub(r"\W+", "", "Your rights here"))
        assert [line for line in lines[head : head + 12] if line and line not in page] == [], slug


# --- search ----------------------------------------------------------------------------------------------------------


def look_for(page: Page, query: str) -> list[str]:
    """The addresses the search page lists for a query, once it has said how many."""
    field, status = page.get_by_role("searchbox"), page.locator("[data-search] [role=status]")
    field.fill("")
    expect(status).to_be_empty()
    field.press_sequentially(query)
    expect(status).not_to_be_empty()
    return [one.get_attribute("href") or "" for one in page.locator("[data-found] a").all()]


def search_page(page: Page, start: str, tag: str, data: Sequence[Sequence[str]] | None = None) -> None:
    """Opens the search page of a language, with pages of our own making if any are given."""
    if data is not None:
        body = f"lanternPages({json.dumps(data, ensure_ascii=False)});"
        page.route("**/search-data.js", lambda route: route.fulfill(content_type="text/javascript; charset=utf-8", body=body))
    page.goto(f"{start}{tag}/search.html")


@pytest.mark.parametrize("tag", TAGS)
def test_search_finds_every_page_by_its_title(browser: Browser, server: str, tag: str) -> None:
    with tab(browser) as page:
        search_page(page, server, tag)
        for slug in ("at-home", "family-plan", "your-rights"):
            page.goto(f"{server}{tag}/{slug}.html")
            title = page.locator("main h1").inner_text()
            page.goto(f"{server}{tag}/search.html")
            assert f"{slug}.html" in look_for(page, title)[:5], title
        assert look_for(page, "qqqqxyzzy") == []


KNOWN = {
    "en": ("warrant", "warrants.html"),
    "es": ("abogado", "help-lawyer.html"),
    "ar": ("محام", "help-lawyer.html"),
    "zh-Hans": ("律师", "help-lawyer.html"),
}


@pytest.mark.parametrize("tag", KNOWN)
def test_search_finds_a_word_people_use(browser: Browser, server: str, tag: str) -> None:
    word, wanted = KNOWN[tag]
    with tab(browser) as page:
        search_page(page, server, tag)
        found = look_for(page, word)
        assert wanted in found[:8]
        assert len(found) == len(set(found))
        assert set(found) <= {f"{slug}.html" for slug in slugs()}


MADE = {
    # language: page text, queries that find it, queries that do not
    "vi": ("Bạn không phải mở cửa. Đường dây của luật sư.", ["mở cửa", "mo cua", "MO CUA", "duong day", "luat su"], ["mua xe"]),
    "ar": ("ليس عليك أن تفتح الباب. اتّصل بمُحامٍ. القاضي", ["الباب", "باب", "اتصل", "محام", "اتّصِل", "القاضى"], ["سيارة"]),
    "zh-Hans": ("你不必开门。请联系律师,索要法官签署的搜查令。", ["开门", "律师", "搜查令", "签署"], ["汽车"]),
    "zh-Hant": ("你不必開門。請聯絡律師,要求看法官簽署的搜查令。", ["開門", "律師", "簽署"], ["汽車"]),
    "ru": ("Вы не обязаны открывать дверь. Ещё раз: позвоните адвокату.", ["дверь", "еще", "АДВОКАТУ"], ["машина"]),
    "es": ("No tiene que abrir la puerta. Llame a un abogado. Niño.", ["puerta", "PUERTA", "nino", "abogado llame"], ["coche"]),
    "fr": ("Vous n’avez pas à ouvrir. L'avocat peut être présent.", ["avocat", "etre", "present", "n'avez"], ["voiture"]),
    "pt-BR": ("Você não precisa abrir. Ligue para um advogado já. Coração.", ["voce", "nao", "coracao"], ["carro"]),
    "ht": ("Ou pa oblije louvri pòt la. Rele yon avoka.", ["pot", "pòt", "avoka"], ["machin"]),
    "kea": ("Bu ka ten ki abri pórta. Txoma un adivogadu.", ["porta", "pórta", "adivogadu"], ["karu"]),
    "so": ("Waajib kuguma aha inaad albaabka furto. Wac qareen.", ["albaabka", "albaab", "qareen"], ["gaari"]),
    "en": ("You don't have to open the door. Call a lawyer.", ["door", "DOOR", "lawyer", "lawy", "don’t"], ["automobile"]),
}


@pytest.mark.parametrize("tag", MADE)
def test_search_knows_how_a_language_is_typed(browser: Browser, server: str, tag: str) -> None:
    """Made pages: a word without its accents or vowel signs, capitals, a part of a run of Chinese."""
    text, finds, misses = MADE[tag]
    with tab(browser) as page:
        search_page(page, server, tag, [["at-home.html", "1", "", text], ["car.html", "2", "", "0 0 0"]])
        for query in finds:
            assert look_for(page, query) == ["at-home.html"], query
        for query in misses:
            assert look_for(page, query) == [], query


def test_what_is_typed_into_search_is_never_markup(browser: Browser, server: str) -> None:
    with tab(browser) as page:
        search_page(page, server, "en", [["at-home.html", "<b>door</b>", "", '<img src=x onerror="document.title=1"> door']])
        assert look_for(page, "door") == ["at-home.html"]
        assert page.locator("[data-found] img, [data-found] b").count() == 0
        assert look_for(page, "<img src=x>") is not None
        assert page.title() != "1"


# --- the words to show -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_officer_s_view_tells_nothing_of_its_reader(browser: Browser, files: str, scheme: str) -> None:
    with tab(browser, color_scheme=scheme, locale="ar") as page:
        page.goto(f"{files}card.html")
        assert page.evaluate("[...document.querySelectorAll('[lang]')].map(one => one.lang)") == ["en"]
        assert page.evaluate("[...document.querySelectorAll('a, link')].map(one => one.getAttribute('href'))") in (
            ["data:,", "card.png"],
            ["card.png"],
        )
        assert page.locator("script, nav, [hreflang], iframe").count() == 0
        assert real().files["card.html"].isascii() or re.sub(r"[ -~\s‘’“”–—·…]", "", real().text("card.html")) == ""
        names = re.compile("|".join(re.escape(name) for name in language_names()), re.IGNORECASE)
        assert names.findall(page.content().split("</style>")[1]) == []
        assert page.locator("a, button").first.inner_text() == "Save as picture"
        look = page.evaluate("""() => { const one = document.querySelector('main li'), style = getComputedStyle(one);
          return [parseFloat(style.fontSize), style.color, getComputedStyle(document.body).backgroundColor] }""")
        assert look[0] >= 28
        assert look[1:] == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
        assert page.locator("main li").count() == 5


def language_names() -> list[str]:
    """What would tell a language: the names of all but the source's, in themselves and in English."""
    own = "Español Kreyòl 繁體 简体 Việt Kriolu Русский العربية Português Français Soomaali"
    return f"{own} Spanish Haitian Chinese Vietnamese Verdean Russian Arabic Portuguese French Somali".split()


@pytest.mark.parametrize("tag", ["en", "ar", "zh-Hans", "so"])
def test_the_picture_is_the_first_thing_to_do(browser: Browser, server: str, tag: str) -> None:
    """With no script: from the page in one's language, and from the officer's view, which does not learn where one came from."""
    referrers: list[str | None] = []
    with tab(browser, java_script_enabled=False, accept_downloads=True) as page:
        page.on("request", lambda request: referrers.append(request.headers.get("referer")))
        page.goto(f"{server}{tag}/show.html")
        first = page.locator("main a, main button").first
        box = first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= PHONE["height"]
        for path in (f"{tag}/show.html", "card.html"):
            page.goto(f"{server}{path}")
            with page.expect_download() as waiting:
                page.locator('main a[href$="card.png"]').first.click()
            assert waiting.value.suggested_filename == "card.png"
            assert waiting.value.path().read_bytes() == real().files["card.png"]
        page.goto(f"{server}{tag}/show.html")
        page.locator('main a[href$="card.html"]').first.click()
        page.wait_for_url("**/card.html")
        assert page.url == f"{server}card.html"
    assert not any(referrers)


def test_the_picture_holds_a_picture_and_nothing_else() -> None:
    data = real().files["card.png"]
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    kinds, at = [], 8
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        kinds.append(data[at + 4 : at + 8].decode())
        at += size + 12
    assert set(kinds) <= {"IHDR", "PLTE", "IDAT", "IEND"}
    width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    assert min(width, height) >= 720


@pytest.mark.parametrize("tag", ["es", "ar", "zh-Hans"])
def test_the_reader_sees_the_sentences_in_both_languages(plain: Page, files: str, tag: str) -> None:
    plain.goto(f"{files}card.html")
    english = [one.inner_text() for one in plain.locator("main li").all()]
    plain.goto(f"{files}{tag}/show.html")
    said = plain.locator("main").inner_text()
    assert [one for one in english if one not in said] == []
    if plain.locator(".both .say").count():
        assert plain.locator(".both .say").count() == len(english)


# --- the family plan -------------------------------------------------------------------------------------------------

ASKED = re.compile(
    r"\bstatus\b|birth ?place|place of birth|where .{0,20}born|country|nationality|citizen|a-?number|alien|passport|visa"
    r"|consulate|social security|\bssn\b|religion|employer|green card|immigra",
    re.IGNORECASE,
)
FIELDS = """() => [...document.querySelectorAll('main :is(input, textarea, select)')].map(one => ({
  type: one.type, complete: one.autocomplete,
  name: [one.name, one.id, one.placeholder || '', one.getAttribute('aria-label') || ''].join(' '),
  label: [...one.labels].map(label => label.textContent.trim()).join(' '),
  group: one.closest('fieldset')?.querySelector('legend')?.textContent.trim() || '',
}))"""
TYPED = """() => [...document.querySelectorAll('.form :is(input, textarea)')]
  .filter(one => one.checked || /typed/.test(one.value)).length"""


def fill(page: Page) -> int:
    """Writes something into every field of the form."""
    fields = page.locator(".form").locator("input, textarea").all()
    for number, field in enumerate(fields):
        if field.get_attribute("type") in {"checkbox", "radio"}:
            field.check()
        else:
            field.fill(f"typed {number}")
    return len(fields)


def test_the_plan_never_asks_what_could_harm(plain: Page, files: str) -> None:
    plain.goto(f"{files}en/family-plan.html")
    fields = plain.evaluate(FIELDS)
    assert len(fields) > 20
    assert [one for one in fields if ASKED.search(f"{one['name']} {one['label']} {one['group']}")] == []
    typed = [one for one in fields if one["type"] not in {"checkbox", "radio"}]  # for ticks see lantern.js
    assert [one for one in fields if not one["label"]] == []
    assert [one for one in typed if one["complete"] != "off"] == []
    assert plain.locator("form, [formaction], input[type=file], input[type=hidden], input[type=password]").count() == 0


@pytest.mark.parametrize("tag", TAGS)
def test_the_plan_has_the_same_fields_in_every_language(plain: Page, files: str, tag: str) -> None:
    plain.goto(f"{files}en/family-plan.html")
    english = [(one["type"], one["name"]) for one in plain.evaluate(FIELDS)]
    plain.goto(f"{files}{tag}/family-plan.html")
    fields = plain.evaluate(FIELDS)
    assert [(one["type"], one["name"]) for one in fields] == english
    assert all(one["label"] for one in fields)


def test_the_plan_forgets_what_was_typed(watched: Watched) -> None:
    page = watched.page
    watched.open("en/family-plan.html")
    count = fill(page)
    assert count > 20
    assert watched.kept() == NOTHING
    assert watched.strangers(ALLOWED) == []
    assert page.evaluate(TYPED) == count - 1  # of Yes and No one is chosen
    page.reload()
    assert page.evaluate(TYPED) == 0
    fill(page)
    watched.open("en/at-home.html")
    page.go_back()
    page.wait_for_url("**/family-plan.html")
    assert page.evaluate(TYPED) == 0
    watched.open("en/family-plan.html")
    assert page.evaluate(TYPED) == 0


def test_the_plan_is_emptied_when_the_reader_says_so(watched: Watched) -> None:
    page = watched.page
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    watched.open("en/family-plan.html")
    fill(page)
    page.locator("[data-clear]").click()
    assert asked
    assert page.evaluate(TYPED) == 0


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_the_plan_prints_what_was_typed_and_not_the_site(browser: Browser, files: str, tag: str) -> None:
    with tab(browser) as page:
        page.goto(f"{files}{tag}/family-plan.html")
        fill(page)
        paper = page.pdf(format="Letter")
        assert paper.startswith(b"%PDF-")
        assert 1 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 6
        page.emulate_media(media="print")
        for field in page.locator(".form").locator("input, textarea").all():
            assert field.is_visible()
        for hidden in (".top nav", ".exit", ".menu", ".share", "[data-print] button", ".skip"):
            assert [one for one in page.locator(hidden).all() if one.is_visible()] == [], hidden


# --- finding help ----------------------------------------------------------------------------------------------------

ENTRIES = """() => [...document.querySelectorAll('.listing > li')].map(one => ({
  id: one.id.replace(/^group-/, ''), name: one.querySelector('h3')?.textContent.trim() || '',
  text: one.textContent.replace(/\\s+/g, ' '),
  ways: [...one.querySelectorAll('a')].map(link => link.getAttribute('href')).filter(href => /^(tel:|mailto:|https:)/.test(href)),
}))"""


SEEN = {
    "directory": "in a public list",
    "press": "in the news",
    "official page": "on a government page",
    "own site": "on its own web page",
}


def test_every_organisation_can_be_reached_and_says_when_it_was_last_seen(plain: Page, files: str) -> None:
    """In the whole list and in each part of it, without scripts."""
    told: set[str] = set()
    for slug in slugs(template="help"):
        plain.goto(f"{files}en/{slug}.html")
        for entry in plain.evaluate(ENTRIES):
            known = organisations()[entry["id"]]
            told.add(entry["id"])
            assert entry["name"] == known["name"], slug
            assert ("Last seen" in entry["text"]) == (len(known.get("phone", "")) != 3), (slug, entry["id"])
            for sighting in known["last_seen"]:
                assert re.search(SEEN[sighting["how"]], entry["text"]) or len(known.get("phone", "")) == 3, (slug, entry["id"])
            assert entry["ways"] or known.get("address"), f"{slug}: no way to reach {entry['id']}"
            assert known.get("address", "") in entry["text"], (slug, entry["id"])
            numbers = {re.sub(r"\D", "", href) for href in entry["ways"] if href.startswith("tel:")}
            if known.get("phone_sources", 0) >= 2 or "checked" in known:
                assert {one[-10:] for one in numbers} == {re.sub(r"\D", "", known["phone"])[-10:]}, (slug, entry["id"])
            else:
                assert numbers == set(), (slug, entry["id"])
                if "phone" in known:
                    assert "number not confirmed" in entry["text"].lower(), (slug, entry["id"])
    assert told == set(organisations())


def test_the_whole_list_is_whole(plain: Page, files: str) -> None:
    for tag in READ:
        plain.goto(f"{files}{tag}/find-help.html")
        assert {one["id"] for one in plain.evaluate(ENTRIES)} == set(organisations()), tag


def visible_entries(page: Page) -> int:
    return sum(one.is_visible() for one in page.locator(".listing").first.locator("> li").all())


@pytest.mark.parametrize("tag", ["en", "ar", "zh-Hans"])
def test_the_filter_works_by_keyboard_and_is_told_aloud(browser: Browser, files: str, tag: str) -> None:
    with tab(browser) as page:
        page.goto(f"{files}{tag}/find-help.html")
        every = visible_entries(page)
        status = page.locator("[data-filter] [role=status]")
        expect(status).to_be_attached()
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("!!document.activeElement.closest('[data-filter]')"):
                break
        page.keyboard.type("PAIR")
        expect(status).not_to_be_empty()
        few = visible_entries(page)
        assert 0 < few < every
        assert {*re.findall(r"\d+", status.inner_text())} == {str(few), str(every)}
        for _ in range(4):
            page.keyboard.press("Backspace")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") == "SELECT"
        page.keyboard.press("ArrowDown")
        expect(status).not_to_contain_text(f"{few}")
        some = visible_entries(page)
        assert 0 < some < every
        page.keyboard.press("Home")
        page.wait_for_timeout(400)
        assert visible_entries(page) == every
        assert re.findall(r"\d+", status.inner_text()) == [str(every), str(every)]


def test_the_filter_says_when_nothing_is_left(browser: Browser, files: str) -> None:
    with tab(browser) as page:
        page.goto(f"{files}en/find-help.html")
        page.get_by_role("searchbox").fill("qqqqxyzzy")
        expect(page.locator("[data-filter] [role=status]")).to_contain_text("0")
        assert visible_entries(page) == 0


def test_every_language_offered_has_someone_who_speaks_it(browser: Browser, files: str) -> None:
    with tab(browser) as page:
        page.goto(f"{files}en/find-help.html")
        for choice in page.locator("[data-filter] select").all():
            name = choice.get_attribute("data-by")
            values = choice.evaluate("one => [...one.options].slice(1).map(option => option.value)")
            assert len(values) > 5
            held = page.evaluate("name => [...document.querySelectorAll('.listing > li')].map(one => one.dataset[name])", name)
            offered = {
                value: [one for one in held if value in re.split(r"[|]" if name == "languages" else " ", one)] for value in values
            }
            assert [value for value, entries in offered.items() if not entries] == []
            choice.select_option(values[-1])
            page.wait_for_timeout(300)
            assert visible_entries(page) == len(offered[values[-1]]), (name, values[-1])
            choice.select_option("")


PRINTED = """window.printed = []; window.print = () => {
  const entries = [...document.querySelectorAll('.listing > li')];
  window.printed.push(entries.flatMap((one, place) => one.checkVisibility() ? [place] : []));
  dispatchEvent(new Event('afterprint'));
};"""


def test_one_organisation_can_be_printed_alone(browser: Browser, files: str) -> None:
    with tab(browser) as page:
        page.add_init_script(PRINTED)
        page.goto(f"{files}en/help-lawyer.html")
        page.emulate_media(media="print")
        assert page.evaluate("document.querySelectorAll('.print-one a').forEach(one => one.click()); window.printed") == [
            [place] for place in range(page.locator(".listing > li").count())
        ]
        assert page.evaluate("window.print(); window.printed.pop()") == list(range(page.locator(".listing > li").count()))


# --- other lights ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", [{"forced_colors": "active"}, {"color_scheme": "dark"}, {"media": "print"}], ids=str)
def test_the_words_stay_whatever_the_colours(browser: Browser, files: str, way: dict[str, str]) -> None:
    """Forced colours, dark, paper: the steps, the number and the levels of authority are there to see."""
    with tab(browser, java_script_enabled=False) as page:
        page.emulate_media(**way)  # type: ignore[arg-type]
        for tag in ("en", "ar"):
            page.goto(f"{files}{tag}/at-home.html")
            for part in ("h1", ".first .steps", '.call a[href^="tel:"]', ".law", ".order", ".limit", ".state"):
                assert page.locator(f"main {part}").first.is_visible(), (tag, part)
                assert page.locator(f"main {part}").first.evaluate(
                    "one => getComputedStyle(one).color !== getComputedStyle(one).backgroundColor"
                ), (tag, part)
