"""`briefing status`: for each visit, whether its brief is up to date, and if not, why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from briefing.cli import terminal
from briefing.cli.arguments import (
    AsJson,
    Comments,
    ExactPages,
    Output,
    Stale,
    State,
    Templates,
    ThemeName,
    Visits,
    WordTemplate,
    each_visit,
    state_folder,
)

if TYPE_CHECKING:
    from briefing.pipeline.status import Status


def status(
    visits: Visits,
    *,
    output: Output = Path("output"),
    state: State = None,
    theme: ThemeName = "default",
    templates: Templates = None,
    stale: Stale = "warn",
    comments: Comments = False,
    word_template: WordTemplate = None,
    exact_pages: ExactPages = False,
    as_json: AsJson = False,
) -> None:
    """Say for each visit whether its brief is up to date, would change, is stale or broken.

    \b
    briefing status visits
    briefing status visits/2026-03-oslo --json

    Give the theme, the templates, --stale and the rest as the briefs are built with. Nothing is written.
    """
    from briefing.cli.clock import today  # noqa: PLC0415
    from briefing.cli.word_template import word_wishes  # noqa: PLC0415
    from briefing.editions import inputs, unchanged  # noqa: PLC0415
    from briefing.editions.history import History  # noqa: PLC0415
    from briefing.pipeline.preparing import Options  # noqa: PLC0415
    from briefing.pipeline.status import status_of  # noqa: PLC0415

    word = word_wishes(comments, word_template, exact_pages)
    options = Options((), theme, templates, stale=_lenient(stale), today=today(), word=word)
    history = History(output, state_folder(output, state))
    tool = inputs.tool(inputs.Hashes(str(output / unchanged.HASHES)))
    found = [status_of(visit, options, history, tool) for visit in each_visit(visits)]
    if as_json:
        terminal.print_json({"visits": [_as_data(one) for one in found]})
        return
    for one in found:
        print(one.as_text())
        terminal.diagnostics(one.diagnostics)


def _lenient(stale: str) -> Literal["warn", "mark"]:
    """Facts that are out of date are no fault here: that is what is asked."""
    return "mark" if stale == "mark" else "warn"


def _as_data(status: Status) -> dict[str, object]:
    record = status.record
    return {
        "visit": status.visit,
        "state": status.state,
        "because": list(status.because),
        "edition": record.number if record else None,
        "revision": record.revision if record else None,
        "as_of": record.as_of if record else None,
        "fingerprint": record.fingerprint if record else None,
        "standing": record.standing if record else None,
        "withdrawn": status.withdrawn,
        "stale": list(status.stale),
        "diagnostics": [terminal.as_data(d) for d in status.diagnostics],
    }
