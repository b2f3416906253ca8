"""The styles of tables and pictures: rules, paddings and what stands in cells, from the theme."""

from __future__ import annotations

from briefing.theme import Theme
from briefing.writers.docx.elements import twips, w
from briefing.writers.docx.looks import border, inset, paragraph_properties, style
from briefing.writers.docx.markup import Element
from briefing.writers.docx.names import style_of


def table_styles(theme: Theme) -> list[Element]:
    """Every style that a table, a strip of key figures or a picture needs."""
    table, head = theme.role("table"), theme.role("table-head")
    return [
        style("Table Number", "paragraph", paragraph_properties(table, theme, align="right"),
               based=style_of("table")),
        style("Table Strong", "paragraph", paragraph_properties(table, theme), w("rPr", w("b"), w("bCs")),
               based=style_of("table")),
        style("Table Head Number", "paragraph",
               paragraph_properties(head, theme, align="right", keep=True),
               based=style_of("table-head")),
        style("Figure", "paragraph", w("pPr", w("keepNext")), based="Normal"),
        _separator(),
        _brief_table(theme),
        _key_table(theme),
    ]  # fmt: skip


def _separator() -> Element:
    # Word merges two tables that touch, and wants a paragraph after the last one.
    thin = w("spacing", before=0, after=0, line=20, lineRule="exact")
    return style("Separator", "paragraph", w("pPr", thin), based="Normal", shown=False)


def _brief_table(theme: Theme) -> Element:
    look, rule = theme.table, theme.colour("rule")
    padding = twips(look.row_padding)
    margins = w(
        "tblCellMar",
        w("top", w=padding, type="dxa"),
        w("left", w=0, type="dxa"),
        w("bottom", w=padding, type="dxa"),
        w("right", w=twips(look.column_gap), type="dxa"),
    )
    lines = w(
        "tblBorders",
        border("bottom", rule, look.row_rule),
        border("insideH", rule, look.row_rule),
    )
    head = w(
        "tblStylePr",
        w("tcPr", w("tcBorders", border("bottom", theme.colour("rule-strong"), look.head_rule))),
        type="firstRow",
    )
    return style(
        "Brief Table", "table", w("tblPr", w("tblInd", w=0, type="dxa"), lines, margins), head,
        based="TableNormal",
    )  # fmt: skip


def _key_table(theme: Theme) -> Element:
    rule, width = theme.colour("rule"), theme.table.row_rule
    padding = twips(theme.key_figures.padding)
    above = inset(theme.key_figures.padding, theme.role("key-number"), theme)
    below = inset(theme.key_figures.padding, theme.role("key-attribution"), theme)
    margins = w(
        "tblCellMar",
        w("top", w=twips(above), type="dxa"),
        w("left", w=padding, type="dxa"),
        w("bottom", w=twips(below), type="dxa"),
        w("right", w=padding, type="dxa"),
    )
    sides = ("top", "bottom", "insideH", "insideV")
    lines = w("tblBorders", *(border(side, rule, width) for side in sides))
    return style(
        "Key Figures", "table", w("tblPr", w("tblInd", w=0, type="dxa"), lines, margins),
        based="TableNormal",
    )  # fmt: skip
