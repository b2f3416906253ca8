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
_COUNTED = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_DASH = r"(?:\s*[-–]\s*|\s+to\s+)"
_YEAR = r"([0-9]{4})"
_LONGEST = 60


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
        """Whether it is one whole calendar year, however it is written."""
        return self.months == 12 and self.year is not None

    @property
    def is_part_year(self) -> bool:
        """Whether it is longer than a day and shorter than a year."""
        if self.start is None or self.end is None or self.start == self.end:
            return False
        return self.months < 12 if self.months else (self.end - self.start).days < 365

    @property
    def months(self) -> int:
        """How many whole months it has; 0 where it is not whole months or not stated."""
        if self.start is None or self.end is None:
            return 0
        if self.start.day != 1 or self.end.day != monthrange(self.end.year, self.end.month)[1]:
            return 0
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def year(self) -> int | None:
        """The year it lies in; None where it spans several or is not stated."""
        if self.start is None or self.end is None or self.start.year != self.end.year:
            return None
        return self.start.year

    @property
    def order(self) -> tuple[date, date]:
        """What periods sort by: when they start, then when they end; those not stated come last."""
        return (self.start or date.max, self.end or date.max)

    def same_days(self, other: Period) -> bool:
        """Whether both are stated and are the same days."""
        return self.start is not None and (self.start, self.end) == (other.start, other.end)

    def same_span(self, other: Period) -> bool:
        """Whether both are stated and are the same part of a year, be it of different years."""
        return self.is_stated and self._span() == other._span()

    def before(self, other: Period) -> bool:
        """Whether both are stated and it ends before the other starts."""
        return self.end is not None and other.start is not None and self.end < other.start

    def _span(self) -> tuple[object, ...]:
        """Where in its year it starts, and how long it is; whole months, as February may have 29 days."""
        if self.start is None or self.end is None:
            return ()
        if self.months:
            return (self.start.month, self.months)
        days = ((self.start.month, self.start.day), (self.end.month, self.end.day))
        return (*days, self.end.year - self.start.year)

    def __str__(self) -> str:
        return self.text


def parse_period(text: str) -> Period:
    """A period from the text of a facts file. Raises PeriodError with a way to write it."""
    words = " ".join(text.split())
    if words == "not stated":
        return Period(text, "not stated")
    if len(words) <= _LONGEST:
        for reader in (_years, _part, _months, _days):
            period = reader(text, words)
            if period is not None:
                return period
    shown = text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "…"
    raise PeriodError(
        f'expected a period such as 2024 or January–September 2025, found "{shown}"',
        _hint(words),
    )


def _hint(words: str) -> str:
    american = re.fullmatch(r"([A-Za-z]+) ([0-9]{1,2}),? ([0-9]{4})", words)
    if american and _month_number(american[1]):
        return f"write {american[2]} {american[1]} {american[3]}"
    if re.fullmatch(r"[0-9]{4}[/–-][0-9]{2}", words):
        return "write both years in full, such as 2024–2025, or the months: July 2024–June 2025"
    if re.fullmatch(r"[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{4}", words):
        return "write the day as 2025-11-26 or 26 November 2025"
    if re.match(r"(?i)(last|this|next|current|previous) ", words):
        return "write what it was read as, and the words themselves under resolved"
    return 'write "not stated" where the source gives none'


def _years(text: str, words: str) -> Period | None:
    found = re.fullmatch(rf"{_YEAR}(?:{_DASH}{_YEAR})?", words)
    if not found:
        return None
    first, last = int(found[1]), int(found[2] or found[1])
    if not found[2]:
        return _whole(text, "year", (first, 1), (first, 12))
    if first >= last:
        raise PeriodError(f'expected the earlier year first, found "{text}"')
    return _whole(text, "years", (first, 1), (last, 12))


def _part(text: str, words: str) -> Period | None:
    lower = words.lower()
    short = re.fullmatch(rf"([hq])([1-9])(?:{_DASH}([hq])([1-9]))? {_YEAR}", lower)
    long = re.fullmatch(rf"(first|second|third|fourth) (half|quarter) of {_YEAR}", lower)
    counted = re.fullmatch(rf"first ({'|'.join(_COUNTED)}) months of {_YEAR}", lower)
    if counted:
        year, last = int(counted[2]), _COUNTED.index(counted[1]) + 2
        return _whole(text, "months", (year, 1), (year, last))
    if short:
        year, letters = int(short[5]), {short[1], short[3] or short[1]}
        first, last = int(short[2]), int(short[4] or short[2])
    elif long:
        year, letters = int(long[3]), {long[2][0]}
        first = last = _ORDINALS[long[1]]
    else:
        return None
    length = 6 if letters == {"h"} else 3
    if len(letters) > 1 or first > last or last * length > 12:
        raise PeriodError(f'expected a half or a quarter of a year, found "{text}"')
    one: PeriodKind = "half" if length == 6 else "quarter"
    kind = one if first == last else "months"
    return _whole(text, kind, (year, (first - 1) * length + 1), (year, last * length))


