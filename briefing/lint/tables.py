"""Tables as somebody hears them read: marked heads, no cell that is merged, empty or without a paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.lint.word import Element, Finding, W, Word, place, val, words

_BLOCKS = tuple(W + name for name in ("p", "tbl", "sdt", "customXml"))
_SHOWN = ("drawing", "pict", "object", "sym", "footnoteReference", "endnoteReference")


def cells_without_paragraph(word: Word) -> Iterator[Finding]:
    """Every cell ends with a paragraph: Word takes a file without one for damaged."""
    for part, cell in word.every(W + "tc"):
        last = next(cell.iterchildren(*_BLOCKS, reversed=True), None)
        if last is None or last.tag == W + "tbl":
            yield Finding(
                part,
                _table(cell),
                "expected a cell to end with a paragraph, found one that does not",
            )


def merged_cells(word: Word) -> Iterator[Finding]:
    """No cell reaches over several columns or rows."""
    for part, cell in word.every(W + "tc"):
        properties = cell.find(W + "tcPr")
        wide = val(properties, "gridSpan") not in ("", "1")
        tall = properties is not None and properties.find(W + "vMerge") is not None
        if wide or tall:
            message = "expected a cell for each column and row, found a merged one"
            hint = "readers that speak lose their place in it; repeat the words instead"
            yield Finding(part, place(cell), message, hint, "warning")


def empty_cells(word: Word) -> Iterator[Finding]:
    """Every cell says something, if only that nothing is stated."""
    for part, cell in word.every(W + "tc"):
        shown = next(cell.iter(*(W + name for name in _SHOWN)), None) is not None
        if not words(cell).strip() and not shown:
            message = "expected words in every cell, found an empty one"
            yield Finding(part, _table(cell), message, "write a dash or “none”", "warning")


def heads_not_marked(word: Word) -> Iterator[Finding]:
    """A table with a head says so, so that it is repeated and read with every cell."""
    for part, table in word.every(W + "tbl"):
        look = table.find(f"{W}tblPr/{W}tblLook")
        with_head = look is not None and look.get(W + "firstRow", "") in ("1", "true", "on")
        first = next(table.iter(W + "tr"), None)
        mark = None if first is None else first.find(f"{W}trPr/{W}tblHeader")
        marked = mark is not None and mark.get(W + "val", "1") not in ("0", "false", "off")
        if with_head and not marked:
            message = "expected its first row to be marked as a head, found that it is not"
            yield Finding(part, _table(table), message, "Word: Layout, Repeat Header Rows")


def _table(element: Element) -> str:
    table = element if element.tag == W + "tbl" else next(element.iterancestors(W + "tbl"), element)
    return f"the table that begins {place(table)}"


RULES = (cells_without_paragraph, merged_cells, empty_cells, heads_not_marked)
