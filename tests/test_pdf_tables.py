"""Columns: near their shares, and wide enough that no word of a cell is broken where that can be."""

from __future__ import annotations

import pytest
from documents import DOCUMENTS, table, words
from hypothesis import given
from hypothesis import strategies as st
from pdf_file import page_texts

from briefing.blocks import Column, Document, Mark, Strong, Table, Value
from briefing.theme import load_theme
from briefing.writers.pdf import write_pdf
from briefing.writers.pdf.tables import fitted

WIDTH = st.floats(5, 300)


def shown(block: Table) -> str:
    made = DOCUMENTS["smallest"]()
    document = Document(made.meta, made.title, (), made.first, made.rest, (block,))
    return "".join(page_texts(write_pdf(document, load_theme())))


def test_columns_that_hold_their_words_keep_their_shares() -> None:
    assert fitted([100, 200], [50, 60], [90, 900], 300) == [100, 200]


def test_a_column_grows_for_its_widest_word_at_the_cost_of_one_with_room() -> None:
    assert fitted([50, 250], [70, 60], [200, 100], 300) == [70, 230]


def test_a_cell_that_nearly_fits_on_one_line_gets_it() -> None:
    assert fitted([50, 250], [40, 60], [60, 900], 300) == [60, 240]


@given(st.lists(st.tuples(WIDTH, WIDTH, WIDTH), min_size=1, max_size=8))
def test_columns_always_fill_the_measure_and_none_vanishes(
    columns: list[tuple[float, float, float]],
) -> None:
    given_ = [width for width, _, _ in columns]
    least = [min(word, line) for _, word, line in columns]
    made = fitted(given_, least, [line for _, _, line in columns], sum(given_))
    assert sum(made) == pytest.approx(sum(given_))
    assert min(made) > 0


def test_words_beside_a_mark_are_not_broken_in_a_narrow_column() -> None:
    status = words(Mark("ring"), " ", Strong((Value("Being explored", "F38"),)))
    block = Table((Column(words("Status"), share=0.1), Column(words("What"), share=0.9)),
                  ((status, words("a plant")),))  # fmt: skip
    assert "explored" in shown(block)


def test_without_shares_columns_are_equal() -> None:
    heads = (("One", 0.0, False), ("Two", 0.0, True))
    assert "One" in shown(table(0, "", heads, ("1", "2")))


def test_a_table_without_rows_still_has_its_head() -> None:
    assert "Head" in shown(Table((Column(words("Head")),), ()))
