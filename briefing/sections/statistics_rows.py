"""Rows and tables of what was read from data files, as the templates see them."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.sections.calculation_view import CalculationView
from briefing.sections.fact_view import FactView
from briefing.sections.printed import PeriodView, Printed

View = FactView | CalculationView
SIDES = ("exports", "imports", "balance", "value")
"""The columns of a table over time; "value" is of a measure that is no side of a trade."""


@dataclass(frozen=True)
class FlowRow:
    """One period of a trade: what is known of each side, with its change on a year before."""

    period: PeriodView
    sides: dict[str, View]
    changes: dict[str, CalculationView]
    share: CalculationView | None
    status: Printed

    @property
    def exports(self) -> View | None:
        """Exports; None where the file was not asked for any."""
        return self.sides.get("exports")

    @property
    def imports(self) -> View | None:
        """Imports."""
        return self.sides.get("imports")

    @property
    def balance(self) -> View | None:
        """Exports less imports."""
        return self.sides.get("balance")

    @property
    def flags(self) -> list[str]:
        """What the files say of any of its figures: "provisional", …"""
        return list(dict.fromkeys(key for view in self.sides.values() for key in view.flag_keys))


@dataclass(frozen=True)
class Flows:
    """The trade of one pair over periods of one kind: years, the same months of each year, or months."""

    rows: tuple[FlowRow, ...]
    scale: int
    unit: Printed
    key: str
    short_names: dict[str, Printed]

    @property
    def latest(self) -> FlowRow:
        """The last row that has a figure."""
        valued = [row for row in self.rows if any(map(_valued, row.sides.values()))]
        return (valued or self.rows)[-1]

    @property
    def views(self) -> list[View]:
        """Every figure, side by side, for a chart."""
        return [row.sides[side] for side in SIDES for row in self.rows if side in row.sides]

    def of(self, side: str) -> list[View]:
        """The figures of one side."""
        return [row.sides[side] for row in self.rows if side in row.sides]

    @property
    def names(self) -> list[Printed]:
        """What each side is called, in short."""
        return [self.name_of(side) for side in self.sides]

    def name_of(self, side: str) -> Printed:
        """What one side is called, in short."""
        return self.short_names[side]

    @property
    def flags(self) -> list[str]:
        """What the files say of any of its figures."""
        return list(dict.fromkeys(key for row in self.rows for key in row.flags))

    @property
    def shares(self) -> list[CalculationView]:
        """The shares, over time."""
        return [row.share for row in self.rows if row.share is not None]

    @property
    def sides(self) -> list[str]:
        """The sides that there are."""
        return [side for side in SIDES if any(side in row.sides for row in self.rows)]

    @property
    def changing(self) -> list[str]:
        """The sides of which a change is known."""
        return [side for side in SIDES if any(side in row.changes for row in self.rows)]


@dataclass(frozen=True)
class Ranked:
    """Products or partners by value, largest first, in the last period asked for and the one before."""

    rows: tuple[RankedRow, ...]
    scale: int
    unit: Printed
    key: str

    @property
    def views(self) -> list[FactView]:
        """The figures of the last period, for a chart."""
        return [row.last for row in self.rows]

    @property
    def name(self) -> Printed:
        """What is ranked."""
        return self.rows[0].last.measure_name

    @property
    def last(self) -> PeriodView:
        """The last period."""
        return self.rows[0].last.period

    @property
    def before(self) -> PeriodView | None:
        """The period before, where the file was asked for it."""
        return next((row.before.period for row in self.rows if row.before is not None), None)

    @property
    def changed(self) -> bool:
        """Whether changes are known."""
        return any(row.change is not None for row in self.rows)


@dataclass(frozen=True)
class RankedRow:
    """One product or partner."""

    last: FactView
    before: FactView | None
    change: CalculationView | None


@dataclass(frozen=True)
class Mirrored:
    """The same trade as both sides report it. `because` is why they differ."""

    rows: tuple[MirrorRow, ...]
    name: Printed
    own: Printed
    other: Printed
    scale: int
    unit: Printed
    because: Printed


@dataclass(frozen=True)
class MirrorRow:
    """One period as both sides report it; the difference is theirs less ours."""

    own: FactView
    other: FactView
    difference: CalculationView | None


def _valued(view: View) -> bool:
    return view.stated if isinstance(view, FactView) else not view.dropped
