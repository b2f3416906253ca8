"""Facts files: from YAML text to a Visit, or to every problem in it at once, each with its place.

Only this package reads facts files and knows YAML; what a visit is, `facts` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briefing.errors import Diagnostic, FactsError, Place
from briefing.facts import reading
from briefing.facts.flaws import Flaw
from briefing.facts.model import Visit
from briefing.load.calculations import check_calculations
from briefing.load.characters import LARGEST_FILE, decoded
from briefing.load.checks import check
from briefing.load.limits import travelling_comments, warnings
from briefing.load.nodes import Outline, dotted, outline
from briefing.load.plausibility import doubts, without_facts
from briefing.load.queries import answers, without_queries
from briefing.load.references import check_references
from briefing.load.yaml_nodes import compose


@dataclass(frozen=True, slots=True)
class Loaded:
    """A visit, whole and checked, with what was odd about it, and where each part of it stands.

    `places` goes from a path ("facts.F29.value", "bottom_line[0]") to the place of what stands
    there; a part with keys of its own ("facts.F29") is where its own key is, and what a query gave is
    where the query is. `content` is the file, byte for byte; `travelling` is the same for a reader who has
    no data files: one with queries then states what they gave instead. `read` has the SHA-256 of the data
    files, by path.
    """

    visit: Visit
    warnings: tuple[Diagnostic, ...]
    places: Mapping[str, Place]
    content: bytes
    travelling: bytes
    read: Mapping[str, str] = field(default_factory=dict)


def load(path: Path, data: Path | None = None) -> Loaded:
    """The visit that the facts file at `path` states; its data files lie beside it, or in `data`.

    Raises FactsError with every problem, in the order of the file.
    """
    return loads(_content(path), path.as_posix(), data or path.parent)


def loads(content: bytes, file: str = "visit.yaml", data: Path | None = None) -> Loaded:
    """The visit that `content` states; `file` is its name in diagnostics.

    Its queries are put to data files in the folder `data`. Without one they are refused, since a facts
    file that somebody sent must not reach what lies here. Raises FactsError with every problem, in the order
    of the file.
    """
    text, faults = decoded(content, file)
    if faults:
        raise FactsError(faults)
    node, faults = compose(text, file)
    parts = outline(node)
    faults += parts.faults
    if node is None or not isinstance(parts.raw, dict):
        raise FactsError(faults or [_not_a_visit(file)])
    read = reading.read(parts.raw)
    answer = answers(read, parts, data)
    read = reading.read(parts.raw) if answer.of else read
    faults += [_diagnostic(flaw, parts, file) for flaw in (*read.flaws, *answer.flaws)]
    places = parts.places
    faults += check_references(read, places, file, answer.unanswered)
    faults += check(read, places, file)
    faults += check_calculations(read, places, file)
    faults += warnings(read, parts.raw, places, file)
    faults += travelling_comments(read.visit, text, file)
    faults += doubts(read, places, file)
    faults = list(dict.fromkeys(faults))
    if any(fault.severity == "error" for fault in faults):
        raise FactsError(faults)
    faults += without_facts(read.visit, places, file)
    odd = tuple(sorted(faults, key=lambda fault: fault.place))
    travelling = without_queries(read.visit, file) if read.visit.queries else content
    return Loaded(read.visit, odd, places, content, travelling, answer.read)


def _content(path: Path) -> bytes:
    place = Place(path.as_posix())
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        hint = "briefing new makes one to fill in"
        raise FactsError([Diagnostic(place, "", "there is no such file", hint)]) from None
    except IsADirectoryError:
        hint = f"name the file in it: {(path / 'visit.yaml').as_posix()}"
        raise FactsError([Diagnostic(place, "", "expected a file, found a folder", hint)]) from None
    except OSError as error:
        message = f"the file cannot be read: {error.strerror or error}"
        raise FactsError([Diagnostic(place, "", message)]) from None


def _not_a_visit(file: str) -> Diagnostic:
    hint = "briefing new makes a facts file to fill in"
    return Diagnostic(Place(file), "", "expected keys such as visit: and facts:, found none", hint)


def _diagnostic(flaw: Flaw, parts: Outline, file: str) -> Diagnostic:
    return Diagnostic(_place(flaw, parts, file), dotted(flaw.path), flaw.message, flaw.hint)


def _place(flaw: Flaw, parts: Outline, file: str) -> Place:
    """Where the flaw stands; for a key that is missing, where the thing that lacks it begins."""
    tables = (parts.keys, parts.places) if flaw.at_key else (parts.places, parts.keys)
    for length in range(len(flaw.path), 0, -1):
        for table in tables if length == len(flaw.path) else (parts.keys, parts.places):
            if place := table.get(dotted(flaw.path[:length])):
                return place
    return Place(file)
