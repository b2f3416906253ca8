"""The words of charts: labels, values in a chart's unit, and its messages from `chart-<kind>.j2`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from briefing.blocks import ChartMark, Inline, Inlines, Text, Value, leaves, plain
from briefing.facts.chart_specs import ChartSpec
from briefing.facts.fields import FlagName
from briefing.facts.model import DocumentFact, EventFact, Measure
from briefing.facts.statuses import flags_of
from briefing.sections.calculation_view import CalculationView
from briefing.sections.classes import NumericFact
from briefing.sections.edition import Edition
from briefing.sections.fact_view import FactView
from briefing.sections.printed import Printed
from briefing.sections.prose import prose_markdown
from briefing.sections.queries import Queries
from briefing.sections.templates import Runner, Templates
from briefing.sections.wording import Wording


@dataclass(frozen=True)
class MarkView:
    """One mark of a chart, as its templates see it."""

    mark: ChartMark
    queries: Queries

    @property
    def label(self) -> Printed:
        """What the mark is labelled with."""
        return Printed(self.mark.label)

    @property
    def text(self) -> Printed:
        """What is printed at the mark."""
        return Printed(self.mark.text)

    @property
    def mark_class(self) -> str:
        """ "stated", "calculated", "goal", "part-year" or "illustration"."""
        return self.mark.mark_class

    @property
    def fact(self) -> FactView | CalculationView:
        """The fact or calculation behind the mark."""
        if self.mark.id in self.queries.visit.calculations:
            return self.queries.calculation(self.mark.id)
        return self.queries.fact(self.mark.id)

    @property
    def id(self) -> str:
        """The id behind the mark; "" for a gap or a remainder that nobody stated."""
        return self.mark.id

    @property
    def label_text(self) -> str:
        """The label's words, to compare by."""
        return plain(self.mark.label)

    @property
    def inferred(self) -> bool:
        """Whether its date was inferred."""
        return self.queries.wording.language.word("chart.inferred") in plain(self.mark.text)

    @property
    def names_speaker(self) -> bool:
        """Whether the speaker stands in the mark's text already."""
        forms = [i.form for i in leaves(self.mark.text) if isinstance(i, Value)]
        return any(form.startswith("family-name") for form in forms)

    @property
    def whole(self) -> str:
        """What a share is a share of."""
        measure = self.fact.measure if isinstance(self.fact, FactView) else None
        return measure.whole if measure is not None else ""

    @property
    def series(self) -> str:
        """The series it belongs to; "" where there is one only."""
        return self.mark.series

    @property
    def series_name(self) -> Printed:
        """The name of the series."""
        return Printed((self.queries.wording.label(self.mark.series),))

    @property
    def value(self) -> Decimal | None:
        """The value in the chart's unit, to compare by."""
        return self.mark.value

    @property
    def panel(self) -> str:
        """The panel it stands in."""
        return self.mark.panel

    @property
    def dated(self) -> bool:
        """Whether it has a place on a time axis."""
        return self.mark.start is not None


