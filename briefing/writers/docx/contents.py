"""The contents list: a TOC field whose result is there already, each entry a link to its heading.

Word would make the same list anew, were it asked to; nothing asks.
"""

from __future__ import annotations

from briefing.blocks import Contents
from briefing.writers.docx.elements import (
    field,
    field_end,
    field_start,
    link_within,
    paragraph,
    tab,
)
from briefing.writers.docx.inlines import runs_in_link
from briefing.writers.docx.markup import Element
from briefing.writers.docx.names import style_of
from briefing.writers.docx.story import Story


def contents(block: Contents, story: Story) -> list[Element]:
    """The title, and a paragraph an entry; with page numbers where they are known (else switch `\\n`)."""
    deepest = max(entry.level for entry in block.entries)
    made = [
        paragraph(style_of("contents-title"), runs_in_link(block.title, story, "contents-title"))
    ]
    for nth, entry in enumerate(block.entries):
        role = f"contents-{entry.level}"
        words = runs_in_link(entry.content, story, role)
        name = story.register.bookmark_name(entry.anchor)
        if entry.page:
            words += [tab(), *field(f"PAGEREF {name} \\h", str(entry.page))]
        content = [link_within(name, words)]
        if nth == 0:
            bare = "" if entry.page else " \\n"
            content = [*field_start(f'TOC \\o "1-{deepest}"{bare} \\h \\z \\u'), *content]
        if nth == len(block.entries) - 1:
            content = [*content, field_end()]
        made.append(paragraph(style_of(role), content))
    return made
