"""Snapshots: everything that the facts of an edition stated, as plain text that later editions compare.

Stored as JSON; reading one needs neither the facts file it was made from nor that version of the model.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from briefing.facts.calculations import Result
from briefing.facts.clearance import NO_CONTENT, content
from briefing.facts.fields import Part
from briefing.facts.model import Visit
from briefing.facts.prose import Prose
from briefing.facts.reviews import Review, review
from briefing.facts.written import stated, written, written_result

Fields = Mapping[str, str]
"""What an entry states, by field; what it leaves out is not there."""
Entries = Mapping[str, Fields]
"""The entries of a part of the facts file by id, in order."""


class Snapshot(BaseModel):
    """What a facts file stated: `sections` by the part's name, then by id, then by field.

    A part without ids ("visit", "brief") has one entry with the id "". A list has its places for ids,
    from "0". A sentence by itself is the field "text". A calculation has a field "result" that it came
    to. `printed` has the name and the value of a fact or calculation in the words of the brief, where
    the caller gave them; `review` is what a person's sentences were written against.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    sections: Mapping[str, Entries]
    printed: Mapping[str, tuple[str, str]] = {}
    review: Review = Review()


def snapshot(
    visit: Visit,
    results: Mapping[str, Result],
    printed: Mapping[str, tuple[str, str]] | None = None,
    previous: Snapshot | None = None,
) -> Snapshot:
    """What `visit` states, `results` being what its calculations came to.

    Left out are the brief's status, who cleared or reviewed it when, and queries: they are no content.
    `printed` goes from an id to its name and value in the words of the brief; `previous` is the last
    edition's.
    """
    sections: dict[str, Entries] = {}
    for name, part in stated(content(visit)):
        if entries := _entries(part):
            sections[name] = entries
    sections["brief"] = {"": {k: v for k, v in _fields(visit.brief).items() if k not in NO_CONTENT}}
    if visit.calculations:
        sections["calculations"] = {
            id: {**_fields(calculation), "result": written_result(results[id])}
            for id, calculation in visit.calculations.items()
        }
    read = review(visit, results, previous.review if previous else None)
    return Snapshot(sections=sections, printed=dict(printed or {}), review=read)


def to_json(snapshot: Snapshot) -> str:
    """The snapshot as JSON: the same for the same snapshot, and in the order of the facts file."""
    return snapshot.model_dump_json(indent=1) + "\n"


def from_json(text: str | bytes) -> Snapshot:
    """The snapshot that `to_json` wrote. Raises ValueError for anything else."""
    return Snapshot.model_validate_json(text, strict=True)


def _entries(part: object) -> Entries:
    match part:
        case Part():
            return {"": _fields(part)}
        case Mapping():
            return {id: _fields(entry) for id, entry in part.items()}
        case tuple():
            return {str(i): _fields(item) for i, item in enumerate(part)}
        case _:
            return {}


def _fields(entry: object) -> Fields:
    match entry:
        case Part():
            texts = {name: written(value) for name, value in stated(entry)}
        case Prose():
            texts = {"text": entry.text}
        case _:
            texts = {"text": written(entry)}
    return {name: text for name, text in texts.items() if text}
