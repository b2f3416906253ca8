"""Pages that are turned: a section for a wide table, between sections that are upright."""

from __future__ import annotations

from briefing.writers.docx.elements import paragraph
from briefing.writers.docx.markup import Element
from briefing.writers.docx.story import Story


def turned(table: list[Element], before: list[Element], story: Story) -> list[Element]:
    """A caption and its table on pages of their own; tables that follow each other share theirs.

    The properties of the sections come in once heads and feet are known.
    """
    ends = story.register.section_ends
    made: list[Element] = []
    if before and ends and ends[-1][0] == "turned" and ends[-1][1] is before[-1]:
        before.pop()
        ends.pop()
        made.append(paragraph("Separator"))
    else:
        made.append(paragraph("Separator"))
        ends.append(("upright", made[-1]))
    end = paragraph("Separator")
    ends.append(("turned", end))
    return [*made, *table, end]
