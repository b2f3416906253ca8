"""Words as a drawing sets them: pieces of text in a role, measured and broken into lines.

The measure is that of the fonts, so a line that fits here fits on the page. Nothing here draws.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from briefing.blocks import (
    Commented,
    CrossReference,
    Emphasis,
    Inlines,
    LineBreak,
    Link,
    Mark,
    NoteRef,
    Span,
    Strong,
    Text,
    Value,
)
from briefing.theme import Role, Theme

_KEPT = 14
"""A value of so many letters or fewer ("3.56 to 3.66") is not broken."""
EN_SPACE = "\u2002"
# A line may end after a space, and after a dash or a stroke between two letters.
_BREAKS = re.compile(r"(?<= )(?=[^ ])|(?<=[^\W\d_][–—/-])(?=[^\W\d_])")

_PHRASES = re.compile(r"(?<=[,;] )")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in one role, with the id of the fact whose value it shows."""

    text: str
    role: Role
    id: str = ""

    def reading(self, text: str) -> Piece:
        """Other words in the same role, of the same fact."""
        return Piece(text, self.role, self.id)


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Lettering:
    """Measures and breaks pieces with the fonts of one theme."""

    theme: Theme

    def pieces(self, inlines: Inlines, role: str, strong: str = "chart-value") -> Line:
        """`inlines` as pieces: strong words in the role `strong`, the others in `role`."""
        return _merged(_flat(inlines, self.theme.role(role), self.theme.role(strong)))

    def words(self, text: str, role: str) -> Line:
        """Words that belong to no fact."""
        return (Piece(text, self.theme.role(role)),) if text else ()

    def width(self, line: Line) -> float:
        """Width of one line in points."""
        return sum(self.piece_width(piece) for piece in line)

    def piece_width(self, piece: Piece) -> float:
        """Width of one piece in points."""
        role = piece.role
        return self.theme.fonts.width(
            piece.text, role.family, role.weight, role.italic, size=role.size
        )

    def lines(self, line: Line, width: float) -> tuple[Line, ...]:
        """`line` broken to `width` points; a word that is wider is broken between its letters."""
        lines: list[Line] = []
        for part in chain.from_iterable(self._parts(word, width) for word in _words(line)):
            candidate = _merged((*lines[-1], *part)) if lines else part
            if lines and self.width(_stripped(candidate)) <= width:
                lines[-1] = candidate
            else:
                lines.append(part)
        return tuple(stripped for stripped in map(_stripped, lines) if stripped)

    def phrases(self, line: Line, width: float) -> tuple[Line, ...]:
        """`line` broken after commas, and inside a phrase only where that alone is too wide."""
        lines: list[Line] = []
        for phrase in _split(line, _PHRASES):
            candidate = _merged((*lines[-1], *phrase)) if lines else phrase
            if lines and self.width(_stripped(candidate)) <= width:
                lines[-1] = candidate
            else:
                lines.append(phrase)
        return tuple(part for phrase in lines for part in self.lines(phrase, width))

    def narrowest(self, line: Line) -> float:
        """The width of the widest word: no line can be narrower unbroken."""
        return max((self.width(_stripped(word)) for word in _words(line)), default=0.0)

    def _parts(self, word: Line, width: float) -> Iterator[Line]:
        """A word that is wider than a line in parts that are not."""
        if self.width(_stripped(word)) <= width:
            yield word
            return
        part: Line = ()
        for letter in (p.reading(c) for p in word for c in p.text):
            longer = _merged((*part, letter))
            if part and self.width(_stripped(longer)) > width:
                yield part
                longer = (letter,)
            part = longer
        yield part


def _split(line: Line, breaks: re.Pattern[str]) -> Iterator[Line]:
    """A line in the parts that end where `breaks` is found inside one of its pieces, or at its end."""
    part: Line = ()
    for piece in line:
        *ended, rest = breaks.split(piece.text)
        for text in ended:
            yield (*part, piece.reading(text))
            part = ()
        part = (*part, piece.reading(rest)) if rest else part
    if part:
        yield part


def _words(line: Line) -> Iterator[Line]:
    """What no line may end inside of: a word with what clings to it, a short value as a whole."""
    word: Line = ()
    for piece in line:
        kept = piece.id and len(piece.text) <= _KEPT
        for text in [piece.text] if kept else _BREAKS.split(piece.text):
            if word and (word[-1].text.endswith(" ") or _hyphened(word[-1].text, text)):
                yield word
                word = ()
            word = _merged((*word, piece.reading(text)))
    if word:
        yield word


def _hyphened(before: str, after: str) -> bool:
    """Whether a line may end after the dash with which `before` ends."""
    return _BREAKS.search(before[-2:] + after[:1]) is not None


def _flat(inlines: Inlines, role: Role, strong: Role) -> Iterator[Piece]:
    for inline in inlines:
        match inline:
            case Text(text):
                yield Piece(text, role)
            case Value(text, id):
                yield Piece(text, role, id)
            case Strong(content):
                yield from _flat(content, strong, strong)
            case Emphasis(content) | Link(content) | Span(content):
                yield from _flat(content, role, strong)
            case CrossReference(content=content) | Commented(content):
                yield from _flat(content, role, strong)
            case LineBreak():
                yield Piece(" ", role)
            case NoteRef() | Mark():
                continue


def _merged(pieces: Iterable[Piece]) -> Line:
    merged: list[Piece] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if last and last.id == piece.id and last.role == piece.role:
            merged[-1] = piece.reading(last.text + piece.text)
        elif piece.text:
            merged.append(piece)
    return tuple(merged)


def _stripped(line: Line) -> Line:
    """A line without the spaces at its two ends."""
    if not line:
        return line
    if line[0].text[:1].strip() and line[-1].text[-1:].strip():
        return line
    kept = (*line[:-1], line[-1].reading(line[-1].text.rstrip()))
    kept = (kept[0].reading(kept[0].text.lstrip()), *kept[1:])
    return tuple(piece for piece in kept if piece.text)
