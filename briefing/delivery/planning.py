"""Who gets which parcel, and who not and why. Looks and decides; changes nothing, sends nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from briefing.delivery.addresses import Address
from briefing.delivery.ledger import Entry, Ledger
from briefing.delivery.parcel import File, Parcel
from briefing.delivery.rules import Group, Rules, forbidden, told_marking
from briefing.errors import DeliveryError, Diagnostic, Place


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One parcel for one recipient, by the rules of `group`; `last` is the edition they had before."""

    parcel: Parcel
    recipient: Address
    group: Group
    last: int | None = None

    @property
    def files(self) -> tuple[File, ...]:
        """What is attached if there is room; nothing to the news of a withdrawal."""
        if self.parcel.kind == "correction":
            return ()
        kinds = self.group.attach
        return tuple(f for f in self.parcel.files if kinds is None or f.kind in kinds)


@dataclass(frozen=True, slots=True)
class Held:
    """Who does not get a parcel now, and why; `entry` is what the ledger has of it, if it is for that."""

    parcel: Parcel
    recipient: Address
    reason: str
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be sent, and what not."""

    rules: Rules
    dispatches: tuple[Dispatch, ...]
    held: tuple[Held, ...]


def plan(parcels: Iterable[Parcel], rules: Rules, ledger: Ledger) -> Plan:
    """Who gets which parcel, and who not and why. Nothing is changed, nobody is connected to.

    The groups are asked in the order of the file, and the first that gets the parcel decides for a
    recipient what is attached: who is in several groups gets one message. A correction goes to those who
    had the edition, whatever the rules say now. Raises DeliveryError for a marking that [markings]
    does not have or that a recipient's domain may not have, and for too many recipients.
    """
    dispatches: list[Dispatch] = []
    held: list[Held] = []
    faults: list[Diagnostic] = []
    for parcel in parcels:
        if parcel.kind == "correction":
            wanted = {
                e.recipient.key: _correction(parcel, e.recipient) for e in _had(ledger, parcel)
            }
        else:
            faults += _marking_faults(parcel, rules)
            wanted = _wanted(parcel, rules, held, faults)
        held += _left_behind(parcel, ledger, wanted, held)
        for dispatch in wanted.values():
            entry = ledger.entry(parcel, dispatch.recipient)
            if entry and entry.state != "deferred":
                held.append(Held(parcel, dispatch.recipient, already(entry), entry))
            else:
                last = ledger.last_edition(parcel.visit, dispatch.recipient)
                dispatches.append(Dispatch(parcel, dispatch.recipient, dispatch.group, last))
    reached = {d.recipient.key for d in dispatches if d.parcel.kind == "edition"}
    if len(reached) > rules.max_recipients:
        message = (
            f"expected at most {rules.max_recipients} recipients in a run, found {len(reached)}"
        )
        faults.append(
            Diagnostic(
                Place(rules.place.file),
                "limits.max_recipients",
                message,
                "raise it, if all are meant",
            )
        )
    if faults:
        raise DeliveryError(faults)
    return Plan(rules, tuple(dispatches), tuple(held))


def _had(ledger: Ledger, parcel: Parcel) -> tuple[Entry, ...]:
    return ledger.had(parcel.visit, parcel.edition)


def _correction(parcel: Parcel, recipient: Address) -> Dispatch:
    return Dispatch(parcel, recipient, Group("correction", (recipient,)))


def _marking_faults(parcel: Parcel, rules: Rules) -> Iterator[Diagnostic]:
    if rules.markings is not None and parcel.marking not in rules.markings:
        known = ", ".join(f'"{name}"' for name in rules.markings) or "none"
        yield Diagnostic(
            rules.place,
            "markings",
            f"{parcel} is {told_marking(parcel.marking)}, which is not in the table",
            f'add "{parcel.marking}" with the domains that may have it; known: {known}',
        )


def _wanted(
    parcel: Parcel, rules: Rules, held: list[Held], faults: list[Diagnostic]
) -> dict[str, Dispatch]:
    """Of each recipient, by the first group that gets the parcel; the rest is told in `held`."""
    wanted: dict[str, Dispatch] = {}
    objections: dict[str, Held] = {}
    known = rules.markings is None or parcel.marking in rules.markings
    for group in rules.groups:
        objection = group.objection(parcel) or _lacking(group, parcel)
        for number, address in enumerate(group.to):
            if objection:
                objections.setdefault(address.key, Held(parcel, address, objection))
            elif known and not rules.may_have(address.domain, parcel.marking):
                faults.append(forbidden(group, number, parcel.marking))
            else:
                wanted.setdefault(address.key, Dispatch(parcel, address, group))
    held += [each for key, each in objections.items() if key not in wanted]
    return wanted


def _left_behind(
    parcel: Parcel, ledger: Ledger, wanted: Collection[str], held: Collection[Held]
) -> list[Held]:
    """Whose message was put off by an earlier run, and who is no recipient any more."""
    told = {*wanted, *(each.recipient.key for each in held if each.parcel == parcel)}
    return [
        Held(parcel, entry.recipient, f"{already(entry)}; no longer a recipient", entry)
        for entry in ledger.entries(parcel.visit)
        if (entry.kind, entry.edition, entry.state) == (parcel.kind, parcel.edition, "deferred")
        and entry.recipient.key not in told
    ]


def _lacking(group: Group, parcel: Parcel) -> str:
    kinds = {file.kind for file in parcel.files}
    lacking = [kind for kind in group.attach or () if kind not in kinds]
    return (
        f"group {group.name} gets {lacking[0]}, which this edition does not have" if lacking else ""
    )


def already(entry: Entry) -> str:
    """What the ledger has of a message, in words."""
    day = entry.changed.strftime("%Y-%m-%d %H:%M")
    match entry.state:
        case "sent":
            return f"had it on {day}"
        case "failed":
            return f"refused on {day}: {entry.answer}"
        case "sending":
            return f"being sent since {day}, or the run broke off: it may have arrived"
        case "unknown":
            return f"may have had it on {day}: {entry.answer}"
        case "deferred":
            return f"put off on {day}: {entry.answer}"
