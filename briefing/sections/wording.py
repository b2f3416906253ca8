"""From a fact or a calculation to the words that print for it, in one language and one form.

The same id and form always give the same text, in prose, in a table and in a chart. Nothing here
decides which fact a sentence speaks of: templates and charts ask.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from briefing.blocks import Inlines, Numeral, Strong, Text, Value
from briefing.facts.calculations import Result, stated
from briefing.facts.formulas import typeset
from briefing.facts.freshness import Staleness
from briefing.facts.model import (
    Calculation,
    ChangeFact,
    DocumentFact,
    EventFact,
    Fact,
    GoalFact,
    Missing,
    Person,
    ProjectFact,
    QuotationFact,
    StatementFact,
    ValueFact,
    Visit,
)
from briefing.facts.periods import Period
from briefing.facts.quantities import Quantity
from briefing.language.language import Language, is_currency
from briefing.sections.calculation_words import CalculationWords, time_text
from briefing.sections.classes import NumericFact, class_key


class Wording:
    """Words for the facts, calculations and people of one visit in one language."""

    def __init__(
        self,
        visit: Visit,
        language: Language,
        results: Mapping[str, Result],
        stale: Mapping[str, Staleness] | None = None,
    ) -> None:
        self.visit = visit
        self.language = language
        self.results = results
        self.calculations = CalculationWords(visit, language, results)
        self.stale: Mapping[str, Staleness] = stale or {}

    # ------------------------------------------------------------------------------ values

    def value(self, id: str, form: str = "") -> Value:
        """The fact or calculation `id` in a form; KeyError for an id or form that is not known."""
        if id in self.visit.calculations:
            text = self.calculations.text(id, form)
            return Value(text, id, form, Numeral.CALCULATION)
        fact = self.visit.facts[id]
        language = fact.language if form in ("", "name", "short") else ""
        if form in ("speaker", "family-name") and fact.by:
            language = self.visit.people[fact.by].language
        return Value(self._fact(fact, form), id, form, Numeral.FACT, language)

    def label(self, text: str, language: str = "") -> Value:
        """Furniture that may hold digits: a date, a place, an id, a name from the facts file."""
        return Value(text, numeral=Numeral.LABEL, language=language)

    def count(self, count: int, *, spelled: bool = False) -> Value:
        """A count that we made."""
        text = self.language.cardinal(count) if spelled else self.language.decimal(Decimal(count))
        return Value(text, numeral=Numeral.COUNT)

    def interval(self, id: str, scale: int | None = None) -> Value:
        """The range left by rounding: "3.56 to 3.66", without unit."""
        text = self.calculations.interval(self.results[id], scale)
        return Value(text, id, "interval", Numeral.CALCULATION)

    def out_of_date(self, id: str) -> Value:
        """ "out of date since 15 January 2026", where the brief marks it; else empty."""
        one = self.stale.get(id)
        words = self.language.word("out-of-date")
        return self.label(words.format(self.language.day(one.since)) if one else "")

    def figure(self, id: str) -> Inlines:
        """A value as a tile shows it: its digits strong, the words before and after them smaller."""
        value = self.value(id, "signed")
        found = re.search(r"[^\s\w]*\d[\d.,\u00a0\u202f]*", value.text)
        quantity = self.quantity(id)
        if found is None or (quantity is not None and quantity.fraction is not None):
            return (Strong((value,)),)
        pieces = (value.text[: found.start()], found[0], value.text[found.end() :])
        parts: list[Value | Strong] = []
        for name, text in zip(("before", "digits", "after"), pieces, strict=True):
            part = Value(text, id, f"signed:{name}", value.numeral)
            if text:
                parts.append(Strong((part,)) if name == "digits" else part)
        return tuple(parts)

    def scaled(self, id: str, scale: int) -> Value:
        """A value in a chart's unit: its number at `scale`, with qualifier and percent sign only."""
        form = f"scaled:{scale}"
        result = self.results.get(id)
        if result is None:
            return Value(self._scaled_fact(id, scale), id, form)
        return Value(self.calculations.in_scale(result, scale), id, form, Numeral.CALCULATION)

    def _scaled_fact(self, id: str, scale: int) -> str:
        quantity = self.quantity(id)
        if quantity is None:
            return self.language.word("not-stated")
        if quantity.fraction is not None or quantity.unit in ("%", "pp"):
            return self.language.quantity(quantity, spelled=False, signed=True)
        number = quantity.number.scaleb(quantity.scale - scale)
        return self.language.qualified(quantity.qualifier, self.language.decimal(number))

    def quantity(self, id: str) -> Quantity | None:
        """The stated quantity of a fact; None where it has none or it is missing."""
        fact = self.visit.facts.get(id)
        quantity = stated(fact) if fact is not None else None
        return quantity if isinstance(quantity, Quantity) else None

    # ------------------------------------------------------------------------------ people

    def person(self, key: str, *, full: bool = False) -> Value:
        """ "President Putin", or "President Vladimir Putin" in full."""
        person = self.visit.people[key]
        return Value(
            self._person(person, full=full), numeral=Numeral.LABEL, language=person.language
        )

    def says(self, fact: Fact, *, short: bool = False) -> Value:
        """Who says so, for a table: the speaker, or "not stated"."""
        return self.value(fact.id, "family-name" if short else "speaker")

    def mode(self, fact: Fact) -> str:
        """How we know: "direct quote", "reported speech", …"""
        return self.language.label("modes", fact.mode)

    def place(self, fact: Fact) -> Value:
        """The place in the source: "P9"."""
        return self.label(self.place_text(fact))

    def place_text(self, fact: Fact) -> str:
        """The place in the source as text; "–" for the source as a whole."""
        if not fact.at.place:
            return self.language.word("none")
        kind = self.visit.sources[fact.at.source].place
        return self.language.label(
            "places", kind if kind in self.language.words["places"] else ""
        ).format(fact.at.place)

    # ----------------------------------------------------------------------- descriptions

    def describe(self, id: str) -> Inlines:
        """One line that says the whole of a fact or calculation, for the ledger."""
        if id in self.visit.calculations:
            return self._describe_calculation(self.visit.calculations[id])
        fact = self.visit.facts[id]
        parts: list[Value | Text] = [self.value(id, "name^")]
        if isinstance(fact, NumericFact):
            for form in ("period", "against", "due"):
                period = getattr(fact, form, None)
                if isinstance(period, Period) and period.start is not None:
                    lead = self.language.word(f"lead.{form}")
                    parts += [Text(lead), self.value(id, f"{form}-cell")]
            parts += [Text(": "), self.value(id, "signed")]
            unstated = [f for f in ("period", "due") if _unstated(getattr(fact, f, None))]
            for form in unstated:
                parts.append(
                    Text(self.language.word("comma") + self.language.word(f"unstated.{form}"))
                )
        elif isinstance(fact, EventFact):
            parts.append(Text(self.language.word("comma")))
            if _unstated(fact.when):
                parts.append(Text(self.language.word("unstated.when")))
            else:
                parts.append(self.value(id, "when-cell"))
        elif isinstance(fact, ProjectFact):
            parts += [Text(": "), self.value(id, "status")]
        if fact.remark:
            parts += [Text(self.language.word("comma")), self.value(id, "remark")]
        return tuple(parts)

    def class_of(self, id: str) -> str:
        """The class of a value in words: "stated", "goal", "part of a year", "calculated", …"""
        return self.language.label("classes", class_key(self.visit, id))

    def _describe_calculation(self, calculation: Calculation) -> Inlines:
        id = calculation.id
        parts: list[Value | Text] = [self.value(id, "name^")]
        if calculation.period is not None and calculation.period.start is not None:
            parts += [Text(self.language.word("comma")), self.value(id, "period")]
        parts += [Text(": "), self.value(id)]
        result = self.results[id]
        if result.value is not None and not result.exact and result.interval.high is not None:
            parts += [Text(" ("), self.interval(id), Text(")")]
        return tuple(parts)

    # ------------------------------------------------------------------------------- texts

    def _fact(self, fact: Fact, form: str) -> str:
        if form.endswith("^"):
            return self.language.capitalised(self._fact(fact, form[:-1]))
        match form:
            case "speaker" | "family-name":
                return self._speaker(fact, short=form == "family-name")
            case "remark":
                return fact.remark
            case "note":
                return ""
            case "name" | "short":
                return self._name(fact, short=form == "short")
            case "item" | "exact" | "flags" if isinstance(fact, ValueFact):
                return self._of_row(fact, form)
            case "status":
                return self.language.label("status", getattr(fact, "status", None) or "")
            case "where":
                return self._where(getattr(fact, "where", Missing("not stated")))
            case "period" | "against" | "due" | "when" | "year":
                return time_text(self.language, fact, form)
            case "period-cell" | "against-cell" | "due-cell" | "when-cell":
                return time_text(self.language, fact, form.removesuffix("-cell"), cell=True)
            case "" if not isinstance(fact, NumericFact):
                return self._name(fact)
            case "" | "size" | "signed" | "number" | "full" | "interval":
                return self._amount(fact, form)
            case _:
                raise KeyError(form)

    def _name(self, fact: Fact, *, short: bool = False) -> str:
        match fact:
            case ValueFact() | ChangeFact() | GoalFact():
                measure = self.visit.measures[fact.measure]
                name = (measure.short or measure.name) if short else measure.name
                item = self._item(fact)
                return name + self.language.word("comma") + item if item else name
            case ProjectFact():
                return fact.project
            case DocumentFact():
                return (fact.subject or fact.document) if short else fact.document
            case QuotationFact():
                return self.quoted(fact.quotation)
            case EventFact():
                return fact.event
            case StatementFact():
                return (fact.short or fact.statement) if short else fact.statement
            case _:
                raise KeyError("name")

    def _of_row(self, fact: ValueFact, form: str) -> str:
        """What a row of a data file says: what it is of, its figure in plain digits, its flags as letters."""
        match form:
            case "item":
                return self._item(fact)
            case "exact" if isinstance(fact.exact, Quantity):
                return self.language.decimal(fact.exact.number)
            case "exact":
                return self._amount(fact, "signed")
            case _:
                return " ".join(self.language.label("flags", flag) for flag in fact.flags)

    def _item(self, fact: Fact) -> str:
        """What a figure is of, where its measure is of several things: a product, a country's name."""
        if not isinstance(fact, ValueFact):
            return ""
        return self.language.country(fact.partner) if fact.partner else fact.item

    def quoted(self, words: str) -> str:
        """Words in this language's quotation marks; marks that are there already are not doubled."""
        return (
            self.language.word("open-quote")
            + words.strip('“”"')
            + self.language.word("close-quote")
        )

    def _amount(self, fact: Fact, form: str) -> str:
        quantity = stated(fact)
        if quantity is None:
            raise KeyError(form)
        if isinstance(quantity, Missing):
            return self.missing(quantity)
        # A change leaves its direction to the verb of the sentence; a level below zero never does.
        below = quantity.number < 0 and (not isinstance(fact, ChangeFact) or form == "number")
        signed = form == "signed" or below
        text = self.language.quantity(quantity, spelled=form in ("", "full"), signed=signed)
        if (
            form == "full"
            and quantity.unit
            and not is_currency(quantity.unit)
            and quantity.unit not in ("%", "pp")
        ):
            return f"{text} {quantity.unit}"
        return text

    def formula(self, id: str) -> str:
        """A calculation's formula with typographic signs; what stands in brackets keeps together."""
        shown = typeset(self.visit.calculations[id].formula)
        return re.sub(r"\([^(),]*\)", lambda m: m[0].replace(" ", "\N{NO-BREAK SPACE}"), shown)

    def is_withheld(self, fact: Fact) -> bool:
        """Whether the value is there and must not be shown, nor the words that carry it."""
        value = stated(fact)
        return isinstance(value, Missing) and value.kind == "withheld"

    def missing(self, missing: Missing) -> str:
        """ "not stated", or "withheld: reason"."""
        word = self.language.word("not-stated" if missing.kind == "not stated" else "withheld")
        return f"{word}: {missing.because}" if missing.because else word

    def _where(self, where: str | Missing) -> str:
        return self.missing(where) if isinstance(where, Missing) else where

    def _speaker(self, fact: Fact, *, short: bool) -> str:
        if fact.by is None:
            publisher = self.visit.sources[fact.at.source].publisher
            if isinstance(publisher, str) and isinstance(fact, NumericFact):
                return publisher
            return self.language.word("not-stated")
        person = self.visit.people[fact.by]
        return person.family_name or person.name if short else self._person(person)

    def _person(self, person: Person, *, full: bool = False) -> str:
        name = person.name if full or not person.family_name else person.family_name
        return f"{person.office} {name}" if person.office else name


def _unstated(period: Period | None) -> bool:
    return isinstance(period, Period) and period.start is None
