"""What the whole page shares while it is written: the look, the pictures, and the names within it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from briefing.blocks import Note
from briefing.theme import Theme


@dataclass(frozen=True, slots=True)
class Story:
    """`images` is a picture's address by its chart's key; `known` are the names that a link may lead to.

    `footnotes` are the notes at the foot of pages by their anchors: a screen has none, so that they follow
    the paragraph with their first reference. `named` gathers the names given: what the page is found to
    hold once it is written.
    """

    theme: Theme
    images: Mapping[str, str]
    known: frozenset[str] = frozenset()
    footnotes: Mapping[str, Note] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)

    def name(self, anchor: str) -> str | None:
        """The `id` of the place called `anchor`; None where there is none or it is given already."""
        if not anchor or anchor in self.named:
            return None
        self.named.add(anchor)
        return _name(anchor)

    def way(self, anchor: str) -> str | None:
        """The address of the place called `anchor`, or None where the page has no such place."""
        return f"#{_name(anchor)}" if anchor in self.known else None


def _name(anchor: str) -> str:
    # The same on both sides: an id may hold no space, an address little but letters.
    return quote(anchor, safe="")
