"""References: every id that a facts file names must be in it. One diagnostic for each unknown id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from briefing.errors import Diagnostic, Place
from briefing.facts.flaws import Path, nearest
from briefing.facts.mentions import Mention, mentions, mentions_in
from briefing.facts.model import ChangeFact, GoalFact, ValueFact, Visit
from briefing.facts.prose import FACT_FORMS, FIGURE_FORMS, REFERENCE_FORMS
from briefing.facts.reading import Reading
from briefing.load.nodes import dotted, place_of

MOST_HINTS = 50
"""Unknown ids that are compared with the known ones for a hint: comparing is slow."""
MOST_PLACES = 8
"""Places that one unknown id is told with."""

_DIGITS = "0123456789"
_SINGULAR = {"facts": "fact", "people": "person", "sources": "source", "measures": "measure"} | {
    "data": "data file",
    "queries": "query",
}


def check_references(
    read: Reading, places: Mapping[str, Place], file: str, unanswered: Sequence[str] = ()
) -> list[Diagnostic]:
    """Unknown ids, each with every place that names it; ids that are taken twice; unknown forms.

    What is named after a query that is `unanswered` is taken for known: why it is not, was told of that.
    """
    prefixes = tuple(f"{query}-" for query in unanswered)
    known = _known(read)
    unknown: dict[tuple[str, str], list[Mention]] = {}
    faults: list[Diagnostic] = []
    for mention in _mentions(read):
        ids = known[mention.section] | (known["calculations"] if mention.number else {})
        if (mention.section,) in read.broken:  # not even its ids can be read
            continue
        if mention.id not in ids and mention.number and mention.id.startswith(prefixes):
            continue
        if mention.id not in ids and _meant(mention, ids):
            unknown.setdefault((mention.section, mention.id), []).append(mention)
        elif mention.id in ids and mention.form not in (forms := _forms(mention.id, read.visit)):
            faults.append(_unknown_form(mention, forms, place_of(mention.path, places, file)))
    for n, ((section, _), mentioned) in enumerate(unknown.items()):
        number = any(mention.number for mention in mentioned)
        ids = known[section] | (known["calculations"] if number else {})
        if n >= MOST_HINTS:
            ids = {}
        where = {dotted(m.path): place_of(m.path, places, file) for m in mentioned}
        faults.append(_unknown(replace(mentioned[0], number=number), where, ids))
    return faults + _taken_twice(read, known, places, file)


def _known(read: Reading) -> dict[str, dict[str, None]]:
    """The ids of each part, those of entries with flaws included."""
    known: dict[str, dict[str, None]] = {}
    for section in ("facts", "calculations", "people", "sources", "measures", "data", "queries"):
        known[section] = dict.fromkeys(getattr(read.visit, section))
        known[section] |= {
            str(path[1]): None for path in read.broken if path[0] == section and len(path) > 1
        }
    return known


def _mentions(read: Reading) -> Iterator[Mention]:
    yield from mentions(read.visit)
    for path, fragment in read.broken.items():
        if fragment.kind is not None:
            yield from mentions_in(fragment.kind, fragment.fields, path)


def _meant(mention: Mention, ids: Mapping[str, None]) -> bool:
    """Whether an unknown id is meant as one: a reason may be a word that only looks like an id."""
    if mention.path[-1] != "because":
        return True
    return any(key.rstrip(_DIGITS) == mention.id.rstrip(_DIGITS) for key in ids)


def _unknown(mention: Mention, where: Mapping[str, Place], ids: Mapping[str, None]) -> Diagnostic:
    """An id that nothing has, named at the places in `where`."""
    ordered = sorted(where.items(), key=lambda item: item[1])
    path, place = ordered[0]
    noun = _SINGULAR[mention.section] + (" or calculation" if mention.number else "")
    message = f'no {noun} has the id "{mention.id}"'
    if len(ordered) > 1:
        listed = ", ".join(f"{at} (line {p.line})" for at, p in ordered[:MOST_PLACES])
        if len(ordered) > MOST_PLACES:
            listed += f" and {len(ordered) - MOST_PLACES} more"
        message += f", which {len(ordered)} places name: {listed}"
    hint = nearest(mention.id, ids)
    if "," in mention.id:
        hint = f"for several, write [{mention.id}]"
    if not hint and 0 < len(ids) <= 12:
        hint = f"known: {', '.join(ids)}"
    return Diagnostic(place, path, message, hint)


def _forms(id: str, visit: Visit) -> tuple[str, ...]:
    """What can be asked of this fact or calculation; of one with flaws, anything."""
    if id in visit.calculations:
        return tuple(form for form in REFERENCE_FORMS if form not in FACT_FORMS)
    if id not in visit.facts or isinstance(visit.facts[id], ValueFact | ChangeFact | GoalFact):
        return REFERENCE_FORMS
    return tuple(form for form in REFERENCE_FORMS if form not in FIGURE_FORMS)


def _unknown_form(mention: Mention, known: Sequence[str], place: Place) -> Diagnostic:
    forms = [form for form in known if form]
    what = "a fact" if mention.form not in REFERENCE_FORMS else f"{mention.id}, by what it is,"
    message = f'nothing about {what} is called "{mention.form}" in {{{mention.id}.{mention.form}}}'
    hint = nearest(mention.form, forms) or f"known: {', '.join(forms)}"
    return Diagnostic(place, dotted(mention.path), message, hint)


def _taken_twice(
    read: Reading, known: Mapping[str, Mapping[str, None]], places: Mapping[str, Place], file: str
) -> list[Diagnostic]:
    faults = []
    for key in known["calculations"]:
        if key in known["facts"]:
            path: Path = ("calculations", key)
            message = (
                f"a fact has the id {key} too (line {place_of(('facts', key), places, file).line})"
            )
            hint = "a formula could not tell them apart: give one another id"
            faults.append(Diagnostic(place_of(path, places, file), dotted(path), message, hint))
    return faults
