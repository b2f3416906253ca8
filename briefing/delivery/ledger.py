"""The ledger: what was sent to whom, in one SQLite file, so that nobody gets the same edition twice.

A message is written down as "sending" before the server hears of it; what is still "sending" when a
later run starts may have arrived, is "unknown" from then on, and is settled by a person.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal, get_args

from filelock import FileLock, Timeout

from briefing.delivery.addresses import Address
from briefing.delivery.parcel import Kind, Parcel
from briefing.errors import DeliveryError, Diagnostic, Place

State = Literal["sending", "sent", "failed", "deferred", "unknown"]
"""`failed`: refused for good. `deferred`: the next run sends it. `unknown`: the server may have it."""

_OURS = 0x42524446  # "BRDF", SQLite's application_id
_VERSION = 1
_SCHEMA = f"""
CREATE TABLE delivery (
    kind TEXT NOT NULL CHECK (kind IN ('edition', 'correction')),
    visit TEXT NOT NULL,
    edition INTEGER NOT NULL,
    recipient TEXT NOT NULL,   -- the address as it is compared
    address TEXT NOT NULL,     -- the address as it was written
    name TEXT NOT NULL,        -- the name with it
    state TEXT NOT NULL CHECK (state IN ('sending', 'sent', 'failed', 'deferred', 'unknown')),
    attempts INTEGER NOT NULL,
    changed TEXT NOT NULL,     -- UTC, ISO 8601
    answer TEXT NOT NULL,      -- what the server said, or what is known of it
    PRIMARY KEY (kind, visit, edition, recipient)
);
PRAGMA application_id = {_OURS};
PRAGMA user_version = {_VERSION};
"""
_COLUMNS = "kind, visit, edition, address, name, state, attempts, changed, answer"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: what became of one edition, or of the news of its withdrawal, for one recipient."""

    kind: Kind
    visit: str
    edition: int
    address: str
    name: str
    state: State
    attempts: int
    changed: datetime
    answer: str

    @property
    def recipient(self) -> Address:
        """Whom it was for."""
        local, _, domain = self.address.rpartition("@")
        return Address(local, domain, self.name)


