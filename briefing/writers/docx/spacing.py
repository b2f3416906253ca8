"""The room between two blocks, where Word would leave none or draw them as one."""

from __future__ import annotations

from typing import assert_never

from briefing.blocks import (
    Block,
    BulletList,
    Callout,
    Contents,
    Figure,
    Heading,
    KeyFigures,
    NoteList,
    OrderedList,
    PageBreak,
    Paragraph,
    Quotation,
    Table,
)
from briefing.theme import Theme
from briefing.writers.docx.elements import give, is_a, paragraph, twips, w
from briefing.writers.docx.markup import Element


def would_join(before: Block | None, block: Block) -> bool:
    """Whether Word would draw one box around the two, because their borders are the same."""
    match before, block:
        case Callout(first), Callout(second):
            return first == second
        case Quotation(), Quotation():
            return True
        case _:
            return False


def set_off(part: list[Element], block: Block, theme: Theme) -> None:
    """Room below a table, which Word keeps in the next paragraph; as much as above a caption."""
    room = theme.role("caption").before
    if is_a(part[0], "tbl"):
        part.insert(0, paragraph("Separator", (), w("spacing", before=twips(room))))
    elif _room_above(block, theme) < room:
        give(part[0], w("spacing", before=twips(room)))


def _room_above(block: Block, theme: Theme) -> float:
    """The space that the block's own style leaves above it, in points."""
    match block:
        case Heading(level):
            return theme.role(f"heading-{level}").before
        case Paragraph(role=role):
            return theme.role(role).before
        case BulletList() | OrderedList():
            return theme.role("bullet").before
        case Table() | Figure():
            return theme.role("caption").before
        case Callout(kind):
            return theme.boxes[kind].before
        case Quotation():
            return theme.boxes["quotation"].before
        case NoteList():
            return theme.role("note").before
        case Contents():
            return theme.role("contents-title").before
        case KeyFigures() | PageBreak():
            return 0.0
        case _:
            assert_never(block)
