"""DOCX and PDF say the same, in the same order, and every numeral in them has an origin."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from lxml import etree
from pdf_file import POPPLER, page_texts, structure, structure_text
from programs import program
from word_file import W, WordFile

from briefing.blocks import (
    Block,
    Callout,
    Caption,
    Contents,
    CrossReference,
    Document,
    Figure,
    Heading,
    KeyFigures,
    Link,
    Note,
    NoteList,
    NoteRef,
    Table,
    TextRun,
    Value,
    leaves,
    plain,
)
from briefing.compose.ledger import inlines_of
from briefing.pipeline import Options, compose_visit
from briefing.theme import Theme, load_theme
from briefing.writers import WRITERS
from briefing.writers.text import text_blocks

ROOT = Path(__file__).parent.parent
VISITS = [
    ROOT / "visits" / "2025-11-26-bishkek",
    ROOT / "visits" / "2026-05-12-lisbon",
    ROOT / "tests" / "visits" / "2026-03-09-piraeus",
    ROOT / "tests" / "visits" / "2026-05-figures",
]


THEMES = [
    "default",
    *(str(ROOT / "tests" / "themes" / f"{name}.toml") for name in ("foot", "contents")),
]


@pytest.fixture(scope="module", params=THEMES, ids=lambda theme: Path(theme).stem)
def theme(request: pytest.FixtureRequest) -> Theme:
    return load_theme(request.param)


@pytest.fixture(scope="module", params=VISITS, ids=lambda path: path.name)
def document(request: pytest.FixtureRequest, theme: Theme) -> Document:
    return compose_visit(request.param, Options(), theme).document


@pytest.fixture(scope="module")
def word(document: Document, theme: Theme) -> WordFile:
    return WordFile(WRITERS["docx"].write(document, theme))


@pytest.fixture(scope="module")
def pdf(document: Document, theme: Theme, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "brief.pdf"
    path.write_bytes(WRITERS["pdf"].write(document, theme))
    return path


def squeezed(text: str) -> str:
    """Text without spaces, soft hyphens and the bars between cells: a line may end anywhere."""
    return re.sub(r"[\s\u00ad|]+", "", text)


def drawn(block: Block) -> str:
    """The words inside a chart's drawing, which the PDF holds as text."""
    if not isinstance(block, Figure):
        return ""
    return "".join(item.text for item in block.chart.drawing.items if isinstance(item, TextRun))


def test_the_word_file_says_what_the_text_form_says(document: Document, word: WordFile) -> None:
    assert word.blocks() == list(text_blocks(document, bracketed=False))


@pytest.mark.skipif(not POPPLER, reason="poppler (pdfinfo, pdftotext) is not installed")
def test_the_pdf_says_what_the_text_form_says(document: Document, pdf: Path) -> None:
    expected = []
    blocks = [b for b in text_blocks(document, bracketed=False)]
    charts = iter([drawn(b) for b in document.blocks if isinstance(b, Figure)])
    for words in blocks:
        expected.append(next(charts) if words.startswith("[Alternative text: ") else words)
    found, wanted = squeezed(structure_text(pdf)), squeezed("".join(expected))
    assert found == wanted


def test_headings_captions_and_alternative_texts_are_the_same(
    document: Document, word: WordFile
) -> None:
    headings = [plain(b.content) for b in document.blocks if isinstance(b, Heading)]
    listed = [
        plain(e.content) for b in document.blocks if isinstance(b, Contents) for e in b.entries
    ]
    blocks = word.blocks()
    assert [words for words in blocks if words in headings] == listed + headings
    alternatives = [plain(b.chart.alternative) for b in document.blocks if isinstance(b, Figure)]
    assert [w[19:-1] for w in blocks if w.startswith("[Alternative text: ")] == alternatives


def test_the_pdf_has_the_same_headings_captions_and_alternative_texts(
    document: Document, pdf: Path
) -> None:
    found = structure(pdf)
    headings = [plain(b.content) for b in document.blocks if isinstance(b, Heading)]
    assert [squeezed(words) for words in found["headings"]] == [squeezed(h) for h in headings]
    figures = [b for b in document.blocks if isinstance(b, Figure)]
    assert found["alternatives"] == [plain(f.chart.alternative) for f in figures]
    captions = [
        squeezed(
            f"{b.caption.label}. {plain(b.caption.content)}"
            if b.caption.label
            else plain(b.caption.content)
        )
        for b in document.blocks
        if isinstance(b, (Figure, Table)) and b.caption is not None
    ]
    assert [squeezed(words) for words in found["captions"]] == captions


def origins(document: Document) -> set[str]:
    """Every text that may hold digits: values, labels, captions, notes, links."""
    texts: set[str] = set()
    pages = (document.first, document.rest)
    everything = [document.title, document.subtitle]
    everything += [
        i for p in pages for i in (p.head_left, p.head_right, p.foot_left, p.foot_centre)
    ]
    for block in document.blocks:
        everything += inlines_of(block)
        texts |= _labels(block)
    for inlines in everything:
        for leaf in leaves(inlines):
            if isinstance(leaf, Value):
                texts.add(leaf.text)
            elif isinstance(leaf, NoteRef):
                texts.add(leaf.label)
        texts |= {plain((i,)) for i in inlines if isinstance(i, (Link, CrossReference))}
    return texts


def _labels(block: Block) -> set[str]:
    match block:
        case Table(caption=Caption(label=label)) | Figure(caption=Caption(label=label)):
            return {label, drawn(block)}
        case NoteList(notes=notes):
            return {note.label for note in notes if isinstance(note, Note)}
        case KeyFigures() | Callout():
            return set()
        case _:
            return set()


NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")


def test_every_numeral_of_the_word_file_has_an_origin(document: Document, word: WordFile) -> None:
    known = {n for text in origins(document) for n in NUMERAL.findall(text)}
    printed: set[str] = set()
    for paragraph in word.body.iter(W + "p"):
        words = [t.text or "" for t in paragraph.iter(W + "t") if not _is_reference(t.getparent())]
        printed |= set(NUMERAL.findall("".join(words)))
    assert printed <= known


def _is_reference(run: etree._Element) -> bool:
    style = run.find(f"{W}rPr/{W}rStyle")
    return style is not None and style.get(W + "val").startswith("NoteReference")


def test_every_numeral_of_the_pdf_has_an_origin(document: Document, pdf: Path) -> None:
    texts = page_texts(pdf.read_bytes())
    known = {n for text in origins(document) for n in NUMERAL.findall(text)}
    pages = {str(n) for n in range(1, len(texts) + 1)}
    digits = {d for n in known | pages for d in re.findall(r"\d+", n)}
    printed = {d for text in texts for d in re.findall(r"\d+", text)}
    # Raised references stand against the digit before them on the page ("2025" and "2"), so a run of
    # digits may be two: it has to split into known ones.
    assert {run for run in printed if not _splits(run, digits)} == set()


def _splits(run: str, known: set[str]) -> bool:
    return not run or any(
        run[:cut] in known and _splits(run[cut:], known) for cut in range(1, len(run) + 1)
    )


def test_microsofts_validator_finds_no_error_in_the_briefs(word: WordFile, tmp_path: Path) -> None:
    file = tmp_path / "brief.docx"
    file.write_bytes(word.content)
    done = subprocess.run(
        [program("ooxml-validator"), file], check=False, capture_output=True, text=True, timeout=120
    )
    assert json.loads(done.stdout)["errors"] == []
