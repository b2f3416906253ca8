"""Reads a Word file with nothing but zipfile and lxml: what tests judge the Word writer by."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from datetime import date

from lxml import etree

from briefing.blocks import Block, Document, Furniture, Meta, Text
from briefing.theme import load_theme
from briefing.writers import WRITERS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


_MARK = W + "footnoteReference"


class WordFile:
    """A package's parts, and what a reader finds in them."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            self.members = package.infolist()
            self.parts = {name: package.read(name) for name in package.namelist()}

    def xml(self, name: str = "word/document.xml") -> etree._Element:
        return etree.fromstring(self.parts[name])

    @property
    def body(self) -> etree._Element:
        return self.xml()[0]

    def stories(self) -> Iterator[tuple[str, etree._Element]]:
        """The parts that hold text: the body, footnotes, headers and footers."""
        for name in sorted(self.parts):
            if name in ("word/document.xml", "word/footnotes.xml") or name.startswith(
                ("word/header", "word/footer")
            ):
                yield name, self.xml(name)

    def relations(self, name: str = "word/document.xml") -> dict[str, tuple[str, bool]]:
        """By id: the target (a part's name or an address) and whether it lies outside the file."""
        folder, file = posixpath.split(name)
        path = posixpath.join(folder, "_rels", f"{file}.rels")
        if path not in self.parts:
            return {}
        return {
            one.get("Id"): (
                one.get("Target")
                if one.get("TargetMode") == "External"
                else posixpath.normpath(posixpath.join(folder, one.get("Target"))),
                one.get("TargetMode") == "External",
            )
            for one in self.xml(path)
        }

    def styles(self) -> dict[str, etree._Element]:
        return {
            one.get(W + "styleId"): one for one in self.xml("word/styles.xml").iter(W + "style")
        }

    def style_of(self, words: str) -> str:
        """The style of the paragraph that begins with `words`."""
        return next(style(p) for p in self.xml().iter(W + "p") if text(p).startswith(words))

    def blocks(self) -> list[str]:
        """The words of the body in reading order, in the shape of `text_blocks(bracketed=False)`."""
        made: list[str] = []
        for child in self.body:
            if child.tag == W + "tbl":
                made.extend(_table(child))
            elif child.tag == W + "p" and style(child) != "Separator":
                made.append(_paragraph(child))
                made.extend(self.footnote(one.get(W + "id")) for one in child.iter(_MARK))
        return [words for words in made if words]

    def footnote(self, id: str) -> str:
        """A footnote with the number that Word gives it, without a stop behind: marks are counted in the
        order of the text.
        """
        counted = [one.get(W + "id") for one in self.body.iter(_MARK)]
        (note,) = (n for n in self.xml("word/footnotes.xml") if n.get(W + "id") == id)
        words = text(note[0]).removeprefix("\t")
        return f"{counted.index(id) + 1}. {words}"


def text(element: etree._Element) -> str:
    """Words, tabs and line breaks of a paragraph; a field's result, not its instruction.

    A footnote's mark shows what Word counts, which is its id where ids follow the text.
    """
    signs = {W + "tab": "\t", W + "br": "\n"}
    return "".join(
        (one.text or "") if one.tag == W + "t" else signs.get(one.tag) or one.get(W + "id")
        for one in element.iter(W + "t", W + "tab", W + "br", _MARK)
        if one.getparent().tag == W + "r"
    )


def style(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.get(W + "val")


def written(*blocks: Block, **parts: object) -> WordFile:
    """A small document of these blocks, as the Word writer writes it."""
    return WordFile(WRITERS["docx"].write(small(*blocks, **parts), load_theme()))


def small(*blocks: Block, **parts: object) -> Document:
    furniture = Furniture((Text("Head"),), (Text("right"),), (Text("Foot"),), (Text("centre"),))
    given = {
        "meta": Meta("A title", "A subject", "en-GB", date(2025, 11, 27)),
        "title": (Text("A title"),),
        "subtitle": (),
        "first": furniture,
        "rest": furniture,
        **parts,
    }
    return Document(blocks=blocks, **given)  # type: ignore[arg-type]


def _paragraph(paragraph: etree._Element) -> str:
    if style(paragraph) == "Figure":
        return f"[Alternative text: {next(paragraph.iter(WP + 'docPr')).get('descr')}]"
    words = text(paragraph)
    return words.removeprefix("\t").replace("\t", " ") if style(paragraph) == "NoteText" else words


def _table(table: etree._Element) -> Iterator[str]:
    for row in table.iter(W + "tr"):
        cells = row.findall(W + "tc")
        if table.find(f"{W}tblPr/{W}tblStyle").get(W + "val") == "KeyFigures":
            yield from (text(p) for cell in cells for p in cell.iter(W + "p"))
        else:
            yield " | ".join(text(cell) for cell in cells)
