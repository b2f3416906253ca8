"""Fields, bookmarks, links, notes: what begins ends, what leads somewhere arrives, nothing is there twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from briefing.lint.word import WP, Element, Finding, W, Word, place

_LEADS = re.compile(r"\s*(?:REF|PAGEREF|NOTEREF)\s+(\"[^\"]+\"|\S+)", re.IGNORECASE)
_NOTES = (
    ("footnoteReference", "footnote", "word/footnotes.xml"),
    ("endnoteReference", "endnote", "word/endnotes.xml"),
    ("commentReference", "comment", "word/comments.xml"),
)


def open_fields(word: Word) -> Iterator[Finding]:
    """Every field that begins ends in the same part, and none ends that has not begun."""
    for part, root in word.stories.items():
        open_: list[Element] = []
        for one in root.iter(W + "fldChar"):
            kind = one.get(W + "fldCharType")
            if kind == "begin":
                open_.append(one)
            elif not open_:
                yield Finding(part, place(one), "expected a field to begin, found only its end")
            elif kind == "end":
                open_.pop()
        for one in open_:
            message = "expected the field to end, found that it does not"
            yield Finding(
                part, place(one), message, "Word would take all that follows for its result"
            )


def bookmarks_twice(word: Word) -> Iterator[Finding]:
    """No bookmark has the name or the number of another, and each has its end."""
    starts = list(word.every(W + "bookmarkStart"))
    ends = Counter((part, one.get(W + "id")) for part, one in word.every(W + "bookmarkEnd"))
    names = Counter(one.get(W + "name", "").casefold() for _, one in starts)
    numbers = Counter((part, one.get(W + "id")) for part, one in starts)
    for part, one in starts:
        name, id = one.get(W + "name", ""), one.get(W + "id")
        if names[name.casefold()] > 1:
            yield Finding(
                part, place(one), f"expected one bookmark {name}, found another of that name"
            )
        if numbers[part, id] > 1:
            yield Finding(
                part, place(one), f"bookmark {name}: expected a number of its own, found {id}"
            )
        if not ends[part, id]:
            yield Finding(part, place(one), f"bookmark {name}: expected its end, found none")


def references_to_nothing(word: Word) -> Iterator[Finding]:
    """What REF, PAGEREF, NOTEREF and links within the file lead to is a bookmark of the file."""
    names = {one.get(W + "name", "").casefold() for _, one in word.every(W + "bookmarkStart")}
    for part, one in word.every(W + "hyperlink"):
        anchor = one.get(W + "anchor")
        if anchor and anchor.casefold() not in names and anchor != "_top":
            yield Finding(part, place(one), f"expected a bookmark {anchor}, found none")
    for part, where, instruction in _instructions(word):
        leads = _LEADS.match(instruction)
        if leads and leads[1].strip('"').casefold() not in names:
            message = f"{instruction.strip()}: expected a bookmark of that name, found none"
            yield Finding(part, where, message, "Word prints “Error! Reference source not found.”")


def _instructions(word: Word) -> Iterator[tuple[str, str, str]]:
    for part, one in word.every(W + "fldSimple"):
        yield part, place(one), one.get(W + "instr", "")
    for part, root in word.stories.items():
        text, begun = "", None
        for one in root.iter(W + "fldChar", W + "instrText"):
            if one.tag == W + "instrText":
                text += one.text or ""
            elif one.get(W + "fldCharType") == "begin":
                text, begun = "", one
            elif begun is not None:
                yield part, place(begun), text
                begun = None


def notes_to_nothing(word: Word) -> Iterator[Finding]:
    """Every reference to a footnote, endnote or comment has one."""
    for reference, kind, name in _NOTES:
        root = word.trees.get(name)
        ids = {one.get(W + "id") for one in (() if root is None else root.iter(W + kind))}
        for part, one in word.every(W + reference):
            if one.get(W + "id") not in ids:
                message = f"expected a {kind} {one.get(W + 'id')}, found none of that number"
                yield Finding(part, place(one), message)


def drawings_twice(word: Word) -> Iterator[Finding]:
    """No drawing has the number of another (ISO/IEC 29500-1, 20.4.2.5)."""
    found = list(word.every(WP + "docPr"))
    numbers = Counter((part, one.get("id")) for part, one in found)
    for part, one in found:
        if numbers[part, one.get("id")] > 1:
            message = f"expected a number of its own for the drawing, found {one.get('id')} twice"
            yield Finding(part, place(one), message)


RULES = (open_fields, bookmarks_twice, references_to_nothing, notes_to_nothing, drawings_twice)
