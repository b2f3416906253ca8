"""Mentions: every id that a visit names, with the path of the field that names it.

Fields say in their type what they name (`fields.Names`); sentences, formulas and reasons are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from briefing.facts.fields import At, Names
from briefing.facts.flaws import Path
from briefing.facts.formulas import FormulaError, names, parse_formula
from briefing.facts.model import Calculation, Measure, Visit
from briefing.facts.prose import Prose

_Naming = tuple[Names | None, Names | None]

_ID_ALONE = re.compile(r"[A-Z]+[0-9]+[a-z]?")


@dataclass(frozen=True, slots=True)
class Mention:
    """An id named at a path, and the part it must be in; `number`: a calculation's will do.

    `form` is what is asked of it ("period" in `{F29.period}`).
    """

    path: Path
    section: str
    id: str
    number: bool = False
    form: str = ""


def mentions(visit: Visit) -> Iterator[Mention]:
    """Every mention in `visit`, in the order of the model."""
    for name in Visit.model_fields:
        yield from _in_value(getattr(visit, name), naming(Visit)[name], (name,))


def mentions_in(kind: type[BaseModel], fields: Mapping[str, Any], path: Path) -> Iterator[Mention]:
    """Every mention in the fields of a part of the kind `kind` that stands at `path`."""
    for name, value in fields.items():
        inner = (*path, name)
        if kind is Calculation and name == "formula":
            yield from (Mention(inner, "facts", key, True) for key in _in_formula(value))
        elif kind is Measure and name == "of":
            yield from (
                Mention(inner, "measures", i) for i in re.split(r"\s+[-+/*]\s+", value) if i
            )
        elif name == "because" and _ID_ALONE.fullmatch(value):
            yield Mention(inner, "facts", value, True)
        else:
            yield from _in_value(value, naming(kind)[name], inner)


def _in_formula(text: str) -> tuple[str, ...]:
    """The ids in a formula; none where it cannot be read, which is another fault."""
    try:
        return names(parse_formula(text))
    except FormulaError:
        return ()


def _in_value(value: object, names: _Naming, path: Path) -> Iterator[Mention]:
    key_names, own = names
    match value:
        case Prose():
            for part in value.references:
                yield Mention(path, "facts", part.id, True, part.form)
        case At():
            yield Mention(path, "sources", value.source)
        case BaseModel():
            yield from mentions_in(type(value), value.__dict__, path)
        case str() if own:
            yield Mention(path, own.section, value, own.number)
        case tuple():
            for i, item in enumerate(value):
                yield from _in_value(item, names, (*path, i))
        case Mapping():
            for key, item in value.items():
                if key_names:
                    yield Mention((*path, key), key_names.section, key)
                yield from _in_value(item, names, (*path, key))
        case _:
            pass


@cache
def naming(kind: type[BaseModel]) -> dict[str, _Naming]:
    """What the fields of a kind name: with their keys, and with what they hold."""
    fields = {}
    for name, annotation in get_type_hints(kind, include_extras=True).items():
        arguments = get_args(annotation)
        if get_origin(annotation) is Mapping:
            fields[name] = (_names(arguments[0]), _names(arguments[1]))
        else:
            fields[name] = (None, _names(annotation))
    return fields


def _names(annotation: Any) -> Names | None:
    for found in (*getattr(annotation, "__metadata__", ()), *get_args(annotation)):
        if isinstance(found, Names):
            return found
        if inner := _names(found) if get_args(found) else None:
            return inner
    return None
