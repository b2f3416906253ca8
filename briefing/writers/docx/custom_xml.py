"""Custom XML (ISO/IEC 29500-1, 22.5): what Word keeps when it saves, binds controls to, and never shows.

A part of a kind that Word does not know it would drop. Everything is an element of its own: LibreOffice
loses the attributes of custom XML.
"""

from __future__ import annotations

from briefing.writers.docx.markup import Element, serialised
from briefing.writers.docx.package import Package

_STORE_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def add_custom_xml(package: Package, name: str, root: Element, namespace: str, store: str) -> None:
    """A part /customXml/`name`.xml with its store's id, related to the main part."""
    item = package.add_file(f"/customXml/{name}.xml", "application/xml", serialised(root))
    properties = package.add_file(
        f"/customXml/{name}Props.xml", _STORE_TYPE, serialised(_store(namespace, store))
    )
    item.relate_to(properties, _RELATION + "customXmlProps")
    package.main.relate_to(item, _RELATION + "customXml")


def _store(namespace: str, store: str) -> Element:
    """What Word needs to know of custom XML: its id and its schema."""
    schema = Element("ds:schemaRef", {"ds:uri": namespace})
    schemas = Element("ds:schemaRefs", children=[schema])
    return Element("ds:datastoreItem", {"ds:itemID": store}, [schemas])
