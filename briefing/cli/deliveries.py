"""What came of sending, told: in lines, as JSON, as a job's summary in Markdown."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import typer

from briefing.cli import terminal
from briefing.delivery import Dispatch, Entry, Held, Outcome, Plan
from briefing.delivery.ledger import State
from briefing.editions.record import Record
from briefing.errors import BriefingError, ExitCode

Preview = Sequence[tuple[Dispatch, Sequence[str], str]]
"""Each message with the names of what it brings, or the reason why it would be refused."""

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

    def settled(self, entries: Sequence[Entry], newest: Mapping[str, int]) -> None:
        """What a person has settled; `newest` is the last edition of each visit."""
        if self.as_json:
            terminal.print_json({"deliveries": [_entry(entry) for entry in entries]})
            return
        for entry in entries:
            what = "counts as sent"
            if (
                entry.state != "sent"
                and entry.kind == "edition"
                and entry.edition < newest[entry.visit]
            ):
                what = f"is not sent again: edition {newest[entry.visit]} goes out in its place"
            elif entry.state != "sent":
                what = "goes out with the next run"
            print(f"{entry.visit}, {_what(entry.kind, entry.edition)}, {entry.address}: {what}")

    def draft(self, record: Record, file: Path) -> None:
        """A message that waits for a person."""
        if self.as_json:
            told = {"file": file.as_posix(), "visit": record.visit, "edition": record.number}
            terminal.print_json(told)
        elif not self.quiet:
            name = file.as_posix()
            print(f"{name}: edition {record.number} of {record.visit}, to be opened and sent")

    def plan(
        self, plan: Plan, preview: Preview, faults: Sequence[BriefingError], *, first: bool
    ) -> None:
        """What would go to whom, and what would be refused for its size; `first`: there is no ledger."""
        refused = sum(bool(reason) for _, _, reason in preview)
        count = f"{terminal.count(len(preview) - refused, 'message')} would be sent"
        if self.as_json:
            terminal.print_json(
                {
                    "would_send": [_previewed(*each) for each in preview],
                    "held": [_held(held) for held in plan.held],
                    "diagnostics": _diagnostics(faults),
                }
            )
        else:
            for dispatch, names, reason in preview:
                print(_preview_line(dispatch, names, reason))
            for held in plan.held:
                print(f"{held.parcel} → {held.recipient.bare}: not sent, {held.reason}")
            self._faults(faults)
            print(count + ("; there is no ledger yet, so with --first-run only" if first else ""))
        if self.summary is not None:
            terminal.append(self.summary, f"## E-mail\n\n{count}; nothing was sent\n\n")
        raise typer.Exit(_code(faults))

    def reserved(self, plan: Plan, file: Path) -> None:
        """What is written down before it is sent."""
        if self.as_json:
            terminal.print_json({"reserved": len(plan.dispatches)})
        elif not self.quiet:
            where = f", reserved in {file.as_posix()}" if plan.dispatches else ""
            print(f"{terminal.count(len(plan.dispatches), 'message')} to send{where}")

    def outcomes(
        self, plan: Plan, outcomes: Sequence[Outcome], faults: Sequence[BriefingError]
    ) -> None:
        """What was sent, and what not; ends with 7 if anything needs a person."""
        open_ = [h for h in plan.held if h.entry and h.entry.state in ("unknown", "failed")]
        bad = [outcome for outcome in outcomes if outcome.state in _BAD]
        code = _code(faults, ExitCode.DELIVERY if bad or open_ else ExitCode.DONE)
        if self.as_json:
            terminal.print_json(
                {
                    "outcomes": [_outcome(outcome) for outcome in outcomes],
                    "held": [_held(held) for held in plan.held],
                    "diagnostics": _diagnostics(faults),
                    "exit_code": int(code),
                }
            )
        else:
            self._lines(outcomes, plan.held)
            self._faults(faults)
        if self.summary is not None:
            terminal.append(self.summary, _markdown(outcomes, open_, faults))
        raise typer.Exit(code)

    def _faults(self, faults: Sequence[BriefingError]) -> None:
        for fault in faults:
            terminal.diagnostics(fault.diagnostics)

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
                print("  hint: ask, then: briefing send … --resolve sent|retry", file=sys.stderr)
            elif not self.quiet and not each.entry:
                print(f"{each.parcel} → {each.recipient.bare}: not sent, {each.reason}")
        if not self.quiet:
            print(_in_sum(outcomes))


def _in_sum(outcomes: Iterable[Outcome]) -> str:
    counted = Counter(outcome.state for outcome in outcomes)
    if not counted:
        return "nothing to send"
    return ", ".join(f"{counted[s]} {_MEANING[s]}" for s in _MEANING if counted[s])


def _markdown(
    outcomes: Sequence[Outcome], open_: Sequence[Held], faults: Sequence[BriefingError]
) -> str:
    """Numbers, and of what went wrong the domain: a job's summary may be read by many."""
    lines = ["## E-mail", "", f"**{_in_sum(outcomes)}**", ""]
    for outcome in outcomes:
        if outcome.state in _BAD:
            what = _what(outcome.kind, outcome.edition)
            domain = outcome.recipient.domain
            lines.append(f"- `{outcome.visit}`, {what}, to `@{domain}`: {_MEANING[outcome.state]}")
    for each in open_:
        state = _MEANING[each.entry.state] if each.entry else ""
        lines.append(
            f"- `{each.parcel.visit}`, to `@{each.recipient.domain}`: {state} in an earlier run; "
            "settle it with `briefing send --resolve`"
        )
    if faults:
        lines.append("- some visits could not be sent: the log of the job says which, and why")
    return "\n".join(lines) + "\n\n"


def _code(faults: Sequence[BriefingError], code: ExitCode = ExitCode.DONE) -> ExitCode:
    """The lowest that is not 0."""
    return min((c for c in (code, *(f.exit_code for f in faults)) if c), default=ExitCode.DONE)


def _diagnostics(faults: Sequence[BriefingError]) -> list[dict[str, str | int]]:
    return [terminal.as_data(one) for fault in faults for one in fault.diagnostics]


def _preview_line(dispatch: Dispatch, names: Sequence[str], reason: str) -> str:
    had = f"; had edition {dispatch.last}" if dispatch.last else ""
    line = f"{dispatch.parcel} → {dispatch.recipient.bare} ({dispatch.group.name}{had})"
    left = [file.name for file in dispatch.files if file.name not in names]
    if reason:
        return f"{line}: would be refused, {reason}"
    without = f"; left out for its size: {', '.join(left)}" if left else ""
    return f"{line}: attached {', '.join(names) or 'nothing'}{without}"


def _previewed(dispatch: Dispatch, names: Sequence[str], reason: str) -> dict[str, object]:
    return {
        "visit": dispatch.parcel.visit,
        "edition": dispatch.parcel.edition,
        "kind": dispatch.parcel.kind,
        "to": dispatch.recipient.bare,
        "group": dispatch.group.name,
        "had": dispatch.last,
        "files": list(names),
        "left_out": [file.name for file in dispatch.files if file.name not in names],
        "refused": reason,
    }


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
