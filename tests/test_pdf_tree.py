"""What the validators do not ask: the structure reads as the text form does, and our own checks of every part."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from documents import DOCUMENTS
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pdf_cases import CASES
from pdf_checks import faults
from pdf_file import structure_text
from programs import program
from test_pdf_properties import any_blocks

from briefing.blocks import Blocks, Document, Figure, TextRun
from briefing.theme import load_theme
from briefing.writers.pdf import write_pdf
from briefing.writers.text import text_blocks


def squeezed(text: str) -> str:
    """Text without spaces, soft hyphens and the bars between cells: a line may end anywhere."""
    return re.sub(r"[\s\u00ad\u200b|]+", "", unicodedata.normalize("NFC", text))


def plain_form(document: Document) -> str:
    """The words of the text form; for a figure those inside it, which the PDF holds as text."""
    drawn = (
        "".join(item.text for item in block.chart.drawing.items if isinstance(item, TextRun))
        for block in document.blocks
        if isinstance(block, Figure)
    )
    blocks = text_blocks(document, bracketed=False)
    return "".join(
        next(drawn) if words.startswith("[Alternative text: ") else words for words in blocks
    )


@pytest.mark.parametrize("name", CASES)
def test_the_structure_reads_exactly_as_the_text_form(name: str, tmp_path: Path) -> None:
    program("pdfinfo")
    path = tmp_path / "brief.pdf"
    path.write_bytes(CASES[name].content)
    assert squeezed(structure_text(path)) == squeezed(plain_form(CASES[name].document))


@pytest.mark.parametrize("name", CASES)
def test_every_part_is_sound(name: str) -> None:
    assert faults(CASES[name].content) == []


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(st.lists(any_blocks(levels=(1,)), max_size=6).map(tuple))
def test_every_part_of_any_blocks_is_sound(blocks: Blocks) -> None:
    made = DOCUMENTS["smallest"]()
    document = Document(made.meta, made.title, (), made.first, made.rest, blocks)
    assert faults(write_pdf(document, load_theme())) == []
