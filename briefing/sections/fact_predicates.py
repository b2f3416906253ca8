"""What a template may decide by: questions to a fact with a yes, a no or a key for an answer."""

from __future__ import annotations

from collections.abc import Mapping

from briefing.facts.model import (
    ChangeFact,
    DocumentFact,
    EventFact,
    Fact,
    GoalFact,
    Measure,
    Missing,
    ProjectFact,
    QuotationFact,
    StatementFact,
    ValueFact,
)
from briefing.facts.quantities import Quantity
from briefing.language.language import is_currency
from briefing.sections.wording import Wording

_KINDS: Mapping[str, type[Fact]] = {
    "value": ValueFact,
    "change": ChangeFact,
    "goal": GoalFact,
    "project": ProjectFact,
    "document": DocumentFact,
    "quotation": QuotationFact,
    "event": EventFact,
    "statement": StatementFact,
}


class FactPredicates:
    """The questions; what prints is in `FactView`."""

    def __init__(self, fact: Fact, wording: Wording) -> None:
        self._fact = fact
        self._wording = wording

    @property
    def key(self) -> str:
        """The id, to compare with."""
        return self._fact.id

    @property
    def kind(self) -> str:
        """ "value", "change", "goal", "project", "document", "quotation", "event" or "statement"."""
        return next(name for name, kind in _KINDS.items() if isinstance(self._fact, kind))

    @property
    def topic(self) -> str:
        """The topic: the fact's own, or its measure's."""
        measure = self.measure
        return self._fact.topic or (measure.topic if measure else "")

    @property
    def measure(self) -> Measure | None:
        """The measure, for decisions; print `name` or `short`."""
        key = getattr(self._fact, "measure", None)
        return self._wording.visit.measures[key] if key else None

    @property
    def counted(self) -> bool:
        """Whether its measure counts things."""
        measure = self.measure
        if measure is None or measure.kind not in ("stock", "count"):
            return False
        return measure.unit not in ("%", "pp") and not is_currency(measure.unit)

    @property
    def speech(self) -> bool:
        """Whether its source reports what people said, so that a speaker would be expected."""
        return not self.published and any(
            f.by and f.at.source == self.source for f in self._wording.visit.facts.values()
        )

    @property
    def flow(self) -> bool:
        """Whether its measure is a flow."""
        return self.measure is not None and self.measure.kind == "flow"

    @property
    def measure_key(self) -> str:
        """The measure's key; "" for facts without one."""
        return getattr(self._fact, "measure", None) or ""

    @property
    def stated(self) -> bool:
        """Whether there is a value (not "not stated", not withheld)."""
        return not isinstance(self._stated, Missing)

    @property
    def _stated(self) -> object:
        match self._fact:
            case ValueFact(value=stated) | ChangeFact(change=stated) | GoalFact(goal=stated):
                return stated
            case _:
                return None

    @property
    def rises(self) -> bool:
        """Whether a change is upwards."""
        return isinstance(self._stated, Quantity) and self._stated.number > 0

    @property
    def falls(self) -> bool:
        """Whether a change is downwards."""
        return isinstance(self._stated, Quantity) and self._stated.number < 0

    @property
    def one(self) -> bool:
        """Whether the value is exactly one (for singular and plural)."""
        return isinstance(self._stated, Quantity) and self._stated.number == 1

    @property
    def in_points(self) -> bool:
        """Whether a change is in percentage points."""
        return isinstance(self._stated, Quantity) and self._stated.unit == "pp"

    @property
    def by(self) -> str:
        """The speaker's key; "" where no speaker is named."""
        return self._fact.by or ""

    @property
    def is_goal(self) -> bool:
        """Whether it is a goal."""
        return isinstance(self._fact, GoalFact)

    @property
    def is_calculation(self) -> bool:
        """Whether it is a calculation, as against a fact."""
        return False

    @property
    def further(self) -> bool:
        """Whether a change comes on top of an earlier one."""
        return bool(getattr(self._fact, "further", False))

    @property
    def dated(self) -> bool:
        """Whether a document's day is stated."""
        return getattr(self._fact, "signed", None) is not None

    @property
    def read(self) -> bool:
        """Whether it was read from a data file."""
        return isinstance(self._fact, ValueFact) and bool(self._fact.query)

    @property
    def query(self) -> str:
        """The query that gave it; "" for a fact of the facts file itself."""
        return self._fact.query if isinstance(self._fact, ValueFact) else ""

    @property
    def thing(self) -> str:
        """The code and the name of the product that it is of; "" where it is of no single one."""
        fact = self._fact
        return f"{fact.code} {fact.item}".strip() if isinstance(fact, ValueFact) else ""

    @property
    def partner_key(self) -> str:
        """The country that it is of; "" where it is of no single one."""
        return (self._fact.partner or "") if isinstance(self._fact, ValueFact) else ""

    @property
    def flag_keys(self) -> tuple[str, ...]:
        """What the data file says of it: "provisional", …"""
        return self._fact.flags if isinstance(self._fact, ValueFact) else ()

    @property
    def tied(self) -> bool:
        """Whether others have the same place."""
        return isinstance(self._fact, ValueFact) and self._fact.tied

    @property
    def spoken(self) -> bool:
        """Whether a speaker is named."""
        return self._fact.by is not None

    @property
    def published(self) -> bool:
        """Whether a figure without speaker has a publisher to stand for it."""
        return isinstance(self._wording.visit.sources[self.source].publisher, str)

    @property
    def quoted(self) -> bool:
        """Whether it is a direct quote."""
        return self._fact.mode == "quoted"

    @property
    def source(self) -> str:
        """The source's key."""
        return self._fact.at.source

    @property
    def shared(self) -> bool:
        """Whether both sides hold it."""
        return bool(getattr(self._fact, "shared", False))

    @property
    def earlier(self) -> bool:
        """Whether a document is not of this visit."""
        return bool(getattr(self._fact, "earlier", False))

    @property
    def text_seen(self) -> bool:
        """Whether the text of a document was seen."""
        return bool(getattr(self._fact, "text_seen", False))

    @property
    def feature(self) -> bool:
        """Whether a quotation is to stand out."""
        return bool(getattr(self._fact, "feature", False))

    @property
    def located(self) -> bool:
        """Whether a place is stated."""
        where = getattr(self._fact, "where", None)
        return where is not None and not isinstance(where, Missing)

    @property
    def has_short(self) -> bool:
        """Whether a statement has a phrase that can stand beside what it is about."""
        return bool(getattr(self._fact, "short", ""))
