"""Periods and points in time as people write them. Nothing here knows a language or a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

PeriodKind = Literal[
    "year", "years", "half", "quarter", "month", "months", "day", "days", "not stated"
]


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, first and last included; `text` is as written.

    "2024" is a year, "2023–2024" years, "first half of 2025" (or "H1 2025") a half, "Q1 2025" a
    quarter, "November 2025" a month, "January–September 2025" months, "2025-11-26" a day. A period
    "not stated" has neither start nor end.
    """

    text: str
    kind: PeriodKind
    start: date | None = None
    end: date | None = None
