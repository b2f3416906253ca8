"""One visit's edition: whether there is anything to do, what changed, and the new one kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from briefing.editions.folder import LEDGER, Kept
from briefing.editions.history import Evidence, History
from briefing.editions.lock import locked
from briefing.editions.record import Record, hash_of
from briefing.editions.unchanged import visit_name
from briefing.errors import Diagnostic, Place, StateError, WarningsError
from briefing.facts.freshness import next_change
from briefing.pipeline import Built, build_prepared
from briefing.pipeline.comparing import Compared, compared
from briefing.pipeline.composing import compose_prepared
from briefing.pipeline.hashes import build_hash
from briefing.pipeline.preparing import Options, Prepared, prepare
from briefing.sections.change_view import ShownChange
from briefing.writers import WRITERS

What = Literal["new", "revised", "added", "restored", "unchanged"]
"""What a build made: a new edition, the same one written anew, formats added to it, files of it put
back, or nothing."""


@dataclass(frozen=True, slots=True)
class Regenerated:
    """What came of a visit: its last edition, what that changed, and its files.

    `fresh_until` is the day on which another fact will be out of date ("": none will), `since` the
    number of the edition before it (0: none). `read` has the SHA-256 of its data files, by path.
    """

    what: What
    record: Record
    kept: Kept
    changes: tuple[ShownChange, ...]
    warnings: tuple[Diagnostic, ...]
    fresh_until: str = ""
    since: int = 0
    read: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wishes:
    """How an edition is to be kept: over edited files or not, and how many editions' documents.

    `tool` is the hash of briefing itself, `commit` the facts' version in git; `waiting` is called
    when another run must be waited for.
    """

    tool: str
    commit: Callable[[Path], str] = lambda _: ""
    waiting: Callable[[], None] = lambda: None
    force: bool = False
    keep: int = 0


def regenerate(visit: Path, options: Options, history: History, wishes: Wishes) -> Regenerated:
    """Build a visit if its content or its bytes would change, and keep what was built.

    Raises BriefingError; then the last edition is as it was.
    """
    name = visit_name(str(visit))
    with locked(name, history.output, history.state, waiting=wishes.waiting):
        history.settle(name)
        _refuse_lost(name, history)
        prepared = prepare(visit, options)  # not before: another run may have had to be waited for
        made = _Edition(name, prepared, options, history, wishes).made()
        if wishes.keep:
            history.prune(name, wishes.keep)
    return made


class _Edition:
    """The edition that a visit's facts make, after the one before it."""

    def __init__(
        self, name: str, prepared: Prepared, options: Options, history: History, wishes: Wishes
    ) -> None:
        self.name, self.prepared, self.options = name, prepared, options
        self.history, self.wishes = history, wishes
        self.last = history.last(name)
        self.same = self.last is not None and self.last.content == prepared.content
        self.base = self._base()
        before = self.base.content if self.base else ""
        self.build = build_hash(
            prepared.content,
            prepared.loaded,
            prepared.theme,
            before,
            wishes.tool,
            prepared.word.as_text(),
        )

    def made(self) -> Regenerated:
        """The edition, built and kept if there is any need to."""
        comparison = compared(self.prepared, self.base, self._snapshot(self.base))
        edition = comparison.edition(self.number)
        if self.same and self.last and self.last.build == self.build and self._whole(self.last):
            composed = compose_prepared(self.prepared, edition)  # for what there is to warn of
            warnings = self._strict(composed.warnings + comparison.warnings)
            kept = Kept((), tuple(self._names(self.options.formats)))
            changes = comparison.changes
            return Regenerated("unchanged", self.last, kept, changes, warnings, *self._told)
        built = build_prepared(self.prepared, self._formats(), edition)
        return self._kept(built, comparison, self._strict(built.warnings + comparison.warnings))

    def _formats(self) -> tuple[str, ...]:
        """The formats asked for; where an edition is written anew, all that it has."""
        asked = self.options.formats
        if not (self.same and self.last and self.last.build != self.build):
            return asked
        return tuple(
            name
            for name, w in WRITERS.items()
            if name in asked or f"brief{w.suffix}" in self.last.files
        )

    def _strict(self, warnings: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
        warnings += self._withdrawn()
        if warnings and self.options.strict:
            raise WarningsError(warnings)
        return warnings

    def _withdrawn(self) -> tuple[Diagnostic, ...]:
        """A warning where nothing replaces an edition that was withdrawn."""
        because = self.history.withdrawals(self.name).get(self.number)
        if because is None:
            return ()
        message = f"edition {self.number} is withdrawn, and the facts are the same still: {because}"
        hint = "correct the facts; the next build is then the edition that replaces it"
        place = Place(self.prepared.file.as_posix())
        return (Diagnostic(place, "", message, hint, severity="warning"),)

    @property
    def number(self) -> int:
        """The edition's number: that of the last one for the same content, the next for another."""
        if self.last is None:
            return 1
        return self.last.number if self.same else self.last.number + 1

    def _base(self) -> Record | None:
        """The edition before this one, that its changes are told against."""
        if self.last is None or not self.same:
            return self.last
        earlier = [n for n in self.history.numbers(self.name) if n < self.last.number]
        return self.history.record(self.name, earlier[-1]) if earlier else None

    def _snapshot(self, record: Record | None) -> bytes:
        return self.history.snapshot(record) if record else b""

    def _names(self, formats: tuple[str, ...]) -> list[str]:
        return [f"brief{WRITERS[name].suffix}" for name in formats] + [LEDGER]

    def _whole(self, last: Record) -> bool:
        """Whether the files asked for lie where a person opens them, as they were built."""
        folder = self.history.output / self.name
        for name in self._names(self.options.formats):
            try:
                content = (folder / name).read_bytes()
            except OSError:
                return False
            if last.files.get(name) != hash_of(content):
                return False
        return True

    def _kept(
        self, built: Built, comparison: Compared, warnings: tuple[Diagnostic, ...]
    ) -> Regenerated:
        contents = {**built.files, LEDGER: built.ledger}
        hashes = {name: hash_of(content) for name, content in contents.items()}
        known = dict(self.last.files) if self.same and self.last else {}
        moved = any(known.get(name, digest) != digest for name, digest in hashes.items())
        revision = self.last.revision + moved if self.same and self.last else 0
        evidence = Evidence(
            self.prepared.loaded.travelling, comparison.snapshot_json, comparison.changes_json
        )
        record = self._record({**known, **hashes}, revision, evidence)
        kept = self.history.keep(record, contents, evidence, force=self.wishes.force)
        what: What = "unchanged"
        if not self.same:
            what = "new"
        elif moved:
            what = "revised"
        elif set(hashes) - set(known):
            what = "added"
        elif kept.written:
            what = "restored"
        return Regenerated(what, record, kept, comparison.changes, warnings, *self._told)

    @property
    def _told(self) -> tuple[str, int, Mapping[str, str]]:
        """Until when its facts are as fresh as now, the edition before it, the data files of it."""
        today, loaded = self.options.today, self.prepared.loaded
        day = next_change(loaded.visit, today) if today else None
        before = self.base.number if self.base else 0
        return day.isoformat() if day else "", before, loaded.read

    def _record(self, hashes: dict[str, str], revision: int, evidence: Evidence) -> Record:
        prepared = self.prepared
        brief = prepared.loaded.visit.brief
        return Record(
            visit=self.name,
            number=self.number,
            revision=revision,
            as_of=brief.as_of.isoformat(),
            content=prepared.content,
            fingerprint=prepared.fingerprint,
            build=self.build,
            title=prepared.loaded.visit.visit.title,
            language=prepared.language.tag,
            marking=brief.marking,
            standing=prepared.standing,
            parts=dict(prepared.parts),
            files=dict(sorted(hashes.items())),
            stale=tuple(prepared.wording.stale),
            commit=self.wishes.commit(prepared.file),
            evidence=evidence.hashes(),
        )


def _refuse_lost(name: str, history: History) -> None:
    """An error where the output holds editions of which the state folder knows nothing at all."""
    unknown = history.unknown(name)
    if unknown and not history.numbers(name):
        folder = history.output / name
        message = (
            f"holds edition {unknown[-1]}, of which the state folder "
            f"{history.state.as_posix()} knows nothing"
        )
        hint = (
            "restore the state folder, or name it with --state; to begin again at 1, move this away"
        )
        raise StateError([Diagnostic(Place(folder.as_posix()), "", message, hint)])
