"""The ledger of a brief as JSON: every number that it prints, and where it comes from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from briefing.compose import Printing, printings
from briefing.facts.formulas import names, parse_formula
from briefing.facts.model import Visit

if TYPE_CHECKING:
    from briefing.pipeline.composing import Composed
    from briefing.sections import Wording


def ledger(composed: Composed) -> bytes:
    """Every printed value with its fact, formula, interval, speaker and place, as JSON."""
    wording = composed.wording
    printed = printings(composed.document)
    named = _named(printed, wording.visit)
    ids = (*wording.visit.facts, *wording.visit.calculations)
    origins = {id: _origin(id, wording) for id in ids if id in named}
    shown = ",\n".join(f"  {_text(id)}: {_text(origin)}" for id, origin in origins.items())
    said = ",\n".join(f"  {_text(_entry(one))}" for one in printed)
    return (
        f'{{\n "visit": {_text(wording.visit.visit.title)},\n "origins": {{\n{shown}\n }},\n'
        f' "printed": [\n{said}\n ]\n}}\n'
    ).encode()


def _text(value: object) -> str:
    """JSON on one line, an entry to each: laid out by the library, all of it takes five times as long."""
    return json.dumps(value, ensure_ascii=False)


def _entry(one: Printing) -> dict[str, str]:
    return {
        "text": one.text,
        "class": one.numeral.value,
        "id": one.id,
        "form": one.form,
        "section": one.section,
    }


def _named(printed: Iterable[Printing], visit: Visit) -> set[str]:
    """What the brief prints, and what that is reckoned from; nothing else is for its readers."""
    named = {p.id for p in printed if p.id}
    waiting = list(named)
    while waiting:
        calculation = visit.calculations.get(waiting.pop())
        inside = set(names(parse_formula(calculation.formula)) if calculation else ()) - named
        named |= inside
        waiting += inside
    return named


def _origin(id: str, wording: Wording) -> dict[str, str]:
    described = "".join(getattr(inline, "text", "") for inline in wording.describe(id))
    calculation = wording.visit.calculations.get(id)
    if calculation is not None:
        result = wording.results[id]
        interval = (
            wording.interval(id).text if result.value is not None and not result.exact else ""
        )
        return {
            "description": described,
            "class": wording.class_of(id),
            "formula": calculation.formula,
            "interval": interval,
            "because": calculation.because,
            "dropped": result.dropped,
        }
    fact = wording.visit.facts[id]
    return {
        "description": described,
        "class": wording.class_of(id),
        "speaker": wording.says(fact).text,
        "mode": wording.mode(fact),
        "source": wording.visit.sources[fact.at.source].title,
        "place": wording.place_text(fact),
        "exact": wording.value(id, "exact").text if getattr(fact, "exact", None) else "",
        "flags": ", ".join(getattr(fact, "flags", ())),
        "words": "" if wording.is_withheld(fact) else " … ".join(fact.words),
    }
