"""Strips to pages: one pass, in which every strip gets its page and its height on it.

The notes that open in a strip stand at the foot of its page. Nothing is drawn; what a strip shows is
unknown here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from briefing.writers.pdf.flow import Frame, Strip
from briefing.writers.pdf.foot import Foot, PlacedNote, Rest

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
    """What stands on one page: frames from the outside in, strips in order, notes at the foot."""

    placed: list[Placed] = field(default_factory=list)
    framed: list[Framed] = field(default_factory=list)
    foot: list[PlacedNote] = field(default_factory=list)


def paginate(
    strips: Sequence[Strip], top: float, bottom: float, lead: float = 0.0
) -> list[PageOfStrips]:
    """Fill pages between the heights `top` and `bottom`; there is always one page.

    `lead` is the room above the first note of a page.
    """
    return _Pages(strips, top, bottom, lead).filled() or [PageOfStrips()]


class _Pages:
    def __init__(self, strips: Sequence[Strip], top: float, bottom: float, lead: float) -> None:
        self._column = list(strips)
        self._top = top
        self._bottom = bottom
        self._lead = lead
        self._carried: list[Rest] = []
        self._begun: set[Frame] = set()

    def filled(self) -> list[PageOfStrips]:
        pages = []
        at = 0
        while at < len(self._column) or self._carried:
            end = self._page_end(at)
            if self._moved_up(at, end):
                end = self._page_end(at)
            pages.append(self._placed(at, end))
            at = end
        return pages

    def _page_end(self, start: int) -> int:
        """The number of the first strip that goes to the next page.

        Where strips fit only because the note that opens in them goes on overleaf, the page ends as soon
        as it may. Notes that were carried here have a page for themselves if nothing fits beside them.
        """
        cursor, foot = _Cursor(self._top, self._begun), Foot(self._lead, self._carried)
        legal = start
        divided, fresh = False, False
        for at in range(start, len(self._column)):
            strip = self._column[at]
            if at > start and strip.breaks:
                return at
            if at > start and not strip.tied:
                if divided:
                    return at
                legal, fresh = at, False
            cursor.put(strip)
            foot.add(strip.notes)
            room = self._bottom + 0.01 - cursor.y - cursor.below
            fresh = fresh or bool(strip.notes)
            if room < foot.height and not divided:
                if legal > start and not fresh:
                    return legal
                divided = True
            if room < foot.least and (at > start or self._carried):
                return legal if legal > start else at
        return len(self._column)

    def _moved_up(self, start: int, end: int) -> bool:
        """Set the running text after a figure before it, where the figure would leave a large hole."""
        column = self._column
        if end >= len(column) or not column[end].floating or column[end].breaks:
            return False
        used, foot = _Cursor(self._top, self._begun), Foot(self._lead, self._carried)
        for strip in column[start:end]:
            used.put(strip)
            foot.add(strip.notes)
        room = self._bottom - used.y - foot.height
        if room < (self._bottom - self._top) * _HOLE:
            return False
        after = end
        while after < len(column) and column[after].floating == column[end].floating:
            after += 1
        stop = self._fitting(after, room + foot.height, foot)
        if stop == after:
            return False
        first = replace(column[end], breaks=True)
        column[end:stop] = [*column[after:stop], first, *column[end + 1 : after]]
        return True

    def _fitting(self, start: int, room: float, foot: Foot) -> int:
        """The end of the running text from strip `start` on that fits into `room`, notes included."""
        column, stop = self._column, start
        while stop < len(column) and column[stop].movable and not column[stop].breaks:
            room -= column[stop].height + column[stop].gap
            foot.add(column[stop].notes)
            if room < foot.height:
                break
            stop += 1
        while start < stop < len(column) and column[stop].tied:
            stop -= 1
        return stop

    def _placed(self, start: int, end: int) -> PageOfStrips:
        page = PageOfStrips()
        cursor, foot = _Cursor(self._top, self._begun), Foot(self._lead, self._carried)
        opened: dict[Frame, tuple[int, float]] = {}
        for strip in self._column[start:end]:
            cursor.put(strip)
            foot.add(strip.notes)
            for frame, edge in cursor.opened:
                opened[frame] = (len(page.framed), edge)
                page.framed.append(Framed(frame, edge, edge, frame in self._begun))
            page.placed.append(Placed(strip, cursor.y - strip.height))
            _grow(page, opened, strip, cursor.y)
        self._begun.update(frame for placed in page.placed for frame in placed.strip.frames)
        room = self._bottom - cursor.y - cursor.below
        page.foot, self._carried = foot.fitted(room, self._bottom, forced=start == end)
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
