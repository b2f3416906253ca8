"""The JSON Schema of facts files: it accepts what loads, refuses what cannot, and editors use it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from any_visit import visits
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from language_server import LanguageServer, language_server
from programs import program

from briefing.charts import KINDS
from briefing.facts.chart_specs import CHART_KINDS
from briefing.facts.model import FACT_KINDS, Visit
from briefing.load.dump import dump
from briefing.load.schema import json_schema, schema_text

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / "assets" / "visit.schema.json"
FIRST = ROOT / "visits" / "2025-11-26-bishkek" / "visit.yaml"
SHIPPED = sorted([*ROOT.glob("visits/*/visit.yaml"), *ROOT.glob("tests/visits/*/visit.yaml")])

BROKEN = """# yaml-language-server: $schema=visit.schema.json
visit: {title: A visit, type: working visit, dates: 2026-05-04, host: {country: NO}, guest: {country: CL}}
brief: {as_of: 2026-05-05}
facts:
  A1: {value: 3 million USD, mesure: trade, period: 2024, at: note 1}
  A2: {project: Bridge, status: planed, at: note 1}
  A3: {topic: trade, at: note 1}
"""


class _Core(yaml.SafeLoader):
    """YAML 1.2 as editors read it: numbers and true are typed, days and `yes` are text."""


_Core.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", "true|false|True|False|TRUE|FALSE", "tfTF"),
    ("null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", "[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    _Core.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first)
    )


def as_editors_read(text: str) -> Any:
    def number(loader: _Core, node: yaml.ScalarNode) -> int:
        return int(node.value, 0 if node.value[:2] in ("0o", "0x") else 10)

    _Core.add_constructor("tag:yaml.org,2002:int", number)
    return yaml.load(text, _Core)


def faults(text: str) -> list[str]:
    validator = Draft202012Validator(json_schema())
    return [f"{e.json_path}: {e.message}" for e in validator.iter_errors(as_editors_read(text))]


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(json_schema())


def test_the_file_for_editors_is_up_to_date() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(), (
        "write briefing.load.schema.schema_text() to assets/visit.schema.json"
    )


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_every_visit_in_the_repository_is_accepted(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


@given(visits())
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_loads_is_accepted(visit: Visit) -> None:
    assert faults(dump(visit)) == []


@pytest.mark.parametrize(
    "stated",
    [
        "value: 4.1 billion USD, period: 2024",
        "value: 9, period: 2024-05",
        "value: 9, period: '2024'",
        "value: not stated, period: 2026-05-04",
        "value: 9, resolved: {last year: 2024, because: F18}",
        "value: 9, resolved: [{last year: 2024, because: F18}, {now: no, because: yes}]",
        "value: 9, topic: 12:30, remark: 1e3, words: 0x1F, missing: [1, true]",
        "value: 9, remark: ",
        "value: ~, withheld: secret",
        "withheld: secret",
        "withheld: secret, against: 2023, period: 2024",
    ],
)
def test_scalars_of_any_type_are_text(stated: str) -> None:
    head = BROKEN.split("facts:", maxsplit=1)[0]
    assert faults(f"{head}facts:\n  A1: {{{stated}, measure: trade, at: note 1}}\n") == []


@pytest.mark.parametrize(
    "stated",
    [
        "value: 9, measure: trade, at: note 1, foo: bar",
        "value: , measure: trade, at: note 1",
        "value: 9, measure: trade",
        "value: [9], measure: trade, at: note 1",
        "value: 9, measure: trade, at: note 1, status: planed",
        "change: 3%, measure: trade, at: note 1",
        "topic: trade, at: note 1",
        "value: 9, project: Bridge, measure: trade, at: note 1",
        "id: A1, statement: one, at: note 1",
    ],
)
def test_what_cannot_load_for_its_shape_is_refused(stated: str) -> None:
    head = BROKEN.split("facts:", maxsplit=1)[0]
    assert faults(f"{head}facts:\n  A1: {{{stated}}}\n")


def test_every_part_and_kind_is_described() -> None:
    definitions = json_schema()["$defs"]
    for name in (*(kind.__name__ for kind in FACT_KINDS.values()), "VisitHead", "Measure"):
        assert definitions[name]["description"], name
    for key in ("by", "mode", "at", "words", "missing", "about"):
        assert definitions["StatementFact"]["properties"][key]["description"], key


# ------------------------------------------------------------------------------ real editors


@pytest.fixture(scope="module")
def server() -> Iterator[LanguageServer]:
    with language_server(program("yaml-language-server")) as running:
        yield running


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_an_editor_finds_nothing_wrong_in_a_visit(server: LanguageServer, path: Path) -> None:
    assert server.diagnostics(path) == []


def test_an_editor_marks_what_is_wrong_on_its_line(server: LanguageServer, tmp_path: Path) -> None:
    shutil.copy(SCHEMA, tmp_path)
    path = tmp_path / "visit.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    told = server.diagnostics(path)
    assert {line for line, _ in told} == {5, 6, 7}
    assert any("mesure is not allowed" in message for _, message in told)
    assert any('"planned"' in message for _, message in told)


def test_an_editor_offers_the_keys_of_the_kind_of_fact(
    server: LanguageServer, tmp_path: Path
) -> None:
    shutil.copy(SCHEMA, tmp_path)
    path = tmp_path / "offers.yaml"
    text = BROKEN.split("facts:", maxsplit=1)[0] + "facts:\n  A1:\n    document: treaty\n    \n"
    path.write_text(text, encoding="utf-8")
    server.diagnostics(path)
    offered = server.completions(path, 7, 5)
    assert {"amends", "signed_by", "at"} <= set(offered)
    assert "goal" not in offered


def test_the_first_line_of_a_visit_names_the_schema() -> None:
    for path in SHIPPED:
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        named = first.removeprefix("# yaml-language-server: $schema=")
        assert (path.parent / named).resolve() == SCHEMA.resolve()


def test_the_kinds_of_chart_that_a_facts_file_may_name_are_those_that_can_be_drawn() -> None:
    assert set(CHART_KINDS) == set(KINDS)


def test_the_schema_is_small_enough_to_read() -> None:
    assert len(json.dumps(json_schema())) < 64 * 1024
