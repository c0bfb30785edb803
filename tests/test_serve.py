"""The preview: every save reaches the screen, only what a save touches is made again, and nobody else gets an answer."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from lantern import serve, site
from lantern.output import File
from lantern.problem import error
from lantern.serve import Mirror, Preview, Stamp, Watcher
from tests.making import ROOT, pair, po, snapshot, swap, write

T = TypeVar("T")

PATIENT = 30
"""Seconds after which a test gives up on what should take a moment."""

HELP = "content/help-page.md"
CATALOG = "locales/es/LC_MESSAGES/messages.po"
PAGES = ["en/help-page.html", "en/index.html", "es/help-page.html", "es/index.html"]


def made_site(root: Path) -> Path:
    """Two pages in two languages, one sentence of each translated."""
    config = 'name = "Lamp"\nbase_url = "https://site.example"\nsource = "en"\nlocales = ["en", "es"]\n'
    files: dict[str, str | bytes] = {
        "content/site.toml": config,
        "content/index.md": '+++\ntitle = "Home"\ndescription = "First."\n+++\n\nWelcome in.\n',
        HELP: '+++\ntitle = "Help"\ndescription = "Second."\n+++\n\nCall a friend.\n',
        CATALOG: po("es", pair("Welcome in.", "Pase usted."), pair("Call a friend.", "Llame a un amigo.")),
        "static/dot.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    }
    return write(root, files)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return made_site(tmp_path / "site")


def preview_of(root: Path) -> Preview:
    """A preview that has built the site once."""
    preview = Preview(root, root / ".cache" / "preview")
    assert preview.renew()
    assert preview.outcome.errors == ()
    return preview


# --- watching --------------------------------------------------------------------------------------------------------


def told(*looks: Mapping[str, Stamp]) -> list[set[str]]:
    """What a watcher tells at each look after the first."""
    rest = iter(looks)
    watcher = Watcher(lambda: next(rest))
    return [set(watcher.changed()) for _ in looks[1:]]


def test_a_change_is_told_once_and_when_it_stands_still() -> None:
    assert told({"a": (1, 5)}, {"a": (2, 6)}, {"a": (3, 7)}, {"a": (3, 7)}, {"a": (3, 7)}) == [set(), set(), {"a"}, set()]


def test_a_file_that_is_emptied_to_be_saved_waits_for_its_words() -> None:
    assert told({"a": (1, 5)}, {"a": (2, 0)}, {"a": (2, 0)}, {"a": (2, 0)}, {"a": (3, 6)}, {"a": (3, 6)})[-2:] == [set(), {"a"}]


def test_same_size_or_same_time_is_still_a_change() -> None:
    assert told({"a": (1, 5)}, {"a": (2, 5)}, {"a": (2, 5)})[-1] == {"a"}
    assert told({"a": (1, 5)}, {"a": (1, 6)}, {"a": (1, 6)})[-1] == {"a"}


def test_an_empty_file_is_told_in_the_end() -> None:
    results = told({}, *[{"a": (1, 0)}] * (serve.PATIENCE + 2))
    assert results == [set()] * serve.PATIENCE + [{"a"}, set()]


def test_new_and_removed_files_are_changes() -> None:
    assert told({"a": (1, 5)}, {"b": (1, 5)}, {"b": (1, 5)})[-1] == {"a", "b"}


def test_a_file_that_is_away_for_a_moment_is_not_removed() -> None:
    assert told({"a": (1, 5)}, {}, {"a": (1, 5)}, {"a": (1, 5)}) == [set()] * 3


def test_files_saved_together_are_told_together() -> None:
    assert told({}, {"a": (1, 5)}, {"a": (1, 5), "b": (2, 5)}, {"a": (1, 5), "b": (2, 5)}) == [set(), set(), {"a", "b"}]


def test_a_file_that_never_stands_still_holds_nothing_up_for_ever() -> None:
    results = told({}, *[{"a": (1, 5), "log": (n, n)} for n in range(1, 40)])
    assert results.count({"a", "log"}) == 1
    assert sum("log" in result for result in results) >= 3


def test_looking_leaves_out_what_editors_leave_beside_a_file(tmp_path: Path) -> None:
    kept = ["a.md", "sub/b.po", "c.html"]
    other = [".a.md.swp", "a.md~", "#a.md#", "4913", "a.swx", "a.po.tmp", "a.mo", ".git/x.md", "a.md___jb_tmp___"]
    write(tmp_path, dict.fromkeys([*kept, *other], "words"))
    (tmp_path / "broken.md").symlink_to(tmp_path / "nowhere")
    seen = serve.look([tmp_path, tmp_path / "not-there"])
    assert {Path(path).relative_to(tmp_path).as_posix() for path in seen} == set(kept)
    assert all(size == 5 for _, size in seen.values())


def test_the_site_and_lanterns_own_folders_are_watched(root: Path) -> None:
    wanted = {root / name for name in ("content", "locales", "templates", "static")} | {ROOT / "templates", ROOT / "static"}
    assert set(serve.watched(root)) == {path.resolve() for path in wanted}
    assert len(serve.watched(ROOT)) == 4


# --- building --------------------------------------------------------------------------------------------------------


def test_the_first_build_makes_everything(root: Path) -> None:
    preview = preview_of(root)
    assert sorted(preview.outcome.made) == PAGES
    assert {*PAGES, "index.html", "dot.svg"} <= set(snapshot(root / ".cache/preview"))


def test_a_page_touches_only_its_own_pages(root: Path) -> None:
    preview = preview_of(root)
    swap(root / HELP, "Call a friend.", "Call your sister.")
    assert preview.renew()
    assert sorted(preview.outcome.made) == ["en/help-page.html", "es/help-page.html"]
    assert sorted(preview.outcome.changed) == ["en/help-page.html", "es/help-page.html"]


def test_a_string_touches_only_the_page_it_stands_on(root: Path) -> None:
    preview = preview_of(root)
    swap(root / CATALOG, "Llame a un amigo.", "Llame a una amiga.")
    assert preview.renew()
    assert preview.outcome.made == ("es/help-page.html",)
    assert preview.outcome.changed == {"es/help-page.html"}
    assert "Llame a una amiga." in (root / ".cache/preview/es/help-page.html").read_text("utf-8")


def test_a_template_of_the_site_touches_every_page(root: Path) -> None:
    preview = preview_of(root)
    text = (ROOT / "templates/page.html").read_text("utf-8")
    write(root, {"templates/page.html": text.replace("{% endblock %}", "<p>mark</p>{% endblock %}", 1)})
    assert preview.renew()
    assert sorted(preview.outcome.made) == PAGES


def test_a_static_file_makes_no_page(root: Path) -> None:
    preview = preview_of(root)
    write(root, {"static/dot.svg": "<svg/>", "static/new.txt": "new"})
    assert preview.renew()
    assert preview.outcome.made == ()
    assert preview.outcome.changed == {"dot.svg", "new.txt"}


def test_a_save_without_a_change_shows_nothing_new(root: Path) -> None:
    preview = preview_of(root)
    before = preview.token
    os.utime(root / HELP)
    assert not preview.renew()
    assert (preview.token, preview.outcome.made, preview.outcome.changed) == (before, (), frozenset())


def test_a_page_that_goes_is_removed_and_comes_back(root: Path) -> None:
    preview = preview_of(root)
    text = (root / HELP).read_text("utf-8")
    (root / HELP).unlink()
    assert preview.renew()
    assert preview.find("es/help-page.html") is None
    assert "es/help-page.html" not in snapshot(root / ".cache/preview")
    write(root, {HELP: text})
    assert preview.renew()
    assert preview.find("es/help-page.html") is not None


def test_every_renewal_that_can_be_seen_has_a_token_of_its_own(root: Path) -> None:
    preview = preview_of(root)
    tokens = [preview.token]
    for number in range(3):
        write(root, {"static/n.txt": str(number)})
        preview.renew()
        tokens.append(preview.token)
    assert len(set(tokens)) == 4
    assert Preview(root, root / "other").token not in tokens


def test_the_preview_writes_nowhere_but_in_its_folder(root: Path) -> None:
    write(root, {"public/index.html": "the site as it was published"})
    before = snapshot(root)
    preview = preview_of(root)
    swap(root / HELP, "Call a friend.", "Call your sister.")
    preview.renew()
    swap(root / HELP, "Call your sister.", "Call a friend.")
    preview.renew()
    assert {path: data for path, data in snapshot(root).items() if not path.startswith(".cache/preview/")} == before


def test_faults_leave_the_preview_as_it_was_and_are_told_with_their_place(root: Path) -> None:
    preview = preview_of(root)
    before = snapshot(root / ".cache/preview")
    swap(root / HELP, 'title = "Help"', 'title = "Help"\nshade = 1')
    swap(root / "content/index.md", "Welcome in.", "Welcome [in](nowhere.md).")
    assert preview.renew()
    assert [(one.path, one.line > 1) for one in preview.outcome.errors] == [(HELP, True), ("content/index.md", True)]
    assert snapshot(root / ".cache/preview") == before
    assert not preview.renew()
    swap(root / HELP, "\nshade = 1", "")
    swap(root / "content/index.md", "Welcome [in](nowhere.md).", "Welcome in.")
    assert preview.renew()
    assert preview.outcome.errors == ()


def test_a_site_without_settings_is_told_not_raised(tmp_path: Path) -> None:
    preview = Preview(tmp_path, tmp_path / "preview")
    assert preview.renew()
    assert "content/site.toml" in {one.path for one in preview.outcome.errors}


def test_a_locale_that_is_not_the_sites_is_told(root: Path) -> None:
    preview = Preview(root, root / "preview", only=("es", "fr"))
    preview.renew()
    assert [(one.rule, "fr" in one.text) for one in preview.outcome.errors] == [("locale", True)]


def test_a_warning_stops_nothing(root: Path) -> None:
    preview = preview_of(root)
    swap(root / CATALOG, "Llame a un amigo.", "Llame a un amigo. " * 30)
    preview.renew()
    assert preview.outcome.problems != ()
    assert preview.outcome.errors == ()


def raise_key_error(*_: object, **__: object) -> None:
    raise KeyError("gone")


def test_a_fault_of_ours_is_shown_and_survived(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    preview = preview_of(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "build", raise_key_error)
        assert preview.renew()
    (fault,) = preview.outcome.errors
    assert (fault.rule, fault.path) == ("lantern-failed", "lantern/serve.py")
    assert "KeyError" in fault.text
    assert "Traceback" in capsys.readouterr().err
    assert preview.renew()
    assert preview.outcome.errors == ()


def test_a_folder_that_cannot_be_written_is_told(root: Path) -> None:
    write(root, {"taken": "a file"})
    preview = Preview(root, root / "taken")
    preview.renew()
    assert [one.rule for one in preview.outcome.errors] == ["not-written"]


# --- the preview's folder --------------------------------------------------------------------------------------------


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    files = [File("a.html", b"a"), File("es/b.html", b"b")]
    assert Mirror(tmp_path).show(files) == {"a.html", "es/b.html"}
    stood = (tmp_path / "a.html").stat()
    later = Mirror(tmp_path)
    assert later.show(files) == frozenset()
    assert later.show([files[0], File("es/b.html", b"B")]) == {"es/b.html"}
    assert os.path.samestat(stood, (tmp_path / "a.html").stat())
    assert snapshot(tmp_path) == {serve.MARKER: b"", "a.html": b"a", "es/b.html": b"B"}


def test_what_an_older_preview_left_is_removed(tmp_path: Path) -> None:
    write(tmp_path, {"old/x/y.html": "old", "a.html/b.html": "a folder where a page goes", "es": "a file where a folder goes"})
    assert Mirror(tmp_path).show([File("a.html", b"a"), File("es/b.html", b"b")]) >= {"old/x/y.html", "es"}
    assert snapshot(tmp_path) == {serve.MARKER: b"", "a.html": b"a", "es/b.html": b"b"}
    assert not (tmp_path / "old").exists()


def test_what_somebody_took_or_changed_is_put_back(tmp_path: Path) -> None:
    mirror = Mirror(tmp_path / "preview")
    files = [File("a.html", b"a"), File("b.html", b"b")]
    mirror.show(files)
    (tmp_path / "preview/a.html").unlink()
    (tmp_path / "preview/b.html").write_bytes(b"changed")
    assert mirror.show(files) == {"a.html", "b.html"}


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path, {"outside/a.html": "not ours", "page": "b"})
    (tmp_path / "preview").mkdir()
    (tmp_path / "preview/es").symlink_to(tmp_path / "outside", target_is_directory=True)
    (tmp_path / "preview/b.html").symlink_to(tmp_path / "page")
    Mirror(tmp_path / "preview").show([File("es/a.html", b"a"), File("b.html", b"b")])
    assert snapshot(tmp_path / "outside") == {"a.html": b"not ours"}
    assert snapshot(tmp_path / "preview") == {serve.MARKER: b"", "es/a.html": b"a", "b.html": b"b"}
    assert not (tmp_path / "preview/b.html").is_symlink()


@pytest.mark.parametrize("name", ["public", "public/sub", ".public.releases/x", "content", "content/x", "locales", "static", "."])
def test_the_preview_is_not_built_into_the_site(root: Path, name: str) -> None:
    refused = serve.refusal(root, root / name)
    assert refused is not None
    assert refused.rule == "not-ours"


def test_the_preview_is_not_built_where_public_leads(root: Path) -> None:
    (root / "elsewhere").mkdir()
    (root / "public").symlink_to(root / "elsewhere")
    assert serve.refusal(root, root / "elsewhere") is not None


def test_the_preview_is_not_built_over_what_is_not_ours(root: Path) -> None:
    write(root, {"mine/thesis.txt": "years of work"})
    assert serve.refusal(root, root / "mine") is not None
    assert serve.refusal(root, root / "mine/thesis.txt") is not None
    assert serve.refusal(root, root / "new") is None
    preview_of(root)
    assert serve.refusal(root, root / ".cache" / "preview") is None


# --- pages of our own ------------------------------------------------------------------------------------------------


def test_the_page_of_problems_says_where_what_and_what_to_do() -> None:
    page = serve.problems_page([error("content/a.md", 7, "unknown-key", "“<b>” is not a key.", "Leave it out & go on.")])
    words = ("1 problem to mend", "content/a.md", ":7", "“&lt;b&gt;” is not a key.", "Leave it out &amp; go on.", "unknown-key")
    assert [word for word in words if word not in page] == []
    assert "2 problems" in serve.problems_page([error("a", 1, "r", "t")] * 2)


def test_the_script_stands_in_the_head_or_else_at_the_end() -> None:
    page = serve.with_script(b"<head></head><body></head>", port=80, token="x-1")
    script = rb'<script async src="/livereload.js\?port=80&amp;snipver=x-1&amp;\S+"></script>'
    assert re.fullmatch(rb"<head>" + script + rb"</head><body></head>", page)
    assert serve.with_script(b"<p>", port=80, token="x-1").startswith(b"<p><script")


# --- a real server ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Running:
    """A preview in a process of its own."""

    process: subprocess.Popen[str]
    port: int
    root: Path
    log: Path

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, Mapping[str, str], str]:
        """(status, headers, body); `path` goes out as it stands, headers are named with "_" for "-"."""
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENT)
        try:
            named = {"Host": f"127.0.0.1:{self.port}"} | {name.replace("_", "-"): value for name, value in headers.items()}
            wire.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in named.items():
                wire.putheader(name, value)
            wire.endheaders()
            answer = wire.getresponse()
            return answer.status, dict(answer.headers), answer.read().decode()
        finally:
            wire.close()

    def wait(self, path: str, words: str) -> tuple[int, str]:
        """(status, body) once the body holds the words."""
        end = time.monotonic() + PATIENT
        while time.monotonic() < end:
            status, _, body = self.ask(path)
            if words in body:
                return status, body
            time.sleep(0.05)
        raise AssertionError(f"{words!r} never came to {path}; log: {self.log.read_text('utf-8')}")

    @property
    def said(self) -> str:
        """What it printed on stderr."""
        return self.log.read_text("utf-8")


def command(root: Path, *words: str) -> list[str]:
    return [sys.executable, str(ROOT / "build.py"), "serve", "--root", str(root), *words]


@contextmanager
def running(root: Path, *words: str) -> Iterator[Running]:
    """A preview on a free port, ended afterwards; a traceback on its stderr fails the test."""
    log = root.parent / "serve.log"
    environ = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    with log.open("w") as errors:
        program = command(root, "--port", "0", *words)
        process = subprocess.Popen(program, stdout=subprocess.PIPE, stderr=errors, text=True, env=environ)
    assert process.stdout is not None
    try:
        address = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/\n", process.stdout.readline())
        assert address, log.read_text("utf-8")
        yield Running(process, int(address[1]), root, log)
    finally:
        process.terminate()
        process.wait(timeout=PATIENT)
        process.stdout.close()
    assert "Traceback" not in log.read_text("utf-8")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A preview that tests only look at."""
    with running(made_site(tmp_path_factory.mktemp("shown") / "site")) as server:
        yield server


