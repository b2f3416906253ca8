"""What a template sees of a calculation: its value, and the same questions as of a fact."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.blocks import Inlines, NoteRef
from briefing.facts.calculations import Result
from briefing.facts.model import Calculation, DocumentFact
from briefing.facts.statuses import flags_of
from briefing.sections.printed import PeriodView, Printed
from briefing.sections.wording import Wording


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
    def out_of_date(self) -> Printed:
        """ "out of date since 15 January 2026"; prints nothing where the brief does not mark it."""
        return Printed((self._wording.out_of_date(self.key),))

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
    def size(self) -> Printed:
        """The value without a sign: for "fell by 3.5%"."""
        return self._form("size")

    @property
    def rises(self) -> bool:
        """Whether it is above zero, as it prints; a change too small to print is neither."""
        return self.result.value is not None and self.result.rounded > 0

    @property
    def falls(self) -> bool:
        """Whether it is below zero, as it prints."""
        return self.result.value is not None and self.result.rounded < 0

    @property
    def base(self) -> Printed:
        """The period of the figure that a change is on: "2024"."""
        key = self.result.inputs[-1]
        return Printed((self._wording.value(key, "period"),))

    @property
    def nought(self) -> bool:
        """Whether it is zero itself, and does not only print as zero."""
        return self.result.value == 0

    @property
    def flag_keys(self) -> tuple[str, ...]:
        """What data files say of the figures that it is made of: "provisional", …"""
        return flags_of(self.key, self._wording.visit, self._wording.results)

    @property
    def flags(self) -> Printed:
        """The same as letters: "p"."""
        letters = (self._wording.language.label("flags", key) for key in self.flag_keys)
        return Printed((self._wording.label(" ".join(letters)),))

    def scaled(self, scale: int) -> Printed:
        """The number alone, at a power of ten that the head of its column names."""
        return Printed((self._wording.scaled(self.key, scale),))

    @property
    def queried(self) -> bool:
        """Whether a query made it."""
        return bool(self._calculation.query)

    @property
    def read(self) -> bool:
        """Whether all that it is made from was read from data files."""
        facts = [self._wording.visit.facts[key] for key in self.inputs]
        return bool(facts) and all(getattr(fact, "query", "") for fact in facts)

    @property
    def measure_key(self) -> str:
        """The measure's key; "" where it is of none."""
        return self._calculation.measure or ""

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
        """What data files say of the figures that it is made of; a calculation has no other remarks."""
        words = self._wording.language
        said = [words.label("flag-names", key) for key in self.flag_keys]
        return [Printed((self._wording.label(text),)) for text in said]

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
        return Printed((self._wording.label(self._wording.formula(self.key)),))

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
