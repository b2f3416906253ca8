"""Edits of a Word file as people and programs make them, over lxml alone: what tests of reading back judge by.

Written from ISO/IEC 29500-1, 17.5.2 and 17.13.5, and without looking at what reads the edits.
"""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
F = "{urn:briefing:facts:1}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
BY = {W + "id": "900", W + "author": "Ann Lee", W + "date": "2026-03-01T09:30:00Z"}


class Edited:
    """A Word file taken apart, edited in place, and put together again."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.document = etree.fromstring(self.parts["word/document.xml"])
        self.store = etree.fromstring(self.parts.get("customXml/facts.xml", b"<none/>"))

    def saved(self) -> bytes:
        self.parts["word/document.xml"] = etree.tostring(self.document)
        if "customXml/facts.xml" in self.parts:
            self.parts["customXml/facts.xml"] = etree.tostring(self.store)
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in self.parts.items():
                package.writestr(name, content)
        return stream.getvalue()

    # ------------------------------------------------------------------------- what is there

    def paragraphs(self) -> list[etree._Element]:
        return list(self.document.iter(W + "p"))

    def controls(self, name: str = "") -> list[etree._Element]:
        """The controls that hold a value of this name, or of any."""
        return [one for one in self.document.iter(W + "sdt") if name in ("", title(one))]

    # -------------------------------------------------------------------- edits of a value

    def type_in_word(self, name: str, words: str) -> None:
        """A new value in one place, as Word takes it over: into the store, and so into all places."""
        bound = self.store.find(F + name)
        if bound is not None:
            bound.text = words
        for control in self.controls(name):
            fill(control, words)

    def unwrap(self, control: etree._Element) -> None:
        """“Remove content control”: the words stay."""
        parent, at = control.getparent(), control.getparent().index(control)
        for run in reversed(control.find(W + "sdtContent")):
            parent.insert(at, run)
        parent.remove(control)

    def without_controls(self) -> None:
        """What a program does that knows no controls."""
        for control in self.controls():
            self.unwrap(control)

    def track_in(self, control: etree._Element, words: str) -> None:
        """A new value, typed while changes are tracked."""
        content = control.find(W + "sdtContent")
        (run,) = content
        new = copy.deepcopy(run)
        new.find(W + "t").text = words
        content[:] = [deleted(run), inserted(new)]


def title(control: etree._Element) -> str:
    return str(control.find(f"{W}sdtPr/{W}alias").get(W + "val"))


def fill(control: etree._Element, words: str) -> None:
    """Other words in one control."""
    first, *rest = control.iter(W + "t")
    first.text = words
    first.set(SPACE, "preserve")
    for one in rest:
        one.text = ""


def words_of(element: etree._Element) -> str:
    return "".join(one.text or "" for one in element.iter(W + "t", W + "delText"))


def deleted(run: etree._Element) -> etree._Element:
    made = etree.Element(W + "del", BY)
    run = copy.deepcopy(run)
    for one in run.iter(W + "t"):
        one.tag = W + "delText"
    made.append(run)
    return made


def inserted(run: etree._Element) -> etree._Element:
    made = etree.Element(W + "ins", BY)
    made.append(run)
    return made


def run(words: str) -> etree._Element:
    made = etree.Element(W + "r")
    text = etree.SubElement(made, W + "t", {SPACE: "preserve"})
    text.text = words
    return made


def paragraph(words: str) -> etree._Element:
    made = etree.Element(W + "p")
    made.append(run(words))
    return made


def edited(content: bytes, change: Callable[[Edited], object]) -> bytes:
    """The file after one edit."""
    file = Edited(content)
    change(file)
    return file.saved()
