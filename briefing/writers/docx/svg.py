"""Paths as an SVG file, the picture that Word 2016 and later show without resolution.

Lengths are whole hundredths of a point, and each step says how far it goes from the last: half the bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.blocks import Path

_UNITS = 100  # to a point


def svg(paths: Sequence[Path], width: float, height: float) -> bytes:
    """An SVG of `width` by `height` points; the model's y grows upwards, SVG's downwards."""
    view = f'viewBox="0 0 {_units(width)} {_units(height)}"'
    size = f'width="{_points(width)}pt" height="{_points(height)}pt" {view}'
    body = "".join(_path(path, height) for path in paths)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{body}</svg>'.encode()


def _path(path: Path, height: float) -> str:
    if not path.commands:
        return ""
    look = f'fill="{path.fill or "none"}"'
    if path.stroke:
        look += f' stroke="{path.stroke}" stroke-width="{_units(path.line_width)}"'
        if path.dash:
            look += f' stroke-dasharray="{" ".join(str(_units(dash)) for dash in path.dash)}"'
    return f'<path d="{_steps(path, height)}" {look}/>'


def _steps(path: Path, height: float) -> str:
    """Every place is rounded before the way to it is taken, so that rounding does not add up."""
    made: list[str] = []
    top = _units(height)
    here = start = (0, 0)
    for kind, *numbers in path.commands:
        if kind == "Z":
            made.append("z")
            here = start
            continue
        rounded = [_units(float(number)) for number in numbers]
        places = [(x, top - y) for x, y in zip(rounded[::2], rounded[1::2], strict=True)]
        way = "".join(f"{_signed(x - here[0])}{_signed(y - here[1])}" for x, y in places)
        made.append(f"{str(kind).lower()}{way.lstrip(' ')}")
        here = places[-1]
        if kind == "M":
            start = here
    return "".join(made)


def _signed(number: int) -> str:
    return str(number) if number < 0 else f" {number}"


def _units(points: float) -> int:
    return round(points * _UNITS)


def _points(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
