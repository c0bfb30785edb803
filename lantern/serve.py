"""The live preview: a change on disk → the pages it touches → the open browser.

In:    the site's root folder, a port, the locales to keep, the folder the preview is built in.
Out:   an address on this computer that shows the site, or the list of what is wrong with it; an exit code.
Never: writes into public/, listens beyond this computer, answers a foreign Host or Origin, gives out what the build did not make.

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
import traceback
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tornado import httpserver, netutil, web
from tornado.websocket import WebSocketClosedError

from . import problem, site
from .output import File
from .problem import Problem, error

with warnings.catch_warnings():
    # On Windows livereload sets an event loop policy, which Python 3.14 deprecates.
    warnings.simplefilter("ignore", DeprecationWarning)
    from livereload.handlers import ForceReloadHandler, LiveReloadHandler, LiveReloadJSHandler

HOST = "127.0.0.1"
INTERVAL = 0.15
"""Seconds between two looks at the files."""

PATIENCE = 10
"""Looks for which a change waits for files that are being written, or are empty."""

MARKER = ".lantern-preview"
"""The file that tells a folder is ours to write in."""

_TEMPORARY = re.compile(r"\..*|.*~|#.*#|4913|.*\.(?:sw[a-z]|tmp|bak|orig|part|mo)|.*___jb_\w+___")
"""Names of what editors and other tools leave beside a file while they save it."""

_SMALL = 64 * 1024
"""Bytes: the most of a request's head or body, or of a message from the browser."""

Stamp = tuple[int, int]
"""When a file was last written, in nanoseconds, and its size in bytes."""


# ── watching ────────────────────────────────────────────────────────────────────────────────────────────────────────


class Watcher:
    """Compares what `look` sees now with what it saw at the last change, so no change can be missed."""

    def __init__(self, look: Callable[[], Mapping[str, Stamp]]) -> None:
        self._look = look
        self._known = self._last = look()
        self._waited = 0

    def changed(self) -> frozenset[str]:
        """The paths changed, added or removed, once all of them stand still: a catalog is saved by emptying it first."""
        now, last = self._look(), self._last
        self._last = now
        changed = frozenset(path for path in self._known.keys() | now.keys() if self._known.get(path) != now.get(path))
        moving = any(now.get(path) != last.get(path) or now.get(path, (0, 1))[1] == 0 for path in changed)
        if moving and self._waited < PATIENCE:
            self._waited += 1
            return frozenset()
        self._waited = 0
        self._known = now
        return changed


def look(folders: Iterable[Path]) -> dict[str, Stamp]:
    """Every file below `folders` that a person may have saved."""
    seen = {}
    for folder in folders:
        for at, inside, names in os.walk(folder):
            inside[:] = [name for name in inside if not name.startswith(".")]
            for name in names:
                if not _TEMPORARY.fullmatch(name):
                    path = os.path.join(at, name)
                    with suppress(OSError):
                        seen[path] = _stamp(path)
    return seen


def watched(root: Path) -> tuple[Path, ...]:
    """The folders a site is made of: its own, and Lantern's templates and static files."""
    own = (root / name for name in ("content", "locales", "templates", "static"))
    return tuple(dict.fromkeys(folder.resolve() for folder in (*own, site.HOME / "templates", site.HOME / "static")))


def _stamp(path: str | Path) -> Stamp:
    found = os.stat(path)
    return found.st_mtime_ns, found.st_size


# ── building ────────────────────────────────────────────────────────────────────────────────────────────────────────


