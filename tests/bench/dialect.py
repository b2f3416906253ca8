"""Inlines in a markup language: the one match over all inlines that the peers' sources share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from briefing.blocks import (
    Commented,
    CrossReference,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Mark,
    NoteRef,
    Span,
    Strong,
    Text,
    Value,
)

SIGNS = {"disc": "●", "half-disc": "◐", "ring": "○", "square": "■", "diamond": "◆"}
"""The signs before a status, as characters."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a language says each inline; `within` leads to an anchor, `raised` is a reference to a note."""

    words: Callable[[str], str]
    strong: Callable[[str], str]
    emphasis: Callable[[str], str]
    link: Callable[[str, str], str]
    within: Callable[[str, str], str]
    raised: Callable[[str], str]
    spoken: Callable[[str, str], str]
    line_break: str

    def phrase(self, inlines: Inlines) -> str:
        """The inlines in the language."""
        return "".join(map(self._inline, inlines))

    def _inline(self, inline: Inline) -> str:
        match inline:
            case Text(text) | Value(text):
                return self.words(text)
            case Strong(content):
                return self.strong(self.phrase(content))
            case Emphasis(content):
                return self.emphasis(self.phrase(content))
            case Link(content, url):
                return self.link(self.phrase(content), url)
            case CrossReference(anchor, content):
                return self.within(self.phrase(content), anchor)
            case Commented(content):
                return self.phrase(content)
            case Span(content, language):
                return self.spoken(self.phrase(content), language)
            case NoteRef(note, label, separator=separator):
                return self.raised(self.within(self.words(separator + label), note))
            case LineBreak():
                return self.line_break
            case Mark(shape):
                return self.words(SIGNS[shape])
            case _:
                assert_never(inline)
