"""Calculations that must not be made: what is mixed in a formula that may not be mixed.

Part-year with full year, flow with stock, speaker with speaker, measure with measure, an unknown base, a
number that nobody stated: refused unless `because:` says why it holds. What never holds: unequal units, per
cent with percentage points, a base that may be zero, a range that cannot be shown. What takes a part of a
year for the whole is at most an illustration.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefing.facts.calculations import (
    fact_interval,
    result_of,
    result_unit,
    stated,
    stated_period,
)
from briefing.facts.formulas import Call, Formula, FormulaError, names, numeric_names, walk
from briefing.facts.intervals import NotMonotone
from briefing.facts.judging import Judge
from briefing.facts.model import Calculation, ChangeFact, Visit
from briefing.facts.nesting import inlined
from briefing.facts.senses import Sense

_JUSTIFY = 'change the formula, or say why it holds with "because: …"'
_ILLUSTRATE = 'add "illustration: yes" and "because: …", or leave it out'


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a calculation must not be made; `hint` says what would allow it."""

    id: str
    reason: str
    hint: str = ""


def refusals(visit: Visit) -> tuple[Refusal, ...]:
    """The calculations that must not be made, with the reason, in the order of the facts file.

    Circles are told by `calculations.cycles`; a calculation in one is refused here as too deep.
    """
    return tuple(
        refusal
        for calculation in visit.calculations.values()
        for refusal in dict.fromkeys(_refused(calculation, visit))
    )


def _refused(calculation: Calculation, visit: Visit) -> Iterator[Refusal]:
    id = calculation.id
    try:
        formula = inlined(calculation, visit)
    except FormulaError as fault:
        reason = f"{fault} (character {fault.offset + 1} of the formula)"
        yield Refusal(id, reason, fault.hint)
        return
    unfit = list(_unfit(formula, calculation, visit))
    if unfit:
        yield from unfit
        return
    judge = Judge(calculation, visit)
    sense = judge.judged()
    yield from (Refusal(id, reason, hint) for reason, hint in judge.never)
    wrong = _wrong_unit(calculation, formula, sense, visit)
    if wrong and not judge.never:
        yield Refusal(id, wrong)
    if calculation.illustration and not calculation.because:
        yield Refusal(id, "an illustration needs its reason", 'add "because: …"')
    if judge.stretched and not calculation.illustration and calculation.because:
        yield Refusal(id, judge.stretched, _ILLUSTRATE)
    if not calculation.because:
        yield from (Refusal(id, reason, _JUSTIFY) for reason in judge.unjustified)
    if not judge.never and not wrong:
        yield from _range(calculation, visit)


def _unfit(formula: Formula, calculation: Calculation, visit: Visit) -> Iterator[Refusal]:
    """Ids that stand for nothing a formula can use."""
    id = calculation.id
    unknown = [name for name in names(formula) if name not in visit.facts]
    for name in unknown:
        hint = "write a minus with spaces around it" if "-" in name else ""
        yield Refusal(id, f'no fact or calculation has the id "{name}"', hint)
    if unknown:
        return
    for name in numeric_names(formula):
        if stated(visit.facts[name]) is None:
            yield Refusal(id, f"{name} has no value to calculate with")
    for part in walk(formula):
        if isinstance(part, Call) and part.function == "year":
            period = stated_period(visit.facts[part.ids[0]])
            if period is not None and period.year is None:
                yield Refusal(id, f"{part.ids[0]} is of several years: {period.text}")


def _range(calculation: Calculation, visit: Visit) -> Iterator[Refusal]:
    try:
        result_of(calculation, visit)
    except NotMonotone as fault:
        still = next(_may_be_zero(calculation, visit), "")
        hint = f"{still} may be zero, so the result may be nothing: leave the calculation out"
        yield Refusal(calculation.id, str(fault), hint if still else fault.hint)


def _may_be_zero(calculation: Calculation, visit: Visit) -> Iterator[str]:
    """The changes in a formula that may as well be a rise as a fall."""
    for id in numeric_names(inlined(calculation, visit)):
        fact = visit.facts[id]
        if isinstance(fact, ChangeFact):
            span = fact_interval(fact, visit)
            if span.low is not None and span.high is not None and span.low <= 0 <= span.high:
                yield f"the change {id}"


def _wrong_unit(calculation: Calculation, formula: Formula, sense: Sense, visit: Visit) -> str:
    """What the formula gives, where it is not what the calculation or its measure says."""
    declared, found = result_unit(calculation, formula, visit), sense.unit
    if not (calculation.unit or calculation.measure):
        if " per " not in found and (found != "pp" or declared == "pp"):
            return ""
        return f"the formula gives {_WORDS.get(found, found)}: name its unit with “unit: …”"
    if declared == found or isinstance(formula, Call):
        return ""
    match found:
        case "":
            fits = not _is_currency(declared) and declared != "pp"
        case "%" | "pp":
            fits = found == "%" and not declared
        case _:
            fits = not (_is_currency(found) or _is_currency(declared) or declared in _WORDS)
    if fits:
        return ""
    return f"the formula gives {_WORDS.get(found, found)}, not {_WORDS.get(declared, declared)}"


_WORDS = {"": "a plain number", "%": "percent", "pp": "percentage points"}


def _is_currency(unit: str) -> bool:
    return len(unit) == 3 and unit.isascii() and unit.isupper()
