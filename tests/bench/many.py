"""What many briefs cost: processor seconds and memory over more and more of them, and a run that is killed.

    python tests/bench/many.py [--counts 10,100,1000] [--memory 5000] [--resumed 2000] [--plot FILE.svg]
        [--beside 40] [--peers FOLDER]

Each brief has figures of its own from one data file, two charts, DOCX and PDF, two processes. Asserts nothing.
`--beside` is how many of them the peers make too, which are installed in FOLDER.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from beside import beside
from pairs import pairs, write_list, write_pairs
from varied import long_table

ROOT = Path(__file__).parent.parent.parent
_BRIEFS = 200
_ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1778544000"}


@dataclass(frozen=True, slots=True)
class Run:
    """One run over `count` briefs: seconds of the clock and of processors, the largest process in MiB."""

    count: int
    wall: float
    cpu: float
    mebibytes: float

    def row(self) -> str:
        """A line of the table."""
        each = f"{self.cpu / self.count:8.3f} {self.wall / self.count:8.3f}"
        return f"{self.count:>8,} {self.wall:>10.1f} {each} {self.mebibytes:>8.0f}"


HEAD = f"{'briefs':>8} {'seconds':>10} {'CPU each':>8} {'s each':>8} {'MiB':>8}"


def command(listed: Path, output: Path, jobs: int, formats: str) -> list[str]:
    """A build of each pair of a list."""
    more = ["--output", str(output), "--jobs", str(jobs), "--to", formats, "--quiet"]
    return [sys.executable, "-m", "briefing", "build", "--each", str(listed), *more]


_MEASURED = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
said = [code, time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]
print(json.dumps(said))
"""


def measured(count: int, arguments: Sequence[str]) -> Run:
    """A run in a process of its own, so that what its children used is theirs alone."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *arguments],
        check=True, capture_output=True, text=True, env=_ENVIRONMENT,
    )  # fmt: skip
    code, wall, cpu, mebibytes = json.loads(done.stdout)
    if code:
        raise SystemExit(f"a build ended with {code}: {' '.join(arguments)}")
    return Run(count, wall, cpu, mebibytes)


def growth(
    folder: Path, counts: Sequence[int], jobs: int = 2, formats: str = "docx,pdf"
) -> list[Run]:
    """Runs over more and more briefs, each into an empty folder."""
    runs = []
    chosen = pairs(max(counts))
    for count in counts:
        listed = write_list(folder, chosen[:count], f"first-{count}")
        run = measured(count, command(listed, folder / f"out-{jobs}-{formats}", jobs, formats))
        print(run.row(), flush=True)
        runs.append(run)
    return runs


def resumed(folder: Path, count: int) -> str:
    """A run over `count` pairs that is killed half way, and the run after it: what each of them built."""
    listed = write_list(folder, pairs(count), "killed")
    output = folder / "killed"
    arguments = command(listed, output, 2, "docx,pdf")
    start = time.perf_counter()
    running = subprocess.Popen(
        arguments, env=_ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    while running.poll() is None and len(_built(output)) < count // 2:
        time.sleep(1)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    first, at = len(_built(output)), time.perf_counter() - start
    second = measured(count, arguments)
    with (output / "killed" / "index.csv").open(encoding="utf-8", newline="") as file:
        results = Counter(row["result"] for row in csv.DictReader(file))
    editions = Counter(path.parent.name for path in output.glob("*/*/.state/*/*/edition.json"))
    return (
        f"{count:,} pairs, killed after {at:.0f} s with {first:,} built; the run after it took "
        f"{second.wall:.0f} s and says: {dict(results)}; editions: {dict(editions)}"
    )


def _built(output: Path) -> list[Path]:
    return list(output.glob("*/*/.state/*/1/edition.json"))


def long_annexes(rows: Sequence[int]) -> dict[str, list[float]]:
    """Processor seconds of writing an annex of one table, some thirty rows a page, by format."""
    from briefing.pipeline import Options, compose_visit
    from briefing.theme import load_theme
    from briefing.writers import WRITERS

    theme = load_theme()
    document = compose_visit(ROOT / "visits" / "2026-05-12-lisbon", Options()).document
    taken: dict[str, list[float]] = {"pdf": [], "docx": []}
    for name, seconds in taken.items():
        for count in (rows[0], *rows):  # the first one twice: it reads the fonts
            start = time.process_time()
            WRITERS[name].write(long_table(document, count), theme)
            seconds.append(time.process_time() - start)
        del seconds[0]
        print(f"{name}: " + ", ".join(f"{s:.2f} s" for s in seconds), flush=True)
    return taken


def plot(
    runs: Sequence[Run],
    memory: Sequence[Run],
    rows: Sequence[int],
    annexes: dict[str, list[float]],
    file: Path,
) -> None:
    """A brief's processor seconds and the largest process over the number of briefs; time over rows."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 2.8), layout="constrained")
    left, middle, right = figure.subplots(1, 3)
    left.plot([r.count for r in runs], [r.cpu / r.count for r in runs], "o-", color=_INK)
    left.set(xscale="log", xlabel="briefs", ylabel="CPU seconds a brief", ylim=(0, None))
    labelled = (("DOCX and PDF", _INK, 8, runs), ("text alone", _LIGHT, -16, memory))
    for words, ink, above, some in labelled:
        if some:
            middle.plot([r.count for r in some], [r.mebibytes for r in some], "o-", color=ink)
            first = (some[0].count, some[0].mebibytes)
            middle.annotate(words, first, (0, above), textcoords="offset points", color=ink)
    middle.set(xscale="log", xlabel="briefs", ylabel="largest process, MiB", ylim=(0, None))
    for (name, seconds), ink in zip(annexes.items(), (_INK, _LIGHT), strict=True):
        right.plot(rows, seconds, "o-", color=ink)
        right.annotate(name.upper(), (rows[-1], seconds[-1]), ha="right", va="bottom", color=ink)
    right.set(xlabel="rows of an annex", ylabel="CPU seconds", xlim=(0, None), ylim=(0, None))
    for axes in (left, middle, right):
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(file, metadata={"Date": None})


