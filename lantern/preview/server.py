"""The live preview: a change on disk → the pages it touches → the open browser.

In:    the site's root folder, a port, the locales to keep, the folder the preview is built in.
Out:   an address on this computer that shows the site, or the list of what is wrong with it; an exit code.
Never: writes into public/, listens beyond this computer, answers a foreign Host or Origin, gives out what the build did not make,
       opens a file but a catalog of the language that is translated, and that only for a page of its own (Open).

livereload and its Tornado are owned here. Of livereload come the reload protocol and the script in the browser; its watcher is
not used (docs/decisions/0005 says why). Watching, building and answering take turns on one thread, so nobody sees half a build.
"""

from __future__ import annotations

import asyncio
import errno
import html
import json
import mimetypes
import os
import re
import secrets
import socket
import sys
import warnings
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from livereload.handlers import ForceReloadHandler, LiveReloadHandler, LiveReloadJSHandler
from tornado import httpserver, netutil, web
from tornado.websocket import WebSocketClosedError

from .. import problem
from ..problem import Problem, error
from . import editor, workbench
from .builder import MARKER, Outcome, Preview
from .watch import Watcher, look, watched

with warnings.catch_warnings():
    # On Windows livereload sets an event loop policy, which Python 3.14 deprecates.
    warnings.simplefilter("ignore", DeprecationWarning)
    from livereload.handlers import ForceReloadHandler, LiveReloadHandler, LiveReloadJSHandler

HOST = "127.0.0.1"
INTERVAL = 0.08
"""Seconds between two looks at the files."""

SETTLING = 0.04
"""Seconds until the next look while a change does not stand still."""

CALM = 0.8
"""Seconds without a change after which the pages that nobody waits for are made, too."""

_SMALL = 64 * 1024
"""Bytes: the most of a request's head or body, or of a message from the browser."""

# ── pages of our own ────────────────────────────────────────────────────────────────────────────────────────────────

_FRAME = """<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark }}
body {{ max-width: 48rem; margin: 0 auto; padding: 2rem 1rem; font: 1.1rem/1.5 system-ui, sans-serif }}
li {{ margin: 0 0 1.5rem; padding-inline-start: 1rem; border-inline-start: .3rem solid #c33 }}
ol {{ list-style: none; padding: 0 }}
code {{ font-weight: 700; overflow-wrap: anywhere }}
p {{ margin: .2rem 0 }}
small {{ opacity: .75 }}
</style>
</head>
<body>
<h1>{title}</h1>
{body}
</body>
</html>
"""


def problems_page(problems: Sequence[Problem]) -> str:
    """The page that stands for every other while the site cannot be built."""
    items = "\n".join(
        f"<li><p><code>{_bare(one.path)}:{one.line}</code></p><p>{_bare(one.text)}</p>"
        f"<p>{_bare(one.hint)}</p><p><small>{_bare(one.rule)}</small></p></li>"
        for one in problems
    )
    title = "1 problem to mend" if len(problems) == 1 else f"{len(problems)} problems to mend"
    told = "<p>Mend and save: this page then shows the site again by itself.</p>"
    return _FRAME.format(title=title, body=f"{told}\n<ol>\n{items}\n</ol>")


def missing_page() -> str:
    """The page for an address that the site does not have, or does not have yet."""
    told = "<p>The site has no page at this address. When there is one, this page shows it by itself.</p>"
    return _FRAME.format(title="No page here", body=f'{told}\n<p><a href="/">To the first page</a></p>')


def left_out_page() -> str:
    """The page for another form of a page, which the translator's preview does not make."""
    why = "The translator's preview makes pages only, so that a save shows at once."
    what = "Their other forms (beside the original, in one file, as text, as a code or a card) hold the same words."
    how = "To see them, run <code>python build.py serve</code> without --translate."
    return _FRAME.format(title="Not in this preview", body=f"<p>{why} {what}</p>\n<p>{how}</p>")


