"""What the tests share: real programs to drive, and an honest count of what could not be driven.

Fixtures: `browser` (Playwright on an installed Chromium, Chrome or Edge, with fonts for Arabic and Chinese), `old_browser`
(Chromium 72), `nginx` (serves a folder), `msgfmt` and `pdftotext` (their paths).
A test that takes one of them, or is marked `@pytest.mark.requires("nginx")`, is skipped where the program is missing;
the last lines of a run count what was skipped and say how to get it, and under CI=true a skip fails the run.
Nothing here or in a test reaches beyond this machine.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from playwright.sync_api import Browser, sync_playwright

import make

hypothesis.settings.register_profile("ci", derandomize=True, deadline=None, database=None)
hypothesis.settings.register_profile("proof", deadline=None, max_examples=2_000)  # make proof
hypothesis.settings.load_profile("ci")

FIRST = (
    "site/test_guide.py",
    "site/test_site.py",
    "site/test_paper_guide.py",
    "site/test_paper_sheets.py",
    "engine/test_fuzz.py",
    "engine/cli/test_main.py",
    "engine/templates/test_css.py",
)
"""The files that take minutes, the longest first, by their paths in tests/."""

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
"""A quiet browser: nothing of its own over the network, and no host but this one has an address."""

NGINX = """
daemon off;
pid {work}/nginx.pid;
error_log {work}/error.log;
{user}
worker_processes 1;
events {{ worker_connections 256; }}
http {{
  types {{
    text/html html; text/css css; text/javascript js; text/plain txt; text/xml xml; application/json json;
    application/pdf pdf; image/svg+xml svg; image/png png; image/x-icon ico; font/woff2 woff2; application/zip zip;
  }}
  charset utf-8;
  access_log off;
  client_body_temp_path {work}/body; proxy_temp_path {work}/proxy; fastcgi_temp_path {work}/fastcgi;
  uwsgi_temp_path {work}/uwsgi; scgi_temp_path {work}/scgi;
  server {{ listen 127.0.0.1:{port}; root "{folder}"; index index.html; }}
}}
"""


# --- tools that may be missing ---------------------------------------------------------------------------------------


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what is marked with a tool this machine lacks."""
    for mark in item.iter_markers("requires"):
        for tool in mark.args:
            path_of(tool)


def path_of(tool: str) -> str:
    """The path of a program of make.TOOLS; skips the test where there is none."""
    path = make.find_tool(tool)
    if path is None:
        package, reason = make.TOOLS[tool]
        pytest.skip(f"{reason} (Debian: apt-get install {package})")
    return path


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser, before -m chooses; the slowest files first, so that two cores end together."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    places = {Path(__file__).parent / name: place for place, name in enumerate(FIRST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    """Under CI=true a skip fails the run; the count of what was skipped comes after everything else."""
    reporter: Any = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = [] if hasattr(session.config, "workerinput") else reporter.stats.get("skipped", [])
    strict = os.environ.get("CI", "").lower() in {"true", "1"}
    if skipped and strict and session.exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    yield
    for line in summary([reason_of(report) for report in skipped], strict=strict):
        reporter.write_line(line, yellow=True)


def reason_of(report: Any) -> str:
    """Why a test was skipped."""
    said = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return str(said).removeprefix("Skipped: ")


def summary(reasons: list[str], *, strict: bool) -> list[str]:
    """The lines that end a run in which something was skipped."""
    if not reasons:
        return []
    counted = [f"  {count} x {reason}" for reason, count in sorted(Counter(reasons).items())]
    end = ["CI=true: a skipped test fails the run."] if strict else []
    return [f"NOT PROVED: {len(reasons)} skipped", *counted, *end]


# --- nothing beyond this machine -------------------------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def loopback_only() -> Iterator[None]:
    """A test that connects to another machine fails."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_here(address[0]):
            self.close()
            raise AssertionError(f"a test reached for the network: {address}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


def is_here(host: str) -> bool:
    """True for this machine's own addresses."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


# --- fixtures --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless browser; a test makes its own context in it: `browser.new_context()` or `browser.new_page()`."""
    path, *_ = [path_of(tool) for tool in ("browser", "font:Noto Sans Arabic", "font:Noto Sans CJK SC")]
    flags = [*FLAGS, "--no-sandbox"] if make.is_root() else [*FLAGS]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=flags)
        yield running
        running.close()


@pytest.fixture(scope="session")
def old_browser() -> Callable[[str, Path], str]:
    """`old_browser(html, folder)` opens a page in Chromium 72 of 2018, 500 px wide, and gives what its script left of it."""
    if not make.OLD_BROWSER.exists():
        pytest.skip("needs Chromium 72, which `make test` fetches on Linux on Intel where npm and node are")
    path_of("font:Noto Sans Arabic")
    flags = ["--headless", "--disable-gpu", "--no-sandbox", "--single-process", "--no-zygote", "--window-size=500,760", *FLAGS]

    def opened(html: str, folder: Path) -> str:
        file = folder / "page.html"
        file.write_text(html, encoding="utf-8")
        command = [str(make.OLD_BROWSER), *flags, "--dump-dom", file.as_uri()]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False).stdout

    return opened


@pytest.fixture(scope="session")
def msgfmt() -> str:
    """The path of GNU gettext's msgfmt."""
    return path_of("msgfmt")


@pytest.fixture(scope="session")
def pdftotext() -> str:
    """The path of Poppler's pdftotext."""
    return path_of("pdftotext")


@pytest.fixture(scope="session")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], str]]:
    """`nginx(folder)` serves a folder with a real nginx and gives its address ("http://127.0.0.1:43210")."""
    program = path_of("nginx")
    running: list[subprocess.Popen[bytes]] = []

    def start(folder: Path) -> str:
        process, address = serve(program, folder, work=tmp_path_factory.mktemp("nginx"))
        running.append(process)
        return address

    yield start
    for process in running:
        process.terminate()
        process.wait(timeout=10)


def serve(program: str, folder: Path, *, work: Path) -> tuple[subprocess.Popen[bytes], str]:
    """A running nginx and its address; another port is tried when somebody took the first."""
    for _ in range(5):
        port = free_port()
        user = "user root;" if make.is_root() else ""  # tests' folders are for their owner alone
        config = work / "nginx.conf"
        config.write_text(NGINX.format(work=work, port=port, folder=folder, user=user), encoding="utf-8")
        process = subprocess.Popen([program, "-e", f"{work}/error.log", "-c", str(config)], stderr=subprocess.DEVNULL)
        if answers(process, port):
            return process, f"http://127.0.0.1:{port}"
        process.terminate()
        process.wait(timeout=10)
    raise AssertionError("nginx did not start:\n" + (work / "error.log").read_text(encoding="utf-8", errors="replace"))


def free_port() -> int:
    """A port of this machine that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def answers(process: subprocess.Popen[bytes], port: int) -> bool:
    """True once the port takes connections; False if the server ended or 10 s went by."""
    end = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return True
        except OSError:
            time.sleep(0.02)
    return False
