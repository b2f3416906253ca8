"""From keys, lists and text to a Visit, or to everything in them that cannot be: flaws with their paths.

No files and no positions here: who knows where a path stands adds that.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from pydantic import BaseModel, TypeAdapter, ValidationError

from briefing.facts.fields import NOT_STATED, Missing, found
from briefing.facts.flaws import Flaw, Path, flaw_of, nearest, unknown_key
from briefing.facts.model import (
    FACT_KINDS,
    Brief,
    Fact,
    Side,
    Visit,
    VisitHead,
)
from briefing.facts.periods import Period

QUANTITY_KINDS = ("value", "change", "goal")
"""The kinds of fact that hold a quantity, which can be withheld."""

ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
"""An id: what may stand in braces and in a formula."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """What can be read of a part with flaws: its class (None where even that is unknown), its fields."""

    kind: type[BaseModel] | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """The visit, whole where there are no flaws; what has a flaw is left out of it.

    `broken` are the parts left out (("facts", "F29"), ("visit",)), each with what can be read of it:
    their ids exist all the same.
    """

    visit: Visit
    flaws: tuple[Flaw, ...] = ()
    broken: Mapping[Path, Fragment] = field(default_factory=dict)


def read(raw: Mapping[str, object]) -> Reading:
    """Read a facts file that has been taken apart into mappings, lists and text (None: nothing)."""
    desk = _Desk()
    parts: dict[str, Any] = {}
    for name, annotation in _sections().items():
        if raw.get(name) is None:
            if name in ("visit", "brief"):
                desk.refuse(Flaw((), f"{name}: required, but missing", _REQUIRED[name]), (name,))
            continue
        if get_origin(annotation) is Mapping:
            parts[name] = _entries(name, annotation, raw[name], desk)
        else:
            part = desk.validate(annotation, raw[name], (name,))
            if part is not None:
                parts[name] = part
    for key in raw:
        if key not in _sections():
            desk.refuse(unknown_key((key,), _sections()))
    visit = Visit.model_construct(**({"visit": _NO_HEAD, "brief": _NO_BRIEF} | parts))
    return Reading(visit, tuple(desk.flaws), desk.broken)


_REQUIRED = {
    "visit": "a facts file opens with visit: its title, type, dates, host and guest",
    "brief": "add brief: with as_of, the day up to which the facts are known",
}


@dataclass(slots=True)
class _Desk:
    """Where flaws are gathered while the parts are read."""

    flaws: list[Flaw] = field(default_factory=list)
    broken: dict[Path, Fragment] = field(default_factory=dict)

    def refuse(self, flaw: Flaw, part: Path | None = None) -> None:
        self.flaws.append(flaw)
        if part:
            self.broken.setdefault(part, Fragment())

    def validate(self, annotation: Any, raw: object, path: Path) -> Any:
        """The part that `raw` states, or None with its flaws gathered."""
        tidy = _tidy(raw, path)
        try:
            return _adapter(annotation).validate_python(tidy)
        except ValidationError as error:
            for details in error.errors(include_url=False):
                self.refuse(flaw_of(details, annotation, path), path)
            self.broken[path] = _legible(annotation, tidy)
            return None


def _legible(kind: Any, raw: object) -> Fragment:
    if not (isinstance(raw, Mapping) and isinstance(kind, type) and issubclass(kind, BaseModel)):
        return Fragment()
    legible: dict[str, Any] = {}
    for name, annotation in get_type_hints(kind, include_extras=True).items():
        with contextlib.suppress(ValidationError):
            if name in raw:
                legible[name] = _adapter(annotation).validate_python(raw[name])
    return Fragment(kind, legible)


@cache
def _sections() -> Mapping[str, Any]:
    return get_type_hints(Visit, include_extras=True)


@cache
def _adapter(annotation: Any) -> TypeAdapter[Any]:
    return TypeAdapter(annotation)


# --------------------------------------------------------------------------------- entries


def _entries(name: str, annotation: Any, raw: object, desk: _Desk) -> dict[str, Any]:
    """The entries of a part such as `people:` that can be read, by id."""
    if not isinstance(raw, Mapping):
        message = f"expected entries, each under its id; found {found(raw)}"
        desk.refuse(Flaw((name,), message), (name,))
        return {}
    keyed, kind = get_args(annotation)
    closed = get_args(keyed) if get_origin(keyed) is Literal else ()
    read: dict[str, Any] = {}
    for key, stated in raw.items():
        path = (name, key)
        if closed and key not in closed:
            desk.refuse(unknown_key(path, closed))
        elif not closed and not ID.fullmatch(key):
            desk.refuse(
                Flaw(path, f'expected an id of letters, digits, - and _, found "{key}"', "", True)
            )
        if stated is None:
            desk.refuse(Flaw(path, "expected something under this id, found nothing"), path)
            continue
        entry = _entry(kind, key, stated, path, desk)
        if entry is not None:
            read[key] = entry
    return read


def _entry(kind: Any, key: str, raw: object, path: Path, desk: _Desk) -> Any:
    own = next((name for name in ("id", "key") if name in getattr(kind, "model_fields", {})), "")
    if not own or not isinstance(raw, Mapping):
        return desk.validate(kind, raw, path)
    stated = dict(raw)
    if own in stated:
        desk.refuse(Flaw((*path, own), "the id stands before the colon alone", "", True), path)
    if kind is Fact:
        opened = _opened(stated, path, desk)
        if opened is None:
            return None
        kind = FACT_KINDS[opened]
    return desk.validate(kind, stated | {own: key}, path)


def _opened(stated: dict[str, object], path: Path, desk: _Desk) -> str | None:
    """The kind of a fact; a withheld one gets its Missing here."""
    kinds = [kind for kind in FACT_KINDS if kind in stated]
    reason = stated.pop("withheld", None)
    if not kinds and reason is not None:
        kinds = ["change" if "against" in stated else "value"]
    if len(kinds) != 1:
        desk.refuse(_no_one_kind(stated, kinds, path), path)
        return None
    kind = kinds[0]
    if reason is not None and kind not in QUANTITY_KINDS:
        message = f"only a value, a change or a goal can be withheld, not a {kind}"
        hint = "leave the fact out, or leave out what must not be known"
        desk.refuse(Flaw((*path, "withheld"), message, hint, True), path)
    elif reason is not None:
        if isinstance(reason, str):
            stated[kind] = Missing("withheld", reason)
        else:
            message = f"expected the reason, found {found(reason)}"
            desk.refuse(Flaw((*path, "withheld"), message), path)
    return kind


def _no_one_kind(stated: Mapping[str, object], kinds: Sequence[str], path: Path) -> Flaw:
    if kinds:
        message = f"one fact is one claim, but {' and '.join(kinds)} each open one"
        return Flaw(path, message, "make two facts of it", True)
    for key in stated:
        if hint := nearest(key, FACT_KINDS):
            return Flaw((*path, key), "unknown key", hint, True)
    message = f"expected one of {', '.join(FACT_KINDS)} to say what kind of fact it is"
    return Flaw(path, f"{message}, found {found(', '.join(stated))}", "", True)


def _tidy(raw: object, path: Path) -> object:
    """`raw` without empty keys, and each text on one line where the page has one line for it."""
    match raw:
        case str():
            if path[0] in ("commentary", "biographies"):
                return raw.strip() or None
            return re.sub(r"\s*\n\s*", " ", raw.strip()) or None
        case Mapping():
            tidy = {key: _tidy(value, (*path, key)) for key, value in raw.items()}
            kept = QUANTITY_KINDS if path[0] == "facts" else ()
            return {key: v for key, v in tidy.items() if v is not None or key in kept}
        case list():
            return [_tidy(item, (*path, i)) for i, item in enumerate(raw)]
        case _:
            return raw


_NOWHEN = Period(NOT_STATED, NOT_STATED)
_NO_SIDE = Side.model_construct(country="")
_NO_HEAD = VisitHead.model_construct(
    title="", type="", dates=_NOWHEN, host=_NO_SIDE, guest=_NO_SIDE
)
_NO_BRIEF = Brief.model_construct(as_of=date.min)
