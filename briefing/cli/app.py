"""The commands of the command line, their common options, and how each of them may end.

Each command imports what it needs when it runs, so that `--help` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from briefing.cli.build import build
from briefing.cli.check import check
from briefing.cli.diff import diff
from briefing.cli.explain import explain
from briefing.cli.lint import lint
from briefing.cli.new import new
from briefing.cli.read import read
from briefing.cli.schema import schema
from briefing.cli.send import send
from briefing.cli.sign import sign
from briefing.cli.state import state
from briefing.cli.status import status
from briefing.cli.withdraw import withdraw
from briefing.cli.word_template import template_check
from briefing.errors import BriefingError, Diagnostic, ExitCode, Place

COMMANDS: Mapping[str, Callable[..., None]] = {
    "new": new,
    "check": check,
    "build": build,
    "status": status,
    "diff": diff,
    "explain": explain,
    "read": read,
    "lint": lint,
    "template-check": template_check,
    "sign": sign,
    "send": send,
    "withdraw": withdraw,
    "state": state,
    "schema": schema,
}

# Any slip on the command line; typer names only this kind of it.
_UsageError: Any = typer.BadParameter.__base__
_INTERRUPTED = 130  # what a shell expects of a program that Ctrl-C ended

_TEACHING = """Turn the facts about a visit into a policy brief, as DOCX and PDF.

\b
A first brief:
  briefing new visits/2026-03-oslo      writes a facts file that builds as it stands
  briefing check visits/2026-03-oslo    says what is wrong in it, line by line
  briefing build visits/2026-03-oslo    leaves brief.docx and brief.pdf in output/2026-03-oslo
  briefing explain output/2026-03-oslo/brief.pdf 3.6    says where a number comes from
"""

_EXIT_CODES = "\b\nExit codes:\n" + "\n".join(f"  {code:<3d} {code.meaning}" for code in ExitCode)


def run(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command; ends the process with a code of `ExitCode`."""
    given = None if arguments is None else list(arguments)  # None: on Windows, * is resolved too
    try:
        _app()(args=given, prog_name="briefing")
    except Exception as fault:
        if "--debug" in (sys.argv if given is None else given):
            raise
        _own_fault(fault)
    sys.exit(ExitCode.DONE)


class _Commands(TyperGroup):
    """The commands; ends that any of them may come to are told in one way."""

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]  # typer's click is its own
        as_json = "--json" in ctx.args
        try:
            return super().invoke(ctx)
        except BriefingError as end:
            _tell(end.diagnostics, end.exit_code, as_json=as_json)
            raise typer.Exit(end.exit_code) from None
        except _UsageError as slip:
            if not as_json:
                raise
            command = slip.ctx.command_path if slip.ctx else "briefing"
            place, message = Place("command line"), slip.format_message()
            told = [Diagnostic(place, "", message, f"{command} --help")]
            _tell(told, ExitCode.USAGE, as_json=True)
            raise typer.Exit(ExitCode.USAGE) from None
        except KeyboardInterrupt:
            print("\ninterrupted; nothing is half-written", file=sys.stderr)
            raise typer.Exit(_INTERRUPTED) from None


def _tell(found: Sequence[Diagnostic], code: ExitCode, *, as_json: bool) -> None:
    """An end before there is anything else to say: for a person, or as one JSON document."""
    from briefing.cli import terminal  # noqa: PLC0415

    if as_json:
        diagnostics = [terminal.as_data(diagnostic) for diagnostic in found]
        terminal.print_json({"diagnostics": diagnostics, "exit_code": int(code)})
    else:
        terminal.diagnostics(found)


def _app() -> typer.Typer:
    app = typer.Typer(
        cls=_Commands,
        help=_TEACHING,
        epilog=_EXIT_CODES,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    for name, command in COMMANDS.items():
        app.command(name, no_args_is_help=name != "schema")(command)
    return app


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version  # noqa: PLC0415

        print(f"briefing {version('briefing')}")
        raise typer.Exit


def _options(
    version: Annotated[  # told by its callback, before a command is looked for
        bool,
        typer.Option("--version", help="Print the version.", is_eager=True, callback=_version),
    ] = False,
    debug: Annotated[  # read in `main`, where a fault of our own arrives
        bool, typer.Option("--debug", help="Show the traceback of a fault of briefing itself.")
    ] = False,
) -> None:
    """Options that stand before the command."""


def _own_fault(fault: Exception) -> NoReturn:
    print(
        f"briefing: this is our own fault, not yours: {type(fault).__name__}: {fault}\n"
        "  hint: run it again as “briefing --debug …”, and open an issue of the project with what\n"
        "        that prints; with the facts file, if you may share it",
        file=sys.stderr,
    )
    sys.exit(ExitCode.OUR_FAULT)
