"""The PDF as a file: fonts, metadata, links, bookmarks, attachments, structure, determinism."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from documents import DOCUMENTS
from pdf_file import elements
from reportlab.pdfbase.pdfdoc import PDFDocument, PDFStream

from briefing.blocks import Document, Heading, Link, NoteRef, Paragraph, Span, Text, plain
from briefing.errors import WriteError
from briefing.theme import load_theme
from briefing.writers.pdf import write_pdf
from briefing.writers.pdf.patches import Plain, Stream, name, number, text

HERE = Path(__file__).parent


@pytest.fixture(scope="module", params=DOCUMENTS)
def document(request: pytest.FixtureRequest) -> Document:
    return DOCUMENTS[request.param]()


@pytest.fixture(scope="module")
def pdf(document: Document) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(write_pdf(document, load_theme()))) as opened:
        yield opened


@pytest.fixture(scope="module")
def typical() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(write_pdf(DOCUMENTS["typical"](), load_theme()))) as opened:
        yield opened


def annotations(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for page in pdf.pages:
        yield from page.get("/Annots", [])


def outline(node: Any, level: int = 1) -> Iterator[tuple[int, str]]:
    entry = node.get("/First")
    while entry is not None:
        yield level, str(entry["/Title"])
        yield from outline(entry, level + 1)
        entry = entry.get("/Next")


def test_every_font_is_embedded_with_a_way_back_to_text(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert descriptor["/FontFile2"].read_bytes().startswith(b"\x00\x01\x00\x00")
            assert b"beginbfchar" in font["/ToUnicode"].read_bytes()
            assert "+" in str(font["/BaseFont"])


def test_properties_and_xmp_say_the_same(document: Document, pdf: pikepdf.Pdf) -> None:
    meta, info = document.meta, pdf.docinfo
    with pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == str(info["/Title"]) == meta.title
        assert xmp.get("dc:description", "") == str(info.get("/Subject", "")) == meta.subject
        assert xmp.get("pdf:Keywords", "") == str(info.get("/Keywords", ""))
        assert xmp["xmp:CreateDate"] == f"{meta.date}T00:00:00Z"
        assert str(info["/CreationDate"]) == f"D:{meta.date:%Y%m%d}000000Z" == str(info["/ModDate"])
        assert xmp.pdfa_status == "3A"
    assert str(pdf.Root["/Lang"]) == meta.language
    assert pdf.Root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_headings_become_bookmarks(document: Document, pdf: pikepdf.Pdf) -> None:
    headings = [(b.level, plain(b.content)) for b in document.blocks if isinstance(b, Heading)]
    found = list(outline(pdf.Root["/Outlines"])) if "/Outlines" in pdf.Root else []
    assert found == headings


def test_a_reference_leads_to_its_note_and_the_note_back(typical: pikepdf.Pdf) -> None:
    """A link goes from where it stands to where another link stands that goes back."""
    index = {page.objgen: nth for nth, page in enumerate(typical.pages)}
    places = [
        (index[page.objgen], [float(v) for v in one["/Rect"]], one)
        for page in typical.pages
        for one in page.get("/Annots", [])
        if "/Dest" in one
    ]

    def at(dest: Any) -> list[Any]:
        page, x, y = index[dest[0].objgen], float(dest[2]), float(dest[3])
        return [
            one
            for nth, (left, bottom, _, top), one in places
            if nth == page and abs(left - x) < 12 and bottom - 6 < y < top + 12
        ]

    references = [one for _, _, one in places if str(one["/Contents"]).startswith(("1. ", "a. "))]
    assert len(references) == 3
    for reference in references:
        back = [link for link in at(reference["/Dest"]) if str(link["/Contents"]) in ("1", "a")]
        assert len(back) == 1
        returned = at(back[0]["/Dest"])
        assert any(link["/Contents"] == reference["/Contents"] for link in returned)


def test_only_web_and_mail_addresses_are_links(pdf: pikepdf.Pdf) -> None:
    for one in annotations(pdf):
        if "/A" in one:
            assert str(one["/A"]["/S"]) == "/URI"
            assert str(one["/A"]["/URI"]).startswith(("https://", "http://", "mailto:"))
        assert str(one["/Contents"])


def test_a_link_in_another_language_belongs_to_its_link_not_to_the_language() -> None:
    made = DOCUMENTS["smallest"]()
    words = (Link((Span((Text("там"),), "ru"),), "https://example.org/"),)
    document = Document(made.meta, made.title, (), made.first, made.rest, (Paragraph(words),))
    with pikepdf.open(BytesIO(write_pdf(document, load_theme()))) as opened:
        (link,) = (one for one in elements(opened.Root["/StructTreeRoot"]) if one["/S"] == "/Link")
        assert [str(kid["/S"]) for kid in link["/K"] if "/S" in kid] == ["/Span"]
        assert [str(kid["/Type"]) for kid in link["/K"] if "/Obj" in kid] == ["/OBJR"]


def test_a_reference_to_nothing_is_plain_text() -> None:
    made = DOCUMENTS["smallest"]()
    words = (Text("See"), NoteRef("note-9", "9", "ref-9"), Link((Text("x"),), "javascript:x"))
    document = Document(made.meta, made.title, (), made.first, made.rest, (Paragraph(words),))
    with pikepdf.open(BytesIO(write_pdf(document, load_theme()))) as opened:
        assert not list(annotations(opened))


def test_attachments_travel_byte_for_byte(document: Document, pdf: pikepdf.Pdf) -> None:
    attached = {one.name: one for one in document.attachments}
    assert set(pdf.attachments) == set(attached)
    for key, one in attached.items():
        assert pdf.attachments[key].get_file().read_bytes() == one.content
    relations = {str(file["/UF"]): str(file["/AFRelationship"]) for file in pdf.Root.get("/AF", [])}
    assert relations == {key: f"/{one.relationship}" for key, one in attached.items()}


def test_all_content_is_in_the_tree_and_the_tree_knows_its_way_back(pdf: pikepdf.Pdf) -> None:
    numbers = pdf.Root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    parents = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    for page in pdf.pages:
        owners = parents[int(page["/StructParents"])]
        used = []
        depth = 0
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "BDC":
                depth += 1
                if "/MCID" in (operands[1] if isinstance(operands[1], pikepdf.Dictionary) else {}):
                    used.append(int(operands[1]["/MCID"]))
            elif str(operator) == "EMC":
                depth -= 1
            elif str(operator) in ("TJ", "f", "S", "B"):
                assert depth == 1
        assert used == list(range(len(owners)))
        for mcid, owner in enumerate(owners):
            kids = owner["/K"]
            assert any(
                (isinstance(kid, int) and kid == mcid)
                or (isinstance(kid, pikepdf.Dictionary) and kid.get("/MCID", -1) == mcid)
                for kid in kids
            )


def test_headings_tables_figures_and_notes_are_tagged_as_such(typical: pikepdf.Pdf) -> None:
    found = list(elements(typical.Root["/StructTreeRoot"]))
    tags = [str(one["/S"]) for one in found]
    for tag in (
        *("/H1", "/H2", "/H3", "/P", "/L", "/LI", "/Lbl", "/LBody", "/Table", "/THead", "/TBody"),
        *("/TR", "/TH", "/TD", "/Figure", "/Caption", "/BlockQuote", "/Note", "/Reference"),
        *("/Link", "/Span"),
    ):
        assert tag in tags, tag
    for one in found:
        if one["/S"] == "/Figure":
            assert str(one["/Alt"])
            assert any("/BBox" in attribute for attribute in one["/A"])
        if one["/S"] == "/TH":
            assert one["/A"][0]["/Scope"] == "/Column"
        if one["/S"] == "/Note":
            assert str(one["/ID"])
        if one["/S"] == "/Span":
            assert str(one["/Lang"]) == "ky"


def test_a_head_repeated_on_the_next_page_is_not_read_twice(typical: pikepdf.Pdf) -> None:
    found = list(elements(typical.Root["/StructTreeRoot"]))
    assert sum(one["/S"] == "/THead" for one in found) == sum(
        one["/S"] == "/Table" for one in found
    )


def test_a_character_that_no_font_has_is_named() -> None:
    made = DOCUMENTS["smallest"]()
    blocks = (Paragraph((Text("Emoji \U0001f600 here"),)),)
    document = Document(made.meta, made.title, (), made.first, made.rest, blocks)
    with pytest.raises(WriteError, match="U\\+1F600"):
        write_pdf(document, load_theme())


def test_the_same_document_gives_the_same_bytes_under_any_hash_seed() -> None:
    program = (
        f"import sys, hashlib; sys.path.insert(0, {str(HERE)!r})\n"
        "from documents import DOCUMENTS\n"
        "from briefing.theme import load_theme\n"
        "from briefing.writers.pdf import write_pdf\n"
        "for make in DOCUMENTS.values():\n"
        "    print(hashlib.sha256(write_pdf(make(), load_theme())).hexdigest())\n"
    )
    own = [
        hashlib.sha256(write_pdf(make(), load_theme())).hexdigest() for make in DOCUMENTS.values()
    ]
    for seed, zone in (("1", "Asia/Bishkek"), ("2", "UTC")):
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            cwd=HERE.parent,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split() == own


def test_a_stream_ends_with_an_end_of_line() -> None:
    """PDF/A wants it; when reportlab writes it itself, our patch would write two and can go."""
    document = PDFDocument(invariant=1)
    assert Stream(b"x").format(document).endswith(b"\r\nendstream\n")
    assert PDFStream(content=b"x").format(document).endswith(b"xendstream\n")


def test_metadata_is_a_stream_without_a_filter_not_with_an_empty_list_of_them() -> None:
    written = Plain(b"<x/>", {"Type": "/Metadata"}).format(PDFDocument(invariant=1))
    assert b"/Filter" not in written
    assert b"<x/>" in written


def test_strings_names_and_numbers_are_written_as_the_format_wants() -> None:
    assert text("a (b) \\") == b"(a \\(b\\) \\\\)"
    assert text("ң") == b"<FEFF04A3>"
    assert name("text/csv") == "/text#2Fcsv"
    assert [number(v) for v in (1.0, 0.5, -0.0001, 12.3456)] == ["1", "0.5", "0", "12.346"]
