"""The command line: arguments, the terminal, the clock, exit codes. What a command does is below.

A build of which nothing changed is answered before anything heavy is imported; everything else is
`app`'s, where each command imports what it needs when it runs.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line; ends the process with a code of `ExitCode`."""
    from briefing.cli import quick

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a letter that the terminal lacks is no reason to fail
            stream.reconfigure(errors="replace")
    code = quick.answer(sys.argv[1:] if arguments is None else arguments)
    if code is not None:
        sys.exit(code)
    from briefing.cli.app import run

    run(arguments)
