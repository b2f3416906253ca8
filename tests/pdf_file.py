"""Reads a PDF with poppler and pypdfium2: what tests judge the PDF writer by."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

POPPLER = shutil.which("pdfinfo") is not None and shutil.which("pdftotext") is not None


_ITEM_NUMBER = re.compile(r'(?<=LI \(block\)\n)\s*Lbl \(block\)\n\s*".*"\n')


def structure_text(path: Path) -> str:
    """The words of the structure tree in reading order (poppler), without artifacts.

    The numbers of list items and of pages in a contents list are left out, as in the text form's blocks.
    """
    # Poppler writes text that runs to the left as it lies on the page, now and then not as UTF-8.
    done = subprocess.run(
        ["pdfinfo", "-struct-text", str(path)], capture_output=True, check=True
    ).stdout.decode(errors="replace")
    with pikepdf.open(path) as pdf:
        spans = _actual_texts(pdf.Root.StructTreeRoot)
        return "".join(_read(_ITEM_NUMBER.sub("", done).splitlines(), spans))


def _read(told: list[str], spans: Iterator[str]) -> Iterator[str]:
    """The words of each line; below an element that says how it is read, that and nothing else."""
    silent = listed = -1
    for line in told:
        depth = len(line) - len(line.lstrip())
        if line.strip() == "TOCI":
            listed = depth
        elif depth <= listed:
            listed = -1
        if silent >= 0 and depth > silent:
            if line.endswith("Span (inline)"):
                next(spans)
            continue
        silent = -1
        if line.endswith("Span (inline)"):
            actual = next(spans)
            if actual or listed >= 0:
                silent = depth
                yield actual
        elif words := re.fullmatch(r'\s*"(.*)"', line):
            yield words[1]


def _actual_texts(element: Any) -> Iterator[str]:
    """The replacement text of each Span in the order of the tree, "" where it has none."""
    if isinstance(element, pikepdf.Array):
        for kid in element:
            yield from _actual_texts(kid)
    elif isinstance(element, pikepdf.Dictionary):
        if element.get("/S") == "/Span":
            yield str(element.get("/ActualText", ""))
        if "/K" in element:
            yield from _actual_texts(element["/K"])


def structure(path: Path) -> dict[str, list[str]]:
    """Headings and captions (poppler), and the alternative texts of figures (pikepdf), in order."""
    # pdfinfo writes a table's summary as it stands in the file, which may be UTF-16.
    done = subprocess.run(
        ["pdfinfo", "-struct-text", str(path)],
        capture_output=True, encoding="utf-8", errors="replace", check=True,
    )  # fmt: skip
    found: dict[str, list[str]] = {"headings": [], "captions": [], "alternatives": []}
    open_at, words = -1, [""]
    for line in done.stdout.splitlines():
        depth = len(line) - len(line.lstrip())
        if open_at >= 0 and depth > open_at:
            quoted = re.fullmatch(r'\s*"(.*)"', line)
            words[-1] += quoted[1] if quoted else ""
            continue
        open_at = -1
        kind = re.match(r"\s*(H[1-6]|Caption)\b", line)
        if kind:
            open_at, words = depth, found["captions" if kind[1] == "Caption" else "headings"]
            words.append("")
    with pikepdf.open(path) as pdf:
        found["alternatives"] = list(_alternatives(pdf.Root.StructTreeRoot))
    return found


def _alternatives(element: Any) -> Iterator[str]:
    if not isinstance(element, (pikepdf.Dictionary, pikepdf.Array)):
        return
    if (
        isinstance(element, pikepdf.Dictionary)
        and element.get("/S") == "/Figure"
        and "/Alt" in element
    ):
        yield str(element.Alt)
    children = element.get("/K", []) if isinstance(element, pikepdf.Dictionary) else element
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary):
            yield from _alternatives(child)


def elements(node: Any) -> Iterator[Any]:
    """Every structure element below `node`."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def page_texts(content: bytes) -> list[str]:
    """The text of each page, furniture included (pypdfium2)."""
    document = pypdfium2.PdfDocument(content)
    try:
        texts = []
        for page in document:
            textpage = page.get_textpage()
            texts.append(textpage.get_text_range())
            textpage.close()
            page.close()
        return texts
    finally:
        document.close()
