"""The parts of a Word file and the relations between them, saved to fixed bytes.

Nothing here knows what a part says; python-docx keeps the graph, the zip is written anew.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import cast
from xml.sax.saxutils import quoteattr

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from briefing.writers.docx.markup import Element, serialised
from briefing.zips import member

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
        parts = sorted(self._opc.iter_parts(), key=lambda part: str(part.partname))
        members = [
            ("[Content_Types].xml", _content_types(parts)),
            ("_rels/.rels", self._opc.rels.xml),
        ]
        rest: list[tuple[str, bytes]] = []
        for part in parts:
            rest.append((part.partname.membername, part.blob))
            if part.rels:
                rest.append((part.partname.rels_uri.membername, part.rels.xml))
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as target:
            for name, content in (*members, *sorted(rest)):
                target.writestr(member(name), content, compresslevel=6)
        return made.getvalue()

    def _made(self, name: str, media_type: str) -> Part:
        # python-docx asks for its own subclass of OpcPackage only to reach its high-level interface.
        return Part(PackURI(name), media_type, b"", cast("None", self._opc))


def fill(part: Part, content: bytes) -> None:
    """Give a part its bytes."""
    part._blob = content


def _content_types(parts: Iterable[Part]) -> bytes:
    """What each member is (ISO/IEC 29500-2, 7.2.3): media by their ending, the others by name."""
    by_ending = {"rels": CONTENT_TYPE.OPC_RELATIONSHIPS, "xml": CONTENT_TYPE.XML}
    by_name: dict[str, str] = {}
    for part in parts:
        name, ending = str(part.partname), part.partname.ext
        if ending == "xml":
            by_name[name] = part.content_type
        else:
            by_ending[ending] = part.content_type
    # Without a prefix, as every program writes it: some readers look no further.
    defaults = (
        f"<Default Extension={quoteattr(ending)} ContentType={quoteattr(kind)}/>"
        for ending, kind in sorted(by_ending.items())
    )
    overrides = (
        f"<Override PartName={quoteattr(name)} ContentType={quoteattr(kind)}/>"
        for name, kind in sorted(by_name.items())
    )
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Types xmlns="{space}">{"".join(defaults)}{"".join(overrides)}</Types>'
    ).encode()
