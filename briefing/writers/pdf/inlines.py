"""Inlines to what line breaking works on: pieces of text, then boxes, glue and penalties.

Every inline has its structure element here; no line is broken and nothing is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from math import inf
from typing import assert_never

from briefing.blocks import (
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
from briefing.writers.pdf.hyphens import hyphenation_points, own_breaks
from briefing.writers.pdf.linebreak import FORCED, Item
from briefing.writers.pdf.shaping import Ink, Piece, Run, Target, cut, hyphen, shape
from briefing.writers.pdf.tagging import Element

# The costs of ending a line inside a word: after its own hyphen or dash; at a hyphen to be added; at one in
# a name; anywhere, in a word that is wider than the measure.
_OWN, _HYPHEN, _HYPHEN_IN_NAME, _ANYWHERE = 40.0, 250.0, 700.0, 3000.0
# A value with figures shorter than this is not broken at its spaces ("$4.1 billion").
_SOLID = 16
_SAFE = re.compile(r"(?:https?://[^\s/?#]|mailto:\S)", re.IGNORECASE)
_WORDS = re.compile(r"[ \t\r\n]+|[^ \t\r\n]+")
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

    def pieces(self, inlines: Inlines, ink: Ink, element: Element) -> list[Piece]:
        """The pieces of a paragraph in `ink`, its words belonging to `element`."""
        start = Piece("", ink, element, self._language)
        return _after_marks(p for inline in inlines for p in self._pieces(inline, start))

    def lead(self, piece: Piece, target: Target) -> Piece:
        """The same piece as a link, with a Link element of its own below the piece's element."""
        if target.anchor and target.anchor not in self._anchors:
            return piece
        return replace(piece, element=piece.element.child("Link", loose=True), target=target)

    def _pieces(self, inline: Inline, base: Piece) -> Iterator[Piece]:
        match inline:
            case Text(text):
                yield replace(base, text=text)
            case Value():
                yield self._value(inline, base)
            case Strong(content):
                yield from self._inside(content, replace(base, ink=base.ink.strong()))
            case Emphasis(content):
                yield from self._inside(content, replace(base, ink=base.ink.slanted()))
            case Link(content, url):
                safe = _SAFE.match(url) and base.target is None
                target = Target(plain(content), url=url)
                shown = replace(base, ink=replace(base.ink, colour=self._link))
                yield from self._inside(content, self.lead(shown, target) if safe else base)
            case CrossReference(anchor, content):
                target = Target(plain(content), anchor=anchor)
                free = base.target is None
                yield from self._inside(content, self.lead(base, target) if free else base)
            case Span(content, language):
                yield from self._inside(content, _spoken(base, language))
            case NoteRef():
                yield self._note_reference(inline, base)
            case LineBreak():
                yield replace(base, broken=True)
            case Mark(mark):
                yield replace(base, mark=mark)
            case _:
                assert_never(inline)

    def _inside(self, content: Inlines, base: Piece) -> Iterator[Piece]:
        for inline in content:
            yield from self._pieces(inline, base)

    def _value(self, value: Value, base: Piece) -> Piece:
        piece = _spoken(base, value.language) if value.language else base
        counted = value.numeral in (Numeral.FACT, Numeral.CALCULATION, Numeral.STANDARD)
        figures = any(character.isdigit() for character in value.text)
        solid = counted and figures and len(value.text) < _SOLID
        return replace(piece, text=value.text, solid=solid)

    def _note_reference(self, reference: NoteRef, base: Piece) -> Piece:
        ink = replace(
            Ink.of(self._reference), rise=base.ink.rise + self._reference.raise_ * base.ink.size
        )
        text = reference.separator + reference.label
        inside = base.element.child("Reference", loose=True)
        piece = replace(base, text=text, ink=ink, anchor=reference.anchor, solid=True)
        if base.target is not None:
            return piece
        said = self._descriptions.get(reference.note, reference.label)
        return self.lead(replace(piece, element=inside), Target(said, anchor=reference.note))


