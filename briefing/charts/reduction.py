"""A drawing made smaller as a whole: outlines, words and line widths, each in its place.

For what would be taller than a page; a chart is never drawn smaller to save room.
"""

from __future__ import annotations

from dataclasses import replace

from briefing.blocks import Drawing, Path, TextRun


def reduced(drawing: Drawing, factor: float) -> Drawing:
    """`drawing` at `factor` of its size, at the left of the same width."""
    items = tuple(_reduced(item, factor) for item in drawing.items)
    return Drawing(drawing.width, round(drawing.height * factor, 3), items)


def _reduced(item: Path | TextRun, factor: float) -> Path | TextRun:
    def short(length: float) -> float:
        return round(length * factor, 3)

    match item:
        case Path():
            commands = tuple(
                tuple(part if isinstance(part, str) else short(part) for part in command)
                for command in item.commands
            )
            dash = tuple(short(length) for length in item.dash)
            return replace(item, commands=commands, line_width=short(item.line_width), dash=dash)
        case TextRun():
            return replace(
                item,
                x=short(item.x),
                y=short(item.y),
                size=short(item.size),
                width=short(item.width),
            )
