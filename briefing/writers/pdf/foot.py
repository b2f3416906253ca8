"""The notes of one page: how much room they take, and how much of them fits.

A note begins on the page of its first reference. One of four lines or more may go on overleaf, where no
page then has a single line of it; nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefing.writers.pdf.flow import Footnote

# The fewest lines of a divided note on either page.
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Rest:
    """A note from line `start` on, counted from 0."""

    note: Footnote
    start: int = 0

    @property
    def lines(self) -> int:
        """How many lines are left."""
        return self.note.lines - self.start

    def height(self, lines: int) -> float:
        """The height of so many lines, in points."""
        return lines * self.note.leading


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """Lines `start` to `stop` of a note, the first with its upper edge at `top` of the page."""

    note: Footnote
    start: int
    stop: int
    top: float


class Foot:
    """Notes gathered for one page, in order; `lead` is the room above the first, in points."""

    def __init__(self, lead: float, carried: Sequence[Rest]) -> None:
        self._lead = lead
        self._rests = list(carried)

    def add(self, notes: Iterable[Footnote]) -> None:
        """Notes that open in the next strip of the page."""
        self._rests += [Rest(note) for note in notes]

    @property
    def height(self) -> float:
        """The room for all of them in full."""
        if not self._rests:
            return 0.0
        gaps = sum(rest.note.gap for rest in self._rests[:-1])
        return self._lead + gaps + sum(rest.height(rest.lines) for rest in self._rests)

    @property
    def least(self) -> float:
        """The room for all of them where the last goes on overleaf, if it may."""
        if not self._rests:
            return 0.0
        last = self._rests[-1]
        saved = last.lines - _FEWEST if last.lines >= 2 * _FEWEST else 0
        return self.height - last.height(saved)

    def fitted(
        self, room: float, bottom: float, *, forced: bool
    ) -> tuple[list[PlacedNote], list[Rest]]:
        """What stands in `room` points above `bottom`, and what goes on overleaf.

        `forced`: a line at least, so that each page takes something off what is left.
        """
        taken: list[tuple[Rest, int]] = []
        y = self._lead
        left = list(self._rests)
        while left:
            rest = left[0]
            lines = _lines(rest, room - y, forced=forced and not taken)
            if not lines:
                break
            taken.append((rest, lines))
            if lines < rest.lines:
                left[0] = Rest(rest.note, rest.start + lines)
                break
            y += rest.height(lines) + rest.note.gap
            left.pop(0)
        return _placed(taken, bottom), left


def _lines(rest: Rest, room: float, *, forced: bool) -> int:
    """How many lines of a note stand in `room` points, without one alone here or overleaf."""
    fit = int((room + 0.01) / rest.note.leading)
    if fit >= rest.lines:
        return rest.lines
    fit = min(fit, rest.lines - _FEWEST)
    if fit >= _FEWEST:
        return fit
    return 1 if forced else 0


def _placed(taken: list[tuple[Rest, int]], bottom: float) -> list[PlacedNote]:
    """Notes one below the other, the last line of the last at `bottom`."""
    placed: list[PlacedNote] = []
    y = bottom
    for rest, lines in reversed(taken):
        y -= rest.height(lines) + (rest.note.gap if placed else 0.0)
        placed.append(PlacedNote(rest.note, rest.start, rest.start + lines, y))
    return placed[::-1]
