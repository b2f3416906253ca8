"""A visit from a few lines of facts, and plain English for its charts: what tests of charts share."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from briefing.blocks import ChartMark, Inlines, Numeral, Text, Value, plain
from briefing.facts.calculations import evaluate
from briefing.facts.chart_specs import ChartSpec
from briefing.facts.model import Fact, Missing, Visit
from briefing.facts.periods import Period
from briefing.facts.quantities import Quantity
from briefing.facts.reading import read

HEAD = """
visit: {title: An invented visit, type: visit, dates: 2026-01-01, host: {country: GR}, guest: {country: VN}}
brief: {as_of: 2026-01-02}
people: {ana: {name: Ana Sol, family_name: Sol}, bo: {name: Bo Lund, family_name: Lund}}
sources: {s: {kind: report, title: An invented report}}
measures:
  trade: {name: trade, unit: USD, kind: flow}
  exports: {name: exports, unit: EUR, kind: flow, series: exports}
  imports: {name: imports, unit: EUR, kind: flow, series: imports}
  balance: {name: trade balance, unit: EUR, kind: flow, of: exports - imports, series: balance}
  debt: {name: debt, unit: USD, kind: stock}
  visitors: {name: visitors, unit: people, kind: flow}
  ports: {name: share of ports, unit: "%", kind: share, part: ports, whole: all harbours}
  ships: {name: share of ships, unit: "%", kind: share, part: ships, whole: all vessels}
  schools: {name: schools, unit: schools, kind: count}
"""


def visit_of(facts: str, calculations: str = "", *, illustrations: bool = False) -> Visit:
    """The visit with these facts, `ID: {…}` a line (the source is added), and calculations."""
    lines = [line.strip() for line in facts.strip().splitlines()]
    sourced = "\n".join(f"  {line[:-1]}, at: s 1}}" for line in lines)
    made = "\n".join(f"  {line.strip()}" for line in calculations.strip().splitlines())
    text = f"{HEAD}facts:\n{sourced}\n" + (f"calculations:\n{made}\n" if made else "")
    if illustrations:
        text = text.replace("as_of: 2026-01-02", "as_of: 2026-01-02, illustrations: yes")
    reading = read(yaml.load(text, Loader=yaml.BaseLoader))
    assert not reading.flaws
    return reading.visit


@dataclass(frozen=True)
class PlainWords:
    """Answers a chart's questions with the plainest words; every value carries its id."""

    visit: Visit

    def value(self, id: str, scale: int) -> Inlines:
        if id in self.visit.calculations:
            result = evaluate(self.visit)[id]
            number = f"{result.rounded.scaleb(2 if result.unit == '%' else -scale):f}"
            sign = "%" if result.unit == "%" else ""
            return (Value(f"about {number}{sign}", id, "number", Numeral.CALCULATION),)
        quantity = _quantity(self.visit.facts[id])
        if quantity.fraction:
            body = "/".join(map(str, quantity.fraction))
        else:
            body = f"{quantity.number.scaleb(quantity.scale - scale):f}"
        sign = "%" if quantity.unit == "%" and not quantity.fraction else ""
        return (Value(f"{quantity.qualifier} {body}{sign}".strip(), id, "number"),)

    def interval(self, id: str, scale: int) -> Inlines:
        result = evaluate(self.visit)[id]
        ends = [
            "open" if end is None else f"{end.scaleb(-scale):f}"
            for end in (result.low, result.high)
        ]
        return (Value(" to ".join(ends), id, "interval", Numeral.CALCULATION),)

    def period(self, id: str) -> Inlines:
        claim = self.visit.calculations.get(id) or self.visit.facts[id]
        signed = getattr(claim, "signed", None)
        if signed:
            return (Value(str(signed), id, "period"),)
        return self._when(id, getattr(claim, "period", None) or getattr(claim, "when", None))

    def due(self, id: str) -> Inlines:
        return self._when(id, getattr(self.visit.facts[id], "due", None))

    def _when(self, id: str, period: Period | None) -> Inlines:
        stated = period is not None and period.start is not None
        return (Value(period.text, id, "period"),) if period is not None and stated else ()

    def share(self, id: str) -> Inlines:
        measure = self.visit.measures[getattr(self.visit.facts[id], "measure", "")]
        return (Text(f"{measure.part} in {measure.whole}"),)

    def event(self, id: str) -> Inlines:
        claim = self.visit.calculations.get(id) or self.visit.facts[id]
        for name in ("event", "document", "project", "statement", "name"):
            if getattr(claim, name, None):
                return (Text(getattr(claim, name)),)
        return (Text(getattr(claim, "measure", "")), Text(" "), *self.value(id, 0))

    def speaker(self, id: str) -> Inlines:
        fact = self.visit.facts.get(id)
        by = fact.by if fact else None
        return (Text(self.visit.people[by].family_name),) if by else ()

    def item(self, id: str) -> Inlines:
        fact = self.visit.facts.get(id)
        name = getattr(fact, "item", "") or getattr(fact, "partner", "")
        return (Value(name, id, "item"),) if name else ()

    def month(self, month: int) -> str:
        return ("Jan", "Feb", "Mar")[month - 1]

    def remark(self, id: str) -> Inlines:
        fact = self.visit.facts.get(id)
        if getattr(fact, "tied", False):
            return (Text("="),)
        return (Text(fact.remark),) if fact is not None and fact.remark else ()

    def status(self, id: str) -> Inlines:
        return (Text(getattr(self.visit.facts[id], "status", "") or ""),)

    def series(self, measure: str) -> str:
        return self.visit.measures[measure].name

    def unit(self, measure: str, scale: int) -> Inlines:
        return (Text(f"10^{scale} {self.visit.measures[measure].unit}"),)

    def word(self, key: str) -> str:
        marks = {"comma": ", ", "separator": " · ", "open-bracket": " (", "close-bracket": ")"}
        return marks.get(key, key.replace("-", " "))

    def message(
        self, part: str, spec: ChartSpec, marks: tuple[ChartMark, ...], unit: Inlines
    ) -> Inlines:
        said = "; ".join(f"{plain(m.label)}: {plain(m.text)}" for m in marks)
        return (Text(f"{part} of {spec.key}: {said}"),)

    def omitted(self, spec: ChartSpec, ids: tuple[str, ...]) -> str:
        return f"{spec.key}: no value of {', '.join(ids)}"


def _quantity(fact: Fact) -> Quantity:
    for name in ("value", "goal", "change"):
        stated = getattr(fact, name, None)
        if stated is not None and not isinstance(stated, Missing):
            assert isinstance(stated, Quantity)
            return stated
    raise KeyError(fact.id)
