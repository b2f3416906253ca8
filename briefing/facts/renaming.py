"""A part of a visit with other ids in it: each id that it names is given its new name, or is taken out.

Fields say in their type what they name (`fields.Names`); sentences, formulas and reasons are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from briefing.facts.fields import At, Missing, Names
from briefing.facts.formulas import FormulaError, names, parse_formula
from briefing.facts.mentions import naming
from briefing.facts.model import Calculation, Measure
from briefing.facts.prose import FactReference, Prose
from briefing.facts.resolutions import Resolved

_Part = TypeVar("_Part", bound=BaseModel)
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


class Gone(Exception):
    """A part needs an id that has no new name: it cannot stand."""


@dataclass(frozen=True, slots=True)
class Renaming:
    """New ids by section and old id; `words` gives the words for a reference that has none."""

    ids: Mapping[str, Mapping[str, str]]
    words: Callable[[FactReference], str]

    def part(self, part: _Part) -> _Part:
        """The part with its ids renamed. Raises Gone where one that it must have has no new name."""
        changed = {}
        for name, value in part.__dict__.items():
            if isinstance(part, Calculation) and name == "formula":
                changed[name] = self._formula(value)
            elif isinstance(part, Measure) and name == "of":
                changed[name] = self._made_of(value)
            elif isinstance(part, Resolved) and name == "because":
                changed[name] = self._id("facts", value, True) or value
            else:
                optional = not type(part).model_fields[name].is_required()
                changed[name] = self._value(value, naming(type(part))[name], optional)
        return part.model_copy(update=changed)

    def _value(
        self, value: object, named: tuple[Names | None, Names | None], optional: bool
    ) -> Any:
        keys, own = named
        match value:
            case Prose():
                return self._prose(value)
            case At():
                return At(self._needed("sources", value.source), value.place)
            case BaseModel():
                return self.part(value)
            case str() if own:
                new = self._id(own.section, value, own.number)
                if new is None and not optional:
                    raise Gone(value)
                return new
            case tuple():
                return self._several(value, named, own)
            case Mapping():
                return {
                    self._needed(keys.section, key) if keys else key: self._value(item, named, True)
                    for key, item in value.items()
                    if (not keys or self._id(keys.section, key) is not None)
                    and (not own or self._id(own.section, item, own.number) is not None)
                }
            case _:
                return value

    def _several(
        self,
        values: tuple[object, ...],
        named: tuple[Names | None, Names | None],
        own: Names | None,
    ) -> tuple[object, ...] | Missing:
        kept = []
        for value in values:
            if own and isinstance(value, str) and self._id(own.section, value, own.number) is None:
                continue
            kept.append(self._value(value, named, False))
        return tuple(kept)

    def _prose(self, prose: Prose) -> Prose:
        parts = []
        for part in prose.parts:
            if isinstance(part, str):
                parts.append(part.replace("{", "{{").replace("}", "}}"))
                continue
            new = self._id("facts", part.id, True)
            form = f".{part.form}" if part.form else ""
            words = self.words(part).replace("{", "{{").replace("}", "}}")
            parts.append(words if new is None else f"{{{new}{form}}}")
        return Prose("".join(parts))

    def _formula(self, formula: str) -> str:
        try:
            inside = names(parse_formula(formula))
        except FormulaError:
            raise Gone(formula) from None
        new = {id: self._needed("facts", id, True) for id in inside}
        return _ID.sub(lambda found: new.get(found[0], found[0]), formula)

    def _made_of(self, of: str) -> str:
        """ "exports - imports" in the new ids; nothing where one of them is gone."""
        parts = re.split(r"(\s+[-+/*]\s+)", of)
        new = [self._id("measures", p) if i % 2 == 0 else p for i, p in enumerate(parts) if of]
        return "".join(p or "" for p in new) if all(new) else ""

    def _needed(self, section: str, id: str, number: bool = False) -> str:
        new = self._id(section, id, number)
        if new is None:
            raise Gone(id)
        return new

    def _id(self, section: str, id: object, number: bool = False) -> str | None:
        if not isinstance(id, str):
            return None
        new = self.ids[section].get(id)
        return self.ids["calculations"].get(id) if new is None and number else new
