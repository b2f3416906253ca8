"""What a Word file says: every word of the document, in order, as typed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from word_file import A, R, W, WordFile, small, text, written
from word_samples import DOCUMENTS, HARD, everything, said, table, words

from briefing.blocks import (
    BulletList,
    Callout,
    Caption,
    Column,
    Heading,
    Link,
    NoteRef,
    PageBreak,
    Span,
    Table,
    Text,
    Value,
)
from briefing.theme import load_theme
from briefing.writers import WRITERS
from briefing.writers.text import text_blocks

printable = st.text(
    st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1
)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_says_what_the_text_form_says_in_the_same_order(name: str) -> None:
    document = DOCUMENTS[name]()
    word = WordFile(WRITERS["docx"].write(document, load_theme()))
    assert word.blocks() == list(text_blocks(document, bracketed=False))


@settings(max_examples=40, deadline=None)
@given(printable)
def test_any_text_survives_in_every_place(typed: str) -> None:
    cells = Table(
        (Column((Text(typed),)),), (((Text(typed),),),), Caption((Text(typed),), "Table 1", "t")
    )
    blocks = (
        Heading(1, (Text(typed),), typed),
        said(Value(typed, "F1"), Link((Text(typed),), f"https://example.org/{typed}")),
        cells,
        Callout("caution", (Text(typed),), (BulletList(((said(typed),),)),)),
    )
    word = written(*blocks)
    assert word.blocks() == list(text_blocks(small(*blocks), bracketed=False))


def test_signs_of_markup_print_as_typed() -> None:
    assert text(written(said(HARD)).body[1]) == HARD


def test_a_note_reference_prints_its_label_after_the_words_and_a_comma_between_two() -> None:
    refs = (NoteRef("n1", "1", "r1"), NoteRef("n9", "9", "r2", ","))
    assert text(written(said("complete.", *refs)).body[1]) == "complete.1,9"


@pytest.mark.parametrize(
    ("words_", "language", "attribute", "right_to_left"),
    [
        ("Söderköping", "sv", "val", False),
        ("محمد", "ar", "bidi", True),
        ("习近平", "zh", "eastAsia", False),
    ],
)
def test_words_in_another_language_say_so(
    words_: str, language: str, attribute: str, right_to_left: bool
) -> None:
    for inline in (Value(words_, "F1", language=language), Span((Text(words_),), language)):
        run = next(written(said(inline)).body[1].iter(W + "r"))
        assert run.find(f"{W}rPr/{W}lang").get(W + attribute) == language
        assert (run.find(f"{W}rPr/{W}rtl") is not None) == right_to_left


def test_the_documents_language_stands_in_the_styles_and_the_settings() -> None:
    word = written(said("x"))
    default = word.xml("word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert default.get(W + "val") == "en-GB"
    assert word.xml("word/settings.xml").find(W + "themeFontLang").get(W + "val") == "en-GB"


def test_a_caption_counts_with_a_field_and_shows_the_composed_number() -> None:
    caption = written(table()).body[1]
    assert text(caption) == "Table 1. Figures, as stated"
    assert [one.text for one in caption.iter(W + "instrText")] == [" SEQ Table \\* ARABIC "]


def test_a_caption_that_does_not_follow_the_last_one_sets_its_own_number() -> None:
    """Word, asked to update its fields, still prints what was composed."""
    label = Caption(words("Later"), "Table 4", "t4")
    caption = written(Table((Column(words("a")),), ((words("b"),),), label)).body[1]
    assert [one.text for one in caption.iter(W + "instrText")] == [" SEQ Table \\* ARABIC \\r 4 "]


def test_the_first_page_has_its_own_head_and_foot() -> None:
    word = WordFile(WRITERS["docx"].write(everything(), load_theme()))
    section = word.body[-1]
    assert section.find(W + "titlePg") is not None
    relations = word.relations()
    shown = {
        (one.tag.removeprefix(W), one.get(W + "type")): [
            text(p) for p in word.xml(relations[one.get(R + "id")][0])
        ]
        for one in section
        if one.tag.endswith("Reference")
    }
    label = "\u00a0TLP:AMBER+STRICT\u00a0"
    assert shown == {
        ("headerReference", "first"): [
            label,
            "Visit brief · Two countries\tUNCLASSIFIED · Edition 1",
        ],
        ("footerReference", "first"): ["UNCLASSIFIED\tbased on one report\t1 / 1", label],
        ("headerReference", "default"): [label, "Later pages\tEdition 1"],
        ("footerReference", "default"): ["\t\tPage 1 of 1", label],
    }


def test_page_numbers_are_fields() -> None:
    word = WordFile(WRITERS["docx"].write(everything(), load_theme()))
    asked = [one.text.strip() for one in word.xml("word/footer2.xml").iter(W + "instrText")]
    assert asked == ["PAGE", "NUMPAGES"]


def test_libreoffice_prints_the_words_in_order(tmp_path: Path) -> None:
    """The whole document, read back from a PDF that another program made of the Word file."""
    if shutil.which("soffice") is None or shutil.which("pdftotext") is None:
        pytest.skip("LibreOffice (soffice) or poppler (pdftotext) is not installed")
    (tmp_path / "brief.docx").write_bytes(WRITERS["docx"].write(everything(), load_theme()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            tmp_path,
            tmp_path / "brief.docx",
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    found = subprocess.run(
        ["pdftotext", "-raw", tmp_path / "brief.pdf", "-"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert "Reference source not found" not in found
    printed = "".join(found.split()).casefold()
    at = 0
    for block in text_blocks(everything(), bracketed=False):
        if not block.startswith("[Alternative text"):
            for part in block.split(" | "):
                looked_for = "".join(part.split()).casefold()
                assert looked_for in printed[at:], part
                at = printed.index(looked_for, at) + len(looked_for)


def test_a_page_break_costs_no_empty_paragraph() -> None:
    word = written(said("Before"), PageBreak(), Heading(1, words("After"), "after"))
    assert [text(p) for p in word.body.iter(W + "p")] == ["A title", "Before", "After"]
    assert word.body[2].find(f"{W}pPr/{W}pageBreakBefore") is not None


def test_no_paragraph_is_empty() -> None:
    """But for the one that keeps two tables apart, and the one that Word wants after the last table."""
    word = WordFile(WRITERS["docx"].write(everything(), load_theme()))
    empty = [
        p.find(f"{W}pPr/{W}pStyle").get(W + "val")
        for p in word.body.iter(W + "p")
        if not text(p) and next(p.iter(A + "graphic"), None) is None
    ]
    assert empty == ["Separator"]
