"""What was printed where: every value of a document with its id, form and section; stray digits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from briefing.blocks import (
    Block,
    Blocks,
    BulletList,
    Callout,
    Contents,
    Document,
    Figure,
    Heading,
    Inline,
    Inlines,
    KeyFigures,
    Link,
    Note,
    NoteList,
    NoteRef,
    Numeral,
    OrderedList,
    PageBreak,
    Paragraph,
    Quotation,
    Table,
    Text,
    Value,
    leaves,
    opened,
    plain,
)


@dataclass(frozen=True, slots=True)
class Printing:
    """One value as printed: its text, class, id and form, and the section it stands in."""

    text: str
    numeral: Numeral
    id: str
    form: str
    section: str


def printings(document: Document) -> tuple[Printing, ...]:
    """Every value of the document, in reading order."""
    found = []
    footnotes = {note.anchor: note for note in document.footnotes}
    section = plain(document.title)
    for inlines in (document.title, document.subtitle):
        found += [_printing(v, section) for v in leaves(inlines) if isinstance(v, Value)]
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            section = plain(block.content)
        for inlines in _with_footnotes(block, footnotes):
            found += [_printing(v, section) for v in leaves(inlines) if isinstance(v, Value)]
    return tuple(found)


def stray_numerals(document: Document) -> tuple[str, ...]:
    """Words with digits that belong to none of the six classes: none, in a sound document."""
    furniture = (document.first, document.rest)
    everything = [document.title, document.subtitle]
    for page in furniture:
        everything += [page.head_left, page.head_right, page.foot_left, page.foot_centre]
    everything += texts_of(document)
    return tuple(
        leaf.text
        for inlines in everything
        for leaf in _free(inlines)
        if isinstance(leaf, Text) and re.search(r"\d", leaf.text)
    )


def skipped_headings(sections: Iterable[tuple[str, Blocks]]) -> tuple[tuple[str, str], ...]:
    """Headings that stand two levels below the one before: readers by ear lose their way there.

    A section, of which the name comes back with the heading, may open at level 2, under the section
    before it; nothing may do so before the first heading of level 1.
    """
    skipped, last = [], 0
    for section, blocks in sections:
        for heading in _headings(blocks):
            if heading.level > last + 1:
                skipped.append((section, plain(heading.content)))
            last = heading.level
    return tuple(skipped)


def _headings(blocks: Blocks) -> Iterator[Heading]:
    for block in blocks:
        match block:
            case Heading():
                yield block
            case BulletList(items) | OrderedList(items):
                for item in items:
                    yield from _headings(item)
            case Callout(content=content):
                yield from _headings(content)
            case _:
                pass


def _free(inlines: Inlines) -> Iterator[Inline]:
    for inline in inlines:
        if not isinstance(inline, (Link, NoteRef)):
            yield from leaves((inline,))


def _printing(value: Value, section: str) -> Printing:
    text = value.text.replace("\N{NO-BREAK SPACE}", " ")
    return Printing(text, value.numeral, value.id, value.form, section)


def texts_of(document: Document) -> Iterator[Inlines]:
    """Every run of inlines in the blocks of a document, then those of the notes at the foot of pages."""
    for block in document.blocks:
        yield from inlines_of(block)
    yield from (note.content for note in document.footnotes)


def _with_footnotes(block: Block, footnotes: Mapping[str, Note]) -> Iterator[Inlines]:
    for inlines in inlines_of(block):
        yield inlines
        yield from (note.content for note in opened(inlines, footnotes))


def inlines_of(block: Block) -> Iterator[Inlines]:
    """Every run of inlines in a block, in reading order, a chart's texts included."""
    match block:
        case Heading() | Paragraph():
            yield block.content
        case BulletList() | OrderedList():
            for part in chain.from_iterable(block.items):
                yield from inlines_of(part)
        case Table():
            yield from _in_table(block)
        case Figure():
            yield from _in_figure(block)
        case Callout():
            yield block.title
            for part in block.content:
                yield from inlines_of(part)
        case KeyFigures():
            for tile in block.tiles:
                yield from (tile.figure, tile.label, tile.attribution)
        case Quotation():
            yield from (block.content, block.speaker)
        case NoteList():
            yield from (note.content for note in block.notes)
        case Contents():
            yield block.title
            yield from (entry.content for entry in block.entries)
        case PageBreak():
            return


def _in_table(table: Table) -> Iterator[Inlines]:
    if table.caption is not None:
        yield table.caption.content
    yield from (column.head for column in table.columns)
    for row in table.rows:
        yield from row


def _in_figure(figure: Figure) -> Iterator[Inlines]:
    chart = figure.chart
    yield from (figure.caption.content, chart.subtitle, chart.alternative)
    for mark in chart.marks:
        yield from (mark.label, mark.text)
    yield chart.note
