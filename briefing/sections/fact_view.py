"""What a template prints of a fact: its value or name, its parts, and the facts it leads to."""

from __future__ import annotations

from collections.abc import Callable

from briefing.blocks import Inlines, Mark, NoteRef, Value
from briefing.facts.model import Fact, Resolved
from briefing.sections.fact_predicates import FactPredicates
from briefing.sections.printed import PeriodView, Printed
from briefing.sections.wording import Wording


class FactView(FactPredicates):
    """One fact. Its attributes are predicates, other views, or parts that print."""

    def __init__(self, fact: Fact, wording: Wording, find: Callable[[str], FactView]) -> None:
        super().__init__(fact, wording)
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
    def measure_name(self) -> Printed:
        """The measure's name, without what the figure is of."""
        measure = self.measure
        return Printed((self._wording.label(measure.name if measure else ""),))

    @property
    def item(self) -> Printed:
        """What it is of, where its measure is of several things; prints nothing where it is not."""
        return self.form("item")

    @property
    def exact(self) -> Printed:
        """The figure as the data file has it, in plain digits; else as the brief prints it."""
        return self.form("exact")

    @property
    def rows(self) -> Printed:
        """The rows of the data file that it was read from, as numbers."""
        none = self._wording.language.word("none")
        return Printed((self._wording.label(self._fact.at.place or none),))

    @property
    def flags(self) -> Printed:
        """What the data file says of it, as letters: "p"."""
        return self.form("flags")

    def scaled(self, scale: int) -> Printed:
        """The number alone, at a power of ten that the head of its column names."""
        if not self.stated:
            return self.form("")
        return Printed((self._wording.scaled(self.key, scale),))

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
    def out_of_date(self) -> Printed:
        """ "out of date since 15 January 2026"; prints nothing where the brief does not mark it."""
        return Printed((self._wording.out_of_date(self._fact.id),))

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
        words = self._wording.language
        said = [*self.flag_keys, *(["tied"] if self.tied else [])]
        own += [Printed((self._wording.label(words.label("flag-names", key)),)) for key in said]
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
