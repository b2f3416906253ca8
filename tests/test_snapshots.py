"""Snapshots: everything a facts file states, kept as text; and what a person's sentences were written against."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from any_visit import visits
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from visit_builder import FIRST_VISIT, first_visit, visit

from briefing.facts.calculations import evaluate
from briefing.facts.model import Caution, Missing, Visit
from briefing.facts.prose import Prose
from briefing.facts.reviews import Outdated, outdated
from briefing.facts.snapshots import Snapshot, from_json, snapshot, to_json
from briefing.load import load

ROOT = Path(__file__).parent.parent
SHIPPED = sorted([*ROOT.glob("visits/*/visit.yaml"), *ROOT.glob("tests/visits/*/visit.yaml")])
ANY = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
TRADE = {"value": "4.1 billion USD", "measure": "trade", "period": "2024"}


def taken(made: Visit, previous: Snapshot | None = None) -> Snapshot:
    return snapshot(made, evaluate(made), previous=previous)


# -------------------------------------------------------------------------------- what is kept


def test_a_snapshot_is_text_by_part_id_and_field() -> None:
    made = visit({"A1": TRADE | {"missing": ["whose", "a, b"]}}, {"D1": {"formula": "A1 / 3"}})
    sections = taken(made.model_copy(update={"bottom_line": (Prose("Trade is {A1}."),)})).sections
    assert sections["brief"] == {"": {"as_of": "2025-11-27"}}
    assert sections["facts"]["A1"] == {
        "value": "4.1 billion USD",
        "at": "article 1",
        "missing": '[whose, "a, b"]',
        "measure": "trade",
        "period": "2024",
    }
    assert sections["calculations"]["D1"] == {
        "name": "D1",
        "formula": "A1 / 3",
        "result": "about 1400000000 USD, to 100000000, from 1350000000 to 1390000000",
    }
    assert sections["bottom_line"] == {"0": {"text": "Trade is {A1}."}}


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ({"formula": "A2 - A1"}, "9 schools"),
        ({"formula": "A1 / A2", "unit": "%"}, "25%"),
        ({"formula": "100% - A3", "unit": "%"}, "about 3%, to 1, from 2.5 to 3.5"),
        ({"formula": "2 * A4"}, "about 3600 companies, to 100, from 3600"),
        ({"formula": "A5 / 2"}, "nothing, as A5 is withheld: not yet public"),
    ],
)
def test_a_result_is_what_may_be_printed(formula: dict[str, Any], result: str) -> None:
    facts = {
        "A1": {"value": "3 schools", "measure": "schools"},
        "A2": {"value": "12 schools", "measure": "schools"},
        "A3": {"value": "about 97%", "measure": "payments", "period": "2024"},
        "A4": {"value": "more than 1800 companies", "measure": "companies"},
        "A5": TRADE,
    }
    made = visit(facts, {"D1": formula})
    withheld = made.facts["A5"].model_copy(update={"value": Missing("withheld", "not yet public")})
    made = made.model_copy(update={"facts": {**made.facts, "A5": withheld}})
    assert taken(made).sections["calculations"]["D1"]["result"] == result


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_every_visit_in_the_repository_is_kept_and_read_back(path: Path) -> None:
    made = load(path).visit
    kept = snapshot(made, evaluate(made), {"F29": ("trade", "USD 4.1 billion")})
    assert from_json(to_json(kept)) == kept
    assert set(kept.sections["facts"]) == set(made.facts)
    assert to_json(kept) == to_json(from_json(to_json(kept)))


@ANY
@given(made=visits())
def test_any_snapshot_is_read_back_in_its_order(made: Visit) -> None:
    kept = taken(made)
    text = to_json(kept)
    again = from_json(text)
    assert again == kept
    assert [*again.sections] == [*kept.sections]
    assert [*again.sections["facts"]] == [*made.facts]
    assert to_json(taken(made)) == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "null", "[]", "3", '""', "{}", "[" * 100_000, "\ud800", "NaN"),
        '{"format": 2, "sections": {}}',
        '{"format": 1, "sections": {"facts": {"A1": {"value": 3}}}}',
        '{"format": 1, "sections": {"facts": []}}',
        '{"format": 1, "sections": {}, "printed": {"A1": ["one"]}}',
        '{"format": 1, "sections": {}, "review": {"sentences": {"a": {}}}}',
        '{"format": 1, "sections": {}, "more": {}}',
    ],
    ids=range(16),
)
def test_anything_else_is_refused_as_a_value(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_json(text)


@given(st.text() | st.binary() | st.recursive(
    st.none() | st.booleans() | st.text() | st.floats(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["format", "sections", "x"]), inner),
).map(json.dumps))  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_whatever_the_text_nothing_but_a_value_error_comes(text: str | bytes) -> None:
    try:
        from_json(text)
    except ValueError:
        return
    assert json.loads(text)["sections"] == {}


# -------------------------------------------------------------------- sentences and their figures


def said(value: str = "4.1 billion USD", *sentences: str, **stated: Any) -> Visit:
    """A visit whose bottom line is these sentences, A1 being this value."""
    made = visit({"A1": TRADE | {"value": value} | stated, "A2": TRADE})
    lines = tuple(map(Prose, sentences or ("Trade is a record.", "Growth of {A1} is good.")))
    return made.model_copy(update={"bottom_line": lines})


def reviewed(made: Visit, day: str) -> Visit:
    brief = made.brief.model_copy(update={"reviewed": date.fromisoformat(day)})
    return made.model_copy(update={"brief": brief})


def told(*editions: Visit) -> tuple[Outdated, ...]:
    """What is outdated in the last of these editions, each made after the one before it."""
    kept: Snapshot | None = None
    for made in editions:
        kept = taken(made, from_json(to_json(kept)) if kept else None)
    assert kept is not None
    return outdated(kept.review)


NOW = "4.3 billion USD, trade, 2024"
THEN = "4.1 billion USD, trade, 2024"


def test_a_sentence_left_as_it_was_while_its_figure_moved_is_told() -> None:
    assert told(said(), said("4.3 billion USD")) == (Outdated("bottom_line[1]", "A1", THEN, NOW),)


def test_it_is_told_until_somebody_edits_it() -> None:
    moved = said("4.3 billion USD")
    assert told(said(), moved, moved, moved) == told(said(), moved)
    edited = said("4.3 billion USD", "Trade is a record.", "Growth to {A1} is good.")
    assert told(said(), moved, edited) == ()
    assert told(said(), moved, edited, edited) == ()


def test_or_until_the_sentences_were_read_again() -> None:
    before, moved = reviewed(said(), "2025-11-27"), said("4.3 billion USD")
    assert told(before, reviewed(moved, "2025-11-27"))
    assert told(before, reviewed(moved, "2025-12-01")) == ()
    again = reviewed(moved, "2025-12-01")
    assert told(before, reviewed(moved, "2025-11-27"), again, again) == ()


def test_a_figure_that_moves_back_takes_the_flag_away() -> None:
    assert told(said(), said("4.3 billion USD"), said()) == ()


def test_the_first_edition_has_nothing_to_compare_with() -> None:
    assert told(said()) == ()


def test_a_sentence_is_known_by_its_words_where_others_are_put_in_front_of_it() -> None:
    sentences = ("New: {A2}.", "Growth of {A1} is good.", "Trade is a record.")
    (one,) = told(said(), said("4.3 billion USD", *sentences))
    assert one == Outdated("bottom_line[1]", "A1", THEN, NOW)


def test_the_same_words_twice_are_two_sentences() -> None:
    twice = ("Growth of {A1} is good.",) * 2
    made = told(said("4.1 billion USD", *twice), said("4.3 billion USD", *twice, *twice))
    assert [one.path for one in made] == ["bottom_line[0]", "bottom_line[1]"]


@pytest.mark.parametrize(
    ("stated", "flagged"),
    [
        ({"period": "2023"}, True),
        ({"status": "planned"}, True),
        ({"by": "putin", "mode": "reported"}, True),
        ({"value": "4.10 billion USD"}, True),
        ({"value": "4.1  billion USD"}, False),
        ({"period": "January–December 2024"}, False),
        ({"remark": "ours"}, False),
        ({"at": "article 2"}, False),
    ],
)
def test_what_counts_is_what_a_fact_claims_not_how_it_is_spelled(
    stated: dict[str, Any], flagged: bool
) -> None:
    value = stated.pop("value", "4.1 billion USD")
    assert bool(told(said(), said(value, **stated))) is flagged


def test_a_calculation_that_moved_is_told_as_well() -> None:
    facts = FIRST_VISIT | {"F29": FIRST_VISIT["F29"] | {"value": "4.2 billion USD"}}
    text = {"commentary": {"trade": Prose("Some {D04.number} is left.")}}
    old = first_visit().model_copy(update=text)
    (one,) = told(old, old.model_copy(update={"facts": visit(facts).facts}))
    assert (one.path, one.id) == ("commentary.trade", "D04")
    assert one.before.startswith("about 900000000 USD, ")
    assert one.after.startswith("about 800000000 USD, ")


def test_a_caution_speaks_of_the_facts_that_stand_beside_it() -> None:
    caution = {"T1": Caution(id="T1", text=Prose("Both differ."), facts=("A1",))}
    old, new = (v.model_copy(update={"cautions": caution}) for v in (said(), said("5 billion USD")))
    assert [one.path for one in told(old, new)] == ["cautions.T1.text", "bottom_line[1]"]


@ANY
@given(made=visits(), other=visits())
def test_a_sentence_is_told_just_where_it_was_not_touched(made: Visit, other: Visit) -> None:
    """All sentences are kept and all facts are another's: what is told names a claim that differs."""
    moved = made.model_copy(update={"facts": other.facts})
    kept = taken(moved, taken(made))
    old, new = taken(made).review.claims, kept.review.claims
    found = {(one.id, one.before, one.after) for one in outdated(kept.review)}
    assert found == {(id, old[id], new[id]) for id in new if old[id] != new[id]}
    assert outdated(taken(made, taken(made)).review) == ()
