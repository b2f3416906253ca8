"""What is found inside a brief, and how it is said that a file cannot be read. No format is known here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lxml import etree

from briefing.carried import FACTS_FILE, PRINTED_FACTS
from briefing.errors import Diagnostic, Place

LARGEST_FILE = 128 * 1024 * 1024
"""Bytes a brief may have: some three hundred times what one has."""
LARGEST_PART = 16 * 1024 * 1024
"""Bytes that one part or attached file may unpack to."""
MOST_ENCLOSED = 200
"""Files that may be attached to a brief."""


class Unusable(Exception):
    """Ends the reading of a file: why it cannot be read, and a way out."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that travels inside a brief. Its name is what the brief says: it leads anywhere."""

    name: str
    content: bytes
    media_type: str = ""
    relationship: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a file says of its brief; "" for what it does not say, as after another program saved it.

    `as_of` is a day as YYYY-MM-DD, `standing` one of draft, lapsed, cleared, final.
    """

    format: Literal["pdf", "docx"]
    title: str
    language: str
    as_of: str
    edition: str
    fingerprint: str
    standing: str
    marking: str
    enclosed: tuple[Enclosed, ...]

    @property
    def facts(self) -> Enclosed | None:
        """The facts file: the whole of it, else what of it is printed."""
        for name in (FACTS_FILE, PRINTED_FACTS):
            for one in self.enclosed:
                if one.name == name:
                    return one
        return None


def refusal(name: str, fault: Unusable) -> Diagnostic:
    """The diagnostic of a file that cannot be read."""
    return Diagnostic(Place(name), "", str(fault), fault.hint)


def parsed(content: bytes, what: str) -> etree._Element:
    """XML from a stranger: no entity, no other file, no address is followed, and none may be named."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise Unusable(f"damaged: {what} cannot be read") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unusable(f"not a brief: {what} declares entities")
    return root
