"""`briefing diff`: what changed between two editions, or since one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefing.cli import terminal
from briefing.cli.arguments import AsJson, Output, State, Templates, state_folder
from briefing.errors import Diagnostic, Place, StateError


def diff(
    visit: Annotated[
        Path, typer.Argument(metavar="VISIT", help="The visit: its folder or its facts file.")
    ],
    old: Annotated[
        int | None, typer.Argument(metavar="[OLD]", min=1, help="An edition (default: the last).")
    ] = None,
    new: Annotated[
        int | None,
        typer.Argument(
            metavar="[NEW]", min=1, help="A later one (default: the facts file as it is)."
        ),
    ] = None,
    *,
    output: Output = Path("output"),
    state: State = None,
    templates: Templates = None,
    as_json: AsJson = False,
) -> None:
    """Say what changed, fact by fact: since an edition, or between two.

    \b
    briefing diff visits/2026-03-oslo          what the next build would tell as changed
    briefing diff visits/2026-03-oslo 1 3      from edition 1 to edition 3
    """
    from briefing.editions.history import History  # noqa: PLC0415
    from briefing.editions.unchanged import visit_name  # noqa: PLC0415
    from briefing.pipeline.differing import difference  # noqa: PLC0415
    from briefing.pipeline.preparing import Options  # noqa: PLC0415

    history = History(output, state_folder(output, state))
    name = visit_name(str(visit))
    last = history.last(name)
    if last is None:
        place = Place((history.state / name).as_posix())
        message, hint = f"{name} has no edition yet", "build it first: briefing build"
        raise StateError([Diagnostic(place, "", message, hint)])
    options = Options((), templates=templates)
    found = difference(visit, history, options, old=old or last.number, new=new or 0)
    if as_json:
        rows = [change.as_data() for change in found.changes]
        terminal.print_json({"visit": name, "old": found.old, "new": found.new, "changes": rows})
        return
    for change in found.changes:
        print(change.as_text())
    until = f"edition {found.new}" if found.new else "the facts file"
    count = terminal.count(len(found.changes), "change")
    print(f"{name}: {count} from edition {found.old} to {until}")
