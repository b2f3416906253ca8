"""A program that runs briefing and tells, on its error output, which modules were imported for it."""

from __future__ import annotations

PROGRAM = """
import sys
bare = set(sys.modules)
from briefing.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert not end.code, end.code
print(*sorted(set(sys.modules) - bare), file=sys.stderr)
"""
