"""What the brief of the first visit must say: the acceptance list, read from the finished document."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from briefing.blocks import Callout, Document, Figure, Heading, Table, Value, leaves, plain
from briefing.compose.ledger import inlines_of, printings
from briefing.pipeline import Composed, Options, compose_visit
from briefing.theme import load_theme
from briefing.writers.text import write_text

VISIT = Path(__file__).parent.parent / "visits" / "2025-11-26-bishkek"
ALL = {f"F{n:02d}" for n in range(1, 54)}
IN_THE_BODY = {
    f"F{n:02d}"
    for n in (
        *range(1, 6),
        9,
        10,
        12,
        15,
        16,
        22,
        23,
        28,
        29,
        *range(31, 40),
        42,
        43,
        *range(46, 53),
    )
}


@pytest.fixture(scope="module")
def composed() -> Composed:
    return compose_visit(VISIT, Options(), load_theme())


@pytest.fixture(scope="module")
def document(composed: Composed) -> Document:
    return composed.document


@pytest.fixture(scope="module")
def text(document: Document) -> str:
    return write_text(document, load_theme()).decode()


def changed(tmp_path: Path, old: str, new: str) -> Document:
    """The first visit with one piece of its facts file replaced."""
    source = (VISIT / "visit.yaml").read_text(encoding="utf-8")
    assert source.count(old) == 1
    folder = tmp_path / "visit"
    folder.mkdir()
    (folder / "visit.yaml").write_text(source.replace(old, new), encoding="utf-8")
    return compose_visit(folder, Options(), load_theme()).document


def section(document: Document, title: str) -> list[object]:
    """The blocks under one heading."""
    found, inside = [], False
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            inside = plain(block.content) == title
        elif inside:
            found.append(block)
    return found


def test_every_fact_stands_in_the_ledger(document: Document) -> None:
    ledger = section(document, "Annex A. Fact ledger")
    ids = {plain(row[0]) for block in ledger if isinstance(block, Table) for row in block.rows}
    assert ids >= ALL


def test_key_facts_stand_in_the_body(document: Document) -> None:
    body = {p.id for p in printings(document) if not p.section.startswith("Annex")}
    assert body >= IN_THE_BODY


@pytest.mark.parametrize(
    "words",
    ["about 97%", "more than 1,800", "one third", "one of", "being explored", "a further", "record",
     "in the coming years", "not complete"],
)  # fmt: skip
def test_qualifiers_survive(text: str, words: str) -> None:
    assert words.lower() in text.lower()


@pytest.mark.parametrize(
    ("project", "status"),
    [
        ("Kyrgyzstan’s first nuclear power plant", "Being explored"),
        ("Large solar power plant", "Planned"),
        ("New, modern combined heat and power plant", "Planned"),
        ("Design and modernisation of hydroelectric power plants", "Under way"),
        ("Reclamation of former uranium mining sites", "Under way"),
        ("Association of Russian Investors", "Proposed and supported"),
    ],
)
def test_a_project_keeps_its_status(document: Document, project: str, status: str) -> None:
    tables = [b for b in section(document, "Projects by status") if isinstance(b, Table)]
    rows = [row for table in tables for row in table.rows if plain(row[1]).startswith(project)]
    assert [plain(row[0]).strip() for row in rows] == [status]


def test_only_direct_quotes_stand_in_quotation_marks(composed: Composed, text: str) -> None:
    quoted = [f for f in composed.loaded.visit.facts.values() if f.mode == "quoted"]
    verbatim = [getattr(f, "quotation", "") for f in quoted] + [w for f in quoted for w in f.words]
    body = text.partition("Annex A")[0]
    for words in re.findall(r"“([^”]+)”", body):
        if words in ("About", "more than"):
            continue
        assert any(words in whole for whole in verbatim), words


def test_no_second_source_and_no_split_is_printed(text: str) -> None:
    for word in ("exports", "imports", "3.2 billion", "16.6"):
        assert word not in text


@pytest.mark.parametrize(
    ("id", "printed"),
    [
        ("D01", "2025"),
        ("D02", "about $3.6 billion"),
        ("D03", "about $0.5 billion"),
        ("D04", "about $0.9 billion"),
        ("D05", "about 82%"),
        ("D06", "about 20%"),
        ("D07", "at least about 5,100"),
        ("D08", "about 3%"),
        ("D09", "six"),
        ("D10", "at least five"),
    ],
)
def test_calculations_print_what_their_inputs_allow(
    composed: Composed, id: str, printed: str
) -> None:
    assert composed.wording.value(id).text == printed


def test_the_illustration_prints_nowhere(document: Document) -> None:
    assert "D11" not in {p.id for p in printings(document)}


def test_text_only_calculations_stay_out_of_tiles_and_charts(document: Document) -> None:
    marks = {m.id for b in document.blocks if isinstance(b, Figure) for m in b.chart.marks}
    assert not marks & {"D06", "D07", "D11"}


@pytest.mark.parametrize("missing", ["value: not stated", "withheld: for a reason"])
def test_a_missing_level_takes_its_chart_and_its_calculations_with_it(
    tmp_path: Path, missing: str
) -> None:
    document = changed(tmp_path, "F29: {value: 4.1 billion USD", "F29: {" + missing)
    figures = [b.chart.kind for b in document.blocks if isinstance(b, Figure)]
    assert "level-against-goal" not in figures
    printed = {p.id for p in printings(document) if not p.section.startswith("Annex")}
    assert not {p for p in printed & {"D03", "D05"}} or all(
        v.text == "not stated"
        for b in document.blocks
        for i in inlines_of(b)
        for v in leaves(i)
        if isinstance(v, Value) and v.id in ("D03", "D05") and v.form == ""
    )
    notes = [
        plain(b.title) for b in document.blocks if isinstance(b, Callout) and b.kind == "omitted"
    ]
    assert notes


def test_the_ledger_file_names_speaker_and_place(composed: Composed) -> None:
    from briefing.pipeline.numbers import ledger

    origins = json.loads(ledger(composed))["origins"]
    assert origins["F29"]["speaker"] == "President Putin"
    assert origins["F29"]["place"] == "P9"
    assert origins["D02"]["interval"] == "3.56 to 3.66"
