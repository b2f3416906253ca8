"""Calculations that must not be made, each with its reason; and facts that disagree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from visit_builder import FIRST_VISIT, SPOKEN, first_visit, visit

from briefing.facts.calculations import cycles, evaluate
from briefing.facts.conflicts import conflicts
from briefing.facts.refusals import Refusal, refusals
from briefing.load import load

MORE: dict[str, dict[str, Any]] = {
    "G1": {"value": "3 billion USD", "measure": "trade", "period": "2023", "by": "putin"},
    "G2": {
        "value": "2 billion USD",
        "measure": "trade",
        "period": "first half of 2025",
        "by": "putin",
    },
    "G3": {"value": "9 billion USD", "measure": "debt", "period": "2024", "by": "putin"},
    "G4": {"value": "8 billion USD", "measure": "debt", "period": "2023", "by": "putin"},
    "G5": {"value": "0 USD", "measure": "trade", "period": "2022", "by": "putin"},
    "G6": {"value": "20%", "measure": "trade-share", "period": "2023", "by": "putin"},
    "G7": {"value": "22%", "measure": "trade-share", "period": "2024", "by": "putin"},
    "G8": {
        "change": "+2 pp",
        "measure": "trade-share",
        "period": "2024",
        "against": "2023",
        "by": "putin",
    },
    "G9": {"change": "+5%", "measure": "trade", "period": "2023", "against": "2022", "by": "putin"},
    "H1": {"value": "500 million EUR", "measure": "exports", "period": "2024", "by": "putin"},
    "H2": {"value": "702 million EUR", "measure": "imports", "period": "2024", "by": "putin"},
    "H3": {"value": "690 million EUR", "measure": "imports", "period": "2023", "by": "putin"},
    "H4": {"statement": "a record", "period": "2023–2024", "by": "putin"},
}


def refused(formula: str, **stated: Any) -> list[str]:
    """The reasons against one formula over the first visit's facts and more."""
    whole = first_visit()
    more = visit(FIRST_VISIT | MORE)
    added = first_visit(X={"formula": formula} | stated).calculations["X"]
    made = {**whole.calculations, "X": added}
    told = refusals(more.model_copy(update={"calculations": made}))
    assert {refusal.id for refusal in told} <= {"X"}
    return [refusal.reason for refusal in told]


def test_the_calculations_of_the_first_visit_are_made() -> None:
    assert refusals(first_visit()) == ()


def test_the_facts_file_of_the_first_visit_holds() -> None:
    """The file itself, read by the loader: nothing refused, no circle, no conflict, the same results."""
    folder = Path(__file__).parent.parent / "visits" / "2025-11-26-bishkek"
    whole = load(folder / "visit.yaml").visit
    assert (refusals(whole), cycles(whole), conflicts(whole)) == ((), (), ())
    results, copied = evaluate(whole), evaluate(first_visit())
    assert {id: (r.rounded, r.low, r.high) for id, r in results.items()} == {
        id: (r.rounded, r.low, r.high) for id, r in copied.items()
    }


def test_dropped_calculations_are_not_refused() -> None:
    facts = FIRST_VISIT | {"F29": FIRST_VISIT["F29"] | {"value": "not stated"}}
    whole = visit(facts, {"D": {"formula": "F10 - F29", "because": SPOKEN}})
    assert refusals(whole) == ()
    assert evaluate(whole)["D"].dropped


