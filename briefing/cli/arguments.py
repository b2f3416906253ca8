"""The arguments that several commands share, and what they may be. What is done with them is elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from briefing.editions.unchanged import visits_below


def _with_templates(folder: Path | None) -> Path | None:
    """A folder that holds nothing to lay over the shipped templates is a slip of the pen."""
    if folder and not any([*folder.glob("*/*.j2"), *folder.glob("*/words.toml")]):
        missing = "no templates in" if folder.is_dir() else "no such folder:"
        message = f"{missing} {folder.as_posix()}; they go by language, as en/30-trade.md.j2"
        raise typer.BadParameter(message)
    return folder


Visits = Annotated[
    list[Path],
    typer.Argument(
        metavar="VISIT", help="Visits: their folders, their facts files, or a folder of visits."
    ),
]
SomeVisits = Annotated[
    list[Path],
    typer.Argument(
        metavar="[VISIT]...",
        help="Visits: their folders, their facts files, or a folder of visits.",
    ),
]
ThemeName = Annotated[
    str,
    typer.Option(
        "--theme", metavar="NAME|FILE", help="The look: a shipped theme's name, or a TOML file."
    ),
]
Templates = Annotated[
    Path | None,
    typer.Option(
        "--templates",
        metavar="DIR",
        help="A folder laid over the shipped section templates.",
        callback=_with_templates,
    ),
]
WordTemplate = Annotated[
    Path | None,
    typer.Option(
        "--word-template",
        metavar="FILE",
        help="A .docx or .dotx in whose styles, page, heads and feet the Word file is set.",
    ),
]
ExactPages = Annotated[
    bool,
    typer.Option(
        "--exact-pages",
        help="Page numbers in the contents list of the Word file, as LibreOffice counts them.",
    ),
]
Comments = Annotated[
    bool, typer.Option("--comments", help="Put each caution on its sentence, as a comment in Word.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document, for a program.")]


Output = Annotated[
    Path, typer.Option("--output", metavar="DIR", help="Where the folders of the visits go.")
]
State = Annotated[
    Path | None,
    typer.Option(
        "--state",
        metavar="DIR",
        help="Where the history of editions and deliveries is kept (default: OUTPUT/.state).",
    ),
]
Summary = Annotated[
    Path | None,
    typer.Option("--summary", metavar="FILE", help="Add a summary of the run to a Markdown file."),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say nothing but what is wrong.")]
Stale = Annotated[
    Literal["warn", "mark", "fail"],
    typer.Option("--stale", help="What to do about facts that are out of date."),
]


def each_visit(named: Sequence[Path]) -> list[Path]:
    """The visits named, once each; of a folder of visits all that are in it, by name."""
    return [Path(path) for path in visits_below([str(path) for path in named])]


def state_folder(output: Path, state: Path | None) -> Path:
    """The state folder: the one that is named, or the one in the output folder."""
    return state or output / ".state"
