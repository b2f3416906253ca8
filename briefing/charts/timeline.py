"""`timeline`: what has a date on a true time axis, and in a lane below, off the axis, what has none."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from briefing.blocks import ChartMark, Drawing, Inlines, MarkClass, Text
from briefing.charts.data import ChartData, Omitted, Refused, printed
from briefing.charts.evidence import Evidence
from briefing.charts.time_axis import Axis, draw_item, lane, level_height, levels, moment, ticks
from briefing.charts.wording import Word
from briefing.facts.chart_specs import ChartSpec
from briefing.facts.model import (
    Calculation,
    ChangeFact,
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


_WORDS: tuple[Word, ...] = ("undated", "separator")


def select(spec: ChartSpec, evidence: Evidence) -> ChartData:
    """Dated marks in order of time, then the undated ones. Raises Refused or Omitted."""
    ids = [id for id in dict.fromkeys(spec.facts) if not evidence.hidden(id)]
    if not ids:
        raise Refused("a chart needs facts to show: name them under facts")
    marks = [_mark(id, evidence) for id in ids]
    dated = sorted((m for m in marks if m.start and m.end), key=moment)
    if not dated:
        raise Omitted(ids)
    undated = [m for m in marks if not (m.start and m.end)]
    solid = tuple(m.id for m in dated if _exists(m.id, evidence))
    words = tuple((key, evidence.wording.word(key)) for key in _WORDS)
    inferred = tuple(m.id for m in dated if _inferred(evidence.claim(m.id)))
    marks = [*dated, *undated]
    return ChartData(spec.kind, tuple(marks), words=words, solid=solid, inferred=inferred)


def draw(data: ChartData, sheet: Sheet) -> Drawing:
    """Dated marks from the earliest down, the axis below them, then the lane of what has no date."""
    dated = [m for m in data.marks if m.start and m.end]
    years = [day.year for m in dated for day in moment(m)]
    axis = Axis(min(years), max(years), sheet.width)
    found = levels(sheet, dated, axis, data)
    leading = sheet.theme.role("chart-label").leading
    heights = [level_height(sheet, level) for level in found]
    foot = sum(heights) + leading * 0.2
    ticks(sheet, axis, foot)
    top = 0.0
    for level, height in zip(found, heights, strict=True):
        for item in level:
            solid = item.mark.id in data.solid
            draw_item(sheet, item, axis, top=top, height=height, solid=solid)
        top += height
    depth = foot + leading * 1.3
    undated = [m for m in data.marks if not (m.start and m.end)]
    if undated:
        depth = lane(sheet, undated, data, depth + leading * 0.6)
    return sheet.drawing(depth + leading * 0.2)


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
