"""From the changes between two snapshots to rows: one for a figure, one for each other field.

Only what a brief prints is told in words. What is withheld on either side, and what a person took out
of their own sentences, is told as changed and not repeated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from briefing.facts.changes import Change
from briefing.facts.model import Brief
from briefing.facts.reading import QUANTITY_KINDS
from briefing.facts.snapshots import Fields, Snapshot
from briefing.facts.written import written
from briefing.language import Language
from briefing.sections.change_view import ShownChange

_LONGEST = 160  # characters of a text that a row shows
_NAME = re.compile(r"[^\W\d_][\w-]*")
_FACTS = ("facts", "calculations")
_PRINTED: Mapping[str, tuple[str, ...]] = {
    "facts": (
        *("measure", "period", "against", "due", "when", "signed", "status", "by", "mode", "at"),
        *("signed_by", "people", "where", "words", "missing", "max_age", "next_release"),
        *("project", "document", "quotation", "event", "statement", "short", "type", "subject"),
    ),
    "calculations": ("name", "formula", "period"),
    "visit": ("title", "type", "dates", "place", "host", "guest"),
    "brief": ("language", "as_of", "marking", "version"),
    "people": ("name", "office", "country", "family_name"),
    "sources": ("title", "publisher", "published", "retrieved", "kind", "url", "max_age", "next_release"),
    "measures": ("name", "short", "unit", "kind"),
}  # fmt: skip
"""The fields whose texts a row repeats; of any other it is told that it changed."""


def shown(
    changes: Sequence[Change], old: Snapshot, new: Snapshot, language: Language
) -> tuple[ShownChange, ...]:
    """The changes as rows, in their order; what only stands elsewhere is one row for all."""
    rows = _Rows(old, new, language)
    moved = [change for change in changes if change.act == "moved"]
    made = [
        row
        for _, group in groupby(
            (change for change in changes if change.act != "moved"),
            key=lambda change: (change.section, change.id, change.act),
        )
        for row in rows.of(list(group))
    ]
    return (*made, *rows.order(moved))


class _Rows:
    def __init__(self, old: Snapshot, new: Snapshot, language: Language) -> None:
        self.old, self.new, self.language = old, new, language
        self.words: Mapping[str, str] = language.words["changes"]
        self.none = language.word("none")

    def of(self, group: Sequence[Change]) -> Iterator[ShownChange]:
        """The rows of one entry."""
        first = group[0]
        if first.section == "calculations" and not self._prints(first):
            return
        act = first.act if first.act != "changed" else self._appears(first)
        if act != "changed":
            yield self._whole(first, act)
        elif first.kind in ("commentary", "caution"):
            yield self._row(first, self.words[first.kind], self.none, self.none)
        else:
            yield from self._fields(group)

    def order(self, moved: Sequence[Change]) -> Iterator[ShownChange]:
        """One row for all that only stands elsewhere."""
        told = [c for c in moved if c.section != "calculations" or self._prints(c)]
        if told:
            name = self.language.listing([self._name(change) for change in told[:3]])
            name = name if len(told) <= 3 else self.words["several"]
            what, none = self.words["order"], self.none
            yield ShownChange(told[0].path, none, name, "order", what, none, none)

    # ---------------------------------------------------------------- calculations that print

    def _prints(self, change: Change) -> bool:
        """Whether a calculation is in one of the two briefs at all."""
        return any(self._in_brief(side, change.id) for side in (self.old, self.new))

    def _in_brief(self, side: Snapshot, id: str) -> bool:
        fields = _entry(side, "calculations", id)
        if fields.get("illustration") == "yes":
            return _entry(side, "brief", "").get("illustrations") == "yes"
        return bool(fields) and fields.get("show") != "never"

    def _appears(self, change: Change) -> str:
        """A calculation that is no longer to be shown is gone for a reader."""
        if change.section != "calculations":
            return "changed"
        was, is_ = (self._in_brief(side, change.id) for side in (self.old, self.new))
        return "changed" if was and is_ else "added" if is_ else "removed"

    # -------------------------------------------------------------------------------- rows

    def _whole(self, change: Change, act: str) -> ShownChange:
        before = after = self.none
        if change.section in _FACTS and act == "added":
            after = self._value(self.new, change.id)
        elif change.section in _FACTS:
            before = self._told(self.old, change.id)
        return self._row(change, self.words[act], before, after, act=act)

    def _fields(self, group: Sequence[Change]) -> Iterator[ShownChange]:
        """The figure first, as the brief prints it, then every other field."""
        figures = [c for c in group if c.field in (*QUANTITY_KINDS, "result")]
        for change in figures[:1]:
            what = self.words["calculation" if change.field == "result" else "value"]
            before, after = self._told(self.old, change.id), self._value(self.new, change.id)
            if change.withholds and self._withheld(self.new, change.id):
                after = self.language.word("withheld")
            yield self._row(change, what, before, after)
        for change in group:
            if change not in figures:
                before, after = self._texts(change)
                yield self._row(change, self._field(change), before, after)

    def _told(self, side: Snapshot, id: str) -> str:
        """How a figure printed; not what it was, if it is withheld now or rests on what is."""
        if self._withheld(self.new, id) or self._rests(id):
            return self.none
        if self._withheld(side, id):
            return self.language.word("withheld")
        return self._value(side, id)

    def _row(
        self, change: Change, what: str, before: str, after: str, act: str = "changed"
    ) -> ShownChange:
        fact = change.section in _FACTS
        ids = self.language.listing(list(change.because))
        why = self.words["because"].format(ids) if change.because else ""
        return ShownChange(
            change.id if fact else change.path,
            change.id if fact else self.none,
            self._name(change, act),
            change.kind,
            what,
            before,
            after,
            change.because,
            why,
        )

    def _field(self, change: Change) -> str:
        fields: Mapping[str, str] = self.language.words["fields"]
        return fields.get(change.field, change.field.replace("_", " "))

    def _name(self, change: Change, act: str = "") -> str:
        """What an entry is called: a fact as it prints, anything else by its part and its own name."""
        side = self.old if (act or change.act) == "removed" else self.new
        if change.section in _FACTS:
            return side.printed.get(change.id, (change.id, ""))[0]
        section = self.language.label("sections", change.section.replace("-", "_"))
        fields = _entry(side, change.section, change.id)
        own = fields.get("name") or (fields.get("title") if change.section == "sources" else "")
        return f"{section}: {own}" if own else section.replace("_", " ")

    # ------------------------------------------------------------------------------- texts

    def _texts(self, change: Change) -> tuple[str, str]:
        """The two texts of a field, as a reader knows them."""
        withheld = any(self._withheld(side, change.id) for side in (self.old, self.new))
        hidden = change.section == "facts" and change.field == "words" and withheld
        if hidden or change.field not in _PRINTED.get(change.section, ()):
            return self.none, self.none
        return (
            self._text(change, self.old, change.before),
            self._text(change, self.new, change.after),
        )

    def _text(self, change: Change, side: Snapshot, text: str) -> str:
        if not text and change.section == "brief":
            text = written(Brief.model_fields[change.field].default)
        text = " ".join(self._resolved(change.field, side, text).split())
        if not text:
            return self.none
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"

    def _resolved(self, field: str, side: Snapshot, text: str) -> str:
        """Keys of people, measures, sources and countries as their names; lists without brackets."""
        match field:
            case "by":
                return self._person(side, text)
            case "measure":
                return _entry(side, "measures", text).get("name", text)
            case "at":
                source, _, place = text.partition(" ")
                title = _entry(side, "sources", source).get("title", source)
                return f"{title}, {place}" if place else title
            case "host" | "guest":
                found = dict(re.findall(r"(country|leader): ([^,}]+)", text))
                country = self.language.country(found.get("country", ""))
                leader = self._person(side, found.get("leader", ""))
                return f"{country}, {leader}" if leader else country
            case "country":
                return self.language.country(text)
            case "signed_by" | "people":
                keys = [key.strip() for key in text.strip("[]").split(",")]
                return self.language.listing([self._person(side, key) for key in keys])
            case _:
                return text[1:-1] if text.startswith("[") and text.endswith("]") else text

    def _person(self, side: Snapshot, key: str) -> str:
        return _entry(side, "people", key).get("name", key)

    # ---------------------------------------------------------------------------- withheld

    def _value(self, side: Snapshot, id: str) -> str:
        return side.printed.get(id, ("", ""))[1] or self.none

    def _withheld(self, side: Snapshot, id: str) -> bool:
        opening = next(iter(_entry(side, "facts", id).values()), "")
        return opening.startswith("withheld")

    def _rests(self, id: str, seen: frozenset[str] = frozenset()) -> bool:
        """Whether a calculation rests, or rested, on a figure that is withheld now, at whatever depth."""
        formulas = (
            _entry(side, "calculations", id).get("formula", "") for side in (self.old, self.new)
        )
        return any(
            self._withheld(self.new, key) or self._rests(key, seen | {id})
            for key in _NAME.findall(" ".join(formulas))
            if key not in seen and key != id
        )


def _entry(side: Snapshot, section: str, id: str) -> Fields:
    return side.sections.get(section, {}).get(id, {})
