"""The list of notes: hanging labels that lead back to the first reference, and their text."""

from __future__ import annotations

from dataclasses import replace

from briefing.blocks import Blocks, Document, Note, NoteList
from briefing.writers.docx.elements import Element, link_within, paragraph, run, tab
from briefing.writers.docx.inlines import runs
from briefing.writers.docx.names import style_of
from briefing.writers.docx.story import Story


def with_footnotes(document: Document) -> Blocks:
    """The blocks with the notes at the foot of pages in the list of notes, before its own; or last of all."""
    own, blocks = document.footnotes, list(document.blocks)
    if not own:
        return document.blocks
    for at, block in enumerate(blocks):
        if isinstance(block, NoteList) and block.kind == "notes":
            blocks[at] = replace(block, notes=(*own, *block.notes))
            return tuple(blocks)
    return (*blocks, NoteList("notes", own))


def note_list(block: NoteList, story: Story) -> list[Element]:
    """One paragraph a note, each in the bookmark that its references lead to."""
    return [_note(note, story) for note in block.notes]


def _note(note: Note, story: Story) -> Element:
    label = [run(f"{note.label}.")]
    if note.references:
        label = [link_within(story.register.bookmark_name(note.references[0]), label)]
    content = [tab(), *story.marked(note.anchor, label), tab(), *runs(note.content, story, "note")]
    return paragraph(style_of("note"), content)
