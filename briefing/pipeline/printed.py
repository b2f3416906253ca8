"""The facts file of what a brief prints, and of nothing else: what may travel where the file may not.

Every text in it stands in the brief. What prints nowhere (comments, the words of a withheld fact, people
nobody names, calculations that are not shown, the hash of a source) is not in it, nor are its ids. How
the facts that print hang together (what is about what, who signed, what both sides want) is in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from briefing.blocks import Document, Figure
from briefing.compose import printings
from briefing.compose.words import PrintedWords
from briefing.errors import FactsError
from briefing.facts.clearance import Standing
from briefing.facts.fields import Part
from briefing.facts.model import Visit
from briefing.facts.prose import FactReference, Prose
from briefing.facts.renaming import Gone, Renaming
from briefing.load import loads
from briefing.load.dump import dump
from briefing.pipeline.printed_parts import PrintedParts
from briefing.sections import Wording

_Entry = TypeVar("_Entry", bound=Part)

_SECTIONS = {
    "people": "person",
    "sources": "source",
    "measures": "measure",
    "facts": "fact",
    "calculations": "calculation",
    "cautions": "caution",
    "charts": "chart",
}
"""The sections whose entries have ids, and what an id is called that does not print."""

_TRIES = 20


def printed_facts(document: Document, wording: Wording, standing: Standing) -> bytes:
    """What `document` prints of its visit, as a facts file that loads without an error.

    Empty where nothing can be made of it, as with templates that print hardly a fact.
    """
    visit = _printed(document, wording, standing)
    for _ in range(_TRIES):
        content = dump(visit).encode()
        try:
            loads(content)
        except FactsError as end:
            smaller = _without(visit, [d.where for d in end.diagnostics if d.severity == "error"])
            if smaller is None:
                break
            visit = smaller
        else:
            return content
    return b""


def unprinted_sentences(document: Document, wording: Wording) -> list[str]:
    """The paths of the sentences that a person wrote and the brief prints nowhere."""
    words = PrintedWords(document)
    parts = PrintedParts(wording, words, _forms(document))
    return [path for path, prose in sentences(wording.visit) if not parts.prints(prose)]


def _forms(document: Document) -> dict[str, set[str]]:
    """The forms in which each fact and calculation is printed: its value, its name, its speaker."""
    forms: dict[str, set[str]] = {}
    for p in printings(document):
        if p.id:
            forms.setdefault(p.id, set()).add(p.form.removesuffix("^").partition(":")[0])
    return forms


def _printed(document: Document, wording: Wording, standing: Standing) -> Visit:
    words, visit = PrintedWords(document), wording.visit
    parts = PrintedParts(wording, words, _forms(document))
    figures = {block.chart.key for block in document.blocks if isinstance(block, Figure)}
    calculations = _kept(visit.calculations, parts.calculation)
    facts = _kept(visit.facts, parts.fact)
    spoken = {fact.by for fact in facts.values()} | {
        visit.visit.host.leader,
        visit.visit.guest.leader,
    }
    people = {
        key: parts.person(person)
        for key, person in visit.people.items()
        if key in spoken or parts.names_person(person)
    }
    named = {fact.at.source for fact in facts.values()}
    sources = {
        key: parts.source(source)
        for key, source in visit.sources.items()
        if key in named or words.has(source.title)
    }
    measured = {getattr(one, "measure", None) for one in (*facts.values(), *calculations.values())}
    measures = {k: parts.measure(m) for k, m in visit.measures.items() if k in measured}
    charts = {key: chart for key, chart in visit.charts.items() if key in figures}
    reduced = visit.model_copy(
        update={
            "visit": parts.head(visit.visit),
            "brief": parts.brief(visit.brief, standing),
            "people": people,
            "sources": sources,
            "measures": measures,
            "data": {},
            "queries": {},
            "facts": facts,
            "calculations": calculations,
            "cautions": {k: c for k, c in visit.cautions.items() if parts.prints(c.text)},
            "charts": _kept(charts, parts.chart),
            "bottom_line": parts.sentences(visit.bottom_line),
            "commentary": parts.by_key(visit.commentary),
            "objectives": parts.sentences(visit.objectives),
            "points_to_make": parts.points(visit.points_to_make),
            "if_raised": parts.points(visit.if_raised),
            "sensitive": parts.sentences(visit.sensitive),
            "biographies": parts.by_key(visit.biographies),
            "programme": parts.programme(visit.programme),
        }
    )
    return _renamed(reduced, words, wording)


def _kept(
    entries: Mapping[str, _Entry], keep: Callable[[_Entry], _Entry | None]
) -> dict[str, _Entry]:
    made = {key: keep(entry) for key, entry in entries.items()}
    return {key: entry for key, entry in made.items() if entry is not None}


# ----------------------------------------------------------------------------------------- ids


def _renamed(visit: Visit, words: PrintedWords, wording: Wording) -> Visit:
    """The visit without ids that print nowhere, and without what names an entry that is gone."""
    ids = {s: _new_ids(getattr(visit, s), name, words) for s, name in _SECTIONS.items()}

    def said(reference: FactReference) -> str:
        return wording.value(reference.id, reference.form).text if reference.form != "note" else ""

    renaming = Renaming(ids, said)
    while True:  # an entry that goes may take others with it, which name it
        made: dict[str, dict[str, Part]] = {}
        gone = False
        for section in _SECTIONS:
            made[section] = {}
            for key, entry in getattr(visit, section).items():
                new = ids[section].get(key)
                if new is None:
                    continue
                try:
                    part = _named(renaming.part(entry), new)
                except Gone:
                    del ids[section][key]
                    gone = True
                else:
                    made[section][new] = part
        if not gone:
            break
    rest = visit.model_copy(update={section: {} for section in _SECTIONS})
    return renaming.part(rest).model_copy(update=made)


def _named(entry: Part, id: str) -> Part:
    own = [name for name in ("id", "key") if name in type(entry).model_fields]
    update: dict[str, object] = dict.fromkeys(own, id)
    if getattr(entry, "signed_by", None) == ():
        update["signed_by"] = type(entry).model_fields["signed_by"].default
    return entry.model_copy(update=update)


def _new_ids(entries: Iterable[str], name: str, words: PrintedWords) -> dict[str, str]:
    """Each id as it is where its words print, else a number with the name of what it is of."""
    ids: dict[str, str] = {}
    taken, nth = set(entries), 0
    for id in entries:
        says_nothing = re.fullmatch(rf"{name}-[0-9]+", id) is not None
        prints = words.has(id) or all(words.has(word) for word in re.split(r"[-_]", id))
        if says_nothing or prints:
            ids[id] = id
            continue
        nth += 1
        while f"{name}-{nth}" in taken:
            nth += 1
        ids[id] = f"{name}-{nth}"
    return ids


# ----------------------------------------------------------------------------------- what is left


def _without(visit: Visit, paths: Iterable[str]) -> Visit | None:
    """The visit without the entries at these paths ("facts.F29.value"); None where there are none."""
    update: dict[str, object] = {}
    for path in paths:
        section, _, rest = path.partition(".")
        section = section.partition("[")[0]
        entries = update.get(section, getattr(visit, section, None))
        key = rest.partition(".")[0].partition("[")[0]
        if isinstance(entries, Mapping) and key in entries:
            update[section] = {k: entry for k, entry in entries.items() if k != key}
        elif isinstance(entries, (tuple, Mapping)):
            update[section] = type(Visit.model_fields[section].default)()
    return visit.model_copy(update=update) if update else None


def sentences(visit: Visit) -> Iterable[tuple[str, Prose]]:
    """What only a person can write, with its paths."""
    for name in ("bottom_line", "objectives", "sensitive"):
        yield from ((f"{name}[{i}]", s) for i, s in enumerate(getattr(visit, name)))
    for name in ("commentary", "biographies"):
        yield from ((f"{name}.{key}", s) for key, s in getattr(visit, name).items())
    for name in ("points_to_make", "if_raised"):
        yield from ((f"{name}[{i}]", p.text) for i, p in enumerate(getattr(visit, name)))
    yield from ((f"programme[{i}]", item.what) for i, item in enumerate(visit.programme))
    yield from ((f"cautions.{key}", caution.text) for key, caution in visit.cautions.items())
