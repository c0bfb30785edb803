"""Builders the tests share: sites on disk, catalogs in few words, a built site as bytes and as trees.

In:    tests/sites/, Lantern's own folder, and what a test says.
Out:   folders under a test's tmp_path, values of lantern's own types, parsed pages.
Never: writes into the project; reaches beyond this machine.
"""

from __future__ import annotations

import atexit
import gzip
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urldefrag
from xml.etree.ElementTree import Element

import html5lib

from lantern import pipeline
from lantern.content import settings
from lantern.editions.translator import Translator
from lantern.locales import catalogs, languages
from lantern.locales import po as po_files
from lantern.locales.catalogs import Tongue
from lantern.locales.po import Catalog, Entry
from lantern.problem import Problem
from lantern.site import read_site

ROOT = Path(__file__).resolve().parent.parent
SITES = ROOT / "tests" / "sites"
RTL = {"ar", "he", "fa", "ur"}
HELP = "content/help-page.md"
CATALOG = "locales/es/LC_MESSAGES/messages.po"

HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: Town Lamp\\n"
"PO-Revision-Date: 2026-06-01 12:00+0000\\n"
"Last-Translator: \\n"
"Language-Team: \\n"
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"
"""


# --- sites on disk ---------------------------------------------------------------------------------------------------


def copied(name: str, folder: Path) -> Path:
    """A copy of tests/sites/`name` at `folder`/site, free to be broken."""
    return Path(shutil.copytree(SITES / name, folder / "site"))


def harbor(folder: Path) -> Path:
    """A copy of tests/sites/harbor at `folder`/site, with none of Lantern's templates but those it brings itself."""
    root = copied("harbor", folder)
    own = {path.name for path in (root / "templates").glob("*.html")}
    engine = {path.name for path in (ROOT / "templates").glob("*.html")}
    return write(root, {f"templates/{name}": "{#- Not used by this site. -#}\n" for name in engine - own})


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Writes files under a folder, making folders on the way."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def swap(path: Path, old: str, new: str) -> None:
    """Replaces the one place where `old` stands in a file."""
    text = path.read_bytes().decode()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_bytes(text.replace(old, new).encode())


def little(
    root: Path, body: str = "Hello there.", *, locales: Sequence[str] = ("en", "es", "ar"), base: str = "https://a.example"
) -> Path:
    """The least site there can be: one page and its settings."""
    listed = ", ".join(f'"{code}"' for code in locales)
    config = f'name = "A"\nbase_url = "{base}"\nlocales = [{listed}]\n'
    return write(root, {"content/site.toml": config, "content/index.md": f'+++\ntitle = "Home"\n+++\n\n{body}\n'})


def lamp(root: Path) -> Path:
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


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, by its path inside it; {} where there is no folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# --- catalogs in few words -------------------------------------------------------------------------------------------


def po(code: str, *entries: str) -> bytes:
    """A catalog's bytes: the usual header, then entries as a translator sees them."""
    head = HEADER.format(code=code, plurals=languages.plural_forms(code))
    return "\n".join([head, *(f"{entry.strip()}\n" for entry in entries)]).encode()


def pair(text: str, said: str, *, context: str | None = None, above: str = "") -> str:
    """One entry of a catalog; `above` are its comments and flags."""
    named = f"msgctxt {quoted(context)}\n" if context is not None else ""
    return f"{above}\n{named}msgid {quoted(text)}\nmsgstr {quoted(said)}".lstrip()


def quoted(text: str) -> str:
    """A text as a string of a catalog."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def read_po(data: bytes, path: str = "locales/es/LC_MESSAGES/messages.po") -> Catalog:
    """A catalog that must be sound."""
    found, problems = po_files.parse(data, path, language=path.split("/")[1])
    assert found is not None, problems
    return found


def entry(found: Catalog, text: str, context: str | None = None) -> Entry:
    """The entry of a message, obsolete or not; there must be just one."""
    (one,) = [entry for entry in found.entries if entry.key == (context, text)]
    return one


def translator(code: str, said: Mapping[str, str] | None = None, *, raw: Sequence[str] = ()) -> Translator:
    """A locale's voice: with translations of messages, and with entries as they stand in a catalog."""
    chosen = settings.Settings("A", "", "", "en", ("en", code), {}, {}, {}, "1", {})
    own, source = languages.describe(code, chosen), languages.describe("en", chosen)
    path = catalogs.path(code)
    one = read_po(po(code, *raw, *(pair(text, told) for text, told in (said or {}).items())), path)
    return Translator(Tongue(own, (one,), {item.key: (one, item) for item in one.entries}, code == "en"), source)


