"""Where a native chart's numbers and words stand in its workbook: what its references point to.

The sheet's names are fixed; what its columns say is settled before.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from briefing.blocks import NativeChart, NativeSeries, NativeWords
from briefing.writers.docx.workbook import Cell, column, workbook

DATA, SOURCES = "Data", "Sources"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one series, counted from 0; None for those that it does not need."""

    value: int
    label: int | None
    minus: int | None
    plus: int | None


@dataclass(frozen=True, slots=True)
class Grid:
    """The first sheet of a chart's workbook: its rows and the columns of each series."""

    rows: tuple[tuple[Cell, ...], ...]
    names: int
    columns: tuple[Columns, ...]

    def reference(self, at: int, *, first: int | None = None) -> str:
        """The cells below the head in column `at`, or from column `first` to it."""
        start = column(at if first is None else first)
        return f"{DATA}!${start}$2:${column(at)}${len(self.rows)}"

    def head(self, at: int) -> str:
        """The cell at the head of column `at`."""
        return f"{DATA}!${column(at)}$1"


def grid(chart: NativeChart, words: NativeWords) -> Grid:
    """The categories first, with their panels before them, then each series' columns."""
    names: list[list[Cell]] = [["", *(one.name for one in chart.categories)]]
    if chart.panels:
        before = ["", *(one.panel for one in chart.categories)]
        names.insert(0, [p if p != before[at - 1] else "" for at, p in enumerate(before)])
    made: list[list[Cell]] = list(names)
    columns = []
    for series in chart.series:
        points = series.points
        value = _add(made, series_name(series, words), [p.value for p in points])
        label = minus = plus = None
        if any(p.label for p in points):
            label = _add(made, words.label, [p.label for p in points])
        if any(p.minus is not None for p in points):
            minus = _add(made, words.minus, [p.minus for p in points])
            plus = _add(made, words.plus, [p.plus for p in points])
        columns.append(Columns(value, label, minus, plus))
    return Grid(tuple(zip(*made, strict=True)), len(names), tuple(columns))


def series_name(series: NativeSeries, words: NativeWords) -> str:
    """What a series is called: wholes and ends of ranges have no name of their own."""
    return {"wholes": words.whole, "ends": words.end}.get(series.shape, series.name)


def _add(made: list[list[Cell]], head: str, cells: list[Decimal | None] | list[str]) -> int:
    made.append([head, *cells])
    return len(made) - 1


def book(data: Grid, words: NativeWords) -> bytes:
    """The workbook: the numbers, and where each comes from."""
    sheets: dict[str, tuple[tuple[Cell, ...], ...]] = {DATA: data.rows}
    if words.rows:
        sheets[SOURCES] = (words.head, *words.rows)
    return workbook(sheets)
