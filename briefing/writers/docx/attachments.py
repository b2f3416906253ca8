"""Files that travel in a Word file: as custom XML, byte for byte."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from briefing.blocks import Attachment
from briefing.carried import ATTACHMENTS_NAMESPACE, ATTACHMENTS_STORE
from briefing.writers.docx.custom_xml import add_custom_xml
from briefing.writers.docx.elements import element
from briefing.writers.docx.markup import Element
from briefing.writers.docx.package import Package


def attach(attachments: Sequence[Attachment], package: Package) -> None:
    """Add the files to the package; nothing where there are none."""
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
    add_custom_xml(package, "attachments", made, ATTACHMENTS_NAMESPACE, ATTACHMENTS_STORE)
