"""The bench says what is so: every peer is given every block, and its tables come out. No test here asks how fast."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from documents import DOCUMENTS

from briefing.blocks import Chart, Document, Table, Text, Value, leaves
from briefing.theme import load_theme

ROOT = Path(__file__).parent.parent
BENCH = ROOT / "tests" / "bench"
sys.path.insert(0, str(BENCH))

from as_html import html  # noqa: E402
from as_markdown import markdown  # noqa: E402
from as_story import platypus, register  # noqa: E402
from as_template import template, values  # noqa: E402
from as_typst import typst  # noqa: E402
from pictures import draw_pictures, svg_with_text  # noqa: E402
from sampled import PARTS, shares  # noqa: E402
from varied import long_paragraph, long_table, varied  # noqa: E402


def printed(part: Any) -> Iterator[str]:
    """What a document prints; of a chart its subtitle and note, for the rest of it is its caption or drawn."""
    match part:
        case Text(text) | Value(text):
            yield text
        case Chart():
            yield from printed((part.subtitle, part.note))
        case Table():
            yield from printed((part.columns, part.rows, part.caption))
        case tuple():
            for one in part:
                yield from printed(one)
        case _ if is_dataclass(part):
            for field in fields(part):
                yield from printed(getattr(part, field.name))


def words(document: Document) -> list[str]:
    """Words of letters alone, which no language writes otherwise."""
    said = " ".join(printed((document.title, document.blocks))).split()
    return [word for word in said if word.isascii() and word.isalpha()]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_peer_is_given_every_word_of_every_block(name: str, tmp_path: Path) -> None:
    document = DOCUMENTS[name]()
    for made in (
        html(document, load_theme("default"), tmp_path),
        typst(document, tmp_path),
        markdown(document, tmp_path),
        json.dumps(values(document, tmp_path), ensure_ascii=False),
    ):
        assert [word for word in words(document) if word not in made] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_platypus_sets_every_document(name: str) -> None:
    theme = load_theme("default")
    register(theme)
    assert platypus(DOCUMENTS[name](), theme).startswith(b"%PDF")


def test_the_converters_have_a_case_for_every_block_and_every_inline() -> None:
    """mypy's `exhaustive-match`, and `assert_never` at the end of each match."""
    files = sorted(str(file) for file in BENCH.glob("*.py"))
    run = subprocess.run(
        [sys.executable, "-m", "mypy", *files],
        cwd=ROOT,
        env={**os.environ, "MYPYPATH": f"{ROOT}{os.pathsep}{BENCH}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_the_template_names_every_kind_of_paragraph() -> None:
    assert template().startswith(b"PK")


def test_a_varied_document_has_the_same_words_in_another_order() -> None:
    document = DOCUMENTS["typical"]()
    other = varied(document, 1)
    before, after = (sorted(" ".join(printed(one.blocks)).split()) for one in (document, other))
    assert other != document
    assert before == after


def test_what_is_to_grow_grows() -> None:
    document = DOCUMENTS["typical"]()
    (table,) = long_table(document, 40).blocks
    assert len(table.rows) == 40  # type: ignore[union-attr]
    (paragraph,) = long_paragraph(document, 500).blocks
    (text,) = leaves(paragraph.content)  # type: ignore[union-attr]
    assert isinstance(text, Text)
    assert len(text.text) == 500


def test_shares_are_of_parts_that_exist_and_sum_to_the_whole() -> None:
    writer = ROOT / "briefing" / "writers" / "pdf"
    own = {file.name for file in writer.glob("*.py")} - {"__init__.py"}
    told = {file for files in PARTS.values() for file in files}
    assert own - told == set(), "say in sampled.py which part of the work this is"
    found = dict(shares(lambda: sum(range(3_000_000)), 3))
    assert sum(found.values()) == pytest.approx(1.0)


def test_pictures_keep_their_text_as_text(tmp_path: Path) -> None:
    theme, document = load_theme("default"), DOCUMENTS["typical"]()
    figures = [block for block in document.blocks if type(block).__name__ == "Figure"]
    draw_pictures(document.blocks, theme, tmp_path)
    assert figures
    for figure in figures:
        drawing = figure.chart.drawing  # type: ignore[union-attr]
        assert svg_with_text(drawing, theme).count("<text") == sum(
            type(item).__name__ == "TextRun" for item in drawing.items
        )
        assert (tmp_path / figure.chart.key).with_suffix(".png").is_file()  # type: ignore[union-attr]


def run(script: str, *options: str) -> str:
    """What a script of the bench prints."""
    done = subprocess.run(
        [sys.executable, str(BENCH / script), *options],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_bench_runs_and_tells_a_peer_that_is_not_installed(tmp_path: Path) -> None:
    told = run("brief.py", "--runs", "3", "--peers", str(tmp_path))
    assert told.count("not installed") == 4
    assert all(part in told for part in ("fonts", "layout", "tagging", "save", "Growth"))


@pytest.mark.slow
def test_the_bench_of_many_briefs_runs_and_draws(tmp_path: Path) -> None:
    plot = tmp_path / "growth.svg"
    short = ("--counts", "2,4", "--memory", "2", "--resumed", "6", "--beside", "2")
    told = run("many.py", *short, "--peers", str(tmp_path), "--plot", str(plot))
    assert told.count("not installed") == 4
    assert "editions: {'1': 6}" in told
    assert plot.read_text(encoding="utf-8").startswith("<?xml")
