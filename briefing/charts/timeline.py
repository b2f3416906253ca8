"""`timeline`: what has a date on a true time axis, and in a lane below, off the axis, what has none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from briefing.blocks import ChartMark, Drawing, Inlines, MarkClass, Text
from briefing.charts.bars import write_lines
from briefing.charts.data import ChartData, Omitted, Refused, printed, remark_of, value_of
from briefing.charts.evidence import Evidence
from briefing.charts.inks import bar, edge_width, ink_of
from briefing.charts.lettering import EN_SPACE, Line
from briefing.charts.wording import Word
from briefing.facts.model import (
    Calculation,
    ChangeFact,
    ChartSpec,
    DocumentFact,
    EventFact,
    Fact,
    GoalFact,
    ProjectFact,
    StatementFact,
    ValueFact,
)
from briefing.facts.periods import Period

if TYPE_CHECKING:
    from briefing.charts.sheet import Sheet

_FIRM = ("signed", "in operation", "under way")
"""What has at least begun; anything else on a timeline is outlined, as it may not come."""


_AIR = 0.35
"""Lines of room between two levels."""
_WORDS: tuple[Word, ...] = ("undated", "separator")


def select(spec: ChartSpec, evidence: Evidence) -> ChartData:
    """Dated marks in order of time, then the undated ones. Raises Refused or Omitted."""
    ids = [id for id in dict.fromkeys(spec.facts) if not evidence.hidden(id)]
    if not ids:
        raise Refused("a chart needs facts to show: name them under facts")
    marks = [_mark(id, evidence) for id in ids]
    dated = sorted((m for m in marks if m.start and m.end), key=_moment)
    if not dated:
        raise Omitted(ids)
    undated = [m for m in marks if not (m.start and m.end)]
    solid = tuple(m.id for m in dated if _exists(m.id, evidence))
    words = tuple((key, evidence.wording.word(key)) for key in _WORDS)
    return ChartData(spec.kind, (*dated, *undated), words=words, solid=solid)


def _mark(id: str, evidence: Evidence) -> ChartMark:
    wording = evidence.wording
    start, end = _dates(evidence.claim(id))
    remarks: list[Inlines] = []
    if start and _inferred(evidence.claim(id)):
        remarks.append((Text(wording.word("inferred")),))
    remarks.append(wording.remark(id))
    words = (
        (wording.due(id) if _by_due(evidence.claim(id)) else wording.period(id)) if start else ()
    )
    text = printed(words, remarks, wording.word("comma"))
    panel = "" if start else wording.word("undated")
    return ChartMark(
        wording.event(id), text, _class(id, evidence), id, "", panel, start=start, end=end
    )


def _dates(claim: Fact | Calculation) -> tuple[date | None, date | None]:
    match claim:
        case DocumentFact():
            return claim.signed, claim.signed
        case EventFact():
            period: Period | None = claim.when
        case GoalFact() | ProjectFact():
            period = claim.due
        case ValueFact():
            period = claim.due if _by_due(claim) else claim.period
        case ChangeFact() | StatementFact() | Calculation():
            period = claim.period
        case _:
            period = None
    return (None, None) if period is None else (period.start, period.end)


def _by_due(claim: Fact | Calculation) -> bool:
    """Whether a claim stands on the day that is set for it, not on the one it is true of."""
    due = getattr(claim, "due", None)
    return isinstance(due, Period) and due.start is not None


def _inferred(claim: Fact | Calculation) -> bool:
    """Whether relative words ("last year") were read as a date."""
    return isinstance(claim, Fact) and any(r.to != "not stated" for r in claim.resolved)


def _class(id: str, evidence: Evidence) -> MarkClass:
    match evidence.claim(id):
        case ValueFact() | GoalFact() | Calculation(measure=str()):
            return evidence.mark_class(id)
        case Calculation():
            return "calculated"
        case _:
            return "stated"


def _exists(id: str, evidence: Evidence) -> bool:
    claim = evidence.claim(id)
    if isinstance(claim, GoalFact):
        return False
    status = getattr(claim, "status", None)
    return status in _FIRM if status else not _by_due(claim)


def _moment(mark: ChartMark) -> tuple[date, date]:
    return mark.start or date.max, mark.end or date.max


# ------------------------------------------------------------------------------------- drawing


@dataclass(frozen=True, slots=True)
class _Axis:
    """Whole years from `first` to `last`, `width` points long."""

    first: int
    last: int
    width: float

    def at(self, day: date) -> float:
        start = date(self.first, 1, 1)
        days = date(self.last, 12, 31) - start + timedelta(1)
        return self.width * ((day - start) / days)

    def span(self, mark: ChartMark) -> tuple[float, float]:
        """Where a mark begins and ends."""
        start, end = _moment(mark)
        return self.at(start), self.at(end) + self.at(date(self.first, 1, 2))


@dataclass(frozen=True, slots=True)
class _Item:
    """A dated mark with its label beside it: from where to where both reach, and the words' left end."""

    mark: ChartMark
    lines: tuple[Line, ...]
    left: float
    right: float
    words: float
    align: float