def with_script(page: bytes, *, port: int, token: str) -> bytes:
    """A page with livereload's script, which tells the server the token back, so that no reload is lost while a page loads."""
    # The browser looks for a server that went away at most every 3 s, not every minute.
    script = f'<script async src="/livereload.js?port={port}&amp;snipver={token}&amp;maxdelay=3000"></script>'.encode()
    head, end, rest = page.partition(b"</head>")
    return head + script + end + rest if end else page + script


def _bare(text: str) -> str:
    """Text of a Problem as HTML: nothing in it is markup, and its direction stays its own."""
    return f"<bdi>{html.escape(text)}</bdi>" if text else ""


# ── answering ───────────────────────────────────────────────────────────────────────────────────────────────────────

_TYPES = mimetypes.MimeTypes()
"""Python's own table, the same on every machine (the system's may call a script plain text), and what older ones lack."""
for _kind, _endings in {
    "audio/aac": ".aac",
    "audio/flac": ".flac",
    "audio/mp4": ".m4a .m4b",
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg .oga .opus",
    "audio/wav": ".wav",
    "audio/webm": ".weba",
    "font/woff": ".woff",
    "font/woff2": ".woff2",
    "image/avif": ".avif",
    "image/svg+xml": ".svg",
    "image/webp": ".webp",
    "text/calendar": ".ics",
    "text/javascript": ".js .mjs",
    "text/markdown": ".md",
    "text/vcard": ".vcf",
    "text/vtt": ".vtt",
    "video/mp4": ".mp4 .m4v",
    "video/ogg": ".ogv",
    "video/webm": ".webm",
    "application/manifest+json": ".webmanifest",
}.items():
    for _ending in _endings.split():
        _TYPES.add_type(_kind, _ending)

_RANGE = re.compile(r"bytes=(\d*)-(\d*)\Z")


def part(asked: str, size: int) -> tuple[int, int] | None:
    """(first byte, byte after the last) of what a Range header asks of so many bytes; None for all of them (RFC 9110, 14).

    A range that begins behind the end is (size, size). What is not understood, and more than one range, is answered by the whole.
    """
    found = _RANGE.match(asked.strip().lower().replace(" ", ""))
    if not found or found[0] == "bytes=-" or len(asked) > 60:
        return None
    first, last = found.groups()
    if not first:
        return max(size - int(last), 0), size
    if last and int(last) < int(first):
        return None
    return min(int(first), size), min(int(last) + 1, size) if last else size


def refused_host(host: str, port: int) -> str:
    """Why a request under another name is refused, and what to do: a page elsewhere may point its own name here."""
    told = "".join(letter if letter.isprintable() else "?" for letter in host[:80])
    name, _, other = told.rpartition(":")
    same = name in {"localhost", HOST} and other.isdecimal() and 0 < int(other) < 65536
    more = f", or start it with --port {other}" if same else f", and open http://{HOST}:{port}/"
    return (
        f"This preview answers to {HOST}:{port} only. You asked for {told}. "
        f"Forward the same port (ssh -L {port}:{HOST}:{port}; docker -p {HOST}:{port}:{port}){more}."
    )


