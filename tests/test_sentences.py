"""What sections say of facts: signs, speakers, disagreement, what is missing. Text in, text out."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.errors import FactsError, TemplateError
from briefing.pipeline import Options, compose_visit
from briefing.theme import load_theme
from briefing.writers.text import write_text

_VISIT = """
visit: {title: A visit, type: visit, dates: 2025-11-26, host: {country: GR}, guest: {country: NO}, outcome: [S0]}
brief: {as_of: 2025-11-27}
people:
  papas: {name: Nikos Papas, family_name: Papas, office: Minister, country: GR}
  dahl: {name: Kari Dahl, family_name: Dahl, office: Minister, country: "NO"}
sources: {note: {kind: news report, title: A report, place: paragraph}}
measures:
  trade: {name: trade in goods, short: trade, unit: EUR, kind: flow, topic: trade}
  rate: {name: the policy rate, unit: "%", kind: stock, topic: trade}
  debt: {name: public debt, unit: "%", kind: share, topic: trade, whole: output, part: public debt}
  schools: {name: schools to be built, short: schools, unit: schools, kind: count, topic: education}
facts:
  S0: {statement: talks were held, topic: outcome, at: note 1}
"""


def said(tmp_path: Path, facts: str, more: str = "") -> str:
    """The text of a brief with these facts."""
    (tmp_path / "visit.yaml").write_text(_VISIT + facts + more, encoding="utf-8")
    document = compose_visit(tmp_path, Options(), load_theme()).document
    return write_text(document, load_theme()).decode().replace("\N{NO-BREAK SPACE}", " ")


def test_a_level_below_zero_keeps_its_sign_in_prose(tmp_path: Path) -> None:
    text = said(
        tmp_path,
        "  A: {value: -0.5%, measure: rate, period: 2024, by: dahl, mode: reported, at: note 2}\n",
    )
    assert "Minister Dahl put the policy rate at −0.5% in 2024." in text


def test_a_change_leaves_its_sign_to_the_verb(tmp_path: Path) -> None:
    text = said(
        tmp_path,
        "  A: {value: 3 billion EUR, measure: trade, period: 2024, by: dahl, mode: reported, at: note 2}\n"
        "  B: {change: -3%, measure: trade, period: 2024, against: 2023, by: dahl, mode: reported, at: note 2}\n",
    )
    assert "Minister Dahl put trade at €3 billion in 2024, down 3% on 2023." in text


def test_nobody_is_given_another_s_figure(tmp_path: Path) -> None:
    text = said(
        tmp_path,
        "  A: {value: 3 billion EUR, measure: trade, period: 2024, by: dahl, mode: reported, at: note 2}\n"
        "  B: {change: +3%, measure: trade, period: 2024, against: 2023, by: papas, mode: reported, at: note 2}\n"
        "  C: {value: 4 billion EUR, measure: trade, period: 2024, by: papas, mode: reported, at: note 3}\n",
    )
    assert "Minister Dahl put trade at €3 billion in 2024." in text
    assert "Minister Papas put trade at €4 billion in 2024, up 3% on 2023." in text
    assert "Values differ for trade in 2024: €3 billion (Minister Dahl)" in text


def test_a_change_without_a_level_names_what_changed(tmp_path: Path) -> None:
    text = said(
        tmp_path, "  B: {change: 0%, measure: trade, period: 2024, against: 2023, at: note 2}\n"
    )
    assert "In 2024 trade did not change on 2023." in text


def test_a_stock_in_percent_is_not_a_number_of_things(tmp_path: Path) -> None:
    text = said(tmp_path, "  A: {value: 3.5%, measure: rate, period: 2024, at: note 2}\n")
    assert "The policy rate stood at 3.5% in 2024" in text
    assert "number of" not in text


def test_one_thing_is_singular(tmp_path: Path) -> None:
    text = said(
        tmp_path, "  A: {value: 1 schools, measure: schools, status: planned, at: note 2}\n"
    )
    assert "Schools to be built: one, planned." in text


def test_two_figures_for_one_whole_are_not_two_wholes(tmp_path: Path) -> None:
    text = said(
        tmp_path,
        "  A: {value: 55%, measure: debt, period: 2024, at: note 2}\n"
        "  B: {value: 60%, measure: debt, period: 2024, by: dahl, mode: reported, at: note 2}\n",
    )
    assert "different wholes\n" not in text
    assert "Two stated shares" in text


def test_a_withheld_value_is_said_to_be_withheld_and_nothing_more(tmp_path: Path) -> None:
    text = said(
        tmp_path,
        "  A: {withheld: awaiting clearance, measure: trade, period: 2024, at: note 2}\n"
        "  B: {value: 3 billion EUR, measure: trade, period: 2023, at: note 2}\n",
        "calculations:\n  C: {name: the rise, formula: A - B, because: one measure}\n",
    )
    assert "withheld: awaiting clearance" in text
    assert "The rise: A is withheld" in text


def test_a_chart_that_no_section_places_is_an_error(tmp_path: Path) -> None:
    facts = "  A: {value: 55%, measure: debt, period: 2024, at: note 2}\n"
    with pytest.raises(FactsError, match=r"charts\.mine: no section places this chart"):
        said(tmp_path, facts, "charts: {mine: {kind: shares, facts: [A]}}\n")


def test_commentary_prints_where_there_are_no_facts(tmp_path: Path) -> None:
    text = said(tmp_path, "", "commentary: {projects: Nothing was said of projects.}\n")
    assert "## Projects by status\n\nNothing was said of projects." in text


def test_no_empty_reference_is_printed(tmp_path: Path) -> None:
    text = said(
        tmp_path, "", 'cautions: {T1: {text: "One point.{S0.note}", facts: [S0], show: ledger}}\n'
    )
    assert "One point." in text
    assert "[]" not in text


def test_a_character_that_no_font_has_stops_the_build_and_names_the_fact(tmp_path: Path) -> None:
    with pytest.raises(
        FactsError, match=r"S1: no font of the theme 'default' has “习” \(U\+4E60\)"
    ):
        said(tmp_path, "  S1: {statement: a name such as 习, topic: outcome, at: note 1}\n")


def test_a_template_that_asks_for_an_unknown_fact_is_told_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "12-own.md.j2").write_text("# Own\n\n{{ fact('SO') }}\n", encoding="utf-8")
    (tmp_path / "visit.yaml").write_text(_VISIT, encoding="utf-8")
    with pytest.raises(
        TemplateError, match=r"12-own\.md\.j2:3: .*no fact has the id 'SO', did you mean \"S0\""
    ):
        compose_visit(tmp_path, Options(templates=tmp_path), load_theme())


def test_a_misspelt_source_is_told_once_and_not_again_by_its_calculations(tmp_path: Path) -> None:
    facts = (
        "  A: {value: 3 billion EUR, measure: trade, period: 2024, at: note 2}\n"
        "  B: {goal: 4 billion EUR, measure: trade, due: 2030, at: nite 2}\n"
    )
    with pytest.raises(FactsError) as refused:
        said(tmp_path, facts, "calculations:\n  C: {name: the gap, formula: B - A}\n")
    assert [d.where for d in refused.value.diagnostics] == ["facts.B.at"]
