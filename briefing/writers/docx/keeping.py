"""What stays together on a page: a lead with the table below it, a short list with itself.

Lines are estimated from the widths of the words; Word breaks them itself.
"""

from __future__ import annotations

from math import ceil

from briefing.blocks import Block, Blocks, Paragraph, Table, plain
from briefing.theme import Theme
from briefing.writers.docx.numbering import Form, text_hang

_LEAD_LINES = 3
_LEAD_ROLES = ("body", "small")
_SHORT = (2, 3)  # items of a list that is not divided


def leads(before: Block | None, block: Block, theme: Theme) -> bool:
    """Whether `before` is the lead of a table with a caption, and short enough to stay with it."""
    match before, block:
        case Paragraph(role=role), Table(caption=caption) if caption and role in _LEAD_ROLES:
            return _lines(before, role, theme.page.measure, theme) <= _LEAD_LINES
        case _:
            return False


def is_short(items: tuple[Blocks, ...], form: Form, level: int, theme: Theme) -> bool:
    """Whether a list has two or three items of one line each; `level` counts from 0."""
    room = theme.page.measure - text_hang(theme.role("bullet"), form) * (level + 1)
    return len(items) in _SHORT and all(
        len(item) == 1
        and isinstance(item[0], Paragraph)
        and _lines(item[0], "bullet", room, theme) == 1
        for item in items
    )


def _lines(paragraph: Paragraph, role: str, room: float, theme: Theme) -> int:
    look = theme.role(role)
    return sum(
        max(
            1,
            ceil(
                theme.fonts.width(line, look.family, look.weight, look.italic, size=look.size)
                / room
            ),
        )
        for line in plain(paragraph.content).split("\n")
    )
