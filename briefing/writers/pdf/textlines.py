"""One line of text onto a page: runs that look alike go out together, links get their boxes.

Where the line stands and which runs are on it was settled before.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.writers.pdf.directions import shown
from briefing.writers.pdf.shaping import Run
from briefing.writers.pdf.surface import Surface

# The middle of a capital above its baseline, and the height and depth of a link's box, in em.
_MIDDLE, _HEIGHT, _DEPTH = 0.32, 0.85, 0.25


def draw_runs(surface: Surface, runs: Sequence[tuple[Run, float]], x: float, y: float) -> None:
    """Runs on the baseline at `y`, each followed by that much extra space; links and anchors come along."""
    line = _Line(surface, x, y)
    for run, extra in shown(runs):
        line.add(run, extra)
    line.finish()


class _Line:
    """One line of text as it is drawn: runs that look alike go out together, links get their boxes."""

    def __init__(self, surface: Surface, x: float, y: float) -> None:
        self._surface = surface
        self._x = x
        self._y = y
        self._start = x
        self._waiting: list[tuple[Run, float]] = []
        self._linked: tuple[Run, float] | None = None
        self._marks: list[tuple[Run, float]] = []
        self._named: set[int] = set()

    def add(self, run: Run, extra: float) -> None:
        piece = run.piece
        if self._linked and self._linked[0].piece.target is not piece.target:
            self._end_link()
        if piece.target and not self._linked:
            self._linked = (run, self._x)
        if piece.anchor and id(piece) not in self._named:
            self._named.add(id(piece))
            self._surface.anchor(piece.anchor, self._x, self._y - piece.ink.size - piece.ink.rise)
        if run.face is None:
            self._flush()
            self._marks.append((run, self._x))
        else:
            if self._waiting and not _alike(self._waiting[0][0], run):
                self._flush()
            if not self._waiting:
                self._start = self._x
            self._waiting.append((run, extra))
        self._x += run.width + extra

    def finish(self) -> None:
        self._flush()
        self._end_link()
        for run, x in self._marks:
            ink = run.piece.ink
            middle = self._y - ink.size * _MIDDLE
            assert run.piece.mark is not None
            size = run.width * 0.9
            self._surface.mark(run.piece.mark, x + size / 2, middle, size, ink.colour)

    def _flush(self) -> None:
        if self._waiting:
            self._surface.show(self._waiting, self._start, self._y)
            self._waiting = []

    def _end_link(self) -> None:
        if self._linked is None:
            return
        self._flush()
        run, left = self._linked
        ink, target = run.piece.ink, run.piece.target
        self._linked = None
        assert target is not None
        y = self._y - ink.rise
        box = (left, y - _HEIGHT * ink.size, self._x, y + _DEPTH * ink.size)
        self._surface.link(target, run.piece.element.inside("Link"), box)


def _alike(one: Run, other: Run) -> bool:
    """Whether two runs can go out as one: same look, same element, same link."""
    a, b = one.piece, other.piece
    if one.face is not other.face or a.element is not b.element or a.target is not b.target:
        return False
    return (a.ink.size, a.ink.colour, a.ink.rise, a.ink.tracking) == (
        b.ink.size,
        b.ink.colour,
        b.ink.rise,
        b.ink.tracking,
    )
