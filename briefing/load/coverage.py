"""Coverage: the numerals, dates and quotations of a source's text, and those no fact accounts for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from briefing.load.numerals import knows, numerals
from briefing.load.source_text import Span, Stretch
from briefing.load.text_dates import dates

Kind = Literal["numeral", "date", "quotation"]


@dataclass(frozen=True, slots=True)
class Unaccounted:
    """A numeral, date or quotation of the source that no fact accounts for, and its place."""

    kind: Kind
    place: int
    words: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the source the facts account for.

    `found` counts what was looked at; `worded` says that number words and month names were too, which
    depends on the source's language.
    """

    found: int = 0
    unaccounted: tuple[Unaccounted, ...] = ()
    worded: bool = True

    @property
    def complete(self) -> bool:
        """Whether every numeral, date and quotation is accounted for."""
        return not self.unaccounted


class Finding(NamedTuple):
    """Something in a text that a fact must account for."""

    span: Span
    kind: Kind
    words: str


def cover(
    stretches: Sequence[Stretch], accounted: Mapping[int, Sequence[Span]], language: str
) -> Coverage:
    """The coverage of a text, given the spans of each place that facts stored words of.

    A numeral or a date must lie within stored words; each sentence of a quotation must share some.
    """
    found = 0
    missing: list[Unaccounted] = []
    for stretch in stretches:
        spans = accounted.get(stretch.number, ())
        for span, kind, words in findings(stretch, language):
            found += 1
            if not any(span.touches(s) if kind == "quotation" else span.inside(s) for s in spans):
                missing.append(Unaccounted(kind, stretch.number, words))
    return Coverage(found, tuple(missing), knows(language))


def findings(stretch: Stretch, language: str = "en") -> tuple[Finding, ...]:
    """Everything in one place that a fact must account for, in order; a date is no numeral."""
    found = [Finding(date.span, "date", date.words) for date in dates(stretch.text, language)]
    for numeral in numerals(stretch.text, language):
        if not any(numeral.span.touches(date.span) for date in found):
            found.append(Finding(numeral.span, "numeral", numeral.words))
    for quotation in stretch.quotations():
        found += _sentences(stretch.text, quotation)
    return tuple(sorted(found))


def _sentences(text: str, quotation: Span) -> Iterator[Finding]:
    quoted = text[quotation.start : quotation.end]
    start = 0
    for end in [m.end() for m in re.finditer(r"[.!?…]+(?=\s)", quoted)] + [len(quoted)]:
        words = quoted[start:end].strip()
        if words:
            span = Span(quotation.start + start, quotation.start + end)
            yield Finding(span, "quotation", words)
        start = end
