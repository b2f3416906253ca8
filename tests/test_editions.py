"""An edition is kept wholly or not at all: killed, refused or out of disk at any step, nothing is lost."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from briefing.editions import files
from briefing.editions.history import Evidence, History
from briefing.editions.record import Record
from briefing.errors import BriefingError, StateError, WriteError

VISIT = "oslo"
ONE = {"brief.docx": b"word one", "brief.pdf": b"pdf one", "brief.ledger.json": b"{}"}
TWO = {"brief.docx": b"word two", "brief.pdf": b"pdf two", "brief.ledger.json": b"{ }"}
THREE = {"brief.docx": b"word three", "brief.pdf": b"pdf two", "brief.ledger.json": b"{ }"}


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def record(number: int, contents: dict[str, bytes], revision: int = 0) -> Record:
    return Record(
        visit=VISIT,
        number=number,
        revision=revision,
        as_of="2026-03-12",
        content=digest(str(number).encode()),
        fingerprint="ab12 cd34",
        build=digest(f"{number} {revision}".encode()),
        title="A visit",
        language="en-GB",
        files={name: digest(content) for name, content in contents.items()},
    )


def evidence(number: int) -> Evidence:
    return Evidence(f"facts {number}".encode(), b"{}", b"[]")


@pytest.fixture(autouse=True)
def _quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test pulls the plug: waiting for the disk would only take time."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "output", tmp_path / "state")


def first(history: History) -> None:
    history.settle(VISIT)
    history.keep(record(1, ONE), ONE, evidence(1))


def second(history: History) -> None:
    history.settle(VISIT)
    history.keep(record(2, TWO), TWO, evidence(2))


def revised(history: History) -> None:
    history.settle(VISIT)
    history.keep(record(2, THREE, 1), THREE, evidence(2))


def withdrawn(history: History) -> None:
    history.settle(VISIT)
    history.withdraw(VISIT, 1, "a wrong figure")


def pruned(history: History) -> None:
    history.settle(VISIT)
    history.prune(VISIT, 1)


Step = Callable[[History], None]
STEPS: dict[str, tuple[list[Step], Step]] = {
    "the first edition": ([], first),
    "the second edition": ([first], second),
    "an edition revised": ([first, second], revised),
    "a withdrawal": ([first], withdrawn),
    "old documents removed": ([first, second], pruned),
}
"""What is there before, and the step that something happens to."""


def whole(history: History) -> int:
    """The number of the last edition, of which every document and record must be in order; 0: none."""
    last = history.last(VISIT)
    if last is None:
        return 0
    assert set(history.documents(last)) == set(last.files), "each file is as it was built"
    assert history.facts(last) == f"facts {last.number}".encode()
    return last.number


def left_over(history: History) -> list[str]:
    """Files and folders under names that only a step in the middle uses."""
    roots = (history.output, history.state)
    names = [path for root in roots if root.exists() for path in root.rglob(".*")]
    return [str(path) for path in names if path.suffix in (".new", ".old")]


def contents(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


# --------------------------------------------------------------------- what an edition leaves


def test_each_edition_keeps_its_documents_and_the_last_lies_open(history: History) -> None:
    first(history)
    second(history)
    assert history.numbers(VISIT) == (1, 2)
    assert history.documents(history.record(VISIT, 1)) == ONE
    opened = {p.name: p.read_bytes() for p in (history.output / VISIT).iterdir() if p.is_file()}
    assert {**TWO, "brief.manifest.json": opened["brief.manifest.json"]} == opened
    assert left_over(history) == []


def test_a_revision_replaces_the_documents_of_the_same_edition(history: History) -> None:
    for step in (first, second, revised):
        step(history)
    assert history.numbers(VISIT) == (1, 2)
    last = history.last(VISIT)
    assert last is not None
    assert (last.revision, history.documents(last)) == (1, THREE)


def test_a_format_not_asked_for_again_stays_with_its_edition(history: History) -> None:
    first(history)
    only = {"brief.pdf": b"pdf anew"}
    kept = Record(
        **{
            **as_fields(record(1, ONE, 1)),
            "files": {**record(1, ONE).files, **record(1, only).files},
        }
    )
    history.keep(kept, only, evidence(1))
    assert history.documents(kept) == {**ONE, **only}


def as_fields(record: Record) -> dict[str, object]:
    return {name: getattr(record, name) for name in Record.__dataclass_fields__}


def test_old_documents_are_bounded_and_their_records_are_not(history: History) -> None:
    first(history)
    second(history)
    assert history.prune(VISIT, 1) == (1,)
    assert history.numbers(VISIT) == (1, 2)
    assert history.facts(history.record(VISIT, 1)) == b"facts 1"
    assert history.documents(history.record(VISIT, 1)) == {}
    assert whole(history) == 2


def test_an_edited_document_is_no_document_of_the_edition(history: History) -> None:
    first(history)
    for place in (history.output / VISIT, history.output / VISIT / "editions" / "1"):
        (place / "brief.docx").write_bytes(b"edited")
    assert set(history.documents(history.record(VISIT, 1))) == {"brief.pdf", "brief.ledger.json"}


def test_an_edited_file_is_refused_before_anything_is_written(history: History) -> None:
    first(history)
    (history.output / VISIT / "brief.docx").write_bytes(b"the minister's own words")
    before = contents(history.output) | contents(history.state)
    with pytest.raises(WriteError, match="--force"):
        second(history)
    assert contents(history.output) | contents(history.state) == before


def test_a_withdrawal_is_noted_with_its_reason(history: History) -> None:
    first(history)
    withdrawn(history)
    assert history.withdrawals(VISIT) == {1: "a wrong figure"}
    with pytest.raises(StateError, match="no such edition"):
        history.withdraw(VISIT, 7, "never was")


def test_editions_of_a_lost_state_folder_are_known_to_be_there(history: History) -> None:
    first(history)
    second(history)
    (history.state / VISIT).rename(history.state / "elsewhere")
    history.settle(VISIT)
    assert history.unknown(VISIT) == (1, 2), "and settling removed none of them"


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b"null", b'{"visit": "oslo"}', b"\xff\xfe", b"[" * 100_000]
)
def test_a_damaged_record_is_told_with_its_place(history: History, damage: bytes) -> None:
    first(history)
    path = history.state / VISIT / "1" / "edition.json"
    path.write_bytes(damage)
    with pytest.raises(StateError) as told:
        history.last(VISIT)
    (diagnostic,) = told.value.diagnostics
    assert diagnostic.place.file == path.as_posix()


def test_a_record_survives_its_json() -> None:
    kept = record(3, TWO, 2)
    assert Record.from_json(kept.to_json()) == kept


# ---------------------------------------------------------------------------- kill and failure


class Counted:
    """Counts the steps that change the file system; at one of them `happen` is called instead."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, at: int, happen: Callable[[str], None]
    ) -> None:
        self.steps = 0
        for name in ("write", "replace", "remove", "make"):
            monkeypatch.setattr(files, name, self._counted(getattr(files, name), name, at, happen))

    def _counted(
        self, function: Callable[..., None], name: str, at: int, happen: Callable[[str], None]
    ) -> Callable[..., None]:
        def counted(*arguments: object) -> None:
            self.steps += 1
            if self.steps - 1 == at:
                if name == "write":  # a write ends in the middle
                    path, content = arguments
                    assert isinstance(path, Path)
                    assert isinstance(content, bytes)
                    path.write_bytes(content[: len(content) // 2])
                happen(name)
            function(*arguments)

        return counted


def steps_of(step: Step, before: list[Step], folder: Path) -> int:
    """How many steps there are at which something can happen."""
    with pytest.MonkeyPatch.context() as patch:
        history = History(folder / "output", folder / "state")
        for each in before:
            each(history)
        counted = Counted(patch, -1, lambda _: None)
        step(history)
    return counted.steps


def expected(before: list[Step], step: Step, folder: Path) -> dict[str, bytes]:
    """What is there in the end if nothing happens."""
    history = History(folder / "output", folder / "state")
    for each in (*before, step):
        each(history)
    return contents(folder)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are killed by way of fork")
@pytest.mark.parametrize("name", STEPS)
def test_killed_at_any_step_the_last_edition_is_whole_and_the_next_run_ends_the_work(
    tmp_path: Path, name: str
) -> None:
    before, step = STEPS[name]
    end = expected(before, step, tmp_path / "expected")
    for at in range(steps_of(step, before, tmp_path / "counted")):
        folder = tmp_path / f"killed-{at}"
        history = History(folder / "output", folder / "state")
        for each in before:
            each(history)
        last = whole(history)
        killed(lambda history=history, at=at: step(interrupted(history, at)))  # type: ignore[misc]

        history.settle(VISIT)
        assert whole(history) in (last, last + 1), at
        assert history.unknown(VISIT) == (), at
        step(history)
        assert contents(folder) == end, at
        assert left_over(history) == [], at


def interrupted(history: History, at: int) -> History:
    Counted(pytest.MonkeyPatch(), at, lambda _: os._exit(9))
    return history


def killed(work: Callable[[], None]) -> None:
    """Run `work` in a process of its own that ends without a word in the middle of it."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


FAULTS = {
    "disk full": OSError(errno.ENOSPC, "No space left on device"),
    "read-only": OSError(errno.EROFS, "Read-only file system"),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", STEPS)
def test_refused_at_any_step_the_last_edition_is_whole_and_the_error_says_why(
    tmp_path: Path, name: str, fault: str
) -> None:
    before, step = STEPS[name]

    def refuse(_: str) -> None:
        raise FAULTS[fault]

    end = expected(before, step, tmp_path / "expected")
    for at in range(steps_of(step, before, tmp_path / "counted")):
        folder = tmp_path / f"refused-{at}"
        history = History(folder / "output", folder / "state")
        for each in before:
            each(history)
        last = whole(history)
        with pytest.MonkeyPatch.context() as patch:
            Counted(patch, at, refuse)
            try:
                step(history)
            except BriefingError as told:
                assert "the disk is full" in str(told) or "read-only" in str(told)
        history.settle(VISIT)
        assert whole(history) in (last, last + 1), at
        assert history.unknown(VISIT) == (), at
        step(history)
        assert contents(folder) == end, at
        assert left_over(history) == [], at


def test_no_exception_but_our_own_leaves_when_the_disk_fills(tmp_path: Path) -> None:
    """The fault is a diagnostic at every single step, never a bare OSError."""
    for at in each_step(second, [first], tmp_path / "counted"):
        history = History(tmp_path / str(at) / "output", tmp_path / str(at) / "state")
        first(history)
        with pytest.MonkeyPatch.context() as patch:

            def full(_: str) -> None:
                raise OSError(errno.ENOSPC, "No space left on device")

            Counted(patch, at, full)
            with pytest.raises(WriteError, match="the disk is full"):
                second(history)


def each_step(step: Step, before: list[Step], folder: Path) -> Iterator[int]:
    yield from range(steps_of(step, before, folder))
