"""Annex B: for each figure the table of what it shows, with classes, ranges, formulas and ids.

The same tables travel inside the files as CSV.
"""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from briefing.blocks import (
    Attachment,
    Blocks,
    Caption,
    Chart,
    ChartMark,
    Column,
    Figure,
    Inline,
    Inlines,
    Numeral,
    Strong,
    Table,
    Text,
    Value,
    leaves,
    plain,
)
from briefing.carried import CSV
from briefing.charts.numbers import held
from briefing.sections.wording import Wording


def chart_tables(figures: tuple[Figure, ...], wording: Wording) -> Blocks:
    """One table a figure, in the order of the figures."""
    return tuple(_table(figure, wording) for figure in figures)


def chart_files(figures: tuple[Figure, ...], wording: Wording) -> tuple[Attachment, ...]:
    """Each figure's table as a CSV file (RFC 4180, UTF-8), with the charted number in a column of its own.

    The number is in the unit that the head of the column before it names; it is empty where the chart
    has none.
    """
    made = []
    for nth, figure in enumerate(figures, 1):
        caption = figure.caption
        about = (
            f"{wording.language.word('data-for').format(caption.label)}: {plain(caption.content)}"
        )
        content = _csv(figure, wording)
        made.append(Attachment(f"figure-{nth}.csv", CSV, "Data", content, _typed(about)))
    return tuple(made)


def _csv(figure: Figure, wording: Wording) -> bytes:
    table = _table(figure, wording)
    numbers = [wording.language.word("number"), *(_number(m.value) for m in figure.chart.marks)]
    rows = [[plain(column.head) for column in table.columns]]
    rows += [[plain(cell) for cell in row] for row in table.rows]
    text = io.StringIO()
    writer = csv.writer(text)
    for row, number in zip(rows, numbers, strict=True):
        item, value, *rest = map(_typed, row)
        writer.writerow([item, value, number, *rest])
    return text.getvalue().encode()


def _number(value: Decimal | None) -> str:
    """In plain digits, as the charts hold it."""
    return "" if value is None else f"{held(value):f}"


def _typed(text: str) -> str:
    """With the spaces that a keyboard has: a program compares words."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\n", " ")


def _table(figure: Figure, wording: Wording) -> Table:
    word = wording.language.word
    chart = figure.chart
    columns = (
        Column((Text(word("item")),)),
        Column(_head(chart, wording), align="right" if _numeric(chart) else "left"),
        Column((Text(word("value-class")),)),
        Column((Text(word("fact-id")),)),
    )
    rows = tuple(_row(mark, wording) for mark in chart.marks)
    caption = Caption(
        (Value(word("data-for").format(figure.caption.label), numeral=Numeral.LABEL),)
    )
    return Table(columns, rows, caption)


def _head(chart: Chart, wording: Wording) -> Inlines:
    unit = chart.unit or (Text(wording.language.word("value")),)
    first = unit[0]
    if isinstance(first, Text):
        return (Text(wording.language.capitalised(first.text)), *unit[1:])
    return unit


def _numeric(chart: Chart) -> bool:
    return any(mark.value is not None for mark in chart.marks)


def _row(mark: ChartMark, wording: Wording) -> tuple[Inlines, ...]:
    label: list[Inline] = []
    for part in (mark.panel, mark.series):
        if part:
            label += [wording.label(part), Text(": ")]
    known = wording.class_of(mark.id) if mark.id else ""
    gap = wording.language.label("classes", "missing") if mark.mark_class == "missing" else ""
    words = known or gap or wording.language.word("none")
    return (
        (*label, *leaves(mark.label)),
        value_cell(mark, wording),
        (wording.label(words),),
        _origin(mark.id, wording),
    )


def value_cell(mark: ChartMark, wording: Wording) -> Inlines:
    """The value as charted, with the range of a calculated one; what has no number, in words."""
    if not mark.text:
        return (Text(wording.language.word("none")),)
    lead = mark.text[0]
    if mark.value is None or not isinstance(lead, Strong):
        return tuple(leaves(mark.text))
    ranges = [i for i in leaves(mark.text) if isinstance(i, Value) and i.form == "interval"]
    tail: Inlines = (Text(" ("), ranges[0], Text(")")) if ranges else ()
    return (*leaves(lead.content), *tail)


def _origin(id: str, wording: Wording) -> Inlines:
    if id not in wording.visit.calculations:
        return (wording.label(id or wording.language.word("none")),)
    return (wording.label(f"{id} = {wording.formula(id)}"),)
