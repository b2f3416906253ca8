"""Paths as an SVG file, the picture that Word 2016 and later show without resolution."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.blocks import Path


def svg(paths: Sequence[Path], width: float, height: float) -> bytes:
    """An SVG of `width` by `height` points; the model's y grows upwards, SVG's downwards."""
    size = f'width="{_n(width)}pt" height="{_n(height)}pt" viewBox="0 0 {_n(width)} {_n(height)}"'
    body = "".join(_path(path, height) for path in paths)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{body}</svg>'.encode()


def _path(path: Path, height: float) -> str:
    steps = "".join(_step(command, height) for command in path.commands)
    if not steps:
        return ""
    look = f'fill="{path.fill or "none"}"'
    if path.stroke:
        look += f' stroke="{path.stroke}" stroke-width="{_n(path.line_width)}"'
        if path.dash:
            look += f' stroke-dasharray="{" ".join(_n(dash) for dash in path.dash)}"'
    return f'<path d="{steps}" {look}/>'


def _step(command: tuple[str | float, ...], height: float) -> str:
    values = [float(number) for number in command[1:]]
    flipped = [height - v if at % 2 else v for at, v in enumerate(values)]
    return f"{command[0]}{' '.join(_n(value) for value in flipped)}"


def _n(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
