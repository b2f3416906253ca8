"""What prints: inlines that are ready, and periods with what a template asks of them.

A view is never text: printing one hands its inlines to the page, so no value can become markup.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.blocks import Inlines, Strong, Value
from briefing.facts.periods import Period


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
        return self.period is not None and self.period.is_full_year

    @property
    def part_year(self) -> bool:
        """Whether it is less than a year and more than a day."""
        return self.period is not None and self.period.is_part_year

    def same_days(self, other: PeriodView) -> bool:
        """Whether both are stated and are the same days."""
        if self.period is None or other.period is None:
            return False
        return self.period.same_days(other.period)

    @property
    def point(self) -> bool:
        """Whether it is one day."""
        return self.period is not None and self.period.kind == "day"
