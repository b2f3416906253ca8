"""Where a changed rebuild spends its time: its stages, by what the profiler saw of each."""

from __future__ import annotations

import cProfile
import io
import pstats
import sys
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

STAGES: Mapping[str, tuple[str, str]] = {
    "importing": ("<frozen importlib._bootstrap>", "_find_and_load"),
    "loading the facts": ("load/__init__.py", "loads"),
    "comparing": ("pipeline/comparing.py", "compared"),
    "sections and charts to a document": ("pipeline/composing.py", "compose_prepared"),
    "writing DOCX": ("writers/docx/writer.py", "write_docx"),
    "writing PDF": ("writers/pdf/writer.py", "write_pdf"),
    "the ledger of numbers": ("pipeline/numbers.py", "ledger"),
    "keeping the edition": ("editions/history.py", "keep"),
    "the hash of briefing itself": ("editions/inputs.py", "tool"),
}
"""What is counted, by the function whose whole time it is. Importing happens inside the others as well."""


def shares(visit: Path, output: Path) -> Iterator[str]:
    """The stages of one rebuild, in a process that has imported nothing yet, the largest first."""
    from briefing.cli import main

    text = visit.read_text(encoding="utf-8").replace("title: ", "title: Once more, ", 1)
    visit.write_text(text, encoding="utf-8")
    profile = cProfile.Profile()
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        profile.enable()
        try:
            main(["build", str(visit.parent), "--output", str(output)])
        except SystemExit as end:
            if end.code:
                sys.exit(f"the build ended with {end.code}")
        finally:
            profile.disable()
    stats = pstats.Stats(profile)
    whole: float = stats.total_tt  # type: ignore[attr-defined]
    found = {name: _time(stats, *where) for name, where in STAGES.items()}
    for name, seconds in sorted(found.items(), key=lambda each: -each[1]):
        yield f"{seconds / whole:5.0%}  {name}"


def _time(stats: pstats.Stats, file: str, function: str) -> float:
    """The cumulative time of a function; 0 if it was not called."""
    times = [
        timing[3]
        for (path, _, name), timing in stats.stats.items()  # type: ignore[attr-defined]
        if path.replace("\\", "/").endswith(file) and name == function
    ]
    return max(times, default=0.0)
