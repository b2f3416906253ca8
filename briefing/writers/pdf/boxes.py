"""Framed parts: callouts, quotations, and the strip of key figures."""

from __future__ import annotations

from dataclasses import dataclass, replace

from briefing.blocks import Callout, Inlines, KeyFigure, KeyFigures, Quotation, Strong
from briefing.theme import Box, Role
from briefing.writers.pdf.flow import Frame
from briefing.writers.pdf.paragraph import Setting, cap_height
from briefing.writers.pdf.shaping import Ink, Piece
from briefing.writers.pdf.surface import Surface
from briefing.writers.pdf.tagging import Element
from briefing.writers.pdf.typesetter import Tell, Typesetter

# A box up to this share of the text height is never divided.
_WHOLE = 0.45
# The least room above a quotation's speaker, and between a key figure and its label: shares of the leading.
_ABOVE_SPEAKER, _UNDER_NUMBER = 0.26, 0.13


def callout(block: Callout, into: Element, setter: Typesetter, tell: Tell) -> None:
    """A titled box in the look its kind has in the theme."""
    box = setter.theme.boxes[block.kind]
    title = replace(setter.theme.role("callout-title"), colour=box.title)
    text = setter.theme.role(box.text)
    element = into.child("Sect")
    flow = setter.flow
    since = len(flow.strips)
    flow.space(box.before)
    with flow.framed(_frame(box, title, text, setter)), flow.inset(_left(box), _right(box)):
        setter.paragraph(block.title, title, element.child("P"))
        tell(block.content, element, text.name)
    flow.space(box.after)
    page = setter.theme.page
    flow.keep_together(since, _WHOLE * (page.height - page.top - page.bottom))


def quotation(block: Quotation, into: Element, setter: Typesetter) -> None:
    """What somebody said, and who."""
    box = setter.theme.boxes["quotation"]
    words, speaker = setter.theme.role(box.text), setter.theme.role("quotation-speaker")
    element = into.child("BlockQuote")
    flow = setter.flow
    since = len(flow.strips)
    flow.space(box.before)
    with flow.framed(_frame(box, words, speaker, setter)), flow.inset(_left(box), _right(box)):
        setter.paragraph(block.content, words, element.child("P"))
        if block.speaker:
            flow.tie()
            flow.space(_ABOVE_SPEAKER * speaker.leading)
            setter.paragraph(block.speaker, speaker, element.child("P"))
    flow.space(box.after)
    page = setter.theme.page
    flow.keep_together(since, _WHOLE * (page.height - page.top - page.bottom))


def key_figures(block: KeyFigures, into: Element, setter: Typesetter) -> None:
    """Tiles in rows, hairlines between them; read aloud they are a list, a tile an item.

    A row taller than a page is set as plain paragraphs over the whole measure, which may go on overleaf.
    """
    columns = setter.theme.key_figures.columns
    listed = into.child("L", attributes="<</O/List/ListNumbering/None>>")
    after = setter.theme.boxes["bottom-line"].after
    setter.flow.space(after)
    for at in range(0, len(block.tiles), columns):
        tiles = [_Tile(tile, listed, setter) for tile in block.tiles[at : at + columns]]
        row = [_in_row(tile, nth, setter) for nth, tile in enumerate(tiles)]
        if max(tile.height for tile in row) > _tallest(setter):
            for tile in tiles:
                tile.alone(setter)
            continue
        if at:
            setter.flow.tie()
        _tile_row(row, setter, first=at == 0)
    setter.flow.space(after)


class _Tile:
    """One key figure's words, with their elements and roles."""

    def __init__(self, tile: KeyFigure, listed: Element, setter: Typesetter) -> None:
        body = listed.child("LI").child("LBody")
        number, unit = setter.theme.role("key-number"), setter.theme.role("key-unit")
        self._parts = [(_figure_pieces(tile.figure, number, unit, body.child("P"), setter), number)]
        for words, name in ((tile.label, "key-label"), (tile.attribution, "key-attribution")):
            role = setter.theme.role(name)
            pieces = setter.inliner.pieces(words, Ink.of(role), body.child("P"))
            self._parts.append((pieces, role))

    def set(self, measure: float, setter: Typesetter) -> list[Setting]:
        """The figure, its label and its attribution, in a column of this width."""
        return [setter.set_pieces(pieces, role, measure) for pieces, role in self._parts]

    def alone(self, setter: Typesetter) -> None:
        """The same as paragraphs into the flow."""
        flow = setter.flow
        for part in self.set(flow.measure, setter):
            flow.paragraph(part, flow.left)
        flow.space(setter.theme.key_figures.padding)


