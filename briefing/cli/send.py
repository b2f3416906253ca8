"""`briefing send`: the last edition of each visit, by e-mail, to each reader once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from briefing.cli.arguments import (
    AsJson,
    Output,
    Quiet,
    State,
    Summary,
    Templates,
    ThemeName,
    Visits,
    each_visit,
)

_Settled = Literal["sent", "retry"]


def send(
    visits: Visits,
    *,
    edition: Annotated[
        int | None,
        typer.Option("--edition", min=1, metavar="N", help="Another edition than the last one."),
    ] = None,
    delivery: Annotated[
        Path | None,
        typer.Option(
            "--delivery", metavar="FILE", help="The rules (default: delivery.toml, if it is there)."
        ),
    ] = None,
    to: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="ADDRESS", help="To this address instead of the groups."),
    ] = None,
    sender: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="ADDRESS",
            envvar="BRIEFING_SMTP_FROM",
            help="From this address, without delivery.toml.",
        ),
    ] = "",
    server: Annotated[
        str,
        typer.Option(
            "--server",
            metavar="URL",
            envvar="BRIEFING_SMTP_SERVER",
            help="Through this server, without delivery.toml: smtp://HOST (STARTTLS), smtps://HOST "
            "(TLS), smtp+plain://localhost.",
        ),
    ] = "",
    drafts: Annotated[bool, typer.Option("--drafts", help="With --to: send a draft, too.")] = False,
    eml: Annotated[
        Path | None,
        typer.Option(
            "--eml", metavar="FILE", help="Write the message for a person to send; send nothing."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would go to whom; send nothing.")
    ] = False,
    status: Annotated[
        bool, typer.Option("--status", help="Show what was sent to whom; send nothing.")
    ] = False,
    resolve: Annotated[
        _Settled | None,
        typer.Option(
            "--resolve", help="Settle what is unknown: it was sent, or is to be sent again."
        ),
    ] = None,
    first_run: Annotated[
        bool, typer.Option("--first-run", help="Nothing was ever sent from here: begin a ledger.")
    ] = False,
    reserve: Annotated[
        Path | None,
        typer.Option(
            "--reserve",
            metavar="FILE",
            help="Write the ledger to keep while a job sends, which may be lost; send nothing.",
        ),
    ] = None,
    output: Output = Path("output"),
    state: State = None,
    theme: ThemeName = "default",
    templates: Templates = None,
    summary: Summary = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Send the last edition of each visit by e-mail: to each reader once, whatever happens.

    \b
    briefing send visits --dry-run
    briefing send visits
    briefing send visits/2026-03-oslo --to desk@mfa.example
    briefing send visits/2026-03-oslo --eml brief.eml
    briefing send visits --status
    briefing send visits/2026-03-oslo --to desk@mfa.example --resolve retry
    briefing send visits --reserve reserved.sqlite

    Who gets what stands in delivery.toml. A ledger in the state folder knows who had which edition.
    After a withdrawal, those who had the edition get a correction.
    """
    from briefing.cli.arguments import state_folder  # noqa: PLC0415
    from briefing.cli.mail import Mail  # noqa: PLC0415
    from briefing.editions.history import History  # noqa: PLC0415
    from briefing.pipeline.preparing import Options  # noqa: PLC0415

    modes = {
        "--eml": eml,
        "--dry-run": dry_run,
        "--status": status,
        "--resolve": resolve,
        "--reserve": reserve,
    }
    given = [name for name, value in modes.items() if value]
    if len(given) > 1:
        raise typer.BadParameter(f"{given[0]} and {given[1]} do not go together")
    named = each_visit(visits)
    if edition is not None and len(named) != 1:
        raise typer.BadParameter("expected one visit with --edition", param_hint="VISIT")
    history = History(output, state_folder(output, state))
    mail = Mail(history, Options((), theme, templates), named, edition)
    told = mail.told(as_json=as_json, quiet=quiet, summary=summary)
    if status:
        told.ledger(mail.entries())
    elif resolve is not None:
        told.settled(mail.resolve(resolve, to or []), mail.newest())
    elif eml is not None:
        told.draft(mail.draft(eml, to or [], sender), eml)
    else:
        rules = mail.rules(delivery, to or [], sender, server, drafts=drafts)
        if dry_run:
            plan = mail.plan(rules)
            told.plan(plan, mail.preview(plan), mail.faults, first=not mail.ledger.path.exists())
        elif reserve is not None:
            told.reserved(mail.reserve(rules, reserve, first_run=first_run), reserve)
        else:
            told.outcomes(*mail.send(rules, first_run=first_run), mail.faults)
