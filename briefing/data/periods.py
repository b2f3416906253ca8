"""Periods as data files have them (2024, 2024-03, 2024-Q1, 2024-H1) and as a facts file writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from briefing.data.faults import DataFault
from briefing.facts.periods import Period, PeriodError, parse_period

Every = Literal["year", "quarter", "month"]
PATTERNS: dict[Every, str] = {
    "year": "[0-9]{4}",
    "quarter": "[0-9]{4}-Q[1-4]",
    "month": "[0-9]{4}-(0[1-9]|1[0-2])",
}
"""What a period of each length looks like in a file, as a regular expression."""
_PARTS: dict[Every, int] = {"year": 1, "quarter": 4, "month": 12}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def stated(period: str) -> str:
    """A file's period as the facts file writes it: "2024", "March 2024", "Q1 2024"."""
    year, _, part = period.partition("-")
    if not part:
        return year
    return f"{part} {year}" if part[0].isalpha() else f"{_MONTHS[int(part) - 1]} {year}"


def between(first: str, last: str, every: Every) -> Iterator[str]:
    """Every period from the first to the last, so that a gap is seen."""
    at, end = _number(first, every), _number(last, every)
    for nth in range(at, end + 1):
        year, part = divmod(nth, _PARTS[every])
        match every:
            case "year":
                yield f"{year:04}"
            case "quarter":
                yield f"{year:04}-Q{part + 1}"
            case "month":
                yield f"{year:04}-{part + 1:02}"


def first_of(year: int, every: Every) -> str:
    """The first period of a year."""
    return next(iter(between(f"{year:04}", f"{year:04}", every)), "")


def _number(period: str, every: Every) -> int:
    year, _, part = period.partition("-")
    return int(year) * _PARTS[every] + (int(re.sub("[^0-9]", "", part)) - 1 if part else 0)


def a_year_before(period: str) -> str:
    """The same period a year earlier."""
    return f"{int(period[:4]) - 1:04}{period[4:]}"


def years(span: Period | None) -> tuple[int, int] | None:
    """The first and the last year asked for. Raises DataFault where the span is not of whole years."""
    if span is None or span.start is None or span.end is None:
        return None
    if span.months == 0 or span.months % 12 or span.start.month != 1:
        raise DataFault(f"expected years such as 2015–2024, found {span.text}", field="periods")
    return span.start.year, span.end.year


def months_of(text: str) -> tuple[int, int]:
    """The first and the last month of "January–September". Raises DataFault."""
    try:
        read = parse_period(f"{text} 2000")
    except PeriodError:
        read = None
    if read is None or read.start is None or read.end is None or not 1 <= read.months <= 11:
        message = f'expected months such as January–September, found "{text}"'
        raise DataFault(message, field="months")
    return read.start.month, read.end.month


def months_in(year: int, first: int, last: int) -> Iterable[str]:
    """The months of one year from `first` to `last`, as a file has them."""
    return [f"{year:04}-{month:02}" for month in range(first, last + 1)]
