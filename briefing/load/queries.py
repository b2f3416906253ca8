"""Queries in a facts file: put to its data files, and what they give put among the facts."""

from __future__ import annotations

from pathlib import Path

from briefing.data.answers import Answered
from briefing.facts.flaws import Flaw
from briefing.facts.model import Visit
from briefing.facts.reading import Reading
from briefing.load.dump import dump
from briefing.load.nodes import Outline


def answers(read: Reading, parts: Outline, folder: Path | None) -> Answered:
    """What the queries of a facts file give, which is then in `parts` too, each where its query stands.

    Without a `folder`, or where a query or data file has a flaw, nothing is read.
    """
    visit = read.visit
    if not visit.queries or not isinstance(parts.raw, dict):
        return Answered()
    if folder is None:
        hint = "build it where its data files are"
        message = "queries need their data files, which are not sent with a facts file"
        flaw = Flaw(("queries",), message, hint, True)
        return Answered(unanswered=tuple(visit.queries), flaws=(flaw,))
    broken = [path for path in read.broken if path[0] in ("data", "queries", "measures", "visit")]
    if broken:
        own = tuple(str(path[1]) for path in broken if path[0] == "queries" and len(path) > 1)
        return Answered(unanswered=(*visit.queries, *own))
    from briefing.data.desk import answered  # noqa: PLC0415  (DuckDB: slow to import, seldom needed)

    found = answered(visit, folder)
    for section, entries in (("facts", found.facts), ("calculations", found.calculations)):
        stated = parts.raw.get(section)
        if entries and (stated is None or isinstance(stated, dict)):
            parts.raw[section] = {**(stated or {}), **entries}  # type: ignore[dict-item]
            for id in entries:
                place = parts.keys[f"queries.{found.of[id]}"]
                parts.keys[f"{section}.{id}"] = parts.places[f"{section}.{id}"] = place
    sources = parts.raw.get("sources")
    for file in visit.data.values():  # what is read from a data file stands in a row of it
        source = sources.get(file.source) if isinstance(sources, dict) else None
        if isinstance(source, dict):
            source.setdefault("place", "row")
    return found


def without_queries(visit: Visit, file: str) -> bytes:
    """The facts file of `visit` that states what its queries gave, and needs no data files."""
    name = file.rpartition("/")[2]
    plain = visit.model_copy(update={"data": {}, "queries": {}})
    return f"# {name}, with what its queries gave in their place.\n{dump(plain)}".encode()
