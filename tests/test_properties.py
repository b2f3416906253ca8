"""What must hold for any text in a fact: it prints as typed in every file, or is refused by name."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from any_visit import visits
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from word_file import WordFile

from briefing.errors import BriefingError
from briefing.facts.model import Visit
from briefing.load.dump import dump
from briefing.pipeline import Options, build

_VISIT = """
visit:
  {{title: {title}, type: visit, dates: 2025-11-26, outcome: [F01],
  host: {{country: KG}}, guest: {{country: RU}}}}
brief: {{as_of: 2025-11-27}}
people: {{p: {{name: {text}, office: {text}}}}}
sources: {{s: {{kind: report, title: {text}, language: en, place: paragraph}}}}
measures: {{m: {{name: {text}, unit: USD, kind: flow, topic: trade}}}}
facts:
  F01: {{statement: {text}, topic: outcome, at: s 1}}
  F02: {{value: 4.1 billion USD, measure: m, period: 2024, remark: {text}, by: p, mode: quoted, at: s 2}}
  F03: {{project: {text}, where: {text}, status: planned, topic: energy, at: s 3}}
  F04: {{document: {text}, type: {text}, at: s 4}}
  F05: {{quotation: {text}, topic: relations, by: p, mode: quoted, at: s 5}}
"""

_MARKUP = ["& < > * _ | { } [ ]", "**a** _b_ `c`", "# x", "- y", "1. z", "| a | b |", "![](chart:x)",
           "{{ x }} {% y %}", "<w:t>&amp;</w:t>", "“quoted” 'and' \"more\"", "::: callout", "a  b",
           "Өмүрбекова Чынара", "Nguyễn Thị Ánh", "Παπαδόπουλος", "5 < 6 > 4 & 3"]  # fmt: skip


def facts_file(folder: Path, text: str) -> Path:
    quoted = json.dumps(text, ensure_ascii=False)
    (folder / "visit.yaml").write_text(
        _VISIT.format(text=quoted, title=json.dumps("A visit")), encoding="utf-8"
    )
    return folder


def squeezed(text: str) -> str:
    """Text without spaces: lines may break anywhere in a file."""
    return "".join(text.split())


def survives(folder: Path, text: str) -> None:
    """Printed as typed in both files, at least once for each place it stands in; or refused."""
    try:
        built = build(facts_file(folder, text), Options(formats=("docx", "text")))
    except BriefingError as refused:
        assert refused.diagnostics
        assert all(d.message and d.place.file for d in refused.diagnostics)
        return
    wanted = squeezed(text)
    body = WordFile(built.files["brief.docx"])
    word = squeezed("".join(t.text or "" for t in body.body.iter("{*}t")))
    plain = squeezed(built.files["brief.txt"].decode())
    assert word.count(wanted) >= 5
    assert plain.count(wanted) >= 5


@pytest.mark.parametrize("text", _MARKUP)
def test_markup_in_a_fact_is_text(tmp_path: Path, text: str) -> None:
    survives(tmp_path, text)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(min_size=1, max_size=60).map(lambda t: unicodedata.normalize("NFC", t)))
def test_any_text_survives_or_is_refused(tmp_path: Path, text: str) -> None:
    survives(tmp_path, text)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],  # a build takes its time: shrinking takes minutes
)
@given(visit=visits())
def test_any_valid_visit_builds_or_is_refused_with_a_reason(tmp_path: Path, visit: Visit) -> None:
    (tmp_path / "visit.yaml").write_text(dump(visit), encoding="utf-8")
    try:
        built = build(tmp_path, Options(formats=("docx", "pdf", "text")))
    except BriefingError as refused:
        assert all(d.message and d.place.file for d in refused.diagnostics)
        return
    assert set(built.files) == {"brief.docx", "brief.pdf", "brief.txt"}
    assert WordFile(built.files["brief.docx"]).blocks()
    text = built.files["brief.txt"].decode()
    for sign in ("{{", "{%", "None", "Undefined", "\ue000"):
        assert sign not in text or sign in dump(visit)
