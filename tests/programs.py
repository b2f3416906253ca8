"""The programs that judge our files: where they are, or a skipped test. In CI none may be missing."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

_NODE = Path(__file__).parent / "tools" / "node_modules" / ".bin"


def program(name: str) -> str:
    """The path of a program: of the system (servers are in /usr/sbin), or of `npm install --prefix tests/tools`.

    Without it the test is skipped; in CI (BRIEFING_CI is set) it fails.
    """
    found = shutil.which(name) or shutil.which(name, path=f"/usr/sbin{os.pathsep}{_NODE}")
    return found or wanting(name)


def wanting(name: str) -> NoReturn:
    """Skip the test for want of a program or a package of the system; in CI it fails."""
    if os.environ.get("BRIEFING_CI"):
        pytest.fail(f"{name} is not installed, and in CI no test is skipped for want of a program")
    pytest.skip(f"{name} is not installed")
