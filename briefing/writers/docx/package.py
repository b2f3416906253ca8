"""The parts of a Word file and the relations between them, saved to fixed bytes.

Nothing here knows what a part says; python-docx keeps the graph, the zip is written anew.
"""

from __future__ import annotations

import io
import zipfile
from typing import cast

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from briefing.writers.docx.elements import Element

_FIRST = ("[Content_Types].xml", "_rels/.rels")
_DAWN = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip member can carry
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."


class Package:
    """The parts of one file; `main` is /word/document.xml, whose body is filled in last."""

    def __init__(self) -> None:
        self._opc = OpcPackage()
        self.main = self._made("/word/document.xml", _WORD + "document.main+xml")
        self._opc.relate_to(self.main, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)

    def add(self, name: str, kind: str) -> tuple[Part, str]:
        """A part such as "styles" at /word/`name`.xml, and its relationship from the main part."""
        made = self._made(f"/word/{name}.xml", f"{_WORD}{kind}+xml")
        return made, self.main.relate_to(made, _RELATION + kind)

    def add_file(self, name: str, media_type: str, content: bytes) -> Part:
        """A part of bytes, such as a picture, for others to relate to."""
        made = self._made(name, media_type)
        fill(made, content)
        return made

    def add_theme(self) -> Part:
        """The theme part, related to the main part."""
        media_type = "application/vnd.openxmlformats-officedocument.theme+xml"
        made = self._made("/word/theme/theme1.xml", media_type)
        self.main.relate_to(made, _RELATION + "theme")
        return made

    def add_property(self, name: str, media_type: str, relation: str, made: Element) -> None:
        """A part that describes the file as a whole."""
        part = self._made(name, media_type)
        fill(part, serialised(made))
        self._opc.relate_to(part, relation)

    def save(self) -> bytes:
        """The file: members in a fixed order at a fixed time, so that equal parts are equal bytes."""
        loose = io.BytesIO()
        self._opc.save(loose)
        fixed = io.BytesIO()
        with zipfile.ZipFile(loose) as source, zipfile.ZipFile(fixed, "w") as target:
            rest = sorted(name for name in source.namelist() if name not in _FIRST)
            for name in (*_FIRST, *rest):
                target.writestr(member(name), source.read(name), compresslevel=6)
        return fixed.getvalue()

    def _made(self, name: str, media_type: str) -> Part:
        # python-docx asks for its own subclass of OpcPackage only to reach its high-level interface.
        return Part(PackURI(name), media_type, b"", cast("None", self._opc))


def fill(part: Part, content: bytes) -> None:
    """Give a part its bytes."""
    part._blob = content


def serialised(made: Element) -> bytes:
    """A part's XML as Word writes it: UTF-8, standalone, on one line."""
    etree.cleanup_namespaces(made, keep_ns_prefixes=["w", "r"] if _is_word(made) else None)
    return etree.tostring(made, xml_declaration=True, encoding="UTF-8", standalone=True)


def _is_word(made: Element) -> bool:
    return "wordprocessingml" in str(made.tag)


def member(name: str) -> zipfile.ZipInfo:
    """A member of a zip that says nothing of when and where it was made."""
    member = zipfile.ZipInfo(name, _DAWN)
    member.create_system = 0
    member.external_attr = 0
    member.compress_type = zipfile.ZIP_DEFLATED
    return member
