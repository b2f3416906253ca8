"""`briefing withdraw`: an edition that must not be used any more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.arguments import Output, State, state_folder
from briefing.errors import Diagnostic, Place, StateError

if TYPE_CHECKING:
    from briefing.editions.history import History


def withdraw(
    visit: Annotated[
        Path, typer.Argument(metavar="VISIT", help="The visit: its folder or its facts file.")
    ],
    number: Annotated[
        int, typer.Argument(metavar="N", min=1, help="The number of the edition to withdraw.")
    ],
    *,
    because: Annotated[
        str, typer.Option("--because", metavar="TEXT", help="Why; its readers are told so.")
    ],
    output: Output = Path("output"),
    state: State = None,
) -> None:
    """Withdraw an edition: it is not sent any more, and who had it gets a correction.

    \b
    briefing withdraw visits/2026-03-oslo 2 --because "The figure for 2025 was that of 2024."

    The correction goes out with the next “briefing send”, to exactly those who had the edition. Its
    documents stay where they are.
    """
    from briefing.editions.history import History  # noqa: PLC0415
    from briefing.editions.lock import locked  # noqa: PLC0415
    from briefing.editions.unchanged import visit_name  # noqa: PLC0415

    reason = " ".join(because.split())
    if not reason or not reason.isprintable():
        message = f"expected a reason in words, found {'nothing' if not reason else repr(reason)}"
        raise typer.BadParameter(message, param_hint="--because")
    history = History(output, state_folder(output, state))
    name = visit_name(str(visit))
    with locked(name, history.output, history.state):
        history.settle(name)
        _refuse_unknown(history, name, number)
        history.withdraw(name, number, reason)
    print(f"{name}: edition {number} is withdrawn")
    print(f"next: briefing send {visit.as_posix()} tells those who had it")


def _refuse_unknown(history: History, name: str, number: int) -> None:
    numbers = history.numbers(name)
    if number not in numbers:
        there = f"it has {', '.join(map(str, numbers))}" if numbers else "it has none yet"
        place = Place((history.state / name).as_posix())
        message = f"{name} has no edition {number}; {there}"
        raise StateError(
            [Diagnostic(place, "", message, "briefing status VISIT says which is the last")]
        )
