"""A document as Typst source, for a PDF after PDF/UA-1."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import assert_never

from dialect import Dialect

from briefing.blocks import (
    Block,
    Blocks,
    BulletList,
    Callout,
    Caption,
    Contents,
    Document,
    Figure,
    Heading,
    KeyFigures,
    NoteList,
    OrderedList,
    PageBreak,
    Paragraph,
    Quotation,
    Table,
    plain,
)

# Typst takes these for markup; a backslash before any of them is always allowed.
_MARKUP = re.compile(r"""([\\#*_`$<>@=\-+/~\[\]'"])""")


def _string(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


TYPST = Dialect(
    words=lambda words: _MARKUP.sub(r"\\\1", words),
    strong="#strong[{}]".format,
    emphasis="#emph[{}]".format,
    link=lambda said, url: f"#link({_string(url)})[{said}]",
    within=lambda said, anchor: f"#link(label({_string(anchor)}))[{said}]",
    raised="#super[{}]".format,
    spoken=lambda said, language: f"#text(lang: {_string(language.partition('-')[0])})[{said}]",
    line_break=r"#linebreak()",
)

_SETTINGS = """
#set page(paper: "a4", margin: (top: 72pt, bottom: 56pt, x: 68pt), numbering: "1 / 1")
#set text(font: ("Source Serif 4", "Noto Sans"), size: 10pt, hyphenate: true)
#set par(leading: 5pt, spacing: 8pt)
#show heading: set text(font: "Source Sans 3")
#show table: set text(font: ("Source Sans 3", "Noto Sans"), size: 8.5pt)
#show figure: set block(breakable: true)
#set table(stroke: (bottom: .5pt + rgb("#c9d0d8")))
"""


def typst(document: Document, pictures: Path) -> str:
    """The whole source; pictures are named by their absolute paths."""
    title, language = (
        _string(document.meta.title),
        _string(document.meta.language.partition("-")[0]),
    )
    head = f"#set document(title: {title})\n#set text(lang: {language})\n{_SETTINGS}#title()\n"
    body = _flow(document.blocks, pictures)
    return f"{head}{TYPST.phrase(document.subtitle)}\n\n{body}\n"


def _flow(blocks: Blocks, pictures: Path) -> str:
    return "\n\n".join(_block(block, pictures) for block in blocks)


def _block(block: Block, pictures: Path) -> str:
    said = TYPST.phrase
    match block:
        case Heading(level, content, anchor):
            return f"#heading(level: {level})[{said(content)}]{_label(anchor)}"
        case Paragraph(content):
            return f"#par[{said(content)}]"
        case BulletList(items):
            return f"#list({_items(items, pictures)})"
        case OrderedList(items, start):
            return f"#enum(start: {start}, {_items(items, pictures)})"
        case Table():
            return _table(block)
        case Figure(chart, caption):
            source = _string(str((pictures / chart.key).with_suffix(".svg")))
            image = f"image({source}, width: 100%, alt: {_string(plain(chart.alternative))})"
            return (
                f"{_caption(caption)}\n\n{said(chart.subtitle)}\n\n#{image}\n\n{said(chart.note)}"
            )
        case Callout(_, title, content):
            inside = f"#strong[{said(title)}]\n\n{_flow(content, pictures)}"
            return f'#block(fill: rgb("#f1f4f8"), inset: 8pt, width: 100%)[{inside}]'
        case KeyFigures(tiles):
            cells = "".join(
                f"[{said(t.figure)}\n\n{said(t.label)}\n\n{said(t.attribution)}]," for t in tiles
            )
            return f"#grid(columns: (1fr, 1fr, 1fr), gutter: 8pt, {cells})"
        case Quotation(content, speaker):
            return f"#quote(block: true)[{said(content)}]\n\n{said(speaker)}"
        case NoteList(_, notes):
            return "\n\n".join(
                f"#block[#text(size: 8pt)[{TYPST.words(note.label)} {said(note.content)}]]{_label(note.anchor)}"
                for note in notes
            )
        case PageBreak() | Contents():  # the first visit has no list
            return "#pagebreak(weak: true)"
        case _:
            assert_never(block)


def _items(items: tuple[Blocks, ...], pictures: Path) -> str:
    return "".join(f"[{_flow(item, pictures)}]," for item in items)


def _table(block: Table) -> str:
    shares = ", ".join(f"{column.share or 1}fr" for column in block.columns)
    sides = ", ".join(column.align for column in block.columns)
    heads = "".join(f"[{TYPST.phrase(column.head)}]," for column in block.columns)
    cells = "".join(f"[{TYPST.phrase(cell)}]," for row in block.rows for cell in row)
    made = f"#table(columns: ({shares},), align: ({sides},), table.header({heads}), {cells})"
    return f"{_caption(block.caption)}\n\n{made}" if block.caption else made


def _caption(caption: Caption) -> str:
    said = f"#strong[{TYPST.words(caption.label)}. {TYPST.phrase(caption.content)}]"
    return f"#block(sticky: true)[{said}]{_label(caption.anchor)}"


def _label(anchor: str) -> str:
    return f" #label({_string(anchor)})" if anchor else ""
