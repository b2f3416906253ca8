"""Drawings as inline pictures: an SVG for Word, a PNG for the rest, alternative text for readers.

Marks (the small signs before a status) are pictures too, shared and marked as decorative.
"""

from __future__ import annotations

from functools import lru_cache

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part

from briefing.blocks import Drawing, MarkShape, Path
from briefing.fonts import FontBook
from briefing.theme import Role, Theme
from briefing.writers.docx.elements import element, emu, w
from briefing.writers.docx.markup import NAMESPACES, Element
from briefing.writers.docx.package import Package
from briefing.writers.docx.svg import svg
from briefing.writers.pictures.outlines import outlined
from briefing.writers.pictures.raster import png

# Registered by Microsoft: which extension of DrawingML follows.
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_DECORATIVE_EXTENSION = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"

_FIGURE_DPI, _MARK_DPI = 200, 600
_ROUND = 0.5523  # where a quarter circle's controls stand, in radii


class Pictures:
    """The pictures of one file; equal ones are stored once."""

    def __init__(self, package: Package, theme: Theme) -> None:
        self._package = package
        self._theme = theme
        self._stored: dict[tuple[Drawing, bool], tuple[Part, Part]] = {}
        self._shown = 0

    def figure(self, drawing: Drawing, alternative: str, part: Part) -> Element:
        """A run with the drawing, no wider than the measure."""
        shrink = min(1.0, self._theme.page.measure / drawing.width)
        size = (drawing.width * shrink, drawing.height * shrink)
        return self._run(drawing, size, part, alternative, opaque=True)

    def mark(self, shape: MarkShape, role: Role, part: Part) -> Element:
        """A run with a small sign as high as the role's capitals, standing on the line."""
        face = self._theme.fonts.face(role.family, role.weight, role.italic)
        side = round(face.cap_height * role.size / 1000, 2)
        drawing = Drawing(side, side, _sign(shape, side, role.colour))
        return self._run(drawing, (side, side), part, "", opaque=False)

    def _run(
        self,
        drawing: Drawing,
        size: tuple[float, float],
        part: Part,
        alternative: str,
        *,
        opaque: bool,
    ) -> Element:
        raster, vector = self._parts(drawing, opaque)
        described = self.described("Picture", alternative)
        picture = _picture(
            described.attributes["name"],
            part.relate_to(raster, RELATIONSHIP_TYPE.IMAGE),
            part.relate_to(vector, RELATIONSHIP_TYPE.IMAGE),
            emu(size[0]),
            emu(size[1]),
        )
        data = element("a:graphicData", picture, uri=NAMESPACES["pic"])
        lock = element("a:graphicFrameLocks", noChangeAspect=1)
        frame = element("wp:cNvGraphicFramePr", lock)
        return w("r", w("drawing", inline(described, frame, data, (emu(size[0]), emu(size[1])))))

    def described(self, kind: str, alternative: str) -> Element:
        """`wp:docPr` of the next thing shown, whose number is its own in the file; without an
        alternative text it is decorative.
        """
        self._shown += 1
        name = f"{kind} {self._shown}"
        made = element("wp:docPr", id=self._shown, name=name, descr=alternative)
        if not alternative:
            made.append(_extension(_DECORATIVE_EXTENSION, element("adec:decorative", val=1)))
        return made

    def _parts(self, drawing: Drawing, opaque: bool) -> tuple[Part, Part]:
        key = (drawing, opaque)
        if key not in self._stored:
            number = len(self._stored) + 1
            # A chart stands on paper; a sign on whatever its line stands on, and it is so small
            # that finer dots cost nothing.
            ground, dpi = (
                (self._theme.colour("paper"), _FIGURE_DPI) if opaque else (None, _MARK_DPI)
            )
            raster, vector = _files(drawing, self._theme.fonts, ground, dpi)
            add = self._package.add_file
            self._stored[key] = (
                add(f"/word/media/image{number}.png", "image/png", raster),
                add(f"/word/media/image{number}.svg", "image/svg+xml", vector),
            )
        return self._stored[key]


@lru_cache(maxsize=64)  # signs come in every brief, charts again where only words have changed
def _files(drawing: Drawing, fonts: FontBook, ground: str | None, dpi: int) -> tuple[bytes, bytes]:
    """The drawing as PNG and as SVG."""
    paths = outlined(drawing, fonts)
    width, height = drawing.width, drawing.height
    return png(paths, width, height, ground, dpi), svg(paths, width, height)


def inline(described: Element, frame: Element, data: Element, size: tuple[int, int]) -> Element:
    """What is shown in the line of text, without room around it; `size` is width and height in EMU."""
    return element(
        "wp:inline",
        element("wp:extent", cx=size[0], cy=size[1]),
        described,
        frame,
        element("a:graphic", data),
        distT=0,
        distB=0,
        distL=0,
        distR=0,
    )


def _picture(name: str, raster: str, vector: str, width: int, height: int) -> Element:
    svg_blip = _extension(_SVG_EXTENSION, element("asvg:svgBlip", r_embed=vector))
    return element(
        "pic:pic",
        element(
            "pic:nvPicPr",
            element("pic:cNvPr", id=0, name=name),
            element("pic:cNvPicPr"),
        ),
        element(
            "pic:blipFill",
            element("a:blip", svg_blip, r_embed=raster),
            element("a:stretch", element("a:fillRect")),
        ),
        element(
            "pic:spPr",
            element(
                "a:xfrm",
                element("a:off", x=0, y=0),
                element("a:ext", cx=width, cy=height),
            ),
            element("a:prstGeom", element("a:avLst"), prst="rect"),
        ),
    )


def _extension(uri: str, content: Element) -> Element:
    return element("a:extLst", element("a:ext", content, uri=uri))


def _sign(shape: MarkShape, side: float, colour: str) -> tuple[Path, ...]:
    pen = side / 9
    middle, radius = side / 2, side / 2 - pen  # half a pen of air, so that nothing is cut off
    circle = _circle(middle, radius)
    match shape:
        case "disc":
            return (Path(circle, fill=colour, stroke=colour, line_width=pen),)
        case "ring":
            return (Path(circle, stroke=colour, line_width=pen),)
        case "half-disc":
            left = Path((*circle[:3], ("Z",)), fill=colour)
            return left, Path(circle, stroke=colour, line_width=pen)
        case "square":
            low, high = pen / 2, side - pen / 2
            corners = ((low, low), (high, low), (high, high), (low, high))
        case "diamond":
            corners = ((middle, 0.0), (side, middle), (middle, side), (0.0, middle))
    lines = tuple(("L", x, y) for x, y in corners[1:])
    return (Path((("M", *corners[0]), *lines, ("Z",)), fill=colour),)


def _circle(middle: float, radius: float) -> tuple[tuple[str | float, ...], ...]:
    """A circle from its top, anticlockwise: the first two curves are its left half."""
    m, r, k = middle, radius, radius * _ROUND
    return (
        ("M", m, m + r),
        ("C", m - k, m + r, m - r, m + k, m - r, m),
        ("C", m - r, m - k, m - k, m - r, m, m - r),
        ("C", m + k, m - r, m + r, m - k, m + r, m),
        ("C", m + r, m + k, m + k, m + r, m, m + r),
        ("Z",),
    )
