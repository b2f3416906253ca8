"""What came of sending, told: in lines, as JSON, as a job's summary in Markdown."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import typer

from briefing.cli import terminal
from briefing.delivery import Entry, Held, Outcome, Plan
from briefing.delivery.ledger import State
from briefing.editions.record import Record
from briefing.errors import ExitCode

_BAD = ("failed", "deferred", "unknown")
_MEANING: Mapping[State, str] = {
    "sent": "sent",
    "failed": "refused",
    "deferred": "put off to the next run",
    "unknown": "unknown whether it arrived",
    "sending": "being sent",
}


class Told:
    """Says what came of it, and ends the command with the exit code that this has."""

    def __init__(self, as_json: bool, quiet: bool, summary: Path | None) -> None:
        self.as_json = as_json
        self.quiet = quiet
        self.summary = summary

    def ledger(self, entries: Sequence[Entry]) -> None:
        """What was sent to whom."""
        if self.as_json:
            terminal.print_json({"deliveries": [_entry(entry) for entry in entries]})
            return
        for entry in entries:
            answer = f": {entry.answer}" if entry.answer and entry.state != "sent" else ""
            when = entry.changed.strftime("%Y-%m-%d %H:%M")
            what = _what(entry.kind, entry.edition)
            print(f"{entry.visit}, {what}, {entry.address}: {entry.state} ({when}){answer}")
        if not entries:
            print("nothing was sent yet")

    def settled(self, entries: Sequence[Entry]) -> None:
        """What a person has settled."""
        if self.as_json:
            terminal.print_json({"deliveries": [_entry(entry) for entry in entries]})
            return
        for entry in entries:
            what = "counts as sent" if entry.state == "sent" else "goes out with the next run"
            print(f"{entry.visit}, {_what(entry.kind, entry.edition)}, {entry.address}: {what}")

    def draft(self, record: Record, file: Path) -> None:
        """A message that waits for a person."""
        if not self.quiet:
            print(
                f"{file.as_posix()}: edition {record.number} of {record.visit}, to be opened and sent"
            )

    def plan(self, plan: Plan) -> None:
        """What would go to whom."""
        if self.as_json:
            terminal.print_json(
                {
                    "would_send": [
                        {
                            "visit": d.parcel.visit,
                            "edition": d.parcel.edition,
                            "kind": d.parcel.kind,
                            "to": d.recipient.bare,
                            "group": d.group.name,
                            "had": d.last,
                            "files": [file.name for file in d.files],
                        }
                        for d in plan.dispatches
                    ],
                    "held": [_held(held) for held in plan.held],
                }
            )
            return
        for d in plan.dispatches:
            attached = ", ".join(file.name for file in d.files) or "nothing"
            had = f"; had edition {d.last}" if d.last else ""
            print(f"{d.parcel} → {d.recipient.bare} ({d.group.name}{had}): attached {attached}")
        for held in plan.held:
            print(f"{held.parcel} → {held.recipient.bare}: not sent, {held.reason}")
        print(f"{terminal.count(len(plan.dispatches), 'message')} would be sent")

    def reserved(self, plan: Plan, file: Path) -> None:
        """What is written down before it is sent."""
        if self.as_json:
            self.plan(plan)
        elif not self.quiet:
            where = f", reserved in {file.as_posix()}" if plan.dispatches else ""
            print(f"{terminal.count(len(plan.dispatches), 'message')} to send{where}")

    def outcomes(self, plan: Plan, outcomes: Sequence[Outcome]) -> None:
        """What was sent, and what not; ends with 7 if anything needs a person."""
        open_ = [held for held in plan.held if held.entry and held.entry.state == "unknown"]
        bad = [outcome for outcome in outcomes if outcome.state in _BAD]
        code = ExitCode.DELIVERY if bad or open_ else ExitCode.DONE
        if self.as_json:
            terminal.print_json(
                {
                    "outcomes": [_outcome(outcome) for outcome in outcomes],
                    "held": [_held(held) for held in plan.held],
                    "exit_code": int(code),
                }
            )
        else:
            self._lines(outcomes, plan.held)
        if self.summary is not None:
            terminal.append(self.summary, _markdown(outcomes, open_))
        raise typer.Exit(code)

    def _lines(self, outcomes: Sequence[Outcome], held: Sequence[Held]) -> None:
        for outcome in outcomes:
            line = f"{outcome.visit}, {_what(outcome.kind, outcome.edition)} → {outcome.recipient.bare}"
            if outcome.state in _BAD:
                print(f"{line}: {_MEANING[outcome.state]}: {outcome.text}", file=sys.stderr)
            elif not self.quiet:
                print(f"{line}: {_MEANING[outcome.state]}")
        for each in held:
            if each.entry and each.entry.state in ("unknown", "failed"):
                print(f"{each.parcel} → {each.recipient.bare}: {each.reason}", file=sys.stderr)
                if each.entry.state == "unknown":
                    print(
                        "  hint: ask, then: briefing send … --resolve sent|retry", file=sys.stderr
                    )
            elif not self.quiet and not each.entry:
                print(f"{each.parcel} → {each.recipient.bare}: not sent, {each.reason}")
        if not self.quiet:
            print(_in_sum(outcomes))


def _in_sum(outcomes: Iterable[Outcome]) -> str:
    counted = Counter(outcome.state for outcome in outcomes)
    if not counted:
        return "nothing to send"
    return ", ".join(f"{counted[s]} {_MEANING[s]}" for s in _MEANING if counted[s])


def _markdown(outcomes: Sequence[Outcome], open_: Sequence[Held]) -> str:
    """Numbers, and of what went wrong the domain: a job's summary may be read by many."""
    lines = ["## E-mail", "", f"**{_in_sum(outcomes)}**", ""]
    for outcome in outcomes:
        if outcome.state in _BAD:
            what = _what(outcome.kind, outcome.edition)
            domain = outcome.recipient.domain
            lines.append(f"- `{outcome.visit}`, {what}, to `@{domain}`: {_MEANING[outcome.state]}")
    lines += [
        f"- `{each.parcel.visit}`, to `@{each.recipient.domain}`: unknown since an earlier run; "
        "settle it with `briefing send --resolve`"
        for each in open_
    ]
    return "\n".join(lines) + "\n\n"


def _what(kind: str, edition: int) -> str:
    return f"withdrawal of edition {edition}" if kind == "correction" else f"edition {edition}"


def _entry(entry: Entry) -> dict[str, object]:
    return {
        "visit": entry.visit,
        "edition": entry.edition,
        "kind": entry.kind,
        "to": entry.address,
        "state": entry.state,
        "attempts": entry.attempts,
        "changed": entry.changed.isoformat(),
        "answer": entry.answer,
    }


def _outcome(outcome: Outcome) -> dict[str, object]:
    return {
        "visit": outcome.visit,
        "edition": outcome.edition,
        "kind": outcome.kind,
        "to": outcome.recipient.bare,
        "state": outcome.state,
        "answer": outcome.text,
    }


def _held(held: Held) -> dict[str, object]:
    return {
        "visit": held.parcel.visit,
        "edition": held.parcel.edition,
        "kind": held.parcel.kind,
        "to": held.recipient.bare,
        "because": held.reason,
    }
