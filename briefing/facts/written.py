"""What an author stated, as text again: one definition for the facts file and for snapshots of it.

Each text is read back as the same value by its kind of field; nothing here lays out a file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Context, Decimal

from briefing.facts.calculations import Result
from briefing.facts.durations import Duration
from briefing.facts.fields import At, Missing, Part
from briefing.facts.model import FACT_KINDS, Fact
from briefing.facts.periods import Period
from briefing.facts.prose import Prose
from briefing.facts.quantities import Quantity
from briefing.facts.reading import QUANTITY_KINDS
from briefing.facts.resolutions import Resolved

_PLAIN = re.compile(r"[^\W_][^\n?,\[\]{}#:&*!|>'\"%@`\\]*(?:%)?")
_EMPTY = ("~", "null", "Null", "NULL")


def stated(part: Part) -> Iterator[tuple[str, object]]:
    """The fields of a part that say something, in order; a fact opens with its kind."""
    fields = dict(part)
    for name in _order(part):
        if fields[name] != type(part).model_fields[name].default:
            yield name, fields[name]


def _order(part: Part) -> list[str]:
    names = [name for name in type(part).model_fields if name not in ("id", "key")]
    opening = next((k for k, kind in FACT_KINDS.items() if type(part) is kind), None)
    if isinstance(part, Fact) and opening:
        names.sort(key=lambda name: name != opening)
    return names


def written(value: object) -> str:
    """A value as text: as it was written where it is one text, else as `flow` has it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Quantity() | Period() | Prose() | Duration():
            return value.text
        case Missing(kind, because):
            return f"{kind}: {because}" if because else kind
        case At(source, place):
            return f"{source} {place}".strip()
        case date():
            return value.isoformat()
        case Part() | Mapping() | tuple():
            return flow(value)
        case _:
            return str(value)


def written_result(result: Result) -> str:
    """What a calculation came to: "about 3600000000 USD, to 100000000, from 3560000000 to 3660000000".

    In plain digits: the number, the last digit that may be printed, and the range, which an exact
    number has not. Per cent and percentage points are as they are printed, not shares of 1.
    """
    if result.value is None:
        return f"nothing, as {result.dropped}"
    percent = result.unit in ("%", "pp")
    low, high = _digits(result.low, percent), _digits(result.high, percent)
    unit = result.unit if result.unit in ("", "%") else f" {result.unit}"
    number = _digits(result.rounded, percent) + unit
    if result.exact and low == high:
        return number
    about = "" if result.exact else "about "
    ends = f"from {low} to {high}" if low and high else f"from {low}" if low else f"up to {high}"
    return (
        f"{about}{number}, to {_digits(result.quantum, percent)}, {ends if low or high else 'open'}"
    )


def _digits(value: Decimal | None, percent: bool) -> str:
    """A number without exponent and trailing zeros; "" for an open end."""
    if value is None:
        return ""
    exact = Context(prec=200)
    shown = value.scaleb(2, exact) if percent else value
    return f"{shown.normalize(exact) + 0:f}"


def flow(value: object) -> str:
    """A value as YAML on one line, lists in brackets and keys with values in braces."""
    match value:
        case None:
            return "~"
        case Missing():
            return value.kind
        case Resolved():
            return f"{{{key(value.words)}: {scalar(value.to)}, because: {scalar(value.because)}}}"
        case Part():
            return _braces(_with_withheld(stated(value)))
        case Mapping():
            return _braces(value.items())
        case tuple():
            return f"[{', '.join(map(flow, value))}]"
        case _:
            return scalar(written(value))


def _with_withheld(pairs: Iterable[tuple[str, object]]) -> Iterator[tuple[str, object]]:
    """A quantity that is withheld is empty, with the reason beside it."""
    for name, value in pairs:
        if name in QUANTITY_KINDS and isinstance(value, Missing) and value.kind == "withheld":
            yield from ((name, None), ("withheld", value.because))
        else:
            yield name, value


def _braces(pairs: Iterable[tuple[str, object]]) -> str:
    return f"{{{', '.join(f'{key(name)}: {flow(value)}' for name, value in pairs)}}}"


def key(name: str) -> str:
    """A key as YAML, which wants a long one marked."""
    return scalar(name) if len(name) < 120 else f"? {scalar(name)} "


def scalar(text: str) -> str:
    """Text as it stands where that is safe inside braces, in double quotes elsewhere."""
    if _PLAIN.fullmatch(text) and text.strip() == text and text not in _EMPTY:
        return text
    return json.dumps(text, ensure_ascii=False)
