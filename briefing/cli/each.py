"""`briefing build --each`: one facts template for many pairs, a brief for each, and an index of all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from briefing.cli.hands import Hands
from briefing.cli.index import Row, write_index
from briefing.cli.jobs import Job, Outcome, Recipe
from briefing.errors import Diagnostic, Place, WriteError
from briefing.load.each import Batch

_FACTS = "facts"


def build_each(batch: Batch, recipe: Recipe, hands: Hands) -> Iterator[Outcome]:
    """What comes of each pair, in their order; at the end the index lies in the batch's folder.

    A brief goes to `output/BATCH/REPORTER/PAIR`, its facts file to `output/BATCH/facts/REPORTER/PAIR`.
    Raises WriteError where a facts file cannot be written.
    """
    folder = recipe.output / batch.name
    # What is read from data files lies beside the template, and not beside each facts file made of it.
    recipe = replace(recipe, options=replace(recipe.options, data=batch.template.parent))
    jobs: dict[str, Job] = {}
    tasks: list[tuple[Job, Path]] = []
    names: list[tuple[str, str]] = []
    for pair in batch.pairs():
        names.append((pair.reporter, pair.name))
        visit = folder / _FACTS / pair.reporter / pair.name
        _put(visit / "visit.yaml", pair.content)
        if pair.reporter not in jobs:
            own = replace(recipe, output=folder / pair.reporter)
            jobs[pair.reporter] = Job(own)
        tasks.append((jobs[pair.reporter], visit))
    rows: list[Row] = []
    try:
        for (reporter, name), outcome in zip(names, hands.outcomes(tasks), strict=True):
            rows.append(Row.of(reporter, name, outcome))
            yield outcome
    finally:
        for job in jobs.values():
            job.end()
        write_index(folder, batch.name, rows)


def _put(file: Path, content: bytes) -> None:
    """Write a facts file, unless it says so already."""
    try:
        if file.is_file() and file.read_bytes() == content:
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(".visit.yaml.new")
        beside.write_bytes(content)
        beside.replace(file)
    except OSError as error:
        message = f"cannot be written: {(error.strerror or str(error)).lower()}"
        raise WriteError([Diagnostic(Place(file.as_posix()), "", message)]) from error