@pytest.fixture
def live(root: Path) -> Iterator[Running]:
    """A preview whose site a test may change."""
    with running(root) as server:
        yield server


@pytest.mark.parametrize("path", ["/", "/es/", "/es/help-page.html", "/es/help-page.html?x=1", "/en/index.html"])
def test_pages_are_served_with_the_script_and_without_a_cache(shown: Running, path: str) -> None:
    status, headers, body = shown.ask(path)
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert not {"Etag", "Last-Modified", "Expires"} & set(headers)
    assert int(headers["Content-Length"]) == len(body.encode())
    assert body.count("/livereload.js?") == 1
    assert "Content-Security-Policy" not in body


def test_other_files_are_served_as_they_are(shown: Running) -> None:
    status, headers, body = shown.ask("/dot.svg")
    assert (status, headers["Content-Type"], body) == (200, "image/svg+xml", (shown.root / "static/dot.svg").read_text("utf-8"))
    assert "javascript" in shown.ask("/livereload.js")[1]["Content-Type"]


def test_a_folder_without_its_slash_leads_to_it(shown: Running) -> None:
    status, headers, _ = shown.ask("/es")
    assert (status, headers["Location"]) == (302, "/es/")


def test_the_head_of_a_page_can_be_asked_for(shown: Running) -> None:
    status, headers, body = shown.ask("/es/", "HEAD")
    assert (status, body) == (200, "")
    assert int(headers["Content-Length"]) > 0


