"""Numbers and names of figures, tables and annexes, and the words of references to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from briefing.blocks import (
    Block,
    Blocks,
    BulletList,
    Callout,
    Caption,
    CrossReference,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Inlines,
    KeyFigure,
    KeyFigures,
    Link,
    Note,
    NoteList,
    Numeral,
    OrderedList,
    Paragraph,
    Quotation,
    Span,
    Strong,
    Table,
    Text,
    Value,
    plain,
)
from briefing.language.language import Language

_SHORT = 18  # characters: longer values must be able to break
_DATA = "annex-data"  # the section that holds the data behind the figures


@dataclass
class Numbering:
    """Counts figures, tables and annexes over the whole document, in order.

    `names` maps what templates call a figure or section to its printed name and its anchor.
    """

    language: Language
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    _figures: int = 0
    _tables: int = 0
    _annexes: int = 0

    def section(self, name: str, blocks: Blocks) -> Blocks:
        """The section's blocks with their numbers; its first heading gets the section's anchor."""
        numbered: list[Block] = []
        opened = False
        for block in blocks:
            if isinstance(block, Heading) and block.level == 1:
                anchor = name if not opened else f"{name}-{len(numbered)}"
                opened = True
                numbered.append(self._heading(block, anchor))
            else:
                numbered.append(self._numbered(block))
        return tuple(numbered)

    def _heading(self, heading: Heading, anchor: str) -> Heading:
        if heading.anchor != "annex":
            self.names[anchor] = (plain(heading.content), anchor)
            return replace(heading, anchor=anchor)
        letter = chr(ord("A") + self._annexes)
        self._annexes += 1
        label = self.language.word("annex").format(letter)
        self.names[anchor] = (_unbroken(label), anchor)
        return Heading(1, (Text(f"{label}. "), *heading.content), anchor)

    def _numbered(self, block: Block) -> Block:
        match block:
            case Figure():
                self._figures += 1
                label = self.language.word("figure").format(self._figures)
                anchor = f"figure-{self._figures}"  # the key may be an id, which prints nowhere
                self.names[block.chart.key] = (_unbroken(label), anchor)
                return replace(block, caption=Caption(block.caption.content, label, anchor))
            case Table(caption=Caption(content)):
                self._tables += 1
                label = self.language.word("table").format(self._tables)
                anchor = f"table-{self._tables}"
                return replace(block, caption=Caption(content, label, anchor))
            case Callout():
                return replace(block, content=tuple(self._numbered(b) for b in block.content))
            case _:
                return block

    # --------------------------------------------------------------------- cross-references

    def referred(self, blocks: Sequence[Block]) -> Blocks:
        """The blocks with the words of every reference in place."""
        return tuple(self._referred(block) for block in blocks)

    def noted(self, notes: Sequence[Note]) -> tuple[Note, ...]:
        """The notes with the words of every reference in place."""
        return tuple(replace(note, content=self._inlines(note.content)) for note in notes)

    def _referred(self, block: Block) -> Block:
        match block:
            case Paragraph() | Heading():
                return replace(block, content=self._inlines(block.content))
            case BulletList():
                return replace(block, items=tuple(self.referred(item) for item in block.items))
            case OrderedList():
                return replace(block, items=tuple(self.referred(item) for item in block.items))
            case Callout():
                return replace(block, content=self.referred(block.content))
            case Quotation():
                return Quotation(self._inlines(block.content), self._inlines(block.speaker))
            case Table():
                rows = tuple(tuple(self._inlines(cell) for cell in row) for row in block.rows)
                caption = self._captioned(block.caption) if block.caption else None
                return replace(block, rows=rows, caption=caption)
            case NoteList():
                return replace(block, notes=self.noted(block.notes))
            case Figure():
                chart = block.chart
                note = self._inlines(chart.note) + self._data_reference(chart.note)
                chart = replace(chart, note=note, subtitle=self._inlines(chart.subtitle))
                return replace(block, chart=chart, caption=self._captioned(block.caption))
            case KeyFigures():
                return replace(block, tiles=tuple(map(self._tile, block.tiles)))
            case _:
                return block

    def _captioned(self, caption: Caption) -> Caption:
        return replace(caption, content=self._inlines(caption.content))

    def _tile(self, tile: KeyFigure) -> KeyFigure:
        figure, label, attribution = map(self._inlines, (tile.figure, tile.label, tile.attribution))
        return replace(tile, figure=figure, label=label, attribution=attribution)

    def _data_reference(self, note: Inlines) -> Inlines:
        """ "Data in Annex B.", where there is such an annex."""
        if _DATA not in self.names:
            return ()
        lead = (" " if note else "") + self.language.word("notes.chart-data") + " "
        stop = Text(self.language.word("full-stop"))
        return (Text(lead), self._inline(CrossReference(_DATA)), stop)

    def inlines(self, inlines: Inlines) -> Inlines:
        """Inlines outside of blocks, with the words of every reference in place."""
        return self._inlines(inlines)

    def _inlines(self, inlines: Inlines) -> Inlines:
        return tuple(self._inline(inline) for inline in inlines)

    def _inline(self, inline: Inline) -> Inline:
        match inline:
            case CrossReference(name, ()):
                label, anchor = self.names[name]
                return CrossReference(anchor, (Value(label, numeral=Numeral.LABEL),))
            case Value():
                return _bound(inline)
            case Strong(content):
                return Strong(self._inlines(content))
            case Emphasis(content):
                return Emphasis(self._inlines(content))
            case Span(content, language):
                return Span(self._inlines(content), language)
            case Link(content, url):
                return Link(self._inlines(content), url)
            case _:
                return inline


def _unbroken(label: str) -> str:
    """A label in running text: its number must not begin a line."""
    return label.replace(" ", "\N{NO-BREAK SPACE}")


def _bound(value: Value) -> Value:
    """A short figure whose parts must not be parted by a line's end: "$4.1 billion"."""
    short = len(value.text) <= _SHORT and any(c.isdigit() for c in value.text)
    if not value.id or not short:
        return value
    return replace(value, text=value.text.replace(" ", "\N{NO-BREAK SPACE}"))
