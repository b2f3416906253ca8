"""Formulas and calculations: joint intervals, the digit rule, and what must not be calculated."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.facts.calculations import cycles, evaluate
from briefing.facts.conflicts import conflicts
from briefing.facts.formulas import (
    Call,
    Formula,
    FormulaError,
    Name,
    Number,
    Operation,
    names,
    parse_formula,
    typeset,
)
from briefing.facts.intervals import NotMonotone, joint_interval, value_of
from briefing.facts.model import Visit
from briefing.facts.quantities import Interval
from briefing.facts.refusals import refusals
from briefing.load import load

ROOT = Path(__file__).parent.parent
FIRST = load(ROOT / "visits" / "2025-11-26-bishkek" / "visit.yaml").visit


def with_calculation(formula: str, **fields: object) -> Visit:
    """The first visit with one calculation and nothing that justifies it."""
    base = FIRST.calculations["D02"].model_copy(
        update={
            "id": "X",
            "formula": formula,
            "measure": None,
            "period": None,
            "because": "",
            **fields,
        }
    )
    return FIRST.model_copy(update={"calculations": {"X": base}})


@pytest.mark.parametrize(
    ("id", "rounded", "low", "high"),
    [
        ("D01", "2025", "2025", "2025"),
        ("D02", "3600000000", "3560000000", "3660000000"),
        ("D03", "500000000", "480000000", "500000000"),
        ("D04", "900000000", "850000000", "950000000"),
        ("D05", "0.82", "0.81", "0.83"),
        ("D06", "0.2", "0.204", "0.235"),
        ("D07", "5400", "5100", None),
        ("D08", "0.03", "0.025", "0.035"),
        ("D09", "6", "6", "6"),
        ("D10", "5", "5", "5"),
        ("D11", "4800000000", "4710000000", "4880000000"),
    ],
)
def test_the_first_visit_s_calculations(id: str, rounded: str, low: str, high: str | None) -> None:
    result = evaluate(FIRST)[id]
    assert result.rounded == Decimal(rounded)
    assert result.low == Decimal(low)
    assert result.high == (None if high is None else Decimal(high))


def test_nothing_in_the_first_visit_is_refused() -> None:
    assert refusals(FIRST) == ()
    assert cycles(FIRST) == ()
    assert conflicts(FIRST) == ()


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("F29 / F09", "different speakers"),
        ("F12 * 2", "must not be stretched"),
        ("F29 * (1 + F31)", "periods of different length"),
        ("F29 / (1 + F31)", "is not the change of F29"),
        ("F12 / F15", "different measures"),
        ("F28 * F31", "compounds changes"),
        ("(1 + F28) * (1 + F31) - 1", "compounds changes"),
        ("F28 - F31", "periods of different length"),
        ("F10 - F29", "different speakers"),
        ("F29 + F12", "different measures"),
    ],
)
def test_a_mixture_is_refused_unless_a_reason_is_written(formula: str, reason: str) -> None:
    refused = [r.reason for r in refusals(with_calculation(formula))]
    assert any(reason in one for one in refused), refused
    assert refusals(with_calculation(formula, because="it was agreed so")) == ()


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("F29 / (F29 - F29)", "divides by"),
        ("F29 / F29", "rise and fall"),
        ("F15 + F22", "not one unit"),
        ("F29 + F12 / F15", ""),
        ("F07 + 1", "no value to calculate with"),
        ("F29 +", "expected more"),
    ],
)
def test_some_calculations_no_reason_can_save(formula: str, reason: str) -> None:
    refused = [r.reason for r in refusals(with_calculation(formula, because="please"))]
    assert refused or not reason
    assert not reason or any(reason in one for one in refused), refused


def test_a_missing_input_drops_the_calculation_and_says_why() -> None:
    facts = dict(FIRST.facts)
    facts["F29"] = load_with("F29: {value: 4.1 billion USD", "F29: {value: not stated").facts["F29"]
    result = evaluate(FIRST.model_copy(update={"facts": facts}))["D02"]
    assert result.value is None
    assert result.dropped == "F29 is not stated"


def load_with(old: str, new: str) -> Visit:
    from briefing.load import loads

    text = (ROOT / "visits" / "2025-11-26-bishkek" / "visit.yaml").read_text(encoding="utf-8")
    return loads(text.replace(old, new).encode()).visit


def test_a_circle_is_found_once() -> None:
    base = FIRST.calculations["D02"]
    circle = {
        "A": base.model_copy(update={"id": "A", "formula": "B + 1"}),
        "B": base.model_copy(update={"id": "B", "formula": "A + 1"}),
    }
    assert cycles(FIRST.model_copy(update={"calculations": circle})) == (("A", "B", "A"),)


# ------------------------------------------------------------------------------------ formulas


def test_products_bind_closer_than_sums() -> None:
    assert parse_formula("F1 - F2 / (1 + F3)") == Operation(
        "-", Name("F1"), Operation("/", Name("F2"), Operation("+", Number(Decimal(1)), Name("F3")))
    )


def test_functions_take_ids() -> None:
    assert parse_formula("count(F1, F2)") == Call("count", ("F1", "F2"))
    assert names(parse_formula("count(F1, F2) - F1")) == ("F1", "F2")


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("F1 +", 4),
        ("F1 F2", 3),
        ("(F1", 3),
        ("sum(F1)", 0),
        ("F1 ^ 2", 3),
        ("count(1)", 6),
        ("", 0),
    ],
)
def test_what_is_no_formula_is_refused_at_its_place(text: str, offset: int) -> None:
    with pytest.raises(FormulaError) as refused:
        parse_formula(text)
    assert refused.value.offset == offset


def test_a_formula_prints_with_typographic_signs() -> None:
    assert typeset("F29 - F29 / (1 + F28) * 2") == "F29 − F29 ÷ (1 + F28) × 2"


def formulas(depth: int = 3) -> st.SearchStrategy[Formula]:
    leaf = st.sampled_from(
        [Name("a"), Name("b"), Name("c"), Number(Decimal(1)), Number(Decimal(2))]
    )
    return st.recursive(
        leaf,
        lambda inner: st.builds(Operation, st.sampled_from(["+", "-", "*", "/"]), inner, inner),
        max_leaves=depth * 2,
    )


def no_call(_: Call) -> Decimal:
    raise AssertionError("there is no call in these formulas")


@given(formula=formulas(), seed=st.integers(0, 10_000))
def test_every_point_of_the_box_lies_in_the_joint_interval(formula: Formula, seed: int) -> None:
    box = {
        "a": Interval(Decimal("1"), Decimal("2")),
        "b": Interval(Decimal("0.5"), Decimal("0.75")),
        "c": Interval(Decimal("10"), Decimal("10")),
    }
    try:
        interval = joint_interval(formula, box, no_call)
    except NotMonotone:
        return
    chance = random.Random(seed)
    for _ in range(5):
        point = {
            id: span.low + (span.high - span.low) * Decimal(chance.randint(0, 100)) / 100
            for id, span in box.items()
            if span.low is not None and span.high is not None
        }
        value = value_of(formula, point, no_call)
        slack = Decimal("1e-20") * max(1, abs(value))
        assert interval.low is None or interval.low - slack <= value
        assert interval.high is None or value <= interval.high + slack


@given(st.text(max_size=40))
def test_any_text_is_a_formula_or_is_refused(text: str) -> None:
    try:
        parse_formula(text)
    except FormulaError as refused:
        assert 0 <= refused.offset <= 500
