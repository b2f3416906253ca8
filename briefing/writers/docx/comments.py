"""Comments (ISO/IEC 29500-1, 17.13.4): on a range of words, in the name of the brief and of its day."""

from __future__ import annotations

from briefing.blocks import Document
from briefing.writers.docx.elements import paragraph, w
from briefing.writers.docx.inlines import runs_in_link
from briefing.writers.docx.markup import Element, serialised
from briefing.writers.docx.names import style_of
from briefing.writers.docx.package import Package, fill
from briefing.writers.docx.story import Story

_AUTHOR, _INITIALS = "briefing", "b"


def add_comments(document: Document, package: Package, story: Story) -> None:
    """The part that holds the comments; none where there are none."""
    if not document.comments:
        return
    part, _ = package.add("comments", "comments")
    own = story.elsewhere(part)
    moment = f"{document.meta.date.isoformat()}T00:00:00Z"
    made: list[Element] = []
    for number, content in enumerate(document.comments):
        # Plain words: a link or a control in a comment would be one more that leads nowhere.
        words = [w("r", w("annotationRef")), *runs_in_link(content, own, "body")]
        made.append(
            w(
                "comment",
                paragraph(style_of("body"), words),
                id=number,
                author=document.meta.author or _AUTHOR,
                date=moment,
                initials=_INITIALS,
            )
        )
    fill(part, serialised(w("comments", *made)))
