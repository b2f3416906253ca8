"""The digit rule: how finely a calculated value and the ends of its interval may be printed.

Works on numbers in base units; knows no formulas and no words.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_UP,
    Context,
    Decimal,
    localcontext,
)

from briefing.facts.quantities import Interval

_WIDE = Context(prec=120)
_SIGNIFICANT = 3
_TWO_DIGITS = Decimal("3.55")


@dataclass(frozen=True, slots=True)
class Rounded:
    """A value to `quantum`, the last digit that may be printed, and its interval rounded outward.

    `exact` is true where nothing was rounded; then no "about" is due.
    """

    value: Decimal
    quantum: Decimal
    low: Decimal | None
    high: Decimal | None
    exact: bool


def rounded(value: Decimal, interval: Interval, coarsest: Decimal, finest: Decimal) -> Rounded:
    """`value` and `interval` as finely as they may be printed.

    `coarsest` is the last digit of the coarsest input in the result's unit, zero where none is;
    `finest` the finest digit in which an exact result still prints in full.

    - The value goes to the finest power of ten that is not below half the interval's width, and never finer
      than `coarsest`; halves away from zero, as people round.
    - The ends go outward to the first digit of that half-width, or to its second where it begins with 1 to
      3.54 (the rule by which the Particle Data Group rounds uncertainties), and never finer than a tenth of
      `coarsest`; zeros that both ends then close with are left out, down to the value's own last digit. So
      3.6 has 3.56 to 3.66, 82 % has 81 to 83 %, and 20 % has 20.4 to 23.5 %.
    - An interval open to one side gives its one end to two digits, outward: at least 5,100. Where only the
      upper end is there, that is what the value is rounded to: at most 0.25.
    - An interval of no width is an exact result and prints in full, unless it has no end as a decimal (one of
      three), and then to three digits.
    """
    with localcontext(_WIDE):
        if interval.low is None or interval.high is None:
            return _open(value, interval)
        if interval.low != interval.high:
            return _between(value, interval.low, interval.high, coarsest)
        full = value == value.quantize(finest)
        return _in_full(value, finest) if full else _cut(value)


def to_quantum(value: Decimal, quantum: Decimal) -> Rounded:
    """An exact value to a digit that was settled for all figures of its kind, without range or "about"."""
    with localcontext(_WIDE):
        near = _to(value, quantum, ROUND_HALF_UP)
        return Rounded(near, quantum, near, near, True)


def _open(value: Decimal, interval: Interval) -> Rounded:
    end = interval.low if interval.low is not None else interval.high
    quantum = _power(end or value).scaleb(-1)
    low = None if interval.low is None else _to(interval.low, quantum, ROUND_FLOOR)
    high = None if interval.high is None else _to(interval.high, quantum, ROUND_CEILING)
    near = _to(value, quantum, ROUND_HALF_UP)
    if low is None and high is not None:
        near = high
    elif low is not None and value and not near:  # far smaller than its end, but not nothing
        near = low
    return Rounded(near, quantum, low, high, False)


def _between(value: Decimal, low: Decimal, high: Decimal, coarsest: Decimal) -> Rounded:
    half = (high - low) / 2
    power = _power(half)
    quantum = max(power if power == half else power.scaleb(1), coarsest)
    digit = power.scaleb(-1) if half < power * _TWO_DIGITS else power
    step = max(digit, coarsest.scaleb(-1))
    low, high = _to(low, step, ROUND_FLOOR), _to(high, step, ROUND_CEILING)
    while step < quantum and all(end == end.quantize(step.scaleb(1)) for end in (low, high)):
        step = step.scaleb(1)
        low, high = low.quantize(step), high.quantize(step)
    return Rounded(_to(value, quantum, ROUND_HALF_UP), quantum, low, high, False)


def _in_full(value: Decimal, finest: Decimal) -> Rounded:
    plain = value.normalize() if value else Decimal(0)
    exponent = plain.as_tuple().exponent
    quantum = max(Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0), finest)
    return Rounded(plain, quantum, plain, plain, True)


def _cut(value: Decimal) -> Rounded:
    quantum = _power(value).scaleb(1 - _SIGNIFICANT)
    return Rounded(
        _to(value, quantum, ROUND_HALF_UP),
        quantum,
        _to(value, quantum, ROUND_FLOOR),
        _to(value, quantum, ROUND_CEILING),
        False,
    )


def _to(value: Decimal, quantum: Decimal, rounding: str) -> Decimal:
    return value.quantize(quantum, rounding=rounding)


def _power(value: Decimal) -> Decimal:
    """The power of ten of the leading digit; 1 for zero."""
    return Decimal(1).scaleb(value.adjusted()) if value else Decimal(1)
