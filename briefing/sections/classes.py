"""The class of a value, as readers must tell it apart: stated, calculated, goal, part of a year, …"""

from __future__ import annotations

from collections.abc import Mapping

from briefing.facts.calculations import stated
from briefing.facts.model import (
    ChangeFact,
    DocumentFact,
    EventFact,
    Fact,
    GoalFact,
    Missing,
    ProjectFact,
    QuotationFact,
    StatementFact,
    ValueFact,
    Visit,
)
from briefing.facts.quantities import Quantity

NumericFact = ValueFact | ChangeFact | GoalFact


def class_key(visit: Visit, id: str) -> str:
    """The class of a fact or calculation, as `words.toml` names it."""
    calculation = visit.calculations.get(id)
    if calculation is not None:
        return "illustration" if calculation.illustration else "calculated"
    fact = visit.facts[id]
    if isinstance(fact, NumericFact):
        return _numeric_class(fact, visit.measures[fact.measure].kind == "flow")
    return next(name for name, kind in _PLAIN_CLASSES.items() if isinstance(fact, kind))


_PLAIN_CLASSES: Mapping[str, type[Fact]] = {
    "project": ProjectFact,
    "document": DocumentFact,
    "quotation": QuotationFact,
    "event": EventFact,
    "statement": StatementFact,
}


def _numeric_class(fact: NumericFact, flow: bool) -> str:
    quantity = stated(fact)
    if isinstance(quantity, Missing):
        return "missing" if quantity.kind == "not stated" else "withheld"
    if isinstance(fact, GoalFact):
        return "goal"
    part = fact.period is not None and fact.period.is_part_year
    if part and flow:
        return "part-year"
    if isinstance(quantity, Quantity) and quantity.qualifier:
        return "approximate" if quantity.qualifier in ("about", "almost") else "bound"
    return "stated"
