"""A whole brief: its blocks, its running heads, its properties and what travels with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from briefing.blocks.block import Blocks, Note
from briefing.blocks.inlines import Inlines, NoteRef, leaves


@dataclass(frozen=True, slots=True)
class Furniture:
    """The running head and foot of a page.

    The page number stands at the right of the foot; the writer fills the two numbers into
    `page_label`, in which {page} and {pages} stand for them.
    """

    head_left: Inlines
    head_right: Inlines
    foot_left: Inlines
    foot_centre: Inlines
    page_label: str = "{page} / {pages}"


TrafficLight = Literal["RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR"]


@dataclass(frozen=True, slots=True)
class Marking:
    """A handling marking, printed as typed; `tlp` is set for a Traffic Light Protocol 2.0 label,
    which prints at the right of head and foot, at least 12 pt, in its colour on black.
    """

    text: str
    tlp: TrafficLight | None = None


@dataclass(frozen=True, slots=True)
class Meta:
    """Properties of the file. `date` is the facts' as-of date; every date in a file comes from it.

    `edition` (0 where there is none), `fingerprint`, `standing` and `marking` are the brief's own, for
    programs; what a reader sees of them stands in the text.
    """

    title: str
    subject: str
    language: str
    date: date
    author: str = ""
    keywords: tuple[str, ...] = ()
    draft: bool = False
    identifier: str = ""
    edition: int = 0
    fingerprint: str = ""
    standing: str = ""
    marking: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels inside the brief; `relationship` is PDF's AFRelationship."""

    name: str
    media_type: str
    relationship: Literal["Source", "Data", "Supplement"]
    content: bytes
    description: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole brief: title and subtitle, furniture of the first page and of the rest, blocks.

    `footnotes` are the notes set at the foot of the page on which their first reference stands; they are
    numbered 1, 2, 3, … in the order of those, each of which stands in the content of a Paragraph or in
    a Quotation. Read in one column they follow the paragraph of it (`opened`). Other notes are in a
    NoteList. `comments` are what an editor should know of words that are Commented, for formats that
    have comments.
    """

    meta: Meta
    title: Inlines
    subtitle: Inlines
    first: Furniture
    rest: Furniture
    blocks: Blocks
    marking: Marking | None = None
    attachments: tuple[Attachment, ...] = field(default=())
    footnotes: tuple[Note, ...] = ()
    comments: tuple[Inlines, ...] = ()


def opened(inlines: Inlines, footnotes: Mapping[str, Note]) -> tuple[Note, ...]:
    """The notes, of those at the foot of a page by their anchors, whose first reference is in `inlines`."""
    return tuple(
        footnotes[leaf.note]
        for leaf in leaves(inlines)
        if isinstance(leaf, NoteRef) and leaf.first and leaf.note in footnotes
    )
