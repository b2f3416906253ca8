"""Notes at the foot of a PDF's pages, read from the pages: each once, under its first reference, clear of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from documents import DOCUMENTS, bars, figure, said, table, words
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from page_boxes import characters, outside, overlaps
from pdf_cases import CASES
from pdf_checks import faults
from pdf_file import page_texts, structure_text
from programs import program
from test_pdf_tree import plain_form, squeezed

from briefing.blocks import (
    Block,
    BulletList,
    Callout,
    Document,
    Heading,
    Note,
    NoteRef,
    OrderedList,
    Paragraph,
    Quotation,
)
from briefing.theme import load_theme
from briefing.writers.pdf import write_pdf

FILLER = "The two sides agreed to go on with what had been begun. "


def cited(nth: int, lines: int, *, again: bool = False) -> Paragraph:
    """So much text, in the middle of which `refNx` stands on the line of the reference to note N."""
    anchor = f"ref-{nth}-{2 if again else 1}"
    mark = f"again{nth}x" if again else f"ref{nth}x"
    filler = FILLER * lines
    return said(filler, mark, NoteRef(f"note-{nth}", str(nth), anchor, "", not again), " ", filler)


def note(nth: int, length: int) -> Note:
    text = f"begin{nth}x " + FILLER * length + f"finish{nth}x"
    return Note(str(nth), f"note-{nth}", words(text), (f"ref-{nth}-1",))


def noted(blocks: Sequence[Block], notes: Sequence[Note]) -> Document:
    return replace(DOCUMENTS["smallest"](), blocks=tuple(blocks), footnotes=tuple(notes))


def around(paragraph: Paragraph, kind: str) -> Block:
    match kind:
        case "list":
            return BulletList(((paragraph, said("More.")), (said("Next."),)))
        case "numbers":
            return OrderedList(((paragraph,),))
        case "box":
            return Callout("caution", words("Take care"), (paragraph, said("And so on.")))
        case "quotation":
            return Quotation(words("“Words.”"), paragraph.content)
        case _:
            return paragraph


def page_of(token: str, texts: list[str]) -> int:
    """The only page on which it stands; a token ends in x, so that none is part of another."""
    pages = [nth for nth, text in enumerate(texts) for _ in re.findall(re.escape(token), text)]
    assert len(pages) == 1, (token, pages)
    return pages[0]


def whole_texts(content: bytes) -> list[str]:
    return [re.sub(r"[\s\u00ad\u200b\ufffe-]+", "", text) for text in page_texts(content)]


KINDS = ("plain", "list", "numbers", "box", "quotation", "heading", "table", "figure")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.sampled_from(KINDS), st.integers(0, 12), st.integers(0, 30)),
        min_size=1,
        max_size=14,
    )
)
def test_each_note_stands_once_on_the_page_of_its_first_reference(
    parts: list[tuple[str, int, int]],
) -> None:
    blocks: list[Block] = []
    for nth, (kind, lines, _) in enumerate(parts, 1):
        if kind == "heading":
            blocks.append(Heading(2, words("A heading")))
        elif kind == "table":
            rows = tuple(f"cell {n}" for n in range(3 * lines))
            blocks.append(table(nth, "Rows", (("A", 0.3, False),) * 3, rows))
        elif kind == "figure":
            blocks.append(figure(nth, "A chart", "in some unit", bars()))
        blocks.append(around(cited(nth, lines), kind))
        blocks.append(cited(nth, 1, again=True))
    notes = [note(nth, length) for nth, (_, _, length) in enumerate(parts, 1)]
    document = noted(blocks, notes)
    content = write_pdf(document, load_theme())
    texts = whole_texts(content)
    for nth in range(1, len(parts) + 1):
        assert page_of(f"begin{nth}x", texts) == page_of(f"ref{nth}x", texts)
        assert page_of(f"finish{nth}x", texts) >= page_of(f"begin{nth}x", texts)
        page_of(f"again{nth}x", texts)
    assert overlaps(content) == []
    assert outside(content, load_theme().page) == []


def test_a_second_reference_on_another_page_brings_no_second_note() -> None:
    blocks = [cited(1, 3), *(said(FILLER * 30) for _ in range(3)), cited(1, 3, again=True)]
    texts = whole_texts(write_pdf(noted(blocks, [note(1, 1)]), load_theme()))
    assert (page_of("begin1x", texts), page_of("again1x", texts)) == (0, 1)


def test_a_note_of_half_a_page_leaves_the_text_the_other_half() -> None:
    blocks = [cited(1, 4), *(said(FILLER * 12) for _ in range(8))]
    content = write_pdf(noted(blocks, [note(1, 55)]), load_theme())
    texts = whole_texts(content)
    assert page_of("begin1x", texts) == page_of("finish1x", texts) == 0
    assert overlaps(content) == []


def test_notes_larger_than_the_room_go_on_overleaf_in_order(tmp_path: Path) -> None:
    program("pdfinfo")
    blocks = [cited(1, 1), cited(2, 1), said(FILLER * 20), cited(3, 1)]
    document = noted(blocks, [note(1, 100), note(2, 150), note(3, 2)])
    content = write_pdf(document, load_theme())
    texts = "".join(whole_texts(content))
    order = [f"{word}{nth}x" for nth in (1, 2, 3) for word in ("begin", "finish")]
    assert sorted(order, key=texts.index) == order
    assert (overlaps(content), outside(content, load_theme().page), faults(content)) == ([], [], [])
    path = tmp_path / "brief.pdf"
    path.write_bytes(content)
    assert squeezed(structure_text(path)) == squeezed(plain_form(document))


@pytest.mark.parametrize("name", ["notes-at-foot", "invented-notes-at-foot"])
def test_the_notes_of_a_brief_end_where_its_text_may(name: str) -> None:
    """Below the last line that a page has room for stands the running foot alone."""
    case = CASES[name]
    assert case.document.footnotes
    page = case.theme.page
    for shown in characters(case.content):
        assert all(one.bottom > page.bottom or one.baseline <= page.foot + 1 for one in shown)
