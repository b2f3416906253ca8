"""The whole text of the sample briefs, held against the text that was last approved.

`pytest tests/test_golden.py --update` writes the new text; read the difference before committing it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.pipeline import Options, compose_visit
from briefing.theme import load_theme
from briefing.writers.text import write_text

ROOT = Path(__file__).parent.parent
VISITS = {
    "2025-11-26-bishkek": ROOT / "visits" / "2025-11-26-bishkek",
    "2026-05-12-lisbon": ROOT / "visits" / "2026-05-12-lisbon",
    "2026-03-09-piraeus": ROOT / "tests" / "visits" / "2026-03-09-piraeus",
    "2026-05-figures": ROOT / "tests" / "visits" / "2026-05-figures",
}


@pytest.mark.parametrize("name", VISITS)
def test_the_text_of_a_brief_is_the_approved_one(name: str, request: pytest.FixtureRequest) -> None:
    document = compose_visit(VISITS[name], Options(), load_theme()).document
    text = write_text(document, load_theme()).decode()
    golden = Path(__file__).parent / "golden" / f"{name}.txt"
    if request.config.getoption("--update"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
