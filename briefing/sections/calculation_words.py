"""The words that print for a calculation: its result, its size, its range, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from briefing.facts.calculations import Result, stated
from briefing.facts.model import Calculation, Fact, Visit
from briefing.facts.periods import Period
from briefing.facts.quantities import Interval, Quantity
from briefing.language.language import Language, is_currency


@dataclass(frozen=True)
class CalculationWords:
    """Words for the calculations of one visit in one language."""

    visit: Visit
    language: Language
    results: Mapping[str, Result]

    def text(self, id: str, form: str) -> str:
        """A calculation in a form; KeyError for a form that it has not."""
        if form.endswith("^"):
            return self.language.capitalised(self.text(id, form[:-1]))
        calculation, result = self.visit.calculations[id], self.results[id]
        match form:
            case "name" | "short":
                return calculation.name
            case "period" | "year":
                return time_text(self.language, calculation, form)
            case "period-cell":
                return time_text(self.language, calculation, "period", cell=True)
            case "speaker" | "family-name":
                return self.language.word("classes.calculated")
            case "note":
                return ""
            case "interval":
                return self.interval(result)
            case "size":
                return self._result(calculation, _without_sign(result), spelled=False)
            case "" | "signed" | "number" | "full":
                return self._result(calculation, result, spelled=form in ("", "full"))
            case _:
                raise KeyError(form)

    def _result(self, calculation: Calculation, result: Result, *, spelled: bool) -> str:
        if result.value is None:
            return self.language.word("not-stated")
        if result.kind == "year":
            return str(int(result.rounded))
        if result.interval.high is None:
            return self.language.word("at-least-about").format(self._scaled(result, result.low))
        if result.interval.low is None:
            return self.language.word("at-most-about").format(self._scaled(result, result.high))
        text = self._scaled(result, result.rounded, spelled=spelled and result.exact)
        if calculation.at_least:
            return self.language.word("at-least").format(text)
        return text if result.exact else self.language.word("about").format(text)

    def _scaled(self, result: Result, value: Decimal | None, *, spelled: bool = False) -> str:
        scale = self._scale(result)
        number = value_in(value if value is not None else Decimal(0), result.unit, scale)
        return self.language.amount(number, scale, result.unit, spelled=spelled)

    def in_scale(self, result: Result, scale: int) -> str:
        """A result in a chart's unit: its number at `scale`, with "about" and percent sign only."""
        text = self._end(result, result.rounded, scale)
        return text if result.exact else self.language.word("about").format(text)

    def _scale(self, result: Result) -> int:
        """The power of ten whose word a result prints with: that of its inputs of the same unit."""
        if not is_currency(result.unit):
            return 0
        facts = map(self.visit.facts.get, result.inputs)
        quantities = (stated(fact) for fact in facts if fact is not None)
        scales = [q.scale for q in quantities if isinstance(q, Quantity) and q.unit == result.unit]
        return max(scales, default=0)

    def interval(self, result: Result, scale: int | None = None) -> str:
        """The range left by rounding, without unit: "3.56 to 3.66"; by default in the result's own scale."""
        power = self._scale(result) if scale is None else scale
        low = "" if result.low is None else self._end(result, result.low, power)
        high = "" if result.high is None else self._end(result, result.high, power)
        if not high:
            return self.language.word("interval-open").format(low=low)
        if not low:
            return self.language.word("interval-open-below").format(high=high)
        return self.language.word("interval").format(low=low, high=high)

    def _end(self, result: Result, value: Decimal, scale: int) -> str:
        text = self.language.decimal(value_in(value, result.unit, scale))
        return f"{text}%" if result.unit == "%" else text


def time_text(language: Language, one: Fact | Calculation, form: str, *, cell: bool = False) -> str:
    """A period of a fact or a calculation ("period", "against", "due", "when"), or its "year"."""
    period = getattr(one, form if form != "year" else "period", None)
    if form == "year" and isinstance(period, Period) and period.start is not None:
        return str(period.start.year)
    return language.period(period, cell=cell)


def value_in(value: Decimal, unit: str, scale: int) -> Decimal:
    """A value in base units as the number that prints before its scale word or percent sign."""
    power = 2 if unit in ("%", "pp") else -scale
    scaled = value.scaleb(power)
    exponent = scaled.as_tuple().exponent
    return scaled.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else scaled


def _without_sign(result: Result) -> Result:
    """The size of a result that is below zero: for "fell by 3.5%"."""
    if result.value is None or result.rounded >= 0:
        return result
    low, high = (None if end is None else -end for end in (result.high, result.low))
    span = result.interval
    ends = Interval(
        None if span.high is None else -span.high, None if span.low is None else -span.low
    )
    return replace(
        result, value=-result.value, rounded=-result.rounded, low=low, high=high, interval=ends
    )
