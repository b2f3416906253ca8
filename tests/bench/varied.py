"""A document whose paragraphs read otherwise: the same words in another order, so that no cache answers for it."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from briefing.blocks import (
    Attachment,
    Column,
    Document,
    Drawing,
    Furniture,
    Inlines,
    Marking,
    Meta,
    Paragraph,
    Table,
    Text,
    Value,
)

_AS_IT_IS = (Attachment, Drawing, Furniture, Marking, Meta)
_FEWEST = 4


def varied(document: Document, nth: int) -> Document:
    """The document with the words of each longer text turned round by `nth`; charts and properties stay."""
    turned: Document = _varied(document, nth)
    return turned


def _varied(part: Any, nth: int) -> Any:
    if isinstance(part, Text):
        return Text(_turned(part.text, nth))
    if isinstance(part, tuple):
        return tuple(_varied(one, nth) for one in part)
    if not is_dataclass(part) or isinstance(part, (type, *_AS_IT_IS)):
        return part
    held = {field.name: getattr(part, field.name) for field in fields(part)}
    parts = {
        name: value
        for name, value in held.items()
        if isinstance(value, tuple) or is_dataclass(value)
    }
    return replace(part, **{name: _varied(value, nth) for name, value in parts.items()})


def _turned(text: str, nth: int) -> str:
    words = text.split()
    if len(words) < _FEWEST:
        return text
    at = nth % len(words)
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return before + " ".join(words[at:] + words[:at]) + after


def long_table(document: Document, rows: int) -> Document:
    """The document's furniture and properties around one table of so many rows."""
    columns = (
        Column((Text("Year and measure"),), share=0.4),
        Column((Text("Value"),), "right", 0.2),
        Column((Text("Who says so"),), share=0.4),
    )
    cells = tuple(_row(nth) for nth in range(rows))
    return replace(
        document, blocks=(Table(columns, cells, description=(Text("Rows."),)),), attachments=()
    )


def _row(nth: int) -> tuple[Inlines, ...]:
    return (
        (Text("Trade in goods, series "), Value(f"{nth}")),
        (Value(f"{nth * 37 % 9973}.{nth % 10}"),),
        (Text("National statistics, table "), Value(f"{nth % 97}")),
    )


def long_paragraph(document: Document, characters: int) -> Document:
    """The document's furniture and properties around one paragraph of so many characters."""
    words = "trade between the two countries has grown by a tenth since the agreement entered into force"
    text = (words + " ") * (characters // len(words) + 1)
    return replace(document, blocks=(Paragraph((Text(text[:characters]),)),), attachments=())
