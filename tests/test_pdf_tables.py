"""Columns: near their shares, and wide enough that no word of a cell is broken where that can be."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from documents import DOCUMENTS, table, words
from hypothesis import given
from hypothesis import strategies as st
from pdf_file import elements, page_texts

from briefing.blocks import Column, Document, Mark, Strong, Table, Value
from briefing.theme import Theme, load_theme
from briefing.writers.pdf import write_pdf
from briefing.writers.pdf.tables import fitted

WIDTH = st.floats(5, 300)


def shown(block: Table, theme: Theme | None = None) -> str:
    made = DOCUMENTS["smallest"]()
    document = Document(made.meta, made.title, (), made.first, made.rest, (block,))
    return "".join(page_texts(write_pdf(document, theme or load_theme())))


def test_columns_that_hold_their_words_keep_their_shares() -> None:
    assert fitted([100, 200], [50, 60]) == [100, 200]


def test_a_column_grows_for_its_widest_word_at_the_cost_of_one_with_room() -> None:
    assert fitted([50, 190, 60], [70, 60, 60]) == [70, 170, 60]


@given(st.lists(st.tuples(WIDTH, WIDTH), min_size=1, max_size=8))
def test_columns_fill_the_measure_and_no_word_breaks_while_all_fit(
    columns: list[tuple[float, float]],
) -> None:
    given_ = [width for width, _ in columns]
    least = [word for _, word in columns]
    made = fitted(given_, least)
    assert sum(made) == pytest.approx(sum(given_))
    assert min(made) > 0
    if sum(least) <= sum(given_):
        assert all(width >= word - 1e-6 for width, word in zip(made, least, strict=True))


def test_no_word_breaks_on_narrower_or_wider_paper(tmp_path: Path) -> None:
    path = tmp_path / "letter.toml"
    path.write_text('[page]\nsize = "Letter"\nleft = 90\n', encoding="utf-8")
    heads = ("Fact", "Period", "Statement", "Stated by", "Unit")
    shares = (0.03, 0.05, 0.82, 0.05, 0.05)
    columns = tuple(Column(words(h), share=s) for h, s in zip(heads, shares, strict=True))
    row = ("F01", "Jan–Sep", "What was said " * 9, "undetermined", "milliard")
    text = shown(Table(columns, (tuple(words(cell) for cell in row),)), load_theme(str(path)))
    for word in ("Fact", "Period", "undetermined", "milliard"):
        assert word in text


def test_words_beside_a_mark_are_not_broken_in_a_narrow_column() -> None:
    status = words(Mark("ring"), " ", Strong((Value("Being explored", "F38"),)))
    block = Table((Column(words("Status"), share=0.1), Column(words("What"), share=0.9)),
                  ((status, words("a plant")),))  # fmt: skip
    assert "explored" in shown(block)


def test_without_shares_columns_are_equal() -> None:
    heads = (("One", 0.0, False), ("Two", 0.0, True))
    assert "One" in shown(table(0, "", heads, ("1", "2")))


def test_a_table_without_rows_still_has_its_head() -> None:
    block = Table((Column(words("Head")),), ())
    assert "Head" in shown(block)
    made = DOCUMENTS["smallest"]()
    document = Document(made.meta, made.title, (), made.first, made.rest, (block,))
    with pikepdf.open(BytesIO(write_pdf(document, load_theme()))) as pdf:
        (table,) = (one for one in elements(pdf.Root.StructTreeRoot) if one.S == "/Table")
        assert [str(kid.S) for kid in table.K] == ["/TR"]
