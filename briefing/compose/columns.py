"""Column widths: each column's share of the measure, from what its cells hold.

A column is never narrower than its longest word where that can be helped; what is left goes to the
columns that would otherwise break. Both writers use the shares, so both files break alike.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import repeat

from briefing.blocks import Inlines, Mark, NoteRef, Strong, Table, leaves, plain
from briefing.theme import Role, Theme

_NOTE_EMS = 0.45
_STEP = 6.0  # points given to one column at a time
_NARROW = 0.22  # of the measure: a column that needs no more keeps its cells on one line …
_CROWDED = 0.9  # … unless too little is left for the others
_LESSER = 0.5  # of a line: what a line of a cell counts that is not the tallest in its row
_SAMPLE = 120  # rows looked at; longer tables are alike
_SLACK = 2.0  # points: word processors round widths and would break a line that just fits


def with_shares(table: Table, theme: Theme, measure: float) -> Table:
    """The table with a share for each column, the shares summing to 1.

    One whose longest words do not fit side by side is wide, and has its shares for a turned page.
    """
    head, body = theme.role("table-head"), theme.role("table")
    gap = theme.table.column_gap + _SLACK
    heads = [_width(column.head, head, theme) + gap for column in table.columns]
    rows = [[_width(cell, body, theme) + gap for cell in row] for row in table.rows]
    natural = [max(column) for column in zip(heads, *rows, strict=True)]
    wide = False
    if sum(natural) <= measure:  # every cell on one line: its words need not be looked at
        widths = natural
    else:
        least = []
        for index, column in enumerate(table.columns):
            words = [_longest_word(row[index], body, theme) for row in table.rows]
            least.append(max(_longest_word(column.head, head, theme), *words, 0.0) + gap)
        wide = sum(least) > measure
        if wide:
            measure = theme.page.turned_measure
        widths = _apportioned([heads, *rows[:_SAMPLE]], least, measure)
    total = sum(widths)
    columns = tuple(
        replace(column, share=width / total)
        for column, width in zip(table.columns, widths, strict=True)
    )
    return replace(table, columns=columns, wide=wide)


def _apportioned(rows: list[list[float]], least: list[float], measure: float) -> list[float]:
    """Widths that sum to the measure, given to the columns where they save most lines.

    Where all cells fit on one line, what is left is spread in proportion; narrow columns are not
    broken for the sake of wide ones.
    """
    natural = [max(column) for column in zip(*rows, strict=True)]
    if sum(natural) <= measure:
        return [width * measure / sum(natural) for width in natural]
    if sum(least) >= measure:
        return [width * measure / sum(least) for width in least]
    usual = [_usual(column) for column in zip(*rows, strict=True)]
    narrow = [
        max(one, small) if one <= _NARROW * measure else small
        for one, small in zip(usual, least, strict=True)
    ]
    widths = narrow if sum(narrow) <= _CROWDED * measure else list(least)
    while sum(widths) + _STEP <= measure:
        open_ = [c for c in range(len(widths)) if widths[c] < natural[c]]
        best = min(open_, key=lambda c: (_lines(rows, widths, c), c))
        widths[best] += _STEP
    return widths


def _usual(widths: tuple[float, ...]) -> float:
    """The width that all but one cell in eight need: a few long ones must not widen the column."""
    last = len(widths) - 1
    return sorted(widths)[last - int(last * 0.12)]


def _lines(rows: list[list[float]], widths: list[float], wider: int) -> float:
    """The height of the table in lines, were one column a step wider; fractions show the way.

    A cell that is not the tallest of its row counts a little: of two that are, widening one saves
    no line by itself, and still leads to where both do.
    """
    tried = [width + (_STEP if c == wider else 0.0) for c, width in enumerate(widths)]
    return sum(map(_height, rows, repeat(tried)))


def _height(row: list[float], widths: list[float]) -> float:
    lines = [max(1.0, cell / width) for cell, width in zip(row, widths, strict=True)]
    return max(lines) + _LESSER * (sum(lines) - len(lines))


def _width(cell: Inlines, role: Role, theme: Theme) -> float:
    """The cell on one line (the longest, where it has breaks of its own)."""
    lines = plain(cell).split("\n")
    bold = _emphasised(cell, role)
    return max(_measured(line, bold, theme) for line in lines) + _extras(cell, role)


def _longest_word(cell: Inlines, role: Role, theme: Theme) -> float:
    # A no-break space does not part words, though Python's own split would part them there.
    words = re.split(r"[ \n]+", plain(cell).replace("-", "- "))
    bold = _emphasised(cell, role)
    widest = max(_measured(word, bold, theme) for word in words)
    return min(widest, role.size * 14) + _extras(cell, role)


def _emphasised(cell: Inlines, role: Role) -> Role:
    """The role in bold where a part of the cell is: wide enough is what counts."""
    return replace(role, weight=700) if any(isinstance(i, Strong) for i in cell) else role


def _measured(text: str, role: Role, theme: Theme) -> float:
    return theme.fonts.width(text, role.family, role.weight, role.italic, size=role.size)


def _extras(cell: Inlines, role: Role) -> float:
    """The room that note references and drawn signs take."""
    ems = 0.0
    for inline in leaves(cell):
        match inline:
            case NoteRef(label=label, separator=separator):
                ems += len(label + separator) * _NOTE_EMS
            case Mark():
                ems += 1.0
            case _:
                pass
    return ems * role.size
