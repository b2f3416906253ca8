"""A time axis and what stands on it: marks at their dates, labels beside them, a lane for the undated.

Lays out and draws; what has a date, and what is firm, is decided by the kind of chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from briefing.blocks import ChartMark, MarkClass
from briefing.charts.bars import write_lines
from briefing.charts.data import ChartData, remark_of, value_of
from briefing.charts.inks import bar, edge_width, ink_of
from briefing.charts.lettering import EN_SPACE, Line

if TYPE_CHECKING:
    from briefing.charts.sheet import Sheet

_AIR = 0.35
"""Lines of room between two levels."""
_NARROW = 0.3
"""A label with less room than this part of the width on either side of its mark stands below it."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Whole years from `first` to `last`, `width` points long."""

    first: int
    last: int
    width: float

    def at(self, day: date) -> float:
        """Where a day begins."""
        start = date(self.first, 1, 1)
        days = date(self.last, 12, 31) - start + timedelta(1)
        return self.width * ((day - start) / days)

    def span(self, mark: ChartMark) -> tuple[float, float]:
        """Where a mark begins and ends."""
        start, end = moment(mark)
        return self.at(start), self.at(end) + self.at(date(self.first, 1, 2))


@dataclass(frozen=True, slots=True)
class Item:
    """A dated mark and its label: from where to where both reach, where the words begin or end.

    `below` is the number of lines by which the words stand lower than the mark: 0 where beside it.
    """

    mark: ChartMark
    lines: tuple[Line, ...]
    left: float
    right: float
    words: float
    align: float
    below: int = 0

    @property
    def height(self) -> int:
        """Lines that it needs."""
        return len(self.lines) + self.below


def moment(mark: ChartMark) -> tuple[date, date]:
    """The first and the last day of a dated mark."""
    return mark.start or date.max, mark.end or date.max


def levels(
    sheet: Sheet, marks: Sequence[ChartMark], axis: Axis, data: ChartData
) -> list[list[Item]]:
    """A level takes what comes next as long as there is room, so that time runs down the page too."""
    found: list[list[Item]] = []
    gap = sheet.theme.role("chart-label").size
    for mark in marks:
        item = _item(sheet, mark, axis, data)
        if found and all(item.left > o.right + gap or item.right < o.left - gap for o in found[-1]):
            found[-1].append(item)
        else:
            found.append([item])
    return found


def level_height(sheet: Sheet, level: Sequence[Item]) -> float:
    """How high a level is, in points."""
    lines = max(item.height for item in level)
    return sheet.theme.role("chart-label").leading * (lines + _AIR)


