"""The parts of a Word file by their names, each unpacked when asked for, within bounds."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from briefing.readback.found import LARGEST_FILE, LARGEST_PART, Unusable, parsed
from briefing.readback.zipped import FAULTS, MOST_PARTS, content_of

_MAIN = "word/document.xml"


class Parts:
    """A package's members; the names are looked for without regard to capitals.

    All that is unpacked of a file together is no more than a brief may have.
    """

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._room = LARGEST_FILE
        self._names = [one.filename for one in package.infolist()]
        self._members = {one.filename.lower(): one for one in package.infolist()}
        if len(self._members) > MOST_PARTS:
            raise Unusable(f"expected at most {MOST_PARTS:,} parts, found more")
        if _MAIN not in self._members:
            raise Unusable("expected a PDF or a Word file (.docx), found another kind of ZIP file")

    def names(self, *, folded: bool = True) -> list[str]:
        """All names in order, in small letters; or as they are written, and as often."""
        return sorted(self._members if folded else self._names)

    def below(self, folder: str, ending: str = ".xml") -> list[str]:
        """The names of the parts in a folder, and in those inside it."""
        return sorted(n for n in self._members if n.startswith(folder) and n.endswith(ending))

    def content(self, name: str) -> bytes | None:
        """A part's bytes; None where the file has none of that name."""
        member = self._members.get(name.lower())
        if member is None:
            return None
        content = content_of(self._package, member, min(LARGEST_PART, self._room))
        self._room -= len(content)
        return content

    def xml(self, name: str) -> etree._Element | None:
        """A part as XML; None where the file has none of that name."""
        content = self.content(name)
        return None if content is None else parsed(content, name)


@contextmanager
def opened(content: bytes) -> Iterator[Parts]:
    """The parts of a Word file. Raises Unusable where it cannot be unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            yield Parts(package)
    except FAULTS:
        raise Unusable("damaged: it cannot be unpacked") from None


def core(parts: Parts) -> dict[str, str]:
    """The core properties by the ends of their names: title, created, lastModifiedBy, …"""
    return texts(parts.xml("docProps/core.xml"))


def texts(root: etree._Element | None) -> dict[str, str]:
    """The text of each child by the end of its name."""
    if root is None:
        return {}
    return {etree.QName(one).localname: one.text or "" for one in root.iterchildren("*")}
