"""Templates: what they may print, and what they are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from briefing.blocks import Text, Value
from briefing.errors import TemplateError
from briefing.pipeline import Options, compose_visit
from briefing.sections.printed import Printed
from briefing.sections.templates import Runner, Templates

VISIT = Path(__file__).parent.parent / "visits" / "2025-11-26-bishkek"


def run(tmp_path: Path, template: str, **names: Any) -> tuple[str, Runner]:
    folder = tmp_path / "en"
    folder.mkdir(parents=True)
    (folder / "10-test.md.j2").write_text(template, encoding="utf-8")
    runner = Runner(Templates("en", [tmp_path]), names, {})
    return runner.run("10-test.md.j2"), runner


def refused(tmp_path: Path, template: str, **names: Any) -> str:
    with pytest.raises(TemplateError) as fault:
        run(tmp_path, template, **names)
    return str(fault.value).replace(str(tmp_path), "")


def test_a_value_prints_as_a_reference_never_as_text(tmp_path: Path) -> None:
    value = Value("*4.1* | <b>", "F29")
    text, runner = run(tmp_path, "Trade: {{ x }}.", x=Printed((value,)))
    assert "4.1" not in text
    assert list(runner.references.inlines.values()) == [(value,)]


def test_a_bare_number_is_refused(tmp_path: Path) -> None:
    assert "printed the bare number 7" in refused(tmp_path, "{{ n }}", n=7)
    assert "printed the bare number 12" in refused(tmp_path / "b", "{% set x = 12 %}{{ x }}")


def test_a_macro_prints_its_references_once(tmp_path: Path) -> None:
    text, runner = run(
        tmp_path, "{% macro m(x) %}a {{ x }}{% endmacro %}{{ m(x) }}", x=Printed((Text("b"),))
    )
    assert text.startswith("a ")
    assert len(runner.references.inlines) == 1


def test_capitalised_reaches_through_a_macro(tmp_path: Path) -> None:
    template = "{% macro m(x) %}{{ x }} rose{% endmacro %}{{ m(x)|capitalised }}"
    _, runner = run(tmp_path, template, x=Printed((Value("trade", "F29", "name"),)))
    assert (Value("Trade", "F29", "name^"),) in runner.references.inlines.values()


def test_a_digit_in_a_template_is_refused_with_its_line(tmp_path: Path) -> None:
    assert "10-test.md.j2:3: error: the number 12 is written" in refused(tmp_path, "a\n\nb 12 c")


def test_a_digit_in_a_printed_constant_is_refused(tmp_path: Path) -> None:
    assert "the number 5 is written" in refused(tmp_path, "{{ 'by 5' }}")


def test_digits_put_together_are_refused(tmp_path: Path) -> None:
    assert "is written in the template" in refused(tmp_path, "{{ '20' ~ '24' }}")


def test_a_digit_in_a_condition_is_no_numeral(tmp_path: Path) -> None:
    assert run(tmp_path, "{% if n > 2 %}many{% endif %}", n=3)[0] == "many"


def test_digits_of_plain_text_are_refused(tmp_path: Path) -> None:
    assert "belong to no fact" in refused(tmp_path, "{{ text }}", text="since 1990")


def test_an_unknown_name_is_refused(tmp_path: Path) -> None:
    assert "10-test.md.j2:2: error: 'hots' is undefined" in refused(tmp_path, "a\n{{ hots }}")


def test_a_syntax_error_is_refused_with_its_line(tmp_path: Path) -> None:
    assert "10-test.md.j2:2: error:" in refused(tmp_path, "a\n{% if %}")


@pytest.mark.parametrize(
    "template",
    [
        "{{ x.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ x.inlines.append(x) }}",
        "{% include '/etc/passwd' %}",
        "{% import '../../secret' as s %}",
        "{{ range(99999999999) }}",
        "{{ 'a' * 1000000000 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ 'a'.ljust(1000000000) }}",
        "{{ 'a'|center(1000000000) }}",
    ],
)
def test_a_template_cannot_reach_outside(tmp_path: Path, template: str) -> None:
    assert "error:" in refused(tmp_path, template, x=Printed((Text("a"),)))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("## Second first\n", "Second first"),
        ("# One\n\n### Three\n", "Three"),
        ("# One\n\n- a\n\n  ### In a list\n", "In a list"),
        ("# One\n\n## Two\n\n### Three\n\n## Two again\n", ""),
    ],
)
def test_a_level_of_headings_that_is_left_out_is_refused(
    tmp_path: Path, words: str, found: str
) -> None:
    """Also by the first heading of all, wherever it stands."""
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "00-own.md.j2").write_text(words, encoding="utf-8")
    options = Options(templates=tmp_path)
    if not found:
        compose_visit(VISIT, options)
        return
    with pytest.raises(TemplateError) as fault:
        compose_visit(VISIT, options)
    assert f"found “{found}”" in str(fault.value)
