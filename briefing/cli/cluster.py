"""Many visits built by the workers of a Dask cluster: the same code, and the same files, as on one machine.

The workers must see the same folders under the same paths, and have the same version of briefing. One
that dies is the scheduler's business, which gives its visits to another.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from briefing.cli.jobs import Job, Outcome, Recipe
from briefing.cli.pool import DIED, DIED_HINT, Task, build_one, failed, in_order
from briefing.editions.inputs import Hashes, tool
from briefing.errors import ClusterError, Diagnostic, Place

if TYPE_CHECKING:
    from distributed import Client, Future

_WAITING = 512
"""Visits that the scheduler has at one time: it need not hold them all."""
_SECONDS = 30
_one_at_a_time = threading.Lock()


def outcomes(tasks: Sequence[Task], scheduler: str) -> Iterator[Outcome]:
    """What comes of each visit, in their order. `scheduler` is an address such as tcp://host:8786.

    Raises ClusterError where none answers there, where it has no workers, or they have another briefing.
    """
    ready = {nth: job.ready(visit) for nth, (job, visit) in enumerate(tasks)}
    open_ = [nth for nth, outcome in ready.items() if outcome is None]
    if not open_:
        yield from (outcome for outcome in ready.values() if outcome is not None)
        return
    client = _client(scheduler)
    try:
        _check(client, scheduler)
        yield from in_order(ready, _built({nth: tasks[nth] for nth in open_}, client))
    finally:
        client.close()


def _client(scheduler: str) -> Client:
    try:
        from distributed import Client  # noqa: PLC0415  (an extra, slow to import)
    except ImportError:
        message = "a cluster needs Dask, which is not installed"
        raise _problem(scheduler, message, 'install "briefing[dask]"') from None
    try:
        return Client(scheduler, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        message = f"no Dask scheduler answers there: {str(error).splitlines()[0]}"
        raise _problem(scheduler, message, "start one with: dask scheduler") from None


def _check(client: Client, scheduler: str) -> None:
    found: dict[str, str] = client.run(_tool)
    if not found:
        message = "the scheduler has no workers"
        raise _problem(scheduler, message, f"start some with: dask worker {scheduler} --nthreads 1")
    own = _tool()
    others = sorted(worker for worker, theirs in found.items() if theirs != own)
    if others:
        message = f"{len(others)} of {len(found)} workers have another briefing: {others[0]}"
        raise _problem(scheduler, message, "install the same version everywhere")


def _tool() -> str:
    """The hash of briefing itself, as it is on this machine."""
    return tool(Hashes("", verify=True))


def _problem(scheduler: str, message: str, hint: str) -> ClusterError:
    return ClusterError([Diagnostic(Place(scheduler), "", message, hint)])


def _built(tasks: dict[int, Task], client: Client) -> Iterator[tuple[int, Outcome]]:
    """The outcomes as they come, with a bounded number of visits on their way."""
    ended: SimpleQueue[tuple[int, Future[Outcome]]] = SimpleQueue()
    waiting = iter(tasks.items())

    def submit() -> None:
        nth, (job, visit) = next(waiting, (-1, (None, None)))
        if job is None or visit is None:
            return
        future: Future[Outcome] = client.submit(
            _build, _absolute(job.recipe), visit.absolute(), pure=False
        )
        future.add_done_callback(lambda done: ended.put((nth, done)))

    for _ in range(min(_WAITING, len(tasks))):
        submit()
    for _ in tasks:
        nth, future = ended.get()
        job, visit = tasks[nth]
        yield nth, _told(future, job, visit)
        submit()


def _told(future: Future[Outcome], job: Job, visit: Path) -> Outcome:
    """What a worker says of a visit, with the paths as they were asked for."""
    try:
        outcome = future.result()
    except Exception as error:
        said = type(error).__name__
        message = DIED if said == "KilledWorker" else f"the cluster gave it up: {said}: {error}"
        return failed(visit, message, DIED_HINT)
    return replace(outcome, visit=visit, folder=job.history.output / outcome.folder.name)


def _build(recipe: Recipe, visit: Path) -> Outcome:
    """On a worker: one visit. Threads of a worker take turns, since drawing is not for several at once."""
    with _one_at_a_time:
        return build_one(recipe, visit)


def _absolute(recipe: Recipe) -> Recipe:
    """The same with paths that hold wherever a worker runs."""
    options = recipe.options
    theme = options.theme
    here = replace(
        options,
        theme=str(Path(theme).absolute()) if Path(theme).is_file() else theme,
        templates=options.templates.absolute() if options.templates else None,
        data=options.data.absolute() if options.data else None,
    )
    state = recipe.state.absolute() if recipe.state else None
    return replace(recipe, options=here, output=recipe.output.absolute(), state=state)
