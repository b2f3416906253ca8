"""Styles and lists: what the text, the styles and the numbering name is there, and of the right type."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.lint.word import MAIN, Element, Finding, W, Word, place, val

_TYPES = {W + "pStyle": "paragraph", W + "rStyle": "character", W + "tblStyle": "table"}


def unknown_styles(word: Word) -> Iterator[Finding]:
    """Every style in use is defined, and of the type that its use asks for."""
    if "word/styles.xml" not in word.trees:
        return  # missing or broken: told elsewhere
    kinds = {id: one.get(W + "type", "") for id, one in _defined(word).items()}
    for part, one in word.every(*_TYPES):
        id, kind = one.get(W + "val", ""), _TYPES[str(one.tag)]
        if id not in kinds:
            message = f"expected a {kind} style {id}, found none of that name"
            yield Finding(part, place(one), message, "Word would set it in its default style")
        elif kinds[id] != kind:
            message = f"expected {id} to be a {kind} style, found a {kinds[id]} style"
            yield Finding(part, place(one), message)


def unknown_bases(word: Word) -> Iterator[Finding]:
    """What a style is based on, is followed by or is linked to is a style."""
    known = _defined(word)
    for id, style in known.items():
        for relation in ("basedOn", "next", "link"):
            other = val(style, relation)
            if other and other not in known:
                message = f"style {id}, {relation}: expected a style {other}, found none"
                yield Finding("word/styles.xml", "", message)


def unknown_lists(word: Word) -> Iterator[Finding]:
    """Every list that a paragraph or a style is in is defined, down to its levels."""
    root = word.trees.get("word/numbering.xml")
    if root is None and any(name.endswith("numbering.xml") for name in _missing(word)):
        return  # missing or broken: told elsewhere
    shapes = {} if root is None else {
        one.get(W + "abstractNumId"): one for one in root.iterchildren(W + "abstractNum")
    }  # fmt: skip
    lists = {} if root is None else {
        one.get(W + "numId"): val(one, "abstractNumId") for one in root.iterchildren(W + "num")
    }  # fmt: skip
    for id, shape in lists.items():
        if shape not in shapes:
            message = f"list {id}: expected a definition {shape}, found none"
            yield Finding("word/numbering.xml", "", message)
    for part, one in (*word.every(W + "numId"), *_in_styles(word)):
        id = one.get(W + "val", "")
        if id not in lists and id != "0" and next(one.iterancestors(W + "numPr"), None) is not None:
            yield Finding(part, place(one), f"expected a list {id}, found none of that number")


def _missing(word: Word) -> list[str]:
    """The parts that should be there, and are not or cannot be read."""
    wanted = [one.target.lower() for one in word.relations(MAIN).values() if not one.outside]
    return [name for name in wanted if name not in word.trees]


def _in_styles(word: Word) -> Iterator[tuple[str, Element]]:
    root = word.trees.get("word/styles.xml")
    for one in () if root is None else root.iter(W + "numId"):
        yield "word/styles.xml", one


def _defined(word: Word) -> dict[str, Element]:
    root = word.trees.get("word/styles.xml")
    styles = () if root is None else root.iterchildren(W + "style")
    return {one.get(W + "styleId", ""): one for one in styles}


RULES = (unknown_styles, unknown_bases, unknown_lists)
