"""The edits of a Word file that came back: found, held against a facts file, carried into it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.errors import Diagnostic, ExitCode, Place, UnreadableError, WriteError
from briefing.facts.formulas import names, parse_formula

if TYPE_CHECKING:
    from briefing.pipeline.applying import Applied, Taken
    from briefing.pipeline.preparing import Prepared
    from briefing.readback import Found
    from briefing.readback.edits import Edits


@dataclass(frozen=True, slots=True)
class Told:
    """A Word file's edits (None where it cannot say), the facts they are held against, what became of each.

    `written` says that the facts file was to be changed.
    """

    edits: Edits | None
    prepared: Prepared | None = None
    applied: Applied | None = None
    written: bool = False

    @property
    def code(self) -> ExitCode:
        """Edits that were to be carried over, and could not, are an error of the file."""
        refused = self.written and any(one.how == "refused" for one in self.taken)
        return ExitCode.FACTS if refused else ExitCode.DONE

    def calculations(self, id: str) -> list[str]:
        """The calculations that stand on a fact, at first hand or at second."""
        if self.prepared is None:
            return []
        uses = {c.id: c.formula for c in self.prepared.wording.visit.calculations.values()}
        found: list[str] = []
        open_ = {id}
        while open_:
            next_ = [key for key, text in uses.items() if open_ & set(names(parse_formula(text)))]
            open_ = set(next_) - set(found)
            found += [key for key in next_ if key not in found]
        return found

    @property
    def taken(self) -> tuple[Taken, ...]:
        """What became of each edit."""
        return self.applied.taken if self.applied else ()


def told(content: bytes, found: Found, file: Path, against: Path | None, *, apply: bool) -> Told:
    """The edits of a file, held against a facts file; `apply` says that they are to be carried into it.

    Raises BriefingError.
    """
    from briefing.pipeline.applying import applied  # noqa: PLC0415
    from briefing.readback import edited  # noqa: PLC0415
    from briefing.readback.word_text import Trace  # noqa: PLC0415

    edits = edited(content, file.as_posix()) if found.format == "docx" else None
    if edits is None and apply:
        raise UnreadableError([Diagnostic(Place(file.as_posix()), "", _UNKNOWN, _WHY_UNKNOWN)])
    prepared = _prepared(found, against)
    if edits is None or against is None or prepared is None:
        return Told(edits, prepared)
    made = applied(edits, prepared, file.name, Trace(edits.saved_by, edits.saved_on))
    return Told(edits, prepared, made, apply)


_UNKNOWN = "says nothing of what it was when it was built"
_WHY_UNKNOWN = "only a Word file can, that briefing built and no program has rid of its custom XML"


def _prepared(found: Found, against: Path | None) -> Prepared | None:
    """The facts that the edits are held against: those named, else those inside, if there are any."""
    from briefing.errors import BriefingError  # noqa: PLC0415
    from briefing.pipeline.preparing import Options, prepare, prepare_content  # noqa: PLC0415

    options = Options(())
    if against is not None:
        return prepare(against, options)
    if found.facts is None:
        return None
    try:
        return prepare_content(found.facts.content, found.facts.name, options)
    except BriefingError:
        return None  # a stranger's file: what it says of its edits stands without its facts


def carry_over(said: Told) -> None:
    """Write the facts file with the edits in it, where they are to be. Raises WriteError."""
    if not (said.written and said.prepared and said.applied):
        return
    if said.applied.content != said.prepared.loaded.content:
        _replace(said.prepared.file.resolve(), said.applied.content)


def _replace(file: Path, content: bytes) -> None:
    """Write a file in one step: it is as before, or as wanted. Raises WriteError."""
    beside = file.with_name(f".{file.name}.new")
    try:
        with beside.open("xb") as stream:
            stream.write(content)
    except FileExistsError:
        hint = "another run writes it just now, or one that was stopped left it: remove it"
        raise WriteError(
            [Diagnostic(Place(beside.as_posix()), "", "is there already", hint)]
        ) from None
    except OSError as error:
        raise _unwritten(file, error) from error
    try:
        shutil.copymode(file, beside)
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise _unwritten(file, error) from error


def _unwritten(file: Path, error: OSError) -> WriteError:
    message = f"cannot be written: {(error.strerror or str(error)).lower()}"
    return WriteError([Diagnostic(Place(file.as_posix()), "", message)])
