"""Freshness: from which day on a fact is stale, by whose rule, and when the next one will be."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from any_visit import ages, days, visits
from hypothesis import HealthCheck, given, settings
from visit_builder import visit

from briefing.facts.durations import DurationError, parse_duration
from briefing.facts.freshness import Staleness, next_change, stale
from briefing.facts.model import Source, Visit

ANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
TRADE = {"value": "4.1 billion USD", "measure": "trade", "period": "2024"}


def one(fact: dict[str, Any] | None = None, **source: Any) -> Visit:
    """A visit of one fact A1, with these keys of its own and of its source; known on 2025-11-27."""
    made = visit({"A1": TRADE | (fact or {})}, {"D1": {"formula": "A1 / 2"}})
    stated = Source.model_validate({"kind": "report", "title": "A report"} | source)
    return made.model_copy(update={"sources": {"article": stated}})


def since(made: Visit) -> date | None:
    """The first day on which A1 is stale."""
    return next_change(made, date.min)


@pytest.mark.parametrize(
    ("day", "age", "later"),
    [
        ("2025-01-31", "1 month", "2025-02-28"),
        ("2024-01-31", "1 month", "2024-02-29"),
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2024-02-29", "4 years", "2028-02-29"),
        ("2025-08-31", "6 months", "2026-02-28"),
        ("2025-11-27", "180 days", "2026-05-26"),
        ("2025-11-27", "six  Weeks", "2026-01-08"),
        ("2025-12-31", "one day", "2026-01-01"),
    ],
)
def test_a_length_of_time_is_counted_by_the_calendar(day: str, age: str, later: str) -> None:
    assert parse_duration(age).after(date.fromisoformat(day)) == date.fromisoformat(later)


@pytest.mark.parametrize(
    "text", ["", "180", "0 days", "half a year", "-3 days", "1.5 years", "٣ days"]
)
def test_what_is_no_length_of_time_is_told_with_an_example(text: str) -> None:
    with pytest.raises(DurationError, match="such as 180 days or 6 months"):
        parse_duration(text)


@given(age=ages, day=days)
def test_later_is_later(age: Any, day: date) -> None:
    assert (age.after(day) or date.max) > day


def test_the_calendar_ends() -> None:
    for age in ("9999 years", "9999 months", "9999 weeks", "9999 days"):
        assert parse_duration(age).after(date.max) is None


def test_an_age_counts_from_the_day_the_source_was_read_else_published_else_the_briefs() -> None:
    assert since(one(max_age="10 days")) == date(2025, 12, 8)
    assert since(one(max_age="10 days", published="not stated")) == date(2025, 12, 8)
    assert since(one(max_age="10 days", published="October 2025")) == date(2025, 11, 11)
    read = one(max_age="10 days", published="October 2025", retrieved="2025-11-20")
    assert since(read) == date(2025, 12, 1)


def test_what_is_as_old_as_it_may_be_is_not_stale_yet() -> None:
    made = one(max_age="10 days")
    assert stale(made, date(2025, 12, 7)) == {}
    assert set(stale(made, date(2025, 12, 8))) == {"A1", "D1"}


def test_on_the_day_of_the_release_the_old_figure_is_stale() -> None:
    made = one(next_release="2026-02-15")
    assert stale(made, date(2026, 2, 14)) == {}
    told = stale(made, date(2026, 2, 15))
    assert told["A1"] == Staleness(date(2026, 2, 15), "released", "source")


def test_of_both_the_earlier_counts() -> None:
    early = one(next_release="2025-12-01", max_age="10 days")
    late = one(next_release="2026-02-15", max_age="10 days")
    today = date(2027, 1, 1)
    assert stale(early, today)["A1"] == Staleness(date(2025, 12, 1), "released", "source")
    assert stale(late, today)["A1"] == Staleness(date(2025, 12, 8), "age", "source")


def test_a_facts_own_rule_wins_over_its_sources() -> None:
    made = one({"max_age": "1 year"}, next_release="2025-12-01", retrieved="2025-11-20")
    assert stale(made, date(2026, 11, 20)) == {}
    told = stale(made, date(2026, 11, 21))
    assert told["A1"] == Staleness(date(2026, 11, 21), "age", "fact")


def test_a_calculation_is_stale_with_its_inputs_since_the_first_of_them() -> None:
    facts = {
        "A1": TRADE | {"next_release": "2026-03-01"},
        "A2": TRADE | {"max_age": "1 month"},
        "A3": TRADE,
    }
    calculations = {
        "D1": {"formula": "A1 - A2 + A3"},
        "D2": {"formula": "2 * D1"},
        "D3": {"formula": "A3"},
    }
    told = stale(visit(facts, calculations), date(2026, 3, 1))
    assert set(told) == {"A1", "A2", "D1", "D2"}
    assert told["D1"] == Staleness(date(2025, 12, 28), "age", "fact", ("A1", "A2"))
    assert told["D2"] == told["D1"]


def test_what_nothing_is_said_of_is_never_stale() -> None:
    made = one()
    assert stale(made, date.max) == {}
    assert next_change(made, date.min) is None
    assert next_change(one(max_age="9999 years"), date.min) is None


@ANY
@given(made=visits(), today=days)
def test_between_two_changes_nothing_becomes_stale(made: Visit, today: date) -> None:
    """A scheduler may sleep until the stored day: the day before is like today, on the day more is stale."""
    now, day = stale(made, today), next_change(made, today)
    if day is None:
        assert stale(made, date.max) == now
        return
    assert day > today
    assert stale(made, day - timedelta(days=1)) == now
    assert set(now) < set(stale(made, day))


@ANY
@given(made=visits(), today=days)
def test_what_is_stale_stays_so_since_the_day_it_says(made: Visit, today: date) -> None:
    for id, one in stale(made, today).items():
        assert one.since <= today
        assert one == stale(made, date.max)[id] or one.inputs
        assert id in stale(made, one.since)
        assert id not in stale(made, one.since - timedelta(days=1))
