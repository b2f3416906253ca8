"""`briefing read`: what is inside a brief that somebody was sent, and the files that travel in it."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli import terminal
from briefing.cli.arguments import AsJson
from briefing.cli.edited import Told, carry_over, told
from briefing.cli.edits_shown import as_data, lines
from briefing.cli.new_files import stranger, write_new
from briefing.cli.terminal import one_line
from briefing.errors import Diagnostic, Place, UnreadableError

if TYPE_CHECKING:
    from briefing.readback import Enclosed, Found

_STANDINGS = {"lapsed": "draft (its clearance has lapsed)"}
_UNKNOWN = "not stated"


def read(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A brief, as PDF or as DOCX.")],
    *,
    extract: Annotated[
        Path | None,
        typer.Option("--extract", metavar="DIR", help="Write the attached files into a folder."),
    ] = None,
    facts: Annotated[
        str | None,
        typer.Option(
            "--facts",
            metavar="FILE",
            help="Write the facts file that is inside; - writes it to the standard output.",
        ),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            metavar="VISIT",
            help="Say what the edits of a Word file would change in this facts file.",
        ),
    ] = None,
    apply: Annotated[
        bool,
        typer.Option("--apply", help="Write those edits into the facts file of --against."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say what is inside a brief, and what was edited in it: values of facts, prose, charts.

    \b
    briefing read brief.pdf
    briefing read brief.docx --extract attached
    briefing read brief.pdf --facts visit.yaml
    briefing read brief.pdf --facts - > visit.yaml
    briefing read edited.docx --against visits/2026-03-oslo
    briefing read edited.docx --against visits/2026-03-oslo --apply

    The facts file comes out byte for byte as it went in (visit.yaml), or as far as the brief prints it
    (printed.yaml), as “attach:” in it says. Nothing is written over a file that is there.

    A Word file knows what it was when it was built. --apply writes a value that was edited everywhere,
    and sentences that a person wrote, into the facts file at their places, each under a comment that
    says where it comes from; comments and order stay. What cannot be carried over is said, with the
    reason; the exit code is then 3.
    """
    from briefing.readback import read as read_back  # noqa: PLC0415

    if facts == "-" and as_json:
        message = "expected a file, as the standard output has the JSON"
        raise typer.BadParameter(message, param_hint="--facts")
    if apply and against is None:
        raise typer.BadParameter("expected --against with it", param_hint="--apply")
    content = stranger(file)
    found = read_back(content, file.as_posix())
    inside = _facts(found, file) if facts else None
    wanted = _wanted(found, extract)
    if inside and facts != "-":
        wanted.append((Path(str(facts)), inside.content))
    said = told(content, found, file, against, apply=apply)
    written = write_new(wanted)
    carry_over(said)
    if inside and facts == "-":
        sys.stdout.buffer.write(inside.content)
        sys.stdout.buffer.flush()
    elif as_json:
        terminal.print_json(_as_data(file, found, said, written))
    else:
        edits = lines(said) if found.format == "docx" else ()
        for line in (
            *_lines(file, found),
            *edits,
            *(f"{path.as_posix()}: written" for path in written),
        ):
            print(line)
    raise typer.Exit(said.code)


def _facts(found: Found, file: Path) -> Enclosed:
    inside = found.facts
    if inside is None:
        hint = "“attach: none” leaves it out, and so does a program that prints a brief anew"
        raise UnreadableError(
            [Diagnostic(Place(file.as_posix()), "", "no facts file inside", hint)]
        )
    return inside


# ------------------------------------------------------------------------------ what is written


def _wanted(found: Found, folder: Path | None) -> list[tuple[Path, bytes]]:
    from briefing.readback import safe_names  # noqa: PLC0415

    if folder is None:
        return []
    names = safe_names(one.name for one in found.enclosed)
    return [(folder / name, one.content) for name, one in zip(names, found.enclosed, strict=True)]


# --------------------------------------------------------------------------------- what is said


def _lines(file: Path, found: Found) -> Iterator[str]:
    yield f"{file.as_posix()}: {one_line(found.title) or 'no title'}"
    for name, value in (
        ("edition", found.edition),
        ("fingerprint", found.fingerprint),
        ("facts as of", found.as_of),
        ("standing", _STANDINGS.get(found.standing, found.standing)),
        ("marking", found.marking),
    ):
        yield f"  {name}: {one_line(value) or _UNKNOWN}"
    if not found.enclosed:
        yield "  attached: nothing"
    for one in found.enclosed:
        about = f": {one_line(one.description)}" if one.description else ""
        yield f"  attached: {one_line(one.name)}, {len(one.content):,} bytes{about}"


def _as_data(file: Path, found: Found, said: Told, written: Sequence[Path]) -> object:
    facts = found.facts
    return {
        "file": file.as_posix(),
        "format": found.format,
        "title": found.title,
        "language": found.language,
        "as_of": found.as_of,
        "edition": found.edition,
        "fingerprint": found.fingerprint,
        "standing": found.standing,
        "marking": found.marking,
        "facts": facts.name if facts else None,
        "attached": [
            {
                "name": one.name,
                "media_type": one.media_type,
                "relationship": one.relationship,
                "description": one.description,
                "size": len(one.content),
                "sha256": hashlib.sha256(one.content).hexdigest(),
            }
            for one in found.enclosed
        ],
        "edits": as_data(said),
        "written": [path.as_posix() for path in written],
        "exit_code": int(said.code),
    }
