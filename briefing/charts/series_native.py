"""The native form of `series`: a chart for each measure, part-years in a group of their own beside it.

Groups of one chart share their axis, which two charts side by side would not; an empty place parts them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from briefing.blocks import ChartMark, NativeCategory, NativeChart, NativeSeries, plain
from briefing.charts.data import ChartData
from briefing.charts.inks import ends_of
from briefing.charts.native import (
    above,
    bars_native,
    fits,
    name_of,
    points,
    reach,
    slot_letters,
    upright_native,
    with_ends,
)
from briefing.charts.numbers import held

_Placed = list[ChartMark | None]


def series_native(data: ChartData) -> tuple[NativeChart, ...]:
    """Columns or lines; bars down the page where the words are too wide for columns."""
    unit = plain(data.unit)
    strips = {
        series: _marks(data, series) for series in dict.fromkeys(m.series for m in data.marks)
    }
    places = max(len(_placed(marks)) for marks in strips.values())
    if data.draw == "columns" and not fits(data.marks, places):
        groups = dict.fromkeys((m.series, m.panel) for m in data.marks)
        return tuple(
            bars_native(
                [m for m in data.marks if (m.series, m.panel) == group],
                data.marks,
                group[0] or unit,
                "\n".join(name for name in group if name),
            )
            for group in groups
        )
    return tuple(_upright(data, series, marks, unit) for series, marks in strips.items())


def _marks(data: ChartData, series: str) -> list[ChartMark]:
    """The marks of a series by panel and time."""
    panels = list(dict.fromkeys(mark.panel for mark in data.marks))
    return [m for panel in panels for m in data.marks if (m.series, m.panel) == (series, panel)]


def _placed(marks: Sequence[ChartMark]) -> _Placed:
    """The marks with an empty place between two panels."""
    placed: _Placed = []
    for mark in marks:
        before = placed[-1] if placed else None
        if before is not None and before.panel != mark.panel:
            placed.append(None)
        placed.append(mark)
    return placed


def _upright(data: ChartData, series: str, marks: Sequence[ChartMark], unit: str) -> NativeChart:
    placed = _placed(marks)
    letters = slot_letters(len(placed))
    names = [
        NativeCategory() if m is None else NativeCategory(name_of(m, letters), m.panel)
        for m in placed
    ]
    name = series or unit
    draw = with_ends if data.draw == "columns" else partial(_lines, data)
    made = draw(placed, name, letters)
    remark = "" if data.zero else data.word("not-from-zero")
    strips = [[m for m in data.marks if m.series == one] for one in {m.series for m in data.marks}]
    tallest = max(high - low for low, high in (_ends(data, strip) for strip in strips))
    return upright_native(
        marks, made, names, _ends(data, marks), tallest=tallest, name=series, remark=remark
    )


def _ends(data: ChartData, marks: Sequence[ChartMark]) -> tuple[Decimal, Decimal]:
    """How far the marks reach, from the lowest to the highest.

    From zero, but for lines that were asked to start elsewhere: a little below the lowest value.
    """
    if data.zero:
        below, over = reach(marks)
        return -below, over if below or over else Decimal(1)
    values = [held(end) for mark in marks for end in ends_of(mark)]
    if not values:
        return Decimal(0), Decimal(1)
    low, high = min(values), max(values)
    return low - (high - low) * Decimal("0.15"), high if high > low else low + 1


def _lines(data: ChartData, placed: _Placed, name: str, letters: int) -> tuple[NativeSeries, ...]:
    """A line through the full years; beside it points that are not on it, and part-years as columns."""
    first = data.marks[0].panel
    roomy = fits([m for m in placed if m is not None], len(placed))
    shown = set(range(len(placed))) if roomy else _told(placed, -(-_LABEL // letters))
    labels = [
        above(mark, max(letters, 12)) if mark is not None and at in shown else ""
        for at, mark in enumerate(placed)
    ]

    def only(kind: str) -> _Placed:
        return [
            mark if mark is not None and _kind(mark, first) == kind else None for mark in placed
        ]

    below = tuple(at for at in range(len(placed)) if _valley(placed, at))
    line = NativeSeries(name, "line", points(only("line"), labels), below)
    made = [line]
    for kind, shape in (("points", "points"), ("bars", "bars")):
        own = only(kind)
        if any(mark is not None and mark.value is not None for mark in own):
            made.append(
                NativeSeries(name, "points" if shape == "points" else "bars", points(own, labels))
            )
    return tuple(_silent(series) for series in made)


def _silent(series: NativeSeries) -> NativeSeries:
    """The series without the words of places where it has no number."""
    own = tuple(p if p.value is not None else replace(p, label="") for p in series.points)
    return replace(series, points=own)


def _kind(mark: ChartMark, first: str) -> str:
    if mark.panel != first:
        return "bars"
    return "points" if mark.mark_class == "illustration" else "line"


_LABEL = 14
"""Letters that a label on a crowded line is wide, with its distance from the next."""


def _told(placed: _Placed, apart: int) -> set[int]:
    """The places whose words are shown where there is little room: the ends, then the extremes where
    they stand `apart` from those.
    """
    known = [at for at, mark in enumerate(placed) if mark is not None and mark.value is not None]
    by_value = sorted(known, key=lambda at: placed[at].value or 0)  # type: ignore[union-attr]
    told: set[int] = set()
    for at in [*known[-1:], *known[:1], *by_value[-1:], *by_value[:1]]:
        if all(abs(at - other) >= apart for other in told):
            told.add(at)
    return told


def _valley(placed: _Placed, at: int) -> bool:
    """Whether the values before and after are both higher, so that words above would lie on the line."""
    values = [
        None if not 0 <= n < len(placed) or (mark := placed[n]) is None else mark.value
        for n in (at - 1, at, at + 1)
    ]
    before, own, after = values
    if before is None or own is None or after is None:
        return False
    return own < before and own < after
