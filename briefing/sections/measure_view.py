"""What a template sees of a measure: its facts in order of time, its goals, its calculations."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.facts.model import Measure
from briefing.sections.calculation_view import CalculationView
from briefing.sections.fact_view import FactView
from briefing.sections.printed import PeriodView


@dataclass(frozen=True)
class MeasureView:
    """A measure with its facts and calculations."""

    key: str
    measure: Measure
    facts: tuple[FactView, ...]
    calculations: tuple[CalculationView, ...]

    @property
    def levels(self) -> list[FactView]:
        """Stated values, latest period last; those without a period first."""
        return [f for f in self.facts if f.kind == "value" and f.stated]

    @property
    def changes(self) -> list[FactView]:
        """Stated changes."""
        return [f for f in self.facts if f.kind == "change" and f.stated]

    def changes_of(self, level: FactView) -> list[FactView]:
        """The changes that belong to a level: of its period, by its speaker, from its source."""
        return [
            c
            for c in self.changes
            if (c.by, c.source) == (level.by, level.source) and c.period.same_days(level.period)
        ]

    def other_changes(self, levels: list[FactView]) -> list[FactView]:
        """The changes that belong to none of these levels."""
        joined = [change for level in levels for change in self.changes_of(level)]
        return [change for change in self.changes if change not in joined]

    @property
    def goals(self) -> list[FactView]:
        """Stated goals."""
        return [f for f in self.facts if f.kind == "goal" and f.stated]

    @property
    def latest(self) -> list[FactView]:
        """The values of the latest period, several where they disagree; undated ones if no other."""
        dated = [f for f in self.levels if f.period.stated]
        if not dated:
            return self.levels
        return [f for f in dated if moment(f) == moment(dated[-1])]

    @property
    def years(self) -> list[FactView]:
        """Values of whole years, stated or missing, in order."""
        return [f for f in self.facts if f.kind == "value" and f.period.full_year]

    @property
    def yearly(self) -> list[FactView | CalculationView]:
        """Values of whole years, with those that were calculated, in order of year."""
        made = [c for c in self.calculations if c.kind == "level" and c.period.full_year]
        return sorted([*made, *self.years], key=moment)

    @property
    def first_goal(self) -> FactView | None:
        """The first goal."""
        return next((f for f in self.facts if f.kind == "goal"), None)

    @property
    def has_goal(self) -> bool:
        """Whether there is one goal, undisputed, and a whole year to hold against it."""
        return len([f for f in self.facts if f.kind == "goal"]) == 1 and bool(self.years)

    def parts_of(self, whole: FactView) -> list[FactView]:
        """The values that are part of `whole`."""
        return [f for f in self.levels if f.of == whole]

    @property
    def kind(self) -> str:
        """ "flow", "stock", "share", "count" or "index"."""
        return self.measure.kind


def moment(view: FactView | CalculationView) -> tuple[str, str]:
    """The end of a period, then its start, to order by; what has no date comes first."""
    period: PeriodView = view.period
    if not period.stated or period.period is None or period.period.end is None:
        return ("", "")
    return (period.period.end.isoformat(), str(period.period.start))
