"""A drawing as outlines only: its text runs become the paths of their glyphs.

Word replaces the fonts of an SVG that a machine lacks, and labels then no longer fit; outlines look
the same everywhere. What the labels say stands in the alternative text and in the data table.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

from briefing.blocks import Drawing, Path, TextRun
from briefing.fonts import Face, FontBook

Commands = tuple[tuple[str | float, ...], ...]
Point = tuple[float, float]


def outlined(drawing: Drawing, fonts: FontBook) -> tuple[Path, ...]:
    """Every item of the drawing as a path, back to front; y still grows upwards."""
    return tuple(
        _text(item, fonts) if isinstance(item, TextRun) else item for item in drawing.items
    )


def _text(run: TextRun, fonts: FontBook) -> Path:
    turn = math.radians(run.angle)
    cosine, sine = math.cos(turn), math.sin(turn)
    commands: list[tuple[str | float, ...]] = []
    pen = 0.0
    for face, part in fonts.runs(run.text, run.family, run.weight, run.italic):
        glyphs = face.shape(part, to_left=run.to_left)
        for glyph in reversed(glyphs) if run.to_left else glyphs:
            left, up = pen + glyph.x_offset * run.size / 1000, glyph.y_offset * run.size / 1000
            scale = run.size / 1000 * face.scale

            def place(
                x: float, y: float, left: float = left, up: float = up, scale: float = scale
            ) -> Point:
                along, above = left + x * scale, up + y * scale
                return run.x + along * cosine - above * sine, run.y + along * sine + above * cosine

            commands.extend(_placed(_glyph(face, glyph.index), place))
            pen += glyph.advance * run.size / 1000
    return Path(tuple(commands), fill=run.colour)


def _placed(commands: Commands, place: Callable[[float, float], Point]) -> Commands:
    made: list[tuple[str | float, ...]] = []
    for name, *numbers in commands:
        values = [float(n) for n in numbers]
        points = [place(x, y) for x, y in zip(values[::2], values[1::2], strict=True)]
        made.append((name, *(value for point in points for value in point)))
    return tuple(made)


@cache
def _glyph(face: Face, index: int) -> Commands:
    pen = _Pen()
    face.hb_font.draw_glyph_with_pen(index, pen)
    return tuple(pen.commands)


class _Pen:
    """Receives one glyph from HarfBuzz, in font units (the names are the pen protocol's)."""

    def __init__(self) -> None:
        self.commands: list[tuple[str | float, ...]] = []
        self._at: Point = (0.0, 0.0)

    def moveTo(self, point: Point) -> None:
        self._add("M", point)

    def lineTo(self, point: Point) -> None:
        self._add("L", point)

    def curveTo(self, first: Point, second: Point, end: Point) -> None:
        self._add("C", first, second, end)

    def qCurveTo(self, control: Point, end: Point) -> None:
        # A quadratic curve is the cubic one whose controls stand two thirds of the way to its own.
        (x0, y0), (x1, y1), (x2, y2) = self._at, control, end
        first = (x0 + 2 / 3 * (x1 - x0), y0 + 2 / 3 * (y1 - y0))
        second = (x2 + 2 / 3 * (x1 - x2), y2 + 2 / 3 * (y1 - y2))
        self._add("C", first, second, end)

    def closePath(self) -> None:
        self.commands.append(("Z",))

    def endPath(self) -> None:
        pass

    def _add(self, name: str, *points: Point) -> None:
        self.commands.append((name, *(value for point in points for value in point)))
        self._at = points[-1]
