"""Inlines to what line breaking works on: pieces of text, then boxes, glue and penalties.

Every inline has its structure element here; no line is broken and nothing is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from math import inf
from typing import assert_never

from briefing.bidi import has_right_to_left
from briefing.blocks import (
    Commented,
    CrossReference,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Mark,
    NoteRef,
    Numeral,
    Span,
    Strong,
    Text,
    Value,
    plain,
)
from briefing.fonts import FontBook
from briefing.theme import Role, Theme
from briefing.writers.pdf.directions import directed
from briefing.writers.pdf.linebreak import FORCED, Item
from briefing.writers.pdf.shaping import Ink, Piece, Shaped, Target
from briefing.writers.pdf.tagging import Element
from briefing.writers.pdf.words import Breaks, Glyphs, Items, Words, words_of

# A value with figures shorter than this is not broken at its spaces ("$4.1 billion").
_SOLID = 16
_SAFE = re.compile(r"(?:https?://[^\s/?#]|mailto:\S)", re.IGNORECASE)
_WORDS = re.compile(r"[ \t\r\n]+|[^ \t\r\n]+")
_END: Item[Glyphs] = Item("penalty", cost=FORCED)
# A mark's width, as a share of the size of the words beside it.
MARK_WIDTH = 0.62


class Inliner:
    """Turns inlines into pieces; knows the theme, where links may lead, and the document's language."""

    def __init__(
        self, theme: Theme, language: str, anchors: frozenset[str], descriptions: dict[str, str]
    ) -> None:
        self.fonts = theme.fonts
        self._reference: Role = theme.role("note-reference")
        self._link = theme.colour("accent")
        self._language = language
        self._anchors = anchors
        self._descriptions = descriptions
        self._isolates = count(1)
        self._both_ways = False

    def pieces(self, inlines: Inlines, ink: Ink, element: Element) -> list[Piece]:
        """The pieces of a paragraph in `ink`, its words belonging to `element`."""
        start = Piece("", ink, element, self._language)
        self._both_ways = has_right_to_left(plain(inlines))
        return _after_marks(p for inline in inlines for p in self._pieces(inline, start))

    def lead(self, piece: Piece, target: Target) -> Piece:
        """The same piece as a link, with a Link element of its own below the piece's element."""
        if target.anchor and target.anchor not in self._anchors:
            return piece
        return piece._replace(element=piece.element.child("Link", loose=True), target=target)

    def _pieces(self, inline: Inline, base: Piece) -> Iterator[Piece]:
        if base.isolate == 0 and isinstance(inline, (Value, Span, Link, CrossReference)):
            # A fact's words have a direction of their own: they do not draw those around them along.
            base = base._replace(isolate=next(self._isolates))
        match inline:
            case Text(text):
                yield self._read(base, text)
            case Value():
                yield self._value(inline, base)
            case Strong(content):
                yield from self._inside(content, base._replace(ink=base.ink.strong()))
            case Emphasis(content):
                yield from self._inside(content, base._replace(ink=base.ink.slanted()))
            case Link(content, url):
                safe = _SAFE.match(url) and base.target is None
                target = Target(plain(content), url=url)
                shown = base._replace(ink=replace(base.ink, colour=self._link))
                yield from self._inside(content, self.lead(shown, target) if safe else base)
            case CrossReference(anchor, content):
                target = Target(plain(content), anchor=anchor)
                free = base.target is None
                yield from self._inside(content, self.lead(base, target) if free else base)
            case Span(content, language):
                yield from self._inside(content, _spoken(base, language))
            case Commented(content):
                yield from self._inside(content, base)
            case NoteRef():
                yield self._note_reference(inline, base)
            case LineBreak():
                yield base._replace(broken=True)
            case Mark(mark):
                yield base._replace(mark=mark)
            case _:
                assert_never(inline)

    def _inside(self, content: Inlines, base: Piece) -> Iterator[Piece]:
        for inline in content:
            yield from self._pieces(inline, base)

    def _value(self, value: Value, base: Piece) -> Piece:
        piece = _spoken(base, value.language) if value.language else base
        counted = value.numeral in (Numeral.FACT, Numeral.CALCULATION, Numeral.STANDARD)
        figures = any(map(str.isdigit, value.text))
        solid = counted and figures and len(value.text) < _SOLID
        return self._read(piece, value.text)._replace(solid=solid)

    def _read(self, base: Piece, text: str) -> Piece:
        """A piece of these words. In a paragraph of both directions, where words may stand on the page in
        another order than they are read, an element for each run of them keeps that order.
        """
        if self._both_ways:
            base = base._replace(element=base.element.child("Span", loose=True, actual=text))
        return base._replace(text=text)

    def _note_reference(self, reference: NoteRef, base: Piece) -> Piece:
        ink = replace(
            Ink.of(self._reference), rise=base.ink.rise + self._reference.raise_ * base.ink.size
        )
        text = reference.separator + reference.label
        inside = base.element.child("Reference", loose=True)
        piece = base._replace(text=text, ink=ink, anchor=reference.anchor, solid=True)
        if base.target is not None:
            return piece
        said = self._descriptions.get(reference.note, reference.label)
        return self.lead(piece._replace(element=inside), Target(said, anchor=reference.note))


