"""Judging a formula: what its parts make together, and what is put together that does not go together.

Notes two kinds of misfit: those that never hold, and those that a written reason may justify.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from briefing.facts.calculations import result_unit
from briefing.facts.formulas import (
    Call,
    Formula,
    FormulaError,
    Name,
    Number,
    Operation,
    parse_formula,
    written,
)
from briefing.facts.model import Calculation, GoalFact, ValueFact, Visit
from briefing.facts.nesting import inlined
from briefing.facts.polynomials import TooIntricate, ratio_of
from briefing.facts.senses import Sense, joined, sense_of, unit_in_words

_ONE_PLUS = "a change multiplies or divides a level as one plus it, such as F29 / (1 + F28)"


class Judge:
    """Walks one formula. A calculation that it uses is judged on its own and taken as it says it is."""

    def __init__(self, calculation: Calculation, visit: Visit) -> None:
        self._calculation = calculation
        self._visit = visit
        self._declared = False
        self.never: list[tuple[str, str]] = []
        """What never holds, each with what to do."""
        self.unjustified: list[str] = []
        """What holds only for a reason that is written down."""
        self.stretched = ""
        """What takes a part of a year for the whole; empty where nothing does."""

    def judged(self) -> Sense:
        """What the formula stands for; what it mixes is in `never`, `unjustified` and `stretched`."""
        formula = parse_formula(self._calculation.formula)
        self._declared = self._is_declared(formula)
        sense = self._sense(formula)
        self._result(sense)
        return sense

    # ------------------------------------------------------------------------------- notes

    def _mixes(self, reason: str) -> None:
        if reason not in self.unjustified:
            self.unjustified.append(reason)

    def _fails(self, reason: str, hint: str = "") -> None:
        if (reason, hint) not in self.never:
            self.never.append((reason, hint))

    def _stretches(self, reason: str) -> None:
        self.stretched = self.stretched or reason
        self._mixes(reason)

    def _not_one_unit(self, one: Sense, other: Sense) -> None:
        self._fails(
            f"{one.name} is in {unit_in_words(one)}, {other.name} in {unit_in_words(other)}: not one unit"
        )

    def _other_measures(self, one: Sense, other: Sense) -> None:
        if set(one.measures) != set(other.measures) and not self._declared:
            self._mixes(f"{one.name} and {other.name} are of different measures")

    def _other_lengths(self, one: Sense, other: Sense) -> bool:
        """Whether the periods are of different length, or not known."""
        for sense in (one, other):
            if sense.unknown_period:
                self._mixes(f"the period of {sense.name} is not stated")
                return True
        if one.length == other.length and (one.period is None) == (other.period is None):
            return False
        self._mixes(f"{one.name} and {other.name} cover periods of different length")
        return True

    # ------------------------------------------------------------------------------- parts

    def _sense(self, formula: Formula) -> Sense:
        match formula:
            case Number(value, percent):
                return Sense(written(formula), "number", "%" if percent else "", value=value)
            case Call():
                return Sense(written(formula), "number")
            case Name(id) if id in self._visit.calculations:
                return self._used(self._visit.calculations[id])
            case Name(id):
                return sense_of(self._visit.facts[id], self._visit)
            case Operation(operator, left, right):
                one, other = self._sense(left), self._sense(right)
                if one.voices and other.voices and len({*one.voices, *other.voices}) > 1:
                    self._mixes(
                        f"{one.name} and {other.name} come from different speakers or sources"
                    )
                name = written(formula)
                match operator:
                    case "+" | "-":
                        return self._sum(one, other, operator, name)
                    case "*":
                        return self._product(one, other, name)
                    case "/":
                        return self._quotient(one, other, name)

    def _used(self, calculation: Calculation) -> Sense:
        if calculation.illustration and not self._calculation.illustration:
            self._fails(
                f"{calculation.id} is an illustration, and so is what is made from it",
                'add "illustration: yes"',
            )
        sense = Judge(calculation, self._visit).judged()
        formula = inlined(calculation, self._visit)
        unit = result_unit(calculation, formula, self._visit)
        changed = replace(sense, name=calculation.id, unit=unit)
        if calculation.period is not None:
            changed = replace(changed, period=calculation.period)
        if calculation.measure is None:
            return changed
        measure = self._visit.measures[calculation.measure]
        return replace(
            changed, role="level", kind=measure.kind, measures=(calculation.measure,), goal=False
        )

    # ---------------------------------------------------------------------- plus and minus

    def _sum(self, one: Sense, other: Sense, operator: str, name: str) -> Sense:
        roles = {one.role, other.role}
        if "number" in roles:
            return self._with_number(one, other, operator, name)
        if roles == {"level"}:
            self._levels(one, other, operator)
        elif roles == {"change"}:
            return self._changes(one, other, operator, name)
        elif roles == {"ratio"} or (
            roles == {"ratio", "level"} and not self._dimensioned(one, other)
        ):
            self._other_measures(one, other)
        elif one.unit != other.unit:
            self._not_one_unit(one, other)
        else:
            self._fails(f"{name} adds a change to a level", _ONE_PLUS)
        over_time = operator == "-" and one.unit == "%" and not one.same_period(other)
        made = joined(one, other, name, "level" if "level" in roles else "ratio")
        return replace(made, unit="pp" if over_time and roles == {"level"} else made.unit)

    def _dimensioned(self, one: Sense, other: Sense) -> bool:
        return one.dimensioned or other.dimensioned

    def _with_number(self, one: Sense, other: Sense, operator: str, name: str) -> Sense:
        number, sense = (one, other) if one.role == "number" else (other, one)
        is_one = number.value == 1
        match sense.role:
            case "number":
                return joined(one, other, name, "number")
            case "change" if is_one and operator == "+" and sense.unit != "pp":
                return replace(sense, role="factor", unit="")
            case "factor" if is_one and operator == "-" and sense is one:
                return replace(sense, name=name, role="change", unit="%")
            case "change" | "factor":
                self._fails(f"{name} is not one plus a change", _ONE_PLUS)
            case "ratio":
                growth = operator == "-" and is_one
                return replace(sense, name=name, unit="%" if growth else sense.unit)
            case "level" if sense.unit == "%" and (number.unit == "%" or is_one):
                pass
            case "level":
                self._not_one_unit(one, other)
        return replace(sense, name=name, goal=False)

    def _levels(self, one: Sense, other: Sense, operator: str) -> None:
        alike = set(one.measures) == set(other.measures)
        if one.unit != other.unit:
            self._not_one_unit(one, other)
        elif operator == "+" and one.name == other.name:
            self._fails(f"it adds {one.name} to itself")
        elif {one.kind, other.kind} == {"flow", "stock"}:
            self._mixes(f"{one.name} is a {one.kind}, {other.name} a {other.kind}")
        elif one.goal or other.goal:
            self._goal(one, other)
        elif one.kind == other.kind == "stock" and operator == "-":
            pass  # a stock at two dates: its increase
        elif self._other_lengths(one, other) or (operator == "-" and alike):
            pass
        elif not one.same_period(other):
            self._mixes(f"{one.name} and {other.name} are of different periods")
        elif operator == "+" and alike and not (one.part and other.part):
            self._mixes(f"{one.name} and {other.name} are of one measure and period")
        self._other_measures(one, other)

    def _goal(self, one: Sense, other: Sense) -> None:
        """A goal has a due date instead of a period, and goes with any level but a part of a year."""
        for sense in (one, other):
            if sense.part_year:
                self._mixes(f"{sense.name} is of part of a year, a goal is not")

    def _changes(self, one: Sense, other: Sense, operator: str, name: str) -> Sense:
        if one.unit != other.unit:
            self._not_one_unit(one, other)
        elif operator == "+" and one.unit == "%":
            self._fails(f"{name} adds changes in percent, which compound", "(1 + a) × (1 + b) − 1")
        else:
            self._other_measures(one, other)
            self._other_lengths(one, other)
        return replace(joined(one, other, name, "change"), unit="pp")

    # ------------------------------------------------------------------- times and divided

    def _product(self, one: Sense, other: Sense, name: str) -> Sense:
        for level, factor in ((one, other), (other, one)):
            if factor.role in ("factor", "change") and level.role == "level":
                self._grown(level, factor)
                return replace(joined(level, factor, name, "level"), period=factor.period)
        if "change" in (one.role, other.role):
            self._fails(f"{name} multiplies by a change", _ONE_PLUS)
        if one.role == other.role == "factor":
            return self._compound(one, other, name)
        for number, sense in ((one, other), (other, one)):
            if number.role == "number" and sense.role != "number":
                return self._scaled(number, sense, name)
        self._other_measures(one, other)
        if one.dimensioned and other.dimensioned:
            self._fails(f"{one.unit} times {other.unit} is no unit")
        made = joined(one, other, name, "level" if "level" in (one.role, other.role) else one.role)
        return replace(made, unit=one.unit if one.dimensioned else other.unit)

    def _scaled(self, number: Sense, sense: Sense, name: str) -> Sense:
        """A level times or over a number: nobody stated that number."""
        if number.value != 1 and sense.part_year:
            self._stretches(f"{sense.name} is of part of a year and must not be stretched")
        elif number.value is not None and number.value != 1:
            self._mixes(f"no fact states the number {number.name}")
        return replace(joined(sense, number, name, sense.role), goal=sense.goal)

    def _compound(self, one: Sense, other: Sense, name: str) -> Sense:
        self._other_measures(one, other)
        first, then = (one, other) if _follows(other, one) else (other, one)
        if one.length != other.length:
            self._mixes("it compounds changes over periods of different length")
        elif not _follows(then, first):
            self._mixes(f"{one.name} and {other.name} do not follow on each other")
        return replace(joined(then, first, name, "factor"), against=first.against)

    def _grown(self, level: Sense, factor: Sense) -> None:
        """A level times one plus a change that starts from it, or its increase by that change."""
        if factor.unit == "pp":
            self._fails(f"{factor.name} is in percentage points, which do not multiply", _ONE_PLUS)
        elif set(level.measures) != set(factor.measures):
            self._mixes(f"{factor.name} is a change of another measure than {level.name}")
        elif level.length != factor.length:
            self._stretches(f"{level.name} and {factor.name} cover periods of different length")
        elif factor.against is None or not factor.against.is_stated:
            self._mixes(f"the base of {factor.name} is not stated")
        elif level.period is None or not factor.against.same_days(level.period):
            self._mixes(f"{factor.name} is not measured against the period of {level.name}")

    def _quotient(self, one: Sense, other: Sense, name: str) -> Sense:
        match one.role, other.role:
            case _, "number":
                return one if one.role == "number" else self._scaled(other, one, name)
            case "level", "factor":
                self._shrunk(one, other)
                return replace(joined(one, other, name, "level"), period=other.against)
            case _, "change":
                self._fails(f"{name} divides by the change {other.name}", _ONE_PLUS)
            case "change", _:
                self._fails(f"{name} divides the change {one.name}", _ONE_PLUS)
            case "factor", "factor":
                self._other_measures(one, other)
                self._other_lengths(one, other)
            case ("factor", _) | (_, "factor"):
                self._fails(f"{name} does not divide a level by one plus a change", _ONE_PLUS)
            case "level", "level":
                return self._over(one, other, name)
            case _ if other.dimensioned:
                self._fails(f"{name} is in no unit: it divides by {other.unit}")
            case _:
                self._other_measures(one, other)
        return joined(one, other, name, "ratio" if one.role == "number" else one.role)

    def _shrunk(self, level: Sense, factor: Sense) -> None:
        """A level over one plus the change that led to it: the level it started from."""
        if set(level.measures) != set(factor.measures):
            self._mixes(f"{factor.name} is a change of another measure than {level.name}")
        elif not level.same_period(factor):
            self._mixes(f"{factor.name} is not the change of {level.name}: their periods differ")
        elif factor.against is None or not factor.against.is_stated:
            self._mixes(f"the base of {factor.name} is not stated")

    def _over(self, one: Sense, other: Sense, name: str) -> Sense:
        if set(one.measures) != set(other.measures):
            self._other_measures(one, other)
            if not self._other_lengths(one, other) and not one.same_period(other):
                self._mixes(f"{one.name} and {other.name} are of different periods")
        elif one.goal or other.goal:
            self._goal(one, other)
        elif one.kind != "stock":
            self._other_lengths(one, other)
        made = joined(one, other, name, "ratio")
        if one.unit == other.unit:
            return replace(made, unit="", kind="")
        if not one.dimensioned:
            self._fails(f"{name} is in no unit: it divides {unit_in_words(one)} by {other.unit}")
        if not other.dimensioned:
            return replace(made, role="level", unit=one.unit)
        return replace(made, role="level", unit=f"{one.unit} per {other.unit}")

    # ------------------------------------------------------------------ what it says it is

    def _result(self, sense: Sense) -> None:
        """The result's measure and period against what the formula gives."""
        own, period = self._calculation.measure, self._calculation.period
        level = sense.role == "level" and bool(sense.measures)
        if level and own is not None and own not in sense.measures and not self._declared:
            self._mixes(f"the formula gives {', '.join(sense.measures)}, not {own}")
        given = sense.period
        if not level or sense.goal or given is None or period is None:
            return
        if given.is_stated and period.is_stated and not given.same_days(period):
            self._mixes(f"the formula gives a value of {given.text}, not of {period.text}")

    def _is_declared(self, formula: Formula) -> bool:
        """Whether the result's measure says that it is made of these measures in this way."""
        own = self._calculation.measure
        of = self._visit.measures[own].of if own is not None else ""
        if not of:
            return False
        try:
            made = ratio_of(_of_measures(formula, self._visit), lambda _: _NOTHING)
            return made.equals(ratio_of(parse_formula(of), lambda _: _NOTHING))
        except (FormulaError, TooIntricate, ZeroDivisionError):
            return False


_NOTHING = Fraction(0)


def _of_measures(formula: Formula, visit: Visit) -> Formula:
    """The formula with each fact as the measure it is of."""
    match formula:
        case Name(id) if id in visit.calculations:
            return Name(visit.calculations[id].measure or id)
        case Name(id):
            fact = visit.facts[id]
            return Name(fact.measure) if isinstance(fact, ValueFact | GoalFact) else formula
        case Operation(operator, left, right):
            return Operation(operator, _of_measures(left, visit), _of_measures(right, visit))
        case _:
            return formula


def _follows(then: Sense, first: Sense) -> bool:
    """Whether one change starts from where another ends."""
    if then.against is None or first.period is None:
        return False
    return then.against.same_days(first.period)
