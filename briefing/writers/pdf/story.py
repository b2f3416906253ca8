"""The document's blocks in their order, each to its part of the setting; structure elements are made here.

How a table, a box or a figure is set stands in the module of that name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

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
    NoteRef,
    OrderedList,
    PageBreak,
    Paragraph,
    Quotation,
    Table,
    leaves,
    plain,
)
from briefing.theme import Role, Theme
from briefing.writers.pdf.boxes import callout, key_figures, quotation
from briefing.writers.pdf.contents import PageNumbers, contents
from briefing.writers.pdf.figures import figure
from briefing.writers.pdf.flow import Flow, Strip
from briefing.writers.pdf.footnotes import foot_of
from briefing.writers.pdf.inlines import Inliner
from briefing.writers.pdf.lists import bullet_list, note_list, ordered_list
from briefing.writers.pdf.surface import Surface
from briefing.writers.pdf.tables import table
from briefing.writers.pdf.tagging import Element
from briefing.writers.pdf.typesetter import Typesetter

# The rule above a heading stands this share of the heading's leading above its lines.
_UNDER_RULE = 0.4


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A heading as the outline shows it; `place` is where it leads."""

    level: int
    title: str
    place: str


@dataclass(frozen=True, slots=True)
class Story:
    """A whole document as one column of strips, and its headings."""

    strips: list[Strip]
    bookmarks: list[Bookmark]
    numbers: PageNumbers


def tell(document: Document, theme: Theme, inliner: Inliner, root: Element) -> Story:
    """Set the title, the subtitle and every block, under `root`."""
    flow = Flow(theme.page.left, theme.page.measure)
    setter = Typesetter(theme, flow, inliner, foot_of(document, theme))
    teller = _Teller(setter, root)
    teller.titles(document)
    for block in document.blocks:
        teller.block(block)
    return Story(flow.strips, teller.bookmarks, teller.numbers)


def anchors(document: Document) -> frozenset[str]:
    """Every name that a link of the document can lead to."""
    blocks = (*_all_blocks(document.blocks), NoteList("notes", document.footnotes))
    return frozenset(name for block in blocks for name in _names(block))


def descriptions(document: Document) -> dict[str, str]:
    """Each note's words by its anchor: what a reference to it is called for those who cannot see it."""
    return {
        note.anchor: f"{note.label}. {plain(note.content)}"
        for block in (*_all_blocks(document.blocks), NoteList("notes", document.footnotes))
        if isinstance(block, NoteList)
        for note in block.notes
    }


class _Teller:
    def __init__(self, setter: Typesetter, root: Element) -> None:
        self._setter = setter
        self._root = root
        self._section = root
        self.bookmarks: list[Bookmark] = []
        self.numbers = PageNumbers()

    def titles(self, document: Document) -> None:
        for inlines, role in ((document.title, "title"), (document.subtitle, "subtitle")):
            if inlines:
                tag = "Title" if role == "title" else "P"
                self._paragraph(inlines, self._role(role), self._root.child(tag))

    def block(self, block: Block) -> None:
        if isinstance(block, Heading) and block.level == 1:
            self._section = self._root.child("Sect")
        self._block(block, self._section, "")

    def _blocks(self, blocks: Blocks, into: Element, role: str) -> None:
        for block in blocks:
            self._block(block, into, role)

    def _block(self, block: Block, into: Element, role: str) -> None:
        setter = self._setter
        match block:
            case Heading():
                self._heading(block, into)
            case Paragraph(content, own):
                shown = self._role(role if role and own == "body" else own)
                movable = not role
                setter.paragraph(content, shown, into.child("P"), movable=movable)
            case BulletList():
                bullet_list(block, into, self._role(role or "bullet"), setter, self._blocks)
                self._after_list(role)
            case OrderedList():
                ordered_list(block, into, self._role(role or "bullet"), setter, self._blocks)
                self._after_list(role)
            case Table():
                table(block, into, setter)
            case Figure():
                figure(block, into, setter)
            case Callout():
                callout(block, into, setter, self._blocks)
            case KeyFigures():
                key_figures(block, into, setter)
            case Quotation():
                quotation(block, into, setter)
            case NoteList():
                note_list(block, into, setter)
            case PageBreak():
                setter.flow.new_page()
            case Contents():
                contents(block, into, setter, self.numbers)
            case _:
                assert_never(block)

    def _heading(self, heading: Heading, into: Element) -> None:
        role = self._role(f"heading-{heading.level}")
        place = heading.anchor or f"heading {len(self.bookmarks) + 1}"
        self._setter.anchor(place)
        self.bookmarks.append(Bookmark(heading.level, plain(heading.content), place))
        flow = self._setter.flow
        flow.space(role.before)
        if role.rule:
            width, colour = self._setter.theme.table.head_rule, role.rule
            left, right = flow.left, flow.left + flow.measure

            def draw(surface: Surface, top: float) -> None:
                surface.rule(left, right, top, width, colour)

            flow.add(width + _UNDER_RULE * role.leading, draw)
            flow.tie()
        since = len(flow.strips)
        element = into.child(f"H{heading.level}")
        setting = self._setter.set(heading.content, role, element, flow.measure, hanging=True)
        flow.paragraph(setting, flow.left)
        flow.keep_together(since, self._setter.theme.page.height)
        flow.space(role.after)
        flow.hold(2)

    def _paragraph(self, inlines: Inlines, role: Role, element: Element) -> None:
        self._setter.paragraph(inlines, role, element)

    def _after_list(self, role: str) -> None:
        if not role:
            self._setter.flow.space(self._role("body").after)

    def _role(self, name: str) -> Role:
        return self._setter.theme.role(name)


def _all_blocks(blocks: Blocks) -> Iterator[Block]:
    for block in blocks:
        yield block
        match block:
            case BulletList(items) | OrderedList(items):
                for item in items:
                    yield from _all_blocks(item)
            case Callout(content=content):
                yield from _all_blocks(content)
            case _:
                pass


def _names(block: Block) -> Iterator[str]:
    for inlines in _inlines(block):
        for inline in leaves(inlines):
            if isinstance(inline, NoteRef):
                yield inline.anchor
    match block:
        case Heading(anchor=anchor):
            yield anchor
        case Table(caption=caption) | Figure(caption=caption):
            yield caption.anchor if caption else ""
        case NoteList(notes=notes):
            yield from (note.anchor for note in notes)
        case _:
            pass


def _inlines(block: Block) -> Iterator[Inlines]:
    match block:
        case Heading(content=content) | Paragraph(content=content):
            yield content
        case Table(columns, rows, caption):
            yield from (column.head for column in columns)
            for row in rows:
                yield from row
            if caption:
                yield caption.content
        case Figure(chart, caption):
            yield from (caption.content, chart.subtitle, chart.note)
        case Callout(title=title):
            yield title
        case KeyFigures(tiles):
            for tile in tiles:
                yield from (tile.figure, tile.label, tile.attribution)
        case Quotation(content, speaker):
            yield from (content, speaker)
        case NoteList(notes=notes):
            yield from (note.content for note in notes)
        case Contents(title, entries):
            yield title
            yield from (entry.content for entry in entries)
        case BulletList() | OrderedList() | PageBreak():
            return
        case _:
            assert_never(block)
