"""What a template can ask of a visit: facts by kind, measure and topic; documents, people, sources.

Queries find and order; they never word. Order is that of the facts file unless said otherwise.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from briefing.blocks import CrossReference, Inlines, Link, Numeral, Text, Value
from briefing.facts.chart_specs import ChartSpec
from briefing.facts.conflicts import conflicts
from briefing.facts.model import Missing, Visit
from briefing.sections.calculation_view import CalculationView
from briefing.sections.edition import Edition
from briefing.sections.fact_view import FactView
from briefing.sections.measure_view import MeasureView, moment
from briefing.sections.printed import Printed
from briefing.sections.rows import (
    FigureRow,
    Reading,
    StatementRow,
    figure_rows,
    readings,
    statement_rows,
)
from briefing.sections.statistics import Statistics
from briefing.sections.wording import Wording
from briefing.standards import STANDARDS

STATUSES = (
    "signed",
    "in operation",
    "under way",
    "scheduled",
    "planned",
    "proposed and supported",
    "being explored",
)


@dataclass(frozen=True)
class Behind:
    """A part of a person's words, and the figures in it that moved since."""

    part: str
    figures: tuple[FactView | CalculationView, ...]


@dataclass(frozen=True)
class OutOfDate:
    """A fact that is out of date, or with the name of a source all facts of that."""

    fact: FactView
    source: str = ""