@dataclass(frozen=True, slots=True)
class _InRow:
    """A tile set in its column: where its words begin, where the rule before it stands."""

    parts: list[Setting]
    x: float
    edge: float
    gap: float

    @property
    def height(self) -> float:
        return sum(part.height for part in self.parts) + self.gap

    def draw(self, surface: Surface, top: float) -> None:
        number, *others = self.parts
        number.draw(surface, self.x, top)
        top += number.height + self.gap
        for part in others:
            part.draw(surface, self.x, top)
            top += part.height


def _in_row(tile: _Tile, nth: int, setter: Typesetter) -> _InRow:
    look = setter.theme.key_figures
    width = setter.flow.measure / look.columns
    edge = setter.flow.left + nth * width
    before = look.padding if nth else 0.0
    after = look.padding if nth < look.columns - 1 else 0.0
    gap = _UNDER_NUMBER * setter.theme.role("key-number").leading
    return _InRow(tile.set(width - before - after, setter), edge + before, edge, gap)


def _figure_pieces(
    figure: Inlines, number: Role, unit: Role, element: Element, setter: Typesetter
) -> list[Piece]:
    """Strong parts in the size of the number, the rest in that of the unit."""
    pieces: list[Piece] = []
    for inline in figure:
        large = isinstance(inline, Strong)
        content = inline.content if isinstance(inline, Strong) else (inline,)
        ink = Ink.of(number if large else unit)
        for piece in setter.inliner.pieces(content, ink, element):
            pieces += [piece] if large else _wide_spaces(piece, Ink.of(number))
    return pieces


def _wide_spaces(piece: Piece, large: Ink) -> list[Piece]:
    """The space between the number and its unit is as wide as the number's own."""
    words = piece.text.strip(" ")
    if not words:
        return [piece._replace(ink=large)] if piece.text else [piece]
    before, _, after = piece.text.partition(words)
    return [
        part
        for part in (
            piece._replace(text=before, ink=large),
            piece._replace(text=words),
            piece._replace(text=after, ink=large),
        )
        if part.text
    ]


def _tile_row(row: list[_InRow], setter: Typesetter, *, first: bool) -> None:
    theme, flow = setter.theme, setter.flow
    number, last = theme.role("key-number"), theme.role("key-attribution")
    padding = theme.key_figures.padding
    above = padding - setter.baseline(number) + cap_height(number, setter.fonts)
    below = padding - (last.leading - setter.baseline(last))
    height = max(tile.height for tile in row) + above + below
    rule, colour = theme.table.row_rule, theme.colour("rule")
    left, right = flow.left, flow.left + flow.measure

    def draw(surface: Surface, top: float) -> None:
        if first:
            surface.rule(left, right, top, rule, colour)
        for tile in row[1:]:
            surface.rectangle((tile.edge, top, tile.edge + rule, top + height), colour)
        surface.rule(left, right, top + height, rule, colour)
        for tile in row:
            tile.draw(surface, top + above)

    flow.add(height, draw)


def _tallest(setter: Typesetter) -> float:
    """The height of a row's words that fits on a page, with its padding."""
    page = setter.theme.page
    return page.height - page.top - page.bottom - 2 * setter.theme.key_figures.padding


def _left(box: Box) -> float:
    return box.bar_width + box.padding


def _right(box: Box) -> float:
    return box.padding if box.fill or box.edge else 0.0


def _frame(box: Box, first: Role, last: Role, setter: Typesetter) -> Frame:
    """Padding is measured from the letters: from the top of capitals, and from the last baseline."""
    flow = setter.flow
    left, right = flow.left, flow.left + flow.measure
    above = below = 0.0
    if box.fill or box.edge:
        above = box.padding - setter.baseline(first) + cap_height(first, setter.fonts)
        below = box.padding - (last.leading - setter.baseline(last))

    def decorate(surface: Surface, top: float, bottom: float) -> None:
        if box.fill:
            surface.rectangle((left, top, right, bottom), box.fill)
        if box.bar:
            surface.rectangle((left, top, left + box.bar_width, bottom), box.bar)
        if box.edge:
            surface.frame((left, top, right, bottom), box.edge_width, box.edge)

    return Frame(above, below, decorate)
