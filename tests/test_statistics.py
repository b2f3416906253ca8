"""What a brief says of figures from data files, and how it says it: the section, its notes, its ledger."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from data_visit import HEAD, LONG, write_visit

from briefing.errors import FactsError
from briefing.pipeline import Options, compose_visit
from briefing.pipeline.preparing import prepare
from briefing.theme import load_theme
from briefing.writers.text import write_text

EX = "  EX: {ask: exports, data: trade, reporter: NO, partner: PT, measure: exports, change: change}\n"


def said(folder: Path, queries: str, *rows: str) -> str:
    """The text of a brief with these queries of these rows."""
    path = write_visit(folder, queries, LONG + "\n".join(rows) + "\n")
    return brief(path)


def brief(path: Path) -> str:
    """The text of a visit's brief, with plain spaces."""
    text = write_text(compose_visit(path, Options()).document, load_theme()).decode()
    return text.replace("\N{NO-BREAK SPACE}", " ")


def section(text: str) -> str:
    return text.partition("## Trade in figures")[2].partition("\n## ")[0]


def test_a_year_in_words(tmp_path: Path) -> None:
    text = said(tmp_path, EX, "NO,PT,X,2023,TOTAL,1000,EUR,", "NO,PT,X,2024,TOTAL,965,EUR,p")
    assert "Exports came to €965 in 2024, down 3.5% on 2023 (provisional)." in section(text)


def test_calculations_stand_on_what_the_file_has_and_not_on_what_is_printed(tmp_path: Path) -> None:
    rows = ("NO,PT,X,2023,TOTAL,1400000,EUR,", "NO,PT,X,2024,TOTAL,2600000,EUR,")
    head = HEAD.replace("name: exports, unit", "name: exports, rounded: 1 million EUR, unit")
    path = write_visit(tmp_path, EX, LONG + "\n".join(rows) + "\n")
    path.write_text(path.read_text(encoding="utf-8").replace(HEAD, head), encoding="utf-8")
    text = brief(path)
    assert "Exports came to €3 million in 2024, up 85.7%" in section(
        text
    )  # of the printed 1 and 3: 200%
    assert "1,400,000" in text


def test_a_figure_that_was_stated_keeps_its_digits_beside_those_that_were_read(
    tmp_path: Path,
) -> None:
    path = write_visit(tmp_path, EX, LONG + "NO,PT,X,2024,TOTAL,1234567,EUR,\n")
    stated = "facts:\n  S: {value: 1.30 million EUR, measure: all, period: 2024, at: office 3, topic: trade}\n"
    text = path.read_text(encoding="utf-8") + stated
    path.write_text(
        text.replace("name: all exports,", "name: all exports, topic: trade,"), encoding="utf-8"
    )
    said = brief(path)
    assert "€1.30 million" in said
    assert "€1,235 thousand" in said


def test_all_rows_of_a_query_share_a_note_and_each_has_its_place_in_the_ledger(
    tmp_path: Path,
) -> None:
    rows = [f"NO,PT,X,{year},TOTAL,{year},EUR," for year in range(2015, 2025)]
    text = said(tmp_path, EX, *rows)
    notes = text.partition("## Notes and sources")[2].partition("## Annex A")[0]
    assert len(re.findall(r"^\d+\. ", notes, re.MULTILINE)) == 1
    assert "Exports, 2015 to 2024: read from the data file" in notes
    for nth, year in enumerate(range(2015, 2025), 2):
        assert f"EX-{year} | Exports, {year} | {year:,} | – | {nth}" in text


def test_a_place_shared_says_so(tmp_path: Path) -> None:
    query = "  R: {ask: partner-rank, data: trade, reporter: NO, partner: PT, measure: rank}\n"
    text = said(tmp_path, query, "NO,PT,X,2024,TOTAL,5,EUR,", "NO,LT,X,2024,TOTAL,5,EUR,")
    assert "Rank in 2024 was 1, level with another." in section(text)


