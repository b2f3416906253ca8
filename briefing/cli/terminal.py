"""The terminal: diagnostics, a progress bar, JSON. Plain lines when piped; decides nothing."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO, TypeVar

from briefing.errors import Diagnostic, Place, WriteError

_Thing = TypeVar("_Thing")

_COLOURS = {"error": "bold red", "warning": "yellow"}


def diagnostics(found: Iterable[Diagnostic], stream: TextIO | None = None) -> None:
    """Each problem with its place and its way out; on the error stream unless told otherwise."""
    stream = stream or sys.stderr
    for diagnostic in found:
        if stream.isatty():
            _in_colour(diagnostic, stream)
        else:
            print(diagnostic, file=stream)


def as_data(diagnostic: Diagnostic) -> dict[str, str | int]:
    """A diagnostic for a program: 0 for a line or column that is not known."""
    return {
        "file": diagnostic.place.file,
        "line": diagnostic.place.line,
        "column": diagnostic.place.column,
        "severity": diagnostic.severity,
        "where": diagnostic.where,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
    }


def print_json(document: object, *, lines: bool = False) -> None:
    """One JSON document, in ASCII, so that no system's encoding of a pipe can spoil it.

    With `lines` it is one of many, each a line (JSON Lines), sent on at once.
    """
    print(json.dumps(document, indent=None if lines else 2), flush=lines)


class Clock:
    """How far a run of `count` things is, and how long it will still take."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._start = time.monotonic()

    def after(self, done: int) -> dict[str, object]:
        """What a program shows after so many: done, of how many, how many a second, the seconds left."""
        passed = time.monotonic() - self._start
        left = passed / done * (self._count - done)
        rate = done / passed if passed else 0.0
        return {
            "done": done, "of": self._count, "per_second": round(rate, 3), "seconds_left": round(left),
        }  # fmt: skip


def append(file: Path, text: str) -> None:
    """Add text to the end of a file, as job summaries are written. Raises WriteError."""
    try:
        with file.open("a", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        message = f"cannot be written: {(error.strerror or str(error)).lower()}"
        raise WriteError([Diagnostic(Place(file.as_posix()), "", message)]) from error


def one_line(text: str) -> str:
    """Words from a stranger's file on one line: no sign of theirs moves the cursor."""
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


def count(number: int, noun: str, plural: str = "") -> str:
    """ "1 fact", "3 facts"."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def tally(found: Iterable[Diagnostic]) -> str:
    """ "2 errors, 1 warning"; "no problems"."""
    severities = Counter(d.severity for d in found)
    counted = [count(severities[s], s) for s in ("error", "warning") if severities[s]]
    return ", ".join(counted) or "no problems"


def progress(things: Iterable[_Thing], count: int, title: str, *, quiet: bool) -> Iterator[_Thing]:
    """The things one by one, on a terminal with a bar, the number a second and the time left."""
    if quiet or count < 2 or not sys.stderr.isatty():
        yield from things
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )

    class Rate(ProgressColumn):
        """How many a second, or how many seconds one takes."""

        def render(self, task: Task) -> str:
            speed = task.finished_speed or task.speed
            if not speed:
                return ""
            return f"{speed:.1f}/s" if speed >= 1 else f"{1 / speed:.1f} s each"

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        Rate(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield from bar.track(things, total=count, description=title)


def _in_colour(diagnostic: Diagnostic, stream: TextIO) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    text = Text(str(diagnostic))
    text.highlight_regex(rf"(?<=: ){diagnostic.severity}(?=: )", _COLOURS[diagnostic.severity])
    text.highlight_regex(r"^  hint:", "cyan")
    Console(file=stream).print(text, soft_wrap=True)