def test_an_address_without_a_page_waits_for_one(live: Running) -> None:
    status, _, body = live.ask("/en/later.html")
    assert status == 404
    assert "/livereload.js?" in body
    write(live.root, {"content/later.md": '+++\ntitle = "Later"\ndescription = "Third."\n+++\n\nHere I am.\n'})
    assert live.wait("/en/later.html", "Here I am.")[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        f"/{serve.MARKER}",
        "/.env",
        "/es/.index.html.1",
        "/../../content/site.toml",
        "/es/../../../content/site.toml",
        "/%2e%2e/%2e%2e/content/site.toml",
        "/..%2f..%2fcontent%2fsite.toml",
        "/..\\..\\content\\site.toml",
        "//etc/passwd",
        "/%2fetc/passwd",
        "//evil.example/es",
        "/es/index.html%00",
        "/es%2findex.html/..",
        "/es/./index.html",
    ],
)
def test_nothing_but_the_site_is_given_out(shown: Running, path: str) -> None:
    write(shown.root, {".cache/preview/.env": "SECRET", ".cache/preview/es/.index.html.1": "SECRET"})
    status, headers, body = shown.ask(path)
    assert (status, "Location" in headers) == (404, False)
    assert "No page here" in body
    assert "site.example" not in body


def test_a_link_put_into_the_folder_leads_nowhere(shown: Running) -> None:
    link = shown.root / ".cache/preview/leak.html"
    link.symlink_to(shown.root / "content/site.toml")
    assert shown.ask("/leak.html")[0] == 404
    link.unlink()


