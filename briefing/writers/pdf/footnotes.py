"""Notes at the foot of the page: set to lines beside their hanging numbers, under a short rule.

On which page a note stands, and how much of it, is `pagination`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from briefing.blocks import Document, Inlines, Note, Text, opened
from briefing.theme import Theme
from briefing.writers.pdf.flow import Footnote
from briefing.writers.pdf.lists import AFTER_NUMBER, note_label, usual_room
from briefing.writers.pdf.surface import Surface
from briefing.writers.pdf.tagging import Element
from briefing.writers.pdf.typesetter import Foot, Typesetter

# The room above the rule and between it and the first note, in leadings of the notes; the rule's share of
# the measure.
_ABOVE, _UNDER, _RULE = 0.9, 0.45, 0.2


def foot_of(document: Document, theme: Theme) -> Foot | None:
    """What sets a document's notes at the foot of pages; None where it has none."""
    if not document.footnotes:
        return None
    notes = {note.anchor: note for note in document.footnotes}
    role = theme.role("note")
    # Numbers hang alike on every page, whatever the longest on it.
    widest = max(
        theme.fonts.width(f"{note.label}.", role.family, role.weight, role.italic, size=role.size)
        for note in document.footnotes
    )
    room = max(widest, usual_room(role, theme.fonts))

    def foot(inlines: Inlines, into: Element, setter: Typesetter) -> Mapping[str, Footnote]:
        return {
            note.references[0]: _set(note, room, into, setter) for note in opened(inlines, notes)
        }

    return foot


def lead(theme: Theme) -> float:
    """The room that a page's notes take above the first of them, in points."""
    return (_ABOVE + _UNDER) * theme.role("note").leading + theme.table.row_rule


def draw_rule(surface: Surface, theme: Theme, top: float) -> None:
    """The rule in that room, which begins at `top`."""
    left, width = theme.page.left, theme.table.row_rule
    y = top + _ABOVE * theme.role("note").leading
    right = left + _RULE * theme.page.measure
    surface.rule(left, right, y, width, theme.colour("rule-strong"))


def _set(note: Note, room: float, into: Element, setter: Typesetter) -> Footnote:
    """A note over the whole measure, whatever its reference stands in."""
    theme = setter.theme
    role = theme.role("note")
    left = theme.page.left
    element = into.child("Note", identifier=note.anchor)
    label = replace(note_label(note, role, element, setter), measure=room, align="right")
    indent = room + AFTER_NUMBER * role.size
    measure = theme.page.measure - indent
    text = setter.set(note.content or (Text(" "),), role, element.child("P"), measure)

    def draw_line(surface: Surface, nth: int, top: float) -> None:
        if nth == 0:
            surface.anchor(note.anchor, left, top)
            label.draw(surface, left, top)
        text.draw_line(nth, surface, left + indent, top)

    return Footnote(max(len(text.lines), 1), role.leading, draw_line, role.after)
