"""Files that travel in a Word file: as custom XML, which Word keeps when it saves and never shows.

A part of a kind that Word does not know it would drop. Everything is an element of its own: LibreOffice
loses the attributes of custom XML.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence

from lxml import etree

from briefing.blocks import Attachment
from briefing.carried import ATTACHMENTS_NAMESPACE, ATTACHMENTS_STORE
from briefing.writers.docx.package import Package, serialised

_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_STORE_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def attach(attachments: Sequence[Attachment], package: Package) -> None:
    """Add the files to the package, byte for byte; nothing where there are none."""
    if not attachments:
        return
    made = etree.Element(_own("attachments"), None, {"b": ATTACHMENTS_NAMESPACE})
    for attachment in attachments:
        file = etree.SubElement(made, _own("file"))
        for name, value in (
            ("name", attachment.name),
            ("mediaType", attachment.media_type),
            ("relationship", attachment.relationship),
            ("description", attachment.description),
            ("content", base64.b64encode(attachment.content).decode()),
        ):
            etree.SubElement(file, _own(name)).text = value
    item = package.add_file("/customXml/attachments.xml", "application/xml", serialised(made))
    store = package.add_file("/customXml/attachmentsProps.xml", _STORE_TYPE, serialised(_store()))
    item.relate_to(store, _RELATION + "customXmlProps")
    package.main.relate_to(item, _RELATION + "customXml")


def _store() -> etree._Element:
    """What Word needs to know of custom XML: its id and its schema."""
    made = etree.Element(f"{{{_STORE}}}datastoreItem", None, {"ds": _STORE})
    made.set(f"{{{_STORE}}}itemID", ATTACHMENTS_STORE)
    schemas = etree.SubElement(made, f"{{{_STORE}}}schemaRefs")
    schema = etree.SubElement(schemas, f"{{{_STORE}}}schemaRef")
    schema.set(f"{{{_STORE}}}uri", ATTACHMENTS_NAMESPACE)
    return made


def _own(name: str) -> str:
    return f"{{{ATTACHMENTS_NAMESPACE}}}{name}"
