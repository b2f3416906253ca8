"""What Word's own checker and WCAG 2.1 ask for: language, title, headings in order, words for pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.lint.word import WP, Element, Finding, W, Word, place, val, words

_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_DC = "{http://purl.org/dc/elements/1.1/}"
_LEVEL = re.compile(r"heading (\d)", re.IGNORECASE)
_SAYS_NOTHING = {
    "here",
    "click here",
    "link",
    "this link",
    "this page",
    "more",
    "read more",
    "see here",
}
_SHOWN = ("t", "drawing", "pict", "object", "sym", "br", "fldChar", "footnoteReference",
          "endnoteReference", "sdt", "sectPr", "delText", "fldSimple")  # fmt: skip
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"


def no_language(word: Word) -> Iterator[Finding]:
    """The file says in which language it is."""
    root = word.trees.get("word/styles.xml")
    languages = [] if root is None else [one.get(W + "val") for one in root.iter(W + "lang")]
    if not any(languages):
        message = "expected the language of the text among the defaults, found none"
        yield Finding("word/styles.xml", "", message, "Word: Review, Language, Set as Default")


def no_title(word: Word) -> Iterator[Finding]:
    """The file has a title among its properties."""
    root = word.trees.get("docprops/core.xml")
    if root is None or not (root.findtext(_DC + "title") or "").strip():
        yield Finding(
            "docProps/core.xml", "", "expected a title, found none", "Word: File, Info, Title"
        )


def headings_out_of_order(word: Word) -> Iterator[Finding]:
    """The first heading is of the first level, and none leaves a level out."""
    before = 0
    levels = _heading_levels(word)
    for paragraph in () if word.body is None else word.body.iter(W + "p"):
        level = levels.get(val(paragraph, "pPr/pStyle"), 0)
        if level and level > before + 1:
            message = f"expected a heading of level {before + 1} at the most, found level {level}"
            yield Finding("word/document.xml", place(paragraph), message)
        before = level or before


def _heading_levels(word: Word) -> dict[str, int]:
    root = word.trees.get("word/styles.xml")
    made = {}
    for style in () if root is None else root.iterchildren(W + "style"):
        named = _LEVEL.fullmatch(val(style, "name"))
        if named:
            made[style.get(W + "styleId", "")] = int(named[1])
    return made


def pictures_without_words(word: Word) -> Iterator[Finding]:
    """Every picture and chart has an alternative text, or is marked as decorative."""
    for part, one in word.every(WP + "docPr"):
        decorative = any(mark.get("val", "1") in ("1", "true") for mark in one.iter(_DECORATIVE))
        if not (one.get("descr") or "").strip() and not decorative:
            message = "expected a picture or chart to have an alternative text, found none"
            yield Finding(
                part, place(one), message, "Word: View Alt Text; or mark it as decorative"
            )


def floating(word: Word) -> Iterator[Finding]:
    """Pictures and charts stand in the line of the text."""
    for part, one in word.every(WP + "anchor"):
        message = "expected a picture in line with the text, found a floating one"
        hint = "readers that speak come to it anywhere; Word: Wrap Text, In Line with Text"
        yield Finding(part, place(one), message, hint, "warning")


def links_that_say_nothing(word: Word) -> Iterator[Finding]:
    """The words of a link say where it leads."""
    for part, one in word.every(W + "hyperlink"):
        text = " ".join(words(one).split()).strip(" .").casefold()
        shown = next(one.iter(W + "drawing", W + "pict"), None) is not None
        if not text and not shown and next(one.iter(W + "t"), None) is not None:
            yield Finding(part, place(one), "expected words in a link, found none")
        elif text in _SAYS_NOTHING:
            message = f"expected a link to say where it leads, found “{text}”"
            yield Finding(part, place(one), message, "name what it leads to")


def empty_paragraphs(word: Word) -> Iterator[Finding]:
    """Room is made by styles and not by empty paragraphs, which are read aloud as “blank”."""
    for part, one in word.every(W + "p"):
        if not part.endswith(("document.xml", "notes.xml")) or _shows(one) or _separates(one):
            continue
        message = "expected words in every paragraph, found an empty one"
        before = one.getprevious()
        where = f"after {place(before)}" if before is not None else ""
        yield Finding(part, where, message, "use the style’s spacing instead", "warning")


def _shows(paragraph: Element) -> bool:
    return any(
        (one.text or "").strip() if one.tag == W + "t" else True
        for one in paragraph.iter(_MATHS, *(W + name for name in _SHOWN))
    )


def _separates(paragraph: Element) -> bool:
    """What the format itself asks for: between two tables, after the last one, in a note's line."""
    before, after = paragraph.getprevious(), paragraph.getnext()
    parent = paragraph.getparent()
    tables = before is not None and before.tag == W + "tbl"
    note = parent is not None and parent.tag in (W + "footnote", W + "endnote")
    apart = val(paragraph, "pPr/pStyle") == "Separator"
    return apart or note or (tables and (after is None or after.tag in (W + "tbl", W + "sectPr")))


RULES = (
    no_language, no_title, headings_out_of_order, pictures_without_words, floating,
    links_that_say_nothing, empty_paragraphs,
)  # fmt: skip
