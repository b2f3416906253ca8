"""Where the marks of a series stand: panels side by side, a slot a period, one scale for all strips.

Decides whether the words fit as columns. Nothing here draws.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from briefing.blocks import ChartMark
from briefing.charts.data import ChartData, remark_of, told_by, value_of
from briefing.charts.inks import ends_of

if TYPE_CHECKING:
    from briefing.charts.sheet import Sheet

_BESIDE = 2.0
"""The words of a point may stand beside it, so that its slot must be that much wider than they are."""
Slot = tuple[str, date, date, int]
"""Panel, first and last day, and which of the values that share both."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Where a panel stands: its left end, and the width of each of its slots."""

    name: str
    left: float
    pitch: float
    slots: tuple[Slot, ...]

    @property
    def right(self) -> float:
        """Its right end."""
        return self.left + self.pitch * len(self.slots)


@dataclass(frozen=True, slots=True)
class Plan:
    """Panels from left to right; points to a unit of value; whether every mark has room for words."""

    panels: tuple[Panel, ...]
    scale: float
    roomy: bool

    def place(self, slot: Slot) -> tuple[float, float]:
        """The middle and the width of a slot."""
        panel = next(panel for panel in self.panels if slot in panel.slots)
        return panel.left + panel.pitch * (panel.slots.index(slot) + 0.5), panel.pitch


def plan_strips(data: ChartData, sheet: Sheet) -> Plan | None:
    """The plan; None where the words are too wide for columns. Lines then label only some points."""
    role = sheet.theme.role("chart-label")
    slots: dict[str, list[Slot]] = {}
    needs: dict[str, float] = {}
    for slot, mark in _slotted(data.marks).items():
        panel = slots.setdefault(slot[0][0], [])
        panel += [slot[0]] if slot[0] not in panel else []
        needs[mark.panel] = max(needs.get(mark.panel, 0.0), _need(data, sheet, mark))
    room = sheet.width - role.leading * 2 * (len(slots) - 1)
    counts = {name: len(own) for name, own in slots.items()}
    pitches = _pitches(needs, counts, room)
    total = sum(pitches[name] * len(own) for name, own in slots.items())
    roomy = total <= room + 0.01
    if not roomy and data.draw == "columns":
        return None
    left, panels = 0.0, []
    for name, own in slots.items():
        pitch = pitches[name] * (1 if roomy else room / total)
        panels.append(Panel(name, left, pitch, tuple(sorted(own, key=lambda s: s[1:]))))
        left = panels[-1].right + role.leading * 2
    return Plan(tuple(panels), _scale(data, sheet), roomy)


def _pitches(
    needs: Mapping[str, float], counts: Mapping[str, int], room: float
) -> dict[str, float]:
    """Slots that fill the room, equally wide but where the words of a panel need more."""
    pitches: dict[str, float] = {}
    for name in sorted(needs, key=lambda name: -needs[name]):
        share = room / sum(count for other, count in counts.items() if other not in pitches)
        pitches[name] = max(needs[name], share)
        room -= pitches[name] * counts[name]
    return pitches


def _slotted(marks: Sequence[ChartMark]) -> dict[tuple[Slot, str], ChartMark]:
    """The marks by slot and series."""
    slotted: dict[tuple[Slot, str], ChartMark] = {}
    for mark in marks:
        count = 0
        while (slot := _slot(mark, count), mark.series) in slotted:
            count += 1
        slotted[slot, mark.series] = mark
    return slotted


def by_slot(marks: Sequence[ChartMark]) -> dict[Slot, ChartMark]:
    """The marks of one series by slot."""
    return {slot: mark for (slot, _), mark in _slotted(marks).items()}


def _slot(mark: ChartMark, count: int) -> Slot:
    return mark.panel, mark.start or date.min, mark.end or date.max, count


def _need(data: ChartData, sheet: Sheet, mark: ChartMark) -> float:
    """The narrowest slot in which a mark's words stand unbroken."""
    lettering = sheet.lettering
    told = [lettering.width(lettering.pieces(t, "chart-label")) for t in told_by(mark.label)[1:]]
    widths = (
        lettering.width(lettering.pieces(value_of(mark.text), "chart-value")),
        lettering.narrowest(lettering.pieces(remark_of(mark.text), "chart-remark")),
        lettering.narrowest(lettering.pieces(mark.label, "chart-label")),
        min(max(told, default=0.0), sheet.width / 4),
    )
    return max(widths) * _beside(data, mark.panel) + slot_gap(sheet)


def words_room(data: ChartData, sheet: Sheet, panel: str, pitch: float) -> float:
    """How wide the words of a mark may be in a slot of `pitch` points."""
    return (pitch - slot_gap(sheet) / 2) / _beside(data, panel)


def has_points(data: ChartData, panel: str) -> bool:
    """Whether the marks of a panel are points on a line; parts of years stay columns."""
    return data.draw == "lines" and panel == data.marks[0].panel


def _beside(data: ChartData, panel: str) -> float:
    return _BESIDE if has_points(data, panel) else 1.0


def slot_gap(sheet: Sheet) -> float:
    """The room between the words of two neighbours, in points."""
    return sheet.theme.role("chart-label").size * 0.7


def _scale(data: ChartData, sheet: Sheet) -> float:
    """Points to a unit: the strip that needs most is seven lines high."""
    reaches = []
    for series in dict.fromkeys(mark.series for mark in data.marks):
        marks = [mark for mark in data.marks if mark.series == series]
        values = [float(v) - floor_of(data, marks) for m in marks for v in ends_of(m)]
        reaches.append(max(0.0, *values, 0.0) - min(0.0, *values, 0.0))
    height = sheet.theme.role("chart-label").leading * 7
    return height / max(reaches) if max(reaches) else 1.0


def floor_of(data: ChartData, marks: Sequence[ChartMark]) -> float:
    """The value at the baseline: zero, but for lines that were asked to start elsewhere."""
    values = [float(v) for m in marks for v in ends_of(m)]
    if data.zero or not values:
        return 0.0
    return min(values) - (max(values) - min(values)) * 0.15
