"""What every piece of text needs to know of its file: unique names and numbers, and its own part.

Word calls the text of one part (body, header, footer) a story. Nothing is written here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part

from briefing.blocks import Figure
from briefing.theme import Theme
from briefing.writers.docx.controls import Controls
from briefing.writers.docx.elements import bookmark
from briefing.writers.docx.markup import Element
from briefing.writers.docx.native_charts import NativeCharts
from briefing.writers.docx.numbering import Numbering
from briefing.writers.docx.pictures import Pictures

_LONGEST = 40  # Word cuts a longer bookmark name off
_URI = ":/?#[]@!$&'()*+,;=%-._~"


SectionKind = Literal["endnotes", "upright", "turned"]
"""What a section ends with or is: with endnotes, upright before a page that is turned, or that page."""


class Register:
    """Names and numbers that may occur once in a file, given out in order of asking.

    `footnotes` and `endnotes` are the numbers of Word's own notes, by their anchors; `controls` are those
    that hold values. `texts` are the roots of what was written, each with what it is: "body", "notes" or
    "margins"; `figures` are those that it shows; `section_ends` are the paragraphs that
    end a section, each with its kind.
    """

    def __init__(self) -> None:
        self._bookmarks: dict[str, str] = {}
        self._taken: set[str] = set()
        self._placed: set[str] = set()
        self._ends = 0
        self._captions: dict[str, int] = {}
        self.footnotes: dict[str, int] = {}
        self.endnotes: dict[str, int] = {}
        self.controls = Controls()
        self.texts: list[tuple[str, Element]] = []
        self.figures: list[Figure] = []
        self.section_ends: list[tuple[SectionKind, Element]] = []

    def bookmark_name(self, anchor: str) -> str:
        """The bookmark of an anchor: always the same for the same anchor, never that of another.

        Word takes letters, figures and underscores, hides a name that begins with an underscore,
        and does not tell capitals from small letters.
        """
        if anchor not in self._bookmarks:
            plain = "_" + re.sub(r"[^A-Za-z0-9]+", "_", anchor).strip("_")
            name, count = plain[:_LONGEST], 1
            while name.casefold() in self._taken:
                count += 1
                name = f"{plain[: _LONGEST - 6]}_{count}"
            self._taken.add(name.casefold())
            self._bookmarks[anchor] = name
        return self._bookmarks[anchor]

    def place(self, anchor: str) -> bool:
        """Whether this is the first place of the anchor; a bookmark may stand only once."""
        first = bool(anchor) and anchor not in self._placed
        self._placed.add(anchor)
        return first

    def is_placed(self, anchor: str) -> bool:
        """Whether the anchor has a place already."""
        return anchor in self._placed

    def next_bookmark(self) -> int:
        """The number that ties a bookmark's two ends together."""
        self._ends += 1
        return self._ends

    def follows(self, sequence: str, number: int) -> bool:
        """Whether Word, counting captions of this kind itself, would arrive at `number` here."""
        before = self._captions.get(sequence, 0)
        self._captions[sequence] = number
        return number == before + 1


@dataclass(frozen=True, slots=True)
class Story:
    """One part's text being written: its part, the theme, and what the whole file shares."""

    part: Part
    theme: Theme
    pictures: Pictures
    charts: NativeCharts
    numbering: Numbering
    register: Register = field(default_factory=Register)

    def marked(self, anchor: str, content: list[Element]) -> list[Element]:
        """`content` inside the bookmark of `anchor`; as it is where there is no anchor to place."""
        register = self.register
        if not register.place(anchor):
            return content
        return bookmark(register.bookmark_name(anchor), register.next_bookmark(), content)

    def outside(self, url: str) -> str:
        """The relationship to an address outside the file.

        Word refuses a whole file for one address that is no URI (RFC 3986), so other signs are
        written as percent-encoded UTF-8.
        """
        address = quote(url, safe=_URI)
        return self.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    def elsewhere(self, part: Part) -> Story:
        """The story of another part of the same file."""
        return Story(part, self.theme, self.pictures, self.charts, self.numbering, self.register)
