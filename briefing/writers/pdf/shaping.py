"""Words to glyphs: pieces of text with one ink each become runs of shaped glyphs.

No line is broken here and nothing is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from briefing.blocks import MarkShape
from briefing.errors import Diagnostic, Place, WriteError
from briefing.fonts import Face, Features, FontBook, Glyph
from briefing.theme import Role
from briefing.writers.pdf.tagging import Element

# Readers of PDF (poppler among them) take a gap of a tenth of an em for a space between words.
_MOST_TRACKING = 0.09

TABULAR: Features = (("lnum", True), ("tnum", True))
"""Figures of one width and height, for columns of numbers."""

_FIGURES: Mapping[str, Features] = {
    "old-style": (("onum", True), ("pnum", True)),
    "proportional": (("lnum", True), ("pnum", True)),
    "tabular": TABULAR,
}


@dataclass(frozen=True, slots=True)
class Ink:
    """How text looks: face, size, colour, and how far it is raised; lengths in points."""

    family: str
    size: float
    colour: str
    weight: int = 400
    italic: bool = False
    caps: bool = False
    tracking: float = 0.0
    rise: float = 0.0
    features: Features = ()

    @classmethod
    def of(cls, role: Role, features: Features = ()) -> Ink:
        """The ink of a theme role; `features` come in place of what the role says of figures."""
        features = features or _FIGURES.get(role.figures, ())
        tracking = min(role.tracking, _MOST_TRACKING * role.size)
        return cls(
            role.family, role.size, role.colour, role.weight, role.italic, role.caps, tracking,
            features=features,
        )  # fmt: skip

    def strong(self) -> Ink:
        """The same in bold; where all is bold already, nothing changes."""
        return replace(self, weight=max(self.weight, 700))

    def slanted(self) -> Ink:
        """Italic, and upright where all is italic already."""
        return replace(self, italic=not self.italic)


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """What words lead to, and how a link to it is described to those who cannot see it."""

    contents: str
    url: str = ""
    anchor: str = ""


class Piece(NamedTuple):
    """Text in one ink for one structure element; `solid` text is not broken at its spaces.

    `anchor` names the place where the piece begins. A piece with a `mark` has no text, one that is
    `broken` ends its line. Pieces of one `isolate` (0 is none) have a direction of their own. Pieces and
    runs are named tuples: there are thousands of them.
    """

    text: str
    ink: Ink
    element: Element
    language: str = ""
    target: Target | None = None
    anchor: str = ""
    solid: bool = False
    mark: MarkShape | None = None
    broken: bool = False
    isolate: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Shaped:
    """Glyphs of one face (none for a mark) that are drawn one after the other; `width` in points, tracking
    included. Every run that shows the same text alike shares one. At an odd `level` (UAX #9) each glyph
    stands to the left of the one before it.
    """

    face: Face | None
    glyphs: tuple[Glyph, ...]
    width: float
    level: int = 0


class Run(NamedTuple):
    """Shaped glyphs where they belong: to a piece of a paragraph."""

    piece: Piece
    shaped: Shaped

    @property
    def face(self) -> Face | None:
        """The font; a mark has none."""
        return self.shaped.face

    @property
    def width(self) -> float:
        """In points, tracking included."""
        return self.shaped.width

    @property
    def text(self) -> str:
        """The words the glyphs stand for."""
        return "".join(glyph.text for glyph in self.shaped.glyphs)


def shape(text: str, piece: Piece, fonts: FontBook, level: int = 0) -> tuple[Run, ...]:
    """`text` (a part of the piece) as runs, one a face. Raises WriteError for a character no face has."""
    return tuple(Run(piece, part) for part in shaped(text, piece.ink, fonts, level))


def shaped(text: str, ink: Ink, fonts: FontBook, level: int = 0) -> tuple[Shaped, ...]:
    """`text` of one level as glyphs, face by face. Raises WriteError for a character no face has."""
    shown = "".join(_capital(character) for character in text) if ink.caps else text
    parts = []
    at = 0
    for face, part in _runs(fonts, shown, ink.family, ink.weight, ink.italic):
        glyphs = face.shape(part, ink.features, to_left=level % 2 == 1)
        if any(glyph.index == 0 for glyph in glyphs):
            raise _missing(part, face, fonts, ink.family)
        if ink.caps:
            glyphs = tuple(_as_written(glyphs, text[at : at + len(part)]))
        parts.append(Shaped(face, glyphs, _width(glyphs, ink, level), level))
        at += len(part)
    return tuple(parts)


# The same words come again and again: in the widths of columns and then in their lines, in each row.
@lru_cache(maxsize=20_000)
def _runs(
    fonts: FontBook, text: str, family: str, weight: int, italic: bool
) -> tuple[tuple[Face, str], ...]:
    return fonts.runs(text, family, weight, italic)


def hyphen(ink: Ink, fonts: FontBook) -> Shaped:
    """A hyphen at a line's end that reads as U+00AD: the word it divides stays one word."""
    face = fonts.runs("-", ink.family, ink.weight, ink.italic)[0][0]
    glyphs = tuple(replace(glyph, text="\u00ad") for glyph in face.shape("-", ink.features))
    return Shaped(face, glyphs, _width(glyphs, ink))


def cut(
    parts: tuple[Shaped, ...], positions: tuple[int, ...], ink: Ink
) -> Iterator[tuple[int, tuple[Shaped, ...]]]:
    """What was shaped in an ink, divided at those `positions` of its text that fall between glyphs.

    Gives each part with the position at its end; ligatures are never divided.
    """
    wanted = set(positions)
    at = 0
    part: list[Shaped] = []
    for whole in parts:
        start = 0
        ends = list(accumulate((len(glyph.text) for glyph in whole.glyphs), initial=at))
        for index in range(1, len(whole.glyphs)):
            if ends[index] in wanted and whole.glyphs[index].text:
                wanted.discard(ends[index])
                part.append(_slice(whole, start, index, ink))
                yield ends[index], tuple(part)
                part, start = [], index
        part.append(_slice(whole, start, len(whole.glyphs), ink) if start else whole)
        at = ends[-1]
        if at in wanted:
            yield at, tuple(part)
            part = []
    if part:
        yield at, tuple(part)


def _slice(whole: Shaped, start: int, end: int, ink: Ink) -> Shaped:
    glyphs = whole.glyphs[start:end]
    return Shaped(whole.face, glyphs, _width(glyphs, ink, whole.level), whole.level)


def tracking(ink: Ink, level: int) -> float:
    """The space after each letter (points); to the left none is added, where letters join."""
    return 0.0 if level % 2 else ink.tracking


def _width(glyphs: tuple[Glyph, ...], ink: Ink, level: int = 0) -> float:
    return sum(g.advance for g in glyphs) * ink.size / 1000 + tracking(ink, level) * len(glyphs)


def _capital(character: str) -> str:
    """One capital for one letter, so that each still stands for the letter as written."""
    capital = "ẞ" if character == "ß" else character.upper()
    return capital if len(capital) == 1 else character


def _as_written(glyphs: tuple[Glyph, ...], text: str) -> Iterator[Glyph]:
    at = 0
    for glyph in glyphs:
        yield replace(glyph, text=text[at : at + len(glyph.text)])
        at += len(glyph.text)


def _missing(text: str, face: Face, fonts: FontBook, family: str) -> WriteError:
    absent = fonts.missing(text, family) or text
    shown = ", ".join(f"“{character}” (U+{ord(character):04X})" for character in absent)
    return WriteError(
        [
            Diagnostic(
                Place("brief.pdf"),
                "",
                f"no font of the theme has {shown}, in “{text}”",
                f"give the font {face.family!r} a fallback in the theme that has it",
            )
        ]
    )
