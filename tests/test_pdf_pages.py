"""The PDF as pages: what a reader copies is what was written, and nothing lies on anything else."""

from __future__ import annotations

import ctypes
import io
import re
import unicodedata
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from documents import DOCUMENTS, MARKUP, said
from page_boxes import Ink, characters
from pdf_file import POPPLER, page_texts, structure_text
from pypdfium2 import raw

from briefing.blocks import (
    Document,
    Furniture,
    Link,
    Paragraph,
    Table,
    Text,
    Value,
)
from briefing.theme import load_theme
from briefing.writers.pdf import write_pdf

THEME = load_theme()


@pytest.fixture(scope="module", params=DOCUMENTS)
def document(request: pytest.FixtureRequest) -> Document:
    return DOCUMENTS[request.param]()


@pytest.fixture(scope="module")
def content(document: Document) -> bytes:
    return write_pdf(document, THEME)


def squeezed(words: str) -> str:
    """Text without spaces, line ends and soft hyphens (U+FFFE from pypdfium2): a line may end anywhere."""
    return re.sub(r"[\s\u00ad\ufffe\u200b|]+", "", unicodedata.normalize("NFC", words))


def one_page(*blocks: Paragraph | Table, furniture: Furniture | None = None) -> bytes:
    made = DOCUMENTS["smallest"]()
    shown = furniture or made.first
    return write_pdf(Document(made.meta, made.title, (), shown, shown, blocks), THEME)


def test_what_is_drawn_in_capitals_reads_as_written(content: bytes) -> None:
    text = "".join(page_texts(content))
    assert "BOTTOM LINE" not in text
    assert "VISIT BRIEF" not in text


def test_ligatures_read_as_their_letters_and_letters_of_a_title_as_one_word() -> None:
    text = "".join(page_texts(write_pdf(DOCUMENTS["typical"](), THEME)))
    assert "difficult official files" in text
    assert "Bottom line" in text
    assert "Check before use" in text


def test_letterspacing_is_not_made_of_moves_which_readers_take_for_spaces() -> None:
    content = write_pdf(DOCUMENTS["typical"](), THEME)
    tracked = "0"
    seen = 0
    with pikepdf.open(io.BytesIO(content)) as opened:
        for page in opened.pages:
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tc":
                    tracked = str(operands[0])
                elif str(operator) == "TJ" and float(tracked):
                    seen += 1
                    moves = [
                        float(one) for one in operands[0] if not isinstance(one, pikepdf.String)
                    ]
                    assert all(move > -60 for move in moves), moves
            assert float(tracked) == 0
    assert seen
    assert "Bottom line" in page_texts(content)[0]


def test_hard_words_read_as_written() -> None:
    text = squeezed("".join(page_texts(write_pdf(DOCUMENTS["awkward"](), THEME))))
    for words in (
        MARKUP,
        "Өмүрбекова Чынара",
        "Χατζηδημητρίου, Υπουργός",
        "Nguyễn Thị Phương Thảo",
    ):
        assert squeezed(words) in text


@pytest.mark.skipif(not POPPLER, reason="poppler (pdfinfo, pdftotext) is not installed")
def test_words_at_line_ends_are_not_joined_nor_hyphenated_for_good(tmp_path: Path) -> None:
    words = "considerable international circumstances notwithstanding the responsibilities " * 12
    path = tmp_path / "lines.pdf"
    path.write_bytes(one_page(said(words.strip())))
    read = structure_text(path).replace("\u00ad", "")
    assert words.strip() in read


def test_nothing_is_outside_the_margins(content: bytes) -> None:
    page = THEME.page
    for shown in characters(content):
        for one in shown:
            assert one.left >= page.left - 1.5, one
            assert one.right <= page.width - page.right + 1.5, one
            assert 10 < one.bottom < one.top < page.height - 10, one


def test_no_character_lies_on_another(content: bytes) -> None:
    """Not on one of another line: neighbours on a line may touch."""
    for shown in characters(content):
        rows: dict[int, list[Ink]] = {}
        for one in shown:
            rows.setdefault(int(one.bottom // 20), []).append(one)
        for key, row in rows.items():
            for one in row:
                for other in (*row, *rows.get(key + 1, [])):
                    if abs(one.baseline - other.baseline) > 1:
                        across = min(one.right, other.right) - max(one.left, other.left)
                        along = min(one.top, other.top) - max(one.bottom, other.bottom)
                        assert across < 0.4 or along < 0.4, (one, other)


def test_a_word_wider_than_its_column_is_broken() -> None:
    long = "Donaudampfschifffahrtsgesellschaft" * 8
    content = one_page(said(long))
    page = THEME.page
    (shown,) = characters(content)
    assert max(one.right for one in shown) <= page.width - page.right + 0.5
    assert squeezed(long) in squeezed("".join(page_texts(content)))


def test_a_number_and_its_unit_stay_on_one_line() -> None:
    for filler in range(60, 100):
        words = (Text("x" * 4 + " y" * (filler // 2) + " "), Value("$4.1 billion", "F29", "full"))
        text = page_texts(one_page(Paragraph(words)))[0]
        assert "$4.1 billion" in text


def test_a_running_head_that_is_too_long_takes_more_lines() -> None:
    long = (Text("A very long running head for a small page " * 4),)
    content = one_page(said("Body."), furniture=Furniture(long, long, long, long))
    page = THEME.page
    for shown in characters(content):
        assert all(page.left - 1 < one.left and one.right < page.width - 67 for one in shown)
    assert "".join(page_texts(content)).count("running") == 16


def test_pages_are_numbered_of_how_many(content: bytes) -> None:
    texts = page_texts(content)
    for nth, text in enumerate(texts, 1):
        assert f"{nth} / {len(texts)}" in text


def test_the_traffic_light_is_on_every_page_twice_and_large() -> None:
    content = write_pdf(DOCUMENTS["awkward"](), THEME)
    for text, shown in zip(page_texts(content), characters(content), strict=True):
        assert text.count("TLP:AMBER+STRICT") == 2
        capitals = [one for one in shown if one.text == "T" and one.right > 450]
        assert any(one.top - one.bottom > 7.5 for one in capitals)


def test_a_table_over_pages_repeats_its_head() -> None:
    texts = page_texts(write_pdf(DOCUMENTS["typical"](), THEME))
    ledger = [text for text in texts if "F35" in text or "F02" in text]
    assert len(ledger) == 2
    for text in ledger:
        assert "Says who" in text


def test_web_addresses_have_the_colour_of_links() -> None:
    def colour(block: Paragraph) -> tuple[int, ...]:
        opened = pypdfium2.PdfDocument(one_page(block))
        textpage = opened[0].get_textpage()
        at = textpage.get_text_range().index("there")
        channels = [ctypes.c_uint() for _ in range(4)]
        raw.FPDFText_GetFillColor(textpage, at, *channels)
        textpage.close()
        opened.close()
        return tuple(one.value for one in channels[:3])

    accent = THEME.colour("accent")
    wanted = tuple(int(accent[at : at + 2], 16) for at in (1, 3, 5))
    assert colour(said(Link((Text("there"),), "https://example.org/"))) == wanted
    assert colour(said("there")) != wanted
