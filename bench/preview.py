"""From a translator's save to the screen: `python bench/preview.py [LOCALE]` (default es).

In:    Lantern's own site, copied; a real browser (Chromium, Chrome or Edge) driven by Playwright (requirements/test.txt).
Out:   seconds from the end of a write into the catalog until the open page shows the new words: median, least and most of EDITS
       edits, for a text that stands on one page and for one that stands on many.
Never: judges, touches the catalogs of this checkout. Seconds are this machine's.
"""

from __future__ import annotations

import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
import make
from lantern.locales import catalogs, po
from lantern.message import Message

EDITS = 20
SHOWN = "([one, words]) => document.querySelector(`main [data-message='${one}']`)?.textContent.includes(words)"


def main(arguments: list[str]) -> int:
    """Serves a copy, edits it, prints the figures; 1 where the server did not begin or no browser is there."""
    code = arguments[0] if arguments else "es"
    program = make.find_tool("browser")
    if program is None:
        print("There is no browser: install Chromium, Chrome or Edge.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="lantern-preview-") as scratch:
        root = Path(scratch) / "site"
        for name in ("content", "locales", "templates", "static"):
            shutil.copytree(ROOT / name, root / name)
        command = [sys.executable, str(ROOT / "build.py"), "serve", "--root", str(root), "--port", "0", "--translate", code]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            try:
                return measure(server.stdout.readline().strip(), root, code, program)
            finally:
                server.terminate()


def measure(address: str, root: Path, code: str, program: str) -> int:
    """EDITS edits of two texts, each waited for on its page."""
    flags = ["--disable-gpu", "--no-sandbox"] if make.is_root() else ["--disable-gpu"]
    print(f"{EDITS} edits each, {code}; seconds from save to screen")
    print(f"{'text':<28} {'pages':>5} {'median':>7} {'least':>7} {'most':>7}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        for title, text, place, count in texts(root, code):
            anchor = Message(text).anchor
            page.goto(f"{address.rpartition('/')[0]}/{place.partition('#')[0]}")
            figures = [edit(page, root / catalogs.path(code), text, anchor, number) for number in range(EDITS + 1)][1:]
            told = (statistics.median(figures), min(figures), max(figures))
            print(f"{title:<28} {count:>5} {told[0]:>7.2f} {told[1]:>7.2f} {told[2]:>7.2f}", flush=True)
        browser.close()
    return 0


def texts(root: Path, code: str) -> list[tuple[str, str, str, int]]:
    """(title, text, place, pages) of a long paragraph of one page and of the text that stands on most pages."""
    found, problems = po.parse((root / catalogs.path(code)).read_bytes(), catalogs.path(code), language=code)
    assert found is not None, problems
    placed = [
        (entry.text, [note for note in entry.notes if re.fullmatch(r"\S+\.html#m-\w+", note)])
        for entry in found.entries
        if any(entry.strings) and not entry.fuzzy and "paragraph" in entry.notes and not entry.context
    ]
    single = max((one for one in placed if len(one[1]) == 1), key=lambda one: len(one[0]))
    shared = max(placed, key=lambda one: len(one[1]))
    return [
        ("a paragraph of one page", single[0], single[1][0], 1),
        ("one that many pages share", shared[0], shared[1][0], len(shared[1])),
    ]


def edit(page: Page, file: Path, text: str, anchor: str, number: int) -> float:
    """Seconds until a new word at the end of a translation stands on the open page, which loads itself again."""
    data = file.read_text("utf-8")
    start = data.index(f"msgid {json.dumps(text, ensure_ascii=False)}\nmsgstr ")
    end = data.index("\n\n", start)
    words = re.sub(r'(?: edited\d+\w)?"$', f' edited{number}x"', data[start:end])
    page.wait_for_load_state("load")
    time.sleep(1.5 + 0.037 * (number % 7))  # a person's next save comes later, and meets the watcher at any moment of its round
    file.write_text(data[:start] + words + data[end:], "utf-8")
    began = time.perf_counter()
    page.wait_for_function(SHOWN, arg=[anchor, f"edited{number}x"])
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
