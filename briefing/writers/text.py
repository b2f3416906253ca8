"""The brief as plain text: what tests, golden files and `--to text` read.

Every word that the DOCX and the PDF print, in their order, without their layout.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from briefing.blocks import (
    Block,
    Blocks,
    BulletList,
    Callout,
    Caption,
    Commented,
    Contents,
    CrossReference,
    Document,
    Emphasis,
    Figure,
    Furniture,
    Heading,
    Inline,
    Inlines,
    KeyFigure,
    KeyFigures,
    LineBreak,
    Link,
    Mark,
    Note,
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
    opened,
    plain,
)
from briefing.theme import Theme

Feet = Mapping[str, Note]
"""The notes at the foot of pages, by their anchors."""


def write_text(document: Document, theme: Theme) -> bytes:
    """UTF-8 text, a blank line between blocks; the theme is not asked, a brief's words are its own."""
    del theme
    feet = _feet(document)
    parts = [
        *_furniture("first page", document.first, document),
        *([] if document.rest == document.first else _furniture("pages", document.rest, document)),
        _titles(document),
        *(text for block in document.blocks if (text := "\n".join(_laid_out(block, feet)))),
    ]
    return ("\n\n".join(parts) + "\n").encode()


def message_text(document: Document) -> str:
    """The document as the text of an e-mail: marking, title and blocks, headings underlined."""
    marking = (document.marking.text,) if document.marking else ()
    title = _words(document.title)
    feet = _feet(document)
    parts = [*marking, f"{title}\n{'=' * len(title)}\n{_words(document.subtitle)}".rstrip()]
    for block in document.blocks:
        match block:
            case Heading(content=content):
                words = _words(content, links=True)
                parts.append(f"{words}\n{'-' * len(words)}")
            case Callout(title=heading, content=inner):
                lines = [line for part in inner for line in _laid_out(part, feet)]
                parts.append("\n".join([_words(heading), *lines]))
            case KeyFigures(tiles):
                parts.append("\n".join(_tile_line(tile) for tile in tiles))
            case _:
                parts.append("\n".join(_laid_out(block, feet)))
    parts += [_words(document.first.foot_centre), *marking]
    return "\n\n".join(part for part in parts if part) + "\n"


def text_blocks(document: Document, *, bracketed: bool = True) -> tuple[str, ...]:
    """The plain words of each block in reading order, one string a paragraph, as a reader meets them.

    A table gives its caption, then a string a row, cells joined by " | "; a figure its caption,
    subtitle, "[Alternative text: …]" and note; a tile its three lines. Note references are "[1]", or bare
    labels as on the page where `bracketed` is false. Numbers and bullets of lists are layout and left out.
    Notes at the foot of pages follow the paragraph with their first reference.
    """
    words = [_words(document.title, bracketed), _words(document.subtitle, bracketed)]
    words += _plain_blocks(document.blocks, bracketed, _feet(document))
    return tuple(text for text in words if text)


def furniture_lines(furniture: Furniture, document: Document) -> tuple[str, str]:
    """Head and foot of a page, their parts joined by " | "; {page} and {pages} stand as they are."""
    marking = document.marking
    label = marking.text if marking and marking.tlp else ""
    head = (_words(furniture.head_left), _words(furniture.head_right), label)
    foot = (
        _words(furniture.foot_left),
        _words(furniture.foot_centre),
        furniture.page_label,
        label,
    )
    return " | ".join(part for part in head if part), " | ".join(part for part in foot if part)


def _furniture(where: str, furniture: Furniture, document: Document) -> list[str]:
    head, foot = furniture_lines(furniture, document)
    return [f"[Head, {where}: {head}]\n[Foot, {where}: {foot}]"]


def _titles(document: Document) -> str:
    title = f"# {_words(document.title)}"
    subtitle = _words(document.subtitle)
    return f"{title}\n{subtitle}" if subtitle else title


def _feet(document: Document) -> Feet:
    return {note.anchor: note for note in document.footnotes}


def _plain_blocks(blocks: Blocks, bracketed: bool, feet: Feet) -> Iterator[str]:
    for block in blocks:
        yield from _plain_block(block, bracketed, feet)


