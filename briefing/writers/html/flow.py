"""The blocks in their order; every block of the model has one case here."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from briefing.blocks import (
    Block,
    Blocks,
    BulletList,
    Callout,
    Chart,
    Contents,
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
    opened,
    plain,
)
from briefing.theme import CONTENTS_INDENT, Box, Role, Theme
from briefing.writers.html.elements import NOTHING, Html, css, joined, layout, room, row, tag
from briefing.writers.html.inlines import phrase
from briefing.writers.html.looks import ground, inset, letters, line, measure, paragraph, px
from briefing.writers.html.story import Story
from briefing.writers.html.tables import caption, key_figures, notes, table


def flow(blocks: Blocks, story: Story, role: str | None = None) -> Html:
    """The blocks in order, each on a line of the file; `role` is the text's in a callout or a list."""
    made: list[Html] = []
    room_above = 0.0
    for block in blocks:
        part = _block(block, story, role, room_above)
        if part:
            made.append(part)
            room_above = _room_below(block, story.theme)
    return Html("\n".join(made))


def _room_below(block: Block, theme: Theme) -> float:
    """The room that a table or a box brings with it, in points: no margin of the next block joins it."""
    match block:
        case Table() | KeyFigures():
            return theme.role("caption").before
        case Callout(kind):
            return theme.boxes[kind].after
        case Quotation():
            return theme.boxes["quotation"].after
        case _:
            return 0.0


def _block(block: Block, story: Story, role: str | None, room_above: float) -> Html:
    match block:
        case Heading():
            return _heading(block, story, room_above)
        case Paragraph(content=content):
            return _beside(_paragraph(content, story, role or block.role), content, story)
        case BulletList(items):
            return _list("ul", items, 1, story, role)
        case OrderedList(items, start):
            return _list("ol", items, start, story, role)
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
            return notes(block, story)
        case PageBreak():
            return NOTHING  # a screen has one page
        case Contents():
            return _contents(block, story)
        case _:
            assert_never(block)


def _heading(block: Heading, story: Story, room_above: float) -> Html:
    """The title of the page is its h1, so that a section's heading is an h2."""
    theme, name = story.theme, f"heading-{block.level}"
    role = theme.role(name)
    before = max(0.0, role.before - room_above)
    look = css(paragraph(role, theme, before=before), *_rule_above(role, theme))
    content = phrase(block.content, story, name)
    return tag(f"h{block.level + 1}", content, id=story.name(block.anchor), style=look)


def _contents(block: Contents, story: Story) -> Html:
    entries = []
    for entry in block.entries:
        role = story.theme.role(f"contents-{entry.level}")
        indent = f"padding:0 0 0 {px(CONTENTS_INDENT * role.size * (entry.level - 1))}px"
        words = phrase(entry.content, story, role.name)
        way = css("color:inherit", "text-decoration:none")
        link = tag("a", words, href=story.way(entry.anchor), style=way)
        entries.append(tag("li", link, style=css(paragraph(role, story.theme), indent)))
    title = _paragraph(block.title, story, "contents-title")
    plain_list = css("list-style:none", "margin:0", "padding:0")
    return tag("nav", joined(title, tag("ul", joined(*entries), style=plain_list)))


def _rule_above(role: Role, theme: Theme) -> tuple[str, ...]:
    if role.rule is None:
        return ()
    return (
        f"padding:{px(role.leading / 4)}px 0 0",
        f"border-top:{line(theme.table.head_rule, role.rule)}",
    )


def _paragraph(content: Inlines, story: Story, role: str) -> Html:
    said = phrase(content, story, role)
    look = paragraph(story.theme.role(role), story.theme)
    return tag("p", said, style=look) if said else NOTHING


def _beside(part: Html, content: Inlines, story: Story) -> Html:
    """What shows `content`, and below it the notes that open there."""
    opened_here = _opened(content, story)
    return joined(part, Html("\n"), opened_here) if opened_here else part


def _opened(content: Inlines, story: Story) -> Html:
    found = opened(content, story.footnotes)
    return notes(NoteList("notes", found), story) if found else NOTHING


