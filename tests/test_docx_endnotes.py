"""`notes = "endnotes"`: the notes after the text are Word's own, in the order and under the numbers composed."""

from __future__ import annotations

import json
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from programs import program
from word_edits import W, edited, run, words_of
from word_file import WordFile

from briefing.blocks import Document, NoteList
from briefing.lint import lint
from briefing.pipeline.composing import compose_visit
from briefing.pipeline.preparing import Options
from briefing.readback.edits import edits
from briefing.redline import Named, redline
from briefing.theme import Theme, load_theme
from briefing.writers import WRITERS

VISIT = Path(__file__).parents[1] / "visits" / "2025-11-26-bishkek" / "visit.yaml"
MARK = W + "endnoteReference"


@pytest.fixture(scope="module")
def theme(tmp_path_factory: pytest.TempPathFactory) -> Theme:
    file = tmp_path_factory.mktemp("theme") / "endnotes.toml"
    file.write_text('notes = "endnotes"\n', encoding="utf-8")
    return load_theme(str(file))


@cache
def document() -> Document:
    return compose_visit(VISIT, Options()).document


@pytest.fixture(scope="module")
def word(theme: Theme) -> WordFile:
    return WordFile(WRITERS["docx"].write(document(), theme))


def listed() -> NoteList:
    return next(b for b in document().blocks if isinstance(b, NoteList) and b.kind == "notes")


def test_word_counts_what_was_composed(word: WordFile) -> None:
    """It numbers its endnotes by their places in the text; the first reference is the note."""
    opened = [one.get(W + "id") for one in word.body.iter(MARK)]
    assert len(set(opened)) == len(opened)
    notes = {one.get(W + "id"): words_of(one) for one in word.xml("word/endnotes.xml")}
    in_order = [notes[id] for id in opened]
    composed = listed().notes
    assert [str(nth) for nth, _ in enumerate(in_order, 1)] == [note.label for note in composed]
    text = WRITERS["text"].write(document(), load_theme()).decode()
    for nth, words in enumerate(in_order, 1):
        assert re.sub(r"\s+", "", f"{nth}.{words}") in re.sub(r"\s+", "", text)


def test_every_later_reference_is_a_field_that_leads_to_the_first(word: WordFile) -> None:
    marked = {}
    for start in word.body.iter(W + "bookmarkStart"):
        follows = start.getnext()
        while follows is not None and follows.tag == W + "bookmarkStart":
            follows = follows.getnext()
        if follows is not None and follows.find(MARK) is not None:
            marked[start.get(W + "name")] = follows
    fields = [
        one.text or "" for one in word.body.iter(W + "instrText") if "NOTEREF" in (one.text or "")
    ]
    assert fields
    assert all(field.split()[1] in marked for field in fields)


def test_they_stand_at_the_end_of_their_section_in_plain_numbers(word: WordFile) -> None:
    settings = word.xml("word/settings.xml").find(W + "endnotePr")
    assert settings.find(W + "pos").get(W + "val") == "sectEnd"
    assert settings.find(W + "numFmt").get(W + "val") == "decimal"
    ends = list(word.body.iter(W + "sectPr"))
    assert [one.find(f"{W}endnotePr/{W}numFmt").get(W + "val") for one in ends] == ["decimal"] * 2
    last = ends[0].getparent().getparent()
    before = [words_of(p) for p in last.itersiblings(W + "p", preceding=True)]
    assert "Notes and sources" in before[:6]
    assert words_of(last.getnext()) == "Calculations"


def test_the_second_section_goes_on_with_the_same_heads_and_paper(word: WordFile) -> None:
    first, second = word.body.iter(W + "sectPr")
    assert second.find(W + "type").get(W + "val") == "continuous"
    assert second.find(W + "titlePg") is None
    assert first.find(W + "titlePg") is not None
    for name in ("headerReference", "footerReference", "pgSz", "pgMar"):
        one, other = ([dict(e.attrib) for e in s.iter(W + name)] for s in (first, second))
        assert one == other


def test_calculations_stay_a_list_with_letters(word: WordFile) -> None:
    assert any(words_of(p).startswith("a.") for p in word.body.iter(W + "p"))


def test_nothing_is_at_fault_and_nothing_was_edited(word: WordFile, tmp_path: Path) -> None:
    assert lint(word.content, "x") == ()
    assert not edits(word.content)
    file = tmp_path / "endnotes.docx"
    file.write_bytes(word.content)
    done = subprocess.run(
        [program("ooxml-validator"), file], check=False, capture_output=True, text=True, timeout=120
    )
    assert json.loads(done.stdout)["errors"] == []


def test_an_edit_in_a_note_is_told(word: WordFile) -> None:
    parts = WordFile(word.content).parts
    assert b"reported speech." in parts["word/endnotes.xml"]

    def change(file: object) -> None:
        content = file.parts["word/endnotes.xml"]  # type: ignore[attr-defined]
        file.parts["word/endnotes.xml"] = content.replace(b"reported speech.", b"hearsay.", 1)  # type: ignore[attr-defined]

    told = edits(edited(word.content, change))
    assert told is not None
    (prose,) = told.prose
    assert prose.story == "notes"
    assert "hearsay" in prose.now


def test_files_with_endnotes_are_compared(word: WordFile) -> None:
    newer = edited(word.content, lambda file: file.paragraphs()[10].append(run(" and more")))
    made = redline(Named("old.docx", word.content), Named("new.docx", newer))
    assert [one.message for one in lint(made, "x") if one.severity == "error"] == []


def test_without_the_wish_they_are_a_list() -> None:
    file = WordFile(WRITERS["docx"].write(document(), load_theme()))
    assert "word/endnotes.xml" not in file.parts
    assert len(list(file.body.iter(W + "sectPr"))) == 1


def test_the_pdf_is_the_same_as_with_a_list(theme: Theme) -> None:
    assert WRITERS["pdf"].write(document(), theme) == WRITERS["pdf"].write(document(), load_theme())
