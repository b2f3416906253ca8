"""A visit held against the edition before it: what changed, and whose sentences that leaves behind."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from briefing.editions.record import Record
from briefing.errors import Diagnostic, Place, StateError
from briefing.facts.changes import changes
from briefing.facts.reviews import Outdated, outdated
from briefing.facts.snapshots import Snapshot, from_json, snapshot, to_json
from briefing.pipeline.preparing import Prepared
from briefing.sections import Edition
from briefing.sections.change_rows import shown
from briefing.sections.change_view import ShownChange, printed


@dataclass(frozen=True, slots=True)
class Compared:
    """What an edition's facts are, and what changed in them since the edition `since` (0: the first).

    `parts` are what else changed: templates, theme, language, which facts are out of date.
    """

    since: int
    snapshot: Snapshot
    changes: tuple[ShownChange, ...]
    parts: tuple[str, ...]
    outdated: tuple[Outdated, ...]
    warnings: tuple[Diagnostic, ...]

    def edition(self, number: int) -> Edition:
        """The edition of this number, as its brief tells of it."""
        return Edition(
            number=number,
            since=self.since,
            changes=self.changes,
            parts=self.parts,
            outdated=self.outdated,
        )

    @property
    def snapshot_json(self) -> bytes:
        """The snapshot, to be kept."""
        return to_json(self.snapshot).encode()

    @property
    def changes_json(self) -> bytes:
        """The changes, to be kept."""
        said = {"since": self.since, "changes": [change.as_data() for change in self.changes]}
        return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def compared(prepared: Prepared, base: Record | None, base_snapshot: bytes) -> Compared:
    """`prepared` held against the edition before it, if there is one. Raises StateError."""
    wording = prepared.wording
    previous = read_snapshot(base, base_snapshot) if base else None
    now = snapshot(wording.visit, wording.results, printed(wording), previous)
    old = outdated(now.review)
    if previous is None or base is None:
        return Compared(0, now, (), (), old, ())
    rows = shown(changes(previous, now), previous, now, prepared.language)
    parts = tuple(
        name
        for name, digest in prepared.parts.items()
        if name != "facts" and base.parts.get(name) != digest
    )
    return Compared(base.number, now, rows, parts, old, _behind(old, now, prepared))


def read_snapshot(record: Record, content: bytes) -> Snapshot:
    """The snapshot that was kept of an edition. Raises StateError if it is damaged."""
    try:
        return from_json(content)
    except ValueError:
        place = Place(f"{record.visit}/{record.number}/snapshot.json")
        message = "expected the facts of an edition as a build kept them, found something else"
        hint = "restore the state folder from a copy"
        raise StateError([Diagnostic(place, "", message, hint)]) from None


def _behind(old: tuple[Outdated, ...], now: Snapshot, prepared: Prepared) -> tuple[Diagnostic, ...]:
    """One warning for each sentence that names a figure which has moved since it was written."""
    found = []
    for one in old:
        name = now.printed.get(one.id, (one.id, ""))[0]
        # What it was is not told, for it may be withheld now: a job's summary is for many eyes.
        found.append(
            Diagnostic(
                _place(one.path, prepared),
                one.path,
                f"names {one.id} ({name}), which has changed since this was written",
                "read the sentence again, then change it or set brief.reviewed to today",
                severity="warning",
            )
        )
    return tuple(found)


def _place(path: str, prepared: Prepared) -> Place:
    """Where the sentence at a path stands, or what it is part of."""
    while path:
        if place := prepared.loaded.places.get(path):
            return place
        path = re.sub(r"(^|\.)[^.\[]+$|\[\d+\]$", "", path)
    return Place(prepared.file.as_posix())
