"""The contents list: which headings it names, that it leads there, and that its page numbers are right."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from documents import DOCUMENTS, said
from hypothesis import given
from hypothesis import strategies as st
from pdf_cases import CASES
from word_file import W, WordFile

from briefing.blocks import Block, Contents, Document, Heading, PageBreak, Text, plain
from briefing.compose.contents import with_contents
from briefing.errors import ThemeError
from briefing.theme import load_theme
from briefing.writers.docx import write_docx
from briefing.writers.html import write_html
from briefing.writers.pdf import write_pdf
from briefing.writers.text import write_text

THEME = Path(__file__).parent / "themes" / "contents.toml"
levels = st.lists(st.integers(0, 3), max_size=8)


def blocks_of(kinds: list[int]) -> list[Block]:
    """A heading of each level; 0 is a paragraph."""
    return [
        Heading(kind, (Text(f"Heading {nth}"),), f"place-{nth}") if kind else said(f"Words {nth}")
        for nth, kind in enumerate(kinds)
    ]


def on_pages(pages: list[int]) -> Document:
    """A document with a list of headings, each so many pages after the one before."""
    blocks: list[Block] = []
    for nth, further in enumerate(pages):
        blocks += [PageBreak(), said("Between.")] * further
        blocks += [Heading(1, (Text(f"Chapter {chr(65 + nth)}"),), f"place-{nth}"), said("Words.")]
    return replace(DOCUMENTS["smallest"](), blocks=with_contents(blocks, 1, "Contents"))


@given(levels, st.integers(0, 3))
def test_it_names_every_heading_down_to_its_depth_in_order(kinds: list[int], depth: int) -> None:
    made = with_contents(blocks_of(kinds), depth, "Contents")
    listed = [entry for block in made if isinstance(block, Contents) for entry in block.entries]
    expected = [b for b in blocks_of(kinds) if isinstance(b, Heading) and b.level <= depth]
    if len(expected) < 2:
        assert made == tuple(blocks_of(kinds))
    else:
        assert [(e.level, e.content, e.anchor) for e in listed] == [
            (h.level, h.content, h.anchor) for h in expected
        ]
        place = next(at for at, block in enumerate(made) if isinstance(block, Contents))
        assert not any(isinstance(block, Heading) for block in made[:place])
        assert isinstance(made[place + 1], Heading)


def test_a_heading_without_a_place_is_given_one() -> None:
    nameless = [Heading(1, (Text(name),)) for name in "AB"]
    made = with_contents(nameless, 1, "Contents")
    (listed,) = (block for block in made if isinstance(block, Contents))
    assert [e.anchor for e in listed.entries] == [b.anchor for b in made if isinstance(b, Heading)]
    assert all(entry.anchor for entry in listed.entries)


def _outline(content: bytes) -> dict[str, int]:
    """Headings and their pages, by an independent reader of the outline."""
    opened = pypdfium2.PdfDocument(content)
    found = {}
    for item in opened.get_toc():
        dest = item.get_dest()
        found[item.get_title()] = dest.get_index() + 1
    opened.close()
    return found


def _told(content: bytes) -> dict[str, int]:
    opened = pypdfium2.PdfDocument(content)
    words = opened[0].get_textpage().get_text_bounded()
    opened.close()
    return {name: int(page) for name, page in re.findall(r"(Chapter \w)\s+(\d+)", words)}


@pytest.mark.parametrize("pages", [[0, 1, 1], [0, 3, 7], [0, 11, 90]])
def test_the_numbers_are_those_of_the_pages_that_the_headings_are_on(pages: list[int]) -> None:
    content = write_pdf(on_pages(pages), load_theme())
    told = _told(content)
    assert len(told) == len(pages)
    assert told == _outline(content)


def test_the_first_visit_lists_its_sections_with_their_pages() -> None:
    content = CASES["contents"].content
    opened = pypdfium2.PdfDocument(content)
    words = " ".join(opened[0].get_textpage().get_text_bounded().split())
    opened.close()
    outline = _outline(content)
    assert len(outline) > 8
    for name, page in outline.items():
        assert f"{name} {page}" in words


def test_each_entry_is_one_link_in_a_list_that_is_tagged_as_contents() -> None:
    with pikepdf.open(BytesIO(CASES["contents"].content)) as pdf:
        items = [e for e in _elements(pdf.Root.StructTreeRoot) if e.get("/S") == "/TOCI"]
        lists = [e for e in _elements(pdf.Root.StructTreeRoot) if e.get("/S") == "/TOC"]
        assert len(lists) == 1
        assert all(item.P.S == "/TOC" for item in items)
        for item in items:
            assert [one.S for one in _elements(item.K) if "/S" in one][:2] == [
                "/Reference",
                "/Link",
            ]
    (listed,) = (b for b in CASES["contents"].document.blocks if isinstance(b, Contents))
    assert len(items) == len(listed.entries)


def _elements(item: Any) -> list[Any]:
    if isinstance(item, pikepdf.Array):
        return [one for kid in item for one in _elements(kid)]
    if isinstance(item, pikepdf.Dictionary):
        own = [item] if "/S" in item else []
        return own + (_elements(item.K) if "/K" in item else [])
    return []


def test_in_the_word_file_it_is_a_field_with_its_result_and_every_link_leads_somewhere() -> None:
    case = CASES["contents"]
    word = WordFile(write_docx(case.document, case.theme))
    (_, story), *_ = word.stories()
    (instruction,) = [one.text for one in story.iter(W + "instrText") if "TOC" in (one.text or "")]
    assert instruction.split() == ["TOC", "\\o", '"1-2"', "\\n", "\\h", "\\z", "\\u"]
    (listed,) = (b for b in case.document.blocks if isinstance(b, Contents))
    entries = [
        p
        for p in story.iter(W + "p")
        if (p.find(f"{W}pPr/{W}pStyle").get(W + "val")).startswith("Toc")
    ]
    said_ = ["".join(t.text or "" for t in p.iter(W + "t")) for p in entries]
    assert said_ == [plain(entry.content) for entry in listed.entries]
    placed = {one.get(W + "name") for one in story.iter(W + "bookmarkStart")}
    assert {p.find(W + "hyperlink").get(W + "anchor") for p in entries} <= placed
    begun = [one.get(W + "fldCharType") for p in entries for one in p.iter(W + "fldChar")]
    assert begun == ["begin", "separate", "end"]


def test_the_text_form_and_the_page_list_it_too() -> None:
    document = on_pages([0, 1])
    assert "Contents\n- Chapter A\n- Chapter B" in write_text(document, load_theme()).decode()
    page = write_html(document, load_theme()).decode()
    assert re.search(r'<nav.*href="#place-0".*href="#place-1".*</nav>', page, re.DOTALL)


@pytest.mark.parametrize("depth", ["4", "-1", '"2"', "true"])
def test_a_depth_that_headings_do_not_have_is_refused(depth: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(f'name = "own"\ncontents = {depth}\n', encoding="utf-8")
    with pytest.raises(ThemeError, match=r"contents: expected (such as )?0"):
        load_theme(str(path))
