"""Lists and notes: a number, a letter or a bullet that hangs beside what belongs to it."""

from __future__ import annotations

from dataclasses import replace

from briefing.blocks import BulletList, Note, NoteList, OrderedList, Text
from briefing.fonts import FontBook
from briefing.theme import Role
from briefing.writers.pdf.paragraph import Setting
from briefing.writers.pdf.shaping import TABULAR, Ink, Piece, Target
from briefing.writers.pdf.surface import Surface
from briefing.writers.pdf.tagging import Element
from briefing.writers.pdf.typesetter import Tell, Typesetter

# In em of the list's role: how far items stand in, a bullet's size, the space after a number.
_INDENT, _BULLET, AFTER_NUMBER = 1.3, 0.34, 0.5


def bullet_list(
    block: BulletList, into: Element, role: Role, setter: Typesetter, tell: Tell
) -> None:
    """Items with a drawn disc before them."""
    listed = into.child("L", attributes="<</O/List/ListNumbering/Disc>>")
    for item in block.items:
        body = listed.child("LI").child("LBody")
        if not item:
            continue
        x = setter.flow.left + _BULLET * role.size / 2
        middle = setter.baseline(role) - 0.27 * role.size

        def bullet(surface: Surface, top: float, x: float = x, middle: float = middle) -> None:
            surface.mark("disc", x, top + middle, _BULLET * role.size, role.colour)

        setter.flow.space(role.before)
        with setter.flow.inset(_INDENT * role.size):
            setter.flow.with_next(bullet)
            tell(item, body, role.name)
        setter.flow.drop_with_next()


def ordered_list(
    block: OrderedList, into: Element, role: Role, setter: Typesetter, tell: Tell
) -> None:
    """Items with numbers, right-aligned before them."""
    listed = into.child("L", attributes="<</O/List/ListNumbering/Decimal>>")
    labels = [f"{number}." for number in range(block.start, block.start + len(block.items))]
    elements = [listed.child("LI") for _ in block.items]
    numbers = [
        _label(Piece(text, Ink.of(role, TABULAR), item.child("Lbl"), solid=True), role, setter)
        for text, item in zip(labels, elements, strict=True)
    ]
    room = max((number.width for number in numbers), default=0.0)
    indent = max(room + AFTER_NUMBER * role.size, _INDENT * role.size)
    for item, number, element in zip(block.items, numbers, elements, strict=True):
        body = element.child("LBody")
        setter.flow.space(role.before)
        _hang(number, indent - AFTER_NUMBER * role.size, setter)
        with setter.flow.inset(indent):
            tell(item, body, role.name)
        setter.flow.drop_with_next()


def note_list(block: NoteList, into: Element, setter: Typesetter) -> None:
    """Notes under their numbers (or letters), which lead back to where each is first referred to."""
    role = setter.theme.role("note")
    elements = [into.child("Note", identifier=note.anchor) for note in block.notes]
    labels = [
        note_label(note, role, element, setter)
        for note, element in zip(block.notes, elements, strict=True)
    ]
    # Notes and calculations are lists of their own; numbers of two figures give both the same indent.
    room = max([usual_room(role, setter.fonts), *(label.width for label in labels)])
    flow = setter.flow
    for note, element, label in zip(block.notes, elements, labels, strict=True):
        setter.anchor(note.anchor)
        _hang(label, room, setter)
        with flow.inset(room + AFTER_NUMBER * role.size):
            setter.paragraph(note.content or (Text(" "),), role, element.child("P"))


def note_label(note: Note, role: Role, element: Element, setter: Typesetter) -> Setting:
    """A note's number or letter, which leads back to its first reference, in a Lbl of its element."""
    piece = Piece(f"{note.label}.", Ink.of(role, TABULAR), element.child("Lbl"), solid=True)
    if note.references:
        piece = setter.inliner.lead(piece, Target(note.label, anchor=note.references[0]))
    return _label(piece, role, setter)


def usual_room(role: Role, fonts: FontBook) -> float:
    """The width of a number of two figures."""
    return fonts.width("00.", role.family, role.weight, role.italic, size=role.size)


def _label(piece: Piece, role: Role, setter: Typesetter) -> Setting:
    return setter.set_pieces([piece], role, setter.flow.measure)


def _hang(label: Setting, right: float, setter: Typesetter) -> None:
    """Draw a number with the next strip, its right end `right` points into the column."""
    placed = replace(label, measure=right, align="right")
    left = setter.flow.left
    setter.flow.with_next(lambda surface, top: placed.draw(surface, left, top))
