"""Pages: every strip once and in order, none below the last line, none torn from what it belongs to."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from briefing.writers.pdf.flow import Flow, Footnote, Frame, Strip
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


# ------------------------------------------------------------------------------- notes at the foot

LEAD, LEADING = 16.0, 11.0


def undrawn(surface: Surface, nth: int, top: float) -> None:
    del surface, nth, top


def note(lines: int) -> Footnote:
    return Footnote(lines, LEADING, undrawn, gap=2.0)


def parts(pages: list[PageOfStrips]) -> list[tuple[int, Footnote, int, int]]:
    """Page, note, first line and the line after the last, in the order of the pages."""
    return [(nth, p.note, p.start, p.stop) for nth, page in enumerate(pages) for p in page.foot]


def check_foot(page: PageOfStrips) -> None:
    """The notes stand below the last strip, below each other, and above the end of the page."""
    if not page.foot:
        return
    y = page.placed[-1].top + page.placed[-1].strip.height if page.placed else TOP
    assert page.foot[0].top - LEAD >= y - 0.02
    y = page.foot[0].top
    for one in page.foot:
        assert one.top >= y - 0.02
        y = one.top + (one.stop - one.start) * LEADING
    assert abs(y - BOTTOM) < 0.02


NOTED = st.lists(
    st.builds(
        lambda height, gap, tied, notes: strip(
            height, gap=gap, tied=tied, notes=tuple(note(lines) for lines in notes)
        ),
        st.floats(1, 300),
        st.floats(0, 30),
        st.booleans(),
        st.lists(st.integers(1, 90), max_size=2),
    ),
    max_size=40,
)


@given(NOTED)
def test_every_line_of_every_note_is_placed_once_in_order_clear_of_the_text(
    strips: list[Strip],
) -> None:
    pages = paginate(strips, TOP, BOTTOM, LEAD)
    assert [placed.strip for page in pages for placed in page.placed] == strips
    found: dict[Footnote, int] = {}
    for _, one, start, stop in parts(pages):
        assert start == found.get(one, 0)
        assert stop > start
        found[one] = stop
    assert list(found) == [one for each in strips for one in each.notes]
    assert all(stop == one.lines for one, stop in found.items())
    for page in pages:
        assert page.placed or page.foot or not strips
        check_foot(page)


LINES = st.lists(
    st.builds(
        lambda tied, lines: strip(14.0, tied=tied, notes=(note(lines),) if lines else ()),
        st.booleans(),
        st.one_of(st.just(0), st.integers(1, 12), st.integers(1, 90)),
    ),
    max_size=120,
)


@given(LINES)
def test_a_note_begins_on_the_page_of_its_line_and_no_line_of_it_stands_alone(
    strips: list[Strip],
) -> None:
    untied = [replace(one, tied=one.tied and nth % 3 > 0) for nth, one in enumerate(strips)]
    pages = paginate(untied, TOP, BOTTOM, LEAD)
    lines = {
        one: nth for nth, page in enumerate(pages) for p in page.placed for one in p.strip.notes
    }
    late = [one for nth, one, start, _ in parts(pages) if start == 0 and lines[one] != nth]
    # Only a chain of tied lines with more notes than a page can hold leaves one behind.
    for one in late:
        on_page = [n for p in pages[lines[one]].placed for n in p.strip.notes]
        assert sum(n.lines for n in on_page) * LEADING + LEAD > (BOTTOM - TOP) / 2
    for _, one, start, stop in parts(pages):
        if (start, stop) != (0, one.lines):
            assert stop - start >= 2


def test_a_line_goes_overleaf_with_a_short_note_that_does_not_fit() -> None:
    strips = [strip(690), strip(14, notes=(note(3),)), strip(14)]
    assert [len(page.placed) for page in paginate(strips, TOP, BOTTOM, LEAD)] == [1, 2]


def test_a_long_note_goes_on_overleaf_above_the_notes_of_that_page() -> None:
    long, short = note(20), note(1)
    strips = [strip(600), strip(14, notes=(long,)), strip(14, notes=(short,))]
    pages = paginate(strips, TOP, BOTTOM, LEAD)
    assert parts(pages) == [(0, long, 0, 8), (1, long, 8, 20), (1, short, 0, 1)]
    assert [len(page.placed) for page in pages] == [2, 1]


def test_a_note_longer_than_a_page_goes_on_under_what_fits_beside_it() -> None:
    long = note(150)
    pages = paginate([strip(14, notes=(long,)), strip(14)], TOP, BOTTOM, LEAD)
    assert [len(page.placed) for page in pages] == [1, 1, 0]
    assert [stop - start for _, _, start, stop in parts(pages)] == [62, 62, 26]


def test_text_that_moves_before_a_waiting_figure_brings_its_notes() -> None:
    one = note(4)
    strips = [
        strip(300),
        strip(500, floating=1),
        strip(14, movable=True, notes=(one,)),
        *(strip(14, movable=True) for _ in range(40)),
    ]
    pages = paginate(strips, TOP, BOTTOM, LEAD)
    assert parts(pages) == [(0, one, 0, 4)]
    assert len(pages[0].placed) == 1 + int((BOTTOM - TOP - 300 - LEAD - 4 * LEADING) / 14)
    check_foot(pages[0])


def test_text_without_notes_divides_no_note_that_stood_whole() -> None:
    long = note(30)
    strips = [strip(14, notes=(long,)), *(strip(14) for _ in range(60))]
    assert parts(paginate(strips, TOP, BOTTOM, LEAD)) == [(0, long, 0, 30)]


def test_a_note_is_divided_rather_than_a_large_hole_left_above_it() -> None:
    """The second line does not fit under the first with the whole note, and may not begin a page."""
    long = note(20)
    strips = [strip(470), strip(14, notes=(long,)), strip(14, tied=True), strip(14)]
    pages = paginate(strips, TOP, BOTTOM, LEAD)
    assert [len(page.placed) for page in pages] == [3, 1]
    assert parts(pages) == [(0, long, 0, 18), (1, long, 18, 20)]
