"""Old-style, proportional and tabular figures: each where the theme wants it, in every format."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents import DOCUMENTS
from pdf_cases import CASES
from word_file import WordFile

from briefing.errors import ThemeError
from briefing.theme import load_theme
from briefing.writers.docx import write_docx
from briefing.writers.html import write_html
from briefing.writers.pdf.shaping import TABULAR, Ink

OWN = load_theme(str(Path(__file__).parent / "themes" / "figures.toml"))
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
DIGITS = "0123456789"


def glyphs(ink: Ink) -> list[int]:
    face = OWN.fonts.face(ink.family, ink.weight, ink.italic)
    return [glyph.index for glyph in face.shape(DIGITS, ink.features)]


@pytest.mark.parametrize("family", ["serif", "sans", "wide"])
def test_the_fonts_have_every_kind_of_figures(family: str) -> None:
    face = OWN.fonts.face(family)
    kinds = {
        tuple(glyph.index for glyph in face.shape(DIGITS, ((height, True), (width, True))))
        for height in ("onum", "lnum")
        for width in ("pnum", "tnum")
    }
    assert len(kinds) == 4


def test_a_role_gets_its_figures_and_a_column_of_numbers_is_tabular_all_the_same() -> None:
    body, table = OWN.role("body"), OWN.role("table")
    assert glyphs(Ink.of(body)) != glyphs(Ink.of(body, TABULAR))
    assert glyphs(Ink.of(table)) != glyphs(Ink.of(table, TABULAR))
    face = OWN.fonts.face(table.family)
    assert (
        len({glyph.advance for glyph in face.shape(DIGITS, Ink.of(table, TABULAR).features)}) == 1
    )


def test_the_word_file_says_it_as_an_extension_that_older_programs_pass_over() -> None:
    styles = WordFile(write_docx(DOCUMENTS["typical"](), OWN)).xml("word/styles.xml")
    assert "w14" in styles.get(
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
    )
    forms = [one.get(W14 + "val") for one in styles.iter(W14 + "numForm")]
    assert {"oldStyle", "lining"} == set(forms)
    plain = WordFile(write_docx(DOCUMENTS["typical"](), load_theme())).xml("word/styles.xml")
    assert not list(plain.iter(W14 + "numForm"))


def test_the_web_page_says_it_too() -> None:
    page = write_html(DOCUMENTS["typical"](), OWN).decode()
    assert "font-variant-numeric:oldstyle-nums proportional-nums" in page


def test_another_kind_is_refused_with_those_there_are(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('name = "own"\n[roles.body]\nfigures = "roman"\n', encoding="utf-8")
    with pytest.raises(ThemeError, match=r'roles\.body\.figures.*"old-style".*"tabular".*roman'):
        load_theme(str(path))


def test_the_case_that_validators_judge_is_set_so() -> None:
    assert CASES["figures-and-justified"].theme.role("body").figures == "old-style"