class Mirror:
    """A folder kept equal to a list of files; only what differs is written, each file in one step."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._placed: dict[str, tuple[bytes, Stamp]] = {}

    def show(self, files: Iterable[File]) -> frozenset[str]:
        """Makes the folder hold just these files; returns the paths it wrote or removed. Raises OSError."""
        wanted = {file.path: file.data for file in files}
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / MARKER).touch()
        changed = self._sweep(wanted)
        for path, data in wanted.items():
            target = self.folder / path
            if self._placed.get(path) == (data, _stamp_or_none(target)):
                continue
            if path in self._placed or _bytes(target) != data:
                _write(target, data)
                changed.add(path)
            self._placed[path] = (data, _stamp(target))
        return frozenset(changed)

    def _sweep(self, wanted: Mapping[str, bytes]) -> set[str]:
        """Removes what is not wanted, and any link; hidden files are being written, here or by another preview."""
        removed = set()
        for at, inside, names in os.walk(self.folder, topdown=False):
            for path in (Path(at, name) for name in (*inside, *names)):
                if path.is_dir() and not path.is_symlink():
                    with suppress(OSError):
                        path.rmdir()  # goes only when it is empty
                    continue
                shown = path.relative_to(self.folder).as_posix()
                if path.is_symlink() or (shown not in wanted and not path.name.startswith(".")):
                    path.unlink(missing_ok=True)
                    removed.add(shown)
        self._placed = {path: known for path, known in self._placed.items() if path in wanted}
        return removed


def _write(target: Path, data: bytes) -> None:
    """One file, put in its place in one step. It need not outlive a power cut, so nothing waits for the disk."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    fresh.write_bytes(data)
    os.replace(fresh, target)


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _stamp_or_none(path: Path) -> Stamp | None:
    try:
        return _stamp(path)
    except OSError:
        return None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one build came to: its problems, the pages it made, the files it wrote or removed."""

    problems: tuple[Problem, ...] = ()
    made: tuple[str, ...] = ()
    changed: frozenset[str] = frozenset()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the site from being shown, sorted by place."""
        return tuple(sorted({one for one in self.problems if one.level == "error"}))


class Preview:
    """The site as it stands in the preview's folder, renewed on demand; a failed build leaves it as it was.

    token: changes with everything a browser can see; a page that carries an old one is out of date.
    """

    def __init__(self, root: Path, folder: Path, *, only: Sequence[str] = (), pseudo: bool = False) -> None:
        self._root = root
        self._only = only
        self._pseudo = pseudo
        self._memo = site.Memo()
        self._mirror = Mirror(folder)
        self._paths: frozenset[str] = frozenset()
        self._run = secrets.token_hex(4)
        self._count = 0
        self.outcome = Outcome()

    @property
    def token(self) -> str:
        return f"{self._run}-{self._count}"

    def renew(self) -> bool:
        """Builds what changed; True if a browser would see something else than before. Never raises for a fault of ours."""
        before = self.outcome
        try:
            self.outcome = self._build()
        except Exception as reason:
            # A preview outlives what broke it: the fault is shown like any other and the next change tries again.
            traceback.print_exc()
            self._memo = site.Memo()
            self.outcome = Outcome((_fault(reason),))
        seen = bool(self.outcome.changed) or self.outcome.errors != before.errors
        self._count += seen
        return seen

    def find(self, path: str) -> str | None:
        """The file of the site that an address means ("es/" → "es/index.html"); None if the build made none."""
        name = f"{path}index.html" if path == "" or path.endswith("/") else path
        return name if name in self._paths else None

    def read(self, name: str) -> bytes | None:
        """The bytes of a file that `find` gave; None if somebody took it away."""
        return _bytes(self._mirror.folder / name)

    def _build(self) -> Outcome:
        inputs, problems = site.read(self._root, only=self._only, pseudo=self._pseudo)
        if inputs is None:
            return Outcome(problems)
        files, more = site.build(inputs, memo=self._memo, preview=True)
        known = {tongue.locale.code for tongue in inputs.tongues}
        problems = (*problems, *_unknown(self._only, known), *more, *site.messages_problems(inputs))
        made = tuple(self._memo.written)
        if problem.is_fatal(problems):
            return Outcome(problems, made)
        try:
            changed = self._mirror.show(files)
        except OSError as reason:
            text = f"The preview could not be written: {reason.strerror or reason}."
            unwritten = error(str(self._mirror.folder), 1, "not-written", text, "Mend this, then save again.")
            return Outcome((*problems, unwritten), made)
        self._paths = frozenset(file.path for file in files)
        return Outcome(problems, made, changed)


