"""`briefing build`: briefs into the output folder, one folder a visit, an edition where something changed."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli import terminal
from briefing.cli.arguments import (
    AsJson,
    Comments,
    ExactPages,
    Output,
    Quiet,
    SomeVisits,
    Stale,
    State,
    Strict,
    Summary,
    Templates,
    ThemeName,
    WordTemplate,
    each_visit,
)
from briefing.errors import ExitCode

if TYPE_CHECKING:
    from briefing.cli.hands import Hands
    from briefing.cli.jobs import Outcome, Recipe


def build(
    visits: SomeVisits = [],  # noqa: B006  (typer wants a list)
    *,
    to: Annotated[
        str,
        typer.Option(
            "--to", metavar="FORMATS", help="The formats, with commas between: docx, pdf, text."
        ),
    ] = "docx,pdf",
    output: Output = Path("output"),
    state: State = None,
    theme: ThemeName = "default",
    templates: Templates = None,
    stale: Stale = "warn",
    keep: Annotated[
        int,
        typer.Option(
            "--keep", min=0, metavar="N", help="Keep the documents of the last N editions (0: all)."
        ),
    ] = 0,
    comments: Comments = False,
    word_template: WordTemplate = None,
    exact_pages: ExactPages = False,
    each: Annotated[
        Path | None,
        typer.Option(
            "--each",
            metavar="PAIRS",
            help="Build a brief for each pair of a list, from one template.",
        ),
    ] = None,
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs", min=0, metavar="N", help="Build N visits at once (0: one for each core)."
        ),
    ] = 0,
    scheduler: Annotated[
        str,
        typer.Option(
            "--scheduler", metavar="ADDRESS", help="Build on a Dask cluster: tcp://HOST:8786."
        ),
    ] = "",
    strict: Strict = False,
    force: Annotated[
        bool, typer.Option("--force", help="Set files that a person edited aside, then build.")
    ] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Read every file again; trust no stored hash.")
    ] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="End with 10 if there is a new edition.")
    ] = False,
    summary: Summary = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Build briefs: DOCX and PDF, into one folder a visit.

    \b
    briefing build visits/2026-03-oslo
    briefing build visits --to docx,pdf,text --output briefs
    briefing build visits/2026-03-oslo --theme ministry.toml --templates wording
    briefing build visits --stale mark --exit-code --summary summary.md

    A visit whose content changed gets a new edition, which says what changed since the last one;
    earlier editions stay in output/VISIT/editions. A visit with errors leaves its last edition as it
    was; the others are built. A file that a person edited in the output folder is never overwritten:
    with --force it is kept beside as brief.edited-….docx. Where nothing changed, nothing is written.
    """
    from briefing.cli import outcomes  # noqa: PLC0415
    from briefing.cli.clock import today  # noqa: PLC0415
    from briefing.cli.hands import Hands  # noqa: PLC0415
    from briefing.cli.jobs import Job, Recipe  # noqa: PLC0415
    from briefing.cli.word_template import word_wishes  # noqa: PLC0415
    from briefing.pipeline.preparing import Options  # noqa: PLC0415

    word = word_wishes(comments, word_template, exact_pages)
    options = Options(formats_of(to), theme, templates, strict, stale, today(), word=word)
    recipe = Recipe(options, output, state, force, keep, verify)
    hands = Hands(jobs or os.cpu_count() or 1, scheduler)
    if each is None and not visits:
        raise typer.BadParameter("expected visits, or a list with --each", param_hint="VISIT")
    if each is not None:
        arriving, count = _each(each, visits, recipe, hands)
    else:
        job, found = Job(recipe), each_visit(visits)
        arriving, count = hands.outcomes([(job, visit) for visit in found]), len(found)
    results, sum_ = [], outcomes.Sum()
    clock = terminal.Clock(count)
    for outcome in terminal.progress(arriving, count, "Building", quiet=quiet or as_json):
        sum_.add(outcome)
        if each is None or (summary is not None and outcome.failed):
            results.append(outcome)
        if each is not None and as_json:  # of thousands, a line each as it comes
            event = {"event": "visit", **clock.after(sum_.count), **outcomes.as_data(outcome)}
            terminal.print_json(event, lines=True)
        elif not as_json:
            outcomes.tell(outcome, quiet=quiet)
    if each is None:
        job.end()
    code = sum_.code(tell_changes=exit_code)
    if as_json and each is not None:
        end = {"event": "end", **sum_.as_counts(), "exit_code": int(code)}
        terminal.print_json(end, lines=True)
    elif as_json:
        told = [outcomes.as_data(result) for result in results]
        terminal.print_json({"visits": told, "exit_code": int(code)})
    elif sum_.count > 1 and not quiet:
        print(sum_.as_text())
    if summary is not None:
        beside = summary.absolute().parent == Path.cwd()
        terminal.append(summary, outcomes.as_markdown(results, sum_, linked=beside))
    raise typer.Exit(code)


def _each(
    pairs: Path, visits: list[Path], recipe: Recipe, hands: Hands
) -> tuple[Iterator[Outcome], int]:
    from briefing.cli.each import build_each  # noqa: PLC0415
    from briefing.load.each import load_batch  # noqa: PLC0415

    if visits or recipe.state is not None:
        message = "expected no visits and no --state with it: the list names what to build"
        raise typer.BadParameter(message, param_hint="--each")
    batch = load_batch(pairs)
    return build_each(batch, recipe, hands), len(batch)


def formats_of(to: str) -> tuple[str, ...]:
    """The names in `--to`, each a writer's, in the order of the table of writers."""
    from briefing.writers import WRITERS  # noqa: PLC0415

    names = [name.strip().lower() for name in to.split(",") if name.strip()]
    for name in names:
        if name not in WRITERS:
            near = difflib.get_close_matches(name, WRITERS, 1)
            meant = f'; did you mean "{near[0]}"?' if near else ""
            message = f'expected some of {", ".join(WRITERS)}, found "{name}"{meant}'
            raise typer.BadParameter(message, param_hint="--to")
    if not names:
        message = f"expected some of {', '.join(WRITERS)}, found nothing"
        raise typer.BadParameter(message, param_hint="--to")
    return tuple(name for name in WRITERS if name in names)


def worst(codes: Sequence[ExitCode]) -> ExitCode:
    """The exit code of several: the lowest that is not 0."""
    return min((code for code in codes if code), default=ExitCode.DONE)
