"""The commands behind `make`, for every system with Python 3.11 or later. On Windows: `py make.py site`.

In:    the command line; requirements/*.txt, the locks that name every package with its hash.
Out:   .venv with exactly these packages, then the command's own result and exit code.
Never: needs anything but the standard library, asks for more rights than it was given, installs what no lock names
       (only `test`, as root on Debian, adds the Debian packages in TOOLS that the tests need).

`pythons` and `test` also build a small site with the oldest and the newest Python that the machine has.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)
"""The lowest Python that README.md names."""

OTHERS = ROOT / ".cache/pythons"
"""Where other Pythons than .venv's have their packages and what they built."""

SMALL_SITE = "tests/sites/town"
"""What is built with them; its texts stand in Spanish and Arabic catalogs. The site's own catalogs are read too."""


SHARED = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
"""Tests on two cores, a file at a time in the order that tests/conftest.py puts them in: the slow files first."""

LOCKS = {"build": ("build",), "test": ("test", "build")}
"""The locks, and which of them stand once one is installed: test.txt holds all of build.txt."""

TOOLS = {
    "browser": ("chromium", "needs a browser: install Chromium, Chrome or Edge, or set LANTERN_BROWSER to the path of one"),
    "nginx": ("nginx", "needs the web server nginx"),
    "msgfmt": ("gettext", "needs msgfmt of GNU gettext"),
    "pdftotext": ("poppler-utils", "needs pdftotext of Poppler"),
    "npm": ("npm", "needs npm, which fetches a browser of 2018"),
    "font:Noto Sans Arabic": ("fonts-noto-core", "needs the font Noto Sans Arabic, as phones have it"),
    "font:Noto Sans CJK SC": ("fonts-noto-cjk", "needs the font Noto Sans CJK, as phones have it"),
}
"""Programs the tests drive, and fonts for their browser: the Debian package that has each, and what a skipped test says."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
BROWSER_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "{PROGRAMFILES}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Google/Chrome/Application/chrome.exe",
    "{LOCALAPPDATA}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Microsoft/Edge/Application/msedge.exe",
    "{PROGRAMFILES}/Microsoft/Edge/Application/msedge.exe",
)
OLD_BROWSER = ROOT / ".cache" / "old-browser" / "chromium-72"
OLD_PACKAGE = ("chrome-aws-lambda@1.11.2", "57899f5d2845721791b612e2f0370eac65c3470441ad2054ab22ef9936b3d4be")
"""A package of npm's registry that holds Chromium 72 of 2018 for Linux on Intel, and its archive's SHA-256."""
DECOMPRESS = (
    "const [from, to] = process.argv.slice(1), fs = require('fs');"
    "fs.writeFileSync(to, require('zlib').brotliDecompressSync(fs.readFileSync(from)), { mode: 0o755 });"
)
"""For node: Python's own library cannot read Brotli."""
POLICY = Path("/usr/sbin/policy-rc.d")
"""Debian asks this program whether a package may start its service (invoke-rc.d(8)); 101 says no."""


class Stop(Exception):
    """What keeps a command from going on, in words for the person who typed it."""


# --- the environment -------------------------------------------------------------------------------------------------


def digest(name: str) -> str:
    """What .venv must match: this Python's version and the SHA-256 of requirements/NAME.txt."""
    lock = ROOT / "requirements" / f"{name}.txt"
    return f"{sys.version_info[0]}.{sys.version_info[1]} {hashlib.sha256(lock.read_bytes()).hexdigest()}"


def stamp(name: str) -> Path:
    """The file that keeps the digest of an installed lock."""
    return VENV / f"lantern-{name}.digest"


def installed(name: str) -> str:
    """The digest of the lock as it was last installed, or "" when it was not, or not to the end."""
    try:
        return stamp(name).read_text(encoding="ascii") if PYTHON.exists() else ""
    except (OSError, ValueError):
        return ""


