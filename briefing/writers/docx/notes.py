"""The list of notes: hanging labels that lead back to the first reference, and their text."""

from __future__ import annotations

from briefing.blocks import Note, NoteList
from briefing.writers.docx.elements import Element, link_within, paragraph, run, tab
from briefing.writers.docx.inlines import runs
from briefing.writers.docx.names import style_of
from briefing.writers.docx.story import Story


def note_list(block: NoteList, story: Story) -> list[Element]:
    """One paragraph a note, each in the bookmark that its references lead to."""
    return [_note(note, story) for note in block.notes]


def _note(note: Note, story: Story) -> Element:
    label = [run(f"{note.label}.")]
    if note.references:
        label = [link_within(story.register.bookmark_name(note.references[0]), label)]
    content = [tab(), *story.marked(note.anchor, label), tab(), *runs(note.content, story, "note")]
    return paragraph(style_of("note"), content)
