"""How long `check` takes: `python bench/check.py [ROOT]` on the site in ROOT (default: this one), which it copies first.

In:    a site with its catalogs.
Out:   medians over ROUNDS rounds, wall and CPU seconds: without a memory, with nothing changed, after an edit of one catalog.
Never: judges, changes the site. Seconds are this machine's; compare figures of one run only.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
ROUNDS = 5
PARTS = ("content", "locales", "templates", "static")


def main(arguments: list[str]) -> int:
    """Measures and prints; 1 if the site's catalogs have nothing to edit."""
    given = Path(arguments[0] if arguments else HOME)
    with tempfile.TemporaryDirectory(prefix="lantern-check-") as scratch:
        root = Path(scratch) / "site"
        for name in PARTS:
            if (given / name).is_dir():
                shutil.copytree(given / name, root / name)
        catalogs = [path for path in sorted(root.glob("locales/*/LC_MESSAGES/*.po")) if edited(path, 0)]
        if not catalogs:
            print("There is no catalog with a translation.", file=sys.stderr)
            return 1
        figures: dict[str, list[tuple[float, float]]] = {"without a memory": [], "nothing changed": [], "one catalog edited": []}
        for number in range(1, ROUNDS + 1):
            shutil.rmtree(root / ".cache", ignore_errors=True)
            figures["without a memory"].append(run(root))
            figures["nothing changed"].append(run(root))
            edited(catalogs[number % len(catalogs)], number)
            figures["one catalog edited"].append(run(root))
    print(f"{'check':<20} {'wall s':>7} {'fastest':>8} {'slowest':>8} {'cpu s':>7}   {os.cpu_count()} cores, {ROUNDS} rounds")
    for name, found in figures.items():
        wall, cpu = [one[0] for one in found], [one[1] for one in found]
        print(f"{name:<20} {statistics.median(wall):>7.2f} {min(wall):>8.2f} {max(wall):>8.2f} {statistics.median(cpu):>7.2f}")
    return 0


def edited(path: Path, number: int) -> bool:
    """Puts signs after the first translation of a catalog, as a translator's save would; False if there is none."""
    text = path.read_text(encoding="utf-8")
    changed, count = re.subn(r'(?m)^(msgid "[^"\n]+"\nmsgstr "[^"\n]+)"$', rf'\1{"." * number}"', text, count=1)
    path.write_text(changed, encoding="utf-8")
    return bool(count)


def run(root: Path) -> tuple[float, float]:
    """(wall, CPU) seconds of one check, its processes included."""
    began, before = time.perf_counter(), os.times()
    command = [sys.executable, str(HOME / "build.py"), "check", "--root", str(root)]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - began, used


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
