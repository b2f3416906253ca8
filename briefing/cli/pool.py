"""Many visits built by several processes at once: the same files as one by one, and none stops another.

Each process reads fonts, theme and templates once. One that dies is replaced, and what it may have been
building is built again; a visit that ends its process every time is told as failed.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from briefing.cli.jobs import Job, Outcome, Recipe
from briefing.errors import Diagnostic, ExitCode, Place

_WORTH = 4
"""Visits to build from which on several processes are faster than one: each takes a second to begin."""
_TASKS = 200
"""Visits that a process builds before another takes its place: what libraries keep stays bounded."""

_job: Job | None = None


def outcomes(job: Job, visits: Sequence[Path], processes: int) -> Iterator[Outcome]:
    """What comes of each visit, in their order, each as soon as it and those before it are there.

    `processes` is how many build at once; with one, or for a few visits, this process builds them.
    """
    ready = {nth: job.ready(visit) for nth, visit in enumerate(visits)}
    open_ = [nth for nth, outcome in ready.items() if outcome is None]
    if processes < 2 or len(open_) < _WORTH:
        for nth, visit in enumerate(visits):
            yield ready[nth] or job.built(visit)
        return
    done = {nth: outcome for nth, outcome in ready.items() if outcome is not None}
    arriving = _built(job.recipe, {nth: visits[nth] for nth in open_}, processes)
    for nth in range(len(visits)):
        while nth not in done:
            place, outcome = next(arriving)
            done[place] = outcome
        yield done.pop(nth)


def _built(
    recipe: Recipe, visits: dict[int, Path], processes: int
) -> Iterator[tuple[int, Outcome]]:
    """The outcomes as they come. After two broken pools each visit has a process to itself."""
    left = dict(visits)
    for _ in range(2):
        for nth, outcome in _round(recipe, left, processes):
            del left[nth]
            yield nth, outcome
        if not left:
            return
    for nth, visit in left.items():
        alone = list(_round(recipe, {nth: visit}, 1))
        yield alone[0] if alone else (nth, _failed(visit, _DIED, _DIED_HINT))


def _round(
    recipe: Recipe, visits: dict[int, Path], processes: int
) -> Iterator[tuple[int, Outcome]]:
    """Those that one pool builds, until a process of it dies."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(
        min(processes, len(visits)), context, _begin, (recipe,), max_tasks_per_child=_TASKS
    )
    try:
        futures: dict[Future[Outcome], int] = {
            pool.submit(_build, visit): nth for nth, visit in list(visits.items())
        }
        for future in as_completed(futures):
            nth = futures[future]
            try:
                yield nth, future.result()
            except BrokenProcessPool:
                continue
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(recipe: Recipe) -> None:
    global _job  # noqa: PLW0603  (a process of the pool has one job)
    _job = recipe.job()


def _build(visit: Path) -> Outcome:
    assert _job is not None
    try:
        return _job.built(visit)
    except Exception as fault:
        message = f"a fault of briefing itself: {type(fault).__name__}: {fault}"
        return _failed(visit, message, "build it alone with --debug, and report what that prints")


_DIED = "the process that built it ended, each time"
_DIED_HINT = "there may be too little memory: build it alone, or fewer at once with --jobs"


def _failed(visit: Path, message: str, hint: str) -> Outcome:
    found = (Diagnostic(Place(visit.as_posix()), "", message, hint),)
    return Outcome(visit, visit, None, found, ExitCode.OUR_FAULT)
