"""Sending what a plan says: each message once, whatever happens to the server or to us.

The clock, sleep and chance come from the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import cache
from math import ldexp

from briefing.delivery.addresses import Address
from briefing.delivery.channel import Answer, Channel
from briefing.delivery.ledger import Ledger, State
from briefing.delivery.message import flaws, size, told_size, write_message
from briefing.delivery.parcel import Kind, Letter, Letters, Parcel
from briefing.delivery.planning import Dispatch, Plan, already
from briefing.delivery.rules import Rules
from briefing.errors import DeliveryError, Diagnostic


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one message in this run; `text` has the words of the server or the reason."""

    kind: Kind
    visit: str
    edition: int
    recipient: Address
    state: State
    text: str


@dataclass(frozen=True, slots=True)
class Patience:
    """How often, and how long, a message that could not be sent is tried again within one run.

    Between two rounds `first_s` is waited, then twice as long, and so on up to `longest_s`, each time
    more or less by half; no round starts after `limit_s`.
    """

    rounds: int = 4
    first_s: float = 5.0
    longest_s: float = 120.0
    limit_s: float = 600.0

    def wait_s(self, after: int, chance: float) -> float:
        """How long to wait after that round, from 1; `chance` is from 0 to 1."""
        return min(self.longest_s, ldexp(self.first_s, after - 1)) * (0.5 + chance)


def deliver(
    plan: Plan,
    letters: Callable[[Parcel], Letters],
    channel: Channel,
    ledger: Ledger,
    *,
    clock: Callable[[], datetime],
    sleep: Callable[[float], None],
    random: Callable[[], float],
    patience: Patience = Patience(),
) -> tuple[Outcome, ...]:
    """Send what the plan says, each once; what became of each, and of what an earlier run left open.

    What is put off is tried again in rounds, within `patience`, and after that by the next run. Nothing
    that happens to one message stops another. Raises DeliveryError where nothing may be sent at all: a
    letter that is no message, a ledger that cannot be used.
    """
    run = _Run(plan.rules, letters, channel, ledger, clock)
    faults = [fault for each in plan.dispatches for fault in run.flaws(each)]
    if faults:
        raise DeliveryError(dict.fromkeys(faults))
    with ledger.run(clock()) as interrupted:
        try:
            outcomes = run.rounds(plan.dispatches, patience, sleep, random)
        finally:
            channel.close()
    left = [
        Outcome(e.kind, e.visit, e.edition, e.recipient, e.state, e.answer) for e in interrupted
    ]
    return (*left, *outcomes)


def fitting(
    dispatch: Dispatch, letter: Letter, rules: Rules, when: datetime
) -> EmailMessage | Answer:
    """The message within the group's size, without the file that goes first if need be; or why not."""
    group, parcel = dispatch.group, replace(dispatch.parcel, files=dispatch.files)
    answers = parcel.edition if parcel.kind == "correction" else dispatch.last
    dropped = tuple(file for file in parcel.files if file.kind == group.drop)
    found = 0
    for left_out in [(), dropped] if dropped else [()]:
        message = write_message(
            parcel,
            letter,
            sender=rules.sender,
            recipient=dispatch.recipient,
            when=when,
            reply_to=rules.reply_to,
            answers=answers,
            left_out=left_out,
            limit=group.max_size,
        )
        found = size(message)
        if group.max_size is None or found <= group.max_size:
            return message
    limit = told_size(group.max_size or 0)
    return Answer("failed", f"{told_size(found)}, and group {group.name} gets at most {limit}")


class _Run:
    """One run over the dispatches of a plan."""

    def __init__(
        self,
        rules: Rules,
        letters: Callable[[Parcel], Letters],
        channel: Channel,
        ledger: Ledger,
        clock: Callable[[], datetime],
    ) -> None:
        self.rules = rules
        self.channel = channel
        self.ledger = ledger
        self.clock = clock
        self.letter = cache(lambda parcel, last: letters(parcel)(last))
        self.outcomes: dict[Dispatch, Outcome] = {}

    def flaws(self, dispatch: Dispatch) -> Iterable[Diagnostic]:
        """What is wrong with a letter or a parcel, before anybody is written to."""
        return flaws(dispatch.parcel, self.letter(dispatch.parcel, dispatch.last))

    def rounds(
        self,
        dispatches: Sequence[Dispatch],
        patience: Patience,
        sleep: Callable[[float], None],
        random: Callable[[], float],
    ) -> tuple[Outcome, ...]:
        """All that is pending, again and again, until nothing is or patience ends."""
        until = self.clock() + timedelta(seconds=patience.limit_s)
        pending, number = self._round(dispatches), 1
        while pending and number < patience.rounds:
            wait_s = patience.wait_s(number, random())
            if self.clock() + timedelta(seconds=wait_s) > until:
                break
            self.channel.close()
            sleep(wait_s)
            pending, number = self._round(pending), number + 1
        return tuple(self.outcomes[dispatch] for dispatch in dispatches)

    def _round(self, dispatches: Sequence[Dispatch]) -> list[Dispatch]:
        """Each once; returns what is worth another round.

        Of a server that is out of reach, nothing more is asked in this round.
        """
        again: list[Dispatch] = []
        for number, dispatch in enumerate(dispatches):
            answer = self._post(dispatch)
            if answer.state == "deferred":
                again.append(dispatch)
            if answer.trouble:
                rest = dispatches[number + 1 :]
                for one in rest:
                    self._note(one, "deferred", f"not tried: {answer.text}")
                return [] if answer.trouble == "setup" else [*again, *rest]
        return again

    def _post(self, dispatch: Dispatch) -> Answer:
        """One message; what the ledger has of it is written before and after."""
        parcel, recipient = dispatch.parcel, dispatch.recipient
        message = self._message(dispatch)
        if isinstance(message, Answer):
            self._note(dispatch, "failed", message.text)
            return message
        if not self.ledger.claim(parcel, recipient, self.clock()):
            entry = self.ledger.entry(parcel, recipient)
            self._note(
                dispatch, entry.state if entry else "unknown", already(entry) if entry else ""
            )
            return Answer("sent", "")
        answer = self.channel.send(message, self.rules.sender, recipient)
        self.ledger.settle(parcel, recipient, answer.state, answer.text, self.clock())
        self._note(dispatch, answer.state, answer.text)
        return answer

    def _message(self, dispatch: Dispatch) -> EmailMessage | Answer:
        letter = self.letter(dispatch.parcel, dispatch.last)
        return fitting(dispatch, letter, self.rules, self.clock())

    def _note(self, dispatch: Dispatch, state: State, text: str) -> None:
        parcel = dispatch.parcel
        self.outcomes[dispatch] = Outcome(
            parcel.kind, parcel.visit, parcel.edition, dispatch.recipient, state, text
        )
