"""Tables of facts, and the strip of key figures: named table styles, fixed widths, marked heads.

Widths, repeated heads and rows that do not split are the only direct properties.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from briefing.blocks import (
    Caption,
    Column,
    Inline,
    Inlines,
    KeyFigure,
    KeyFigures,
    Mark,
    NoteRef,
    Strong,
    Table,
    Text,
    plain,
)
from briefing.writers.docx.elements import field, paragraph, run, twips, w
from briefing.writers.docx.inlines import runs, runs_of_figure
from briefing.writers.docx.markup import Element, keep
from briefing.writers.docx.names import style_of
from briefing.writers.docx.story import Story

_WHOLE_ROW = keep(w("trPr", w("cantSplit")))


def table(block: Table, story: Story) -> list[Element]:
    """The caption, which stays with the first rows, and the table."""
    page = story.theme.page
    measure = page.turned_measure if block.wide else page.measure
    widths = _widths([column.share for column in block.columns], measure)
    rows = [_head_row(block.columns, widths, story)]
    for at, cells in enumerate(block.rows):
        # The first row stays with the head, the last is not left alone on a new page.
        keep = at in (0, len(block.rows) - 2) and at < len(block.rows) - 1
        rows.append(_row(block.columns, cells, widths, story, keep))
    title = plain(block.caption.content) if block.caption else ""
    made = _table("BriefTable", widths, rows, title, plain(block.description), head=True)
    return [caption(block.caption, story), made] if block.caption else [made]


def caption(block: Caption, story: Story) -> Element:
    """ "Table 2. …": the label in its bookmark, its number a field that Word can count anew."""
    content: list[Element] = []
    if block.label:
        content = story.marked(block.anchor, _label(block.label, story))
        content.append(run(". "))
        content.extend(runs(block.content, story, "caption"))
    else:
        content = story.marked(block.anchor, runs(block.content, story, "caption"))
    return paragraph(style_of("caption"), content)


def key_figures(block: KeyFigures, story: Story) -> list[Element]:
    """The strip: read cell by cell it gives each figure, what it measures, and who says so.

    The last row may be shorter; a short row has no empty cells, and no rule below, which
    would end with its last tile.
    """
    columns = story.theme.key_figures.columns
    widths = _widths([0.0] * columns, story.theme.page.measure)
    strips = [block.tiles[at : at + columns] for at in range(0, len(block.tiles), columns)]
    rows = []
    for at, tiles in enumerate(strips):
        missing = columns - len(tiles)
        limits = w(
            "trPr",
            w("gridAfter", val=missing) if missing else None,
            w("wAfter", w=sum(widths[len(tiles) :]), type="dxa") if missing else None,
            w("cantSplit"),
        )
        keep = at < len(strips) - 1
        lines = w("tcBorders", w("bottom", val="nil")) if missing else None
        cells = [
            _tile(tile, n, widths[n], story, keep=keep, lines=lines) for n, tile in enumerate(tiles)
        ]
        rows.append(w("tr", limits, *cells))
    return [_table("KeyFigures", widths, rows, "", "", head=False)]


def _label(label: str, story: Story) -> list[Element]:
    """ "Figure 1" as words and a SEQ field; a label without a number stays words."""
    found = re.fullmatch(r"(.*\S)(\s)([0-9]+)", label)
    if not found:
        return [run(label)]
    words, space, number = found.groups()
    sequence = re.sub(r"\W+", "_", words)
    start = "" if story.register.follows(sequence, int(number)) else f" \\r {number}"
    return [run(words + space), *field(f"SEQ {sequence} \\* ARABIC{start}", number)]


def _table(
    style: str, widths: list[int], rows: list[Element], title: str, description: str, *, head: bool
) -> Element:
    look = w(
        "tblLook", val="0620" if head else "0600", firstRow=int(head), lastRow=0, firstColumn=0,
        lastColumn=0, noHBand=1, noVBand=1,
    )  # fmt: skip
    properties = w(
        "tblPr",
        w("tblStyle", val=style),
        w("tblW", w=sum(widths), type="dxa"),
        w("tblLayout", type="fixed"),
        look,
        w("tblCaption", val=title) if title else None,
        w("tblDescription", val=description) if description else None,
    )
    return w("tbl", properties, w("tblGrid", *(w("gridCol", w=width) for width in widths)), *rows)


def _widths(shares: list[float], measure: float) -> list[int]:
    """Whole twips for every column that sum to the measure's; no shares means equal ones."""
    whole = twips(measure)
    total = sum(shares)
    parts = [share / total for share in shares] if total else [1 / len(shares)] * len(shares)
    edges = [round(whole * sum(parts[:at])) for at in range(len(parts) + 1)]
    return [right - left for left, right in pairwise(edges)]


def _head_row(columns: tuple[Column, ...], widths: list[int], story: Story) -> Element:
    cells = []
    for column, width in zip(columns, widths, strict=True):
        style = "TableHeadNumber" if column.align == "right" else style_of("table-head")
        words = paragraph(style, runs(column.head, story, "table-head"))
        cells.append(_cell(width, words))
    return w("tr", w("trPr", w("cantSplit"), w("tblHeader")), *cells)


def _row(
    columns: tuple[Column, ...],
    cells: tuple[Inlines, ...],
    widths: list[int],
    story: Story,
    keep: bool,
) -> Element:
    made = []
    for column, content, width in zip(columns, cells, widths, strict=True):
        style = "TableNumber" if column.align == "right" else style_of("table")
        limits = [w("keepNext")] if keep else []
        if style == style_of("table") and (words := _unmarked(content)) is not None:
            style, content = "TableStrong", words  # noqa: PLW2901
        made.append(_cell(width, paragraph(style, runs(content, story, "table"), *limits)))
    return w("tr", _WHOLE_ROW, *made)


def _unmarked(content: Inlines) -> Inlines | None:
    """What a cell says where all its words are strong, which a style of the paragraph says better."""
    made: list[Inline] = []
    strong = False
    for inline in content:
        if isinstance(inline, Strong):
            made.extend(inline.content)
            strong = True
        elif isinstance(inline, (Mark, NoteRef)) or (
            isinstance(inline, Text) and not inline.text.strip()
        ):
            made.append(inline)
        else:
            return None
    return tuple(made) if strong else None


def _tile(
    tile: KeyFigure, column: int, width: int, story: Story, *, keep: bool, lines: Element | None
) -> Element:
    parts = [("key-number", runs_of_figure(tile.figure, story))]
    for role, content in (("key-label", tile.label), ("key-attribution", tile.attribution)):
        if content:
            parts.append((role, runs(content, story, role)))
    limits = [w("keepNext")] if keep else []
    words = [paragraph(style_of(role), content, *limits) for role, content in parts]
    # The strip's first figures stand on the margin, like the text above them.
    flush = w("tcMar", w("left", w=0, type="dxa")) if column == 0 else None
    return _cell(width, *words, own=(lines, flush))


def _cell(width: int, *content: Element, own: tuple[Element | None, ...] = ()) -> Element:
    if any(own):
        return w("tc", w("tcPr", w("tcW", w=width, type="dxa"), *own), *content)
    return Element("w:tc", children=[_wide(width), *content])


@lru_cache(maxsize=500)  # the cells of a column are alike
def _wide(width: int) -> Element:
    return keep(w("tcPr", w("tcW", w=width, type="dxa")))
