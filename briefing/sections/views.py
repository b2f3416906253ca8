"""What a template sees of facts: predicates to decide by, and parts that print as references.

A view is never text: printing one hands its inlines to the page, so no value can become markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from briefing.blocks import Inlines, Mark, NoteRef, Strong, Value
from briefing.facts.calculations import Result
from briefing.facts.formulas import typeset
from briefing.facts.model import (
    Calculation,
    ChangeFact,
    DocumentFact,
    EventFact,
    Fact,
    GoalFact,
    Measure,
    Missing,
    ProjectFact,
    QuotationFact,
    Resolved,
    StatementFact,
    ValueFact,
)
from briefing.facts.periods import Period
from briefing.facts.quantities import Quantity
from briefing.sections.wording import Wording


class Printable(Protocol):
    """Anything a template may print."""

    @property
    def inlines(self) -> Inlines:
        """What it prints."""


@dataclass(frozen=True)
class Printed:
    """Inlines that are ready to print."""

    inlines: Inlines

    def __bool__(self) -> bool:
        return any(not isinstance(inline, Value) or inline.text for inline in self.inlines)

    @property
    def strong(self) -> Printed:
        """The same in bold."""
        return Printed((Strong(self.inlines),))


@dataclass(frozen=True)
class PeriodView:
    """A period of a fact: prints itself, and says whether it is stated and of what kind."""

    period: Period | None
    inlines: Inlines
    cell: Printed

    @property
    def asked(self) -> bool:
        """Whether the fact has such a period at all, stated or not."""
        return self.period is not None

    @property
    def stated(self) -> bool:
        """Whether the source gives it."""
        return self.period is not None and self.period.start is not None

    @property
    def full_year(self) -> bool:
        """Whether it is one whole calendar year."""
        return self.period is not None and self.period.kind == "year"

    @property
    def part_year(self) -> bool:
        """Whether it is less than a year and more than a day."""
        return self.period is not None and self.period.kind in (
            "half",
            "quarter",
            "month",
            "months",
        )

    @property
    def point(self) -> bool:
        """Whether it is one day."""
        return self.period is not None and self.period.kind == "day"


class FactView:
    """One fact. Its attributes are predicates, other views, or parts that print."""

    def __init__(self, fact: Fact, wording: Wording, find: Callable[[str], FactView]) -> None:
        self._fact = fact
        self._wording = wording
        self._find = find

    @property
    def inlines(self) -> Inlines:
        """The fact itself: its value, or its name."""
        return (self._wording.value(self._fact.id),)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FactView) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    # ----------------------------------------------------------------- parts that print

    def form(self, form: str) -> Printed:
        """The fact in a display form."""
        return Printed((self._wording.value(self._fact.id, form),))

    @property
    def id(self) -> Printed:
        """The fact's id, as the ledger prints it."""
        return Printed((self._wording.label(self._fact.id),))

    @property
    def note(self) -> Printed:
        """A reference to the fact's note, and nothing else."""
        return Printed((NoteRef(self._fact.id),))

    @property
    def size(self) -> Printed:
        """The value without a sign: for "rose 13.6%"."""
        return self.form("size")

    @property
    def signed(self) -> Printed:
        """The value in figures, with its sign: for tables and tiles."""
        return self.form("signed")

    @property
    def full(self) -> Printed:
        """The value with what it counts: "nine schools"."""
        return self.form("full")

    @property
    def figure(self) -> Printed:
        """The value as a tile shows it."""
        return Printed(self._wording.figure(self._fact.id))

    @property
    def name(self) -> Printed:
        """The measure's name, or what the fact is about."""
        return self.form("name")

    @property
    def short(self) -> Printed:
        """The short name."""
        return self.form("short")

    @property
    def speaker(self) -> Printed:
        """ "President Putin", or "not stated"."""
        return self.form("speaker")

    @property
    def speaker_name(self) -> Printed:
        """ "Putin"."""
        return self.form("family-name")

    @property
    def remark(self) -> Printed:
        """The remark that goes with the fact; prints nothing where there is none."""
        return self.form("remark")

    @property
    def status(self) -> Printed:
        """The status in words."""
        return self.form("status")

    @property
    def status_key(self) -> str:
        """The status as the facts file writes it; "" where there is none."""
        return getattr(self._fact, "status", None) or ""

    @property
    def status_mark(self) -> Printed:
        """The small drawn sign of the status."""
        shape = self._wording.language.words["status-mark"][self.status_key]
        return Printed((Mark(shape),))

    @property
    def where(self) -> Printed:
        """The place, or "not stated"."""
        return self.form("where")

    @property
    def place(self) -> Printed:
        """The place in the source."""
        return Printed((self._wording.place(self._fact),))

    @property
    def mode(self) -> Printed:
        """How we know it: "direct quote", …"""
        return Printed((self._wording.label(self._wording.mode(self._fact)),))

    @property
    def says(self) -> Printed:
        """Speaker and mode for the ledger: "Putin, reported"."""
        language = self._wording.language
        mode = language.label("modes-short", self._fact.mode)
        if self._fact.by is None:
            return Printed((self._wording.label(mode),))
        comma = self._wording.label(language.word("comma") + mode)
        return Printed((self._wording.value(self._fact.id, "family-name"), comma))

    @property
    def description(self) -> Printed:
        """The whole of the fact in one line."""
        return Printed(self._wording.describe(self._fact.id))

    @property
    def value_class(self) -> Printed:
        """Its class in words: "stated", "goal", …"""
        return Printed((self._wording.label(self._wording.class_of(self._fact.id)),))

    @property
    def document_type(self) -> Printed:
        """A document's type."""
        return Printed((Value(getattr(self._fact, "type", ""), self.key, "type"),))

    @property
    def missing(self) -> list[Printed]:
        """What a reader would ask and the source leaves out."""
        return [Printed((self._wording.label(words),)) for words in self._fact.missing]

    @property
    def readings(self) -> tuple[Resolved, ...]:
        """How relative words of the fact were read."""
        return self._fact.resolved

    @property
    def speaker_full(self) -> Printed:
        """ "President Vladimir Putin", citing the fact."""
        if self._fact.by is None:
            return self.speaker
        return Printed((self._wording.person(self._fact.by, full=True), NoteRef(self.key)))

    @property
    def source_name(self) -> Printed:
        """The title of the source."""
        return Printed((self._wording.label(self._wording.visit.sources[self.source].title),))

    # ---------------------------------------------------------------------------- time

    @property
    def period(self) -> PeriodView:
        """The period of the value."""
        return self._time("period")

    @property
    def against(self) -> PeriodView:
        """What a change is measured against."""
        return self._time("against")

    @property
    def due(self) -> PeriodView:
        """When it is due."""
        return self._time("due")

    @property
    def when(self) -> PeriodView:
        """When an event was or will be."""
        return self._time("when")

    def _time(self, form: str) -> PeriodView:
        period = getattr(self._fact, form, None)
        return PeriodView(period, self.form(form).inlines, self.form(f"{form}-cell"))

    # ---------------------------------------------------------------------- predicates

    @property
    def key(self) -> str:
        """The id, to compare with."""
        return self._fact.id

    @property
    def kind(self) -> str:
        """ "value", "change", "goal", "project", "document", "quotation", "event" or "statement"."""
        return next(name for name, kind in _KINDS.items() if isinstance(self._fact, kind))

    @property
    def topic(self) -> str:
        """The topic: the fact's own, or its measure's."""
        measure = self.measure
        return self._fact.topic or (measure.topic if measure else "")

    @property
    def measure(self) -> Measure | None:
        """The measure, for decisions; print `name` or `short`."""
        key = getattr(self._fact, "measure", None)
        return self._wording.visit.measures[key] if key else None

    @property
    def counted(self) -> bool:
        """Whether its measure counts things."""
        return self.measure is not None and self.measure.kind in ("stock", "count")

    @property
    def speech(self) -> bool:
        """Whether its source reports what people said, so that a speaker would be expected."""
        return not self.published and any(
            f.by and f.at.source == self.source for f in self._wording.visit.facts.values()
        )

    @property
    def flow(self) -> bool:
        """Whether its measure is a flow."""
        return self.measure is not None and self.measure.kind == "flow"

    @property
    def measure_key(self) -> str:
        """The measure's key; "" for facts without one."""
        return getattr(self._fact, "measure", None) or ""

    @property
    def stated(self) -> bool:
        """Whether there is a value (not "not stated", not withheld)."""
        return not isinstance(self._stated, Missing)

    @property
    def _stated(self) -> object:
        match self._fact:
            case ValueFact(value=stated) | ChangeFact(change=stated) | GoalFact(goal=stated):
                return stated
            case _:
                return None

    @property
    def rises(self) -> bool:
        """Whether a change is upwards."""
        return isinstance(self._stated, Quantity) and self._stated.number > 0

    @property
    def falls(self) -> bool:
        """Whether a change is downwards."""
        return isinstance(self._stated, Quantity) and self._stated.number < 0

    @property
    def one(self) -> bool:
        """Whether the value is exactly one (for singular and plural)."""
        return isinstance(self._stated, Quantity) and self._stated.number == 1

    @property
    def in_points(self) -> bool:
        """Whether a change is in percentage points."""
        return isinstance(self._stated, Quantity) and self._stated.unit == "pp"

    @property
    def by(self) -> str:
        """The speaker's key; "" where no speaker is named."""
        return self._fact.by or ""

    @property
    def is_goal(self) -> bool:
        """Whether it is a goal."""
        return isinstance(self._fact, GoalFact)

    @property
    def is_calculation(self) -> bool:
        """Whether it is a calculation, as against a fact."""
        return False

    @property
    def further(self) -> bool:
        """Whether a change comes on top of an earlier one."""
        return bool(getattr(self._fact, "further", False))

    @property
    def dated(self) -> bool:
        """Whether a document's day is stated."""
        return getattr(self._fact, "signed", None) is not None

    @property
    def spoken(self) -> bool:
        """Whether a speaker is named."""
        return self._fact.by is not None

    @property
    def published(self) -> bool:
        """Whether a figure without speaker has a publisher to stand for it."""
        return isinstance(self._wording.visit.sources[self.source].publisher, str)

    @property
    def quoted(self) -> bool:
        """Whether it is a direct quote."""
        return self._fact.mode == "quoted"

    @property
    def source(self) -> str:
        """The source's key."""
        return self._fact.at.source

    @property
    def shared(self) -> bool:
        """Whether both sides hold it."""
        return bool(getattr(self._fact, "shared", False))

    @property
    def earlier(self) -> bool:
        """Whether a document is not of this visit."""
        return bool(getattr(self._fact, "earlier", False))

    @property
    def text_seen(self) -> bool:
        """Whether the text of a document was seen."""
        return bool(getattr(self._fact, "text_seen", False))

    @property
    def feature(self) -> bool:
        """Whether a quotation is to stand out."""
        return bool(getattr(self._fact, "feature", False))

    @property
    def located(self) -> bool:
        """Whether a place is stated."""
        where = getattr(self._fact, "where", None)
        return where is not None and not isinstance(where, Missing)

    @property
    def has_short(self) -> bool:
        """Whether a statement has a phrase that can stand beside what it is about."""
        return bool(getattr(self._fact, "short", ""))

    # --------------------------------------------------------------------------- links

    @property
    def of(self) -> FactView | None:
        """The whole that a count is part of."""
        return self._linked("of")

    @property
    def amends(self) -> FactView | None:
        """The document that a document amends."""
        return self._linked("amends")

    @property
    def relates(self) -> FactView | None:
        """The document that a document relates to."""
        return self._linked("relates")

    @property
    def continues(self) -> FactView | None:
        """The quotation that this one goes on."""
        return self._linked("continues")

    def _linked(self, name: str) -> FactView | None:
        key = getattr(self._fact, name, None)
        return self._find(key) if key else None

    @property
    def about(self) -> list[FactView]:
        """The facts that a statement speaks of."""
        return [self._find(key) for key in self._fact.about]

    @property
    def statements(self) -> list[FactView]:
        """The statements about this fact, in the order of the facts file."""
        return [
            self._find(key)
            for key, fact in self._wording.visit.facts.items()
            if self.key in fact.about
        ]

    @property
    def remarks(self) -> list[Printed]:
        """Short phrases that stand beside the fact: its own remark, then those of statements."""
        own = [self.remark] if self._fact.remark else []
        return own + [s.short for s in self.statements if s.has_short]

    @property
    def signers(self) -> list[Printed]:
        """Who signed a document; empty where the source does not say."""
        signed_by = getattr(self._fact, "signed_by", None)
        if not isinstance(signed_by, tuple):
            return []
        return [Printed((self._wording.person(key),)) for key in signed_by]

    @property
    def signed_on(self) -> Printed:
        """The day a document was signed; prints nothing where it is not stated."""
        day = getattr(self._fact, "signed", None)
        text = self._wording.language.day(day) if day else ""
        return Printed((Value(text, self.key, "signed-on"),))


