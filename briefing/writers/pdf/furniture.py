"""Running heads and feet: what stands in the margins of every page, as artifacts.

What they say is the document's; only the two page numbers are filled in here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from briefing.blocks import Document, Furniture, Inlines, Marking, Strong, Text
from briefing.theme import TRAFFIC_LIGHT_GROUND, TRAFFIC_LIGHTS, Theme
from briefing.writers.pdf.inlines import Inliner
from briefing.writers.pdf.paragraph import Align, Setting, cap_height, set_paragraph
from briefing.writers.pdf.shaping import TABULAR, Ink, Piece
from briefing.writers.pdf.surface import Surface
from briefing.writers.pdf.tagging import Element

# In em of the running text: between neighbours, and from the foot's baseline up to its rule.
_GAP, _RULE = 1.5, 1.8
# A part keeps this share of the measure at least; around a traffic light's letters, in em of them.
_LEAST, _AROUND = 0.3, 0.25


@dataclass(frozen=True, slots=True)
class PageNumber:
    """This page and how many there are, counted from 1."""

    page: int
    pages: int


def draw_furniture(
    surface: Surface, document: Document, theme: Theme, inliner: Inliner, number: PageNumber
) -> None:
    """The head and the foot of one page."""
    furniture = document.first if number.page == 1 else document.rest
    margin = _Margin(surface, theme, inliner)
    surface.furniture = "Header"
    margin.head(furniture, document.marking)
    surface.furniture = "Footer"
    margin.foot(furniture, document.marking, number)
    surface.furniture = None


class _Margin:
    def __init__(self, surface: Surface, theme: Theme, inliner: Inliner) -> None:
        self._surface = surface
        self._theme = theme
        self._inliner = inliner
        self._role = theme.role("running")
        self._element = Element("Artifact")
        self._gap = _GAP * self._role.size

    def head(self, furniture: Furniture, marking: Marking | None) -> None:
        y = self._theme.page.head
        measure = self._theme.page.measure - self._traffic_light(marking, y)
        right = self._set(furniture.head_right, measure, align="right")
        right = self._fit(furniture.head_right, right, measure, "right")
        taken = right.width + self._gap if right.lines else 0.0
        left = self._set(furniture.head_left, measure - taken)
        self._up(left, self._theme.page.left, y)
        self._up(right, self._theme.page.left + measure - right.measure, y)

    def foot(self, furniture: Furniture, marking: Marking | None, number: PageNumber) -> None:
        page = self._theme.page
        y = page.height - page.foot
        rule = self._theme.table.row_rule
        edge = y - _RULE * self._role.size
        self._surface.rule(
            page.left, page.width - page.right, edge, rule, self._theme.colour("rule")
        )
        measure = page.measure - self._traffic_light(marking, y)
        label = furniture.page_label.format(page=number.page, pages=number.pages)
        right = self._set((Text(label),), measure, align="right")
        self._down(right, page.left + measure - right.measure, y)
        room = measure - right.width - self._gap
        left = self._set(furniture.foot_left, room)
        if furniture.foot_centre:
            left = self._fit(furniture.foot_left, left, room, "left")
        self._down(left, page.left, y)
        self._centre(furniture.foot_centre, left, right, measure, y)

    def _centre(
        self, words: Inlines, left: Setting, right: Setting, measure: float, y: float
    ) -> None:
        """In the middle of the page if that is free, else in the middle between its neighbours."""
        page = self._theme.page
        start = left.width + self._gap if left.lines else 0.0
        room = measure - start - right.width - self._gap
        centre = self._set(words, room, align="centre")
        middle = (page.measure - centre.width) / 2
        if start <= middle and middle + centre.width <= start + room:
            centre = replace(centre, measure=centre.width)
            self._down(centre, page.left + middle, y)
        else:
            self._down(centre, page.left + start, y)

    def _fit(self, words: Inlines, whole: Setting, measure: float, align: Align) -> Setting:
        """One part's lines, leaving room for the other: no wider than it leaves."""
        if whole.width <= measure * (1 - _LEAST):
            return replace(whole, measure=whole.width)
        return self._set(words, measure / 2, align=align)

    def _set(self, inlines: Inlines, measure: float, *, align: Align = "left") -> Setting:
        pieces: list[Piece] = []
        name = self._theme.role("running-name")
        for inline in inlines:
            named = isinstance(inline, Strong)
            content = inline.content if isinstance(inline, Strong) else (inline,)
            ink = Ink.of(name if named else self._role, TABULAR)
            pieces += self._inliner.pieces(content, ink, self._element)
        return set_paragraph(pieces, self._role, measure, self._theme.fonts, align)

    def _up(self, setting: Setting, x: float, y: float) -> None:
        """Draw with the last baseline at `y`."""
        if setting.lines:
            top = y - setting.baseline - (len(setting.lines) - 1) * setting.leading
            setting.draw(self._surface, x, top)

    def _down(self, setting: Setting, x: float, y: float) -> None:
        """Draw with the first baseline at `y`."""
        setting.draw(self._surface, x, y - setting.baseline)

    def _traffic_light(self, marking: Marking | None, y: float) -> float:
        """The label at the right margin; gives the width that it takes from the other parts."""
        if marking is None or marking.tlp is None:
            return 0.0
        page = self._theme.page
        role = replace(self._theme.role("traffic-light"), colour=TRAFFIC_LIGHTS[marking.tlp])
        piece = Piece(marking.text, Ink.of(role), self._element, solid=True)
        setting = set_paragraph([piece], role, page.measure, self._theme.fonts)
        around = _AROUND * role.size
        right = page.width - page.right
        left = right - setting.width - 2 * around
        top = y - cap_height(role, self._theme.fonts) - around
        self._surface.rectangle((left, top, right, y + around), TRAFFIC_LIGHT_GROUND)
        self._down(setting, left + around, y)
        return right - left + self._gap
