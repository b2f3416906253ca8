"""Names of WordprocessingML (ISO/IEC 29500-1, transitional), and what elements of these names say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lxml import etree

Element = etree._Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
RELATIONSHIP: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

P, RUN, TABLE, ROW, CELL, CONTROL = (W + name for name in ("p", "r", "tbl", "tr", "tc", "sdt"))
TEXT, FIELD_CHAR, LINK = (W + name for name in ("t", "fldChar", "hyperlink"))
CONTENT, CONTROL_PROPERTIES = W + "sdtContent", W + "sdtPr"
PARAGRAPH_PROPERTIES, RUN_PROPERTIES = W + "pPr", W + "rPr"

INLINE_BOXES: Final = frozenset(
    W + name for name in ("hyperlink", "sdt", "smartTag", "customXml", "dir", "bdo")
)
"""What stands in a paragraph and holds runs."""
STARTS_AND_ENDS: Final = frozenset(
    W + name
    for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd",
                 "permStart", "permEnd")
)  # fmt: skip
"""Places without extent; Word does not track them."""
PASSING: Final = frozenset(W + name for name in ("proofErr", "lastRenderedPageBreak"))
"""What a program noted while it showed the file: says nothing of the text."""
TRACKED: Final = frozenset(
    W + name
    for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "rPrChange",
                 "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange",
                 "tblGridChange", "tblPrExChange", "numberingChange", "customXmlInsRangeStart",
                 "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd")
)  # fmt: skip
"""What says that a file has tracked changes already."""
NOTES: Final = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
"""By the element that refers to a note: the note's own name."""


def of_word(tag: str, /, *children: Element, **attributes: str) -> Element:
    """An element of the main namespace, its attributes too."""
    made = etree.Element(W + tag)
    for name, value in attributes.items():
        made.set(W + name, value)
    made.extend(children)
    return made


def value(parent: Element | None, path: str) -> str:
    """`w:val` of the element at a path of names such as "pPr/pStyle"; "" where there is none."""
    if parent is None:
        return ""
    found = parent.find("/".join(W + name for name in path.split("/")))
    return "" if found is None else found.get(W + "val", "")


def words_of(element: Element) -> str:
    """All text below an element, in reading order, without field instructions."""
    return "".join(one.text or "" for one in element.iter(TEXT))


def remove(elements: Iterable[Element]) -> None:
    """Take elements out of their parents, with text that follows one: the format has none that counts."""
    for one in elements:
        parent = one.getparent()
        if parent is not None:
            parent.remove(one)
