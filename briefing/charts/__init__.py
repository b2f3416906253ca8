"""From a visit's facts to charts: what one shows, whether it may be shown, and its drawing.

The only place that knows matplotlib, and it is imported when the first chart is drawn, not before.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.blocks import Chart, Drawing, NativeChart
from briefing.charts import levels, months, ranking, series, shares, squares, timeline
from briefing.charts.cache import drawing_key, from_json, to_json
from briefing.charts.data import ChartData, ChartOmitted, ChartRefused, Omitted, Refused
from briefing.charts.evidence import Evidence
from briefing.charts.native import shares_native
from briefing.charts.reduction import reduced
from briefing.charts.series_native import series_native
from briefing.charts.wording import Wording
from briefing.facts.calculations import Result, evaluate
from briefing.facts.chart_specs import ChartSpec
from briefing.facts.model import Visit
from briefing.theme import Theme

if TYPE_CHECKING:
    from briefing.charts.sheet import Sheet

__all__ = [
    "KINDS",
    "ChartData",
    "ChartKind",
    "ChartOmitted",
    "ChartRefused",
    "Wording",
    "draw",
    "drawing_key",
    "from_json",
    "make_chart",
    "native",
    "select",
    "to_json",
]


@dataclass(frozen=True, slots=True)
class ChartKind:
    """One kind of chart: how its data is chosen from the facts, and how it is drawn.

    `native` is how its data is put for a program that draws it itself; None where none knows the kind.
    """

    select: Callable[[ChartSpec, Evidence], ChartData]
    draw: Callable[[ChartData, Sheet], Drawing]
    native: Callable[[ChartData], tuple[NativeChart, ...]] | None


KINDS: Mapping[str, ChartKind] = {
    "level-against-goal": ChartKind(levels.select, levels.draw, levels.native),
    "shares": ChartKind(shares.select, shares.draw, shares_native),
    "unit-squares": ChartKind(squares.select, squares.draw, None),
    "timeline": ChartKind(timeline.select, timeline.draw, None),
    "series": ChartKind(series.select, series.draw, series_native),
    "months": ChartKind(months.select, series.draw, months.native),
    "ranking": ChartKind(ranking.select, ranking.draw, ranking.native),
}


def make_chart(
    spec: ChartSpec,
    visit: Visit,
    theme: Theme,
    wording: Wording,
    *,
    drawings: MutableMapping[str, str] | None = None,
    results: Mapping[str, Result] | None = None,
) -> Chart | ChartRefused | ChartOmitted:
    """The chart that `spec` asks for, as wide as the theme's measure.

    ChartRefused where it would be dishonest, ChartOmitted where its facts are missing. `drawings`
    are kept drawings (JSON) by key: one that is there is not drawn again, a new one is added. `results`
    are what the calculations came to, where that is known already.
    """
    data = select(spec, visit, wording, results)
    if not isinstance(data, ChartData):
        return data
    title, subtitle, note, alternative = (
        wording.message(part, spec, data.marks, data.unit)
        for part in ("title", "subtitle", "note", "alternative")
    )
    drawing = _kept(data, theme, {} if drawings is None else drawings)
    return Chart(
        spec.key,
        spec.kind,
        title,
        subtitle,
        note,
        alternative,
        data.unit,
        data.marks,
        drawing,
        native(data, theme),
    )


def select(
    spec: ChartSpec,
    visit: Visit,
    wording: Wording,
    results: Mapping[str, Result] | None = None,
) -> ChartData | ChartRefused | ChartOmitted:
    """What the chart shows, without drawing it."""
    kind = KINDS.get(spec.kind)
    if kind is None:
        near = difflib.get_close_matches(spec.kind, KINDS, 1)
        known = f'did you mean "{near[0]}"?' if near else f"known: {', '.join(KINDS)}"
        return ChartRefused(f'no chart is of the kind "{spec.kind}"; {known}')
    try:
        return kind.select(
            spec, Evidence(visit, evaluate(visit) if results is None else results, wording)
        )
    except Refused as refusal:
        return ChartRefused(str(refusal))
    except Omitted as omission:
        return ChartOmitted(wording.omitted(spec, omission.ids), omission.ids)


def draw(data: ChartData, theme: Theme) -> Drawing:
    """The drawing of `data` in the look of `theme`, never taller than a page; imports matplotlib."""
    from briefing.charts.sheet import Sheet  # noqa: PLC0415  (slow to import, often not needed)

    drawing = KINDS[data.kind].draw(data, Sheet(theme, theme.page.measure))
    room = _room(theme)
    return drawing if drawing.height <= room else reduced(drawing, room / drawing.height)


def native(data: ChartData, theme: Theme) -> tuple[NativeChart, ...]:
    """The same as charts that a program draws, together never taller than a page; none for some kinds."""
    made = KINDS[data.kind].native
    charts = () if made is None else made(data)
    leading = theme.role("chart-label").leading
    total = sum(chart.height for chart in charts) * leading
    factor = leading * min(1.0, _room(theme) / total) if charts else 0.0
    return tuple(replace(chart, height=round(chart.height * factor, 1)) for chart in charts)


_PAGE = 0.85
"""How much of a page's text height a drawing may take: the rest is its caption's and its note's."""


def _room(theme: Theme) -> float:
    return (theme.page.height - theme.page.top - theme.page.bottom) * _PAGE


def _kept(data: ChartData, theme: Theme, drawings: MutableMapping[str, str]) -> Drawing:
    key = drawing_key(data, theme)
    try:
        return from_json(drawings[key])
    except (KeyError, ValueError):
        drawing = draw(data, theme)
        drawings[key] = to_json(drawing)
        return drawing
