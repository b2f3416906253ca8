"""Charts of figures read from data files: months under months, products and partners by value."""

from __future__ import annotations

import pytest
from chart_words import visit_of
from test_charts import omitted, refused, said, shown

from briefing.charts import KINDS
from briefing.facts.model import Visit


def months(*values: tuple[str, str], measure: str = "exports") -> Visit:
    """Months with their values, as ids M0, M1, …"""
    return visit_of(
        "\n".join(
            f"M{nth}: {{value: {value}, measure: {measure}, period: {period}, query: Q}}"
            for nth, (period, value) in enumerate(values)
        )
    )


class TestMonths:
    def test_months_stand_above_those_of_the_year_before(self) -> None:
        visit = months(
            ("January 2025", "1 million EUR"),
            ("March 2025", "3 million EUR"),
            ("January 2026", "2 million EUR"),
        )
        assert said(shown(visit, "months", "M0", "M1", "M2")) == [
            "2026 | Jan: 2 [part-year]",
            "2025 | Jan: 1 [part-year]",
            "2025 | Mar: 3 [part-year]",
        ]

    def test_a_month_that_is_not_there_is_a_gap_and_one_still_to_come_is_none(self) -> None:
        visit = months(
            ("January 2025", "1 million EUR"),
            ("February 2025", "3 million EUR"),
            ("March 2025", "3 million EUR"),
            ("February 2026", "2 million EUR"),
        )
        assert said(shown(visit, "months", "M0", "M1", "M2", "M3"))[:2] == [
            "2026 | Jan: not stated [missing]",
            "2026 | Feb: 2 [part-year]",
        ]

    def test_the_native_chart_keeps_a_place_for_months_to_come(self) -> None:
        visit = months(
            ("January 2025", "1 million EUR"),
            ("February 2025", "3 million EUR"),
            ("January 2026", "2 million EUR"),
        )
        make = KINDS["months"].native
        assert make is not None
        charts = make(shown(visit, "months", "M0", "M1", "M2"))
        assert [[one.name for one in chart.categories] for chart in charts] == [["Jan", "Feb"]] * 2
        assert [charts[0].name, charts[1].name] == ["2026", "2025"]

    @pytest.mark.parametrize(
        ("visit", "reason"),
        [
            (months(("January 2026", "1 EUR"), ("2025", "9 EUR")), "M1 is not of one month"),
            (
                months(("January 2026", "1 EUR"), ("January 2024", "9 EUR")),
                "there are no months of 2025 to hold those of 2026 against",
            ),
            (
                months(("January 2026", "1 EUR"), ("January 2026", "9 EUR")),
                "M0 and M1 are of the same month",
            ),
        ],
        ids=["year", "no-year-before", "twice"],
    )
    def test_refused(self, visit: Visit, reason: str) -> None:
        assert refused(visit, "months", "M0", "M1") == reason


RANKED = """
    A: {value: 3 million EUR, measure: exports, period: 2025, item: Fish, query: Q}
    B: {value: 5 million EUR, measure: exports, period: 2025, item: Oil, query: Q, tied: yes}
    C: {value: 5 million EUR, measure: exports, period: 2025, partner: VN, query: Q}
    H: {withheld: confidential, measure: exports, period: 2025, item: Ships, query: Q}
    O: {value: 5 million EUR, measure: exports, period: 2024, item: Fish, query: Q}
    T: {value: 9 million EUR, measure: exports, period: 2025, query: Q}
    M: {value: 9 million EUR, measure: imports, period: 2025, item: Fish, query: Q}
"""


class TestRanking:
    visit = visit_of(RANKED)

    def test_the_largest_is_first_and_what_is_withheld_is_last(self) -> None:
        assert said(shown(self.visit, "ranking", "A", "H", "B")) == [
            "Oil: 5, = [stated]",
            "Fish: 3 [stated]",
            "Ships: withheld [missing]",
        ]

    def test_a_partner_that_visits_is_in_bold(self) -> None:
        label = shown(self.visit, "ranking", "C").marks[0].label
        assert type(label[0]).__name__ == "Strong"

    @pytest.mark.parametrize(
        ("ids", "reason"),
        [
            (
                ("A", "T"),
                "T does not say which product or partner it is of: a total cannot rank among its parts",
            ),
            (("A", "O"), "A and O are of different periods: a ranking is of one"),
        ],
    )
    def test_refused(self, ids: tuple[str, ...], reason: str) -> None:
        assert refused(self.visit, "ranking", *ids) == reason

    def test_other_measures_are_refused(self) -> None:
        assert "measure different things" in refused(self.visit, "ranking", "A", "M")

    def test_lines_and_other_zeros_are_refused(self) -> None:
        assert "bars" in refused(self.visit, "ranking", "A", draw="lines")
        assert "zero" in refused(self.visit, "ranking", "A", zero="no")

    def test_without_any_value_there_is_no_chart(self) -> None:
        assert omitted(self.visit, "ranking", "H") == ("H",)
