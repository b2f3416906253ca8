"""How relative words were read: "last year" is 2024, because the report is of November 2025."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from briefing.facts.fields import Part, Unfit, found


class Resolved(Part):
    """How relative words were read: the words, what they came to, and why."""

    words: str
    to: str
    because: str


def _readings(raw: object) -> object:
    """`{last year: 2024, because: F18}`, or a list of such, as readings with their words."""
    if isinstance(raw, list):
        return [_reading(item) for item in raw]
    return [_reading(raw)] if isinstance(raw, Mapping) else raw


def _reading(raw: object) -> object:
    if not isinstance(raw, Mapping):
        return raw
    words = [key for key in raw if key != "because"]
    if len(words) != 1 or not isinstance(raw.get("because"), str):
        raise Unfit(
            f"expected the words, what they were read as, and because; found {found(raw)}",
            "write {last year: 2024, because: F18}; for several, a list of such",
        )
    return {"words": words[0], "to": raw[words[0]], "because": raw["because"]}


_READING = {
    "type": "object",
    "required": ["because"],
    "minProperties": 2,
    "maxProperties": 2,
    "additionalProperties": {"type": ["string", "number", "boolean"]},
}

Readings = Annotated[
    tuple[Resolved, ...],
    BeforeValidator(_readings),
    WithJsonSchema({"anyOf": [_READING, {"type": "array", "items": _READING}]}),
]
