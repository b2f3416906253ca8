"""The text of a Word file that may have been edited: paragraphs as words, links and values.

What fields show is left out, since programs count it anew; so is what only says how text looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final, Literal

from lxml import etree

from briefing.carried import printed_of
from briefing.readback.parts import Parts

Kind = Literal["body", "notes", "margins"]
"""What a text is: that of the pages, the notes' own, or what stands in their heads and feet."""

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_INSERTED = {_W + "ins", _W + "moveTo"}
_DELETED = {_W + "del", _W + "moveFrom"}
_BOXES = {_W + name for name in ("hyperlink", "smartTag", "customXml", "dir", "bdo", "sdtContent")}
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_XPATH = re.compile(r"/f:facts\[1\]/f:([^/\[\]]+)\[1\]")


@dataclass(frozen=True, slots=True)
class Trace:
    """A tracked change: who made it, and when, as the file says."""

    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Words as they are `now`, with all tracked changes accepted, and as they were with all rejected.

    `name` is that of the value in a content control (`carried.printed_name`), `linked` words lead to
    another place of the file. A value that was built without a control is `free`.
    """

    now: str
    was: str
    name: str = ""
    linked: bool = False
    traces: tuple[Trace, ...] = ()
    free: bool = False


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """One paragraph in pieces."""

    pieces: tuple[Piece, ...]
    heading: bool = False

    @property
    def now(self) -> str:
        """Its words with all tracked changes accepted."""
        return "".join(piece.now for piece in self.pieces)

    @property
    def traces(self) -> tuple[Trace, ...]:
        """Its tracked changes, each once."""
        return tuple(dict.fromkeys(trace for piece in self.pieces for trace in piece.traces))


def word_text(parts: Parts) -> dict[Kind, tuple[WordParagraph, ...]]:
    """The paragraphs of a file that hold words, in reading order. Raises Unusable."""
    notes = ("word/footnotes.xml", "word/endnotes.xml")
    margins = (*parts.below("word/header"), *parts.below("word/footer"))
    return {
        "body": _paragraphs(parts, ("word/document.xml",)),
        "notes": _paragraphs(parts, notes),
        "margins": _paragraphs(parts, margins),
    }


def _paragraphs(parts: Parts, names: Iterable[str]) -> tuple[WordParagraph, ...]:
    made: list[WordParagraph] = []
    for name in names:
        root = parts.xml(name)
        if root is not None:
            made += paragraphs_of(root)
    return tuple(paragraph for paragraph in made if any(p.now or p.was for p in paragraph.pieces))


def paragraphs_of(root: etree._Element) -> Iterator[WordParagraph]:
    """The paragraphs of a part; one whose end is deleted goes on in the next."""
    reader = _Reader()
    open_: tuple[Piece, ...] = ()
    for paragraph in root.iter(_W + "p"):
        if next(paragraph.iterancestors(_FALLBACK), None) is not None:
            continue
        pieces = open_ + tuple(_merged(reader.pieces(paragraph)))
        mark = paragraph.find(f"{_W}pPr/{_W}rPr")
        if mark is not None and mark.find(_W + "del") is not None and any(p.now for p in pieces):
            open_ = pieces
            continue
        open_ = ()
        yield WordParagraph(pieces)
    if open_:
        yield WordParagraph(open_)


class _Reader:
    """Reads a part paragraph by paragraph, as fields may begin in one and end in another."""

    def __init__(self) -> None:
        self._fields = 0

    def pieces(
        self, element: etree._Element, state: Piece = Piece("", ""), gone: bool = False
    ) -> Iterator[Piece]:
        """The pieces below an element; `state` is what the elements around it say."""
        for child in element.iterchildren("*"):
            tag = child.tag
            if tag == _W + "r":
                yield from self._run(child, state, gone)
            elif tag == _W + "sdt":
                yield from self._control(child, state, gone)
            elif tag in _INSERTED or tag in _DELETED:
                trace = Trace(child.get(_W + "author", ""), child.get(_W + "date", ""))
                inside = replace(state, traces=(*state.traces, trace))
                yield from self.pieces(child, inside, gone or tag in _DELETED)
            elif tag in _BOXES:
                linked = tag == _W + "hyperlink" and child.get(_W + "anchor") is not None
                yield from self.pieces(child, replace(state, linked=state.linked or linked), gone)

    def _run(self, run: etree._Element, state: Piece, gone: bool) -> Iterator[Piece]:
        for child in run.iterchildren(f"{_W}*"):
            sign = child.tag[len(_W) :]
            if sign == "fldChar":
                end = child.get(_W + "fldCharType")
                self._fields = max(0, self._fields + {"begin": 1, "end": -1}.get(end or "", 0))
            words = (child.text or "") if sign in ("t", "delText") else _SIGNS.get(sign, "")
            if self._fields or not words:
                continue
            inserted = bool(state.traces) and not gone
            yield replace(state, now="" if gone else words, was="" if inserted else words)

    def _control(self, control: etree._Element, state: Piece, gone: bool) -> Iterator[Piece]:
        content = control.find(_W + "sdtContent")
        if content is None:
            return
        name = _name(control)
        inside = list(self.pieces(content, state, gone))
        if not name or state.name:
            yield from inside
            return
        traces = dict.fromkeys(trace for piece in inside for trace in piece.traces)
        now, was = ("".join(getattr(p, side) for p in inside) for side in ("now", "was"))
        if control.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None:
            now = was = ""  # the words that Word shows in an empty control are its own
        yield replace(state, now=now, was=was, name=name, traces=tuple(traces))


def _name(control: etree._Element) -> str:
    """The name of the value that a control is for: by its binding, which LibreOffice keeps, or its title."""
    properties = control.find(_W + "sdtPr")
    if properties is None:
        return ""
    binding, alias = properties.find(_W + "dataBinding"), properties.find(_W + "alias")
    path = _XPATH.fullmatch("" if binding is None else binding.get(_W + "xpath", ""))
    name = path[1] if path else "" if alias is None else alias.get(_W + "val", "")
    return name if printed_of(name)[0] else ""


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces with words beside words of the same kind joined: programs cut runs as they like."""
    numbered = enumerate(pieces)
    alike = groupby(numbered, key=lambda n: (n[0] if n[1].name else -1, *_kind(n[1])))
    for _, group in alike:
        first, *rest = (piece for _, piece in group)
        now, was = ("".join(getattr(p, side) for p in (first, *rest)) for side in ("now", "was"))
        yield replace(first, now=now, was=was) if rest else first


def _kind(piece: Piece) -> tuple[object, ...]:
    return piece.linked, piece.traces, not piece.now, not piece.was
