"""Signs that hang into the margin: quotation marks, stops and hyphens, so that the edges of text look straight."""

from __future__ import annotations

from dataclasses import replace

import pytest
from documents import DOCUMENTS, said, table, words
from hypothesis import given
from hypothesis import strategies as st
from page_boxes import Ink, characters

from briefing.blocks import Document, Quotation
from briefing.theme import Theme, load_theme
from briefing.writers.pdf import write_pdf
from briefing.writers.pdf.linebreak import Item, break_lines

THEME = load_theme()
LEFT, RIGHT = THEME.page.left, THEME.page.left + THEME.page.measure
FILLER = "several plain words without any sign make this paragraph long enough to fill a number of lines "


def lines(document: Document, theme: Theme = THEME) -> list[list[Ink]]:
    """The characters of each line between title and foot, from left to right."""
    shown = next(characters(write_pdf(document, theme)))
    heights = sorted({round(one.baseline, 1) for one in shown}, reverse=True)[1:-1]
    return [
        sorted((o for o in shown if abs(o.baseline - h) < 0.2), key=lambda o: o.left)
        for h in heights
    ]


def page_of(*blocks: object) -> Document:
    return replace(DOCUMENTS["smallest"](), blocks=blocks)


def justified() -> Theme:
    return replace(THEME, roles={**THEME.roles, "body": replace(THEME.role("body"), justify=True)})


@pytest.mark.parametrize("sign", ["“", "‘", "«"])
def test_an_opening_quotation_mark_stands_mostly_left_of_the_edge(sign: str) -> None:
    quoted, plain = lines(page_of(said(f"{sign}Home."))), lines(page_of(said("Home.")))
    mark, letter = quoted[0][:2]
    assert mark.left < LEFT < mark.right
    assert letter.left - plain[0][0].left < (mark.right - mark.left)


def test_other_first_letters_stand_at_the_edge() -> None:
    (line,) = lines(page_of(said("Home.")))
    assert abs(line[0].left - LEFT) < 1


def test_in_justified_text_stops_hang_out_and_letters_end_flush() -> None:
    text = " ".join(
        f"a{'b' * (nth % 7)}{sign} it was" for nth, sign in enumerate([",", "", ".", ""] * 40)
    )
    found = lines(page_of(said(text)), justified())[:-1]
    stops = [line[-1].right - RIGHT for line in found if line[-1].text in ".,"]
    letters = [line[-1].right - RIGHT for line in found if line[-1].text.isalpha()]
    assert stops
    assert letters
    assert all(0.2 < over < 2.5 for over in stops)
    assert all(abs(over) < 0.8 for over in letters)


def test_a_hyphen_at_the_end_of_a_justified_line_hangs_out() -> None:
    words_ = "internationalisation administrative representatives incomprehensibilities " * 12
    found = lines(page_of(said(words_)), justified())[:-1]
    over = [line[-1].right - RIGHT for line in found if line[-1].text in "-\u00ad\u2010\ufffe\x02"]
    assert over
    assert all(0.5 < one < 3 for one in over)


def test_nothing_hangs_in_cells_set_to_the_right() -> None:
    items: list[Item[str]] = [
        Item("box", 60.0, "a", right=5.0), Item("glue", 3.0, " "),
        Item("box", 38.5, "b.", right=5.0), Item("penalty", cost=float("-inf")),
    ]  # fmt: skip
    assert len(break_lines(items, 100.0, justify=False)) == 2
    assert len(break_lines(items, 100.0, justify=False, hanging=True)) == 1


def test_in_a_table_every_cell_begins_at_the_edge_of_its_column() -> None:
    heads = (("One", 0.5, False), ("Two", 0.5, False))
    found = lines(page_of(table(0, "", heads, ("“Quoted”", "plain", "plain", "“quoted”"))))
    firsts = [
        next(one for one in line if one.text in word)
        for line, word in zip(found[1:], ("“", "p"), strict=True)
    ]
    assert abs(firsts[0].left - firsts[1].left) < 1.2


def test_a_quotation_begins_flush_with_its_letters() -> None:
    found = lines(page_of(Quotation(words(f"“{FILLER * 3}”"), words("A person"))))
    first, second = found[0], found[1]
    assert first[0].text == "“"
    assert first[0].left < second[0].left - 1


@given(
    st.lists(
        st.tuples(st.floats(1, 60), st.floats(0, 5), st.floats(0, 5)), min_size=1, max_size=40
    ),
    st.booleans(),
)
def test_no_line_is_longer_than_its_measure_and_what_hangs_out(
    boxes: list[tuple[float, float, float]], justify: bool
) -> None:
    items: list[Item[str]] = []
    for width, left, right in boxes:
        items += [Item("box", width, "x", left=min(left, width / 2), right=min(right, width / 2))]
        items += [Item("glue", 3.0, " ", 1.5 if justify else 0.0, 0.75 if justify else 0.0)]
    items[-1] = Item("penalty", cost=float("-inf"))
    start = 0
    for end in break_lines(items, 80.0, justify=justify, hanging=True):
        inside = [item for item in items[start : end.at] if item.kind == "box"]
        glue = [item for item in items[start : end.at] if item.kind == "glue"]
        least = sum(b.width for b in inside) + sum(g.width - g.shrink for g in glue)
        assert least <= 80.0 + inside[0].left + inside[-1].right + 0.01
        start = end.at + 1