def prepare(name: str) -> None:
    """Make .venv hold what requirements/NAME.txt says; nothing to do while that is the lock installed."""
    wanted, standing = digest(name), installed(name)
    if wanted == standing:
        return
    if not PYTHON.exists() or (standing and standing.split()[0] != wanted.split()[0]) or not has_pip():
        create_environment()
    for other in LOCKS:  # until pip is done, nothing can be said of any of them
        stamp(other).unlink(missing_ok=True)
    say(f"Installing requirements/{name}.txt into .venv (once per change of the lock)")
    flags = ["--require-hashes", "--only-binary", ":all:", "--no-deps", "--quiet", "--disable-pip-version-check"]
    if run([PYTHON, "-m", "pip", "install", *flags, "-r", f"requirements/{name}.txt"], PIP_USER="0"):
        raise Stop("The packages could not be installed; pip's lines above say why. This needs the network, once.")
    for held in LOCKS[name]:
        stamp(held).write_text(digest(held), encoding="ascii")


def has_pip() -> bool:
    """True if .venv is whole enough to install into."""
    return run([PYTHON, "-c", "import pip"], stderr=subprocess.DEVNULL) == 0


def create_environment() -> None:
    """A fresh, empty .venv, in place of whatever stood there."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise Stop("This Python has no venv. Debian, Ubuntu: apt-get install python3-venv. Elsewhere: install from python.org.")
    say("Creating .venv")
    if run([sys.executable, "-m", "venv", "--clear", VENV]):
        raise Stop("The folder .venv could not be made; the lines above say why.")


# --- running ---------------------------------------------------------------------------------------------------------


def say(text: str) -> None:
    """One line of progress."""
    print(f"make: {text}", file=sys.stderr, flush=True)


def run(command: Sequence[str | Path], *, stdout: int | None = None, stderr: int | None = None, **environment: str) -> int:
    """Run a program in the project's folder and wait for it, also after Ctrl-C, which it gets too."""
    with subprocess.Popen(
        [str(part) for part in command], cwd=ROOT, stdout=stdout, stderr=stderr, env=with_utf8(environment)
    ) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue


def hand_over(command: Sequence[str | Path]) -> int:
    """Run a command's last program in this one's place, so that a signal to us is a signal to it (Windows: wait for it)."""
    if os.name == "nt":
        return run(command)
    os.chdir(ROOT)
    os.execve(command[0], [str(part) for part in command], with_utf8({}))


def with_utf8(extra: Mapping[str, str]) -> dict[str, str]:
    """This process's environment, UTF-8 everywhere, and `extra`."""
    return {**os.environ, "PYTHONUTF8": "1", **extra}


# --- other Pythons ---------------------------------------------------------------------------------------------------

Version = tuple[int, ...]


