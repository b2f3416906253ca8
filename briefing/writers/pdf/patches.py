"""The places where reportlab's object writer is held differently, each with its reason.

Nothing else in the package reaches into reportlab's private parts; reportlab is pinned for this file.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFObject,
    PDFStream,
    PDFZCompress,
)

PDFValue = str | int | float | bytes | PDFObject


class Stream(PDFStream):
    """A compressed stream. reportlab writes "endstream" right after the data; PDF/A (ISO 19005-3,
    6.1.7.1) asks for an end of line between them. It is CR and LF: of a lone LF nobody could tell whether
    a CR before it, the last byte of the data, belongs to it.
    """

    def __init__(self, content: bytes, entries: dict[str, PDFValue] | None = None) -> None:
        compressed = [PDFZCompress]
        super().__init__(PDFDictionary(entries or {}), content, compressed)

    def format(self, document: PDFDocument) -> bytes:
        """The stream object as it stands in the file."""
        written: bytes = super().format(document)
        return written.removesuffix(b"endstream\n") + b"\r\nendstream\n"


class Plain(Stream):
    """A stream that stays readable in the file, as PDF/A asks of XMP. It has no Filter entry at all: some
    readers do not find metadata behind an empty one.
    """

    def __init__(self, content: bytes, entries: dict[str, PDFValue]) -> None:
        super().__init__(content, entries)
        self.filters = None


class Written(PDFObject):
    """An object whose bytes we write ourselves (there are thousands of structure elements)."""

    def __init__(self) -> None:
        self.data = b""

    def format(self, document: PDFDocument) -> bytes:
        """The bytes given."""
        del document
        return self.data


class Objects:
    """The objects of one file. reportlab's own catalog, page, outline and font classes drop keys they do
    not know (StructParents, AF, OutputIntents, …) and add an unembedded Helvetica, so plain dictionaries
    take their place and only its numbering, cross-reference table and trailer are used.
    """

    def __init__(self) -> None:
        # reportlab's published types know neither the catalog nor the trailer's ID.
        self._document: Any = PDFDocument(invariant=1, pdfVersion=(1, 7))

    def add(self, item: PDFObject) -> bytes:
        """Number `item` and give the reference to it ("12 0 R")."""
        reference = self._document.Reference(item)
        number, version = self._document.idToObjectNumberAndVersion[reference.name]
        return b"%d %d R" % (number, version)

    def file(self, catalog: PDFDictionary, info: PDFDictionary, identity: bytes) -> bytes:
        """The whole file; `identity` is both halves of the trailer's ID (16 bytes)."""
        self._document.Catalog = catalog
        self._document.info = info
        half = b"<" + identity.hex().encode() + b">"
        self._document._ID = b"[" + half + half + b"]"
        written: bytes = self._document.format()
        return written


def dictionary(**entries: PDFValue | None) -> PDFDictionary:
    """A PDF dictionary of the entries that are not None."""
    return PDFDictionary({key: value for key, value in entries.items() if value is not None})


def array(*values: PDFValue) -> PDFArray:
    """A PDF array."""
    return PDFArray(list(values))


def text(words: str) -> bytes:
    """A text string: ASCII as it is, all else in UTF-16 (ISO 32000-1, 7.9.2.2)."""
    if words.isascii() and words.isprintable():
        escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        return f"({escaped})".encode()
    return b"<" + (b"\xfe\xff" + words.encode("utf-16-be")).hex().upper().encode() + b">"


def name(words: str) -> str:
    """A name object; what is not a regular character is written #xx (ISO 32000-1, 7.3.5)."""
    regular = (
        chr(byte) if 0x21 <= byte <= 0x7E and chr(byte) not in "#%()<>[]{}/" else f"#{byte:02X}"
        for byte in words.encode()
    )
    return "/" + "".join(regular)


@lru_cache(maxsize=10_000)  # coordinates come again: margins, baselines, columns
def number(value: float) -> str:
    """A number to a thousandth of a point, as short as it gets."""
    shown = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if shown in ("-0", "") else shown
