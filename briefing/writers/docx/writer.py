"""From the document model to a Word file: walks the blocks and puts the parts together.

Every block of the model has one case here; how a block is built stands in the module of its name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from briefing.blocks import (
    Block,
    Blocks,
    BulletList,
    Callout,
    CalloutKind,
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
from briefing.writers.docx.attachments import attach
from briefing.writers.docx.baseline import keep_baseline
from briefing.writers.docx.comments import add_comments
from briefing.writers.docx.contents import contents
from briefing.writers.docx.elements import give, is_a, paragraph, twips, w
from briefing.writers.docx.embedded_fonts import embedded
from briefing.writers.docx.furniture import sections
from briefing.writers.docx.inlines import runs
from briefing.writers.docx.keeping import is_short, leads
from briefing.writers.docx.markup import Element, serialised
from briefing.writers.docx.names import callout_style, continue_style, list_style, style_of
from briefing.writers.docx.native_charts import NativeCharts
from briefing.writers.docx.notes import (
    add_notes,
    endnotes_of,
    native_list,
    note_list,
    note_settings,
    unplaced,
)
from briefing.writers.docx.numbering import Form, Numbering
from briefing.writers.docx.package import Package, fill
from briefing.writers.docx.pictures import Pictures
from briefing.writers.docx.properties import describe, font_table, settings
from briefing.writers.docx.spacing import set_off, would_join
from briefing.writers.docx.story import Story
from briefing.writers.docx.styles import styles_part
from briefing.writers.docx.tables import caption, key_figures, table
from briefing.writers.docx.themes import add_theme
from briefing.writers.docx.turned import turned


@dataclass(frozen=True, slots=True)
class _Where:
    """What the blocks stand in: a callout, and so many lists."""

    callout: CalloutKind | None = None
    level: int = -1


def write_docx(document: Document, theme: Theme) -> bytes:
    """A Word file (ISO/IEC 29500 transitional); the same document and theme give the same bytes."""
    package = Package()
    numbering = Numbering(theme)
    charts = NativeCharts(package, theme, document.meta.language)
    story = Story(package.main, theme, Pictures(package, theme), charts, numbering)
    notes = document.footnotes
    story.register.footnotes.update((note.anchor, nth) for nth, note in enumerate(notes, 1))
    ends = endnotes_of(document, theme)
    story.register.endnotes.update((note.anchor, nth) for nth, note in enumerate(ends, 1))
    flow = _flow(document.blocks, story, _Where())
    flow += _flow(unplaced(document, story), story, _Where())
    body = w("body", *_titles(document, story), *flow)
    story.register.texts.append(("body", body))
    if is_a(body.children[-1], "tbl"):
        body.append(paragraph("Separator"))
    body.append(sections(document, package, story))
    for name, made in (
        ("styles", styles_part(theme, document.meta.language)),
        (
            "settings",
            serialised(settings(theme, document.meta.language, note_settings(notes, bool(ends)))),
        ),
        ("numbering", serialised(numbering.part())),
    ):
        part, _ = package.add(name, name)
        fill(part, made)
    table_of_fonts, _ = package.add("fontTable", "fontTable")
    inside = embedded(theme, package, table_of_fonts)
    fill(table_of_fonts, serialised(font_table(theme, inside)))
    add_notes("footnote", notes, package, story)
    add_notes("endnote", ends, package, story)
    add_comments(document, package, story)
    add_theme(package, theme)
    fill(package.main, serialised(w("document", body)))
    describe(package, document.meta)
    attach(document.attachments, package)
    keep_baseline(story.register, package)
    return package.save()


def _titles(document: Document, story: Story) -> list[Element]:
    made = [paragraph(style_of("title"), runs(document.title, story, "title"))]
    if document.subtitle:
        made.append(paragraph(style_of("subtitle"), runs(document.subtitle, story, "subtitle")))
    return made


def _flow(blocks: Blocks, story: Story, where: _Where) -> list[Element]:
    """The blocks in order, with what lies between two: page breaks, room after tables, box from box."""
    made: list[Element] = []
    breaks = False
    before: Block | None = None
    for block in blocks:
        if isinstance(block, PageBreak):
            breaks = True
            continue
        part = _block(block, story, where)
        if not part:
            continue
        if isinstance(block, Table) and block.wide:
            made.extend(turned(part, made, story))
            before = block
            continue
        if made and is_a(made[-1], "tbl"):
            set_off(part, block, story.theme)
        elif would_join(before, block):
            made.append(paragraph("Separator"))
        if not breaks and leads(before, block, story.theme):
            give(made[-1], w("keepNext"))
        if breaks:
            first = next(one for one in part[0].iter() if is_a(one, "p"))
            give(first, w("pageBreakBefore"))
            give(first, w("spacing", before=0))
            breaks = False
        made.extend(part)
        before = block
    return made


def _block(block: Block, story: Story, where: _Where) -> list[Element]:
    match block:
        case Heading(level, content, anchor):
            role = f"heading-{level}"
            words = story.marked(anchor, runs(content, story, role))
            return [paragraph(style_of(role), words)]
        case Paragraph():
            return [_paragraph(block, story, where)]
        case BulletList(items):
            return _bullets(items, story, where)
        case OrderedList(items, start):
            return _numbers(items, start, story, where)
        case Table():
            return table(block, story)
        case Figure():
            return _figure(block, story)
        case Callout():
            return _callout(block, story)
        case KeyFigures():
            return key_figures(block, story)
        case Quotation():
            return _quotation(block, story)
        case NoteList():
            return native_list(block, story) or note_list(block, story)
        case Contents():
            return contents(block, story)
        case PageBreak():
            return []
        case _:
            assert_never(block)


def _paragraph(block: Paragraph, story: Story, where: _Where) -> Element:
    if where.callout:
        style, role = callout_style(where.callout), story.theme.boxes[where.callout].text
    else:
        style, role = style_of(block.role), block.role
    return paragraph(style, runs(block.content, story, role))


def _bullets(items: tuple[Blocks, ...], story: Story, where: _Where) -> list[Element]:
    inner = replace(where, level=where.level + 1)
    if where.callout:
        style = callout_style(where.callout, "Bullet")
        numbering = _deeper("Bullet", story, inner)
    else:
        style, numbering = list_style(False, inner.level), None
    made = [one for item in items for one in _item(item, story, inner, style, numbering)]
    return _whole(made) if is_short(items, "Bullet", inner.level, story.theme) else made


def _numbers(items: tuple[Blocks, ...], start: int, story: Story, where: _Where) -> list[Element]:
    inner = replace(where, level=where.level + 1)
    callout = where.callout
    style = callout_style(callout, "Number") if callout else list_style(True, inner.level)
    numbering = story.numbering.counted(callout, inner.level, start)
    made = [one for item in items for one in _item(item, story, inner, style, numbering)]
    return _whole(made) if is_short(items, "Number", inner.level, story.theme) else made


def _whole(made: list[Element]) -> list[Element]:
    for one in made[:-1]:
        give(one, w("keepNext"))
    return made


def _item(
    item: Blocks, story: Story, where: _Where, style: str, numbering: Element | None
) -> list[Element]:
    """An item's first paragraph carries the bullet or number, later ones stand below its words."""
    role = story.theme.boxes[where.callout].text if where.callout else "bullet"
    made: list[Element] = []
    for block in item:
        if not isinstance(block, Paragraph):
            made.extend(_flow((block,), story, where))
        elif made and where.callout:
            later, deeper = (
                callout_style(where.callout, "Continue"),
                _deeper("Continue", story, where),
            )
            made.append(_listed(block, story, role, later, deeper))
        elif made:
            made.append(_listed(block, story, role, continue_style(where.level), None))
        else:
            made.append(_listed(block, story, role, style, numbering))
    return made


