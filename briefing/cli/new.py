"""`briefing new`: a facts file to fill in, commented, that builds as it stands."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Annotated

import typer

from briefing.cli.clock import today
from briefing.errors import Diagnostic, Place, WriteError

_SCHEMA = "visit.schema.json"


def new(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The visit's folder; made if it is not there.")
    ],
    *,
    title: Annotated[str, typer.Option(metavar="TEXT", help="The title of the brief.")] = "",
) -> None:
    """Write a facts file to fill in: commented, and valid as it stands.

    \b
    briefing new visits/2026-03-oslo
    briefing new visits/2026-03-oslo --title "State visit to Norway"

    It describes an invented visit with a few facts of each kind; replace them with yours. Beside it
    lies its JSON Schema, by which an editor completes and checks what you write. Its dates are today's
    (or those of SOURCE_DATE_EPOCH). A file that is there already is never overwritten.
    """
    from briefing.load.schema import schema_text  # noqa: PLC0415
    from briefing.places import shipped  # noqa: PLC0415

    template = (shipped("templates") / "en" / "new-visit.yaml").read_text(encoding="utf-8")
    file = folder / "visit.yaml"
    _write(file, _filled(template, folder, title))
    if not (folder / _SCHEMA).exists():
        _write(folder / _SCHEMA, schema_text())
    print(f"wrote {file.as_posix()}: an invented visit, to be replaced by yours")
    print(f"next: briefing build {shlex.quote(folder.as_posix())}")


def _filled(template: str, folder: Path, title: str) -> str:
    """The template with its few places filled: @title@, @folder@, @today@, @last_year@ …"""
    day = today()
    title = " ".join(title.split()) or f"Example visit {folder.resolve().name}"
    if not title.isprintable():
        raise typer.BadParameter("the title holds characters that cannot be printed")
    places = {
        "title": json.dumps(title, ensure_ascii=False),  # which is a quoted scalar in YAML too
        "folder": shlex.quote(folder.as_posix()),
        "today": day.isoformat(),
        "year": str(day.year),
        "last_year": str(day.year - 1),
        "year_before": str(day.year - 2),
        "next_year": str(day.year + 1),
    }
    return re.sub(r"@(\w+)@", lambda found: places[found[1]], template)


def _write(file: Path, text: str) -> None:
    """Write a file that is not there yet."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
    except FileExistsError:
        there = file if file.exists() else file.parent
        message = "is there already; nothing was written"
        hint = "choose another folder, or build this visit: it is not overwritten"
        raise WriteError([Diagnostic(Place(there.as_posix()), "", message, hint)]) from None
    except OSError as error:
        message = f"cannot be written: {(error.strerror or str(error)).lower()}"
        raise WriteError([Diagnostic(Place(file.as_posix()), "", message)]) from error