class ChartWording:
    """Answers a chart's questions in the language of the brief."""

    def __init__(self, wording: Wording, edition: Edition, folders: Sequence[Path]) -> None:
        self.wording = wording
        self._language = wording.language
        self._queries = Queries(wording, edition)
        code = wording.language.tag.split("-", maxsplit=1)[0]
        queries = self._queries
        self._runner = Runner(
            Templates(code, folders),
            {
                "count": queries.count,
                "listing": queries.listing,
                "fact": queries.fact,
                "word": self._language.word,
            },
            {},
        )

    # ------------------------------------------------------------------------------ values

    def value(self, id: str, scale: int) -> Inlines:
        """The value in the chart's unit."""
        return (self.wording.scaled(id, scale),)

    def interval(self, id: str, scale: int) -> Inlines:
        """The range that rounding leaves a calculation."""
        return (self.wording.interval(id, scale),)

    def period(self, id: str) -> Inlines:
        """The period or the day; nothing where it is not stated."""
        calculation = self.wording.visit.calculations.get(id)
        if calculation is not None:
            stated = calculation.period is not None and calculation.period.is_stated
            return (self.wording.value(id, "period-cell^"),) if stated else ()
        fact = self.wording.visit.facts[id]
        if isinstance(fact, DocumentFact):
            day = self._queries.fact(id).signed_on
            return day.inlines if fact.signed is not None else ()
        return self._first_stated(id, ("period", "when"))

    def item(self, id: str) -> Inlines:
        """What a figure is of; nothing where it is of no single thing."""
        value = self.wording.value(id, "item^")
        return (value,) if value.text else ()

    def month(self, month: int) -> str:
        """The short name of a month."""
        return self._language.short_month(month)

    def due(self, id: str) -> Inlines:
        """The date set for a goal, a project or a count; nothing where there is none."""
        return self._first_stated(id, ("due",))

    def _first_stated(self, id: str, forms: tuple[str, ...]) -> Inlines:
        for form in forms:
            period = getattr(self.wording.visit.facts[id], form, None)
            if period is not None and period.is_stated:
                return (self.wording.value(id, f"{form}-cell^"),)
        return ()

    def share(self, id: str) -> Inlines:
        """What a share is of what."""
        measure = self._measure(id)
        if not measure.part or not measure.whole:
            return (self.wording.value(id, "name^"),)
        words = self._language.word("chart.share").format(
            part=self._language.capitalised(measure.part), whole=measure.whole
        )
        return (Value(words, id, "share"),)

    def event(self, id: str) -> Inlines:
        """A fact in a few words on a timeline, without its date."""
        view = self._queries.fact(id)
        fact = self.wording.visit.facts[id]
        match fact:
            case EventFact():
                return view.form("name^").inlines
            case DocumentFact():
                kind = self._language.capitalised(fact.type)
                return (Value(f"{kind}: {fact.subject or fact.document}", id, "timeline"),)
            case _ if not isinstance(fact, NumericFact):
                return (self.wording.value(id, "short^"),)
            case _ if view.is_goal:
                goal = self._language.word("chart.goal")
                return (Text(f"{goal} "), view.signed.inlines[0])
            case _ if view.counted:
                return (self.wording.value(id, "^"), Text(" "), self.wording.value(id, "short"))
            case _:
                return (
                    self.wording.value(id, "short^"),
                    Text(" "),
                    self.wording.value(id, "signed"),
                )

    def speaker(self, id: str) -> Inlines:
        """Who says so, by family name."""
        fact = self.wording.visit.facts.get(id)
        if fact is None or not (fact.by or self._queries.fact(id).published):
            return ()
        return (self.wording.value(id, "family-name"),)

    def remark(self, id: str) -> Inlines:
        """The short phrases that stand beside a value."""
        if id in self.wording.visit.calculations:
            made = self._queries.calculation(id)
            return made.flags.inlines if made.flag_keys else ()
        view = self._queries.fact(id)
        if view.read:
            tied = (Text(self._language.word("chart.tied")),) if view.tied else ()
            return (*(view.flags.inlines if view.flag_keys else ()), *tied)
        parts: list[Inline] = []
        for remark in view.remarks:
            parts += [Text(self._language.word("comma"))] if parts else []
            parts += remark.inlines
        return tuple(parts)

    def status(self, id: str) -> Inlines:
        """The status of what a value counts."""
        view = self._queries.fact(id)
        return view.status.inlines if view.status_key else ()

    def series(self, measure: str) -> str:
        """The name of a measure as a series."""
        known = self.wording.visit.measures[measure]
        return self._language.capitalised(known.short or known.name)

    def unit(self, measure: str, scale: int) -> Inlines:
        """The unit as a head."""
        unit = self.wording.visit.measures[measure].unit
        return (Text(self._language.unit_name(unit, scale)),)

    # ------------------------------------------------------------------------------- words

    def word(self, key: str) -> str:
        """One of the chart's own words."""
        return self._language.word(f"chart.{key}")

    def message(
        self, part: str, spec: ChartSpec, marks: tuple[ChartMark, ...], unit: Inlines
    ) -> Inlines:
        """The title, subtitle, note or alternative text that the kind's template words."""
        runner = self._runner
        if part == "title" and spec.title is not None:
            title = prose_markdown(spec.title, self.wording, runner.references)
            return runner.inlines("chart-title.j2", title=title)
        views = [MarkView(mark, self._queries) for mark in marks]
        goal = self._queries.fact(spec.goal) if spec.goal else None
        whole = self._queries.fact(spec.whole) if spec.whole else None
        classes = list(dict.fromkeys(mark.mark_class for mark in marks))
        flags = self._flags(marks)
        return runner.inlines(
            f"chart-{spec.kind}.j2",
            part=part,
            marks=views,
            classes=classes,
            flags=list(dict.fromkeys(flag for one in flags for flag in one)),
            all_alike=len(flags) == 1,
            series=[
                Printed((self.wording.label(name),))
                for name in dict.fromkeys(m.series for m in marks)
                if name
            ],
            goal=goal,
            whole=whole,
            unit=Printed(unit),
        )

    def _flags(self, marks: tuple[ChartMark, ...]) -> list[tuple[FlagName, ...]]:
        """What data files say of each mark, each once."""
        visit, results = self.wording.visit, self.wording.results
        return list(dict.fromkeys(flags_of(m.id, visit, results) for m in marks if m.id))

    def omitted(self, spec: ChartSpec, ids: tuple[str, ...]) -> str:
        """Why a chart is left out."""
        shown = self._language.listing(list(ids))
        return self.word("omitted-one" if len(ids) == 1 else "omitted-many").format(shown)

    def _measure(self, id: str) -> Measure:
        measure = self._queries.fact(id).measure
        assert measure is not None, "only a value of a measure is a share"
        return measure