def items(
    pieces: list[Piece], measure: float, fonts: FontBook, *, hyphenate: bool, justify: bool
) -> list[Item[tuple[Run, ...]]]:
    """Boxes, glue and penalties for lines of `measure` points, ending in a forced break."""
    made: list[Item[tuple[Run, ...]]] = []
    word: list[tuple[Piece, str]] = []

    def end_word() -> None:
        if word:
            made.extend(_word_items(tuple(word), measure, fonts, hyphenate))
            word.clear()

    for piece in pieces:
        if piece.broken:
            end_word()
            made.append(_space(" ", piece, fonts, justify))
            made.append(Item("penalty", cost=FORCED))
        elif piece.mark is not None:
            word.append((piece, ""))
        elif piece.solid:
            word.append((piece, piece.text.replace("\n", " ")))
        else:
            for part in _WORDS.findall(piece.text):
                if part[0] in " \t\r\n":
                    end_word()
                    made.append(_space(" " * len(part), piece, fonts, justify))
                else:
                    word.append((piece, part))
    end_word()
    made.append(Item("penalty", cost=FORCED))
    return made


def widest_word(pieces: list[Piece], fonts: FontBook) -> float:
    """The width of the widest part that no line would break, were there room for it."""
    word = widest = 0.0
    for item in items(pieces, inf, fonts, hyphenate=False, justify=False):
        word = word + item.width if item.kind == "box" else 0.0
        widest = max(widest, word)
    return widest


def _after_marks(pieces: Iterator[Piece]) -> list[Piece]:
    """The words after a mark stay on its line: the space between them does not break."""
    made: list[Piece] = []
    for piece in pieces:
        if made and made[-1].mark is not None and piece.text.startswith(" "):
            made.append(replace(piece, text=" ", solid=True))
            made.append(replace(piece, text=piece.text[1:]))
        else:
            made.append(piece)
    return made


def _spoken(base: Piece, language: str) -> Piece:
    span = base.element.child("Span", loose=True, language=language)
    return replace(base, element=span, language=language)


def _space(text: str, piece: Piece, fonts: FontBook, justify: bool) -> Item[tuple[Run, ...]]:
    runs = shape(text, piece, fonts)
    width = sum(run.width for run in runs)
    if not justify:
        return Item("glue", width, runs)
    return Item("glue", width, runs, stretch=width * 0.5, shrink=width * 0.25)


def _word_items(
    word: tuple[tuple[Piece, str], ...], measure: float, fonts: FontBook, hyphenate: bool
) -> Iterator[Item[tuple[Run, ...]]]:
    shaped = [(piece, text, _shape(piece, text, fonts)) for piece, text in word]
    too_wide = sum(run.width for _, _, runs in shaped for run in runs) > measure
    for nth, (piece, text, runs) in enumerate(shaped):
        breaks = _breaks(piece, text, hyphenate, too_wide)
        last = nth == len(shaped) - 1
        for end, part in cut(runs, tuple(breaks)):
            yield Item("box", sum(run.width for run in part), part)
            if end in breaks and not (last and end == len(text)):
                cost, added = breaks[end]
                tail = (hyphen(piece, fonts),) if added else ()
                width = sum(run.width for run in tail)
                yield Item("penalty", width, tail, cost=cost, flagged=added)


def _breaks(
    piece: Piece, text: str, hyphenate: bool, too_wide: bool
) -> dict[int, tuple[float, bool]]:
    """Position → cost of ending a line there, and whether a hyphen is added."""
    breaks: dict[int, tuple[float, bool]] = {}
    if too_wide:
        breaks |= {
            at: (0.0 if text[at - 1] == " " else _ANYWHERE, False) for at in range(1, len(text) + 1)
        }
    if hyphenate or too_wide:
        cost = _HYPHEN if text[:1].islower() or too_wide else _HYPHEN_IN_NAME
        breaks |= {at: (cost, True) for at in hyphenation_points(text, piece.language)}
    if not piece.solid:
        breaks |= {at: (_OWN, False) for at in own_breaks(text)}
    return breaks


def _shape(piece: Piece, text: str, fonts: FontBook) -> tuple[Run, ...]:
    if piece.mark is not None:
        return (Run(piece, None, (), piece.ink.size * MARK_WIDTH),)
    return shape(text, piece, fonts)
