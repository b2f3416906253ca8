"""Wide tables in the Word file: on pages that are turned, with the same heads and feet as the others."""

from __future__ import annotations

import json
import subprocess
from itertools import pairwise
from pathlib import Path

import docx
import pypdfium2
import pytest
from documents import said
from hypothesis import given
from hypothesis import strategies as st
from programs import program
from word_edits import W, words_of
from word_file import WordFile, small

from briefing.blocks import Block, Caption, Column, Heading, Table, Text
from briefing.compose.columns import with_shares
from briefing.house import in_house
from briefing.lint import lint
from briefing.readback.edits import edits
from briefing.theme import load_theme
from briefing.writers import WRITERS

THEME = load_theme()


def table(number: int, columns: int = 8, rows: int = 3) -> Table:
    """A table of long words: eight of them are wider than an upright page."""
    heads = tuple(Column((Text(f"Verwaltungsbezirk{n}"),)) for n in range(columns))
    cells = tuple(tuple((Text(f"{row}.{n}"),) for n in range(columns)) for row in range(rows))
    caption = Caption((Text("Wide"),), f"Table {number}", f"table-{number}")
    return with_shares(Table(heads, cells, caption), THEME, THEME.page.measure)


def of(*blocks: Block) -> WordFile:
    return WordFile(WRITERS["docx"].write(small(*blocks), THEME))


def turns(word: WordFile) -> list[bool]:
    """For each section in order, whether its pages are turned."""
    sizes = [section.find(W + "pgSz") for section in word.body.iter(W + "sectPr")]
    return [size.get(W + "orient") == "landscape" for size in sizes]


def test_a_table_is_wide_where_its_longest_words_do_not_fit() -> None:
    assert table(1).wide
    assert not table(1, columns=3).wide
    assert sum(column.share for column in table(1).columns) == pytest.approx(1)


def test_a_wide_table_stands_in_a_section_of_its_own_with_its_caption() -> None:
    word = of(said("Before."), table(1), said("After."))
    assert turns(word) == [False, True, False]
    assert [text.split(".")[0] for text in word.blocks()[1:3]] == ["Before", "Table 1"]
    grid = [int(one.get(W + "w")) for one in word.body.iter(W + "gridCol")]
    assert sum(grid) == round(THEME.page.turned_measure * 20)


def test_tables_that_follow_each_other_share_their_pages() -> None:
    assert turns(of(said("Before."), table(1), table(2), said("After."))) == [False, True, False]
    apart = of(said("Before."), table(1), said("Between."), table(2), said("After."))
    assert turns(apart) == [False, True, False, True, False]


def test_every_section_keeps_head_and_foot_and_only_the_first_has_a_first_page() -> None:
    word = of(said("Before."), table(1), said("After."))
    relations = word.relations()
    sections = list(word.body.iter(W + "sectPr"))
    texts = []
    for section in sections:
        kinds = section.findall(W + "headerReference") + section.findall(W + "footerReference")
        rest = [one for one in kinds if one.get(W + "type") == "default"]
        parts = [relations[one.get(one.keys()[-1])][0] for one in rest]
        texts.append([words_of(word.xml(part)) for part in parts])
    assert all(one == other for one, other in pairwise(texts))
    assert [section.find(W + "titlePg") is not None for section in sections] == [True, False, False]


@given(st.lists(st.sampled_from(["wide", "narrow", "words", "heading"]), max_size=8))
def test_any_order_of_tables_makes_no_empty_page_and_no_fault(kinds: list[str]) -> None:
    made: list[Block] = [said("Start.")]
    for nth, kind in enumerate(kinds):
        block: Block = said(f"Words {nth}.")
        if kind == "heading":
            block = Heading(1, (Text(f"Heading {nth}"),), f"heading-{nth}")
        elif kind != "words":
            block = table(nth, 8 if kind == "wide" else 2)
        made.append(block)
    word = of(*made)
    found = turns(word)
    assert all(one != other for one, other in pairwise(found))
    assert not found[-1]
    assert [one.message for one in lint(word.content, "x")] == []
    assert not edits(word.content)


def test_validator_and_libreoffice_agree(tmp_path: Path) -> None:
    word = of(said("Before."), table(1), said("After."))
    file = tmp_path / "turned.docx"
    file.write_bytes(word.content)
    done = subprocess.run(
        [program("ooxml-validator"), file], check=False, capture_output=True, text=True, timeout=120
    )
    assert json.loads(done.stdout)["errors"] == []
    command = [program("soffice"), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
               "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pages = pypdfium2.PdfDocument(tmp_path / "turned.pdf")
    assert [page.get_width() > page.get_height() for page in pages] == [False, True, False]
    assert all("Head" in page.get_textpage().get_text_range() for page in pages)


def test_in_a_house_template_the_pages_turn_as_well(tmp_path: Path) -> None:
    own = docx.Document()
    own.sections[0].header.paragraphs[0].text = "MINISTRY"
    own.save(str(tmp_path / "ministry.docx"))
    ours = of(said("Before."), table(1), said("After.")).content
    word = WordFile(in_house(ours, (tmp_path / "ministry.docx").read_bytes(), "ministry.docx"))
    assert turns(word) == [False, True, False]
    heads = {one.get(one.keys()[-1]) for one in word.body.iter(W + "headerReference")}
    (head,) = {word.relations()[id][0].lstrip("/") for id in heads}
    assert words_of(word.xml(head)).startswith("MINISTRY")
    assert lint(word.content, "x") == ()