def ticks(sheet: Sheet, axis: Axis, depth: float) -> None:
    """The axis, a tick at the start of each year, or of every second, fifth, …; the year below."""
    theme, lettering = sheet.theme, sheet.lettering
    role, ink = theme.role("chart-remark"), theme.colour("ink")
    year = axis.width / (axis.last - axis.first + 1)
    needed = lettering.width(lettering.words(str(axis.last), role.name)) + role.size * 0.8
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 10_000) if s * year >= needed)
    sheet.line([(0.0, depth), (axis.width, depth)], colour=ink, line=theme.table.head_rule)
    starts = [(at, year * (at - axis.first)) for at in range(axis.first, axis.last + 2)]
    for at, x in starts:
        if at % step and at not in (axis.first, axis.last + 1):
            continue
        _tick(sheet, x, depth, role.size * 0.5)
        words = lettering.words(str(at), role.name)
        fits = at % step == 0 and x + needed <= axis.width + 0.01
        if at <= axis.last and fits:
            middle = x + year / 2 if step == 1 else x + lettering.width(words) / 2
            sheet.write(words, middle, depth + role.leading * 1.1, 0.5)
    if year / 12 >= role.size * 0.6:
        for month in range(12 * (axis.last - axis.first + 1)):
            x = axis.at(date(axis.first + month // 12, month % 12 + 1, 1))
            _tick(sheet, x, depth, role.size * 0.25)


def _tick(sheet: Sheet, x: float, depth: float, length: float) -> None:
    line = sheet.theme.table.row_rule
    x = min(max(x, line / 2), sheet.width - line / 2)
    sheet.line([(x, depth), (x, depth + length)], colour=sheet.theme.colour("ink"), line=line)


def draw_item(
    sheet: Sheet, item: Item, axis: Axis, *, top: float, height: float, solid: bool
) -> None:
    """One mark and its label on the level that is `height` points high from the depth `top` on."""
    role = sheet.theme.role("chart-label")
    middle, words = top + height / 2, top + height / 2
    if item.below:
        middle = top + role.leading * (item.below + _AIR) / 2
        words = top + role.leading * (item.below + _AIR / 2 + len(item.lines) / 2)
    _draw_mark(sheet, item.mark, _ends(sheet, item.mark, axis), middle, solid)
    write_lines(sheet, item.lines, item.words, words, item.align)


def lane(sheet: Sheet, marks: Sequence[ChartMark], data: ChartData, top: float) -> float:
    """What has no date, one below the other under a head and a hairline; no place is claimed."""
    theme, role = sheet.theme, sheet.theme.role("chart-label")
    ends = [(0.0, top), (sheet.width, top)]
    sheet.line(ends, colour=theme.colour("rule"), line=theme.table.row_rule)
    top += role.leading * 0.4
    head = sheet.lettering.words(data.word("undated"), "chart-remark")
    for line in sheet.lettering.lines(head, sheet.width):
        sheet.write(line, 0, top + role.size)
        top += role.leading * 1.15
    indent = _radius(sheet) * 2 + role.size * 0.6
    for mark in marks:
        lines = sheet.lettering.lines(_words(sheet, mark, data), sheet.width - indent)
        edge = theme.colour("goal" if mark.mark_class == "goal" else "outline")
        line_width = edge_width(theme)
        middle = top + role.leading / 2
        sheet.disc(_radius(sheet), middle, _radius(sheet), edge=edge, line=line_width)
        write_lines(sheet, lines, indent, middle + role.leading * (len(lines) - 1) / 2)
        top += role.leading * (len(lines) + 0.15)
    return top


def _item(sheet: Sheet, mark: ChartMark, axis: Axis, data: ChartData) -> Item:
    """The label at the right of its mark where it fits, else at the left, else where more room is.

    Below the mark where there is little room on both sides.
    """
    start, end = _ends(sheet, mark, axis)
    gap = sheet.theme.role("chart-label").size * 0.6
    line = _words(sheet, mark, data)
    natural = min(sheet.lettering.width(line), sheet.width * 0.6)
    right, left = sheet.width - end - gap, start - gap
    after = right >= natural or (left < natural and right >= left)
    below = max(right, left) < min(natural, sheet.width * _NARROW)
    room = natural if below else min(natural, right if after else left)
    lines = sheet.lettering.lines(line, room + 0.01)
    width = max(sheet.lettering.width(line) for line in lines)
    if below:
        words = min(start, sheet.width - width)
        return Item(mark, lines, words, max(end, words + width), words, 0.0, below=1)
    if after:
        return Item(mark, lines, start, end + gap + width, end + gap, 0.0)
    return Item(mark, lines, start - gap - width, end, start - gap, 1.0)


def _ends(sheet: Sheet, mark: ChartMark, axis: Axis) -> tuple[float, float]:
    """How far the mark itself reaches; a day's disc reaches a little to both sides."""
    start, end = axis.span(mark)
    least = _radius(sheet) * 2 if mark.start == mark.end else _radius(sheet) / 2
    if end - start < least:
        middle = min(max((start + end) / 2, least / 2), sheet.width - least / 2)
        return middle - least / 2, middle + least / 2
    return start, end


def _words(sheet: Sheet, mark: ChartMark, data: ChartData) -> Line:
    """The date in bold, what happened, and what must be said of it.

    That a date is inferred stands in the mark's text only: the note says it once for all marks.
    """
    lettering = sheet.lettering
    said = remark_of(mark.text)
    when = lettering.pieces(value_of(mark.text), "chart-value")
    what = lettering.pieces(mark.label, "chart-label")
    remark = lettering.pieces(said[2:] if mark.id in data.inferred else said, "chart-remark")
    wide = lettering.words(EN_SPACE, "chart-label")
    parted = lettering.words(data.word("separator"), "chart-remark")
    return (*when, *(wide if when else ()), *what, *(parted if remark else ()), *remark)


def _draw_mark(
    sheet: Sheet, mark: ChartMark, ends: tuple[float, float], middle: float, solid: bool
) -> None:
    """A disc for a day, a bar for a period; outlined where it is only planned."""
    start, end = ends
    if mark.start == mark.end:
        _point(sheet, mark.mark_class, (start + end) / 2, middle, solid)
        return
    thick = sheet.theme.role("chart-label").size * 0.8
    if solid or mark.mark_class != "stated":
        bar(sheet, mark.mark_class, start, middle - thick / 2, width=end - start, height=thick)
        return
    sheet.rectangle(
        start,
        middle - thick / 2,
        end - start,
        thick,
        fill=sheet.theme.colour("paper"),
        edge=sheet.theme.colour("mark-edge"),
        line=min(edge_width(sheet.theme), (end - start) / 2),
    )


def _point(sheet: Sheet, mark_class: MarkClass, x: float, middle: float, solid: bool) -> None:
    ink = ink_of(mark_class, sheet.theme)
    fill = ink.fill if solid else sheet.theme.colour("paper")
    edge = ink.edge or (None if solid else sheet.theme.colour("mark-edge"))
    line = edge_width(sheet.theme)
    sheet.disc(x, middle, _radius(sheet), fill=fill, edge=edge, line=line if edge else 0.0)


def _radius(sheet: Sheet) -> float:
    return sheet.theme.role("chart-label").size * 0.4
