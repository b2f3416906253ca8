"""The story as a column of strips: lines, rows and pictures, one below the other, not yet on pages.

A strip is never divided. What may stand at the top of a page, and what frames it, goes with each strip.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from briefing.writers.pdf.paragraph import Line, Setting
from briefing.writers.pdf.surface import Surface

Draw = Callable[[Surface, float], None]
"""Draws something with its upper edge at a height of the page (points from the top)."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What surrounds strips on each page they stand on: padding above and below, and a decoration.

    `decorate` is given the top and bottom of the part on one page. `repeated` is drawn once more at the
    top of every further page and takes `repeated_height`.
    """

    above: float = 0.0
    below: float = 0.0
    decorate: Callable[[Surface, float, float], None] | None = None
    repeated: Draw | None = None
    repeated_height: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Footnote:
    """A note for the foot of the page on which its first reference stands, set to lines.

    `leading` is the height of a line in points, `draw_line` draws one by its number; `gap` is the room
    between it and the note below.
    """

    lines: int
    leading: float
    draw_line: Callable[[Surface, int, float], None]
    gap: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """Something of full height that is not divided; lengths in points.

    `gap` is the space above it, which falls away at the top of a page. A `tied` strip does not begin a page
    unless nothing else is possible. `movable` strips may be set before a figure that had to wait for the
    next page; `floating` is the group of strips of one figure (0: none). `notes` open here.
    """

    height: float
    draw: Draw
    gap: float = 0.0
    tied: bool = False
    breaks: bool = False
    frames: tuple[Frame, ...] = ()
    movable: bool = False
    floating: int = 0
    notes: tuple[Footnote, ...] = ()


@dataclass
class Flow:
    """Strips being collected; spaces between neighbours do not add up, the larger holds."""

    left: float
    measure: float
    strips: list[Strip] = field(default_factory=list)
    _gap: float = 0.0
    _tie: bool = False
    _break: bool = False
    _frames: tuple[Frame, ...] = ()
    _floating: int = 0
    _figures: int = 0
    _hold: int = 0
    _first: list[Draw] = field(default_factory=list)

    def space(self, points: float) -> None:
        """Leave at least this much before what comes next."""
        self._gap = max(self._gap, points)

    def tie(self) -> None:
        """What comes next stays on the page of what came last."""
        self._tie = bool(self.strips)

    def hold(self, strips: int) -> None:
        """The next so many strips stay on the page of what came last."""
        self._hold = strips if self.strips else 0

    def new_page(self) -> None:
        """What comes next begins a page."""
        self._break = bool(self.strips)

    def add(
        self, height: float, draw: Draw, *, movable: bool = False, notes: tuple[Footnote, ...] = ()
    ) -> None:
        """A strip of this height, with the notes that open there."""
        if self._first:
            draw = _all((*self._first, draw))
            self._first = []
        tied = (self._tie or self._hold > 0) and not self._break
        self._hold = max(self._hold - 1, 0)
        self.strips.append(
            Strip(height, draw, self._gap, tied, self._break, self._frames,
                  movable and not self._frames, self._floating, notes)
        )  # fmt: skip
        self._gap, self._tie, self._break = 0.0, False, False

    def with_next(self, draw: Draw) -> None:
        """Draw this too where the next strip begins: a number, a bullet, the place of an anchor."""
        self._first.append(draw)

    def drop_with_next(self) -> None:
        """Nothing came after all: an empty item has no bullet."""
        self._first = []

    def paragraph(
        self,
        setting: Setting,
        x: float,
        *,
        movable: bool = False,
        notes: Mapping[str, Footnote] | None = None,
    ) -> None:
        """The lines of a paragraph, neither the first nor the last alone on a page, no word on two pages.

        `notes` are those that open in it, by the anchors of their first references.
        """
        count = len(setting.lines)
        waiting = dict(notes or {})
        for nth in range(count):
            if nth and (nth in (1, count - 1) or setting.lines[nth - 1].hyphenated):
                self.tie()
            opened = _opened(setting.lines[nth], waiting)
            self.add(setting.leading, _line(setting, nth, x), movable=movable, notes=opened)

    @contextmanager
    def framed(self, frame: Frame) -> Iterator[None]:
        """Strips added inside are surrounded by `frame`."""
        before = self._frames
        self._frames = (*before, frame)
        yield
        self._frames = before
        self._gap = 0.0

    @contextmanager
    def figure(self) -> Iterator[None]:
        """Strips added inside stay together and may wait together for the next page."""
        self._figures += 1
        self._floating = self._figures
        yield
        self._floating = 0

    @contextmanager
    def inset(self, left: float, right: float = 0.0) -> Iterator[None]:
        """Narrow the column while strips are added inside."""
        self.left, self.measure = self.left + left, self.measure - left - right
        yield
        self.left, self.measure = self.left - left, self.measure + left + right

    def keep_together(self, since: int, tallest: float) -> None:
        """Tie all strips since number `since` to each other, unless they are taller than `tallest`."""
        strips = self.strips[since:]
        if sum(strip.height + strip.gap for strip in strips) <= tallest:
            self.strips[since + 1 :] = [replace(strip, tied=True) for strip in strips[1:]]


def _opened(line: Line, waiting: dict[str, Footnote]) -> tuple[Footnote, ...]:
    """The notes that open in a line; they wait no more, should a reference go on in the next."""
    anchors = [run.piece.anchor for run, _ in line.runs]
    return tuple(waiting.pop(anchor) for anchor in anchors if anchor in waiting)


def _line(setting: Setting, nth: int, x: float) -> Draw:
    return lambda surface, top: setting.draw_line(nth, surface, x, top)


def _all(draws: tuple[Draw, ...]) -> Draw:
    def draw(surface: Surface, top: float) -> None:
        for one in draws:
            one(surface, top)

    return draw