@pytest.mark.parametrize(
    ("formula", "stated", "reason"),
    [
        # what is not to be worked out from the first visit
        ("F29 / F09", {}, "F29 and F09 come from different speakers or sources"),
        ("F29 / F09", {}, "F29 and F09 are of different measures"),
        ("F29 * F09", {}, "F29 and F09 are of different measures"),
        ("F12 * 2", {}, "F12 is of part of a year and must not be stretched"),
        ("F12 / 0.5", {}, "F12 is of part of a year and must not be stretched"),
        ("F12 / 6 * 12", {}, "F12 is of part of a year and must not be stretched"),
        ("F29 * (1 + F31)", {"measure": "trade"}, "F29 and F31 cover periods of different length"),
        ("F12 / F15", {"unit": "USD per company"}, "F12 and F15 are of different measures"),
        ("F12 / G1 - 1", {}, "F12 and G1 are of different measures"),
        ("(1 + F28) * (1 + F31) - 1", {"unit": "%"},
         "it compounds changes over periods of different length"),
        # part-year with full year
        ("G2 - F29", {}, "G2 and F29 cover periods of different length"),
        ("G2 / F29", {}, "G2 and F29 cover periods of different length"),
        ("F31 - F28", {"unit": "pp"}, "F31 and F28 cover periods of different length"),
        ("F10 - G2", {}, "G2 is of part of a year, a goal is not"),
        # kinds, measures, periods, speakers
        ("F29 + G3", {}, "F29 is a flow, G3 a stock"),
        ("F29 + G1", {}, "F29 and G1 are of different periods"),
        ("F10 - F29", {}, "F10 and F29 come from different speakers or sources"),
        ("D04 / F10", {}, "D04 and F10 come from different speakers or sources"),
        ("F32 - G7", {}, "the period of F32 is not stated"),
        ("F22 + F23", {}, "F22 and F23 are of one measure and period"),
        ("H1 - H2", {}, "H1 and H2 are of different measures"),
        ("H2 - H1", {"measure": "balance"}, "H2 and H1 are of different measures"),
        ("H1 - H3", {"measure": "balance"}, "H1 and H3 are of different periods"),
        # bases
        ("F29 / (1 + F31)", {}, "F31 is not the change of F29: their periods differ"),
        ("F29 * F28", {}, "F28 is not measured against the period of F29"),
        ("G7 * (1 + F28)", {}, "F28 is a change of another measure than G7"),
        ("F29 * 1.1", {}, "no fact states the number 1.1"),
        ("F28 - F31", {"unit": "pp"}, "F28 and F31 cover periods of different length"),
        ("F29 + F12", {}, "F29 and F12 are of different measures"),
        # what it says it is
        ("F29 / (1 + F28)", {"measure": "trade", "period": "2022"},
         "the formula gives a value of 2023, not of 2022"),
        ("F29 / (1 + F28)", {"measure": "investment"}, "the formula gives trade, not investment"),
    ],
)  # fmt: skip
def test_refused_unless_a_reason_is_written(
    formula: str, stated: dict[str, Any], reason: str
) -> None:
    assert reason in refused(formula, **stated)
    illustrated = {"illustration": True} if "stretched" in reason or "F31)" in formula else {}
    assert refused(formula, because="a written reason", **stated, **illustrated) == []


@pytest.mark.parametrize(
    ("formula", "stated", "reason"),
    [
        ("F29 + F15", {}, "F29 is in USD, F15 in companies: not one unit"),
        ("F29 + H1", {}, "F29 is in USD, H1 in EUR: not one unit"),
        ("F29 + 1", {}, "F29 is in USD, 1 in plain numbers: not one unit"),
        ("G7 + G8", {}, "G7 is in percent, G8 in percentage points: not one unit"),
        ("F28 + G8", {}, "F28 is in percent, G8 in percentage points: not one unit"),
        ("G6 * (1 + G8)", {}, "1 + G8 is not one plus a change"),
        ("G7 - G6", {"unit": "%"}, "the formula gives percentage points, not percent"),
        ("F28 + F31", {}, "F28 + F31 adds changes in percent, which compound"),
        ("F29 / F28", {}, "F29 ÷ F28 divides by the change F28"),
        ("F28 * F31", {}, "F28 × F31 multiplies by a change"),
        ("1 - F28", {}, "1 − F28 is not one plus a change"),
        ("F12 + F12", {}, "it adds F12 to itself"),
        ("F29 * F29", {}, "USD times USD is no unit"),
        ("1 / F29", {}, "1 ÷ F29 is in no unit: it divides by USD"),
        ("F12 / F15", {}, "the formula gives USD per companies: name its unit with “unit: …”"),
        ("F29 / F10", {"measure": "trade"}, "the formula gives a plain number, not USD"),
        ("F29 - F10", {"unit": "EUR"}, "the formula gives USD, not EUR"),
        ("F29 / F10", {"unit": "pp"}, "the formula gives a plain number, not percentage points"),
        ("F29 / G5", {}, "it divides by zero"),
        ("F29 / (F29 - F29)", {}, "it divides by zero"),
        ("F15 + F22", {}, "F15 is in companies, F22 in schools: not one unit"),
        ("F29 +", {}, "expected more after the end of the formula (character 6 of the formula)"),
        ("(F29 - G5) / G5", {"unit": "%"}, "it divides by zero"),
        ("F29 / (F29 - G1 - G1 / 3)", {}, "it divides by a value that may be zero"),
        ("G7 * (44% - G7)", {}, "the result may both rise and fall with G7"),
        ("F18 + 1", {}, "F18 has no value to calculate with"),
        ("F99 + 1", {}, 'no fact or calculation has the id "F99"'),
        ("F10-F29", {}, 'no fact or calculation has the id "F10-F29"'),
        ("year(H4)", {}, "H4 is of several years: 2023–2024"),
        ("D11 - F10", {}, "D11 is an illustration, and so is what is made from it"),
        ("F29 * (1 + F31)", {}, "F29 and F31 cover periods of different length"),
        ("F12 * 2", {}, "F12 is of part of a year and must not be stretched"),
    ],
)  # fmt: skip
def test_refused_whatever_the_reason(formula: str, stated: dict[str, Any], reason: str) -> None:
    """A written reason does not help: it never holds, or is at most an illustration."""
    assert reason in refused(formula, because="a written reason", **stated)


