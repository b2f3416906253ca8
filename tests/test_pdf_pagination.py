"""Pages: every strip once and in order, none below the last line, none torn from what it belongs to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefing.writers.pdf.flow import Flow, Frame, Strip
from briefing.writers.pdf.pagination import PageOfStrips, paginate
from briefing.writers.pdf.paragraph import Line, Setting
from briefing.writers.pdf.surface import Surface

TOP, BOTTOM = 70.0, 790.0


def nothing(surface: Surface, top: float) -> None:
    del surface, top


def strip(height: float, **more: object) -> Strip:
    return Strip(height, nothing, **more)  # type: ignore[arg-type]


def tops(page: PageOfStrips) -> list[float]:
    return [placed.top for placed in page.placed]


STRIPS = st.lists(
    st.builds(
        lambda height, gap, tied: strip(height, gap=gap, tied=tied),
        st.floats(1, 300),
        st.floats(0, 30),
        st.booleans(),
    ),
    max_size=80,
)


@given(STRIPS)
def test_every_strip_is_placed_once_in_order_inside_the_page(strips: list[Strip]) -> None:
    pages = paginate(strips, TOP, BOTTOM)
    placed = [placed for page in pages for placed in page.placed]
    assert [p.strip for p in placed] == strips
    for page in pages:
        y = TOP
        for one in page.placed:
            assert one.top >= y - 0.01
            y = one.top + one.strip.height
        assert y <= BOTTOM + 0.02


def test_a_gap_falls_away_at_the_top_of_a_page() -> None:
    pages = paginate([strip(700), strip(100, gap=20)], TOP, BOTTOM)
    assert [tops(page) for page in pages] == [[TOP], [TOP]]


def test_a_tied_strip_takes_what_it_is_tied_to_along() -> None:
    """A heading does not stay behind at the foot of a page."""
    strips = [strip(600), strip(50), strip(60, tied=True), strip(20, tied=True)]
    assert [len(page.placed) for page in paginate(strips, TOP, BOTTOM)] == [1, 3]


def test_strips_tied_over_more_than_a_page_are_parted_where_the_page_ends() -> None:
    strips = [strip(300, tied=nth > 0) for nth in range(5)]
    assert [len(page.placed) for page in paginate(strips, TOP, BOTTOM)] == [2, 2, 1]


def test_a_frame_is_closed_and_opened_again_on_the_next_page() -> None:
    frame = Frame(above=10, below=10, repeated_height=20)
    pages = paginate([strip(400, frames=(frame,)), strip(400, frames=(frame,))], TOP, BOTTOM)
    first, second = pages[0].framed[0], pages[1].framed[0]
    assert (first.top, first.bottom, first.continued) == (TOP, TOP + 420, False)
    assert (second.top, second.bottom, second.continued) == (TOP, TOP + 440, True)
    assert tops(pages[1]) == [TOP + 30]


def test_text_after_a_figure_fills_the_hole_that_it_leaves() -> None:
    strips = [
        strip(300),
        strip(500, floating=1),
        *(strip(14, movable=True) for _ in range(10)),
        strip(14),
    ]
    pages = paginate(strips, TOP, BOTTOM)
    assert [len(page.placed) for page in pages] == [11, 2]
    assert pages[1].placed[0].strip.floating == 1


def test_neighbouring_spaces_do_not_add_up() -> None:
    flow = Flow(0, 100)
    flow.add(10, nothing)
    flow.space(6)
    flow.space(18)
    flow.add(10, nothing)
    assert flow.strips[1].gap == 18


def test_two_strips_are_held_after_a_heading_even_where_paragraphs_are_of_one_line() -> None:
    flow = Flow(0, 100)
    for _ in range(2):
        flow.add(300, nothing)
    flow.hold(2)
    for _ in range(3):
        flow.add(70, nothing)
    assert [strip.tied for strip in flow.strips] == [False, False, True, True, False]


def test_no_word_is_divided_between_two_pages() -> None:
    lines = tuple(Line((), 100.0, hyphenated=nth == 2) for nth in range(6))
    flow = Flow(0.0, 100.0)
    flow.paragraph(Setting(lines, 14.0, 10.0, 100.0), 0.0)
    pages = paginate(flow.strips, TOP, TOP + 3 * 14.0)
    assert [len(page.placed) for page in pages] == [2, 2, 2]
