"""Accepts or rejects every tracked change of a Word file, over lxml alone: what tests judge a redline by.

Written from ISO/IEC 29500-1, 17.13.5, and without looking at what makes the changes.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DOC_PR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
SHEET = "briefing:what-changed"
LEAVES = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


class Revised:
    """A file whose changes were all accepted, or all rejected."""

    def __init__(self, content: bytes, *, accept: bool = True) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self._keep, self._drop = ("ins", "del") if accept else ("del", "ins")
        self._accept = accept
        self.stories = {
            name: self._settled(etree.fromstring(part))
            for name, part in self.parts.items()
            if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml", name)
        }

    # ------------------------------------------------------------------------- the changes

    def _settled(self, root: etree._Element) -> etree._Element:
        self._settle_tables(root)
        for change in list(root.iter(W + self._drop)):
            if change.getparent().tag not in (W + "rPr", W + "trPr"):
                change.getparent().remove(change)
        for change in list(root.iter(W + self._keep)):
            if change.getparent().tag not in (W + "rPr", W + "trPr"):
                _unwrap(change)
        self._settle_controls(root)
        for text in root.iter(W + "delText", W + "delInstrText"):
            text.tag = W + ("t" if text.tag == W + "delText" else "instrText")
        for name in ("hyperlink", "sdtContent"):
            for box in list(root.iter(W + name)):
                if len(box) == 0:
                    gone = box if name == "hyperlink" else box.getparent()
                    gone.getparent().remove(gone)
        self._settle_paragraphs(root)
        self._settle_looks(root)
        return root

    def _settle_tables(self, root: etree._Element) -> None:
        """The page that says what changed is no part of either text; rows go, and tables without rows."""
        for control in list(root.iter(W + "sdt")):
            if control.find(f"{W}sdtPr/{W}tag[@{W}val='{SHEET}']") is not None:
                control.getparent().remove(control)
        for row in list(root.iter(W + "tr")):
            if row.find(f"{W}trPr/{W}{self._drop}") is not None:
                row.getparent().remove(row)
        for table in list(root.iter(W + "tbl")):
            if table.find(W + "tr") is None:
                table.getparent().remove(table)

    def _settle_controls(self, root: etree._Element) -> None:
        """Controls whose two tags are in ranges that are dropped: their content stays."""
        dropped = "Ins" if self._drop == "ins" else "Del"
        for start in list(root.iter(W + f"customXml{dropped}RangeStart")):
            control = start.getnext()
            if control is not None and control.tag == W + "sdt":
                for inner in list(control.find(W + "sdtContent")):
                    control.addprevious(inner)
                control.getparent().remove(control)
        for kind in ("Ins", "Del"):
            for end in ("Start", "End"):
                for one in list(root.iter(W + f"customXml{kind}Range{end}")):
                    one.getparent().remove(one)

    def _settle_paragraphs(self, root: etree._Element) -> None:
        """A paragraph whose mark goes runs on into the next one, which is what it then looks like."""
        for paragraph in list(root.iter(W + "p")):
            looks = paragraph.find(f"{W}pPr/{W}rPr")
            gone = looks is not None and looks.find(W + self._drop) is not None
            for kind in ("ins", "del"):
                for mark in [] if looks is None else looks.findall(W + kind):
                    looks.remove(mark)
            if not gone:
                continue
            content = [one for one in paragraph if one.tag != W + "pPr"]
            following = paragraph.getnext()
            while following is not None and following.tag not in (W + "p", W + "tbl", W + "sdt"):
                following = following.getnext()
            if any(_weighs(one) for one in content):
                assert following is not None, "a paragraph without an end"
                assert following.tag == W + "p", "a paragraph cannot run on into a table"
                at = 1 if following.find(W + "pPr") is not None else 0
                for offset, one in enumerate(content):
                    following.insert(at + offset, one)
            else:
                assert following is not None, "a container must end with a paragraph"
            paragraph.getparent().remove(paragraph)

    def _settle_looks(self, root: etree._Element) -> None:
        for name in ("pPr", "rPr"):
            for change in list(root.iter(W + f"{name}Change")):
                now = change.getparent()
                now.remove(change)
                if not self._accept:
                    for one in list(now):
                        if one.tag not in (W + "rPr", W + "sectPr"):
                            now.remove(one)
                    for at, one in enumerate(list(change[0])):
                        now.insert(at, one)

    # --------------------------------------------------------------------------- what is said

    def said(self) -> dict[str, list[str]]:
        """Every story that is not empty, line by line: paragraphs with style and words, tables, rows, cells, notes."""
        made: dict[str, list[str]] = {}
        used = self._notes_used()
        for name, root in sorted(self.stories.items()):
            kind = name[5:-5]
            if kind in ("footnotes", "endnotes"):
                # A note goes with the reference to it, and its number is its place among them.
                by_id = {one.get(W + "id"): one for one in root}
                made[kind] = [
                    line
                    for nth, id in enumerate(used[kind])
                    for line in (f"note {nth}", *_lines(by_id[id], self))
                ]
            else:
                made[kind] = list(_lines(root[0] if kind == "document" else root, self))
        return {
            kind: lines
            for kind, lines in made.items()
            if any(not line.endswith(": ") for line in lines)
        }

    def _notes_used(self) -> dict[str, list[str]]:
        body = self.stories["word/document.xml"]
        return {
            f"{kind}s": [one.get(W + "id") for one in body.iter(W + f"{kind}Reference")]
            for kind in ("footnote", "endnote")
        }

    def list_form(self, number: str) -> str:
        """How a list numbers its first level."""
        root = etree.fromstring(self.parts["word/numbering.xml"])
        counted = root.find(f"{W}num[@{W}numId='{number}']")
        key = counted.find(W + "abstractNumId").get(W + "val")
        level = root.find(f"{W}abstractNum[@{W}abstractNumId='{key}']/{W}lvl")
        return f" ({level.find(W + 'numFmt').get(W + 'val')})"

    def leads_to(self, id: str) -> str:
        """What a relationship of the body leads to: an address, or what the picture or chart says."""
        rels = etree.fromstring(self.parts["word/_rels/document.xml.rels"])
        (one,) = (one for one in rels if one.get("Id") == id)
        if one.get("TargetMode") == "External":
            return one.get("Target")
        target = one.get("Target")
        name = target.lstrip("/") if target.startswith("/") else f"word/{target}"
        return hashlib.sha256(self.parts[name]).hexdigest()


def _lines(container: etree._Element, file: Revised) -> Iterator[str]:
    for block in container:
        if block.tag == W + "p":
            style = block.find(f"{W}pPr/{W}pStyle")
            number = block.find(f"{W}pPr/{W}numPr/{W}numId")
            form = "" if number is None else file.list_form(number.get(W + "val"))
            yield f"{'' if style is None else style.get(W + 'val')}{form}: {_words(block, file)}"
            if block.find(f"{W}pPr/{W}sectPr") is not None:
                yield "the end of a section"
        elif block.tag == W + "tbl":
            yield "table"
            for row in block.iter(W + "tr"):
                yield "row"
                for cell in row.findall(W + "tc"):
                    yield "cell"
                    yield from _lines(cell, file)
        elif block.tag == W + "sdt":
            yield from _lines(block.find(W + "sdtContent"), file)


def _words(paragraph: etree._Element, file: Revised) -> str:
    """Words with their styles, field instructions, links, references to notes, pictures."""
    said: list[tuple[str, str]] = []
    for one in paragraph.iter(etree.Element):
        local = etree.QName(one).localname
        if not one.tag.startswith(W) and one.tag != DOC_PR:
            continue
        run = one.getparent()
        style = run.find(f"{W}rPr/{W}rStyle") if run.tag == W + "r" else None
        look = "" if style is None else style.get(W + "val")
        if local in ("t", "instrText"):
            said.append((look, one.text or ""))
        elif local in LEAVES and run.tag == W + "r":
            said.append((look, LEAVES[local]))
        elif local in ("footnoteReference", "endnoteReference", "footnoteRef", "endnoteRef"):
            said.append((look, f"[{local}]"))
        elif local == "fldChar":
            said.append((look, f"[{one.get(W + 'fldCharType')}]"))
        elif local == "drawing":
            leads = [
                file.leads_to(value)
                for inner in one.iter()
                for name, value in inner.attrib.items()
                if name.startswith(R)
            ]
            said.append((look, f"[drawing {leads}]"))
        elif local == "docPr":
            said.append(("", f"[{one.get('descr')}]"))
    joined = ""
    before = None
    for look, words in said:
        joined += words if look == before else f"<{look}>{words}"
        before = look
    return joined


def _weighs(element: etree._Element) -> bool:
    """Whether there is anything of an element to be read."""
    tags = (
        "t",
        "tab",
        "br",
        "drawing",
        "fldChar",
        "instrText",
        "footnoteReference",
        "endnoteReference",
        "sym",
    )
    return next(element.iter(*(W + tag for tag in tags)), None) is not None


def _unwrap(element: etree._Element) -> None:
    for one in list(element):
        element.addprevious(one)
    element.getparent().remove(element)
