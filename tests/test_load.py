"""Loading a facts file: what it gives back, and that nothing in it is lost or guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from any_visit import visits
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.errors import FactsError
from briefing.facts.model import ChangeFact, Missing, Resolved, ValueFact, Visit
from briefing.load import load, loads
from briefing.load.dump import dump

ROOT = Path(__file__).parent.parent
FIRST = ROOT / "visits" / "2025-11-26-bishkek" / "visit.yaml"
SHIPPED = sorted([*ROOT.glob("visits/*/visit.yaml"), *ROOT.glob("tests/visits/*/visit.yaml")])

SMALLEST = """
visit: {title: A visit, type: working visit, dates: 2026-05-04, host: {country: NO}, guest: {country: CL}}
brief: {as_of: 2026-05-05}
"""
ONE_FACT = """
people: {ann: {name: Ann Olsen}}
sources: {note: {kind: press note, title: A note}}
measures: {trade: {name: trade, unit: USD, kind: flow}}
facts:
  A1: {%s, measure: trade, at: note}
"""


def one_fact(stated: str) -> Visit:
    return loads((SMALLEST + ONE_FACT % stated).encode()).visit


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_every_visit_in_the_repository_loads_without_a_warning(path: Path) -> None:
    assert load(path).warnings == ()


def test_the_first_visit_has_its_facts_in_order() -> None:
    visit = load(FIRST).visit
    assert list(visit.facts) == [f"F{n:02}" for n in range(1, 54)]
    assert [f"D{n:02}" for n in range(1, 12)] == list(visit.calculations)


def test_a_place_is_known_for_every_path() -> None:
    loaded = load(FIRST)
    lines = FIRST.read_text(encoding="utf-8").splitlines()
    for path, words in (
        ("facts.F29.value", "4.1 billion USD"),
        ("facts.F29", "F29:"),
        ("facts.F09.missing[1]", "whose statistics"),
        ("bottom_line[1]", '"Trade reached'),
        ("visit.host.country", "KG"),
    ):
        place = loaded.places[path]
        assert lines[place.line - 1][place.column - 1 :].startswith(words)
        assert place.file == FIRST.as_posix()


def test_the_bytes_come_back_as_they_were() -> None:
    assert load(FIRST).content == FIRST.read_bytes()


def test_the_smallest_visit_needs_ten_words() -> None:
    visit = loads(SMALLEST.encode()).visit
    assert visit.visit.host.country == "NO"
    assert visit.brief.language == "en-GB"
    assert visit.brief.status == "final"


def test_windows_line_ends_and_a_byte_order_mark_are_read() -> None:
    content = b"\xef\xbb\xbf" + SMALLEST.replace("\n", "\r\n").encode()
    assert loads(content).visit == loads(SMALLEST.encode()).visit


@pytest.mark.parametrize("year", ["2024", '"2024"', "'2024'"])
def test_a_year_is_a_period_with_or_without_quotes(year: str) -> None:
    fact = one_fact(f"value: 4.10 billion USD, period: {year}").facts["A1"]
    assert isinstance(fact, ValueFact)
    assert fact.period is not None
    assert fact.period.kind == "year"


def test_stated_precision_is_kept() -> None:
    fact = one_fact("value: 4.10 billion USD").facts["A1"]
    assert isinstance(fact, ValueFact)
    assert not isinstance(fact.value, Missing)
    assert str(fact.value.number) == "4.10"


@pytest.mark.parametrize("yes", ["yes", "true", '"yes"'])
def test_yes_and_true_are_yes(yes: str) -> None:
    visit = loads(SMALLEST.replace("05-05", f"05-05, illustrations: {yes}").encode()).visit
    assert visit.brief.illustrations is True


def test_what_is_not_stated_or_withheld_is_a_value_of_its_own() -> None:
    def value(stated: str) -> object:
        fact = one_fact(stated).facts["A1"]
        assert isinstance(fact, ValueFact)
        return fact.value

    assert value("value: not stated") == Missing("not stated")
    assert value("withheld: not yet public") == Missing("withheld", "not yet public")
    assert value("value: 3 million USD, withheld: secret") == Missing("withheld", "secret")
    assert value("value: , withheld: secret") == Missing("withheld", "secret")


def test_a_withheld_change_is_known_by_what_it_is_against() -> None:
    fact = one_fact("withheld: secret, period: 2024, against: 2023").facts["A1"]
    assert isinstance(fact, ChangeFact)


def test_one_word_or_a_list_and_one_reading_or_several() -> None:
    one = one_fact("value: 3 million USD, missing: base, resolved: {last year: 2024, because: A1}")
    several = one_fact(
        "value: 3 million USD, missing: [base, basis], "
        "resolved: [{last year: 2024, because: A1}, {now: not stated, because: no date}]"
    )
    assert one.facts["A1"].missing == ("base",)
    assert several.facts["A1"].missing == ("base", "basis")
    assert one.facts["A1"].resolved == (Resolved(words="last year", to="2024", because="A1"),)
    assert [reading.words for reading in several.facts["A1"].resolved] == ["last year", "now"]


def test_anchors_may_be_used() -> None:
    text = SMALLEST.replace("host: {country: NO}", "host: &no {country: NO}").replace(
        "guest: {country: CL}", "guest: *no"
    )
    assert loads(text.encode()).visit.visit.guest.country == "NO"


def test_a_folded_text_is_one_line_and_a_commentary_keeps_its_paragraphs() -> None:
    text = SMALLEST + "sources:\n  note:\n    kind: note\n    title: |\n      One\n      two\n"
    text += "commentary:\n  trade: |\n    One.\n\n    Two.\n"
    visit = loads(text.encode()).visit
    assert visit.sources["note"].title == "One two"
    assert visit.commentary["trade"].text == "One.\n\nTwo."


def test_all_problems_come_at_once_in_the_order_of_the_file() -> None:
    with pytest.raises(FactsError) as refused:
        loads((SMALLEST.replace("CL", "XX") + ONE_FACT % "value: lots, by: bob").encode())
    told = refused.value.diagnostics
    assert [one.where for one in told] == ["visit.guest.country", "facts.A1.value", "facts.A1.by"]
    assert [one.place for one in told] == sorted(one.place for one in told)


@given(visits())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_dumped_loads_as_the_same(visit: Visit) -> None:
    assert loads(dump(visit).encode()).visit == visit


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_every_visit_in_the_repository_survives_a_dump(path: Path) -> None:
    visit = load(path).visit.model_copy(update={"data": {}, "queries": {}})
    assert loads(dump(visit).encode()).visit == visit


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@settings(max_examples=200, deadline=None)
def test_whatever_the_bytes_the_end_is_a_diagnostic(content: bytes) -> None:
    with pytest.raises(FactsError) as refused:
        loads(content)
    assert refused.value.diagnostics


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_whatever_is_cut_out_of_a_facts_file_the_end_is_a_diagnostic(data: st.DataObject) -> None:
    content = FIRST.read_bytes()
    start = data.draw(st.integers(0, len(content)))
    end = min(len(content), start + data.draw(st.integers(0, 400)))
    with_hole = (
        content[:start] + data.draw(st.sampled_from([b"", b"{", b'"', b"\n"])) + content[end:]
    )
    try:
        loads(with_hole)
    except FactsError as refused:
        assert all(one.place.line for one in refused.diagnostics if one.where)


def test_a_calculation_with_a_withheld_input_loads() -> None:
    text = SMALLEST + ONE_FACT % "withheld: secret, period: 2024"
    text += "  A2: {value: 3 million USD, period: 2024, measure: trade, at: note}\n"
    visit = loads((text + "calculations: {D1: {name: more, formula: A2 - A1}}\n").encode()).visit
    assert list(visit.calculations) == ["D1"]


def test_a_reason_that_looks_like_an_id_but_is_none_of_this_file_is_a_reason() -> None:
    visit = one_fact("value: 3 million USD, resolved: {then: 2020, because: COVID19}")
    assert visit.facts["A1"].resolved[0].because == "COVID19"


def test_calculations_of_calculations_are_bounded() -> None:
    """Twenty doublings would be a million facts; forty more would never end."""
    text = SMALLEST + ONE_FACT % "value: 3 million USD, period: 2024"
    text += "calculations:\n  D0: {name: twice, formula: A1 + A1}\n"
    text += "".join(f"  D{n + 1}: {{name: twice, formula: D{n} + D{n}}}\n" for n in range(60))
    with pytest.raises(FactsError, match="expected at most 20 calculations on each other"):
        loads(text.encode())


def test_a_long_chain_of_facts_is_walked_without_recursion() -> None:
    text = SMALLEST + ONE_FACT % "value: 3 million USD, about: B0"
    text += "".join(f"  B{n}: {{statement: x, about: B{n + 1}, at: note}}\n" for n in range(3000))
    visit = loads((text + "  B3000: {statement: x, at: note}\n").encode()).visit
    assert len(visit.facts) == 3002
