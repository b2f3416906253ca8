"""Where lines end: total fit over the whole paragraph, after Knuth and Plass (1981).

Works on boxes, glue and penalties alone; fonts, words and pages are somebody else's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Generic, Literal, TypeVar

Content = TypeVar("Content")

FORCED = -inf
"""The cost of a penalty at which a line must end."""


@dataclass(frozen=True, slots=True)
class Item(Generic[Content]):
    """A box, a glue or a penalty; lengths in points.

    A penalty's `width` and `content` count only where the line ends there (a hyphen); `cost` is on the
    scale of badness, 0 to 10,000; `flagged` penalties should not follow each other. `left` and `right` are
    how far a box hangs into the margin where it begins or ends a line, and a penalty's content, its end.
    """

    kind: Literal["box", "glue", "penalty"]
    width: float = 0.0
    content: Content | None = None
    stretch: float = 0.0
    shrink: float = 0.0
    cost: float = 0.0
    flagged: bool = False
    left: float = 0.0
    right: float = 0.0


@dataclass(frozen=True, slots=True)
class Break:
    """A line's end: the index of the item there, and how far its glue must stretch (-1 to …)."""

    at: int
    ratio: float


@dataclass(slots=True)
class _Node:
    """A feasible end of a line, reached at least cost `demerits` from the end `before`.

    The sums are those at the start of the next line, whose first box hangs out by `left`.
    """

    at: int
    fitness: int
    flagged: bool
    width: float
    stretch: float
    shrink: float
    demerits: float
    ratio: float
    before: _Node | None
    left: float = 0.0


# A line of ragged text that is short by this share of the measure counts as bad as glue at its full stretch.
_RAG = 0.085
# A last line shorter than this share of the measure is avoided: it is this bad, less than a hyphen and as
# much as a ragged line that is short by an eighth of the measure.
_SHORT_LAST, _BADNESS_SHORT_LAST = 0.1, 225.0
# How bad a line may be; where no such lines are found, the next holds.
_TOLERANCES_JUSTIFIED = (2.0, 6.0, inf)
_TOLERANCES_RAGGED = (4.0, inf)
# What it costs beyond the badness of each line: hyphens one below the other, and tight beside loose.
_TWO_HYPHENS, _UNEVEN = 100_000.0, 10_000.0


def break_lines(
    items: Sequence[Item[Content]], measure: float, *, justify: bool, hanging: bool = False
) -> list[Break]:
    """The ends of the lines of a paragraph that ends in a forced penalty.

    Where text is `hanging`, what a box has in the margin takes no room on its line.
    Boxes wider than the measure overrun it: the caller gives penalties inside them.
    """
    if _is_one_line(items, measure):
        return [Break(len(items) - 1, 0.0)]
    for tolerance in _TOLERANCES_JUSTIFIED if justify else _TOLERANCES_RAGGED:
        end = _Search(items, measure, justify, tolerance, hanging=hanging).run()
        if end is not None:
            return _path(end)
    return _path(_greedy(items, measure))


def _is_one_line(items: Sequence[Item[Content]], measure: float) -> bool:
    """Whether all of it stands on one line, which costs less than any two (most cells of tables do)."""
    width = 0.0
    last = len(items) - 1
    for at, item in enumerate(items):
        if item.kind != "penalty":
            width += item.width
        if width > measure or (item.cost == FORCED and at < last):
            return False
    return True


