"""Who builds: processes of this machine, or the workers of a cluster. What comes of it is the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.cli import pool
from briefing.cli.jobs import Outcome


@dataclass(frozen=True, slots=True)
class Hands:
    """`processes` of this machine; with the address of a Dask `scheduler`, its workers instead."""

    processes: int = 1
    scheduler: str = ""

    def outcomes(self, tasks: Sequence[pool.Task]) -> Iterator[Outcome]:
        """What comes of each visit, in their order, each as soon as it and those before it are there."""
        if not self.scheduler:
            return pool.outcomes(tasks, self.processes)
        from briefing.cli import cluster  # noqa: PLC0415

        return cluster.outcomes(tasks, self.scheduler)