def _listed(
    block: Paragraph, story: Story, role: str, style: str, numbering: Element | None
) -> Element:
    own = [] if numbering is None else [numbering]
    return paragraph(style, runs(block.content, story, role), *own)


def _deeper(form: Form, story: Story, where: _Where) -> Element | None:
    """What a callout's list style does not say: how deep a list inside a list stands."""
    if where.callout is None or where.level == 0:
        return None
    return story.numbering.nested(form, where.callout, where.level)


def _figure(block: Figure, story: Story) -> list[Element]:
    chart = block.chart
    story.register.figures.append(block)
    if chart.native:
        shown = story.charts.runs(chart, story.part, story.pictures)
    else:
        shown = [story.pictures.figure(chart.drawing, plain(chart.alternative), story.part)]
    made = [caption(block.caption, story)]
    if chart.subtitle:
        words = runs(chart.subtitle, story, "figure-subtitle")
        made.append(paragraph(style_of("figure-subtitle"), words))
    # The style keeps the picture with its note; without one there is nothing to keep it with.
    loose = [] if chart.note else [w("keepNext", val=0)]
    made.append(paragraph("Figure", shown, *loose))
    if chart.note:
        made.append(paragraph(style_of("figure-note"), runs(chart.note, story, "figure-note")))
    return made


def _callout(block: Callout, story: Story) -> list[Element]:
    """A title and paragraphs that share their borders, kept on one page where they fit on one; the
    last carries the room below.
    """
    title = runs(block.title, story, "callout-title")
    made = [
        paragraph(callout_style(block.kind, "Title"), title),
        *_flow(block.content, story, _Where(block.kind)),
    ]
    for one in made[:-1]:
        if is_a(one, "p"):
            give(one, w("keepNext"))
    if is_a(made[-1], "p"):
        give(made[-1], w("spacing", after=twips(story.theme.boxes[block.kind].after)))
    return made


def _quotation(block: Quotation, story: Story) -> list[Element]:
    words = paragraph(style_of("quotation"), runs(block.content, story, "quotation"))
    if not block.speaker:
        give(words, w("keepNext", val=0))
        give(words, w("spacing", after=twips(story.theme.boxes["quotation"].after)))
        return [words]
    speaker = runs(block.speaker, story, "quotation-speaker")
    return [words, paragraph(style_of("quotation-speaker"), speaker)]
