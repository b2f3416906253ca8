"""Tables: columns by their share, rows that break only between each other, heads repeated on each page."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from briefing.blocks import Caption, Column, Inlines, Table, Text, plain
from briefing.theme import Role
from briefing.writers.pdf.flow import Draw, Frame
from briefing.writers.pdf.inlines import widest_word
from briefing.writers.pdf.paragraph import Setting
from briefing.writers.pdf.patches import text
from briefing.writers.pdf.shaping import TABULAR, Ink, Piece
from briefing.writers.pdf.surface import Surface
from briefing.writers.pdf.tagging import Element
from briefing.writers.pdf.typesetter import Typesetter

# A row taller than this share of the text height may break between its lines; so tall a head is not repeated.
_TALL = 0.3
# A column is this much wider than its widest word: sums of floats differ in their last digits.
_SLACK = 0.01


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell's words before its width is known."""

    pieces: list[Piece]
    align: Literal["left", "right"]


_Set = list[tuple[float, Setting]]


def table(block: Table, into: Element, setter: Typesetter) -> None:
    """The caption, the head and the rows into the flow."""
    described = plain(block.description)
    summary = f"<</O/Table/Summary {text(described).decode()}>>" if described else ""
    element = into.child("Table", attributes=summary)
    if block.caption is not None:
        caption(block.caption, element.child("Caption"), setter)
    else:
        setter.flow.space(setter.theme.role("caption").before)
    theme, flow = setter.theme, setter.flow
    heads = tuple(column.head for column in block.columns)
    # A head is a THead only where a body follows it (ISO 32000-1, 14.8.4.3.4).
    row = (element.child("THead") if block.rows else element).child("TR")
    head = _cells(heads, block.columns, theme.role("table-head"), row, setter, scope="Column")
    body = element.child("TBody")
    rows = [
        _cells(cells, block.columns, theme.role("table"), body.child("TR"), setter)
        for cells in block.rows
    ]
    every = [(head, theme.role("table-head")), *((cells, theme.role("table")) for cells in rows)]
    first, *others = _set([column.share for column in block.columns], every, setter)
    with flow.framed(_add_head(first, setter)):
        for nth, cells in enumerate(others):
            if nth <= 1 or nth == len(others) - 1:
                flow.tie()
            _add_row(cells, theme.role("table"), setter)
    flow.space(theme.role("caption").before)


def caption(block: Caption, element: Element, setter: Typesetter) -> None:
    """The label and the message, kept with what follows."""
    label = (Text(f"{block.label}. "),) if block.label else ()
    setter.anchor(block.anchor)
    setter.paragraph((*label, *block.content), setter.theme.role("caption"), element)


def fitted(given: list[float], least: list[float]) -> list[float]:
    """The given widths, unless a word would break: then what is missing comes from columns with room.

    `least` holds the widest words. Where not all of them fit, columns share what there is in proportion
    to what they need, and words break.
    """
    if all(width >= word for width, word in zip(given, least, strict=True)):
        return given
    room, need = sum(given), sum(least)
    if need >= room:
        return [word * room / need for word in least]
    missing = sum(max(word - width, 0.0) for width, word in zip(given, least, strict=True))
    above = sum(max(width - word, 0.0) for width, word in zip(given, least, strict=True))
    return [
        word + max(width - word, 0.0) * (1 - missing / above)
        for width, word in zip(given, least, strict=True)
    ]


def _cells(
    cells: tuple[Inlines, ...],
    columns: tuple[Column, ...],
    role: Role,
    row: Element,
    setter: Typesetter,
    *,
    scope: str = "",
) -> list[_Cell]:
    ink = Ink.of(role, TABULAR)
    made = []
    for cell, column in zip(cells, columns, strict=True):
        attributes = f"<</O/Table/Scope/{scope}>>" if scope else ""
        element = row.child("TH" if scope else "TD", attributes=attributes)
        made.append(_Cell(setter.inliner.pieces(cell, ink, element), column.align))
    return made


