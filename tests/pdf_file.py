"""Reads a PDF with poppler and pypdfium2: what tests judge the PDF writer by."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2

POPPLER = shutil.which("pdfinfo") is not None and shutil.which("pdftotext") is not None


def structure_text(path: Path) -> str:
    """The words of the structure tree in reading order, without artifacts and bullets (poppler)."""
    done = subprocess.run(
        ["pdfinfo", "-struct-text", str(path)], capture_output=True, text=True, check=True
    )
    words = re.findall(r'^\s*"(.*)"$', done.stdout, re.MULTILINE)
    return "".join(one for one in words if one != "•")


def page_texts(content: bytes) -> list[str]:
    """The text of each page, furniture included (pypdfium2)."""
    document = pypdfium2.PdfDocument(content)
    try:
        texts = []
        for page in document:
            textpage = page.get_textpage()
            texts.append(textpage.get_text_range())
            textpage.close()
            page.close()
        return texts
    finally:
        document.close()
