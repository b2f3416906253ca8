"""One brief beside its peers: the first visit's PDF and Word file, warm and as whole processes, as ratios.

    python tests/bench/brief.py [--runs N] [--peers FOLDER]

FOLDER is a virtual environment in which the peers are installed (`make bench PEERS="typst weasyprint"`);
a peer that is not there is told as not installed. Prints tables; asserts nothing.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from as_story import platypus, register
from peers import PEERS, Worker
from pictures import draw_pictures
from sampled import shares
from varied import long_paragraph, long_table, varied

from briefing.blocks import Document
from briefing.pipeline import Options, compose_visit
from briefing.theme import Theme, load_theme
from briefing.writers.docx import write_docx
from briefing.writers.pdf import write_pdf

ROOT = Path(__file__).parent.parent.parent
Write = Callable[[Document, Theme], bytes]
VISIT = ROOT / "visits" / "2025-11-26-bishkek"
METHOD = """\
The first visit's document, made once, goes to each writer and, as source of the same words, to each peer. Warm:
in a process that has made it before, with the words of its paragraphs in another order every time, so that no cache
answers; one after the other in turn, medians of {} runs. Turning the document into a peer's source and drawing the
pictures it is given are not counted; briefing draws its own. Cold: a whole process that loads, makes and writes once;
briefing's reads and checks the facts file too. CPU is the processor time of all threads and child processes."""


@dataclass
class Taken:
    """Seconds of each run of one maker, and processor seconds."""

    name: str
    makes: str
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    cold: list[tuple[float, float]] = field(default_factory=list)

    def add(self, taken: tuple[float, float]) -> None:
        """One run more."""
        self.wall.append(taken[0])
        self.cpu.append(taken[1])

    def row(self, ours: Taken) -> str:
        """The figures in milliseconds, and ours as a multiple of them."""
        figures = [statistics.median(self.wall), statistics.median(self.cpu)]
        own = [statistics.median(ours.wall), statistics.median(ours.cpu)]
        for at in (0, 1):
            figures.append(statistics.median(run[at] for run in self.cold) if self.cold else 0.0)
            own.append(statistics.median(run[at] for run in ours.cold) if ours.cold else 0.0)
        cells = []
        for figure, our in zip(figures, own, strict=True):
            cells.append(
                f"{figure * 1000:7.0f} {our / figure:6.2f}" if figure else f"{'–':>7} {'–':>6}"
            )
        return f"{self.name:30} {'   '.join(cells)}"


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds and processor seconds of work in this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def process(command: tuple[str, ...], words: str, cache: Path) -> tuple[float, float]:
    """Seconds and processor seconds of a whole process that is given `words`; bytecode is kept in `cache`."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(cache), "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    running = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=environment,
    )
    assert running.stdin is not None
    running.stdin.write(words.encode())
    running.stdin.close()
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {running.returncode}")
    return time.perf_counter() - start, used.ru_utime + used.ru_stime


class Bench:
    """All figures of one document."""

    def __init__(
        self, document: Document, theme: Theme, runs: int, python: Path, folder: Path
    ) -> None:
        self.document = document
        self.theme = theme
        self.runs = runs
        self._python = python
        self._folder = folder
        draw_pictures(document.blocks, theme, folder)
        register(theme)
        self._workers = [Worker(peer, python, folder) for peer in PEERS]

    def tables(self) -> None:
        """The PDF and the Word file beside their peers."""
        own: dict[str, tuple[str, Write]] = {
            "briefing, PDF": ("pdf", write_pdf),
            "platypus (untagged, unshaped)": ("pdf", platypus),
            "briefing, DOCX": ("docx", write_docx),
        }
        taken = {name: Taken(name, makes) for name, (makes, _) in own.items()}
        for worker in self._workers:
            name = f"{worker.peer.name} {worker.version or ''}".strip()
            taken[worker.peer.name] = Taken(name, worker.peer.makes)
        installed = [worker for worker in self._workers if worker.version is not None]
        for nth in range(self.runs + 1):
            document = varied(self.document, nth)
            each = {
                name: timed(partial(write, document, self.theme))
                for name, (_, write) in own.items()
            }
            each |= {worker.peer.name: worker.made(document, self.theme) for worker in installed}
            if nth:  # the first run makes warm
                for name, figures in each.items():
                    taken[name].add(figures)
        for worker in self._workers:
            worker.close()
        self._cold(taken)
        for makes in ("pdf", "docx"):
            heads = (
                f"{what:>7} {'ours':>5}×" for what in ("warm ms", "CPU ms", "cold ms", "CPU ms")
            )
            print(f"\n{makes.upper():30} {'   '.join(heads)}")
            group = [one for one in taken.values() if one.makes == makes]
            for one in group:
                print(one.row(group[0]) if one.wall else f"{one.name:30} not installed")

    def _cold(self, taken: dict[str, Taken]) -> None:
        """Whole processes, after one of each that leaves its bytecode behind."""
        build = (sys.executable, "-m", "briefing", "build", str(VISIT))
        worker = str(Path(__file__).parent / "worker.py")
        bytecode = self._folder / "bytecode"
        installed = [one for one in self._workers if one.version is not None]
        for nth in range(max(1, self.runs // 3) + 1):
            each = {}
            for makes in ("pdf", "docx"):
                output = str(self._folder / f"cold-{makes}-{nth}")
                built = process((*build, "--output", output, "--to", makes), "", bytecode)
                each[f"briefing, {makes.upper()}"] = built
            for one in installed:
                command = (str(self._python), worker, one.peer.name)
                each[one.peer.name] = process(command, one.last(), bytecode)
            if nth:
                for name, figures in each.items():
                    taken[name].cold.append(figures)

    def growth(self) -> None:
        """What takes how long when there is ten times as much of it: a table, a paragraph."""
        print(f"\n{'Growth (CPU ms)':30} {'a tenth':>9} {'whole':>9} {'×':>6}")
        for name, grown, whole, write in (
            ("table of 2,000 rows, PDF", long_table, 2_000, write_pdf),
            ("table of 2,000 rows, DOCX", long_table, 2_000, write_docx),
            ("paragraph of 50,000 letters, PDF", long_paragraph, 50_000, write_pdf),
        ):
            sizes = [grown(self.document, size) for size in (whole // 10, whole)]
            times = [self._least(write, document) for document in sizes]
            print(
                f"{name:33} {times[0] * 1000:6.0f} {times[1] * 1000:9.0f} {times[1] / times[0]:6.1f}"
            )

    def _least(self, write: Write, document: Document) -> float:
        runs = range(min(self.runs, 3) + 1)
        return min([timed(partial(write, document, self.theme))[1] for _ in runs][1:])

    def parts(self) -> None:
        """The share of each part of the work in the PDF."""
        documents = iter([varied(self.document, nth) for nth in range(self.runs)])
        print("\nWhere the PDF's processor time goes, warm:")
        for part, share in shares(lambda: write_pdf(next(documents), self.theme), self.runs):
            print(f"  {share:5.0%}  {part}")


def main() -> None:
    """All tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--peers", type=Path, default=ROOT / ".cache" / "peers")
    options = parser.parse_args()
    theme = load_theme("default")
    document = compose_visit(VISIT, Options(), theme).document
    print(METHOD.format(options.runs))
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(document, theme, options.runs, options.peers / "bin" / "python", Path(name))
        bench.tables()
        bench.parts()
        bench.growth()


if __name__ == "__main__":
    os.environ["SOURCE_DATE_EPOCH"] = "1773446400"  # the same facts are out of date on every day
    main()
