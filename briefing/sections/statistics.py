"""What was read from data files, put together for tables: flows over time, products, partners, mirrors.

Finds and orders, as the queries do, and words nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby

from briefing.blocks import Text
from briefing.facts.model import Measure
from briefing.sections.calculation_view import CalculationView
from briefing.sections.fact_view import FactView
from briefing.sections.printed import PeriodView, Printed
from briefing.sections.statistics_rows import (
    FlowRow,
    Flows,
    Mirrored,
    MirrorRow,
    Ranked,
    RankedRow,
    View,
)
from briefing.sections.wording import Wording

_Days = tuple[date, date]


@dataclass
class _Open:
    """A table that is being filled: each of its columns has the figures of one measure and one query."""

    base: tuple[str, ...]
    who: dict[str, tuple[str, str]] = field(default_factory=dict)
    views: list[View] = field(default_factory=list)

    def takes(self, view: View, base: tuple[str, ...], side: str, who: tuple[str, str]) -> bool:
        """Whether a figure belongs here; a balance, whether what it is made of does."""
        if base != self.base or self.who.get(side, who) != who:
            return False
        if isinstance(view, FactView):
            return True
        keys = {one.key for one in self.views}
        return all(key in keys for key in view.inputs)


@dataclass(frozen=True)
class Statistics:
    """The figures of a visit that were read from data files."""

    wording: Wording
    fact: Callable[[str], FactView]
    calculation: Callable[[str], CalculationView]

    @cached_property
    def facts(self) -> list[FactView]:
        """All of them, in the order of the queries."""
        return [view for view in map(self.fact, self.wording.visit.facts) if view.read]

    @property
    def flags(self) -> list[str]:
        """What the files say of any of them, for a legend."""
        return list(dict.fromkeys(key for fact in self.facts for key in fact.flag_keys))

    @property
    def sources(self) -> list[str]:
        """The keys of the sources that they are from."""
        return list(dict.fromkeys(fact.source for fact in self.facts))

    @cached_property
    def years(self) -> list[Flows]:
        """Trade by full years, a table for each pair of countries."""
        return self._flows(lambda period: period.full_year)

    @cached_property
    def parts(self) -> list[Flows]:
        """Trade in the same part of each year, which is never held against full years."""
        return self._flows(lambda period: _months(period) in range(2, 12) and not _quarter(period))

    @cached_property
    def quarters(self) -> list[Flows]:
        """Trade quarter by quarter."""
        return self._flows(_quarter)

    @cached_property
    def months(self) -> list[Flows]:
        """Trade month by month."""
        return self._flows(lambda period: _months(period) == 1)

    @cached_property
    def products(self) -> list[Ranked]:
        """Products by value, a table for each query."""
        return self._ranked(lambda fact: bool(fact.thing))

    @cached_property
    def partners(self) -> list[Ranked]:
        """Partners by value, a table for each query."""
        return self._ranked(lambda fact: bool(fact.partner_key))

    @property
    def rank(self) -> FactView | None:
        """The partner's own place in the last year of which it is known."""
        ranks = [f for f in self.facts if f.measure is not None and f.measure.kind == "rank"]
        return next((rank for rank in reversed(ranks) if rank.stated), None)

    @cached_property
    def mirrors(self) -> list[Mirrored]:
        """The same trade as both sides report it, a table for each measure that is a mirror."""
        tables = []
        for key, measure in self.wording.visit.measures.items():
            if measure.mirror is None:
                continue
            own = [f for f in self.facts if f.measure_key == measure.mirror]
            others = [f for f in self.facts if f.measure_key == key]
            rows = [
                MirrorRow(one, other, self._made(other.key, "difference"))
                for other in others
                for one in own
                if other.period.same_days(one.period)
            ]
            made = [row.difference for row in rows if row.difference is not None]
            if not made:
                continue
            own_measure = self.wording.visit.measures[measure.mirror]
            scale = self._scale([row.own for row in rows])
            ours, theirs = (
                Printed((self.wording.label(m.short or m.name),)) for m in (own_measure, measure)
            )
            tables.append(
                Mirrored(
                    tuple(rows),
                    Printed((self.wording.label(own_measure.name),)),
                    ours,
                    theirs,
                    scale,
                    self._unit(measure, scale),
                    made[0].because,
                )
            )
        return tables

    # ------------------------------------------------------------------------ how they are found

    def _flows(self, kind: Callable[[PeriodView], bool]) -> list[Flows]:
        tables: list[_Open] = []
        for view in self._sided():
            if not (view.period.stated and kind(view.period)):
                continue
            measure = self._measure(view)
            own = "" if measure.series else view.measure_key
            base = (*sorted(measure.between), measure.unit, _part(view), own)
            who = (view.measure_key, view.query if isinstance(view, FactView) else "")
            table = next((t for t in tables if t.takes(view, base, _side(measure), who)), None)
            if table is None:
                table = _Open(base)
                tables.append(table)
            table.who[_side(measure)] = who
            table.views.append(view)
        return [self._table(table.views) for table in tables]

    def _sided(self) -> Iterable[View]:
        """Every figure over time that was read, or that is a balance of what was read."""
        visit = self.wording.visit
        parts = {
            k for r in self.wording.results.values() if r.kind == "share" for k in r.inputs[1:]
        }
        for fact in self.facts:
            measure = fact.measure
            if fact.thing or fact.partner_key or measure is None or fact.key in parts:
                continue
            if measure.kind != "rank" and measure.mirror is None:
                yield fact
        for key, calculation in visit.calculations.items():
            view = self.calculation(key)
            if calculation.measure and visit.measures[calculation.measure].series and view.read:
                yield view

    def _table(self, views: Sequence[View]) -> Flows:
        by_period: dict[_Days, list[View]] = {}
        for view in views:
            by_period.setdefault(_days(view), []).append(view)
        rows = [self._row(group) for _, group in sorted(by_period.items())]
        measures = {_side(m): m for m in map(self._measure, views)}
        names = {
            side: Printed((self.wording.label(_column(measure)),))
            for side, measure in measures.items()
        }
        facts = [view for view in views if isinstance(view, FactView)]
        scale = self._scale(facts)
        unit = self._unit(self._measure(views[0]), scale)
        return Flows(tuple(rows), scale, unit, _key(views[0]), names)

    def _row(self, group: Sequence[View]) -> FlowRow:
        sides = {_side(self._measure(view)): view for view in reversed(group)}
        changes = {}
        for side, view in sides.items():
            change = self._made(view.key, "growth")
            if change is not None:
                changes[side] = change
        shares = (self._made(view.key, "share") for view in group)
        keys = dict.fromkeys(key for view in sides.values() for key in view.flag_keys)
        words = [self.wording.language.label("flags", key) for key in keys]
        status = Printed(
            (self.wording.label(" ".join(words) or self.wording.language.word("none")),)
        )
        return FlowRow(group[0].period, sides, changes, next(filter(None, shares), None), status)

    def _ranked(self, chosen: Callable[[FactView], bool]) -> list[Ranked]:
        facts = [fact for fact in self.facts if chosen(fact)]
        tables = []
        for key, group in groupby(facts, key=lambda fact: fact.query):
            by_thing: dict[str, dict[_Days, FactView]] = {}
            for fact in group:
                by_thing.setdefault(fact.thing or fact.partner_key, {})[_days(fact)] = fact
            *before, last = sorted({days for own in by_thing.values() for days in own})
            rows = [
                RankedRow(
                    own[last],
                    own.get(before[-1]) if before else None,
                    self._made(own[last].key, "growth"),
                )
                for own in by_thing.values()
                if last in own
            ]
            scale = self._scale([row.last for row in rows])
            unit = self._unit(self._measure(rows[0].last), scale)
            tables.append(Ranked(tuple(rows), scale, unit, key))
        return tables

    def _made(self, key: str, kind: str) -> CalculationView | None:
        """What was made of a figure: its change, its share, its difference from another."""
        id = self._by_input.get((key, kind))
        return None if id is None or self.wording.results[id].dropped else self.calculation(id)

    @cached_property
    def _by_input(self) -> dict[tuple[str, str], str]:
        """The calculations that queries made, by the figure that they begin with and their kind."""
        made = self.wording.visit.calculations
        results = self.wording.results
        queried = [id for id, calculation in made.items() if calculation.query]
        return {(results[id].inputs[0], results[id].kind): id for id in reversed(queried)}

    def _measure(self, view: View) -> Measure:
        return self.wording.visit.measures[view.measure_key]

    def _scale(self, facts: Sequence[FactView]) -> int:
        quantities = (self.wording.quantity(fact.key) for fact in facts)
        return max((q.scale for q in quantities if q is not None), default=0)

    def _unit(self, measure: Measure, scale: int) -> Printed:
        return Printed((Text(self.wording.language.unit_name(measure.unit, scale)),))


def _column(measure: Measure) -> str:
    """What a column is called: sides of a trade in short, as the head of the table says whose they are."""
    return (measure.short if measure.series else "") or measure.name


def _side(measure: Measure) -> str:
    """The column that a measure's figures stand in."""
    return measure.series or "value"


def _days(view: View) -> _Days:
    period = view.period.period
    return period.order if period is not None else (date.max, date.max)


def _months(period: PeriodView) -> int:
    return period.period.months if period.period is not None else 0


def _quarter(period: PeriodView) -> bool:
    return period.period is not None and period.period.kind == "quarter"


def _part(view: View) -> str:
    """Which part of its year a period is: one table holds the same part of each; quarters follow on."""
    period = view.period.period
    if period is None or period.start is None or period.months in (0, 1, 12):
        return ""
    if period.kind == "quarter":
        return ""
    return f"{period.start.month}+{period.months}"


def _key(view: View) -> str:
    """What a chart of its table is called: after the query, or the calculation's own id."""
    return view.query if isinstance(view, FactView) else view.key
