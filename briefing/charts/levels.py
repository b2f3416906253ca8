"""`level-against-goal`: a level by year as bars from zero, and the goal set apart, off the time axis.

No line joins the bars: two or three years are no trend, and a goal is no year.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from briefing.blocks import Drawing, Inlines, NativeChart, Text, plain
from briefing.charts.bars import bars
from briefing.charts.data import ChartData, Omitted, Refused, refuse_short_axis
from briefing.charts.evidence import PART_YEAR, Evidence
from briefing.charts.native import bars_native
from briefing.facts.chart_specs import ChartSpec

if TYPE_CHECKING:
    from briefing.charts.sheet import Sheet


def select(spec: ChartSpec, evidence: Evidence) -> ChartData:
    """The levels in order of time, then the goal. Raises Refused or Omitted."""
    refuse_short_axis(spec, "bars")
    if spec.draw == "lines":
        raise Refused("a level and a goal are bars: a line through them would claim a path")
    goal = evidence.goal(spec.goal).id
    ids = sorted(evidence.levels(spec.facts), key=lambda id: _start(evidence, id))
    if not ids:
        raise Omitted(spec.facts)
    evidence.one_measure([*ids, goal])
    whole_years_alone(ids, evidence)
    known = [id for id in ids if evidence.amount(id) is not None]
    if not known or evidence.amount(goal) is None:
        raise Omitted([id for id in (*ids, goal) if evidence.amount(id) is None])
    scale = evidence.scale([*known, goal])
    disputed = evidence.conflicting(ids)
    marks = []
    for id in ids:
        remarks = [*evidence.standing(id, scale), evidence.wording.remark(id)]
        if id in disputed:
            remarks.append(evidence.wording.speaker(id))
        marks.append(evidence.mark(id, _label(evidence, id), remarks, scale))
    due = evidence.wording.due(goal) or (Text(evidence.wording.word("no-date")),)
    marks.append(evidence.mark(goal, (Text(evidence.wording.word("goal")),), [due], scale))
    unit = evidence.wording.unit(evidence.measure_id(goal), scale)
    return ChartData(spec.kind, tuple(marks), unit, scale)


def draw(data: ChartData, sheet: Sheet) -> Drawing:
    """Years down the side, values at the ends of the bars, the goal below a hairline."""
    return sheet.drawing(bars(sheet, data.marks))


def native(data: ChartData) -> tuple[NativeChart, ...]:
    """The same bars as one native chart."""
    return (bars_native(data.marks, data.marks, plain(data.unit)),)


def whole_years_alone(ids: list[str], evidence: Evidence) -> None:
    """Refuse flows over anything but whole years: one axis would compare unlike things."""
    for id in ids:
        period = evidence.period(id)
        if evidence.measure(id).kind != "flow":
            continue
        if period is None:
            raise Refused(f"the period of {id} is not stated: it cannot stand among full years")
        if period.kind in PART_YEAR:
            raise Refused(
                f"{id} covers part of a year ({period.text}) and cannot stand beside full years "
                "or a goal; a series gives it a panel of its own"
            )
        if period.kind != "year":
            raise Refused(f"{id} covers several years ({period.text}), the others one each")


def _label(evidence: Evidence, id: str) -> Inlines:
    return evidence.wording.period(id) or (Text(evidence.wording.word("period-not-stated")),)


def _start(evidence: Evidence, id: str) -> date:
    period = evidence.period(id)
    return date.max if period is None or period.start is None else period.start
