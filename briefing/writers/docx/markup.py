"""Elements of a Word file as plain objects, and their XML (UTF-8, no DTD, ISO/IEC 29500-2, 8.2.5).

A brief holds some eleven thousand elements. As objects of a general XML library, which keeps every one
fit to be a document, they took more than half of the time that a file takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from briefing.carried import ATTACHMENTS_NAMESPACE, FACTS_NAMESPACE, PRINTED_NAMESPACE

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "op": "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
    "vt": "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
    "ds": "http://schemas.openxmlformats.org/officeDocument/2006/customXml",
    "b": ATTACHMENTS_NAMESPACE,
    "f": FACTS_NAMESPACE,
    "p": PRINTED_NAMESPACE,
}
"""Every prefix that a part of ours uses; a part declares those that it needs, once, at its root."""

_EXTENSIONS = {"w14"}
_ALWAYS = {"w": ("w", "r")}
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, 2.2


class Element:
    """A name such as "w:p", attributes, children in order, and words before them.

    Where it stands it does not know: the same element may stand in several places. One without a name only
    holds its children together. One that is `kept` stands in so many places that its XML is written once:
    nothing in it may be changed any more.
    """

    __slots__ = ("attributes", "children", "kept", "tag", "text")

    def __init__(
        self,
        tag: str,
        attributes: dict[str, str] | None = None,
        children: list[Element] | None = None,
        text: str = "",
    ) -> None:
        self.tag = tag
        self.attributes = {} if attributes is None else attributes
        self.children = [] if children is None else children
        self.text = text
        self.kept: tuple[str, frozenset[str]] | None = None

    def append(self, child: Element) -> None:
        """One child more, at the end."""
        self.children.append(child)

    def extend(self, children: Iterable[Element]) -> None:
        """More children, at the end."""
        self.children.extend(children)

    def iter(self) -> Iterator[Element]:
        """The element and all below it, in document order."""
        open_ = [self]
        while open_:
            one = open_.pop()
            yield one
            open_.extend(reversed(one.children))


def keep(element: Element) -> Element:
    """The same element, its XML written for all the places in which it is to stand."""
    pieces: list[str] = []
    names: set[str] = set()
    _write(element, pieces, names)
    element.kept = "".join(pieces), frozenset(names)
    return element


def serialised(root: Element) -> bytes:
    """A part's XML as Word writes it: UTF-8, standalone, on one line.

    Raises ValueError where words hold a character that XML has no way to write.
    """
    pieces: list[str] = []
    names: set[str] = set()
    _write(root, pieces, names)
    body = "".join(pieces)
    refused = _REFUSED.search(body)
    if refused:
        raise ValueError(f"U+{ord(refused[0]):04X} cannot stand in XML")
    prefixes = {_prefix(name) for name in names if ":" in name}
    prefixes.update(_ALWAYS.get(_prefix(root.tag), ()))
    newer = prefixes & _EXTENSIONS
    if newer:
        prefixes.add("mc")
    unknown = prefixes - NAMESPACES.keys() - {"xml"}
    if unknown:
        raise ValueError(f"prefixes without a namespace: {sorted(unknown)}")
    spaces = "".join(f' xmlns:{p}="{NAMESPACES[p]}"' for p in NAMESPACES if p in prefixes)
    if newer:  # what programs may pass over that do not know it (ISO/IEC 29500-3)
        spaces += f' mc:Ignorable="{" ".join(sorted(newer))}"'
    head = f"<{root.tag}"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"{head}{spaces}{body[len(head) :]}"
    ).encode()


def _write(element: Element, pieces: list[str], names: set[str]) -> None:
    if element.kept:
        pieces.append(element.kept[0])
        names |= element.kept[1]
        return
    tag = element.tag
    if not tag:
        for child in element.children:
            _write(child, pieces, names)
        return
    names.add(tag)
    attributes = ""
    if element.attributes:
        names.update(element.attributes)
        for name, value in element.attributes.items():
            attributes += f' {name}="{value if value.isalnum() else _quoted(value)}"'
    if not element.children and not element.text:
        pieces.append(f"<{tag}{attributes}/>")
        return
    pieces.append(f"<{tag}{attributes}>{_escaped(element.text)}")
    for child in element.children:
        _write(child, pieces, names)
    pieces.append(f"</{tag}>")


def _prefix(name: str) -> str:
    return name.partition(":")[0]


def _escaped(text: str) -> str:
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    )


def _quoted(value: str) -> str:
    """As an attribute's value, in which a reader would take line ends and tabs for blanks."""
    value = _escaped(value).replace('"', "&quot;")
    return value.replace("\n", "&#10;").replace("\t", "&#9;")
