"""What came of each visit, told: in lines, as JSON, as a job's summary in Markdown."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from briefing.cli import terminal
from briefing.cli.jobs import Outcome
from briefing.editions.folder import LEDGER
from briefing.errors import ExitCode
from briefing.pipeline.regenerate import Regenerated

_SHOWN = 20  # changes of one visit that a summary lists; the rest it counts


@dataclass(slots=True)
class Sum:
    """Many outcomes in numbers: what a run of thousands keeps of each."""

    count: int = 0
    failed: int = 0
    written: int = 0
    changed: bool = False
    worst: ExitCode = ExitCode.DONE

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        self.count += 1
        self.failed += outcome.failed
        made = outcome.made
        self.written += made is not None and made.what != "unchanged"
        self.changed |= made is not None and made.what == "new"
        if outcome.code:
            self.worst = min(self.worst or outcome.code, outcome.code)

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Sum:
        """The sum of these."""
        made = cls()
        for outcome in outcomes:
            made.add(outcome)
        return made

    def code(self, *, tell_changes: bool) -> ExitCode:
        """The exit code of all: the lowest that is not 0; 10 for a new edition, if that is asked for."""
        return ExitCode.CHANGED if tell_changes and self.changed and not self.worst else self.worst

    def as_counts(self) -> dict[str, int]:
        """How many came to what."""
        return {
            "written": self.written,
            "up to date": self.count - self.failed - self.written,
            "with problems": self.failed,
        }

    def as_text(self) -> str:
        """How many visits came to what, in one line."""
        parts = ", ".join(f"{number} {what}" for what, number in self.as_counts().items() if number)
        return f"{terminal.count(self.count, 'visit')}: {parts}"


def tell(outcome: Outcome, *, quiet: bool) -> None:
    """Diagnostics to the error stream, what was written to the standard one."""
    for warning in outcome.noted:
        print(warning, file=sys.stderr)
    terminal.diagnostics(outcome.diagnostics)
    if outcome.failed:
        found = terminal.tally(outcome.diagnostics)
        print(f"{outcome.visit.as_posix()}: {found}; nothing was written", file=sys.stderr)
    elif not quiet:
        for line in _lines(outcome):
            print(line)


def _lines(outcome: Outcome) -> Iterator[str]:
    folder, made = outcome.folder.as_posix(), outcome.made
    if made is None or made.what == "unchanged":
        yield f"{folder}: up to date"
        return
    kept = made.kept
    yield f"{folder}: {_said(made)}"
    yield from (f"{folder}/{name}: your edited file, set aside" for name in kept.set_aside)
    yield from (f"{folder}/{name}: written" for name in kept.written if name != LEDGER)
    yield from (f"{folder}/{name}: up to date" for name in kept.unchanged if name != LEDGER)
    yield from (f"{folder}/{name}: of an earlier build, left as it is" for name in kept.older)


def _said(made: Regenerated) -> str:
    """ "edition 2, 3 changes since edition 1"; a draft says so."""
    record = made.record
    parts = [f"edition {record.number}"]
    if made.what == "new" and record.number > 1:
        parts.append(f"{terminal.count(len(made.changes), 'change')} since edition {made.since}")
    if made.what == "revised":
        parts.append(f"written anew (revision {record.revision}), its facts unchanged")
    if made.what == "restored":
        parts.append("files put back")
    if made.what == "added":
        parts.append("in more formats")
    if record.draft:
        parts.append("draft")
    return ", ".join(parts)


def as_data(outcome: Outcome) -> dict[str, object]:
    """One visit for a program."""
    made, record = outcome.made, outcome.record
    return {
        "visit": outcome.visit.as_posix(),
        "folder": None if outcome.failed else outcome.folder.as_posix(),
        "what": "failed" if outcome.failed else made.what if made else "unchanged",
        "edition": record.number if record else None,
        "revision": record.revision if record else None,
        "fingerprint": record.fingerprint if record else None,
        "standing": record.standing if record else None,
        "changes": [c.as_data() for c in made.changes] if made and made.what == "new" else [],
        "files": list(_files(outcome)),
        "set_aside": list(made.kept.set_aside) if made else [],
        "older": list(made.kept.older) if made else [],
        "warnings": list(outcome.noted),
        "diagnostics": [terminal.as_data(d) for d in outcome.diagnostics],
        "exit_code": int(outcome.code),
    }


def _files(outcome: Outcome) -> Iterator[dict[str, str]]:
    """The files of the last edition that lie open, and whether they were written now."""
    written = outcome.made.kept.written if outcome.made else ()
    known = outcome.record.files if outcome.record else ()
    for name in known:
        if (outcome.folder / name).is_file():
            yield {"name": name, "state": "written" if name in written else "up to date"}


# ------------------------------------------------------------------------ a job's summary


def as_markdown(outcomes: Sequence[Outcome], among: Sum, *, linked: bool = True) -> str:
    """What a scheduled run did: which visits changed and how, what is wrong, where the files are.

    `among` is the sum of all, of which `outcomes` may be those that failed. `linked`: the text will lie in
    the folder that the build was started in, so links lead to the files.
    """
    lines = ["## Briefs", "", among.as_text().replace(": ", ": **", 1) + "**", ""]
    lines += ["| Visit | Edition | What happened | Files |", "|---|---|---|---|"]
    lines += [_row(outcome, linked=linked) for outcome in outcomes]
    for outcome in outcomes:
        lines += _section(outcome)
    return "\n".join(lines) + "\n\n"


def _row(outcome: Outcome, *, linked: bool) -> str:
    made = outcome.made
    if outcome.failed:
        what, edition = f"**not built** (exit code {int(outcome.code)})", "–"
    elif made is None or made.what == "unchanged":
        what, edition = "up to date", str(outcome.record.number) if outcome.record else "–"
    else:
        what, edition = _said(made).partition(", ")[2] or "first edition", str(made.record.number)
    folder = outcome.folder.as_posix()
    shown = [file["name"] for file in _files(outcome) if file["name"] != LEDGER]
    if linked:
        shown = [f"[{name}]({_address(f'{folder}/{name}')})" for name in shown]
    return f"| {_plain(outcome.folder.name)} | {edition} | {what} | {', '.join(shown)} |"


def _section(outcome: Outcome) -> list[str]:
    lines: list[str] = []
    made = outcome.made
    if made and made.what == "new" and made.changes:
        lines += ["", f"### {_plain(made.record.title)}: changes since edition {made.since}", ""]
        lines += [f"- {_plain(change.as_text())}" for change in made.changes[:_SHOWN]]
        more = len(made.changes) - _SHOWN
        if more > 0:
            lines.append(f"- and {more} more, in annex C of the brief")
    told = [*outcome.noted, *(str(diagnostic) for diagnostic in outcome.diagnostics)]
    if told:
        lines += ["", f"### {_plain(outcome.folder.name)}: to look at", ""]
        lines += [f"- {_plain(text)}" for text in told]
    return lines


def _plain(text: str) -> str:
    """Text from facts as Markdown that says the same: no signs of it are left to be read."""
    flat = " ".join(text.split())
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|&~" else sign for sign in flat)


def _address(path: str) -> str:
    from urllib.parse import quote  # noqa: PLC0415

    return quote(path)
