"""A Word file's XML, read back by a parser that did not write it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from briefing.blocks import Path
from briefing.writers.docx.elements import give, paragraph, w
from briefing.writers.docx.markup import NAMESPACES, Element, serialised
from briefing.writers.docx.svg import svg

_W = f"{{{NAMESPACES['w']}}}"
# What XML 1.0 (2.2) can hold; the rest is refused when facts are read.
words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r&<>\"'")
)


@given(words, words)
def test_words_and_attributes_come_back_as_they_were(text: str, value: str) -> None:
    made = etree.fromstring(serialised(Element("w:t", {"w:val": value}, text=text)))
    assert (made.text or "", made.get(_W + "val")) == (text, value)


@given(st.recursive(st.just([]), lambda below: st.lists(below, max_size=4), max_leaves=30))
def test_children_come_back_in_their_order(shape: list[list[object]]) -> None:
    counted = iter(range(10_000))

    def built(below: list[list[object]]) -> Element:
        return w("a", *(built(one) for one in below), n=next(counted))  # type: ignore[arg-type]

    root = built(shape)
    read = etree.fromstring(serialised(root))
    assert [e.get(_W + "n") for e in read.iter()] == [e.attributes["w:n"] for e in root.iter()]


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\ufffe", "\ud800"])
def test_a_character_that_xml_cannot_write_is_refused_by_name(sign: str) -> None:
    with pytest.raises(ValueError, match=f"{ord(sign):04X}"):
        serialised(Element("w:t", text=f"a{sign}b"))


def test_a_prefix_without_a_namespace_is_refused() -> None:
    with pytest.raises(ValueError, match="q"):
        serialised(Element("q:t"))


def test_a_root_declares_the_namespaces_that_it_needs_and_no_other() -> None:
    made = etree.fromstring(
        serialised(Element("cp:coreProperties", children=[Element("dc:title")]))
    )
    assert set(made.nsmap) == {"cp", "dc"}


def test_a_property_shared_by_paragraphs_changes_in_one_alone() -> None:
    shared = w("spacing", before=100)
    one, other = paragraph("A", (), shared), paragraph("B", (), shared)
    give(one, w("spacing", after=0))
    assert b'w:after="0"' in serialised(one)
    assert b'w:after="0"' not in serialised(other)


def test_properties_stand_in_the_order_of_the_schema() -> None:
    made = paragraph("A", (), w("jc", val="left"), w("keepNext"), w("spacing", before=0))
    assert [e.tag for e in made.children[0].children] == [
        "w:pStyle", "w:keepNext", "w:spacing", "w:jc",
    ]  # fmt: skip


coordinates = st.floats(-1000, 1000)


@given(st.lists(st.tuples(coordinates, coordinates), min_size=2, max_size=40))
def test_a_long_path_stays_within_half_a_hundredth_of_a_point(
    places: list[tuple[float, float]],
) -> None:
    steps = tuple(("M" if at == 0 else "L", x, y) for at, (x, y) in enumerate(places))
    made = etree.fromstring(svg((Path(steps, stroke="#000000"),), 100, 50))
    x = y = 0
    read = []
    for dx, dy in re.findall(r"[ml]\s*(-?\d+)\s*(-?\d+)", made[0].get("d")):
        x, y = x + int(dx), y + int(dy)
        read.append((x / 100, 50 - y / 100))
    assert len(read) == len(places)
    assert all(
        abs(a - b) <= 0.0051
        for was, now in zip(places, read, strict=True)
        for a, b in zip(was, now, strict=True)
    )
