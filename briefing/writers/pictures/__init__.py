"""A drawing as a picture with resolution, its words as outlines: where a file or a mail needs one."""

from __future__ import annotations

from briefing.blocks import Drawing
from briefing.theme import Theme
from briefing.writers.pictures.outlines import outlined
from briefing.writers.pictures.raster import png


def png_of(drawing: Drawing, theme: Theme, dpi: int) -> bytes:
    """The drawing as a PNG at `dpi`, on the theme's paper; labels look the same on every machine."""
    paths = outlined(drawing, theme.fonts)
    return png(paths, drawing.width, drawing.height, theme.colour("paper"), dpi)
