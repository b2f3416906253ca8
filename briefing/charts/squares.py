"""`unit-squares`: a count as that many squares, those of a group together; solid only what exists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from briefing.blocks import ChartMark, Drawing, Inlines, Strong, Text
from briefing.charts.data import ChartData, Omitted, Refused
from briefing.charts.evidence import Evidence
from briefing.charts.inks import edge_width
from briefing.charts.lettering import Line
from briefing.facts.chart_specs import ChartSpec
from briefing.facts.model import Status, ValueFact

if TYPE_CHECKING:
    from briefing.charts.sheet import Sheet

EXISTS: tuple[Status, ...] = ("signed", "in operation")
"""What may be drawn solid: it is there."""

MOST = 100
"""More squares than these nobody counts."""


def select(spec: ChartSpec, evidence: Evidence) -> ChartData:
    """A mark a group, then what is left of the whole. Raises Refused or Omitted."""
    if spec.whole is None:
        raise Refused("squares need the count that they make up: name it under whole")
    ids = evidence.levels([spec.whole, *spec.facts])
    calculated = [id for id in ids if id in evidence.visit.calculations]
    stated = [id for id in ids if id not in calculated]
    missing = [id for id in stated if evidence.amount(id) is None]
    if missing:
        raise Omitted(missing)
    if spec.whole not in stated:
        raise Refused(f"{spec.whole} is calculated: squares stand for what somebody counted")
    evidence.one_measure(stated)
    whole, parts = stated[0], stated[1:]
    total = _count(whole, evidence)
    rest = total - sum(_count(id, evidence) for id in parts)
    _check_parts(whole, parts, rest, evidence)
    marks = [_mark(id, total, evidence) for id in parts]
    if rest:
        marks.append(_rest(whole, parts, rest, total, evidence))
    unit = evidence.wording.unit(evidence.measure_id(whole), 0)
    solid = tuple(m.id for m in marks if m.id and _status(m.id, whole, evidence) in EXISTS)
    return ChartData(spec.kind, tuple(marks), unit, solid=solid)


def draw(data: ChartData, sheet: Sheet) -> Drawing:
    """The groups in one row with their labels below; in blocks of rows where they are too many."""
    groups = _groups(data, sheet)
    total = sum(group.count for group in groups)
    role = sheet.theme.role("chart-label")
    side = min(role.leading * 2.5, sheet.width / (total * 1.25))
    if side >= role.leading * 1.2 and _labels_fit(groups, side, sheet):
        return _one_row(sheet, groups, side)
    return _blocks(sheet, groups, role.leading * 1.4)


def _count(id: str, evidence: Evidence) -> int:
    quantity = evidence.quantity(id)
    if quantity is None or quantity.qualifier or quantity.value != int(quantity.value):
        raise Refused(f"{id} is not an exact count: squares would claim that it is")
    count = int(quantity.value)
    if not 0 < count <= MOST:
        raise Refused(f"{count} squares are not a picture that can be counted (1 to {MOST})")
    return count


def _check_parts(whole: str, parts: Sequence[str], rest: int, evidence: Evidence) -> None:
    for id in parts:
        claim = evidence.claim(id)
        if not isinstance(claim, ValueFact) or claim.of != whole:
            raise Refused(f"{id} is not stated to be part of {whole}: give it of: {whole}")
    if rest < 0:
        raise Refused(f"the parts of {whole} come to more than {whole}")


def _mark(id: str, total: int, evidence: Evidence) -> ChartMark:
    wording = evidence.wording
    claim = evidence.claim(id)
    dated = isinstance(claim, ValueFact) and claim.due is not None and claim.due.start is not None
    label: Inlines = (Strong(wording.due(id)),) if dated else ()
    if isinstance(claim, ValueFact) and claim.status in EXISTS:
        label = (Strong(wording.status(id)),)
    if not label:
        label = (Text(wording.word("no-date-given")),)
    return evidence.mark(id, label, (), whole=Decimal(total))


def _rest(whole: str, parts: Sequence[str], rest: int, total: int, evidence: Evidence) -> ChartMark:
    """What is left: with the id of the calculation that says so, or, without parts, of the whole."""
    if not parts:
        return _mark(whole, total, evidence)
    label: Inlines = (Text(evidence.wording.word("no-date-given")),)
    for id, result in evidence.results.items():
        if set(result.inputs) == {whole, *parts} and result.value == rest:
            return evidence.mark(id, label, (), whole=Decimal(total))
    value = Decimal(rest)
    return ChartMark(label, (), "stated", "", "", "", value, value, value, Decimal(total))


def _status(id: str, whole: str, evidence: Evidence) -> Status | None:
    """The status of a group; what is left of a whole has the whole's."""
    claim = evidence.claim(id)
    if not isinstance(claim, ValueFact):
        claim = evidence.claim(whole)
    return claim.status if isinstance(claim, ValueFact) else None


# ------------------------------------------------------------------------------------- drawing


@dataclass(frozen=True, slots=True)
class _Group:
    count: int
    label: Line
    solid: bool
    heavy: bool


def _groups(data: ChartData, sheet: Sheet) -> list[_Group]:
    groups = []
    for mark in data.marks:
        heavy = bool(mark.label) and isinstance(mark.label[0], Strong)
        label = sheet.lettering.pieces(mark.label, "chart-remark")
        groups.append(_Group(int(mark.value or 0), label, mark.id in data.solid, heavy))
    return groups


def _labels_fit(groups: Sequence[_Group], side: float, sheet: Sheet) -> bool:
    """Whether each label stands under its own squares."""
    return all(
        sheet.lettering.width(group.label) <= side * (group.count * 1.25) for group in groups
    )


def _one_row(sheet: Sheet, groups: Sequence[_Group], side: float) -> Drawing:
    role = sheet.theme.role("chart-label")
    left, baseline = 0.0, side + role.leading
    for group in groups:
        for index in range(group.count):
            _square(sheet, group, left + index * side * 1.25, 0, side)
        width = side * (group.count * 1.25 - 0.25)
        sheet.write(group.label, left + width / 2, baseline, 0.5)
        left += group.count * side * 1.25
    return sheet.drawing(baseline + role.leading - role.size)


def _blocks(sheet: Sheet, groups: Sequence[_Group], side: float) -> Drawing:
    """Each group on rows of its own, its label above."""
    role = sheet.theme.role("chart-label")
    across = max(1, int((sheet.width + side * 0.25) // (side * 1.25)))
    across = across // 10 * 10 if across >= 10 else across
    top = 0.0
    for group in groups:
        for line in sheet.lettering.lines(group.label, sheet.width):
            sheet.write(line, 0, top + role.size)
            top += role.leading
        top += role.leading * 0.3
        for index in range(group.count):
            down, right = divmod(index, across)
            _square(sheet, group, right * side * 1.25, top + down * side * 1.25, side)
        top += ((group.count - 1) // across + 1) * side * 1.25 + role.leading * 0.4
    return sheet.drawing(top - role.leading * 0.4)


def _square(sheet: Sheet, group: _Group, left: float, top: float, side: float) -> None:
    theme = sheet.theme
    fill = theme.colour("mark") if group.solid else None
    edge = theme.colour("mark-edge" if group.heavy or group.solid else "outline")
    line = edge_width(theme) * 1.6 if group.heavy else theme.table.head_rule
    sheet.rectangle(left, top, side, side, fill=fill, edge=edge, line=line)
