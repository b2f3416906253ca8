"""Any valid visit, for tests of what must hold for all: `visits()` is a hypothesis strategy."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from briefing.facts.chart_specs import CHART_KINDS, ChartSpec
from briefing.facts.countries import COUNTRIES
from briefing.facts.durations import parse_duration
from briefing.facts.model import (
    At,
    Brief,
    Calculation,
    Caution,
    ChangeFact,
    Cleared,
    DocumentFact,
    EventFact,
    Fact,
    GoalFact,
    Measure,
    Missing,
    Person,
    ProjectFact,
    QuotationFact,
    Resolved,
    Side,
    Source,
    StatementFact,
    ValueFact,
    Visit,
    VisitHead,
)
from briefing.facts.own_words import Point, ProgrammeItem
from briefing.facts.periods import parse_period
from briefing.facts.prose import FACT_FORMS, FIGURE_FORMS, REFERENCE_FORMS, Prose
from briefing.facts.quantities import parse_quantity

NOT_STATED = Missing("not stated")
_FORBIDDEN = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_SIGNS = st.characters(
    exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp"), exclude_characters=_FORBIDDEN
)

texts = (
    (
        st.text(_SIGNS, min_size=1, max_size=30)
        | st.text("a {}[],:#*_<&>|'\"\\~-", min_size=1, max_size=9)
    )
    .map(str.strip)
    .filter(lambda text: bool(text) and text != "not stated")
)
"""Text as authors may write it on one line: any script, any punctuation."""

lines = st.lists(texts, min_size=1, max_size=3).map("\n".join)
countries = st.sampled_from(sorted(COUNTRIES))
stated = texts | st.just(NOT_STATED)
days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
years = st.integers(1900, 2100)
periods = st.one_of(
    years.map(str),
    years.map(lambda y: f"{y}–{y + 2}"),
    years.map(lambda y: f"first half of {y}"),
    years.map(lambda y: f"Q3 {y}"),
    years.map(lambda y: f"November {y}"),
    years.map(lambda y: f"January–September {y}"),
    days.map(str),
    st.just("not stated"),
).map(parse_period)
ages = st.tuples(st.integers(1, 400), st.sampled_from(["days", "weeks", "months", "year"])).map(
    lambda pair: parse_duration(f"{pair[0]} {pair[1]}")
)
dated = periods.filter(lambda period: period.start is not None)

FORMS = [form for form in REFERENCE_FORMS if form not in (*FACT_FORMS, *FIGURE_FORMS)]
"""What can be asked of any fact and of any calculation."""


@st.composite
def visits(draw: st.DrawFn) -> Visit:
    """A visit that loads: every id exists, every unit fits."""
    made = _Maker(draw)
    facts = made.facts()
    people = list(made.people)
    return Visit(
        visit=VisitHead(
            title=draw(texts),
            type=draw(texts),
            dates=draw(periods),
            host=Side(country=draw(countries), leader=draw(st.sampled_from([None, *people]))),
            guest=Side(country=draw(countries)),
            place=draw(st.none() | texts),
            facts=draw(st.dictionaries(st.sampled_from(["type", "place"]), made.one(facts))),
            outcome=made.some(facts),
        ),
        brief=draw(_briefs(list(made.figures))),
        people=made.people,
        sources=made.sources,
        measures=made.measures,
        facts=facts,
        calculations=made.calculations(),
        cautions={"T1": Caution(id="T1", text=made.prose(), facts=made.some(facts))},
        charts={
            "one": ChartSpec(
                key="one", kind=draw(st.sampled_from(CHART_KINDS)), facts=made.some(facts)
            )
        },
        bottom_line=made.sentences(),
        commentary=draw(st.dictionaries(st.sampled_from(["trade", "society"]), lines.map(_prose))),
        objectives=made.sentences(),
        points_to_make=tuple(Point(text=one, to=draw(texts)) for one in made.sentences()),
        if_raised=tuple(Point(text=one) for one in made.sentences()),
        sensitive=made.sentences(),
        biographies=draw(st.dictionaries(st.sampled_from(people), lines.map(_prose))),
        programme=tuple(
            ProgrammeItem(time="12:30", what=one, where=draw(texts)) for one in made.sentences()
        ),
    )


def _prose(text: str) -> Prose:
    return Prose(text.replace("{", "{{").replace("}", "}}"))


def _briefs(figures: list[str]) -> st.SearchStrategy[Brief]:
    cleared = st.builds(
        Cleared,
        by=texts,
        on=days,
        content=st.text("0123456789abcdef", min_size=8, max_size=64),
    )
    standings = st.tuples(st.just("draft"), st.none()) | st.tuples(
        st.just("final"), st.none() | cleared
    )
    return st.builds(
        lambda standing, **more: Brief(status=standing[0], cleared=standing[1], **more),
        standing=standings,
        reviewed=st.none() | days,
        language=st.sampled_from(["en-GB", "en-US"]),
        as_of=days,
        marking=st.sampled_from(["", "UNCLASSIFIED", "TLP:AMBER+STRICT"]),
        key_figures=st.lists(st.sampled_from(figures), max_size=6, unique=True).map(tuple),
        attach=st.sampled_from(["file", "printed", "none"]),
        contact=st.just("") | texts,
        version=st.just("") | texts,
        illustrations=st.booleans(),
    )


class _Maker:
    """Draws the parts of one visit, so that they fit together."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.people = {f"p{i}": self._person() for i in range(draw(st.integers(1, 3)))}
        self.sources = {f"s{i}": self._source() for i in range(draw(st.integers(1, 2)))}
        self.measures = {
            "money": Measure(name=draw(texts), unit="USD", kind="flow", topic=draw(texts)),
            "part": Measure(name=draw(texts), short=draw(texts), unit="%", kind="share"),
            "things": Measure(name=draw(texts), unit="schools", kind="count"),
        }
        self.figures = ["V1", "V2", "C1", "G1"]
        self.ids = [*self.figures, "P1", "M1", "M2", "Q1", "E1", "S1"]

    def facts(self) -> dict[str, Fact]:
        draw = self.draw
        amount = self._amount
        made: list[Fact] = [
            ValueFact(
                id="V1",
                value=amount("{} million USD"),
                measure="money",
                period=draw(periods),
                **self._claim(),
            ),
            ValueFact(
                id="V2",
                value=amount("{} schools"),
                measure="things",
                **self._claim(),
                **self._status(),
            ),
            ChangeFact(
                id="C1",
                change=amount("+{}%"),
                measure="part",
                period=parse_period("2024"),
                against=parse_period(draw(st.sampled_from(["2023", "not stated"]))),
                **self._claim(),
            ),
            GoalFact(
                id="G1",
                goal=amount("{} billion USD"),
                measure="money",
                due=draw(periods),
                shared=draw(st.booleans()),
                **self._claim(),
            ),
            ProjectFact(
                id="P1",
                project=draw(texts),
                where=draw(stated),
                **self._claim(),
                **self._status(True),
            ),
            DocumentFact(
                id="M1",
                document=draw(texts),
                type=draw(texts),
                amends="M2",
                signed_by=tuple(self.people),
                **self._claim(),
            ),
            DocumentFact(
                id="M2",
                document=draw(texts),
                type=draw(texts),
                signed=draw(days),
                earlier=True,
                **self._claim(),
            ),
            QuotationFact(
                id="Q1", quotation=draw(texts), feature=draw(st.booleans()), **self._claim("quoted")
            ),
            EventFact(
                id="E1", event=draw(texts), when=draw(periods), where=draw(stated), **self._claim()
            ),
            StatementFact(
                id="S1",
                statement=draw(texts),
                short=draw(texts),
                about=("V1", "M1"),
                **self._claim(),
            ),
        ]
        order = draw(st.permutations(made))
        return {fact.id: fact for fact in order}

    def calculations(self) -> dict[str, Calculation]:
        made = Calculation(
            id="D1",
            name=self.draw(texts),
            formula="G1 - V1",
            because=self.draw(texts.filter(lambda text: not text[-1].isdigit())),
            show=self.draw(st.sampled_from(["everywhere", "text", "ledger", "never"])),
        )
        return {"D1": made} if self.draw(st.booleans()) else {}

    def prose(self) -> Prose:
        reference = st.tuples(st.sampled_from(self.ids), st.sampled_from(FORMS)).map(
            lambda pair: f"{{{pair[0]}.{pair[1]}}}" if pair[1] else f"{{{pair[0]}}}"
        )
        words = texts.map(lambda text: _prose(text).text)
        return Prose(" ".join(self.draw(st.lists(reference | words, min_size=1, max_size=3))))

    def sentences(self) -> tuple[Prose, ...]:
        return tuple(self.prose() for _ in range(self.draw(st.integers(0, 3))))

    def one(self, facts: dict[str, Fact]) -> st.SearchStrategy[str]:
        return st.sampled_from(list(facts))

    def some(self, facts: dict[str, Fact]) -> tuple[str, ...]:
        return tuple(self.draw(st.lists(self.one(facts), max_size=3)))

    def _claim(self, mode: str = "") -> dict[str, Any]:
        draw = self.draw
        mode = mode or draw(st.sampled_from(["voice", "reported", "implied"]))
        reading = Resolved(
            words=draw(texts.filter(lambda t: t != "because")), to=draw(texts), because="S1"
        )
        return {
            "mode": mode,
            "by": None if mode == "voice" else draw(st.sampled_from(list(self.people))),
            "at": At(
                draw(st.sampled_from(list(self.sources))), draw(st.sampled_from(["", "9", "9–11"]))
            ),
            "topic": draw(st.just("") | texts),
            "words": tuple(draw(st.lists(texts, max_size=2))),
            "missing": tuple(draw(st.lists(texts, max_size=2))),
            "resolved": draw(st.sampled_from([(), (reading,), (reading, reading)])),
            "remark": draw(st.just("") | texts),
            "max_age": draw(st.none() | ages),
            "next_release": draw(st.none() | days),
        }

    def _status(self, always: bool = False) -> dict[str, Any]:
        choices = [("scheduled", self.draw(dated)), ("planned", None), ("under way", None)]
        if not always:
            choices.append((None, None))  # type: ignore[arg-type]
        status, due = self.draw(st.sampled_from(choices))
        return {"status": status, "due": due}

    def _amount(self, form: str) -> Any:
        digits = st.decimals("0.1", "999", places=1).map(str) | st.integers(1, 999).map(str)
        number = digits.map(lambda text: parse_quantity(form.format(text)))
        withheld = texts.map(lambda reason: Missing("withheld", reason))
        return self.draw(number | st.just(NOT_STATED) | withheld)

    def _person(self) -> Person:
        draw = self.draw
        return Person(name=draw(texts), office=draw(texts), country=draw(countries))

    def _source(self) -> Source:
        draw = self.draw
        return Source(
            kind=draw(texts),
            title=draw(texts),
            publisher=draw(stated),
            published=draw(st.none() | periods),
            retrieved=draw(st.none() | days),
            place=draw(st.sampled_from(["", "paragraph", "page"])),
            max_age=draw(st.none() | ages),
            next_release=draw(st.none() | days),
        )