def _unknown(codes: Iterable[str], known: Iterable[str]) -> tuple[Problem, ...]:
    """A Problem for each locale that was asked for and is not the site's."""
    hint = "Add it to locales there, or choose another."
    strange = [f"The site has no locale “{code}”." for code in codes if code not in known]
    return tuple(error("content/site.toml", 1, "locale", text, hint) for text in strange)


def _fault(reason: Exception) -> Problem:
    """A fault of ours as a Problem at the innermost line of Lantern that it passed through."""
    here = Path(__file__).parent
    places = [(Path(frame.filename), frame.lineno or 1) for frame in traceback.extract_tb(reason.__traceback__)]
    path, line = [place for place in places if place[0].parent == here][-1]
    hint = "This is Lantern's fault, not yours: please report it. Undo your last change to go on."
    return error(f"{here.name}/{path.name}", line, "lantern-failed", f"{type(reason).__name__}: {reason}", hint)


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
"""Python's own table: the machine's may call a script plain text."""


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
        if headers.get("Host", "").lower() not in self.settings["hosts"] or not self.check_origin(headers.get("Origin")):
            raise web.HTTPError(403)
        is_link = (headers.get("Sec-Fetch-Mode"), headers.get("Sec-Fetch-Dest")) == ("navigate", "document")
        if headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"} and not (is_link and self.navigable):
            raise web.HTTPError(403)

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
            self._answer(404, missing_page().encode())
        else:
            self._answer(200, data, _TYPES.guess_type(name)[0] or "application/octet-stream")

    head = get

    def _answer(self, status: int, data: bytes, kind: str = "text/html") -> None:
        self.set_status(status)
        self.set_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.finish(with_script(data, port=self._port, token=self._preview.token) if kind == "text/html" else data)


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


def application(preview: Preview, port: int) -> web.Application:
    """Everything that answers on `port`."""
    hosts = {f"{name}:{port}" for name in ("localhost", HOST)} | ({"localhost", HOST} if port == 80 else set())
    routes: list[Any] = [
        ("/livereload", Socket, {"preview": preview}),
        (r"/livereload\.js", Script),
        ("/forcereload", Force),
        ("/(.*)", Pages, {"preview": preview, "port": port}),
    ]
    return web.Application(routes, hosts=hosts, log_function=lambda handler: None, websocket_max_message_size=_SMALL)


# ── running ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def run(root: Path, *, port: int, only: Sequence[str], output: Path | None, pseudo: bool = False) -> int:
    """Serves until Ctrl-C, then 0; 1 if it cannot begin. Port 0 is any free one; the address is printed on stdout."""
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
        asyncio.run(_serve(Preview(root, folder, only=only, pseudo=pseudo), root, sockets))
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


async def _serve(preview: Preview, root: Path, sockets: list[socket.socket]) -> None:
    port = sockets[0].getsockname()[1]
    folders = watched(root)
    watcher = Watcher(lambda: look(folders))
    preview.renew()
    _tell(preview.outcome, Outcome())
    server = httpserver.HTTPServer(application(preview, port), max_header_size=_SMALL, max_body_size=_SMALL)
    server.add_sockets(sockets)
    print(f"http://{HOST}:{port}/", flush=True)
    try:
        await _follow(watcher, preview)
    finally:
        server.stop()
        await server.close_all_connections()


async def _follow(watcher: Watcher, preview: Preview) -> None:
    """Brings every change to the screen, for ever."""
    while True:
        await asyncio.sleep(INTERVAL)
        if watcher.changed():
            before = preview.outcome
            seen = preview.renew()
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
