"""`ranking`: products or partners by value in one period, largest first, as bars from one zero.

Totals and groups do not stand among their parts. A partner that hosts or visits is set in bold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.blocks import Drawing, Inlines, NativeChart, Strong, plain
from briefing.charts.bars import bars
from briefing.charts.data import ChartData, Omitted, Refused, refuse_short_axis
from briefing.charts.evidence import Evidence
from briefing.charts.native import bars_native
from briefing.facts.chart_specs import ChartSpec
from briefing.facts.model import ValueFact

if TYPE_CHECKING:
    from briefing.charts.sheet import Sheet


def select(spec: ChartSpec, evidence: Evidence) -> ChartData:
    """Marks by value, largest first. Raises Refused or Omitted."""
    if spec.draw == "lines":
        raise Refused("things that are ranked are bars: a line between them would mean nothing")
    refuse_short_axis(spec, "bars")
    ids = evidence.levels(spec.facts)
    known = [id for id in ids if evidence.amount(id) is not None]
    if not known:
        raise Omitted(ids)
    evidence.one_measure(ids)
    for id in ids:
        _check(id, ids[0], evidence)
    scale = evidence.scale(known)
    ordered = sorted(known, key=lambda id: -_value(id, evidence))
    marks = [
        evidence.mark(
            id,
            _label(id, evidence),
            [*evidence.standing(id, scale), evidence.remark(id, known)],
            scale,
        )
        for id in [*ordered, *(id for id in ids if id not in known)]
    ]
    unit = evidence.wording.unit(evidence.measure_id(ids[0]), scale)
    return ChartData(spec.kind, tuple(marks), unit, scale)


def draw(data: ChartData, sheet: Sheet) -> Drawing:
    """A bar for each, the value at its end."""
    return sheet.drawing(bars(sheet, data.marks))


def native(data: ChartData) -> tuple[NativeChart, ...]:
    """The same bars as one native chart."""
    return (bars_native(data.marks, data.marks, plain(data.unit)),)


def _check(id: str, first: str, evidence: Evidence) -> None:
    if not evidence.wording.item(id):
        hint = "a total cannot rank among its parts"
        raise Refused(f"{id} does not say which product or partner it is of: {hint}")
    one, other = evidence.period(id), evidence.period(first)
    if one is None or other is None or not one.same_days(other):
        raise Refused(f"{first} and {id} are of different periods: a ranking is of one")


def _value(id: str, evidence: Evidence) -> float:
    amount = evidence.amount(id)
    return float(amount.value) if amount is not None else 0.0


def _label(id: str, evidence: Evidence) -> Inlines:
    label = evidence.wording.item(id)
    fact, head = evidence.visit.facts.get(id), evidence.visit.visit
    partner = fact.partner if isinstance(fact, ValueFact) else None
    ours = partner is not None and partner in (head.host.country, head.guest.country)
    return (Strong(label),) if ours else label
