"""What charts show, what they refuse to show, and when they are left out. Nothing here is drawn."""

from __future__ import annotations

from decimal import Decimal

import pytest
from chart_words import PlainWords, visit_of

from briefing.blocks import ChartMark, plain
from briefing.charts import KINDS, ChartData, ChartOmitted, ChartRefused, select
from briefing.facts.chart_specs import ChartSpec
from briefing.facts.model import Visit


def shown(visit: Visit, kind: str, *facts: str, **options: object) -> ChartData:
    """What a chart shows; fails if there is no chart."""
    data = asked(visit, kind, *facts, **options)
    assert isinstance(data, ChartData), data
    return data


def refused(visit: Visit, kind: str, *facts: str, **options: object) -> str:
    """The reason why a chart is refused."""
    outcome = asked(visit, kind, *facts, **options)
    assert isinstance(outcome, ChartRefused), outcome
    return outcome.reason


def omitted(visit: Visit, kind: str, *facts: str, **options: object) -> tuple[str, ...]:
    """The ids without a value for which a chart is left out."""
    outcome = asked(visit, kind, *facts, **options)
    assert isinstance(outcome, ChartOmitted), outcome
    assert outcome.reason == f"c: no value of {', '.join(outcome.ids)}"
    return outcome.ids


def asked(
    visit: Visit, kind: str, *facts: str, **options: object
) -> ChartData | ChartRefused | ChartOmitted:
    spec = ChartSpec.model_validate({"key": "c", "kind": kind, "facts": facts, **options})
    return select(spec, visit, PlainWords(visit))


def said(data: ChartData) -> list[str]:
    """Label, words and class of each mark."""
    return [f"{_where(m)}{plain(m.label)}: {plain(m.text)} [{m.mark_class}]" for m in data.marks]


def _where(mark: ChartMark) -> str:
    return "".join(f"{part} | " for part in (mark.series, mark.panel) if part)


LEVELS = """
    A: {value: 4.1 billion USD, measure: trade, period: 2024, remark: a record}
    C: {change: +13.6%, measure: trade, period: 2024, against: 2023}
    G: {goal: 5 billion USD, measure: trade, due: not stated}
    P: {value: 3 billion USD, measure: trade, period: January–September 2025}
    U: {value: 3 billion USD, measure: trade, period: not stated}
    T: {value: 12 billion USD, measure: trade, period: 2021–2023}
    N: {value: not stated, measure: trade, period: 2022}
    V: {value: 900 million USD, measure: trade, period: 2021}
    D: {value: 2 billion USD, measure: debt, period: 2024}
    M: {value: 2 million people, measure: visitors, period: 2024}
    E: {event: something happened, when: 2024}
"""
MADE = """
    B: {name: trade, measure: trade, period: 2023, formula: A / (1 + C)}
    X: {name: growth needed, formula: G / A - 1, unit: "%", show: text, because: one measure}
    W: {name: pace, measure: trade, period: 2025, formula: A * (1 + C), illustration: yes, show: never}
"""


