"""What may be so, but is seldom meant: days out of order, odd shares, sentences about no value. Warnings.

Nothing here keeps a brief from being built; what cannot be is in `checks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from briefing.errors import Diagnostic, Place
from briefing.facts.calculations import stated
from briefing.facts.flaws import Path
from briefing.facts.formulas import FormulaError, numeric_names, parse_formula
from briefing.facts.mentions import Mention, mentions
from briefing.facts.model import (
    ChangeFact,
    DocumentFact,
    EventFact,
    Fact,
    GoalFact,
    Missing,
    StatementFact,
    ValueFact,
    Visit,
)
from briefing.facts.periods import Period
from briefing.facts.quantities import Quantity
from briefing.facts.reading import Reading
from briefing.load.nodes import dotted, place_of
from briefing.load.numerals import numerals
from briefing.load.text_dates import dates

_AHEAD = ("planned", "scheduled", "proposed and supported", "being explored")
_VALUE_FORMS = ("", "number", "size", "signed", "interval")
_SENTENCES = (
    *("cautions", "bottom_line", "commentary", "objectives", "points_to_make", "if_raised"),
    *("sensitive", "biographies", "programme", "charts"),
)
_Found = Iterator[tuple[Path, str, str]]


def doubts(read: Reading, places: Mapping[str, Place], file: str) -> list[Diagnostic]:
    """Every oddity in what could be read, as a warning."""
    visit = read.visit
    found = [*_as_of(visit), *_releases(visit), *_sentences(visit)]
    for fact in visit.facts.values():
        found += [*_ahead(fact, visit.brief.as_of), *_goal(fact, visit), *_share(fact, visit)]
        found += _withheld(fact, visit)
    return [_warning(path, message, hint, places, file) for path, message, hint in found]


def without_facts(visit: Visit, places: Mapping[str, Place], file: str) -> list[Diagnostic]:
    """A file with no fact in it makes a brief that says nothing."""
    if visit.facts:
        return []
    hint = "briefing new writes a file with a few facts of each kind"
    message = "there are none, so the brief says no more than who met and when"
    return [_warning(("facts",), message, hint, places, file)]


def _warning(
    path: Path, message: str, hint: str, places: Mapping[str, Place], file: str
) -> Diagnostic:
    return Diagnostic(place_of(path, places, file), dotted(path), message, hint, "warning")


# ---------------------------------------------------------------------------------------- days


def _as_of(visit: Visit) -> _Found:
    """What came of a visit is not known before it."""
    first, as_of = visit.visit.dates.start, visit.brief.as_of
    if visit.visit.outcome and first is not None and date.min < as_of < first:
        message = f"is before the visit, which begins {first}, but facts are named as its outcome"
        yield ("brief", "as_of"), message, "correct one of the days, or leave visit: outcome: empty"


def _releases(visit: Visit) -> _Found:
    """What is released next comes after what was published."""
    releases = [(("sources", key), s.next_release, s.published) for key, s in visit.sources.items()]
    for id, fact in visit.facts.items():
        if source := visit.sources.get(fact.at.source):
            releases.append((("facts", id), fact.next_release, source.published))
    for path, day, published in releases:
        start = published.start if published is not None else None
        if published is not None and day is not None and start is not None and day < start:
            message = f"is before the source was published, {published.text}"
            yield (*path, "next_release"), message, "correct one of the days"


def _ahead(fact: Fact, as_of: date) -> _Found:
    """What is told as a fact has begun by the day of the brief."""
    if as_of == date.min:
        return
    match fact:
        case ValueFact(status=status, period=Period() as when) if status not in _AHEAD:
            key, start = "period", when.start
            hint = "for what is expected add status: planned or scheduled, or make it a goal"
        case ChangeFact(period=when) | StatementFact(period=Period() as when):
            key, start, hint = "period", when.start, ""
        case EventFact(when=when):
            key, start = "when", when.start
            hint = "what is to come can be a project with status: scheduled"
        case DocumentFact():
            key, start, hint = "signed", fact.signed, ""
        case _:
            return
    if start is not None and start > as_of:
        verb = "is" if key == "signed" else "begins"
        message = f"{verb} after the day of the brief, {as_of}"
        yield ("facts", fact.id, key), message, hint


def _goal(fact: Fact, visit: Visit) -> _Found:
    first = visit.visit.dates.start
    if isinstance(fact, GoalFact) and first is not None and fact.due.end and fact.due.end < first:
        yield ("facts", fact.id, "due"), f"the goal was due before the visit, {first}", ""


# -------------------------------------------------------------------------------------- values


def _share(fact: Fact, visit: Visit) -> _Found:
    """A share is a part of a whole."""
    quantity = stated(fact)
    if not isinstance(fact, ValueFact | GoalFact) or not isinstance(quantity, Quantity):
        return
    measure = visit.measures.get(fact.measure)
    if measure is None or measure.kind != "share" or not quantity.is_percent:
        return
    if not 0 <= quantity.value <= 1:
        key = "value" if isinstance(fact, ValueFact) else "goal"
        message = f'a share lies between 0% and 100%, found "{quantity.text}"'
        yield ("facts", fact.id, key), message, "a ratio above one is a measure of the kind index"


def _withheld(fact: Fact, visit: Visit) -> _Found:
    """The words of a withheld fact must not carry its value: they may print, or travel in the file."""
    value = stated(fact)
    if not isinstance(value, Missing) or value.kind != "withheld":
        return
    source = visit.sources.get(fact.at.source)
    language = fact.language or (source.language if source else "") or "en"
    for i, words in enumerate(fact.words):
        days = [day.span for day in dates(words, language)]
        for numeral in numerals(words, language):
            if not any(numeral.span.touches(day) for day in days):
                # The number is not repeated: a job's summary is for more eyes than this file.
                message = "the value is withheld, but its words hold a number"
                path = ("facts", fact.id, "words", i)
                yield path, message, "leave the words out: the file may travel with the brief"
                return
    if fact.words and visit.brief.travels == "file":
        message = (
            "the value is withheld, but the words of its source travel with the brief in this file"
        )
        yield ("facts", fact.id, "words"), message, "leave them out, or set brief: attach: printed"


# ----------------------------------------------------------------------------------- sentences


def _sentences(visit: Visit) -> _Found:
    """A sentence that a person wrote around a value, and there is none."""
    for mention in mentions(visit):
        missing = _nothing_in(mention, visit) if _prints_value(mention) else None
        if missing is not None:
            key, value = missing
            printed = "not stated" if key != mention.id else value
            since = "" if key == mention.id else f", since {key} is {value}"
            message = f"{{{mention.id}}} prints “{printed}” in this sentence{since}"
            yield mention.path, message, "write the sentence without it"


def _prints_value(mention: Mention) -> bool:
    """Whether it stands in a sentence, not in a list of ids, and asks for the value."""
    listed = any(step in ("facts", "goal", "whole") for step in mention.path[2:])
    asked = mention.section == "facts" and mention.form in _VALUE_FORMS
    return asked and mention.path[0] in _SENTENCES and not listed


def _nothing_in(mention: Mention, visit: Visit) -> tuple[str, str] | None:
    """The fact without a value that a mention comes to, itself or through formulas, and what it is."""
    seen: dict[str, None] = {}
    waiting = [mention.id]
    while waiting:
        key = waiting.pop(0)
        if key in seen:
            continue
        seen[key] = None
        if key in visit.facts:
            value = stated(visit.facts[key])
            if isinstance(value, Missing):
                return key, f"{value.kind}: {value.because}" if value.because else value.kind
        elif key in visit.calculations:
            waiting += _inputs(visit.calculations[key].formula)
    return None


def _inputs(formula: str) -> tuple[str, ...]:
    try:
        return numeric_names(parse_formula(formula))
    except FormulaError:
        return ()
