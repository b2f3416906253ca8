"""What a build imports: each format only its own libraries. Modules are counted, not seconds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from imported import PROGRAM

# What a format must leave alone, and how many modules it may import beyond those of an empty program.
FORMATS = {
    "text": ({"docx", "lxml", "reportlab", "pikepdf", "pyphen"}, 950),
    "pdf": ({"docx", "lxml", "pikepdf"}, 1_030),
    "docx": ({"reportlab", "pyphen", "pikepdf"}, 1_080),
}
NEVER = {"smtplib", "keyring", "pyhanko", "cryptography", "matplotlib.pyplot"}


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_imports_its_own_libraries_alone(name: str, tmp_path: Path) -> None:
    foreign, most = FORMATS[name]
    imported = build(name, tmp_path)
    assert imported & (foreign | NEVER) == set()
    assert len(imported) <= most, len(imported)


def build(name: str, folder: Path) -> set[str]:
    """The modules that building the example in a format imports."""
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": "1773446400",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }

    def python(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-S", "-c", PROGRAM, *arguments],
            check=True, capture_output=True, text=True, cwd=folder, env=environment,
        )  # fmt: skip

    python("new", "visits/oslo")
    return set(python("build", "visits", "--to", name).stderr.splitlines()[-1].split())
