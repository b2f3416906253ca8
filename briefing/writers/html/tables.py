"""Tables of facts, the strip of key figures, and the list of notes."""

from __future__ import annotations

from briefing.blocks import (
    Caption,
    Column,
    Inlines,
    KeyFigure,
    KeyFigures,
    Note,
    NoteList,
    Table,
    plain,
)
from briefing.theme import Theme
from briefing.writers.html.elements import NOTHING, Html, css, joined, layout, room, row, tag, words
from briefing.writers.html.inlines import phrase
from briefing.writers.html.looks import inset, letters, line, paragraph, px
from briefing.writers.html.story import Story


def table(block: Table, story: Story) -> Html:
    """The table with its caption; wider than a phone's screen, it moves sideways on its own."""
    theme = story.theme
    head = row(*(_head(column, at, block, story) for at, column in enumerate(block.columns)))
    body = (
        row(*(_cell(content, at, block, story) for at, content in enumerate(cells)))
        for cells in block.rows
    )
    described = plain(block.description) or None
    made = tag(
        "table",
        _table_caption(block.caption, story) if block.caption else NOTHING,
        tag("thead", head),
        tag("tbody", *body) if block.rows else NOTHING,
        cellpadding=0,
        cellspacing=0,
        border=0,
        width="100%",
        style="width:100%;border-collapse:collapse",
        aria_label=None if block.caption else described,
        aria_description=described if block.caption else None,
    )
    before = 0 if block.caption else px(theme.role("caption").before)
    moving = tag("div", made, style="overflow-x:auto")
    return room(moving, before, px(theme.role("caption").before))


def caption(block: Caption, story: Story) -> Html:
    """ "Table 2. …", which cross-references lead to."""
    content = phrase(block.content, story, "caption")
    return joined(words(f"{block.label}. "), content) if block.label else content


def _table_caption(block: Caption, story: Story) -> Html:
    role = story.theme.role("caption")
    look = css(
        f"padding:{px(role.before)}px 0 {px(role.after)}px",
        letters(role, story.theme),
        "text-align:left",
    )
    return tag("caption", caption(block, story), id=story.name(block.anchor), style=look)


def _head(column: Column, at: int, block: Table, story: Story) -> Html:
    theme = story.theme
    rule = line(theme.table.head_rule, theme.colour("rule-strong"))
    look = css(
        _place(at, block, theme),
        letters(theme.role("table-head"), theme),
        "vertical-align:bottom",
        f"border-bottom:{rule}",
    )
    width = f"{column.share:.0%}" if column.share else None
    content = phrase(column.head, story, "table-head")
    return tag("th", content, scope="col", align=column.align, width=width, style=look)


def _cell(content: Inlines, at: int, block: Table, story: Story) -> Html:
    theme = story.theme
    look = css(
        _place(at, block, theme),
        letters(theme.role("table"), theme),
        "vertical-align:top",
        f"border-bottom:{line(theme.table.row_rule, theme.colour('rule'))}",
    )
    align = block.columns[at].align
    return tag("td", phrase(content, story, "table"), align=align, style=look)


def _place(at: int, block: Table, theme: Theme) -> str:
    """A cell's padding and alignment; the last column ends at the margin."""
    beside = 0 if at == len(block.columns) - 1 else px(theme.table.column_gap)
    above = px(theme.table.row_padding)
    return css(f"padding:{above}px {beside}px {above}px 0", f"text-align:{block.columns[at].align}")


def key_figures(block: KeyFigures, story: Story) -> Html:
    """The strip: read cell by cell it gives each figure, what it measures, and who says so."""
    columns = story.theme.key_figures.columns
    strips = [block.tiles[at : at + columns] for at in range(0, len(block.tiles), columns)]
    # Tiles of a short last row are as wide as the others, for the columns are said beforehand.
    grid = tag("colgroup", *(tag("col", width=f"{100 / columns:.2f}%") for _ in range(columns)))
    rows = [
        row(
            *(_tile(tile, at, strip, len(tiles) == columns, story) for at, tile in enumerate(tiles))
        )
        for strip, tiles in enumerate(strips)
    ]
    after = px(story.theme.role("caption").before)
    return room(layout(grid, *rows), 0, after) if rows else NOTHING


def _tile(tile: KeyFigure, column: int, strip: int, closed: bool, story: Story) -> Html:
    """One tile; a row draws the rule below it, the first one above it too; a short row draws none."""
    theme = story.theme
    rule = line(theme.table.row_rule, theme.colour("rule"))
    padding = theme.key_figures.padding
    above = inset(padding, theme.role("key-number"), theme)
    below = inset(padding, theme.role("key-attribution"), theme)
    # The strip's first figures stand on the margin, like the text above them.
    left = px(padding) if column else 0
    look = css(
        f"padding:{above}px {px(padding)}px {below}px {left}px",
        "vertical-align:top",
        f"border-top:{rule}" if strip == 0 else "",
        f"border-bottom:{rule}" if closed else "",
        f"border-left:{rule}" if column else "",
    )
    parts = (
        ("key-unit", tile.figure, "key-number"),
        ("key-label", tile.label, ""),
        ("key-attribution", tile.attribution, ""),
    )
    made = (
        tag("p", said, style=paragraph(theme.role(role), theme))
        for role, content, strong in parts
        if (said := phrase(content, story, role, strong))
    )
    return tag("td", *made, style=look)


def notes(block: NoteList, story: Story) -> Html:
    """Hanging labels that lead back to the first reference, and the notes' text."""
    role = story.theme.role("note")
    longest = max((len(note.label) for note in block.notes), default=0)
    hang = px(role.size * (1.1 + 0.55 * longest))
    rows = [_note(note, hang, story) for note in block.notes]
    return layout(*rows) if rows else NOTHING


def _note(note: Note, hang: int, story: Story) -> Html:
    theme, role = story.theme, story.theme.role("note")
    label = words(f"{note.label}.")
    way = story.way(note.references[0]) if note.references else None
    if way:
        look = css(f"color:{role.colour}", "text-decoration:none")
        label = tag("a", label, href=way, role="doc-backlink", style=look)
    below = f"{px(role.after)}px"
    look = css(letters(role, theme), "vertical-align:top")
    return row(
        tag(
            "td", label, id=story.name(note.anchor), width=hang, align="right",
            style=css(f"padding:0 {px(role.size / 2)}px {below} 0", look, "text-align:right"),
        ),
        tag("td", phrase(note.content, story, "note"), style=css(f"padding:0 0 {below}", look)),
    )  # fmt: skip
