"""Each part of a visit with those of its fields that print: a text that prints nowhere is left out.

What a text must have and prints nowhere says "not printed". Ids are not looked at here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from briefing.compose.words import PrintedWords
from briefing.facts.chart_specs import ChartSpec
from briefing.facts.clearance import Standing
from briefing.facts.fields import At, Missing
from briefing.facts.model import (
    FACT_KINDS,
    Brief,
    Calculation,
    Fact,
    Measure,
    Person,
    QuotationFact,
    Source,
    StatementFact,
    ValueFact,
    VisitHead,
)
from briefing.facts.own_words import Point, ProgrammeItem
from briefing.facts.periods import Period, PeriodError, parse_period
from briefing.facts.prose import FactReference, Prose
from briefing.facts.reading import QUANTITY_KINDS
from briefing.facts.resolutions import Resolved
from briefing.sections import Wording
from briefing.sections.queries import TOPICS

_NOT_PRINTED = "not printed"
_VALUES = frozenset(("", "number", "size", "full", "interval", "signed", "scaled", "exact"))
_SPEAKERS = frozenset(("speaker", "family-name"))
_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class PrintedParts:
    """What of a visit's parts is in the words of its brief; `forms` are those in which each id prints."""

    wording: Wording
    words: PrintedWords
    forms: Mapping[str, Set[str]]

    # ---------------------------------------------------------------------------- sentences

    def prints(self, prose: Prose) -> bool:
        """Whether a person's sentences stand in the brief, with what they refer to as it prints."""
        text = "".join(
            self._said(part) if isinstance(part, FactReference) else part for part in prose.parts
        )
        return all(self.words.has(paragraph) for paragraph in re.split(r"\n\s*\n", text))

    def _said(self, reference: FactReference) -> str:
        if reference.form == "note":
            return ""
        try:
            return self.wording.value(reference.id, reference.form).text
        except KeyError:
            return _NOT_PRINTED

    def sentences(self, sentences: Iterable[Prose]) -> tuple[Prose, ...]:
        """Those that print."""
        return tuple(sentence for sentence in sentences if self.prints(sentence))

    def by_key(self, sentences: Mapping[_Key, Prose]) -> dict[_Key, Prose]:
        """The same of those that have keys."""
        return {key: sentence for key, sentence in sentences.items() if self.prints(sentence)}

    def points(self, points: Iterable[Point]) -> tuple[Point, ...]:
        """The same of points to make."""
        kept = (point for point in points if self.prints(point.text))
        return tuple(p.model_copy(update={"to": self._text(p.to)}) for p in kept)

    def programme(self, items: Iterable[ProgrammeItem]) -> tuple[ProgrammeItem, ...]:
        """The same of the programme."""
        kept = (i for i in items if self.prints(i.what) and self.words.has(i.time))
        return tuple(i.model_copy(update={"where": self._text(i.where)}) for i in kept)

    def chart(self, chart: ChartSpec) -> ChartSpec:
        """A chart that the brief shows."""
        title = chart.title if chart.title and self.prints(chart.title) else None
        return chart.model_copy(update={"title": title})

    # -------------------------------------------------------------------------- head and brief

    def head(self, head: VisitHead) -> VisitHead:
        """What the visit is."""
        update = {
            "title": self._needed(head.title),
            "type": self._needed(head.type),
            "place": self._text(head.place) or None,
        }
        return head.model_copy(update=update)

    def brief(self, brief: Brief, standing: Standing) -> Brief:
        """The furniture. A clearance that lapsed is not one: the brief is a draft."""
        update: dict[str, Any] = {
            name: self._text(getattr(brief, name))
            for name in ("marking", "distribution", "contact", "author", "version")
        }
        update["reviewed"] = None
        if standing in ("draft", "lapsed"):
            update["status"] = "draft"
        if standing != "cleared" or not brief.cleared or not self.words.has(brief.cleared.by):
            update["cleared"] = None
        return brief.model_copy(update=update)

    # ---------------------------------------------------------------- people, sources, measures

    def names_person(self, person: Person) -> bool:
        """Whether the brief names them."""
        return any(name and self.words.has(name) for name in (person.name, person.family_name))

    def person(self, person: Person) -> Person:
        """Somebody whom the brief names, or who says what it prints."""
        family_name = self._text(person.family_name)
        update = {
            "name": self._text(person.name) or family_name or _NOT_PRINTED,
            "family_name": family_name,
            "office": self._text(person.office),
            "country": self._country(person.country),
        }
        return person.model_copy(update=update)

    def source(self, source: Source) -> Source:
        """A source that the brief names, or that what it prints is from."""
        language = self.wording.language
        spoken = source.language and self.words.has(language.language_name(source.language))
        update = {
            "kind": self._needed(source.kind),
            "title": self._needed(source.title),
            "publisher": self._stated(source.publisher),
            "published": self._period(source.published),
            "retrieved": self._day(source.retrieved),
            "language": source.language if spoken else "",
            "url": self._text(source.url),
            "sha256": "",
            "place": source.place if source.place in language.words["places"] else "",
            "remark": self._text(source.remark),
            "max_age": None,
            "next_release": None,
        }
        return source.model_copy(update=update)

    def measure(self, measure: Measure) -> Measure:
        """What a printed figure measures."""
        update: dict[str, Any] = {
            name: self._text(getattr(measure, name)) for name in ("short", "whole", "part")
        }
        update["name"] = self._text(measure.name) or update["short"] or _NOT_PRINTED
        update["topic"] = self._topic(measure.topic)
        update["between"] = tuple(code for code in measure.between if self._country(code))
        return measure.model_copy(update=update)

    # ------------------------------------------------------------------- facts, calculations

    def fact(self, fact: Fact) -> Fact | None:
        """A fact with what is printed of it; None where it does not print."""
        kind = next(name for name, made in FACT_KINDS.items() if type(fact) is made)
        attributed = self._attributed(fact)
        if not self._claims(fact, kind) or (fact.mode == "quoted" and not attributed):
            return None
        update: dict[str, Any] = {
            "topic": self._topic(fact.topic),
            "at": At(fact.at.source, self._place(fact)),
            "by": fact.by if attributed else None,
            "mode": fact.mode if attributed else "voice",
            "words": () if self.wording.is_withheld(fact) else self._texts(fact.words),
            "remark": self._text(fact.remark),
            "resolved": tuple(one for one in fact.resolved if self._reads(one)),
            "missing": self._texts(fact.missing),
            "max_age": None,
            "next_release": None,
        }
        if kind not in QUANTITY_KINDS:
            update[kind] = self._needed(getattr(fact, kind))
        if isinstance(fact, ValueFact) and fact.query:
            update |= self._row(fact)
        for name, value in fact:
            if name in update or name in (*QUANTITY_KINDS, "status"):
                continue
            if name in ("type", "subject", "short"):
                update[name] = self._needed(value) if name == "type" else self._text(value)
            elif name == "where":
                update[name] = self._stated(value)
            elif isinstance(value, Period):
                update[name] = self._period(value)
            elif isinstance(value, date):
                update[name] = self._day(value)
        return fact.model_copy(update=update)

    def _row(self, fact: ValueFact) -> dict[str, Any]:
        """What is printed of a row of a data file."""
        exact = self.wording.value(fact.id, "exact").text
        return {
            "query": self._query(fact.query),
            "exact": fact.exact if self.words.has(exact) else None,
            "item": self._text(fact.item),
            "code": self._text(fact.code),
            "partner": fact.partner if fact.partner and self._country(fact.partner) else None,
        }

    def _query(self, id: str) -> str:
        """That a query gave it, by the query's id where that prints."""
        return id if not id or self.words.has(id) else "query"

    def _claims(self, fact: Fact, kind: str) -> bool:
        """Whether the brief prints what the fact claims."""
        if kind in QUANTITY_KINDS:
            return self._valued(fact.id)
        said = getattr(fact, kind)
        said = said.strip('“”"') if isinstance(fact, QuotationFact) else said
        short = fact.short if isinstance(fact, StatementFact) else ""
        printed = self.words.has(said) or bool(self._text(short))
        return printed and fact.id in self.forms

    def _valued(self, id: str) -> bool:
        """Whether a value, or what stands for it, is printed."""
        return not _VALUES.isdisjoint(self.forms.get(id, ()))

    def _attributed(self, fact: Fact) -> bool:
        """Whether the brief says who says so: beside the fact, or in its note."""
        if fact.by is None:
            return True
        if not _SPEAKERS.isdisjoint(self.forms.get(fact.id, ())):
            return True
        comma = self.wording.language.word("comma")
        note = f"{self.wording.person(fact.by).text}{comma}{self.wording.mode(fact)}"
        return self.words.has(note)

    def calculation(self, calculation: Calculation) -> Calculation | None:
        """A calculation with what is printed of it; None where it does not print."""
        if not self._valued(calculation.id):
            return None
        because = self._needed(calculation.because) if calculation.because else ""
        update = {
            "name": self._needed(calculation.name),
            "because": because,
            "query": self._query(calculation.query),
        }
        return calculation.model_copy(update=update)

    # ------------------------------------------------------------------------------- fields

    def _text(self, text: str | None) -> str:
        return text if text and self.words.has(text) else ""

    def _needed(self, text: str) -> str:
        return self._text(text) or _NOT_PRINTED

    def _texts(self, texts: Iterable[str]) -> tuple[str, ...]:
        return tuple(text for text in texts if self.words.has(text))

    def _stated(self, text: str | Missing) -> str | Missing:
        return (self._text(text) or Missing("not stated")) if isinstance(text, str) else text

    def _country(self, code: str | None) -> str | None:
        return code if code and self.words.has(self.wording.language.country(code)) else None

    def _day(self, day: date | None) -> date | None:
        return day if day and self.words.has(self.wording.language.day(day)) else None

    def _topic(self, topic: str) -> str:
        """The topics that place a fact in its section, and those whose name prints."""
        return topic if topic in TOPICS else self._text(topic)

    def _place(self, fact: Fact) -> str:
        read = isinstance(fact, ValueFact) and fact.query  # of those the row stands in a column
        place = fact.at.place if read else self.wording.place_text(fact)
        return fact.at.place if self.words.has(place) else ""

    def _period(self, period: Period | None) -> Period | None:
        if period is None or not period.is_stated:
            return period
        language = self.wording.language
        shown = (language.period(period, cell=cell) for cell in (True, False))
        if any(self.words.has(words) for words in shown):
            return period
        return parse_period("not stated")

    def _reads(self, one: Resolved) -> bool:
        try:
            to = self.wording.language.period(parse_period(one.to))
        except PeriodError:
            to = one.to
        return all(self.words.has(words) for words in (one.words, to, one.because))
