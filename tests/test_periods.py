"""Periods: what people may write, and the days that it means."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.facts.periods import PeriodError, parse_period


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("2024", "year", date(2024, 1, 1), date(2024, 12, 31)),
        ("2023–2024", "years", date(2023, 1, 1), date(2024, 12, 31)),
        ("2023-2024", "years", date(2023, 1, 1), date(2024, 12, 31)),
        ("H1 2025", "half", date(2025, 1, 1), date(2025, 6, 30)),
        ("first half of 2025", "half", date(2025, 1, 1), date(2025, 6, 30)),
        ("second half of 2025", "half", date(2025, 7, 1), date(2025, 12, 31)),
        ("Q3 2025", "quarter", date(2025, 7, 1), date(2025, 9, 30)),
        ("fourth quarter of 2025", "quarter", date(2025, 10, 1), date(2025, 12, 31)),
        ("November 2025", "month", date(2025, 11, 1), date(2025, 11, 30)),
        ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29)),
        ("January–September 2025", "months", date(2025, 1, 1), date(2025, 9, 30)),
        ("Jan-Sept 2025", "months", date(2025, 1, 1), date(2025, 9, 30)),
        ("July 2024 to June 2025", "months", date(2024, 7, 1), date(2025, 6, 30)),
        ("2025-11-26", "day", date(2025, 11, 26), date(2025, 11, 26)),
        ("26 November 2025", "day", date(2025, 11, 26), date(2025, 11, 26)),
        ("2025-11-26 to 2025-11-28", "days", date(2025, 11, 26), date(2025, 11, 28)),
        ("not stated", "not stated", None, None),
    ],
)
def test_a_period_is_its_days(text: str, kind: str, start: date | None, end: date | None) -> None:
    period = parse_period(text)
    assert (period.kind, period.start, period.end) == (kind, start, end)
    assert period.text == text


@pytest.mark.parametrize(
    "text",
    ["2025-02-30", "30 February 2025", "2025-13", "2024-2023", "September–January 2025", "13:30",
     "third half of 2025", "next year", "", "2025-11-28 to 2025-11-26", "0000"],
)  # fmt: skip
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(PeriodError, match="expected"):
        parse_period(text)


@pytest.mark.parametrize(
    ("text", "months"),
    [("2024", 12), ("H1 2025", 6), ("January–September 2025", 9), ("2025-11-26", 0)],
)
def test_a_period_knows_its_length(text: str, months: int) -> None:
    assert parse_period(text).months == months


@given(st.dates(min_value=date(1, 1, 1)))
def test_any_day_is_read_back(day: date) -> None:
    assert parse_period(day.isoformat()).start == day


@given(st.text(max_size=30))
def test_any_text_is_a_period_or_is_refused(text: str) -> None:
    try:
        parse_period(text)
    except PeriodError as refused:
        assert str(refused)
