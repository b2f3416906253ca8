"""A visit held against the text of one of its sources: its hash, places, words, quotations, coverage.

The text is read and let go: nothing of it is kept but the words of what no fact accounts for.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from briefing.errors import Diagnostic, Place, Severity
from briefing.facts.model import (
    ChangeFact,
    DocumentFact,
    Fact,
    GoalFact,
    QuotationFact,
    Source,
    ValueFact,
    Visit,
)
from briefing.facts.periods import Period
from briefing.facts.quantities import Quantity
from briefing.load.coverage import Coverage, cover
from briefing.load.nodes import dotted, place_of
from briefing.load.numerals import knows, numerals, says
from briefing.load.source_text import Span, Stretch, places_in, stretches
from briefing.load.text_dates import Dated, dates


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What `check --source` found."""

    diagnostics: tuple[Diagnostic, ...]
    coverage: Coverage


def check_source(
    visit: Visit, places: Mapping[str, Place], source_id: str, text: bytes
) -> SourceReport:
    """Hold the facts of one source against its text.

    `places` are those of the loaded file. Where the text's SHA-256 is not the stored one, that is the
    error, and everything else found is a warning. Raises KeyError for a source the visit does not have.
    """
    source = visit.sources[source_id]
    reader = _Reader(visit, places, source_id, source)
    same = reader.hash(hashlib.sha256(text).hexdigest())
    try:
        decoded = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reader.tell(("sources", source_id), f"the text is not UTF-8 (byte {error.start + 1})")
        return SourceReport(tuple(reader.faults), Coverage())
    reader.stretches = stretches(decoded, source.place)
    reader.severity = "error" if same else "warning"
    for fact in visit.facts.values():
        if fact.at.source == source_id:
            reader.fact(fact)
    coverage = cover(reader.stretches, reader.accounted, reader.language)
    return SourceReport(tuple(sorted(reader.faults, key=lambda d: d.place)), coverage)


