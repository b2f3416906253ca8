"""A Word file read back: its properties, and the files in its custom XML. Nothing is unpacked unbounded."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from briefing.carried import ATTACHMENTS_NAMESPACE, PROPERTIES
from briefing.readback.found import MOST_ENCLOSED, Enclosed, Found, Unusable, parsed
from briefing.readback.zipped import FAULTS, MOST_PARTS, content_of

_MAIN = "word/document.xml"


def read_docx(content: bytes) -> Found:
    """What a Word file says of its brief, and what travels in it. Raises Unusable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return _found(_Parts(package))
    except FAULTS:
        raise Unusable("damaged: it cannot be unpacked") from None


class _Parts:
    """The parts of a package by name, each unpacked when asked for."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._members = {one.filename.lower(): one for one in package.infolist()}
        if len(self._members) > MOST_PARTS:
            raise Unusable(f"expected at most {MOST_PARTS:,} parts, found more")
        if _MAIN not in self._members:
            raise Unusable("expected a PDF or a Word file (.docx), found another kind of ZIP file")

    def below(self, folder: str) -> list[str]:
        """The names of the XML parts in a folder."""
        return sorted(n for n in self._members if n.startswith(folder) and n.endswith(".xml"))

    def xml(self, name: str) -> etree._Element | None:
        """A part; None where the file has none of that name."""
        member = self._members.get(name.lower())
        if member is None:
            return None
        return parsed(content_of(self._package, member), name)


def _found(parts: _Parts) -> Found:
    core = _texts(parts.xml("docProps/core.xml"))
    custom = _custom(parts.xml("docProps/custom.xml"))
    own = {name: custom.get(name, "") for name in PROPERTIES}
    return Found(
        "docx",
        title=core.get("title", ""),
        language=core.get("language", ""),
        as_of=core.get("created", "")[:10],
        enclosed=tuple(_enclosed(parts)),
        **own,
    )


def _texts(root: etree._Element | None) -> dict[str, str]:
    """The text of each child by the end of its name."""
    if root is None:
        return {}
    return {etree.QName(one).localname: one.text or "" for one in root.iterchildren("*")}


def _custom(root: etree._Element | None) -> dict[str, str]:
    """The properties that have names of their own."""
    if root is None:
        return {}
    return {
        str(one.get("name", "")): "".join(map(str, one.itertext()))
        for one in root.iterchildren("*")
    }


def _enclosed(parts: _Parts) -> Iterator[Enclosed]:
    """The files in the custom XML that is ours, whatever Word now calls its part."""
    count = 0
    for name in parts.below("customxml/"):
        root = parts.xml(name)
        if root is None or root.tag != f"{{{ATTACHMENTS_NAMESPACE}}}attachments":
            continue
        for file in root.iter(f"{{{ATTACHMENTS_NAMESPACE}}}file"):
            count += 1
            if count > MOST_ENCLOSED:
                raise Unusable(f"expected at most {MOST_ENCLOSED} attached files, found more")
            said = _texts(file)
            yield Enclosed(
                said.get("name", ""),
                base64.b64decode("".join(said.get("content", "").split()), validate=True),
                said.get("mediaType", ""),
                said.get("relationship", ""),
                said.get("description", ""),
            )
