"""What a formula allows, given what its facts allow: exact values, and ranges taken at corners.

A range is taken at the corners of its facts' intervals, which is right only where the formula is monotone
in each fact; that is shown by the sign of its derivative over all the intervals, or the range is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    localcontext,
)
from fractions import Fraction

from briefing.facts.formulas import Call, Formula, Name, Number, Operation
from briefing.facts.polynomials import Polynomial, Ratio, TooIntricate, ratio_of
from briefing.facts.quantities import Interval

Calls = Callable[[Call], Decimal]
"""What `count(…)` and `year(…)` come to."""

_DIGITS = 60
_TRAPS = [InvalidOperation, DivisionByZero, Overflow]
_ZERO, _ONE = Decimal(0), Decimal(1)
_INFINITY = Decimal("Infinity")
_ZERO_BASE = "a zero base gives no ratio and no growth: leave the calculation out"
_ONE_WAY = "write the formula so that each fact moves it one way"


class NotMonotone(ArithmeticError):
    """No value, or a range that the corners do not show; the message says why, `hint` what to do."""

    def __init__(self, message: str, hint: str = _ONE_WAY) -> None:
        super().__init__(message)
        self.hint = hint


def value_of(formula: Formula, values: Mapping[str, Decimal], call: Calls) -> Decimal:
    """The formula at one point, to 60 digits. Raises NotMonotone where it divides by zero."""
    exact = _value(formula, {id: Fraction(value) for id, value in values.items()}, call)
    return _decimal(exact, ROUND_HALF_EVEN)


def joint_interval(formula: Formula, intervals: Mapping[str, Interval], call: Calls) -> Interval:
    """The range of the formula over all its facts' intervals; a repeated fact is one variable.

    Ends that do not end as decimals are rounded outward at 60 digits. Raises NotMonotone where the
    corners cannot be shown to be the extremes, or where it divides by what may be zero.
    """
    box = {id: _span(interval) for id, interval in intervals.items()}
    with localcontext(Context(prec=_DIGITS, traps=_TRAPS)):
        ratio = _ratio(formula, call)
        lowest: dict[str, Decimal] = {}
        highest: dict[str, Decimal] = {}
        _derived(formula, "", box, call)  # divides by nothing that may be zero
        for id, span in box.items():
            rises = span.low == span.high or _rises(formula, ratio, id, box, call)
            lowest[id], highest[id] = (span.low, span.high) if rises else (span.high, span.low)
    low, high = _end(formula, ratio, lowest, call), _end(formula, ratio, highest, call)
    if low is not None and low == high:
        point = _decimal(low, ROUND_HALF_EVEN)
        return Interval(point, point)
    return Interval(
        None if low is None else _decimal(low, ROUND_FLOOR),
        None if high is None else _decimal(high, ROUND_CEILING),
    )


def _decimal(value: Fraction, rounding: str) -> Decimal:
    context = Context(prec=_DIGITS, rounding=rounding, traps=_TRAPS)
    return context.divide(Decimal(value.numerator), Decimal(value.denominator))


def _value(formula: Formula, values: Mapping[str, Fraction], call: Calls) -> Fraction:
    match formula:
        case Number(value):
            return Fraction(value)
        case Name(id):
            return values[id]
        case Call():
            return Fraction(call(formula))
        case Operation(operator, left, right):
            one, other = _value(left, values, call), _value(right, values, call)
            match operator:
                case "+":
                    return one + other
                case "-":
                    return one - other
                case "*":
                    return one * other
                case "/":
                    if not other:
                        raise NotMonotone("it divides by zero", _ZERO_BASE)
                    return one / other


# ------------------------------------------------------------------------------- the corners


def _end(
    formula: Formula, ratio: Ratio | None, corner: Mapping[str, Decimal], call: Calls
) -> Fraction | None:
    """The value at a corner; where the corner is open, the limit, None where it has no bound."""
    finite = {id: Fraction(value) for id, value in corner.items() if value.is_finite()}
    if len(finite) == len(corner):
        return _value(formula, finite, call)
    if ratio is None:
        raise NotMonotone("an open end leaves the range undetermined")
    above, below = ratio.above.at(finite), ratio.below.at(finite)
    for id in [id for id in corner if id not in finite]:
        if above.degree(id) > below.degree(id):
            return None
        if above.degree(id) < below.degree(id):
            return Fraction(0)
        above, below = above.leading(id), below.leading(id)
    return above.constant / below.constant


def _rises(
    formula: Formula, ratio: Ratio | None, id: str, box: Mapping[str, _Span], call: Calls
) -> bool:
    """Whether it rises with one fact, everywhere in the box; False where it falls."""
    spans = [_derived(formula, id, box, call)[1]]
    if ratio is not None:
        with suppress(TooIntricate):
            spans.append(_bounds(ratio.slope(id), box))
    if any(span.low >= 0 for span in spans):
        return True
    if any(span.high <= 0 for span in spans):
        return False
    raise NotMonotone(f"the result may both rise and fall with {id}")


def _ratio(formula: Formula, call: Calls) -> Ratio | None:
    try:
        return ratio_of(formula, lambda part: Fraction(call(part)))
    except TooIntricate:
        return None
    except ZeroDivisionError:
        raise NotMonotone("it divides by zero", _ZERO_BASE) from None


# ------------------------------------------------------------- bounds, wide but never too narrow


@dataclass(frozen=True, slots=True)
class _Span:
    low: Decimal
    high: Decimal


def _span(interval: Interval) -> _Span:
    low = -_INFINITY if interval.low is None else interval.low
    return _Span(low, _INFINITY if interval.high is None else interval.high)


def _bounds(polynomial: Polynomial, box: Mapping[str, _Span]) -> _Span:
    total = _Span(_ZERO, _ZERO)
    for monomial, coefficient in polynomial.terms.items():
        factor = Decimal(coefficient.numerator) / Decimal(coefficient.denominator)
        term = _Span(factor, factor)
        for id, power in monomial:
            for _ in range(power):
                term = _product(term, box[id])
        total = _sum(total, term)
    return total


def _derived(
    formula: Formula, id: str, box: Mapping[str, _Span], call: Calls
) -> tuple[_Span, _Span]:
    """Bounds of the value, and of its derivative by `id`."""
    none = _Span(_ZERO, _ZERO)
    match formula:
        case Number(value):
            return _Span(value, value), none
        case Name(name):
            return box[name], _Span(_ONE, _ONE) if name == id else none
        case Call():
            value = call(formula)
            return _Span(value, value), none
        case Operation(operator, left, right):
            (f, df), (g, dg) = _derived(left, id, box, call), _derived(right, id, box, call)
            match operator:
                case "+":
                    return _sum(f, g), _sum(df, dg)
                case "-":
                    return _sum(f, _negative(g)), _sum(df, _negative(dg))
                case "*":
                    return _product(f, g), _sum(_product(df, g), _product(f, dg))
                case "/":
                    inverse = _inverse(_tightened(g, right, box, call))
                    if dg == none:
                        return _product(f, inverse), _product(df, inverse)
                    above = _sum(_product(df, g), _negative(_product(f, dg)))
                    return _product(f, inverse), _product(above, _product(inverse, inverse))


def _tightened(span: _Span, formula: Formula, box: Mapping[str, _Span], call: Calls) -> _Span:
    """Bounds of a divisor that seem to hold zero, again after what cancels is gone."""
    if not span.low <= 0 <= span.high:
        return span
    ratio = _ratio(formula, call)
    if ratio is None:
        return span
    below = _bounds(ratio.below, box)
    if below.low <= 0 <= below.high:
        return span
    return _product(_bounds(ratio.above, box), _inverse(below))


def _sum(one: _Span, other: _Span) -> _Span:
    return _Span(_plus(one.low, other.low, -_INFINITY), _plus(one.high, other.high, _INFINITY))


def _plus(one: Decimal, other: Decimal, unknown: Decimal) -> Decimal:
    if one.is_infinite() and other.is_infinite() and one != other:
        return unknown
    return one + other


def _negative(span: _Span) -> _Span:
    return _Span(-span.high, -span.low)


def _product(one: _Span, other: _Span) -> _Span:
    ends = [_times(a, b) for a in (one.low, one.high) for b in (other.low, other.high)]
    return _Span(min(ends), max(ends))


def _times(one: Decimal, other: Decimal) -> Decimal:
    return _ZERO if not one or not other else one * other


def _inverse(span: _Span) -> _Span:
    if span.low == span.high == 0:
        raise NotMonotone("it divides by zero", _ZERO_BASE)
    if span.low <= 0 <= span.high:
        raise NotMonotone("it divides by a value that may be zero", _ZERO_BASE)
    return _Span(_ONE / span.high, _ONE / span.low)
