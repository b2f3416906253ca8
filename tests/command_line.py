"""The command line as tests run it: in an empty folder, on a fixed day, with what it said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from briefing.cli import main

VISIT = "visits/example"
FACTS = f"{VISIT}/visit.yaml"
BUILT = "output/example"
DAY = "1700000000"
"""14 November 2023, in seconds since 1970."""


class Said(NamedTuple):
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]


def runner(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """`run("build", …)` in `folder`, on a fixed day."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)

    def run(*arguments: str) -> Said:
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main(arguments)
        said = capsys.readouterr()
        assert isinstance(end.value.code, int)
        return Said(end.value.code, said.out, said.err)

    return run


def edit(old: str, new: str, file: str = FACTS) -> None:
    """Change words in the facts file; they must be there."""
    path = Path(file)
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def files(folder: str) -> dict[str, bytes]:
    """Everything below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in Path(folder).rglob("*")
        if path.is_file()
    }


def briefs(folder: str) -> dict[str, bytes]:
    """The briefs in an output folder, without what is kept for the next run."""
    return {
        name: content
        for name, content in files(folder).items()
        if not name.startswith((".", "deliveries")) and "/." not in name
    }