class TestLevelAgainstGoal:
    visit = visit_of(LEVELS, MADE)
    kind = "level-against-goal"

    def test_levels_stand_in_order_of_time_and_the_goal_comes_last(self) -> None:
        data = shown(self.visit, self.kind, "A", "B", goal="G")
        assert said(data) == [
            "2023: about 3.6, calculated (3.56 to 3.66) [calculated]",
            "2024: 4.1, stated, a record [stated]",
            "goal: 5, no date [goal]",
        ]
        assert (plain(data.unit), data.scale) == ("10^9 USD", 9)

    def test_marks_hold_numbers_in_the_unit_of_the_chart(self) -> None:
        marks = shown(self.visit, self.kind, "A", "B", "V", goal="G").marks
        assert [m.value for m in marks] == [Decimal(n) for n in ("0.9", "3.6", "4.1", "5")]
        assert (marks[1].low, marks[1].high) == (Decimal("3.56"), Decimal("3.66"))
        assert (marks[2].low, marks[2].high) == (Decimal("4.05"), Decimal("4.15"))

    def test_a_missing_level_stays_visible_as_a_gap(self) -> None:
        data = shown(self.visit, self.kind, "N", "A", goal="G")
        assert said(data)[0] == "2022: not stated [missing]"

    def test_values_that_disagree_both_print_with_who_says_so(self) -> None:
        facts = """
            A: {value: 4.1 billion USD, measure: trade, period: 2024, by: ana, mode: quoted}
            B: {value: 3.9 billion USD, measure: trade, period: 2024, by: bo, mode: quoted}
            G: {goal: 5 billion USD, measure: trade, due: 2030}
        """
        assert said(shown(visit_of(facts), self.kind, "A", "B", goal="G")) == [
            "2024: 4.1, stated, Sol [stated]",
            "2024: 3.9, stated, Lund [stated]",
            "goal: 5, 2030 [goal]",
        ]

    @pytest.mark.parametrize(
        ("facts", "options", "reason"),
        [
            ("AP", {"goal": "G"}, "P covers part of a year (January–September 2025)"),
            ("P", {"goal": "G"}, "P covers part of a year"),
            ("AT", {"goal": "G"}, "T covers several years (2021–2023)"),
            ("AU", {"goal": "G"}, "the period of U is not stated"),
            ("AC", {"goal": "G"}, "C is a change, not a level"),
            ("AG", {"goal": "G"}, "G is a goal and cannot stand among the values"),
            ("AE", {"goal": "G"}, "E is no number"),
            ("AX", {"goal": "G"}, "X is not for charts (show: text)"),
            ("AD", {"goal": "G"}, "A is a flow and D a stock: not one axis"),
            ("AM", {"goal": "G"}, "A (flow, USD) and M (flow, people) have no common axis"),
            ("A", {}, "this kind of chart needs a goal"),
            ("A", {"goal": "B"}, "B is not a goal"),
            ("", {"goal": "G"}, "a chart needs facts to show"),
            ("A", {"goal": "G", "zero": "no"}, "bars start at zero"),
            ("A", {"goal": "G", "draw": "lines"}, "a level and a goal are bars"),
        ],
    )
    def test_what_would_mislead_is_refused(
        self, facts: str, options: dict[str, object], reason: str
    ) -> None:
        assert refused(self.visit, self.kind, *facts, **options).startswith(reason)

    def test_without_a_level_or_a_goal_it_is_left_out(self) -> None:
        facts = """
            A: {value: 4 billion USD, measure: trade, period: 2024}
            N: {withheld: not public, measure: trade, period: 2022}
            H: {goal: not stated, measure: trade, due: not stated}
        """
        visit = visit_of(facts)
        assert omitted(visit, self.kind, "A", goal="H") == ("H",)
        assert omitted(visit, self.kind, "N", goal="H") == ("N", "H")

    def test_an_illustration_needs_the_brief_to_ask_for_it(self) -> None:
        assert [m.id for m in shown(self.visit, self.kind, "A", "W", goal="G").marks] == ["A", "G"]
        asking = visit_of(LEVELS, MADE, illustrations=True)
        marks = shown(asking, self.kind, "A", "W", goal="G").marks
        assert [m.mark_class for m in marks] == ["stated", "illustration", "goal"]
        assert "illustration" in plain(marks[1].text)


class TestShares:
    facts = """
        A: {value: 22%, measure: ports, period: not stated, by: ana, mode: quoted}
        B: {value: about 97%, measure: ships, period: 2024, by: bo, mode: quoted}
        C: {value: one third, measure: ships, period: 2023}
        M: {value: more than 12%, measure: ports, period: 2025}
        N: {value: not stated, measure: ports, period: 2024}
        O: {value: 120%, measure: ports, period: 2024}
        D: {value: 2 billion USD, measure: debt, period: 2024}
        P: {change: -2 pp, measure: ports, period: 2024, against: 2023}
    """
    made = 'R: {name: the others, formula: 100% - B, unit: "%"}'
    visit = visit_of(facts, made)

    def test_each_share_has_its_own_whole_and_says_who_and_when(self) -> None:
        data = shown(self.visit, "shares", "A", "B", "C")
        assert said(data) == [
            "ports in all harbours: 22%, Sol, period not stated [stated]",
            "ships in all vessels: about 97%, Lund, 2024, approximate [stated]",
            "ships in all vessels: 1/3, 2023 [stated]",
        ]
        assert {m.whole for m in data.marks} == {Decimal(100)}
        assert [m.value for m in data.marks][:2] == [22, 97]

    def test_a_bound_has_one_open_end(self) -> None:
        mark = shown(self.visit, "shares", "M").marks[0]
        assert (mark.value, mark.low, mark.high) == (12, 12, None)
        assert plain(mark.text).startswith("more than 12%")

    def test_shares_of_different_wholes_never_share_a_bar(self) -> None:
        reason = refused(self.visit, "shares", "A", "B", whole="D")
        assert reason == (
            "shares of different wholes cannot share one bar: A of all harbours, B of all vessels"
        )

    @pytest.mark.parametrize(
        ("facts", "reason"),
        [
            ("AO", "O is not between nothing and the whole"),
            ("AD", "D is a stock, not a share of a whole"),
            ("AP", "P is a change, not a level"),
        ],
    )
    def test_what_is_no_share_is_refused(self, facts: str, reason: str) -> None:
        assert refused(self.visit, "shares", *facts).startswith(reason)

    def test_a_missing_share_stands_without_a_bar_and_alone_is_left_out(self) -> None:
        assert said(shown(self.visit, "shares", "A", "N"))[1] == (
            "ports in all harbours: not stated [missing]"
        )
        assert omitted(self.visit, "shares", "N") == ("N",)


