"""What makes two elements the same for a reader: all but ids, with what relationships lead to."""

from __future__ import annotations

from typing import Final

from lxml import etree

from briefing.wordfile.names import NOTES, PASSING, STARTS_AND_ENDS, Element, R, W, value
from briefing.wordfile.package import Package

_DOC_PR: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_PICTURE: Final = "{http://schemas.openxmlformats.org/drawingml/2006/picture}cNvPr"
_NUMBERED = {_DOC_PR, _PICTURE}
_LAYOUT = {
    W + name
    for name in ("keepNext", "keepLines", "pageBreakBefore", "widowControl", "spacing", "rPr", "sectPr",
                 "contextualSpacing", "suppressAutoHyphens", "snapToGrid", "pPrChange")
}  # fmt: skip
_UNSEEN = {W + "lang", W + "noProof"}


class Sameness:
    """Signatures of the elements of one part; two parts' signatures can be compared."""

    def __init__(self, package: Package, part: str) -> None:
        self._package = package
        self._part = part
        self._lists: dict[str, str] | None = None

    def of(self, element: Element) -> str:
        """Everything that is seen of an element and below it."""
        said: list[str] = []
        self._add(element, said)
        return "".join(said)

    def look(self, properties: Element | None, *, of_words: bool = False) -> str:
        """Properties of a paragraph, or of words, without page breaks, spacing and language."""
        if properties is None:
            return ""
        unseen = _UNSEEN if of_words else _LAYOUT
        return "".join(self.of(one) for one in properties if one.tag not in unseen)

    def list_of(self, number: str) -> str:
        """What a list is like, by its number in this file."""
        if self._lists is None:
            self._lists = self._read_lists()
        return self._lists.get(number, number)

    def leads_to(self, id: str) -> str:
        """What a relationship of this part leads to: an address, or the hash of a part."""
        one = self._package.relations(self._part).get(id)
        if one is None:
            return ""
        return one.target if one.outside else self._package.digest(one.target)

    def _add(self, element: Element, said: list[str]) -> None:
        tag = str(element.tag)
        if tag in STARTS_AND_ENDS or tag in PASSING:
            return
        said.append(f"<{tag}")
        for name, text in sorted(element.attrib.items()):
            if self._counts(tag, str(name)):
                said.append(f" {name!s}={self._seen(tag, str(name), str(text))!r}")
        said.append(">")
        if element.text and (len(element) == 0 or element.text.strip()):
            said.append(repr(element.text))
        for child in element:
            if child.tag != W + "id" or tag != W + "sdtPr":
                self._add(child, said)
        said.append("</>")

    @staticmethod
    def _counts(tag: str, name: str) -> bool:
        local = name.rpartition("}")[2]
        if local.startswith("rsid") or local in ("paraId", "textId", "anchorId", "editId"):
            return False
        if tag in NOTES:
            return local != "id"
        return not (tag in _NUMBERED and local in ("id", "name")) and local != "space"

    def _seen(self, tag: str, name: str, text: str) -> str:
        if name.startswith(R):
            return self.leads_to(text)
        return self.list_of(text) if tag == W + "numId" else text

    def _read_lists(self) -> dict[str, str]:
        part = self._package.target(self._package.main, "numbering")
        if part is None:
            return {}
        root = self._package.tree(part)
        forms = {
            one.get(W + "abstractNumId", ""): self._form(one)
            for one in root.iterchildren(W + "abstractNum")
        }
        return {
            one.get(W + "numId", ""): forms.get(value(one, "abstractNumId"), "")
            + "".join(etree.tostring(c).decode() for c in one.iterchildren(W + "lvlOverride"))
            for one in root.iterchildren(W + "num")
        }

    @staticmethod
    def _form(form: Element) -> str:
        levels = form.iterchildren(W + "lvl")
        return "".join(etree.tostring(level, method="c14n").decode() for level in levels)
