"""Changes: the list explains every difference between two facts files, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from any_visit import visits
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from visit_builder import FIRST_VISIT, first_visit, visit

from briefing.facts.calculations import evaluate
from briefing.facts.changes import Change, changes
from briefing.facts.clearance import content
from briefing.facts.kinds_of_change import KIND_OF_FIELD, KIND_OF_SECTION, ChangeKind
from briefing.facts.model import FACT_KINDS, Cleared, Missing, Person, Source, Visit
from briefing.facts.prose import Prose
from briefing.facts.snapshots import Entries, Snapshot, snapshot
from briefing.load import load
from briefing.load.dump import dump

ROOT = Path(__file__).parent.parent
SHIPPED = sorted([*ROOT.glob("visits/*/visit.yaml"), *ROOT.glob("tests/visits/*/visit.yaml")])
ANY = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],  # a visit is large: shrinking one takes minutes
)
TRADE = {"value": "4.1 billion USD", "measure": "trade", "period": "2024"}


def taken(made: Visit) -> Snapshot:
    return snapshot(made, evaluate(made))


def told(old: Visit, new: Visit) -> tuple[Change, ...]:
    return changes(taken(old), taken(new))


def of_one(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """Kind, field, before and after of what changed in a single fact A1."""
    made = told(visit({"A1": before}), visit({"A1": after}))
    assert {(one.section, one.id, one.act) for one in made} <= {("facts", "A1", "changed")}
    return [(one.kind, one.field, one.before, one.after) for one in made]


# ------------------------------------------------------------------------------- what is told


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"value": "4.10 billion USD"}, ("value", "value", "4.1 billion USD", "4.10 billion USD")),
        ({"value": "about 4.1 billion USD"}, ("value", "value", "4.1 billion USD", "about 4.1 billion USD")),
        ({"value": "4100 million USD"}, ("value", "value", "4.1 billion USD", "4100 million USD")),
        ({"value": "4.1  billion USD"}, ("wording", "value", "4.1 billion USD", "4.1  billion USD")),
        ({"value": "not stated"}, ("value", "value", "4.1 billion USD", "not stated")),
        ({"period": "2023"}, ("period", "period", "2024", "2023")),
        ({"period": "January–December 2024"}, ("wording", "period", "2024", "January–December 2024")),
        ({"at": "article 2"}, ("source", "at", "article 1", "article 2")),
        ({"status": "planned"}, ("status", "status", "", "planned")),
        ({"remark": "ours"}, ("wording", "remark", "", "ours")),
        ({"max_age": "6 months"}, ("source", "max_age", "", "6 months")),
    ],
)  # fmt: skip
def test_one_change_of_a_fact_is_one_change(
    stated: dict[str, Any], expected: tuple[str, ...]
) -> None:
    assert of_one(TRADE, TRADE | stated) == [expected]


def test_another_speaker_is_told_with_how_they_said_it() -> None:
    assert of_one(TRADE, TRADE | {"by": "putin", "mode": "implied"}) == [
        ("speaker", "by", "", "putin"),
        ("speaker", "mode", "", "implied"),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [("more than 1800 companies", "over 1,800 companies"), ("one third", "a third")],
)
def test_a_value_that_prints_the_same_is_wording(before: str, after: str) -> None:
    fact = {"value": before, "measure": "companies"}
    assert [kind for kind, *_ in of_one(fact, fact | {"value": after})] == ["wording"]


def test_added_and_removed_facts_say_what_they_stated_and_where() -> None:
    old = visit({"A1": TRADE, "A2": TRADE, "A3": TRADE})
    new = visit({"A1": TRADE, "A3": TRADE, "A4": {"statement": "talks were held"}})
    removed, added = told(old, new)
    assert (removed.kind, removed.id, removed.behind) == ("removed", "A2", "A1")
    assert removed.before == "4.1 billion USD"
    assert (added.kind, added.id, added.behind) == ("added", "A4", "A3")
    assert added.after == "talks were held"
    assert dict(added.stated)["at"] == "article 1"
    assert (added.path, removed.path) == ("facts.A4", "facts.A2")


def test_what_was_removed_stands_at_its_old_place() -> None:
    old = visit({f"A{n}": TRADE for n in range(1, 7)})
    new = visit({f"A{n}": TRADE | {"remark": "new"} for n in (2, 4)})
    assert [one.id for one in told(old, new)] == ["A1", "A2", "A3", "A4", "A5", "A6"]


def test_a_calculation_says_which_facts_moved_it() -> None:
    facts = FIRST_VISIT | {"F29": FIRST_VISIT["F29"] | {"value": "4.2 billion USD"}}
    new = first_visit().model_copy(update={"facts": visit(facts).facts})
    made = told(first_visit(), new)
    assert (made[0].kind, made[0].id) == ("value", "F29")
    moved = {one.id: one.because for one in made if one.kind == "calculation"}
    assert set(moved) == {"D02", "D03", "D04", "D05", "D06", "D11"}
    assert set(moved.values()) == {("F29",)}


def test_a_calculation_on_a_calculation_names_the_formula_that_changed() -> None:
    one = {"D1": {"formula": "A1"}, "D2": {"formula": "2 * D1"}}
    old, new = visit({"A1": TRADE}, one), visit({"A1": TRADE}, one | {"D1": {"formula": "3 * A1"}})
    formula, first, second = told(old, new)
    assert (formula.id, formula.field, formula.before) == ("D1", "formula", "A1")
    assert (first.id, first.field, first.because) == ("D1", "result", ())
    assert (second.id, second.field, second.because) == ("D2", "result", ("D1",))


def test_a_measure_that_becomes_a_count_moves_what_is_reckoned_from_it() -> None:
    fact = {"A1": {"value": "900 companies", "measure": "companies"}}
    old = visit(fact, {"D1": {"formula": "A1 / 2"}})
    counted = old.measures["companies"].model_copy(update={"kind": "count"})
    new = old.model_copy(update={"measures": {**old.measures, "companies": counted}})
    measure, result = told(old, new)
    assert (measure.kind, measure.field) == ("measure", "kind")
    assert (result.field, result.because) == ("result", ("companies",))


def test_another_key_of_a_source_or_of_a_person_is_never_silent() -> None:
    old = visit({"A1": TRADE | {"by": "putin"}})
    report = Source(kind="report", title="A report")
    fact = visit({"A1": TRADE | {"by": "guest", "at": "report 1"}}).facts
    people = {"guest": Person(name="Putin"), "japarov": Person(name="Japarov")}
    new = old.model_copy(update={"sources": {"report": report}, "people": people, "facts": fact})
    assert [(one.kind, one.act, one.id) for one in told(old, new)] == [
        ("person", "removed", "putin"),
        ("person", "added", "guest"),
        ("source-details", "removed", "article"),
        ("source-details", "added", "report"),
        ("speaker", "changed", "A1"),
        ("source", "changed", "A1"),
    ]


def test_an_order_of_facts_is_told_as_the_fewest_that_moved() -> None:
    old = visit({id: TRADE for id in ("A1", "A2", "A3", "A4")})
    new = visit({id: TRADE for id in ("A2", "A3", "A1", "A4")})
    (moved,) = told(old, new)
    assert (moved.kind, moved.act, moved.id) == ("order", "moved", "A1")
    assert (moved.before, moved.after) == ("", "A3")


def test_a_sentence_put_in_front_of_others_is_one_addition() -> None:
    old = visit({"A1": TRADE})
    sentences = (Prose("One."), Prose("Two."))
    old = old.model_copy(update={"bottom_line": sentences})
    new = old.model_copy(update={"bottom_line": (Prose("Before them."), *sentences)})
    (added,) = told(old, new)
    assert (added.kind, added.act, added.path) == ("commentary", "added", "bottom_line[0]")
    (edited,) = told(
        old, old.model_copy(update={"bottom_line": (sentences[0], Prose("Two, edited."))})
    )
    assert (edited.act, edited.before, edited.after) == ("changed", "Two.", "Two, edited.")


def test_clearing_and_reviewing_a_brief_changes_nothing() -> None:
    old = visit({"A1": TRADE})
    by = Cleared(by="the desk", on=date(2025, 11, 28), content="ab12cd34")
    stood = {"cleared": by, "reviewed": date(2025, 11, 28)}
    cleared = old.model_copy(update={"brief": old.brief.model_copy(update=stood)})
    draft = old.model_copy(update={"brief": old.brief.model_copy(update={"status": "draft"})})
    assert told(old, cleared) == told(old, draft) == ()


def test_a_withheld_value_says_so() -> None:
    withheld = {"change": None, "measure": "trade", "period": "2024", "against": "2023"}
    old = visit({"A1": withheld | {"change": "+3%"}, "A2": {"statement": "withheld is nothing"}})
    fact = old.facts["A1"].model_copy(update={"change": Missing("withheld", "not yet public")})
    (one,) = told(old, old.model_copy(update={"facts": {**old.facts, "A1": fact}}))
    assert (one.before, one.after, one.withholds) == ("+3%", "withheld: not yet public", True)
    assert not any(one.withholds for one in told(old, visit({"A1": TRADE})) if one.id == "A2")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_each_field_that_goes_is_one_change_with_its_text(path: Path) -> None:
    """Every field of every entry of every visit in the repository, one at a time."""
    old = taken(load(path).visit)
    for section, entries in old.sections.items():
        for id, fields in entries.items():
            for field in fields:
                rest = {key: text for key, text in fields.items() if key != field}
                sections = {**old.sections, section: {**entries, id: rest}}
                (one,) = changes(old, old.model_copy(update={"sections": sections}))
                assert (one.section, one.id, one.field) == (section, id, field)
                assert (one.act, one.before, one.after) == ("changed", fields[field], "")


# ------------------------------------------------------------------- the lists that are closed


def test_every_field_of_a_fact_has_its_kind_of_change() -> None:
    fields = {name for kind in FACT_KINDS.values() for name in kind.model_fields} - {"id"}
    assert set(KIND_OF_FIELD) == fields
    assert set(KIND_OF_FIELD.values()) | set(KIND_OF_SECTION.values()) <= set(get_args(ChangeKind))
    assert set(KIND_OF_SECTION) < set(Visit.model_fields)


# ------------------------------------------------------------------------- for any two visits


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Visit, Visit]:
    """A visit, and one that keeps some of it: entries changed, left out, put in another order."""
    old, other = draw(visits()), draw(visits())
    update: dict[str, Any] = {}
    for name in Visit.model_fields:
        if not draw(st.booleans()):
            continue
        mine, theirs = getattr(old, name), getattr(other, name)
        if isinstance(mine, dict):
            ids = draw(st.permutations(list(mine))) if draw(st.booleans()) else list(mine)
            gone = draw(st.sets(st.sampled_from(["P1", "M1", "Q1", "E1", "S1", "p1", "T1"])))
            swaps = draw(st.sets(st.sampled_from(ids))) if ids else set()
            kept = {id: (theirs if id in swaps else mine).get(id) for id in ids if id not in gone}
            update[name] = {id: entry for id, entry in kept.items() if entry is not None}
        elif isinstance(mine, tuple):
            update[name] = tuple(draw(st.permutations([*mine, *theirs])))[:4]
        else:
            update[name] = theirs
    return old, old.model_copy(update=update)


def applied(old: Snapshot, made: Iterable[Change]) -> dict[str, dict[str, dict[str, str]]]:
    """The sections of `old` after the changes: what they say is all that is used."""
    made = list(made)
    after: dict[str, dict[str, dict[str, str]]] = {}
    for section in dict.fromkeys([*old.sections, *(one.section for one in made)]):
        entries = old.sections.get(section, {})
        own = [one for one in made if one.section == section]
        listed = all(id.isdecimal() for id in (*entries, *(one.id for one in own)))
        if done := _list(entries, own) if listed else _entries(entries, own):
            after[section] = done
    return after


def _entries(entries: Entries, made: list[Change]) -> dict[str, dict[str, str]]:
    away = {one.id for one in made if one.act in ("removed", "moved")}
    order = [id for id in entries if id not in away]
    fields = {id: dict(stated) for id, stated in entries.items()}
    for one in made:
        if one.act in ("added", "moved"):
            order.insert(order.index(one.behind) + 1 if one.behind else 0, one.id)
        if one.act == "added":
            fields[one.id] = dict(one.stated)
    for one in made:
        _edit(fields, one)
    return {id: fields[id] for id in order}


def _list(entries: Entries, made: list[Change]) -> dict[str, dict[str, str]]:
    away = {one.id for one in made if one.act == "removed"}
    items = [dict(stated) for id, stated in entries.items() if id not in away]
    for one in made:
        if one.act == "added":
            items.insert(int(one.id), dict(one.stated))
    fields = {str(i): item for i, item in enumerate(items)}
    for one in made:
        _edit(fields, one)
    return fields


def _edit(fields: dict[str, dict[str, str]], one: Change) -> None:
    if one.act == "changed":
        assert fields[one.id].get(one.field, "") == one.before
        fields[one.id] |= {one.field: one.after}
        if not one.after:
            del fields[one.id][one.field]


def in_order(sections: Any) -> list[Any]:
    return [[name, list(entries), entries] for name, entries in sorted(sections.items())]


@ANY
@given(pair=pairs())
def test_the_changes_lead_from_the_old_snapshot_to_the_new(pair: tuple[Visit, Visit]) -> None:
    old, new = taken(pair[0]), taken(pair[1])
    assert in_order(applied(old, changes(old, new))) == in_order(new.sections)


@ANY
@given(pair=st.tuples(visits(), visits()))
def test_so_they_do_between_two_visits_that_have_nothing_in_common(
    pair: tuple[Visit, Visit],
) -> None:
    old, new = taken(pair[0]), taken(pair[1])
    assert in_order(applied(old, changes(old, new))) == in_order(new.sections)


@ANY
@given(pair=pairs())
def test_each_change_is_one_and_no_two_are_of_the_same(pair: tuple[Visit, Visit]) -> None:
    made = told(*pair)
    for one in made:
        if one.act in ("added", "removed"):
            assert one.stated
            assert (one.before == "") != (one.after == "")
        else:
            assert one.before != one.after
        assert bool(one.stated) == (one.act in ("added", "removed"))
        assert one.kind in get_args(ChangeKind)
        assert (one.kind == "order") == (one.act == "moved")
    assert len({(one.section, one.id, one.act, one.field) for one in made}) == len(made)


@ANY
@given(pair=pairs())
def test_nothing_changed_just_where_both_facts_files_read_the_same(
    pair: tuple[Visit, Visit],
) -> None:
    old, new = pair
    assert told(old, old) == ()
    assert (told(old, new) == ()) == (dump(content(old)) == dump(content(new)))


@ANY
@given(pair=pairs())
def test_a_result_moves_for_a_reason(pair: tuple[Visit, Visit]) -> None:
    """Either what it is made from moved, and is named, or its own formula, measure or unit changed."""
    made = told(*pair)
    changed = {(one.section, one.id) for one in made if one.act in ("changed", "added", "removed")}
    for one in made:
        if one.field == "result":
            own = {o.field for o in made if (o.section, o.id) == (one.section, one.id)}
            assert one.because or own & {"formula", "measure", "unit"}
            assert all({("facts", id), ("calculations", id), ("measures", id)} & changed
                       for id in one.because)  # fmt: skip
        else:
            assert one.because == ()


@ANY
@given(pair=pairs())
def test_the_order_is_that_of_the_new_facts_file(pair: tuple[Visit, Visit]) -> None:
    made = told(*pair)
    for section in {one.section for one in made}:
        place = {id: i for i, id in enumerate(taken(pair[1]).sections.get(section, {}))}
        ids = [one.id for one in made if one.section == section and one.act != "removed"]
        assert ids == sorted(ids, key=place.__getitem__)


@given(order=st.permutations(["A1", "A2", "A3", "A4", "A5"]))
@settings(max_examples=60, deadline=None)
def test_any_order_is_told_by_moves_alone(order: list[str]) -> None:
    old, new = visit({id: TRADE for id in sorted(order)}), visit({id: TRADE for id in order})
    made = told(old, new)
    assert {one.kind for one in made} <= {"order"}
    assert (made == ()) == (order == sorted(order))
    assert list(applied(taken(old), made)["facts"]) == order
