"""What must fit together in a visit: units, speakers, statuses, links. Limits of length are elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from briefing.errors import Diagnostic, Place
from briefing.facts.chart_specs import CHART_KINDS
from briefing.facts.flaws import Path, nearest
from briefing.facts.model import (
    ChangeFact,
    DocumentFact,
    EventFact,
    Fact,
    GoalFact,
    Measure,
    ProjectFact,
    QuotationFact,
    ValueFact,
    Visit,
)
from briefing.facts.periods import Period
from briefing.facts.quantities import SCALES, Quantity
from briefing.facts.reading import Reading
from briefing.load.circles import circles
from briefing.load.nodes import dotted, place_of
from briefing.load.wholes import overfull

TLP = ("TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR")
"""The labels of the Traffic Light Protocol 2.0: capitals, no spaces, never translated."""

_CURRENCY = re.compile(r"[A-Z]{3}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def check(read: Reading, places: Mapping[str, Place], file: str) -> list[Diagnostic]:
    """Every misfit in what could be read."""
    checks = _Checks(read.visit, places, file)
    if ("brief",) not in read.broken:
        checks.furniture()
    for key, source in read.visit.sources.items():
        checks.source(key, source.sha256, source.url)
    for key, measure in read.visit.measures.items():
        checks.measure(key, measure)
    for fact in read.visit.facts.values():
        checks.fact(fact)
    checks.circles()
    checks.days()
    for path, message, hint in overfull(read.visit):
        checks.refuse(path, message, hint)
    for key, chart in read.visit.charts.items():
        if chart.kind not in CHART_KINDS:
            hint = nearest(chart.kind, CHART_KINDS)
            message = f'expected {", ".join(CHART_KINDS)}, found "{chart.kind}"'
            checks.refuse(("charts", key, "kind"), message, hint)
    return checks.faults


@dataclass(slots=True)
class _Checks:
    visit: Visit
    places: Mapping[str, Place]
    file: str
    faults: list[Diagnostic] = field(default_factory=list)

    def refuse(self, path: Path, message: str, hint: str = "") -> None:
        place = place_of(path, self.places, self.file)
        self.faults.append(Diagnostic(place, dotted(path), message, hint))

    # ---------------------------------------------------------------- furniture and sources

    def furniture(self) -> None:
        """The marking is spelled right, the language is a tag, key figures are figures."""
        brief = self.visit.brief
        marking = brief.marking
        if re.match(r"(?i)tlp\b", marking) and marking not in TLP:
            spelled = re.sub(r"[\s:]+", ":", marking.upper()).replace("WHITE", "CLEAR")
            hint = f'did you mean "{spelled}"?' if spelled in TLP else ""
            self.refuse(("brief", "marking"), f'expected {", ".join(TLP)}, found "{marking}"', hint)
        if not _LANGUAGE.fullmatch(brief.language):
            message = f'expected a language such as en-GB, found "{brief.language}"'
            self.refuse(("brief", "language"), message)
        if brief.status == "draft" and brief.cleared is not None:
            message = f"a draft is not cleared, but {brief.cleared.by} cleared it"
            hint = "say status: final, or remove cleared"
            self.refuse(("brief", "cleared"), message, hint)
        for i, key in enumerate(brief.key_figures):
            fact = self.visit.facts.get(key)
            if fact is not None and not isinstance(fact, ValueFact | ChangeFact | GoalFact):
                message = (
                    f"a key figure is a value, a change, a goal or a calculation; {key} is none"
                )
                self.refuse(("brief", "key_figures", i), message)

    def source(self, key: str, sha256: str, url: str) -> None:
        """The hash is a hash and the address an address."""
        if sha256 and not re.fullmatch(r"[0-9a-f]{64}", sha256):
            message = f"expected 64 digits 0–9 and a–f, found {len(sha256)} characters"
            self.refuse(("sources", key, "sha256"), message, "sha256sum FILE prints them")
        if url and not re.match(r"https?://\S+$", url):
            self.refuse(("sources", key, "url"), f'expected https://…, found "{url}"')

    def measure(self, key: str, measure: Measure) -> None:
        """A share is counted in per cent."""
        if measure.kind == "share" and measure.unit != "%":
            message = f'a share is measured in "%", found "{measure.unit}"'
            self.refuse(("measures", key, "unit"), message)

    # ------------------------------------------------------------------------------- facts

    def fact(self, fact: Fact) -> None:
        """Units, speaker, status and links of one fact."""
        path: Path = ("facts", fact.id)
        self._speaker(fact, path)
        match fact:
            case ValueFact(value=Quantity() as stated):
                self._unit(stated, fact.measure, (*path, "value"))
            case GoalFact(goal=Quantity() as stated):
                self._unit(stated, fact.measure, (*path, "goal"))
            case ChangeFact():
                self._change(fact, path)
            case _:
                pass
        if isinstance(fact, ValueFact | ProjectFact):
            self._status(fact.status, fact.due, path)
        self._links(fact, path)

    def _speaker(self, fact: Fact, path: Path) -> None:
        if fact.mode == "quoted" and fact.by is None:
            self.refuse((*path, "mode"), "quoted words need a speaker", 'add "by: …"')
        if fact.mode == "voice" and fact.by is not None:
            message = f"{fact.by} is named as the speaker, but not how the source reports it"
            self.refuse((*path, "by"), message, "add mode: quoted, mode: reported or mode: implied")
        if isinstance(fact, QuotationFact) and fact.mode != "quoted":
            message = "a quotation is a person's own words"
            self.refuse((*path, "quotation"), message, "add mode: quoted, or make it a statement")

    def _unit(self, stated: Quantity, measure_id: str, path: Path) -> None:
        """The unit of a level is that of its measure."""
        measure = self.visit.measures.get(measure_id)
        if measure is None or _fits(stated, measure.unit):
            return
        found = f'"{stated.text}"'
        hint = ""
        if stated.unit == "pp":
            hint = "percentage points measure a change; a share is in %"
        elif not stated.unit and _CURRENCY.fullmatch(measure.unit):
            hint = f"add the currency: {stated.text} {measure.unit}"
        elif stated.unit:
            hint = nearest(stated.unit.split()[0], SCALES)
        unit = f"{measure.unit}, the unit of {measure_id}"
        self.refuse(path, f"expected a quantity in {unit}; found {found}", hint)

    def _change(self, fact: ChangeFact, path: Path) -> None:
        measure = self.visit.measures.get(fact.measure)
        if isinstance(fact.change, Quantity):
            found = f'"{fact.change.text}"'
            if fact.change.unit not in ("%", "pp"):
                message = f"expected a change in % or pp (percentage points), found {found}"
                self.refuse((*path, "change"), message)
            elif fact.change.unit == "pp" and measure and measure.unit != "%":
                message = (
                    f"{fact.measure} is in {measure.unit}: expected a change in %, found {found}"
                )
                hint = "percentage points are for shares"
                self.refuse((*path, "change"), message, hint)
        if fact.against.end and fact.period.end and fact.against.end >= fact.period.end:
            message = f"expected a time before {fact.period.text}, found {fact.against.text}"
            self.refuse((*path, "against"), message)

    def _status(self, status: str | None, due: Period | None, path: Path) -> None:
        dated = due is not None and due.end is not None
        if status == "scheduled" and not dated:
            message = "what is scheduled has a date"
            self.refuse((*path, "status"), message, 'add "due: …", or say status: planned')
        if status == "planned" and dated:
            message = "what is planned has no date yet"
            self.refuse((*path, "status"), message, "with a date it is status: scheduled")

    def _links(self, fact: Fact, path: Path) -> None:
        """`of`, `continues` and `amends` name facts of the right kind."""
        facts = self.visit.facts
        match fact:
            case ValueFact(of=str(key)) if key in facts:
                whole = facts[key]
                if not isinstance(whole, ValueFact) or whole.measure != fact.measure:
                    self.refuse((*path, "of"), f"expected a value of {fact.measure}, found {key}")
            case QuotationFact(continues=str(key)) if key in facts:
                begun = facts[key]
                if not isinstance(begun, QuotationFact) or begun.by != fact.by:
                    message = f"expected a quotation of the same speaker, found {key}"
                    self.refuse((*path, "continues"), message)
            case DocumentFact(amends=str(key)) if key in facts:
                if not isinstance(facts[key], DocumentFact):
                    self.refuse((*path, "amends"), f"expected a document, found {key}")
            case _:
                pass

    # -------------------------------------------------------------------- days and circles

    def days(self) -> None:
        """The event that says when the visit was says the same days, or a longer time around them."""
        key = self.visit.visit.facts.get("dates", "")
        fact, own = self.visit.facts.get(key), self.visit.visit.dates
        if not isinstance(fact, EventFact) or not fact.when.is_stated or not own.is_stated:
            return
        when = fact.when
        first, last = max(when.order[0], own.order[0]), min(when.order[1], own.order[1])
        around = when.kind not in ("day", "days") and own.order == (first, last)
        if not when.same_days(own) and not around:
            message = f"the visit is dated {own.text}, but {key} is of {when.text}"
            hint = "correct one of the two, or name another fact"
            self.refuse(("visit", "facts", "dates"), message, hint)

    def circles(self) -> None:
        """No fact leads back to itself through one kind of link, nor any query to what it is made of."""
        for link in ("about", "of", "continues", "amends", "relates"):
            links = {key: _linked(fact, link) for key, fact in self.visit.facts.items()}
            self._circle("facts", link, links)
        self._circle("queries", "of", {key: q.of for key, q in self.visit.queries.items()})

    def _circle(self, section: str, link: str, links: Mapping[str, Sequence[str]]) -> None:
        for circle in circles(links):
            way = " → ".join((*circle, circle[0]))
            message = f"the {section} go round in a circle: {way}"
            self.refuse((section, circle[0], link), message, "remove one of these links")


def _linked(fact: Fact, link: str) -> tuple[str, ...]:
    linked: str | tuple[str, ...] | None = getattr(fact, link, None)
    return (linked,) if isinstance(linked, str) else linked or ()


def _fits(stated: Quantity, unit: str) -> bool:
    if unit == "%":
        return stated.unit == "%" or stated.fraction is not None
    if _CURRENCY.fullmatch(unit):
        return stated.unit == unit
    if stated.fraction is not None:
        return False
    one = stated.number == 1 and not stated.scale  # "1 school" of schools
    return (
        not stated.unit or stated.unit.casefold() == unit.casefold() or (one and stated.unit != "%")
    )
