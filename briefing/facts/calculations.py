"""Calculations: what the formulas of a visit come to, with joint intervals and the digit rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Literal

from briefing.facts.formulas import (
    Call,
    Formula,
    FormulaError,
    Name,
    Number,
    Operation,
    names,
    parse_formula,
)
from briefing.facts.intervals import NotMonotone, joint_interval, value_of
from briefing.facts.model import (
    Calculation,
    ChangeFact,
    Fact,
    GoalFact,
    Missing,
    ValueFact,
    Visit,
)
from briefing.facts.periods import Period
from briefing.facts.quantities import Interval, Quantity, interval_of

ResultKind = Literal["level", "difference", "share", "growth", "count", "year"]
_OPEN = Interval(None, None)
_HUNDREDTH, _THOUSANDTH = Decimal("0.01"), Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Result:
    """What a calculation came to, in base units of `unit` (a share of 1 for "%").

    `rounded` is `value` to `quantum`, the last digit that may be printed (100000000 for tenths of a
    billion); `low` and `high` are the interval's ends rounded outward, None where it is open. `exact`
    is true where no input was rounded; `inputs` are the facts used, in order. `dropped` says why
    there is no value (an input not stated or withheld), and then the rest is empty.
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
    return {id: _result(calculation, visit) for id, calculation in visit.calculations.items()}


def inlined(calculation: Calculation, visit: Visit) -> Formula:
    """The formula with the formulas of the calculations it uses in their places.

    Raises FormulaError; a circle of calculations is a RecursionError here and found by `cycles`.
    """
    return _inlined(parse_formula(calculation.formula), visit)


def _inlined(formula: Formula, visit: Visit) -> Formula:
    match formula:
        case Name(id) if id in visit.calculations:
            return inlined(visit.calculations[id], visit)
        case Operation(operator, left, right):
            return Operation(operator, _inlined(left, visit), _inlined(right, visit))
        case _:
            return formula


def cycles(visit: Visit) -> tuple[tuple[str, ...], ...]:
    """The circles in which calculations use each other: the ids of each, the first one again at its end."""
    uses: dict[str, tuple[str, ...]] = {}
    for id, calculation in visit.calculations.items():
        try:
            uses[id] = tuple(
                n for n in names(parse_formula(calculation.formula)) if n in visit.calculations
            )
        except FormulaError:
            uses[id] = ()
    found: dict[frozenset[str], tuple[str, ...]] = {}
    for start in uses:
        _follow((start,), uses, found)
    return tuple(found.values())


def _follow(
    path: tuple[str, ...],
    uses: Mapping[str, tuple[str, ...]],
    found: dict[frozenset[str], tuple[str, ...]],
) -> None:
    for following in uses[path[-1]]:
        if following in path:
            circle = path[path.index(following) :]
            found.setdefault(frozenset(circle), (*circle, following))
        elif len(path) < len(uses):
            _follow((*path, following), uses, found)


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


def fact_interval(fact: Fact) -> Interval:
    """What a fact allows, in base units: goals and counts exactly, the rest as precisely as stated."""
    quantity = stated(fact)
    if not isinstance(quantity, Quantity):
        return _OPEN
    if isinstance(fact, GoalFact):
        return interval_of(quantity, exact=True)
    return quantity.interval


def _result(calculation: Calculation, visit: Visit) -> Result:
    formula = inlined(calculation, visit)
    inputs = names(formula)
    dropped = _dropped(formula, visit)
    unit = result_unit(calculation, formula, visit)
    if dropped:
        return Result(calculation.id, None, _OPEN, unit, inputs=inputs, dropped=dropped)
    numeric = {id: visit.facts[id] for id in numeric_names(formula)}
    quantities = {id: stated(fact) for id, fact in numeric.items()}
    values = {id: q.value for id, q in quantities.items() if isinstance(q, Quantity)}
    intervals = {id: fact_interval(fact) for id, fact in numeric.items()}

    def call(part: Call) -> Decimal:
        return _called(part, visit)

    value = value_of(formula, values, call)
    interval = joint_interval(formula, intervals, call)
    exact = interval.low == interval.high and not any(
        isinstance(q, Quantity) and q.qualifier for q in quantities.values()
    )
    steps = [
        q.step
        for id, q in quantities.items()
        if isinstance(q, Quantity) and q.unit == unit and not _is_exact(numeric[id])
    ]
    quantum = _quantum(interval, max(steps, default=Decimal(0)), value)
    low, high = _outward(interval, quantum, unit)
    return Result(
        id=calculation.id,
        value=value,
        interval=interval,
        unit=unit,
        kind=_kind(formula, unit),
        quantum=quantum,
        rounded=value if exact else value.quantize(quantum, rounding=ROUND_HALF_UP),
        low=low,
        high=high,
        exact=exact,
        inputs=inputs,
    )


def _is_exact(fact: Fact) -> bool:
    interval = fact_interval(fact)
    return interval.low == interval.high and interval.low is not None


