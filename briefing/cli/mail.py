"""The work of `briefing send`: editions and rules brought together, the clock and the login with them."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typer

from briefing import delivery
from briefing.cli import terminal
from briefing.cli.login import credentials
from briefing.cli.mailboxes import address, server_of
from briefing.cli.parcels import corrections, letter, parcel
from briefing.cli.signed import unsigned
from briefing.editions import files
from briefing.editions.history import History
from briefing.editions.lock import locked
from briefing.editions.record import Record
from briefing.editions.unchanged import visit_name
from briefing.errors import BriefingError, DeliveryError, Diagnostic, Place, StateError, WriteError
from briefing.pipeline.letters import LetterWriter
from briefing.pipeline.preparing import Options

if TYPE_CHECKING:
    from briefing.cli.deliveries import Told

RULES = Path("delivery.toml")
LEDGER = "deliveries.sqlite"


class Mail:
    """The editions of some visits, and whom they go to."""

    def __init__(
        self, history: History, options: Options, visits: Sequence[Path], edition: int | None
    ) -> None:
        self.history = history
        self.options = options
        self.names = list(dict.fromkeys(visit_name(str(visit)) for visit in visits))
        self.edition = edition
        self.ledger = delivery.Ledger(history.state / LEDGER)
        self.faults: list[BriefingError] = []

    def told(self, *, as_json: bool, quiet: bool, summary: Path | None) -> Told:
        """What says what came of it."""
        from briefing.cli.deliveries import Told  # noqa: PLC0415

        return Told(as_json, quiet, summary)

    # --------------------------------------------------------------------------------- rules

    def rules(
        self, file: Path | None, to: Sequence[str], sender: str, server: str, *, drafts: bool
    ) -> delivery.Rules:
        """The rules of the file, those of the command line, or the file's for typed addresses."""
        addresses = [address(written, "--to") for written in to]
        if file is not None or RULES.is_file():
            rules = delivery.load_rules(file or RULES)
            return delivery.addressed(rules, addresses, drafts=drafts) if addresses else rules
        if not addresses:
            hint = "write the file, see docs/e-mail.md; or name somebody with --to"
            message = "expected delivery.toml or --to ADDRESS, found neither"
            raise DeliveryError([Diagnostic(Place(RULES.as_posix()), "", message, hint)])
        if not sender or not server:
            missing = "--from" if not sender else "--server"
            raise typer.BadParameter("required without delivery.toml", param_hint=missing)
        return delivery.typed_rules(
            address(sender, "--from"), server_of(server), addresses, drafts=drafts
        )

    # --------------------------------------------------------------------------------- modes

    def plan(self, rules: delivery.Rules) -> delivery.Plan:
        """Who gets what. What is wrong with one visit is in `faults`, and stops no other."""
        parcels: list[delivery.Parcel] = []
        for name in self.names:
            try:
                found = tuple(self._parcels(name))
                delivery.plan(found, rules, self.ledger)  # a marking that nobody may have, say
                parcels += found
            except BriefingError as end:
                self.faults.append(end)
        return self._worded(delivery.plan(parcels, rules, self.ledger))

    def _worded(self, plan: delivery.Plan) -> delivery.Plan:
        """The plan without what no letter can be written for."""
        bad = set()
        for dispatch in plan.dispatches:
            try:
                self._letter(dispatch.parcel, dispatch.last)
            except BriefingError as end:
                if dispatch.parcel not in bad:
                    self.faults.append(end)
                bad.add(dispatch.parcel)
        good = tuple(each for each in plan.dispatches if each.parcel not in bad)
        return replace(plan, dispatches=good)

    def preview(self, plan: delivery.Plan) -> list[tuple[delivery.Dispatch, list[str], str]]:
        """What each message would bring, within its size, or why it would be refused."""
        told: list[tuple[delivery.Dispatch, list[str], str]] = []
        for dispatch in plan.dispatches:
            letter = self._letter(dispatch.parcel, dispatch.last)
            made = delivery.fitting(dispatch, letter, plan.rules, _now())
            if isinstance(made, delivery.Answer):
                told.append((dispatch, [], made.text))
            else:
                names = [str(part.get_filename()) for part in made.walk() if part.get_filename()]
                kept = {file.name for file in dispatch.files}
                told.append((dispatch, [name for name in names if name in kept], ""))
        return told

    def reserve(self, rules: delivery.Rules, file: Path, *, first_run: bool) -> delivery.Plan:
        """Write the ledger as it must be known if sending all this is never heard of again."""
        self._begin(first_run=first_run)
        plan = self.plan(rules)
        try:
            delivery.reserve(plan, self.ledger, file, _now())
        except OSError as error:
            raise WriteError([files.failure(file, error)]) from error
        return plan

    def send(
        self, rules: delivery.Rules, *, first_run: bool
    ) -> tuple[delivery.Plan, tuple[delivery.Outcome, ...]]:
        """Send to everybody who is to have something and had not. Raises DeliveryError."""
        self._begin(first_run=first_run)
        for name in self.names:
            with locked(name, self.history.output, self.history.state):
                self.history.settle(name)
        plan = self.plan(rules)
        route = delivery.Route(rules.server, credentials(rules.server), rules.sender.domain)
        outcomes = delivery.deliver(
            plan,
            lambda parcel: lambda had: self._letter(parcel, had),
            delivery.CHANNELS["smtp"](route),
            self.ledger,
            clock=_now,
            sleep=time.sleep,
            random=random.random,
        )
        return plan, outcomes

    def draft(self, file: Path, to: Sequence[str], sender: str) -> Record:
        """Leave a message in a file that a mail program opens unsent. Raises WriteError."""
        if len(self.names) != 1 or len(to) > 1:
            raise typer.BadParameter("expected one visit, and one address at most, with --eml")
        (name,) = self.names
        record = self._record(name)
        if record.number in self.history.withdrawals(name):
            raise StateError([_withdrawn(record, self.history)])
        recipient = address(to[0], "--to") if to else None
        if recipient is not None and RULES.is_file():
            self._refuse_forbidden(recipient, record)
        had = self.ledger.last_edition(name, recipient) if recipient else None
        message = delivery.write_draft(
            self._parcel(record),
            letter(self._writer(name, record.number).edition(had)),
            address(sender, "--from") if sender else None,
            recipient,
        )
        if file.exists():
            message_, hint = "is there already", "name another file, or move this one away"
            raise WriteError([Diagnostic(Place(file.as_posix()), "", message_, hint)])
        try:
            files.put(file, message.as_bytes())
        except OSError as error:
            raise WriteError([files.failure(file, error)]) from error
        return record

    def _refuse_forbidden(self, recipient: delivery.Address, record: Record) -> None:
        """The table of markings holds for a message that a person sends, too."""
        rules = delivery.load_rules(RULES)
        if not rules.may_have(recipient.domain, record.marking):
            message = f"{recipient.bare} may not have what is marked “{record.marking}”"
            hint = f'allow "{recipient.domain}" under [markings], or leave --to out'
            raise DeliveryError([Diagnostic(rules.place, "markings", message, hint)])

    def entries(self) -> tuple[delivery.Entry, ...]:
        """What was sent of these visits."""
        return tuple(entry for name in self.names for entry in self.ledger.entries(name))

    def newest(self) -> dict[str, int]:
        """The last edition of each visit."""
        return {name: max(self.history.numbers(name), default=0) for name in self.names}

    def resolve(
        self, settled: Literal["sent", "retry"], to: Sequence[str]
    ) -> tuple[delivery.Entry, ...]:
        """Settle what is unknown; what was refused as well, where its address is named."""
        keys = {address(written, "--to").key for written in to}
        open_ = [entry for entry in self.entries() if self._is_open(entry, keys)]
        if not open_:
            message = "expected something to settle, found nothing unknown"
            hint = (
                "“briefing send --status” shows all; name an address with --to to settle a refusal"
            )
            place = Place(self.ledger.path.as_posix())
            raise DeliveryError([Diagnostic(place, "", message, hint)])
        return tuple(
            self.ledger.resolve(
                entry.visit, entry.edition, entry.recipient, settled, _now(), kind=entry.kind
            )
            for entry in open_
        )

    def _is_open(self, entry: delivery.Entry, keys: set[str]) -> bool:
        states = ("unknown", "failed") if keys else ("unknown",)
        return (
            entry.state in states
            and (not keys or entry.recipient.key in keys)
            and self.edition in (None, entry.edition)
        )

    # ------------------------------------------------------------------------------- private

    def _begin(self, *, first_run: bool) -> None:
        """Without a ledger nobody knows who had what: then only a first run may send."""
        if first_run:
            self.ledger.start()
        if not self.ledger.path.exists():
            message = "there is no ledger of what was sent: everybody would get everything again"
            hint = "restore the state folder; if nothing was ever sent from here, give --first-run"
            place = Place(self.ledger.path.as_posix())
            raise DeliveryError([Diagnostic(place, "", message, hint)])

    def _parcels(self, name: str) -> Iterator[delivery.Parcel]:
        """Of a visit its last edition, unless that is withdrawn, and what was withdrawn."""
        record = self._record(name)
        withdrawn = self.history.withdrawals(name)
        yield from corrections(name, withdrawn, self.history)
        if record.number not in withdrawn:
            yield self._parcel(record)
        elif self.edition is not None:
            raise StateError([_withdrawn(record, self.history)])

    def _parcel(self, record: Record) -> delivery.Parcel:
        made = parcel(record, self.history)
        terminal.diagnostics(unsigned(record, self.history))
        return made

    def _record(self, name: str) -> Record:
        if self.edition is not None:
            return self.history.record(name, self.edition)
        record = self.history.last(name)
        if record is None:
            place = Place((self.history.state / name).as_posix())
            message, hint = f"{name} has no edition yet", "build it first: briefing build"
            raise StateError([Diagnostic(place, "", message, hint)])
        return record

    @cache  # noqa: B019  (one Mail lives as long as the command)
    def _letter(self, parcel: delivery.Parcel, had: int | None) -> delivery.Letter:
        writer = self._writer(parcel.visit, parcel.edition)
        if parcel.kind == "correction":
            because = self.history.withdrawals(parcel.visit)[parcel.edition]
            return letter(writer.withdrawal(because))
        return letter(writer.edition(had))

    @cache  # noqa: B019
    def _writer(self, name: str, number: int) -> LetterWriter:
        writer = LetterWriter(self.history.record(name, number), self.history, self.options)
        terminal.diagnostics(writer.warnings)
        return writer


def _now() -> datetime:
    return datetime.now(UTC)


def _withdrawn(record: Record, history: History) -> Diagnostic:
    place = Place((history.state / record.visit).as_posix())
    return Diagnostic(
        place,
        "",
        f"edition {record.number} is withdrawn: {history.withdrawals(record.visit)[record.number]}",
        "correct the facts and build the next edition",
    )
