"""A ministry's Word template: read for a build, and `briefing template-check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli import terminal
from briefing.cli.arguments import AsJson, Strict, ThemeName
from briefing.cli.libreoffice import layout
from briefing.errors import Diagnostic, ExitCode, Place, ThemeError

if TYPE_CHECKING:
    from briefing.pipeline.preparing import WordWishes


def word_wishes(comments: bool, template: Path | None, exact_pages: bool) -> WordWishes:
    """What is asked of the Word file alone. Raises ThemeError where the template cannot be read."""
    from briefing.pipeline.preparing import WordWishes  # noqa: PLC0415

    engine = layout if exact_pages else None
    if template is None:
        return WordWishes(comments, layout=engine)
    return WordWishes(comments, _read(template), template.as_posix(), engine)


def template_check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A Word template: .dotx or .docx.")],
    *,
    theme: ThemeName = "default",
    strict: Strict = False,
    as_json: AsJson = False,
) -> None:
    """Say what a Word template lacks for `build --word-template`: styles, lists, page, heads and feet.

    \b
    briefing template-check ministry.dotx
    briefing template-check ministry.dotx --strict

    What is missing is added from the theme, which is a warning; a style of another type than a brief
    needs is an error. With each comes what to do in Word. Nothing is written.
    """
    from briefing.house import check_template  # noqa: PLC0415
    from briefing.pipeline.word_file import any_word_file  # noqa: PLC0415

    found = check_template(_read(file), any_word_file(theme), file.as_posix())
    told = [one.diagnostic(file.as_posix()) for one in found]
    errors = any(one.severity == "error" for one in told)
    code = ExitCode.THEME if errors else ExitCode.WARNINGS if told and strict else ExitCode.DONE
    if as_json:
        rows = [
            {"what": one.what, "name": one.name, **terminal.as_data(shown)}
            for one, shown in zip(found, told, strict=True)
        ]
        terminal.print_json({"file": file.as_posix(), "lacks": rows, "exit_code": int(code)})
    else:
        terminal.diagnostics(told)
        print(f"{file.as_posix()}: {terminal.tally(told)}")
    raise typer.Exit(code)


def _read(file: Path) -> bytes:
    from briefing.readback import LARGEST_FILE  # noqa: PLC0415

    try:
        with file.open("rb") as stream:
            return stream.read(LARGEST_FILE + 1)
    except OSError as error:
        message = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise ThemeError([Diagnostic(Place(file.as_posix()), "", message)]) from error
