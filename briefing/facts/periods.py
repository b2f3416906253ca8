"""Periods and points in time as people write them. Nothing here knows a language or a clock."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

PeriodKind = Literal[
    "year", "years", "half", "quarter", "month", "months", "day", "days", "not stated"
]

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_DASH = r"\s*(?:[-–]|to)\s*"


class PeriodError(ValueError):
    """A text that is no period; `hint` says how it could be written."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


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

    @property
    def is_stated(self) -> bool:
        """Whether the source gives it."""
        return self.start is not None

    @property
    def is_full_year(self) -> bool:
        """Whether it is one whole calendar year."""
        return self.kind == "year"

    @property
    def is_part_year(self) -> bool:
        """Whether it is a part of a year longer than a day."""
        return self.kind in ("half", "quarter", "month", "months")

    @property
    def months(self) -> int:
        """How many whole months it has; 0 for days and for what is not stated."""
        if self.start is None or self.end is None or self.kind in ("day", "days"):
            return 0
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def year(self) -> int | None:
        """The year it lies in; None where it spans several or is not stated."""
        if self.start is None or self.end is None or self.start.year != self.end.year:
            return None
        return self.start.year

    def same_days(self, other: Period) -> bool:
        """Whether both are stated and are the same days."""
        return self.start is not None and (self.start, self.end) == (other.start, other.end)

    def __str__(self) -> str:
        return self.text


def parse_period(text: str) -> Period:
    """A period from the text of a facts file. Raises PeriodError with a way to write it."""
    words = " ".join(text.split())
    if words == "not stated":
        return Period(text, "not stated")
    for reader in (_year, _part, _month, _months, _day, _days):
        period = reader(text, words)
        if period is not None:
            return period
    raise PeriodError(
        f'expected a period such as 2024 or January–September 2025, found "{text[:60]}"',
        'write "not stated" where the source gives none',
    )


def _year(text: str, words: str) -> Period | None:
    found = re.fullmatch(rf"(\d{{4}})(?:{_DASH}(\d{{4}}))?", words)
    if not found:
        return None
    first, last = int(found[1]), int(found[2] or found[1])
    if not 0 < first <= last:
        raise PeriodError(f'expected the earlier year first, found "{text}"')
    return Period(text, "year" if not found[2] else "years", date(first, 1, 1), date(last, 12, 31))


def _part(text: str, words: str) -> Period | None:
    short = re.fullmatch(r"([HQ])([1-4]) (\d{4})", words)
    long = re.fullmatch(r"(first|second|third|fourth) (half|quarter) of (\d{4})", words.lower())
    if short:
        letter, number, year = short[1], int(short[2]), int(short[3])
    elif long:
        letter, number, year = long[2][0].upper(), _ORDINALS[long[1]], int(long[3])
        letter = "H" if long[2] == "half" else "Q"
    else:
        return None
    length = 6 if letter == "H" else 3
    if number * length > 12:
        raise PeriodError(f'expected the first or second half, found "{text}"')
    kind: PeriodKind = "half" if letter == "H" else "quarter"
    return _span(text, kind, (year, (number - 1) * length + 1), (year, number * length))


def _month(text: str, words: str) -> Period | None:
    found = re.fullmatch(r"([A-Za-z]+) (\d{4})", words)
    month = _month_number(found[1]) if found else None
    if found and month:
        return _span(text, "month", (int(found[2]), month), (int(found[2]), month))
    number = re.fullmatch(r"(\d{4})-(\d{2})", words)
    if not number:
        return None
    if not 1 <= int(number[2]) <= 12:
        raise PeriodError(f'expected a month from 01 to 12, found "{text}"')
    return _span(text, "month", (int(number[1]), int(number[2])), (int(number[1]), int(number[2])))


def _months(text: str, words: str) -> Period | None:
    found = re.fullmatch(rf"([A-Za-z]+)(?: (\d{{4}}))?{_DASH}([A-Za-z]+) (\d{{4}})", words)
    if not found:
        return None
    first, last = _month_number(found[1]), _month_number(found[3])
    if first is None or last is None:
        return None
    until = int(found[4])
    since = int(found[2] or until)
    if (since, first) >= (until, last):
        raise PeriodError(f'expected the earlier month first, found "{text}"')
    return _span(text, "months", (since, first), (until, last))


def _day(text: str, words: str) -> Period | None:
    day = _one_day(text, words)
    return Period(text, "day", day, day) if day else None


def _days(text: str, words: str) -> Period | None:
    parts = re.split(r"\s+to\s+|\s*–\s*", words)
    if len(parts) != 2:
        return None
    first, last = _one_day(text, parts[0]), _one_day(text, parts[1])
    if first is None or last is None:
        return None
    if first >= last:
        raise PeriodError(f'expected the earlier day first, found "{text}"')
    return Period(text, "days", first, last)


def _one_day(text: str, words: str) -> date | None:
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", words)
    long = re.fullmatch(r"(\d{1,2}) ([A-Za-z]+) (\d{4})", words)
    if iso:
        parts = (int(iso[1]), int(iso[2]), int(iso[3]))
    elif long and (month := _month_number(long[2])):
        parts = (int(long[3]), month, int(long[1]))
    else:
        return None
    try:
        return date(*parts)
    except ValueError:
        raise PeriodError(f'expected a day that exists, found "{text}"') from None


def _month_number(word: str) -> int | None:
    lower = word.lower().rstrip(".")
    return next(
        (
            n
            for n, name in enumerate(_MONTHS, 1)
            if lower in (name, name[:3]) or (lower == "sept" and n == 9)
        ),
        None,
    )


def _span(text: str, kind: PeriodKind, first: tuple[int, int], last: tuple[int, int]) -> Period:
    """From the first day of one (year, month) to the last day of another."""
    return Period(text, kind, date(*first, 1), date(*last, monthrange(*last)[1]))
