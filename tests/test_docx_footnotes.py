"""Notes at the foot of the page in the Word file: Word's own, counted as composed, opened once, led to after."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents import document, said, words
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_cases import CASES
from word_file import W, WordFile

from briefing.blocks import Document, Link, Note, NoteRef, leaves
from briefing.compose.ledger import texts_of
from briefing.theme import load_theme
from briefing.writers.docx import write_docx

THEME = load_theme(str(Path(__file__).parent / "themes" / "foot.toml"))
MARK = W + "footnoteReference"


def of(made: Document) -> WordFile:
    return WordFile(write_docx(made, THEME))


def with_notes(order: list[int]) -> Document:
    """A document whose paragraphs refer to notes in this order; notes are counted by first use, as composed."""
    numbers = {note: nth for nth, note in enumerate(dict.fromkeys(order), 1)}
    seen: dict[int, int] = {}
    blocks = []
    for note in order:
        seen[note] = seen.get(note, 0) + 1
        anchor = f"note-{numbers[note]}"
        reference = NoteRef(
            anchor, str(numbers[note]), f"{anchor}-{seen[note]}", first=seen[note] == 1
        )
        blocks.append(said("Words.", reference))
    notes = tuple(
        Note(str(number), f"note-{number}", words(f"Note {number}."), (f"note-{number}-1",))
        for number in numbers.values()
    )
    made = document("Notes", "", tuple(blocks))
    return Document(made.meta, made.title, (), made.first, made.rest, made.blocks, footnotes=notes)


def shown(word: WordFile) -> list[str]:
    """What a reader of the body sees at each reference: Word's count at a mark, a field's result elsewhere."""
    made: list[str] = []
    count = 0
    for run in word.body.iter(W + "r"):
        if run.find(MARK) is not None:
            count += 1
            made.append(str(count))
    return made


def fields(word: WordFile) -> list[tuple[str, str]]:
    """The bookmark that each NOTEREF leads to, and the number that it shows."""
    made: list[tuple[str, str]] = []
    asked, result, inside = "", "", ""
    for one in word.body.iter(W + "fldChar", W + "instrText", W + "t"):
        if one.tag == W + "fldChar":
            inside = one.get(W + "fldCharType")
            if inside == "end" and asked.startswith("NOTEREF "):
                made.append((asked.split()[1], result))
            asked, result = ("", "") if inside in ("begin", "end") else (asked, result)
        elif inside == "begin":
            asked = (one.text or "").strip()
        elif inside == "separate":
            result += one.text or ""
    return made


def marked(word: WordFile) -> dict[str, str]:
    """Each bookmark around a mark, and the number that Word counts there."""
    found: dict[str, str] = {}
    count = 0
    for run in word.body.iter(W + "r"):
        if run.find(MARK) is None:
            continue
        count += 1
        for before in run.itersiblings(W + "bookmarkStart", preceding=True):
            found[before.get(W + "name")] = str(count)
            if before.getprevious() is None or before.getprevious().tag != W + "bookmarkStart":
                break
    return found


@pytest.mark.parametrize("name", ["notes-at-foot", "invented-notes-at-foot"])
def test_every_note_is_a_footnote_opened_once_in_the_composed_order(name: str) -> None:
    made = CASES[name].document
    word = of(made)
    assert shown(word) == [note.label for note in made.footnotes]
    ids = [one.get(W + "id") for one in word.body.iter(MARK)]
    parts = [one.get(W + "id") for one in word.xml("word/footnotes.xml")]
    assert parts == ["-1", "0", *ids]


@pytest.mark.parametrize("name", ["notes-at-foot", "invented-notes-at-foot"])
def test_every_later_reference_is_a_field_that_leads_to_the_mark(name: str) -> None:
    made = CASES[name].document
    word = of(made)
    notes = {note.anchor for note in made.footnotes}
    later = [
        leaf.label
        for inlines in texts_of(made)
        for leaf in leaves(inlines)
        if isinstance(leaf, NoteRef) and leaf.note in notes and not leaf.first
    ]
    assert [label for _, label in fields(word)] == later
    places = marked(word)
    assert all(places[bookmark] == label for bookmark, label in fields(word))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=20))
def test_word_counts_as_composed_whatever_the_order(order: list[int]) -> None:
    made = with_notes(order)
    word = of(made)
    assert shown(word) == [note.label for note in made.footnotes]
    places = marked(word)
    assert len(fields(word)) == len(order) - len(set(order))
    assert all(places[bookmark] == label for bookmark, label in fields(word))


def test_a_note_that_nothing_opens_is_listed_at_the_end() -> None:
    made = document("Notes", "", (said("No reference."),))
    note = Note("1", "note-1", words("Left."), ())
    whole = Document(
        made.meta, made.title, (), made.first, made.rest, made.blocks, footnotes=(note,)
    )
    assert of(whole).blocks()[-1] == "1. Left."


def test_the_settings_name_the_lines_above_footnotes_only_where_there_are_some() -> None:
    named = of(with_notes([1])).xml("word/settings.xml").find(W + "footnotePr")
    assert [one.get(W + "id") for one in named] == ["-1", "0"]
    without = of(document("No notes", "", (said("Words."),)))
    assert without.xml("word/settings.xml").find(W + "footnotePr") is None
    assert "word/footnotes.xml" not in without.parts


def test_a_link_in_a_note_belongs_to_the_part_of_the_notes() -> None:
    made = with_notes([1])
    note = Note("1", "note-1", words(Link(words("there"), "https://example.org/")), ("note-1-1",))
    word = of(
        Document(made.meta, made.title, (), made.first, made.rest, made.blocks, footnotes=(note,))
    )
    ((target, outside),) = word.relations("word/footnotes.xml").values()
    assert (target, outside) == ("https://example.org/", True)