def test_a_change_that_may_be_zero_is_named_where_no_range_can_be_shown() -> None:
    """Nobody can write "F29 - F29 / (1 + F28)" so that it helps where F28 is "0%"."""
    facts = FIRST_VISIT | {"F28": FIRST_VISIT["F28"] | {"change": "0%"}}
    (told,) = refusals(visit(facts, {"D03": {"formula": "F29 - F29 / (1 + F28)"}}))
    assert told.reason == "the result may both rise and fall with F29"
    assert told.hint == (
        "the change F28 may be zero, so the result may be nothing: leave the calculation out"
    )


@pytest.mark.parametrize(
    ("formula", "stated"),
    [
        ("F29 / (1 + F28)", {"measure": "trade", "period": "2023"}),
        ("F29 - F29 / (1 + F28)", {}),
        ("F29 - G1", {}),
        ("F29 / G1 - 1", {"unit": "%"}),
        ("(F29 - G1) / G1", {"unit": "%"}),
        ("G1 * (1 + F28)", {"measure": "trade", "period": "2024"}),
        ("G1 * F28", {"measure": "trade"}),
        ("(1 + G9) * (1 + F28) - 1", {"unit": "%"}),
        ("G7 - G6", {}),
        ("G7 - G6", {"unit": "pp"}),
        ("F28 - G9", {"unit": "pp"}),
        ("100% - G7", {}),
        ("1 - G7", {}),
        ("G3 - G4", {"measure": "debt"}),
        ("G3 / G4 - 1", {"unit": "%"}),
        ("H1 - H2", {"measure": "balance", "period": "2024"}),
        ("(H1 - H2)", {"measure": "balance"}),
        ("F23 / F22", {"unit": "%"}),
        ("F22 - F23", {"unit": "schools"}),
        ("D03 / D02", {"unit": "%"}),
        ("count(F46, F48) + 1", {}),
        ("year(F49)", {}),
    ],
)
def test_what_holds_needs_no_reason(formula: str, stated: dict[str, Any]) -> None:
    assert refused(formula, **stated) == []


def test_an_illustration_needs_its_reason() -> None:
    told = refused("F29 * (1 + F31)", measure="trade", illustration=True)
    assert "an illustration needs its reason" in told
    assert refused("D11 - G1", illustration=True, because="an illustration too") == []


def test_each_refusal_shows_a_way_out() -> None:
    whole = first_visit(
        X={"formula": "F10-F29"}, Y={"formula": "F29 / F09"}, Z={"formula": "F1 ^ 2"}
    )
    hints = {refusal.id: refusal.hint for refusal in refusals(whole)}
    assert hints["X"] == "write a minus with spaces around it"
    assert "because: …" in hints["Y"]
    assert "no powers or roots" in hints["Z"]


def test_a_formula_that_cannot_be_read_is_told_with_its_place() -> None:
    whole = first_visit(X={"formula": "F29 / (1 + F28"})
    assert refusals(whole) == (
        Refusal("X", "expected more after the end of the formula (character 15 of the formula)"),
    )


