"""The Visit: what an author may state. The facts file's schema is made from these classes.

Frozen; a Visit that `load` returns is whole: every id that is named exists, every unit fits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from briefing.facts.chart_specs import ChartSpec
from briefing.facts.data_files import DataFile, Query
from briefing.facts.fields import (
    Amount,
    Countries,
    Country,
    Day,
    FactId,
    FactIds,
    Fingerprint,
    Flag,
    Flags,
    MaxAge,
    MeasureId,
    NumberIds,
    Part,
    PersonId,
    PersonIds,
    Sentence,
    Signatories,
    Span,
    Stated,
    Where,
    Words,
)
from briefing.facts.fields import At as At  # noqa: PLC0414  (the model's name for it)
from briefing.facts.fields import Missing as Missing  # noqa: PLC0414
from briefing.facts.own_words import Aim, ProgrammeItem
from briefing.facts.resolutions import Readings
from briefing.facts.resolutions import Resolved as Resolved  # noqa: PLC0414

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
VisitAspect = Literal["type", "guest", "host", "dates", "place", "welcome"]
MeasureKind = Literal["flow", "stock", "share", "count", "index", "rank"]
Attach = Literal["file", "printed", "none"]
Commented = Literal[
    "trade",
    "statistics",
    "investment",
    "documents",
    "projects",
    "society",
    "timeline",
    "statements",
]
"""The sections of which `commentary` may speak."""

PUBLIC_MARKINGS = ("", "UNCLASSIFIED", "PUBLIC", "TLP:CLEAR")
"""Markings (in capitals) of a brief that anybody may have."""


# ------------------------------------------------------------------------------------ the visit


class Side(Part):
    """One of the two sides: ISO 3166 country code and the person who leads it."""

    country: Country
    leader: PersonId | None = None


class VisitHead(Part):
    """What the visit is. `facts` names the fact that says each of it, `outcome` those that came of it."""

    title: str
    type: str
    dates: Span
    host: Side
    guest: Side
    place: str | None = None
    facts: Mapping[VisitAspect, FactId] = {}
    outcome: FactIds = ()


class Cleared(Part):
    """Who cleared a brief and when; `content` is the fingerprint that it printed then."""

    by: str
    on: Day
    content: Fingerprint


class Brief(Part):
    """Furniture of the brief: all of it optional but the language and the as-of date.

    `cleared` says who cleared which content: for any other content it has lapsed. `reviewed` is the
    day on which a person last read their own sentences against the figures. `attach` says what of the
    facts file travels inside the brief: all of it, what the brief prints, or nothing.
    """

    language: str = "en-GB"
    as_of: Day
    marking: str = ""
    status: Literal["draft", "final"] = "final"
    cleared: Cleared | None = None
    reviewed: Day | None = None
    key_figures: NumberIds = ()
    attach: Attach | None = None
    distribution: str = ""
    contact: str = ""
    author: str = ""
    version: str = ""
    illustrations: Flag = False

    @property
    def public(self) -> bool:
        """Whether the marking, if there is one, lets anybody have the brief."""
        return self.marking.strip().upper() in PUBLIC_MARKINGS

    @property
    def travels(self) -> Attach:
        """What of the facts file goes into the brief: by default the file itself where that is public."""
        return self.attach or ("file" if self.public else "printed")


class Person(Part):
    """Somebody who speaks or signs. `family_name` is used where space is short."""

    name: str
    office: str = ""
    country: Country | None = None
    family_name: str = ""
    language: str = ""


class Source(Part):
    """Where facts come from. `place` names what places count ("paragraph", "page", …).

    Its facts are stale when older than `max_age`, and from the day of the `next_release` on.
    """

    kind: str
    title: str
    publisher: Stated = Missing("not stated")
    published: Span | None = None
    retrieved: Day | None = None
    language: str = ""
    url: str = ""
    sha256: str = ""
    place: str = ""
    remark: str = ""
    max_age: MaxAge | None = None
    next_release: Day | None = None


class Measure(Part):
    """What a value measures: its unit, and whether it is a flow, a stock, a share or a count.

    `short` stands where the name is too long; `part` of `whole` words a share; `of` declares how the
    measure is made of others ("exports - imports"), which lets a formula combine them. `rounded` is the
    last digit to which figures from data files print ("1 million USD"). `mirror` names the measure of which
    this is what the other side reports.
    """

    name: str
    short: str = ""
    unit: str
    kind: MeasureKind
    topic: str = ""
    between: Countries = ()
    whole: str = ""
    part: str = ""
    of: str = ""
    rounded: Amount | None = None
    mirror: MeasureId | None = None
    series: Literal["", "exports", "imports", "balance"] = ""


# -------------------------------------------------------------------------------------- facts


class Fact(Part):
    """One claim: who said it and how, where, and in what words of the source.

    `by` is the speaker, where one is named; `mode` says how: their own words "quoted", "reported",
    "implied" by the context, or the source's own "voice". `at` is the source and the place in it.
    `words` are the few words that carry a figure. `about` names the facts this one speaks of.
    `missing` names what a reader would ask and the source leaves out. `remark` is ours. It is stale
    when older than `max_age`, and from the day of the `next_release` on; either wins over its source's.
    """

    id: str
    topic: str = ""
    about: FactIds = ()
    by: PersonId | None = None
    mode: Mode = "voice"
    at: Where
    words: Words = ()
    remark: str = ""
    resolved: Readings = ()
    missing: Words = ()
    language: str = ""
    max_age: MaxAge | None = None
    next_release: Day | None = None


class ValueFact(Fact):
    """A level, a share or a count: a quantity of a measure in a period.

    One that was read from a data file says so by `query`: `exact` is then the figure as the file has
    it, of which `value` is the rounded one, `flags` what the file says of it. `item` is what it is of,
    where a measure is of several things, and `code` its code ("27"); `partner` is the country where the
    thing is one. `tied` says that others have the same place among them.
    """

    value: Amount
    measure: MeasureId
    period: Span | None = None
    of: FactId | None = None
    status: Status | None = None
    due: Span | None = None
    query: str = ""
    exact: Amount | None = None
    item: str = ""
    code: str = ""
    partner: Country | None = None
    flags: Flags = ()
    tied: Flag = False


class ChangeFact(Fact):
    """A change of a measure in a period against another, in percent or percentage points.

    `further` says that it comes on top of an earlier change ("a further 17%").
    """

    change: Amount
    measure: MeasureId
    period: Span
    against: Span
    further: Flag = False


class GoalFact(Fact):
    """A value that somebody wants to reach; `due` is when, `shared` when both sides say so."""

    goal: Amount
    measure: MeasureId
    due: Span
    shared: Flag = False


class ProjectFact(Fact):
    """Something that is or may be built or done, with its status (a closed list)."""

    project: str
    status: Status
    where: Stated = Missing("not stated")
    due: Span | None = None


class DocumentFact(Fact):
    """A document: its kind and subject, who signed it, what it amends. `earlier` is not of this visit."""

    document: str
    type: str
    subject: str = ""
    signed_by: Signatories = Missing("not stated")
    signed: Day | None = None
    amends: FactId | None = None
    relates: FactId | None = None
    earlier: Flag = False
    text_seen: Flag = False


class QuotationFact(Fact):
    """A person's own words; printed in quotation marks. `continues` joins it to another's sentence."""

    quotation: str
    continues: FactId | None = None
    feature: Flag = False


class EventFact(Fact):
    """Something that happened or will, with its day or period and its place where stated."""

    event: str
    when: Span
    where: Stated = Missing("not stated")


class StatementFact(Fact):
    """A claim without a figure, in our words; `about` names the facts it speaks of.

    `short` is the claim as a phrase that can stand beside those facts ("a record").
    """

    statement: str
    short: str = ""
    people: PersonIds = ()
    period: Span | None = None


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


class Calculation(Part):
    """A number we make from facts, by a formula over their ids.

    `show` "everywhere" prints it wherever a template asks, "text" never in tiles, tables of figures
    or charts, "ledger" in the ledger alone, "never" not at all (an illustration, unless the brief
    asks for illustrations). `because` justifies what would otherwise be refused. `query` is the query
    that made it of figures of a data file.
    """

    id: str
    name: str
    formula: str
    measure: MeasureId | None = None
    period: Span | None = None
    unit: str = ""
    because: str = ""
    show: Literal["everywhere", "text", "ledger", "never"] = "everywhere"
    illustration: Flag = False
    at_least: Flag = False
    query: str = ""


class Caution(Part):
    """Something to check before use. `show` "ledger" keeps it out of the box on the page."""

    id: str
    text: Sentence
    facts: NumberIds = ()
    show: Literal["box", "ledger"] = "box"


class Visit(Part):
    """A whole facts file."""

    visit: VisitHead
    brief: Brief
    people: Mapping[str, Person] = {}
    sources: Mapping[str, Source] = {}
    measures: Mapping[str, Measure] = {}
    data: Mapping[str, DataFile] = {}
    queries: Mapping[str, Query] = {}
    facts: Mapping[str, Fact] = {}
    calculations: Mapping[str, Calculation] = {}
    cautions: Mapping[str, Caution] = {}
    charts: Mapping[str, ChartSpec] = {}
    bottom_line: tuple[Sentence, ...] = ()
    commentary: Mapping[Commented, Sentence] = {}
    objectives: tuple[Sentence, ...] = ()
    points_to_make: tuple[Aim, ...] = ()
    if_raised: tuple[Aim, ...] = ()
    sensitive: tuple[Sentence, ...] = ()
    biographies: Mapping[PersonId, Sentence] = {}
    programme: tuple[ProgrammeItem, ...] = ()
