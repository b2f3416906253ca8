"""The state folder on a branch: what was saved comes back byte for byte, and nothing is overwritten."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from briefing.cli import main
from briefing.cli.state_branch import StateBranch
from briefing.errors import ExitCode, StateError

BRANCH = "briefing-state"


def git(*arguments: str | Path, at: Path) -> str:
    run = subprocess.run(["git", *map(str, arguments)], cwd=at, check=True, capture_output=True)
    return run.stdout.decode().strip()


@pytest.fixture(autouse=True)
def plain_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Git without anybody's settings."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Test")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "test@example.org")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A repository to clone, whose attributes would change the ends of lines, were they heeded."""
    origin, work = tmp_path / "origin.git", tmp_path / "work"
    git("init", "--quiet", "--bare", "--initial-branch=main", origin, at=tmp_path)
    git("clone", "--quiet", origin, work, at=tmp_path)
    (work / ".gitattributes").write_text("* text=auto eol=crlf\n")
    (work / ".gitignore").write_text("output/\n*.sqlite\n")
    git("checkout", "--quiet", "-b", "main", at=work)
    git("add", ".", at=work)
    git("commit", "--quiet", "-m", "A start", at=work)
    git("commit", "--quiet", "--allow-empty", "-m", "More", at=work)
    git("push", "--quiet", "origin", "main", at=work)
    return origin


