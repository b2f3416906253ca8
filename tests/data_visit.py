"""Visits with data files, as short as a test needs: the file's text, a query or two, and what is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from briefing.errors import FactsError
from briefing.facts.calculations import Result, evaluate
from briefing.facts.model import Missing, ValueFact, Visit
from briefing.load import Loaded, load

HEAD = """
visit: {title: A visit, type: visit, dates: 2026-05-12, host: {country: PT}, guest: {country: NO}}
brief: {as_of: 2026-05-04}
sources:
  office: {kind: data set, title: Figures, publisher: An office, retrieved: 2026-05-04, language: en}
measures:
  exports: {name: exports, unit: EUR, kind: flow, series: exports, between: [NO, PT]}
  imports: {name: imports, unit: EUR, kind: flow, series: imports, between: [NO, PT]}
  balance: {name: balance, unit: EUR, kind: flow, series: balance, between: [NO, PT], of: exports - imports}
  all: {name: all exports, unit: EUR, kind: flow}
  share: {name: share, unit: "%", kind: share, of: exports / all}
  products: {name: exports by product, unit: EUR, kind: flow}
  partners: {name: exports by partner, unit: EUR, kind: flow}
  rank: {name: rank, unit: place, kind: rank}
  mirror: {name: their imports, unit: EUR, kind: flow, mirror: exports}
  dollars: {name: exports in dollars, unit: USD, kind: flow}
"""
LONG = "reporter,partner,flow,period,product,value,unit,status\n"


def write_visit(
    folder: Path, queries: str, text: str | bytes, *, file: str = "trade.csv", data: str = ""
) -> Path:
    """A visit in `folder` with the data file `file` of this text; `data` has more keys of it."""
    content = text.encode() if isinstance(text, str) else text
    (folder / file).write_bytes(content)
    more = f", {data}" if data else ""
    path = folder / "visit.yaml"
    path.write_text(
        f"{HEAD}data:\n  trade: {{file: {file}, source: office{more}}}\nqueries:\n{queries}",
        encoding="utf-8",
    )
    return path


def load_visit(
    folder: Path, queries: str, text: str | bytes, *, file: str = "trade.csv", data: str = ""
) -> Loaded:
    """The same, loaded."""
    return load(write_visit(folder, queries, text, file=file, data=data))


def values(loaded: Loaded) -> dict[str, str]:
    """What was read, by id: the exact figure, or why there is none, with its flags."""
    said = {}
    for id, fact in loaded.visit.facts.items():
        assert isinstance(fact, ValueFact)
        exact = fact.exact if fact.exact is not None else fact.value
        text = exact.kind if isinstance(exact, Missing) else str(exact)
        said[id] = " ".join([text, *fact.flags])
    return said


def results(visit: Visit) -> Mapping[str, Result]:
    """What the calculations came to."""
    return evaluate(visit)


def refused(
    folder: Path, queries: str, text: str | bytes, *, file: str = "trade.csv", data: str = ""
) -> list[str]:
    """The errors of a visit that cannot be loaded, without the file's name: "30: queries.EX: …"."""
    with pytest.raises(FactsError) as caught:
        load_visit(folder, queries, text, file=file, data=data)
    return [f"{d.where}: {d.message}" for d in caught.value.diagnostics]
