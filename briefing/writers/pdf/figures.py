"""Figures: caption, subtitle, the drawing as outlines with live text, and the note below it."""

from __future__ import annotations

from briefing.blocks import Drawing, Figure, Path, TextRun, plain
from briefing.writers.pdf.shaping import Ink, Piece, shape
from briefing.writers.pdf.surface import Surface
from briefing.writers.pdf.tables import caption
from briefing.writers.pdf.tagging import Element
from briefing.writers.pdf.typesetter import Typesetter

# The most a drawing takes of the text height, so that caption and note stand on its page.
_TALLEST = 0.75


def figure(block: Figure, into: Element, setter: Typesetter) -> None:
    """One figure, all of it on one page."""
    chart, flow, theme = block.chart, setter.flow, setter.theme
    group = into.child("Div")
    page = theme.page
    with flow.figure():
        since = len(flow.strips)
        caption(block.caption, group.child("Caption"), setter)
        if chart.subtitle:
            setter.paragraph(chart.subtitle, theme.role("figure-subtitle"), group.child("P"))
        _drawing(chart.drawing, group.child("Figure", alt=plain(chart.alternative)), setter)
        note = theme.role("figure-note")
        flow.space(note.before)
        if chart.note:
            setter.paragraph(chart.note, note, group.child("P"))
        flow.keep_together(since, page.height)
    flow.space(note.after)


def _drawing(drawing: Drawing, element: Element, setter: Typesetter) -> None:
    flow, page = setter.flow, setter.theme.page
    tallest = _TALLEST * (page.height - page.top - page.bottom)
    scale = min(1.0, flow.measure / max(drawing.width, 1.0), tallest / max(drawing.height, 1.0))
    height = drawing.height * scale
    left = flow.left

    def draw(surface: Surface, top: float) -> None:
        bottom = top + height
        box = (left, surface.height - bottom, left + drawing.width * scale, surface.height - top)
        element.box = box
        for item in drawing.items:
            match item:
                case Path():
                    surface.outline(item, element, left, bottom, scale)
                case TextRun():
                    _text(item, element, surface, setter, (left, bottom, scale))

    flow.add(height, draw)


def _text(
    run: TextRun,
    element: Element,
    surface: Surface,
    setter: Typesetter,
    place: tuple[float, float, float],
) -> None:
    left, bottom, scale = place
    ink = Ink(run.family, run.size, run.colour, run.weight, run.italic)
    if run.to_left:
        element = element.child("Span", loose=True, actual=run.text)
    piece = Piece(run.text, ink, element)
    across = 0.0
    for part in shape(run.text, piece, setter.fonts, level=1 if run.to_left else 0):
        x, y = left + run.x * scale, bottom - run.y * scale
        surface.turned(part, (x, y), run.angle, scale, across)
        across += part.width
