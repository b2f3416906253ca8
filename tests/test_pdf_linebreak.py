"""Lines: total fit over boxes, glue and penalties, for any words in any measure."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefing.writers.pdf.linebreak import FORCED, Break, Item, break_lines

WIDTHS = st.lists(st.integers(1, 60), min_size=1, max_size=60)


def paragraph(widths: list[int], stretch: float = 2.0) -> list[Item[str]]:
    items: list[Item[str]] = []
    for nth, width in enumerate(widths):
        if nth:
            items.append(Item("glue", 4.0, " ", stretch=stretch, shrink=1.0))
        items.append(Item("box", float(width), str(nth)))
    return [*items, Item("penalty", cost=FORCED)]


def lines(items: list[Item[str]], ends: list[Break]) -> list[list[Item[str]]]:
    made, start = [], 0
    for end in ends:
        made.append([item for item in items[start : end.at] if item.kind != "penalty"])
        start = end.at + 1
    return made


@given(WIDTHS, st.integers(60, 200))
def test_a_ragged_line_is_never_wider_than_the_measure(widths: list[int], measure: int) -> None:
    items = paragraph(widths)
    for line in lines(items, break_lines(items, measure, justify=False)):
        assert sum(item.width for item in line) <= measure + 0.02


@given(WIDTHS, st.integers(10, 200), st.booleans())
def test_every_word_is_on_one_line_in_order(widths: list[int], measure: int, justify: bool) -> None:
    """Also where words are wider than the measure."""
    items = paragraph(widths)
    words = [
        item.content
        for line in lines(items, break_lines(items, measure, justify=justify))
        for item in line
        if item.kind == "box"
    ]
    assert words == [str(nth) for nth in range(len(widths))]


def test_the_whole_paragraph_counts_not_line_after_line() -> None:
    """First fit takes two words at once and then leaves one alone on a line."""
    items = paragraph([45, 20, 30, 75])
    made = lines(items, break_lines(items, 100, justify=False))
    assert [[i.content for i in line if i.kind == "box"] for line in made] == [
        ["0"],
        ["1", "2"],
        ["3"],
    ]


def test_a_short_last_word_gets_another_beside_it_where_the_line_before_can_spare_it() -> None:
    made = lines(items := paragraph([90, 88, 10, 8]), break_lines(items, 200, justify=False))
    assert [[i.content for i in line if i.kind == "box"] for line in made] == [
        ["0", "1"],
        ["2", "3"],
    ]
    made = lines(items := paragraph([90, 10, 88, 8]), break_lines(items, 200, justify=False))
    assert [len(line) for line in made] == [5, 1]


def test_a_line_ends_where_it_must() -> None:
    items: list[Item[str]] = [
        Item("box", 10.0, "a"),
        Item("penalty", cost=FORCED),
        Item("box", 10.0, "b"),
        Item("penalty", cost=FORCED),
    ]
    assert [end.at for end in break_lines(items, 100, justify=False)] == [1, 3]


def test_a_hyphen_is_cheaper_than_a_nearly_empty_line_and_dearer_than_a_small_gap() -> None:
    def ends(first: float) -> int:
        items: list[Item[str]] = [
            Item("box", first, "a"),
            Item("glue", 4.0, " "),
            Item("box", 40.0, "hy"),
            Item("penalty", 4.0, "-", cost=250.0, flagged=True),
            Item("box", 40.0, "phen"),
            Item("penalty", cost=FORCED),
        ]
        return break_lines(items, 100, justify=False)[0].at

    assert ends(50.0) == 3
    assert ends(95.0) == 1


@given(st.lists(st.integers(10, 40), min_size=20, max_size=60))
def test_justified_lines_fill_the_measure(widths: list[int]) -> None:
    """Natural width plus stretched or shrunk glue is the measure, on every line but the last."""
    items = paragraph(widths, stretch=20.0)
    ends = break_lines(items, 200, justify=True)
    for line, end in list(zip(lines(items, ends), ends, strict=True))[:-1]:
        glue = [item for item in line if item.kind == "glue"]
        room = sum(item.stretch if end.ratio > 0 else item.shrink for item in glue)
        assert abs(sum(item.width for item in line) + end.ratio * room - 200) < 0.1
