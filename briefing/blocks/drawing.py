"""A picture without resolution: outlines and live text. Nothing here draws."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Path:
    """A filled or stroked outline.

    `commands`: ("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x3, y3), ("Z",); the origin is the
    drawing's lower left corner, y grows upwards. `fill` and `stroke` are None where there is none.
    """

    commands: tuple[tuple[str | float, ...], ...]
    fill: str | None = None
    stroke: str | None = None
    line_width: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class TextRun:
    """One run of live text, all in one face; (x, y) is the left end of its baseline.

    `family` is a theme family ("sans", "serif"); `angle` is degrees anticlockwise; `width` is what
    the shared text measure gave; `id` is the fact or calculation whose value the text shows. All of the
    text runs `to_left`, or none of it.
    """

    x: float
    y: float
    text: str
    family: str
    weight: int
    italic: bool
    size: float
    colour: str
    width: float
    angle: float = 0.0
    id: str = ""
    to_left: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart's picture without resolution: outlines and text runs, back to front."""

    width: float
    height: float
    items: tuple[Path | TextRun, ...]
