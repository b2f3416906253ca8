"""Many visits at once: the same files as one by one; a bad visit, and a process that dies, stop no other."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import Run, briefs, runner

from briefing.cli import pool
from briefing.cli.jobs import Job, Outcome, Recipe
from briefing.errors import ExitCode
from briefing.pipeline.preparing import Options

NAMES = ("north", "south", "east", "west", "centre")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    run = runner(tmp_path, monkeypatch, capsys)
    for name in NAMES:
        run("new", f"visits/{name}")
    return run


def job(output: str = "output") -> Job:
    return Job(Recipe(Options(("text",)), Path(output), None))


def tasks() -> list[pool.Task]:
    own = job()
    return [(own, path) for path in paths()]


def paths() -> list[Path]:
    return [Path("visits", name) for name in NAMES]


def test_two_processes_leave_what_one_leaves(run: Run) -> None:
    one = run("build", "visits", "--to", "docx,text", "--jobs", "1", "--output", "one")
    two = run("build", "visits", "--to", "docx,text", "--jobs", "2", "--output", "two")
    assert one.code == two.code == ExitCode.DONE
    assert two.out == one.out.replace("one/", "two/")
    assert briefs("two") == briefs("one")


def test_nothing_is_left_to_do_the_second_time(run: Run) -> None:
    run("build", "visits", "--to", "text", "--jobs", "2")
    said = run("build", "visits", "--to", "text", "--jobs", "2")
    assert said.out.count("up to date") == len(NAMES) + 1


def test_a_bad_visit_stops_no_other(run: Run) -> None:
    Path("visits/east/visit.yaml").write_text("visit: {", encoding="utf-8")
    said = run("build", "visits", "--to", "text", "--jobs", "2")
    assert said.code == ExitCode.FACTS
    assert "visits/east: 1 error" in said.err
    assert sorted(path.parent.name for path in Path("output").glob("*/brief.txt")) == sorted(
        {*NAMES} - {"east"}
    )


def test_what_was_built_before_a_stop_is_not_built_again(run: Run) -> None:
    arriving = pool.outcomes(tasks(), 2)
    first = next(arriving)
    assert first.made is not None
    arriving.close()  # type: ignore[attr-defined]
    again = list(pool.outcomes(tasks(), 2))
    assert again[0].made is None
    assert all(not outcome.failed for outcome in again)


def test_two_visits_of_one_name_are_refused(run: Run) -> None:
    run("new", "others/north")
    said = run("build", "visits", "others", "--to", "text", "--jobs", "2")
    assert said.code == ExitCode.USAGE
    assert "where visits/north has just gone" in said.err


def _dies_at(name: str, times: int) -> Iterator[None]:
    """A visit at whose building the process ends, so many times."""
    counter = Path("died")
    real = Job.built

    def dying(self: Job, visit: Path) -> Outcome:
        done = len(counter.read_bytes()) if counter.exists() else 0
        if visit.name == name and done < times:
            with counter.open("ab") as file:
                file.write(b".")
            os.kill(os.getpid(), signal.SIGKILL)
        return real(self, visit)

    Job.built = dying  # type: ignore[method-assign]
    yield
    Job.built = real  # type: ignore[method-assign]


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that know what the test has put in place of the real thing."""
    context = pool.multiprocessing.get_context("fork")
    monkeypatch.setattr(pool.multiprocessing, "get_context", lambda _: context)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the test needs fork")
@pytest.mark.parametrize("times", [1, 2, 3, 9])
def test_a_process_that_dies_is_replaced_and_its_visits_built_once(
    run: Run, forked: None, times: int
) -> None:
    dying = _dies_at("east", times)
    next(dying)
    found = list(pool.outcomes(tasks(), 2))
    next(dying, None)
    assert [outcome.visit for outcome in found] == paths()
    failed = [outcome for outcome in found if outcome.failed]
    if times < 3:
        assert failed == []
    else:
        (east,) = failed
        assert east.visit.name == "east"
        assert "the process that built it ended" in east.diagnostics[0].message
    editions = list(Path("output").glob("*/editions/*"))
    assert len({path.parent.parent.name for path in editions}) == len(found) - len(failed)
    assert len(editions) == len(found) - len(failed)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the test needs fork")
def test_a_fault_of_our_own_stops_no_other(
    run: Run, forked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Job.built

    def faulty(self: Job, visit: Path) -> Outcome:
        if visit.name == "west":
            raise ZeroDivisionError("oh")
        return real(self, visit)

    monkeypatch.setattr(Job, "built", faulty)
    found = list(pool.outcomes(tasks(), 2))
    (west,) = (outcome for outcome in found if outcome.failed)
    assert west.code == ExitCode.OUR_FAULT
    assert "ZeroDivisionError: oh" in west.diagnostics[0].message


def test_processes_make_room_for_others_without_end(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_TASKS", 1)
    outcomes = list(pool.outcomes(tasks(), 2))  # five visits, two at a time: three pools
    assert [outcome.visit.name for outcome in outcomes] == list(NAMES)
    assert not any(outcome.failed for outcome in outcomes)
