"""The translator's workbench: every text says how it stands and where it is; each save shows; nothing of it is published."""

from __future__ import annotations

import http.client
import importlib.resources
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from lantern import pipeline
from lantern.locales import merge
from lantern.message import Message
from lantern.preview import workbench
from lantern.preview.workbench import Workbench
from lantern.site import read_site
from lantern.web import phrases
from tests.making import CATALOG, ROOT, copied, entry, faults, pair, po, read_po, snapshot, swap, write

PATIENT = 20
HOME = "es/at-home.html"
AXE = (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")

MISSING, STALE, REFUSED = "Stay calm.", "Ask for a paper.", "You do not have to open the door.[^minutes][^gazette]"
MACHINE, REVIEWED, DRAFT = "Later", "At the door", "Ask who is there."


def anchor(text: str, context: str | None = None) -> str:
    return Message(text, context).anchor


def states(root: Path) -> Path:
    """The town, with one Spanish text in each state on the page `at-home`."""
    file = root / CATALOG
    swap(file, 'msgstr "Mantenga la calma."', 'msgstr ""')
    swap(file, f'msgid "{STALE}"', f'#, fuzzy\n#| msgid "Ask for the old paper."\nmsgid "{STALE}"')
    swap(file, 'msgstr "No tiene que abrir la puerta.[^minutes][^gazette]"', 'msgstr "No tiene que abrir la puerta.[^gazette]"')
    found = read_po(file.read_bytes())
    for word, text in (("machine", MACHINE), ("reviewed", REVIEWED)):
        swap(file, f'msgid "{text}"', f'# {word}: h={merge.fingerprint_of(entry(found, text))}\nmsgid "{text}"')
    return root


def bench_of(root: Path, code: str = "es") -> tuple[Workbench, dict[str, str]]:
    """The workbench of a site, and its pages as they are built for it."""
    site, problems = read_site(root, only=(code,))
    assert site is not None, problems
    site = replace(site, marked=True)
    whole = pipeline.build(site, preview=True)
    files, more = whole.files, whole.problems
    assert not [one for one in more if one.level == "error"]
    return Workbench(site), {file.path: file.data.decode() for file in files if file.path.endswith(".html")}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that tests only look at."""
    return states(copied("town", tmp_path_factory.mktemp("town")))


# --- what it tells ---------------------------------------------------------------------------------------------------


def test_each_state_is_told_with_source_translation_and_place(town: Path) -> None:
    bench, _ = bench_of(town)
    said = {text: workbench.detail(bench, anchor(text)) for text in (MISSING, STALE, REFUSED, MACHINE, REVIEWED, DRAFT)}
    assert [one["state"] for one in said.values()] == ["missing", "stale", "refused", "machine", "reviewed", "draft"]
    lines = (town / CATALOG).read_text("utf-8").splitlines()
    assert [lines[int(str(one["line"])) - 1] for one in said.values()] == [f'msgid "{text}"' for text in said]
    assert {one["path"] for one in said.values()} == {CATALOG}
    assert said[DRAFT]["own"] == "Pregunte quién es."
    assert said[STALE]["diff"] == [("=", "Ask for "), ("-", "the old "), ("+", "a "), ("=", "paper.")]
    assert "gazette" in str(said[REFUSED]["reason"])
    assert said[DRAFT]["reason"] == ""
    assert said[DRAFT]["diff"] is None
    note = workbench.detail(bench, anchor("Read [what to do at your door](at-home.md#door) first."))
    assert (note["note"], note["kind"]) == ("Door: the door of a home.", "paragraph")


def test_a_text_that_no_catalog_has_is_told_so(tmp_path: Path) -> None:
    root = copied("town", tmp_path)
    write(root, {CATALOG: po("es", pair(MACHINE, "Después"))})
    bench, _ = bench_of(root)
    said = workbench.detail(bench, anchor(MISSING))
    assert (said["state"], said["listed"], said["own"], said["path"]) == ("missing", False, "", CATALOG)


def test_the_glossary_is_told(town: Path) -> None:
    bench, _ = bench_of(town)
    known = replace(bench, terms_of=lambda message: [("door", "puerta")] if "door" in message.text else [])
    assert workbench.detail(known, anchor(REVIEWED))["terms"] == [("door", "puerta")]
    assert workbench.detail(known, anchor(MISSING))["terms"] == []
    assert workbench.detail(bench, anchor(REVIEWED))["terms"] == []


@pytest.mark.parametrize(("before", "now"), [("", "a b"), ("a b", ""), ("a b c", "a x c"), ("a", "a"), ("a  b\nc", "b c")])
def test_a_difference_holds_both_texts(before: str, now: str) -> None:
    pieces = workbench.diff(before, now)
    assert "".join(text for sign, text in pieces if sign != "-") == now
    assert "".join(text for sign, text in pieces if sign == "-").split() == [
        word for word in before.split() if word not in "".join(text for sign, text in pieces if sign == "=").split()
    ]


def test_every_text_that_stands_on_a_page_has_its_id_there_in_both_languages(town: Path) -> None:
    """The address in a translator's note (`#. at-home.html#m-…`) leads to an element of the workbench's page."""
    bench, pages = bench_of(town)
    for tag in ("es", "en"):
        dressed = {name: workbench.add_panel(bench, page, name=name, token="t") for name, page in pages.items()}
        placed = [(one.place, one.anchor) for one in bench.site.messages() if one.place]
        visible = [(place, one) for place, one in placed if not is_description(bench, one)]
        assert len(visible) > 20
        missing = [(place, one) for place, one in visible if f' id="{one}"' not in dressed[f"{tag}/{place}"]]
        assert missing == []
        assert all(len(ids) == len(set(ids)) for ids in (re.findall(r' id="([^"]*)"', page) for page in dressed.values()))


def is_description(bench: Workbench, found: str) -> bool:
    """True for a text that this site's templates write into an attribute only."""
    return all(one.kind == "page description" for one in bench.groups[found])


def test_texts_nobody_sees_are_on_the_list_of_their_page(town: Path) -> None:
    bench, pages = bench_of(town)
    page = workbench.add_panel(bench, pages[HOME], name=HOME, token="t")
    known = told(page)["messages"]
    for one in (anchor("Language"), anchor("Pages", "menu"), anchor("What to do at the door."), anchor("Town Lamp")):
        assert f' id="{one}"' not in page
        assert one in known
    assert anchor("number not confirmed") not in known
    assert anchor("Every day, 9 am to 5 pm.") in phrases.standing(pages[HOME])


def told(page: str) -> dict[str, Any]:
    """The JSON in a page."""
    found = re.search(r'id="lantern-workbench-data">(.*?)</script>', page)
    assert found
    said: dict[str, Any] = json.loads(found[1])
    return said


def test_words_and_facts_carry_their_message_and_only_on_the_workbench(town: Path) -> None:
    bench, pages = bench_of(town)
    hours = anchor("Every day, 9 am to 5 pm.")
    assert re.search(rf'<span class="fact" data-message="{hours}" data-state="draft">Todos los', pages["es/index.html"])
    assert f'<h1><span data-message="{anchor("At your home")}" data-state="draft">En su casa</span></h1>' in pages[HOME]
    assert f'<span lang="en" dir="ltr" data-message="{anchor("{n} of {total} parts are translated")}"' in pages[HOME]
    whole = pipeline.build(replace(bench.site, marked=False), preview=True)
    plain, _ = whole.files, whole.problems
    text = {file.path: file.data.decode() for file in plain if file.path.endswith(".html")}[HOME]
    assert "<h1>En su casa</h1>" in text
    assert phrases.PHRASES_USED not in text


def test_dressed_pages_are_sound_and_no_text_ends_the_script(tmp_path: Path) -> None:
    root = copied("town", tmp_path)
    swap(root / CATALOG, 'msgstr "Mantenga la calma."', 'msgstr "</script><b>&amp;\\u2028"'.replace("\\u2028", ""))
    bench, pages = bench_of(root)
    page = workbench.add_panel(bench, pages[HOME], name=HOME, token="t")
    assert told(page)["messages"][anchor(MISSING)]["own"] == "</script><b>&amp;"
    assert faults(page.replace(pages[HOME][pages[HOME].index(phrases.PHRASES_USED) :], "")) == faults(pages[HOME])


def test_the_list_of_pages_counts_and_sorts(town: Path) -> None:
    bench, pages = bench_of(town)
    rows = workbench.rows(bench)
    assert [row.words for row in rows] == sorted((row.words for row in rows), reverse=True)
    (home,) = [row for row in rows if row.name == "at-home"]
    words = sum(len(text.split()) for text in (MISSING, STALE, REFUSED))
    total = len({one.anchor for page in bench.site.content.pages if page.slug == "at-home" for one in page.messages()})
    assert home.cells == (total, total - 3, 1, 1, 1, 1, 1, words)
    text = workbench.overview(bench, pages, token="t")
    assert text.index(">at-home<") < text.index(">index<")
    assert f'<li id="{anchor("Free.")}"><q>Free.</q> <b>missing</b>, cost of Town Help Desk, on no page' in text
    assert f'href="/{HOME}#{anchor("{n} of {total} parts are translated")}"' in text
    assert anchor("Idioma") not in text
    assert faults(text) == []


# --- a real server ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Running:
    """The workbench in a process of its own; `page` is what it printed."""

    port: int
    page: str
    root: Path
    log: Path

    @property
    def home(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, str]:
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENT)
        try:
            named = {"Content-Type": "application/json"} | {name.replace("_", "-"): value for name, value in headers.items()}
            wire.request(method, path, body=None if body is None else json.dumps(body), headers=named)
            answer = wire.getresponse()
            return answer.status, answer.read().decode()
        finally:
            wire.close()

    def asked(self, **changed: object) -> dict[str, object]:
        """A request that would be granted, but for what is changed."""
        token = told(self.ask("GET", f"/{HOME}")[1])["token"]
        return {"token": token, "path": CATALOG, "line": 3} | changed


