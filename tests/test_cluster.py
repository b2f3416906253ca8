"""A Dask cluster of two worker processes: the same bytes as the local pool, also where a worker is killed."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import Run, briefs, runner

from briefing.cli import cluster
from briefing.cli.jobs import Job, Recipe
from briefing.errors import ClusterError, ExitCode
from briefing.pipeline.preparing import Options

distributed = pytest.importorskip("distributed", reason="Dask is not installed")

NAMES = ("north", "south", "east", "west", "centre", "coast")


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a scheduler with two worker processes."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as own:
        yield own.scheduler_address


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    run = runner(tmp_path, monkeypatch, capsys)
    for name in NAMES:
        run("new", f"visits/{name}")
    return run


def test_a_cluster_leaves_what_one_process_leaves(run: Run, scheduler: str) -> None:
    here = run("build", "visits", "--to", "docx,text", "--jobs", "1", "--output", "here")
    there = run(
        "build", "visits", "--to", "docx,text", "--scheduler", scheduler, "--output", "there"
    )
    assert here.code == there.code == ExitCode.DONE, there.err
    assert there.out == here.out.replace("here/", "there/")
    assert briefs("there") == briefs("here")


def test_a_bad_visit_stops_no_other(run: Run, scheduler: str) -> None:
    Path("visits/east/visit.yaml").write_text("visit: {", encoding="utf-8")
    said = run("build", "visits", "--to", "text", "--scheduler", scheduler)
    assert said.code == ExitCode.FACTS
    assert "visits/east: 1 error" in said.err
    assert len(list(Path("output").glob("*/brief.txt"))) == len(NAMES) - 1


def test_a_worker_that_is_killed_loses_nothing_and_nothing_is_built_twice(
    run: Run, scheduler: str
) -> None:
    job = Job(Recipe(Options(("text",)), Path("output"), None))
    arriving = cluster.outcomes([(job, Path("visits", name)) for name in NAMES], scheduler)
    outcomes = [next(arriving)]
    with distributed.Client(scheduler, set_as_default=False) as client:
        pids = client.run(os.getpid)
    os.kill(next(iter(pids.values())), signal.SIGKILL)
    outcomes += arriving
    assert [outcome.visit.name for outcome in outcomes] == list(NAMES)
    assert not any(outcome.failed for outcome in outcomes)
    editions = [record for record in Path("output/.state").glob("*/*/edition.json")]
    assert len(editions) == len(NAMES)


def test_no_scheduler_there(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_SECONDS", 1)
    said = run("build", "visits", "--to", "text", "--scheduler", "tcp://127.0.0.1:9")
    assert said.code == ExitCode.USAGE
    assert "no Dask scheduler answers there" in said.err


def test_workers_of_another_version_are_refused(
    run: Run, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_check", cluster._check)
    own = cluster._tool
    monkeypatch.setattr(cluster, "_tool", lambda: own() + "x" if "pytest" in sys.modules else own())
    job = Job(Recipe(Options(("text",)), Path("output"), None))
    with pytest.raises(ClusterError, match="another briefing"):
        list(cluster.outcomes([(job, Path("visits", "north"))], scheduler))
