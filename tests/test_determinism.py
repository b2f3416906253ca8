"""The same facts give the same bytes: in another process, with another hash seed, in another place."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
VISITS = [
    ROOT / "visits" / "2025-11-26-bishkek",
    ROOT / "visits" / "2026-05-12-lisbon",
    ROOT / "tests" / "visits" / "2026-03-09-piraeus",
    ROOT / "tests" / "visits" / "2026-05-figures",
]
_SCRIPT = """
import hashlib, sys
from pathlib import Path
from briefing.pipeline import Options, build
built = build(Path(sys.argv[1]), Options(formats=("docx", "pdf", "text")))
for name, content in [*built.files.items(), ("ledger", built.ledger)]:
    sys.stdout.write(name + " " + hashlib.sha256(content).hexdigest() + "\\n")
"""


def built(visit: Path, seed: str, zone: str, folder: Path) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", _SCRIPT, str(visit)]
    done = subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.parametrize("visit", VISITS, ids=lambda path: path.name)
def test_two_processes_write_the_same_bytes(visit: Path, tmp_path: Path) -> None:
    first = built(visit, "1", "Asia/Bishkek", ROOT)
    assert first == built(visit, "2", "America/Lima", tmp_path)
    assert len(first.splitlines()) == 4


def test_making_one_format_changes_no_byte_of_another() -> None:
    from briefing.pipeline import Options, build

    alone = build(VISITS[0], Options(formats=("docx",))).files["brief.docx"]
    together = build(VISITS[0], Options(formats=("pdf", "docx"))).files["brief.docx"]
    assert hashlib.sha256(alone).digest() == hashlib.sha256(together).digest()
