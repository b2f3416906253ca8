"""Long and strange input: it is set, conforms, nothing lies on anything, and all of it can be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import page
import pypdfium2
import pytest
from documents import DOCUMENTS, document, said, table, words
from page_boxes import outside, overlaps
from pdf_checks import faults
from pdf_file import page_texts
from verapdf import verapdf

from briefing.blocks import (
    Blocks,
    BulletList,
    Callout,
    Column,
    Document,
    Heading,
    KeyFigure,
    KeyFigures,
    NoteList,
    OrderedList,
    PageBreak,
    Quotation,
    Strong,
    Table,
)
from briefing.theme import load_theme
from briefing.writers.pdf import write_pdf

SENTENCE = "The two presidents signed a joint statement deepening allied relations. "
LONG = "Donaudampfschifffahrtsgesellschaftskapitän"
HEADS = (("Id", 0.1, False), ("Fact", 0.6, False), ("Value", 0.3, True))


def many_rows() -> Blocks:
    """Two thousand rows."""
    cells = (f"F{n}|What was said of {n}, and by whom|{n * 17 % 9999:,}" for n in range(2000))
    return (table(1, "Many rows", HEADS, tuple(cell for row in cells for cell in row.split("|"))),)


def many_pages() -> Blocks:
    """An annex of four hundred pages."""
    parts = (
        (
            Heading(2, words(f"Part {n}"), f"part-{n}"),
            said(SENTENCE * 5),
            table(n, f"Table of part {n}", HEADS, tuple(f"{n}.{m}" for m in range(9))),
            PageBreak(),
        )
        for n in range(1, 401)
    )
    return (
        Heading(1, words("Annex A. All of it"), "annex"),
        *(block for part in parts for block in part),
    )


def long_paragraph() -> Blocks:
    """A paragraph of 50,000 characters."""
    return (said((SENTENCE * 700)[:50_000]),)


def long_word() -> Blocks:
    """A word of 10,000 letters, and one in a heading, a box, a tile and a list."""
    word = LONG * 10
    tile = KeyFigure(words(Strong(words(word))), words(word), words(word))
    return (
        Heading(1, words(word)),
        said("x" * 10_000),
        Callout("caution", words(word), (said(word),)),
        KeyFigures((tile, tile, tile, tile)),
        BulletList(((said(word),),)),
        OrderedList(((said(word),),), start=99_999),
        Quotation(words(word), words(word)),
    )


def tall_cell() -> Blocks:
    """Cells taller than a page, side by side."""
    return (
        table(1, "Tall cells", HEADS, ("F1", SENTENCE * 150, SENTENCE * 40, "F2", "short", "2")),
    )


def tall_head() -> Blocks:
    """A head of many lines, over a table of two pages."""
    heads = (("Id", 0.1, False), (SENTENCE * 4, 0.3, False), ("Value", 0.6, True))
    return (table(1, "Tall head", heads, tuple(f"{n}" for n in range(180))),)


def head_taller_than_a_page() -> Blocks:
    """A head that no page holds: it goes on overleaf once, and is not repeated."""
    heads = (("Id", 0.1, False), (SENTENCE * 60, 0.3, False), ("Value", 0.6, True))
    return (table(1, "Taller head", heads, tuple(f"{n}" for n in range(180))),)


def wide_words() -> Blocks:
    """Words wider than their columns, in a table of twelve."""
    heads = tuple((f"{LONG} {n}", 0.0, n % 2 == 0) for n in range(12))
    return (table(1, "Wide words", heads, (LONG,) * 24),)


def many_columns() -> Blocks:
    """Forty columns: some narrower than a letter's gap."""
    return (Table(tuple(Column(words(str(n))) for n in range(40)), ((words("8"),) * 40,) * 3),)


def nothing() -> Blocks:
    """Sections, boxes, lists and tables in which there is nothing."""
    return (
        Heading(1, words("Empty section")),
        Heading(1, words("Another")),
        Heading(2, words("And one below it")),
        said(""),
        said(" "),
        Callout("glance", (), ()),
        Callout("bottom-line", words("Title alone"), ()),
        BulletList(()),
        OrderedList(((),)),
        KeyFigures(()),
        KeyFigures((KeyFigure((), (), ()),)),
        Quotation((), ()),
        NoteList("notes", ()),
        Table((Column(()), Column(())), (((), ()),)),
        PageBreak(),
        PageBreak(),
    )


FAST = (
    long_paragraph,
    long_word,
    tall_cell,
    tall_head,
    head_taller_than_a_page,
    wide_words,
    many_columns,
    nothing,
)
SLOW = (many_rows, many_pages)
ALL = [
    *(pytest.param(make, id=make.__name__) for make in FAST),
    *(pytest.param(make, id=make.__name__, marks=pytest.mark.slow) for make in SLOW),
]
Make = Callable[[], Blocks]


def whole(make: Make) -> Document:
    return document("A strange document", "for tests", make())


@cache
def content(make: Make) -> bytes:
    return write_pdf(whole(make), load_theme())


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad\ufffe-]+", "", text)


@pytest.mark.parametrize("make", ALL)
def test_nothing_lies_on_anything_or_in_the_margins(make: Make) -> None:
    assert overlaps(content(make)) == []
    assert outside(content(make), load_theme().page) == []


@pytest.mark.parametrize("make", ALL)
def test_every_part_is_sound(make: Make) -> None:
    assert faults(content(make)) == []


@pytest.mark.parametrize("profile", ["ua1", "3a"])
@pytest.mark.parametrize("make", ALL)
def test_it_conforms(make: Make, profile: str) -> None:
    assert verapdf().judge(content(make), profile).failures == ()
    limits = page.SafetyLimits.unlimited()
    assert page.validate_pdf_bytes(content(make), profile=profile, limits=limits).failures == []


@pytest.mark.parametrize("make", [long_word, wide_words])
def test_words_that_had_to_be_broken_read_as_written(make: Make) -> None:
    assert squeezed("".join(page_texts(content(make)))).count(LONG) >= 24


def test_a_tall_cell_goes_on_over_the_pages_and_its_head_with_it() -> None:
    texts = [text for text in page_texts(content(tall_cell)) if "joint statement" in text]
    assert len(texts) > 2
    assert all("Fact" in text for text in texts)


@pytest.mark.slow
def test_as_many_pages_and_rows_as_there_are_to_be() -> None:
    opened = pypdfium2.PdfDocument(content(many_pages))
    assert len(opened) in (400, 401)
    opened.close()
    text = "".join(page_texts(content(many_rows)))
    assert all(f"said of {n}," in " ".join(text.split()) for n in range(0, 2000, 97))


def test_the_smallest_document_has_one_page() -> None:
    assert len(page_texts(write_pdf(DOCUMENTS["smallest"](), load_theme()))) == 1
