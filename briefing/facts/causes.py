"""Why a calculation came to something else: which of the facts and formulas under it moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefing.facts.formulas import FormulaError, names, parse_formula
from briefing.facts.snapshots import Snapshot

_FEEDS: Mapping[str, tuple[str, ...]] = {
    "facts": ("value", "change", "goal", "measure", "period", "when", "due", "signed"),
    "calculations": ("formula", "measure", "unit"),
    "measures": ("unit", "kind"),
}
"""The fields that a result is made from, by the part of the facts file."""


def causes(id: str, old: Snapshot, new: Snapshot) -> tuple[str, ...]:
    """The ids that moved what the calculation `id` came to, in the order in which its formula uses them.

    Facts, and calculations with another formula; last the measures whose unit or kind is another. A
    change of its own formula, unit or measure is no cause here: that is a change of its own.
    """
    used = dict.fromkeys(step for step in _used(id, new) if step != ("calculations", id))
    return tuple(
        key for section, key in used if _feed(section, key, old) != _feed(section, key, new)
    )


def _used(id: str, snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Each part and id under a calculation, at whatever depth; measures last."""
    seen: dict[tuple[str, str], None] = {}
    waiting = [id]
    while waiting:
        key = waiting.pop(0)
        section = "calculations" if key in snapshot.sections.get("calculations", {}) else "facts"
        if (section, key) in seen:
            continue
        seen[section, key] = None
        waiting += _named(snapshot.sections.get(section, {}).get(key, {}).get("formula", ""))
    yield from seen
    for section, key in seen:
        fields = snapshot.sections.get(section, {}).get(key, {})
        if "measure" in fields:
            yield "measures", fields["measure"]


def _named(formula: str) -> tuple[str, ...]:
    try:
        return names(parse_formula(formula))
    except FormulaError:  # a fact, which has none
        return ()


def _feed(section: str, key: str, snapshot: Snapshot) -> tuple[str | None, ...] | None:
    """What an entry gives to a result; None where there is no such entry."""
    fields = snapshot.sections.get(section, {}).get(key)
    return None if fields is None else tuple(fields.get(name) for name in _FEEDS[section])
