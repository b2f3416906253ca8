"""One page being drawn: text and outlines in marked content, each inside an element or an artifact.

Coordinates are points from the page's upper left corner, y grows downwards; PDF's own begin below left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import cos, floor, radians, sin
from typing import Literal

from briefing.blocks import MarkShape, Path
from briefing.writers.pdf.embedding import LEAST_MOVE, Fonts
from briefing.writers.pdf.outlines import command, rgb, sign
from briefing.writers.pdf.patches import number
from briefing.writers.pdf.shaping import Ink, Run, Target, tracking
from briefing.writers.pdf.tagging import Element, Structure

Artifact = Literal["Layout", "Header", "Footer"]

_ARTIFACTS: dict[Artifact, str] = {
    "Layout": "<</Type/Layout>>",
    "Header": "<</Type/Pagination/Subtype/Header>>",
    "Footer": "<</Type/Pagination/Subtype/Footer>>",
}


@dataclass(frozen=True, slots=True)
class Annotation:
    """A link on a page: its rectangle (left, bottom, right, top in PDF's coordinates) and target."""

    page: int
    key: int
    rectangle: tuple[float, float, float, float]
    target: Target


@dataclass
class Places:
    """Where anchors are: name → page (from 0) and the point at its upper left in PDF's coordinates."""

    found: dict[str, tuple[int, float, float]] = field(default_factory=dict)

    def where(self, name: str, height: float) -> tuple[int, float, float]:
        """The place called `name`; what has no words of its own (an empty heading) is where all begins."""
        return self.found.get(name, (0, 0.0, height))


class Surface:
    """A page's content stream."""

    def __init__(
        self, height: float, fonts: Fonts, structure: Structure, places: Places, annotations: list[Annotation]
    ) -> None:  # fmt: skip
        self.height = height
        self.page = structure.begin_page()
        self._fonts = fonts
        self._structure = structure
        self._places = places
        self._annotations = annotations
        self._code: list[str] = []
        self._owner: Element | Artifact | None = None
        self._fill = ""
        self._font = ""
        self._rise = 0.0
        self.furniture: Artifact | None = None

    def stream(self) -> bytes:
        """The finished content."""
        self._enter(None)
        return "\n".join(self._code).encode("ascii")

    # ------------------------------------------------------------------------------------ text

    def show(self, runs: list[tuple[Run, float]], x: float, y: float) -> None:
        """Runs of one font, ink and element, as one showing of text."""
        run = runs[0][0]
        self._enter(self.furniture or run.piece.element)
        self._show(
            run.piece.ink,
            run,
            f"1 0 0 1 {number(x)} {number(self.height - y)}",
            _codes(self._fonts, runs),
        )

    def anchor(self, name: str, x: float, top: float) -> None:
        """Name a place that links can lead to; the first use of a name holds."""
        if name and self.furniture is None:
            self._places.found.setdefault(name, (self.page, x, self.height - top))

    def turned(
        self, run: Run, at: tuple[float, float], angle: float, scale: float, across: float = 0.0
    ) -> None:
        """One run whose baseline goes through `at`, at an angle (degrees anticlockwise) and scale.

        `across` is how far along that baseline, before scaling, the run begins.
        """
        self._enter(run.piece.element)
        turn = radians(angle)
        a, b = scale * cos(turn), scale * sin(turn)
        x, y = at[0] + across * a, self.height - at[1] + across * b
        matrix = " ".join(number(v) for v in (a, b, -b, a, x, y))
        self._show(run.piece.ink, run, matrix, _codes(self._fonts, [(run, 0.0)]))

    def link(self, target: Target, owner: Element, box: tuple[float, float, float, float]) -> None:
        """A link over the box (left, top, right, bottom); furniture has none."""
        if self.furniture is not None:
            return
        left, top, right, bottom = box
        key = self._structure.annotate(owner, self.page)
        rectangle = (left, self.height - bottom, right, self.height - top)
        self._annotations.append(Annotation(self.page, key, rectangle, target))

    # -------------------------------------------------------------------------------- outlines

    def rectangle(self, box: tuple[float, float, float, float], colour: str) -> None:
        """A filled rectangle (left, top, right, bottom), as an artifact."""
        left, top, right, bottom = box
        self._enter(self.furniture or "Layout")
        self._set_fill(colour)
        corner = f"{number(left)} {number(self.height - bottom)}"
        self._code.append(f"{corner} {number(right - left)} {number(bottom - top)} re f")

    def rule(self, left: float, right: float, y: float, width: float, colour: str) -> None:
        """A horizontal rule whose upper edge is at `y`, as an artifact."""
        self.rectangle((left, y, right, y + width), colour)

    def dots(
        self,
        across: tuple[float, float],
        y: float,
        spaced: tuple[float, float, float],
        colour: str,
    ) -> None:
        """A row of dots between two x, as an artifact; `spaced` is their distance, their width, and an x on
        which a dot would stand, so that those of several lines stand below each other.
        """
        left, right = across
        step, width, fixed = spaced
        first = fixed - floor((fixed - left) / step) * step
        if first > right:
            return
        self._enter(self.furniture or "Layout")
        height = number(self.height - y)
        line = f"{number(first)} {height} m {number(right)} {height} l"
        self._code.append(
            f"q {rgb(colour)} RG {number(width)} w 1 J [0 {number(step)}] 0 d {line} S Q"
        )

    def frame(self, box: tuple[float, float, float, float], width: float, colour: str) -> None:
        """The edge of a box, drawn inside it, as an artifact."""
        left, top, right, bottom = box
        self._enter(self.furniture or "Layout")
        corner = f"{number(left + width / 2)} {number(self.height - bottom + width / 2)}"
        size = f"{number(right - left - width)} {number(bottom - top - width)}"
        self._code.append(f"q {rgb(colour)} RG {number(width)} w {corner} {size} re S Q")

    def outline(self, path: Path, owner: Element, x: float, y: float, scale: float) -> None:
        """A drawing's path; its origin stands at (x, y), which is the drawing's lower left corner."""
        self._enter(owner)
        shape = " ".join(command(one, x, self.height - y, scale) for one in path.commands)
        code = ["q"]
        if path.fill:
            code.append(f"{rgb(path.fill)} rg")
        if path.stroke:
            code.append(f"{rgb(path.stroke)} RG {number(path.line_width * scale)} w")
            if path.dash:
                code.append(f"[{' '.join(number(d * scale) for d in path.dash)}] 0 d")
        paint = (
            "B" if path.fill and path.stroke else "f" if path.fill else "S" if path.stroke else "n"
        )
        self._code.append(" ".join((*code, shape, paint, "Q")))

    def mark(self, shape: MarkShape, x: float, y: float, size: float, colour: str) -> None:
        """A sign of width `size` with its centre at (x, y), as an artifact."""
        self._enter(self.furniture or "Layout")
        shown = sign(shape, size, colour)
        at = f"1 0 0 1 {number(x)} {number(self.height - y)} cm"
        self._code.append(f"q {rgb(colour)} rg {at} {shown} Q")

    def later(self) -> Callable[[Callable[[], None]], None]:
        """Keep a place in the content for what is known only when other pages are drawn.

        What is given to the result is called at once, and what it draws stands in that place.
        """
        self._enter(None)
        at = len(self._code)
        self._code.append("")

        def fill(draw: Callable[[], None]) -> None:
            around = self._code, self._fill, self._font, self._rise, self._owner
            self._code, self._fill, self._font, self._rise, self._owner = [], "", "", 0.0, None
            draw()
            self._enter(None)
            drawn = ["q 0 Ts", *self._code, "Q"]
            self._code, self._fill, self._font, self._rise, self._owner = around
            self._code[at] = "\n".join(drawn)

        return fill

    # ------------------------------------------------------------------------------- private

    def _show(self, ink: Ink, run: Run, matrix: str, codes: str) -> None:
        assert run.face is not None
        self._set_fill(ink.colour)
        font = f"/{self._fonts.font(run.face).resource} {number(ink.size)} Tf"
        code = ["BT"]
        if font != self._font:
            code.append(font)
            self._font = font
        if ink.rise != self._rise:
            code.append(f"{number(ink.rise)} Ts")
            self._rise = ink.rise
        # Readers take letterspacing for it where Tc says so; moves in TJ they take for spaces.
        spaced = tracking(ink, run.shaped.level)
        if spaced:
            code.append(f"{number(spaced)} Tc")
            codes = f"{codes} 0 Tc"
        self._code.append(" ".join((*code, matrix, "Tm", codes, "ET")))

    def _set_fill(self, colour: str) -> None:
        if colour != self._fill:
            self._fill = colour
            self._code.append(f"{rgb(colour)} rg")

    def _enter(self, owner: Element | Artifact | None) -> None:
        """Open marked content for `owner`, unless it is open; what is open ends first."""
        if self.furniture is not None and owner is not None:
            owner = self.furniture
        if owner is self._owner or (isinstance(owner, str) and owner == self._owner):
            return
        if self._owner is not None:
            self._code.append("EMC")
        self._owner = owner
        if isinstance(owner, Element):
            mcid = self._structure.mark(owner, self.page)
            self._code.append(f"/{owner.tag} <</MCID {mcid}>> BDC")
        elif owner is not None:
            self._code.append(f"/Artifact {_ARTIFACTS[owner]} BDC")


def _codes(fonts: Fonts, runs: Sequence[tuple[Run, float]]) -> str:
    """The operand of TJ: character codes, and moves in 1/1000 em where HarfBuzz or the line ask for them."""
    shown = ""
    move = 0.0
    for run, extra in runs:
        face = run.shaped.face
        assert face is not None
        encoded = fonts.font(face).encoded(run.shaped, run.piece.ink)
        if encoded.code:
            move += encoded.before
            if abs(move) >= LEAST_MOVE:
                shown += f"> {number(round(move, 2))} <"
            shown += encoded.code
            move = encoded.after
        if extra:
            move -= extra * 1000 / run.piece.ink.size
    return f"[<{shown}>]TJ".replace("[<> ", "[").replace("<>", "")