def test_what_is_withheld_is_said_to_be_and_its_number_is_nowhere(tmp_path: Path) -> None:
    rows = (
        "NO,PT,X,2023,TOTAL,1000,EUR,",
        "NO,PT,X,2024,TOTAL,98765,EUR,c",
        "NO,PT,X,2025,TOTAL,1500,EUR,",
    )
    path = write_visit(tmp_path, EX, LONG + "\n".join(rows) + "\n")
    document = compose_visit(path, Options()).document
    text = write_text(document, load_theme()).decode()
    assert "withheld: confidential" in text
    assert "98765" not in text
    assert "98,765" not in text
    assert all(b"98765" not in attachment.content for attachment in document.attachments)


def test_each_column_of_a_ranking_is_of_one_year(tmp_path: Path) -> None:
    query = "  T: {ask: top-products, data: trade, reporter: NO, partner: PT, periods: 2022–2025, measure: products}\n"
    rows = [
        f"NO,PT,X,{y},{k},{v},EUR,"
        for y, k, v in ((2022, "27", 10), (2025, "27", 99), (2024, "03", 40), (2025, "03", 50))
    ]
    told = section(said(tmp_path, query, *rows))
    assert "Item | 2025 | 2024" in told
    assert re.search(r"27\S* \| 99.0 \| not stated", told)
    assert re.search(r"03\S* \| 50.0 \| 40.0", told)


def test_nobody_leads_where_somebodys_figure_is_confidential(tmp_path: Path) -> None:
    query = "  R: {ask: partner-rank, data: trade, reporter: NO, partner: PT, measure: rank, values: partners}\n"
    rows = [
        f"NO,{p},X,2024,TOTAL,{v},EUR,{s}"
        for p, v, s in (("SE", 5000, "c"), ("DE", 2000, ""), ("PT", 1060, ""))
    ]
    told = section(said(tmp_path, query, *rows))
    assert "Germany is the largest that is stated, €2,000" in told
    assert "Sweden: withheld" in told
    assert "leads" not in told


@pytest.mark.parametrize(
    ("last", "words"),
    [
        ("3025", "little changed from 2023"),
        ("3024", "unchanged from 2023"),
        ("3030", "up 0.2% on 2023"),
    ],
)
def test_a_change_too_small_to_print_is_not_called_none(
    tmp_path: Path, last: str, words: str
) -> None:
    rows = ("NO,PT,X,2023,TOTAL,3024,EUR,", f"NO,PT,X,2024,TOTAL,{last},EUR,")
    assert words in section(said(tmp_path, EX, *rows))


def test_what_is_made_of_provisional_figures_says_so(tmp_path: Path) -> None:
    queries = EX + EX.replace("EX:", "IM:").replace("ask: exports", "ask: imports").replace(
        "measure: exports", "measure: imports"
    )
    queries += "  B: {ask: balance, of: [EX, IM], measure: balance}\n"
    told = said(tmp_path, queries, "NO,PT,X,2024,TOTAL,10,EUR,p", "NO,PT,M,2024,TOTAL,30,EUR,")
    assert "a deficit of €20.0 (provisional)." in told


def test_quarters_follow_on_and_the_last_is_put_into_words(tmp_path: Path) -> None:
    query = EX.replace("measure:", "every: quarter, measure:")
    quarters = [f"{y}-Q{n}" for y in (2024, 2025) for n in (1, 2, 3, 4)][:7]
    rows = [f"NO,PT,X,{q},TOTAL,{100 + n},EUR," for n, q in enumerate(quarters)]
    told = section(said(tmp_path, query, *rows))
    assert (
        "Exports came to €106.0 in the third quarter of 2025, up 3.9% on the third quarter of 2024."
        in told
    )
    assert told.count("came to") == 1
    rows = [
        line.split(" |")[0] for line in told.splitlines() if "quarter of" in line and "|" in line
    ]
    assert rows[1:5] == [f"{n} quarter of 2024" for n in ("Second", "Third", "Fourth")] + [
        "First quarter of 2025[a]"
    ]
    assert "Third quarter of 2025 | 106.0 | 3.9%" in told


