"""Many visits built by several processes at once: the same files as one by one, and none stops another.

Each process reads fonts, theme and templates once. One that dies is replaced, and what it may have been
building is built again; a visit that ends its process every time is told as failed.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from pathlib import Path

from briefing.cli.jobs import Job, Outcome, Recipe
from briefing.errors import Diagnostic, ExitCode, Place

_WORTH = 4
"""Visits to build from which on several processes are faster than one: each takes a second to begin."""
_TASKS = 250
"""Visits that a process builds before others take their place: what libraries keep stays bounded.

The pools are ours to end: an executor that replaces its processes by itself (max_tasks_per_child) may wait
for ever in Python 3.11, when several reach their number at once (CPython issue 115634).
"""

_MOST_BROKEN = 2
"""Pools that may break before each visit that is left has a process to itself."""

Task = tuple[Job, Path]
"""A visit, and the job that is to build it."""

_jobs: dict[Recipe, Job] = {}


def outcomes(tasks: Sequence[Task], processes: int) -> Iterator[Outcome]:
    """What comes of each visit, in their order, each as soon as it and those before it are there.

    `processes` is how many build at once; with one, or for a few visits, this process builds them.
    """
    ready = {nth: job.ready(visit) for nth, (job, visit) in enumerate(tasks)}
    open_ = [nth for nth, outcome in ready.items() if outcome is None]
    if processes < 2 or len(open_) < _WORTH:
        for nth, (job, visit) in enumerate(tasks):
            yield ready[nth] or job.built(visit)
        return
    yield from in_order(ready, _built({nth: tasks[nth] for nth in open_}, processes))


def in_order(
    ready: Mapping[int, Outcome | None], arriving: Iterator[tuple[int, Outcome]]
) -> Iterator[Outcome]:
    """The outcomes by number: those that are ready, and the others (None) as they arrive."""
    done = {nth: outcome for nth, outcome in ready.items() if outcome is not None}
    for nth in ready:
        while nth not in done:
            place, outcome = next(arriving)
            done[place] = outcome
        yield done.pop(nth)


def _built(tasks: dict[int, Task], processes: int) -> Iterator[tuple[int, Outcome]]:
    """The outcomes as they come. After two broken pools each visit has a process to itself."""
    left, broken = dict(tasks), 0
    while left and broken < _MOST_BROKEN:
        some = dict(islice(left.items(), processes * _TASKS))
        for nth, outcome in _round(some, processes):
            del left[nth]
            yield nth, outcome
        broken += any(nth in left for nth in some)
    for nth, task in left.items():
        alone = list(_round({nth: task}, 1))
        yield alone[0] if alone else (nth, failed(task[1], DIED, DIED_HINT))


def _round(tasks: dict[int, Task], processes: int) -> Iterator[tuple[int, Outcome]]:
    """Those that one pool builds, until a process of it dies."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(processes, len(tasks)), context)
    try:
        futures: dict[Future[Outcome], int] = {
            pool.submit(build_one, job.recipe, visit): nth
            for nth, (job, visit) in list(tasks.items())
        }
        for future in as_completed(futures):
            nth = futures.pop(future)  # or every outcome would stay until the end
            try:
                yield nth, future.result()
            except BrokenProcessPool:
                continue
    finally:
        pool.shutdown(cancel_futures=True)


def build_one(recipe: Recipe, visit: Path) -> Outcome:
    """One visit in a process that builds many: what they share is read once. A fault of ours is told."""
    try:
        if recipe not in _jobs:
            _jobs[recipe] = recipe.job()
        return _jobs[recipe].built(visit)
    except Exception as fault:
        message = f"a fault of briefing itself: {type(fault).__name__}: {fault}"
        return failed(visit, message, "build it alone with --debug, and report what that prints")


DIED = "the process that built it ended, each time"
DIED_HINT = "there may be too little memory: build it alone, or fewer at once with --jobs"


def failed(visit: Path, message: str, hint: str) -> Outcome:
    """The outcome of a visit of which nothing came, through no fault of its facts."""
    found = (Diagnostic(Place(visit.as_posix()), "", message, hint),)
    return Outcome(visit, visit, None, found, ExitCode.OUR_FAULT)
