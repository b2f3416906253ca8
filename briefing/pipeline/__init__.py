"""The whole program as one line: load → sections and charts → blocks → document → bytes → edition.

Nothing here reads a clock or decides what a brief says; what is written, `editions` writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from briefing.blocks import Numeral
from briefing.compose import Printing, printings
from briefing.errors import Diagnostic
from briefing.pipeline.composing import Composed, compose_prepared, compose_visit
from briefing.pipeline.numbers import ledger
from briefing.pipeline.preparing import Options, Prepared, prepare, visit_file
from briefing.pipeline.word_file import word_file
from briefing.sections import Edition
from briefing.writers import WRITERS

__all__ = [
    "Built",
    "Checked",
    "Composed",
    "Options",
    "build",
    "check",
    "compose_visit",
    "prepare",
    "visit_file",
]


@dataclass(frozen=True, slots=True)
class Built:
    """One visit's files by name, and the ledger (JSON) of every value that they print."""

    files: Mapping[str, bytes]
    ledger: bytes
    warnings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What is odd about a visit, and the numerals in it that are a person's own words."""

    warnings: tuple[Diagnostic, ...]
    authored: tuple[Printing, ...]


def build(path: Path, options: Options) -> Built:
    """The files of one visit as a first edition.

    Raises BriefingError with every diagnostic of the stage that failed.
    """
    return build_prepared(prepare(path, options), options.formats, Edition())


def build_prepared(prepared: Prepared, formats: tuple[str, ...], edition: Edition) -> Built:
    """The files of a prepared visit in these formats, as the given edition."""
    composed = compose_prepared(prepared, edition)
    files = {}
    for name in formats:
        writer = WRITERS[name]
        made = word_file(composed, prepared, edition) if name == "docx" else None
        files[f"brief{writer.suffix}"] = made or writer.write(composed.document, prepared.theme)
    return Built(files, ledger(composed), composed.warnings)


def check(path: Path, options: Options) -> Checked:
    """Everything that can be found without writing a file; errors are raised."""
    composed = compose_visit(path, options)
    authored = tuple(p for p in printings(composed.document) if p.numeral is Numeral.AUTHOR)
    return Checked(composed.warnings, authored)
