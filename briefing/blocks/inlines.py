"""What stands inside a line: words, values with their identity, emphasis, links, references."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Numeral(StrEnum):
    """The six classes a printed numeral may belong to (there is no seventh)."""

    FACT = "fact"
    CALCULATION = "calculation"
    COUNT = "count"
    LABEL = "label"
    STANDARD = "standard"
    AUTHOR = "author"


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words. Holds no digit once composed: digits live in a Value, a label or a Link."""

    text: str


@dataclass(frozen=True, slots=True)
class Value:
    """Words or figures printed for one fact, calculation, count or label.

    `id` is the fact's or calculation's id (empty for the other classes); `form` names the display
    form ("full", "number", "name", …), so that id and form together always print the same text.
    `language` is set where the text is in another language than the document.
    """

    text: str
    id: str = ""
    form: str = ""
    numeral: Numeral = Numeral.FACT
    language: str = ""


@dataclass(frozen=True, slots=True)
class Strong:
    """Bold words."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Italic words."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an address outside the document (http, https, mailto)."""

    content: Inlines
    url: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line break inside a paragraph."""


@dataclass(frozen=True, slots=True)
class NoteRef:
    """A raised reference to a note: a number, or a letter for a calculation.

    Before `compose` numbers it, `note` holds the fact or calculation id and the rest is empty;
    afterwards `note` is the note's anchor, `label` what is printed, `anchor` this reference's own
    name (so that the note can link back), and `separator` is printed, raised too, before the label
    where two references meet. `first` is true on the first reference to its note.
    """

    note: str
    label: str = ""
    anchor: str = ""
    separator: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True)
class CrossReference:
    """Words that lead to a figure, table, heading or annex of the same document."""

    anchor: str
    content: Inlines = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Words in another language (BCP 47), for hyphenation and for reading aloud."""

    content: Inlines
    language: str


@dataclass(frozen=True, slots=True)
class Commented:
    """Words that a comment of the document is about; `comment` counts from 0."""

    content: Inlines
    comment: int


MarkShape = Literal["disc", "half-disc", "ring", "square", "diamond"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A small drawn sign before words that say the same; readers skip it (decorative)."""

    shape: MarkShape


Inline = (
    Text
    | Value
    | Strong
    | Emphasis
    | Link
    | LineBreak
    | NoteRef
    | CrossReference
    | Span
    | Commented
    | Mark
)
Inlines = tuple[Inline, ...]


def plain(inlines: Inlines) -> str:
    """The words of `inlines` as they print, without note references; a line break is a newline."""
    return "".join(_plain(inline) for inline in inlines)


def _plain(inline: Inline) -> str:
    match inline:
        case Text(text) | Value(text):
            return text
        case Strong(content) | Emphasis(content) | Link(content) | CrossReference(content=content):
            return plain(content)
        case Span(content) | Commented(content):
            return plain(content)
        case LineBreak():
            return "\n"
        case NoteRef() | Mark():
            return ""


def leaves(inlines: Inlines) -> Iterator[Inline]:
    """Every inline that holds no other, in reading order."""
    for inline in inlines:
        match inline:
            case Strong(content) | Emphasis(content) | Link(content) | Span(content):
                yield from leaves(content)
            case CrossReference(content=content) | Commented(content):
                yield from leaves(content)
            case _:
                yield inline