def draw(data: ChartData, sheet: Sheet) -> Drawing:
    """Each mark on the first level that has room for it and its label, earliest at the top."""
    dated = [m for m in data.marks if m.start and m.end]
    years = [day.year for m in dated for day in _moment(m)]
    axis = _Axis(min(years), max(years), sheet.width)
    levels = _levels(sheet, dated, axis, data.word("separator"))
    leading = sheet.theme.role("chart-label").leading
    middles, depth = [], 0.0
    for level in levels:
        height = leading * (max(len(item.lines) for item in level) + _AIR)
        middles.append(depth + height / 2)
        depth += height
    depth += leading * 0.2
    _ticks(sheet, axis, depth)
    for level, middle in zip(levels, middles, strict=True):
        lines = max(len(item.lines) for item in level)
        for item in level:
            _draw_item(sheet, item, axis, middle, lines=lines, solid=item.mark.id in data.solid)
    depth += leading * 1.2
    undated = [m for m in data.marks if not (m.start and m.end)]
    if undated:
        depth = _lane(sheet, undated, data, depth + leading * 0.6)
    return sheet.drawing(depth + leading * 0.2)


def _levels(
    sheet: Sheet, marks: Sequence[ChartMark], axis: _Axis, separator: str
) -> list[list[_Item]]:
    """A level takes what comes next as long as there is room, so that time runs down the page too."""
    levels: list[list[_Item]] = []
    gap = sheet.theme.role("chart-label").size
    for mark in marks:
        item = _item(sheet, mark, axis, separator)
        if levels and all(
            item.left > o.right + gap or item.right < o.left - gap for o in levels[-1]
        ):
            levels[-1].append(item)
        else:
            levels.append([item])
    return levels


def _item(sheet: Sheet, mark: ChartMark, axis: _Axis, separator: str) -> _Item:
    """The label at the right of its mark where it fits, else at the left, else where there is more room."""
    start, end = _ends(sheet, mark, axis)
    gap = sheet.theme.role("chart-label").size * 0.6
    line = _words(sheet, mark, separator)
    natural = min(sheet.lettering.width(line), sheet.width * 0.6)
    right, left = sheet.width - end - gap, start - gap
    after = right >= natural or (left < natural and right >= left)
    lines = sheet.lettering.lines(line, min(natural, right if after else left) + 0.01)
    width = max(sheet.lettering.width(line) for line in lines)
    if after:
        return _Item(mark, lines, start, end + gap + width, end + gap, 0.0)
    return _Item(mark, lines, start - gap - width, end, start - gap, 1.0)


def _ends(sheet: Sheet, mark: ChartMark, axis: _Axis) -> tuple[float, float]:
    """How far the mark itself reaches; a day's disc reaches a little to both sides."""
    start, end = axis.span(mark)
    least = _radius(sheet) * 2 if mark.start == mark.end else _radius(sheet) / 2
    if end - start < least:
        middle = min(max((start + end) / 2, least / 2), sheet.width - least / 2)
        return middle - least / 2, middle + least / 2
    return start, end


def _words(sheet: Sheet, mark: ChartMark, separator: str) -> Line:
    """The date in bold, what happened, and what must be said of it."""
    lettering = sheet.lettering
    when = lettering.pieces(value_of(mark.text), "chart-value")
    what = lettering.pieces(mark.label, "chart-label")
    remark = lettering.pieces(remark_of(mark.text), "chart-remark")
    wide, parted = (
        lettering.words(EN_SPACE, "chart-label"),
        lettering.words(separator, "chart-remark"),
    )
    return (*when, *(wide if when else ()), *what, *(parted if remark else ()), *remark)


