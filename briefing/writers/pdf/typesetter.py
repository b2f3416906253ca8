"""What every part of the story needs to be set: the theme, its fonts, and words to lines in one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from briefing.blocks import Blocks, Inlines
from briefing.fonts import Features, FontBook
from briefing.theme import Role, Theme
from briefing.writers.pdf.flow import Flow, Footnote
from briefing.writers.pdf.inlines import Inliner
from briefing.writers.pdf.paragraph import Align, Setting, baseline, set_paragraph
from briefing.writers.pdf.shaping import Ink, Piece
from briefing.writers.pdf.surface import Surface
from briefing.writers.pdf.tagging import Element

Tell = Callable[[Blocks, Element, str], None]
"""Sets blocks into the flow, below an element, their paragraphs in a role ("" for their own)."""

Foot = Callable[[Inlines, Element, "Typesetter"], Mapping[str, Footnote]]
"""Sets the notes at the foot of the page that open in some words."""


@dataclass(frozen=True, slots=True, eq=False)
class Typesetter:
    """The theme and the flow, and the two ways in which words reach it.

    `foot` makes the notes that open in some words, in elements below the given one, by the anchors of
    their first references.
    """

    theme: Theme
    flow: Flow
    inliner: Inliner
    foot: Foot | None = None

    @property
    def fonts(self) -> FontBook:
        """The theme's fonts."""
        return self.theme.fonts

    def set(
        self,
        inlines: Inlines,
        role: Role,
        element: Element,
        measure: float,
        *,
        align: Align = "left",
        features: Features = (),
        hanging: bool = False,
    ) -> Setting:
        """The lines of `inlines` in a role; their content will belong to `element`."""
        pieces = self.inliner.pieces(inlines, Ink.of(role, features), element)
        return set_paragraph(pieces, role, measure, self.fonts, align, hanging=hanging)

    def set_pieces(
        self, pieces: list[Piece], role: Role, measure: float, align: Align = "left"
    ) -> Setting:
        """The lines of pieces that are not a paragraph's inlines alone."""
        return set_paragraph(pieces, role, measure, self.fonts, align)

    def paragraph(
        self, inlines: Inlines, role: Role, element: Element, *, movable: bool = False
    ) -> None:
        """A paragraph into the flow, with the role's space around it.

        In running text signs hang; in a table's columns they would stand out of line with the other cells.
        """
        flow = self.flow
        setting = self.set(inlines, role, element, flow.measure, hanging=True)
        flow.space(role.before)
        notes = self.foot(inlines, element.parent or element, self) if self.foot else None
        flow.paragraph(setting, flow.left, movable=movable, notes=notes)
        flow.space(role.after)
        if role.keep and setting.lines:
            flow.tie()

    def anchor(self, name: str) -> None:
        """Links to `name` lead to where the next strip stands."""
        if name:
            left = self.flow.left

            def draw(surface: Surface, top: float) -> None:
                surface.anchor(name, left, top)

            self.flow.with_next(draw)

    def baseline(self, role: Role) -> float:
        """From the top of a line of the role to its baseline."""
        return baseline(role, self.fonts)
