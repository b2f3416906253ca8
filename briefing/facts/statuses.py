"""What a statistical office says of figures ("provisional"), and so of what is calculated from them."""

from __future__ import annotations

from collections.abc import Mapping

from briefing.facts.calculations import Result
from briefing.facts.fields import FlagName
from briefing.facts.model import ValueFact, Visit


def flags_of(id: str, visit: Visit, results: Mapping[str, Result]) -> tuple[FlagName, ...]:
    """The statuses of a figure that was read from a data file; of a calculation, those of its figures."""
    keys = results[id].inputs if id in results else (id,)
    facts = [visit.facts[key] for key in keys]
    return tuple(
        dict.fromkeys(f for fact in facts if isinstance(fact, ValueFact) for f in fact.flags)
    )
