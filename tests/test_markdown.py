"""The Markdown of sections: what each construct becomes, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.blocks import (
    Block,
    BulletList,
    Callout,
    Emphasis,
    Heading,
    Inlines,
    KeyFigures,
    Paragraph,
    Quotation,
    Strong,
    Table,
    Text,
    Value,
    plain,
)
from briefing.errors import TemplateError
from briefing.markdown import Reader


def read(text: str, references: dict[str, Inlines] | None = None) -> tuple[Block, ...]:
    return Reader(references or {}, {}, "Left out").read(text, "30-trade.md.j2")


def test_a_heading_opens_a_section() -> None:
    assert read("# Trade") == (Heading(1, (Text("Trade"),)),)


def test_emphasis_is_kept() -> None:
    assert read("a *b* **c**") == (
        Paragraph((Text("a "), Emphasis((Text("b"),)), Text(" "), Strong((Text("c"),)))),
    )


def test_a_line_before_a_table_is_its_caption() -> None:
    (table,) = read("Table: Figures\n\n| A | B |\n|---|--:|\n| x | y |")
    assert isinstance(table, Table)
    assert table.caption is not None
    assert plain(table.caption.content) == "Figures"
    assert [column.align for column in table.columns] == ["left", "right"]
    assert [[plain(cell) for cell in row] for row in table.rows] == [["x", "y"]]


def test_a_callout_holds_blocks() -> None:
    (callout,) = read("::: callout caution Check *before* use\n- one\n- another\n:::")
    assert isinstance(callout, Callout)
    assert plain(callout.title) == "Check before use"
    assert isinstance(callout.content[0], BulletList)


def test_a_callout_without_content_is_left_out() -> None:
    assert read("::: callout caution Check\n\n:::") == ()


def test_a_key_figure_has_three_lines() -> None:
    (strip,) = read("::: key-figures\n- big\\\n  label\\\n  who\n:::")
    assert isinstance(strip, KeyFigures)
    tile = strip.tiles[0]
    assert [plain(tile.figure), plain(tile.label), plain(tile.attribution)] == [
        "big",
        "label",
        "who",
    ]


def test_a_quotation_has_words_and_a_speaker() -> None:
    assert read("::: quotation\nWords.\n\nWho\n:::") == (
        Quotation((Text("Words."),), (Text("Who"),)),
    )


def test_containers_nest() -> None:
    heading, paragraph = read("::: annex Ledger\n::: small\ntext\n:::\n:::")
    assert heading == Heading(1, (Text("Ledger"),), "annex")
    assert paragraph == Paragraph((Text("text"),), "small")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("::: callout caution Check", "never closed"),
        (":::", "never opened"),
        ("::: carousel\n:::", 'no container is called "carousel"'),
        ("![](chart:nothing)", 'no chart is called "chart:nothing"'),
        ("::: key-figures\n- only one line\n:::", "three lines"),
        ("> a quote", "has no place in a brief"),
    ],
)
def test_what_cannot_be_placed_is_refused_with_the_file(text: str, reason: str) -> None:
    with pytest.raises(TemplateError) as refused:
        read(text)
    assert reason in str(refused.value)
    assert "30-trade.md.j2" in str(refused.value)


def test_html_is_text() -> None:
    assert plain(read("a <b>c</b> & d")[0].content) == "a <b>c</b> & d"  # type: ignore[union-attr]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co"]), min_size=1))
def test_any_text_in_a_reference_survives_everywhere(text: str) -> None:
    reference = "\ue0000\ue001"
    value = Value(text, "F01")
    blocks = read(
        f"# {reference}\n\n- {reference}\n\n| h |\n|---|\n| {reference} |\n\n**{reference}**",
        {reference: (value,)},
    )
    heading, bullets, table, strong = blocks
    assert isinstance(heading, Heading)
    assert isinstance(bullets, BulletList)
    assert isinstance(table, Table)
    assert heading.content == (value,)
    assert bullets.items[0] == (Paragraph((value,)),)
    assert table.rows == (((value,),),)
    assert strong == Paragraph((Strong((value,)),))
