"""LibreOffice opens the Word file: as many pages as it should have, and every word on them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from briefing.pipeline import Options, compose_visit
from briefing.theme import load_theme
from briefing.writers import WRITERS
from briefing.writers.text import text_blocks

ROOT = Path(__file__).parent.parent
VISITS = [
    ROOT / "visits" / "2025-11-26-bishkek",
    ROOT / "visits" / "2026-05-12-lisbon",
    ROOT / "tests" / "visits" / "2026-03-09-piraeus",
    ROOT / "tests" / "visits" / "2026-05-figures",
]


def rendered(docx: bytes, folder: Path) -> bytes:
    """The PDF that LibreOffice makes of a Word file."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    (folder / "brief.docx").write_bytes(docx)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run(
        [*command, str(folder / "brief.docx")], check=True, capture_output=True, timeout=240
    )
    return (folder / "brief.pdf").read_bytes()


def words(content: bytes) -> tuple[int, str]:
    """The number of pages, and the letters and digits on them in order of drawing."""
    document = pypdfium2.PdfDocument(content)
    try:
        text = "".join(page.get_textpage().get_text_range() for page in document)
        return len(document), letters(text)
    finally:
        document.close()


def letters(text: str) -> str:
    return re.sub(r"[^\w]+", "", text.replace("\ufffe", "")).casefold()


@pytest.mark.parametrize("visit", VISITS, ids=lambda path: path.name)
def test_libreoffice_shows_the_whole_brief(visit: Path, tmp_path: Path) -> None:
    document = compose_visit(visit, Options(), load_theme()).document
    pages, text = words(rendered(WRITERS["docx"].write(document, load_theme()), tmp_path))
    ours, _ = words(WRITERS["pdf"].write(document, load_theme()))
    assert abs(pages - ours) <= 2
    assert "errorreference" not in text
    short = [b for b in text_blocks(document, bracketed=False) if len(b) < 40 and " | " not in b]
    assert [block for block in short if letters(block) not in text] == []
