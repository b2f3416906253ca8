"""The facts a chart may show: their numbers in one unit, their periods, their class, their words.

What holds for every kind of chart is refused here; what one kind refuses stands with that kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefing.blocks import ChartMark, Inlines, MarkClass, Text
from briefing.charts.data import Refused, printed
from briefing.charts.wording import Wording
from briefing.facts.calculations import Result
from briefing.facts.model import (
    Calculation,
    ChangeFact,
    Fact,
    GoalFact,
    Measure,
    Missing,
    ValueFact,
    Visit,
)
from briefing.facts.periods import Period
from briefing.facts.quantities import Quantity, interval_of
from briefing.facts.statuses import flags_of

PART_YEAR = ("half", "quarter", "month", "months", "day", "days")
"""The kinds of period that are part of a year."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in base units (a share of 1 for "%") with its interval and its power of ten as stated."""

    value: Decimal
    low: Decimal | None
    high: Decimal | None
    unit: str
    scale: int

    def scaled(self, scale: int) -> tuple[Decimal, Decimal | None, Decimal | None]:
        """Value and interval in 10^`scale` of the unit; a share as a percentage."""
        power = 2 if self.unit == "%" else -scale
        low, high = (None if end is None else end.scaleb(power) for end in (self.low, self.high))
        return self.value.scaleb(power), low, high


