"""Paths as a PNG: what programs show that cannot draw outlines themselves.

Outlines are filled at four times the resolution and made smaller again; no text is known here.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from PIL import Image

from briefing.blocks import Path

_FINER = 4
_CURVE_STEP = 6.0  # fine pixels that one straight piece of a curve may span
_FULL = b"\xff"

Point = tuple[float, float]
Line = list[Point]


def png(paths: Sequence[Path], width: float, height: float, ground: str | None, dpi: int) -> bytes:
    """A picture of `width` by `height` points at `dpi`, on `ground` or, where that is None, clear."""
    canvas = Image.new("RGBA", _size(width, height, dpi), ground or (0, 0, 0, 0))
    # Whole pixels: the drawing is stretched to fill them, by less than one.
    scale = (canvas.width * _FINER / width, canvas.height * _FINER / height)
    for path in paths:
        lines = list(_lines(path, height, scale))
        if path.fill:
            _paint(canvas, [line for line, _ in lines], path.fill)
        if path.stroke:
            pieces = [
                piece for line, closed in lines for piece in _stroked(line, closed, path, scale[0])
            ]
            _paint(canvas, pieces, path.stroke)
    stored = io.BytesIO()
    (canvas.convert("RGB") if ground else canvas).save(stored, "PNG", dpi=(dpi, dpi))
    return stored.getvalue()


def _size(width: float, height: float, dpi: int) -> tuple[int, int]:
    return max(1, round(width * dpi / 72)), max(1, round(height * dpi / 72))


def _lines(path: Path, height: float, scale: tuple[float, float]) -> Iterator[tuple[Line, bool]]:
    """Each part of the path as a line in fine pixels, y downwards, and whether it is closed."""
    line: Line = []
    for name, *numbers in path.commands:
        values = [float(number) for number in numbers]
        points = [
            (x * scale[0], (height - y) * scale[1])
            for x, y in zip(values[::2], values[1::2], strict=True)
        ]
        match name:
            case "M":
                if len(line) > 1:
                    yield line, False
                line = points
            case "L":
                line += points
            case "C":
                line += _curve(line[-1], *points)
            case _:
                yield line, True
                line = line[:1]
    if len(line) > 1:
        yield line, False


def _curve(start: Point, first: Point, second: Point, end: Point) -> Line:
    length = math.dist(start, first) + math.dist(first, second) + math.dist(second, end)
    steps = max(2, min(40, math.ceil(length / _CURVE_STEP)))
    made = []
    for step in range(1, steps + 1):
        t = step / steps
        a, b, c, d = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3
        made.append(
            (
                a * start[0] + b * first[0] + c * second[0] + d * end[0],
                a * start[1] + b * first[1] + c * second[1] + d * end[1],
            )
        )
    return made


def _stroked(line: Line, closed: bool, path: Path, scale: float) -> Iterator[Line]:
    """The stroke as outlines that turn the same way: a bar a piece, a joint where two pieces meet."""
    half = max(path.line_width * scale / 2, _FINER / 2)
    points = [*line, line[0]] if closed and line[0] != line[-1] else line
    if path.dash:
        for start, end in _dashes(points, [dash * scale for dash in path.dash]):
            yield _bar(start, end, half)
        return
    for start, end in pairwise(points):
        if start != end:
            yield _bar(start, end, half)
    square = _is_level(points)
    for joint in points[0 if closed else 1 : -1]:
        yield _joint(joint, half, square)


def _bar(start: Point, end: Point, half: float) -> Line:
    length = math.dist(start, end)
    x, y = (end[0] - start[0]) / length * half, (end[1] - start[1]) / length * half
    return [
        (start[0] + y, start[1] - x), (end[0] + y, end[1] - x),
        (end[0] - y, end[1] + x), (start[0] - y, start[1] + x),
    ]  # fmt: skip


def _joint(at: Point, half: float, square: bool) -> Line:
    """A frame's corner is square; elsewhere a small disc rounds the joint."""
    if square:
        corners = ((-half, -half), (half, -half), (half, half), (-half, half))
        return [(at[0] + x, at[1] + y) for x, y in corners]
    turns = [math.tau * part / 12 for part in range(12)]
    return [(at[0] + half * math.cos(turn), at[1] + half * math.sin(turn)) for turn in turns]


def _is_level(points: Line) -> bool:
    """Whether every piece is upright or level."""
    return all(
        math.isclose(a[0], b[0], abs_tol=0.01) or math.isclose(a[1], b[1], abs_tol=0.01)
        for a, b in pairwise(points)
    )


def _dashes(points: Line, pattern: list[float]) -> Iterator[tuple[Point, Point]]:
    index, left = 0, pattern[0]
    for start, end in pairwise(points):
        length, done = math.dist(start, end), 0.0
        while length - done > 0.01:
            step = min(left, length - done)
            if index % 2 == 0 and step > 0:
                yield (
                    _between(start, end, done / length),
                    _between(start, end, (done + step) / length),
                )
            done, left = done + step, left - step
            if left <= 0:
                index += 1
                left = max(pattern[index % len(pattern)], 0.01)


def _between(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _paint(canvas: Image.Image, outlines: Sequence[Line], colour: str) -> None:
    """Lay `colour` over the canvas inside the outlines; only that part of it is touched."""
    xs = [x for line in outlines for x, _ in line]
    ys = [y for line in outlines for _, y in line]
    if not xs:
        return
    left, top = max(0, math.floor(min(xs) / _FINER)), max(0, math.floor(min(ys) / _FINER))
    right = min(canvas.width, math.ceil(max(xs) / _FINER))
    bottom = min(canvas.height, math.ceil(max(ys) / _FINER))
    if right <= left or bottom <= top:
        return
    size = ((right - left) * _FINER, (bottom - top) * _FINER)
    rows = _crossings(outlines, left * _FINER, top * _FINER, size[1])
    cover = Image.frombytes("L", size, _inside(rows, *size)).reduce(_FINER)
    layer = Image.new("RGBA", cover.size, colour)
    layer.putalpha(cover)
    canvas.alpha_composite(layer, (left, top))


def _crossings(
    outlines: Sequence[Line], left: int, top: int, height: int
) -> list[list[tuple[float, int]]]:
    """For each row of fine pixels: where its middle crosses an edge, and which way the edge runs."""
    rows: list[list[tuple[float, int]]] = [[] for _ in range(height)]
    for line in outlines:
        for (x0, y0), (x1, y1) in pairwise([*line, line[0]]):
            if y0 == y1:
                continue
            turn = 1 if y1 > y0 else -1
            (xa, ya), (xb, yb) = ((x0, y0), (x1, y1)) if turn > 0 else ((x1, y1), (x0, y0))
            slope = (xb - xa) / (yb - ya)
            first, last = math.ceil(ya - top - 0.5), math.ceil(yb - top - 0.5)
            for row in range(max(0, first), min(height, last)):
                rows[row].append((xa + (row + top + 0.5 - ya) * slope - left, turn))
    return rows


def _inside(rows: list[list[tuple[float, int]]], width: int, height: int) -> bytes:
    """The mask: a place is inside where the edges before it do not cancel out (the nonzero rule,
    which fonts are drawn for: their outlines may overlap themselves).
    """
    mask = bytearray(width * height)
    for row, crossings in enumerate(rows):
        crossings.sort()
        winding, start = 0, 0.0
        for x, turn in crossings:
            if winding == 0:
                start = x
            winding += turn
            if winding == 0:
                begin, end = max(0, round(start)), min(width, round(x))
                if end > begin:
                    mask[row * width + begin : row * width + end] = _FULL * (end - begin)
    return bytes(mask)
