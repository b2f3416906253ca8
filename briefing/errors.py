"""What can go wrong, as values: a diagnostic has a place and a way out. Nothing here prints.

BriefingError              an end with an exit code
├── FactsError             the facts file says something that cannot be (3)
├── UnreadableError        a brief that is to be read back cannot be (3)
├── TemplateError          a section template cannot be used (4)
├── ThemeError             a theme, a font or another asset cannot be used (5)
├── SigningError           a signing key cannot be used (5)
├── WriteError             a file cannot be written, or must not be (6)
├── StateError             what is known of earlier editions is missing or damaged (6)
├── WarningsError          there are warnings, and they were to count as errors (8)
├── DeliveryError          a message is refused, or the rules or the ledger of delivery cannot be used (7)
├── ClusterError           a cluster that is to build cannot be used (2)
└── StaleError             facts are out of date, and that was not to be (9)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar, Literal, Self

Severity = Literal["error", "warning"]

LONGEST = 600
"""Letters of a message or hint; of a longer one the middle is left out."""


class ExitCode(IntEnum):
    """The one table of exit codes: `meaning` is what `--help` and the README print.

    Of several, the worst is the lowest that is not 0.
    """

    meaning: str

    DONE = 0, "done, or nothing to do"
    OUR_FAULT = 1, "a fault of briefing itself"
    USAGE = (
        2,
        "the command line cannot be understood, or asks for a number that is not in the brief",
    )
    FACTS = 3, "a facts file, a file it names, or a brief to be read has errors"
    TEMPLATE = 4, "a section template cannot be used"
    THEME = 5, "a theme, a font, a signing key or another asset cannot be used"
    WRITING = (
        6,
        "a file cannot be written or must not be overwritten, or the state folder is damaged",
    )
    DELIVERY = 7, "a message was refused or could not be delivered"
    WARNINGS = 8, "there are warnings, and --strict was given"
    STALE = 9, "facts are out of date, and --stale fail was given"
    CHANGED = 10, "done, and something changed: only with --exit-code"

    def __new__(cls, value: int, meaning: str) -> Self:
        """A code with its meaning."""
        code = int.__new__(cls, value)
        code._value_ = value
        code.meaning = meaning
        return code


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a file: line and column count from 1; 0 means "the file as a whole"."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem an author can mend.

    `where` names the thing in the author's own words (`facts.F29.value`), `message` says what was
    expected and what was found (lower case, no full stop), `hint` says what to do.
    """

    place: Place
    where: str
    message: str
    hint: str = ""
    severity: Severity = "error"

    def __post_init__(self) -> None:
        """Keep each text to one line that can be read, whatever it quotes."""
        for name in ("where", "message", "hint"):
            text = getattr(self, name)
            if len(text) > LONGEST or "\n" in text:
                object.__setattr__(self, name, _readable(text))

    def __str__(self) -> str:
        head = f"{self.place}: {self.severity}: "
        if self.where:
            head += f"{self.where}: "
        text = head + self.message
        return f"{text}\n  hint: {self.hint}" if self.hint else text


def _readable(text: str) -> str:
    line = " ".join(text.split())
    return f"{line[:400]} … {line[-150:]}" if len(line) > LONGEST else line


class BriefingError(Exception):
    """An end that the author or operator can mend: every diagnostic of the stage, and an exit code."""

    exit_code: ClassVar[ExitCode] = ExitCode.OUR_FAULT

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(diagnostics, key=lambda d: d.place))
        super().__init__("\n".join(str(d) for d in self.diagnostics))


class FactsError(BriefingError):
    """The facts file, or a file it names, cannot be used."""

    exit_code = ExitCode.FACTS


class UnreadableError(BriefingError):
    """A brief that somebody was sent is no brief, is encrypted or damaged, or lacks what is asked for."""

    exit_code = ExitCode.FACTS


class ClusterError(BriefingError):
    """No scheduler answers, or its workers cannot build as this machine would."""

    exit_code = ExitCode.USAGE


class TemplateError(BriefingError):
    """A section template cannot be used."""

    exit_code = ExitCode.TEMPLATE


class ThemeError(BriefingError):
    """A theme, a font or another asset cannot be used."""

    exit_code = ExitCode.THEME


class SigningError(BriefingError):
    """A key cannot be opened, or may not sign; or what signs is not installed."""

    exit_code = ExitCode.THEME


class WriteError(BriefingError):
    """A file cannot be written, or must not be overwritten."""

    exit_code = ExitCode.WRITING


class StateError(BriefingError):
    """What the state folder says of earlier editions is missing or damaged."""

    exit_code = ExitCode.WRITING


class WarningsError(BriefingError):
    """There are warnings, and the build was told to fail then."""

    exit_code = ExitCode.WARNINGS


class StaleError(BriefingError):
    """Facts are out of date, and the build was told to fail then."""

    exit_code = ExitCode.STALE


class DeliveryError(BriefingError):
    """A message is refused, or the rules or the ledger of delivery cannot be used."""

    exit_code = ExitCode.DELIVERY
