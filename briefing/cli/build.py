"""`briefing build`: briefs into the output folder, one folder a visit."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli import terminal
from briefing.cli.arguments import AsJson, Strict, Templates, ThemeName, Visits, each_visit
from briefing.errors import BriefingError, Diagnostic, ExitCode, Place

if TYPE_CHECKING:
    from briefing.editions import Kept
    from briefing.pipeline import Options

LEDGER = "brief.ledger.json"
"""Beside the documents: every number that they print, and where it comes from."""


def build(
    visits: Visits,
    *,
    to: Annotated[
        str,
        typer.Option(
            "--to", metavar="FORMATS", help="The formats, with commas between: docx, pdf, text."
        ),
    ] = "docx,pdf",
    output: Annotated[
        Path, typer.Option("--output", metavar="DIR", help="Where the folders of the visits go.")
    ] = Path("output"),
    theme: ThemeName = "default",
    templates: Templates = None,
    strict: Strict = False,
    force: Annotated[
        bool, typer.Option("--force", help="Set files that a person edited aside, then build.")
    ] = False,
    as_json: AsJson = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but what is wrong.")] = False,
) -> None:
    """Build briefs: DOCX and PDF, into one folder a visit.

    \b
    briefing build visits/2026-03-oslo
    briefing build visits --to docx,pdf,text --output briefs
    briefing build visits/2026-03-oslo --theme ministry.toml --templates wording

    A visit with errors leaves its last files as they were; the others are built. A file that a
    person edited in the output folder is never overwritten: with --force it is kept beside as
    brief.edited-….docx. Files that would not change are not touched.
    """
    from briefing.pipeline import Options  # noqa: PLC0415

    options = Options(_formats(to), theme, templates, strict)
    job = _Job(options, output, force)
    outcomes = []
    for visit in terminal.progress(each_visit(visits), "Building", quiet=quiet or as_json):
        outcomes.append(job.run(visit))
        if not as_json:
            _tell(outcomes[-1], quiet=quiet)
    code = worst([outcome.code for outcome in outcomes])
    if as_json:
        visits_as_data = [_as_data(outcome) for outcome in outcomes]
        terminal.print_json({"visits": visits_as_data, "exit_code": int(code)})
    elif len(outcomes) > 1 and not quiet:
        print(_summary(outcomes))
    raise typer.Exit(code)


def worst(codes: Sequence[ExitCode]) -> ExitCode:
    """The exit code of several: the lowest that is not 0."""
    return min((code for code in codes if code), default=ExitCode.DONE)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of one visit: `kept` is None if nothing was written."""

    visit: Path
    folder: Path | None
    kept: Kept | None
    diagnostics: tuple[Diagnostic, ...]
    code: ExitCode


class _Job:
    """Builds visits one after the other, and knows which folders it has filled."""

    def __init__(self, options: Options, output: Path, force: bool) -> None:
        self.options = options
        self.output = output
        self.force = force
        self.filled: dict[Path, Path] = {}

    def run(self, visit: Path) -> _Outcome:
        """One visit, written whole or not at all."""
        from briefing import editions, pipeline  # noqa: PLC0415

        try:
            built = pipeline.build(visit, self.options)
            if built.warnings and self.options.strict:
                return _Outcome(visit, None, None, built.warnings, ExitCode.WARNINGS)
            folder = self.output / built.name
            if folder in self.filled:
                found = (_same_folder(visit, folder, self.filled[folder]),)
                return _Outcome(visit, folder, None, found, ExitCode.USAGE)
            files = {**built.files, LEDGER: built.ledger}
            kept = editions.keep(folder, files, force=self.force)
        except BriefingError as end:
            return _Outcome(visit, None, None, end.diagnostics, end.exit_code)
        self.filled[folder] = visit
        return _Outcome(visit, folder, kept, built.warnings, ExitCode.DONE)


def _formats(to: str) -> tuple[str, ...]:
    """The names in `--to`, each a writer's, in the order of the table of writers."""
    from briefing.writers import WRITERS  # noqa: PLC0415

    names = [name.strip().lower() for name in to.split(",") if name.strip()]
    for name in names:
        if name not in WRITERS:
            near = difflib.get_close_matches(name, WRITERS, 1)
            meant = f'; did you mean "{near[0]}"?' if near else ""
            message = f'expected some of {", ".join(WRITERS)}, found "{name}"{meant}'
            raise typer.BadParameter(message, param_hint="--to")
    if not names:
        message = f"expected some of {', '.join(WRITERS)}, found nothing"
        raise typer.BadParameter(message, param_hint="--to")
    return tuple(name for name in WRITERS if name in names)


def _same_folder(visit: Path, folder: Path, first: Path) -> Diagnostic:
    return Diagnostic(
        Place(visit.as_posix()),
        "",
        f"would go to {folder.as_posix()}, where {first.as_posix()} has just gone",
        "rename one of the two folders, or build them with two --output",
    )


# ------------------------------------------------------------------------------ what is said


def _tell(outcome: _Outcome, *, quiet: bool) -> None:
    terminal.diagnostics(outcome.diagnostics)
    if outcome.kept is None or outcome.folder is None:
        found = terminal.tally(outcome.diagnostics)
        print(f"{outcome.visit.as_posix()}: {found}; nothing was written", file=sys.stderr)
    elif not quiet:
        for line in _lines(outcome.folder.as_posix(), outcome.kept):
            print(line)


def _lines(folder: str, kept: Kept) -> list[str]:
    if not kept.written:
        return [f"{folder}: up to date"]
    lines = [f"{folder}/{name}: your edited file, set aside" for name in kept.set_aside]
    lines += [f"{folder}/{name}: written" for name in kept.written if name != LEDGER]
    lines += [f"{folder}/{name}: up to date" for name in kept.unchanged if name != LEDGER]
    return lines + [f"{folder}/{name}: of an earlier build, left as it is" for name in kept.older]


def _summary(outcomes: Sequence[_Outcome]) -> str:
    failed = sum(outcome.kept is None for outcome in outcomes)
    written = sum(bool(outcome.kept and outcome.kept.written) for outcome in outcomes)
    counted = {
        "written": written,
        "up to date": len(outcomes) - failed - written,
        "with problems": failed,
    }
    parts = ", ".join(f"{number} {what}" for what, number in counted.items() if number)
    return f"{terminal.count(len(outcomes), 'visit')}: {parts}"


def _as_data(outcome: _Outcome) -> dict[str, object]:
    kept = outcome.kept
    names = (*kept.written, *kept.unchanged) if kept else ()
    return {
        "visit": outcome.visit.as_posix(),
        "folder": outcome.folder.as_posix() if outcome.folder else None,
        "files": [
            {"name": name, "state": "written" if kept and name in kept.written else "up to date"}
            for name in names
        ],
        "set_aside": list(kept.set_aside) if kept else [],
        "older": list(kept.older) if kept else [],
        "diagnostics": [terminal.as_data(d) for d in outcome.diagnostics],
        "exit_code": int(outcome.code),
    }
