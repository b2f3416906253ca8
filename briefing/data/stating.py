"""Claims as the facts file would state them: each figure exact, and rounded to what its measure prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from briefing.data.answers import Entry
from briefing.data.claims import Answer, Claim, Formula
from briefing.data.faults import DataFault
from briefing.facts.model import Measure
from briefing.facts.quantities import SCALES, Quantity

_WIDE = Context(prec=60)
_TOPIC = "statistics"


@dataclass(frozen=True, slots=True)
class Rounding:
    """To what figures of a measure are rounded: 10^`exponent` of 10^`scale` of the unit."""

    scale: int
    exponent: int

    def text(self, value: Decimal, unit: str) -> str:
        """A value in base units, rounded, as a facts file writes it; halves away from zero."""
        with localcontext(_WIDE):
            quantum = Decimal(1).scaleb(self.exponent)
            number = value.scaleb(-self.scale).quantize(quantum, rounding=ROUND_HALF_UP)
            number = number or abs(number)  # no minus before a zero
        word = next((f" {w}" for w, power in SCALES.items() if power == self.scale), "")
        return f"{number:f}{word} {unit}".strip()


def roundings(
    answers: Mapping[str, Answer], measures: Mapping[str, Measure]
) -> dict[str, Rounding]:
    """The rounding of each measure, one for all of its figures, so that a table has one scale.

    What the measure says; else three or four digits of the largest figure.
    """
    largest: dict[str, Decimal] = {}
    for claim in (c for answer in answers.values() for c in answer.claims):
        value = abs(claim.seen.value or Decimal(0))
        largest[claim.measure] = max(value, largest.get(claim.measure, Decimal(0)))
    return {id: _rounding(measures.get(id), value) for id, value in largest.items()}


def _rounding(measure: Measure | None, largest: Decimal) -> Rounding:
    if measure is not None and isinstance(measure.rounded, Quantity):
        exponent = measure.rounded.number.as_tuple().exponent
        leading = measure.rounded.number.normalize().as_tuple().exponent
        last = max(e for e in (exponent, leading) if isinstance(e, int))
        return Rounding(measure.rounded.scale, last)
    powers = [power for power in (0, *SCALES.values()) if largest >= Decimal(10) ** (power + 1)]
    scale = max(powers, default=0)
    if scale == 12:
        scale = 9
    return Rounding(scale, 0 if largest >= Decimal(10) ** (scale + 3) else -1)


def fact(claim: Claim, query: str, measure: Measure | None, rounding: Rounding | None) -> Entry:
    """A claim as a fact. Raises DataFault where its unit is not that of its measure."""
    seen = claim.seen
    at = f"{claim.source} {seen.rows}".strip()
    entry: Entry = {"measure": claim.measure, "period": claim.period, "at": at, "query": query}
    entry |= {"topic": (measure.topic if measure else "") or _TOPIC}
    if claim.rank is not None:
        entry["value"] = str(claim.rank)
    elif seen.confidential:
        entry["withheld"] = "confidential"
    elif seen.value is None:
        entry["value"] = "not stated"
    else:
        unit = measure.unit if measure else seen.unit
        if unit != seen.unit:
            message = f"the file’s figures are in {seen.unit}, and {claim.measure} is in {unit}"
            raise DataFault(message, "give the measure the unit of the file", "measure")
        entry["value"] = rounding.text(seen.value, unit) if rounding else f"{seen.value:f} {unit}"
        entry["exact"] = f"{_plain(seen.value):f} {unit}"
    for key, text in (("item", claim.item), ("code", claim.code), ("partner", claim.partner)):
        if text:
            entry[key] = text
    if seen.flags:
        entry["flags"] = list(seen.flags)
    if claim.tied:
        entry["tied"] = "yes"
    return entry


def _plain(value: Decimal) -> Decimal:
    """Without zeros at the end that the file may not have had."""
    with localcontext(_WIDE):
        plain = value.normalize()
        return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain


def calculation(formula: Formula, query: str) -> Entry:
    """A formula as a calculation."""
    entry: Entry = {"name": formula.name, "formula": formula.formula, "period": formula.period}
    entry["query"] = query
    for key in ("measure", "unit", "because"):
        if text := getattr(formula, key):
            entry[key] = text
    return entry


def entries(formulas: Iterable[Formula], query: str) -> dict[str, Entry]:
    """Formulas as calculations, by id."""
    return {formula.id: calculation(formula, query) for formula in formulas}
