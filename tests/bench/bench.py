"""How long what takes: whole processes, beside the start of Python and a cold full build of the first visit.

    python tests/bench/bench.py [VISITS]     VISITS (1,000): how many the figures of many visits are taken with

Prints one table; asserts nothing. Where the time goes, `shares` says.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from shares import shares

ROOT = Path(__file__).parent.parent.parent
VISIT = ROOT / "visits" / "2025-11-26-bishkek" / "visit.yaml"
CHANGED = 10
METHOD = """\
Each run is a whole process, `python -m briefing build …`, timed from start to end; after one run that does not
count, the median, the least and the most of several. The full build is of the first visit as DOCX and PDF into an
empty folder; a changed rebuild is of the same visit, with the drawings of the build before. The many visits are the
file of `briefing new` under other names, as text (`--to text`), built once without being timed; of those that change,
each has figures of its own, so its charts are drawn again."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Seconds that the runs of one thing took."""

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """What half of the runs stayed below."""
        return statistics.median(self.seconds)

    def row(self, start: Figure, full: Figure) -> str:
        """The figure as a line of the table."""
        low, high = min(self.seconds), max(self.seconds)
        ratios = f"{self.median / start.median:8.1f} {self.median / full.median:8.3f}"
        return f"{self.name:44} {self.median:8.3f} {low:8.3f} {high:8.3f} {ratios}"


def timed(name: str, runs: int, before: Callable[[int], None], *arguments: str) -> Figure:
    """Runs of `python ARGUMENTS`; `before` prepares each and is not counted."""
    seconds = []
    for number in range(runs + 1):
        before(number)
        start = time.perf_counter()
        python(*arguments)
        seconds.append(time.perf_counter() - start)
    print(f"  {name}", file=sys.stderr, flush=True)
    return Figure(name, tuple(seconds[1:]))


def python(*arguments: str) -> None:
    """One process."""
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, cwd=ROOT)


def build(visit: Path, output: Path, formats: str = "docx,pdf") -> tuple[str, ...]:
    """The arguments of a build."""
    return "-m", "briefing", "build", str(visit), "--output", str(output), "--to", formats


def nothing(_: int) -> None:
    """Nothing to prepare."""


def one_visit(folder: Path) -> Iterator[Figure]:
    """The figures of one visit."""
    text = VISIT.read_text(encoding="utf-8")
    visit = folder / "one" / "visit.yaml"
    visit.parent.mkdir()
    visit.write_text(text, encoding="utf-8")
    output = folder / "output"

    def empty(number: int) -> None:
        nonlocal output
        output = folder / f"output-{number}"

    seconds = []
    for number in range(6):  # each into a folder of its own
        empty(number)
        start = time.perf_counter()
        python(*build(visit.parent, output))
        seconds.append(time.perf_counter() - start)
    yield Figure("full build, nothing kept", tuple(seconds[1:]))
    yield timed("up to date", 20, nothing, *build(visit.parent, output))

    def uncharted(number: int) -> None:
        title = f"{text}\n# {number}\n".replace("title: Russia", f"title: ({number}) Russia", 1)
        visit.write_text(title, encoding="utf-8")

    def charted(number: int) -> None:
        visit.write_text(moved(text, number), encoding="utf-8")

    yield timed("changed, no charted fact moved", 5, uncharted, *build(visit.parent, output))
    yield timed("changed, a charted fact moved", 5, charted, *build(visit.parent, output))


def moved(text: str, number: int) -> str:
    """The facts with another figure of trade, which is charted."""
    found = re.search(r"value: 4\.1 billion USD", text)
    if not found:
        raise SystemExit("the first visit has no trade of 4.1 billion USD any more")
    return text.replace(found[0], f"value: 4.1{number} billion USD")


def many_visits(folder: Path, count: int) -> Iterator[Figure]:
    """The figures of many visits."""
    visits, output = folder / "visits", folder / "many"
    python("-m", "briefing", "new", str(folder / "example"))
    text = (folder / "example" / "visit.yaml").read_text(encoding="utf-8")
    files = [visits / f"visit-{number:04}" / "visit.yaml" for number in range(count)]

    def write(number: int, edition: int) -> None:
        said = text.replace("title: ", f"title: No {number}, ", 1)
        if edition:
            said = said.replace("2.4 billion", f"2.{number % 90 + 10}{edition} billion")
        files[number].write_text(said, encoding="utf-8")

    def change(edition: int) -> None:
        for number in range(0, count, count // CHANGED):
            write(number, edition + 1)

    for number, file in enumerate(files):
        file.parent.mkdir(parents=True)
        write(number, 0)
    print(f"  building {count} visits once", file=sys.stderr, flush=True)
    arguments = build(visits, output, "text")
    built_at_once([file.parent for file in files], output)
    yield timed(f"{count:,} visits, all up to date", 5, nothing, *arguments)
    yield timed(f"{count:,} visits, {CHANGED} of them changed", 3, change, *arguments)


def built_at_once(visits: list[Path], output: Path) -> None:
    """Visits built for the first time, by as many processes as there are processors."""
    several = os.cpu_count() or 1
    running = []
    for number in range(several):
        command = [sys.executable, *build(output, output, "text")]
        command[4:5] = map(str, visits[number::several])
        running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT))
    if any([process.wait() for process in running]):
        raise SystemExit("a visit could not be built")


def main(count: int) -> None:
    """All figures, as a table."""
    print(METHOD, end="\n\n")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = timed("python -c pass", 30, nothing, "-c", "pass")
        figures = [start, *one_visit(folder), *many_visits(folder, count)]
        print(f"{'':44} {'median':>8} {'least':>8} {'most':>8} {'× start':>8} {'× full':>8}")
        for figure in figures:
            print(figure.row(start, figures[1]))
        print("\nA changed rebuild, no charted fact moved (profiled, so slower than above):")
        for line in shares(folder / "one" / "visit.yaml", folder / "output-5"):
            print(f"  {line}")


if __name__ == "__main__":
    os.environ["SOURCE_DATE_EPOCH"] = "1773446400"  # the same facts are out of date on every day
    main(int([*sys.argv, "1000"][1]))
