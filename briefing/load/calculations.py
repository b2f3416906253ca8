"""Calculations that cannot or must not be made, as diagnostics; `facts.refusals` knows which."""

from __future__ import annotations

from collections.abc import Mapping

from briefing.errors import Diagnostic, Place
from briefing.facts.flaws import Path
from briefing.facts.formulas import Call, Formula, FormulaError, Name, Operation, parse_formula
from briefing.facts.model import Fact, Visit
from briefing.facts.reading import Reading
from briefing.facts.refusals import refusals
from briefing.load.circles import circles
from briefing.load.nodes import dotted, place_of

MOST_PARTS = 200
"""Facts and numbers a formula may come to when the calculations it uses are written out in it."""
MOST_LEVELS = 20
"""How many calculations may stand on each other."""


def check_calculations(read: Reading, places: Mapping[str, Place], file: str) -> list[Diagnostic]:
    """Circles, bounds and refusals; a calculation whose input has a flaw of its own waits for that."""
    faults: list[Diagnostic] = []

    def refuse(key: str, message: str, hint: str) -> None:
        path: Path = ("calculations", key, "formula")
        place = place_of(path, places, file)
        faults.append(Diagnostic(place, dotted(path), message, hint))

    formulas = {
        key: _names(calculation.formula)
        for key, calculation in read.visit.calculations.items()
        if key not in read.visit.facts
    }
    unsound: set[str] = set()
    for circle in circles(formulas):
        unsound |= set(circle)
        way = " → ".join((*circle, circle[0]))
        refuse(circle[0], f"the formulas go round in a circle: {way}", "no number comes out of it")
    for key in _boundless(formulas, unsound):
        unsound.add(key)
        message = (
            f"expected at most {MOST_LEVELS} calculations on each other and {MOST_PARTS} facts and "
            "numbers in all of them, found more"
        )
        refuse(key, message, "use fewer calculations of calculations")
    for refusal in refusals(_sound(read.visit, formulas, unsound)):
        refuse(refusal.id, refusal.reason, refusal.hint)
    return faults


def _names(text: str) -> tuple[str, ...]:
    """Every id in a formula, as often as it stands there; none where it cannot be read."""

    def inside(formula: Formula) -> tuple[str, ...]:
        match formula:
            case Name(key):
                return (key,)
            case Call(_, keys):
                return keys
            case Operation(_, left, right):
                return inside(left) + inside(right)
            case _:
                return ()

    try:
        return inside(parse_formula(text))
    except FormulaError:
        return ()


def _boundless(formulas: Mapping[str, tuple[str, ...]], circular: set[str]) -> list[str]:
    """The calculations that grow past the bounds when those they use are written out in them."""
    sizes = dict.fromkeys(circular, 1)
    for _ in range(MOST_LEVELS):
        known = dict(sizes)
        for key, names in formulas.items():
            if key not in known and all(name in known or name not in formulas for name in names):
                sizes[key] = sum(known.get(name, 1) for name in names)
    return [key for key in formulas if sizes.get(key, MOST_PARTS + 1) > MOST_PARTS]


def _sound(visit: Visit, formulas: Mapping[str, tuple[str, ...]], unsound: set[str]) -> Visit:
    """The visit with only those facts and calculations that can be judged."""
    facts = {key: fact for key, fact in visit.facts.items() if _is_judged(fact, visit)}
    left = {
        key
        for key in formulas
        if key not in unsound and visit.calculations[key].measure in (None, *visit.measures)
    }
    before = 0
    while before != len(left):  # each round drops what stood on what the last one dropped
        before = len(left)
        left = {key for key in left if all(name in facts or name in left for name in formulas[key])}
    sound = {key: visit.calculations[key] for key in formulas if key in left}
    return visit.model_copy(update={"facts": facts, "calculations": sound})


def _is_judged(fact: Fact, visit: Visit) -> bool:
    """Whether its measure, source and speaker exist: what is misspelt is told once, at its place."""
    measure = getattr(fact, "measure", None)
    known = measure is None or measure in visit.measures
    return known and fact.at.source in visit.sources and fact.by in (None, *visit.people)
