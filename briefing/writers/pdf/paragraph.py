"""A paragraph set to a measure: its lines, where their baselines are, and how a line is drawn.

Where lines may end is `linebreak`'s, where they stand on the page `pagination`'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from briefing.fonts import FontBook
from briefing.theme import Role
from briefing.writers.pdf.inlines import Material, material
from briefing.writers.pdf.linebreak import Break, break_lines
from briefing.writers.pdf.shaping import Piece, Run
from briefing.writers.pdf.surface import Surface
from briefing.writers.pdf.textlines import draw_runs

Align = Literal["left", "right", "centre"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its runs, each with the space added after it, and the width of what is seen of them.

    A `hyphenated` line ends in a part of a word. By `left` its first sign hangs into the margin.
    """

    runs: tuple[tuple[Run, float], ...]
    width: float
    hyphenated: bool = False
    left: float = 0.0


@dataclass(frozen=True, slots=True)
class Setting:
    """A set paragraph; `baseline` is the distance of a baseline from the top of its line."""

    lines: tuple[Line, ...]
    leading: float
    baseline: float
    measure: float
    align: Align = "left"

    @property
    def height(self) -> float:
        """The height of all lines."""
        return len(self.lines) * self.leading

    @property
    def width(self) -> float:
        """The width of the widest line."""
        return max((line.width for line in self.lines), default=0.0)

    def draw_line(self, nth: int, surface: Surface, x: float, top: float) -> None:
        """Draw line `nth` with its top at `top`, in a column that begins at `x`."""
        if nth >= len(self.lines):
            return
        line = self.lines[nth]
        room = self.measure - line.width
        shift = {"left": -line.left, "right": room, "centre": room / 2}[self.align]
        draw_runs(surface, line.runs, x + shift, top + self.baseline)

    def draw(self, surface: Surface, x: float, top: float) -> None:
        """Draw all lines."""
        for nth in range(len(self.lines)):
            self.draw_line(nth, surface, x, top + nth * self.leading)


def baseline(role: Role, fonts: FontBook) -> float:
    """From the top of a line of this role to its baseline: the leading is shared above and below."""
    face = fonts.face(role.family, role.weight, role.italic)
    height = (face.ascent - face.descent) * role.size / 1000
    return (role.leading - height) / 2 + face.ascent * role.size / 1000


def cap_height(role: Role, fonts: FontBook) -> float:
    """The height of the role's capitals."""
    return fonts.face(role.family, role.weight, role.italic).cap_height * role.size / 1000


def set_paragraph(
    pieces: list[Piece],
    role: Role,
    measure: float,
    fonts: FontBook,
    align: Align = "left",
    *,
    hanging: bool = False,
) -> Setting:
    """Break the pieces into lines of `measure` points; where `hanging`, signs stand out into the margins."""
    justify = role.justify and align == "left"
    made = material(pieces, measure, fonts, hyphenate=role.hyphenate, justify=justify)
    items = made.items
    lines: list[Line] = []
    if len(items) > 1:
        start = 0
        for end in break_lines(items, measure, justify=justify, hanging=hanging):
            lines.append(_line(made, start, end, justify, hanging))
            start = end.at + (0 if items[end.at].kind == "glue" else 1)
            while start < len(items) and items[start].kind == "glue":
                start += 1
    return Setting(tuple(lines), role.leading, baseline(role, fonts), measure, align)


def _line(made: Material, start: int, end: Break, justify: bool, hanging: bool) -> Line:
    items, owners = made.items, made.owners
    runs: list[tuple[Run, float]] = []
    width = 0.0
    for at in range(start, end.at):
        item = items[at]
        if item.kind == "penalty" or item.content is None:
            continue
        extra = 0.0
        if item.kind == "glue" and justify:
            extra = end.ratio * (item.stretch if end.ratio > 0 else item.shrink)
        for part in item.content:
            runs.append((Run(owners[at], part), extra if part is item.content[-1] else 0.0))
        width += item.width + extra
    last = items[end.at]
    if runs and last.kind == "penalty" and items[end.at - 1].kind == "glue":
        width -= items[end.at - 1].width
    if last.content:
        runs += [(Run(owners[end.at], part), 0.0) for part in last.content]
        if last.kind == "penalty":
            width += last.width
    left = items[start].left if hanging and start < end.at else 0.0
    return Line(tuple(runs), width, last.flagged, left)