def _plain_block(block: Block, bracketed: bool, feet: Feet) -> Iterator[str]:
    match block:
        case Heading(content=content) | Paragraph(content=content):
            yield from _with_notes(content, bracketed, feet)
        case BulletList(items) | OrderedList(items):
            for item in items:
                yield from _plain_blocks(item, bracketed, feet)
        case Callout(title=title, content=content):
            yield _words(title, bracketed)
            yield from _plain_blocks(content, bracketed, feet)
        case Table():
            yield from _table(block, bracketed)
        case Figure():
            yield from _figure(block, bracketed)
        case KeyFigures(tiles):
            for tile in tiles:
                yield from _tile(tile, bracketed)
        case Quotation(content, speaker):
            yield from _with_notes(content, bracketed, feet)
            yield from _with_notes(speaker, bracketed, feet)
        case NoteList(notes=notes):
            for note in notes:
                yield _note(note, bracketed)
        case Contents(title, entries):
            yield _words(title, bracketed)
            yield from (_words(entry.content, bracketed) for entry in entries)
        case PageBreak():
            return
        case _:
            assert_never(block)


def _laid_out(block: Block, feet: Feet) -> Iterator[str]:
    """The lines of one block, with just enough signs to tell the kinds of block apart."""
    match block:
        case Heading(level, content):
            yield f"{'#' * (level + 1)} {_words(content, links=True)}"
        case Paragraph(content):
            yield from _with_notes(content, True, feet, links=True)
        case BulletList(items):
            for item in items:
                yield from _item(item, "- ", feet)
        case OrderedList(items, start):
            for number, item in enumerate(items, start):
                yield from _item(item, f"{number}. ", feet)
        case Callout(kind, title, content):
            yield f"::: {kind}"
            yield _words(title)
            for inner in content:
                yield from _laid_out(inner, feet)
            yield ":::"
        case Table() | Figure() | KeyFigures() | Quotation() | NoteList():
            yield from (line for line in _plain_block(block, True, feet) if line)
        case Contents(title, entries):
            yield _words(title)
            for entry in entries:
                yield f"{'  ' * (entry.level - 1)}- {_words(entry.content)}"
        case PageBreak():
            yield "[Page break]"
        case _:
            assert_never(block)


def _item(item: Blocks, sign: str, feet: Feet) -> Iterator[str]:
    lines = [line for block in item for line in _laid_out(block, feet)]
    for at, line in enumerate(lines):
        yield (sign if at == 0 else " " * len(sign)) + line


def _table(table: Table, bracketed: bool) -> Iterator[str]:
    if table.caption:
        yield _caption(table.caption, bracketed)
    for row in (tuple(column.head for column in table.columns), *table.rows):
        yield " | ".join(_words(cell, bracketed) for cell in row)


def _figure(figure: Figure, bracketed: bool) -> Iterator[str]:
    chart = figure.chart
    yield _caption(figure.caption, bracketed)
    yield _words(chart.subtitle, bracketed)
    yield f"[Alternative text: {plain(chart.alternative)}]"
    yield _words(chart.note, bracketed)


def _caption(caption: Caption, bracketed: bool) -> str:
    words = _words(caption.content, bracketed)
    return f"{caption.label}. {words}" if caption.label else words


def _tile(tile: KeyFigure, bracketed: bool) -> Iterator[str]:
    for part in (tile.figure, tile.label, tile.attribution):
        yield _words(part, bracketed)


def _tile_line(tile: KeyFigure) -> str:
    figure, label, attribution = _tile(tile, True)
    return f"- {figure}: {label}" + (f" ({attribution})" if attribution else "")


def _note(note: Note, bracketed: bool) -> str:
    return f"{note.label}. {_words(note.content, bracketed)}"


def _with_notes(
    inlines: Inlines, bracketed: bool, feet: Feet, *, links: bool = False
) -> Iterator[str]:
    """The words, and after them the notes at the foot of the page that open in them."""
    yield _words(inlines, bracketed, links=links)
    for note in opened(inlines, feet):
        yield _note(note, bracketed)


def _words(inlines: Inlines, bracketed: bool = True, *, links: bool = False) -> str:
    return "".join(_word(inline, bracketed, links) for inline in inlines)


def _word(inline: Inline, bracketed: bool, links: bool) -> str:
    match inline:
        case Text(text) | Value(text):
            return text
        case Link(content, url):
            words = _words(content, bracketed, links=links)
            return f"{words} <{url}>" if links and url not in (words, f"mailto:{words}") else words
        case Strong(content) | Emphasis(content) | Span(content) | Commented(content):
            return _words(content, bracketed, links=links)
        case CrossReference(content=content):
            return _words(content, bracketed, links=links)
        case LineBreak():
            return "\n"
        case NoteRef(label=label, separator=separator):
            return f"{separator}[{label}]" if bracketed else separator + label
        case Mark():
            return ""
        case _:
            assert_never(inline)
