"""Rendered pages: no words lie on others, none is beside its column, and the pages look as approved.

`pytest tests/test_pdf_layout.py --update` renders the reference pages anew; look at them before committing.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from documents import DOCUMENTS
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from page_boxes import outside, overlaps
from pdf_cases import CASES
from PIL import Image, ImageChops
from test_pdf_properties import INLINES, any_blocks

from briefing.blocks import Blocks, Document, Inlines
from briefing.theme import load_theme
from briefing.writers.pdf import write_pdf
from briefing.writers.pdf.inlines import Inliner
from briefing.writers.pdf.paragraph import set_paragraph
from briefing.writers.pdf.shaping import Ink
from briefing.writers.pdf.tagging import Element

PAGES = Path(__file__).parent / "pages"
FAILED = PAGES / "failed"
REFERENCES = {"first-visit": (1, 2, 3), "notes-at-foot": (1,)}
DPI, GREYS, LARGEST = 48, 16, 20 * 1024
# A pixel differs if it is lighter or darker by more than this; a page, if more than this share of them is.
PIXEL, SHARE = 64, 0.002


@pytest.mark.parametrize("name", CASES)
def test_no_words_lie_on_other_words(name: str) -> None:
    assert overlaps(CASES[name].content) == []


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_in_the_margins_or_over_the_edge(name: str) -> None:
    assert outside(CASES[name].content, CASES[name].theme.page) == []


def test_lines_set_too_close_and_margins_drawn_over_are_found() -> None:
    theme = load_theme()
    roles = {**theme.roles, "body": replace(theme.role("body"), leading=5.0)}
    document = DOCUMENTS["typical"]()
    assert overlaps(write_pdf(document, replace(theme, roles=roles)))
    assert outside(write_pdf(document, theme), replace(theme.page, right=120))


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(st.lists(any_blocks(), max_size=6).map(tuple))
def test_any_blocks_stay_apart_and_inside(blocks: Blocks) -> None:
    made = DOCUMENTS["smallest"]()
    document = Document(made.meta, made.title, (), made.first, made.rest, blocks)
    content = write_pdf(document, load_theme())
    assert overlaps(content) == []
    assert outside(content, load_theme().page) == []


@settings(max_examples=200, deadline=None)
@given(
    st.lists(INLINES, min_size=1, max_size=6),
    st.floats(40, 500),
    st.sampled_from(["body", "table"]),
)
def test_no_line_is_wider_than_its_column(
    inlines: list[Inlines], measure: float, role: str
) -> None:
    theme = load_theme()
    inliner = Inliner(theme, "en", frozenset(), {})
    look = theme.role(role)
    pieces = inliner.pieces(tuple(i for one in inlines for i in one), Ink.of(look), Element("P"))
    setting = set_paragraph(pieces, look, measure, theme.fonts)
    assert [line.width for line in setting.lines if line.width > measure + 0.05] == []


@pytest.mark.parametrize(
    ("name", "number"), [(n, p) for n, pages in REFERENCES.items() for p in pages]
)
def test_a_page_looks_as_approved(name: str, number: int, request: pytest.FixtureRequest) -> None:
    shown = rendered(CASES[name].content, number)
    reference = PAGES / f"{name}-{number}.png"
    if request.config.getoption("--update"):
        PAGES.mkdir(exist_ok=True)
        shown.save(reference, optimize=True)
    assert reference.stat().st_size <= LARGEST
    approved = Image.open(reference).convert("L")
    assert shown.size == approved.size
    difference = ImageChops.difference(shown.convert("L"), approved)
    changed = sum(difference.histogram()[PIXEL:]) / (shown.width * shown.height)
    if changed > SHARE:
        FAILED.mkdir(exist_ok=True)
        shown.save(FAILED / reference.name)
        ImageChops.invert(difference).save(FAILED / f"{reference.stem}-difference.png")
        pytest.fail(f"{changed:.2%} of the page differs from {reference.name}; see {FAILED}")


def rendered(content: bytes, number: int) -> Image.Image:
    """One page, small, in a few greys."""
    opened = pypdfium2.PdfDocument(content)
    picture: Image.Image = (
        opened[number - 1].render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
    )
    opened.close()
    step = 255 / (GREYS - 1)
    return picture.point([round(round(grey / step) * step) for grey in range(256)]).quantize(GREYS)
