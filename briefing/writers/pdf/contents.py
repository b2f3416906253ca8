"""The contents list: an entry a heading, dots, and its page, which is known when every page is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from briefing.blocks import Contents, ContentsEntry, plain
from briefing.theme import CONTENTS_INDENT, Role
from briefing.writers.pdf.paragraph import Setting
from briefing.writers.pdf.shaping import TABULAR, Ink, Piece, Target
from briefing.writers.pdf.surface import Places, Surface
from briefing.writers.pdf.tagging import Element
from briefing.writers.pdf.typesetter import Typesetter

# In em of an entry: the least room between words and page number, the distance of the dots between them and
# their width.
_ROOM, _DOTS, _DOT = 1.0, 0.55, 0.09
_WIDEST = "0000"  # a page number for which room is kept


@dataclass
class PageNumbers:
    """The numbers still to be drawn: each needs the places of all anchors."""

    waiting: list[Callable[[Places], None]] = field(default_factory=list)

    def draw(self, places: Places) -> None:
        """Draw every number on the page where its entry stands."""
        for one in self.waiting:
            one(places)


def contents(block: Contents, into: Element, setter: Typesetter, numbers: PageNumbers) -> None:
    """The title, then the list, tagged as TOC and TOCI; an entry's words and number are one link."""
    role = setter.theme.role("contents-title")
    setter.paragraph(block.title, role, into.child("P"))
    setter.flow.tie()
    table = into.child("TOC")
    since = len(setter.flow.strips)
    for entry in block.entries:
        _entry(entry, table.child("TOCI"), setter, numbers)
    setter.flow.keep_together(since, setter.theme.page.height / 2)


def _entry(entry: ContentsEntry, item: Element, setter: Typesetter, numbers: PageNumbers) -> None:
    flow, role = setter.flow, setter.theme.role(f"contents-{entry.level}")
    ink = Ink.of(role, TABULAR)
    kept = setter.fonts.width(_WIDEST, role.family, role.weight, role.italic, size=role.size)
    reference = item.child("Reference")
    start = Piece("", ink, reference)
    lead = setter.inliner.lead(start, Target(plain(entry.content), anchor=entry.anchor))
    pieces = setter.inliner.pieces(entry.content, ink, lead.element)
    if lead.target:
        pieces = [piece._replace(target=lead.target) for piece in pieces]
    number = lead.element.child("Span", loose=True)
    flow.space(role.before)
    with flow.inset(CONTENTS_INDENT * role.size * (entry.level - 1)):
        right = flow.left + flow.measure
        setting = setter.set_pieces(pieces, role, flow.measure - kept - _ROOM * role.size)
        last = len(setting.lines) - 1
        left = flow.left
        for nth in range(last + 1):

            def draw(surface: Surface, top: float, nth: int = nth) -> None:
                setting.draw_line(nth, surface, left, top)
                if nth == last:
                    page = _Number(entry.anchor, lead._replace(element=number), role, setter)
                    begin = left + setting.lines[nth].width
                    numbers.waiting.append(page.after(surface, (begin, right), top, setting))

            if nth:
                flow.tie()
            flow.add(setting.leading, draw)
    flow.space(role.after)


@dataclass(frozen=True, slots=True)
class _Number:
    """The page of an anchor, flush right, with dots up to it."""

    anchor: str
    piece: Piece
    role: Role
    setter: Typesetter

    def after(
        self, surface: Surface, across: tuple[float, float], top: float, line: Setting
    ) -> Callable[[Places], None]:
        """What draws it, behind words that end where `across` begins."""
        fill = surface.later()

        def draw(places: Places) -> None:
            page, _, _ = places.where(self.anchor, 0.0)
            fill(lambda: self._draw(page + 1, surface, across, top, line))

        return draw

    def _draw(
        self,
        page: int,
        surface: Surface,
        across: tuple[float, float],
        top: float,
        line: Setting,
    ) -> None:
        pieces = [self.piece._replace(text=str(page), solid=True)]
        number = self.setter.set_pieces(pieces, self.role, across[1] - across[0])
        x = across[1] - number.width
        em = self.role.size
        surface.dots(
            (across[0] + _ROOM / 2 * em, x - _ROOM / 2 * em),
            top + line.baseline - _DOT * em / 2,
            (_DOTS * em, _DOT * em, across[1]),
            self.setter.theme.colour("quiet"),
        )
        number.draw(surface, x, top)
