"""How long `check` takes: `python bench/check.py [ROOT]` on the site in ROOT (default: this one), which it copies first.

In:    a site.
Out:   medians over ROUNDS rounds, wall and CPU seconds.
Never: judges, changes the site. Seconds are this machine's; compare figures of one run only.
"""

from __future__ import annotations

import os
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
    """Measures and prints."""
    given = Path(arguments[0] if arguments else HOME)
    with tempfile.TemporaryDirectory(prefix="lantern-check-") as scratch:
        root = Path(scratch) / "site"
        for name in PARTS:
            if (given / name).is_dir():
                shutil.copytree(given / name, root / name)
        measured = [run(root) for _ in range(ROUNDS)]
    wall, cpu = [seconds[0] for seconds in measured], [seconds[1] for seconds in measured]
    print(f"{'wall s':>7} {'fastest':>8} {'slowest':>8} {'cpu s':>7}   {os.cpu_count()} cores, {ROUNDS} rounds")
    print(f"{statistics.median(wall):>7.2f} {min(wall):>8.2f} {max(wall):>8.2f} {statistics.median(cpu):>7.2f}")
    return 0


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
