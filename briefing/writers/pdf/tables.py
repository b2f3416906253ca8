"""Tables: columns by their share, rows that break only between each other, heads repeated on each page."""

from __future__ import annotations

from briefing.blocks import Caption, Column, Inlines, Table, Text, plain
from briefing.theme import Role
from briefing.writers.pdf.flow import Draw, Frame
from briefing.writers.pdf.paragraph import Setting
from briefing.writers.pdf.patches import text
from briefing.writers.pdf.shaping import TABULAR
from briefing.writers.pdf.surface import Surface
from briefing.writers.pdf.tagging import Element
from briefing.writers.pdf.typesetter import Typesetter

# A row taller than this share of the text height may break between its lines.
_TALL = 0.3
_Cells = list[tuple[float, Setting]]


def table(block: Table, into: Element, setter: Typesetter) -> None:
    """The caption, the head and the rows into the flow."""
    described = plain(block.description)
    summary = f"<</O/Table/Summary {text(described).decode()}>>" if described else ""
    element = into.child("Table", attributes=summary)
    if block.caption is not None:
        caption(block.caption, element.child("Caption"), setter)
    else:
        setter.flow.space(setter.theme.role("caption").before)
    columns = _columns(block.columns, setter)
    theme, flow = setter.theme, setter.flow
    head = _row(
        tuple(column.head for column in block.columns),
        block.columns,
        columns,
        theme.role("table-head"),
        element.child("THead").child("TR"),
        setter,
        head=True,
    )
    draw, height = _head(head, setter)
    with flow.framed(Frame(repeated=_as_artifact(draw), repeated_height=height)):
        flow.add(height, draw)
        body = element.child("TBody")
        last = len(block.rows) - 1
        for nth, row in enumerate(block.rows):
            cells = _row(row, block.columns, columns, theme.role("table"), body.child("TR"), setter)
            if nth <= 1 or nth == last:
                flow.tie()
            _add_row(cells, setter)
    flow.space(theme.role("caption").before)


def caption(block: Caption, element: Element, setter: Typesetter) -> None:
    """The label and the message, kept with what follows."""
    label = (Text(f"{block.label}. "),) if block.label else ()
    setter.anchor(block.anchor)
    setter.paragraph((*label, *block.content), setter.theme.role("caption"), element)


def _columns(columns: tuple[Column, ...], setter: Typesetter) -> list[tuple[float, float]]:
    """Left edge and width of each column's words; the gap is at the right of all but the last."""
    measure, gap = setter.flow.measure, setter.theme.table.column_gap
    shares = [column.share for column in columns]
    if not any(shares):
        shares = [1.0] * len(columns)
    whole = sum(shares)
    placed = []
    left = setter.flow.left
    for nth, share in enumerate(shares):
        width = measure * share / whole
        placed.append((left, width - (gap if nth < len(shares) - 1 else 0.0)))
        left += width
    return placed


def _row(
    cells: tuple[Inlines, ...],
    columns: tuple[Column, ...],
    places: list[tuple[float, float]],
    role: Role,
    row: Element,
    setter: Typesetter,
    *,
    head: bool = False,
) -> _Cells:
    made: _Cells = []
    for cell, column, (left, width) in zip(cells, columns, places, strict=True):
        scope = "<</O/Table/Scope/Column>>" if head else ""
        element = row.child("TH" if head else "TD", attributes=scope)
        align = column.align
        made.append((left, setter.set(cell, role, element, width, align=align, features=TABULAR)))
    return made


def _head(cells: _Cells, setter: Typesetter) -> tuple[Draw, float]:
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


def _add_row(cells: _Cells, setter: Typesetter) -> None:
    theme, flow = setter.theme, setter.flow
    padding = theme.table.row_padding
    lines = max((len(setting.lines) for _, setting in cells), default=0)
    leading = theme.role("table").leading
    page = theme.page
    if lines * leading <= _TALL * (page.height - page.top - page.bottom):
        flow.add(lines * leading + 2 * padding, _lines(cells, 0, lines, setter, last=True))
        return
    for nth in range(lines):
        if nth in (1, lines - 1):
            flow.tie()
        above = padding if nth == 0 else 0.0
        below = padding if nth == lines - 1 else 0.0
        draw = _lines(cells, nth, nth + 1, setter, last=nth == lines - 1)
        flow.add(leading + above + below, draw)


def _lines(cells: _Cells, start: int, end: int, setter: Typesetter, *, last: bool) -> Draw:
    """Lines `start` to `end` of every cell of a row, and the rule below its last."""
    theme, flow = setter.theme, setter.flow
    padding, rule = theme.table.row_padding, theme.table.row_rule
    left, right = flow.left, flow.left + flow.measure
    leading = theme.role("table").leading

    def draw(surface: Surface, top: float) -> None:
        y = top + (padding if start == 0 else 0.0)
        for x, setting in cells:
            for nth in range(start, end):
                setting.draw_line(nth, surface, x, y + (nth - start) * leading)
        if last:
            bottom = y + (end - start) * leading + padding
            surface.rule(left, right, bottom - rule, rule, theme.colour("rule"))

    return draw


def _as_artifact(draw: Draw) -> Draw:
    """A head drawn again on a further page is not read again."""

    def again(surface: Surface, top: float) -> None:
        surface.furniture = "Layout"
        draw(surface, top)
        surface.furniture = None

    return again