def _months(text: str, words: str) -> Period | None:
    named = re.fullmatch(rf"([A-Za-z.]+)(?: {_YEAR})?{_DASH}([A-Za-z.]+) {_YEAR}", words)
    numbered = re.fullmatch(r"([0-9]{4}-[0-9]{2})(?:\s*–\s*|\s+to\s+)([0-9]{4}-[0-9]{2})", words)
    if named:
        first = _one_month(text, f"{named[1]} {named[2] or named[4]}")
        last = _one_month(text, f"{named[3]} {named[4]}")
    elif numbered:
        first, last = _one_month(text, numbered[1]), _one_month(text, numbered[2])
    else:
        first = last = _one_month(text, words)
    if first is None or last is None:
        return None
    if first == last and not (named or numbered):
        return _whole(text, "month", first, last)
    if first >= last:
        raise PeriodError(f'expected the earlier month first, found "{text}"')
    whole_year = (first[1], last[1]) == (1, 12) and first[0] == last[0]
    return _whole(text, "year" if whole_year else "months", first, last)


def _one_month(text: str, words: str) -> tuple[int, int] | None:
    """Year and month."""
    named = re.fullmatch(rf"([A-Za-z.]+) {_YEAR}", words)
    if named:
        month = _month_number(named[1])
        return (int(named[2]), month) if month else None
    numbered = re.fullmatch(r"([0-9]{4})-([0-9]{2})", words)
    if not numbered:
        return None
    if not 1 <= int(numbered[2]) <= 12:
        raise PeriodError(f'expected a month from 01 to 12, found "{text}"')
    return (int(numbered[1]), int(numbered[2]))


def _days(text: str, words: str) -> Period | None:
    day = _one_day(text, words)
    if day is not None:
        return Period(text, "day", day, day)
    short = re.fullmatch(rf"([0-9]{{1,2}}){_DASH}([0-9]{{1,2}}) ([A-Za-z]+ [0-9]{{4}})", words)
    parts = (
        [f"{short[1]} {short[3]}", f"{short[2]} {short[3]}"]
        if short
        else re.split(r"\s+to\s+|\s*–\s*|\s+-\s+", words)
    )
    if len(parts) != 2:
        return None
    first, last = _one_day(text, parts[0]), _one_day(text, parts[1])
    if first is None or last is None:
        return None
    if first >= last:
        raise PeriodError(f'expected the earlier day first, found "{text}"')
    return Period(text, "days", first, last)


def _one_day(text: str, words: str) -> date | None:
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", words)
    long = re.fullmatch(rf"([0-9]{{1,2}}) ([A-Za-z.]+) {_YEAR}", words)
    if iso:
        parts = (int(iso[1]), int(iso[2]), int(iso[3]))
    elif long and (month := _month_number(long[2])):
        parts = (int(long[3]), month, int(long[1]))
    else:
        return None
    try:
        return date(*parts)
    except ValueError:
        raise PeriodError(f'expected a day that exists, found "{text}"', _reason(*parts)) from None


def _reason(year: int, month: int, day: int) -> str:
    """Why a day cannot be."""
    if not 1 <= month <= 12:
        return "a year has 12 months"
    if not year:
        return "there is no year 0000"
    return f"{_MONTHS[month - 1].capitalize()} {year} has {monthrange(year, month)[1]} days"


def _month_number(word: str) -> int | None:
    lower = word.lower().rstrip(".")
    if lower == "sept":
        return 9
    return next((n for n, name in enumerate(_MONTHS, 1) if lower in (name, name[:3])), None)


def _whole(text: str, kind: PeriodKind, first: tuple[int, int], last: tuple[int, int]) -> Period:
    """From the first day of one (year, month) to the last day of another."""
    if not first[0]:
        raise PeriodError(f'expected a year from 0001, found "{text}"')
    return Period(text, kind, date(*first, 1), date(*last, monthrange(*last)[1]))