@dataclass
class Queries:
    """The questions a template may put to one visit."""

    wording: Wording
    edition: Edition
    charts: dict[str, ChartSpec] = field(default_factory=dict)

    @property
    def visit(self) -> Visit:
        """The visit asked about."""
        return self.wording.visit

    # ------------------------------------------------------------------------------ facts

    def fact(self, key: str) -> FactView:
        """The fact with this id; an unknown one names the nearest."""
        if key not in self.visit.facts:
            near = difflib.get_close_matches(key, self.visit.facts, 1, cutoff=0.3)
            hint = f', did you mean "{near[0]}"' if near else ""
            raise KeyError(f"no fact has the id {key!r}{hint}")
        return FactView(self.visit.facts[key], self.wording, self.fact)

    def calculation(self, key: str) -> CalculationView:
        """The calculation with this id."""
        if key not in self.visit.calculations:
            raise KeyError(f"no calculation has the id {key!r}")
        return CalculationView(
            self.visit.calculations[key], self.wording.results[key], self.wording
        )

    def facts(
        self, kind: str = "", topic: str | Sequence[str] = "", measure: str = ""
    ) -> list[FactView]:
        """The facts of these kinds, topics and measures; empty arguments do not restrict."""
        topics = (topic,) if isinstance(topic, str) else tuple(topic)
        kinds = kind.split()
        return [
            view
            for view in map(self.fact, self.visit.facts)
            if (not kinds or view.kind in kinds)
            and (topics == ("",) or view.topic in topics)
            and (not measure or view.measure_key == measure)
        ]

    def calculations(
        self, topic: str | Sequence[str] = "", measure: str = ""
    ) -> list[CalculationView]:
        """The calculations whose first input is of these topics, that print and have a value."""
        topics = (topic,) if isinstance(topic, str) else tuple(topic)
        return [
            view
            for view in map(self.calculation, self.visit.calculations)
            if self._shown(view)
            and (topics == ("",) or self._topic(view) in topics)
            and (not measure or self._measure(view) == measure)
        ]

    def dropped(self, topic: str | Sequence[str] = "") -> list[CalculationView]:
        """The calculations that cannot be made because an input is missing."""
        topics = (topic,) if isinstance(topic, str) else tuple(topic)
        views = map(self.calculation, self.visit.calculations)
        return [
            view
            for view in views
            if view.dropped
            and view.show in ("everywhere", "text")
            and (topics == ("",) or self._topic(view) in topics)
        ]

    def _shown(self, view: CalculationView) -> bool:
        hidden = view.show in ("ledger", "never") and not view.illustration
        return not view.dropped and not hidden and self.in_ledger(view)

    def in_ledger(self, view: CalculationView) -> bool:
        """Whether the brief knows of the calculation at all; of an illustration only if it asks for it."""
        return self.visit.brief.illustrations if view.illustration else view.show != "never"

    def _topic(self, view: CalculationView) -> str:
        inputs = list(view.inputs)
        return self.fact(inputs[0]).topic if inputs else ""

    def _measure(self, view: CalculationView) -> str:
        own = self.visit.calculations[view.key].measure
        inputs = list(view.inputs)
        return own or (self.fact(inputs[0]).measure_key if inputs else "")

    def measures(self, topic: str | Sequence[str] = "", kind: str = "") -> list[MeasureView]:
        """The measures that have facts, with those facts in order of period."""
        topics = (topic,) if isinstance(topic, str) else tuple(topic)
        kinds = kind.split()
        found = []
        for key, measure in self.visit.measures.items():
            if topics != ("",) and measure.topic not in topics:
                continue
            if kinds and measure.kind not in kinds:
                continue
            facts = sorted((f for f in self.facts(measure=key) if not f.read), key=moment)
            if facts:  # what was read from data files has sections of its own
                made = [one for one in self.calculations(measure=key) if not one.read]
                found.append(MeasureView(key, measure, tuple(facts), tuple(made)))
        return found

    def head(self, aspect: str, text: str) -> Printed:
        """One aspect of the visit, printed for the fact that says it; plain where none does."""
        key = self.visit.visit.facts.get(aspect)  # type: ignore[call-overload]
        if key is None:
            return Printed((self.wording.label(text),))
        return Printed((Value(text, key, aspect),))

    def by_status(self, projects: Iterable[FactView]) -> list[FactView]:
        """Projects, firmest first."""
        return sorted(projects, key=lambda project: STATUSES.index(project.status_key))

    def conflicting(self) -> list[list[FactView]]:
        """Groups of facts on one measure and period that disagree."""
        return [[self.fact(key) for key in group] for group in conflicts(self.visit)]

    def key_figures(self) -> list[FactView | CalculationView]:
        """The facts and calculations that the brief names as key figures, those that have a value."""
        views: list[FactView | CalculationView] = []
        for key in self.visit.brief.key_figures:
            if key in self.visit.calculations:
                made = self.calculation(key)
                views += [] if made.dropped else [made]
            elif self.fact(key).stated:
                views.append(self.fact(key))
        return views

    def figure_rows(self, topics: Sequence[str]) -> list[FigureRow]:
        """Every numeric fact of these topics as rows of a table."""
        facts = [fact for fact in self.facts("value change goal", topics) if not fact.read]
        return figure_rows(facts, self.wording)

    def statistics(self) -> Statistics:
        """What was read from data files: flows over time, products, partners, the other side's figures."""
        return Statistics(self.wording, self.fact, self.calculation)

    def statements(self) -> list[StatementRow]:
        """What each side said that no section on a topic prints."""
        return statement_rows(self.facts(), _TOPICS_WITH_STATEMENTS)

    def readings(self) -> list[Reading]:
        """How relative words were read."""
        return readings(self.facts(), self.wording)

    def timeline(self) -> list[FactView]:
        """What belongs on a time axis or in its undated lane, in the order of the facts file."""
        key = self.visit.brief.key_figures
        shown = [f for f in self.facts() if f.stated and not f.read]
        return [f for f in shown if _has_a_moment(f) or (f.flow and f.key in key)]

    def loose_events(self) -> list[FactView]:
        """Events that no section on a topic prints, and that are not the visit itself."""
        own = tuple(self.visit.visit.facts.values())
        topics = _TOPICS_WITH_STATEMENTS
        return [f for f in self.facts("event") if f.topic not in topics and f.key not in own]

    def out_of_date(self) -> list[OutOfDate]:
        """What the brief marks as out of date: facts, or whole sources by one fact of theirs."""
        found: dict[str, OutOfDate] = {}
        for key, fact in self.visit.facts.items():
            one = self.wording.stale.get(key)
            if one is not None and one.rule == "source":
                number = list(self.visit.sources).index(fact.at.source) + 1
                name = self.wording.language.word("source-number").format(number)
                found.setdefault(fact.at.source, OutOfDate(self.fact(key), name))
            elif one is not None:
                found[key] = OutOfDate(self.fact(key))
        return list(found.values())

    def changed_parts(self) -> list[str]:
        """What changed since the last edition besides the facts, in words."""
        return [self.wording.language.label("parts", part) for part in self.edition.parts]

    def behind(self) -> list[Behind]:
        """Sentences that were written before a figure in them moved, with those figures."""
        found: dict[str, list[FactView | CalculationView]] = {}
        for one in self.edition.outdated:
            known = one.id in self.visit.calculations
            view = self.calculation(one.id) if known else self.fact(one.id)
            found.setdefault(self._part_of(one.path), []).append(view)
        return [Behind(part, tuple(dict.fromkeys(views))) for part, views in found.items()]

    def _part_of(self, path: str) -> str:
        """Where a sentence stands, in words: "bottom line", "commentary on trade"."""
        section, _, rest = path.partition(".")
        section = section.partition("[")[0]
        word = self.wording.language.label("sections", section)
        return f"{word} ({rest.partition('.')[0]})" if rest and section == "commentary" else word

    def missing(self) -> list[FactView]:
        """The facts of which the source leaves something out that a reader would ask."""
        return [view for view in map(self.fact, self.visit.facts) if view.missing]

    # ----------------------------------------------------------------------------- people

    def person(self, key: str, full: bool = False) -> Printed:
        """A person by office and name."""
        return Printed((self.wording.person(key, full=full),))

    def speakers(self) -> list[str]:
        """The keys of the people who say something, in order of first speech."""
        return list(dict.fromkeys(f.by for f in self.visit.facts.values() if f.by))

    def country(self, code: str) -> Printed:
        """A country's name."""
        return Printed((Text(self.wording.language.country(code)),))

    # ----------------------------------------------------------------- lists and references

    def listing(self, items: Sequence[object]) -> Printed:
        """ "a, b and c", each item as it prints."""
        parts: list[Inlines] = [_inlines(item) for item in items]
        marks = [f"\0{i}\0" for i in range(len(parts))]
        joined: list[object] = []
        text = self.wording.language.listing(marks)
        for piece in text.split("\0"):
            if piece.isdigit():
                joined.extend(parts[int(piece)])
            elif piece:
                joined.append(Text(piece))
        return Printed(tuple(joined))  # type: ignore[arg-type]

    def link(self, url: str, words: str) -> Printed:
        """A link to an address outside."""
        return Printed((Link((self.wording.label(words),), url),))

    def refer(self, anchor: str) -> Printed:
        """ "Figure 1", "Annex B": a reference to a chart's key or a section's name."""
        return Printed((CrossReference(anchor),))

    def source_line(self, key: str) -> str:
        """One line on a source: its number, kind, title, publisher, date and language."""
        source, language = self.visit.sources[key], self.wording.language
        publisher = source.publisher
        return language.word("source-line").format(
            number=list(self.visit.sources).index(key) + 1,
            kind=source.kind,
            title=source.title,
            publisher=self.wording.missing(publisher)
            if isinstance(publisher, Missing)
            else publisher,
            date=language.period(source.published),
            language=language.language_name(source.language) or language.word("not-stated"),
        )

    def place_legend(self) -> Printed:
        """What the short forms of places mean, for those that are used."""
        words = self.wording.language.words["place-meaning"]
        kinds = dict.fromkeys(s.place for s in self.visit.sources.values())
        meanings = " ".join(words[kind] for kind in kinds if kind in words)
        return Printed((Text(meanings),) if meanings else ())

    def inferred_dates(self) -> list[str]:
        """The facts from which the date of the visit was inferred."""
        key = self.visit.visit.facts.get("dates")
        resolved = self.visit.facts[key].resolved if key else ()
        return [r.because for r in resolved if r.because in self.visit.facts]

    def day(self, day: object) -> Printed:
        """A date as a label."""
        return Printed((self.wording.label(self.wording.language.day(day)),))  # type: ignore[arg-type]

    def count(self, things: Sequence[object], spelled: bool = False) -> Printed:
        """How many there are, as a count that we made."""
        return Printed((self.wording.count(len(things), spelled=spelled),))

    def standard(self, key: str) -> Printed:
        """The name of a standard, or of what its keeping is tested with, from the closed list."""
        return Printed((Value(STANDARDS[key], numeral=Numeral.STANDARD),))

    def label(self, text: str | Missing) -> Printed:
        """Words from the facts file that are furniture: a title, a publisher, a fingerprint."""
        if isinstance(text, Missing):
            return Printed((Value(self.wording.missing(text), numeral=Numeral.LABEL),))
        return Printed((self.wording.label(text),))


_TOPICS_WITH_STATEMENTS = (
    "education", "language", "culture", "provenance", "documents", "protocol", "outcome", "credit",
)  # fmt: skip

TOPICS = ("trade", "investment", *_TOPICS_WITH_STATEMENTS)
"""The topics by which the sections find their facts; any other is only a word."""


def _has_a_moment(view: FactView) -> bool:
    """Events and goals, dated or not; documents with a day; whatever is due at a stated time."""
    if view.kind == "document":
        return view.dated
    return view.kind in ("event", "goal") or view.due.stated


def _inlines(item: object) -> Inlines:
    inlines = getattr(item, "inlines", None)
    if isinstance(inlines, tuple):
        return inlines
    return (Text(str(item)),)