class Guarded(web.RequestHandler):
    """Answers this computer's own browser, and nothing that another site asks it to do.

    A page elsewhere can name our address (Origin, Sec-Fetch-Site) or point its own name at it (Host).
    """

    navigable = False
    """Whether a link on another site may lead here."""

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")

    def prepare(self) -> None:
        headers = self.request.headers
        if headers.get("Host", "").lower() not in self.settings["hosts"]:
            self._refuse(headers.get("Host", ""))
            return
        if not self.check_origin(headers.get("Origin")):
            raise web.HTTPError(403)
        is_link = (headers.get("Sec-Fetch-Mode"), headers.get("Sec-Fetch-Dest")) == ("navigate", "document")
        if headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"} and not (is_link and self.navigable):
            raise web.HTTPError(403)

    def _refuse(self, host: str) -> None:
        """Says why, in the browser each time and in the terminal once: it may be our own reader, behind a forwarded port."""
        why = refused_host(host, self.settings["port"])
        if not self.settings["told"]:
            self.settings["told"].append(host)
            print(f"build.py serve: {why}", file=sys.stderr, flush=True)
        self.set_status(403)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(_FRAME.format(title="Another address", body=f"<p>{_bare(why)}</p>"))

    def check_origin(self, origin: str | None) -> bool:
        """True for our own origin; a program that is not a browser sends none."""
        return origin is None or origin.lower() in {f"http://{host}" for host in self.settings["hosts"]}

    def compute_etag(self) -> str | None:
        """No cache, so no tag."""
        return None

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """A refused request is no news; a fault of ours is."""
        if not isinstance(value, web.HTTPError):
            super().log_exception(typ, value, tb)


class Pages(Guarded):
    """The site, or the problems that stand in its way."""

    navigable = True

    def initialize(self, preview: Preview, port: int) -> None:
        self._preview = preview
        self._port = port

    def get(self, path: str) -> None:
        preview = self._preview
        name = preview.find(path)
        if preview.outcome.errors:
            self._answer(500, problems_page(preview.outcome.errors).encode(errors="backslashreplace"))
        elif name is None and preview.find(f"{path}/"):
            self.redirect(f"/{path}/")
        elif name is None or (data := preview.read(name)) is None:
            left_out = preview.bench is not None and workbench.LEFT_OUT.fullmatch(path)
            self._answer(404, (left_out_page() if left_out else missing_page()).encode())
        else:
            self._answer(200, self._dressed(name, data), _TYPES.guess_type(name)[0] or "application/octet-stream")

    head = get

    def _dressed(self, name: str, data: bytes) -> bytes:
        bench = self._preview.bench
        if bench is None or not name.endswith(".html"):
            return data
        return workbench.add_panel(bench, data.decode(), name=name, token=self.settings["secret"]).encode()

    def _answer(self, status: int, data: bytes, kind: str = "text/html") -> None:
        self.set_status(status)
        self.set_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        whole = with_script(data, port=self._port, token=self._preview.token) if kind == "text/html" else data
        self.finish(self._part(whole) if status == 200 else whole)

    def _part(self, data: bytes) -> bytes:
        """What a Range header asks for: Safari plays no sound without."""
        self.set_header("Accept-Ranges", "bytes")
        headers = self.request.headers
        # If-Range names a version of the file; we name none, so it never is the one.
        asked = None if "If-Range" in headers else part(headers.get("Range", ""), len(data))
        if asked is None:
            return data
        first, end = asked
        self.set_status(206 if first < end else 416)
        self.set_header("Content-Range", f"bytes {first}-{end - 1}/{len(data)}" if first < end else f"bytes */{len(data)}")
        return data[first:end]


class Overview(Pages):
    """The list of all pages, with what is to do on each."""

    def get(self, path: str) -> None:
        bench = self._preview.bench
        if bench is None or self._preview.outcome.errors:
            super().get(path)
            return
        pages = self._preview.pages(bench.translator.tongue.locale.tag)
        self._answer(200, workbench.overview(bench, pages, token=self.settings["secret"]).encode())

    head = get


class Panel(Guarded):
    """The workbench's script and its style: files of Lantern's own that no site holds."""

    def get(self, kind: str) -> None:
        self.set_header("Content-Type", {"js": "text/javascript", "css": "text/css"}[kind] + "; charset=utf-8")
        self.finish(Path(__file__).with_name(f"panel.{kind}").read_bytes())


