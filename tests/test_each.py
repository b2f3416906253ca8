"""`briefing build --each`: a brief for each pair of a list, from one template, with an index of all."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from command_line import Run, files, runner
from hypothesis import given
from hypothesis import strategies as st

from briefing.cli.index import Row, as_csv, as_page
from briefing.errors import ExitCode, FactsError
from briefing.load import loads
from briefing.load.each import load_batch

PAIRS = """
batch: First quarter
template: template.yaml
each:
  - {reporter: {code: KG, name: Kyrgyzstan}, partner: {code: RU, name: Russia}, trade: 4.1 billion USD}
  - {reporter: {code: KG, name: Kyrgyzstan}, partner: {code: NO, name: Norway}, trade: 12 million USD}
  - {reporter: {code: NO, name: Norway}, partner: {code: KG, name: Kyrgyzstan}, trade: 11 million USD}
"""
TEMPLATE = """
# A comment stays in the template.
visit:
  title: "${reporter.name} and ${partner.name}"
  type: visit
  dates: 2026-03-01
  host: {country: "${reporter.code}"}
  guest: {country: "${partner.code}"}
brief: {as_of: 2026-03-02}
sources:
  report: {kind: report, title: "On ${partner.name}", publisher: An office, published: 2026-03-01, language: en}
measures:
  trade: {name: trade turnover, unit: USD, kind: flow, topic: trade, between: ["${reporter.code}", "${partner.code}"]}
facts:
  F1: {value: "${trade}", measure: trade, period: 2025, at: report}