class TestUnitSquares:
    facts = """
        W: {value: 9 schools, measure: schools, period: not stated, status: planned}
        A: {value: 3 schools, measure: schools, of: W, status: scheduled, due: 2027}
        B: {value: 2 schools, measure: schools, of: W, status: in operation}
        X: {value: 8 schools, measure: schools, of: W}
        Y: {value: 3 schools, measure: schools}
        Q: {value: about 4 schools, measure: schools, of: W}
        H: {value: 1800 schools, measure: schools, period: 2025}
        N: {value: not stated, measure: schools, of: W}
    """
    visit = visit_of(facts, "R: {name: schools without a year, formula: W - A, unit: schools}")

    def test_groups_come_first_and_the_rest_is_a_calculation(self) -> None:
        data = shown(self.visit, "unit-squares", "A", whole="W")
        assert [(plain(m.label), m.value, m.id) for m in data.marks] == [
            ("2027", 3, "A"),
            ("no date given", 6, "R"),
        ]
        assert data.solid == ()

    def test_only_what_exists_is_solid(self) -> None:
        data = shown(self.visit, "unit-squares", "B", "A", whole="W")
        assert data.solid == ("B",)
        assert [plain(m.label) for m in data.marks] == ["in operation", "2027", "no date given"]

    def test_a_rest_that_no_calculation_states_prints_no_number(self) -> None:
        rest = shown(self.visit, "unit-squares", "A", "B", whole="W").marks[-1]
        assert (rest.value, rest.id, rest.text) == (4, "", ())

    @pytest.mark.parametrize(
        ("facts", "whole", "reason"),
        [
            ("AX", "W", "the parts of W come to more than W"),
            ("Y", "W", "Y is not stated to be part of W"),
            ("Q", "W", "Q is not an exact count"),
            ("", "H", "1800 squares are not a picture that can be counted"),
            ("A", "R", "R is calculated"),
            ("A", None, "squares need the count that they make up"),
        ],
    )
    def test_what_cannot_be_counted_is_refused(
        self, facts: str, whole: str | None, reason: str
    ) -> None:
        assert refused(self.visit, "unit-squares", *facts, whole=whole).startswith(reason)

    def test_with_a_count_missing_it_is_left_out(self) -> None:
        assert omitted(self.visit, "unit-squares", "N", whole="W") == ("N",)


class TestTimeline:
    facts = """
        A: {event: a treaty was signed, when: 2017-06-20}
        B: {value: 4.1 billion USD, measure: trade, period: 2024, resolved: {last year: 2024, because: A}}
        C: {event: a centre opened, when: not stated, remark: on the eve}
        D: {value: 3 schools, measure: schools, status: scheduled, due: 2027}
        G: {goal: 5 billion USD, measure: trade, due: not stated, resolved: {soon: not stated, because: A}}
        P: {project: a bridge, status: planned, due: 2026}
        S: {document: an agreement, type: agreement, signed: 2025-11-26}
    """
    visit = visit_of(facts)

    def test_dated_marks_stand_in_order_and_undated_ones_in_a_lane_of_their_own(self) -> None:
        data = shown(self.visit, "timeline", "G", "D", "C", "B", "A", "P", "S")
        assert [m.id for m in data.marks] == ["A", "B", "S", "P", "D", "G", "C"]
        assert [m.id for m in data.marks if m.panel == "undated"] == ["G", "C"]
        assert all(m.start is None for m in data.marks if m.panel)

    def test_an_inferred_date_says_so(self) -> None:
        data = shown(self.visit, "timeline", "A", "B", "G")
        texts = [plain(m.text) for m in data.marks]
        assert texts == ["2017-06-20", "2024, inferred", ""]
        assert data.inferred == ("B",)

    def test_what_is_only_planned_is_not_solid(self) -> None:
        data = shown(self.visit, "timeline", "A", "B", "D", "P", "S")
        assert data.solid == ("A", "B", "S")

    def test_without_any_date_it_is_left_out(self) -> None:
        assert omitted(self.visit, "timeline", "C", "G") == ("C", "G")
        assert refused(self.visit, "timeline").startswith("a chart needs facts")


