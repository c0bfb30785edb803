"""Pages per second and peak memory of a whole build: `python make.py bench`, or `python bench/run.py [SIZE …]`.

In:    the corpus maker beside this checkout (`../shared/bench/gen.py`, or $LANTERN_GEN); sizes in pages (default 20 200).
Out:   a line a build: cold, with one process and with all; then a build that changes nothing, and a `--version`.
Never: judges. Seconds are this machine's; compare figures of one run only.

A peer is measured in the same rounds when $LANTERN_PEER holds its command (run in the corpus's folder for $LANTERN_PEER_LAYOUT).
"""

from __future__ import annotations

import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GEN = Path(os.environ.get("LANTERN_GEN", ROOT.parent / "shared" / "bench" / "gen.py"))
LOCALES = 12
ROUNDS = 3


def main(arguments: list[str]) -> int:
    """Makes each corpus, builds it, prints the figures; 1 if a build failed, 2 without the corpus maker."""
    if not GEN.is_file():
        print(f"There is no corpus maker at {GEN}; set LANTERN_GEN to gen.py.", file=sys.stderr)
        return 2
    print(f"{'corpus':>10} {'build':<22} {'pages/s':>8} {'wall s':>8} {'cpu s':>8} {'peak MiB':>9}")
    with tempfile.TemporaryDirectory(prefix="lantern-bench-") as scratch:
        return max(measure(int(size), Path(scratch)) for size in arguments or ["20", "200"])


def measure(size: int, scratch: Path) -> int:
    """One corpus of `size` pages in LOCALES languages: medians over ROUNDS rounds, every tool once a round."""
    layout = os.environ.get("LANTERN_PEER_LAYOUT", "hugo")
    peer = shlex.split(os.environ.get("LANTERN_PEER", ""))
    made = [sys.executable, str(GEN), "--pages", str(size), "--locales", str(LOCALES), "--out", str(scratch / str(size))]
    subprocess.run([*made, "--only", f"ssg,{layout}" if peer else "ssg"], check=True, stdout=subprocess.DEVNULL)
    site, out = scratch / str(size) / "ssg", scratch / "out"
    build = [sys.executable, str(ROOT / "build.py"), "build", "--root", str(site), "--output", str(out), "--no-print"]
    tools = {"cold, one process": ([*build, "--jobs", "1"], site, True), "cold, a process a core": (build, site, True)}
    if peer:
        tools[f"peer: {Path(peer[0]).name}"] = (peer, scratch / str(size) / layout, False)
    tools["nothing changed"] = (build, site, False)
    rounds: dict[str, list[tuple[float, float, float, int]]] = {name: [] for name in tools}
    for _ in range(ROUNDS):
        for name, (command, folder, cold) in tools.items():
            if cold:
                remove(out)
            rounds[name].append(run(command, folder))
    for name, figures in rounds.items():
        wall, cpu, peak = (statistics.median(figure[part] for figure in figures) for part in range(3))
        print(f"{f'{size} × {LOCALES}':>10} {name:<22} {size * LOCALES / wall:>8.0f} {wall:>8.2f} {cpu:>8.2f} {peak:>9.0f}")
    return max(figure[3] for figures in rounds.values() for figure in figures)


def run(command: list[str], folder: Path) -> tuple[float, float, float, int]:
    """(wall seconds, CPU seconds, peak resident MiB of the largest process, exit code 0 or 1) of one command."""
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, int(process.returncode != 0)


def remove(out: Path) -> None:
    """Takes a published site away, releases and all."""
    out.unlink(missing_ok=True)
    shutil.rmtree(out.parent / f".{out.name}.releases", ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
