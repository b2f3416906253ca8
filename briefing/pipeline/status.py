"""Whether a visit's brief is up to date, and if not, why: nothing is built, nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from briefing.editions.folder import written_by_build
from briefing.editions.history import History
from briefing.editions.record import Record
from briefing.editions.unchanged import visit_name
from briefing.errors import BriefingError, Diagnostic
from briefing.facts.changes import changes
from briefing.facts.snapshots import snapshot
from briefing.pipeline.comparing import read_snapshot
from briefing.pipeline.hashes import build_hash
from briefing.pipeline.preparing import Options, Prepared, prepare

State = Literal["up to date", "would change", "stale", "broken"]

_LISTED = 8  # ids of changed facts that a person reads in one line


@dataclass(frozen=True, slots=True)
class Status:
    """One visit: `because` says why it would change; `record` is its last edition, if it has one.

    `stale` are the facts that are out of date today; `withdrawn` is why the last edition was, if so.
    """

    visit: str
    state: State
    because: tuple[str, ...]
    record: Record | None
    stale: tuple[str, ...] = ()
    withdrawn: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()

    def as_text(self) -> str:
        """One line for a person."""
        record = self.record
        parts = [self.state + (f" ({'; '.join(self.because)})" if self.because else "")]
        if record:
            revised = f", revision {record.revision}" if record.revision else ""
            parts.append(f"edition {record.number}{revised} of {record.as_of}")
            parts.append(f"{record.standing}, {record.fingerprint}")
        if self.stale:
            parts.append(f"out of date: {', '.join(self.stale)}")
        if self.withdrawn:
            parts.append(f"withdrawn: {self.withdrawn}")
        return f"{self.visit}: {' · '.join(parts)}"


def status_of(visit: Path, options: Options, history: History, tool: str) -> Status:
    """The status of one visit; `tool` is the hash of briefing itself."""
    name = visit_name(str(visit))
    last, withdrawn = None, ""
    try:
        last = history.last(name)
        withdrawn = history.withdrawals(name).get(last.number, "") if last else ""
        prepared = prepare(visit, options)
        because = tuple(_reasons(prepared, last, history, tool))
    except BriefingError as end:
        return Status(name, "broken", (), last, (), withdrawn, end.diagnostics)
    old = tuple(id for id, one in prepared.stale.items() if not one.inputs)
    state: State = "would change" if because else "stale" if old else "up to date"
    return Status(name, state, because, last, old, withdrawn)


def _reasons(prepared: Prepared, last: Record | None, history: History, tool: str) -> Iterator[str]:
    if last is None:
        yield "there is no edition yet"
        return
    parts = [name for name, each in prepared.parts.items() if last.parts.get(name) != each]
    if "facts" in parts:
        yield _changed_facts(prepared, last, history)
    yield from (f"{name} changed" for name in parts if name != "facts")
    if not parts:
        base = [n for n in history.numbers(last.visit) if n < last.number]
        before = history.record(last.visit, base[-1]).content if base else ""
        build = build_hash(
            prepared.content, prepared.loaded, prepared.theme, before, tool, prepared.word.as_text()
        )
        if build != last.build:
            yield "the same edition would be written anew: comments, clearance, fonts or versions"
    yield from _files(last, history)


def _changed_facts(prepared: Prepared, last: Record, history: History) -> str:
    """Which facts changed since the last edition."""
    old = read_snapshot(last, history.snapshot(last))
    new = snapshot(prepared.wording.visit, prepared.wording.results, None, old)
    ids = list(dict.fromkeys(change.path for change in changes(old, new)))
    more = f" and {len(ids) - _LISTED} more" if len(ids) > _LISTED else ""
    return f"changed: {', '.join(ids[:_LISTED])}{more}" if ids else "facts changed"


def _files(last: Record, history: History) -> Iterator[str]:
    folder = history.output / last.visit
    for name in last.files:
        if not (folder / name).is_file():
            yield f"{name} is missing"
        elif written_by_build(folder / name) is False:
            yield f"{name} was edited"
