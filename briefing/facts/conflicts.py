"""Facts that disagree: on one measure and period, with values that cannot all be right."""

from __future__ import annotations

from briefing.facts.calculations import fact_interval, stated
from briefing.facts.model import ChangeFact, Fact, GoalFact, ValueFact, Visit
from briefing.facts.quantities import Interval, Quantity


def conflicts(visit: Visit) -> tuple[tuple[str, ...], ...]:
    """Groups of ids, in the order of the facts file: one measure, kind and period, and no common value.

    Two values whose intervals overlap may be one value rounded twice, and do not conflict; parts of a
    whole (`of`) are not the whole.
    """
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in visit.facts.values():
        key = _subject(fact)
        if key is not None and isinstance(stated(fact), Quantity):
            groups.setdefault(key, []).append(fact)
    return tuple(
        tuple(fact.id for fact in group)
        for group in groups.values()
        if len(group) > 1 and not _common(tuple(fact_interval(fact) for fact in group))
    )


def _subject(fact: Fact) -> tuple[object, ...] | None:
    match fact:
        case ValueFact():
            period = (fact.period.start, fact.period.end) if fact.period is not None else ()
            return (
                "value",
                fact.measure,
                period,
                fact.of,
                fact.status if fact.of else None,
                _due(fact),
            )
        case ChangeFact():
            days = (fact.period.start, fact.period.end, fact.against.start, fact.against.end)
            return ("change", fact.measure, days)
        case GoalFact():
            return ("goal", fact.measure, (fact.due.start, fact.due.end))
        case _:
            return None


def _due(fact: ValueFact) -> object:
    return (fact.due.start, fact.due.end) if fact.due is not None else None


def _common(intervals: tuple[Interval, ...]) -> bool:
    """Whether one value lies in all of them."""
    lows = [i.low for i in intervals if i.low is not None]
    highs = [i.high for i in intervals if i.high is not None]
    return not lows or not highs or max(lows) <= min(highs)
