"""Visits built one after the other: each whole or not at all, and none twice into one folder."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from briefing.cli.arguments import state_folder
from briefing.editions import inputs, unchanged
from briefing.editions.drawings import KeptDrawings
from briefing.editions.history import RECORD, WITHDRAWN, History
from briefing.editions.record import Record, hash_of
from briefing.errors import BriefingError, Diagnostic, ExitCode, Place
from briefing.garbage import uncollected
from briefing.pipeline.preparing import Options
from briefing.pipeline.regenerate import Regenerated, Wishes, regenerate
from briefing.places import shipped
from briefing.theme import load_theme


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one visit: `made` is None if nothing was written, or nothing had to be.

    `record` is its last edition; `noted` are the warnings of the build that it comes from.
    """

    visit: Path
    folder: Path
    made: Regenerated | None
    diagnostics: tuple[Diagnostic, ...]
    code: ExitCode
    record: Record | None = None
    noted: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether the visit could not be built."""
        return bool(self.code)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How visits are to be built: what a process needs to know to make a job of its own."""

    options: Options
    output: Path
    state: Path | None
    force: bool = False
    keep: int = 0
    verify: bool = False

    def job(self) -> Job:
        """A job of this kind."""
        return Job(self)


class Job:
    """Builds visits with the same options, and knows which folders it has filled."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        options, output, state, verify = (
            recipe.options, recipe.output, recipe.state, recipe.verify
        )  # fmt: skip
        drawings = {} if verify else KeptDrawings(output)
        self.options = replace(options, drawings=drawings)
        self.history = History(output, state_folder(output, state))
        self.hashes = inputs.Hashes(str(output / unchanged.HASHES), verify=verify)
        self.tool = inputs.tool(self.hashes)
        self.wishes = Wishes(self.tool, _commit, _waiting, recipe.force, recipe.keep)
        self.filled: dict[str, Path] = {}
        self.asked = unchanged.asked(
            formats=options.formats,
            output=str(output),
            theme=options.theme,
            templates=str(options.templates or ""),
            stale=options.stale,
            keep=recipe.keep,
            state=str(self.history.state),
            word=options.word.as_text(),
        )

    def run(self, visit: Path) -> Outcome:
        """One visit, if anything of it changed."""
        return self.ready(visit) or self.built(visit)

    def ready(self, visit: Path) -> Outcome | None:
        """What comes of a visit that need not be built, or cannot be; None for one to build."""
        name = unchanged.visit_name(str(visit))
        folder = self.history.output / name
        if unfit := unfit_name(name):
            found = (Diagnostic(Place(visit.as_posix()), "", unfit, "rename its folder"),)
            return Outcome(visit, folder, None, found, ExitCode.USAGE)
        if name in self.filled:
            found = (_same_folder(visit, folder, self.filled[name]),)
            return Outcome(visit, folder, None, found, ExitCode.USAGE)
        noted = self._unchanged(visit, name)
        self.filled[name] = visit
        if noted is not None and not (noted and self.options.strict):
            last = self.history.last(name)
            return Outcome(visit, folder, None, (), ExitCode.DONE, last, tuple(noted))
        return None

    def built(self, visit: Path) -> Outcome:
        """One visit, built."""
        folder = self.history.output / unchanged.visit_name(str(visit))
        read = self._read(visit)
        try:
            with uncollected():
                made = regenerate(visit, self.options, self.history, self.wishes)
        except BriefingError as end:
            return Outcome(visit, folder, None, end.diagnostics, end.exit_code)
        self._note(visit, made, read)
        return Outcome(visit, folder, made, made.warnings, ExitCode.DONE, made.record)

    def end(self) -> None:
        """Keep what this run knows of files for the next one."""
        self.hashes.save()

    def _unchanged(self, visit: Path, name: str) -> list[str] | None:
        return unchanged.unchanged(
            str(self.history.output),
            str(visit),
            name=name,
            asked=self.asked,
            tool=self.tool,
            today=self._today,
            templates=str(self.options.templates or ""),
            hashes=self.hashes,
        )

    @property
    def _today(self) -> str:
        return self.options.today.isoformat() if self.options.today else ""

    def _read(self, visit: Path) -> dict[str, str]:
        """The hashes of what a build reads, taken before it does: what changes meanwhile is noticed."""
        try:
            own = self._look()
        except BriefingError:  # a theme that cannot be used; the build says so
            own = []
        read = [_absolute(unchanged.facts_file(str(visit))), *own]
        return {path: self.hashes.of(path) for path in read}

    def _note(self, visit: Path, made: Regenerated, read: Mapping[str, str]) -> None:
        """Note what the visit was built from and what was built."""
        history, record = self.history, made.record
        state = history.state.absolute() / record.visit
        folder = history.output.absolute() / record.visit
        withdrawn = str(state / WITHDRAWN)
        names = (*made.kept.written, *made.kept.unchanged)
        wrote = {str(folder / name): record.files[name] for name in names}
        unchanged.note(
            str(history.output),
            str(visit),
            asked=self.asked,
            tool=self.tool,
            days=(self._today, made.fresh_until),
            read={**read, **made.read, withdrawn: self.hashes.of(withdrawn)},
            wrote={**wrote, str(state / str(record.number) / RECORD): hash_of(record.to_json())},
            next_edition=str(state / str(record.number + 1)),
            templates=str(self.options.templates or ""),
            warnings=[str(warning) for warning in made.warnings],
        )

    def _look(self) -> list[str]:
        """The theme's own file and fonts, and the templates laid over the shipped ones."""
        theme = load_theme(self.options.theme)
        fonts = [path for family in theme.fonts.families.values() for path in family.files.values()]
        ours = shipped("assets")
        paths = [_absolute(path) for path in fonts if not path.is_relative_to(ours)]
        if Path(self.options.theme).is_file():
            paths.append(_absolute(self.options.theme))
        templates = self.options.templates
        return paths + (inputs.listing(_absolute(templates)) if templates else [])


def unfit_name(name: str) -> str:
    """Why a visit cannot be called so; "" if it can: our own files stand beside the visits' folders."""
    if not name or name.startswith(".") or name.startswith("deliveries.sqlite"):
        return f'a visit cannot be called "{name}": that is the name of a file of briefing'
    return ""


def _absolute(path: str | Path) -> str:
    return str(Path(path).absolute())


def _same_folder(visit: Path, folder: Path, first: Path) -> Diagnostic:
    return Diagnostic(
        Place(visit.as_posix()),
        "",
        f"would go to {folder.as_posix()}, where {first.as_posix()} has just gone",
        "rename one of the two folders, or build them with two --output",
    )


def _commit(file: Path) -> str:
    """The git commit that the facts file's folder is at; "" outside a repository, or without git."""
    folder = file.absolute().parent
    if not any((above / ".git").exists() for above in (folder, *folder.parents)):
        return ""  # without asking git, which takes as long as a section
    command = ["git", "-C", str(folder), "rev-parse", "HEAD"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _waiting() -> None:
    print("waiting for another run of briefing that is at work here …", file=sys.stderr)
