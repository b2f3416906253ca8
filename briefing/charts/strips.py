"""Strips of columns or of points on a line: one baseline a panel, the words above each mark.

Draws what `panels` has placed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from briefing.blocks import ChartMark
from briefing.charts.data import ChartData, remark_of, told_by, value_of
from briefing.charts.inks import (
    arrow,
    arrow_length,
    bar,
    bound,
    edge_width,
    ends_of,
    has_whisker,
    ink_of,
    whisker,
)
from briefing.charts.lettering import Line
from briefing.charts.panels import Plan, Slot, by_slot, floor_of, has_points, slot_gap, words_room

if TYPE_CHECKING:
    from briefing.charts.sheet import Sheet

_WIDEST = 5
"""Lines of text that the widest column is wide."""


def draw_strips(plan: Plan, data: ChartData, sheet: Sheet) -> float:
    """Draw every series in a strip of its own; gives the depth where they end."""
    role = sheet.theme.role("chart-label")
    depth = _heads(plan, sheet)
    top = depth
    for series in dict.fromkeys(mark.series for mark in data.marks):
        marks = [mark for mark in data.marks if mark.series == series]
        if series:
            for line in sheet.lettering.lines(
                sheet.lettering.words(series, "chart-value"), sheet.width
            ):
                sheet.write(line, 0, depth + role.size)
                depth += role.leading
            depth += role.leading * 0.3
        depth = _strip(plan, data, sheet, marks).draw(depth) + role.leading * 0.9
    depth -= role.leading * 0.9
    for before, after in pairwise(plan.panels):
        x = (before.right + after.left) / 2
        ends = [(x, 0.0 if top else top), (x, depth)]
        sheet.line(ends, colour=sheet.theme.colour("rule"), line=sheet.theme.table.row_rule)
    if not data.zero:
        words = sheet.lettering.words(data.word("not-from-zero"), "chart-remark")
        for line in sheet.lettering.lines(words, sheet.width):
            sheet.write(line, 0, depth + role.leading)
            depth += role.leading
        depth += role.leading - role.size
    return depth


def _heads(plan: Plan, sheet: Sheet) -> float:
    """The names of the panels above them, where there are several."""
    role = sheet.theme.role("chart-remark")
    depth = 0.0
    for panel in plan.panels:
        words = sheet.lettering.words(panel.name, role.name)
        lines = sheet.lettering.lines(words, panel.right - panel.left)
        for index, line in enumerate(lines):
            sheet.write(line, panel.left, role.size + index * role.leading)
        depth = max(depth, len(lines) * role.leading)
    return depth + (role.leading * 0.5 if depth else 0.0)


def _strip(plan: Plan, data: ChartData, sheet: Sheet, marks: Sequence[ChartMark]) -> _Strip:
    slots = by_slot(marks)
    labelled = frozenset(slots) if plan.roomy else _spaced(plan, sheet, slots)
    return _Strip(plan, data, sheet, slots, labelled, floor_of(data, marks))


def _spaced(plan: Plan, sheet: Sheet, slots: Mapping[Slot, ChartMark]) -> frozenset[Slot]:
    """The marks whose words have room: gaps and the ends first, then the extremes, then others."""
    order = [slot for panel in plan.panels for slot in panel.slots if slot in slots]
    gaps = [slot for slot in order if slots[slot].value is None]
    known = sorted((s for s in order if s not in gaps), key=lambda s: slots[s].value or 0)
    taken: dict[Slot, tuple[float, float]] = {}
    for slot in dict.fromkeys([order[-1], order[0], *gaps, *known[-1:], *known[:1], *order]):
        parts = (value_of(slots[slot].text), remark_of(slots[slot].text))
        widths = [sheet.lettering.width(sheet.lettering.pieces(p, "chart-value")) for p in parts]
        reach = min(max(widths), sheet.width / 4) + slot_gap(sheet) / 2
        x, _ = plan.place(slot)
        if all(x + reach < left or x - reach > right for left, right in taken.values()):
            taken[slot] = x - reach, x + reach
    return frozenset(taken)


@dataclass(frozen=True, slots=True)
class _Strip:
    """One series, drawn panel by panel from one baseline depth."""

    plan: Plan
    data: ChartData
    sheet: Sheet
    marks: Mapping[Slot, ChartMark]
    labelled: frozenset[Slot]
    floor: float

    def draw(self, top: float) -> float:
        """Draw it below `top`; gives the depth where it ends."""
        role = self.sheet.theme.role("chart-label")
        extents = [self._extent(slot) for slot in self.marks]
        below, above = max(low for low, _ in extents), max(high for _, high in extents)
        zero = top + above
        for panel in self.plan.panels:
            slots = [slot for slot in panel.slots if slot in self.marks]
            if self.data.draw == "lines":
                self._join(slots, zero)
            for slot in slots:
                self._draw_mark(slot, zero)
            if self.data.zero and slots:
                right = panel.left + panel.pitch * (panel.slots.index(slots[-1]) + 1)
                ends = [(panel.left, zero), (right, zero)]
                ink = self.sheet.theme.colour("ink")
                self.sheet.line(ends, colour=ink, line=self.sheet.theme.table.head_rule)
        return self._labels(zero + below + role.leading * 0.25)

    def _labels(self, top: float) -> float:
        """The periods below; lines with little room name only some of them."""
        role, lettering = self.sheet.theme.role("chart-label"), self.sheet.lettering
        depth, reached = top, 0.0
        for panel in self.plan.panels:
            for slot in panel.slots:
                if slot not in self.marks:
                    continue
                x, pitch = self.plan.place(slot)
                label = self.marks[slot].label
                line = lettering.pieces(label, role.name)
                room = pitch - slot_gap(self.sheet) / 2
                parts = [lettering.pieces(part, role.name) for part in told_by(label)]
                lines = tuple(words for part in parts for words in lettering.lines(part, room))
                if not self.plan.roomy:
                    lines = (line,)
                    x = max(x, lettering.width(line) / 2)
                    if x - lettering.width(line) / 2 < reached:
                        continue
                    reached = x + lettering.width(line) / 2 + slot_gap(self.sheet)
                for index, words in enumerate(lines):
                    self.sheet.write(words, x, top + role.size + index * role.leading, 0.5)
                depth = max(depth, top + len(lines) * role.leading)
        return depth

    # ---------------------------------------------------------------------------- one mark

    def _draw_mark(self, slot: Slot, zero: float) -> None:
        mark, (x, pitch) = self.marks[slot], self.plan.place(slot)
        width = min(pitch * 0.55, self.sheet.theme.role("chart-label").leading * _WIDEST)
        if mark.value is None:
            self._dash(x, zero)
        else:
            end = self._height(float(mark.value))
            if self._is_point(slot):
                self._dot(mark, x, zero - end)
            else:
                bar(
                    self.sheet,
                    mark.mark_class,
                    x - width / 2,
                    zero - max(end, 0),
                    width=width,
                    height=abs(end),
                )
            if has_whisker(mark) and mark.low is not None and mark.high is not None:
                lower, upper = (self._height(float(v)) for v in (mark.low, mark.high))
                whisker(self.sheet, (x, zero - lower), (x, zero - upper))
            radius = self._radius() if self._is_point(slot) else 0.0
            arrow(self.sheet, mark, (x, zero - max(end, 0) - radius), up=True)
        if slot in self.labelled:
            low, high = self._clear(slot)
            self._write(slot, x, zero - high if self._up(slot) else zero - low)

    def _write(self, slot: Slot, x: float, depth: float) -> None:
        """The words above the end of a mark, or below it."""
        role = self.sheet.theme.role("chart-label")
        lines = self._words(slot)
        if self._up(slot):
            depth -= self._block(slot)
        below = self._block(slot) - role.leading * len(lines)
        baseline = depth + role.size * 0.9 + (0 if self._up(slot) else below)
        for line in lines:
            self.sheet.write(line, self._left(slot, x, line), baseline)
            baseline += role.leading

    def _left(self, slot: Slot, x: float, line: Line) -> float:
        """Where a line of a mark's words begins: as it is aligned, but on the paper."""
        width = self.sheet.lettering.width(line)
        return min(max(x - self._align(slot) * width, 0.0), self.sheet.width - width)

    def _words(self, slot: Slot) -> tuple[Line, ...]:
        lettering = self.sheet.lettering
        _, pitch = self.plan.place(slot)
        room = words_room(self.data, self.sheet, slot[0], pitch)
        room = room if self.plan.roomy else self.sheet.width / 4
        mark = self.marks[slot]
        value = lettering.pieces(value_of(mark.text), "chart-value")
        remark = lettering.pieces(remark_of(mark.text), "chart-remark")
        return (*lettering.lines(value, room), *lettering.phrases(remark, room))

    def _block(self, slot: Slot) -> float:
        """The height that a mark's words need, with its arrow and the radius of a point."""
        if slot not in self.labelled:
            return 0.0
        room = arrow_length(self.sheet) if bound(self.marks[slot]) else 0.0
        leading = self.sheet.theme.role("chart-label").leading
        radius = self._radius() if self._is_point(slot) else 0.0
        return leading * (len(self._words(slot)) + 0.2) + room + radius

    def _extent(self, slot: Slot) -> tuple[float, float]:
        """How far a mark and its words reach below and above the baseline, both counted from it."""
        (low, high), block = self._clear(slot), self._block(slot)
        if self._up(slot):
            return max(0.0, -low), max(0.0, high + block)
        return max(0.0, block - low), max(0.0, high)

    def _up(self, slot: Slot) -> bool:
        """Whether the words stand above: they stand below what is negative, and below a valley."""
        mark = self.marks[slot]
        if mark.value is None or not self._is_point(slot):
            return mark.value is None or mark.value >= 0
        if self.data.zero and mark.value < 0:
            return False
        before, after = self._neighbours(slot)
        below = before > 0 and after > 0
        return not below or (self.data.zero and self._reach(slot)[0] < self._block(slot))

    def _align(self, slot: Slot) -> float:
        """Words of a point stand on the side where the line is not."""
        before, after = self._neighbours(slot) if self._is_point(slot) else (0, 0)
        if (before > 0) == (after > 0):
            return 0.5
        return 1.0 if after > 0 else 0.0

    def _neighbours(self, slot: Slot) -> tuple[int, int]:
        """Whether the point before and the point after are higher (1) or lower (-1); 0 for none."""
        slots = self.plan.panels[0].slots
        index, own = slots.index(slot), self.marks[slot].value
        signs = []
        for other in (index - 1, index + 1):
            mark = self.marks.get(slots[other]) if 0 <= other < len(slots) else None
            if mark is None or mark.value is None or own is None or mark.value == own:
                signs.append(0)
            else:
                signs.append(1 if mark.value > own else -1)
        return signs[0], signs[1]

    def _is_point(self, slot: Slot) -> bool:
        """Whether the mark is a point on a line."""
        return has_points(self.data, slot[0]) and self.marks[slot].value is not None

    def _height(self, value: float) -> float:
        return (value - self.floor) * self.plan.scale

    def _reach(self, slot: Slot) -> tuple[float, float]:
        """How far a mark reaches below and above the baseline, in points."""
        if self.marks[slot].value is None:
            return 0.0, self._stand() + edge_width(self.sheet.theme)
        heights = [self._height(float(v)) for v in ends_of(self.marks[slot])]
        if self._is_point(slot):
            return min(heights), max(heights)
        return min(0.0, *heights, 0.0), max(0.0, *heights, 0.0)

    def _clear(self, slot: Slot) -> tuple[float, float]:
        """What the words of a mark must stand clear of: its own reach, and that of near points."""
        reaches = [self._reach(slot)]
        if self._is_point(slot) and slot in self.labelled:
            x, pitch = self.plan.place(slot)
            lines = self._words(slot)
            lefts = [self._left(slot, x, line) for line in lines]
            rights = [
                left + self.sheet.lettering.width(line)
                for left, line in zip(lefts, lines, strict=True)
            ]
            for other in self.marks:
                near = self.plan.place(other)[0]
                if (
                    self._is_point(other)
                    and min(lefts) - pitch / 2 < near < max(rights) + pitch / 2
                ):
                    reaches.append(self._reach(other))
        return min(low for low, _ in reaches), max(high for _, high in reaches)

    def _join(self, slots: Sequence[Slot], zero: float) -> None:
        """The line, broken where a value is missing; an illustration is not on it."""
        for one, other in pairwise(slots):
            ends = []
            for slot in (one, other):
                mark = self.marks[slot]
                if self._is_point(slot) and mark.mark_class != "illustration":
                    height = self._height(float(mark.value or 0))
                    ends.append((self.plan.place(slot)[0], zero - height))
            if len(ends) == 2:
                line = edge_width(self.sheet.theme) * 1.5
                self.sheet.line(ends, colour=self.sheet.theme.colour("mark"), line=line)

    def _dot(self, mark: ChartMark, x: float, depth: float) -> None:
        theme = self.sheet.theme
        ink, line = ink_of(mark.mark_class, theme), edge_width(theme)
        fill = ink.fill or theme.colour("paper")
        self.sheet.disc(
            x, depth, self._radius(), fill=fill, edge=ink.edge, line=line if ink.edge else 0.0
        )

    def _dash(self, x: float, zero: float) -> None:
        """A gap: a dash, as in a table, that stands clear of the baseline so as not to be a value."""
        half = self.sheet.theme.role("chart-label").size * 0.7
        ends = [(x - half, zero - self._stand()), (x + half, zero - self._stand())]
        colour = self.sheet.theme.colour("outline")
        self.sheet.line(ends, colour=colour, line=edge_width(self.sheet.theme) * 1.5)

    def _stand(self) -> float:
        """How high a dash stands above the baseline."""
        return self.sheet.theme.role("chart-label").leading * 0.4

    def _radius(self) -> float:
        return self.sheet.theme.role("chart-label").leading * 0.28
