"""A visit held against the text of its source: hash, places, words, quotation marks, amounts, coverage."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.facts.quantities import parse_quantity
from briefing.load import Loaded, load, loads
from briefing.load.coverage import findings
from briefing.load.numerals import numerals, says
from briefing.load.source_text import Stretch, places_in, stretches
from briefing.load.sources import SourceReport, check_source
from briefing.load.text_dates import dates

ROOT = Path(__file__).parent.parent
FIRST = ROOT / "visits" / "2025-11-26-bishkek" / "visit.yaml"
FIRST_TEXT = ROOT.parent / "shared" / "seed" / "000_7a5bb05fc4281607.txt"

TEXT = """The ministers met in Oslo on May 4, 2026.
Exports reached a record $1.2 billion in 2025, almost one-third of them fish.
“We will open two ports by 2028. The first is ready,” said Minister Olsen.
More than 40 companies took part.
"""
SHA256 = hashlib.sha256(TEXT.encode()).hexdigest()
HEAD = f"""
visit:
  title: A visit
  type: working visit
  dates: 2026-05-04
  host: {{country: NO}}
  guest: {{country: CL}}
brief: {{as_of: 2026-05-05}}
people: {{ann: {{name: Ann Olsen}}}}
sources:
  note: {{kind: press note, title: A note, language: en, place: paragraph, sha256: {SHA256}}}
measures:
  exports: {{name: exports, unit: USD, kind: flow}}
  fish: {{name: fish in exports, unit: "%", kind: share}}
  ports: {{name: ports, unit: ports, kind: count}}
  companies: {{name: companies, unit: companies, kind: count}}
