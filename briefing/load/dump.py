"""A Visit as the text of a facts file: what loading reads back as the same visit. Comments are not kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefing.facts.fields import Part
from briefing.facts.model import Visit
from briefing.facts.written import flow, key, stated


def dump(visit: Visit) -> str:
    """`visit` as YAML: one line for each entry, keys that hold their default left out."""
    return "\n".join(_sections(visit))


def _sections(visit: Visit) -> Iterator[str]:
    for name, value in stated(visit):
        yield f"{name}:"
        if isinstance(value, Mapping):
            yield from (f"  {key(id)}: {flow(entry)}" for id, entry in value.items())
        elif isinstance(value, tuple):
            yield from (f"  - {flow(item)}" for item in value)
        elif isinstance(value, Part):
            yield from (f"  {name}: {flow(inner)}" for name, inner in stated(value))
        yield ""
