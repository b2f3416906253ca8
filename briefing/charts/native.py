"""A chart as data for a program that draws it itself: categories, series, labels, ends of the axis.

A kind of chart makes its native form here from what it shows, before any writer. Room is counted in
letters and lines, never in points: Word sets the chart again on every machine, with its own fonts.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_UP, Context, Decimal

from briefing.blocks import (
    ChartMark,
    NativeCategory,
    NativeChart,
    NativePoint,
    NativeSeries,
    plain,
)
from briefing.charts.data import ChartData, remark_of, value_of
from briefing.charts.inks import ends_of, has_whisker
from briefing.charts.lettering import EN_SPACE
from briefing.charts.numbers import held

LETTERS = 100
"""Letters of a chart's labels that a line as wide as the measure holds."""

_LONGEST_NAME, _LONGEST_LABEL = 30, 44
_GAP = 2
"""Letters between the end of a bar and its label."""


def shares_native(data: ChartData) -> tuple[NativeChart, ...]:
    """Each share on the outline of its whole, the value at the whole's end."""
    separator = data.word("separator")
    marks, wholes, names = [], [], []
    for mark in data.marks:
        value, remark = plain(value_of(mark.text)), plain(remark_of(mark.text))
        name = plain(mark.label) + (separator + remark if remark else "")
        names.append(NativeCategory(broken(name, LETTERS // 2)))
        marks.append(_point(mark, ""))
        whole = None if mark.value is None else mark.whole
        wholes.append(NativePoint(whole, "stated", broken(value, _LONGEST_LABEL)))
    room = max(_width(point.label) for point in wholes) + _GAP
    high = Decimal(max((m.whole or 0) for m in data.marks))
    high = _rounded(high * Decimal(LETTERS // 2) / Decimal(max(LETTERS // 2 - room, _GAP)))
    series = (
        NativeSeries("", "wholes", tuple(wholes)),
        NativeSeries(plain(data.unit), "bars", tuple(marks)),
    )
    height = sum(max(2.4, _lines(name.name) + 0.8) for name in names)
    chart = NativeChart("", True, tuple(names), series, Decimal(0), high, height, 0.5)
    return (chart,)


def bars_native(
    marks: Sequence[ChartMark], among: Sequence[ChartMark], unit: str, name: str = ""
) -> NativeChart:
    """Bars from one zero, a goal set apart by an empty place. `among` share the scale."""
    placed = _parted(marks)
    names = tuple(
        NativeCategory("" if mark is None else _name(mark, _LONGEST_NAME)) for mark in placed
    )
    series = _with_ends(placed, unit, _beside)
    letters = min(max(_width(one.name) for one in names), _LONGEST_NAME)
    low, high = _lying_axis(among, LETTERS - letters - _GAP)
    height = sum(
        0.8 if mark is None else max(2.4, _lines(one.name) + 0.8, _lines(_beside(mark)) + 0.8)
        for mark, one in zip(placed, names, strict=True)
    )
    share = (letters + _GAP) / LETTERS
    return NativeChart(name, True, names, series, low, high, height + 0.6, round(share, 3))


def upright_native(
    marks: Sequence[ChartMark],
    series: tuple[NativeSeries, ...],
    names: Sequence[NativeCategory],
    ends: tuple[Decimal, Decimal],
    *,
    tallest: Decimal,
    name: str,
    remark: str = "",
) -> NativeChart:
    """Columns or lines side by side, their words above them, below them what is negative.

    `ends` are those of the marks; `tallest` is the reach of the chart among several that needs most room,
    so that a unit is as high in each.
    """
    low, high = ends
    above = max((_lines(p.label) for s in series for p in s.points if p.label), default=0)
    line = tallest / _HEIGHT
    words = line * above
    negative = any(m.value is not None and m.value < 0 for m in marks)
    # Programs break labels below a column earlier than others: a line more.
    below = words + line if negative or (low and any(s.below for s in series)) else Decimal(0)
    reach_ = max(high - low, line)
    panels = len({one.panel for one in names if one.name}) > 1
    lines = max(_lines(one.name) for one in names) + (1.5 if panels else 0.5)
    height = float((reach_ + words + below) / line) + lines
    height += 1.5 * bool(name) + 1.5 * bool(remark)
    return NativeChart(
        name,
        False,
        tuple(names),
        series,
        _rounded(low - below),
        _rounded(low + reach_ + words),
        height,
        panels=panels,
        remark=remark,
    )


_HEIGHT = Decimal(7)
"""Lines that the tallest column is high."""


def fits(marks: Sequence[ChartMark], places: int) -> bool:
    """Whether the words of each mark stand unbroken in a slot of so many side by side."""
    room = LETTERS // max(places, 1) - 1
    return all(
        max(map(len, (plain(value_of(m.text)), *_split(m))), default=0) <= room for m in marks
    )


def slot_letters(places: int) -> int:
    """Letters that one of so many slots side by side holds."""
    return max(LETTERS // max(places, 1) - 1, 4)


def above(mark: ChartMark, letters: int) -> str:
    """The words above a column or a point: the value, and what stands beside it below."""
    parts = (plain(value_of(mark.text)), plain(remark_of(mark.text)))
    return "\n".join(broken(part, letters) for part in parts if part)


def name_of(mark: ChartMark, letters: int) -> str:
    """The period of a mark; where there is no number, with the words that say so."""
    return _name(mark, letters)


def points(placed: Sequence[ChartMark | None], labels: Sequence[str]) -> tuple[NativePoint, ...]:
    """A point for each place, empty where nothing stands."""
    return tuple(
        NativePoint() if mark is None else _point(mark, label)
        for mark, label in zip(placed, labels, strict=True)
    )


def with_ends(
    placed: Sequence[ChartMark | None], unit: str, letters: int
) -> tuple[NativeSeries, ...]:
    """Columns, and the ends of their intervals where any is shown."""
    return _with_ends(placed, unit, lambda mark: above(mark, letters))


def broken(text: str, letters: int) -> str:
    """`text` in lines of at most so many letters, broken at spaces only."""
    lines = textwrap.wrap(text, letters, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines)


# ------------------------------------------------------------------------------------- in small


def _with_ends(
    placed: Sequence[ChartMark | None], unit: str, say: Callable[[ChartMark], str]
) -> tuple[NativeSeries, ...]:
    """Bars with their labels; labels of bars with intervals stand at the intervals' ends."""
    labels = ["" if mark is None or mark.value is None else say(mark) for mark in placed]
    if not any(mark is not None and has_whisker(mark) for mark in placed):
        return (NativeSeries(unit, "bars", points(placed, labels)),)
    ends = tuple(
        NativePoint(None if mark is None else _end(mark), "stated", label)
        for mark, label in zip(placed, labels, strict=True)
    )
    bare = points(placed, [""] * len(placed))
    return (NativeSeries(unit, "bars", bare), NativeSeries("", "ends", ends))


def _end(mark: ChartMark) -> Decimal | None:
    """The end of a bar or of its interval, whichever lies further from zero."""
    if mark.value is None:
        return None
    far = max(map(held, ends_of(mark)), key=abs) if _same_side(mark) else mark.value
    return held(far)


def _same_side(mark: ChartMark) -> bool:
    ends = ends_of(mark)
    return all(end >= 0 for end in ends) or all(end <= 0 for end in ends)


def _point(mark: ChartMark, label: str) -> NativePoint:
    if mark.value is None:
        return NativePoint(None, mark.mark_class, "", mark.id)
    value = held(mark.value)
    minus = plus = None
    if has_whisker(mark) and mark.low is not None and mark.high is not None:
        minus, plus = held(value - held(mark.low)), held(held(mark.high) - value)
    return NativePoint(value, mark.mark_class, label, mark.id, minus, plus)


def _parted(marks: Sequence[ChartMark]) -> list[ChartMark | None]:
    """The marks with an empty place between a goal and what is none."""
    placed: list[ChartMark | None] = []
    for mark in marks:
        before = placed[-1] if placed else None
        if before is not None and (before.mark_class == "goal") != (mark.mark_class == "goal"):
            placed.append(None)
        placed.append(mark)
    return placed


def _name(mark: ChartMark, letters: int) -> str:
    parts = [plain(mark.label), plain(mark.text) if mark.value is None else ""]
    return "\n".join(broken(part, letters) for part in parts if part)


def _beside(mark: ChartMark) -> str:
    """The words at the end of a bar: the value and, after a wide space, its remark."""
    value, remark = plain(value_of(mark.text)), plain(remark_of(mark.text))
    text = EN_SPACE.join(part for part in (value, remark) if part)
    return (
        text
        if len(text) <= _LONGEST_LABEL
        else "\n".join(broken(part, _LONGEST_LABEL) for part in (value, remark) if part)
    )


def _lying_axis(marks: Sequence[ChartMark], letters: int) -> tuple[Decimal, Decimal]:
    """The ends of the axis: as far as the bars reach, and room for the words beyond them."""
    known = [mark for mark in marks if mark.value is not None]
    below, above_ = reach(known)
    if not below + above_:
        return Decimal(0), Decimal(1)
    left = max((_width(_beside(m)) for m in known if m.value and m.value < 0), default=0)
    right = max(
        (_width(_beside(m)) for m in known if m.value is not None and m.value >= 0), default=0
    )
    words = sum(room + _GAP for room in (left, right) if room)
    unit = (below + above_) / Decimal(max(letters - words, letters // 2))
    low = -_rounded(below + unit * (left + _GAP)) if left or below else Decimal(0)
    return low, _rounded(above_ + unit * (right + _GAP))


def reach(marks: Iterable[ChartMark]) -> tuple[Decimal, Decimal]:
    """How far the marks and their intervals reach below and above zero."""
    ends = [held(end) for mark in marks for end in ends_of(mark)]
    return max([Decimal(0), *(-end for end in ends)]), max([Decimal(0), *ends])


def _split(mark: ChartMark) -> list[str]:
    words = f"{plain(remark_of(mark.text))} {plain(mark.label)}"
    return words.split(" ")


def _width(text: str) -> int:
    return max(map(len, text.split("\n")))


def _lines(text: str) -> int:
    return text.count("\n") + 1


def _rounded(value: Decimal) -> Decimal:
    """Up to three digits: an end of an axis that nobody sees."""
    return Context(prec=3, rounding=ROUND_UP).plus(value)