facts:
"""
MEETING = "{event: the meeting, when: 2026-05-04, where: Oslo, words: 'May 4, 2026', at: note 1}"
EXPORTS = (
    "{value: 1.2 billion USD, measure: exports, period: 2025,"
    " words: 'a record $1.2 billion in 2025', at: note 2}"
)
FISH = (
    "{value: almost one third, measure: fish, period: 2025,"
    " words: almost one-third of them fish, at: note 2}"
)
PORTS = (
    "{value: 2 ports, measure: ports, status: scheduled, due: 2028,"
    " words: two ports by 2028, by: ann, mode: quoted, at: note 3}"
)
READY = "{quotation: The first is ready, by: ann, mode: quoted, at: note 3}"
COMPANIES = (
    "{value: more than 40 companies, measure: companies, words: More than 40 companies, at: note 4}"
)
ALL = (MEETING, EXPORTS, FISH, PORTS, READY, COMPANIES)


def loaded(*facts: str, head: str = HEAD) -> Loaded:
    lines = (f"  A{n}: {fact}\n" for n, fact in enumerate(facts, 1))
    return loads((head + "".join(lines)).encode())


def check(*facts: str, text: str = TEXT, head: str = HEAD) -> SourceReport:
    made = loaded(*facts, head=head)
    return check_source(made.visit, made.places, "note", text.encode())


def told(report: SourceReport) -> list[str]:
    return [f"{one.severity}: {one.where}: {one.message}" for one in report.diagnostics]


def test_a_visit_that_says_what_its_source_says_has_no_fault_and_covers_it() -> None:
    report = check(*ALL)
    assert told(report) == []
    assert report.coverage.complete
    assert report.coverage.found == 10


def test_what_no_fact_accounts_for_is_listed_with_its_place() -> None:
    report = check(MEETING, FISH, PORTS)
    listed = [(one.kind, one.place, one.words) for one in report.coverage.unaccounted]
    assert listed == [
        ("numeral", 2, "$1.2 billion"),
        ("date", 2, "2025"),
        ("quotation", 3, "The first is ready,"),
        ("numeral", 3, "first"),
        ("numeral", 4, "40"),
    ]


def test_another_text_is_an_error_and_its_faults_are_warnings() -> None:
    report = check(*ALL, text=TEXT.replace("1.2", "1.3"))
    assert [one.severity for one in report.diagnostics] == ["error", "warning"]
    assert "this is another text" in told(report)[0]
    assert 'the words "a record $1.2 billion in 2025" are not there' in told(report)[1]


def test_a_source_without_a_hash_is_told_its_hash() -> None:
    report = check(*ALL, head=HEAD.replace("sha256", "remark"))
    assert told(report) == ["warning: sources.note.sha256: no hash is stored"]
    assert report.diagnostics[0].hint.endswith(hashlib.sha256(TEXT.encode()).hexdigest())


def test_a_place_that_the_text_does_not_have() -> None:
    assert told(check(EXPORTS.replace("note 2", "note 9"))) == [
        "error: facts.A1.at: the text has 4 paragraphs, found 9"
    ]
    assert told(check(EXPORTS.replace("note 2", "note two"))) == [
        'error: facts.A1.at: expected a paragraph such as 9, found "two"'
    ]


def test_words_in_another_place_name_it() -> None:
    report = check(EXPORTS.replace("note 2", "note 1"))
    assert told(report)[0].endswith("are not there")
    assert report.diagnostics[0].hint == "they stand in paragraph 2"


def test_words_count_with_other_quotes_dashes_and_spaces_but_not_with_other_letters() -> None:
    fact = FISH.replace("almost one-third of", "almost  one–third of")
    assert told(check(fact)) == []
    assert "are not there" in told(check(FISH.replace("of them", "of it")))[0]


def test_quoted_words_stand_in_quotation_marks_and_no_others_do() -> None:
    outside = PORTS.replace("two ports by 2028", "More than 40 companies").replace(
        "note 3", "note 4"
    )
    assert "error: facts.A1.words: these words stand outside quotation marks" in told(
        check(outside)
    )
    inside = PORTS.replace("mode: quoted", "mode: reported")
    assert told(check(inside)) == [
        "warning: facts.A1.words: these words are a direct quotation, but the fact is reported"
    ]
    bare = "{statement: ports are coming, by: ann, mode: quoted, at: note 3}"
    assert told(check(bare)) == ["warning: facts.A1: quoted, but no words are stored to find"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("1.3 billion USD", 'found "1.3 billion USD", but its words say "a record $1.2 billion in 2025"'),
        ("1.2 million USD", "but its words say"),
        ("1.20 billion USD", "but its words say"),
        ("1200 million USD", "but its words say"),
    ],
)  # fmt: skip
def test_an_amount_agrees_with_its_words_to_the_last_digit(wrong: str, message: str) -> None:
    (fault,) = told(check(EXPORTS.replace("1.2 billion USD", wrong)))
    assert fault.startswith("error: facts.A1.value:")
    assert message in fault


def test_a_qualifier_of_the_source_is_kept() -> None:
    assert told(check(COMPANIES.replace("value: more than 40", "value: 40"))) == [
        'error: facts.A1.value: found "40 companies", but the source says "More than" before it'
    ]


def test_a_year_in_the_words_is_one_the_fact_states() -> None:
    (fault,) = told(check(EXPORTS.replace("period: 2025", "period: 2024")))
    assert 'the words say "2025", but the fact says 2024-01-01 to 2024-12-31' in fault
    (fault,) = told(check(MEETING.replace("2026-05-04", "2026-05-05")))
    assert "the fact says 2026-05-05" in fault


def test_paragraphs_are_lines_or_blocks_and_pages_end_with_form_feeds() -> None:
    assert [s.text for s in stretches("one\ntwo\n\n", "paragraph")] == ["one", "two"]
    blocks = stretches("one\ngoes on\n\n\ntwo", "paragraph")
    assert [s.text for s in blocks] == ["one goes on", "two"]
    assert [s.number for s in stretches("one\n\ntwo\fthree", "page")] == [1, 2]


def test_places_are_numbers_ranges_and_lists() -> None:
    assert places_in("9") == (9,)
    assert places_in("9–11, 14") == (9, 10, 11, 14)
    assert places_in("") == ()
    assert places_in("nine") is None


def test_an_editor_s_insertion_stays_in_the_words() -> None:
    stretch = Stretch(1, "He said “We [in Norway] fish.”")
    assert list(stretch.spans("We [in Norway] fish"))
    assert not list(stretch.spans("We fish"))


@pytest.mark.parametrize(
    ("words", "stated"),
    [
        ("$4.1 billion", "4.1 billion USD"),
        ("US$4.1 billion", "4.1 billion USD"),
        ("€3m", None),
        ("1,800 companies", "more than 1800"),
        ("nine schools", "9 schools"),
        ("twenty-five ships", "25 ships"),
        ("two thousand ships", "2 thousand ships"),
        ("one-third of all", "one third"),
        ("three quarters", "three quarters"),
        ("approximately 97%", "about 97%"),
        ("97 per cent", "97%"),
        ("fell by 2.5 percentage points", "-2.5 pp"),
        ("110 million euros", "110 million EUR"),
    ],
)
def test_amounts_in_english_are_read(words: str, stated: str | None) -> None:
    found = list(numerals(words))
    if stated is not None:
        assert any(says(one, parse_quantity(stated)) for one in found), found


@pytest.mark.parametrize(
    ("words", "stated"),
    [
        ("$4.1 billion", "4.1 billion EUR"),
        ("17%", "17 pp"),
        ("17%", "17"),
        ("one-third", "two thirds"),
    ],
)
def test_amounts_of_another_unit_are_not_the_same(words: str, stated: str) -> None:
    assert not any(says(one, parse_quantity(stated)) for one in numerals(words))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("on November 26, they", ["November 26"]),
        ("signed on June 20, 2017.", ["June 20, 2017"]),
        ("on 20 June 2017", ["20 June 2017"]),
        ("in January-September, it", ["January-September"]),
        ("in January to March 2025", ["January to March 2025"]),
        ("as of November 2025,", ["November 2025"]),
        ("in 2027 and 2025–2026", ["2027", "2025–2026"]),
        ("2026-05-04", ["2026-05-04"]),
        ("they may march; $2024 and 2,025 and 2025% are no years", []),
    ],
)
def test_dates_in_english_are_found(words: str, found: list[str]) -> None:
    assert [one.words for one in dates(words)] == found


def test_in_another_language_figures_and_quotations_are_still_found() -> None:
    stretch = Stretch(1, "Der Handel wuchs 2024 um 13,6 %. «Wir freuen uns.» Neun Schulen.")
    kinds = [(one.kind, one.words) for one in findings(stretch, "de")]
    assert kinds == [("date", "2024"), ("numeral", "13,6 %"), ("quotation", "Wir freuen uns.")]
    report = check(*ALL, head=HEAD.replace("language: en", "language: de"))
    assert report.coverage.worded is False


def test_a_text_that_is_not_utf_8_is_an_error() -> None:
    made = loaded(MEETING)
    report = check_source(made.visit, made.places, "note", "Crème".encode("latin-1"))
    assert "the text is not UTF-8 (byte 3)" in told(report)[-1]


@given(st.text(max_size=80))
def test_whatever_the_text_every_finding_lies_in_it(text: str) -> None:
    for stretch in stretches(text, "paragraph"):
        for one in findings(stretch):
            assert stretch.text[one.span.start : one.span.end].strip() == one.words.strip()


def test_the_first_visit_is_what_its_source_says_and_covers_all_of_it() -> None:
    if not FIRST_TEXT.exists():
        pytest.skip("the text of the first visit's source is not on this machine")
    made = load(FIRST)
    report = check_source(made.visit, made.places, "article", FIRST_TEXT.read_bytes())
    assert told(report) == []
    assert report.coverage.unaccounted == ()
    assert report.coverage.found > 20
