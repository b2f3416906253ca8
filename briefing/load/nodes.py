"""What YAML comes down to here: text, keys with values, and lists, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from briefing.errors import Diagnostic, Place
from briefing.facts.flaws import dotted as dotted  # noqa: PLC0414  (asked for here)


@dataclass(frozen=True, slots=True)
class Scalar:
    """Text as written; `plain` without quotes, `blank` where nothing is written at all."""

    text: str
    place: Place
    plain: bool = True
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Entries:
    """Keys with values, in order; `place` is where the first stands."""

    pairs: tuple[tuple[Scalar, Node], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    nodes: tuple[Node, ...]
    place: Place


Node = Scalar | Entries | Items

Raw = str | dict[str, "Raw"] | list["Raw"] | None


def place_of(path: Iterable[str | int], places: Mapping[str, Place], file: str) -> Place:
    """Where a path stands, or the nearest thing around it."""
    steps = tuple(path)
    for length in range(len(steps), 0, -1):
        if place := places.get(dotted(steps[:length])):
            return place
    return Place(file)


@dataclass(slots=True)
class Outline:
    """A facts file taken apart: `raw` for the model, and where every path of it stands.

    `keys` has the place of each key; `places` that of each text, or the key's of what holds more.
    """

    raw: Raw
    keys: dict[str, Place]
    places: dict[str, Place]
    faults: list[Diagnostic]


def outline(node: Node | None) -> Outline:
    """`node` taken apart; an empty scalar and ~ are None, an unquoted null is a fault."""
    made = Outline(None, {}, {}, [])
    made.raw = None if node is None else _raw(node, "", made)
    return made


def _raw(node: Node, path: str, made: Outline) -> Raw:
    made.places[path] = node.place if isinstance(node, Scalar) else made.keys.get(path, node.place)
    match node:
        case Scalar(text, place, plain):
            if plain and text in ("null", "Null", "NULL"):
                hint = f'leave it empty for nothing; for the word, put quotes around it: "{text}"'
                made.faults.append(Diagnostic(place, path, f'found "{text}" without quotes', hint))
            return None if plain and text in ("", "~") else text
        case Items(nodes):
            return [_raw(inner, f"{path}[{i}]", made) for i, inner in enumerate(nodes)]
        case Entries(pairs):
            raw: dict[str, Raw] = {}
            for key, inner in pairs:
                below = dotted((path, key.text)) if path else key.text
                made.keys[below] = key.place
                raw[key.text] = _raw(inner, below, made)
            return raw
