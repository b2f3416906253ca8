"""What a part of a formula stands for: a level, a change, a factor, a share of one measure and period.

Facts and numbers get their sense here, and the words in which a misfit is told; what two senses make
together, and what must not be put together, is in `refusals`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from briefing.facts.calculations import stated
from briefing.facts.model import ChangeFact, Fact, GoalFact, ValueFact, Visit
from briefing.facts.periods import Period
from briefing.facts.quantities import Quantity

Role = Literal["number", "level", "change", "factor", "ratio"]
"""A factor is one plus a change; a ratio is one level over another."""


@dataclass(frozen=True, slots=True)
class Sense:
    """What a part stands for. `name` is how a refusal calls it: an id, or the part as written.

    `measures` are those it is made of; `kind` the kind of its measure. `period` is None where facts of
    its kind need none, and not stated where the source gives none; `against` is the base of a change or a
    factor. `voices` are the speakers, each with the source. `value` is that of a number written in the
    formula. `part` is true for a part of a whole that is itself a fact.
    """

    name: str
    role: Role
    unit: str = ""
    measures: tuple[str, ...] = ()
    kind: str = ""
    period: Period | None = None
    against: Period | None = None
    voices: tuple[str, ...] = ()
    goal: bool = False
    part: bool = False
    value: Decimal | None = None

    @property
    def length(self) -> int:
        """Months of its period; 0 where it has none, or none that is stated."""
        return self.period.months if self.period is not None else 0

    @property
    def unknown_period(self) -> bool:
        """Whether it has a period that the source does not give."""
        return self.period is not None and not self.period.is_stated

    @property
    def part_year(self) -> bool:
        """Whether it is a flow over a part of a year."""
        return (
            self.kind in ("flow", "count") and self.period is not None and self.period.is_part_year
        )

    @property
    def dimensioned(self) -> bool:
        """Whether it is in a currency or in counted things."""
        return self.unit not in ("", "%", "pp")

    def same_period(self, other: Sense) -> bool:
        """Whether both are of the same days, or neither needs a period."""
        if self.period is None or other.period is None:
            return self.period is other.period
        return self.period.same_days(other.period)


def sense_of(fact: Fact, visit: Visit) -> Sense:
    """What a fact with a value stands for."""
    voices = (f"{fact.by or ''}/{fact.at.source}",)
    quantity = stated(fact)
    match fact:
        case ChangeFact():
            unit = quantity.unit if isinstance(quantity, Quantity) else "%"
            return Sense(
                fact.id, "change", unit, (fact.measure,), "", fact.period, fact.against, voices
            )
        case ValueFact() | GoalFact():
            measure = visit.measures[fact.measure]
            sense = Sense(
                fact.id, "level", measure.unit, (fact.measure,), measure.kind, voices=voices
            )
            if isinstance(fact, GoalFact):
                return replace(sense, goal=True)
            return replace(sense, period=fact.period, part=fact.of is not None)
        case _:
            return Sense(fact.id, "number", voices=voices)


def joined(one: Sense, other: Sense, name: str, role: Role) -> Sense:
    """What two parts make: all that they are made of, and the unit, kind and period of the first level."""
    lead = one if one.measures else other
    return replace(
        lead,
        name=name,
        role=role,
        measures=tuple(dict.fromkeys((*one.measures, *other.measures))),
        voices=tuple(dict.fromkeys((*one.voices, *other.voices))),
        goal=one.goal and other.goal,
        part=False,
        value=None,
    )


def unit_in_words(sense: Sense) -> str:
    """The unit as a refusal names it."""
    words = {"": "plain numbers", "%": "percent", "pp": "percentage points"}
    return words.get(sense.unit, sense.unit)
