"""The Visit: what an author may state. The facts file's schema is made from these classes.

Frozen; a Visit that `load` returns is whole: every id that is named exists, every unit fits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from briefing.facts.periods import Period
from briefing.facts.prose import Prose
from briefing.facts.quantities import Quantity

Mode = Literal["quoted", "reported", "implied", "voice"]
Status = Literal[
    "signed",
    "in operation",
    "under way",
    "scheduled",
    "planned",
    "proposed and supported",
    "being explored",
]
VisitAspect = Literal["type", "guest", "host", "dates", "place", "welcome", "talks"]
MeasureKind = Literal["flow", "stock", "share", "count", "index"]


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not there on purpose: "not stated", or "withheld" with the reason."""

    kind: Literal["not stated", "withheld"]
    because: str = ""


@dataclass(frozen=True, slots=True)
class At:
    """Where a source says it: the source's id and the place in it ("9"), empty for the whole."""

    source: str
    place: str = ""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


# ------------------------------------------------------------------------------------ the visit


class Side(_Part):
    """One of the two sides: ISO 3166 country code and the person who leads it."""

    country: str
    leader: str | None = None


class VisitHead(_Part):
    """What the visit is. `facts` names the fact that says each of it, `outcome` those that came of it."""

    title: str
    type: str
    dates: Period
    host: Side
    guest: Side
    place: str | None = None
    facts: Mapping[VisitAspect, str] = {}
    outcome: tuple[str, ...] = ()


class Brief(_Part):
    """Furniture of the brief: all of it optional but the language and the as-of date."""

    language: str = "en-GB"
    as_of: date
    marking: str = ""
    status: Literal["draft", "final"] = "final"
    key_figures: tuple[str, ...] = ()
    attach: Literal["file", "printed", "none"] = "file"
    distribution: str = ""
    contact: str = ""
    author: str = ""
    version: str = ""
    illustrations: bool = False


class Person(_Part):
    """Somebody who speaks or signs. `family_name` is used where space is short."""

    name: str
    office: str = ""
    country: str | None = None
    family_name: str = ""
    language: str = ""


class Source(_Part):
    """Where facts come from. `place` names what places count ("paragraph", "page", …)."""

    kind: str
    title: str
    publisher: str | Missing = Missing("not stated")
    published: Period | None = None
    retrieved: date | None = None
    language: str = ""
    url: str = ""
    sha256: str = ""
    place: str = ""
    remark: str = ""


class Measure(_Part):
    """What a value measures: its unit, and whether it is a flow, a stock, a share or a count.

    `short` stands where the name is too long; `part` of `whole` words a share; `of` declares how the
    measure is made of others ("exports - imports"), which lets a formula combine them.
    """

    name: str
    short: str = ""
    unit: str
    kind: MeasureKind
    topic: str = ""
    between: tuple[str, ...] = ()
    whole: str = ""
    part: str = ""
    of: str = ""
    series: Literal["", "exports", "imports", "balance"] = ""


# -------------------------------------------------------------------------------------- facts


class Resolved(_Part):
    """How relative words were read: the words, what they came to, and why."""

    words: str
    to: str
    because: str


class Fact(_Part):
    """One claim: who said it and how, where, and in what words of the source.

    `by` is None where no speaker is named; `mode` "voice" is the source's own voice. `words` are the
    few words that carry a figure; `missing` names what a reader would ask and the source leaves out.
    """

    id: str
    topic: str = ""
    about: tuple[str, ...] = ()
    by: str | None = None
    mode: Mode = "voice"
    at: At
    words: tuple[str, ...] = ()
    remark: str = ""
    resolved: tuple[Resolved, ...] = ()
    missing: tuple[str, ...] = ()
    language: str = ""


class ValueFact(Fact):
    """A level, a share or a count: a quantity of a measure in a period."""

    value: Quantity | Missing
    measure: str
    period: Period | None = None
    of: str | None = None
    status: Status | None = None
    due: Period | None = None


class ChangeFact(Fact):
    """A change of a measure in a period against another, in percent or percentage points.

    `further` says that it comes on top of an earlier change ("a further 17%").
    """

    change: Quantity | Missing
    measure: str
    period: Period
    against: Period
    further: bool = False


