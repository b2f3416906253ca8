"""The facts file of what a brief prints: nothing else is in it, and it makes the same brief again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from any_visit import texts
from command_line import FACTS, VISIT, Run, edit, runner
from hypothesis import HealthCheck, example, given, settings
from test_golden import VISITS

from briefing.blocks import Document, Paragraph, Text
from briefing.compose.words import PrintedWords
from briefing.errors import BriefingError
from briefing.load import loads
from briefing.load.dump import dump
from briefing.pipeline.composing import Composed, compose_prepared
from briefing.pipeline.preparing import Options, prepare, prepare_content
from briefing.pipeline.printed import printed_facts, unprinted_sentences
from briefing.sections import Edition
from briefing.theme import load_theme
from briefing.writers.text import write_text


def composed(content: bytes, options: Options | None = None) -> Composed:
    return compose_prepared(prepare_content(content, "x.yaml", options or Options()), Edition())


def printed(made: Composed, standing: str = "final") -> bytes:
    return printed_facts(made.document, made.wording, standing)  # type: ignore[arg-type]


def text(document: Document) -> str:
    """The brief as text, without the fingerprint, which is of the facts file as a whole."""
    written = write_text(document, load_theme()).decode()
    return re.sub(r"fingerprint [0-9a-f]{4} [0-9a-f]{4}", "fingerprint", written)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    run = runner(tmp_path, monkeypatch, capsys)
    run("new", VISIT)
    return run


@pytest.mark.parametrize("name", VISITS)
def test_it_makes_the_same_brief(name: str) -> None:
    made = compose_prepared(prepare(VISITS[name], Options()), Edition())
    content = printed(made)
    assert text(composed(content).document) == text(made.document)
    assert unprinted_sentences(made.document, made.wording) == []


@pytest.mark.parametrize("name", VISITS)
def test_it_has_neither_comments_nor_hashes_and_only_what_the_brief_prints(name: str) -> None:
    made = compose_prepared(prepare(VISITS[name], Options()), Edition())
    content, words = printed(made), PrintedWords(made.document)
    visit = loads(content).visit
    assert b"#" not in content
    assert b"sha256" not in content
    if not any(getattr(fact, "query", "") for fact in visit.facts.values()):
        assert b"retrieved" not in content  # the day as of which figures from files are does print
    for part in (*visit.people.values(), *visit.sources.values(), *visit.facts.values()):
        for field in ("name", "office", "title", "url", "remark", "words", "missing"):
            value = getattr(part, field, "")
            for one in value if isinstance(value, tuple) else (value,):
                assert words.has(one), (part, field)


def test_a_printed_file_of_a_printed_file_is_the_same() -> None:
    made = compose_prepared(prepare(VISITS["2025-11-26-bishkek"], Options()), Edition())
    content = printed(made)
    assert printed(composed(content)) == content


_ODD = """
visit:
  {{title: A visit, type: visit, dates: 2025-11-26, outcome: [F01], place: {text},
  host: {{country: KG, leader: p}}, guest: {{country: RU}}}}
brief: {{as_of: 2025-11-27, marking: OFFICIAL, contact: {text}, author: {text}}}
people: {{p: {{name: {text}, office: {text}}}}}
sources: {{s: {{kind: report, title: {text}, publisher: {text}, language: en, place: paragraph, remark: {text}}}}}
measures: {{m: {{name: {text}, unit: USD, kind: flow, topic: trade}}}}
facts:
  F01: {{statement: {text}, topic: outcome, at: s 1}}
  F02: {{value: 4.1 billion USD, measure: m, period: 2024, remark: {text}, missing: [{text}], by: p, mode: reported, at: s 2}}
  F03: {{project: {text}, where: {text}, status: planned, topic: energy, at: s 3}}
  F04: {{document: {text}, type: {text}, subject: {text}, at: s 4}}
  F05: {{quotation: {text}, topic: relations, by: p, mode: quoted, at: s 5}}
  F06: {{event: {text}, when: 2025-11-26, at: s 6}}