def clone(bare: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> StateBranch:
    """A fresh, shallow clone, as jobs have it, and its state folder; that is the folder to be in."""
    place = bare.parent / name
    git("clone", "--quiet", "--depth=1", f"file://{bare}", place, at=bare.parent)
    monkeypatch.chdir(place)
    return StateBranch(Path("output/.state"))


def put(folder: Path, **contents: bytes) -> None:
    for name, content in contents.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def told(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".cache" not in path.parts
    }


CONTENT = {
    "Besuch in Köln/1/facts.yaml": b"a: b\r\nc: d\n",
    "oslo/1/edition.json": b"{}\n",
    "deliveries.sqlite": b"SQLite format 3\0\r\n\xff",
}


def fill(folder: Path) -> None:
    for name, content in CONTENT.items():
        put(folder, **{name: content})


def test_what_was_saved_comes_back_in_another_clone(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever git would do with the ends of lines, and whatever it is told to ignore."""
    first = clone(bare, "first", monkeypatch)
    assert not first.restore(first=True)
    fill(first.folder)
    put(first.folder, deliveries_dot_sqlite_dot_lock=b"", _dot_cache__locks__oslo_dot_lock=b"")
    assert first.save("State")
    assert git("status", "--porcelain", at=Path()) == ""

    second = clone(bare, "second", monkeypatch)
    assert second.restore()
    assert told(second.folder) == CONTENT
    assert git("status", "--porcelain", at=Path()) == ""


def test_what_has_not_changed_is_not_saved(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = clone(bare, "first", monkeypatch)
    first.restore(first=True)
    assert not first.save("Nothing at all")
    fill(first.folder)
    assert first.save("State")
    assert not first.save("State")
    second = clone(bare, "second", monkeypatch)
    second.restore()
    assert not second.save("State")
    assert git("rev-list", "--count", BRANCH, at=bare) == "1"


def test_the_branch_has_the_state_and_nothing_else(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2):
        job = clone(bare, str(number), monkeypatch)
        job.restore(first=number == 1)
        put(job.folder, **{f"oslo/{number}/edition.json": b"{}"})
        assert job.save(f"State {number}")
    names = git("ls-tree", "-r", "--name-only", BRANCH, at=bare).splitlines()
    assert names == ["oslo/1/edition.json", "oslo/2/edition.json"]
    assert git("rev-list", "--count", BRANCH, at=bare) == "2"
    assert git("rev-list", "--count", "main", at=bare) == "2"


def test_without_a_branch_only_a_first_run_begins(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = clone(bare, "first", monkeypatch)
    with pytest.raises(StateError, match="there is no branch briefing-state at origin") as end:
        job.restore()
    assert "--first-run" in str(end.value)
    assert not job.folder.exists()


def test_a_repository_out_of_reach_is_no_first_run(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = clone(bare, "first", monkeypatch)
    bare.rename(bare.with_name("away.git"))
    with pytest.raises(StateError, match="cannot be restored"):
        job.restore(first=True)


def test_of_two_runs_at_once_one_is_refused(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = clone(bare, "one", monkeypatch)
    one.restore(first=True)
    other = clone(bare, "other", monkeypatch)
    other.restore(first=True)
    put(other.folder, oslo__1__edition=b"of the other")
    assert other.save("Other")
    monkeypatch.chdir(bare.parent / "one")
    put(one.folder, oslo__1__edition=b"of the one")
    with pytest.raises(StateError, match="another run has saved to briefing-state"):
        one.save("One")
    assert git("show", f"{BRANCH}:oslo/1/edition", at=bare) == "of the other"


def test_it_is_pushed_again_when_a_line_broke(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paused: list[float] = []

    def sleep(pause_s: float) -> None:
        paused.append(pause_s)
        if len(paused) == 2:
            hook.unlink()

    clone(bare, "first", monkeypatch)
    job = StateBranch(Path("output/.state"), sleep=sleep)
    job.restore(first=True)
    fill(job.folder)
    hook = bare / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    assert job.save("State")
    assert len(paused) == 2


def test_it_gives_up_with_what_git_said(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = clone(bare, "first", monkeypatch)
    job.restore(first=True)
    fill(job.folder)
    hook = bare / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'no room left' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(StateError, match="no room left"):
        job.save("State")


def test_what_was_not_saved_is_not_restored_over(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = clone(bare, "first", monkeypatch)
    job.restore(first=True)
    fill(job.folder)
    with pytest.raises(StateError, match="were not saved"):
        job.restore(first=True)
    job.save("State")
    assert job.restore()
    assert told(job.folder) == CONTENT


def test_a_folder_that_was_not_restored_is_not_saved(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a run whose restoring was forgotten would undo all that was known."""
    job = clone(bare, "first", monkeypatch)
    fill(job.folder)
    with pytest.raises(StateError, match="was not restored"):
        job.save("State")


def test_another_ledger_takes_the_place_of_the_folders(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = clone(bare, "first", monkeypatch)
    job.restore(first=True)
    fill(job.folder)
    put(job.folder, **{"deliveries.sqlite-journal": b"of the folder's own"})
    Path("reserved").write_bytes(b"reserved")
    assert job.save("State", ledger=Path("reserved"))
    assert git("show", f"{BRANCH}:deliveries.sqlite", at=bare) == "reserved"
    assert "deliveries.sqlite-journal" not in git("ls-tree", "--name-only", BRANCH, at=bare)
    assert job.save("State", ledger=Path("there is none"))
    assert "deliveries.sqlite-journal" in git("ls-tree", "--name-only", BRANCH, at=bare)


def test_a_login_is_not_told(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clone(bare, "first", monkeypatch)
    away = "https://briefing:s3cret@127.0.0.1:9/nowhere.git"
    with pytest.raises(StateError) as end:
        StateBranch(Path("output/.state"), away).restore(first=True)
    assert "s3cret" not in str(end.value)


def test_the_command(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clone(bare, "first", monkeypatch)
    monkeypatch.setenv("CI_JOB_URL", "https://gitlab.example/jobs/7")
    for arguments, code, line in (
        (["restore"], ExitCode.WRITING, ""),
        (["save"], ExitCode.WRITING, ""),
        (["restore", "--first-run"], 0, "output/.state: a first run, nothing to restore\n"),
        (["save"], 0, "output/.state: briefing-state has it already\n"),
    ):
        with pytest.raises(SystemExit) as end:
            main(["state", *arguments])
        assert (end.value.code, capsys.readouterr().out) == (code, line)
    fill(Path("output/.state"))
    with pytest.raises(SystemExit):
        main(["state", "save"])
    assert capsys.readouterr().out == "output/.state: saved to briefing-state\n"
    assert "jobs/7" in git("log", "-1", "--format=%B", BRANCH, at=bare)
