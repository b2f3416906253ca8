"""`months`: a year month by month, and below it, on the same scale, the same months of the year before."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from briefing.blocks import ChartMark, NativeChart, Text
from briefing.charts.data import ChartData, Omitted, Refused, refuse_short_axis
from briefing.charts.evidence import Evidence
from briefing.charts.series_native import series_native
from briefing.facts.chart_specs import ChartSpec
from briefing.facts.periods import Period


def select(spec: ChartSpec, evidence: Evidence) -> ChartData:
    """Marks of the last two years that are there, month under month. Raises Refused or Omitted."""
    if spec.draw == "columns":
        refuse_short_axis(spec, "columns")
    ids = evidence.levels(spec.facts)
    known = [id for id in ids if evidence.amount(id) is not None]
    if not known:
        raise Omitted(ids)
    evidence.one_measure(ids)
    by_year: dict[int, dict[int, str]] = {}
    for id in ids:
        first = _month(id, evidence)
        if first.month in by_year.setdefault(first.year, {}):
            raise Refused(f"{by_year[first.year][first.month]} and {id} are of the same month")
        by_year[first.year][first.month] = id
    last = max(by_year)
    years = [year for year in (last, last - 1) if year in by_year]
    if len(years) < 2:
        raise Refused(f"there are no months of {last - 1} to hold those of {last} against")
    scale = evidence.scale(known)
    months = sorted({month for year in years for month in by_year[year]})
    marks = [
        _mark(by_year[year].get(month), date(last, month, 1), year, known, evidence)
        for year in years
        for month in months
        # What is still to come is no gap.
        if year != last or month <= max(by_year[last])
    ]
    unit = evidence.wording.unit(evidence.measure_id(ids[0]), scale)
    words = (("not-from-zero", evidence.wording.word("not-from-zero")),)
    return ChartData(spec.kind, tuple(marks), unit, scale, words, draw=spec.draw, zero=spec.zero)


def native(data: ChartData) -> tuple[NativeChart, ...]:
    """Both years as native charts; months still to come have an empty place, so that months align."""
    marks: list[ChartMark] = []
    every = {mark.start: mark for mark in reversed(data.marks)}
    for year in dict.fromkeys(mark.series for mark in data.marks):
        own = {mark.start: mark for mark in data.marks if mark.series == year}
        for start in sorted(every, key=lambda day: day or date.min):
            empty = replace(
                every[start], text=(), value=None, low=None, high=None, id="", series=year
            )
            marks.append(own.get(start, replace(empty, mark_class="missing")))
    return series_native(replace(data, marks=tuple(marks)))


def _month(id: str, evidence: Evidence) -> date:
    period: Period | None = evidence.period(id)
    if period is None or period.start is None or period.months != 1:
        raise Refused(f"{id} is not of one month")
    return period.start


def _mark(
    id: str | None, start: date, year: int, known: Sequence[str], evidence: Evidence
) -> ChartMark:
    """The mark of one month; months of both years stand at one `start`, that of the later year."""
    scale = evidence.scale(known)
    end = start.replace(day=monthrange(start.year, start.month)[1])
    label = (Text(evidence.wording.month(start.month)),)
    if id is None:
        words = (Text(evidence.wording.word("not-stated")),)
        return ChartMark(label, words, "missing", "", str(year), start=start, end=end)
    remarks = [*evidence.standing(id, scale), evidence.remark(id, known)]
    mark = evidence.mark(id, label, remarks, scale, series=str(year))
    return replace(mark, start=start, end=end)