calculations: {{D01: {{name: {text}, formula: F02 / 2, unit: USD, because: {text}}}}}
cautions: {{T1: {{text: {prose}}}}}
bottom_line: [{prose}]
commentary: {{trade: {prose}, projects: {prose}}}
objectives: [{prose}]
points_to_make: [{{to: {text}, text: {prose}}}]
biographies: {{p: {prose}}}
programme: [{{time: "09:30", what: {prose}, where: {text}}}]
"""


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=texts)
@example("a *b* c_d_ e\\f 1,800 – “g” 'h'")
@example("# x | y & <z> :: 1. ~w~ [v](u) `t` ![s](r)")
@example("{ } {{ }}")
def test_whatever_prints_is_found_and_makes_the_same_brief(words: str) -> None:
    """A person's sentences hold braces doubled and emphasis as Markdown has it."""
    prose = words.replace("{", "{{").replace("}", "}}")
    given = {"text": json.dumps(words), "prose": json.dumps(f"{prose} {{F02}}: {prose} in 2024.")}
    try:
        made = composed(_ODD.format(**given).encode())
    except BriefingError:
        return
    assert unprinted_sentences(made.document, made.wording) == []
    content = printed(made)
    assert text(composed(content).document) == text(made.document)
    assert loads(content).visit.people


def test_templates_that_print_little_let_little_travel(run: Run) -> None:
    """Without the ledger a fact travels only where its value prints; a reference to another is words."""
    edit("{F08.note}{F06.note}", " In the words of {F05.speaker}: {F05.name}.")
    edit("; who counted them is not stated.{F05.note}", ".")
    edit("have {F05} jobs", "have jobs")
    edit("key_figures: [F01, F02, F04, F05]", "key_figures: [F01]")
    own = Path("own/en")
    own.mkdir(parents=True)
    shipped = Path(__file__).parent.parent / "templates" / "en"
    for template in shipped.glob("[0-9]*"):
        if not template.name.startswith("10-"):
            (own / template.name).write_text("", encoding="utf-8")
    made = composed(Path(FACTS).read_bytes(), Options(templates=Path("own")))
    visit = loads(printed(made)).visit
    assert set(visit.facts) == {"fact-1", "fact-2", "fact-3"}
    assert [type(fact).__name__ for fact in visit.facts.values()] == [
        "ValueFact", "ChangeFact", "GoalFact",
    ]  # fmt: skip
    assert {fact.by for fact in visit.facts.values()} == {None}
    assert visit.calculations == visit.cautions == {}
    assert "{" not in visit.bottom_line[2].text
    assert "jobs in companies of the other country" in visit.bottom_line[1].text
    assert visit.facts["fact-1"].at.place == ""
    (source,) = visit.sources.values()
    assert source.title == "not printed"
    assert "invented" not in dump(visit)


def test_a_lapsed_clearance_travels_as_a_draft() -> None:
    made = compose_prepared(prepare(VISITS["2025-11-26-bishkek"], Options()), Edition())
    brief = loads(printed(made, "lapsed")).visit.brief
    assert (brief.status, brief.cleared) == ("draft", None)


# -------------------------------------------------------------------------------- words


@pytest.fixture(scope="module")
def words() -> Callable[[str], PrintedWords]:
    made = compose_prepared(prepare(VISITS["2025-11-26-bishkek"], Options()), Edition())

    def of(sentence: str) -> PrintedWords:
        return PrintedWords(replace(made.document, blocks=(Paragraph((Text(sentence),)),)))

    return of


@pytest.mark.parametrize(
    ("sought", "there"),
    [
        ("solar power plant", True),
        ("SOLAR  power\nplant", True),
        ("*solar* power", True),
        ("solar pow", False),
        ("olar power", False),
        ("plant.", True),
        ("", True),
        ("—", True),
        ("太阳", True),
        ("solar plant", False),
        ("state visit to Kyrgyzstan", True),
    ],
)
def test_words_are_found_whole(
    words: Callable[[str], PrintedWords], sought: str, there: bool
) -> None:
    assert words("A solar\N{NO-BREAK SPACE}power plant. 太阳能").has(sought) is there
