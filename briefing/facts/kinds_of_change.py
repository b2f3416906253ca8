"""The kinds of change, a closed list, and which kind a change of a field is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from briefing.facts.periods import PeriodError, parse_period
from briefing.facts.quantities import QuantityError, parse_quantity

ChangeKind = Literal[
    "added",
    "removed",
    "value",
    "period",
    "speaker",
    "source",
    "status",
    "wording",
    "calculation",
    "order",
    "visit",
    "brief",
    "person",
    "source-details",
    "measure",
    "caution",
    "chart",
    "commentary",
]
"""What changed, for a reader.

Of a fact: "added" and "removed"; "value": the figure or what it is a figure of; "period": of when it
is; "speaker": whose claim it is, and who signed; "source": where it stands and how long it is good;
"status": how firm it is; "wording": anything else, also a value or a period written in another way that
prints the same. "order": an entry, of any part, stands elsewhere in it, and so prints elsewhere.

Of what is no fact: "calculation" (what it says or what it came to), "visit", "brief", "person",
"source-details", "measure", "caution", "chart", and "commentary" for any of a person's own sentences
and for the programme. These serve for what is added and removed, too.
"""

_FIELDS: Mapping[ChangeKind, tuple[str, ...]] = {
    "value": (
        "value",
        "change",
        "goal",
        "measure",
        "of",
        "further",
        "exact",
        "item",
        "code",
        "partner",
    ),
    "period": ("period", "against", "due", "when", "signed"),
    "speaker": ("by", "mode", "people", "signed_by", "shared"),
    "source": ("at", "language", "text_seen", "max_age", "next_release", "query"),
    "status": ("status", "earlier", "flags", "tied"),
    "wording": (
        *("project", "document", "quotation", "event", "statement", "short", "type", "subject"),
        *("words", "remark", "missing", "resolved", "topic", "where"),
        *("about", "amends", "relates", "continues", "feature"),
    ),
}
KIND_OF_FIELD: Mapping[str, ChangeKind] = {
    field: kind for kind, fields in _FIELDS.items() for field in fields
}
"""What a change of a fact's field is; one that this version does not know is "wording"."""

KIND_OF_SECTION: Mapping[str, ChangeKind] = {
    "visit": "visit",
    "brief": "brief",
    "people": "person",
    "sources": "source-details",
    "measures": "measure",
    "calculations": "calculation",
    "cautions": "caution",
    "charts": "chart",
}
"""What a change is in a part that holds no facts; in any other it is "commentary"."""


def kind_of(section: str, field: str, before: str, after: str) -> ChangeKind:
    """What it is for a reader when a field goes from one text to another."""
    if section != "facts":
        return KIND_OF_SECTION.get(section, "commentary")
    kind = KIND_OF_FIELD.get(field, "wording")
    if kind == "value" and _same_quantity(before, after):
        return "wording"
    return "wording" if kind == "period" and _same_period(before, after) else kind


def _same_quantity(one: str, other: str) -> bool:
    """Whether two texts are one quantity, stated as precisely: "over 1800" and "more than 1,800"."""
    try:
        read, again = parse_quantity(one), parse_quantity(other)
    except QuantityError:
        return False
    alike = str(read.number) == str(again.number)  # 4.1 and 4.10 are equal numbers
    return alike and replace(read, text="") == replace(again, text="")


def _same_period(one: str, other: str) -> bool:
    """Whether two texts are one period, of one kind: "H1 2025" and "first half of 2025"."""
    try:
        return replace(parse_period(one), text="") == replace(parse_period(other), text="")
    except PeriodError:
        return False
