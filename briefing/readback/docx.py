"""A Word file read back: its properties, and the files in its custom XML. Nothing is unpacked unbounded."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from lxml import etree

from briefing.carried import ATTACHMENTS_NAMESPACE, PROPERTIES
from briefing.readback.found import MOST_ENCLOSED, Enclosed, Found, Unusable
from briefing.readback.parts import Parts, core, opened, texts


def read_docx(content: bytes) -> Found:
    """What a Word file says of its brief, and what travels in it. Raises Unusable."""
    with opened(content) as parts:
        return _found(parts)


def _found(parts: Parts) -> Found:
    said = core(parts)
    custom = _custom(parts.xml("docProps/custom.xml"))
    own = {name: custom.get(name, "") for name in PROPERTIES}
    return Found(
        "docx",
        title=said.get("title", ""),
        language=said.get("language", ""),
        as_of=said.get("created", "")[:10],
        enclosed=tuple(_enclosed(parts)),
        **own,
    )


def _custom(root: etree._Element | None) -> dict[str, str]:
    """The properties that have names of their own."""
    if root is None:
        return {}
    return {
        str(one.get("name", "")): "".join(map(str, one.itertext()))
        for one in root.iterchildren("*")
    }


def _enclosed(parts: Parts) -> Iterator[Enclosed]:
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
            said = texts(file)
            yield Enclosed(
                said.get("name", ""),
                base64.b64decode("".join(said.get("content", "").split()), validate=True),
                said.get("mediaType", ""),
                said.get("relationship", ""),
                said.get("description", ""),
            )
