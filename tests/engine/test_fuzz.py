"""Whatever a person's file holds, its reader gives Problems and never a traceback, in bounded time.

Each reader gets files made of a sound one by cutting, doubling and putting in what has broken readers before. `make test` tries
some; `make proof` tries 20,000 a reader.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lantern.content import pages
from lantern.content import settings as site_settings
from lantern.document import markdown
from lantern.exchange import take
from lantern.files import static, svg
from lantern.locales import po
from lantern.message import Message
from lantern.paper import imprint
from lantern.problem import Problem
from lantern.rules import glossary, refuse
from tests.making import SITES

TOWN = SITES / "town"
LONGEST = 2.0
"""Seconds of this process's time that a reader may take."""

WORDS = r"""
[ ] [[ ]] { } = == " ""\" ''' ' \ \u202e \x # , . : + ++ --- ``` ~~~ ]( ![x]( [^a] {luce.phone} {:#a.b} {:note="
<script> <!-- &#x; &amp 1979-05-27 1e999 -0 0x inf nan true [] {} a.b.c=1 [a.b] x={y=[1,2 <svg </svg> <use <!DOCTYPE
&x; xmlns:x='y' style=' onload='x' ١٢ 漢 é ﬁ #,fuzzy #| #~ #: #= msgid msgstr msgctxt msgid_plural
"""
PIECES = WORDS.split()
"""What readers of files have stumbled over."""
PIECES += [
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\0",
    " ",
    "\n\n",
    "+++\n",
    "> ",
    "- ",
    "# ",
    '\nmsgid ""\n',
    '\nmsgstr ""\n',
    "é" * 300,
    "a" * 3000,
]
PIECES += ["\ufeff", "\u202e", "\u2028", "\ud7ff", "\U000e0069", "\u0301"]


@st.composite
def spoiled(draw: st.DrawFn, seeds: tuple[str, ...]) -> str:
    """One of the sound texts with up to six changes: a piece cut out, doubled, moved, or put in."""
    text = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        kind = draw(st.sampled_from(["cut", "double", "put", "put", "put", "swap"]))
        piece = draw(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)))
        if kind == "cut":
            text = text[:start] + text[end:]
        elif kind == "double":
            text = text[:end] + text[start:end] * draw(st.integers(1, 3)) + text[end:]
        elif kind == "put":
            text = text[:start] + piece + text[start:]
        else:
            text = text[end:] + text[start:end] + text[:start]
    return text


def sound(*names: str) -> tuple[str, ...]:
    """The texts of files of a site of the tests."""
    return tuple((TOWN / name).read_text(encoding="utf-8") for name in names if (TOWN / name).exists())


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>A</title><path d="M0 0h9"/><g fill="#000"/></svg>'
PO = (
    'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    "# machine: h=0123456789abcdef\n#. note\n#: content/a.md\n#, python-brace-format\n"
    'msgctxt "c"\nmsgid "A {a.b}"\nmsgstr "B {a.b}"\n\n'
    '#, fuzzy\n#| msgid "x"\nmsgid "y"\nmsgstr "z"\n\n#~ msgid "old"\n#~ msgstr "viejo"\n'
)
IMPRINT = 'name = "Elm"\nphone = "617-555-0142"\nweb = "elm.example"\nlanguages = ["es"]\n'
UPDATES = '[a]\non = 2026-01-01\nkind = "update"\ntitle = "T"\ntext = "X"\n'
GLOSSARY = '[warrant]\nen = ["warrant"]\nnote = "n"\n[warrant.es]\nsay = ["orden"]\navoid = ["citación"]\n'


def content_reader(name: str) -> Callable[[Path, str], object]:
    def read(folder: Path, text: str) -> object:
        (folder / "content").mkdir(exist_ok=True)
        (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
        found = [*site_settings.read(folder)[1], *pages.read(folder)[1]]
        assert all(isinstance(problem, Problem) and problem.line >= 1 for problem in found)
        (folder / name).unlink()
        return found

    return read


def read_imprint(folder: Path, text: str) -> object:
    path = folder / "elm.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return imprint.read(path, ("en", "es"))


def read_logo(folder: Path, text: str) -> object:
    (folder / "elm.svg").write_bytes(text.encode("utf-8", "surrogatepass"))
    (folder / "elm.toml").write_text(IMPRINT + 'logo = "elm.svg"\n')
    return imprint.read(folder / "elm.toml", ("en", "es"))


def read_static(folder: Path, text: str) -> object:
    (folder / "static").mkdir(exist_ok=True)
    for old in (folder / "static").iterdir():
        old.unlink()
    name = text.replace("/", "").replace("\0", "")[:60].strip(".") or "x"
    try:
        (folder / "static" / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    except (OSError, ValueError):  # a name that this system cannot hold
        return ()
    return static.read([(folder / "static", "static")])


def read_mail(folder: Path, text: str) -> object:
    return take.opened(text.encode("utf-8", "surrogatepass"), "mail.po")


READERS: dict[str, tuple[tuple[str, ...], Callable[[Path, str], object]]] = {
    "front matter": (sound("content/index.md", "content/door.md"), content_reader("content/a.md")),
    "site.toml": (sound("content/site.toml"), content_reader("content/site.toml")),
    "help.toml": (sound("content/help.toml"), content_reader("content/help.toml")),
    "sources.toml": (sound("content/sources.toml"), content_reader("content/sources.toml")),
    "updates.toml": (
        ('[a]\non = 2026-01-01\nkind = "update"\ntitle = "T"\ntext = "X"\n',),
        content_reader("content/updates.toml"),
    ),
    "recalls.toml": (('[a]\non = 2026-01-01\nversion = "0123abcd"\nreason = "R"\n',), content_reader("content/recalls.toml")),
    "glossary": ((GLOSSARY,), lambda folder, text: glossary.parse(text)),
    "markdown": (sound("content/index.md", "content/door.md"), lambda folder, text: markdown.parse(text)),
    "catalog": ((PO,), lambda folder, text: po.parse(text.encode("utf-8", "surrogatepass"), "a.po", language="es")),
    "catalog, what can be saved": ((PO,), read_mail),
    "translation": (("Diga «no» a [la línea](a.md)[^b] {a.b} **ya**.",), lambda folder, text: refuse.refusal(MESSAGE, text)),
    "drawing": ((SVG,), lambda folder, text: svg.faults(text.encode("utf-8", "surrogatepass"))),
    "imprint": ((IMPRINT,), read_imprint),
    "logo": ((SVG,), read_logo),
    "static file": ((SVG, "plan.pdf", "a.png"), read_static),
}
MESSAGE = Message("Say “no” to [the line](a.md)[^b] {a.b} **now**.")


@pytest.mark.parametrize("name", READERS)
def test_a_reader_of_peoples_files_gives_problems_in_time(name: str, tmp_path: Path) -> None:
    seeds, read = READERS[name]
    assert seeds, "there is no sound file to begin with"

    @settings(
        max_examples=max(60, settings.default.max_examples * 10 if settings.default.max_examples > 500 else 60),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )
    @given(spoiled(seeds))
    def tried(text: str) -> None:
        began = time.process_time()
        read(tmp_path, text)
        assert time.process_time() - began < LONGEST

    tried()
