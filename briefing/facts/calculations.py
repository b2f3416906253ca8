"""Calculations: what the formulas of a visit come to, with joint intervals and the digit rule.

Which of them must not be made at all is told by `refusals`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, assert_never

from briefing.facts.formulas import (
    Call,
    Formula,
    Name,
    Number,
    Operation,
    names,
    numeric_names,
    walk,
)
from briefing.facts.intervals import joint_interval, value_of
from briefing.facts.model import (
    Calculation,
    ChangeFact,
    DocumentFact,
    Fact,
    GoalFact,
    Missing,
    ValueFact,
    Visit,
)
from briefing.facts.nesting import cycles as cycles  # noqa: PLC0414  (asked for here)
from briefing.facts.nesting import inlined
from briefing.facts.periods import Period
from briefing.facts.quantities import Interval, Quantity, interval_of
from briefing.facts.rounding import rounded, to_quantum

ResultKind = Literal["level", "difference", "share", "growth", "count", "year"]
_OPEN = Interval(None, None)
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Result:
    """What a calculation came to, in base units of `unit` (a share of 1 for "%" and "pp").

    `rounded` is `value` to `quantum`, the last digit that may be printed (100000000 for tenths of a
    billion), halves away from zero, or the upper end where that is the only one; `low` and `high` are
    the interval's ends rounded outward, None where it is open. `exact` is true where no input was
    rounded and all digits are there: then no "about" is due. `inputs` are the facts used, in order.
    `dropped` says why there is no value (an input not stated or withheld), and then the rest is empty.
    """

    id: str
    value: Decimal | None
    interval: Interval
    unit: str = ""
    kind: ResultKind = "level"
    quantum: Decimal = Decimal(1)
    rounded: Decimal = Decimal(0)
    low: Decimal | None = None
    high: Decimal | None = None
    exact: bool = False
    inputs: tuple[str, ...] = ()
    dropped: str = ""


def evaluate(visit: Visit) -> Mapping[str, Result]:
    """Every calculation of `visit` by id. Raises nothing for a visit that `refusals` accepts."""
    return {id: result_of(calculation, visit) for id, calculation in visit.calculations.items()}


def result_of(calculation: Calculation, visit: Visit) -> Result:
    """What one calculation comes to. Raises FormulaError, and NotMonotone where no range can be shown."""
    formula = inlined(calculation, visit)
    unit = result_unit(calculation, formula, visit)
    inputs = names(formula)
    dropped = _dropped(formula, visit)
    if dropped:
        return Result(calculation.id, None, _OPEN, unit, inputs=inputs, dropped=dropped)
    facts = {id: visit.facts[id] for id in numeric_names(formula)}
    quantities = {id: q for id, fact in facts.items() if isinstance(q := computed(fact), Quantity)}
    intervals = {id: fact_interval(fact, visit) for id, fact in facts.items()}

    def call(part: Call) -> Decimal:
        return _called(part, visit)

    value = value_of(formula, {id: q.value for id, q in quantities.items()}, call)
    interval = joint_interval(formula, intervals, call)
    steps = [q.step for id, q in quantities.items() if q.unit == unit and not _point(intervals[id])]
    finest = min((*(q.step for q in quantities.values()), _finest(unit)))
    digits = rounded(value, interval, max(steps, default=Decimal(0)), finest)
    if facts and all(_of_a_file(fact) for fact in facts.values()):
        share = _kind(formula, unit) == "share"
        digits = to_quantum(value, _file_quantum(facts, unit, value, share=share))
    marked = any(q.qualifier for q in quantities.values())
    return Result(
        id=calculation.id,
        value=value,
        interval=interval,
        unit=unit,
        kind=_kind(formula, unit),
        quantum=digits.quantum,
        rounded=digits.value,
        low=digits.low,
        high=digits.high,
        exact=digits.exact and not marked,
        inputs=inputs,
    )


def _point(interval: Interval) -> bool:
    return interval.low is not None and interval.low == interval.high


def _finest(unit: str) -> Decimal:
    """Where an exact result stops printing in full: two digits after the point."""
    return _HUNDREDTH * _HUNDREDTH if unit in ("%", "pp") else _HUNDREDTH


# ------------------------------------------------------------------------- what the facts give


def stated(fact: Fact) -> Quantity | Missing | None:
    """The quantity of a fact; Missing where it is not there on purpose; None for other kinds."""
    match fact:
        case ValueFact():
            return fact.value
        case ChangeFact():
            return fact.change
        case GoalFact():
            return fact.goal
        case _:
            return None


def computed(fact: Fact) -> Quantity | Missing | None:
    """What is calculated with: the figure as a data file has it, where that is known, else as stated."""
    exact = fact.exact if isinstance(fact, ValueFact) else None
    return exact if isinstance(exact, Quantity) else stated(fact)


def _of_a_file(fact: Fact) -> bool:
    return isinstance(fact, ValueFact) and isinstance(fact.exact, Quantity)


_TENTH_OF_A_PERCENT = Decimal("0.001")


def _file_quantum(facts: Mapping[str, Fact], unit: str, value: Decimal, *, share: bool) -> Decimal:
    """The last digit of a result from a data file: as its figures print, per cent to a tenth.

    A share below one per cent has two digits, since a tenth would say too little of it.
    """
    if unit in ("%", "pp"):
        small = abs(value) * 100 < 1 and share and value
        return Decimal(1).scaleb(value.adjusted() - 1) if small else _TENTH_OF_A_PERCENT
    quantities = [q for fact in facts.values() if isinstance(q := stated(fact), Quantity)]
    same = [q.step for q in quantities if q.unit == unit]
    return max(same, default=Decimal(1).scaleb(value.adjusted() - 2))


def fact_interval(fact: Fact, visit: Visit) -> Interval:
    """What a fact allows, in base units: goals, counts and figures of a data file exactly, the rest as
    precisely as stated.

    A count is a whole number of what a measure of the kind "count" counts.
    """
    quantity = computed(fact)
    if not isinstance(quantity, Quantity):
        return _OPEN
    counted = (
        isinstance(fact, ValueFact)
        and visit.measures[fact.measure].kind in ("count", "rank")
        and quantity.counts
    )
    if counted or isinstance(fact, GoalFact) or _of_a_file(fact):
        return interval_of(quantity, exact=True)
    return quantity.interval


def stated_period(fact: Fact) -> Period | None:
    """The first stated period of a fact: its own, its day, when it is due, or when it was signed."""
    for name in ("period", "when", "due"):
        period = getattr(fact, name, None)
        if isinstance(period, Period) and period.is_stated:
            return period
    if isinstance(fact, DocumentFact) and fact.signed is not None:
        return Period(fact.signed.isoformat(), "day", fact.signed, fact.signed)
    return None


def _dropped(formula: Formula, visit: Visit) -> str:
    for id in numeric_names(formula):
        quantity = stated(visit.facts[id])
        if isinstance(quantity, Missing):
            because = f": {quantity.because}" if quantity.because else ""
            return f"{id} is {quantity.kind}{because}"
    for part in walk(formula):
        if isinstance(part, Call) and part.function == "year":
            period = stated_period(visit.facts[part.ids[0]])
            if period is None or period.year is None:
                return f"{part.ids[0]} has no stated year"
    return ""


def _called(part: Call, visit: Visit) -> Decimal:
    if part.function == "count":
        return Decimal(len(part.ids))
    period = stated_period(visit.facts[part.ids[0]])
    return Decimal(period.year or 0) if period is not None else Decimal(0)


# ---------------------------------------------------------------------------- unit and kind


def result_unit(calculation: Calculation, formula: Formula, visit: Visit) -> str:
    """The unit of the result: as the calculation or its measure says, else that of its parts."""
    if calculation.unit:
        return calculation.unit
    if calculation.measure is not None:
        return visit.measures[calculation.measure].unit
    return _unit_of(formula, visit)


def _unit_of(formula: Formula, visit: Visit) -> str:
    """The unit that the parts give: "USD", "%", a counted noun; "" for a plain ratio or number."""
    match formula:
        case Name(id):
            fact = visit.facts[id]
            if isinstance(fact, ValueFact | GoalFact):
                return visit.measures[fact.measure].unit
            quantity = stated(fact)
            return quantity.unit if isinstance(quantity, Quantity) else "%"
        case Number(percent=percent):
            return "%" if percent else ""
        case Call():
            return ""
        case Operation(operator, left, right):
            one, other = _unit_of(left, visit), _unit_of(right, visit)
            if operator in "+-":
                points = operator == "-" and one == other == "%" and _in_points(formula, visit)
                return "pp" if points else one if one == other else one or other
            if operator == "/":
                return "" if one == other else one
            return one if other in ("", "%") else other
        case _:
            assert_never(formula)


def _in_points(formula: Operation, visit: Visit) -> bool:
    """Whether it takes one change, or one share, from another of another time."""
    sides = [visit.facts[s.id] for s in (formula.left, formula.right) if isinstance(s, Name)]
    match sides:
        case [ChangeFact(), ChangeFact()]:
            return True
        case [ValueFact(period=Period() as one), ValueFact(period=Period() as other)]:
            return not one.same_days(other)
        case _:
            return False


def _kind(formula: Formula, unit: str) -> ResultKind:
    match formula:
        case Call(function="year"):
            return "year"
        case Call():
            return "count"
        case Operation("-", _, Number(value=one)) if one == 1 and unit == "%":
            return "growth"
        case Operation("/", Operation("-", _, base), under) if base == under and unit == "%":
            return "growth"
        case _ if unit == "%":
            return "share"
        case Operation("-", _, _):
            return "difference"
        case _:
            return "level"