@contextmanager
def running(root: Path, *words: str) -> Iterator[Running]:
    log = root.parent / "serve.log"
    command = [sys.executable, str(ROOT / "build.py"), "serve", "--root", str(root), "--port", "0", *words]
    with log.open("w") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        address = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/(\S*)\n", line)
        assert address, (line, log.read_text("utf-8"))
        yield Running(int(address[1]), address[2], root, log)
    finally:
        process.terminate()
        process.wait(timeout=PATIENT)
        process.stdout.close()
    assert "Traceback" not in log.read_text("utf-8")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A workbench whose editor writes its arguments into a file; tests leave the site as they found it."""
    folder = tmp_path_factory.mktemp("bench")
    root = states(copied("town", folder))
    script = folder / "editor.py"
    script.write_text(f"import sys; open({str(folder / 'opened')!r}, 'a').write(' '.join(sys.argv[1:]) + '\\n')")
    with running(root, "--translate", "es", "--editor", f"{sys.executable} {script} {{file}}:{{line}}") as found:
        yield found


def opened(server: Running) -> list[str]:
    file = server.root.parent / "opened"
    return file.read_text("utf-8").splitlines() if file.exists() else []


def test_it_begins_with_the_first_page_and_has_two_languages(server: Running) -> None:
    assert server.page == "es/index.html"
    assert [server.ask("GET", f"/{tag}/index.html")[0] for tag in ("es", "en", "ar")] == [200, 200, 404]
    assert "makes pages only" in server.ask("GET", "/es/at-home.single.html")[1]
    assert "makes pages only" not in server.ask("GET", "/es/nowhere.html")[1]
    assert "All pages: Español" in server.ask("GET", "/_workbench/")[1]
    assert server.ask("GET", "/_workbench/panel.js")[0] == 200
    assert server.ask("GET", "/_workbench/panel.py")[0] == 404


def test_only_a_page_of_this_run_has_the_editor_opened(server: Running) -> None:
    good, before = server.asked(), opened(server)
    lines = len((server.root / CATALOG).read_bytes().splitlines())
    refused: list[dict[str, object]] = [
        good | {"token": "x"},
        good | {"token": "é"},
        good | {"token": None},
        good | {"path": "locales/ar/LC_MESSAGES/messages.po"},
        good | {"path": "../../etc/passwd"},
        good | {"path": "/etc/passwd"},
        good | {"path": "content/site.toml"},
        good | {"path": ["x"]},
        good | {"line": 0},
        good | {"line": lines + 2},
        good | {"line": "1"},
        good | {"line": True},
        {},
    ]
    assert [server.ask("POST", "/_workbench/open", one)[0] for one in refused] == [403] * len(refused)
    assert server.ask("POST", "/_workbench/open", [1])[0] == 403
    senseless = [good | {"path": path} for path in (f"{CATALOG}\0", "\0", "a\nb", "\ud800", "\u202e")]
    assert [server.ask("POST", "/_workbench/open", one)[0] for one in senseless] == [400] * len(senseless)
    for headers in (
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Content_Type": "text/plain"},
    ):
        assert server.ask("POST", "/_workbench/open", good, **headers)[0] == 403
    assert [server.ask(method, "/_workbench/open", good)[0] for method in ("GET", "PUT")] == [405, 405]
    assert opened(server) == before
    assert server.ask("POST", "/_workbench/open", good, Origin=server.home.rstrip("/"))[0] == 200


def test_without_translate_there_is_no_workbench(tmp_path: Path) -> None:
    with running(copied("town", tmp_path)) as plain:
        assert plain.page == ""
        assert [plain.ask("GET", path)[0] for path in ("/_workbench/", "/_workbench/panel.js")] == [404, 404]
        assert plain.ask("POST", "/_workbench/open", {})[0] in {404, 405}
        body = plain.ask("GET", f"/{HOME}")[1]
        assert "_workbench" not in body
        assert "workbench" not in plain.ask("GET", "/")[1]


@pytest.mark.parametrize("code", ["en", "xx"])
def test_a_language_that_nobody_translates_into_is_told(tmp_path: Path, code: str) -> None:
    with running(copied("town", tmp_path), "--translate", code) as server:
        assert f"“{code}”" in server.ask("GET", "/")[1]
        assert f"“{code}”" in server.ask("GET", "/_workbench/")[1]


def test_nothing_of_it_is_published(tmp_path: Path) -> None:
    root = states(copied("town", tmp_path))
    command = [sys.executable, str(ROOT / "build.py"), "build", "--root", str(root), "--output"]
    subprocess.run([*command, str(tmp_path / "before")], check=True, capture_output=True)
    with running(root, "--translate", "es") as server:
        assert server.ask("GET", f"/{HOME}")[0] == 200
    subprocess.run([*command, str(tmp_path / "after")], check=True, capture_output=True)
    before, after = snapshot(tmp_path / "before"), snapshot(tmp_path / "after")
    assert before == after
    assert len(after) > 10
    words = (b"workbench", b"data-message", b"data-state", b"lw-", phrases.PHRASES_USED.encode())
    assert [(name, word) for name, data in after.items() for word in words if word in data] == []
    assert not [name for name in after if "panel" in name]


# --- in a browser ----------------------------------------------------------------------------------------------------


@pytest.fixture
def page(server: Running, browser: Browser) -> Iterator[Page]:
    """A tab on the page with one text in each state; it may not complain."""
    tab = browser.new_page(viewport={"width": 900, "height": 420})
    tab.set_default_timeout(PATIENT * 1000)
    complaints: list[str] = []
    tab.on("pageerror", lambda fault: complaints.append(str(fault)))
    tab.goto(server.home + HOME)
    yield tab
    tab.close()
    assert complaints == []


def mark(tab: Page, text: str) -> Any:
    return tab.locator(f'button.lw-mark[data-for="{anchor(text)}"]').first


def panel(tab: Page) -> Any:
    return tab.locator(".lw-panel:not([hidden])")


def test_states_are_shown_by_a_word_and_an_edge(page: Page) -> None:
    shown = {text: mark(page, text) for text in (MISSING, STALE, REFUSED, MACHINE, REVIEWED, DRAFT)}
    words = [one.evaluate("mark => getComputedStyle(mark, '::after').content.replaceAll('\"', '')") for one in shown.values()]
    assert words == ["missing", "English changed", "refused", "machine draft", "reviewed", "draft"]
    assert [one.evaluate("mark => mark.checkVisibility()") for one in shown.values()] == [True] * 6
    edges = page.evaluate(
        """anchors => anchors.map(one => getComputedStyle(
      document.querySelector(`main [data-message="${one}"]`)).boxShadow)""",
        [anchor(text) for text in shown],
    )
    assert len(set(edges)) == 6
    assert "none" not in edges
    counted = page.locator(".lw-counts li").all_inner_texts()
    assert "1 reviewed" in counted
    assert page.locator("main h1").inner_text() == "En su casa"


def test_the_panel_shows_source_and_translation_side_by_side(page: Page) -> None:
    page.locator(f'main [data-message="{anchor(DRAFT)}"]').click()
    texts = panel(page).locator(".lw-text")
    assert texts.all_inner_texts() == [DRAFT, "Pregunte quién es."]
    assert [texts.nth(at).get_attribute("lang") for at in (0, 1)] == ["en", "es"]
    assert page.url.endswith(f"#{anchor(DRAFT)}")
    line = told(page.content())["messages"][anchor(DRAFT)]["line"]
    assert panel(page).locator(".lw-place").inner_text() == f"{CATALOG}:{line}"
    mark(page, STALE).click()
    assert panel(page).locator("del").inner_text().strip() == "the old"
    assert panel(page).locator("ins").inner_text().strip() == "a"
    mark(page, REFUSED).click()
    assert "minutes" in panel(page).locator(".lw-reason").inner_text()
    unseen = panel(page).locator(f'.lw-unseen [data-for="{anchor("Language")}"]')
    unseen.click()
    assert panel(page).locator(".lw-text").all_inner_texts() == ["Language", "Idioma"]


def test_the_keyboard_is_enough(page: Page) -> None:
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("() => document.activeElement.dataset.for || ''"))
        if reached[-1] == anchor(DRAFT):
            break
    assert reached[-1] == anchor(DRAFT)
    page.keyboard.press("Enter")
    assert panel(page).locator(".lw-text").first.inner_text() == DRAFT
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "Close (Esc)"
    page.keyboard.press("Escape")
    assert panel(page).count() == 0
    assert page.evaluate("() => document.activeElement.dataset.for") == anchor(DRAFT)
    found = []
    for _ in range(5):
        page.keyboard.press("n")
        found.append(panel(page).locator(".lw-text").first.inner_text())
    assert found == [STALE, MISSING, "Town Lamp", "{n} of {total} parts are translated", REFUSED]


def test_only_what_is_to_do_can_be_shown(page: Page) -> None:
    page.get_by_label("Show only what is to do").check()
    assert not mark(page, DRAFT).is_visible()
    assert mark(page, MISSING).is_visible()
    assert not mark(page, MACHINE).is_visible()
    page.get_by_label("Machine drafts are to do").check()
    assert mark(page, MACHINE).is_visible()
    page.reload()
    assert not mark(page, DRAFT).is_visible()


def test_the_english_page_leads_back_to_the_same_text(page: Page, server: Running) -> None:
    mark(page, MISSING).click()
    page.get_by_role("link", name="This page in English").click()
    page.wait_for_url(f"{server.home}en/at-home.html#{anchor(MISSING)}")
    assert page.locator(f"#{anchor(MISSING)}").inner_text() == MISSING
    assert page.locator(".lw-mark").count() == 0
    page.get_by_role("link", name="Back to Español").click()
    assert panel(page).locator(".lw-text").first.inner_text() == MISSING


def test_the_address_in_a_note_opens_its_text(page: Page, server: Running) -> None:
    page.goto(f"{server.home}{HOME}#{anchor('Nobody answers.')}")
    page.reload()
    assert panel(page).locator(".lw-text").first.inner_text() == "Nobody answers."
    box = page.locator(f"#{anchor('Nobody answers.')}").bounding_box()
    assert box is not None
    assert 0 < box["y"] < 420


def test_a_save_shows_at_the_same_place_with_the_panel_open(page: Page, server: Running) -> None:
    file = server.root / CATALOG
    whole = file.read_bytes()
    top = "one => document.getElementById(one).getBoundingClientRect().top"
    one = anchor("The place.")
    page.locator(f'button.lw-mark[data-for="{one}"]').scroll_into_view_if_needed()
    page.evaluate("one => scrollTo(0, document.getElementById(one).getBoundingClientRect().top + scrollY - 120)", one)
    page.locator(f'button.lw-mark[data-for="{one}"]').click()
    before = page.evaluate(top, one)
    try:
        swap(file, 'msgstr "El lugar."', 'msgstr "El sitio."')
        # A longer text above it moves the page: what the translator looks at stays.
        swap(file, 'msgstr "Pregunte quién es."', f'msgstr "{"Pregunte quién es. " * 20}"')
        began = time.monotonic()
        page.get_by_text("El sitio.").first.wait_for()
        assert time.monotonic() - began < 3
        page.wait_for_function("one => document.querySelector('.lw-panel:not([hidden]) .lw-text')", arg=one)
        assert panel(page).locator(".lw-text").all_inner_texts() == ["The place.", "El sitio."]
        assert abs(page.evaluate(top, one) - before) < 3
    finally:
        file.write_bytes(whole)
    page.get_by_text("El lugar.").first.wait_for()


def test_the_button_opens_the_editor_at_the_line(page: Page, server: Running) -> None:
    mark(page, MISSING).click()
    place = panel(page).locator(".lw-place").inner_text()
    page.get_by_role("button", name="Open in the editor").click()
    panel(page).get_by_text("was asked to open messages.po").wait_for()
    end = time.monotonic() + PATIENT
    while f"{server.root.resolve()}/{place}" not in opened(server) and time.monotonic() < end:
        time.sleep(0.02)
    assert opened(server)[-1] == f"{server.root.resolve()}/{place}"
    page.goto(f"{server.home}_workbench/")
    page.locator("button[data-path]").first.click()
    page.get_by_text("was asked to open messages.po").wait_for()


def test_the_workbench_is_accessible(page: Page, server: Running) -> None:
    mark(page, STALE).click()
    run = """async where => (await axe.run(where, {rules: {'target-size': {enabled: true}}})).violations.flatMap(one =>
      one.nodes.map(node => one.id + ': ' + node.html.slice(0, 100)))"""
    page.evaluate(AXE)
    assert page.evaluate(run, {"include": [["#lantern-workbench"]]}) == []
    assert page.evaluate(run, {"include": [[".lw-mark"]]}) == []
    page.goto(f"{server.home}_workbench/")
    page.evaluate(AXE)
    assert page.evaluate(run, {"include": [["body"]]}) == []


def test_a_page_from_right_to_left_works(browser: Browser, tmp_path: Path) -> None:
    with running(copied("town", tmp_path), "--translate", "ar") as server:
        tab = browser.new_page(viewport={"width": 900, "height": 600})
        try:
            tab.set_default_timeout(PATIENT * 1000)
            tab.goto(f"{server.home}ar/at-home.html")
            tab.locator("main button.lw-mark").nth(2).click()
            texts = panel(tab).locator(".lw-text")
            assert [texts.nth(at).get_attribute("dir") for at in (0, 1)][:2] in (["ltr", "rtl"], ["ltr", None])
            edge = tab.evaluate("""() => getComputedStyle(document.querySelector(
              'main [data-message]:not([dir=ltr], [data-state=source])')).boxShadow""")
            assert re.search(r"\) [1-9][\d.]*px 0px", edge), edge
            assert tab.evaluate("() => document.querySelector('.lw-panel').getBoundingClientRect().right") <= 900
        finally:
            tab.close()
