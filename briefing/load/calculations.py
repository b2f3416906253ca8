"""Calculations that cannot or must not be made, as diagnostics; `facts.refusals` knows which."""

from __future__ import annotations

from collections.abc import Mapping

from briefing.errors import Diagnostic, Place
from briefing.facts.calculations import cycles
from briefing.facts.formulas import FormulaError, names, parse_formula
from briefing.facts.model import Calculation, Fact, Visit
from briefing.facts.reading import Path, Reading
from briefing.facts.refusals import refusals
from briefing.load.nodes import dotted, place_of


def check_calculations(read: Reading, places: Mapping[str, Place], file: str) -> list[Diagnostic]:
    """Circles and refusals; a calculation with an input that has a flaw of its own waits for that."""
    faults: list[Diagnostic] = []

    def refuse(key: str, message: str, hint: str) -> None:
        path: Path = ("calculations", key, "formula")
        place = place_of(path, places, file)
        faults.append(Diagnostic(place, dotted(path), message, hint))

    circular: set[str] = set()
    own = {k: c for k, c in read.visit.calculations.items() if k not in read.visit.facts}
    visit = read.visit.model_copy(update={"calculations": own})
    for circle in cycles(visit):
        circular |= set(circle)
        way = " → ".join(circle)
        refuse(circle[0], f"the formulas go round in a circle: {way}", "no number comes out of it")
    for refusal in refusals(_sound(visit, circular)):
        refuse(refusal.id, refusal.reason, refusal.hint)
    return faults


def _sound(visit: Visit, circular: set[str]) -> Visit:
    """The visit with only those facts and calculations that can be judged."""
    facts = {key: fact for key, fact in visit.facts.items() if _measured(fact, visit)}
    left = {key: c for key, c in visit.calculations.items() if key not in circular}
    calculations: Mapping[str, Calculation] = {}
    while len(calculations) != len(
        left
    ):  # each round drops what stood on what the last one dropped
        calculations = left
        left = {
            key: c
            for key, c in calculations.items()
            if (c.measure is None or c.measure in visit.measures)
            and all(name in facts or name in calculations for name in _names(c))
        }
    return visit.model_copy(update={"facts": facts, "calculations": left})


def _measured(fact: Fact, visit: Visit) -> bool:
    measure = getattr(fact, "measure", None)
    return measure is None or measure in visit.measures


def _names(calculation: Calculation) -> tuple[str, ...]:
    try:
        return names(parse_formula(calculation.formula))
    except FormulaError:
        return ()