def test_circles_and_endless_formulas_are_refused_and_take_no_time() -> None:
    """Each uses the last two: put together, they would have more parts than there are atoms."""
    assert refusals(visit(FIRST_VISIT, {"A": {"formula": "B"}, "B": {"formula": "A"}}))
    formulas = {"C0": "F29", "C1": "G1"}
    formulas |= {f"C{n}": f"C{n - 1} - C{n - 2}" for n in range(2, 300)}
    whole = visit(FIRST_VISIT | MORE, {id: {"formula": text} for id, text in formulas.items()})
    assert cycles(whole) == ()
    told = refusals(whole)
    assert any("at most 300 parts" in refusal.reason for refusal in told)


# ------------------------------------------------------------------------------- conflicts


def level(value: str, **stated: str) -> dict[str, Any]:
    return {"value": value, "measure": "trade", "period": "2024", "by": "putin"} | stated


@pytest.mark.parametrize(
    ("one", "other", "disagree"),
    [
        (level("4.1 billion USD"), level("3.2 billion USD"), True),
        (level("4.1 billion USD"), level("4.12 billion USD", by="japarov"), False),
        (level("4.1 billion USD"), level("4100 million USD"), False),
        (level("110 million USD"), level("111 million USD"), True),
        (level("4.1 billion USD"), level("3.2 billion USD", period="2023"), False),
        (level("4.1 billion USD"), level("3.2 billion USD", period="2024-01-01 to 2024-12-31"), True),
        (level("4.1 billion USD"), level("3.2 billion USD", measure="investment"), False),
        (level("4.1 billion USD"), level("not stated"), False),
        (level("about 4 billion USD"), level("more than 4 billion USD"), False),
        (level("more than 4 billion USD"), level("more than 5 billion USD"), False),
        (level("more than 4 billion USD"), level("more than 5 billion USD", by="japarov"), True),
        (level("more than 4 billion USD"), level("less than 3 billion USD"), True),
        (level("22%", measure="trade-share", period="not stated"),
         level("25%", measure="trade-share", period="not stated", by="japarov"), True),
        (level("22%", measure="trade-share"),
         level("22%", measure="trade-share", period="not stated"), False),
        ({"value": "9 schools", "measure": "schools"},
         {"value": "more than 9 schools", "measure": "schools"}, True),
        ({"value": "9 schools", "measure": "schools"},
         {"value": "at least 9 schools", "measure": "schools"}, False),
        ({"change": "+13.6%", "measure": "trade", "period": "2024", "against": "2023"},
         {"change": "+16.6%", "measure": "trade", "period": "2024", "against": "2023"}, True),
        ({"change": "+13.6%", "measure": "trade", "period": "2024", "against": "2023"},
         {"change": "+17%", "measure": "trade", "period": "January–September 2025",
          "against": "not stated"}, False),
        ({"goal": "5 billion USD", "measure": "trade", "due": "not stated"},
         {"goal": "6 billion USD", "measure": "trade", "due": "not stated"}, True),
        ({"goal": "5 billion USD", "measure": "trade", "due": "2030"},
         {"goal": "6 billion USD", "measure": "trade", "due": "2035"}, False),
    ],
)  # fmt: skip
def test_facts_that_disagree(one: dict[str, Any], other: dict[str, Any], disagree: bool) -> None:
    assert conflicts(visit({"A": one, "B": other})) == ((("A", "B"),) if disagree else ())


def test_a_conflict_names_all_that_are_said_of_one_thing() -> None:
    """The one that two others confirm is part of it."""
    facts = {
        "A": level("4.1 billion USD"),
        "B": level("9%", measure="trade-share"),
        "C": level("3.2 billion USD", by="japarov"),
        "D": level("4.12 billion USD", by="japarov"),
    }
    assert conflicts(visit(facts)) == (("A", "C", "D"),)


def test_parts_of_one_whole_are_not_in_conflict() -> None:
    whole = {"value": "9 schools", "measure": "schools"}
    part = {"value": "3 schools", "measure": "schools", "of": "A"}
    facts = {"A": whole, "B": part, "C": part | {"value": "2 schools"}}
    assert conflicts(visit(facts)) == ()


def test_the_first_visit_does_not_contradict_itself() -> None:
    assert conflicts(first_visit()) == ()