def version_of(python: Path) -> Version | None:
    """What a program says of itself as a Python, or None."""
    command = [str(python), "-c", "import sys; print(*sys.version_info[:3])"]
    try:
        told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20).stdout
        return tuple(int(part) for part in told.split())
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def candidates(environ: Mapping[str, str]) -> Iterator[Path]:
    """Where a Python may stand: on the PATH, where Debian and python.org put theirs, and pyenv's."""
    folders = [*search_path(environ).split(os.pathsep), "/usr/bin", "/usr/local/bin"]
    for folder in dict.fromkeys(filter(None, folders)):
        yield from sorted(Path(folder).glob("python3.[0-9][0-9]"))
        yield from (path for path in (Path(folder, "python3"), Path(folder, "python.exe")) if path.exists())
    pyenv = Path(environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted(pyenv.glob("versions/*/bin/python3"))


def find_pythons(environ: Mapping[str, str]) -> dict[Version, Path]:
    """Every Python of this machine that Lantern may be run with, the oldest first."""
    found: dict[Version, Path] = {}
    for path in dict.fromkeys(candidates(environ)):
        version = version_of(path)
        if version and version >= OLDEST:
            found.setdefault(version, path)
    return dict(sorted(found.items()))


def packages_for(version: Version, python: Path) -> tuple[Path | None, str]:
    """The program that runs Lantern with this Python and where it finds the packages ("": it knows); None if it has none."""
    own = version_of(PYTHON) or ()
    if own[:2] == version[:2]:  # packages are made for 3.11, not for 3.11.2
        found = [VENV / "Lib/site-packages"] if os.name == "nt" else sorted(VENV.glob("lib/python3*/site-packages"))
        return python, str(found[0]) if found else ""
    folder = OTHERS / ".".join(map(str, version))
    there, mark = folder / PYTHON.relative_to(VENV), folder / "lantern-build.digest"
    wanted = hashlib.sha256((ROOT / "requirements/build.txt").read_bytes()).hexdigest()
    if there.exists() and mark.exists() and mark.read_text(encoding="ascii") == wanted:
        return there, ""
    if run([python, "-m", "venv", "--clear", folder]):
        return None, ""
    flags = ["--require-hashes", "--only-binary", ":all:", "--no-deps", "--quiet", "--disable-pip-version-check"]
    if run([there, "-m", "pip", "install", *flags, "-r", "requirements/build.txt"], PIP_USER="0"):
        return None, ""
    mark.write_text(wanted, encoding="ascii")
    return there, ""


def prove(version: Version, python: Path) -> str:
    """Build the small site with a Python; "" when all went well, or what is not proved."""
    name = ".".join(map(str, version))
    program, packages = packages_for(version, python)
    if program is None:
        return f"Python {name} ({python}): its packages could not be installed, the lines above say why"
    small = OTHERS / f"{name}-site"
    shutil.rmtree(small, ignore_errors=True)
    shutil.copytree(ROOT / SMALL_SITE, small)
    for root, step in ((small, "check"), (small, "build"), (ROOT, "status")):
        command: list[str | Path] = [program, "build.py", step, "--root", root]
        if run(command, stdout=subprocess.DEVNULL, PYTHONPATH=packages, PYTHONDONTWRITEBYTECODE="1"):
            raise Stop(f"Python {name} ({python}): build.py {step} --root {root} failed; its lines are above.")
    return ""


# --- the programs tests drive ----------------------------------------------------------------------------------------


def find_tool(tool: str) -> str | None:
    """The path of one of TOOLS, or None."""
    if tool.startswith("font:"):
        return find_font(tool.removeprefix("font:"))
    return find_browser(os.environ) if tool == "browser" else shutil.which(tool, path=search_path(os.environ))


def find_font(family: str) -> str | None:
    """The file of a font, as fontconfig knows it; Windows and macOS bring fonts of their own for each language.

    The family, not only the language: other fonts for Arabic are wider and lower, and where there is none a browser draws boxes.
    """
    if sys.platform in {"win32", "darwin"}:
        return sys.platform
    program = shutil.which("fc-list")
    if not program:
        return None
    told = subprocess.run([program, family, "file"], capture_output=True, text=True, check=False).stdout
    return told.partition(":")[0].strip() or None


def find_browser(environ: Mapping[str, str]) -> str | None:
    """$LANTERN_BROWSER, or a Chromium, Chrome or Edge on the PATH or in the usual places, or None."""
    chosen = environ.get("LANTERN_BROWSER", "")
    if chosen:
        found = shutil.which(chosen, path=environ.get("PATH", ""))
        if not found:
            raise Stop(f"LANTERN_BROWSER names no program: {chosen}")
        return found
    on_path = (shutil.which(name, path=search_path(environ)) for name in BROWSERS)
    usual = (place for place in (fill(place, environ) for place in BROWSER_PLACES) if place and os.path.isfile(place))
    return next((path for path in on_path if path), None) or next(usual, None)


def search_path(environ: Mapping[str, str]) -> str:
    """PATH and the folders for servers, which a user's PATH often lacks."""
    extra = [] if os.name == "nt" else ["/usr/local/sbin", "/usr/sbin", "/opt/homebrew/bin"]
    return os.pathsep.join([environ.get("PATH", ""), *extra])


def fill(place: str, environ: Mapping[str, str]) -> str:
    """`{NAME}` at the start of a place as the environment has it; "" when it has no NAME."""
    if not place.startswith("{"):
        return place
    name, rest = place[1:].split("}", 1)
    return environ[name] + rest if environ.get(name) else ""


def install_tools() -> None:
    """As root on Debian, install what the tests need and the machine lacks; elsewhere they are skipped, and say so."""
    packages = [package for tool, (package, _) in TOOLS.items() if not find_tool(tool)]
    if not packages or not is_root() or not is_debian() or not shutil.which("apt-get"):
        return
    say(f"Installing for the tests, with apt-get: {' '.join(packages)}")
    with services_held():
        run(["apt-get", "update", "-qq"])
        code = run(
            ["apt-get", "install", "-y", "-qq", "-o", "Dpkg::Use-Pty=0", "--no-install-recommends", *packages],
            DEBIAN_FRONTEND="noninteractive",
        )
    if code:
        say("apt-get did not succeed; the tests that need these are skipped")


def install_old_browser() -> None:
    """Fetch OLD_PACKAGE with npm, once, where its browser can run; elsewhere the tests that drive it are skipped, and say so."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if OLD_BROWSER.exists() or not npm or not node or (sys.platform, platform.machine()) != ("linux", "x86_64"):
        return
    name, digest = OLD_PACKAGE
    say(f"Fetching for the tests, with npm: {name}")
    OLD_BROWSER.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=OLD_BROWSER.parent) as work:
        code = run([npm, "pack", "--silent", "--fetch-retries=0", f"--pack-destination={work}", name])
        archives = list(Path(work).glob("*.tgz"))
        if code or len(archives) != 1 or hashlib.sha256(archives[0].read_bytes()).hexdigest() != digest:
            say("npm did not bring it as it is known; the tests that need it are skipped")
            return
        with tarfile.open(archives[0]) as archive:
            packed = next(member for member in archive if member.name.endswith(".br"))
            stream = archive.extractfile(packed)
            Path(work, "packed").write_bytes(stream.read() if stream else b"")
        if not run([node, "-e", DECOMPRESS, f"{work}/packed", f"{work}/chromium"]):
            Path(work, "chromium").replace(OLD_BROWSER)


def is_root() -> bool:
    """True for uid 0; there is none on Windows."""
    return bool(getattr(os, "geteuid", lambda: 1)() == 0)


def is_debian() -> bool:
    """True on Debian itself; Ubuntu's chromium package, for one, holds no browser."""
    try:
        return "ID=debian" in Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False


@contextmanager
def services_held() -> Iterator[None]:
    """While packages are installed no service starts: the tests want the program nginx, nobody wants port 80 open."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink(missing_ok=True)


# --- the commands ----------------------------------------------------------------------------------------------------


def site(arguments: list[str]) -> int:
    """build the whole site into public/"""
    prepare("build")
    return hand_over([PYTHON, "build.py", *arguments])


def serve(arguments: list[str]) -> int:
    """live preview in the browser, reloaded at each change"""
    prepare("build")
    return hand_over([PYTHON, "build.py", "serve", *arguments])


def messages(arguments: list[str]) -> int:
    """collect the texts to translate and update every catalog"""
    prepare("build")
    return hand_over([PYTHON, "build.py", "messages", *arguments])


def test(arguments: list[str]) -> int:
    """run all tests (as root on Debian, first install the browser and servers they use)"""
    prepare("test")
    install_tools()
    install_old_browser()
    if arguments:
        return run([PYTHON, "-m", "pytest", *SHARED, *arguments])
    return pythons([]) or run([PYTHON, "-m", "pytest", *SHARED])


def pythons(arguments: list[str]) -> int:
    """build a small site with the oldest and the newest Python of this machine"""
    prepare("test" if installed("test") else "build")
    found = find_pythons(os.environ)
    missing = [] if any(version[:2] == OLDEST for version in found) else ["there is no Python 3.11 here, which README.md names"]
    for version in dict.fromkeys([*list(found)[:1], *list(found)[-1:]]):
        start = time.perf_counter()
        reason = prove(version, found[version])
        missing += [reason] if reason else []
        verdict = "NOT PROVED" if reason else "ok"
        say(f"Python {'.'.join(map(str, version))} ({found[version]}): {verdict} ({time.perf_counter() - start:.1f} s)")
    for reason in missing:
        say(f"NOT PROVED: {reason}")
    return int(bool(missing) and os.environ.get("CI", "").lower() in {"true", "1"})


def check(arguments: list[str]) -> int:
    """lint, types, fast tests of the program, content and catalogs"""
    prepare("test")
    steps: dict[str, list[str]] = {
        "lint": ["-m", "ruff", "check", "."],
        "format": ["-m", "ruff", "format", "--check", "."],
        "types": ["-m", "mypy"],
        "fast tests": ["-m", "pytest", "-q", *SHARED, "-m", "not slow and not browser", *(arguments or ["tests/engine"])],
        "content": ["build.py", "check"],
        "catalogs": ["build.py", "messages", "--check"],
    }
    failed = [name for name, step in steps.items() if timed(name, step)]
    say(f"FAILED: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def timed(name: str, step: list[str]) -> int:
    """Run one step of `check` in .venv's Python and say how long it took."""
    start = time.perf_counter()
    code = run([PYTHON, *step])
    say(f"{name}: {'FAILED' if code else 'ok'} ({time.perf_counter() - start:.1f} s)")
    return code


def bench(arguments: list[str]) -> int:
    """print pages per second and peak memory"""
    prepare("build")
    return hand_over([PYTHON, "bench/run.py", *arguments])


def proof(arguments: list[str]) -> int:
    """the long proof: every test with many more random examples, then the benches (takes long)"""
    prepare("test")
    install_tools()
    install_old_browser()
    tested = run([PYTHON, "-m", "pytest", *SHARED, "-rA", "--hypothesis-profile", "proof", *arguments])
    return run([PYTHON, "bench/run.py"]) or tested


def lock(arguments: list[str]) -> int:
    """renew requirements/*.txt from the *.in files (needs uv)"""
    uv = shutil.which("uv")
    if not uv:
        raise Stop("Renewing the locks needs uv: https://docs.astral.sh/uv/ (for everything else it is not needed).")
    shape = ["--universal", "--python-version", "3.11", "--generate-hashes", "--only-binary", ":all:"]
    clean_text = ["--no-emit-index-url", "--no-emit-find-links", "--no-header", "--quiet"]
    for name in LOCKS:  # in this order: test.in is held to what build.txt says
        files = ["-o", f"requirements/{name}.txt", f"requirements/{name}.in"]
        code = run([uv, "pip", "compile", *shape, *clean_text, "--upgrade", *arguments, *files])
        if code:
            return code
    return 0


def clean(arguments: list[str]) -> int:
    """delete what was made (public/, caches); .venv stays"""
    made = [
        "public",
        ".public.releases",
        "printed",
        ".printed.releases",
        ".cache",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".hypothesis",
    ]
    for path in [*(ROOT / name for name in made), *ROOT.glob("[!.]*/**/__pycache__"), ROOT / "__pycache__"]:
        if path.is_symlink() or path.is_file():
            path.unlink()
        elif path.is_dir():
            shutil.rmtree(path)
    return 0


def show_help(arguments: list[str]) -> int:
    """this list"""
    width = max(map(len, COMMANDS))
    print(USAGE)
    for name, command in COMMANDS.items():
        print(f"  {name:{width}}  {command.__doc__}")
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "site": site,
    "test": test,
    "check": check,
    "pythons": pythons,
    "serve": serve,
    "messages": messages,
    "lock": lock,
    "bench": bench,
    "proof": proof,
    "clean": clean,
    "help": show_help,
}
USAGE = 'usage: python3 make.py COMMAND [ARGUMENT ...]     (Windows: py make.py ...; with make: make COMMAND ARGS="...")'


def main(arguments: list[str]) -> int:
    """Run one command; 0 done, 1 it failed, 2 wrong usage."""
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        print(f"make: Lantern needs Python 3.11 or later; this is {found} ({sys.executable}).", file=sys.stderr)
        return 1
    name, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    command = COMMANDS.get("help" if name in ("-h", "--help") else name)
    if command is None:
        print(f"make: no command {name!r}\n{USAGE}\ncommands: {' '.join(COMMANDS)}", file=sys.stderr)
        return 2
    try:
        return command(rest)
    except Stop as reason:
        print(f"make: {reason}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
