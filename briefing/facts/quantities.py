"""Quantities as people write them, with the interval that their stated precision leaves.

Exact decimals throughout; nothing here knows a language or a measure.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Qualifier = Literal["", "about", "almost", "more than", "at least", "less than", "at most"]


@dataclass(frozen=True, slots=True)
class Interval:
    """The values a statement allows, in base units; None is an end that is open for ever."""

    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A stated amount: 4.1 × 10^9 USD, "more than" 1800, "about" 97 %, one third.

    `number` is as written ("4.1", trailing zeros kept), `scale` the power of ten of its word
    ("billion" is 9), `unit` an ISO 4217 code, "%", "pp" (percentage points), or a counted noun as
    written ("companies"), empty where none is given. `signed` is true where a plus or minus was
    written. `fraction` is (numerator, denominator) for "one third"; `number` is then that share of 1
    and `unit` "%"-like ("" and fraction set).
    """

    text: str
    number: Decimal
    scale: int = 0
    unit: str = ""
    qualifier: Qualifier = ""
    signed: bool = False
    fraction: tuple[int, int] | None = None
