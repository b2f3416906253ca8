"""Strips to pages: one pass, in which every strip gets its page and its height on it.

Nothing is drawn; what a strip shows is unknown here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from briefing.writers.pdf.flow import Frame, Strip

# A figure that had to wait for the next page may leave this share of a page empty before text is moved up.
_HOLE = 1 / 3


@dataclass(frozen=True, slots=True)
class Placed:
    """A strip and the height of its upper edge, in points from the top of the page."""

    strip: Strip
    top: float


@dataclass(frozen=True, slots=True)
class Framed:
    """The part of a frame that is on one page; `continued` where it began on an earlier one."""

    frame: Frame
    top: float
    bottom: float
    continued: bool


@dataclass(slots=True)
class PageOfStrips:
    """What stands on one page: frames from the outside in, and strips in order."""

    placed: list[Placed] = field(default_factory=list)
    framed: list[Framed] = field(default_factory=list)


def paginate(strips: Sequence[Strip], top: float, bottom: float) -> list[PageOfStrips]:
    """Fill pages between the heights `top` and `bottom`; there is always one page."""
    column = list(strips)
    pages: list[PageOfStrips] = []
    begun: set[Frame] = set()
    at = 0
    while at < len(column):
        end = _page_end(column, at, top, bottom, begun)
        if _float(column, at, end, top, bottom, begun):
            end = _page_end(column, at, top, bottom, begun)
        pages.append(_place(column[at:end], top, begun))
        at = end
    return pages or [PageOfStrips()]


def _page_end(column: list[Strip], start: int, top: float, bottom: float, begun: set[Frame]) -> int:
    """The number of the first strip that goes to the next page."""
    cursor = _Cursor(top, begun)
    legal = start
    for at in range(start, len(column)):
        strip = column[at]
        if at > start and strip.breaks:
            return at
        if at > start and not strip.tied:
            legal = at
        cursor.put(strip)
        if cursor.y + cursor.below > bottom + 0.01 and at > start:
            return legal if legal > start else at
    return len(column)


def _float(
    column: list[Strip], start: int, end: int, top: float, bottom: float, begun: set[Frame]
) -> bool:
    """Set the running text that follows a figure before it, where the figure would leave a large hole."""
    if end >= len(column) or not column[end].floating or column[end].breaks:
        return False
    used = _Cursor(top, begun)
    for strip in column[start:end]:
        used.put(strip)
    room = bottom - used.y
    if room < (bottom - top) * _HOLE:
        return False
    after = end
    while after < len(column) and column[after].floating == column[end].floating:
        after += 1
    stop = after
    while stop < len(column) and column[stop].movable and not column[stop].breaks:
        strip = column[stop]
        if strip.height + strip.gap > room:
            break
        room -= strip.height + strip.gap
        stop += 1
    while stop > after and stop < len(column) and column[stop].tied:
        stop -= 1
    if stop == after:
        return False
    column[end:stop] = [*column[after:stop], *column[end:after]]
    return True


def _place(strips: Sequence[Strip], top: float, begun: set[Frame]) -> PageOfStrips:
    page = PageOfStrips()
    continued = set(begun)
    cursor = _Cursor(top, begun)
    opened: dict[Frame, tuple[int, float]] = {}
    for strip in strips:
        cursor.put(strip)
        for frame, edge in cursor.opened:
            opened[frame] = (len(page.framed), edge)
            page.framed.append(Framed(frame, edge, edge, frame in continued))
        page.placed.append(Placed(strip, cursor.y - strip.height))
        _grow(page, opened, strip, cursor.y)
    begun.update(frame for strip in strips for frame in strip.frames)
    return page


def _grow(
    page: PageOfStrips, opened: dict[Frame, tuple[int, float]], strip: Strip, y: float
) -> None:
    """Every frame around `strip` reaches down to its bottom and the padding inside it."""
    below = 0.0
    for frame in reversed(strip.frames):
        below += frame.below
        index, edge = opened[frame]
        held = page.framed[index]
        page.framed[index] = Framed(frame, edge, y + below, held.continued)


class _Cursor:
    """How far down a page is filled, and which frames are open there."""

    def __init__(self, top: float, begun: set[Frame]) -> None:
        self.y = top
        self.frames: tuple[Frame, ...] = ()
        self.opened: list[tuple[Frame, float]] = []
        self._begun = begun
        self._empty = True

    @property
    def below(self) -> float:
        """What the open frames still need below."""
        return sum(frame.below for frame in self.frames)

    def put(self, strip: Strip) -> None:
        """Add a strip: frames that end are closed, then comes the gap, then new frames open."""
        shared = 0
        for mine, theirs in zip(self.frames, strip.frames, strict=False):
            if mine is not theirs:
                break
            shared += 1
        self.y += sum(frame.below for frame in self.frames[shared:])
        if not self._empty:
            self.y += strip.gap
        self._empty = False
        self.opened = []
        for frame in strip.frames[shared:]:
            self.opened.append((frame, self.y))
            self.y += frame.above + (frame.repeated_height if frame in self._begun else 0.0)
        self.frames = strip.frames
        self.y += strip.height
