"""Periods as people write them: what is read, what is refused and why, how periods compare."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.facts.periods import Period, PeriodError, parse_period


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("2024", "year", "2024-01-01", "2024-12-31"),
        ("2023-2024", "years", "2023-01-01", "2024-12-31"),
        ("2023–2024", "years", "2023-01-01", "2024-12-31"),
        ("2023 to 2024", "years", "2023-01-01", "2024-12-31"),
        ("H1 2025", "half", "2025-01-01", "2025-06-30"),
        ("first half of 2025", "half", "2025-01-01", "2025-06-30"),
        ("Second half of 2025", "half", "2025-07-01", "2025-12-31"),
        ("Q3 2025", "quarter", "2025-07-01", "2025-09-30"),
        ("third quarter of 2025", "quarter", "2025-07-01", "2025-09-30"),
        ("fourth quarter of 2025", "quarter", "2025-10-01", "2025-12-31"),
        ("Q1–Q3 2025", "months", "2025-01-01", "2025-09-30"),
        ("first nine months of 2025", "months", "2025-01-01", "2025-09-30"),
        ("November 2025", "month", "2025-11-01", "2025-11-30"),
        ("Sept. 2025", "month", "2025-09-01", "2025-09-30"),
        ("2025-11", "month", "2025-11-01", "2025-11-30"),
        ("2024-02", "month", "2024-02-01", "2024-02-29"),
        ("January–September 2025", "months", "2025-01-01", "2025-09-30"),
        ("January-September 2025", "months", "2025-01-01", "2025-09-30"),
        ("January to September 2025", "months", "2025-01-01", "2025-09-30"),
        ("Jan-Sep 2025", "months", "2025-01-01", "2025-09-30"),
        ("2025-01 to 2025-09", "months", "2025-01-01", "2025-09-30"),
        ("July 2024 - June 2025", "months", "2024-07-01", "2025-06-30"),
        ("July 2024 to June 2025", "months", "2024-07-01", "2025-06-30"),
        ("2025-11-26", "day", "2025-11-26", "2025-11-26"),
        ("26 November 2025", "day", "2025-11-26", "2025-11-26"),
        ("2025-11-26 to 2025-11-28", "days", "2025-11-26", "2025-11-28"),
        ("26–28 November 2025", "days", "2025-11-26", "2025-11-28"),
        ("30 November 2025 – 2 December 2025",
         "days", "2025-11-30", "2025-12-02"),
    ],
)  # fmt: skip
def test_read(text: str, kind: str, start: str, end: str) -> None:
    period = parse_period(text)
    assert (period.kind, period.start, period.end) == (
        kind,
        date.fromisoformat(start),
        date.fromisoformat(end),
    )
    assert period.text == str(period) == text


def test_not_stated_is_a_period_of_its_own() -> None:
    period = parse_period("not stated")
    assert not period.is_stated
    assert (period.months, period.year) == (0, None)
    assert not period.is_part_year
    assert not period.is_full_year


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("30 February 2025", "a day that exists", "February 2025 has 28 days"),
        ("2025-02-29", "a day that exists", "February 2025 has 28 days"),
        ("31 April 2025", "a day that exists", "April 2025 has 30 days"),
        ("2026-13-01", "a day that exists", "a year has 12 months"),
        ("2025-13", "a month from 01 to 12", ""),
        ("third half of 2025", "a half or a quarter", ""),
        ("Q5 2025", "a half or a quarter", ""),
        ("H1–Q3 2025", "a half or a quarter", ""),
        ("2024-2023", "earlier year first", ""),
        ("2025 - 2025", "earlier year first", ""),
        ("September–January 2025", "earlier month first", ""),
        ("2025-11-28 to 2025-11-26", "earlier day first", ""),
        ("0000", "a year from 0001", ""),
        ("March 0000", "a year from 0001", ""),
        ("2024–25", "a period such as", "both years in full"),
        ("2024/25", "a period such as", "July 2024–June 2025"),
        ("November 26, 2025", "a period such as", "26 November 2025"),
        ("26.11.2025", "a period such as", "2025-11-26"),
        ("last year", "a period such as", "under resolved"),
        ("next year", "a period such as", "under resolved"),
        ("13:30", "a period such as", ""),
        ("Not stated", "a period such as", '"not stated"'),
        ("Foo 2025", "a period such as", ""),
        ("٢٠٢٤", "a period such as", ""),
        ("", "a period such as", ""),
        ("2024" * 100, "a period such as", ""),
    ],
)
def test_refused_with_the_reason(text: str, message: str, hint: str) -> None:
    with pytest.raises(PeriodError, match=message) as told:
        parse_period(text)
    assert hint in told.value.hint
    assert len(str(told.value)) < 150


@pytest.mark.parametrize(
    ("text", "months", "full", "part"),
    [
        ("2024", 12, True, False),
        ("January–December 2024", 12, True, False),
        ("2024-01-01 to 2024-12-31", 12, True, False),
        ("July 2024–June 2025", 12, False, False),
        ("2023–2024", 24, False, False),
        ("H1 2025", 6, False, True),
        ("January–September 2025", 9, False, True),
        ("2025-01-01 to 2025-09-30", 9, False, True),
        ("2025-01-01 to 2025-09-15", 0, False, True),
        ("November 2025", 1, False, True),
        ("2025-11-26", 0, False, False),
    ],
)
def test_how_long(text: str, months: int, full: bool, part: bool) -> None:
    """It is the days that count, however they are written."""
    period = parse_period(text)
    assert (period.months, period.is_full_year, period.is_part_year) == (months, full, part)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("January–September 2024", "January–September 2025", True),
        ("Q1–Q3 2024", "January–September 2025", True),
        ("February 2024", "February 2025", True),
        ("2023", "2024", True),
        ("H1 2024", "H2 2025", False),
        ("2024", "January–September 2024", False),
        ("2025-11-26", "2024-11-26", True),
        ("2025-11-26 to 2025-11-28", "2024-11-26 to 2024-11-28", True),
        ("not stated", "not stated", False),
        ("2024", "not stated", False),
    ],
)
def test_the_same_months_of_another_year(one: str, other: str, same: bool) -> None:
    assert parse_period(one).same_span(parse_period(other)) is same
    assert parse_period(other).same_span(parse_period(one)) is same


def test_order() -> None:
    texts = ["2023", "H1 2024", "2024", "January–September 2025", "November 2025", "not stated"]
    periods = [parse_period(text) for text in texts]
    assert sorted(reversed(periods), key=lambda p: p.order) == periods
    assert parse_period("2023").before(parse_period("2024"))
    assert not parse_period("H1 2024").before(parse_period("2024"))
    assert not parse_period("not stated").before(parse_period("2024"))


_WORDS = [
    "2024", "0000", "9999", "24", "30", "31", "00", "-", "–", "to", "H1", "Q4", "first", "third",
    "half", "quarter", "of", "two", "months", "February", "Sept.", "Jan", "2024-02", "2024-02-30",
    "2024-00-01",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(_WORDS), max_size=6).map(" ".join) | st.text(max_size=70))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        period = parse_period(text)
    except PeriodError as refused:
        assert str(refused)
    else:
        assert isinstance(period, Period)


@settings(deadline=None)
@given(st.dates(), st.dates())
def test_days_are_read_as_written(one: date, other: date) -> None:
    first, last = sorted((one, other))
    if first == last:
        period = parse_period(first.isoformat())
    else:
        period = parse_period(f"{first.isoformat()} to {last.isoformat()}")
    assert (period.start, period.end) == (first, last)
    assert not (period.is_full_year and period.is_part_year)
