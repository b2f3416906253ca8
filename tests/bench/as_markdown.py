"""A document as the Markdown that pandoc makes into a Word file."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import indent
from typing import assert_never

from dialect import Dialect

from briefing.blocks import (
    Block,
    Blocks,
    BulletList,
    Callout,
    Contents,
    Document,
    Figure,
    Heading,
    Inlines,
    KeyFigures,
    NoteList,
    OrderedList,
    PageBreak,
    Paragraph,
    Quotation,
    Table,
    plain,
)

_MARKUP = re.compile(r"""([\\`*_{}\[\]<>()#+\-.!|~^$@'":&=])""")


def _words(words: str) -> str:
    return _MARKUP.sub(r"\\\1", words.replace("\n", " "))


MARKDOWN = Dialect(
    words=_words,
    strong="**{}**".format,
    emphasis="*{}*".format,
    link=lambda said, url: f"[{said}](<{url}>)",
    within=lambda said, anchor: f"[{said}](#{anchor})",
    raised="^{}^".format,
    spoken=lambda said, language: f"[{said}]{{lang={language}}}",
    line_break="\\\n",
)


def markdown(document: Document, pictures: Path) -> str:
    """The whole source, without YAML: its title is the first paragraph."""
    said = MARKDOWN.phrase
    return f"# {said(document.title)}\n\n{said(document.subtitle)}\n\n{_flow(document.blocks, pictures)}\n"


def _flow(blocks: Blocks, pictures: Path) -> str:
    return "\n\n".join(_block(block, pictures) for block in blocks)


def _block(block: Block, pictures: Path) -> str:
    said = MARKDOWN.phrase
    match block:
        case Heading(level, content, anchor):
            return f"{'#' * (level + 1)} {said(content)} {{#{anchor or 'h'}}}"
        case Paragraph(content):
            return said(content)
        case BulletList(items):
            return "\n".join(_item("-   ", item, pictures) for item in items)
        case OrderedList(items, start):
            return "\n".join(
                _item(f"{n}.  ", item, pictures) for n, item in enumerate(items, start)
            )
        case Table():
            return _table(block)
        case Figure(chart, caption):
            source = (pictures / chart.key).with_suffix(".png")
            image = f"![{_line(caption.content)}]({source}){{width=100%}}"
            alternative = _words(plain(chart.alternative))
            return f"{said(chart.subtitle)}\n\n{image}\n\n{said(chart.note)}\n\n{alternative}"
        case Callout(_, title, content):
            return (
                f"> **{said(title)}**\n>\n{indent(_flow(content, pictures), '> ', lambda _: True)}"
            )
        case KeyFigures(tiles):
            return "\n\n".join(
                f"{said(t.figure)}\n\n{said(t.label)}\n\n{said(t.attribution)}" for t in tiles
            )
        case Quotation(content, speaker):
            return f"> {said(content)}\n\n{said(speaker)}"
        case NoteList(_, notes):
            return "\n\n".join(
                f"[{_words(note.label)}]{{#{note.anchor}}} {said(note.content)}" for note in notes
            )
        case PageBreak() | Contents():  # the first visit has no list
            return '`<w:p><w:r><w:br w:type="page"/></w:r></w:p>`{=openxml}'
        case _:
            assert_never(block)


def _item(sign: str, item: Blocks, pictures: Path) -> str:
    return sign + indent(_flow(item, pictures), " " * len(sign)).lstrip()


def _table(block: Table) -> str:
    rows = [tuple(column.head for column in block.columns), *block.rows]
    lines = [f"| {' | '.join(map(_line, row))} |" for row in rows]
    rule = "|".join("-" * max(3, round(60 * column.share)) for column in block.columns)
    caption = f"\n\n: {_line(block.caption.content)}" if block.caption else ""
    return "\n".join((lines[0], f"|{rule}|", *lines[1:])) + caption


def _line(content: Inlines) -> str:
    return MARKDOWN.phrase(content).replace("\\\n", " ")
