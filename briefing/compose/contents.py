"""The contents list: which headings it names, where it stands, and what its entries lead to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefing.blocks import (
    Block,
    Blocks,
    Contents,
    ContentsEntry,
    Heading,
    Inlines,
    NoteRef,
    Text,
)

_FEWEST = 2  # a list of one heading leads nowhere


def with_contents(blocks: Sequence[Block], depth: int, title: str) -> Blocks:
    """The blocks with a list of the headings down to level `depth`, before the first of them.

    What stands above the first heading, the bottom line and the key figures, stays the first thing read.
    """
    named: list[Block] = []
    entries: list[ContentsEntry] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level <= depth:
            anchor = block.anchor or f"contents-{len(entries) + 1}"
            entries.append(ContentsEntry(block.level, _without_notes(block.content), anchor))
            named.append(replace(block, anchor=anchor))
        else:
            named.append(block)
    if len(entries) < _FEWEST:
        return tuple(blocks)
    first = next(at for at, block in enumerate(named) if isinstance(block, Heading))
    return (*named[:first], Contents((Text(title),), tuple(entries)), *named[first:])


def _without_notes(content: Inlines) -> Inlines:
    return tuple(inline for inline in content if not isinstance(inline, NoteRef))
