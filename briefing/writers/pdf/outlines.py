"""Outlines as PDF operators: a drawing's paths, the small signs before words, colours.

Strings only; which page they go to, and whether readers meet them, is `surface`'s.
"""

from __future__ import annotations

from typing import assert_never

from briefing.blocks import MarkShape
from briefing.writers.pdf.patches import number

# A circle of radius 1 as four curves.
_K = 0.5523


def sign(shape: MarkShape, size: float, colour: str) -> str:
    """A mark of width `size` around the origin, painted; the fill colour is set already."""
    r, stroke = size / 2, size * 0.11
    edge = f"{rgb(colour)} RG {number(stroke)} w"
    match shape:
        case "disc":
            return f"{_circle(r)} f"
        case "ring":
            return f"{edge} {_circle(r - stroke / 2)} S"
        case "half-disc":
            return f"{edge} {_circle(r - stroke / 2)} S {_half_circle(r - stroke / 2)} f"
        case "square":
            corner, side = number(-size * 0.43), number(size * 0.86)
            return f"{corner} {corner} {side} {side} re f"
        case "diamond":
            n = number(r * 1.1)
            return f"0 {n} m {n} 0 l 0 -{n} l -{n} 0 l h f"
        case _:
            assert_never(shape)


def command(one: tuple[str | float, ...], x: float, y: float, scale: float) -> str:
    """One command of a path, scaled and moved to (x, y) in PDF's coordinates."""
    operator, *values = one
    numbers = [float(v) * scale for v in values]
    placed = (number(v + (y if at % 2 else x)) for at, v in enumerate(numbers))
    return " ".join((*placed, {"M": "m", "L": "l", "C": "c", "Z": "h"}[str(operator)]))


def _circle(r: float) -> str:
    return f"{_half_circle(r)[:-2]} {_arc(-r)} h"


def _half_circle(r: float) -> str:
    """The left half, from the top anticlockwise."""
    return f"0 {number(r)} m {_arc(r)} h"


def _arc(r: float) -> str:
    """From (0, r) anticlockwise to (0, −r)."""
    k = number(r * _K)
    n, less, kless = number(r), number(-r), number(-r * _K)
    return f"{kless} {n} {less} {k} {less} 0 c {less} {kless} {kless} {less} 0 {less} c"


def rgb(colour: str) -> str:
    """The operands of a colour given as "#rrggbb"."""
    return " ".join(number(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