STRANGERS = ["evil.example", "evil.example:{port}", "127.0.0.1", "localhost:1", "0.0.0.0:{port}", "[::1]:{port}", ""]


@pytest.mark.parametrize("path", ["/", "/es/", "/livereload.js", "/forcereload", "/livereload", "/nothing"])
@pytest.mark.parametrize("host", STRANGERS)
def test_a_foreign_host_is_refused(shown: Running, path: str, host: str) -> None:
    status, _, body = shown.ask(path, Host=host.format(port=shown.port))
    assert status == (403 if host else status)
    assert status >= 400
    assert "Lamp" not in body


@pytest.mark.parametrize("host", ["localhost:{port}", "127.0.0.1:{port}", "LocalHost:{port}"])
def test_our_own_host_is_answered(shown: Running, host: str) -> None:
    assert shown.ask("/", Host=host.format(port=shown.port))[0] == 200


OURS = "127.0.0.1:{port}"
ELSEWHERE = ["http://evil.example", "http://127.0.0.1:1", f"https://{OURS}", f"http://{OURS}.evil.example", "null", "file://"]


@pytest.mark.parametrize("path", ["/", "/livereload.js", "/forcereload"])
@pytest.mark.parametrize("origin", ELSEWHERE)
def test_a_foreign_origin_is_refused(shown: Running, path: str, origin: str) -> None:
    assert shown.ask(path, Origin=origin.format(port=shown.port))[0] == 403


