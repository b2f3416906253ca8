"""The document model: what a brief is before it is a DOCX, a PDF or plain text.

Frozen and complete: order, numbers, captions, notes and running heads are settled, nothing here
draws, and a writer finds no decision left to take. Lengths are points (1/72 inch), colours "#rrggbb".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

# ---------------------------------------------------------------------------------------- inlines


class Numeral(StrEnum):
    """The six classes a printed numeral may belong to (there is no seventh)."""

    FACT = "fact"
    CALCULATION = "calculation"
    COUNT = "count"
    LABEL = "label"
    STANDARD = "standard"
    AUTHOR = "author"


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words. Holds no digit once composed: digits live in a Value, a label or a Link."""

    text: str


@dataclass(frozen=True, slots=True)
class Value:
    """Words or figures printed for one fact, calculation, count or label.

    `id` is the fact's or calculation's id (empty for the other classes); `form` names the display
    form ("full", "number", "name", …), so that id and form together always print the same text.
    `language` is set where the text is in another language than the document.
    """

    text: str
    id: str = ""
    form: str = ""
    numeral: Numeral = Numeral.FACT
    language: str = ""


@dataclass(frozen=True, slots=True)
class Strong:
    """Bold words."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Italic words."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an address outside the document (http, https, mailto)."""

    content: Inlines
    url: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line break inside a paragraph."""


@dataclass(frozen=True, slots=True)
class NoteRef:
    """A raised reference to a note: a number, or a letter for a calculation.

    Before `compose` numbers it, `note` holds the fact or calculation id and the rest is empty;
    afterwards `note` is the note's anchor, `label` what is printed, `anchor` this reference's own
    name (so that the note can link back), and `separator` is printed, raised too, before the label
    where two references meet. `first` is true on the first reference to its note.
    """

    note: str
    label: str = ""
    anchor: str = ""
    separator: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True)
class CrossReference:
    """Words that lead to a figure, table, heading or annex of the same document."""

    anchor: str
    content: Inlines = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Words in another language (BCP 47), for hyphenation and for reading aloud."""

    content: Inlines
    language: str