def test_two_measures_of_one_pair_do_not_stand_in_one_column(tmp_path: Path) -> None:
    queries = EX + EX.replace("EX:", "OIL:").replace(
        "data: trade", "data: trade, product: 27"
    ).replace("measure: exports", "measure: products")
    rows = [
        f"NO,PT,X,{y},{k},{v}{y},EUR," for y in (2023, 2024) for k, v in (("TOTAL", 3), ("27", 1))
    ]
    path = write_visit(tmp_path, queries, LONG + "\n".join(rows) + "\n")
    text = path.read_text(encoding="utf-8")
    head = "products: {name: exports of oil, series: exports, between: [NO, PT], "
    path.write_text(text.replace("products: {name: exports by product, ", head), encoding="utf-8")
    told = section(brief(path))
    assert "Exports came to €32.0 thousand in 2024" in told
    assert "Exports of oil came to €12.0 thousand in 2024" in told


def test_an_authors_own_growth_is_not_taken_for_the_change_on_the_year_before(
    tmp_path: Path,
) -> None:
    rows = [f"NO,PT,X,{y},TOTAL,{v},EUR," for y, v in ((2022, 100), (2023, 200), (2024, 210))]
    path = write_visit(tmp_path, EX, LONG + "\n".join(rows) + "\n")
    own = 'calculations: {G: {name: growth, formula: EX-2024 / EX-2022 - 1, unit: "%"}}\n'
    path.write_text(path.read_text(encoding="utf-8") + own, encoding="utf-8")
    assert "up 5.0% on 2023" in section(brief(path))


def test_one_warning_a_query_where_its_figures_are_out_of_date(tmp_path: Path) -> None:
    import datetime

    path = write_visit(
        tmp_path, EX, LONG + "NO,PT,X,2023,TOTAL,1,EUR,\nNO,PT,X,2024,TOTAL,2,EUR,\n"
    )
    text = path.read_text(encoding="utf-8").replace("retrieved:", "max_age: 30 days, retrieved:")
    path.write_text(text, encoding="utf-8")
    prepared = prepare(path, Options(today=datetime.date(2026, 12, 1)))
    assert [w.where for w in prepared.warnings] == ["facts.EX-2023"]
    assert "new data file" in prepared.warnings[0].hint


def test_two_queries_do_not_give_one_id(tmp_path: Path) -> None:
    path = write_visit(tmp_path, EX, LONG + "NO,PT,X,2024,TOTAL,1,EUR,\n")
    stated = "facts:\n  EX-2024: {value: 1 EUR, measure: exports, period: 2024, at: office}\n"
    path.write_text(path.read_text(encoding="utf-8") + stated, encoding="utf-8")
    with pytest.raises(FactsError, match="taken by the facts file itself"):
        compose_visit(path, Options())


# ------------------------------------------------------------------------------ five million rows

_QUERIES = """\
  EX: {ask: exports, data: trade, reporter: NO, partner: PT, measure: dollars}
  T: {ask: top-products, digits: 2, data: trade, reporter: NO, partner: PT, measure: dollars}
  R: {ask: partner-rank, data: trade, reporter: NO, partner: PT, measure: rank}
"""
_MEASURED = """
import re, sys
from pathlib import Path
from briefing.load import load
facts = load(Path(sys.argv[1])).visit.facts
status = Path("/proc/self/status").read_text()  # ru_maxrss would count what the parent had
print(len(facts), int(re.search(r"VmHWM:\\s+(\\d+)", status)[1]) // 1024)
"""
_MEBIBYTES = 500


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_a_parquet_file_of_five_million_rows_is_asked_for_one_pair_in_little_memory(
    tmp_path: Path,
) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            f"""
            COPY (
                SELECT CAST(2003 + i % 20 AS INTEGER) AS t, CAST(4 + (i * 7919) % 890 AS INTEGER) AS i,
                    CAST(4 + (i * 104729) % 890 AS INTEGER) AS j, (i * 31) % 970000 AS k,
                    CAST((i % 99991) / 1000.0 AS DOUBLE) AS v, 1.0 AS q
                FROM range(5000000) made(i)
                UNION ALL SELECT 2000 + i % 20, 579, 620, 10000 + i * 7, 1.5, 2 FROM range(2000) more(i)
            ) TO '{tmp_path / "trade.parquet"}' (FORMAT parquet)
            """
        )
    content = (tmp_path / "trade.parquet").read_bytes()
    path = write_visit(tmp_path, _QUERIES, content, file="trade.parquet")
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(path)], capture_output=True, text=True, check=True
    )
    facts, mebibytes = map(int, done.stdout.split())
    assert facts > 20
    assert mebibytes < _MEBIBYTES