class _Search(Generic[Content]):
    def __init__(
        self,
        items: Sequence[Item[Content]],
        measure: float,
        justify: bool,
        tolerance: float,
        *,
        hanging: bool,
    ) -> None:
        self._items = items
        self._measure = measure
        self._justify = justify
        self._tolerance = tolerance
        self._width = self._stretch = self._shrink = 0.0
        self._hanging = hanging
        self._right = 0.0
        self._active = [_Node(-1, 1, False, 0.0, 0.0, 0.0, 0.0, 0.0, None, self._left(0))]

    def run(self) -> _Node | None:
        before: Item[Content] | None = None
        for at, item in enumerate(self._items):
            if item.kind == "box":
                self._width += item.width
                self._right = item.right
            elif item.kind == "glue":
                if before is not None and before.kind == "box":
                    self._try(at, item)
                self._width += item.width
                self._stretch += item.stretch
                self._shrink += item.shrink
            elif item.cost < inf:
                self._try(at, item)
            if not self._active:
                return None
            before = item
        return min(self._active, key=lambda node: node.demerits)

    def _try(self, at: int, item: Item[Content]) -> None:
        """Let lines end at `item`, from every end of a line that is still near enough."""
        forced = item.cost == FORCED
        best: dict[int, tuple[float, float, _Node]] = {}
        kept = []
        for node in self._active:
            ratio = self._ratio(node, item, forced)
            if ratio < -1.0:
                continue
            if not forced:
                kept.append(node)
            if ratio <= self._tolerance or forced:
                fitness = _fitness(ratio) if self._justify else 1
                demerits = self._demerits(node, item, ratio, fitness)
                if fitness not in best or demerits < best[fitness][0]:
                    best[fitness] = (demerits, ratio, node)
        sums = self._after(at) if best else (0.0, 0.0, 0.0)
        left = self._left(at + 1) if best else 0.0
        for fitness, (demerits, ratio, node) in best.items():
            kept.append(_Node(at, fitness, item.flagged, *sums, demerits, ratio, node, left))
        self._active = kept

    def _ratio(self, node: _Node, item: Item[Content], forced: bool) -> float:
        width = self._width - node.width
        hangs = self._right
        if item.kind == "penalty" and item.content is not None:
            width, hangs = width + item.width, item.right
        gap = self._measure - width + (node.left + hangs if self._hanging else 0.0)
        if not self._justify:
            if gap < -0.01:
                return -inf
            return 0.0 if forced else gap / (_RAG * self._measure)
        if gap >= 0:
            stretch = self._stretch - node.stretch
            if forced:
                return 0.0
            return gap / stretch if stretch > 0 else (0.0 if gap < 0.01 else inf)
        shrink = self._shrink - node.shrink
        return gap / shrink if shrink > 0 else -inf

    def _demerits(self, node: _Node, item: Item[Content], ratio: float, fitness: int) -> float:
        badness = 100 * min(abs(ratio), 100.0) ** (3 if self._justify else 2)
        if item.cost == FORCED and node.before and self._is_short(node):
            badness += _BADNESS_SHORT_LAST
        cost = max(item.cost, 0.0) if item.kind == "penalty" else 0.0
        demerits = node.demerits + (1 + badness + cost) ** 2
        if item.flagged and node.flagged:
            demerits += _TWO_HYPHENS
        if abs(fitness - node.fitness) > 1:
            demerits += _UNEVEN
        return demerits

    def _is_short(self, node: _Node) -> bool:
        return self._width - node.width < _SHORT_LAST * self._measure

    def _left(self, start: int) -> float:
        """How far the first box from `start` on hangs out."""
        for at in range(start, len(self._items)):
            if self._items[at].kind == "box":
                return self._items[at].left
        return 0.0

    def _after(self, at: int) -> tuple[float, float, float]:
        """The sums at the start of a line that follows a break at `at`: glue there is swallowed."""
        width, stretch, shrink = self._width, self._stretch, self._shrink
        for index in range(at, len(self._items)):
            item = self._items[index]
            if item.kind == "box" or (item.cost == FORCED and index > at):
                break
            if item.kind == "glue":
                width, stretch, shrink = (
                    width + item.width,
                    stretch + item.stretch,
                    shrink + item.shrink,
                )
        return width, stretch, shrink


def _fitness(ratio: float) -> int:
    """Tight, decent, loose or very loose: lines next to each other should not differ by more than one."""
    return 0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2 if ratio <= 1 else 3


def _path(end: _Node) -> list[Break]:
    breaks = []
    node: _Node | None = end
    while node is not None and node.before is not None:
        breaks.append(Break(node.at, node.ratio))
        node = node.before
    return breaks[::-1]


def _greedy(items: Sequence[Item[Content]], measure: float) -> _Node:
    """First fit, for a paragraph in which some line cannot be filled within any tolerance."""
    node = _Node(-1, 1, False, 0.0, 0.0, 0.0, 0.0, 0.0, None)
    start, width = 0, 0.0
    last: int | None = None
    at = 0
    while at < len(items):
        item = items[at]
        forced = item.cost == FORCED
        if item.kind == "box":
            width += item.width
        elif forced or item.kind == "glue" or item.cost < inf:
            extra = item.width if item.kind == "penalty" else 0.0
            if at > start and (last is None or width + extra <= measure):
                last = at
            width += item.width if item.kind == "glue" else 0.0
        over = width > measure and last is not None
        if forced or over:
            stop = at if last is None or not over else last
            node = _Node(stop, 1, False, 0.0, 0.0, 0.0, 0.0, 0.0, node)
            at = start = stop + 1
            width, last = 0.0, None
            continue
        at += 1
    return node
