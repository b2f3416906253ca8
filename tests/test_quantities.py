"""Quantities: what people may write, what it allows, and what is refused with a way out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.facts.quantities import Interval, Quantity, QuantityError, interval_of, parse_quantity


@pytest.mark.parametrize(
    ("text", "number", "scale", "unit", "qualifier"),
    [
        ("4.1 billion USD", "4.1", 9, "USD", ""),
        ("USD 4.1 billion", "4.1", 9, "USD", ""),
        ("more than 1800", "1800", 0, "", "more than"),
        ("more than 1,800 companies", "1800", 0, "companies", "more than"),
        ("about 97%", "97", 0, "%", "about"),
        ("approximately 97 per cent", "97", 0, "%", "about"),
        ("nearly 3.5 billion USD", "3.5", 9, "USD", "almost"),
        ("up to 12 ferries", "12", 0, "ferries", "at most"),
        ("+13.6%", "13.6", 0, "%", ""),
        ("−5%", "-5", 0, "%", ""),
        ("-2.5 pp", "-2.5", 0, "pp", ""),
        ("+2 percentage points", "2", 0, "pp", ""),
        ("9", "9", 0, "", ""),
        ("nine schools", "9", 0, "schools", ""),
        ("17.0%", "17.0", 0, "%", ""),
        ("0", "0", 0, "", ""),
    ],
)
def test_a_quantity_is_read_as_written(
    text: str, number: str, scale: int, unit: str, qualifier: str
) -> None:
    quantity = parse_quantity(text)
    assert str(quantity.number) == number
    assert (quantity.scale, quantity.unit, quantity.qualifier) == (scale, unit, qualifier)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("4.1 billion USD", "4050000000", "4150000000"),
        ("110 million USD", "109500000", "110500000"),
        ("1,800", "1799.5", "1800.5"),
        ("17%", "0.165", "0.175"),
        ("17.0%", "0.1695", "0.1705"),
        ("about 97%", "0.965", "0.975"),
        ("one third", "0.32", "0.35"),
        ("9 schools", "9", "9"),
        ("0", "0", "0"),
        ("more than 1800", "1800", None),
        ("at least 5", "5", None),
        ("less than 0.1%", None, "0.001"),
        ("up to 12", None, "12"),
        ("-5%", "-0.055", "-0.045"),
    ],
)
def test_stated_precision_leaves_an_interval(text: str, low: str | None, high: str | None) -> None:
    interval = parse_quantity(text).interval
    assert interval == Interval(
        None if low is None else Decimal(low), None if high is None else Decimal(high)
    )


def test_a_goal_is_exact() -> None:
    five = parse_quantity("5 billion USD")
    assert interval_of(five, exact=True) == Interval(five.value, five.value)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1_000", "1,800"),
        ("4,1 billion USD", "with a point"),
        ("4.1e9 USD", "with a point"),
        ("$4.1 billion", "4.1 billion USD"),
        ("4 bn USD", "billion"),
        ("4.1.2", "with a point"),
        ("NaN", ""),
        ("", ""),
        ("1,80", "1,800"),
        ("USD 4 EUR", "one unit"),
        ("4 billion %", "no scale"),
        ("three thirds", "between zero and one"),
        ("9" * 31, "at most 30 digits"),
        ("12:30", ""),
    ],
)
def test_what_is_no_quantity_is_refused_with_a_way_to_write_it(text: str, hint: str) -> None:
    with pytest.raises(QuantityError, match="expected a quantity such as") as refused:
        parse_quantity(text)
    assert hint in refused.value.hint


def test_percent_and_percentage_points_differ() -> None:
    assert parse_quantity("2%").unit != parse_quantity("2 pp").unit


numbers = st.decimals(
    min_value=Decimal("0"),
    max_value=Decimal("1e12"),
    allow_nan=False,
    allow_infinity=False,
    places=2,
)


@given(
    number=numbers,
    scale=st.sampled_from([0, 3, 6, 9, 12]),
    unit=st.sampled_from(["USD", "EUR", "%", "pp", "companies", ""]),
    qualifier=st.sampled_from(
        ["", "about", "almost", "more than", "at least", "less than", "at most"]
    ),
    signed=st.booleans(),
)
def test_what_is_written_out_is_read_back(
    number: Decimal, scale: int, unit: str, qualifier: str, signed: bool
) -> None:
    if unit in ("%", "pp"):
        scale = 0
    quantity = Quantity("", number, scale, unit, qualifier, signed)  # type: ignore[arg-type]
    read = parse_quantity(str(quantity))
    assert (read.number, read.scale, read.unit, read.qualifier, read.signed) == (
        number, scale, unit, qualifier, signed,
    )  # fmt: skip


@given(numbers)
def test_the_interval_holds_the_value(number: Decimal) -> None:
    quantity = Quantity("", number, 6, "USD")
    interval = quantity.interval
    assert interval.low is not None
    assert interval.high is not None
    assert interval.low <= quantity.value <= interval.high


@given(st.text(max_size=40))
def test_any_text_is_a_quantity_or_is_refused(text: str) -> None:
    try:
        parse_quantity(text)
    except QuantityError as refused:
        assert str(refused)
