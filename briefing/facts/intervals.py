"""Interval arithmetic with derivatives: how a formula moves when one of its facts does.

Exact decimals, wide precision; open ends are infinite. A formula's range is taken at the corners of
its facts' intervals, which is right only where it is monotone in each; that is shown, or refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext

from briefing.facts.formulas import Call, Formula, Name, Number, Operation
from briefing.facts.quantities import Interval

PRECISION = Context(prec=60, traps=[InvalidOperation, DivisionByZero, Overflow])
_ZERO, _ONE = Decimal(0), Decimal(1)
_INFINITY = Decimal("Infinity")


class NotMonotone(ArithmeticError):
    """The range cannot be shown from the corners; the message says why, for the author."""


@dataclass(frozen=True, slots=True)
class _Span:
    low: Decimal
    high: Decimal


def value_of(
    formula: Formula, values: Mapping[str, Decimal], call: Callable[[Call], Decimal]
) -> Decimal:
    """The formula at one point. Raises NotMonotone where it divides by zero."""
    with localcontext(PRECISION):
        return _value(formula, values, call)


def joint_interval(
    formula: Formula, intervals: Mapping[str, Interval], call: Callable[[Call], Decimal]
) -> Interval:
    """The range of the formula over all its facts' intervals; a repeated fact is one variable.

    Raises NotMonotone where the corners cannot be shown to be the extremes.
    """
    with localcontext(PRECISION):
        box = {id: _span(interval) for id, interval in intervals.items()}
        low, high = {}, {}
        for id, span in box.items():
            if span.low == span.high:
                low[id] = high[id] = span.low
                continue
            slope = _slope(formula, id, box, call)
            if slope.low >= 0:
                low[id], high[id] = span.low, span.high
            elif slope.high <= 0:
                low[id], high[id] = span.high, span.low
            else:
                raise NotMonotone(f"the result may both rise and fall with {id}")
        return Interval(_end(formula, low, call), _end(formula, high, call))


def _end(
    formula: Formula, corner: Mapping[str, Decimal], call: Callable[[Call], Decimal]
) -> Decimal | None:
    try:
        end = _value(formula, corner, call)
    except InvalidOperation:
        raise NotMonotone("an open end leaves the range undetermined") from None
    return None if end.is_infinite() else end


def _span(interval: Interval) -> _Span:
    low = -_INFINITY if interval.low is None else interval.low
    return _Span(low, _INFINITY if interval.high is None else interval.high)


def _value(
    formula: Formula, values: Mapping[str, Decimal], call: Callable[[Call], Decimal]
) -> Decimal:
    match formula:
        case Number(value):
            return value
        case Name(id):
            return values[id]
        case Call():
            return call(formula)
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
                    if other == 0:
                        raise NotMonotone("it divides by zero")
                    return one / other


def _slope(
    formula: Formula, id: str, box: Mapping[str, _Span], call: Callable[[Call], Decimal]
) -> _Span:
    """The range of the derivative by one fact."""
    return _derived(formula, id, box, call)[1]


def _derived(
    formula: Formula, id: str, box: Mapping[str, _Span], call: Callable[[Call], Decimal]
) -> tuple[_Span, _Span]:
    """Range of the value, and of its derivative by `id`."""
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
                    inverse = _inverse(g)
                    if dg == none:
                        return _product(f, inverse), _product(df, inverse)
                    above = _sum(_product(df, g), _negative(_product(f, dg)))
                    return _product(f, inverse), _product(above, _product(inverse, inverse))


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
    if span.low <= 0 <= span.high:
        raise NotMonotone("it divides by a value that may be zero")
    return _Span(_ONE / span.high, _ONE / span.low)
