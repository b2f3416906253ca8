"""Notes: those at the foot of the page as Word's own footnotes, those at the end as a list.

A footnote's first reference is the note itself; later ones are NOTEREF fields that lead to it. Word counts
its footnotes by their places in the text, and so does `compose`. A list has hanging labels that lead back
to the first reference.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.blocks import Blocks, Document, Note, NoteList
from briefing.writers.docx.elements import link_within, paragraph, run, tab, w
from briefing.writers.docx.inlines import runs
from briefing.writers.docx.markup import Element, serialised
from briefing.writers.docx.names import FOOTNOTE, FOOTNOTE_MARK, style_of
from briefing.writers.docx.package import Package, fill
from briefing.writers.docx.story import Story

_SEPARATORS = (("separator", -1), ("continuationSeparator", 0))
"""What stands above footnotes, by the numbers that Word itself gives them."""


def add_footnotes(notes: Sequence[Note], package: Package, story: Story) -> None:
    """The part that holds the footnotes; none where there are no notes."""
    if not notes:
        return
    part, _ = package.add("footnotes", "footnotes")
    own = story.elsewhere(part)
    made = [
        w("footnote", paragraph(FOOTNOTE, [w("r", w(kind))]), id=number, type=kind)
        for kind, number in _SEPARATORS
    ]
    for note in notes:
        # LibreOffice puts the number first and a tab behind it, whatever stands there.
        mark = w("r", w("rPr", w("rStyle", val=FOOTNOTE_MARK)), w("footnoteRef"))
        content = [mark, tab(), *runs(note.content, own, "note")]
        number = story.register.footnotes[note.anchor]
        made.append(w("footnote", paragraph(FOOTNOTE, content), id=number))
    root = w("footnotes", *made)
    story.register.texts.append(("notes", root))
    fill(part, serialised(root))


def footnote_settings(notes: Sequence[Note]) -> Element | None:
    """What the settings say of footnotes: which are the lines above them."""
    if not notes:
        return None
    return w("footnotePr", *(w("footnote", id=number) for _, number in _SEPARATORS))


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