# --- a built site ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Built:
    """A whole site in memory; `tags` are its languages, the source first."""

    name: str
    files: Mapping[str, bytes]
    tags: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def pages(self) -> tuple[str, ...]:
        """The paths of all pages, without the chooser and without their other forms."""
        return tuple(path for path in self.files if path.endswith(".html") and "/" in path and path.count(".") == 1)

    @property
    def forms(self) -> tuple[str, ...]:
        """The paths of the pages' other forms that are HTML: beside the original, in one file, the whole guide."""
        return tuple(path for path in self.files if path.endswith((".bilingual.html", ".single.html")))

    def text(self, path: str) -> str:
        """A page as it is sent, read as browsers do: a signature at its start says UTF-8 and is no letter of it."""
        return self.files[path].decode("utf-8-sig")

    def tree(self, path: str) -> Element:
        """A page as a browser reads it."""
        return tree(self.text(path))

    def put(self, folder: Path) -> Path:
        """Writes the site into a folder."""
        return write(folder, self.files)


def built(root: Path, *, jobs: int = 1) -> Built:
    """A site that must be sound, built in memory."""
    site, problems = read_site(root)
    assert site is not None, problems
    whole = pipeline.build(site, jobs=jobs)
    files, more = whole.files, whole.problems
    assert not [one for one in (*problems, *more) if one.level == "error"], (problems, more)
    tags = tuple(tongue.locale.tag for tongue in site.tongues)
    return Built(site.settings.name, {file.path: file.data for file in files}, tags, (*problems, *more, *pipeline.refusals(site)))


@cache
def real_root() -> Path:
    """A copy of what Lantern's own site is made of: people go on editing it while tests run."""
    held = tempfile.TemporaryDirectory()
    atexit.register(held.cleanup)
    for name in ("content", "locales", "templates", "static"):
        write(Path(held.name) / name, snapshot(ROOT / name))
    return Path(held.name)


@cache
def real() -> Built:
    """Lantern's own site, as it stands."""
    return built(real_root())


def run(*words: str, cwd: Path = ROOT, python: Sequence[str] = (), **environ: str) -> subprocess.CompletedProcess[str]:
    """`python build.py …` as a user runs it, in a pipe."""
    known = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environ}
    command = [sys.executable, *python, str(ROOT / "build.py"), *words]
    return subprocess.run(command, cwd=cwd, env=known, capture_output=True, text=True, encoding="utf-8", timeout=120)


# --- pages as trees --------------------------------------------------------------------------------------------------


def tree(page: str) -> Element:
    """HTML as a browser reads it; element names without namespace."""
    found: Element = html5lib.parse(page, namespaceHTMLElements=False)
    return found


def faults(page: str) -> list[str]:
    """What is not valid HTML in a page, by the standard's own parser."""
    parser = html5lib.HTMLParser()
    parser.parse(page)
    return [f"{line}:{column}: {code} {details}" for (line, column), code, details in parser.errors]


def walk(page: Element, lang: str = "", dir: str = "") -> Iterator[tuple[Element, str, str]]:
    """Every element with the language and the direction it is in."""
    lang, dir = page.get("lang", lang), page.get("dir", dir)
    yield page, lang, dir
    for child in page:
        yield from walk(child, lang, dir)


def ids(page: Element) -> list[str]:
    """The ids of a page, in order."""
    return [element.get("id", "") for element in page.iter() if isinstance(element.tag, str) and element.get("id")]


def links(page: Element) -> list[str]:
    """Where a page leads: the addresses of its links, without those that other programs open."""
    found = [element.get("href", "") for element in page.iter("a")]
    return [href for href in found if not href.startswith(("tel:", "mailto:", "https:", "http:"))]


def target(page: str, href: str) -> tuple[str, str]:
    """(path inside the site, anchor) of a link on a page; a path that begins with ".." has left the site."""
    path, anchor = urldefrag(href)
    return (os.path.normpath(os.path.join(os.path.dirname(page), path)).replace(os.sep, "/") if path else page, anchor)


def said(element: Element) -> str:
    """The words of an element, white space folded."""
    return " ".join("".join(element.itertext()).split())


def weight(page: bytes) -> int:
    """Bytes on the wire, gzip at level 9 without a date."""
    return len(gzip.compress(page, 9, mtime=0))
