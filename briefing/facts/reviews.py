"""A person's sentences and the figures they name: which were left as they were while a figure moved.

What a sentence was written against is carried from one edition's snapshot to the next.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from briefing.facts.calculations import Result
from briefing.facts.chart_specs import ChartSpec
from briefing.facts.flaws import Path, dotted
from briefing.facts.model import FACT_KINDS, Caution, Fact, Visit
from briefing.facts.periods import Period
from briefing.facts.prose import Prose
from briefing.facts.quantities import Quantity
from briefing.facts.written import written, written_result

_INDEX = re.compile(r"\[[0-9]+\]")
_CLAIMED = ("measure", "period", "against", "when", "due", "signed", "status", "by")
"""What a claim says beside what opens it."""


class Sentence(BaseModel):
    """A person's sentences in one place, and the claims they were written against, by id."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    against: Mapping[str, str] = {}


class Review(BaseModel):
    """Every sentence by its path ("bottom_line[0]"), and what the ids they name claim now.

    `reviewed` is the day on which a person last read them against the figures; "" where none is given.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    reviewed: str = ""
    claims: Mapping[str, str] = {}
    sentences: Mapping[str, Sentence] = {}


@dataclass(frozen=True, slots=True)
class Outdated:
    """A sentence at a path that names the id, which claims something else since it was written."""

    path: str
    id: str
    before: str
    after: str


def review(visit: Visit, results: Mapping[str, Result], previous: Review | None = None) -> Review:
    """The sentences of `visit`, each with the claims that it was written against.

    A sentence that stands word for word in `previous`, in the same part of the file, was written
    against the claims noted there, unless `brief.reviewed` has changed since; any other against those
    of now. In a list a sentence is known by its words, not by its place.
    """
    reviewed = written(visit.brief.reviewed)
    earlier = _by_words(previous) if previous and previous.reviewed == reviewed else {}
    claims: dict[str, str] = {}
    sentences: dict[str, Sentence] = {}
    for path, prose, ids in _sentences(visit):
        named = {id: _claim(id, visit, results) for id in ids}
        claims |= named
        same = earlier.get((_INDEX.sub("", dotted(path)), prose.text))
        known = same.popleft().against if same else {}
        against = {id: known.get(id, claim) for id, claim in named.items()}
        sentences[dotted(path)] = Sentence(text=prose.text, against=against)
    return Review(reviewed=reviewed, claims=claims, sentences=sentences)


def outdated(review: Review) -> tuple[Outdated, ...]:
    """Each sentence that names an id which has moved since, once for each such id, in order."""
    return tuple(
        Outdated(path, id, claim, review.claims[id])
        for path, sentence in review.sentences.items()
        for id, claim in sentence.against.items()
        if id in review.claims and review.claims[id] != claim
    )


def _by_words(review: Review) -> dict[tuple[str, str], deque[Sentence]]:
    """Sentences by the part they stand in and their words; the same words may stand there twice."""
    found: dict[tuple[str, str], deque[Sentence]] = {}
    for path, sentence in review.sentences.items():
        found.setdefault((_INDEX.sub("", path), sentence.text), deque()).append(sentence)
    return found


def _sentences(visit: Visit) -> Iterator[tuple[Path, Prose, tuple[str, ...]]]:
    """Whatever a person wrote, with the ids that it names or that stand beside it as its facts."""
    for name in Visit.model_fields:
        yield from _in_value(getattr(visit, name), (name,), ())


def _in_value(
    value: object, path: Path, beside: tuple[str, ...]
) -> Iterator[tuple[Path, Prose, tuple[str, ...]]]:
    match value:
        case Prose():
            ids = (*(reference.id for reference in value.references), *beside)
            yield path, value, tuple(dict.fromkeys(ids))
        case BaseModel():
            facts = value.facts if isinstance(value, Caution | ChartSpec) else ()
            for name, inner in value:
                yield from _in_value(inner, (*path, name), facts)
        case tuple():
            for i, inner in enumerate(value):
                yield from _in_value(inner, (*path, i), beside)
        case Mapping():
            for key, inner in value.items():
                yield from _in_value(inner, (*path, key), beside)
        case _:
            pass


def _claim(id: str, visit: Visit, results: Mapping[str, Result]) -> str:
    """What an id claims, in one text that is the same however its author spelled it."""
    fact = visit.facts.get(id)
    if fact is None:
        return written_result(results[id]) if id in results else ""
    opening = next((key for key, kind in FACT_KINDS.items() if type(fact) is kind), "")
    return ", ".join(text for key in (opening, *_CLAIMED) if (text := _said(fact, key)))


def _said(fact: Fact, key: str) -> str:
    match getattr(fact, key, None):
        case Quantity() as quantity:
            return str(quantity)
        case Period(start=None):
            return "not stated"
        case Period() as period if period.is_full_year:
            return str(period.year)
        case Period(start=start, end=end):
            return f"{start}" if start == end else f"{start} to {end}"
        case value:
            return written(value)
