"""`series`: values over time, each series in a strip of its own, part-years in a panel of their own.

A strip a series, and not colours side by side, so that ink keeps saying one thing only: how a value
is known. Missing years stay visible as gaps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from briefing.blocks import ChartMark, Drawing, Inlines, Numeral, Text, Value, plain
from briefing.charts.bars import bars
from briefing.charts.data import ChartData, Omitted, Refused, refuse_short_axis
from briefing.charts.evidence import PART_YEAR, Evidence
from briefing.charts.panels import plan_strips
from briefing.charts.strips import draw_strips
from briefing.facts.chart_specs import ChartSpec
from briefing.facts.model import ValueFact
from briefing.facts.periods import Period

if TYPE_CHECKING:
    from briefing.charts.sheet import Sheet

_Days = tuple[date, date]
_ORDER = ("exports", "imports", "balance", "")
_FEWEST = 3
"""Points that a line needs: two make no trend."""


def select(spec: ChartSpec, evidence: Evidence) -> ChartData:
    """Marks by series, panel and time. Raises Refused or Omitted."""
    if spec.draw == "columns":
        refuse_short_axis(spec, "columns")
    ids = evidence.levels(spec.facts)
    if not ids:
        raise Omitted(spec.facts)
    evidence.one_unit(ids)
    measures = _measures(ids, evidence)
    periods = {id: _period(id, evidence) for id in ids}
    known = [id for id in ids if evidence.amount(id) is not None]
    if not known:
        raise Omitted(ids)
    if len({periods[id] for id in known}) == 1:
        raise Refused("values of one period only are no series")
    panels = _panels(ids, periods, evidence)
    if spec.draw == "lines":
        _check_lines(spec, measures, panels, evidence)
    scale = evidence.scale(known)
    marks: list[ChartMark] = []
    for measure in measures:
        name = evidence.wording.series(measure) if len(measures) > 1 else ""
        for panel in panels:
            marks += _strip(measure, name, panel, scale, evidence)
    unit = evidence.wording.unit(measures[0], scale)
    words = (("not-from-zero", evidence.wording.word("not-from-zero")),)
    return ChartData(spec.kind, tuple(marks), unit, scale, words, draw=spec.draw, zero=spec.zero)


def draw(data: ChartData, sheet: Sheet) -> Drawing:
    """Strips of columns or lines; bars down the page where the words are too wide for columns."""
    plan = plan_strips(data, sheet)
    return sheet.drawing(_as_bars(data, sheet) if plan is None else draw_strips(plan, data, sheet))


def _as_bars(data: ChartData, sheet: Sheet) -> float:
    """A group of bars a series and panel, each under its name, all on one scale."""
    role = sheet.theme.role("chart-label")
    depth = 0.0
    for series, panel in dict.fromkeys((m.series, m.panel) for m in data.marks):
        marks = [m for m in data.marks if (m.series, m.panel) == (series, panel)]
        heads = [head for head in (series, panel) if head]
        for index, head in enumerate(heads):
            words = sheet.lettering.words(head, "chart-remark" if index else "chart-value")
            for line in sheet.lettering.lines(words, sheet.width):
                sheet.write(line, 0, depth + role.size)
                depth += role.leading
        depth = bars(sheet, marks, depth + (role.leading * 0.3 if heads else 0), data.marks)
        depth += role.leading * 0.8
    return depth - role.leading * 0.8


# ----------------------------------------------------------------------------------- selection


def _measures(ids: Sequence[str], evidence: Evidence) -> list[str]:
    """The measures drawn, exports first. Refuses measures that are not sides of one trade."""
    found = list(dict.fromkeys(evidence.measure_id(id) for id in ids))
    measures = {key: evidence.visit.measures[key] for key in found}
    sides = [measure.series for measure in measures.values()]
    if len(found) > 1 and ("" in sides or len(set(sides)) < len(sides)):
        names = ", ".join(measure.name for measure in measures.values())
        raise Refused(f"{names} measure different things and have no common axis")
    pairs = {tuple(sorted(measure.between)) for measure in measures.values()}
    if len(pairs) > 1:
        raise Refused("exports, imports and balance are of different pairs of countries")
    return sorted(found, key=lambda key: _ORDER.index(measures[key].series))


def _period(id: str, evidence: Evidence) -> Period:
    period = evidence.period(id)
    if period is None:
        raise Refused(f"the period of {id} is not stated: it has no place on a time axis")
    if period.kind == "years" and evidence.measure(id).kind != "stock":
        raise Refused(f"{id} covers several years ({period.text}), the others one each")
    return period


@dataclass(frozen=True, slots=True)
class _Panel:
    """Periods of one kind side by side: all full years, or the same part of each year."""

    name: str
    spans: tuple[_Days, ...]
    ids: tuple[str, ...]
    full: bool


def _panels(ids: Sequence[str], periods: dict[str, Period], evidence: Evidence) -> list[_Panel]:
    """Full years with their gaps, then a panel for each part of a year."""
    full: list[str] = []
    parts: dict[tuple[int, ...], list[str]] = {}
    for id in ids:
        if periods[id].kind in PART_YEAR and evidence.measure(id).kind != "stock":
            parts.setdefault(_part(periods[id]), []).append(id)
        else:
            full.append(id)
    word = evidence.wording.word
    panels = []
    if full:
        spans = _with_gaps({_days(periods[id]) for id in full})
        panels.append(_Panel(word("full-years") if parts else "", spans, tuple(full), True))
    for group in parts.values():
        name = plain(evidence.wording.period(group[0])) if len(parts) > 1 else word("part-year")
        spans = tuple(sorted({_days(periods[id]) for id in group}))
        panels.append(_Panel(name, spans, tuple(group), False))
    return panels


def _with_gaps(spans: set[_Days]) -> tuple[_Days, ...]:
    """Every year from the first to the last, where all are years: a hole in time stays a hole."""
    if any((s.month, s.day, e.month, e.day) != (1, 1, 12, 31) for s, e in spans):
        return tuple(sorted(spans))
    years = [start.year for start, _ in spans]
    return tuple((date(y, 1, 1), date(y, 12, 31)) for y in range(min(years), max(years) + 1))


def _part(period: Period) -> tuple[int, ...]:
    """The part of the year that a period is, whatever the year."""
    start, end = _days(period)
    return start.month, start.day, end.month, end.year - start.year


def _days(period: Period) -> _Days:
    return period.start or date.min, period.end or date.max


def _check_lines(
    spec: ChartSpec, measures: Sequence[str], panels: Sequence[_Panel], evidence: Evidence
) -> None:
    if not spec.zero and any(not panel.full for panel in panels):
        raise Refused("parts of years are columns, and columns start at zero")
    for measure in measures:
        points = [
            id
            for panel in panels
            for id in panel.ids
            if panel.full
            and evidence.measure_id(id) == measure
            and evidence.mark_class(id) not in ("missing", "illustration")
        ]
        if evidence.conflicting(points):
            raise Refused("values that disagree cannot lie on one line: draw columns")
        if len(points) < _FEWEST:
            name = evidence.visit.measures[measure].name
            raise Refused(f"a line through {len(points)} points is no trend ({name}): draw columns")


def _is_known(measure: str, span: _Days, evidence: Evidence) -> bool:
    """Whether the file has a value for this gap that the chart was not asked to show."""
    return any(
        isinstance(fact, ValueFact)
        and fact.measure == measure
        and fact.period is not None
        and _days(fact.period) == span
        for fact in evidence.visit.facts.values()
    )


def _strip(
    measure: str, series: str, panel: _Panel, scale: int, evidence: Evidence
) -> list[ChartMark]:
    """The marks of one series in one panel, a gap for each span that nothing was stated of."""
    wording = evidence.wording
    by_span: dict[_Days, list[str]] = {span: [] for span in panel.spans}
    for id in panel.ids:
        by_span[_days(_period(id, evidence))].append(id)
    marks: list[ChartMark] = []
    for (start, end), ids in by_span.items():
        label: Inlines = (Value(str(start.year), numeral=Numeral.LABEL),)
        own = [id for id in ids if evidence.measure_id(id) == measure]
        if not own:
            label = wording.period(ids[0]) if ids else label
            known = _is_known(measure, (start, end), evidence)
            words: Inlines = (Text(wording.word("not-shown" if known else "not-stated")),)
            marks.append(ChartMark(label, words, "missing", "", series, panel.name))
        for id in own:
            remarks = [
                *evidence.standing(id, scale),
                evidence.remark(id, panel.ids),
            ]
            speaker = wording.speaker(id) if len(own) > 1 else ()
            label = wording.period(id)
            label = (*label, Text(wording.word("comma")), *speaker) if speaker else label
            marks.append(evidence.mark(id, label, remarks, scale, series=series, panel=panel.name))
        marks = [m if m.start else replace(m, start=start, end=end) for m in marks]
    return marks