def test_another_site_may_link_here_and_no_more(shown: Running) -> None:
    link = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
    assert shown.ask("/es/", **link)[0] == 200
    assert shown.ask("/forcereload", **link)[0] == 403
    for kind in ("image", "iframe", "script"):
        assert shown.ask("/es/", **link | {"Sec_Fetch_Dest": kind})[0] == 403
    assert shown.ask("/dot.svg", Sec_Fetch_Site="same-site", Sec_Fetch_Mode="no-cors")[0] == 403
    assert shown.ask("/dot.svg", Sec_Fetch_Site="same-origin", Sec_Fetch_Mode="no-cors")[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_can_be_sent_to_it(shown: Running, method: str) -> None:
    assert shown.ask("/", method, Content_Length="0")[0] == 405


def test_a_monstrous_head_is_refused(shown: Running) -> None:
    with pytest.raises((OSError, http.client.HTTPException)):
        shown.ask("/", X="x" * 10_000_000)
    assert shown.ask("/")[0] == 200


def test_it_listens_on_this_computer_only(shown: Running) -> None:
    with pytest.raises(OSError, match=r"."):
        socket.create_connection(("127.0.0.2", shown.port), timeout=5).close()


# --- reloading -------------------------------------------------------------------------------------------------------


def talk(work: Coroutine[Any, Any, T]) -> T:
    """Runs a coroutine in a thread of its own: Playwright's loop may be running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result(timeout=4 * PATIENT)


class Line:
    """A line as livereload's script holds it."""

    def __init__(self, wire: WebSocketClientConnection) -> None:
        self.wire = wire
        self.ended = False

    async def say(self, message: object) -> None:
        await self.wire.write_message(json.dumps(message))

    async def hear(self) -> Any:
        """The next message; None when the line is closed."""
        message = await asyncio.wait_for(self.wire.read_message(), PATIENT)
        self.ended = message is None
        return None if message is None else json.loads(message)

    async def greet(self, **hello: str) -> None:
        await self.say({"command": "hello", "protocols": [], **hello})
        assert (await self.hear())["command"] == "hello"
        await self.say({"command": "info", "plugins": {}, "url": "http://x/"})


@asynccontextmanager
async def connected(server: Running) -> AsyncIterator[Line]:
    """A line as a page of ours opens it, closed by both sides at the end."""
    headers = {"Origin": f"http://127.0.0.1:{server.port}"}
    line = Line(await websocket_connect(HTTPRequest(f"ws://127.0.0.1:{server.port}/livereload", headers=headers)))
    try:
        yield line
    finally:
        line.wire.close()
        assert line.ended or await line.hear() is None


def token(page: str) -> str:
    found = re.search(r"snipver=([\w-]+)", page)
    assert found
    return found[1]


def test_every_one_of_many_saves_is_told_and_shown(live: Running) -> None:
    async def work() -> None:
        async with connected(live) as line:
            await line.greet(snipver=token(live.ask("/en/help-page.html")[2]))
            for number in range(6):
                swap(live.root / HELP, f"friend{'!' * number}\n", f"friend{'!' * (number + 1)}\n")
                assert (await line.hear())["command"] == "reload"
                assert f"friend{'!' * (number + 1)}<" in live.ask("/en/help-page.html")[2]

    swap(live.root / HELP, "friend.", "friend")
    live.wait("/en/help-page.html", "friend<")
    talk(work())


def test_a_page_that_was_built_over_while_it_loaded_is_told_at_once(live: Running) -> None:
    async def work() -> None:
        async with connected(live) as line:
            await line.greet(snipver=before)
            assert (await line.hear())["command"] == "reload"

    before = token(live.ask("/en/help-page.html")[2])
    swap(live.root / HELP, "friend", "sister")
    live.wait("/en/help-page.html", "sister")
    talk(work())


def test_forcereload_reloads(shown: Running) -> None:
    async def work() -> None:
        async with connected(shown) as line:
            await line.greet()
            await line.say({"command": "hello"})
            assert (await line.hear())["command"] == "hello"
            assert shown.ask("/forcereload")[0] == 200
            assert (await line.hear())["path"] == "*"

    talk(work())


NONSENSE = ["{", "[]", "1", "null", "{}", '{"command": 5}', '{"command": "hello", "snipver": []}', "[" * 60_000]


@pytest.mark.parametrize("text", NONSENSE, ids=range(len(NONSENSE)))
def test_a_message_that_makes_no_sense_ends_the_line_quietly(shown: Running, text: str) -> None:
    async def work() -> None:
        async with connected(shown) as line:
            await line.wire.write_message(text)
            assert await line.hear() is None
        async with connected(shown) as line:
            await line.wire.write_message(text.encode() + b"\xff", binary=True)
            assert await line.hear() is None

    talk(work())
    assert shown.ask("/")[0] == 200
    assert "Traceback" not in shown.said


def upgraded(server: Running, **headers: str) -> int:
    """The status that a request for a line gets."""
    key = {"Sec_WebSocket_Key": "MDEyMzQ1Njc4OWFiY2RlZg==", "Sec_WebSocket_Version": "13"}
    return server.ask("/livereload", **{"Upgrade": "websocket", "Connection": "Upgrade"} | key | headers)[0]


def test_a_line_of_our_own_is_opened(shown: Running) -> None:
    assert upgraded(shown, Origin=f"http://127.0.0.1:{shown.port}") == 101
    assert upgraded(shown, Origin=f"http://localhost:{shown.port}", Host=f"localhost:{shown.port}") == 101


@pytest.mark.parametrize("origin", ELSEWHERE)
def test_a_line_from_elsewhere_is_refused(shown: Running, origin: str) -> None:
    assert upgraded(shown, Origin=origin.format(port=shown.port)) == 403


def test_a_line_to_another_name_is_refused(shown: Running) -> None:
    assert upgraded(shown, Host="evil.example") == 403
    assert upgraded(shown, Host="evil.example", Origin="http://evil.example") == 403


# --- faults and ends -------------------------------------------------------------------------------------------------


def test_faults_are_shown_at_every_address_until_they_are_mended(live: Running) -> None:
    good = live.ask("/es/")[2]
    swap(live.root / HELP, 'title = "Help"', 'titel = "Help"')
    status, body = live.wait("/es/", "to mend")
    assert status == 500
    assert f"{HELP}</bdi>:2" in body.replace("<code><bdi>", "")
    assert "/livereload.js?" in body
    assert live.ask("/nothing/at/all")[2] == live.ask("/")[2]
    assert f"{HELP}:2: error: " in live.said
    assert live.ask("/", Host="evil.example")[0] == 403
    swap(live.root / HELP, 'titel = "Help"', 'title = "Help"')
    mended = live.wait("/es/", "Pase usted.")
    assert mended[0] == 200
    assert mended[1].replace(token(mended[1]), "") == good.replace(token(good), "")


def test_a_catalog_that_is_cut_off_is_told_and_mended(live: Running) -> None:
    whole = (live.root / CATALOG).read_bytes()
    (live.root / CATALOG).write_bytes(whole[: whole.rindex(b"Llame") + 3])
    assert CATALOG in live.wait("/es/", "to mend")[1]
    (live.root / CATALOG).write_bytes(whole)
    live.wait("/es/", "Pase usted.")


def test_a_catalog_that_is_emptied_and_written_again_is_never_a_fault(live: Running) -> None:
    whole = (live.root / CATALOG).read_bytes()
    for number in range(3):
        with (live.root / CATALOG).open("wb") as out:
            time.sleep(2 * serve.INTERVAL)
            out.write(whole.replace(b"Pase usted.", f"Pase {number}.".encode()))
        live.wait("/es/", f"Pase {number}.")
    assert live.said == ""


def test_a_site_that_is_broken_from_the_start_is_served_and_mended(root: Path) -> None:
    swap(root / "content/site.toml", "locales", "lokales")
    with running(root) as server:
        assert "lokales" in server.ask("/")[2]
        swap(root / "content/site.toml", "lokales", "locales")
        assert server.wait("/es/", "Pase usted.")[0] == 200


def test_warnings_are_printed_once_and_shown_nowhere(live: Running) -> None:
    swap(live.root / CATALOG, "Llame a un amigo.", "Llame a un amigo. " * 30)
    live.wait("/es/help-page.html", "Call a friend.")
    swap(live.root / HELP, 'description = "Second."', 'description = "Two."')
    live.wait("/en/help-page.html", "Two.")
    assert live.said.count(f"{CATALOG}:") == 1
    assert ": warning: " in live.said


def test_output_chooses_the_folder(root: Path, tmp_path: Path) -> None:
    with running(root, "--output", str(tmp_path / "there")) as server:
        assert server.ask("/es/")[0] == 200
    assert set(snapshot(tmp_path / "there")) >= set(PAGES)
    assert not (root / ".cache").exists()
    assert not (root / "public").exists()


def test_locales_can_be_chosen(root: Path) -> None:
    with running(root, "--locale", "en") as server:
        assert [server.ask(path)[0] for path in ("/en/", "/es/")] == [200, 404]


def test_a_port_in_use_is_told(root: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = subprocess.run(command(root, "--port", port), capture_output=True, text=True, timeout=PATIENT)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == f"build.py serve: error: port {port} is in use; choose another with --port\n"


def test_a_folder_that_is_not_ours_is_told(root: Path) -> None:
    write(root, {"mine/thesis.txt": "years of work"})
    ended = subprocess.run(command(root, "--output", str(root / "mine")), capture_output=True, text=True, timeout=PATIENT)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "[not-ours]" in ended.stderr
    assert snapshot(root / "mine") == {"thesis.txt": b"years of work"}


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C cannot be sent to one process alone")
def test_ctrl_c_ends_it_cleanly(root: Path) -> None:
    async def hold() -> None:
        async with connected(server) as line:
            await line.greet()
            server.process.send_signal(signal.SIGINT)
            assert await line.hear() is None

    with running(root) as server:
        talk(hold())
        assert server.process.wait(timeout=PATIENT) == 0
    assert server.said == ""


# --- in a browser ----------------------------------------------------------------------------------------------------


def test_an_open_page_follows_every_save(live: Running, browser: Browser) -> None:
    page = browser.new_page()
    page.set_default_timeout(PATIENT * 1000)
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    try:
        page.goto(f"http://127.0.0.1:{live.port}/en/help-page.html")
        page.get_by_text("Call a friend.").wait_for()
        for old, new in [("friend", "sister"), ("sister", "brother"), ("brother", "cousin")]:
            swap(live.root / HELP, f"Call a {old}.", f"Call a {new}.")
            page.get_by_text(f"Call a {new}.").wait_for()
        swap(live.root / HELP, 'title = "Help"', 'titel = "Help"')
        page.get_by_role("heading", name="to mend").wait_for()
        page.get_by_text(f"{HELP}:2").wait_for()
        swap(live.root / HELP, 'titel = "Help"', 'title = "Help"')
        page.get_by_text("Call a cousin.").wait_for()
        assert faults == []
    finally:
        page.close()


def test_a_page_elsewhere_in_the_browser_learns_nothing(live: Running, browser: Browser) -> None:
    """A page of another origin on this computer can neither listen, nor read, nor make pages reload."""
    probe = """async address => {
      const line = await new Promise(done => {
        const socket = new WebSocket(address.replace("http", "ws") + "livereload");
        socket.onopen = () => done("open"); socket.onerror = () => done("refused");
      });
      const read = await fetch(address + "es/").then(() => "read", () => "refused");
      const blind = await fetch(address + "es/", {mode: "no-cors"}).then(() => "read", () => "refused");
      return [line, read, blind];
    }"""
    with other_origin() as address:
        page = browser.new_page()
        try:
            page.goto(address)
            assert page.evaluate(probe, f"http://127.0.0.1:{live.port}/") == ["refused", "refused", "refused"]
        finally:
            page.close()


@contextmanager
def other_origin() -> Iterator[str]:
    """A server of nothing, on another port of this machine."""
    program = [sys.executable, "-u", "-m", "http.server", "--bind", "127.0.0.1", "0"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT / "static") as process:
        assert process.stdout is not None
        try:
            found = re.search(r"port (\d+)", process.stdout.readline())
            assert found
            yield f"http://127.0.0.1:{found[1]}/"
        finally:
            process.terminate()


def test_pseudo_locales_are_shown_on_demand(root: Path) -> None:
    preview = Preview(root, root / "preview", only=("es",), pseudo=True)
    preview.renew()
    assert preview.find("en-XA/index.html")
    assert preview.find("ar-XB/index.html")
    assert Preview(root, root / "other").find("en-XA/index.html") is None
