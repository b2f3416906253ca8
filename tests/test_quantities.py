"""Quantities as people write them: what is read, what is refused with a way out, what the words allow."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.facts.quantities import (
    Interval,
    Qualifier,
    Quantity,
    QuantityError,
    interval_of,
    parse_quantity,
)


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("4.1 billion USD", "4100000000", "USD", ""),
        ("USD 4.1 billion", "4100000000", "USD", ""),
        ("4.1 Billion USD", "4100000000", "USD", ""),
        ("110 million USD", "110000000", "USD", ""),
        ("nine million USD", "9000000", "USD", ""),
        ("2 trillion EUR", "2000000000000", "EUR", ""),
        ("5 thousand tonnes", "5000", "tonnes", ""),
        ("more than 1800", "1800", "", "more than"),
        ("more than 1,800 companies", "1800", "companies", "more than"),
        ("1,234,567.8 EUR", "1234567.8", "EUR", ""),
        ("about 97%", "0.97", "%", "about"),
        ("approximately 97 %", "0.97", "%", "about"),
        ("97 per cent", "0.97", "%", ""),
        ("almost 3.5 billion USD", "3500000000", "USD", "almost"),
        ("nearly 9 schools", "9", "schools", "almost"),
        ("at least 12", "12", "", "at least"),
        ("Over 9", "9", "", "more than"),
        ("fewer than 10 ferries", "10", "ferries", "less than"),
        ("under 5%", "0.05", "%", "less than"),
        ("up to 7", "7", "", "at most"),
        ("+13.6%", "0.136", "%", ""),
        ("-5%", "-0.05", "%", ""),
        ("−5%", "-0.05", "%", ""),
        ("+2.5 pp", "0.025", "pp", ""),
        ("-2.5 pp", "-0.025", "pp", ""),
        ("2.5 percentage points", "0.025", "pp", ""),
        ("9", "9", "", ""),
        ("nine schools", "9", "schools", ""),
        ("0", "0", "", ""),
        ("half", "0.5", "%", ""),
        ("a quarter", "0.25", "%", ""),
        ("three quarters", "0.75", "%", ""),
        ("three-quarters", "0.75", "%", ""),
        ("more than half", "0.5", "%", "more than"),
    ],
)
def test_read(text: str, value: str, unit: str, qualifier: str) -> None:
    quantity = parse_quantity(text)
    assert (quantity.value, quantity.unit, quantity.qualifier) == (Decimal(value), unit, qualifier)
    assert quantity.text == text


@pytest.mark.parametrize("text", ["one third", "one-third", "a third"])
def test_a_fraction_in_words_is_exactly_that_fraction(text: str) -> None:
    quantity = parse_quantity(text)
    assert quantity.fraction == (1, 3)
    assert abs(quantity.value * 3 - 1) < Decimal("1e-25")
    assert quantity.is_percent


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("$4.1 billion", "4.1 billion USD"),
        ("€5", "4.1 billion EUR"),
        ("4,1 billion USD", "4.1 with a point"),
        ("1_000", "1,800 or 1800"),
        ("1,80", "1,800 or 1800"),
        ("1,8000", "1,800 or 1800"),
        ("1.2.3", "4.1 with a point"),
        ("1e5", "4.1 with a point"),
        ("5 bn USD", '"billion" in full'),
        ("5bn USD", '"billion" in full'),
        ("5 mn USD", '"million" in full'),
        ("5 m USD", '"million" in full'),
        ("5 USD million", "scale word before the unit"),
        ("5% of GDP", "alone"),
        ("5 per cent of GDP", "alone"),
        ("one third of enterprises", '"one third" alone'),
        ("half a million USD", '"one half" alone'),
        ("five fifths", "between zero and one"),
        ("three thirds", "between zero and one"),
        ("12:30", ""),
        ("EUR 5 USD", "one unit"),
        ("5 million %", "no scale word"),
        ("9" * 31, "30 digits"),
        ("1." + "9" * 30, "30 digits"),
        ("NaN", ""),
        ("Infinity", ""),
        ("٣", ""),
        ("１２", ""),
        ("10–12", ""),
        ("a lot of money", ""),
        ("", ""),
        ("-", ""),
        ("about -", ""),
        ("9 " * 500, ""),
    ],
)
def test_refused_with_a_way_out(text: str, hint: str) -> None:
    with pytest.raises(QuantityError, match=r"^expected a quantity such as ") as told:
        parse_quantity(text)
    assert hint in told.value.hint
    assert len(str(told.value)) < 150


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("4.1 billion USD", "4050000000", "4150000000"),
        ("110 million USD", "109500000", "110500000"),
        ("1,800", "1799.5", "1800.5"),
        ("17%", "0.165", "0.175"),
        ("17.0%", "0.1695", "0.1705"),
        ("about 97%", "0.965", "0.975"),
        ("+2.5 pp", "0.0245", "0.0255"),
        ("-5%", "-0.055", "-0.045"),
        ("more than 1,800", "1800", None),
        ("at least 12", "12", None),
        ("less than 5%", None, "0.05"),
        ("at most 7", None, "7"),
        ("one third", "0.32", "0.35"),
        ("two thirds", "0.65", "0.68"),
        ("half", "0.49", "0.51"),
        ("a quarter", "0.24", "0.26"),
        ("one tenth", "0.09", "0.11"),
        ("9 schools", "9", "9"),
        ("about 9 schools", "8.5", "9.5"),
        ("0", "0", "0"),
    ],
)
def test_what_the_words_allow(text: str, low: str | None, high: str | None) -> None:
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    assert parse_quantity(text).interval == Interval(*ends)


def test_goals_and_counts_are_exact_but_not_what_is_marked_as_about() -> None:
    goal, bound = parse_quantity("5 billion USD"), parse_quantity("more than 5 billion USD")
    assert interval_of(goal, exact=True) == Interval(goal.value, goal.value)
    assert interval_of(bound, exact=True) == Interval(goal.value, None)
    about = parse_quantity("about 1,800 companies")
    assert interval_of(about, exact=True) == Interval(Decimal("1799.5"), Decimal("1800.5"))


def test_stated_precision_is_kept() -> None:
    assert parse_quantity("17%").step == Decimal("0.01")
    assert parse_quantity("17.0%").step == Decimal("0.001")
    assert parse_quantity("4.1 billion USD").step == Decimal(100_000_000)
    assert str(parse_quantity("17.0%")) == "17.0%"
    assert str(parse_quantity("4.10 billion USD")) == "4.10 billion USD"
    assert str(parse_quantity("17.0%").number) == "17.0"


def test_direction_and_kind() -> None:
    assert parse_quantity("+13.6%").rises
    assert parse_quantity("−5%").falls
    assert not parse_quantity("+0%").rises
    assert parse_quantity("5 USD").is_currency
    assert not parse_quantity("5 companies").is_currency
    assert parse_quantity("5 pp").is_points
    assert not parse_quantity("5 pp").is_percent


# --------------------------------------------------------------------------- for any input

_QUALIFIERS: list[Qualifier] = [
    "",
    "about",
    "almost",
    "more than",
    "at least",
    "less than",
    "at most",
]
_UNITS = ["", "USD", "EUR", "%", "pp", "companies", "Russian-language schools"]


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    digits = draw(st.integers(0, 10**12))
    number = Decimal(digits).scaleb(-draw(st.integers(0, 6)))
    signed = draw(st.booleans())
    unit = draw(st.sampled_from(_UNITS))
    scale = 0 if unit in ("%", "pp") else draw(st.sampled_from([0, 3, 6, 9, 12]))
    if signed and number and draw(st.booleans()):
        number = -number
    return Quantity("", number, scale, unit, draw(st.sampled_from(_QUALIFIERS)), signed)


def parts(quantity: Quantity) -> tuple[object, ...]:
    """All but the text as written; the digits with their trailing zeros."""
    return (
        quantity.number.as_tuple(),
        quantity.scale,
        quantity.unit,
        quantity.qualifier,
        quantity.signed,
        quantity.fraction,
    )


@settings(deadline=None)
@given(quantities())
def test_what_is_written_is_read_back(quantity: Quantity) -> None:
    assert parts(parse_quantity(str(quantity))) == parts(quantity)


@pytest.mark.parametrize(
    "text", ["one third", "about two thirds", "more than one half", "nine tenths"]
)
def test_fractions_are_read_back(text: str) -> None:
    quantity = parse_quantity(text)
    assert parts(parse_quantity(str(quantity))) == parts(quantity)


@settings(deadline=None)
@given(quantities(), st.booleans())
def test_an_interval_holds_its_value(quantity: Quantity, exact: bool) -> None:
    interval = interval_of(quantity, exact=exact)
    assert interval.low is None or interval.low <= quantity.value
    assert interval.high is None or quantity.value <= interval.high


@settings(deadline=None)
@given(st.integers(10**29, 10**30 - 1), st.sampled_from(["", " trillion USD", "%"]))
def test_thirty_digits_are_kept_to_the_last(number: int, unit: str) -> None:
    quantity = parse_quantity(f"{number}{unit}")
    assert quantity.number == number
    assert quantity.value.as_tuple().digits == Decimal(number).as_tuple().digits


_WORDS = [
    "about", "more", "than", "at", "least", "a", "half", "one", "third", "-", "--", "+", "4.1",
    "1,800", "1,80", ".", "%", "%%", "pp", "per cent", "billion", "bn", "USD", "USDX", "$",
    "schools", "x²", "’", "0",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(_WORDS), max_size=6).map(" ".join) | st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        quantity = parse_quantity(text)
    except QuantityError as refused:
        assert str(refused)
    else:
        assert quantity.value.is_finite()
        assert parts(parse_quantity(str(quantity))) == parts(quantity)
