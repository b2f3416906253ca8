"""Paths as a PNG of 300 dots an inch: what programs show that cannot read the SVG beside it.

Filled polygons at four times the resolution, made smaller again; no text is known here.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from PIL import Image, ImageDraw

from briefing.blocks import Path

DPI = 300
_FINER = 4
_SCALE = DPI / 72 * _FINER
_CURVE_STEP = 6.0  # fine pixels that one straight piece of a curve may span

Point = tuple[float, float]
Line = list[Point]


def png(paths: Sequence[Path], width: float, height: float, ground: str | None) -> bytes:
    """A picture of `width` by `height` points on `ground`, or on nothing where that is None."""
    size = (math.ceil(width * DPI / 72), math.ceil(height * DPI / 72))
    canvas = Image.new("RGBA", size, ground or (0, 0, 0, 0))
    for path in paths:
        lines = list(_lines(path, height))
        if path.fill:
            _fill(canvas, lines, path.fill)
        if path.stroke:
            pieces = [piece for line, closed in lines for piece in _stroked(line, closed, path)]
            _paint(canvas, [(piece, 255) for piece in pieces], path.stroke)
    stored = io.BytesIO()
    (canvas.convert("RGB") if ground else canvas).save(stored, "PNG", dpi=(DPI, DPI))
    return stored.getvalue()


def _lines(path: Path, height: float) -> Iterator[tuple[Line, bool]]:
    """Each part of the path as a line in fine pixels, y downwards, and whether it is closed."""
    line: Line = []
    for name, *numbers in path.commands:
        values = [float(n) for n in numbers]
        points = [
            (x * _SCALE, (height - y) * _SCALE)
            for x, y in zip(values[::2], values[1::2], strict=True)
        ]
        match name:
            case "M":
                if line:
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


def _fill(canvas: Image.Image, lines: Sequence[tuple[Line, bool]], colour: str) -> None:
    """Outlines that turn one way are solid, those that turn the other way are holes in them."""
    areas = sorted(((_area(line), line) for line, _ in lines), key=lambda one: -abs(one[0]))
    if areas:
        outward = areas[0][0] >= 0
        _paint(
            canvas, [(line, 255 if (area >= 0) == outward else 0) for area, line in areas], colour
        )


def _area(line: Line) -> float:
    following = line[1:] + line[:1]
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(line, following, strict=True)) / 2


def _stroked(line: Line, closed: bool, path: Path) -> Iterator[Line]:
    """The stroke as polygons: a bar for each piece, and a joint where two pieces meet."""
    half = max(path.line_width * _SCALE / 2, _FINER / 2)
    points = [*line, line[0]] if closed and line[0] != line[-1] else line
    if path.dash:
        for start, end in _dashes(points, [dash * _SCALE for dash in path.dash]):
            yield _bar(start, end, half)
        return
    for start, end in pairwise(points):
        if start != end:
            yield _bar(start, end, half)
    for joint in points[0 if closed else 1 : -1]:
        yield _joint(points, joint, half)


def _bar(start: Point, end: Point, half: float) -> Line:
    length = math.dist(start, end)
    x, y = (end[0] - start[0]) / length * half, (end[1] - start[1]) / length * half
    return [
        (start[0] - y, start[1] + x), (end[0] - y, end[1] + x),
        (end[0] + y, end[1] - x), (start[0] + y, start[1] - x),
    ]  # fmt: skip


def _joint(points: Line, at: Point, half: float) -> Line:
    """A square where every piece is upright or level (a frame's corner), else a small disc."""
    level = all(
        math.isclose(a[0], b[0], abs_tol=0.01) or math.isclose(a[1], b[1], abs_tol=0.01)
        for a, b in pairwise(points)
    )
    if level:
        corners = ((-half, -half), (half, -half), (half, half), (-half, half))
        return [(at[0] + x, at[1] + y) for x, y in corners]
    turns = [math.tau * n / 12 for n in range(12)]
    return [(at[0] + half * math.cos(turn), at[1] + half * math.sin(turn)) for turn in turns]


def _dashes(points: Line, pattern: list[float]) -> Iterator[tuple[Point, Point]]:
    index, left = 0, pattern[0]
    for start, end in pairwise(points):
        length, done = math.dist(start, end), 0.0
        while length - done > 0.01:
            step = min(left, length - done)
            if index % 2 == 0:
                yield (
                    _between(start, end, done / length),
                    _between(start, end, (done + step) / length),
                )
            done, left = done + step, left - step
            if left <= 0:
                index += 1
                left = pattern[index % len(pattern)]


def _between(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _paint(canvas: Image.Image, shapes: Sequence[tuple[Line, int]], colour: str) -> None:
    """Lay `colour` over the canvas where the shapes say 255; only their own part is touched."""
    xs = [x for line, _ in shapes for x, _ in line]
    ys = [y for line, _ in shapes for _, y in line]
    if not xs:
        return
    left, top = max(0, int(min(xs)) // _FINER), max(0, int(min(ys)) // _FINER)
    right = min(canvas.width, int(max(xs)) // _FINER + 1)
    bottom = min(canvas.height, int(max(ys)) // _FINER + 1)
    if right <= left or bottom <= top:
        return
    mask = Image.new("L", ((right - left) * _FINER, (bottom - top) * _FINER), 0)
    draw = ImageDraw.Draw(mask)
    for line, value in shapes:
        if len(line) > 2:
            draw.polygon([(x - left * _FINER, y - top * _FINER) for x, y in line], fill=value)
    cover = mask.reduce(_FINER)
    layer = Image.new("RGBA", cover.size, colour)
    layer.putalpha(cover)
    canvas.alpha_composite(layer, (left, top))