def _ticks(sheet: Sheet, axis: _Axis, depth: float) -> None:
    """A hairline at the start of each year, or of every second, fifth, …; the year below."""
    theme, lettering = sheet.theme, sheet.lettering
    role = theme.role("chart-remark")
    year = axis.width / (axis.last - axis.first + 1)
    needed = lettering.width(lettering.words(str(axis.last), role.name)) + role.size * 0.8
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 10_000) if s * year >= needed)
    for at in range(axis.first, axis.last + 2):
        if at % step and at not in (axis.first,):
            continue
        x = min(max(axis.width * (at - axis.first) / (axis.last - axis.first + 1), 0), axis.width)
        points = [(x, 0.0), (x, depth)]
        sheet.line(points, colour=theme.colour("rule"), line=theme.table.row_rule)
        words = lettering.words(str(at), role.name)
        fits = at % step == 0 and x + needed <= axis.width + 0.01
        if at <= axis.last and fits:
            middle = x + year / 2 if step == 1 else x + lettering.width(words) / 2
            sheet.write(words, middle, depth + role.leading, 0.5)
    ends = [(0.0, depth), (axis.width, depth)]
    sheet.line(ends, colour=theme.colour("ink"), line=theme.table.head_rule)
    if year / 12 >= role.size * 0.6:
        for month in range(12 * (axis.last - axis.first + 1)):
            x = axis.at(date(axis.first + month // 12, month % 12 + 1, 1))
            tick = [(x, depth), (x, depth + role.size * 0.25)]
            sheet.line(tick, colour=theme.colour("ink"), line=theme.table.row_rule)


def _draw_item(
    sheet: Sheet, item: _Item, axis: _Axis, middle: float, *, lines: int, solid: bool
) -> None:
    """One mark and its label on a level that is `lines` lines high."""
    role = sheet.theme.role("chart-label")
    width = max(sheet.lettering.width(line) for line in item.lines)
    left = item.words - item.align * width
    pad, height = role.size * 0.2, role.leading * (lines + _AIR)
    sheet.rectangle(  # the words stand on paper, not on the hairlines of the years
        left - pad, middle - height / 2, width + 2 * pad, height, fill=sheet.theme.colour("paper")
    )
    start, end = _ends(sheet, item.mark, axis)
    mark_class = item.mark.mark_class
    if item.mark.start == item.mark.end:
        _point(sheet, mark_class, (start + end) / 2, middle, solid)
    else:
        thick = role.size * 0.8
        if solid or mark_class != "stated":
            bar(sheet, mark_class, start, middle - thick / 2, width=end - start, height=thick)
        else:
            sheet.rectangle(
                start, middle - thick / 2, end - start, thick,
                fill=sheet.theme.colour("paper"), edge=sheet.theme.colour("mark-edge"),
                line=min(edge_width(sheet.theme), (end - start) / 2),
            )  # fmt: skip
    write_lines(sheet, item.lines, item.words, middle, item.align)


def _point(sheet: Sheet, mark_class: MarkClass, x: float, middle: float, solid: bool) -> None:
    ink = ink_of(mark_class, sheet.theme)
    fill = ink.fill if solid else sheet.theme.colour("paper")
    edge = ink.edge or (None if solid else sheet.theme.colour("mark-edge"))
    line = edge_width(sheet.theme)
    sheet.disc(x, middle, _radius(sheet), fill=fill, edge=edge, line=line if edge else 0.0)


def _lane(sheet: Sheet, marks: Sequence[ChartMark], data: ChartData, top: float) -> float:
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
        lines = sheet.lettering.lines(
            _words(sheet, mark, data.word("separator")), sheet.width - indent
        )
        edge = theme.colour("goal" if mark.mark_class == "goal" else "outline")
        line_width = edge_width(theme)
        middle = top + role.leading / 2
        sheet.disc(_radius(sheet), middle, _radius(sheet), edge=edge, line=line_width)
        write_lines(sheet, lines, indent, middle + role.leading * (len(lines) - 1) / 2)
        top += role.leading * (len(lines) + 0.15)
    return top


def _radius(sheet: Sheet) -> float:
    return sheet.theme.role("chart-label").size * 0.4
