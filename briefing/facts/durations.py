"""Lengths of time as people write them: 180 days, 6 weeks, 6 months, 1 year. No clock here."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

DurationUnit = Literal["day", "week", "month", "year"]

_UNITS: dict[str, DurationUnit] = {"day": "day", "week": "week", "month": "month", "year": "year"}
_WORDS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
_WRITTEN = re.compile(r"([0-9]{1,4}|[a-z]+) (day|week|month|year)s?", re.IGNORECASE)


class DurationError(ValueError):
    """A text that is no length of time; `hint` says how it could be written."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Duration:
    """A whole number of days, weeks, months or years, at least one; `text` is as written."""

    text: str
    count: int
    unit: DurationUnit

    def after(self, day: date) -> date | None:
        """The day that is this much later; None where the calendar ends before it.

        A month later is the same day of the next month, or its last day where it has no such day:
        31 January and a month is the last of February.
        """
        try:
            match self.unit:
                case "day":
                    return day + timedelta(days=self.count)
                case "week":
                    return day + timedelta(weeks=self.count)
                case "month":
                    return _months_later(day, self.count)
                case "year":
                    return _months_later(day, self.count * 12)
        except (OverflowError, ValueError):
            return None

    def __str__(self) -> str:
        return self.text


def parse_duration(text: str) -> Duration:
    """A length of time from the text of a facts file. Raises DurationError with a way to write it."""
    words = " ".join(text.split())
    found = _WRITTEN.fullmatch(words)
    count = _count(found[1]) if found else 0
    if not found or not count:
        shown = text if len(text) <= 60 else text[:57] + "…"
        message = f'expected a length of time such as 180 days or 6 months, found "{shown}"'
        raise DurationError(message, "count days, weeks, months or years")
    return Duration(text, count, _UNITS[found[2].lower()])


def _count(written: str) -> int:
    """The number that digits or a word up to twelve stand for; 0 where they stand for none."""
    if written.isdecimal():
        return int(written)
    word = written.lower()
    return 1 + _WORDS.index(word) if word in _WORDS else 0


def _months_later(day: date, months: int) -> date:
    """Raises ValueError past the year 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        raise ValueError("the calendar ends with the year 9999")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
