"""Calculations: formulas over facts, with joint intervals, the digit rule, and refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from briefing.facts.model import Visit
from briefing.facts.quantities import Interval


@dataclass(frozen=True, slots=True)
class Result:
    """What a calculation came to, in base units of `unit` (a share of 1 for "%").

    `quantum` is the last digit that may be printed, as a power of ten in base units (100000000 for
    tenths of a billion); `exact` is true where no input was rounded; `inputs` are the fact ids used,
    in order; `dropped` says why there is no value (an input not stated or withheld), and then the
    rest is empty.
    """

    id: str
    value: Decimal | None
    interval: Interval
    unit: str = ""
    quantum: Decimal = Decimal(1)
    exact: bool = False
    about: bool = False
    inputs: tuple[str, ...] = ()
    dropped: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a calculation must not be made; `hint` says what would allow it."""

    id: str
    reason: str
    hint: str = ""


def evaluate(visit: Visit) -> Mapping[str, Result]:
    """Every calculation of `visit` by id. Raises nothing for a visit that `refusals` accepts."""
    raise NotImplementedError


def refusals(visit: Visit) -> tuple[Refusal, ...]:
    """The calculations that must not be made, with the reason (part-year with full year, …)."""
    raise NotImplementedError
