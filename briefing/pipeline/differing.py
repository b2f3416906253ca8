"""What changed between two editions, or between an edition and the facts file as it is now."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from briefing.editions.history import History
from briefing.editions.unchanged import visit_name
from briefing.facts.changes import changes
from briefing.facts.snapshots import snapshot
from briefing.pipeline.comparing import read_snapshot
from briefing.pipeline.preparing import Options, prepare, prepare_content
from briefing.sections.change_rows import shown
from briefing.sections.change_view import ShownChange, printed


@dataclass(frozen=True, slots=True)
class Difference:
    """The changes from one edition to another; `new` is 0 for the facts file as it is now."""

    visit: str
    old: int
    new: int
    changes: tuple[ShownChange, ...]


def difference(
    visit: Path, history: History, options: Options, *, old: int, new: int
) -> Difference:
    """What `new` (0: the facts file) says otherwise than the edition `old`. Raises BriefingError."""
    name = visit_name(str(visit))
    before = history.record(name, old)
    was = read_snapshot(before, history.snapshot(before))
    if new:
        after = history.record(name, new)
        prepared = prepare_content(history.facts(after), f"{name}, edition {new}", options)
        now = read_snapshot(after, history.snapshot(after))
    else:
        prepared = prepare(visit, options)
        wording = prepared.wording
        now = snapshot(wording.visit, wording.results, printed(wording), was)
    return Difference(name, old, new, shown(changes(was, now), was, now, prepared.language))
