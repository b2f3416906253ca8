"""A document as the HTML that WeasyPrint makes into a PDF: plain elements and one style sheet."""

from __future__ import annotations

from html import escape
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
from briefing.theme import Theme

HTML = Dialect(
    words=escape,
    strong="<strong>{}</strong>".format,
    emphasis="<em>{}</em>".format,
    link=lambda said, url: f'<a href="{escape(url)}">{said}</a>',
    within=lambda said, anchor: f'<a href="#{anchor}">{said}</a>',
    raised="<sup>{}</sup>".format,
    spoken=lambda said, language: f'<span lang="{language}">{said}</span>',
    line_break="<br>",
)

_STYLE = """
@page { size: A4; margin: 72pt 68pt 56pt; @bottom-right { content: counter(page) " / " counter(pages) } }
body { font: 10pt/14pt "Source Serif 4"; text-align: left; hyphens: auto }
h1, h2, h3, h4, table, figcaption, aside, .tile { font-family: "Source Sans 3" }
h2, h3, h4, caption, figcaption { break-after: avoid } figure, aside { break-inside: avoid }
table { width: 100%; border-collapse: collapse; font-size: 8.5pt } thead { display: table-header-group }
th, td { text-align: left; vertical-align: top; border-bottom: .5pt solid #c9d0d8; padding: 2pt 4pt }
.right { text-align: right } aside { background: #f1f4f8; padding: 8pt } .tile { display: inline-block; width: 32% }
.note { font-size: 8pt; line-height: 11pt } sup { font-size: 65%; line-height: 0 } img { width: 100% }
"""


def html(document: Document, theme: Theme, pictures: Path) -> str:
    """The whole page."""
    faces = "".join(
        f'@font-face{{font-family:"{family.name}";font-weight:{weight};'
        f"font-style:{'italic' if italic else 'normal'};src:url({file.absolute().as_uri()})}}"
        for family in theme.fonts.families.values()
        for (weight, italic), file in family.files.items()
    )
    body = _flow(document.blocks, pictures)
    return (
        f'<!DOCTYPE html><html lang="{document.meta.language}"><head><meta charset="utf-8">'
        f"<title>{escape(document.meta.title)}</title><style>{faces}{_STYLE}</style></head>"
        f"<body><h1>{HTML.phrase(document.title)}</h1><p>{HTML.phrase(document.subtitle)}</p>{body}</body></html>"
    )


def _flow(blocks: Blocks, pictures: Path) -> str:
    return "\n".join(_block(block, pictures) for block in blocks)


def _block(block: Block, pictures: Path) -> str:
    said = HTML.phrase
    match block:
        case Heading(level, content, anchor):
            return f'<h{level + 1} id="{anchor}">{said(content)}</h{level + 1}>'
        case Paragraph(content):
            return f"<p>{said(content)}</p>"
        case BulletList(items):
            return f"<ul>{_items(items, pictures)}</ul>"
        case OrderedList(items, start):
            return f'<ol start="{start}">{_items(items, pictures)}</ol>'
        case Table():
            return _table(block)
        case Figure(chart, caption):
            source = (pictures / chart.key).with_suffix(".svg").as_uri()
            image = f'<img src="{source}" alt="{escape(plain(chart.alternative))}">'
            top = f"<figcaption>{_caption(caption)}<p>{said(chart.subtitle)}</p></figcaption>"
            return f"<figure>{top}{image}</figure><p>{said(chart.note)}</p>"
        case Callout(_, title, content):
            return f"<aside><p><strong>{said(title)}</strong></p>{_flow(content, pictures)}</aside>"
        case KeyFigures(tiles):
            return "".join(
                f'<div class="tile"><p>{said(t.figure)}</p><p>{said(t.label)}</p><p>{said(t.attribution)}</p></div>'
                for t in tiles
            )
        case Quotation(content, speaker):
            return f"<blockquote><p>{said(content)}</p></blockquote><p>{said(speaker)}</p>"
        case NoteList(_, notes):
            return "".join(
                f'<p class="note" id="{note.anchor}">{escape(note.label)} {said(note.content)}</p>'
                for note in notes
            )
        case PageBreak() | Contents():  # the first visit has no list
            return '<div style="break-before: page"></div>'
        case _:
            assert_never(block)


def _items(items: tuple[Blocks, ...], pictures: Path) -> str:
    return "".join(f"<li>{_flow(item, pictures)}</li>" for item in items)


def _table(block: Table) -> str:
    side = [' class="right"' if column.align == "right" else "" for column in block.columns]
    heads = "".join(
        f'<th scope="col"{at}>{HTML.phrase(column.head)}</th>'
        for at, column in zip(side, block.columns, strict=True)
    )
    rows = "".join(
        f"<tr>{''.join(f'<td{at}>{HTML.phrase(cell)}</td>' for at, cell in zip(side, row, strict=True))}</tr>"
        for row in block.rows
    )
    caption = f"<caption>{_caption(block.caption)}</caption>" if block.caption else ""
    return f"<table>{caption}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _caption(caption: Caption) -> str:
    return f'<span id="{caption.anchor}">{escape(caption.label)}. {HTML.phrase(caption.content)}</span>'
