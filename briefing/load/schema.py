"""The facts file's JSON Schema, made from the model: what editors complete and check by.

It accepts what the loader accepts. What only the loader can know (ids, units, days that exist) it
leaves to the loader.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, get_origin, get_type_hints

from briefing.facts.chart_specs import CHART_KINDS
from briefing.facts.model import FACT_KINDS, Fact, Visit
from briefing.facts.reading import QUANTITY_KINDS

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_NOTHING: Schema = {"type": "null"}
_ID: Schema = {"pattern": "^[A-Za-z][A-Za-z0-9_-]*$"}
_SECTIONS_BY_ID = [
    name
    for name, kind in get_type_hints(Visit).items()
    if get_origin(kind) is Mapping and name != "commentary"  # keyed by the names of sections
]
_REFS = "#/$defs/{model}"


def json_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of a facts file."""
    made = Visit.model_json_schema(ref_template=_REFS)
    parts: dict[str, Schema] = made.pop("$defs")
    for kind in FACT_KINDS.values():
        fact = kind.model_json_schema(ref_template=_REFS)
        parts |= fact.pop("$defs", {}) | {kind.__name__: fact}
    parts["ChartSpec"]["properties"]["kind"] = {"enum": list(CHART_KINDS)}
    for unused in ("Fact", "Resolved"):
        parts.pop(unused, None)
    facts = {kind.__name__ for kind in FACT_KINDS.values()}
    definitions = {
        name: _part(part, str(Fact.__doc__) if name in facts else "")
        for name, part in sorted(parts.items())
    }
    for opening in QUANTITY_KINDS:
        _let_withhold(definitions[FACT_KINDS[opening].__name__], opening)
    definitions["Fact"] = _fact()
    definitions["Point"] = {"anyOf": [_TEXT, definitions["Point"]]}
    root = _part(made)
    for section in _SECTIONS_BY_ID:
        root["properties"][section]["anyOf"][0]["propertyNames"] = _ID
    head = {"$schema": DIALECT, "title": "The facts file of a visit"}
    return head | root | {"$defs": definitions}


def schema_text() -> str:
    """The schema as the file editors read: `assets/visit.schema.json`."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _part(part: Schema, more: str = "") -> Schema:
    """One part: its description and its keys; the id that stands before the colon is no key.

    A key is described by the sentences of the docstring (and of `more`) that name it.
    """
    description = _sentences(part.get("description", ""))
    required = [key for key in part.get("required", []) if key not in ("id", "key")]
    properties = {}
    for key, stated in part["properties"].items():
        if key in ("id", "key"):
            continue
        about = [sentence for sentence in description + _sentences(more) if f"`{key}`" in sentence]
        properties[key] = _described(_field(stated, key in required), about)
    made: Schema = {"type": "object", "description": " ".join(description)}
    made |= {"properties": properties, "additionalProperties": False}
    return made | ({"required": required} if required else {})


def _field(stated: Schema, required: bool) -> Schema:
    """What a key may hold: text for text, since the loader reads every scalar as text."""
    options = [_value(o) for o in stated.get("anyOf", [stated]) if o != _NOTHING]
    if not required:  # an empty key is as if it were not there
        options = [_or_nothing(options[0])] if len(options) == 1 else [*options, _NOTHING]
    made: Schema = options[0] if len(options) == 1 else {"anyOf": options}
    if "description" in stated:
        made = {**made, "description": stated["description"]}
    return made


def _or_nothing(stated: Schema) -> Schema:
    if "enum" in stated:
        kept = {key: stated[key] for key in stated if key != "type"}
        return kept | {"enum": [*stated["enum"], None]}
    if isinstance(stated.get("type"), list):
        return {**stated, "type": [*stated["type"], "null"]}
    return {"anyOf": [stated, _NOTHING]}


def _value(stated: Schema) -> Schema:
    if stated.get("type") == "string" and "enum" not in stated and "const" not in stated:
        return _TEXT
    if stated.get("type") == "array":
        return {"type": "array", "items": _value(stated["items"])}
    if stated.get("type") == "object" and "required" not in stated:
        made: Schema = {"type": "object"}
        if "propertyNames" in stated:
            made["propertyNames"] = stated["propertyNames"]
        made["additionalProperties"] = _value(stated["additionalProperties"])
        return made
    return {key: stated[key] for key in stated if key not in ("title", "default")}


def _described(stated: Schema, about: list[str]) -> Schema:
    if "description" in stated or not about:
        return stated
    return {**stated, "description": " ".join(about)}


def _sentences(docstring: str) -> list[str]:
    text = " ".join(docstring.split())
    return re.split(r"(?<=[.])\s+(?=[A-Z`])", text) if text else []


def _let_withhold(fact: Schema, opening: str) -> None:
    """A quantity may be empty, or left out, where `withheld` gives the reason."""
    stated = fact["properties"][opening]
    fact["properties"][opening] = {**stated, "type": [*_TEXT["type"], "null"]}
    fact["properties"]["withheld"] = {
        "anyOf": [_TEXT, _NOTHING],
        "description": "Why the quantity is withheld: what depends on it is left out, with a note.",
    }
    fact["required"].remove(opening)
    given = {"required": [opening], "properties": {opening: _TEXT}}
    fact["anyOf"] = [given, {"required": ["withheld"], "properties": {"withheld": _TEXT}}]


def _fact() -> Schema:
    """A fact: the key that opens it says its kind, and so what other keys it may have."""
    choices: Schema = {
        "description": "A fact opens with what it is: " + ", ".join(FACT_KINDS) + ".",
        "properties": {
            opening: {"description": _sentences(str(kind.__doc__))[0]}
            for opening, kind in FACT_KINDS.items()
        },
        "anyOf": [{"required": [opening]} for opening in FACT_KINDS],
    }
    withheld: Schema = {
        "if": {"required": ["against"]},
        "then": {"$ref": "#/$defs/ChangeFact"},
        "else": {"$ref": "#/$defs/ValueFact"},
    }
    chain: Schema = {"if": {"required": ["withheld"]}, "then": withheld, "else": choices}
    for opening, kind in reversed(list(FACT_KINDS.items())):
        then = {"$ref": f"#/$defs/{kind.__name__}"}
        chain = {"if": {"required": [opening]}, "then": then, "else": chain}
    return {"type": "object", **chain}
