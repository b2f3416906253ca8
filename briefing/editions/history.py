"""The editions of each visit: their records and facts in the state folder, their documents in the output.

`state/<visit>/<number>/` is what an edition was made from, and says that there is one;
`output/<visit>/editions/<number>/` holds its documents, and `output/<visit>/` those of the last.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from briefing.editions import files, folder
from briefing.editions.folder import Kept
from briefing.editions.record import Record, hash_of
from briefing.errors import BriefingError, Diagnostic, Place, StateError, WriteError

RECORD, FACTS, SNAPSHOT, CHANGES = "edition.json", "facts.yaml", "snapshot.json", "changes.json"
WITHDRAWN = "withdrawn.json"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an edition was made from: the facts file as it was, its facts as text, its changes."""

    facts: bytes
    snapshot: bytes
    changes: bytes

    def contents(self) -> dict[str, bytes]:
        """The three, by the names that they are kept under."""
        return {FACTS: self.facts, SNAPSHOT: self.snapshot, CHANGES: self.changes}

    def hashes(self) -> dict[str, str]:
        """Their SHA-256, by name."""
        return {name: hash_of(content) for name, content in self.contents().items()}


class History:
    """The editions under one output folder, with one state folder."""

    def __init__(self, output: Path, state: Path) -> None:
        self.output = output
        self.state = state

    # ------------------------------------------------------------------------ what there is

    def numbers(self, visit: str) -> tuple[int, ...]:
        """The numbers of a visit's editions, in order."""
        try:
            names = [path.name for path in (self.state / visit).iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            return ()
        return tuple(sorted(int(n) for n in names if n.isascii() and n.isdigit() and n[0] != "0"))

    def last(self, visit: str) -> Record | None:
        """The last edition of a visit, or None. Raises StateError."""
        numbers = self.numbers(visit)
        return self.record(visit, numbers[-1]) if numbers else None

    def record(self, visit: str, number: int) -> Record:
        """One edition of a visit. Raises StateError if there is none or its record is damaged."""
        path = self._place(visit, number) / RECORD
        try:
            record = Record.from_json(self._read(path))
        except ValueError:
            raise StateError([_damaged(path)]) from None
        if record.number != number or record.visit != visit:
            raise StateError([_damaged(path)])
        return record

    def facts(self, record: Record) -> bytes:
        """The facts file that an edition was made from, byte for byte. Raises StateError."""
        return self._evidence(record, FACTS)

    def snapshot(self, record: Record) -> bytes:
        """An edition's facts as text, in JSON. Raises StateError."""
        return self._evidence(record, SNAPSHOT)

    def _evidence(self, record: Record, name: str) -> bytes:
        path = self._place(record.visit, record.number) / name
        content = self._read(path)
        if record.evidence.get(name, hash_of(content)) != hash_of(content):
            raise StateError([_damaged(path)])
        return content

    def documents(self, record: Record) -> dict[str, bytes]:
        """The files of an edition by name, those that are byte for byte what was built.

        They are looked for among the editions and, for the last one, where a person opens them.
        """
        found = {}
        for name, digest in record.files.items():
            for place in (self.documents_folder(record), self.output / record.visit):
                content = files.content(place / name)
                if content is not None and hash_of(content) == digest:
                    found[name] = content
                    break
        return found

    def beside(self, record: Record, pattern: str) -> tuple[Path, ...]:
        """Other files of an edition's folder, or of the one that a person opens, by a pattern of names."""
        places = (self.documents_folder(record), self.output / record.visit)
        return tuple(path for place in places for path in sorted(place.glob(pattern)))

    def documents_folder(self, record: Record) -> Path:
        """Where an edition's documents are, until `prune` removes them."""
        return self.output / record.visit / "editions" / str(record.number)

    # ----------------------------------------------------------------------------- changing

    def keep(
        self,
        record: Record,
        contents: Mapping[str, bytes],
        evidence: Evidence,
        *,
        force: bool = False,
    ) -> Kept:
        """Make `record` the last edition of its visit, or the last one revised: wholly or not at all.

        The documents come first, where a person opens them next, and the state folder last: until
        that is in place, the edition before it is the last one. Raises WriteError, StateError.
        """
        place = self.output / record.visit
        if not force:
            folder.refuse_edits(place, contents)
        documents, state = self.documents_folder(record), self._place(record.visit, record.number)
        try:
            files.prepare(documents, self._whole(record, contents))
            files.prepare(state, {**evidence.contents(), RECORD: record.to_json()})
            files.commit(documents)
            kept = folder.keep(place, contents, about=record.about(), force=force)
            files.commit(state)
        except (OSError, BriefingError) as fault:
            with contextlib.suppress(WriteError, StateError):  # the next run settles it as well
                self.settle(record.visit)
            if isinstance(fault, BriefingError):
                raise
            raise WriteError([files.failure(state, fault)]) from fault
        self.settle(record.visit)
        return kept

    def settle(self, visit: str) -> None:
        """End what a crash interrupted, so that the last edition is whole. Raises WriteError."""
        state, editions = self.state / visit, self.output / visit / "editions"
        try:
            for number in _numbers_in(state):
                place = state / str(number)
                if not place.exists() and not files.old(place).exists():
                    # Its documents may be in place, its record is not: it never was an edition.
                    files.remove(editions / str(number))
                files.settle(place)
            for number in _numbers_in(editions):
                files.settle(editions / str(number), keep_old=self._older_is_right(visit, number))
        except OSError as error:
            raise WriteError([files.failure(state, error)]) from error

    def unknown(self, visit: str) -> tuple[int, ...]:
        """The editions whose documents are there and of which the state folder knows nothing."""
        return tuple(
            sorted(_numbers_in(self.output / visit / "editions") - set(self.numbers(visit)))
        )

    def prune(self, visit: str, count: int) -> tuple[int, ...]:
        """Remove the documents of all but the last `count` editions; returns whose. Raises WriteError."""
        editions = self.output / visit / "editions"
        gone = sorted(_numbers_in(editions))[:-count]
        try:
            for number in gone:
                files.remove(editions / str(number))
        except OSError as error:
            raise WriteError([files.failure(editions, error)]) from error
        return tuple(gone)

    # --------------------------------------------------------------------------- withdrawal

    def withdrawals(self, visit: str) -> dict[int, str]:
        """The editions of a visit that were withdrawn, with the reason. Raises StateError."""
        path = self.state / visit / WITHDRAWN
        content = files.content(path)
        if content is None:
            return {}
        try:
            said = json.loads(content)
            found = {int(number): reason for number, reason in said.items()}
            if all(isinstance(reason, str) for reason in found.values()):
                return found
        except (ValueError, AttributeError, RecursionError):
            pass
        raise StateError([_damaged(path)])

    def withdraw(self, visit: str, number: int, because: str) -> None:
        """Note that an edition was withdrawn, and why. Raises StateError, WriteError."""
        self.record(visit, number)
        noted = {**self.withdrawals(visit), number: because}
        said = {str(each): noted[each] for each in sorted(noted)}
        text = json.dumps(said, indent=1, ensure_ascii=False) + "\n"
        path = self.state / visit / WITHDRAWN
        try:
            files.put(path, text.encode())
        except OSError as error:
            raise WriteError([files.failure(path, error)]) from error

    # ------------------------------------------------------------------------------ private

    def _place(self, visit: str, number: int) -> Path:
        return self.state / visit / str(number)

    def _read(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except FileNotFoundError:
            message = "there is no such edition"
            raise StateError([Diagnostic(Place(path.as_posix()), "", message)]) from None
        except OSError as error:
            raise StateError([files.unreadable(path, error)]) from None

    def _whole(self, record: Record, contents: Mapping[str, bytes]) -> dict[str, bytes]:
        """All files of the edition: what was built now, and formats that were not asked for this time."""
        before = self.documents(record)
        every = {**before, **contents}
        hashes = {name: [hash_of(content)] for name, content in every.items()}
        return {**every, folder.MANIFEST: folder.manifest(hashes, record.about())}

    def _older_is_right(self, visit: str, number: int) -> bool:
        """Whether the documents that a crash left beside new ones are those of the record."""
        place = files.old(self.output / visit / "editions" / str(number))
        if not place.exists() or number not in self.numbers(visit):
            return False
        return all(
            hash_of(files.content(place / name) or b"") == digest
            for name, digest in self.record(visit, number).files.items()
        )


def _numbers_in(place: Path) -> set[int]:
    """The numbers of the folders in `place`, those that a crash left under another name too."""
    try:
        found = [path.name.strip(".") for path in place.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return set()
    names = {name.removesuffix(".new").removesuffix(".old") for name in found}
    return {int(name) for name in names if name.isascii() and name.isdigit() and name[0] != "0"}


def _damaged(path: Path) -> Diagnostic:
    return Diagnostic(
        Place(path.as_posix()),
        "",
        "expected what a build wrote, found something else",
        "restore it from a copy; or move the visit’s folder away, and the next build is edition 1",
    )