def _set(
    shares: list[float], rows: list[tuple[list[_Cell], Role]], setter: Typesetter
) -> list[_Set]:
    """The rows, each cell set in its column; the gap is at the right of all columns but the last."""
    measure, gap = setter.flow.measure, setter.theme.table.column_gap
    if not any(shares):
        shares = [1.0] * len(shares)
    given = [
        measure * share / sum(shares) - (gap if nth < len(shares) - 1 else 0.0)
        for nth, share in enumerate(shares)
    ]
    settings = [_row(cells, given, role, setter) for cells, role in rows]
    widths = given
    if not all(
        _fits(cell, setting, width, setter)
        for (cells, _), row in zip(rows, settings, strict=True)
        for cell, setting, width in zip(cells, row, given, strict=True)
    ):
        least = [
            max(widest_word(cells[nth].pieces, setter.fonts) for cells, _ in rows) + _SLACK
            for nth in range(len(shares))
        ]
        widths = fitted(given, least)
        if widths != given:
            settings = [_row(cells, widths, role, setter) for cells, role in rows]
    lefts = list(accumulate((width + gap for width in widths), initial=setter.flow.left))[:-1]
    return [list(zip(lefts, row, strict=True)) for row in settings]


def _row(cells: list[_Cell], widths: list[float], role: Role, setter: Typesetter) -> list[Setting]:
    return [
        setter.set_pieces(cell.pieces, role, width, cell.align)
        for cell, width in zip(cells, widths, strict=True)
    ]


def _fits(cell: _Cell, setting: Setting, width: float, setter: Typesetter) -> bool:
    """Whether no word of the cell is wider than its column; on a line that fits, none is."""
    if len(setting.lines) <= 1 and setting.width + _SLACK <= width:
        return True
    return widest_word(cell.pieces, setter.fonts) + _SLACK <= width


def _add_head(cells: _Set, setter: Typesetter) -> Frame:
    """The head, and the frame of the rows, which repeats it unless it is too tall for that."""
    theme, flow = setter.theme, setter.flow
    draw, height = _head(cells, setter)
    if height > _TALL * (theme.page.height - theme.page.top - theme.page.bottom):
        _add_row(cells, theme.role("table-head"), setter)
        return Frame()
    frame = Frame(repeated=_as_artifact(draw), repeated_height=height)
    with flow.framed(frame):
        flow.add(height, draw)
    return frame


def _head(cells: _Set, setter: Typesetter) -> tuple[Draw, float]:
    """The head, its cells standing on the rule below them."""
    theme, flow = setter.theme, setter.flow
    padding, rule = theme.table.row_padding, theme.table.head_rule
    words = max((setting.height for _, setting in cells), default=0.0)
    height = words + 2 * padding
    left, right = flow.left, flow.left + flow.measure

    def draw(surface: Surface, top: float) -> None:
        for x, setting in cells:
            setting.draw(surface, x, top + padding + words - setting.height)
        surface.rule(left, right, top + height - rule, rule, theme.colour("rule-strong"))

    return draw, height


def _add_row(cells: _Set, role: Role, setter: Typesetter) -> None:
    """One row, padded above and below and with a rule under it: on each page, where a tall one breaks."""
    theme, flow = setter.theme, setter.flow
    padding, rule = theme.table.row_padding, theme.table.row_rule
    left, right = flow.left, flow.left + flow.measure

    def decorate(surface: Surface, top: float, bottom: float) -> None:
        del top
        surface.rule(left, right, bottom - rule, rule, theme.colour("rule"))

    lines = max((len(setting.lines) for _, setting in cells), default=0)
    leading = role.leading
    page = theme.page
    whole = lines * leading <= _TALL * (page.height - page.top - page.bottom)
    step = lines if whole else 1
    with flow.framed(Frame(padding, padding, decorate)):
        for nth in range(0, lines, max(step, 1)):
            if nth in (1, lines - 1) and not whole:
                flow.tie()
            flow.add(step * leading, _lines(cells, nth, nth + step, leading))
        if not lines:
            flow.add(leading, _lines(cells, 0, 0, leading))


def _lines(cells: _Set, start: int, end: int, leading: float) -> Draw:
    """Lines `start` to `end` of every cell of a row."""

    def draw(surface: Surface, top: float) -> None:
        for x, setting in cells:
            for nth in range(start, end):
                setting.draw_line(nth, surface, x, top + (nth - start) * leading)

    return draw


def _as_artifact(draw: Draw) -> Draw:
    """A head drawn again on a further page is not read again."""

    def again(surface: Surface, top: float) -> None:
        surface.furniture = "Layout"
        draw(surface, top)
        surface.furniture = None

    return again
