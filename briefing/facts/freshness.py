"""Freshness: which facts are stale on a day, since when and why, and when the next one will be.

The day is a parameter: no clock here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from briefing.facts.formulas import FormulaError, names
from briefing.facts.model import Fact, Source, Visit
from briefing.facts.nesting import inlined


@dataclass(frozen=True, slots=True)
class Staleness:
    """Since when a fact or a calculation is stale, and why.

    `since` is the first day on which it is. `why` is "released" where new figures came out on that
    day, "age" where it is older than its `max_age` from then on. `rule` says whose rule it is: the
    fact's own or its source's. `inputs` are a calculation's stale facts, in the order of its formula;
    its other fields are those of the input that was stale first.
    """

    since: date
    why: Literal["released", "age"]
    rule: Literal["fact", "source"]
    inputs: tuple[str, ...] = ()


def stale(visit: Visit, today: date) -> Mapping[str, Staleness]:
    """What is stale on `today`, by id: facts in their order, then calculations with stale inputs."""
    found = {id: one for id, one in _ends(visit) if one.since <= today}
    for id, calculation in visit.calculations.items():
        try:
            used = names(inlined(calculation, visit))
        except FormulaError:  # a formula that cannot be read is told elsewhere
            continue
        inputs = tuple(key for key in used if key in found)
        if inputs:
            first = min((found[key] for key in inputs), key=lambda one: one.since)
            found[id] = replace(first, inputs=inputs)
    return found


def next_change(visit: Visit, today: date) -> date | None:
    """The first day after `today` on which another fact becomes stale; None where none ever will."""
    return min((one.since for _, one in _ends(visit) if one.since > today), default=None)


def _ends(visit: Visit) -> Iterator[tuple[str, Staleness]]:
    """Each fact that becomes stale some day, and how; in the order of the facts."""
    for id, fact in visit.facts.items():
        source = visit.sources[fact.at.source]
        own = fact.max_age is not None or fact.next_release is not None
        rules = _rules(fact, source, visit) if own else _rules(source, source, visit)
        whose: Literal["fact", "source"] = "fact" if own else "source"
        ends = [Staleness(since, why, whose) for since, why in rules]
        if ends:
            yield id, min(ends, key=lambda one: one.since)


def _rules(
    stated: Fact | Source, source: Source, visit: Visit
) -> Iterator[tuple[date, Literal["released", "age"]]]:
    """The first stale day by each rule that `stated` has; the release is first, as it wins a tie."""
    if stated.next_release is not None:
        yield stated.next_release, "released"
    if stated.max_age is not None:
        last = stated.max_age.after(_known(source, visit))
        if last is not None and last < date.max:
            yield last + timedelta(days=1), "age"


def _known(source: Source, visit: Visit) -> date:
    """The day from which an age counts: when the source was read, else published, else the brief's."""
    published = source.published.end if source.published is not None else None
    return source.retrieved or published or visit.brief.as_of
