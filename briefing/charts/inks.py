"""How each class of mark is inked: solid, light with an edge, outlined, hatched; whiskers and arrows.

The same on every chart, so that a reader learns it once. Shapes and places are the kinds' business.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, assert_never

from briefing.blocks import ChartMark, MarkClass
from briefing.theme import Theme

if TYPE_CHECKING:
    from briefing.charts.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Ink:
    """Fill and edge of a mark (theme colours), and whether it is hatched."""

    fill: str | None
    edge: str | None
    hatched: bool = False


def ink_of(mark_class: MarkClass, theme: Theme) -> Ink:
    """Stated solid, calculated light with a dark edge, a goal outlined, an illustration hatched."""
    match mark_class:
        case "stated" | "part-year":
            return Ink(theme.colour("mark"), None)
        case "calculated":
            return Ink(theme.colour("mark-light"), theme.colour("mark-edge"))
        case "goal":
            return Ink(None, theme.colour("goal"))
        case "illustration":
            return Ink(None, theme.colour("mark-edge"), hatched=True)
        case "missing":
            return Ink(None, theme.colour("outline"))
        case _:
            assert_never(mark_class)


def edge_width(theme: Theme) -> float:
    """Width of the edge of a mark, in points."""
    return theme.table.head_rule * 4 / 3


def bar(
    sheet: Sheet,
    mark_class: MarkClass,
    left: float,
    top: float,
    *,
    width: float,
    height: float,
) -> None:
    """A bar or a column in the ink of its class; nothing for one without extent."""
    if width <= 0 or height <= 0:
        return
    ink = ink_of(mark_class, sheet.theme)
    line = min(edge_width(sheet.theme), width, height)
    if ink.hatched:
        _hatch(sheet, left, top, width, height)
    sheet.rectangle(left, top, width, height, fill=ink.fill, edge=ink.edge, line=line)


def has_whisker(mark: ChartMark) -> bool:
    """Whether a mark shows the range that rounding leaves: only what was calculated does."""
    return mark.mark_class in ("calculated", "illustration") and mark.low != mark.high


def ends_of(mark: ChartMark) -> list[Decimal]:
    """The values that a drawing must have room for: the mark's own and its whisker's ends."""
    ends = [mark.value, *((mark.low, mark.high) if has_whisker(mark) else ())]
    return [end for end in ends if end is not None]


def whisker(sheet: Sheet, start: tuple[float, float], end: tuple[float, float]) -> None:
    """A line between two points, with a short stroke across each end."""
    colour, line = sheet.theme.colour("mark-edge"), edge_width(sheet.theme)
    cap = sheet.theme.role("chart-label").size * 0.35
    sheet.line([start, end], colour=colour, line=line)
    level = start[1] == end[1]
    for x, y in (start, end):
        across = [(x, y - cap), (x, y + cap)] if level else [(x - cap, y), (x + cap, y)]
        sheet.line(across, colour=colour, line=line)


def bound(mark: ChartMark) -> int:
    """1 where the value is only a lower bound ("more than"), -1 for an upper one, otherwise 0."""
    if mark.value is None or (mark.low is None) == (mark.high is None):
        return 0
    return 1 if mark.high is None else -1


def arrow(sheet: Sheet, mark: ChartMark, end: tuple[float, float], *, up: bool = False) -> None:
    """A small solid head beyond the end of a bar whose value is only a bound, pointing on or back.

    `up` for a column, whose end is its top.
    """
    way = bound(mark)
    if not way:
        return
    length = arrow_length(sheet) * 0.75
    near, far = arrow_length(sheet) * 0.2, arrow_length(sheet) * 0.2 + length
    base, tip = (near, far) if way > 0 else (far, near)
    shape = [(base, -length * 0.7), (base, length * 0.7), (tip, 0.0)]
    points = [(end[0] + y, end[1] - x) if up else (end[0] + x, end[1] + y) for x, y in shape]
    sheet.polygon(points, fill=sheet.theme.colour("mark"))


def arrow_length(sheet: Sheet) -> float:
    """The room that an arrow needs beyond the end of its bar."""
    return sheet.theme.role("chart-label").size * 0.8


def span(values: list[Decimal]) -> tuple[float, float]:
    """How far the values reach below and above zero, both as positive numbers."""
    numbers = [float(value) for value in values]
    return max(0.0, -min(numbers, default=0.0)), max(0.0, *numbers, 0.0)


def _hatch(sheet: Sheet, left: float, top: float, width: float, height: float) -> None:
    """Lines that rise at 45 degrees across a rectangle."""
    pitch = sheet.theme.role("chart-label").size * 0.45
    colour, line = sheet.theme.colour("mark-edge"), sheet.theme.table.row_rule
    offset = pitch
    while offset < width + height:
        start = max(0.0, offset - height), min(offset, height)
        end = min(offset, width), max(0.0, offset - width)
        sheet.line(
            [(left + start[0], top + start[1]), (left + end[0], top + end[1])],
            colour=colour,
            line=line,
        )
        offset += pitch
