"""Calculations that must not be made: what is mixed in a formula that may not be mixed.

Follows the rules of number handling for briefs: part-year with full year, flow with stock, speaker
with speaker, measure with measure are refused unless `because:` says why it holds; unequal units,
percent with percentage points, a base that may be zero, and a range that cannot be shown never hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from briefing.facts.calculations import (
    NotMonotone,
    evaluate,
    inlined,
    numeric_names,
    result_unit,
    stated,
    unit_of,
)
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
from briefing.facts.model import Calculation, ChangeFact, Fact, GoalFact, ValueFact, Visit
from briefing.facts.periods import Period
from briefing.facts.quantities import Quantity

_JUSTIFY = 'change the formula, or say why it holds with "because: …"'


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a calculation must not be made; `hint` says what would allow it."""

    id: str
    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class _Sense:
    """What a part of a formula stands for: its unit, measure, period, and who says so."""

    unit: str
    name: str
    measures: tuple[str, ...] = ()
    kind: str = ""
    period: Period | None = None
    voices: tuple[str, ...] = ()
    goal: bool = False
    change: ChangeFact | None = None
    number: bool = False


def refusals(visit: Visit) -> tuple[Refusal, ...]:
    """The calculations that must not be made, with the reason, in the order of the facts file.

    Every id that the formulas name must exist, and no circle may run through them.
    """
    found: list[Refusal] = []
    for calculation in visit.calculations.values():
        found += _refused(calculation, visit)
    return tuple(found)


def _refused(calculation: Calculation, visit: Visit) -> Iterator[Refusal]:
    try:
        formula = inlined(calculation, visit)
    except FormulaError as fault:
        yield Refusal(calculation.id, f"{fault} (character {fault.offset + 1} of the formula)")
        return
    unfit = [id for id in numeric_names(formula) if stated(visit.facts[id]) is None]
    if unfit:
        yield Refusal(calculation.id, f"{unfit[0]} has no value to calculate with")
        return
    judge = _Judge(calculation, visit)
    judge.sense(formula)
    wrong = _wrong_unit(calculation, formula, visit)
    yield from judge.never
    if wrong:
        yield Refusal(calculation.id, wrong)
    if not calculation.because:
        yield from judge.unjustified
    if calculation.illustration and not calculation.because:
        yield Refusal(calculation.id, "an illustration needs its reason", 'add "because: …"')
    if not judge.never:
        yield from _range(calculation, visit)


def _range(calculation: Calculation, visit: Visit) -> Iterator[Refusal]:
    only = {calculation.id: calculation, **_used(calculation, visit)}
    try:
        evaluate(visit.model_copy(update={"calculations": only}))
    except NotMonotone as fault:
        yield Refusal(
            calculation.id, str(fault), "write the formula so that each fact moves it one way"
        )


def _used(calculation: Calculation, visit: Visit) -> dict[str, Calculation]:
    used: dict[str, Calculation] = {}
    for id in names(parse_formula(calculation.formula)):
        if id in visit.calculations:
            used |= {id: visit.calculations[id], **_used(visit.calculations[id], visit)}
    return used


def _wrong_unit(calculation: Calculation, formula: Formula, visit: Visit) -> str:
    declared = result_unit(calculation, formula, visit)
    found = unit_of(formula, visit)
    ratio = found in ("", "%")
    if declared == found or (ratio and declared in ("%", "")) or isinstance(formula, Call):
        return ""
    if (
        (len(found) == 3 and found.isupper())
        or (len(declared) == 3 and declared.isupper())
        or declared == "pp"
    ):
        return f"the formula gives {found or 'a plain number'}, not {declared}"
    return ""


