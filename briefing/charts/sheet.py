"""The sheet a chart is drawn on: matplotlib's artists placed in points, and the record of them.

The only module that imports matplotlib, and the one reason why `briefing.charts` imports it late.
No pyplot, no axes, no settings of the machine: everything that an artist could take from them is given.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from matplotlib import path as outlines
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle, PathPatch
from matplotlib.text import Text as Lettered
from matplotlib.transforms import Affine2D

from briefing.blocks import Drawing, Path, TextRun
from briefing.charts.lettering import Lettering, Line
from briefing.fonts import FontBook
from briefing.theme import Theme

Point = tuple[float, float]
_LETTERS = {
    int(outlines.Path.MOVETO): "M",
    int(outlines.Path.LINETO): "L",
    int(outlines.Path.CURVE4): "C",
    int(outlines.Path.CLOSEPOLY): "Z",
}
_DIGITS = 3
"""Decimals kept of a coordinate: a thousandth of a point, so that machines agree."""


class Sheet:
    """Paper of a given width in points that grows downwards; a depth is counted from its top."""

    def __init__(self, theme: Theme, width: float) -> None:
        self.theme = theme
        self.width = width
        self.lettering = Lettering(theme)
        self._upright = Affine2D()
        self._figure = Figure(figsize=(width / 72, 1), dpi=72)
        self._figure.patch.set_visible(False)

    def rectangle(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        *,
        fill: str | None = None,
        edge: str | None = None,
        line: float = 0.0,
    ) -> None:
        """A rectangle; its edge lies inside its outline, so that edged and plain bars are one size."""
        inset = line / 2 if edge else 0.0
        x, y, right, bottom = left + inset, top + inset, left + width - inset, top + height - inset
        corners = [(x, y), (right, y), (right, bottom), (x, bottom)]
        self.polygon(corners, fill=fill, edge=edge, line=line)

    def polygon(
        self,
        points: Sequence[Point],
        *,
        fill: str | None = None,
        edge: str | None = None,
        line: float = 0.0,
    ) -> None:
        """A closed outline."""
        path = outlines.Path([(x, -depth) for x, depth in (*points, points[0])], closed=True)
        self._place(PathPatch(path, **_ink(fill, edge, line)))

    def line(self, points: Sequence[Point], *, colour: str, line: float) -> None:
        """An open line."""
        path = outlines.Path([(x, -depth) for x, depth in points])
        self._place(PathPatch(path, **_ink(None, colour, line)))

    def disc(
        self,
        x: float,
        depth: float,
        radius: float,
        *,
        fill: str | None = None,
        edge: str | None = None,
        line: float = 0.0,
    ) -> None:
        """A disc or, without fill, a ring; its edge lies inside its outline."""
        inset = line / 2 if edge else 0.0
        self._place(Circle((x, -depth), radius - inset, **_ink(fill, edge, line)))

    def write(self, line: Line, x: float, baseline: float, align: float = 0.0) -> None:
        """One line of words; `align` is the part of its width that stands left of `x`."""
        x -= align * self.lettering.width(line)
        for piece in line:
            role = piece.role
            font = FontProperties(
                family=[role.family],
                size=role.size,
                weight=role.weight,
                style="italic" if role.italic else "normal",
                variant="normal",
                stretch="normal",
            )
            self._place(
                Lettered(
                    x,
                    -baseline,
                    piece.text,
                    color=role.colour,
                    fontproperties=font,
                    horizontalalignment="left",
                    verticalalignment="baseline",
                    usetex=False,
                    parse_math=False,
                    wrap=False,
                    gid=piece.id or None,
                )
            )
            x += self.lettering.piece_width(piece)

    def drawing(self, height: float) -> Drawing:
        """Everything placed so far, on paper of `height` points."""
        self._upright.clear().translate(0, height)
        recorder = Recorder(self.width, height, self.theme.fonts)
        self._figure.draw(recorder)
        return Drawing(round(self.width, _DIGITS), round(height, _DIGITS), tuple(recorder.items))

    def _place(self, artist: Artist) -> None:
        artist.set_zorder(1)
        artist.set_path_effects([])
        artist.set_sketch_params(None)
        artist.set_transform(self._upright)
        self._figure.add_artist(artist)


def _ink(fill: str | None, edge: str | None, line: float) -> dict[str, Any]:
    return {
        "facecolor": fill or "none",
        "edgecolor": edge or "none",
        "linewidth": line if edge else 0.0,
        "linestyle": "solid",
        "hatch": None,
    }


class Recorder(RendererBase):
    """Keeps what a figure draws: outlines as paths, words as text runs in the face that has them."""

    def __init__(self, width: float, height: float, fonts: FontBook) -> None:
        super().__init__()
        self.items: list[Path | TextRun] = []
        self._size = (width, height)
        self._fonts = fonts

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Points."""
        return self._size

    def flipy(self) -> bool:
        """Y grows upwards."""
        return False

    def points_to_pixels(self, points: Any) -> Any:
        """A pixel is a point."""
        return points

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        """The shared measure of the fonts, in points."""
        family, weight, italic = _face(prop)
        face = self._fonts.face(family, weight, italic)
        size = prop.get_size_in_points()
        width = self._fonts.width(s, family, weight, italic, size=size)
        return width, (face.ascent - face.descent) * size / 1000, -face.descent * size / 1000

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: outlines.Path,
        transform: Any,
        rgbFace: Any = None,
    ) -> None:
        """Keep one outline."""
        stroke = _hex(gc.get_rgb()) if gc.get_linewidth() > 0 else None
        fill = _hex(rgbFace)
        if fill is None and stroke is None:
            return
        commands = tuple(
            _command(int(code), points.tolist())
            for points, code in path.iter_segments(transform, simplify=False, curves=True)
        )
        self.items.append(Path(commands, fill, stroke, _rounded(gc.get_linewidth())))

    def draw_text(  # noqa: PLR0917  (matplotlib's signature)
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Lettered | None = None,
    ) -> None:
        """Keep one text, cut where the face or the direction changes."""
        size = prop.get_size_in_points()
        id = (mtext.get_gid() if mtext else None) or ""
        turn = math.radians(angle)
        for face, text, to_left in self._fonts.shown(s, *_face(prop)):
            width = face.width(text, size, to_left=to_left)
            self.items.append(
                TextRun(
                    _rounded(x),
                    _rounded(y),
                    text,
                    face.family,
                    face.weight,
                    face.italic,
                    _rounded(size),
                    _hex(gc.get_rgb()) or "#000000",
                    _rounded(width),
                    _rounded(angle),
                    id,
                    to_left,
                )
            )
            x, y = x + width * math.cos(turn), y + width * math.sin(turn)


def _face(prop: FontProperties) -> tuple[str, int, bool]:
    return prop.get_family()[0], int(prop.get_weight()), prop.get_style() == "italic"


def _command(code: int, points: Sequence[float]) -> tuple[str | float, ...]:
    """A path command of the document model. Our artists draw no quadratic curve."""
    letter = _LETTERS[code]
    return (letter,) if letter == "Z" else (letter, *(_rounded(value) for value in points))


def _hex(colour: Sequence[float] | None) -> str | None:
    """ "#rrggbb"; None for no colour and for one that is wholly transparent."""
    if colour is None or (len(colour) > 3 and colour[3] == 0):
        return None
    return "#" + "".join(f"{round(float(part) * 255):02x}" for part in colour[:3])


def _rounded(value: float) -> float:
    """A length to a thousandth of a point; never minus zero."""
    return round(float(value), _DIGITS) + 0.0
