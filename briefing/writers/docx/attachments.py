"""Files that travel in a Word file: as custom XML, which Word keeps when it saves and never shows.

A part of a kind that Word does not know it would drop. Everything is an element of its own: LibreOffice
loses the attributes of custom XML.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence

from briefing.blocks import Attachment
from briefing.carried import ATTACHMENTS_NAMESPACE, ATTACHMENTS_STORE
from briefing.writers.docx.elements import element
from briefing.writers.docx.markup import Element, serialised
from briefing.writers.docx.package import Package

_STORE_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def attach(attachments: Sequence[Attachment], package: Package) -> None:
    """Add the files to the package, byte for byte; nothing where there are none."""
    if not attachments:
        return
    made = element("b:attachments")
    for attachment in attachments:
        file = element("b:file")
        made.append(file)
        for name, value in (
            ("name", attachment.name),
            ("mediaType", attachment.media_type),
            ("relationship", attachment.relationship),
            ("description", attachment.description),
            ("content", base64.b64encode(attachment.content).decode()),
        ):
            file.append(Element(f"b:{name}", text=value))
    item = package.add_file("/customXml/attachments.xml", "application/xml", serialised(made))
    store = package.add_file("/customXml/attachmentsProps.xml", _STORE_TYPE, serialised(_store()))
    item.relate_to(store, _RELATION + "customXmlProps")
    package.main.relate_to(item, _RELATION + "customXml")


def _store() -> Element:
    """What Word needs to know of custom XML: its id and its schema."""
    schema = Element("ds:schemaRef", {"ds:uri": ATTACHMENTS_NAMESPACE})
    schemas = Element("ds:schemaRefs", children=[schema])
    return Element("ds:datastoreItem", {"ds:itemID": ATTACHMENTS_STORE}, [schemas])