def _dropped(formula: Formula, visit: Visit) -> str:
    for id in numeric_names(formula):
        quantity = stated(visit.facts[id])
        if isinstance(quantity, Missing):
            because = f": {quantity.because}" if quantity.because else ""
            return f"{id} is {quantity.kind}{because}"
    for part in _calls(formula):
        if part.function == "year" and _period(visit.facts[part.ids[0]]) is None:
            return f"{part.ids[0]} has no stated period"
    return ""


def numeric_names(formula: Formula) -> tuple[str, ...]:
    """The ids whose values a formula uses (not those it only counts or dates)."""
    match formula:
        case Name(id):
            return (id,)
        case Operation(left=left, right=right):
            return tuple(dict.fromkeys((*numeric_names(left), *numeric_names(right))))
        case _:
            return ()


def _calls(formula: Formula) -> tuple[Call, ...]:
    match formula:
        case Call():
            return (formula,)
        case Operation(left=left, right=right):
            return (*_calls(left), *_calls(right))
        case _:
            return ()


def _called(part: Call, visit: Visit) -> Decimal:
    if part.function == "count":
        return Decimal(len(part.ids))
    period = _period(visit.facts[part.ids[0]])
    return Decimal(period.start.year if period is not None and period.start is not None else 0)


def _period(fact: Fact) -> Period | None:
    """The first stated period of a fact: its own, its day, or when it is due."""
    for name in ("period", "when", "due"):
        period = getattr(fact, name, None)
        if isinstance(period, Period) and period.start is not None:
            return period
    return None


def result_unit(calculation: Calculation, formula: Formula, visit: Visit) -> str:
    """The unit of the result: as the calculation or its measure says, else that of its parts."""
    if calculation.unit:
        return calculation.unit
    if calculation.measure is not None:
        return visit.measures[calculation.measure].unit
    return unit_of(formula, visit)


def unit_of(formula: Formula, visit: Visit) -> str:
    """The unit that the parts give: "USD", "%", a counted noun; "" for a plain ratio or number."""
    match formula:
        case Name(id):
            quantity = stated(visit.facts[id])
            fact = visit.facts[id]
            measured = (
                visit.measures[fact.measure].unit if isinstance(fact, ValueFact | GoalFact) else ""
            )
            return (quantity.unit if isinstance(quantity, Quantity) else "") or measured
        case Number(percent=percent):
            return "%" if percent else ""
        case Call():
            return ""
        case Operation(operator, left, right):
            one, other = unit_of(left, visit), unit_of(right, visit)
            if operator in "+-":
                return one if one == other else ""
            if operator == "/":
                return "" if one == other else one
            return one if other in ("", "%") else other


def _kind(formula: Formula, unit: str) -> ResultKind:
    match formula:
        case Call(function="year"):
            return "year"
        case Call():
            return "count"
        case Operation("-", _, Number(value=one)) if unit == "%" and one == 1:
            return "growth"
        case _ if unit == "%":
            return "share"
        case Operation("-", _, _):
            return "difference"
        case _:
            return "level"


def _quantum(interval: Interval, coarsest: Decimal, value: Decimal) -> Decimal:
    """The finest power of ten not below half the interval's width, nor finer than the coarsest input."""
    if interval.low is None or interval.high is None:
        end = interval.low if interval.low is not None else interval.high
        return _power(_power(end if end else value) / 10)
    half = (interval.high - interval.low) / 2
    if not half:
        return _power(coarsest) if coarsest else Decimal(1)
    power = _power(half)
    return _power(max(power if power == half else power * 10, coarsest))


def _power(value: Decimal) -> Decimal:
    """The power of ten of the leading digit."""
    return Decimal(1).scaleb(value.adjusted()) if value else Decimal(1)


def _outward(
    interval: Interval, quantum: Decimal, unit: str
) -> tuple[Decimal | None, Decimal | None]:
    """The ends one digit finer than the value prints, a percentage to a tenth at least.

    An open interval's one end keeps two digits. A last digit that is zero at both ends is left out.
    """
    if interval.low is None or interval.high is None:
        low = None if interval.low is None else interval.low.quantize(quantum, rounding=ROUND_FLOOR)
        high = (
            None
            if interval.high is None
            else interval.high.quantize(quantum, rounding=ROUND_CEILING)
        )
        return low, high
    step = _power(min(quantum / 10, _THOUSANDTH) if unit == "%" else quantum / 10)
    low = interval.low.quantize(step, rounding=ROUND_FLOOR)
    high = interval.high.quantize(step, rounding=ROUND_CEILING)
    coarse = _power(step * 10)
    if low == low.quantize(coarse) and high == high.quantize(coarse):
        return low.quantize(coarse), high.quantize(coarse)
    return low, high


__all__ = [
    "NotMonotone",
    "Result",
    "ResultKind",
    "cycles",
    "evaluate",
    "fact_interval",
    "inlined",
    "numeric_names",
    "result_unit",
    "stated",
    "unit_of",
]
