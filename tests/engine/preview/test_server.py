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

from lantern.preview import server
from lantern.preview.builder import MARKER, Preview
from lantern.problem import error
from tests.making import CATALOG, HELP, ROOT, lamp, snapshot, swap, write

T = TypeVar("T")

PATIENT = 30
"""Seconds after which a test gives up on what should take a moment."""

PAGES = ["en/help-page.html", "en/index.html", "es/help-page.html", "es/index.html"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lamp(tmp_path / "site")


# --- where it may build ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["public", "public/sub", ".public.releases/x", "content", "content/x", "locales", "static", "."])
def test_the_preview_is_not_built_into_the_site(root: Path, name: str) -> None:
    refused = server.refusal(root, root / name)
    assert refused is not None
    assert refused.rule == "not-ours"


def test_the_preview_is_not_built_where_public_leads(root: Path) -> None:
    (root / "elsewhere").mkdir()
    (root / "public").symlink_to(root / "elsewhere")
    assert server.refusal(root, root / "elsewhere") is not None


def test_the_preview_is_not_built_over_what_is_not_ours(root: Path) -> None:
    write(root, {"mine/thesis.txt": "years of work"})
    assert server.refusal(root, root / "mine") is not None
    assert server.refusal(root, root / "mine/thesis.txt") is not None
    assert server.refusal(root, root / "new") is None
    assert Preview(root, root / ".cache" / "preview").renew()
    assert server.refusal(root, root / ".cache" / "preview") is None


# --- pages of our own ------------------------------------------------------------------------------------------------


def test_the_page_of_problems_says_where_what_and_what_to_do() -> None:
    page = server.problems_page([error("content/a.md", 7, "unknown-key", "“<b>” is not a key.", "Leave it out & go on.")])
    words = ("1 problem to mend", "content/a.md", ":7", "“&lt;b&gt;” is not a key.", "Leave it out &amp; go on.", "unknown-key")
    assert [word for word in words if word not in page] == []
    assert "2 problems" in server.problems_page([error("a", 1, "r", "t")] * 2)


def test_the_script_stands_in_the_head_or_else_at_the_end() -> None:
    page = server.with_script(b"<head></head><body></head>", port=80, token="x-1")
    script = rb'<script async src="/livereload.js\?port=80&amp;snipver=x-1&amp;\S+"></script>'
    assert re.fullmatch(rb"<head>" + script + rb"</head><body></head>", page)
    assert server.with_script(b"<p>", port=80, token="x-1").startswith(b"<p><script")


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
    with running(lamp(tmp_path_factory.mktemp("shown") / "site")) as server:
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
        f"/{MARKER}",
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


def test_a_page_that_was_swapped_for_a_link_is_not_followed(live: Running) -> None:
    page = live.root / ".cache/preview/es/index.html"
    page.unlink()
    page.symlink_to(live.root / "content/site.toml")
    folder = live.root / ".cache/preview/en"
    folder.rename(folder.with_name("away"))
    folder.symlink_to(live.root / "content", target_is_directory=True)
    for path in ("/es/", "/en/index.html"):
        status, _, body = live.ask(path)
        assert (status, "base_url" in body, "Welcome" in body) == (404, False, False)


PARTS = [
    ("bytes=0-1", (0, 2)),
    ("bytes=0-", (0, 10)),
    ("bytes=5-99", (5, 10)),
    ("bytes=-3", (7, 10)),
    ("bytes=-99", (0, 10)),
    ("Bytes = 9-9", (9, 10)),
    ("bytes=10-", (10, 10)),
    ("bytes=-0", (10, 10)),
    ("bytes=99999999999999999999-", (10, 10)),
    ("", None),
    ("bytes=-", None),
    ("bytes=3-1", None),
    ("bytes=0-1,3-4", None),
    ("lines=0-1", None),
    ("bytes=a-b", None),
    ("bytes=" + "9" * 9999 + "-", None),
]


@pytest.mark.parametrize(("asked", "expected"), PARTS)
def test_a_range_is_read_as_the_standard_says(asked: str, expected: tuple[int, int] | None) -> None:
    assert server.part(asked, 10) == expected


def test_a_part_of_a_file_can_be_asked_for(shown: Running) -> None:
    whole = (shown.root / "static/dot.svg").read_text("utf-8")
    status, headers, body = shown.ask("/dot.svg")
    assert (status, headers["Accept-Ranges"], body) == (200, "bytes", whole)
    status, headers, body = shown.ask("/dot.svg", Range="bytes=0-1")
    assert (status, headers["Content-Range"], headers["Content-Length"], body) == (206, f"bytes 0-1/{len(whole)}", "2", whole[:2])
    status, headers, body = shown.ask("/dot.svg", Range=f"bytes={len(whole)}-")
    assert (status, headers["Content-Range"], body) == (416, f"bytes */{len(whole)}", "")
    assert shown.ask("/dot.svg", Range="bytes=0-1", If_Range="x")[0] == 200
    assert shown.ask("/nothing", Range="bytes=0-1")[0] == 404


KINDS = {
    "a.m4a": "audio/mp4",
    "a.mp3": "audio/mpeg",
    "a.ogg": "audio/ogg",
    "a.opus": "audio/ogg",
    "a.OGA": "audio/ogg",
    "a.wav": "audio/wav",
    "a.mp4": "video/mp4",
    "a.webp": "image/webp",
    "a.woff2": "font/woff2",
    "a.js": "text/javascript",
    "a.svg": "image/svg+xml",
    "a.pdf": "application/pdf",
    "a.zip": "application/zip",
    "a.css": "text/css",
    "a.vtt": "text/vtt",
}


@pytest.mark.parametrize("name", KINDS)
def test_a_file_has_the_same_kind_on_every_machine(name: str) -> None:
    assert server._TYPES.guess_type(name)[0] == KINDS[name]


FORWARDED = {
    "localhost:9000": "--port 9000",
    "127.0.0.1:9000": "--port 9000",
    "harbor-8142.app.github.dev": "open http://127.0.0.1:8142/",
    "192.168.1.20:8142": "open http://127.0.0.1:8142/",
    "[::1]:8142": "open http://127.0.0.1:8142/",
    "localhost:99999": "open http://127.0.0.1:8142/",
}


@pytest.mark.parametrize("host", FORWARDED)
def test_a_refusal_says_what_was_asked_for_and_what_to_do(host: str) -> None:
    text = server.refused_host(host, 8142)
    assert "answers to 127.0.0.1:8142 only" in text
    assert f"You asked for {host}." in text
    assert FORWARDED[host] in text


def test_a_forwarded_port_is_told_in_the_browser_and_once_in_the_terminal(live: Running) -> None:
    for _ in range(3):
        status, _, body = live.ask("/es/", Host="localhost:9000")
        assert (status, "--port 9000" in body, "Pase usted" in body) == (403, True, False)
    assert "<script" not in live.ask("/", Host="<script>alert(1)</script>")[2]
    assert live.said.count("You asked for") == 1
    assert "You asked for localhost:9000." in live.said


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
    for word in ("Uno", "Dos", "Tres"):
        with (live.root / CATALOG).open("wb") as out:
            time.sleep(2 * server.INTERVAL)
            out.write(whole.replace(b"Pase usted.", f"Pase {word}.".encode()))
        live.wait("/es/", f"Pase {word}.")
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
