"""Wholes and their parts: values that name another with `of:` and together come to more than it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from briefing.facts.calculations import fact_interval
from briefing.facts.flaws import Path
from briefing.facts.model import Fact, ValueFact, Visit
from briefing.facts.quantities import Quantity

_ADDITIVE = ("flow", "count")
_WAY_OUT = "correct a value; of parts that overlap, leave “of: …” out of one"


def overfull(visit: Visit) -> Iterator[tuple[Path, str, str]]:
    """Each part that takes those before it past their whole: its path, a message and a hint.

    Only parts that one speaker names are taken together, and of a stock or a share only those of one
    period. What is rounded counts with the end that does not go past; "more than" and "about" are left out.
    """
    sums: dict[tuple[object, ...], Decimal] = {}
    named: dict[tuple[object, ...], list[str]] = {}
    for part in visit.facts.values():
        if not isinstance(part, ValueFact) or part.of is None:
            continue
        whole = visit.facts.get(part.of)
        if not isinstance(whole, ValueFact) or whole.measure != part.measure:
            continue
        most, least = _ends(whole, visit)[1], _ends(part, visit)[0]
        if most is None or least is None or least < 0:
            continue
        additive = visit.measures[part.measure].kind in _ADDITIVE
        group = (part.of, part.by, part.at.source, additive or part.period)
        before = sums.get(group, Decimal(0))
        sums[group] = before + least
        named.setdefault(group, []).append(part.id)
        if before <= most < sums[group]:
            yield ("facts", part.id, "of"), _message(named[group], whole), _WAY_OUT


def _ends(fact: Fact, visit: Visit) -> tuple[Decimal | None, Decimal | None]:
    """The ends of a stated value without a qualifier; none for any other."""
    quantity = fact.value if isinstance(fact, ValueFact) else None
    fits = isinstance(quantity, Quantity) and not quantity.qualifier
    if not fits or not isinstance(fact, ValueFact) or fact.measure not in visit.measures:
        return None, None
    interval = fact_interval(fact, visit)
    return interval.low, interval.high


def _message(parts: list[str], whole: ValueFact) -> str:
    stated = whole.value.text if isinstance(whole.value, Quantity) else ""
    if len(parts) == 1:
        return f"{parts[0]} is a part of {whole.id}, but more than its {stated}"
    listed = f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"{listed} are parts of {whole.id}, but come to more than its {stated}"