class Open(Guarded):
    """Opens the translator's editor at a line of a catalog: for a page of this run only, which knows its secret."""

    def initialize(self, preview: Preview, chosen: str) -> None:
        self._preview = preview
        self._chosen = chosen

    def post(self) -> None:
        bench = self._preview.bench
        asked = _asked(self.request.body)
        is_json = self.request.headers.get("Content-Type", "").partition(";")[0] == "application/json"
        if bench is None or asked is None or not is_json or not secrets.compare_digest(asked.token, self.settings["secret"]):
            raise web.HTTPError(403)
        if not asked.path.isprintable():
            raise web.HTTPError(400)
        if asked.path not in bench.catalogs():
            raise web.HTTPError(403)
        root = bench.site.root.resolve()
        file = (root / asked.path).resolve()
        if not file.is_relative_to(root) or not file.is_file():
            raise web.HTTPError(403)
        if not 1 <= asked.line <= file.read_bytes().count(b"\n") + 1:
            raise web.HTTPError(403)
        opened = editor.launch(file, asked.line, chosen=self._chosen)
        self.finish({"done": opened.done, "text": opened.text})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page asks to have opened."""

    token: str
    path: str
    line: int


def _asked(body: bytes) -> Asked | None:
    """What stands in a request's body; None for anything that makes no sense."""
    try:
        said = json.loads(body)
        asked = Asked(said["token"], said["path"], said["line"])
    except (ValueError, TypeError, LookupError, RecursionError):
        return None
    sound = isinstance(asked.token, str) and asked.token.isascii() and isinstance(asked.path, str) and type(asked.line) is int
    return asked if sound else None


class Script(Guarded, LiveReloadJSHandler):  # type: ignore[misc]
    """The script that pages load: livereload's own."""


class Socket(Guarded, LiveReloadHandler):  # type: ignore[misc]
    """The line to an open page, on which it is told to reload."""

    watcher = SimpleNamespace(filepath="*")
    live_css = False

    def initialize(self, preview: Preview) -> None:
        self._preview = preview
        self._token: Any = None

    def on_message(self, message: str | bytes) -> None:
        """livereload's handshake; a page that was built over while it loaded is told at once."""
        said = _message(message)
        if said is None:
            self.close(1003, "not a message of livereload")
            return
        if said["command"] == "hello":
            self._token = said.get("snipver")
        super().on_message(message)
        if said["command"] == "info" and self._token not in {None, self._preview.token}:
            self.send_message({"command": "reload", "path": "*"})

    def write_message(self, message: Any, binary: bool = False) -> asyncio.Future[None]:
        """Sends; a page that went away meanwhile is nobody's fault."""
        try:
            sent: asyncio.Future[None] = super().write_message(message, binary)
        except WebSocketClosedError:
            sent = asyncio.get_running_loop().create_future()
            sent.set_result(None)
        sent.add_done_callback(lambda done: done.cancelled() or done.exception())
        return sent


class Force(Guarded, ForceReloadHandler):  # type: ignore[misc]
    """Reloads every open page, for programs that ask (`curl http://127.0.0.1:8000/forcereload`)."""

    def get(self) -> None:
        Socket.reload_waiters()
        self.finish("ok")


def _message(text: str | bytes) -> dict[str, Any] | None:
    """A message of livereload's script; None for anything else."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return None
    known = isinstance(said, dict) and isinstance(said.get("command"), str) and isinstance(said.get("snipver", ""), str)
    return said if known else None


def application(preview: Preview, port: int, *, chosen: str = "") -> web.Application:
    """Everything that answers on `port`; `chosen` is the translator's editor."""
    hosts = {f"{name}:{port}" for name in ("localhost", HOST)} | ({"localhost", HOST} if port == 80 else set())
    routes: list[Any] = [
        ("/livereload", Socket, {"preview": preview}),
        (r"/livereload\.js", Script),
        ("/forcereload", Force),
    ]
    if preview.translate:
        routes += [
            (f"/({workbench.HOME})", Overview, {"preview": preview, "port": port}),
            (rf"/{workbench.HOME}panel\.(js|css)", Panel),
            (f"/{workbench.HOME}open", Open, {"preview": preview, "chosen": chosen}),
        ]
    routes.append(("/(.*)", Pages, {"preview": preview, "port": port}))
    secret = secrets.token_urlsafe(16)
    return web.Application(
        routes,
        hosts=hosts,
        port=port,
        told=[],
        secret=secret,
        log_function=lambda handler: None,
        websocket_max_message_size=_SMALL,
    )