"""
BUILD = ("build", "--each", "pairs.yaml", "--to", "text", "--output", "out")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    (tmp_path / "pairs.yaml").write_text(PAIRS, encoding="utf-8")
    (tmp_path / "template.yaml").write_text(TEMPLATE, encoding="utf-8")
    return runner(tmp_path, monkeypatch, capsys)


def rows() -> list[dict[str, str]]:
    with Path("out/first-quarter/index.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_pair_has_its_brief_below_its_reporter(run: Run) -> None:
    said = run(*BUILD)
    assert said.code == ExitCode.DONE, said.err
    texts = sorted(p.as_posix() for p in Path("out").glob("*/*/*/brief.txt"))
    assert texts == [
        "out/first-quarter/kg/kg-no/brief.txt",
        "out/first-quarter/kg/kg-ru/brief.txt",
        "out/first-quarter/no/no-kg/brief.txt",
    ]
    text = Path(texts[1]).read_text(encoding="utf-8")
    assert "Kyrgyzstan and Russia" in text
    assert "$4.1\u00a0billion" in text


def test_the_index_says_what_came_of_each(run: Run) -> None:
    run(*BUILD)
    assert [(one["pair"], one["result"], one["edition"]) for one in rows()] == [
        ("kg-ru", "new", "1"), ("kg-no", "new", "1"), ("no-kg", "new", "1")
    ]  # fmt: skip
    run(*BUILD)
    assert {one["result"] for one in rows()} == {"unchanged"}
    Path("pairs.yaml").write_text(PAIRS.replace("12 million", "13 million"), encoding="utf-8")
    run(*BUILD)
    assert [(one["result"], one["edition"], one["changes"]) for one in rows()][1] == (
        "new",
        "2",
        "1",
    )
    page = Path("out/first-quarter/index.html").read_text(encoding="utf-8")
    assert '<a href="kg/kg-no/">kg-no</a>' in page


def test_a_bad_pair_stops_no_other_and_is_in_the_index_with_the_reason(run: Run) -> None:
    Path("pairs.yaml").write_text(PAIRS.replace("12 million USD", "a lot"), encoding="utf-8")
    said = run(*BUILD)
    assert said.code == ExitCode.FACTS
    bad = rows()[1]
    assert (bad["result"], bad["edition"]) == ("failed", "0")
    assert "facts.F1.value: expected a quantity" in bad["reason"]
    assert [one["result"] for one in rows()] == ["new", "failed", "new"]


def test_two_processes_leave_what_one_leaves(run: Run) -> None:
    more = "".join(
        f"  - {{reporter: {{code: KG, name: K}}, partner: {{code: NO, name: P{n}}}, trade: {n} million USD}}\n"
        for n in range(1, 6)
    )
    Path("pairs.yaml").write_text(PAIRS + more, encoding="utf-8")
    run(*BUILD, "--jobs", "1")
    run(*BUILD[:-1], "two", "--jobs", "2")
    one, two = (
        {name: content for name, content in files(folder).items() if "/." not in name}
        for folder in ("out", "two")
    )
    assert one == two


def test_a_field_that_a_pair_lacks_is_told_at_its_place(run: Run) -> None:
    Path("template.yaml").write_text(TEMPLATE.replace("${trade}", "${trad}"), encoding="utf-8")
    said = run(*BUILD)
    assert said.code == ExitCode.FACTS
    assert (
        "template.yaml:15:15: error: facts.F1.value: expected a field of each pair, found ${trad}"
        in said.err
    )
    assert 'did you mean "trade"?' in said.err
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("batch: b\ntemplate: template.yaml\n", "each: expected a list of pairs"),
        ("batch: b\neach: [{reporter: A, partner: B}]\n", "template: expected a text"),
        ("batch: b\ntemplate: template.yaml\neach: [{reporter: A}]\n", "each[0]: expected a partner"),
        ("batch: b\ntemplate: nowhere.yaml\neach: [{reporter: A, partner: B}]\n", "nowhere.yaml: error: cannot be read"),
        ("[1, 2]", "expected keys with values"),
        ("batch: {", "pairs.yaml"),
    ],
)  # fmt: skip
def test_a_list_that_is_none_is_refused(run: Run, text: str, message: str) -> None:
    Path("pairs.yaml").write_text(text, encoding="utf-8")
    said = run(*BUILD)
    assert said.code == ExitCode.FACTS
    assert message in said.err


def test_neither_visits_nor_a_list_is_a_slip(run: Run) -> None:
    assert run("build", "--to", "text").code == ExitCode.USAGE


def test_visits_beside_a_list_are_refused(run: Run) -> None:
    assert run(*BUILD, "visits").code == ExitCode.USAGE


@given(
    name=st.text(
        st.characters(blacklist_categories=("Cc", "Cs", "Co", "Cn")), min_size=1, max_size=30
    )
)
def test_any_name_stays_a_text_and_its_folders_stay_inside(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    folder = tmp_path_factory.mktemp("batch")
    quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    (folder / "template.yaml").write_text(TEMPLATE, encoding="utf-8")
    pairs = f"batch: b\ntemplate: template.yaml\neach: [{{reporter: {{name: {quoted}, code: KG}}, partner: {quoted}, trade: 1 USD}}]\n"
    (folder / "pairs.yaml").write_text(pairs, encoding="utf-8")
    try:
        (pair,) = load_batch(folder / "pairs.yaml").pairs()
    except FactsError as refused:
        assert refused.diagnostics
        return
    for part in (pair.reporter, pair.name):
        assert part
        assert "/" not in part
        assert part not in (".", "..")
        assert not part.startswith(".")
    assert pair.content.startswith(b"# Made from template.yaml and item 1 of pairs.yaml")


def test_a_doubled_sign_prints_as_typed(run: Run) -> None:
    text = TEMPLATE.replace("On ${partner.name}", "On $${partner.name}")
    Path("template.yaml").write_text(text, encoding="utf-8")
    first = next(load_batch(Path("pairs.yaml")).pairs())
    assert loads(first.content).visit.sources["report"].title == "On ${partner.name}"


def test_words_in_the_index_are_escaped_and_well_formed() -> None:
    made = [Row("<b>", 'a"&', "failed", 0, 0, "x < y & z"), Row("kg", "kg-ru", "new", 3, 2, "")]
    page = as_page("<i>", made)
    ElementTree.fromstring(page.partition("\n")[2].replace("<meta charset=\"utf-8\">", "").replace(
        '<meta name="viewport" content="width=device-width">', ""))  # fmt: skip
    assert "x &lt; y &amp; z" in page
    assert "2 pairs: 1 new edition, 1 failed." in page
    assert list(csv.reader(as_csv(made).splitlines()))[1][:2] == ["<b>", 'a"&']


def test_events_are_a_line_each_and_the_last_one_sums_up(run: Run) -> None:
    said = run(*BUILD, "--json")
    *pairs, end = [json.loads(line) for line in said.out.splitlines()]
    assert [(event["event"], event["done"], event["of"]) for event in pairs] == [
        ("visit", nth, 3) for nth in (1, 2, 3)
    ]
    assert {"per_second", "seconds_left", "what", "diagnostics"} <= set(pairs[0])
    assert end == {
        "event": "end",
        "written": 3,
        "up to date": 0,
        "with problems": 0,
        "exit_code": 0,
    }


def test_a_summary_lists_what_failed_and_counts_the_rest(run: Run) -> None:
    Path("pairs.yaml").write_text(PAIRS.replace("12 million USD", "12 apples"), encoding="utf-8")
    said = run(*BUILD, "--summary", "summary.md")
    text = Path("summary.md").read_text(encoding="utf-8")
    assert said.code == ExitCode.FACTS
    assert "3 visits: **2 written, 1 with problems**" in text
    assert "kg-no" in text
    assert "kg-ru" not in text


DATA = """reporter,partner,flow,period,product,value,unit,status
KG,RU,X,2024,TOTAL,41,USD,
KG,NO,X,2024,TOTAL,12,USD,
NO,KG,X,2024,TOTAL,11,USD,provisional
"""


def test_pairs_ask_one_data_file_beside_the_template(run: Run) -> None:
    Path("trade.csv").write_text(DATA, encoding="utf-8")
    facts = TEMPLATE.partition("facts:")[0]
    query = (
        "data: {trade: {file: trade.csv, source: report}}\n"
        "queries:\n  EX: {ask: exports, data: trade, measure: trade,"
        ' reporter: "${reporter.code}", partner: "${partner.code}"}\n'
    )
    Path("template.yaml").write_text(facts + query, encoding="utf-8")
    said = run(*BUILD)
    assert said.code == ExitCode.DONE, said.err
    text = Path("out/first-quarter/no/no-kg/brief.txt").read_text(encoding="utf-8")
    assert "$11" in text
    assert "provisional" in text
    assert run(*BUILD).out.count("up to date") == 4
    Path("trade.csv").write_text(
        DATA.replace("NO,X,2024,TOTAL,12", "NO,X,2024,TOTAL,13"), encoding="utf-8"
    )
    assert run(*BUILD).out.count("edition 2") == 1
