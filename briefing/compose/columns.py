"""Column widths: each column's share of the measure, from what its cells hold.

A column is never narrower than its longest word where that can be helped; what is left goes to the
columns that would otherwise break. Both writers use the shares, so both files break alike.
"""

from __future__ import annotations

from dataclasses import replace

from briefing.blocks import Inlines, NoteRef, Table, leaves, plain
from briefing.theme import Role, Theme

_NOTE_EMS = 0.45
_STEP = 6.0  # points given to one column at a time
_SAMPLE = 120  # rows looked at; longer tables are alike
_SLACK = 2.0  # points: word processors round widths and would break a line that just fits


def with_shares(table: Table, theme: Theme, measure: float) -> Table:
    """The table with a share for each column, the shares summing to 1."""
    head, body = theme.role("table-head"), theme.role("table")
    gap = theme.table.column_gap + _SLACK
    heads = [_width(column.head, head, theme) + gap for column in table.columns]
    rows = [[_width(cell, body, theme) + gap for cell in row] for row in table.rows]
    least = []
    for index, column in enumerate(table.columns):
        words = [_longest_word(row[index], body, theme) for row in table.rows]
        least.append(max(_longest_word(column.head, head, theme), *words, 0.0) + gap)
    widths = _apportioned([heads, *rows[:_SAMPLE]], least, measure)
    total = sum(widths)
    columns = tuple(
        replace(column, share=width / total)
        for column, width in zip(table.columns, widths, strict=True)
    )
    return replace(table, columns=columns)


def _apportioned(rows: list[list[float]], least: list[float], measure: float) -> list[float]:
    """Widths that sum to the measure, given to the columns where they save most lines.

    Where all cells fit on one line, what is left is spread in proportion.
    """
    natural = [max(column) for column in zip(*rows, strict=True)]
    if sum(natural) <= measure:
        return [width * measure / sum(natural) for width in natural]
    if sum(least) >= measure:
        return [width * measure / sum(least) for width in least]
    widths = list(least)
    while sum(widths) + _STEP <= measure:
        open_ = [c for c in range(len(widths)) if widths[c] < natural[c]]
        best = min(open_, key=lambda c: (_lines(rows, widths, c), c))
        widths[best] += _STEP
    return widths


def _lines(rows: list[list[float]], widths: list[float], wider: int) -> float:
    """The height of the table in lines, were one column a step wider; fractions show the way."""
    tried = [width + (_STEP if c == wider else 0.0) for c, width in enumerate(widths)]
    return sum(
        max(max(1.0, cell / width) for cell, width in zip(row, tried, strict=True)) for row in rows
    )


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
