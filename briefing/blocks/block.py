"""The blocks of a brief, one below the other: headings, paragraphs, lists, tables, figures, boxes, notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from briefing.blocks.chart import Chart
from briefing.blocks.inlines import Inlines


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 opens a section (the title of the brief stands above them all)."""

    level: Literal[1, 2, 3]
    content: Inlines
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text in a theme role ("body" unless said otherwise)."""

    content: Inlines
    role: str = "body"


@dataclass(frozen=True, slots=True)
class BulletList:
    """Unordered items, each of blocks; `role` is the paragraphs' theme role."""

    items: tuple[Blocks, ...]


@dataclass(frozen=True, slots=True)
class OrderedList:
    """Items counted from `start`."""

    items: tuple[Blocks, ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: its head, its alignment, and its share of the measure (shares sum to 1)."""

    head: Inlines
    align: Literal["left", "right"] = "left"
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Caption:
    """ "Figure 1" or "Table 2" and the message; `label` is empty until compose numbers it."""

    content: Inlines
    label: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One head row, no merged cells, no empty cells; `description` is its alternative text.

    One that is `wide` cannot stand on the page without breaking words: where a file can turn a page, it
    stands on one that is turned.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    caption: Caption | None = None
    description: Inlines = ()
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its caption (the chart's title), numbered by compose."""

    chart: Chart
    caption: Caption


CalloutKind = Literal["bottom-line", "glance", "caution", "draft", "omitted"]


@dataclass(frozen=True, slots=True)
class Callout:
    """A boxed part with a short title; `kind` chooses its theme box. `omitted` says what was left out."""

    kind: CalloutKind
    title: Inlines
    content: Blocks


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One tile: the value large (`figure`), what it measures, and who says so.

    In `figure`, Strong marks the parts that print largest ("$4.1"); the rest is smaller ("billion").
    """

    figure: Inlines
    label: Inlines
    attribution: Inlines


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A strip of tiles, three to a row."""

    tiles: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """What somebody said; `verbatim` words arrive with their quotation marks already on."""

    content: Inlines
    speaker: Inlines


@dataclass(frozen=True, slots=True)
class Note:
    """A note's text, its label, its anchor, and the anchors of the references to it, in order."""

    label: str
    anchor: str
    content: Inlines
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteList:
    """The notes (numbers) or the calculations (letters), in order of first use."""

    kind: Literal["notes", "calculations"]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts a new page."""


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """One heading in the contents list: its level, its words, and the anchor that it has.

    `page` is its page in the Word file, where that is known (0: it is not); a PDF knows its own.
    """

    level: int
    content: Inlines
    anchor: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents list, in the order of the headings; where there are pages, their numbers come along."""

    title: Inlines
    entries: tuple[ContentsEntry, ...]


Block = (
    Heading
    | Paragraph
    | BulletList
    | OrderedList
    | Table
    | Figure
    | Callout
    | KeyFigures
    | Quotation
    | NoteList
    | PageBreak
    | Contents
)
Blocks = tuple[Block, ...]