_KINDS: Mapping[str, type[Fact]] = {
    "value": ValueFact,
    "change": ChangeFact,
    "goal": GoalFact,
    "project": ProjectFact,
    "document": DocumentFact,
    "quotation": QuotationFact,
    "event": EventFact,
    "statement": StatementFact,
}


class CalculationView:
    """One calculation: prints its value."""

    def __init__(self, calculation: Calculation, result: Result, wording: Wording) -> None:
        self._calculation = calculation
        self._wording = wording
        self.result = result

    @property
    def inlines(self) -> Inlines:
        """The value: "about $3.6 billion"."""
        return (self._wording.value(self.key),)

    @property
    def key(self) -> str:
        """The id, to compare with."""
        return self._calculation.id

    @property
    def id(self) -> Printed:
        """The id, as the ledger prints it."""
        return Printed((self._wording.label(self.key),))

    @property
    def note(self) -> Printed:
        """A reference to the calculation's note, and nothing else."""
        return Printed((NoteRef(self.key),))

    @property
    def name(self) -> Printed:
        """What it is."""
        return Printed((self._wording.value(self.key, "name"),))

    @property
    def period(self) -> PeriodView:
        """The period it is for."""
        prose, cell = self._form("period"), self._form("period-cell")
        return PeriodView(self._calculation.period, prose.inlines, cell)

    def _form(self, form: str) -> Printed:
        return Printed((self._wording.value(self.key, form),))

    @property
    def figure(self) -> Printed:
        """The value as a tile shows it."""
        return Printed(self._wording.figure(self.key))

    @property
    def short(self) -> Printed:
        """What it is."""
        return self.name

    @property
    def spoken(self) -> bool:
        """Nobody said it: we made it."""
        return False

    @property
    def is_calculation(self) -> bool:
        """Whether it is one, as against a fact."""
        return True

    @property
    def published(self) -> bool:
        """Nobody published it: we made it."""
        return False

    @property
    def is_goal(self) -> bool:
        """A calculation is never a goal."""
        return False

    @property
    def remarks(self) -> list[Printed]:
        """A calculation has no remarks."""
        return []

    @property
    def against(self) -> PeriodView:
        """A calculation is measured against nothing."""
        return PeriodView(None, (), Printed(()))

    @property
    def counts_documents(self) -> bool:
        """Whether it counts documents."""
        return any(isinstance(self._wording.visit.facts[key], DocumentFact) for key in self.inputs)

    @property
    def reason(self) -> Printed:
        """Why there is no value."""
        return Printed((self._wording.label(self.result.dropped),))

    @property
    def description(self) -> Printed:
        """The whole of it in one line."""
        return Printed(self._wording.describe(self.key))

    @property
    def value_class(self) -> Printed:
        """ "calculated", or "illustration, not a forecast"."""
        return Printed((self._wording.label(self._wording.class_of(self.key)),))

    @property
    def formula(self) -> Printed:
        """The formula, with ids."""
        return Printed((self._wording.label(typeset(self._calculation.formula)),))

    @property
    def because(self) -> Printed:
        """The written justification; prints nothing where there is none."""
        return Printed((self._wording.label(self._calculation.because),))

    @property
    def kind(self) -> str:
        """ "level", "difference", "share", "growth", "count", "year"."""
        return self.result.kind

    @property
    def measured(self) -> bool:
        """Whether it is a value of a measure."""
        return self._calculation.measure is not None

    @property
    def plain_level(self) -> bool:
        """Whether it reads as a sentence of its own: a value of a measure; or a year."""
        return (self.measured and self.kind == "level") or self.kind == "year"

    @property
    def show(self) -> str:
        """ "everywhere", "text", "ledger" or "never"."""
        return self._calculation.show

    @property
    def illustration(self) -> bool:
        """Whether it is an illustration."""
        return self._calculation.illustration

    @property
    def dropped(self) -> str:
        """Why there is no value; "" where there is one."""
        return self.result.dropped

    @property
    def inputs(self) -> Iterator[str]:
        """The keys of the facts it is made from."""
        return iter(self.result.inputs)