_INK, _LIGHT = "#12365c", "#0b6e5d"
_ROWS = (250, 500, 1000, 2000, 4000)


def main() -> None:
    """All of it, as the options say."""
    reader = argparse.ArgumentParser()
    reader.add_argument("--counts", default=f"10,100,{_BRIEFS},1000,5000")
    reader.add_argument("--memory", default="100,1000,5000")
    reader.add_argument("--resumed", type=int, default=2000)
    reader.add_argument("--plot", type=Path)
    reader.add_argument("--beside", type=int, default=40)
    reader.add_argument("--peers", type=Path, default=ROOT / ".cache" / "peers")
    said = reader.parse_args()
    counts, memory = ([int(n) for n in text.split(",") if n] for text in (said.counts, said.memory))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_pairs(folder, max([*counts, *memory, said.resumed]))
        print(f"DOCX and PDF, two processes\n{HEAD}")
        runs = growth(folder, counts)
        if said.beside:
            print(f"\nCPU seconds a brief beside the peers, {said.beside} briefs")
            listed = write_list(folder, pairs(max(counts))[: said.beside], "beside")
            beside(folder, listed, said.peers / "bin" / "python", runs[-1].cpu / runs[-1].count)
        print(f"\nText alone, one process that builds all of them\n{HEAD}")
        held = growth(folder, memory, jobs=1, formats="text") if memory else []
        if said.resumed:
            print(f"\n{resumed(folder, said.resumed)}")
        print(f"\nAn annex of {', '.join(map(str, _ROWS))} rows")
        annexes = long_annexes(_ROWS)
        if said.plot:
            plot(runs, held, _ROWS, annexes, said.plot)


if __name__ == "__main__":
    main()