class _Judge:
    """Walks a formula and notes what it mixes: what never holds, and what wants a reason."""

    def __init__(self, calculation: Calculation, visit: Visit) -> None:
        self._calculation = calculation
        self._visit = visit
        self.never: list[Refusal] = []
        self.unjustified: list[Refusal] = []

    def _refuse(self, reason: str) -> _Sense | None:
        self.unjustified.append(Refusal(self._calculation.id, reason, _JUSTIFY))
        return None

    def _never(self, reason: str, hint: str = "") -> None:
        self.never.append(Refusal(self._calculation.id, reason, hint))

    def sense(self, formula: Formula) -> _Sense:
        """What the formula stands for; what it mixes is noted on the way."""
        match formula:
            case Number(percent=percent):
                return _Sense("%" if percent else "", "a number", number=True)
            case Call(function):
                return _Sense("", function, number=True)
            case Name(id):
                return self._fact(id, self._visit.facts[id])
            case Operation(operator, left, right):
                one, other = self.sense(left), self.sense(right)
                self._voices(one, other)
                match operator:
                    case "+" | "-":
                        return self._sum(one, other, operator)
                    case "*":
                        return self._product(one, other)
                    case "/":
                        return self._quotient(one, other)

    def _fact(self, id: str, fact: Fact) -> _Sense:
        quantity = stated(fact)
        unit = quantity.unit if isinstance(quantity, Quantity) else ""
        voice = f"{fact.at.source}/{fact.by or ''}"
        if isinstance(fact, ChangeFact):
            return _Sense(
                unit or "%", id, (fact.measure,), "change", fact.period, (voice,), change=fact
            )
        if isinstance(fact, ValueFact | GoalFact):
            measure = self._visit.measures[fact.measure]
            period = fact.period if isinstance(fact, ValueFact) else None
            goal = isinstance(fact, GoalFact)
            return _Sense(measure.unit, id, (fact.measure,), measure.kind, period, (voice,), goal)
        return _Sense(unit, id, voices=(voice,))

    def _voices(self, one: _Sense, other: _Sense) -> None:
        voices = {*one.voices, *other.voices}
        if len(voices) > 1:
            self._refuse(f"{one.name} and {other.name} come from different speakers or sources")

    # ------------------------------------------------------------------------- plus and minus

    def _sum(self, one: _Sense, other: _Sense, operator: str) -> _Sense:
        factor = _factor(one, other)
        if factor is not None:
            return factor
        points = "pp" in (one.unit, other.unit)
        if one.unit != other.unit and (points or not (one.number or other.number)):
            self._never(
                f"{one.name} is in {_named(one)}, {other.name} in {_named(other)}: not one unit"
            )
        elif "" not in (one.kind, other.kind) and not (one.goal or other.goal):
            self._levels(one, other, operator)
        if one.measures and other.measures and set(one.measures) != set(other.measures):
            self._measures(one, other)
        return replace(
            one if one.measures else other,
            voices=tuple(dict.fromkeys((*one.voices, *other.voices))),
            measures=tuple(dict.fromkeys((*one.measures, *other.measures))),
            number=False,
        )

    def _levels(self, one: _Sense, other: _Sense, operator: str) -> None:
        if {one.kind, other.kind} == {"flow", "stock"}:
            self._refuse(f"{one.name} is a {one.kind}, {other.name} a {other.kind}")
        elif _length(one) != _length(other):
            self._refuse(f"{one.name} and {other.name} cover periods of different length")
        elif operator == "+" and not _same(one, other):
            self._refuse(f"{one.name} and {other.name} are of different periods")

    def _measures(self, one: _Sense, other: _Sense) -> None:
        own = self._calculation.measure
        declared = self._visit.measures[own].of if own is not None else ""
        if not all(measure in declared for measure in (*one.measures, *other.measures)):
            self._refuse(f"{one.name} and {other.name} are of different measures")

    # ------------------------------------------------------------------------ times and divided

    def _product(self, one: _Sense, other: _Sense) -> _Sense:
        if one.change is not None and other.change is not None:
            if _length(one) != _length(other):
                self._refuse("it compounds changes over periods of different length")
            return one
        for level, factor in ((one, other), (other, one)):
            if factor.change is not None and level.measures:
                self._grown(level, factor.change)
                return replace(level, period=factor.change.period)
            if (
                factor.number
                and factor.unit != "%"
                and level.period is not None
                and _length(level) not in (0, 12)
            ):
                self._refuse(f"{level.name} is of part of a year and must not be stretched")
        if one.measures and other.measures and set(one.measures) != set(other.measures):
            self._measures(one, other)
        return _joined(one, other)

    def _quotient(self, one: _Sense, other: _Sense) -> _Sense:
        if other.change is not None and one.measures:
            if one.measures != other.measures:
                self._measures(one, other)
            elif not _same(one, other):
                self._refuse(f"{other.name} is not the change of {one.name}: their periods differ")
            return replace(one, period=other.change.against)
        if one.measures and other.measures:
            if set(one.measures) != set(other.measures):
                self._shared(one, other)
            elif not (one.goal or other.goal) and _length(one) != _length(other):
                self._refuse(f"{one.name} and {other.name} cover periods of different length")
        return _joined(one, other)

    def _shared(self, one: _Sense, other: _Sense) -> None:
        """A level through a share: the whole. Right only where both are said of one period."""
        share = "share" in (one.kind, other.kind)
        if share and one.voices == other.voices and _same(one, other):
            return
        self._measures(one, other)

    def _grown(self, level: _Sense, change: ChangeFact) -> None:
        if level.measures != (change.measure,):
            self._refuse(f"{change.id} is a change of another measure than {level.name}")
        elif level.period is not None and level.period.kind != change.period.kind:
            self._refuse(f"{level.name} and {change.id} cover periods of different length")
        elif (
            change.against.start is not None
            and level.period is not None
            and (
                (change.against.start, change.against.end) != (level.period.start, level.period.end)
            )
        ):
            self._refuse(f"{change.id} is not measured against the period of {level.name}")


def _factor(one: _Sense, other: _Sense) -> _Sense | None:
    """`1 + change`: what a level is multiplied or divided by."""
    for number, change in ((one, other), (other, one)):
        if number.number and number.name == "a number" and change.change is not None:
            return replace(change, unit="")
    return None


def _named(sense: _Sense) -> str:
    return {"": "plain numbers", "%": "percent", "pp": "percentage points"}.get(
        sense.unit, sense.unit
    )


def _length(sense: _Sense) -> int:
    """Months of the period; 0 where it is not stated or a day."""
    return sense.period.months if sense.period is not None else 0


def _same(one: _Sense, other: _Sense) -> bool:
    if one.period is None or other.period is None:
        return one.period is other.period
    return (one.period.start, one.period.end) == (other.period.start, other.period.end)


def _joined(one: _Sense, other: _Sense) -> _Sense:
    lead = one if one.measures else other
    return replace(
        lead,
        unit="" if one.unit == other.unit else lead.unit,
        kind="" if one.measures and other.measures else lead.kind,
        measures=tuple(dict.fromkeys((*one.measures, *other.measures))),
        voices=tuple(dict.fromkeys((*one.voices, *other.voices))),
        number=False,
    )
