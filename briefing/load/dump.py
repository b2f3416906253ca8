"""A Visit as the text of a facts file: what loading reads back as the same visit. Comments are not kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from briefing.facts.fields import At, Missing, Part
from briefing.facts.model import FACT_KINDS, Fact, Resolved, Visit
from briefing.facts.periods import Period
from briefing.facts.prose import Prose
from briefing.facts.quantities import Quantity
from briefing.facts.reading import QUANTITY_KINDS

_PLAIN = re.compile(r"[^\W_][^\n?,\[\]{}#:&*!|>'\"%@`\\]*(?:%)?")
_EMPTY = ("~", "null", "Null", "NULL")


def dump(visit: Visit) -> str:
    """`visit` as YAML: one line for each entry, keys that hold their default left out."""
    return "\n".join(_sections(visit))


def _sections(visit: Visit) -> Iterator[str]:
    for name, value in _stated(visit):
        yield f"{name}:"
        if isinstance(value, Mapping):
            yield from (f"  {_key(key)}: {_flow(entry)}" for key, entry in value.items())
        elif isinstance(value, tuple):
            yield from (f"  - {_flow(item)}" for item in value)
        elif isinstance(value, Part):
            yield from (f"  {key}: {_flow(inner)}" for key, inner in _stated(value))
        yield ""


def _stated(part: Part) -> Iterator[tuple[str, object]]:
    """The fields of a part that say something, in order; a fact opens with its kind."""
    fields = dict(part)
    for name in _order(part):
        value = fields[name]
        withheld = isinstance(value, Missing) and value.kind == "withheld"
        if withheld and name in QUANTITY_KINDS:
            assert isinstance(value, Missing)
            yield from ((name, None), ("withheld", value.because))
        elif value != type(part).model_fields[name].default:
            yield name, value


def _order(part: Part) -> list[str]:
    names = [name for name in type(part).model_fields if name not in ("id", "key")]
    opening = next((k for k, kind in FACT_KINDS.items() if type(part) is kind), None)
    if isinstance(part, Fact) and opening:
        names.sort(key=lambda name: name != opening)
    return names


def _flow(value: object) -> str:
    """A value on one line."""
    match value:
        case None:
            return "~"
        case bool():
            return "yes" if value else "no"
        case Quantity() | Period() | Prose():
            return _text(value.text)
        case Missing():
            return value.kind
        case At(source, place):
            return _text(f"{source} {place}".strip())
        case date():
            return value.isoformat()
        case Resolved():
            return f"{{{_key(value.words)}: {_text(value.to)}, because: {_text(value.because)}}}"
        case Part():
            return _braces(_stated(value))
        case Mapping():
            return _braces(value.items())
        case tuple():
            return f"[{', '.join(map(_flow, value))}]"
        case _:
            return _text(str(value))


def _braces(pairs: Iterable[tuple[str, object]]) -> str:
    return f"{{{', '.join(f'{_key(key)}: {_flow(value)}' for key, value in pairs)}}}"


def _key(key: str) -> str:
    """A key; YAML wants a long one marked."""
    return _text(key) if len(key) < 120 else f"? {_text(key)} "


def _text(text: str) -> str:
    """Text as it stands where that is safe inside braces, in double quotes elsewhere."""
    if _PLAIN.fullmatch(text) and text.strip() == text and text not in _EMPTY:
        return text
    return json.dumps(text, ensure_ascii=False)