@dataclass(frozen=True, slots=True)
class Evidence:
    """A visit, what its calculations came to, and the words for both."""

    visit: Visit
    results: Mapping[str, Result]
    wording: Wording

    # -------------------------------------------------------------------------- which facts

    def levels(self, ids: Sequence[str]) -> list[str]:
        """Those of `ids` that may be drawn as levels. Raises Refused for what is no level.

        An illustration is left out unless the brief asks for illustrations.
        """
        if not ids:
            raise Refused("a chart needs facts to show: name them under facts")
        drawn = [id for id in dict.fromkeys(ids) if not self.hidden(id)]
        for id in drawn:
            self._check_level(id)
        return drawn

    def goal(self, id: str | None) -> GoalFact:
        """The goal that a chart names."""
        fact = None if id is None else self.visit.facts.get(id)
        if id is None:
            raise Refused("this kind of chart needs a goal: name it under goal")
        if not isinstance(fact, GoalFact):
            raise Refused(f"{id} is not a goal")
        return fact

    def one_unit(self, ids: Sequence[str]) -> None:
        """Refuse measures of different units or kinds (a flow beside a stock)."""
        first = self.measure(ids[0])
        for id in ids[1:]:
            other = self.measure(id)
            if {first.kind, other.kind} == {"flow", "stock"}:
                raise Refused(f"{ids[0]} is a {first.kind} and {id} a {other.kind}: not one axis")
            if (first.unit, first.kind) != (other.unit, other.kind):
                raise Refused(
                    f"{ids[0]} ({first.kind}, {first.unit}) and {id} ({other.kind}, {other.unit}) "
                    "have no common axis"
                )

    def one_measure(self, ids: Sequence[str]) -> None:
        """Refuse values of different measures."""
        self.one_unit(ids)
        names = {id: self.measure_id(id) for id in ids}
        for id in ids[1:]:
            if names[id] != names[ids[0]]:
                raise Refused(
                    f"{ids[0]} and {id} measure different things: "
                    f"{self.measure(ids[0]).name}, {self.measure(id).name}"
                )

    def hidden(self, id: str) -> bool:
        """Whether `id` is an illustration that the brief does not ask for."""
        calculation = self.visit.calculations.get(id)
        return (
            calculation is not None
            and calculation.illustration
            and not self.visit.brief.illustrations
        )

    def _check_level(self, id: str) -> None:
        match self.claim(id):
            case ValueFact():
                return
            case Calculation(illustration=True):
                return
            case Calculation(show="text" | "ledger" | "never" as show):
                raise Refused(f"{id} is not for charts (show: {show})")
            case Calculation():
                return
            case ChangeFact():
                raise Refused(f"{id} is a change, not a level, and has no bar of its own")
            case GoalFact():
                raise Refused(f"{id} is a goal and cannot stand among the values")
            case _:
                raise Refused(f"{id} is no number")

    # ---------------------------------------------------------------------- what they hold

    def claim(self, id: str) -> Fact | Calculation:
        """The fact or calculation called `id`."""
        calculation = self.visit.calculations.get(id)
        return self.visit.facts[id] if calculation is None else calculation

    def measure(self, id: str) -> Measure:
        """What `id` measures. Raises Refused for a calculation that does not say."""
        return self.visit.measures[self.measure_id(id)]

    def measure_id(self, id: str) -> str:
        """The id of what `id` measures. Raises Refused for a calculation that does not say."""
        claim = self.claim(id)
        measure = getattr(claim, "measure", None)
        if not isinstance(measure, str):
            raise Refused(f"{id} does not say what it measures: give it a measure")
        return measure

    def period(self, id: str) -> Period | None:
        """When it is true; None where no period is given or stated."""
        claim = self.claim(id)
        period = getattr(claim, "due" if isinstance(claim, GoalFact) else "period", None)
        return period if isinstance(period, Period) and period.start is not None else None

    def amount(self, id: str) -> Amount | None:
        """The number of a fact or calculation; None where it is not stated, withheld or dropped."""
        if id in self.visit.calculations:
            return self._calculated(self.results[id])
        quantity = self.quantity(id)
        if quantity is None:
            return None
        return _stated(quantity, exact=isinstance(self.claim(id), GoalFact))

    def quantity(self, id: str) -> Quantity | None:
        """What a fact states; None for a calculation and for what is missing."""
        match self.claim(id):
            case ValueFact(value=Quantity() as quantity) | GoalFact(goal=Quantity() as quantity):
                return quantity
            case _:
                return None

    def _calculated(self, result: Result) -> Amount | None:
        if result.value is None:
            return None
        quantities = [q for q in map(self.quantity, result.inputs) if q is not None]
        scales = [q.scale for q in quantities if q.unit == result.unit]
        return Amount(
            result.rounded,
            result.low,
            result.high,
            result.unit,
            max(scales, default=0),
        )

    def scale(self, ids: Sequence[str]) -> int:
        """The power of ten that the values of `ids` share: the largest that one is stated in."""
        amounts = [amount for amount in map(self.amount, ids) if amount is not None]
        return max((amount.scale for amount in amounts), default=0)

    def conflicting(self, ids: Sequence[str]) -> set[str]:
        """The ids that share measure and period with another: each must say who says so."""
        keys = [(self.measure_id(id), self.period(id)) for id in ids]
        return {id for id, key in zip(ids, keys, strict=True) if keys.count(key) > 1}

    # ------------------------------------------------------------------------------- marks

    def mark_class(self, id: str) -> MarkClass:
        """How a mark is inked."""
        claim = self.claim(id)
        if self.amount(id) is None:
            return "missing"
        match claim:
            case Calculation():
                return "illustration" if claim.illustration else "calculated"
            case GoalFact():
                return "goal"
            case _:
                return "part-year" if self.part_year(id) else "stated"

    def part_year(self, id: str) -> bool:
        """Whether it is a flow over part of a year."""
        period = self.period(id)
        flow = self.measure(id).kind == "flow"
        return flow and period is not None and period.kind in PART_YEAR

    def mark(
        self,
        id: str,
        label: Inlines,
        remarks: Sequence[Inlines],
        scale: int = 0,
        *,
        series: str = "",
        panel: str = "",
        whole: Decimal | None = None,
    ) -> ChartMark:
        """The mark of a value, in 10^`scale` of its unit; a gap with words where it is missing."""
        amount = self.amount(id)
        if amount is None:
            text: Inlines = (Text(self.absence(id)),)
            return ChartMark(label, text, "missing", id, series, panel)
        value, low, high = amount.scaled(scale)
        text = printed(self.wording.value(id, scale), remarks, self.wording.word("comma"))
        return ChartMark(
            label, text, self.mark_class(id), id, series, panel, value, low, high, whole
        )

    def standing(self, id: str, scale: int = 0) -> list[Inlines]:
        """The words that say how a value is known: "stated", "calculated (3.56 to 3.66)"."""
        word = self.wording.word
        if self.read(id):
            return []
        match self.mark_class(id):
            case "calculated":
                return [(Text(word("calculated")), *self._range(id, scale))]
            case "illustration":
                return [(Text(word("illustration")), *self._range(id, scale))]
            case _:
                return [(Text(word("stated")),)]

    def read(self, id: str) -> bool:
        """Whether it was read from a data file, or is made of nothing else: a note says so of all."""
        ids = self.results[id].inputs if id in self.visit.calculations else (id,)
        facts = [self.visit.facts[key] for key in ids]
        return bool(facts) and all(isinstance(f, ValueFact) and f.query for f in facts)

    def remark(self, id: str, among: Sequence[str]) -> Inlines:
        """What must stand beside a value: of figures read from a file, what is not said of all of them."""
        said = {flags_of(i, self.visit, self.results) for i in among if self.read(i)}
        tied = getattr(self.claim(id), "tied", False)
        return () if self.read(id) and len(said) == 1 and not tied else self.wording.remark(id)

    def _range(self, id: str, scale: int) -> Inlines:
        amount = self.amount(id)
        if amount is None or amount.low == amount.high:
            return ()
        word = self.wording.word
        return (
            Text(word("open-bracket")),
            *self.wording.interval(id, scale),
            Text(word("close-bracket")),
        )

    def absence(self, id: str) -> str:
        """The word for a value that is missing: "not stated" or "withheld"."""
        stated = getattr(self.claim(id), "value", getattr(self.claim(id), "goal", None))
        withheld = isinstance(stated, Missing) and stated.kind == "withheld"
        return self.wording.word("withheld" if withheld else "not-stated")


def _stated(quantity: Quantity, *, exact: bool) -> Amount:
    ends = interval_of(quantity, exact=True) if exact else quantity.interval
    unit = "%" if quantity.fraction is not None else quantity.unit
    return Amount(quantity.value, ends.low, ends.high, unit, quantity.scale)