def _list(
    name: str, items: tuple[Blocks, ...], start: int, story: Story, inside: str | None
) -> Html:
    """A list; one that stands in the text ends like a paragraph of it."""
    theme = story.theme
    role = theme.role(inside or "bullet")
    made = [_item(item, story, role) for item in items if item]
    if not made:
        return NOTHING
    digits = len(str(start + len(items) - 1)) if name == "ol" else 1
    hang = px(role.leading + 0.55 * role.size * (digits - 1))
    below = 0 if inside else px(theme.role("body").after)
    counted = start if name == "ol" and start != 1 else None
    look = f"margin:0 0 {below}px {hang}px;padding:0"
    return tag(name, Html("\n"), *made, start=counted, style=look)


def _item(item: Blocks, story: Story, role: Role) -> Html:
    """The first paragraph stands in the item itself, beside its bullet or number."""
    first = NOTHING
    if isinstance(item[0], Paragraph):
        content = item[0].content
        first = joined(phrase(content, story, role.name), _opened(content, story))
        item = item[1:]
    whole = joined(first, flow(item, story, role.name))
    return joined(tag("li", whole, style=paragraph(role, story.theme)), Html("\n"))


def _figure(block: Figure, story: Story) -> Html:
    chart = block.chart
    theme = story.theme
    role = theme.role("caption")
    title = tag("p", caption(block.caption, story), style=paragraph(role, theme))
    return tag(
        "figure",
        tag("figcaption", title, _paragraph(chart.subtitle, story, "figure-subtitle")),
        _picture(chart, story),
        _paragraph(chart.note, story, "figure-note"),
        id=story.name(block.caption.anchor),
        style=f"margin:0 0 {px(role.before)}px",
    )


def _picture(chart: Chart, story: Story) -> Html:
    """The chart's picture, as large as it was drawn where there is room for it."""
    address = story.images.get(chart.key)
    if address is None:
        return _paragraph(chart.alternative, story, "small")
    theme, drawing = story.theme, chart.drawing
    shrink = min(1.0, measure(theme) / px(drawing.width))
    width, height = round(px(drawing.width) * shrink), round(px(drawing.height) * shrink)
    # Where a mail program holds pictures back, it shows the alternative text in these letters.
    look = css(
        "display:block",
        "width:100%",
        f"max-width:{width}px",
        "height:auto",
        "border:0",
        letters(theme.role("small"), theme),
    )
    alternative = plain(chart.alternative)
    return tag("img", src=address, alt=alternative, width=width, height=height, style=look)


def _callout(block: Callout, story: Story) -> Html:
    theme, box = story.theme, story.theme.boxes[block.kind]
    role = replace(theme.role("callout-title"), colour=box.title)
    title = tag("p", phrase(block.title, story, role.name), style=paragraph(role, theme))
    content = flow(block.content, story, box.text)
    return _boxed(joined(title, Html("\n"), content), box, role, theme)


def _quotation(block: Quotation, story: Story) -> Html:
    """Who said it stands below the quotation, not in it."""
    theme, box = story.theme, story.theme.boxes["quotation"]
    role = theme.role("quotation")
    air = theme.role("quotation-speaker").leading / 4 if block.speaker else 0.0
    said = phrase(block.content, story, "quotation")
    quoted = tag(
        "blockquote", tag("p", said, style=paragraph(role, theme, after=air)), style="margin:0"
    )
    speaker = _paragraph(block.speaker, story, "quotation-speaker")
    quoted = _beside(quoted, block.content, story)
    return _boxed(joined(quoted, _beside(speaker, block.speaker, story)), box, role, theme)


def _boxed(content: Html, box: Box, first: Role, theme: Theme) -> Html:
    """Content in a box whose first line is of role `first`; the last line's own room counts as padding."""
    text = theme.role(box.text)
    above, below = inset(box.padding, first, theme), inset(box.padding, text, theme)
    beside = px(box.padding)
    look = css(
        f"padding:{above}px {beside}px {max(0, below - px(text.after))}px {beside}px",
        f"border:{line(box.edge_width, box.edge)}" if box.edge else "",
        f"border-left:{line(box.bar_width, box.bar)}" if box.bar else "",
        ground(box.fill),
    )
    cell = tag("td", content, bgcolor=box.fill, style=look)
    return room(layout(row(cell)), px(box.before), px(box.after))
