"""Flaws: what cannot be in a facts file, in the words of its author and never in those of a library."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from briefing.facts.fields import NOT_STATED, found

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that cannot be; `at_key` where the key is at fault and not what it holds."""

    path: Path
    message: str
    hint: str = ""
    at_key: bool = False


def dotted(path: Iterable[str | int]) -> str:
    """A path as authors read it: `facts.F29.value`, `bottom_line[0]`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def nearest(word: str, words: Iterable[str]) -> str:
    """`did you mean "measure"?` where one of `words` is near; "" where none is."""
    known = list(words)
    near = [w for w in known if sorted(w.lower()) == sorted(word.lower())]  # F92 for F29
    near += difflib.get_close_matches(word, known, 1, cutoff=0.7)
    return f'did you mean "{near[0]}"?' if near else ""


def flaw_of(details: ErrorDetails, annotation: Any, path: Path) -> Flaw:
    """One validation error in the words of the facts file."""
    loc = tuple(step for step in details["loc"] if step != "[key]")
    where = (*path, *loc)
    raw = details["input"]
    match details["type"]:
        case "missing":
            return Flaw(where, "required, but missing", _way_out(str(loc[-1])), True)
        case "extra_forbidden":
            keys = getattr(_part_at(annotation, loc[:-1]), "model_fields", {})
            return unknown_key(where, [key for key in keys if key not in ("id", "key")])
        case "literal_error":
            part = _literals(_part_at(annotation, loc))
            hint = nearest(raw, part) if isinstance(raw, str) else ""
            return Flaw(
                where, f"expected {_or(part)}, found {found(raw)}", hint, "[key]" in details["loc"]
            )
        case "value_error":
            error = details["ctx"]["error"]
            hint = getattr(error, "hint", "") if isinstance(error, ValueError) else ""
            return Flaw(where, str(error), hint)
        case "string_type":
            return Flaw(where, f"expected text, found {found(raw)}")
        case "tuple_type":
            return Flaw(where, f"expected a list, found {found(raw)}")
        case _:
            return Flaw(where, f"expected keys with values, found {found(raw)}")


def _way_out(key: str) -> str:
    if key in ("period", "against", "due", "when"):
        return f'add "{key}: …"; where the source gives none, "{key}: {NOT_STATED}"'
    return f'add "{key}: …"'


def unknown_key(path: Path, keys: Iterable[str]) -> Flaw:
    """A key that is none of `keys`; the hint names the nearest, or all."""
    known = list(keys)
    hint = nearest(str(path[-1]), known) or f"known here: {', '.join(known)}"
    if path[-1] == "<<":
        hint = "keys are not merged: write them out"
    return Flaw(path, "unknown key", hint, True)


def _or(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _part_at(annotation: Any, loc: Path) -> Any:
    """The type that stands at `loc` inside a type."""
    for step in loc:
        options = [annotation, *_inside(annotation)]
        models = [o for o in options if isinstance(o, type) and issubclass(o, BaseModel)]
        if isinstance(step, int):
            annotation = next((o for o in _inside(annotation) if o is not Ellipsis), None)
        elif models and step in models[0].model_fields:
            annotation = get_type_hints(models[0], include_extras=True)[step]
        else:
            annotation = next(iter(_inside(annotation)), None)
    options = [annotation, *_inside(annotation)]
    return next(
        (o for o in options if isinstance(o, type) and issubclass(o, BaseModel)), annotation
    )


def _inside(annotation: Any) -> list[Any]:
    """What an annotation is made of, however deep (`tuple[Point, ...]` holds Point)."""
    found_inside: list[Any] = []
    for part in get_args(annotation):
        if get_origin(annotation) is not Literal:
            found_inside += [part, *_inside(part)]
    return found_inside


def _literals(annotation: Any) -> list[str]:
    for option in (annotation, *_inside(annotation)):
        if get_origin(option) is Literal:
            return [word for word in get_args(option) if word]
    return []