class TestSeries:
    facts = """
        A: {value: 530 million EUR, measure: exports, period: 2022}
        B: {value: 500 million EUR, measure: exports, period: 2024}
        C: {value: 412 million EUR, measure: exports, period: 2025}
        H: {value: 210 million EUR, measure: exports, period: first half of 2025}
        I: {value: 190 million EUR, measure: exports, period: first half of 2024}
        Q: {value: 99 million EUR, measure: exports, period: Q1 2025}
        M: {value: 690 million EUR, measure: imports, period: 2022}
        O: {value: 655 million EUR, measure: imports, period: 2025, by: ana, mode: quoted}
        P: {value: 610 million EUR, measure: imports, period: 2025, by: bo, mode: quoted}
        N: {value: not stated, measure: exports, period: 2021}
        U: {value: 1 million EUR, measure: exports, period: not stated}
        D: {value: 2 billion USD, measure: debt, period: 2024}
        T: {value: 2 billion USD, measure: trade, period: 2024}
    """
    made = "L: {name: balance, measure: balance, period: 2025, formula: C - O}"
    visit = visit_of(facts, made)

    def test_a_missing_year_is_a_gap_with_words(self) -> None:
        assert said(shown(self.visit, "series", "A", "B", "C")) == [
            "2022: 530, stated [stated]",
            "2023: not stated [missing]",
            "2024: 500, stated [stated]",
            "2025: 412, stated [stated]",
        ]

    def test_parts_of_years_have_a_panel_of_their_own(self) -> None:
        data = shown(self.visit, "series", "H", "B", "C", "I")
        assert said(data) == [
            "full years | 2024: 500, stated [stated]",
            "full years | 2025: 412, stated [stated]",
            "part year | first half of 2024: 190, stated [part-year]",
            "part year | first half of 2025: 210, stated [part-year]",
        ]

    def test_different_parts_of_a_year_never_share_a_panel(self) -> None:
        data = shown(self.visit, "series", "B", "C", "H", "Q")
        assert len({m.panel for m in data.marks}) == 3

    def test_exports_imports_and_balance_are_series_in_this_order(self) -> None:
        data = shown(self.visit, "series", "L", "M", "O", "A", "C")
        assert list(dict.fromkeys(m.series for m in data.marks)) == [
            "exports",
            "imports",
            "trade balance",
        ]
        balance = [m for m in data.marks if m.series == "trade balance"]
        assert [m.mark_class for m in balance] == ["missing"] * 3 + ["calculated"]
        assert balance[-1].value == -243

    def test_values_that_disagree_stand_side_by_side_with_who_says_so(self) -> None:
        said_of = said(shown(self.visit, "series", "M", "O", "P"))
        assert said_of[-2:] == [
            "2025, Sol: 655, stated [stated]",
            "2025, Lund: 610, stated [stated]",
        ]

    @pytest.mark.parametrize(
        ("facts", "options", "reason"),
        [
            ("BC", {"draw": "lines"}, "a line through 2 points is no trend (exports)"),
            ("ABC", {"zero": "no"}, "columns start at zero"),
            ("ABCH", {"draw": "lines", "zero": "no"}, "parts of years are columns"),
            ("ACMOP", {"draw": "lines"}, "a line through 2 points"),
            ("A", {}, "values of one period only are no series"),
            ("AU", {}, "the period of U is not stated"),
            ("TD", {}, "T is a flow and D a stock"),
            ("AD", {}, "A is a flow and D a stock"),
            ("AT", {}, "A (flow, EUR) and T (flow, USD) have no common axis"),
        ],
    )
    def test_what_would_mislead_is_refused(
        self, facts: str, options: dict[str, object], reason: str
    ) -> None:
        assert refused(self.visit, "series", *facts, **options).startswith(reason)

    def test_three_points_may_be_a_line(self) -> None:
        assert shown(self.visit, "series", "A", "B", "C", draw="lines").draw == "lines"

    def test_without_any_value_it_is_left_out(self) -> None:
        assert omitted(self.visit, "series", "N") == ("N",)


def test_an_unknown_kind_names_the_nearest() -> None:
    visit = visit_of(TestTimeline.facts)
    assert refused(visit, "timelines", "A").endswith('did you mean "timeline"?')
    assert refused(visit, "pie", "A").endswith(f"known: {', '.join(KINDS)}")