# A part of a word: its piece, its text, and the words of the piece's ink.
_Part = tuple[Piece, str, Words]


@dataclass(frozen=True, slots=True)
class Material:
    """What a paragraph is broken into: boxes, glue and penalties, and the piece that each belongs to."""

    items: list[Item[Glyphs]]
    owners: list[Piece]


def material(
    pieces: list[Piece], measure: float, fonts: FontBook, *, hyphenate: bool, justify: bool
) -> Material:
    """Boxes, glue and penalties for lines of `measure` points; a forced break ends them, owned by none."""
    made: list[Item[Glyphs]] = []
    owners: list[Piece] = []
    word: list[_Part] = []

    def end_word() -> None:
        for piece, items in _word_items(word, measure, hyphenate) if word else ():
            made.extend(items)
            owners.extend([piece] * len(items))
        word.clear()

    for piece, level in directed(pieces):
        words = words_of(fonts, piece.ink, piece.language, level)
        if piece.mark is not None:
            word.append((piece, "", words))
        elif piece.solid:
            word.append((piece, piece.text.replace("\n", " "), words))
        elif piece.broken:
            end_word()
            made += (words.space(" ", justify=justify), _END)
            owners += (piece, piece)
        else:
            for part in _WORDS.findall(piece.text):
                if part[0] in " \t\r\n":
                    end_word()
                    made.append(words.space(" " * len(part), justify=justify))
                    owners.append(piece)
                else:
                    word.append((piece, part, words))
    end_word()
    made.append(_END)
    return Material(made, owners)


def widest_word(pieces: list[Piece], fonts: FontBook) -> float:
    """The width of the widest part that no line would break, were there room for it."""
    word = widest = 0.0
    for item in material(pieces, inf, fonts, hyphenate=False, justify=False).items:
        word = word + item.width if item.kind == "box" else 0.0
        widest = max(widest, word)
    return widest


def _word_items(
    word: list[_Part], measure: float, hyphenate: bool
) -> Iterator[tuple[Piece, Items]]:
    """A word, of one piece or of several that touch each other."""
    width = 0.0
    for piece, text, words in word:
        marked = piece.mark is not None
        width += _mark_width(piece) if marked else words.width(text)
    too_wide = width > measure
    last = len(word) - 1
    for nth, (piece, text, words) in enumerate(word):
        if piece.mark is not None:
            yield piece, (_mark(piece),)
        else:
            breaks = Breaks(hyphenate or too_wide, piece.solid, too_wide, nth == last)
            yield piece, words.items(text, breaks)


def _mark_width(piece: Piece) -> float:
    return piece.ink.size * MARK_WIDTH


def _mark(piece: Piece) -> Item[Glyphs]:
    width = _mark_width(piece)
    return Item("box", width, (Shaped(None, (), width),))


def _after_marks(pieces: Iterator[Piece]) -> list[Piece]:
    """The words after a mark stay on its line: the space between them does not break."""
    made: list[Piece] = []
    for piece in pieces:
        if made and made[-1].mark is not None and piece.text.startswith(" "):
            made.append(piece._replace(text=" ", solid=True))
            made.append(piece._replace(text=piece.text[1:]))
        else:
            made.append(piece)
    return made


def _spoken(base: Piece, language: str) -> Piece:
    span = base.element.child("Span", loose=True, language=language)
    return base._replace(element=span, language=language)