class Ledger:
    """The file is made when the first message is claimed; until then an absent one is empty."""

    def __init__(self, path: Path, *, wait_s: float = 60.0) -> None:
        self.path = path
        self.wait_s = wait_s

    # ------------------------------------------------------------------------------- questions

    def entries(self, visit: str | None = None) -> tuple[Entry, ...]:
        """All rows, or those of a visit, by visit, edition and address: what `--status` shows."""
        found = self._select("(? IS NULL OR visit = ?)", visit, visit)
        return tuple(sorted(found, key=lambda e: (e.visit, e.edition, e.kind, e.address)))

    def entry(self, parcel: Parcel, recipient: Address) -> Entry | None:
        """What became of this parcel for this recipient; None if it was never tried."""
        found = self._select(
            "kind = ? AND visit = ? AND edition = ? AND recipient = ?",
            parcel.kind, parcel.visit, parcel.edition, recipient.key,
        )  # fmt: skip
        return found[0] if found else None

    def last_edition(self, visit: str, recipient: Address) -> int | None:
        """The newest edition of the visit that the server took for this recipient."""
        had = self._select(
            "kind = 'edition' AND visit = ? AND recipient = ? AND state = 'sent'",
            visit, recipient.key,
        )  # fmt: skip
        return max((entry.edition for entry in had), default=None)

    def had(self, visit: str, edition: int) -> tuple[Entry, ...]:
        """Who had that edition, or may have had it (`unknown`, `sending`)."""
        return self._select(
            "kind = 'edition' AND visit = ? AND edition = ?"
            " AND state IN ('sent', 'unknown', 'sending') ORDER BY address",
            visit, edition,
        )  # fmt: skip

    # --------------------------------------------------------------------------------- changes

    def start(self) -> None:
        """Make the file if there is none: from then on it is known that nobody had anything before."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._fault(_told(error)) from None
        with self._open(change=True):
            pass

    @contextmanager
    def run(self, now: datetime) -> Iterator[tuple[Entry, ...]]:
        """One run at a time: yields what an earlier run left "sending", which is "unknown" from now on.

        Another process waits until this one is done, at most `wait_s`. Raises DeliveryError.
        """
        lock = FileLock(f"{self.path}.lock")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=self.wait_s)
        except Timeout:
            hint = "wait until it is done, then send again"
            raise self._fault("another run is sending at this moment", hint) from None
        except OSError as error:
            raise self._fault(_told(error)) from None
        try:
            yield self._interrupted(now)
        finally:
            lock.release()

    def claim(self, parcel: Parcel, recipient: Address, now: datetime) -> bool:
        """Write down that the message is about to be sent. False if it must not be: then nothing changes.

        It must not be where it was sent, may have been, or was refused for good.
        """
        key = parcel.kind, parcel.visit, parcel.edition, recipient.key
        with self._open(change=True) as connection:
            done = connection.execute(
                "INSERT INTO delivery (kind, visit, edition, recipient, address, name, state,"
                " attempts, changed, answer) VALUES (?, ?, ?, ?, ?, ?, 'sending', 1, ?, '')"
                " ON CONFLICT (kind, visit, edition, recipient) DO UPDATE"
                " SET state = 'sending', attempts = attempts + 1,"
                " address = excluded.address, name = excluded.name, changed = excluded.changed, answer = ''"
                " WHERE state = 'deferred'",
                (*key, recipient.bare, recipient.name, _utc(now)),
            )
            return done.rowcount == 1

    def settle(
        self, parcel: Parcel, recipient: Address, state: State, answer: str, now: datetime
    ) -> None:
        """Write down what became of a claimed message."""
        key = parcel.kind, parcel.visit, parcel.edition, recipient.key
        with self._open(change=True) as connection:
            connection.execute(
                "UPDATE delivery SET state = ?, answer = ?, changed = ? WHERE"
                " kind = ? AND visit = ? AND edition = ? AND recipient = ?",
                (state, answer, _utc(now), *key),
            )

    def resolve(
        self,
        visit: str,
        edition: int,
        recipient: Address,
        as_: Literal["sent", "retry"],
        now: datetime,
        *,
        kind: Kind = "edition",
    ) -> Entry:
        """A person has found out: what is unknown or failed was "sent", or is to be tried again ("retry").

        Raises DeliveryError if there is nothing to settle.
        """
        parcel = Parcel(visit, edition, "", "", draft=False, kind=kind)
        found = self.entry(parcel, recipient)
        if found is None or found.state not in ("unknown", "failed"):
            state = f"it is {found.state}" if found else "nothing was sent there"
            raise DeliveryError(
                [
                    Diagnostic(
                        Place(self.path.as_posix()),
                        f"{parcel}, {recipient.bare}",
                        f"expected a message that is unknown or failed, but {state}",
                        "`briefing send --status` lists what there is",
                    )
                ]
            )
        state_, answer = ("sent", "a person said that it arrived")
        if as_ == "retry":
            state_, answer = ("deferred", "a person said to send it again")
        with self._open(change=True) as connection:
            connection.execute(
                "UPDATE delivery SET state = ?, answer = ?, changed = ? WHERE kind = ? AND visit = ?"
                " AND edition = ? AND recipient = ? AND state IN ('unknown', 'failed')",
                (state_, answer, _utc(now), kind, visit, edition, recipient.key),
            )
        return self._only(parcel, recipient)

    def copy(self, path: Path) -> Ledger:
        """A copy of the ledger in a new file; nothing is written where there is no ledger yet."""
        path.unlink(missing_ok=True)
        if self.path.exists():
            with self._open(change=False) as connection, closing(sqlite3.connect(path)) as other:
                connection.backup(other)
        return Ledger(path, wait_s=self.wait_s)

    # --------------------------------------------------------------------------------- the file

    def _interrupted(self, now: datetime) -> tuple[Entry, ...]:
        left = self._select("state = 'sending'")
        if self.path.exists():
            with self._open(change=False) as connection:
                (sound,) = connection.execute("PRAGMA quick_check(1)").fetchone()
                if sound != "ok":
                    raise sqlite3.DatabaseError("malformed")
        if left:
            answer = "the run broke off while it was being sent: it may have arrived"
            with self._open(change=True) as connection:
                connection.execute(
                    "UPDATE delivery SET state = 'unknown', answer = ?, changed = ?"
                    " WHERE state = 'sending'",
                    (answer, _utc(now)),
                )
        return tuple(replace(e, state="unknown", changed=now, answer=answer) for e in left)

    def _only(self, parcel: Parcel, recipient: Address) -> Entry:
        entry = self.entry(parcel, recipient)
        if entry is None:
            raise self._fault("a row has vanished while it was being changed")
        return entry

    def _select(self, where: str, *values: object) -> tuple[Entry, ...]:
        if not self.path.exists():
            return ()
        with self._open(change=False) as connection:
            if not _tables(connection):
                return ()
            rows = connection.execute(f"SELECT {_COLUMNS} FROM delivery WHERE {where}", values)
            return tuple(_entry(row) for row in rows)

    @contextmanager
    def _open(self, *, change: bool) -> Iterator[sqlite3.Connection]:
        """A connection; with `change` a transaction that no other process can be in, committed at the end.

        Closed after each use: then SQLite leaves one file and nothing beside it.
        """
        try:
            connection = sqlite3.connect(self.path, timeout=self.wait_s, isolation_level=None)
            with closing(connection):
                connection.row_factory = sqlite3.Row
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("BEGIN IMMEDIATE" if change else "BEGIN")
                self._check(connection, make=change)
                yield connection
                connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise self._fault(*_explained(error)) from None

    def _check(self, connection: sqlite3.Connection, *, make: bool) -> None:
        """The file is a ledger of this version; an empty one is made into one."""
        (ours,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        tables = _tables(connection)
        if not tables and make:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
        elif tables and ours != _OURS:
            raise self._fault("is a database, but not a ledger of deliveries", "name another file")
        elif version > _VERSION:
            raise self._fault("was written by a newer version of briefing", "update briefing")

    def _fault(self, message: str, hint: str = "") -> DeliveryError:
        return DeliveryError([Diagnostic(Place(self.path.as_posix()), "", message, hint)])


def _tables(connection: sqlite3.Connection) -> int:
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return int(tables)


def _entry(row: sqlite3.Row) -> Entry:
    """A row as it was written. Raises sqlite3.DatabaseError for one that we never wrote."""
    said = dict(row)
    numbers = ("edition", "attempts")
    sound = all(isinstance(each, int if name in numbers else str) for name, each in said.items())
    if sound and said["kind"] in get_args(Kind) and said["state"] in get_args(State):
        with suppress(ValueError):
            return Entry(**{**said, "changed": datetime.fromisoformat(said["changed"])})
    raise sqlite3.DatabaseError("malformed")


def _utc(now: datetime) -> str:
    return now.isoformat(timespec="seconds")


def _told(error: OSError) -> str:
    return f"cannot be used: {(error.strerror or str(error)).lower()}"


def _explained(error: sqlite3.Error) -> tuple[str, str]:
    told = str(error)
    if "not a database" in told or "malformed" in told:
        hint = "nothing was sent; restore it from a copy: without it editions would be sent twice"
        return "is damaged, or not a ledger of deliveries", hint
    if "locked" in told:
        return "is in use by another process", "wait until it is done, then send again"
    return f"cannot be used: {told}", ""
