"""Rows that gather several facts: figures as stated, statements by speaker, how words were read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.blocks import Inlines, NoteRef, Text
from briefing.facts.periods import Period, PeriodError, parse_period
from briefing.sections.fact_view import FactView
from briefing.sections.printed import PeriodView, Printed
from briefing.sections.wording import Wording


@dataclass(frozen=True)
class FigureRow:
    """A measure in a period: its value and its change, where one is stated, and who says so."""

    level: FactView | None
    change_fact: FactView | None
    wording: Wording

    @property
    def _lead(self) -> FactView:
        lead = self.level or self.change_fact
        assert lead is not None, "a row is made from a fact"
        return lead

    @property
    def measure_key(self) -> str:
        """The measure's key."""
        return self._lead.measure_key

    @property
    def is_goal(self) -> bool:
        """Whether the value is a goal."""
        return self._lead.is_goal

    @property
    def moment(self) -> str:
        """The end of the period, to order by; undated values first."""
        period = self.period.period
        return period.end.isoformat() if period is not None and period.end is not None else ""

    @property
    def name(self) -> Printed:
        """What is measured."""
        return self._lead.name

    @property
    def period(self) -> PeriodView:
        """The period of the value; for a goal, when it is due."""
        return self._lead.due if self._lead.is_goal else self._lead.period

    @property
    def value(self) -> Printed:
        """The value, "not stated" where only a change is; a goal says that it is one."""
        if self.level is None:
            return self._word("not-stated")
        if self.level.is_goal:
            return Printed(
                (*self.level.signed.inlines, Text(" " + self.wording.language.word("goal-mark")))
            )
        return self.level.signed

    @property
    def change(self) -> Printed:
        """The change; a dash where the measure or the value has none to state."""
        if self.change_fact is not None:
            return self.change_fact.signed
        measure = self._lead.measure
        flow = measure is not None and measure.kind == "flow" and not self._lead.is_goal
        return self._word("not-stated" if flow else "none")

    @property
    def against(self) -> Printed:
        """What the change is measured against."""
        return self.change_fact.against.cell if self.change_fact is not None else self._word("none")

    @property
    def speaker(self) -> Printed:
        """Who says so."""
        return self._lead.speaker

    @property
    def note(self) -> Printed:
        """References to the notes of the facts in the row."""
        facts = [f for f in (self.level, self.change_fact) if f is not None]
        return Printed(tuple(NoteRef(fact.key) for fact in facts))

    def _word(self, key: str) -> Printed:
        return Printed((Text(self.wording.language.word(key)),))


def figure_rows(facts: Sequence[FactView], wording: Wording) -> list[FigureRow]:
    """One row a measure, period and speaker: a change joins the value that it belongs to."""
    rows: list[FigureRow] = []
    joined: set[str] = set()
    for fact in facts:
        if fact.kind not in ("value", "goal"):
            continue
        change = next((c for c in facts if c.key not in joined and _belongs(c, fact)), None)
        if change is not None:
            joined.add(change.key)
        rows.append(FigureRow(fact, change, wording))
    for fact in facts:
        if fact.kind == "change" and fact.key not in joined:
            after = max(
                (i for i, r in enumerate(rows) if r.name == fact.name), default=len(rows) - 1
            )
            rows.insert(after + 1, FigureRow(None, fact, wording))
    order = list(wording.visit.measures)
    return sorted(rows, key=lambda row: (order.index(row.measure_key), row.is_goal, row.moment))


def _belongs(change: FactView, level: FactView) -> bool:
    same = (change.measure_key, change.by, change.source) == (
        level.measure_key,
        level.by,
        level.source,
    )
    return change.kind == "change" and level.kind == "value" and same and _same(change, level)


def _same(one: FactView, other: FactView) -> bool:
    first, second = one.period.period, other.period.period
    return (
        isinstance(first, Period)
        and isinstance(second, Period)
        and first.start is not None
        and (first.start, first.end) == (second.start, second.end)
    )


@dataclass(frozen=True)
class StatementRow:
    """What somebody said: the words of one fact, or of several that make one sentence."""

    facts: tuple[FactView, ...]

    @property
    def speaker(self) -> Printed:
        """Who said it."""
        return self.facts[0].speaker

    @property
    def words(self) -> Printed:
        """The words; parts of one sentence are joined by an ellipsis."""
        content: list[object] = []
        for fact in self.facts:
            if content:
                content.append(Text(" … "))
            capital = not content and fact.kind == "statement"
            content += (fact.form("name^") if capital else fact.form("name")).inlines
        return Printed(tuple(content))  # type: ignore[arg-type]

    @property
    def mode(self) -> Printed:
        """Direct quote, reported speech, …"""
        return self.facts[0].mode

    @property
    def note(self) -> Printed:
        """References to the notes of the facts in the row."""
        return Printed(tuple(NoteRef(fact.key) for fact in self.facts))


def statement_rows(facts: Sequence[FactView], elsewhere: Sequence[str]) -> list[StatementRow]:
    """Quotations that do not stand out, then statements of topics that no other section prints."""
    rows: list[StatementRow] = []
    quotations = [f for f in facts if f.kind == "quotation" and not f.feature]
    for quotation in quotations:
        if quotation.continues is None:
            rest = [q for q in quotations if q.continues == quotation]
            rows.append(StatementRow((quotation, *rest)))
    for fact in facts:
        if (
            fact.kind == "statement"
            and fact.spoken
            and not fact.about
            and fact.topic not in elsewhere
        ):
            rows.append(StatementRow((fact,)))
    return rows


@dataclass(frozen=True)
class Reading:
    """How relative words were read, for which facts, and why."""

    words: Printed
    to: Printed
    because: Printed
    facts: list[Printed]
    open: bool


def readings(facts: Sequence[FactView], wording: Wording) -> list[Reading]:
    """Every reading once, with the facts that rest on it."""
    found: dict[tuple[str, str, str], list[Printed]] = {}
    for fact in facts:
        for one in fact.readings:
            found.setdefault((one.words, one.to, one.because), []).append(fact.id)
    label = wording.label
    return [
        Reading(
            _printed(label(w)),
            _printed(label(_dated(to, wording))),
            _printed(label(because)),
            ids,
            open=to == "not stated",
        )
        for (w, to, because), ids in found.items()
    ]


def _printed(inline: object) -> Printed:
    content: Inlines = (inline,)  # type: ignore[assignment]
    return Printed(content)


def _dated(text: str, wording: Wording) -> str:
    """A reading that is a date or a period, as the brief writes dates; other words as they are."""
    try:
        return wording.language.period(parse_period(text))
    except PeriodError:
        return text
