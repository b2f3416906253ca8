"""Names that run to the left inside lines that run to the right: where they are seen, and how they are read."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from both_directions import AGREEMENT, ENVOY, MINISTER, arabic, both_directions, hebrew
from documents import DOCUMENTS, fact, said
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from page_boxes import characters, outside, overlaps
from pdf_file import structure_text
from programs import program
from test_pdf_tree import plain_form, squeezed
from word_file import WordFile

from briefing.blocks import Document, Inline, Text
from briefing.theme import load_theme
from briefing.writers.docx import write_docx
from briefing.writers.html import write_html
from briefing.writers.pdf import write_pdf

_CONTROLS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def one_line(*parts: str | Inline) -> Document:
    made = DOCUMENTS["smallest"]()
    return Document(made.meta, made.title, (), made.first, made.rest, (said(*parts),))


def seen(document: Document) -> str:
    """The letters of the paragraph, from left to right."""
    shown = next(characters(write_pdf(document, load_theme())))
    heights = sorted({round(one.baseline, 1) for one in shown}, reverse=True)
    line = [one for one in shown if abs(one.baseline - heights[1]) < 1]
    return "".join(one.text for one in sorted(line, key=lambda one: (one.left + one.right) / 2))


def test_a_name_is_seen_from_right_to_left_and_the_words_around_it_where_they_were() -> None:
    shown = seen(one_line("Minister ", hebrew(MINISTER), ", 5 March"))
    assert shown == "Minister" + MINISTER.replace(" ", "")[::-1] + ",5March"


def test_a_name_of_no_known_language_goes_by_the_rules_for_plain_text() -> None:
    shown = seen(one_line(f"Met {MINISTER} in Doha"))
    assert shown == "Met" + MINISTER.replace(" ", "")[::-1] + "inDoha"


def test_a_bracket_to_the_left_is_drawn_mirrored_and_read_as_written() -> None:
    face = load_theme().fonts.face("serif")
    (turned,) = face.shape("(", to_left=True)
    assert turned.index == face.shape(")")[0].index
    assert turned.text == "("


def test_a_figure_inside_words_to_the_left_keeps_its_own_direction() -> None:
    shown = seen(one_line("אבג ", fact("$4.1 billion"), " דהו"))
    assert shown == "והד$4.1billionגבא"


def test_what_is_copied_is_what_was_written() -> None:
    program("pdftotext")
    content = write_pdf(both_directions(), load_theme())
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    read = " ".join(_CONTROLS.sub("", done.stdout.decode()).split())
    for words in (MINISTER, ENVOY, "اتفاقية", "المحادثات", "ירושלים"):
        assert words in read


@pytest.mark.parametrize("words", [MINISTER, ENVOY, "اتفاقية"])
def test_a_second_reader_copies_a_name_alone_on_its_line(words: str) -> None:
    content = write_pdf(one_line(Text(words)), load_theme())
    opened = pypdfium2.PdfDocument(content)
    read = opened[0].get_textpage().get_text_bounded()
    opened.close()
    assert words in read


def test_letters_that_join_are_drawn_joined() -> None:
    fonts = load_theme().fonts
    (face, part, to_left), *rest = fonts.shown("محمد", "serif")
    assert (part, to_left, rest) == ("محمد", True, [])
    joined = [glyph.index for glyph in face.shape(part, to_left=True)]
    assert joined != [face.shape(letter, to_left=True)[0].index for letter in part]


parts = st.lists(
    st.sampled_from(
        [
            Text("plain words, "), Text("(in brackets) "), Text("12.5% "), Text("אבג דהו "), Text("محمد، ٣ "),
            hebrew(MINISTER), arabic(ENVOY), arabic(AGREEMENT), fact("$4.1 billion"), Text("; "), Text(" – "),
            hebrew("שלום " * 30), arabic("اتفاقية" * 20),
        ]
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(parts)
def test_any_mixture_is_read_as_written_inside_its_column(mixed: list[Inline]) -> None:
    program("pdfinfo")
    document = one_line(*mixed)
    content = write_pdf(document, load_theme())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "brief.pdf"
        path.write_bytes(content)
        assert squeezed(structure_text(path)) == squeezed(plain_form(document))
    assert outside(content, load_theme().page) == []
    assert overlaps(content) == []


def _to_left(document: Document) -> Iterator[tuple[str, bool]]:
    for _, story in WordFile(write_docx(document, load_theme())).stories():
        for run in story.iter("{*}r"):
            words = "".join(one.text or "" for one in run.iter("{*}t"))
            yield words, run.find("{*}rPr/{*}rtl") is not None


def test_in_the_word_file_the_name_alone_is_a_run_to_the_left() -> None:
    runs = list(_to_left(one_line("Minister ", hebrew(MINISTER), ", 5 March; ", "met محمد there")))
    assert [words for words, left in runs if left] == [MINISTER, "محمد"]
    assert (", 5 March; ", False) in runs


def test_on_a_web_page_a_fact_has_its_own_direction() -> None:
    page = write_html(one_line("by ", fact("שלום"), ", 5"), load_theme())
    assert '<span dir="rtl">שלום</span>' in page.decode()
