"""A document as what docxtpl takes: a Word template that names every kind of paragraph, and the values for it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, assert_never

import docx
from dialect import SIGNS

from briefing.blocks import (
    Block,
    Blocks,
    BulletList,
    Callout,
    Commented,
    Contents,
    CrossReference,
    Document,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Inlines,
    KeyFigures,
    LineBreak,
    Link,
    Mark,
    NoteList,
    NoteRef,
    OrderedList,
    PageBreak,
    Paragraph,
    Quotation,
    Span,
    Strong,
    Table,
    Text,
    Value,
)

Run = tuple[str, str]
"""A text and how it looks: any of "b" (bold), "i" (italic), "s" (raised)."""

STYLES = (
    "Title",
    "Heading 1",
    "Heading 2",
    "Heading 3",
    "List Bullet",
    "List Number",
    "Intense Quote",
    "Caption",
)


def template() -> bytes:
    """The Word template, written as a user of docxtpl would in Word."""
    file = docx.Document()
    file.add_paragraph("{%p for b in blocks %}")
    file.add_paragraph("{%p if b.kind == 'Table' %}")
    table = file.add_table(rows=3, cols=1)
    table.rows[0].cells[0].text = "{%tr for row in b.rows %}"
    table.rows[1].cells[0].text = "{%tc for cell in row %}"
    cell = table.add_column(docx.shared.Pt(100)).cells[1]
    cell.text = "{{r cell }}"
    table.add_column(docx.shared.Pt(100)).cells[1].text = "{%tc endfor %}"
    table.rows[2].cells[0].text = "{%tr endfor %}"
    file.add_paragraph("{%p elif b.kind == 'Picture' %}")
    file.add_paragraph("{{ b.image }}")
    for style in STYLES:
        file.add_paragraph(f"{{%p elif b.kind == '{style}' %}}")
        file.add_paragraph("{{r b.text }}", style)
    file.add_paragraph("{%p else %}")
    file.add_paragraph("{{r b.text }}")
    file.add_paragraph("{%p endif %}")
    file.add_paragraph("{%p endfor %}")
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()


def values(document: Document, pictures: Path) -> list[dict[str, Any]]:
    """The values: a kind and runs, rows of runs, or a picture, for each paragraph, table and figure."""
    title = {"kind": "Title", "runs": list(_runs(document.title))}
    return [title, *_flow(document.blocks, pictures, "Normal")]


def _flow(blocks: Blocks, pictures: Path, kind: str) -> Iterator[dict[str, Any]]:
    for block in blocks:
        yield from _block(block, pictures, kind)


def _block(block: Block, pictures: Path, kind: str) -> Iterator[dict[str, Any]]:  # noqa: C901
    match block:
        case Heading(level, content):
            yield _said(content, f"Heading {level}")
        case Paragraph(content):
            yield _said(content, kind)
        case BulletList(items):
            for item in items:
                yield from _flow(item, pictures, "List Bullet")
        case OrderedList(items):
            for item in items:
                yield from _flow(item, pictures, "List Number")
        case Table(columns, rows, caption):
            if caption:
                yield _said((Text(f"{caption.label}. "), *caption.content), "Caption")
            heads = [list(_runs(column.head, "b")) for column in columns]
            yield {
                "kind": "Table",
                "rows": [heads, *([list(_runs(c)) for c in row] for row in rows)],
            }
        case Figure(chart, caption):
            yield _said((Text(f"{caption.label}. "), *caption.content), "Caption")
            yield _said(chart.subtitle, "Normal")
            yield {"kind": "Picture", "file": str((pictures / chart.key).with_suffix(".png"))}
            yield _said(chart.note, "Normal")
        case Callout(_, title, content):
            yield _said(title, "Intense Quote")
            yield from _flow(content, pictures, "Intense Quote")
        case KeyFigures(tiles):
            for tile in tiles:
                for part in (tile.figure, tile.label, tile.attribution):
                    yield _said(part, "Normal")
        case Quotation(content, speaker):
            yield _said(content, "Intense Quote")
            yield _said(speaker, "Normal")
        case NoteList(_, notes):
            for note in notes:
                yield _said((Text(f"{note.label} "), *note.content), "Normal")
        case PageBreak() | Contents():  # the first visit has no list
            yield {"kind": "Normal", "runs": [("\f", "")]}
        case _:
            assert_never(block)


def _said(content: Inlines, kind: str) -> dict[str, Any]:
    return {"kind": kind, "runs": list(_runs(content))}


def _runs(content: Inlines, look: str = "") -> Iterator[Run]:
    for inline in content:
        yield from _inline(inline, look)


def _inline(inline: Inline, look: str) -> Iterator[Run]:
    match inline:
        case Text(text) | Value(text):
            yield text, look
        case Strong(content):
            yield from _runs(content, look + "b")
        case Emphasis(content):
            yield from _runs(content, look + "i")
        case Link(content) | CrossReference(content=content) | Span(content) | Commented(content):
            yield from _runs(content, look)
        case NoteRef(label=label, separator=separator):
            yield separator + label, look + "s"
        case LineBreak():
            yield "\n", look
        case Mark(shape):
            yield SIGNS[shape], look
        case _:
            assert_never(inline)
