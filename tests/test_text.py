"""The text form: the document's words in order, with just enough signs to tell the blocks apart."""

from __future__ import annotations

import re

import pytest
from word_file import small
from word_samples import HARD, callout, chart, everything, said, table, words

from briefing.blocks import (
    Block,
    BulletList,
    Caption,
    Emphasis,
    Figure,
    Heading,
    KeyFigure,
    KeyFigures,
    LineBreak,
    Link,
    Note,
    NoteList,
    NoteRef,
    OrderedList,
    PageBreak,
    Quotation,
    Strong,
)
from briefing.theme import load_theme
from briefing.writers import WRITERS
from briefing.writers.text import furniture_lines, text_blocks

CASES: dict[str, tuple[Block, str]] = {
    "a heading has a sign more than its level, the title has one": (Heading(2, words("Goods")), "### Goods"),
    "strong and emphasised words print plain": (said(Strong(words("a")), Emphasis(words("b"))), "ab"),
    "a link shows its address": (
        said(Link(words("here"), "https://example.org")),
        "here <https://example.org>",
    ),
    "an address that is printed is not repeated": (
        said(Link(words("a@b.example"), "mailto:a@b.example")),
        "a@b.example",
    ),
    "note references stand in brackets": (
        said("x", NoteRef("n", "1", "r"), NoteRef("c", "a", "s", ",")),
        "x[1],[a]",
    ),
    "a line break breaks the line": (said("a", LineBreak(), "b"), "a\nb"),
    "lists keep their depth": (
        BulletList(((said("a"), OrderedList(((said("b"),), (said("c"),)), 3)),)),
        "- a\n  3. b\n  4. c",
    ),
    "a table is its caption and its rows": (
        table(),
        "Table 1. Figures, as stated\nMeasure | Value | On\n Trade | $4.1 billion | 2024[1]\n"
        " Share | 22% | –\n Firms | 1,800 | –",
    ),
    "a figure is its caption, subtitle, alternative text and note": (
        Figure(chart("A bar."), Caption(words("Up"), "Figure 1", "f")),
        "Figure 1. Up\nbillion dollars\n[Alternative text: A bar.]\nDark: stated.",
    ),
    "a tile is three lines": (
        KeyFigures((KeyFigure(words(Strong(words("$4")), " billion"), words("trade"), words("Putin")),)),
        "$4 billion\ntrade\nPutin",
    ),
    "a quotation is followed by its speaker": (Quotation(words("“x”"), words("S")), "“x”\nS"),
    "a note begins with its label": (
        NoteList("calculations", (Note("a", "n", words("1 + 1")),)),
        "a. 1 + 1",
    ),
    "a callout says its kind": (
        callout("caution"),
        "::: caution\nTitle of caution\nFirst words.\n- Bullet\n  More of the bullet\n- Second bullet\n"
        "5. Five\n   - Inner\n6. Six\n:::",
    ),
    "a page break is seen": (PageBreak(), "[Page break]"),
    "signs of markup print as typed": (said(HARD), HARD),
}  # fmt: skip


@pytest.mark.parametrize("rule", CASES)
def test_form(rule: str) -> None:
    block, expected = CASES[rule]
    written = WRITERS["text"].write(small(block), load_theme()).decode()
    assert written.endswith(f"# A title\n\n{expected}\n")


def test_furniture_stands_first_and_once_where_all_pages_have_the_same() -> None:
    lines = WRITERS["text"].write(small(), load_theme()).decode().splitlines()
    assert lines[:2] == [
        "[Head, first page: Head | right]",
        "[Foot, first page: Foot | centre | {page} / {pages}]",
    ]
    assert sum(line.startswith("[Head") for line in lines) == 1


def test_a_traffic_light_label_is_part_of_head_and_foot() -> None:
    document = everything()
    assert furniture_lines(document.rest, document) == (
        "Later pages | Edition 1 | TLP:AMBER+STRICT",
        "Page {page} of {pages} | TLP:AMBER+STRICT",
    )


def test_the_blocks_words_can_be_had_as_they_stand_on_the_page() -> None:
    document = small(said("x", NoteRef("n", "1", "r"), NoteRef("c", "a", "s", ",")))
    assert text_blocks(document) == ("A title", "x[1],[a]")
    assert text_blocks(document, bracketed=False) == ("A title", "x1,a")


def test_the_text_form_holds_every_blocks_words_in_order() -> None:
    written = WRITERS["text"].write(everything(), load_theme()).decode()
    written = re.sub(r" <https://[^>]*>", "", written)
    at = 0
    for block in text_blocks(everything()):
        for line in block.split("\n"):
            assert line in written[at:]
            at = written.index(line, at) + len(line)
