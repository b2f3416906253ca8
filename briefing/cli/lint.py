"""`briefing lint`: faults of a Word file that its schema does not show."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefing.cli import terminal
from briefing.cli.arguments import AsJson, Strict
from briefing.cli.new_files import stranger
from briefing.errors import ExitCode


def lint(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A Word file (.docx), any one.")],
    *,
    strict: Strict = False,
    as_json: AsJson = False,
) -> None:
    """Find faults in a Word file: what leads nowhere, stands twice, or bars somebody from reading it.

    \b
    briefing lint output/2026-03-oslo/brief.docx
    briefing lint edited.docx --strict

    It looks at the package, styles and lists, fields, bookmarks, notes, content controls, charts and
    their workbooks, tables, headings, alternative texts and links. What its schema alone shows, the Open
    XML SDK validator finds. Nothing is written.
    """
    from briefing.lint import lint as faults  # noqa: PLC0415

    found = faults(stranger(file), file.as_posix())
    errors = [one for one in found if one.severity == "error"]
    code = ExitCode.FACTS if errors else ExitCode.WARNINGS if found and strict else ExitCode.DONE
    if as_json:
        rows = [terminal.as_data(one) for one in found]
        terminal.print_json({"file": file.as_posix(), "faults": rows, "exit_code": int(code)})
    else:
        terminal.diagnostics(found)
        print(f"{file.as_posix()}: {terminal.tally(found) or 'no faults'}")
    raise typer.Exit(code)