class GoalFact(Fact):
    """A value that somebody wants to reach; `due` is when, `shared` when both sides say so."""

    goal: Quantity | Missing
    measure: str
    due: Period
    shared: bool = False


class ProjectFact(Fact):
    """Something that is or may be built or done, with its status (a closed list)."""

    project: str
    status: Status
    where: str | Missing = Missing("not stated")
    due: Period | None = None


class DocumentFact(Fact):
    """A document: its kind and subject, who signed it, what it amends. `earlier` is not of this visit."""

    document: str
    type: str
    subject: str = ""
    signed_by: tuple[str, ...] | Missing = Missing("not stated")
    signed: date | None = None
    amends: str | None = None
    relates: str | None = None
    earlier: bool = False
    text_seen: bool = False


class QuotationFact(Fact):
    """A person's own words; printed in quotation marks. `continues` joins it to another's sentence."""

    quotation: str
    continues: str | None = None
    feature: bool = False


class EventFact(Fact):
    """Something that happened or will, with its day or period and its place where stated."""

    event: str
    when: Period
    where: str | Missing = Missing("not stated")


class StatementFact(Fact):
    """A claim without a figure, in our words; `about` names the facts it speaks of.

    `short` is the claim as a phrase that can stand beside those facts ("a record").
    """

    statement: str
    short: str = ""
    people: tuple[str, ...] = ()
    period: Period | None = None


FACT_KINDS: Mapping[str, type[Fact]] = {
    "value": ValueFact,
    "change": ChangeFact,
    "goal": GoalFact,
    "project": ProjectFact,
    "document": DocumentFact,
    "quotation": QuotationFact,
    "event": EventFact,
    "statement": StatementFact,
}
"""The key that opens a fact, and what the fact then is."""


class Calculation(_Part):
    """A number we make from facts, by a formula over their ids.

    `show` "everywhere" prints it wherever a template asks, "text" never in tiles, tables of figures
    or charts, "ledger" in the ledger alone, "never" not at all (an illustration, unless the brief
    asks for illustrations). `because` justifies what would otherwise be refused.
    """

    id: str
    name: str
    formula: str
    measure: str | None = None
    period: Period | None = None
    unit: str = ""
    because: str = ""
    show: Literal["everywhere", "text", "ledger", "never"] = "everywhere"
    illustration: bool = False
    at_least: bool = False


class Caution(_Part):
    """Something to check before use. `show` "ledger" keeps it out of the box on the page."""

    id: str
    text: Prose
    facts: tuple[str, ...] = ()
    show: Literal["box", "ledger"] = "box"


# --------------------------------------------------------------- what only a person can write


class Point(_Part):
    """A point to make; `to` says to whom."""

    text: Prose
    to: str = ""


class ProgrammeItem(_Part):
    """One line of the programme; the time is printed as written."""

    time: str
    what: Prose
    where: str = ""


class ChartSpec(_Part):
    """A chart asked for by the facts file or by a section: its kind and the facts it shows.

    `facts` in order; `goal`, `whole` for the kinds that have one; `title` replaces the message.
    `after` names the section it follows ("trade").
    """

    key: str
    kind: str
    facts: tuple[str, ...] = ()
    goal: str | None = None
    whole: str | None = None
    title: Prose | None = None
    after: str = ""


class Visit(_Part):
    """A whole facts file."""

    visit: VisitHead
    brief: Brief
    people: Mapping[str, Person] = {}
    sources: Mapping[str, Source] = {}
    measures: Mapping[str, Measure] = {}
    facts: Mapping[str, Fact] = {}
    calculations: Mapping[str, Calculation] = {}
    cautions: Mapping[str, Caution] = {}
    charts: Mapping[str, ChartSpec] = {}
    bottom_line: tuple[Prose, ...] = ()
    commentary: Mapping[str, Prose] = {}
    objectives: tuple[Prose, ...] = ()
    points_to_make: tuple[Point, ...] = ()
    if_raised: tuple[Point, ...] = ()
    sensitive: tuple[Prose, ...] = ()
    biographies: Mapping[str, Prose] = {}
    programme: tuple[ProgrammeItem, ...] = ()
