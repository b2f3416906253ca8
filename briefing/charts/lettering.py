"""Words as a drawing sets them: pieces of text in a role, measured and broken into lines.

The measure is that of the fonts, so a line that fits here fits on the page. Nothing here draws.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from briefing.blocks import (
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

# A line may end after a space, and after a dash or a stroke between two letters.
_BREAKS = re.compile(r"(?<= )(?=[^ ])|(?<=[^\W\d_][–—/-])(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in one role, with the id of the fact whose value it shows."""

    text: str
    role: Role
    id: str = ""


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
        lines: list[list[Piece]] = [[]]
        for token in self._tokens(line, width):
            candidate = _merged([*lines[-1], token])
            if lines[-1] and self.width(_stripped(candidate)) > width:
                lines.append([token])
            else:
                lines[-1] = list(candidate)
        return tuple(
            stripped for stripped in (_stripped(tuple(line)) for line in lines) if stripped
        )

    def narrowest(self, line: Line) -> float:
        """The width of the widest word: no line can be narrower unbroken."""
        tokens = [
            replace(piece, text=text.rstrip())
            for piece in line
            for text in _BREAKS.split(piece.text)
        ]
        return max((self.piece_width(token) for token in tokens), default=0.0)

    def _tokens(self, line: Line, width: float) -> Iterator[Piece]:
        for piece in line:
            for text in _BREAKS.split(piece.text):
                token = replace(piece, text=text)
                if self.piece_width(replace(token, text=text.rstrip())) <= width:
                    yield token
                else:
                    yield from self._letters(token, width)

    def _letters(self, token: Piece, width: float) -> Iterator[Piece]:
        start = 0
        for end in range(1, len(token.text) + 1):
            longer = replace(token, text=token.text[start : end + 1])
            if end == len(token.text) or self.piece_width(longer) > width:
                yield replace(token, text=token.text[start:end])
                start = end


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
            case CrossReference(content=content):
                yield from _flat(content, role, strong)
            case LineBreak():
                yield Piece(" ", role)
            case NoteRef() | Mark():
                continue


def _merged(pieces: Iterable[Piece]) -> Line:
    merged: list[Piece] = []
    for piece in pieces:
        if merged and (merged[-1].role, merged[-1].id) == (piece.role, piece.id):
            merged[-1] = replace(piece, text=merged[-1].text + piece.text)
        elif piece.text:
            merged.append(piece)
    return tuple(merged)


def _stripped(line: Line) -> Line:
    """A line without the spaces at its two ends."""
    if not line:
        return line
    kept = (*line[:-1], replace(line[-1], text=line[-1].text.rstrip()))
    kept = (replace(kept[0], text=kept[0].text.lstrip()), *kept[1:])
    return tuple(piece for piece in kept if piece.text)
