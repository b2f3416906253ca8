"""`shares`: each share in a bar of its own that is its whole; bars that must not be added or compared."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from briefing.blocks import ChartMark, Drawing, Inlines, Text
from briefing.charts.bars import write_lines
from briefing.charts.data import ChartData, Omitted, Refused, remark_of, value_of
from briefing.charts.evidence import Evidence
from briefing.charts.inks import arrow, bar, has_whisker, whisker
from briefing.charts.lettering import Line
from briefing.facts.chart_specs import ChartSpec
from briefing.facts.model import Calculation, Measure

if TYPE_CHECKING:
    from briefing.charts.sheet import Sheet

_HUNDRED = Decimal(100)


def select(spec: ChartSpec, evidence: Evidence) -> ChartData:
    """The shares in the order of the spec. Raises Refused or Omitted."""
    if not spec.zero:
        raise Refused("a share's bar is its whole: it starts at zero")
    ids = evidence.levels(spec.facts)
    _check_wholes(spec, ids, evidence)
    if not any(evidence.amount(id) for id in ids):
        raise Omitted(ids or spec.facts)
    for id in ids:
        _check_share(id, evidence)
    marks = [
        evidence.mark(id, evidence.wording.share(id), _remarks(id, evidence), whole=_HUNDRED)
        for id in ids
    ]
    measured = [id for id in ids if _measure(id, evidence) is not None]
    unit = evidence.wording.unit(evidence.measure_id(measured[0]), 0) if measured else ()
    words = (("separator", evidence.wording.word("separator")),)
    return ChartData(spec.kind, tuple(marks), unit, words=words)


def draw(data: ChartData, sheet: Sheet) -> Drawing:
    """A label line above each bar, the value in bold at its right end."""
    leading = sheet.theme.role("chart-label").leading
    values = [sheet.lettering.pieces(value_of(m.text), "chart-value") for m in data.marks]
    width = max(sheet.lettering.width(value) for value in values)
    width = sheet.width - min(width, sheet.width / 3) - leading * 0.6
    depth = 0.0
    for mark, value in zip(data.marks, values, strict=True):
        depth = _draw_share(
            sheet, mark, value, separator=data.word("separator"), top=depth, width=width
        )
    return sheet.drawing(depth - leading * 0.7)


def _draw_share(
    sheet: Sheet, mark: ChartMark, value: Line, *, separator: str, top: float, width: float
) -> float:
    """One share; gives the depth where the next may start."""
    role = sheet.theme.role("chart-label")
    label = sheet.lettering.pieces(mark.label, "chart-label")
    remark = sheet.lettering.pieces(remark_of(mark.text), "chart-remark")
    words = (*label, *sheet.lettering.words(separator if remark else "", "chart-remark"), *remark)
    baseline = top + role.size
    for line in sheet.lettering.lines(words, sheet.width):
        sheet.write(line, 0, baseline)
        baseline += role.leading
    if mark.value is None:
        return baseline + role.leading * 0.3
    thick = role.leading * 1.2
    bar_top = baseline - role.leading + role.size * 0.6
    solid = width * float(mark.value / _HUNDRED)
    sheet.rectangle(
        0, bar_top, width, thick,
        edge=sheet.theme.colour("outline"), line=sheet.theme.table.head_rule,
    )  # fmt: skip
    bar(sheet, mark.mark_class, 0, bar_top, width=solid, height=thick)
    middle = bar_top + thick / 2
    if has_whisker(mark) and mark.low is not None and mark.high is not None:
        low, high = (width * float(end / _HUNDRED) for end in (mark.low, mark.high))
        whisker(sheet, (low, middle), (high, middle))
    arrow(sheet, mark, (solid, middle))
    x = width + role.leading * 0.6
    lines = sheet.lettering.lines(value, sheet.width - x + 0.01)
    write_lines(sheet, lines, x, middle)
    return max(bar_top + thick, middle + role.leading * len(lines) / 2) + role.leading * 0.7


def _remarks(id: str, evidence: Evidence) -> list[Inlines]:
    """Who says so, of when, how firmly: all that keeps two shares apart."""
    word = evidence.wording.word
    if isinstance(evidence.claim(id), Calculation):
        return evidence.standing(id)
    quantity = evidence.quantity(id)
    vague = quantity is not None and quantity.qualifier in ("about", "almost")
    return [
        evidence.wording.speaker(id),
        evidence.wording.period(id) or (Text(word("period-not-stated")),),
        (Text(word("approximate")),) if vague else (),
        evidence.wording.remark(id),
    ]


def _check_wholes(spec: ChartSpec, ids: list[str], evidence: Evidence) -> None:
    """Refuse to put shares into one bar."""
    if spec.whole is None:
        return
    wholes: dict[str, str] = {}
    for id in ids:
        measure = _measure(id, evidence)
        wholes.setdefault(measure.whole if measure else "", id)
    if len(wholes) > 1:
        named = ", ".join(f"{id} of {whole or 'no stated whole'}" for whole, id in wholes.items())
        raise Refused(f"shares of different wholes cannot share one bar: {named}")
    raise Refused("each share has a bar of its own: leave out whole")


def _check_share(id: str, evidence: Evidence) -> None:
    amount, measure = evidence.amount(id), _measure(id, evidence)
    if measure is not None and measure.kind != "share":
        raise Refused(f"{id} is a {measure.kind}, not a share of a whole")
    if amount is None:
        return
    if amount.unit != "%":
        raise Refused(f"{id} is not a share: it is in {amount.unit or 'no unit'}")
    if not 0 <= amount.value <= 1:
        raise Refused(f"{id} is not between nothing and the whole")


def _measure(id: str, evidence: Evidence) -> Measure | None:
    """What a share measures; None for a calculation that has only a name."""
    claim = evidence.claim(id)
    if isinstance(claim, Calculation) and claim.measure is None:
        return None
    return evidence.measure(id)
