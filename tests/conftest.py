"""What test modules share: the folder's plain modules (sample documents, readers) can be imported.

`--update` rewrites the golden texts and the reference pages. In CI (BRIEFING_CI is set) slow tests run too, and
no test is skipped for want of a program.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples on every run: what CI finds, a developer finds; and however slow the machine is.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")

sys.path.insert(0, str(Path(__file__).parent))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="rewrite the golden texts and the reference pages"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Slow tests are for CI and for those who ask for them."""
    if os.environ.get("BRIEFING_CI") or config.getoption("markexpr"):
        return
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="slow: runs in CI and with -m slow"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI (BRIEFING_CI is set) a test that is skipped for want of a program has failed."""
    report = yield
    if report.skipped and os.environ.get("BRIEFING_CI") and "not installed" in str(report.longrepr):
        report.outcome = "failed"
    return report
