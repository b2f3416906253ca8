"""One facts template and a list of pairs: a facts file for each pair.

In the template `${reporter.name}` stands for a field of the pair, in any text; `$${` prints as `${`. It is
put in after the template was read as YAML, so that no name can change what the file says elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from briefing.errors import Diagnostic, FactsError, Place
from briefing.facts.flaws import dotted, nearest
from briefing.load.characters import LARGEST_FILE, decoded
from briefing.load.nodes import Entries, Items, Node, Raw, Scalar, outline
from briefing.load.yaml_nodes import compose

_HOLE = re.compile(r"\$(\$?)\{([^{}]*)\}")
_LONGEST = 60  # letters of a folder's name
_MOST = 100_000
"""Pairs of one list: more than twice the pairs of all countries."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair: the names of its folders, and its facts file."""

    reporter: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Batch:
    """A list of pairs under one name, and the template of their facts files."""

    name: str
    template: Path
    source: Path
    inside: Node
    items: tuple[dict[str, Raw], ...]

    def __len__(self) -> int:
        return len(self.items)

    def pairs(self) -> Iterator[Pair]:
        """Each pair with its facts file, made when it is asked for: together they could fill the memory.

        Raises FactsError with what the template asks for and a pair lacks.
        """
        taken: set[tuple[str, str]] = set()
        for nth, item in enumerate(self.items, 1):
            faults: list[Diagnostic] = []
            filled = _filled(self.inside, dict(_fields(item, "")), (), faults)
            if faults:
                raise FactsError(list(dict.fromkeys(faults)))
            folder, partner = (_folder(_named(item[side])) for side in ("reporter", "partner"))
            name, count = f"{folder}-{partner}", 1
            while (folder, name) in taken:
                count += 1
                name = f"{folder}-{partner}-{count}"
            taken.add((folder, name))
            made = f"# Made from {self.template.name} and item {nth} of {self.source.name}"
            text = yaml.dump(filled, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
            yield Pair(folder, name, f"{made}: change those, and not this file.\n{text}".encode())


def load_batch(path: Path) -> Batch:
    """The pairs of a list. Raises FactsError with every problem of the list, or of its template."""
    node, raw = _read(path)
    faults = [*_faults_of_list(node, path)]
    if faults:
        raise FactsError(faults)
    template = path.parent / str(raw["template"])
    items = tuple(item for item in raw["each"] or () if isinstance(item, dict))
    batch = Batch(_folder(str(raw["batch"])), template, path, _read(template)[0], items)
    for item in items:
        _filled(batch.inside, dict(_fields(item, "")), (), faults)
    if faults:
        raise FactsError(list(dict.fromkeys(faults)))
    return batch


class _Dumper(yaml.SafeDumper):
    """Writes nothing as ~, which is how a facts file has it."""


_Dumper.add_representer(
    type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", "~")
)


def _read(path: Path) -> tuple[Node, dict[str, Raw]]:
    """A YAML file as nodes and as text. Raises FactsError."""
    place = Place(path.as_posix())
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        message = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise FactsError([Diagnostic(place, "", message)]) from error
    text, faults = decoded(content, path.as_posix())
    node, more = (None, []) if faults else compose(text, path.as_posix())
    faults += more
    if not faults and not isinstance(node, Entries):
        faults.append(Diagnostic(place, "", "expected keys with values, found none"))
    if faults or node is None:
        raise FactsError(faults)
    parts = outline(node)
    if parts.faults or not isinstance(parts.raw, dict):
        raise FactsError(parts.faults)
    return node, parts.raw


def _faults_of_list(node: Node, path: Path) -> Iterator[Diagnostic]:
    found = {key.text: inner for key, inner in node.pairs} if isinstance(node, Entries) else {}
    for name in ("batch", "template"):
        if not isinstance(found.get(name), Scalar):
            yield Diagnostic(Place(path.as_posix()), name, "expected a text, found none", _HINT)
    items = found.get("each")
    if not isinstance(items, Items) or not items.nodes:
        yield Diagnostic(
            Place(path.as_posix()), "each", "expected a list of pairs, found none", _HINT
        )
        return
    if len(items.nodes) > _MOST:
        message = f"expected at most {_MOST:,} pairs, found {len(items.nodes):,}"
        yield Diagnostic(items.place, "each", message)
    for nth, item in enumerate(items.nodes):
        keys = {key.text for key, _ in item.pairs} if isinstance(item, Entries) else set()
        for side in ("reporter", "partner"):
            if side not in keys:
                message = f"expected a {side}, found none"
                yield Diagnostic(item.place, f"each[{nth}]", message, _HINT)


_HINT = "batch: NAME, template: FILE, each: [{reporter: {code: KG}, partner: {code: RU}}]"


def _fields(raw: Raw, path: str) -> Iterator[tuple[str, str]]:
    """Every text in a pair by its way: "reporter.name"."""
    if isinstance(raw, dict):
        for key, inner in raw.items():
            yield from _fields(inner, f"{path}.{key}" if path else key)
    elif isinstance(raw, str):
        yield path, raw


def _filled(
    node: Node, fields: Mapping[str, str], path: tuple[str | int, ...], faults: list[Diagnostic]
) -> Raw:
    """The template with a pair's fields in its texts; what names no field is a fault."""
    match node:
        case Entries(pairs):
            return {k.text: _filled(v, fields, (*path, k.text), faults) for k, v in pairs}
        case Items(nodes):
            return [_filled(v, fields, (*path, nth), faults) for nth, v in enumerate(nodes)]
        case Scalar(blank=True):
            return None
        case Scalar(text=text, place=place):
            return _HOLE.sub(lambda hole: _field(hole, fields, place, path, faults), text)


def _field(
    hole: re.Match[str],
    fields: Mapping[str, str],
    place: Place,
    path: tuple[str | int, ...],
    faults: list[Diagnostic],
) -> str:
    if hole[1]:
        return hole[0][1:]
    name = hole[2].strip()
    if name not in fields:
        hint = nearest(name, fields) or f"fields of this pair: {', '.join(sorted(fields))}"
        message = f"expected a field of each pair, found {hole[0]}"
        faults.append(Diagnostic(place, dotted(path), message, hint))
    return fields.get(name, "")


def _named(side: Raw) -> str:
    """What a side's folder is called after: its code, its name, or the text that it is."""
    if isinstance(side, dict):
        return str(side.get("code") or side.get("name") or next(iter(side.values()), ""))
    return str(side or "")


def _folder(name: str) -> str:
    """A name that every system takes for a folder, whatever the words were."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[^\w]+", "-", plain).strip("-_")[:_LONGEST] or "unnamed"
