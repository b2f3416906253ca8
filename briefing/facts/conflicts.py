"""Facts that disagree: on one measure and period, with values that cannot all be right."""

from __future__ import annotations

from itertools import combinations

from briefing.facts.calculations import fact_interval, stated
from briefing.facts.model import ChangeFact, Fact, GoalFact, ValueFact, Visit
from briefing.facts.quantities import Quantity


def conflicts(visit: Visit) -> tuple[tuple[str, ...], ...]:
    """Groups of ids, in the order of the facts file: one measure, kind and period, and no agreement.

    Two values that may be one value, more and less finely rounded, agree. Two bounds ("more than 1,800",
    "more than 2,000") of different speakers or sources do not, though both may hold. A period not stated
    is taken for the same as another not stated. Parts of one whole (`of`) are different things where one
    speaker names them.
    """
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in visit.facts.values():
        subject = _subject(fact)
        if subject is not None and isinstance(stated(fact), Quantity):
            groups.setdefault(subject, []).append(fact)
    return tuple(
        tuple(fact.id for fact in group)
        for group in groups.values()
        if any(_disagree(one, other, visit) for one, other in combinations(group, 2))
    )


def _subject(fact: Fact) -> tuple[object, ...] | None:
    """What a fact gives a value of; None where it gives none."""
    match fact:
        case ValueFact():
            period = (fact.period.start, fact.period.end) if fact.period is not None else ()
            due = (fact.due.start, fact.due.end) if fact.due is not None else ()
            status = fact.status if fact.of else None
            thing = (fact.item, fact.code, fact.partner)
            return ("value", fact.measure, *thing, period, due, fact.of, status)
        case ChangeFact():
            days = (fact.period.start, fact.period.end, fact.against.start, fact.against.end)
            return ("change", fact.measure, days, getattr(fact.change, "unit", ""))
        case GoalFact():
            return ("goal", fact.measure, (fact.due.start, fact.due.end))
        case _:
            return None


def _disagree(one: Fact, other: Fact, visit: Visit) -> bool:
    a, b = stated(one), stated(other)
    if not isinstance(a, Quantity) or not isinstance(b, Quantity):
        return False
    one_voice = (one.by, one.at.source) == (other.by, other.at.source)
    if one_voice and isinstance(one, ValueFact) and one.of:
        return False
    bounds = {"more than", "at least", "less than", "at most"}
    if {a.qualifier, b.qualifier} <= bounds and not one_voice and a.value != b.value:
        return True
    return not _overlap(one, other, visit)


def _overlap(one: Fact, other: Fact, visit: Visit) -> bool:
    """Whether one value can be meant by both.

    Rounded values that meet at an end alone (97 % and 98 %) do not overlap, nor do "more than 9" and 9.
    """
    spans = (fact_interval(one, visit), fact_interval(other, visit))
    lows = [span.low for span in spans if span.low is not None]
    highs = [span.high for span in spans if span.high is not None]
    if not lows or not highs or max(lows) < min(highs):
        return True
    if max(lows) > min(highs):
        return False
    return all(_closed(fact, visit) for fact in (one, other))


def _closed(fact: Fact, visit: Visit) -> bool:
    """Whether the ends of what a fact allows belong to it."""
    span, quantity = fact_interval(fact, visit), stated(fact)
    bound = isinstance(quantity, Quantity) and quantity.qualifier in ("at least", "at most")
    return bound or span.low == span.high