# ── running ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def run(
    root: Path,
    *,
    port: int,
    only: Sequence[str],
    output: Path | None,
    translate: str = "",
    chosen_editor: str = "",
    pseudo: bool = False,
) -> int:
    """Serves until Ctrl-C, then 0; 1 if it cannot begin. Port 0 is any free one; the address is printed on stdout.

    translate: the language on the workbench, or ""; chosen_editor: the command that opens a file for the translator, or "".
    """
    folder = Path(os.path.abspath(output or root / ".cache" / "preview"))
    refused = refusal(root, folder)
    if refused:
        print(refused, file=sys.stderr)
        return 1
    try:
        sockets = netutil.bind_sockets(port, HOST)
    except OSError as reason:
        said = "is in use" if reason.errno == errno.EADDRINUSE else f"cannot be used ({reason.strerror or reason})"
        print(f"build.py serve: error: port {port} {said}; choose another with --port", file=sys.stderr)
        return 1
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(root, Preview(root, folder, only=only, translate=translate, pseudo=pseudo), sockets, chosen_editor))
    return 0


def refusal(root: Path, folder: Path) -> Problem | None:
    """Why the preview may not be built in `folder`: it belongs to the site, or holds what is not ours."""
    place, home = folder.resolve(), root.resolve()
    for taken in (*watched(root), home / "public", (home / "public").resolve(), home / ".public.releases"):
        if place == taken or place in taken.parents or taken in place.parents:
            hint = "Leave --output out, or give a folder of its own."
            return error(str(folder), 1, "not-ours", "The preview cannot be built into a folder of the site.", hint)
    is_ours = not place.exists() or (place.is_dir() and ((place / MARKER).exists() or not any(place.iterdir())))
    hint = "Give another folder with --output, or move this one away."
    return None if is_ours else error(str(folder), 1, "not-ours", "The folder holds files that the preview did not make.", hint)


async def _serve(root: Path, preview: Preview, sockets: list[socket.socket], chosen: str) -> None:
    port = sockets[0].getsockname()[1]
    folders = watched(root)
    watcher = Watcher(lambda: look(folders))
    preview.renew()
    _tell(preview.outcome, Outcome())
    server = httpserver.HTTPServer(application(preview, port, chosen=chosen), max_header_size=_SMALL, max_body_size=_SMALL)
    server.add_sockets(sockets)
    print(f"http://{HOST}:{port}/{preview.bench.first if preview.bench else ''}", flush=True)
    try:
        await _follow(watcher, preview)
    finally:
        server.stop()
        await server.close_all_connections()


async def _follow(watcher: Watcher, preview: Preview) -> None:
    """Brings every change to the screen, for ever; what nobody looks at is made once the pages they look at are drawn."""
    calm = 0.0
    while True:
        pause = SETTLING if watcher.waiting else INTERVAL
        await asyncio.sleep(pause)
        calm += pause
        before = preview.outcome
        if touched := watcher.changed():
            calm = 0.0
            seen = preview.renew(touched)
        elif preview.unfinished and calm >= CALM and not watcher.waiting:
            seen = preview.finish()
        else:
            continue
        _tell(preview.outcome, before)
        if seen:
            Socket.reload_waiters()


def _tell(now: Outcome, before: Outcome) -> None:
    """Prints problems that were not there before; on a terminal also what was made."""
    print(problem.report(set(now.problems) - set(before.problems)), end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        count = len(now.errors)
        pages = "1 page made" if len(now.made) == 1 else f"{len(now.made)} pages made"
        print(f"{count} to mend; the preview lists them" if count else pages, file=sys.stderr)
