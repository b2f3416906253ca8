"""What changed between two editions, as rows that a reader understands: what, before, now.

One row a fact whose figure moved, else one a field. The whole list, field by field, is `facts.changes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby

from briefing.blocks import Numeral, Value, plain
from briefing.facts.changes import Change
from briefing.facts.snapshots import Snapshot
from briefing.language import Language
from briefing.sections.classes import NumericFact
from briefing.sections.printed import Printed
from briefing.sections.wording import Wording

_LONGEST = 160  # characters of a text that a row shows
_FIGURES = ("value", "period", "calculation")
_REFERENCE = re.compile(r"\{([^{}.]+)(?:\.([^{}]*))?\}")


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One row: the name of what changed, in what, how it was and how it is.

    `id` is the fact's or calculation's id, or the path of what else it is; `kinds` are those of
    `facts.changes`; `because` are the ids that moved a calculation, `why` says it in words.
    """

    id: str
    name: str
    kinds: tuple[str, ...]
    what: str
    before: str
    after: str
    because: tuple[str, ...] = ()
    why: str = ""
    section: str = "facts"
    none: str = "–"

    def as_data(self) -> dict[str, object]:
        """The row for a program."""
        return asdict(self)

    def as_text(self) -> str:
        """The row as one line of plain text."""
        moved = f": {self.before} → {self.after}" if (self.before, self.after) != ("–", "–") else ""
        return f"{self.id} {self.name} ({self.what}{self.why}){moved}"


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A row as a template prints it."""

    shown: ShownChange

    @property
    def id(self) -> Printed:
        """The id of the fact or calculation that changed; a dash for anything else."""
        known = self.shown.section in ("facts", "calculations")
        return _label(self.shown.id if known else self.shown.none)

    @property
    def name(self) -> Printed:
        """What changed."""
        return _label(self.shown.name)

    @property
    def what(self) -> Printed:
        """In what."""
        return _label(self.shown.what)

    @property
    def why(self) -> Printed:
        """ ", because of F29", of a calculation; else nothing."""
        return _label(self.shown.why)

    @property
    def before(self) -> Printed:
        """How it was."""
        return _label(self.shown.before)

    @property
    def after(self) -> Printed:
        """How it is."""
        return _label(self.shown.after)


def printed(wording: Wording) -> dict[str, tuple[str, str]]:
    """The name and the value of each fact and calculation, in the words of the brief."""
    names: dict[str, tuple[str, str]] = {}
    for id, fact in wording.visit.facts.items():
        value = wording.value(id, "signed").text if isinstance(fact, NumericFact) else ""
        names[id] = (_named(wording, id, value), value)
    for id in wording.visit.calculations:
        value = wording.value(id).text
        names[id] = (_named(wording, id, value), value + _range(wording, id))
    return names


def _range(wording: Wording, id: str) -> str:
    """The range of a calculated value in brackets: what moved may be nothing else."""
    result = wording.results[id]
    if result.value is None or result.exact or result.interval.high is None:
        return ""
    together = wording.interval(id).text.replace(" ", "\N{NO-BREAK SPACE}")
    return f" ({together})"


def _named(wording: Wording, id: str, value: str) -> str:
    """A description without the value that ends it."""
    described = plain(wording.describe(id))
    return described.partition(f": {value}")[0] if value else described


def shown(
    changes: Sequence[Change], old: Snapshot, new: Snapshot, language: Language
) -> tuple[ShownChange, ...]:
    """The changes as rows, in their order; what only stands elsewhere is one row for all."""
    view = _View(old, new, language)
    printing = [change for change in changes if not view.hidden(change)]
    moved = [change for change in printing if change.act == "moved"]
    rest = [change for change in printing if change.act != "moved"]
    rows = [
        row
        for _, group in groupby(rest, key=lambda change: (change.section, change.id, change.act))
        for row in view.rows(list(group))
    ]
    return (*rows, *view.order(moved))


class _View:
    def __init__(self, old: Snapshot, new: Snapshot, language: Language) -> None:
        self.old, self.new, self.language = old, new, language
        self.words: Mapping[str, str] = language.words["changes"]
        self.none = language.word("none")

    def hidden(self, change: Change) -> bool:
        """Whether it is of a calculation that no brief prints."""
        snapshot = self.old if change.act == "removed" else self.new
        fields = snapshot.sections.get(change.section, {}).get(change.id, {})
        return change.section == "calculations" and fields.get("show") == "never"

    def rows(self, group: Sequence[Change]) -> Iterator[ShownChange]:
        """The rows of one entry."""
        first = group[0]
        if first.act != "changed":
            yield self._whole(first)
        elif first.section in ("facts", "calculations"):
            yield from self._of_fact(group)
        elif first.kind in ("commentary", "caution"):
            # What a person took out of their own words is not to be read in the next edition.
            yield self._row(first, group, self.none, self.none)
        else:
            for change in group:
                before, after = self._texts(change)
                yield self._row(change, [change], before, after)

    def order(self, moved: Sequence[Change]) -> Iterator[ShownChange]:
        """One row for all that only stands elsewhere."""
        if moved:
            ids = tuple(change.id or change.section for change in moved)
            name = self.language.listing([self._name(change) for change in moved[:3]])
            name = name if len(moved) <= 3 else self.words["several"]
            what = self.words["order"]
            yield ShownChange(
                ids[0], name, ("order",), what, self.none, self.none, section="", none=self.none
            )

    def _whole(self, change: Change) -> ShownChange:
        act = self.words[change.act]
        before = after = self.none
        if change.section in ("facts", "calculations"):
            if change.act == "added":
                after = self._value(self.new, change.id)
            else:
                before = self._value(self.old, change.id)
        return ShownChange(
            change.id if change.section in ("facts", "calculations") else change.path,
            self._name(change),
            (change.kind,),
            act,
            before,
            after,
            section=change.section,
            none=self.none,
        )

    def _of_fact(self, group: Sequence[Change]) -> Iterator[ShownChange]:
        if any(change.kind in _FIGURES and change.field != "name" for change in group):
            before, after = self._figures(group)
            yield self._row(group[0], group, before, after)
            return
        for change in group:
            before, after = self._texts(change)
            yield self._row(change, [change], before, after)

    def _figures(self, group: Sequence[Change]) -> tuple[str, str]:
        """How the figure printed, and how it prints; with its period where that moved too."""
        id = group[0].id
        before, after = self._value(self.old, id), self._value(self.new, id)
        if any(change.withholds for change in group):
            return self._or_withheld(before, self.old, id), self._or_withheld(after, self.new, id)
        because = [id for change in group for id in change.because]
        if any(self._is_withheld(self.new, cause) for cause in because):
            return self.language.word("withheld"), after
        if before == after:
            return self._texts(next(c for c in group if c.kind in _FIGURES))
        periods = next((c for c in group if c.kind == "period"), None)
        if periods is not None and periods.before:
            before = f"{before} ({periods.before})"
        return before, after

    def _or_withheld(self, value: str, snapshot: Snapshot, id: str) -> str:
        """A figure is not told by the edition after it, once it is withheld."""
        return value if self._is_withheld(snapshot, id) else self.language.word("withheld")

    def _is_withheld(self, snapshot: Snapshot, id: str) -> bool:
        fields = snapshot.sections.get("facts", {}).get(id, {})
        return any(text.startswith("withheld") for text in list(fields.values())[:1])

    def _texts(self, change: Change) -> tuple[str, str]:
        hidden = change.field == "words" and (
            self._is_withheld(self.old, change.id) or self._is_withheld(self.new, change.id)
        )
        if hidden or change.withholds:
            return self.language.word("withheld"), self.language.word("withheld")
        return self._text(change, self.old, change.before), self._text(
            change, self.new, change.after
        )

    def _text(self, change: Change, snapshot: Snapshot, text: str) -> str:
        if not text:
            return self.none
        if change.field == "by":
            text = snapshot.sections.get("people", {}).get(text, {}).get("name", text)
        if change.field == "measure":
            text = snapshot.sections.get("measures", {}).get(text, {}).get("name", text)
        text = " ".join(_REFERENCE.sub(lambda m: self._referred(snapshot, m), text).split())
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"

    def _referred(self, snapshot: Snapshot, found: re.Match[str]) -> str:
        id, form = found[1], found[2] or ""
        if form == "note" or id not in snapshot.printed:
            return ""
        return snapshot.printed[id][1] or snapshot.printed[id][0]

    def _row(self, change: Change, group: Iterable[Change], before: str, after: str) -> ShownChange:
        kinds = tuple(dict.fromkeys(each.kind for each in group))
        because = tuple(dict.fromkeys(id for each in group for id in each.because))
        what = self.language.word("comma").join(
            dict.fromkeys(self.words.get(kind, kind) for kind in kinds)
        )
        ids = self.language.listing(list(because))
        why = self.words["because"].format(ids) if because else ""
        fact = change.section in ("facts", "calculations")
        if not fact and change.field and change.kind not in ("commentary", "caution"):
            what = self.words["field"].format(change.field.replace("_", " "))
        id = change.id if fact else change.path
        return ShownChange(
            id,
            self._name(change),
            kinds,
            what,
            before,
            after,
            because,
            why,
            change.section,
            self.none,
        )

    def _value(self, snapshot: Snapshot, id: str) -> str:
        return snapshot.printed.get(id, ("", ""))[1] or self.none

    def _name(self, change: Change) -> str:
        """What an entry is called: a fact as it prints, anything else by its part and its own name."""
        snapshot = self.old if change.act == "removed" else self.new
        if change.section in ("facts", "calculations"):
            return snapshot.printed.get(change.id, (change.id, ""))[0]
        sections: Mapping[str, str] = self.language.words["sections"]
        section = sections.get(change.section, change.section.replace("_", " "))
        fields = snapshot.sections.get(change.section, {}).get(change.id, {})
        own = fields.get("name") or fields.get("title") or ""
        if change.section in ("visit", "brief") or not own:
            return section
        return f"{section}: {own}"


def _label(text: str) -> Printed:
    return Printed((Value(text, numeral=Numeral.LABEL),))
