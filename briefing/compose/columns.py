"""Column widths: each column's share of the measure, from what its cells hold.

A column is never narrower than its longest word where that can be helped; what is left goes to the
columns that would otherwise break. Both writers use the shares, so both files break alike.
"""

from __future__ import annotations

from dataclasses import replace

from briefing.blocks import Inlines, NoteRef, Table, leaves, plain
from briefing.theme import Role, Theme

_NOTE_EMS = 0.45
_SLACK = 2.0  # points: word processors round widths and would break a line that just fits


def with_shares(table: Table, theme: Theme, measure: float) -> Table:
    """The table with a share for each column, the shares summing to 1."""
    head, body = theme.role("table-head"), theme.role("table")
    gap = theme.table.column_gap + _SLACK
    natural, least = [], []
    for index, column in enumerate(table.columns):
        cells = [(column.head, head), *((row[index], body) for row in table.rows)]
        natural.append(max(_width(cell, role, theme) for cell, role in cells) + gap)
        least.append(max(_longest_word(cell, role, theme) for cell, role in cells) + gap)
    widths = _apportioned(natural, least, measure)
    total = sum(widths)
    columns = tuple(
        replace(column, share=width / total)
        for column, width in zip(table.columns, widths, strict=True)
    )
    return replace(table, columns=columns)


def _apportioned(natural: list[float], least: list[float], measure: float) -> list[float]:
    """Natural widths with the rest spread in proportion; or what fits, the widest giving way first."""
    if sum(natural) <= measure:
        rest = measure - sum(natural)
        return [width + rest * width / sum(natural) for width in natural]
    if sum(least) >= measure:
        return least
    low, high = 0.0, max(natural)
    for _ in range(40):
        middle = (low + high) / 2
        if sum(_capped(natural, least, middle)) > measure:
            high = middle
        else:
            low = middle
    return _capped(natural, least, low)


def _capped(natural: list[float], least: list[float], cap: float) -> list[float]:
    return [max(small, min(width, cap)) for width, small in zip(natural, least, strict=True)]


def _width(cell: Inlines, role: Role, theme: Theme) -> float:
    lines = plain(cell).split("\n")
    return max(_measured(line, role, theme) for line in lines) + _references(cell, role)


def _longest_word(cell: Inlines, role: Role, theme: Theme) -> float:
    words = plain(cell).replace("-", "- ").split() or [""]
    widest = max(_measured(word, role, theme) for word in words)
    return min(widest, role.size * 14) + _references(cell, role)


def _measured(text: str, role: Role, theme: Theme) -> float:
    return theme.fonts.width(text, role.family, role.weight, role.italic, size=role.size)


def _references(cell: Inlines, role: Role) -> float:
    labels = sum(len(i.label + i.separator) for i in leaves(cell) if isinstance(i, NoteRef))
    return labels * _NOTE_EMS * role.size
