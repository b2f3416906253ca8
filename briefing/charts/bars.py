"""Horizontal bars from one zero: a label at the left, the value and its remark at the bar's end.

Lays out and draws rows; which facts they show, and what must not stand together, is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from briefing.blocks import ChartMark
from briefing.charts.data import remark_of, value_of
from briefing.charts.inks import (
    arrow,
    arrow_length,
    bar,
    bound,
    ends_of,
    has_whisker,
    span,
    whisker,
)
from briefing.charts.lettering import EN_SPACE, Lettering, Line

if TYPE_CHECKING:
    from briefing.charts.sheet import Sheet

_FEW = 5
"""Up to so many rows, bars are thick."""


@dataclass(frozen=True, slots=True)
class Row:
    """One bar as it will stand: depths in points, words already broken."""

    mark: ChartMark
    label: tuple[Line, ...]
    words: tuple[Line, ...]
    top: float
    height: float
    parted: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """Where labels end, where zero stands, how many points a unit of value is long."""

    labels: float
    zero: float
    scale: float

    def at(self, value: float) -> float:
        """The place of a value."""
        return self.zero + value * self.scale


def bars(
    sheet: Sheet,
    marks: Sequence[ChartMark],
    top: float = 0.0,
    among: Sequence[ChartMark] = (),
) -> float:
    """Draw a row a mark from the depth `top` on; gives the depth where they end.

    A goal is set apart by a gap and a hairline, off the axis that the other rows share. `among` are
    all the marks that share the scale, where these are not all.
    """
    axis = _axis(sheet, among or marks)
    thick = sheet.theme.role("chart-label").leading * (1.9 if len(marks) <= _FEW else 1.3)
    rows = _rows(sheet, marks, axis, thick, top)
    for before, row in pairwise(rows):
        if row.parted:
            depth = (before.top + before.height + row.top) / 2
            rule = sheet.theme.table.row_rule
            ends = [(0.0, depth), (sheet.width, depth)]
            sheet.line(ends, colour=sheet.theme.colour("rule"), line=rule)
    for row in rows:
        _draw_row(sheet, row, axis, thick)
    end = rows[-1].top + rows[-1].height + thick / 4
    zero = [(axis.zero, top), (axis.zero, end)]
    sheet.line(zero, colour=sheet.theme.colour("ink"), line=sheet.theme.table.head_rule)
    return end


def words_at_end(lettering: Lettering, mark: ChartMark) -> Line:
    """The value in bold and its remark after a wide space, on one line."""
    value = lettering.pieces(value_of(mark.text), "chart-value")
    remark = lettering.pieces(remark_of(mark.text), "chart-remark")
    return (*value, *(lettering.words(EN_SPACE, "chart-remark") if value else ()), *remark)


def write_lines(
    sheet: Sheet, lines: Sequence[Line], x: float, middle: float, align: float = 0.0
) -> None:
    """Lines one below the other, centred on the depth `middle`."""
    role = sheet.theme.role("chart-label")
    cap = sheet.theme.fonts.face(role.family, role.weight).cap_height * role.size / 1000
    baseline = middle + cap / 2 - role.leading * (len(lines) - 1) / 2
    for line in lines:
        sheet.write(line, x, baseline, align)
        baseline += role.leading


def _axis(sheet: Sheet, marks: Sequence[ChartMark]) -> Axis:
    """The longest bars for which every row's words still fit, but at least half of the width."""
    lettering = sheet.lettering
    left = min(
        max(lettering.width(lettering.pieces(m.label, "chart-label")) for m in marks),
        sheet.width * 0.28,
    )
    zero = left + _gap(sheet)
    below, above = span([v for m in marks for v in ends_of(m)])
    room = sheet.width - zero
    if not below + above:
        return Axis(left, zero, 1.0)
    scales = [room * 0.9 / (below + above)]
    for mark in marks:
        words = lettering.width(words_at_end(lettering, mark))
        reach = below + max(0.0, *(float(v) for v in ends_of(mark)), 0.0)
        if reach:
            scales.append((room - words - _gap(sheet) - _arrow_room(sheet, mark)) / reach)
    scale = max(min(scales), room * 0.5 / (below + above))
    return Axis(left, zero + below * scale, scale)


def _rows(
    sheet: Sheet, marks: Sequence[ChartMark], axis: Axis, thick: float, top: float
) -> list[Row]:
    lettering, leading = sheet.lettering, sheet.theme.role("chart-label").leading
    rows: list[Row] = []
    depth = top + thick / 4
    for mark in marks:
        parted = bool(rows) and (mark.mark_class == "goal") != (rows[-1].mark.mark_class == "goal")
        label = lettering.lines(lettering.pieces(mark.label, "chart-label"), axis.labels + 0.01)
        room = sheet.width - _words_left(sheet, mark, axis) + 0.01
        words = lettering.lines(words_at_end(lettering, mark), room)
        height = max(thick, leading * max(len(label), len(words)))
        depth += thick * 0.75 if parted else 0.0
        rows.append(Row(mark, label, words, depth, height, parted))
        depth += height + thick * 0.45
    return rows


def _draw_row(sheet: Sheet, row: Row, axis: Axis, thick: float) -> None:
    mark, top = row.mark, row.top + (row.height - thick) / 2
    middle = row.top + row.height / 2
    if mark.value is not None:
        left, right = sorted((axis.zero, axis.at(float(mark.value))))
        bar(sheet, mark.mark_class, left, top, width=right - left, height=thick)
        if has_whisker(mark) and mark.low is not None and mark.high is not None:
            low, high = axis.at(float(mark.low)), axis.at(float(mark.high))
            whisker(sheet, (low, middle), (high, middle))
        arrow(sheet, mark, (right, middle))
    write_lines(sheet, row.label, axis.labels, middle, 1.0)
    write_lines(sheet, row.words, _words_left(sheet, mark, axis), middle)


def _words_left(sheet: Sheet, mark: ChartMark, axis: Axis) -> float:
    """Where a row's words begin: after the bar, its whisker and its arrow."""
    reach = max(0.0, *(float(v) for v in ends_of(mark)), 0.0)
    return axis.at(reach) + _gap(sheet) + _arrow_room(sheet, mark)


def _gap(sheet: Sheet) -> float:
    return sheet.theme.role("chart-label").size * 0.75


def _arrow_room(sheet: Sheet, mark: ChartMark) -> float:
    return arrow_length(sheet) if bound(mark) else 0.0
