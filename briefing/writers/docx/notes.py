"""Notes: at the foot of the page Word's own footnotes, at the end a list, or Word's own endnotes.

The first reference of one of Word's own is the note itself; later ones are NOTEREF fields that lead to it.
Word counts
its notes by their places in the text, and so does `compose`. A list has hanging labels that lead back
to the first reference.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from briefing.blocks import Blocks, Document, Note, NoteList
from briefing.theme import Theme
from briefing.writers.docx.elements import link_within, paragraph, run, tab, w
from briefing.writers.docx.inlines import runs
from briefing.writers.docx.markup import Element, serialised
from briefing.writers.docx.names import ENDNOTE, ENDNOTE_MARK, FOOTNOTE, FOOTNOTE_MARK, style_of
from briefing.writers.docx.package import Package, fill
from briefing.writers.docx.story import Story

Kind = Literal["footnote", "endnote"]

_SEPARATORS = (("separator", -1), ("continuationSeparator", 0))
"""What stands above footnotes, by the numbers that Word itself gives them."""


def add_notes(kind: Kind, notes: Sequence[Note], package: Package, story: Story) -> None:
    """The part that holds Word's own notes of a kind; none where there are none."""
    register = story.register
    numbers = register.footnotes if kind == "footnote" else register.endnotes
    placed = [note for note in notes if note.anchor in numbers and register.is_placed(note.anchor)]
    if not placed:
        return
    text, mark_style = (FOOTNOTE, FOOTNOTE_MARK) if kind == "footnote" else (ENDNOTE, ENDNOTE_MARK)
    part, _ = package.add(f"{kind}s", f"{kind}s")
    own = story.elsewhere(part)
    # Endnotes stand below a heading of their own, and need no line above them.
    made = [
        w(kind, paragraph(text, [w("r", w(line))] if kind == "footnote" else []), id=n, type=line)
        for line, n in _SEPARATORS
    ]
    for note in placed:
        # LibreOffice puts the number first and a tab behind it, whatever stands there.
        mark = w("r", w("rPr", w("rStyle", val=mark_style)), w(f"{kind}Ref"))
        content = [mark, tab(), *runs(note.content, own, "note")]
        made.append(w(kind, paragraph(text, content), id=numbers[note.anchor]))
    root = w(f"{kind}s", *made)
    register.texts.append(("notes", root))
    fill(part, serialised(root))


def note_settings(footnotes: Sequence[Note], endnotes: bool) -> list[Element]:
    """What the settings say of notes: the lines above them, and where endnotes stand."""
    made = []
    lines = [number for _, number in _SEPARATORS]
    if footnotes:
        made.append(w("footnotePr", *(w("footnote", id=number) for number in lines)))
    if endnotes:
        own = (w("endnote", id=number) for number in lines)
        made.append(w("endnotePr", w("pos", val="sectEnd"), w("numFmt", val="decimal"), *own))
    return made


def endnotes_of(document: Document, theme: Theme) -> tuple[Note, ...]:
    """The notes after the text that are to be Word's own endnotes: of their first list."""
    if theme.notes != "endnotes":
        return ()
    lists = (block for block in document.blocks if isinstance(block, NoteList))
    return next((block.notes for block in lists if block.kind == "notes"), ())


def native_list(block: NoteList, story: Story) -> list[Element] | None:
    """The end of the section at which Word puts its endnotes, and the notes that no reference opens.

    None where the list is none of endnotes. The section's properties come in once they are known.
    """
    register = story.register
    if block.kind != "notes" or not any(note.anchor in register.endnotes for note in block.notes):
        return None
    left = [note for note in block.notes if not register.is_placed(note.anchor)]
    listed = [_note(note, story) for note in left]
    end = paragraph("Separator")
    register.section_ends.append(("endnotes", end))
    return [*listed, end]


def unplaced(document: Document, story: Story) -> Blocks:
    """A list of the notes that no reference in the text opens, so that none is lost."""
    left = tuple(note for note in document.footnotes if not story.register.is_placed(note.anchor))
    return (NoteList("notes", left),) if left else ()


def note_list(block: NoteList, story: Story) -> list[Element]:
    """One paragraph a note, each in the bookmark that its references lead to."""
    return [_note(note, story) for note in block.notes]


def _note(note: Note, story: Story) -> Element:
    label = [run(f"{note.label}.")]
    if note.references:
        label = [link_within(story.register.bookmark_name(note.references[0]), label)]
    content = [tab(), *story.marked(note.anchor, label), tab(), *runs(note.content, story, "note")]
    return paragraph(style_of("note"), content)
