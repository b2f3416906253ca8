"""What charts ask of a language: the words for facts and calculations, and a chart's own sentences.

Only the questions stand here. What answers them knows the language; a chart never makes a word up.
"""

from __future__ import annotations

from typing import Literal, Protocol

from briefing.blocks import ChartMark, Inlines
from briefing.facts.chart_specs import ChartSpec

Word = Literal[
    "stated",  # after a value that somebody stated: "stated"
    "calculated",
    "goal",  # the label of a goal's bar, as a label begins: "Goal"
    "no-date",  # after a goal that has no date: "no date"
    "no-date-given",  # under squares that have no date: "no date given"
    "undated",  # the head of a timeline's lane for what has no date: "No date given"
    "inferred",  # after a date that was inferred: "year inferred"
    "not-stated",
    "not-shown",  # in a gap of a series for which the file has a value that was not asked for
    "withheld",
    "period-not-stated",
    "approximate",  # after a share that is "about" or "almost"
    "illustration",  # "illustration, not a forecast"
    "full-years",  # the head of a panel: "Full years"
    "part-year",  # the head of a panel: "Part of a year"
    "not-from-zero",  # under lines whose axis starts elsewhere
    "comma",  # between two remarks: ", "
    "separator",  # between a label and a remark on one line: " · "
    "open-bracket",  # before an interval: " ("
    "close-bracket",
]

Part = Literal["title", "subtitle", "note", "alternative"]


class Wording(Protocol):
    """Answers in one language. Every printed value comes as a Value inline that carries its id.

    `scale` is the power of ten of the chart's unit: with 9, a value of 4.1 billion dollars prints
    "4.1" and one of 500 million "0.500". A percent sign, a qualifier ("about", "more than") and a
    fraction in words ("one third") always print; a currency's sign never does, the unit says it.
    """

    def value(self, id: str, scale: int) -> Inlines:
        """The value of a fact or calculation: "4.1", "about 3.6", "22%", "more than 1,800"."""
        ...

    def interval(self, id: str, scale: int) -> Inlines:
        """The range that rounding leaves a calculation: "3.56 to 3.66", "more than 0.4"."""
        ...

    def period(self, id: str) -> Inlines:
        """The period or the day of a fact: "2024", "20 June 2017"; () where it is not stated."""
        ...

    def item(self, id: str) -> Inlines:
        """What a figure is of, where its measure is of several things: "Fish", "Portugal"; else ()."""
        ...

    def month(self, month: int) -> str:
        """The short name of a month from 1 to 12: "Jan"."""
        ...

    def due(self, id: str) -> Inlines:
        """The date set for a goal, a project or a count: "2027"; () where there is none."""
        ...

    def share(self, id: str) -> Inlines:
        """What a share is of what: "Russia in Kyrgyzstan’s total trade turnover"."""
        ...

    def event(self, id: str) -> Inlines:
        """A fact in a few words on a timeline, without its date: "bilateral trade $4.1 billion"."""
        ...

    def speaker(self, id: str) -> Inlines:
        """Who says so, short: "Japarov"; () for a calculation or where no speaker is named."""
        ...

    def remark(self, id: str) -> Inlines:
        """What else must stand beside a value: "a record"; () where there is nothing."""
        ...

    def status(self, id: str) -> Inlines:
        """The status of what a value counts: "in operation"; () where there is none."""
        ...

    def series(self, measure: str) -> str:
        """The name of a measure as a series among others: "Exports"."""
        ...

    def unit(self, measure: str, scale: int) -> Inlines:
        """A measure's unit as a head: "billion US dollars", "per cent", "schools"."""
        ...

    def word(self, key: Word) -> str:
        """One of a closed list of words."""
        ...

    def message(
        self, part: Part, spec: ChartSpec, marks: tuple[ChartMark, ...], unit: Inlines
    ) -> Inlines:
        """A chart's title, subtitle, note or alternative text; `spec.title` replaces the message."""
        ...

    def omitted(self, spec: ChartSpec, ids: tuple[str, ...]) -> str:
        """Why a chart is left out: the values of `ids` are not stated or withheld. No full stop."""
        ...
