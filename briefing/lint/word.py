"""A Word file as the rules see it: parts as trees, their relationships, where in them something is."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal
from urllib.parse import unquote

from lxml import etree

from briefing.readback.found import Unusable, parsed
from briefing.readback.parts import Parts

Element = etree._Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MAIN: Final = "word/document.xml"
_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_STORIES = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
_MOST_XML = 48 * 1024 * 1024  # as trees they take some twenty times as much
_SHOWN = 40  # letters of a paragraph that say where something is


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault: the part, where in it, what was expected and found, and a way out."""

    part: str
    where: str
    message: str
    hint: str = ""
    severity: Literal["error", "warning"] = "error"


@dataclass(frozen=True, slots=True)
class Related:
    """What a relationship leads to: a part, or an address (`outside`)."""

    kind: str
    target: str
    outside: bool


class Word:
    """The parts of a file; those that are no XML are `broken`, and then left out."""

    def __init__(self, parts: Parts, content: bytes) -> None:
        self.parts = parts
        self.content = content
        self.broken: list[Finding] = []
        self.trees: dict[str, Element] = {}
        room = _MOST_XML
        for name in parts.names():
            if name.endswith((".xml", ".rels")):
                room -= self._read(name)
            if room < 0:
                raise Unusable(f"expected at most {_MOST_XML:,} bytes of XML, found more")

    def _read(self, name: str) -> int:
        """Read a part: how many bytes it has."""
        content = self.parts.content(name) or b""
        try:
            self.trees[name] = parsed(content, name)
        except Unusable as fault:
            if "cannot be read" not in str(fault):
                raise
            message = "expected XML, found something that is not well-formed"
            self.broken.append(Finding(name, "", message, "save the file anew in Word"))
        return len(content)

    @cached_property
    def stories(self) -> dict[str, Element]:
        """The parts that hold text, the body first."""
        names = [name for name in self.trees if _STORIES.fullmatch(name)]
        return {name: self.trees[name] for name in sorted(names, key=lambda n: (n != MAIN, n))}

    @property
    def body(self) -> Element | None:
        """The text of the pages."""
        main = self.trees.get(MAIN)
        return None if main is None else main.find(W + "body")

    def relations(self, part: str) -> dict[str, Related]:
        """The relationships of a part by id; of the file itself for ""."""
        folder, file = posixpath.split(part)
        root = self.trees.get(posixpath.join(folder, "_rels", f"{file}.rels").lower())
        if root is None:
            return {}
        return {one.get("Id", ""): _related(one, folder) for one in root.iter(_RELATION)}

    def every(self, *tags: str) -> Iterator[tuple[str, Element]]:
        """Elements of these names in the stories, each with its part, without copies for old programs."""
        for name, root in self.stories.items():
            for one in root.iter(*tags):
                if next(one.iterancestors(_FALLBACK), None) is None:
                    yield name, one


def _related(one: Element, folder: str) -> Related:
    target, outside = one.get("Target", ""), one.get("TargetMode") == "External"
    if not outside:
        target = posixpath.normpath(posixpath.join("/" + folder, unquote(target))).lstrip("/")
    return Related(one.get("Type", ""), target, outside)


def val(parent: Element | None, path: str) -> str:
    """`w:val` of the element at a path of names such as "pPr/pStyle"; "" where there is none."""
    found = None if parent is None else parent.find("/".join(W + step for step in path.split("/")))
    return "" if found is None else found.get(W + "val", "")


def words(element: Element) -> str:
    """The words below an element, without what is deleted."""
    return "".join(one.text or "" for one in element.iter(W + "t"))


def place(element: Element) -> str:
    """Where an element stands, for a person: the paragraph that it is, is in, or comes first below it."""
    paragraph = element if element.tag == W + "p" else None
    if paragraph is None:
        paragraph = next(element.iterancestors(W + "p"), None)
    if paragraph is None:
        paragraph = next((p for p in element.iter(W + "p") if words(p).strip()), None)
    text = "" if paragraph is None else " ".join(words(paragraph).split())
    if not text:
        return "an empty paragraph" if paragraph is not None else ""
    return f"“{text[:_SHOWN]}…”" if len(text) > _SHOWN else f"“{text}”"
