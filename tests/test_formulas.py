"""Formulas: what is read, where it goes wrong, and the one form in which it is printed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.facts.formulas import (
    Call,
    Formula,
    FormulaError,
    Name,
    Number,
    Operation,
    Operator,
    names,
    numeric_names,
    parse_formula,
    typeset,
    walk,
    written,
)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("F29 / (1 + F28)", "F29 ÷ (1 + F28)"),
        ("F29-1", None),
        ("F29 - F29/(1+F28)", "F29 − F29 ÷ (1 + F28)"),
        ("((F29))", "F29"),
        ("(F1 * F2) / F3", "F1 × F2 ÷ F3"),
        ("F1 - (F2 - F3)", "F1 − (F2 − F3)"),
        ("F1 / (F2 * F3)", "F1 ÷ (F2 × F3)"),
        ("(F1 + F2) * F3", "(F1 + F2) × F3"),
        ("F1 × F2 ÷ F3 − 2", "F1 × F2 ÷ F3 − 2"),
        ("100% - F32", "100% − F32"),
        ("13.60% + 1.50", "13.60% + 1.50"),
        ("count( F46,F48 )", "count(F46, F48)"),
        ("year(F18) - 1", "year(F18) − 1"),
        ("trade-2024 - debt_1", "trade-2024 − debt_1"),
    ],
)
def test_one_form_in_print(text: str, printed: str | None) -> None:
    """Without needless parentheses; a hyphen without spaces belongs to an id."""
    tree = parse_formula(text)
    if printed is None:
        assert tree == Name("F29-1")
        return
    assert written(tree) == typeset(text) == printed
    assert parse_formula(printed) == tree


@pytest.mark.parametrize(
    ("text", "offset", "message"),
    [
        ("", 0, "expected more"),
        ("F1 +", 4, "expected more"),
        ("(F1", 3, "expected more"),
        ("F1 F2", 3, 'expected an operator, found "F2"'),
        ("2F", 1, 'expected an operator, found "F"'),
        ("F1 +* F2", 4, 'expected an id or a number, found "*"'),
        ("-F1", 0, 'expected an id or a number, found "-"'),
        ("F1 ^ 2", 3, 'found "^"'),
        ("F1 + ٣", 5, 'found "٣"'),
        ("1,000 + F1", 1, 'expected an operator, found ","'),
        ("count(1)", 6, "expected an id"),
        ("max(F1, F2)", 0, 'expected count or year, found "max"'),
        ("year(F1, F2)", 0, "one id in year"),
        ("count(F1, 2)", 10, 'expected an id, found "2"'),
        ("count(F1, F1)", 10, "each id once"),
        ("count()", 6, "expected an id"),
        ("F1 + " + "9" * 40, 5, "at most 30 digits"),
        ("(" * 40 + "F1" + ")" * 40, 21, "parentheses inside each other"),
        ("F1 + " * 200 + "F1", 500, "at most 500 characters"),
    ],
)
def test_errors_say_where(text: str, offset: int, message: str) -> None:
    with pytest.raises(FormulaError) as told:
        parse_formula(text)
    assert message in str(told.value)
    assert told.value.offset == offset


def test_there_is_no_power_and_no_root() -> None:
    """So a compound annual rate from two points cannot be written."""
    with pytest.raises(FormulaError) as told:
        parse_formula("(F10 / F29) ^ (1 / 2) - 1")
    assert "no powers or roots" in told.value.hint


def test_names_in_order() -> None:
    tree = parse_formula("F29 - F29 / (1 + F28) + count(F46, F29)")
    assert names(tree) == ("F29", "F28", "F46")
    assert numeric_names(tree) == ("F29", "F28")
    assert [part for part in walk(tree) if isinstance(part, Call)] == [
        Call("count", ("F46", "F29"))
    ]


def test_what_is_no_formula_is_typeset_as_it_stands() -> None:
    assert typeset("F1 +") == "F1 +"


# --------------------------------------------------------------------------- for any input

_OPERATORS: list[Operator] = ["+", "-", "*", "/"]
_IDS = st.from_regex(r"[A-Z][0-9]{1,2}", fullmatch=True)
LEAVES: st.SearchStrategy[Formula] = st.one_of(
    _IDS.map(Name),
    st.decimals(0, 1000, places=2).map(Number),
    st.decimals(0, 1, places=4).map(lambda value: Number(value, True)),
    st.lists(_IDS, min_size=1, max_size=4, unique=True).map(lambda ids: Call("count", tuple(ids))),
)


def trees(leaves: st.SearchStrategy[Formula], size: int = 8) -> st.SearchStrategy[Formula]:
    return st.recursive(
        leaves,
        lambda inner: st.builds(Operation, st.sampled_from(_OPERATORS), inner, inner),
        max_leaves=size,
    )


@settings(deadline=None)
@given(trees(LEAVES))
def test_what_is_printed_is_read_back(tree: Formula) -> None:
    assert parse_formula(written(tree)) == tree


@settings(deadline=None)
@given(st.text(alphabet="F12D+-*/()., %^count", max_size=60) | st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        tree = parse_formula(text)
    except FormulaError as refused:
        assert str(refused)
        assert 0 <= refused.offset <= max(len(text), 500)
    else:
        assert parse_formula(written(tree)) == tree


def test_products_bind_closer_than_sums() -> None:
    assert parse_formula("F1 - F2 / (1 + F3)") == Operation(
        "-", Name("F1"), Operation("/", Name("F2"), Operation("+", Number(Decimal(1)), Name("F3")))
    )


def test_a_percentage_is_a_hundredth() -> None:
    assert parse_formula("100%") == Number(Decimal(1), True)