MarkShape = Literal["disc", "half-disc", "ring", "square", "diamond"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A small drawn sign before words that say the same; readers skip it (decorative)."""

    shape: MarkShape


Inline = (
    Text | Value | Strong | Emphasis | Link | LineBreak | NoteRef | CrossReference | Span | Mark
)
Inlines = tuple[Inline, ...]


# --------------------------------------------------------------------------------- charts, drawings


@dataclass(frozen=True, slots=True)
class Path:
    """A filled or stroked outline.

    `commands`: ("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x3, y3), ("Z",); the origin is the
    drawing's lower left corner, y grows upwards. `fill` and `stroke` are None where there is none.
    """

    commands: tuple[tuple[str | float, ...], ...]
    fill: str | None = None
    stroke: str | None = None
    line_width: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class TextRun:
    """One run of live text, all in one face; (x, y) is the left end of its baseline.

    `family` is a theme family ("sans", "serif"); `angle` is degrees anticlockwise; `width` is what
    the shared text measure gave; `id` is the fact or calculation whose value the text shows. All of the
    text runs `to_left`, or none of it.
    """

    x: float
    y: float
    text: str
    family: str
    weight: int
    italic: bool
    size: float
    colour: str
    width: float
    angle: float = 0.0
    id: str = ""
    to_left: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart's picture without resolution: outlines and text runs, back to front."""

    width: float
    height: float
    items: tuple[Path | TextRun, ...]


MarkClass = Literal["stated", "calculated", "goal", "part-year", "illustration", "missing"]


@dataclass(frozen=True, slots=True)
class ChartMark:
    """One datum of a chart, as the native chart, the data table and the drawing all read it.

    `value` and the interval `low`..`high` are in the chart's unit (already scaled); None where the
    mark has no number (an event) or the interval has no end. `text` is what is printed at the mark.
    """

    label: Inlines
    text: Inlines
    mark_class: MarkClass
    id: str
    series: str = ""
    panel: str = ""
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    whole: Decimal | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class NativePoint:
    """One number of a chart that a program draws itself; None leaves its place empty.

    `label` is what stands at it, already broken into lines; `id` the fact or calculation. `minus` and
    `plus` are how far its interval reaches below and above, None where no interval is shown.
    """

    value: Decimal | None = None
    mark_class: MarkClass = "stated"
    label: str = ""
    id: str = ""
    minus: Decimal | None = None
    plus: Decimal | None = None


NativeShape = Literal["bars", "wholes", "ends", "line", "points"]


@dataclass(frozen=True, slots=True)
class NativeSeries:
    """A row of numbers, a point for each category.

    `shape`: bars in the ink of their class; the wholes that they are part of, outlined; the ends of
    their intervals, which show nothing but their labels; a line with its points; points on no line.
    `below` are the places of the points whose labels stand below them.
    """

    name: str
    shape: NativeShape
    points: tuple[NativePoint, ...]
    below: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NativeCategory:
    """A place on the category axis; one without a name is a gap. Those of a `panel` stand together."""

    name: str = ""
    panel: str = ""


@dataclass(frozen=True, slots=True)
class NativeChart:
    """A chart as data for a program that draws it itself and lets a reader edit its numbers.

    `lying`: bars from the left, the first category on top; otherwise columns or lines. `name` stands
    above it where a figure has several, `remark` below it. `low` and `high` are the ends of the value
    axis; `height` is in points, `names` the share of the width that the
    categories of a lying chart take. `panels` is true where the categories' panels are named.
    """

    name: str
    lying: bool
    categories: tuple[NativeCategory, ...]
    series: tuple[NativeSeries, ...]
    low: Decimal
    high: Decimal
    height: float
    names: float = 0.0
    panels: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class NativeWords:
    """What the workbook behind a native chart says beside the numbers, settled by compose.

    `minus`, `plus`, `label`, `whole` and `end` head its columns; `head` and `rows` are where each number
    comes from, empty where nothing may travel.
    """

    minus: str = ""
    plus: str = ""
    label: str = ""
    whole: str = ""
    end: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """What a reader sees as one chart: data, titles, notes, alternative text and a drawing.

    `native` are the charts that a program draws itself from its data, one below the other; empty for a
    kind that no program knows, which is shown as its drawing.
    """

    key: str
    kind: str
    title: Inlines
    subtitle: Inlines
    note: Inlines
    alternative: Inlines
    unit: Inlines
    marks: tuple[ChartMark, ...]
    drawing: Drawing
    native: tuple[NativeChart, ...] = ()
    native_words: NativeWords = NativeWords()


# ----------------------------------------------------------------------------------------- blocks


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
    """One head row, no merged cells, no empty cells; `description` is its alternative text."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    caption: Caption | None = None
    description: Inlines = ()


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
    """One heading in the contents list: its level, its words, and the anchor that it has."""

    level: int
    content: Inlines
    anchor: str


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


# --------------------------------------------------------------------------------------- document


@dataclass(frozen=True, slots=True)
class Furniture:
    """The running head and foot of a page.

    The page number stands at the right of the foot; the writer fills the two numbers into
    `page_label`, in which {page} and {pages} stand for them.
    """

    head_left: Inlines
    head_right: Inlines
    foot_left: Inlines
    foot_centre: Inlines
    page_label: str = "{page} / {pages}"


TrafficLight = Literal["RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR"]


@dataclass(frozen=True, slots=True)
class Marking:
    """A handling marking, printed as typed; `tlp` is set for a Traffic Light Protocol 2.0 label,
    which prints at the right of head and foot, at least 12 pt, in its colour on black.
    """

    text: str
    tlp: TrafficLight | None = None


@dataclass(frozen=True, slots=True)
class Meta:
    """Properties of the file. `date` is the facts' as-of date; every date in a file comes from it.

    `edition` (0 where there is none), `fingerprint`, `standing` and `marking` are the brief's own, for
    programs; what a reader sees of them stands in the text.
    """

    title: str
    subject: str
    language: str
    date: date
    author: str = ""
    keywords: tuple[str, ...] = ()
    draft: bool = False
    identifier: str = ""
    edition: int = 0
    fingerprint: str = ""
    standing: str = ""
    marking: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels inside the brief; `relationship` is PDF's AFRelationship."""

    name: str
    media_type: str
    relationship: Literal["Source", "Data", "Supplement"]
    content: bytes
    description: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole brief: title and subtitle, furniture of the first page and of the rest, blocks.

    `footnotes` are the notes set at the foot of the page on which their first reference stands; they are
    numbered 1, 2, 3, … in the order of those, each of which stands in the content of a Paragraph or in
    a Quotation. Read in one column they follow the paragraph of it (`opened`). Other notes are in a
    NoteList.
    """

    meta: Meta
    title: Inlines
    subtitle: Inlines
    first: Furniture
    rest: Furniture
    blocks: Blocks
    marking: Marking | None = None
    attachments: tuple[Attachment, ...] = field(default=())
    footnotes: tuple[Note, ...] = ()


# ---------------------------------------------------------------------------------------- reading


def plain(inlines: Inlines) -> str:
    """The words of `inlines` as they print, without note references; a line break is a newline."""
    return "".join(_plain(inline) for inline in inlines)


def _plain(inline: Inline) -> str:
    match inline:
        case Text(text) | Value(text):
            return text
        case Strong(content) | Emphasis(content) | Link(content) | CrossReference(content=content):
            return plain(content)
        case Span(content):
            return plain(content)
        case LineBreak():
            return "\n"
        case NoteRef() | Mark():
            return ""


def opened(inlines: Inlines, footnotes: Mapping[str, Note]) -> tuple[Note, ...]:
    """The notes, of those at the foot of a page by their anchors, whose first reference is in `inlines`."""
    return tuple(
        footnotes[leaf.note]
        for leaf in leaves(inlines)
        if isinstance(leaf, NoteRef) and leaf.first and leaf.note in footnotes
    )


def leaves(inlines: Inlines) -> Iterator[Inline]:
    """Every inline that holds no other, in reading order."""
    for inline in inlines:
        match inline:
            case Strong(content) | Emphasis(content) | Link(content) | Span(content):
                yield from leaves(content)
            case CrossReference(content=content):
                yield from leaves(content)
            case _:
                yield inline
