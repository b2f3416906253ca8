"""Calculations that use calculations: their formulas put together, and the circles they may run in.

Nothing is worked out here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from briefing.facts.formulas import Formula, FormulaError, Name, Operation, names, parse_formula
from briefing.facts.model import Calculation, Visit

_MOST_PARTS = 300
_DEEPEST = 30


def inlined(calculation: Calculation, visit: Visit) -> Formula:
    """The formula with the formulas of the calculations it uses in their places.

    Raises FormulaError, also for one that grows beyond all use, as a circle does.
    """
    return _Inlining(visit).tree(calculation.formula, 0)


@dataclass(slots=True)
class _Inlining:
    visit: Visit
    parts: int = 0

    def tree(self, text: str, depth: int) -> Formula:
        if depth > _DEEPEST:
            raise FormulaError(f"expected at most {_DEEPEST} calculations one inside another", 0)
        return self._of(parse_formula(text), depth)

    def _of(self, formula: Formula, depth: int) -> Formula:
        self.parts += 1
        if self.parts > _MOST_PARTS:
            raise FormulaError(
                f"expected at most {_MOST_PARTS} parts, those of the calculations it uses included",
                0,
            )
        match formula:
            case Name(id) if id in self.visit.calculations:
                return self.tree(self.visit.calculations[id].formula, depth + 1)
            case Operation(operator, left, right):
                return Operation(operator, self._of(left, depth), self._of(right, depth))
            case _:
                return formula


def cycles(visit: Visit) -> tuple[tuple[str, ...], ...]:
    """The circles in which calculations use each other: the ids of each, the first one again at its end.

    For each calculation in a circle, the shortest one through it.
    """
    uses: dict[str, tuple[str, ...]] = {}
    for id, calculation in visit.calculations.items():
        try:
            used = names(parse_formula(calculation.formula))
        except FormulaError:
            used = ()
        uses[id] = tuple(name for name in used if name in visit.calculations)
    found: dict[frozenset[str], tuple[str, ...]] = {}
    for start in _unresolved(uses):
        circle = _circle(start, uses)
        if circle:
            found.setdefault(frozenset(circle), circle)
    return tuple(found.values())


def _unresolved(uses: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Those that cannot be worked out one after the other."""
    users: dict[str, list[str]] = {id: [] for id in uses}
    for id, used in uses.items():
        for name in used:
            users[name].append(id)
    waiting = {id: len(used) for id, used in uses.items()}
    ready = deque(id for id, count in waiting.items() if not count)
    while ready:
        for user in users[ready.popleft()]:
            waiting[user] -= 1
            if not waiting[user]:
                ready.append(user)
    return tuple(id for id, count in waiting.items() if count)


def _circle(start: str, uses: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The shortest way from a calculation back to itself; () where there is none."""
    ways: deque[tuple[str, ...]] = deque([(start,)])
    seen: set[str] = set()
    while ways:
        way = ways.popleft()
        for following in uses[way[-1]]:
            if following == start:
                return (*way, start)
            if following not in seen:
                seen.add(following)
                ways.append((*way, following))
    return ()
