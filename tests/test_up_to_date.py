"""A visit of which nothing changed: what answers then imports next to nothing. How fast it is, `make bench` says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from imported import PROGRAM

ALLOWED = {
    "briefing", "briefing.cli", "briefing.cli.clock", "briefing.cli.quick", "briefing.editions",
    "briefing.editions.inputs", "briefing.editions.unchanged",
}  # fmt: skip
"""The modules of ours that the answer needs."""

MOST = 40
"""Modules of the standard library that are imported beyond those of `python -c pass`; 34 on Python 3.11."""

HEAVY = {
    "typer", "rich", "pathlib", "dataclasses", "typing", "pydantic", "yaml", "jinja2", "filelock",
    "importlib.metadata", "subprocess", "sqlite3", "datetime", "inspect", "babel", "matplotlib", "docx", "reportlab",
}  # fmt: skip


def test_what_is_up_to_date_is_told_with_next_to_nothing_imported(tmp_path: Path) -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1773446400"}

    def python(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-S", "-c", PROGRAM, *arguments]
        environment["PYTHONPATH"] = os.pathsep.join(sys.path)
        return subprocess.run(
            command, check=True, capture_output=True, text=True, cwd=tmp_path, env=environment
        )

    python("new", "visits/oslo")
    build = ("build", "visits", "--to", "text")
    assert "edition 1" in python(*build).stdout
    again = python(*build)
    assert again.stdout == "output/oslo: up to date\n"
    imported = set(again.stderr.splitlines()[-1].split())
    assert {name for name in imported if name.partition(".")[0] == "briefing"} == ALLOWED
    assert imported & HEAVY == set()
    others = {name for name in imported if name.partition(".")[0] != "briefing"}
    assert len(others) <= MOST, sorted(others)
