"""What is aligned in a story: paragraphs, tables, controls, long fields; and how alike two are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from briefing.redline.sameness import Sameness
from briefing.wordfile.names import (
    CELL,
    CONTENT,
    CONTROL,
    FIELD_CHAR,
    ROW,
    TABLE,
    Element,
    P,
    W,
    value,
    words_of,
)

_WORD = re.compile(r"\w+(?:[.,]\w+)*|[^\w\s]")
_ALIKE: Final = 0.35
"""The least share of common words of two texts that one sentence may have become the other."""
_SHORT: Final = 8
"""Words of a label or a figure: one in the style of the other may have become it, whatever it says."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Blocks that stand or fall together: one, or all that a field spans."""

    kind: str
    blocks: tuple[Element, ...]
    key: str
    words: Counter[str]
    style: str
    form: str = ""
    drawn: bool = False

    @property
    def is_paragraph(self) -> bool:
        """Whether it is one paragraph."""
        return self.kind == "p"


def units(blocks: Sequence[Element], same: Sameness) -> list[Unit]:
    """The units of a container's blocks."""
    made: list[Unit] = []
    spanned: list[Element] = []
    depth = 0
    for block in blocks:
        kinds = [one.get(W + "fldCharType") for one in block.iter(FIELD_CHAR)]
        depth = max(0, depth + kinds.count("begin") - kinds.count("end"))
        spanned.append(block)
        if not depth:
            made.append(_unit(tuple(spanned), same))
            spanned = []
    # A field without an end is none: its blocks stand by themselves.
    return made + each(spanned, same)


def each(blocks: Sequence[Element], same: Sameness) -> list[Unit]:
    """Every block as a unit of its own."""
    return [_unit((block,), same) for block in blocks]


def likeness(old: Unit, new: Unit) -> float:
    """From 0 for two that are not to be paired to 1."""
    if old.kind != new.kind or old.form != new.form:
        return 0.0
    if old.kind in ("field", "control"):
        return 1.0
    common = share(old.words, new.words)
    if old.kind == "table":
        return 0.3 + 0.7 * common if common > 0.2 else 0.0
    if old.drawn or new.drawn:
        # A picture is the same or another; with a paragraph of its own, other programs take it out whole.
        return 0.0
    if not old.words and not new.words:
        return 0.5 if old.style == new.style else 0.0
    if old.style != new.style:
        common *= 0.8
    elif max(old.words.total(), new.words.total()) <= _SHORT:
        common = max(common, 0.12)
    elif common < _ALIKE:
        return 0.0
    return common if common >= _ALIKE or common == 0.12 else 0.0


def share(old: Counter[str], new: Counter[str]) -> float:
    """The share of words that two texts have in common."""
    total = old.total() + new.total()
    return 2 * (old & new).total() / total if total else 1.0


def counted(element: Element) -> Counter[str]:
    """The words of an element; what stands in two paragraphs is not one word."""
    return Counter(_WORD.findall(" ".join(words_of(one) for one in element.iter(P))))


def structure(row: Element) -> str:
    """The cells of a row as they span columns and rows; "" where some are in controls.

    Only rows of one structure can be compared cell by cell.
    """
    if any(one.tag not in (W + "trPr", W + "tblPrEx", CELL) for one in row):
        return ""
    return " ".join(
        f"{value(cell, 'tcPr/gridSpan')},{cell.find(f'{W}tcPr/{W}vMerge') is not None}"
        for cell in row.iterchildren(CELL)
    )


def _unit(blocks: tuple[Element, ...], same: Sameness) -> Unit:
    first = blocks[0]
    key = "".join(same.of(one) for one in blocks)
    words = sum((counted(one) for one in blocks), Counter[str]())
    if len(blocks) > 1:
        return Unit("field", blocks, key, words, "")
    if first.tag == P:
        style = value(first, "pPr/pStyle")
        drawn = next(first.iter(W + "drawing", W + "pict", W + "object"), None) is not None
        ends = first.find(f"{W}pPr/{W}sectPr") is not None
        return Unit("p", blocks, key, words, style, str(ends), drawn and not words)
    if first.tag == TABLE:
        columns = len(first.findall(f"{W}tblGrid/{W}gridCol"))
        # Rows inside controls are not looked into.
        plain = all(one.tag in (W + "tblPr", W + "tblGrid", ROW) for one in first)
        return Unit("table", blocks, key, words, "", f"{columns} {'' if plain else key}")
    if first.tag == CONTROL and first.find(CONTENT) is not None:
        form = value(first, "sdtPr/tag") + value(first, "sdtPr/docPartObj/docPartGallery")
        return Unit("control", blocks, key, words, "", form)
    return Unit("other", blocks, key, words, "", key)
