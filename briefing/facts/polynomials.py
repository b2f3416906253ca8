"""Formulas as one polynomial over another, with exact coefficients: what cancels is gone.

A fact used twice is one variable here. Knows no intervals; `intervals` asks for signs and limits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from briefing.facts.formulas import Call, Formula, Name, Number, Operation

Monomial = tuple[tuple[str, int], ...]
"""Variables with their powers, by name: (("F28", 1), ("F29", 2)); () is the constant."""

_MOST_TERMS = 200
_ONE = Fraction(1)


class TooIntricate(ArithmeticError):
    """A formula with more terms than are worth multiplying out."""


@dataclass(frozen=True, slots=True)
class Polynomial:
    """Terms: the coefficient of each monomial, none of them zero."""

    terms: Mapping[Monomial, Fraction]

    def __add__(self, other: Polynomial) -> Polynomial:
        terms = dict(self.terms)
        for monomial, coefficient in other.terms.items():
            terms[monomial] = terms.get(monomial, Fraction(0)) + coefficient
        return _made(terms)

    def __neg__(self) -> Polynomial:
        return Polynomial({monomial: -c for monomial, c in self.terms.items()})

    def __sub__(self, other: Polynomial) -> Polynomial:
        return self + -other

    def __mul__(self, other: Polynomial) -> Polynomial:
        if len(self.terms) * len(other.terms) > _MOST_TERMS * _MOST_TERMS:
            raise TooIntricate
        terms: dict[Monomial, Fraction] = {}
        for one, a in self.terms.items():
            for another, b in other.terms.items():
                powers = dict(one)
                for id, power in another:
                    powers[id] = powers.get(id, 0) + power
                monomial = tuple(sorted(powers.items()))
                terms[monomial] = terms.get(monomial, Fraction(0)) + a * b
        return _made(terms)

    def derived(self, id: str) -> Polynomial:
        """The derivative by one variable."""
        terms: dict[Monomial, Fraction] = {}
        for monomial, coefficient in self.terms.items():
            powers = dict(monomial)
            power = powers.pop(id, 0)
            if power > 1:
                powers[id] = power - 1
            if power:
                terms[tuple(sorted(powers.items()))] = coefficient * power
        return _made(terms)

    def degree(self, id: str) -> int:
        """The highest power of one variable; -1 for zero."""
        return max((dict(monomial).get(id, 0) for monomial in self.terms), default=-1)

    def leading(self, id: str) -> Polynomial:
        """What stands before the highest power of one variable."""
        highest = self.degree(id)
        return _made(
            {
                tuple(item for item in monomial if item[0] != id): coefficient
                for monomial, coefficient in self.terms.items()
                if dict(monomial).get(id, 0) == highest
            }
        )

    def at(self, values: Mapping[str, Fraction]) -> Polynomial:
        """The polynomial with some variables replaced by their values."""
        terms: dict[Monomial, Fraction] = {}
        for monomial, coefficient in self.terms.items():
            left: list[tuple[str, int]] = []
            for id, power in monomial:
                if id in values:
                    coefficient = coefficient * values[id] ** power  # noqa: PLW2901  (a running product)
                else:
                    left.append((id, power))
            key = tuple(left)
            terms[key] = terms.get(key, Fraction(0)) + coefficient
        return _made(terms)

    @property
    def constant(self) -> Fraction:
        """The term without variables."""
        return self.terms.get((), Fraction(0))


@dataclass(frozen=True, slots=True)
class Ratio:
    """One polynomial over another."""

    above: Polynomial
    below: Polynomial

    def slope(self, id: str) -> Polynomial:
        """What has the sign of the derivative by one variable, wherever `below` is not zero."""
        return self.above.derived(id) * self.below - self.above * self.below.derived(id)

    def equals(self, other: Ratio) -> bool:
        """Whether both are the same function."""
        return not (self.above * other.below - other.above * self.below).terms


def ratio_of(formula: Formula, call: Callable[[Call], Fraction]) -> Ratio:
    """The formula as one ratio. Raises TooIntricate; ZeroDivisionError where it divides by nothing."""
    match formula:
        case Number(value):
            return Ratio(_constant(Fraction(value)), _constant(_ONE))
        case Name(id):
            return Ratio(Polynomial({((id, 1),): _ONE}), _constant(_ONE))
        case Call():
            return Ratio(_constant(call(formula)), _constant(_ONE))
        case Operation(operator, left, right):
            one, other = ratio_of(left, call), ratio_of(right, call)
            match operator:
                case "+" | "-":
                    return _sum(one, other if operator == "+" else Ratio(-other.above, other.below))
                case "*":
                    return Ratio(one.above * other.above, one.below * other.below)
                case "/":
                    if not other.above.terms:
                        raise ZeroDivisionError
                    return Ratio(one.above * other.below, one.below * other.above)


def _sum(one: Ratio, other: Ratio) -> Ratio:
    if one.below == other.below:
        return Ratio(one.above + other.above, one.below)
    above = one.above * other.below + other.above * one.below
    return Ratio(above, one.below * other.below)


def _constant(value: Fraction) -> Polynomial:
    return _made({(): value})


def _made(terms: Mapping[Monomial, Fraction]) -> Polynomial:
    """Without the terms that came to nothing."""
    kept = {monomial: coefficient for monomial, coefficient in terms.items() if coefficient}
    if len(kept) > _MOST_TERMS:
        raise TooIntricate
    return Polynomial(kept)
