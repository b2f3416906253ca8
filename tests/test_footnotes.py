"""Notes at the foot of the page, as the model has them: which they are, in what order, and what stays at the end."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents import table
from pdf_cases import FIRST, HERE, INVENTED, brief

from briefing.blocks import (
    Block,
    Blocks,
    BulletList,
    Callout,
    Document,
    Heading,
    Inlines,
    KeyFigures,
    NoteList,
    NoteRef,
    OrderedList,
    Paragraph,
    Quotation,
    Table,
    Text,
    leaves,
)
from briefing.compose import compose, stray_numerals
from briefing.compose.ledger import printings
from briefing.errors import ThemeError
from briefing.pipeline import Options
from briefing.pipeline.preparing import prepare
from briefing.sections import Edition
from briefing.theme import load_theme


@pytest.fixture(scope="module", params=[FIRST, INVENTED], ids=lambda path: path.name)
def folder(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture(scope="module")
def foot(folder: Path) -> Document:
    return brief(folder, "foot").document


@pytest.fixture(scope="module")
def end(folder: Path) -> Document:
    return brief(folder).document


def running(blocks: Blocks) -> list[NoteRef]:
    """The references of running text, in reading order."""
    return [ref for block in blocks for inlines in _running(block) for ref in _references(inlines)]


def _running(block: Block) -> list[Inlines]:
    match block:
        case Paragraph(content):
            return [content]
        case Quotation(content, speaker):
            return [content, speaker]
        case BulletList(items) | OrderedList(items):
            return [inlines for item in items for inner in item for inlines in _running(inner)]
        case Callout(content=content):
            return [inlines for inner in content for inlines in _running(inner)]
        case _:
            return []


def _references(inlines: Inlines) -> list[NoteRef]:
    return [leaf for leaf in leaves(inlines) if isinstance(leaf, NoteRef)]


def ended(document: Document) -> list[str]:
    return [
        note.label
        for block in document.blocks
        if isinstance(block, NoteList) and block.kind == "notes"
        for note in block.notes
    ]


def test_they_are_counted_in_the_order_of_their_first_references(foot: Document) -> None:
    anchors = {note.anchor for note in foot.footnotes}
    first = [ref for ref in running(foot.blocks) if ref.first and ref.note in anchors]
    assert [ref.note for ref in first] == [note.anchor for note in foot.footnotes]
    assert [ref.anchor for ref in first] == [note.references[0] for note in foot.footnotes]
    labels = [note.label for note in foot.footnotes]
    assert labels == [str(n) for n in range(1, len(labels) + 1)]
    assert labels


def test_notes_of_tables_tiles_and_charts_are_a_series_of_their_own_at_the_end(
    foot: Document,
) -> None:
    labels = ended(foot)
    assert labels == [f"T{n}" for n in range(1, len(labels) + 1)]
    assert labels
    tables = [b for b in foot.blocks if isinstance(b, Table)]
    tiles = [b for b in foot.blocks if isinstance(b, KeyFigures)]
    cells = [cell for table in tables for row in table.rows for cell in row]
    cells += [tile.label for strip in tiles for tile in strip.tiles]
    first = [ref.label for cell in cells for ref in _references(cell) if ref.first]
    assert {label for label in first if not label.isalpha()} <= set(labels)


def test_no_note_is_lost_and_none_is_there_twice(foot: Document, end: Document) -> None:
    assert len(foot.footnotes) + len(ended(foot)) == len(ended(end))
    assert end.footnotes == ()


def test_what_is_printed_is_the_same_wherever_notes_stand(foot: Document, end: Document) -> None:
    """All but the fingerprint, which knows the theme."""
    once, other = ({(p.id, p.form, p.text) for p in printings(d) if p.id} for d in (foot, end))
    assert once == other
    assert stray_numerals(foot) == ()


def composed(*blocks: Block) -> Document:
    """A section of these blocks, composed with the first visit's facts and notes at the foot."""
    theme = load_theme(str(HERE / "themes" / "foot.toml"))
    return compose((("part", blocks),), prepare(FIRST, Options()).wording, Edition(), theme)


def stated(id: str) -> Inlines:
    return (Text("Stated."), NoteRef(id))


def test_a_note_that_a_table_was_first_to_refer_to_stays_at_the_end() -> None:
    """F29 first in a cell, then in text; F10 first in text, then in a cell."""
    document = composed(
        table(0, "", (("A", 1.0, False),), (stated("F29"),)),
        Paragraph(stated("F29")),
        Paragraph(stated("F10")),
        table(0, "", (("A", 1.0, False),), (stated("F10"),)),
        NoteList("notes", ()),
    )
    (note,) = document.footnotes
    assert (note.label, note.anchor) == ("1", "note-1")
    assert len(note.references) == 2
    assert ended(document) == ["T1"]
    assert [(ref.label, ref.first) for ref in running(document.blocks)] == [
        ("T1", False),
        ("1", True),
    ]


def test_a_heading_over_notes_alone_goes_with_the_last_of_them() -> None:
    parts = (Heading(2, (Text("The notes"),)), NoteList("notes", ()))
    after = Heading(2, (Text("What follows"),))
    document = composed(Paragraph(stated("F29")), *parts, after)
    assert [type(block) for block in document.blocks] == [Paragraph, Heading]
    kept = composed(Paragraph(stated("F29")), parts[0], Paragraph((Text("Words."),)), parts[1])
    assert [type(block) for block in kept.blocks] == [Paragraph, Heading, Paragraph]


def test_a_theme_with_notes_elsewhere_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "margin.toml"
    path.write_text('notes = "margin"\n', encoding="utf-8")
    with pytest.raises(ThemeError) as refused:
        load_theme(str(path))
    (found,) = refused.value.diagnostics
    assert found.where == "notes"
    assert '"foot" (of the page)' in found.message
