"""Both directions in one line: levels and order, held against a second implementation of the same rules."""

from __future__ import annotations

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from briefing.bidi import at_line_end, has_right_to_left, levels, visual_order

HEBREW, ARABIC = "שלום", "محمد"


def shown(text: str, isolates: tuple[tuple[int, int], ...] = ()) -> str:
    """The characters from left to right, mirrored ones as written."""
    found = at_line_end(levels(text, isolates), text)
    return "".join(text[at] for at in visual_order(found))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("only Latin, 12 (x)", "only Latin, 12 (x)"),
        (f"a {HEBREW} b", f"a {HEBREW[::-1]} b"),
        (f"a {HEBREW} {ARABIC} b", f"a {ARABIC[::-1]} {HEBREW[::-1]} b"),
        (f"a {HEBREW} 12 {HEBREW} b", f"a {HEBREW[::-1]} 12 {HEBREW[::-1]} b"),
        (f"a ({HEBREW}) b", f"a ({HEBREW[::-1]}) b"),
        # L1: the blank at the end of a line stays there.
        (f"{HEBREW} ", f"{HEBREW[::-1]} "),
    ],
)
def test_a_line_shows_each_script_in_its_direction(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_the_bracket_after_a_name_stays_with_it() -> None:
    text = f"{HEBREW} ({HEBREW}) end"
    assert shown(text) == f"){HEBREW[::-1]}( {HEBREW[::-1]} end"


def test_a_number_after_a_name_is_not_drawn_into_it() -> None:
    text = f"Minister {HEBREW}, 5 March"
    name = (9, 9 + len(HEBREW))
    assert shown(text) == f"Minister 5 ,{HEBREW[::-1]} March"  # what the rules say of plain text
    assert shown(text, (name,)) == f"Minister {HEBREW[::-1]}, 5 March"


def test_an_isolate_inside_the_other_script_keeps_its_own_direction() -> None:
    text = f"{HEBREW} $4.1 billion {HEBREW}"
    figure = (5, 17)
    assert text[slice(*figure)] == "$4.1 billion"
    assert shown(text, (figure,)) == f"{HEBREW[::-1]} $4.1 billion {HEBREW[::-1]}"


signs = st.text(st.sampled_from("ab 1 2,.:+-#%()[]«»אבג\u05b4دمح٣٤\u064b\u200f/!"), max_size=24)


@given(signs)
def test_the_order_is_that_of_a_second_implementation(text: str) -> None:
    assert shown(text) == get_display(text, base_dir="L")


@given(signs, signs, signs)
def test_an_isolate_leaves_the_text_around_it_as_if_it_were_a_thing(
    before: str, inside: str, after: str
) -> None:
    whole = before + inside + after
    span = ((len(before), len(before) + len(inside)),) if inside else ()
    thing = levels(before + "\ufffc" * bool(inside) + after)
    found = levels(whole, span)
    assert found[: len(before)] == thing[: len(before)]
    assert found[len(before) + len(inside) :] == thing[len(before) + bool(inside) :]


@given(st.lists(st.integers(0, 3), max_size=20))
def test_every_part_of_a_line_is_shown_once(found: list[int]) -> None:
    assert sorted(visual_order(found)) == list(range(len(found)))


def test_only_scripts_written_from_right_to_left_take_this_way() -> None:
    assert not any(map(has_right_to_left, ("Ünïcode “x”", "Жумабек", "Nguyễn", "4.1 ₽", "東京")))
    assert all(map(has_right_to_left, (HEBREW, ARABIC, "x \u200f", "\u07c0")))
