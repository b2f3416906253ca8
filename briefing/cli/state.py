"""`briefing state`: the state folder on a branch, for jobs that start from a fresh clone each time."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Annotated, Literal

import typer

from briefing.cli.arguments import Output, State, state_folder

Remote = Annotated[
    str,
    typer.Option(
        "--remote",
        metavar="NAME|URL",
        envvar="BRIEFING_STATE_REMOTE",
        show_default=False,
        show_envvar=False,
        help="Where the branch is (default: BRIEFING_STATE_REMOTE, or else origin).",
    ),
]


def state(
    what: Annotated[
        Literal["restore", "save"], typer.Argument(metavar="restore|save", help="What to do.")
    ],
    *,
    branch: Annotated[
        str, typer.Option("--branch", metavar="NAME", help="The branch that keeps the state.")
    ] = "briefing-state",
    remote: Remote = "origin",
    first_run: Annotated[
        bool, typer.Option("--first-run", help="With restore: there is no branch yet.")
    ] = False,
    ledger: Annotated[
        Path | None,
        typer.Option(
            "--ledger",
            metavar="FILE",
            help="With save: this ledger, if it is there, in place of the folder’s own.",
        ),
    ] = None,
    output: Output = Path("output"),
    state: State = None,
) -> None:
    """Keep the state folder on a branch of its own: restore it before a job, save it after.

    \b
    briefing state restore
    briefing state save
    briefing state restore --first-run

    Run it in a clone. The branch has the state folder and nothing else; your own branches, index and
    files are not touched. `save` is refused if another run has saved since this one restored, and
    never overwrites anything.
    """
    from briefing.cli.state_branch import StateBranch  # noqa: PLC0415

    kept = StateBranch(state_folder(output, state), remote, branch, time.sleep)
    folder = kept.folder.as_posix()
    if what == "restore":
        found = kept.restore(first=first_run)
        print(
            f"{folder}: {f'restored from {branch}' if found else 'a first run, nothing to restore'}"
        )
    else:
        saved = kept.save(_message(), ledger=ledger)
        print(f"{folder}: {f'saved to {branch}' if saved else f'{branch} has it already'}")


def _message() -> str:
    """The commit's message: the job that saves, where there is one, so that a person finds its log."""
    job = os.environ.get("CI_JOB_URL", "")
    if run := os.environ.get("GITHUB_RUN_ID"):
        job = "{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/actions/runs/".format_map(os.environ) + run
    return f"State of the editions and deliveries\n\n{job}".strip()