@dataclass(slots=True)
class _Reader:
    visit: Visit
    places: Mapping[str, Place]
    source_id: str
    source: Source
    stretches: tuple[Stretch, ...] = ()
    severity: Severity = "error"
    faults: list[Diagnostic] = field(default_factory=list)
    accounted: dict[int, list[Span]] = field(default_factory=dict)

    @property
    def language(self) -> str:
        return self.source.language or "en"

    def tell(
        self, path: tuple[str, ...], message: str, hint: str = "", severity: Severity | None = None
    ) -> None:
        file = next(iter(self.places.values()), Place("")).file
        place = place_of(path, self.places, file)
        self.faults.append(
            Diagnostic(place, dotted(path), message, hint, severity or self.severity)
        )

    def hash(self, actual: str) -> bool:
        """Whether the text is the one the facts were taken from."""
        path = ("sources", self.source_id, "sha256")
        if not self.source.sha256:
            self.tell(path, "no hash is stored", f"add sha256: {actual}", "warning")
            return True
        if actual == self.source.sha256:
            return True
        message = f"this is another text: expected the hash {self.source.sha256}, found {actual}"
        self.tell(path, message, "check against the text the facts were taken from")
        return False

    # ------------------------------------------------------------------------------ facts

    def fact(self, fact: Fact) -> None:
        """Place, words, quotation marks, quantity and dates of one fact."""
        path = ("facts", fact.id)
        here = self._place(fact, path)
        if here is None:
            return
        words = [(("words",), text) for text in fact.words]
        if isinstance(fact, QuotationFact):
            words.append((("quotation",), fact.quotation))
        for key, text in words:
            self._words(fact, text, here, (*path, *key))
        if fact.mode == "quoted" and not words:
            self.tell(path, "quoted, but no words are stored to find", 'add "words: …"', "warning")
        self._quantity(fact, here, path)
        self._dates(fact, path)

    def _place(self, fact: Fact, path: tuple[str, ...]) -> tuple[Stretch, ...] | None:
        """The stretches of text a fact names; the whole text where it names no place."""
        kind = self.source.place
        if not fact.at.place or kind not in ("paragraph", "page"):
            return self.stretches
        numbers = places_in(fact.at.place)
        last = len(self.stretches)
        if numbers is None:
            self.tell((*path, "at"), f'expected a {kind} such as 9, found "{fact.at.place}"')
            return None
        if any(not 1 <= number <= last for number in numbers):
            message = f"the text has {last} {kind}s, found {fact.at.place}"
            self.tell((*path, "at"), message)
            return None
        return tuple(self.stretches[number - 1] for number in numbers)

    def _words(
        self, fact: Fact, text: str, here: tuple[Stretch, ...], path: tuple[str, ...]
    ) -> None:
        """Stored words stand where the fact says, in quotation marks if and only if it is quoted."""
        spans = [(stretch, span) for stretch in here for span in stretch.spans(text)]
        if not spans:
            elsewhere = [s.number for s in self.stretches if any(s.spans(text))]
            hint = f"they stand in {self.source.place} {elsewhere[0]}" if elsewhere else ""
            self.tell(path, f'the words "{_cut(text)}" are not there', hint)
            return
        for stretch, span in spans:
            self.accounted.setdefault(stretch.number, []).append(span)
        quoted = [any(span.inside(q) for q in stretch.quotations()) for stretch, span in spans]
        if fact.mode == "quoted" and not any(quoted):
            hint = "only words a person is directly quoted with are mode: quoted"
            self.tell(path, "these words stand outside quotation marks", hint)
        elif fact.mode != "quoted" and all(quoted):
            message = f"these words are a direct quotation, but the fact is {fact.mode}"
            self.tell(path, message, "say mode: quoted", "warning")

    def _quantity(self, fact: Fact, here: tuple[Stretch, ...], path: tuple[str, ...]) -> None:
        """The quantity is the one its words give, to the digit and with its qualifier."""
        match fact:
            case ValueFact(value=Quantity() as stated):
                key = "value"
            case ChangeFact(change=Quantity() as stated):
                key = "change"
            case GoalFact(goal=Quantity() as stated):
                key = "goal"
            case _:
                return
        if fact.words:
            texts, source = list(fact.words), f'its words say "{_cut(" … ".join(fact.words))}"'
        else:
            texts, source = [s.text for s in here], "its place has no such amount"
        if not any(says(n, stated) for text in texts for n in numerals(text, self.language)):
            self.tell((*path, key), f'found "{stated.text}", but {source}')
        elif not stated.qualifier:
            spans = [(s, span) for s in here for text in fact.words for span in s.spans(text)]
            lost = [words for s, span in spans if (words := _lost(s, span, stated, self.language))]
            if lost:
                message = f'found "{stated.text}", but the source says "{lost[0]}" before it'
                self.tell((*path, key), message, "keep the qualifier")

    def _dates(self, fact: Fact, path: tuple[str, ...]) -> None:
        """A year or a day in the words is one that the fact states."""
        spans = [
            (period.start, period.end)
            for name in ("period", "against", "due", "when")
            if isinstance(period := getattr(fact, name, None), Period)
        ]
        if isinstance(fact, DocumentFact):
            spans.append((fact.signed, fact.signed))
        stated = [(first, last) for first, last in spans if first and last]
        said = [found for text in fact.words for found in dates(text, self.language)]
        if not stated or not said:
            return
        if not any(_within(found, first, last) for found in said for first, last in stated):
            words = ", ".join(found.words for found in said)
            days = " and ".join(dict.fromkeys(_named(first, last) for first, last in stated))
            self.tell((*path, "words"), f'the words say "{words}", but the fact says {days}')


def _within(found: Dated, first: date, last: date) -> bool:
    """Whether a date of the text can be a day of a period the fact states."""
    return (
        (not found.year or first.year <= found.year <= last.year)
        and (not found.month or first.month <= found.month <= last.month or first.year < last.year)
        and (not found.day or first != last or found.day == first.day)
    )


def _named(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"


def _lost(stretch: Stretch, span: Span, stated: Quantity, language: str) -> str:
    """The qualifier that stands before the amount in the text; "" where there is none."""
    for numeral in numerals(stretch.text, language):
        if numeral.span.inside(span) and says(numeral, stated) and knows(language):
            before = _QUALIFIER.search(stretch.text[: numeral.span.start])
            return before[1] if before else ""
    return ""


def _cut(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "…"


_QUALIFIER = re.compile(
    r"\b(about|approximately|around|roughly|almost|nearly|more than|over|at least|less than|fewer than"
    r"|under|at most|up to)(?: an?| the)?\s$",
    re.IGNORECASE,
)
