"""Numbers, quantities, periods and lists in words, in British and American English."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from briefing.errors import TemplateError
from briefing.facts.periods import parse_period
from briefing.facts.quantities import parse_quantity
from briefing.language import Language, load_language
from briefing.places import shipped


def language(tag: str = "en-GB") -> Language:
    return load_language(tag, [shipped("templates")])


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("4.1 billion USD", "$4.1 billion"),
        ("110 million EUR", "€110 million"),
        ("17%", "17%"),
        ("17.0%", "17.0%"),
        ("more than 1800", "more than 1,800"),
        ("about 97%", "about 97%"),
        ("one third", "one third"),
        ("9 schools", "nine"),
        ("12 schools", "12"),
        ("+13.6%", "13.6%"),
        ("-5%", "5%"),
        ("+2.5 pp", "2.5 percentage points"),
        ("5 million KGS", "KGS\N{NO-BREAK SPACE}5 million"),
    ],
)
def test_a_quantity_prints_as_stated_and_leaves_its_direction_to_the_verb(
    written: str, printed: str
) -> None:
    assert language().quantity(parse_quantity(written)) == printed


@pytest.mark.parametrize(
    ("written", "printed"), [("+13.6%", "+13.6%"), ("-5%", "−5%"), ("9 schools", "9")]
)
def test_in_a_table_signs_and_figures_are_kept(written: str, printed: str) -> None:
    assert language().quantity(parse_quantity(written), spelled=False, signed=True) == printed


@pytest.mark.parametrize(
    ("written", "cell", "prose"),
    [
        ("2024", "2024", "2024"),
        ("first half of 2025", "first half of 2025", "the first half of 2025"),
        ("January–September 2025", "January–September 2025", "January–September 2025"),
        ("November 2025", "November 2025", "November 2025"),
        ("not stated", "not stated", "not stated"),
        ("2025-11-26", "26 November 2025", "26 November 2025"),
        ("2026-03-09 to 2026-03-11", "9–11 March 2026", "9–11 March 2026"),
    ],
)
def test_a_period_takes_its_article_in_a_sentence_only(written: str, cell: str, prose: str) -> None:
    period = parse_period(written)
    assert language().period(period) == cell
    assert language().period(period, cell=False) == prose


def test_british_and_american_dates_and_lists_differ() -> None:
    day = date(2025, 11, 26)
    assert (language("en-GB").day(day), language("en-US").day(day)) == (
        "26 November 2025",
        "November 26, 2025",
    )
    assert language("en-GB").listing(["a", "b", "c"]) == "a, b and c"
    assert language("en-US").listing(["a", "b", "c"]) == "a, b, and c"


@pytest.mark.parametrize(
    ("number", "printed"),
    [("3.60", "3.60"), ("-0.5", "−0.5"), ("1234567.8", "1,234,567.8"), ("5E+3", "5,000")],
)
def test_a_number_keeps_its_digits(number: str, printed: str) -> None:
    assert language().decimal(Decimal(number)) == printed


def test_a_language_without_templates_is_refused_and_those_there_are_named() -> None:
    with pytest.raises(TemplateError, match="there are templates for: en"):
        language("tlh")
