"""A chart: its data, its words, its drawing, and its form for programs that draw it themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from briefing.blocks.drawing import Drawing
from briefing.blocks.inlines import Inlines

MarkClass = Literal["stated", "calculated", "goal", "part-year", "illustration", "missing"]


@dataclass(frozen=True, slots=True)
class ChartMark:
    """One datum of a chart, as the native chart, the data table and the drawing all read it.

    `value` and the interval `low`..`high` are in the chart's unit (already scaled); None where the
    mark has no number (an event) or the interval has no end. `text` is what is printed at the mark.
    """

    label: Inlines
    text: Inlines
    mark_class: MarkClass
    id: str
    series: str = ""
    panel: str = ""
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    whole: Decimal | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class NativePoint:
    """One number of a chart that a program draws itself; None leaves its place empty.

    `label` is what stands at it, already broken into lines; `id` the fact or calculation. `minus` and
    `plus` are how far its interval reaches below and above, None where no interval is shown.
    """

    value: Decimal | None = None
    mark_class: MarkClass = "stated"
    label: str = ""
    id: str = ""
    minus: Decimal | None = None
    plus: Decimal | None = None


NativeShape = Literal["bars", "wholes", "ends", "line", "points"]


@dataclass(frozen=True, slots=True)
class NativeSeries:
    """A row of numbers, a point for each category.

    `shape`: bars in the ink of their class; the wholes that they are part of, outlined; the ends of
    their intervals, which show nothing but their labels; a line with its points; points on no line.
    `below` are the places of the points whose labels stand below them.
    """

    name: str
    shape: NativeShape
    points: tuple[NativePoint, ...]
    below: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NativeCategory:
    """A place on the category axis; one without a name is a gap. Those of a `panel` stand together."""

    name: str = ""
    panel: str = ""


@dataclass(frozen=True, slots=True)
class NativeChart:
    """A chart as data for a program that draws it itself and lets a reader edit its numbers.

    `lying`: bars from the left, the first category on top; otherwise columns or lines. `name` stands
    above it where a figure has several, `remark` below it. `low` and `high` are the ends of the value
    axis; `height` is in points, `names` the share of the width that the
    categories of a lying chart take. `panels` is true where the categories' panels are named.
    """

    name: str
    lying: bool
    categories: tuple[NativeCategory, ...]
    series: tuple[NativeSeries, ...]
    low: Decimal
    high: Decimal
    height: float
    names: float = 0.0
    panels: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class NativeWords:
    """What the workbook behind a native chart says beside the numbers, settled by compose.

    `minus`, `plus`, `label`, `whole` and `end` head its columns; `head` and `rows` are where each number
    comes from, empty where nothing may travel.
    """

    minus: str = ""
    plus: str = ""
    label: str = ""
    whole: str = ""
    end: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """What a reader sees as one chart: data, titles, notes, alternative text and a drawing.

    `native` are the charts that a program draws itself from its data, one below the other; empty for a
    kind that no program knows, which is shown as its drawing.
    """

    key: str
    kind: str
    title: Inlines
    subtitle: Inlines
    note: Inlines
    alternative: Inlines
    unit: Inlines
    marks: tuple[ChartMark, ...]
    drawing: Drawing
    native: tuple[NativeChart, ...] = ()
    native_words: NativeWords = NativeWords()
